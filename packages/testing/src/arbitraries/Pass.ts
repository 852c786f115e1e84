/** Passes that are held, and waiting lists: what is tried in what order, and events in no order at all. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Pass, type PassTerms, Periods, Waitlist } from "@parkade/core/pass"
import { PassProduct } from "@parkade/core/pricing"
import { Calendar, Elapsed, Instant, LocalDate } from "@parkade/core/time"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { actor, idOf, instantOf, means, plate, when } from "./Parties.ts"
import { refundPolicy } from "./Refund.ts"
import { instant, timeZone } from "./Time.ts"

const EUR = Money.Currency.make("EUR")
const euros = (amount: number): Money.Money => ({ amount, currency: EUR })
const decodeProduct = Schema.decodeUnknownSync(PassProduct.PassProduct)
const passId = idOf(20, 2).map((id) => Ids.PassId.make(id))
const lotId = fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }).map((which) => Lot.LotId.make(`0000000d-0000-7000-8000-00000000000${which}`))
const ticketId = idOf(14, 30).map((id) => Ids.TicketId.make(id))

/** A product of any period and proration, in euros; free one time in ten. */
export const passProduct = (): fc.Arbitrary<PassProduct.PassProduct> =>
  fc.record({
    code: fc.constant("p"),
    label: fc.constant("Pass"),
    fee: fc.oneof({ weight: 1, arbitrary: fc.constant("0") }, { weight: 9, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((cents) => `${cents}/100`) }),
    period: fc.oneof(fc.constantFrom("day", "week", "month", "month").map((every) => ({ every })), fc.integer({ min: 1, max: 60 }).map((days) => ({ days }))),
    proration: fc.constantFrom("none", "daily", "remaining"),
    currency: fc.constant("EUR"),
    tax: fc.constantFrom("included", "none"),
    taxRate: fc.constantFrom("0", "0.19"),
    rounding: fc.constant({ mode: "half-up", to: "0.01", where: "total" })
  }).map(decodeProduct)

/** Terms of one place or a few, with few entries or any number, in every zone. */
export const passTerms = (): fc.Arbitrary<PassTerms.PassTerms> =>
  fc.record({
    product: passProduct(),
    zone: timeZone(),
    lots: fc.constant([Lot.LotId.make("0000000d-0000-7000-8000-000000000001")]),
    vehicles: fc.constantFrom(1, 2, 3, 3),
    places: fc.constantFrom(1, 1, 2),
    entries: fc.constantFrom(1, 2, 4),
    antiPassback: fc.constantFrom("hard" as const, "soft" as const),
    suspension: fc.constantFrom("runs on" as const, "extends" as const),
    cancellation: refundPolicy()
  }, { requiredKeys: ["product", "zone", "lots", "vehicles", "places", "antiPassback", "suspension", "cancellation"] })

type Request = Extract<Pass.Command, { readonly _tag: "Request" }>

/** A request, of a pass that begins within two days of it. */
const requestCommand = (): fc.Arbitrary<Request> =>
  fc.record({ id: passId, terms: passTerms(), vehicles: fc.uniqueArray(plate(), { minLength: 1, maxLength: 3 }), at: instant(), by: actor(), inDays: fc.constantFrom(-1, 0, 0, 0, 0, 0, 0, 1, 2) })
    .map(({ inDays, ...made }) => ({
      _tag: "Request",
      ...made,
      vehicles: made.vehicles.slice(0, made.terms.vehicles + (inDays === 2 ? 1 : 0)),
      holder: { _tag: "Person", id: Party.PersonId.make("00000001-0000-7000-8000-000000000001") },
      from: LocalDate.format(LocalDate.of(made.terms.zone, made.at) + inDays)
    }))

const tried = fc.record({
  wanted: fc.oneof(
    { weight: 3, arbitrary: fc.constant("Activate" as const) },
    { weight: 8, arbitrary: fc.constant("Use" as const) },
    { weight: 4, arbitrary: fc.constant("Leave" as const) },
    { weight: 3, arbitrary: fc.constantFrom("Renew" as const, "AddVehicle" as const, "Resume" as const) },
    { weight: 3, arbitrary: fc.constantFrom("Suspend" as const, "Suspend" as const, "Cancel" as const, "Expire" as const, "RemoveVehicle" as const, "Request" as const) }
  ),
  when: when(10_000_000),
  by: actor(),
  pays: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(-1, 1) }),
  means: means(20),
  plate: plate(),
  /** Of those on the pass, rather than any. */
  known: fc.option(fc.nat(2), { nil: undefined, freq: 4 }),
  lotId,
  ticketId,
  /** Where it ends, where it began, or anywhere. */
  renewsFrom: fc.constantFrom("until" as const, "until" as const, "until" as const, "until" as const, "until" as const, "from" as const, "2011-01-01" as const)
})
type Tried = (typeof tried) extends fc.Arbitrary<infer A> ? A : never

const atOnce = tried.map((made): ReadonlyArray<Tried> => [{ ...made, wanted: "Activate", when: { after: 500 } }])

const charged = <C extends Pass.Command>(command: C, { means: by, pays }: Tried, state: Pass.State): C => {
  const decided = Pass.decide(command, state)
  const due = Result.isFailure(decided) && decided.failure._tag === "PassPaymentDiffers" ? decided.failure.due.amount : 0
  return due + pays <= 0 ? command : { ...command, charge: { amount: euros(due + pays), by } }
}

const plateOf = ({ known, plate: any, wanted }: Tried, state: Pass.State) => {
  if (state._tag === "Absent" || known === undefined) return any
  const among = wanted === "Leave" ? state.inside.map((each) => each.plate) : state.vehicles
  return among[known % Math.max(1, among.length)] ?? any
}

const commandOf = (made: Tried, state: Pass.State, request: Request, at: Instant.Instant): Pass.Command => {
  const { by, lotId: lot, ticketId: ticket, wanted } = made
  const own = plateOf(made, state)
  switch (wanted) {
    case "Request": return { ...request, at, by }
    case "Activate": return charged({ _tag: "Activate", at, by }, made, state)
    case "Renew": {
      const next = state._tag === "Absent" || made.renewsFrom === "2011-01-01" ? "2011-01-01" : Periods.ofAll(state.periods)[made.renewsFrom]
      return charged({ _tag: "Renew", at, by, from: next }, made, state)
    }
    case "Use": return { _tag: "Use", at, by, plate: own, lotId: lot, ticketId: ticket }
    case "Leave": return { _tag: "Leave", at, by, plate: own, lotId: lot }
    case "AddVehicle":
    case "RemoveVehicle": return { _tag: wanted, at, by, plate: own }
    case "Suspend":
    case "Resume":
    case "Cancel":
    case "Expire": return { _tag: wanted, at, by }
  }
}

const edgesOf = (state: Pass.State): ReadonlyArray<number> => {
  if (state._tag === "Absent") return []
  const { periods, terms: { zone } } = state
  const edges = periods.flatMap(({ from, until }) => [from, until]).map((date) => LocalDate.at(zone, LocalDate.parse(date) ?? 0, 0))
  return [...edges, Calendar.startOfDay(zone, state.changedAt) + 90_000_000]
}

/** What is tried on one pass: a request first (nine times in ten), paid at once (four times in five), then anything, up to `maxLength` (24), often when a period begins or ends. */
export const passCommands = ({ maxLength = 24 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Pass.Command>> =>
  fc.record({ request: requestCommand(), begins: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0), paid: fc.option(atOnce, { nil: [], freq: 4 }), tries: fc.noBias(fc.array(tried, { maxLength, size: "max" })) }).map(({ begins, paid, request, tries }) => {
    const commands: Array<Pass.Command> = begins ? [request] : []
    let state = played(Pass.initial, commands)
    let at = request.at
    for (const each of [...paid, ...tries]) {
      at = instantOf(each.when, at, edgesOf(state))
      const command = commandOf(each, state, request, at)
      commands.push(command)
      state = played(state, [command])
    }
    return commands
  })

const played = (state: Pass.State, commands: ReadonlyArray<Pass.Command>): Pass.State =>
  commands.reduce((before, command) => Result.getOrElse(Pass.decide(command, before), () => []).reduce(Pass.evolve, before), state)

const done = { at: instant(), by: actor() }
const date = fc.integer({ min: LocalDate.make(2010, 1, 1), max: LocalDate.make(2038, 1, 1) }).map(LocalDate.format)
const money = fc.nat(5_000).map(euros)
const presence = fc.record({ plate: plate(), lotId, ticketId, since: instant() })

/** Any event, whether or not it can follow. */
export const passEvent = (): fc.Arbitrary<Pass.Event> =>
  fc.oneof(
    fc.record({ request: requestCommand(), until: date, price: money }).map(({ price, request: { _tag: _, ...request }, until }): Pass.Event => ({ _tag: "PassRequested", ...request, until, price })),
    fc.record({ ...done, charge: fc.record({ amount: fc.integer({ min: 1, max: 99 }).map(euros), by: means() }) }).map((event): Pass.Event => ({ _tag: "PassActivated", ...event })),
    fc.record({ ...done, from: date, until: date, price: money }).map((event): Pass.Event => ({ _tag: "PassRenewed", ...event })),
    fc.record({ ...done, _tag: fc.constantFrom("PassSuspended" as const, "PassExpired" as const) }),
    fc.record({ ...done, until: date }).map((event): Pass.Event => ({ _tag: "PassResumed", ...event })),
    fc.record({ ...done, refund: money }).map((event): Pass.Event => ({ _tag: "PassCancelled", ...event })),
    fc.record({ ...done, plate: plate(), lotId, ticketId, unseen: presence }, { requiredKeys: ["at", "by", "plate", "lotId", "ticketId"] }).map((event): Pass.Event => ({ _tag: "PassUsed", ...event })),
    fc.record({ ...done, plate: plate(), lotId }).map((event): Pass.Event => ({ _tag: "PassLeft", ...event })),
    fc.record({ ...done, plate: plate(), _tag: fc.constantFrom("PassVehicleAdded" as const, "PassVehicleRemoved" as const) })
  )

const entryId = idOf(21, 5).map((id) => Waitlist.EntryId.make(id))
const personId = idOf(1, 5).map((id) => Party.PersonId.make(id))
const opening = fc.record({
  ...done,
  id: idOf(22, 2).map((id) => Waitlist.WaitlistId.make(id)),
  product: fc.constant("monthly"),
  policy: fc.record({ offerFor: fc.constantFrom(1, 3_600, 86_400).map(Elapsed.ofSeconds), unused: fc.constantFrom("removed" as const, "last" as const) }),
  places: fc.constantFrom(0, 1, 1, 2, 2, 3)
})
const waits = fc.record({
  wanted: fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom("Join" as const, "Offer" as const) },
    { weight: 10, arbitrary: fc.constantFrom("Accept" as const, "Accept" as const, "Release" as const, "Decline" as const, "Lapse" as const, "Withdraw" as const, "Release" as const, "Resize" as const) },
    { weight: 1, arbitrary: fc.constant("Open" as const) }
  ),
  when: when(3_000_000),
  by: actor(),
  entryId,
  personId,
  /** One who can be meant, rather than anyone. */
  fitting: fc.option(fc.nat(3), { nil: undefined, freq: 5 }),
  places: fc.nat(3)
})

const meant = ({ entryId: any, fitting, wanted }: { readonly wanted: string; readonly fitting: number | undefined; readonly entryId: Waitlist.EntryId }, state: Waitlist.State): Waitlist.EntryId => {
  if (state._tag === "Absent" || fitting === undefined) return any
  if (wanted === "Offer") return state.waiting[0]?.entryId ?? any
  const among = wanted === "Release" ? state.taken : wanted === "Withdraw" ? state.waiting : state.offers
  return wanted === "Join" ? any : among[fitting % Math.max(1, among.length)]?.entryId ?? any
}

/** What is tried on one waiting list: it is opened first (nine times in ten), then anything, up to `maxLength` (25). */
export const waitlistCommands = ({ maxLength = 25 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Waitlist.Command>> =>
  fc.record({ opened: opening, begins: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0), tries: fc.noBias(fc.array(waits, { maxLength, size: "max" })) }).map(({ begins, opened, tries }) => {
    const open: Waitlist.Command = { _tag: "Open", ...opened }
    const commands: Array<Waitlist.Command> = begins ? [open] : []
    const step = (state: Waitlist.State, command: Waitlist.Command) => Result.getOrElse(Waitlist.decide(command, state), () => []).reduce(Waitlist.evolve, state)
    let state = commands.reduce(step, Waitlist.initial)
    let at = opened.at
    for (const { when: tried, ...made } of tries) {
      at = instantOf(tried, at, state._tag === "Absent" ? [] : state.offers.map(({ expiresAt }) => expiresAt))
      const { by, personId: person, places, wanted } = made
      const entry = meant(made, state)
      const command: Waitlist.Command = wanted === "Open" ? { ...open, at }
        : wanted === "Resize" ? { _tag: "Resize", at, by, places }
        : wanted === "Join" ? { _tag: "Join", at, by, entryId: entry, personId: person }
        : { _tag: wanted, at, by, entryId: entry }
      commands.push(command)
      state = step(state, command)
    }
    return commands
  })

/** Any event, whether or not it can follow. */
export const waitlistEvent = (): fc.Arbitrary<Waitlist.Event> =>
  fc.oneof(
    opening.map((event): Waitlist.Event => ({ _tag: "WaitlistOpened", ...event })),
    fc.record({ ...done, places: fc.nat(3) }).map((event): Waitlist.Event => ({ _tag: "WaitlistResized", ...event })),
    fc.record({ ...done, entryId, personId }).map((event): Waitlist.Event => ({ _tag: "WaitlistJoined", ...event })),
    fc.record({ ...done, entryId, expiresAt: instant() }).map((event): Waitlist.Event => ({ _tag: "WaitlistOffered", ...event })),
    fc.record({ ...done, entryId, _tag: fc.constantFrom("WaitlistWithdrawn" as const, "WaitlistAccepted" as const, "WaitlistDeclined" as const, "WaitlistLapsed" as const, "WaitlistReleased" as const) })
  )
