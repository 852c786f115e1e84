import { Ids } from "@parkade/core/lifecycle"
import { Lot, Plate, Spot } from "@parkade/core/lot"
import type { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { PriceFunction } from "@parkade/core/pricing"
import { type Booking, Leaving, Reservation, ReservationTerms } from "@parkade/core/reservation"
import { TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { tariff } from "./pricing.ts"
import { euros, minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const by: Party.Actor = { _tag: "Person", id: Party.PersonId.make(uuid(9)) }
const id = Reservation.ReservationId.make(uuid(1))
const ticketId = Ids.TicketId.make(uuid(2))

/** Prepaid: five minutes to pay, all back within five minutes of the booking, nothing later. */
const terms: ReservationTerms.ReservationTerms = Schema.decodeUnknownSync(ReservationTerms.ReservationTerms)({
  holdFor: "PT5M",
  accepts: ["Payment", "Account"],
  earlyArrival: "PT15M",
  lateStop: "PT10M",
  cancellation: { steps: [{ bookedWithin: "PT5M", percent: "100" }], otherwise: "0" },
  bookedAt: "hold",
  noShow: { after: "PT30M", refund: { steps: [], otherwise: "50" } },
  modification: { notice: "PT1H", fee: "1.00" },
  extension: "allowed",
  overtime: { termsId: uuid(5), as: "whole" },
  unused: { refund: "unused" }
})

/** Two hours from minute 120 on, for 4.00; held at minute 0. */
const period: Booking.Period = { from: minute(120), to: minute(240) }
const booked = {
  id,
  lotId: Lot.LotId.make(uuid(3)),
  terms,
  period,
  price: euros(400),
  holder: { _tag: "Person", id: Party.PersonId.make(uuid(9)) },
  place: { _tag: "Spot", spotId: Spot.SpotId.make(uuid(4)) },
  vehicle: { _tag: "Plate", plate: Plate.Plate.make("BAB1") },
  vehicleKind: "car"
} as const
const paying = (cents: number, digit = 6): Booking.Charge => ({ amount: euros(cents), by: { _tag: "Payment", paymentId: Ids.PaymentId.make(uuid(digit)) } })
const onAccount = (cents: number): Booking.Charge => ({ amount: euros(cents), by: { _tag: "Account", reference: "2026-7" } })

const hold = (more: Partial<Extract<Reservation.Command, { _tag: "Hold" }>> = {}): Reservation.Command => ({ _tag: "Hold", ...booked, at: minute(0), by, ...more })
const confirm = (at: number, charge?: Booking.Charge): Reservation.Command => ({ _tag: "Confirm", at: minute(at), by, charge })
const modify = (at: number, price: number, more: object = {}): Reservation.Command => ({ _tag: "Modify", at: minute(at), by, price: euros(price), ...more })
const extend = (at: number, to: number, price: number, charge?: Booking.Charge): Reservation.Command => ({ _tag: "Extend", at: minute(at), by, to: minute(to), price: euros(price), charge })
const plain = (_tag: "Cancel" | "MarkNoShow" | "Expire", at: number): Reservation.Command => ({ _tag, at: minute(at), by })
const checkIn = (at: number, more: object = {}): Reservation.Command => ({ _tag: "CheckIn", at: minute(at), by, ticketId, ...more })
const complete = (at: number, cents = 0): Reservation.Command => ({ _tag: "Complete", at: minute(at), by, unused: euros(cents) })

const none = euros(0)
const done = (at: number, millis = 0) => ({ at: minute(at, millis), by })
const heldWith = (more: object = {}): Reservation.Event => ({ _tag: "ReservationHeld", ...booked, ...done(0), expiresAt: minute(5), ...more })
const held = heldWith()
const confirmed: Reservation.Event = { _tag: "ReservationConfirmed", ...done(1), charge: paying(400) }
const cancelled = (at: number, cents: number): Reservation.Event => ({ _tag: "ReservationCancelled", ...done(at), refund: euros(cents) })
const checkedIn = (at = 120): Reservation.Event => ({ _tag: "ReservationCheckedIn", ...done(at), ticketId })
const noShow: Reservation.Event = { _tag: "ReservationNoShow", ...done(150), refund: euros(200) }
const expired: Reservation.Event = { _tag: "ReservationExpired", ...done(5) }
const completed: Reservation.Event = { _tag: "ReservationCompleted", ...done(240), refund: none }
const extended: Reservation.Event = { _tag: "ReservationExtended", ...done(130), period: { from: period.from, to: minute(300) }, price: euros(600), refund: none, fees: none, charge: paying(200, 7) }
const modified = (more: object): Reservation.Event => ({ _tag: "ReservationModified", ...done(30), period, place: booked.place, vehicle: booked.vehicle, price: euros(400), refund: none, fees: none, ...more } as Reservation.Event)

const given = (...events: ReadonlyArray<Reservation.Event>): Reservation.State => events.reduce(Reservation.evolve, Reservation.initial)
type Then = { readonly events: ReadonlyArray<Reservation.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Reservation.Event>): Then => ({ events: stored })
const rejected = (_tag: Reservation.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })
const other = (digit: number) => Ids.TicketId.make(uuid(digit))
const late = { from: minute(3_000), to: minute(3_120) }
const before = (more: object): ReadonlyArray<Reservation.Event> => [heldWith({ terms: { ...terms, ...more } }), confirmed]
const noticed = { steps: [{ notice: "PT24H", percent: "100" }], otherwise: "0" }
/** Nothing but confirmed, on other terms, and moved to days later. */
const movedAway = [...before({ cancellation: noticed }), modified({ period: late })]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Reservation.Event>, when: Reservation.Command, then: Then]> = [
  ["holds, for five minutes", [], hold(), events(held)],
  ["holds what has begun", [], hold({ at: minute(239) }), events(heldWith({ at: minute(239), expiresAt: minute(244) }))],
  ["holds nothing that is over", [], hold({ at: minute(240) }), rejected("PeriodOver", { to: minute(240) })],
  ["holds nothing twice", [held], hold(), rejected("AlreadyBegun", { id })],
  ["does not begin again what is over", [held, expired], hold(), rejected("AlreadyBegun")],

  ["confirms what is paid", [held], confirm(1, paying(400)), events(confirmed)],
  ["confirms what is put on an account", [held], confirm(1, onAccount(400)), events({ _tag: "ReservationConfirmed", ...done(1), charge: onAccount(400) })],
  ["confirms what is free", [heldWith({ price: none })], confirm(1), events({ _tag: "ReservationConfirmed", ...done(1) })],
  ["takes no account where payment is asked", [heldWith({ terms: { ...terms, accepts: ["Payment"] } })], confirm(1, onAccount(400)), rejected("AccountNotAccepted", { accepted: ["Payment"] })],
  ["refuses to confirm unpaid", [held], confirm(1), rejected("PaymentDiffers", { due: euros(400), paid: none })],
  ["refuses a cent less", [held], confirm(1, paying(399)), rejected("PaymentDiffers")],
  ["refuses a cent more", [held], confirm(1, paying(401)), rejected("PaymentDiffers")],
  ["refuses other money", [held], confirm(1, { ...paying(400), amount: { amount: 400, currency: "USD" } as Money.Money }), rejected("PaymentDiffers")],
  ["refuses payment for what is free", [heldWith({ price: none })], confirm(1, paying(1)), rejected("PaymentDiffers", { due: none })],
  ["confirms a moment before the hold ends", [held], { ...confirm(5, paying(400)), at: minute(5, -1) }, events({ ...confirmed, at: minute(5, -1) } as Reservation.Event)],
  ["is too late when the hold ends, and owes the payment", [held], confirm(5, paying(400)), rejected("HoldEnded", { expiresAt: minute(5), refund: euros(400) })],
  ["owes it also once the hold is swept", [held, expired], confirm(9, paying(400)), rejected("HoldEnded", { refund: euros(400) })],
  ["owes nothing where nothing was paid", [held, expired], confirm(9), rejected("HoldEnded", { refund: none })],
  ["takes the same payment once", [held, confirmed], confirm(2, paying(400)), events()],
  ["takes the same payment once, also after check-in", [held, confirmed, checkedIn()], confirm(2, paying(400)), events()],
  ["owes a second payment", [held, confirmed], confirm(2, paying(400, 7)), rejected("PaidOtherwise", { refund: euros(400), state: "Confirmed" })],
  ["owes a payment for what was cancelled", [held, cancelled(1, 0)], confirm(2, paying(400)), rejected("PaidOtherwise", { refund: euros(400), state: "Cancelled" })],
  ["does not owe a payment twice", [held, confirmed, cancelled(2, 400)], confirm(3, paying(400)), rejected("WrongState")],
  ["refuses to confirm before the hold", [held], confirm(-1, paying(400)), rejected("OutOfOrder", { notBefore: minute(0) })],

  ["changes a hold freely", [held], modify(2, 500, { period: late }), events(modified({ ...done(2), period: late, price: euros(500) }))],
  ["changes no hold into other money", [held], { ...modify(2, 500), price: { amount: 500, currency: "USD" } } as Reservation.Command, rejected("CurrencyMismatch")],
  ["takes no payment for changing a hold", [held], modify(2, 500, { charge: paying(100) }), rejected("PaymentDiffers", { due: none })],
  ["changes no hold that ended", [held], modify(5, 500), rejected("HoldEnded", { refund: none })],
  ["charges the difference and the fee", [held, confirmed], modify(30, 600, { period: late, charge: paying(300, 7) }), events(modified({ period: late, price: euros(600), fees: euros(100), charge: paying(300, 7) }))],
  ["asks for the difference and the fee", [held, confirmed], modify(30, 600, { period: late, charge: paying(200, 7) }), rejected("PaymentDiffers", { due: euros(300) })],
  ["takes the payment of a change once", [held, confirmed], modify(30, 600, { charge: paying(400) }), events()],
  ["gives back of a cheaper price what a cancellation would", before({ modification: { notice: 0 } }), modify(3, 300), events(modified({ ...done(3), price: euros(300), refund: euros(100) }))],
  ["keeps what a cancellation would not give back", before({ modification: { notice: 0 } }), modify(30, 300), events(modified({ price: euros(300), fees: euros(100) }))],
  ["offsets the fee against what is given back", [held, confirmed], modify(3, 250, { period: late }), events(modified({ ...done(3), period: late, price: euros(250), refund: euros(50), fees: euros(100) }))],
  ["changes nothing that is so already", [held, confirmed], modify(30, 400, { period }), events()],
  ["changes an hour before the start", [held, confirmed], modify(60, 400, { vehicle: { _tag: "AnyOfHolder" }, charge: paying(100, 7) }), events(modified({ ...done(60), vehicle: { _tag: "AnyOfHolder" }, fees: euros(100), charge: paying(100, 7) }))],
  ["changes nothing a moment later", [held, confirmed], { ...modify(60, 400, { vehicle: { _tag: "AnyOfHolder" } }), at: minute(60, 1) }, rejected("ModificationRefused", { until: minute(60) })],
  ["changes nothing where terms allow none", before({ modification: undefined }), modify(30, 500), rejected("ModificationRefused")],
  ["changes nothing into the past", before({ modification: { notice: 0 } }), modify(30, 500, { period: { from: minute(0), to: minute(30) } }), rejected("PeriodOver", { to: minute(30) })],
  ["changes nothing after check-in", [held, confirmed, checkedIn()], modify(121, 500), rejected("WrongState", { state: "CheckedIn", command: "Modify" })],

  ["extends", [held, confirmed, checkedIn()], extend(130, 300, 600, paying(200, 7)), events(extended)],
  ["extends before the stay", [held, confirmed], extend(100, 300, 600, paying(200, 7)), events({ ...extended, ...done(100) })],
  ["extends within the tolerance", [held, confirmed, checkedIn()], { ...extend(250, 300, 600, paying(200, 7)), at: minute(250, -1) }, events({ ...extended, ...done(250, -1) })],
  ["extends no overtime", [held, confirmed, checkedIn()], extend(250, 300, 600, paying(200, 7)), rejected("ExtensionRefused", { until: minute(250) })],
  ["extends to no earlier end", [held, confirmed, checkedIn()], extend(130, 200, 400), rejected("EndsNoLater", { to: minute(240) })],
  ["takes no payment for the end that it has", [held, confirmed], extend(130, 240, 400, paying(1, 7)), rejected("EndsNoLater")],
  ["extends once", [held, confirmed, checkedIn(), extended], extend(131, 300, 600, paying(200, 7)), events()],
  ["extends a hold by changing it", [held], extend(1, 300, 600), rejected("WrongState", { state: "Held" })],
  ["extends nothing where terms allow none", before({ extension: "refused" }), extend(130, 300, 600), rejected("ExtensionRefused")],

  ["cancels a hold for nothing", [held], plain("Cancel", 1), events(cancelled(1, 0))],
  ["cancels no hold that ended", [held], plain("Cancel", 5), rejected("HoldEnded", { refund: none })],
  ["gives everything back within five minutes of booking", [held, confirmed], plain("Cancel", 5), events(cancelled(5, 400))],
  ["gives nothing back later", [held, confirmed], { ...plain("Cancel", 5), at: minute(5, 1) }, events({ ...cancelled(5, 0), at: minute(5, 1) } as Reservation.Event)],
  ["counts from the confirmation where terms say so", before({ bookedAt: "confirmation" }), plain("Cancel", 6), events(cancelled(6, 400))],
  ["works refunds out from the start", before({ cancellation: noticed }), plain("Cancel", 7), events(cancelled(7, 0))],
  ["works refunds out from the earliest start", movedAway, plain("Cancel", 31), events(cancelled(31, 0))],
  ["cancels once", [held, confirmed, cancelled(5, 400)], plain("Cancel", 6), events()],
  ["cancels nothing after check-in", [held, confirmed, checkedIn()], plain("Cancel", 121), rejected("WrongState", { state: "CheckedIn", command: "Cancel" })],
  ["cancels nothing that is over", [held, confirmed], plain("Cancel", 240), rejected("PeriodOver")],

  ["checks in a quarter of an hour early", [held, confirmed], checkIn(105), events(checkedIn(105))],
  ["checks in no earlier, and says when", [held, confirmed], { ...checkIn(105), at: minute(105, -1) } as Reservation.Command, rejected("CheckInTooEarly", { possibleFrom: minute(105) })],
  ["checks in until the end", [held, confirmed], { ...checkIn(240), at: minute(240, -1) } as Reservation.Command, events({ ...checkedIn(240), at: minute(240, -1) } as Reservation.Event)],
  ["checks in no later", [held, confirmed], checkIn(240), rejected("CheckInTooLate", { until: minute(240) })],
  ["lets nobody in unpaid", [held], checkIn(120), rejected("NotPaid", { due: euros(400), expiresAt: minute(5) })],
  ["knows the plate", [held, confirmed], checkIn(120, { plate: "BAB1" }), events(checkedIn())],
  ["knows another plate", [held, confirmed], checkIn(120, { plate: "BAB2" }), rejected("OtherVehicle", { reserved: "BAB1", plate: "BAB2" })],
  ["takes any vehicle of the holder", [heldWith({ vehicle: { _tag: "AnyOfHolder" } }), confirmed], checkIn(120, { plate: "BAB2" }), events(checkedIn())],
  ["checks in once", [held, confirmed, checkedIn()], checkIn(121), events()],
  ["checks in no second ticket", [held, confirmed, checkedIn()], checkIn(121, { ticketId: other(8) }), rejected("WrongState")],
  ["checks nobody in who was given up", [held, confirmed, noShow], checkIn(160), rejected("WrongState", { state: "NoShow" })],

  ["gives up who does not come", [held, confirmed], plain("MarkNoShow", 150), events(noShow)],
  ["waits half an hour", [held, confirmed], { ...plain("MarkNoShow", 150), at: minute(150, -1) }, rejected("NoShowTooEarly", { possibleFrom: minute(150) })],
  ["waits until the end at most", before({ noShow: { after: 36_000_000, refund: noticed } }), plain("MarkNoShow", 239), rejected("NoShowTooEarly", { possibleFrom: minute(240) })],
  ["waits until the end where terms do not say", before({ noShow: { refund: noticed } }), plain("MarkNoShow", 240), events({ ...noShow, ...done(240), refund: none } as Reservation.Event)],
  ["gives up once", [held, confirmed, noShow], plain("MarkNoShow", 151), events()],
  ["gives up nobody who came", [held, confirmed, checkedIn()], plain("MarkNoShow", 200), rejected("WrongState")],

  ["completes", [held, confirmed, checkedIn()], complete(240), events(completed)],
  ["gives back what was not used", [held, confirmed, checkedIn()], complete(180, 200), events({ ...completed, ...done(180), refund: euros(200) })],
  ["gives back no more than the price", [held, confirmed, checkedIn()], complete(180, 401), rejected("RefundTooHigh", { most: euros(400) })],
  ["charges nothing by giving back less", [held, confirmed, checkedIn()], complete(180, -1), rejected("RefundTooHigh")],
  ["gives nothing back of time that was used", [held, confirmed, checkedIn()], complete(240, 1), rejected("RefundTooHigh", { most: none })],
  ["gives nothing back where terms do not", [...before({ unused: { refund: "none" } }), checkedIn()], complete(180, 1), rejected("RefundTooHigh", { most: none })],
  ["completes once", [held, confirmed, checkedIn(), completed], complete(240), events()],
  ["completes at one time", [held, confirmed, checkedIn(), completed], complete(241), rejected("WrongState")],
  ["completes nothing that was not entered", [held, confirmed], complete(130), rejected("WrongState", { state: "Confirmed" })],

  ["ends a hold when it runs out", [held], plain("Expire", 5), events(expired)],
  ["ends no hold before", [held], { ...plain("Expire", 5), at: minute(5, -1) }, rejected("NotExpiredYet", { expiresAt: minute(5) })],
  ["ends a hold once", [held, expired], plain("Expire", 6), events()],
  ["ends nothing that is paid", [held, confirmed], plain("Expire", 6), rejected("WrongState")]
]

describe("a reservation", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Reservation.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  /** After the end of what is reserved. */
  const every = { Confirm: confirm(400, paying(400, 8)), Modify: modify(400, 1), Extend: extend(400, 500, 1), Cancel: plain("Cancel", 400), CheckIn: checkIn(400, { ticketId: other(8) }), MarkNoShow: plain("MarkNoShow", 400), Complete: complete(400), Expire: plain("Expire", 400) }
  const past = { Held: [held], Confirmed: [held, confirmed], CheckedIn: [held, confirmed, checkedIn()], Expired: [held, expired], Cancelled: [held, cancelled(1, 0)], NoShow: [held, confirmed, noShow], Completed: [held, confirmed, checkedIn(), completed] }
  const outcomes = Object.entries(past).map(([state, before]) => [state, Object.entries(every).map(([name, command]) => {
    const decided = Reservation.decide(command, given(...before))
    return `${name}: ${Result.isFailure(decided) ? decided.failure._tag : decided.success.length}`
  }).filter((line) => !line.endsWith("WrongState"))])

  it("takes late what fits its state, and nothing else", () => {
    expect(Object.fromEntries(outcomes)).toEqual({
      Held: ["Confirm: HoldEnded", "Modify: HoldEnded", "Cancel: HoldEnded", "CheckIn: NotPaid", "Expire: 1"],
      Confirmed: ["Confirm: PaidOtherwise", "Modify: PeriodOver", "Extend: ExtensionRefused", "Cancel: PeriodOver", "CheckIn: CheckInTooLate", "MarkNoShow: 1"],
      CheckedIn: ["Confirm: PaidOtherwise", "Extend: ExtensionRefused", "Complete: 1"],
      Expired: ["Confirm: HoldEnded", "Expire: 0"],
      Cancelled: ["Confirm: PaidOtherwise", "Cancel: 0"],
      NoShow: ["Confirm: PaidOtherwise", "MarkNoShow: 0"],
      Completed: ["Confirm: PaidOtherwise"]
    })
  })

  it.each(Object.entries(every))("is needed for %s", (_, command) => {
    expect(Reservation.decide(command, Reservation.initial)).toMatchObject({ failure: { _tag: "NotBegun" } })
  })

  it("keeps its place with its tolerances, and as long as it is held or confirmed", () => {
    const place = { from: minute(105), to: minute(250) }
    expect(Reservation.claimed(given(held), minute(4))).toEqual(place)
    expect(Reservation.claimed(given(held), minute(5))).toBeUndefined()
    expect(Reservation.claimed(given(held, confirmed), minute(5))).toEqual(place)
    expect(Reservation.claimed(given(held, confirmed, checkedIn()), minute(5))).toBeUndefined()
    expect(Reservation.claimed(Reservation.initial, minute(5))).toBeUndefined()
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Reservation.Command, ...past: ReadonlyArray<Reservation.Event>) => {
      const decided = Reservation.decide(command, given(...past))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(confirm(5, paying(400)), held)).toBe("the hold ended at 2026-06-01T08:05:00Z: give back 4.00 EUR; make a new reservation")
    expect(told(plain("Cancel", 5), held)).toBe("the hold ended at 2026-06-01T08:05:00Z; make a new reservation")
    expect(told(checkIn(1), held, confirmed)).toBe("check-in is possible from 2026-06-01T09:45:00Z: wait, or admit the vehicle without the reservation")
    expect(told(checkIn(1), held)).toBe("4.00 EUR is to be settled first, before 2026-06-01T08:05:00Z")
    expect(told(confirm(3, paying(400, 7)), held, confirmed)).toBe("this reservation is Confirmed and takes no further payment: give back 4.00 EUR")
  })
})

describe("leaving on a reservation", () => {
  const hourly = Result.getOrThrow(PriceFunction.compile(tariff({ type: "hourly", price: "2.00", count: "started" }), { zone: TimeZone.utc }))
  const leaving = (at: number, more: object = {}, millis = 0) => {
    const state = given(heldWith({ terms: { ...terms, ...more } }), confirmed, checkedIn(110))
    if (state._tag !== "CheckedIn") throw new Error(state._tag)
    const { overtime, unused } = Result.getOrThrow(Leaving.settle(state, hourly, minute(at, millis)))
    return [overtime.amount, unused.amount]
  }

  it.each([
    ["before the start, all of it is given back", 115, {}, 0, [0, 400]],
    ["within the first hour, the second is given back", 180, {}, 0, [0, 200]],
    ["a moment into the second hour, nothing is", 180, {}, 1_000, [0, 0]],
    ["where terms give nothing back, nothing is", 180, { unused: { refund: "none" } }, 0, [0, 0]],
    ["at the end, nothing is owed", 240, {}, 0, [0, 0]],
    ["within the tolerance, nothing is owed", 250, {}, -1, [0, 0]],
    ["after it, the third hour is owed", 250, {}, 0, [200, 0]],
    ["without one, nothing is owed at the end", 240, { lateStop: 0 }, 0, [0, 0]],
    ["without one, an hour is owed after it", 240, { lateStop: 0 }, 1_000, [200, 0]],
    ["anew, an hour from the end is owed", 299, { overtime: { ...terms.overtime, as: "anew" } }, 0, [200, 0]]
  ] as const)("%s", (_, at, more, millis, expected) => expect(leaving(at, more, millis)).toEqual(expected))
})
