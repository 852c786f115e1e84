import { Ids } from "@parkade/core/lifecycle"
import { Lot, Plate } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Pass, PassTerms, type Periods } from "@parkade/core/pass"
import { Instant } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { euros } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const by: Party.Actor = { _tag: "Person", id: Party.PersonId.make(uuid(9)) }
const id = Ids.PassId.make(uuid(1))
const [lotId, elsewhere] = [Lot.LotId.make(uuid(2)), Lot.LotId.make(uuid(3))]
const ticket = (digit: number) => Ids.TicketId.make(uuid(digit))
const [one, two, three] = ["A1", "B2", "C3"].map((text) => Plate.Plate.make(text)) as [Plate.Plate, Plate.Plate, Plate.Plate]
/** By clocks in Berlin, in the summer of 2026. */
const on = (text: string, millis = 0) => Instant.Instant.make(Result.getOrThrow(Instant.fromIso(`2026-${text}:00+02:00`)) + millis)

/** A month for 62.00, for two vehicles one at a time, four entries. */
const terms = (more: object = {}): PassTerms.PassTerms => Schema.decodeUnknownSync(PassTerms.PassTerms)(Object.fromEntries(Object.entries({
  product: { code: "m", label: "Month", fee: "62", period: { every: "month" }, proration: "daily", currency: "EUR", tax: "none", taxRate: "0", rounding: { mode: "half-up", to: "0.01", where: "total" } },
  zone: "Europe/Berlin",
  lots: [lotId],
  vehicles: 2,
  places: 1,
  entries: 4,
  antiPassback: "hard",
  suspension: "extends",
  cancellation: { refund: "unused" },
  ...more
}).filter(([, value]) => value !== undefined)))
const paying = (cents: number, digit = 6): Periods.Charge => ({ amount: euros(cents), by: { _tag: "Payment", paymentId: Ids.PaymentId.make(uuid(digit)) } })
const holder = { _tag: "Person", id: Party.PersonId.make(uuid(9)) } as const

const request = (more: object = {}): Pass.Command => ({ _tag: "Request", id, holder, terms: terms(), vehicles: [one, two], from: "2026-07-01", at: on("06-28T12:00"), by, ...more })
const activate = (charge?: Periods.Charge, at = on("06-28T13:00")): Pass.Command => ({ _tag: "Activate", at, by, charge })
const renew = (from: string, charge?: Periods.Charge, at = on("07-20T12:00")): Pass.Command => ({ _tag: "Renew", from, at, by, charge })
const plain = (_tag: "Suspend" | "Resume" | "Cancel" | "Expire", at: Instant.Instant): Pass.Command => ({ _tag, at, by })
const use = (at: Instant.Instant, plate = one, digit = 7, more: object = {}): Pass.Command => ({ _tag: "Use", at, by, plate, lotId, ticketId: ticket(digit), ...more })
const leave = (at: Instant.Instant, plate = one, where = lotId): Pass.Command => ({ _tag: "Leave", at, by, plate, lotId: where })
const vehicle = (_tag: "AddVehicle" | "RemoveVehicle", plate: Plate.Plate, at = on("07-05T12:00")): Pass.Command => ({ _tag, at, by, plate })

const july = { from: "2026-07-01", until: "2026-08-01", price: euros(6_200) }
const august = { from: "2026-08-01", until: "2026-09-01", price: euros(6_200) }
const requestedWith = (more: object = {}, event: object = {}): Pass.Event => ({ _tag: "PassRequested", id, holder, terms: terms(more), vehicles: [one, two], ...july, at: on("06-28T12:00"), by, ...event })
const requested = requestedWith()
const activated: Pass.Event = { _tag: "PassActivated", at: on("06-28T13:00"), by, charge: paying(6_200) }
const used = (at: Instant.Instant, plate = one, digit = 7, more: object = {}): Pass.Event => ({ _tag: "PassUsed", at, by, plate, lotId, ticketId: ticket(digit), ...more })
const left = (at: Instant.Instant, plate = one): Pass.Event => ({ _tag: "PassLeft", at, by, plate, lotId })
const renewed: Pass.Event = { _tag: "PassRenewed", ...august, at: on("07-20T12:00"), by, charge: paying(6_200, 8) }
const suspended: Pass.Event = { _tag: "PassSuspended", at: on("07-10T12:00"), by }
const resumed = (until: string, at = on("07-15T12:00")): Pass.Event => ({ _tag: "PassResumed", at, by, until })
const cancelled = (at: Instant.Instant, cents: number): Pass.Event => ({ _tag: "PassCancelled", at, by, refund: euros(cents) })
const expired: Pass.Event = { _tag: "PassExpired", at: on("08-01T00:00"), by }
const active = [requested, activated]
const activeWith = (more: object): ReadonlyArray<Pass.Event> => [requestedWith(more), activated]
const trips = (count: number) => Array.from({ length: count }, (_, index) => [used(on(`07-0${index + 1}T08:00`)), left(on(`07-0${index + 1}T18:00`))]).flat()

const given = (...events: ReadonlyArray<Pass.Event>): Pass.State => events.reduce(Pass.evolve, Pass.initial)
type Then = { readonly events: ReadonlyArray<Pass.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Pass.Event>): Then => ({ events: stored })
const rejected = (_tag: Pass.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })
const none = euros(0)

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Pass.Event>, when: Pass.Command, then: Then]> = [
  ["is requested, at the product's price", [], request(), events(requested)],
  ["costs the rest of the month from within it", [], request({ from: "2026-07-22" }), events(requestedWith({}, { from: "2026-07-22", price: euros(2_000) }))],
  ["is requested once", [requested], request(), rejected("AlreadyBegun", { id })],
  ["is for no more vehicles than its terms say", [], request({ vehicles: [one, two, three] }), rejected("TooManyVehicles", { most: 2 })],
  ["counts each vehicle once", [], request({ vehicles: [one, one, two] }), events(requested)],
  ["is for no dates that no calendar has", [], request({ from: "2026-02-30" }), rejected("InvalidPassDates")],
  ["is for no month that is over", [], request({ at: on("08-01T00:00") }), rejected("PassEnded", { until: "2026-08-01" })],
  ["is for a month whose last moment is left", [], request({ at: on("08-01T00:00", -1) }), events(requestedWith({}, { at: on("08-01T00:00", -1) }))],

  ["is activated by its price", [requested], activate(paying(6_200)), events(activated)],
  ["is activated by nothing less", [requested], activate(paying(6_199)), rejected("PassPaymentDiffers", { due: euros(6_200) })],
  ["is not activated unpaid", [requested], activate(), rejected("PassPaymentDiffers", { paid: none })],
  ["is activated for free where it is free", [requestedWith({}, { price: none })], activate(), events({ _tag: "PassActivated", at: on("06-28T13:00"), by })],
  ["is activated once", active, activate(paying(6_200)), events()],
  ["owes a second payment", active, activate(paying(6_200, 8)), rejected("PassPaidOtherwise", { refund: euros(6_200) })],
  ["owes a payment that comes when it is over", [requested], activate(paying(6_200), on("08-01T00:00")), rejected("PassEnded", { refund: euros(6_200) })],
  ["is not activated once it is cancelled", [requested, cancelled(on("06-28T12:30"), 0)], activate(paying(6_200)), rejected("WrongState")],

  ["is renewed from where it ends", active, renew("2026-08-01", paying(6_200, 8)), events(renewed)],
  ["is renewed from nowhere else", active, renew("2026-09-01", paying(6_200, 8)), rejected("RenewsFrom", { next: "2026-08-01" })],
  ["is renewed once", [...active, renewed], renew("2026-08-01", paying(6_200, 8)), events()],
  ["owes a second payment for a renewal", [...active, renewed], renew("2026-08-01", paying(6_200, 4)), rejected("PassPaidOtherwise", { refund: euros(6_200) })],
  ["is renewed by no payment that was taken before", active, renew("2026-08-01", paying(6_200)), rejected("PassPaymentDiffers", { paid: none })],
  ["is renewed at its price", active, renew("2026-08-01", paying(1, 8)), rejected("PassPaymentDiffers", { due: euros(6_200) })],
  ["is renewed until its end", active, renew("2026-08-01", paying(6_200, 8), on("08-01T00:00")), rejected("PassEnded", { refund: euros(6_200) })],
  ["is renewed while it is suspended", [...active, suspended], renew("2026-08-01", paying(6_200, 8)), events(renewed)],
  ["is not renewed unpaid for a start", [requested], renew("2026-08-01", paying(6_200, 8)), rejected("WrongState", { state: "Requested" })],

  ["lets in from its first moment", active, use(on("07-01T00:00")), events(used(on("07-01T00:00")))],
  ["lets nobody in before", active, use(on("07-01T00:00", -1)), rejected("PassNotValidAt", { from: "2026-07-01", until: "2026-08-01" })],
  ["lets in until its last moment", active, use(on("08-01T00:00", -1)), events(used(on("08-01T00:00", -1)))],
  ["lets nobody in after", active, use(on("08-01T00:00")), rejected("PassNotValidAt")],
  ["lets in where it was renewed", [...active, renewed], use(on("08-01T00:00")), events(used(on("08-01T00:00")))],
  ["lets in its vehicles only", active, use(on("07-02T08:00"), three), rejected("PlateNotOnPass", { plate: three })],
  ["lets in to its lots only", active, use(on("07-02T08:00"), one, 7, { lotId: elsewhere }), rejected("LotNotOnPass", { lotId: elsewhere, lots: [lotId] })],
  ["lets in once per ticket", [...active, used(on("07-02T08:00"))], use(on("07-02T08:01")), events()],
  ["lets nobody in twice", [...active, used(on("07-02T08:00"))], use(on("07-02T09:00"), one, 8), rejected("AntiPassback", { plate: one, since: on("07-02T08:00"), lotId })],
  ["lets in again where terms are soft, and says so", [...activeWith({ antiPassback: "soft" }), used(on("07-02T08:00"))], use(on("07-02T09:00"), one, 8), events(used(on("07-02T09:00"), one, 8, { unseen: { plate: one, lotId, ticketId: ticket(7), since: on("07-02T08:00") } }))],
  ["lets one vehicle in at a time", [...active, used(on("07-02T08:00"))], use(on("07-02T09:00"), two, 8), rejected("PoolFull", { places: 1, inside: [one] })],
  ["lets two in where there are two places", [...activeWith({ places: 2 }), used(on("07-02T08:00"))], use(on("07-02T09:00"), two, 8), events(used(on("07-02T09:00"), two, 8))],
  ["lets the next in once one has left", [...active, used(on("07-02T08:00")), left(on("07-02T08:30"))], use(on("07-02T09:00"), two, 8), events(used(on("07-02T09:00"), two, 8))],
  ["lets in for the fourth entry", [...active, ...trips(3)], use(on("07-09T08:00")), events(used(on("07-09T08:00")))],
  ["lets in for no fifth", [...active, ...trips(4)], use(on("07-09T08:00")), rejected("NoEntriesLeft", { entries: 4, until: "2026-08-01" })],
  ["lets in any number of times where terms do not count", [...activeWith({ entries: undefined }), ...trips(4)], use(on("07-09T08:00")), events(used(on("07-09T08:00")))],
  ["counts each period anew", [...active, ...trips(4), renewed], use(on("08-01T08:00")), events(used(on("08-01T08:00")))],
  ["lets nobody in unpaid", [requested], use(on("07-02T08:00")), rejected("WrongState", { state: "Requested" })],
  ["lets nobody in while it is suspended", [...active, suspended], use(on("07-11T08:00")), rejected("WrongState", { state: "Suspended" })],

  ["lets out", [...active, used(on("07-02T08:00"))], leave(on("07-02T18:00")), events(left(on("07-02T18:00")))],
  ["lets out while it is suspended", [...active, used(on("07-02T08:00")), suspended], leave(on("07-12T18:00")), events(left(on("07-12T18:00")))],
  ["lets out when it is over", [...active, used(on("07-02T08:00")), expired], leave(on("08-02T18:00")), events(left(on("08-02T18:00")))],
  ["lets out who is inside only", active, leave(on("07-02T18:00")), rejected("NotInside", { plate: one })],
  ["lets out where the vehicle is", [...active, used(on("07-02T08:00"))], leave(on("07-02T18:00"), one, elsewhere), rejected("NotInside")],

  ["takes another vehicle", [requestedWith({}, { vehicles: [one] }), activated], vehicle("AddVehicle", two), events({ _tag: "PassVehicleAdded", plate: two, at: on("07-05T12:00"), by })],
  ["takes a vehicle once", active, vehicle("AddVehicle", two), events()],
  ["takes no more vehicles than its terms say", active, vehicle("AddVehicle", three), rejected("TooManyVehicles", { most: 2 })],
  ["drops a vehicle", active, vehicle("RemoveVehicle", two), events({ _tag: "PassVehicleRemoved", plate: two, at: on("07-05T12:00"), by })],
  ["drops a vehicle once", active, vehicle("RemoveVehicle", three), events()],
  ["drops no vehicle that is inside", [...active, used(on("07-02T08:00"))], vehicle("RemoveVehicle", one), rejected("VehiclesInside", { plates: [one] })],

  ["is suspended", active, plain("Suspend", on("07-10T12:00")), events(suspended)],
  ["is suspended once", [...active, suspended], plain("Suspend", on("07-11T12:00")), events()],
  ["is not suspended when it is over", active, plain("Suspend", on("08-01T00:00")), rejected("PassEnded")],
  ["is longer by the days of a suspension", [...active, suspended], plain("Resume", on("07-15T12:00")), events(resumed("2026-08-06"))],
  ["is as long as it was where terms say so", [...activeWith({ suspension: "runs on" }), suspended], plain("Resume", on("07-15T12:00")), events(resumed("2026-08-01"))],
  ["is resumed after its end where that moves", [...active, suspended], plain("Resume", on("08-05T12:00")), events(resumed("2026-08-27", on("08-05T12:00")))],
  ["is over while it is suspended where it runs on", [...activeWith({ suspension: "runs on" }), suspended], plain("Resume", on("08-05T12:00")), rejected("PassEnded")],
  ["is resumed once", active, plain("Resume", on("07-15T12:00")), events()],
  ["counts no days of a suspension before it begins", [...active, { ...suspended, at: on("06-29T12:00") } as Pass.Event], plain("Resume", on("07-03T12:00")), events(resumed("2026-08-03", on("07-03T12:00")))],

  ["gives everything back before it begins", active, plain("Cancel", on("06-30T12:00")), events(cancelled(on("06-30T12:00"), 6_200))],
  ["gives back what days are left, today not", active, plain("Cancel", on("07-10T12:00")), events(cancelled(on("07-10T12:00"), 4_200))],
  ["gives back renewals whole", [...active, renewed], plain("Cancel", on("07-31T12:00")), events(cancelled(on("07-31T12:00"), 6_200))],
  ["gives back what entries are left, where they are fewer", [...active, ...trips(3)], plain("Cancel", on("07-04T12:00")), events(cancelled(on("07-04T12:00"), 1_550))],
  ["gives back the days of a suspension", [...active, suspended], plain("Cancel", on("07-20T12:00")), events(cancelled(on("07-20T12:00"), 4_200))],
  ["keeps the days of a suspension where it runs on", [...activeWith({ suspension: "runs on" }), suspended], plain("Cancel", on("07-20T12:00")), events(cancelled(on("07-20T12:00"), 2_200))],
  ["keeps the terms' fee", activeWith({ cancellation: { refund: "unused", fee: "10" } }), plain("Cancel", on("07-10T12:00")), events(cancelled(on("07-10T12:00"), 3_200))],
  ["gives nothing back where terms do not", activeWith({ cancellation: { refund: "none" } }), plain("Cancel", on("06-30T12:00")), events(cancelled(on("06-30T12:00"), 0))],
  ["gives nothing back of what was not paid", [requested], plain("Cancel", on("06-30T12:00")), events(cancelled(on("06-30T12:00"), 0))],
  ["is cancelled once", [...active, cancelled(on("07-10T12:00"), 4_200)], plain("Cancel", on("07-11T12:00")), events()],
  ["is not cancelled with a vehicle inside", [...active, used(on("07-02T08:00"))], plain("Cancel", on("07-02T12:00")), rejected("VehiclesInside", { plates: [one] })],
  ["is not cancelled when it is over", [...active, expired], plain("Cancel", on("08-02T12:00")), rejected("WrongState", { state: "Expired" })],

  ["expires at its end", active, plain("Expire", on("08-01T00:00")), events(expired)],
  ["expires no moment before", active, plain("Expire", on("08-01T00:00", -1)), rejected("PassNotEndedYet", { until: "2026-08-01" })],
  ["expires once", [...active, expired], plain("Expire", on("08-02T00:00")), events()],
  ["expires unpaid", [requested], plain("Expire", on("08-01T00:00")), events(expired)],
  ["does not expire in a suspension that extends it", [...active, suspended], plain("Expire", on("08-01T00:00")), rejected("PassNotEndedYet")],
  ["expires in a suspension that does not", [...activeWith({ suspension: "runs on" }), suspended], plain("Expire", on("08-01T00:00")), events(expired)],
  ["refuses a clock that runs backwards", active, use(on("06-28T12:59")), rejected("OutOfOrder", { notBefore: on("06-28T13:00") })]
]

describe("a pass", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Pass.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  const late = on("09-01T12:00")
  const every = [activate(paying(6_200, 5), late), renew("2026-09-01", paying(1, 5), late), use(late), leave(late), plain("Suspend", late), plain("Resume", late), plain("Cancel", late), plain("Expire", late), vehicle("AddVehicle", three, late), vehicle("RemoveVehicle", one, late)]

  it.each(every.map((command) => [command._tag, command] as const))("has to be requested for %s", (_, command) => {
    expect(Pass.decide(command, Pass.initial)).toMatchObject({ failure: { _tag: "NotBegun" } })
  })

  it("takes what fits its state, and nothing else", () => {
    const at = on("07-20T12:00")
    const tried = [activate(paying(6_200, 5), at), renew("2026-08-01", paying(6_200, 5)), use(at), leave(at), plain("Suspend", at), plain("Resume", at), plain("Cancel", at), plain("Expire", at), vehicle("AddVehicle", three, at), vehicle("RemoveVehicle", one, at)]
    const outcomes = (...past: ReadonlyArray<Pass.Event>) => tried.map((command) => {
      const decided = Pass.decide(command, given(...past))
      return `${command._tag}: ${Result.isFailure(decided) ? decided.failure._tag : decided.success.length}`
    }).filter((line) => !line.endsWith("WrongState"))
    const [full, cars] = ["AddVehicle: TooManyVehicles", "RemoveVehicle: 1"]
    expect(outcomes(requested)).toEqual(["Activate: 1", "Leave: NotInside", "Cancel: 1", "Expire: PassNotEndedYet", full, cars])
    expect(outcomes(...active)).toEqual(["Activate: PassPaidOtherwise", "Renew: 1", "Use: 1", "Leave: NotInside", "Suspend: 1", "Resume: 0", "Cancel: 1", "Expire: PassNotEndedYet", full, cars])
    expect(outcomes(...active, suspended)).toEqual(["Activate: PassPaidOtherwise", "Renew: 1", "Leave: NotInside", "Suspend: 0", "Resume: 1", "Cancel: 1", "Expire: PassNotEndedYet", full, cars])
  })

  it.each([["Expired", [...active, expired]], ["Cancelled", [...active, cancelled(on("07-10T12:00"), 0)]]] as const)("is over once it is %s", (_, past) => {
    for (const command of every) expect(Result.getOrElse(Pass.decide(command, given(...past)), () => [])).toEqual([])
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Pass.Command, ...past: ReadonlyArray<Pass.Event>) => {
      const decided = Pass.decide(command, given(...past))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(use(on("07-02T09:00"), two, 8), ...active, used(on("07-02T08:00")))).toBe("all 1 places of this pass are taken, by A1: pay for this stay, or wait for an exit")
    expect(told(use(on("08-02T09:00")), ...active)).toBe("this pass is good from 2026-07-01 to before 2026-08-01: pay for this stay, or renew it")
    expect(told(activate(paying(6_200), on("08-01T00:00")), requested)).toBe("this pass ended with the day before 2026-08-01: give back 62.00 EUR; request another")
  })
})
