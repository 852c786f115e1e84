/** Reservations and the codes to scan for them: terms, what is tried in what order, and events in no order at all. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Spot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Booking, Code, Reservation, type ReservationTerms } from "@parkade/core/reservation"
import { Elapsed, Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { requirement } from "./Lot.ts"
import { actor, idOf, instantOf, means, plate, when } from "./Parties.ts"
import { cancellation, refundPolicy } from "./Refund.ts"
import { elapsed, instant } from "./Time.ts"

const EUR = Money.Currency.make("EUR")
const USD = Money.Currency.make("USD")
const euros = (amount: number): Money.Money => ({ amount, currency: EUR })
const hours = (count: number) => elapsed({ max: Elapsed.ofHours(count) })

/** Terms of every kind: in euros. */
export const reservationTerms = (): fc.Arbitrary<ReservationTerms.ReservationTerms> =>
  fc.record({
    holdFor: fc.constantFrom(1, 300, 900, 3_600).map(Elapsed.ofSeconds),
    accepts: fc.constantFrom<ReservationTerms.ReservationTerms["accepts"]>(["Payment", "Account"], ["Payment", "Account"], ["Payment", "Account"], ["Payment", "Account"], ["Payment", "Account"], ["Payment", "Account"], ["Payment"], []),
    earlyArrival: hours(2),
    lateStop: hours(2),
    cancellation: cancellation(),
    bookedAt: fc.constantFrom("hold" as const, "confirmation" as const),
    noShow: fc.record({ after: hours(5), refund: cancellation() }, { requiredKeys: ["refund"] }),
    modification: fc.record({ notice: fc.oneof(fc.constant(Elapsed.ofSeconds(0)), hours(24)), fee: fc.integer({ min: 1, max: 500 }).map((amount) => Money.toDecimal(euros(amount))) }, { requiredKeys: ["notice"] }),
    extension: fc.constantFrom("allowed" as const, "allowed" as const, "refused" as const),
    overtime: fc.record({ termsId: idOf(10).map((id) => Lot.TermsId.make(id)), as: fc.constantFrom("whole" as const, "anew" as const) }),
    unused: refundPolicy()
  }, { requiredKeys: ["holdFor", "accepts", "earlyArrival", "lateStop", "cancellation", "bookedAt", "noShow", "extension", "overtime", "unused"] })

/** From an instant: a minute to two days. */
const periodFrom = (from: Instant.Instant, length: number): Booking.Period => ({ from, to: Instant.Instant.make(from + length) })
const length = fc.oneof(fc.constantFrom(60_000, 3_600_000, 86_400_000), fc.integer({ min: 60_000, max: 172_800_000 }))

const bookedPlace = (): fc.Arbitrary<Booking.Place> =>
  fc.oneof(
    idOf(11).map((id): Booking.Place => ({ _tag: "Spot", spotId: Spot.SpotId.make(id) })),
    requirement().map(({ barred, needs, size }): Booking.Place => ({ _tag: "Class", requirement: { barred, needs, size } }))
  )

const bookedVehicle = (): fc.Arbitrary<Booking.Vehicle> =>
  fc.oneof(plate().map((own): Booking.Vehicle => ({ _tag: "Plate", plate: own })), fc.constant<Booking.Vehicle>({ _tag: "AnyOfHolder" }))

const holder = (): fc.Arbitrary<Booking.Holder> =>
  fc.oneof(
    idOf(1).map((id): Booking.Holder => ({ _tag: "Person", id: Party.PersonId.make(id) })),
    fc.constant<Booking.Holder>({ _tag: "Guest", contact: "guest@example.org" })
  )

type Hold = Extract<Reservation.Command, { readonly _tag: "Hold" }>

/** A hold, of a period that begins up to two days later, or has begun. Free one time in six. */
export const holdCommand = (): fc.Arbitrary<Hold> =>
  fc.record({
    id: idOf(12, 2).map((id) => Reservation.ReservationId.make(id)),
    lotId: idOf(13, 2).map((id) => Lot.LotId.make(id)),
    holder: holder(),
    terms: reservationTerms(),
    place: bookedPlace(),
    vehicle: bookedVehicle(),
    vehicleKind: fc.constantFrom("car", "suv", "van"),
    series: fc.option(fc.record({ id: idOf(15, 2).map((id) => Ids.SeriesId.make(id)), date: fc.constantFrom("2026-06-01", "2026-06-08") }, { noNullPrototype: true }), { nil: undefined }),
    price: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 5, arbitrary: fc.integer({ min: 1, max: 20_000 }) }).map(euros),
    at: instant(),
    by: actor(),
    startsIn: fc.oneof(fc.constantFrom(-60_000, 0, 600_000), fc.integer({ min: 0, max: 172_800_000 })),
    length
  }).map(({ length: lasts, series, startsIn, ...made }) => ({ _tag: "Hold", ...made, ...(series !== undefined && { series }), period: periodFrom(Instant.Instant.make(made.at + startsIn), lasts) }))

/** The instants at which something changes for a reservation. */
const edgesOf = (state: Reservation.State): ReadonlyArray<number> => {
  if (state._tag === "Absent") return []
  const { expiresAt, period, terms } = state
  return [expiresAt, period.from - terms.earlyArrival, period.from, Reservation.noShowFrom(state), period.to, period.to + terms.lateStop, period.from - (terms.modification?.notice ?? 0)]
}

const tried = fc.record({
  wanted: fc.oneof(
    { weight: 3, arbitrary: fc.constant("Confirm" as const) },
    { weight: 4, arbitrary: fc.constant("CheckIn" as const) },
    { weight: 6, arbitrary: fc.constantFrom("Modify" as const, "Extend" as const) },
    { weight: 5, arbitrary: fc.constantFrom("Cancel" as const, "MarkNoShow" as const, "Complete" as const, "Complete" as const, "Expire" as const, "Hold" as const) }
  ),
  when: when(6_000_000),
  by: actor(),
  pays: fc.oneof({ weight: 8, arbitrary: fc.constant("due" as const) }, { weight: 1, arbitrary: fc.constantFrom("nothing" as const, "more" as const, "dollars" as const) }),
  means: means(),
  price: fc.oneof(fc.integer({ min: -3_000, max: 3_000 }), fc.constant(0)),
  period: fc.option(fc.tuple(fc.integer({ min: -86_400_000, max: 172_800_000 }), length), { nil: undefined }),
  place: fc.option(bookedPlace(), { nil: undefined }),
  vehicle: fc.option(bookedVehicle(), { nil: undefined }),
  plate: fc.option(plate(), { nil: undefined, freq: 2 }),
  ticketId: idOf(14, 2).map((id) => Ids.TicketId.make(id)),
  longer: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 86_400_000 }) }, { weight: 1, arbitrary: fc.constantFrom(0, -1_000) }),
  unused: fc.integer({ min: -1, max: 11 })
})
type Tried = (typeof tried) extends fc.Arbitrary<infer A> ? A : never

/** What would else run out before anything comes of it. */
const atOnce = tried.map((made): ReadonlyArray<Tried> => [{ ...made, wanted: "Confirm", when: { after: 500 } }])

/** The charge that is due for `command`, as its rejection says, or another. */
const charged = <C extends Reservation.Command>(command: C, { means: by, pays }: Tried, state: Reservation.State): C => {
  const decided = Reservation.decide(command, state)
  const due = Result.isFailure(decided) && decided.failure._tag === "PaymentDiffers" ? decided.failure.due.amount : 0
  const amount = due + (pays === "more" ? 1 : 0)
  if (pays === "nothing" || amount === 0) return command
  return { ...command, charge: { amount: { amount, currency: pays === "dollars" ? USD : EUR }, by } }
}

const commandOf = (made: Tried, state: Reservation.State, hold: Hold, at: Instant.Instant): Reservation.Command => {
  const { by, wanted } = made
  if (wanted === "Hold") return { ...hold, at, by }
  const { period, price } = state._tag === "Absent" ? hold : state
  const amount = { amount: Math.max(0, price.amount + made.price), currency: made.pays === "dollars" ? USD : EUR }
  switch (wanted) {
    case "Confirm": return charged({ _tag: "Confirm", at, by }, made, state)
    case "Modify": {
      const { period: moved, place, vehicle } = made
      const other = moved === undefined ? undefined : periodFrom(Instant.Instant.make(Math.max(0, period.from + moved[0])), moved[1])
      return charged({ _tag: "Modify", at, by, price: amount, ...(other !== undefined && { period: other }), ...(place !== undefined && { place }), ...(vehicle !== undefined && { vehicle }) }, made, state)
    }
    case "Extend": return charged({ _tag: "Extend", at, by, price: amount, to: Instant.Instant.make(period.to + made.longer) }, made, state)
    case "CheckIn": return { _tag: "CheckIn", at, by, ticketId: made.ticketId, plate: made.plate }
    case "Complete": return { _tag: "Complete", at, by, unused: euros(Math.floor((price.amount * made.unused) / 10)) }
    case "Cancel":
    case "MarkNoShow":
    case "Expire": return { _tag: wanted, at, by }
  }
}

/**
 * What is tried on one reservation: a hold first (nine times in ten), paid at once (four times in five), then anything, up to `maxLength` (18), often at the
 * very instants at which something changes, and usually with what is due.
 */
export const reservationCommands = ({ maxLength = 18 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Reservation.Command>> =>
  fc.record({ hold: holdCommand(), begins: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0), paid: fc.option(atOnce, { nil: [], freq: 4 }), tries: fc.noBias(fc.array(tried, { maxLength, size: "max" })) }).map(({ begins, hold, paid, tries }) => {
    const commands: Array<Reservation.Command> = begins ? [hold] : []
    let state = after(Reservation.initial, commands)
    let at = hold.at
    for (const each of [...paid, ...tries]) {
      at = instantOf(each.when, at, edgesOf(state))
      const command = commandOf(each, state, hold, at)
      commands.push(command)
      state = after(state, [command])
    }
    return commands
  })

const after = (state: Reservation.State, commands: ReadonlyArray<Reservation.Command>): Reservation.State =>
  commands.reduce((before, command) => Result.getOrElse(Reservation.decide(command, before), () => []).reduce(Reservation.evolve, before), state)

const refund = fc.nat(5_000).map(euros)
const charge = fc.record({ amount: fc.integer({ min: 1, max: 5_000 }).map(euros), by: means() })
const done = { at: instant(), by: actor() }
const settled = { refund, fees: refund, price: refund, period: fc.tuple(instant(), length).map(([from, lasts]) => periodFrom(from, lasts)) }

/** Any event, whether or not it can follow. */
export const reservationEvent = (): fc.Arbitrary<Reservation.Event> =>
  fc.oneof(
    holdCommand().map(({ _tag: _, ...hold }): Reservation.Event => ({ _tag: "ReservationHeld", ...hold, expiresAt: hold.at })),
    fc.record({ ...done, charge }).map((event): Reservation.Event => ({ _tag: "ReservationConfirmed", ...event })),
    fc.record({ ...done, ...settled, place: bookedPlace(), vehicle: bookedVehicle() }).map((event): Reservation.Event => ({ _tag: "ReservationModified", ...event })),
    fc.record({ ...done, ...settled, charge }).map((event): Reservation.Event => ({ _tag: "ReservationExtended", ...event })),
    fc.record({ ...done, refund }).map((event): Reservation.Event => ({ _tag: "ReservationCancelled", ...event })),
    fc.record({ ...done, ticketId: idOf(14).map((id) => Ids.TicketId.make(id)) }).map((event): Reservation.Event => ({ _tag: "ReservationCheckedIn", ...event })),
    fc.record({ ...done, refund, _tag: fc.constantFrom("ReservationNoShow" as const, "ReservationCompleted" as const) }),
    fc.record({ ...done }).map((event): Reservation.Event => ({ _tag: "ReservationExpired", ...event }))
  )

const codeId = idOf(15, 2).map((id) => Code.CodeId.make(id))
const reservationId = idOf(12, 2).map((id) => Reservation.ReservationId.make(id))
const direction = fc.constantFrom<Code.Direction>("entry", "exit")
const seen = {
  by: actor(),
  scanId: idOf(16, 40).map((id) => Code.ScanId.make(id)),
  lotId: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constant(2) }).map((which) => Lot.LotId.make(`0000000d-0000-7000-8000-00000000000${which}`)),
  direction,
  allowed: fc.oneof({ weight: 4, arbitrary: fc.constant<ReadonlyArray<Code.Direction>>(["entry", "exit"]) }, { weight: 1, arbitrary: direction.map((only) => [only]) })
}

/** What is tried on one code: it is issued first (nine times in ten), then scanned, and revoked now and then; `maxLength` is 8 by default. */
export const codeCommands = ({ maxLength = 8 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Code.Command>> =>
  fc.record({
    issued: fc.record({ id: codeId, reservationId, at: instant(), by: actor(), startsIn: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 7_200_000 })), length }),
    begins: fc.integer({ min: 0, max: 9 }).map((roll) => roll > 0),
    tries: fc.noBias(fc.array(fc.record({ ...seen, when: when(10_000_000), wanted: fc.constantFrom("Scan", "Scan", "Scan", "Scan", "Scan", "Scan", "Revoke", "Issue") }), { maxLength, size: "max" }))
  }).map(({ begins, issued: { length: lasts, startsIn, ...issued }, tries }) => {
    const period = periodFrom(Instant.Instant.make(issued.at + startsIn), lasts)
    const issue: Code.Command = { _tag: "Issue", ...issued, lotId: Lot.LotId.make("0000000d-0000-7000-8000-000000000001"), period }
    let at = issued.at
    return [...(begins ? [issue] : []), ...tries.map(({ wanted, when: tried, ...scan }): Code.Command => {
      at = instantOf(tried, at, [period.from, period.to])
      if (wanted === "Issue") return { ...issue, at }
      return wanted === "Revoke" ? { _tag: "Revoke", at, by: scan.by } : { _tag: "Scan", ...scan, at }
    })]
  })

/** Any event, whether or not it can follow. */
export const codeEvent = (): fc.Arbitrary<Code.Event> =>
  fc.oneof(
    fc.record({ ...done, id: codeId, reservationId, lotId: seen.lotId, period: settled.period }).map((event): Code.Event => ({ _tag: "CodeIssued", ...event })),
    fc.record({ ...seen, ...done, _tag: fc.constantFrom("CodeEntered" as const, "CodeExited" as const) }),
    fc.record({ ...seen, ...done }).map((event): Code.Event => ({ _tag: "CodeRefused", ...event, reason: { _tag: "NotEntered" } })),
    fc.record(done).map((event): Code.Event => ({ _tag: "CodeRevoked", ...event }))
  )
