/**
 * A reservation: a place in a lot promised to somebody for a time, from the hold to the exit.
 *
 * A payment that comes with a rejected command is not taken: all of it is to be given back, and where it came too late
 * the rejection says how much that is.
 *
 * Units: periods, holds and check-in windows closed-open; amounts in minor units.
 * Fails: see the rejections of each command; CurrencyMismatch for prices in other money than the reservation's; AmountTooLarge.
 * Guarantees: a hold is over at the instant at which it expires; what was charged less what was given back is the price
 * with its fees; a reservation never gives back more than was charged; nobody checks in outside the window; nothing is
 * cancelled after check-in; moving a reservation earns no larger refund; what a hold fixed stays fixed.
 * Source: APDS "Assigned Right"; ISO TS 5206-1.
 */
import { Equal, Result, Schema } from "effect"
import { Absent, AlreadyBegun, type Decider, Ids, Means, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { Lot, type Plate, Vehicle as Vehicles } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { Refund } from "../pricing/index.ts"
import { FullDate } from "../pricing/Window.ts"
import { Instant } from "../time/index.ts"
import * as Booking from "./Booking.ts"
import { AccountNotAccepted, CheckInTooEarly, CheckInTooLate, EndsNoLater, ExtensionRefused, HoldEnded, ModificationRefused, NotExpiredYet, NotPaid, NoShowTooEarly, OtherVehicle, PaidOtherwise, PaymentDiffers, PeriodOver, RefundTooHigh } from "./Refusals.ts"
import { ReservationTerms } from "./ReservationTerms.ts"

export const ReservationId = Ids.ReservationId
export type ReservationId = typeof ReservationId.Type

const subject = "reservation"
const { Charge, Period, Place, Vehicle } = Booking
const Refunded = Money.Money.pipe(Schema.check(Schema.makeFilter(({ amount }) => amount >= 0 || "expected no less than nothing")))
const Price = Refunded
const done = { at: Instant.Instant, by: Party.Actor }
/** What may change before check-in. */
const changeable = { period: Period, place: Place, vehicle: Vehicle, price: Price }
/** The kind of vehicle is what the price is for: changes are priced for the same. */
const held = {
  id: ReservationId, lotId: Lot.LotId, holder: Booking.Holder, terms: ReservationTerms, vehicleKind: Vehicles.VehicleKind, ...changeable,
  /** Of which series it is the occurrence of which date, by the rule: it keeps that where it is moved. */
  series: Schema.optionalKey(Schema.Struct({ id: Ids.SeriesId, date: FullDate }))
}

const begun = {
  ...held,
  heldAt: Instant.Instant,
  /** Of the hold. */
  expiresAt: Instant.Instant,
  /** Kept besides the price: fees of changes, and what changes did not give back. */
  fees: Refunded,
  charges: Schema.Array(Charge),
  refunds: Schema.Array(Refunded),
  /** The earliest start that it was confirmed for: refunds are worked out from it. */
  earliestFrom: Instant.Instant,
  version: Schema.Int,
  changedAt: Instant.Instant
}
const confirmed = { ...begun, confirmedAt: Instant.Instant }

/** Held until it is paid; confirmed until its driver comes; completed when the driver has left. */
export const Reservation = Schema.TaggedUnion({
  Held: begun,
  Confirmed: confirmed,
  CheckedIn: { ...confirmed, ticketId: Ids.TicketId, checkedInAt: Instant.Instant },
  Completed: { ...confirmed, ticketId: Ids.TicketId, checkedInAt: Instant.Instant, leftAt: Instant.Instant },
  Expired: begun,
  Cancelled: begun,
  NoShow: confirmed
})
export type Reservation = typeof Reservation.Type
export const State = Schema.Union([Absent, Reservation])
export type State = typeof State.Type
type In<Tag extends Reservation["_tag"]> = Extract<Reservation, { readonly _tag: Tag }>
export type CheckedIn = In<"CheckedIn">
const settled = { charge: Schema.optionalKey(Charge), refund: Refunded }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  ReservationHeld: { ...held, ...done, expiresAt: Instant.Instant },
  ReservationConfirmed: { ...done, charge: Schema.optionalKey(Charge) },
  ReservationModified: { ...done, ...changeable, ...settled, fees: Refunded },
  ReservationExtended: { ...done, period: Period, price: Price, ...settled, fees: Refunded },
  ReservationCancelled: { ...done, refund: Refunded },
  ReservationCheckedIn: { ...done, ticketId: Ids.TicketId },
  ReservationNoShow: { ...done, refund: Refunded },
  ReservationCompleted: { ...done, refund: Refunded },
  ReservationExpired: done
})
export type Event = typeof Event.Type

type Done = { readonly at: Instant.Instant; readonly by: Party.Actor }
type Held = Extract<Event, { readonly _tag: "ReservationHeld" }>

type Command =
  | ({ readonly _tag: "Hold" } & Omit<Held, "_tag" | "expiresAt">)
  | ({ readonly _tag: "Confirm"; readonly charge?: Booking.Charge | undefined } & Done)
  | ({
    readonly _tag: "Modify"
    readonly period?: Booking.Period | undefined
    readonly place?: Booking.Place | undefined
    readonly vehicle?: Booking.Vehicle | undefined
    /** Of the reservation as it will be. */
    readonly price: Money.Money
    /** What is due for it, once it was confirmed. */
    readonly charge?: Booking.Charge | undefined
  } & Done)
  | ({ readonly _tag: "Extend"; readonly to: Instant.Instant; readonly price: Money.Money; readonly charge?: Booking.Charge | undefined } & Done)
  | ({ readonly _tag: "Cancel" } & Done)
  | ({ readonly _tag: "CheckIn"; readonly ticketId: Ids.TicketId; readonly plate?: Plate.Plate | undefined } & Done)
  | ({ readonly _tag: "MarkNoShow" } & Done)
  /** The driver left: what unused time gives back was worked out before (see Leaving). */
  | ({ readonly _tag: "Complete"; readonly unused: Money.Money } & Done)
  | ({ readonly _tag: "Expire" } & Done)
export type { Command }

type Sums = Money.CurrencyMismatch | Money.AmountTooLarge
type Ever = NotBegun | WrongState | OutOfOrder
type Paying = AccountNotAccepted | PaymentDiffers | Sums
export type ConfirmRejection = Ever | Paying | HoldEnded | PaidOtherwise
export type ModifyRejection = Ever | Paying | HoldEnded | ModificationRefused | PeriodOver
export type ExtendRejection = Ever | Paying | ExtensionRefused | EndsNoLater
export type CancelRejection = Ever | HoldEnded | PeriodOver
export type CheckInRejection = Ever | NotPaid | OtherVehicle | CheckInTooEarly | CheckInTooLate
export type CompleteRejection = Ever | RefundTooHigh
export type Rejection = AlreadyBegun | ConfirmRejection | ModifyRejection | ExtendRejection | CancelRejection | CheckInRejection
  | NoShowTooEarly | CompleteRejection | NotExpiredYet

export const initial: State = { _tag: "Absent" }

const begin = ({ _tag: _, at, by: __, ...booked }: Held): In<"Held"> =>
  ({ _tag: "Held", ...booked, heldAt: at, fees: Money.zero(booked.price.currency), charges: [], refunds: [], earliestFrom: booked.period.from, version: 1, changedAt: at })

/** What every state has, one event later. */
const grown = (state: Reservation, { at }: Done, more: { readonly charge?: Booking.Charge; readonly refund?: Money.Money } = {}) => {
  const { charges, earliestFrom, expiresAt, fees, heldAt, holder, id, lotId, period, place, price, refunds, series, terms, vehicle, vehicleKind, version } = state
  return {
    ...(series !== undefined && { series }),
    id, lotId, holder, terms, period, place, vehicle, vehicleKind, price, heldAt, expiresAt, fees, earliestFrom,
    charges: more.charge === undefined ? charges : [...charges, more.charge],
    refunds: more.refund === undefined || more.refund.amount === 0 ? refunds : [...refunds, more.refund],
    version: version + 1,
    changedAt: at
  }
}

/** Of what is only held. */
const evolveHeld = (state: In<"Held">, event: Event): Reservation => {
  switch (event._tag) {
    case "ReservationConfirmed": return { _tag: "Confirmed", ...grown(state, event, event), confirmedAt: event.at }
    case "ReservationModified": {
      const { fees, period, place, price, vehicle } = event
      return { _tag: "Held", ...grown(state, event, event), fees, period, place, price, vehicle, earliestFrom: period.from }
    }
    case "ReservationCancelled": return { _tag: "Cancelled", ...grown(state, event, event) }
    case "ReservationExpired": return { _tag: "Expired", ...grown(state, event) }
    default: return state
  }
}

const evolveConfirmed = (state: In<"Confirmed">, event: Event): Reservation => {
  const { confirmedAt, earliestFrom } = state
  switch (event._tag) {
    case "ReservationModified": {
      const { fees, period, place, price, vehicle } = event
      return { ...state, ...grown(state, event, event), fees, period, place, price, vehicle, earliestFrom: period.from < earliestFrom ? period.from : earliestFrom }
    }
    case "ReservationExtended": return { ...state, ...grown(state, event, event), fees: event.fees, period: event.period, price: event.price }
    case "ReservationCancelled": return { _tag: "Cancelled", ...grown(state, event, event) }
    case "ReservationCheckedIn": return { _tag: "CheckedIn", ...grown(state, event), confirmedAt, ticketId: event.ticketId, checkedInAt: event.at }
    case "ReservationNoShow": return { _tag: "NoShow", ...grown(state, event, event), confirmedAt }
    default: return state
  }
}

const evolveCheckedIn = (state: CheckedIn, event: Event): Reservation => {
  const { checkedInAt, confirmedAt, ticketId } = state
  switch (event._tag) {
    case "ReservationExtended": return { ...state, ...grown(state, event, event), fees: event.fees, period: event.period, price: event.price }
    case "ReservationCompleted": return { _tag: "Completed", ...grown(state, event, event), confirmedAt, ticketId, checkedInAt, leftAt: event.at }
    default: return state
  }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  switch (state._tag) {
    case "Absent": return event._tag === "ReservationHeld" ? begin(event) : state
    case "Held": return evolveHeld(state, event)
    case "Confirmed": return evolveConfirmed(state, event)
    case "CheckedIn": return evolveCheckedIn(state, event)
    default: return state
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const nothing = Result.succeed([])

/** The reservation in one of the states that `command` is for, no earlier than it last changed. */
const found = <Tag extends Reservation["_tag"]>(command: Command, state: State, tags: ReadonlyArray<Tag>): Result.Result<In<Tag>, Ever> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const isOneOf = (other: Reservation): other is In<Tag> => tags.some((tag) => tag === other._tag)
  if (!isOneOf(state)) return Result.fail(new WrongState({ subject, id: state.id, state: state._tag, command: command._tag }))
  return command.at < state.changedAt ? Result.fail(new OutOfOrder({ subject, id: state.id, at: command.at, notBefore: state.changedAt })) : Result.succeed(state)
}

const noMoney = ({ price }: Reservation): Money.Money => Money.zero(price.currency)

/** The hold, unless it has run out; `charge` came for it. */
const unexpired = <R extends Reservation>(reservation: R, at: Instant.Instant, charge?: Booking.Charge): Result.Result<R, HoldEnded> =>
  reservation._tag === "Held" && at >= reservation.expiresAt
    ? Result.fail(new HoldEnded({ id: reservation.id, expiresAt: reservation.expiresAt, refund: charge?.amount ?? noMoney(reservation) }))
    : Result.succeed(reservation)

/** `charge` is for exactly what is `due`, in a way that is accepted. */
const settles = ({ id, terms }: Reservation, due: Money.Money, charge: Booking.Charge | undefined): Result.Result<void, AccountNotAccepted | PaymentDiffers> => {
  const paid = charge?.amount ?? Money.zero(due.currency)
  if (!Money.isEqual(paid, due)) return Result.fail(new PaymentDiffers({ id, due, paid }))
  return charge === undefined || terms.accepts.includes(charge.by._tag) ? Result.succeed(undefined) : Result.fail(new AccountNotAccepted({ id, accepted: terms.accepts }))
}

/** What `policy` gives back of `paid` at `at`. */
const back = (reservation: In<"Confirmed" | "CheckedIn">, policy: Refund.Cancellation, paid: Money.Money, at: Instant.Instant): Money.Money => {
  const { confirmedAt, earliestFrom, heldAt, terms } = reservation
  const booking = { paid, bookedAt: terms.bookedAt === "hold" ? heldAt : confirmedAt, startsAt: earliestFrom }
  return Result.getOrElse(Refund.cancel(policy, booking, at), () => Money.zero(paid.currency))
}

/** What a change of the price, and its fee, comes to: a charge, or what is given back; what is kept grows. */
const repriced = (
  reservation: In<"Confirmed" | "CheckedIn">,
  { at, charge, price }: Only<"Modify"> | Only<"Extend">,
  fee: Money.Money
): Result.Result<{ readonly refund: Money.Money; readonly fees: Money.Money; readonly charge?: Booking.Charge }, Paying> => Result.gen(function*() {
  const more = yield* Money.subtract(price, reservation.price)
  const cheaper = { ...more, amount: Math.max(0, -more.amount) }
  const given = back(reservation, reservation.terms.cancellation, cheaper, at)
  const due = yield* Money.subtract(yield* Money.add({ ...more, amount: Math.max(0, more.amount) }, fee), given)
  const fees = yield* Money.add(reservation.fees, yield* Money.add(fee, yield* Money.subtract(cheaper, given)))
  yield* settles(reservation, { ...due, amount: Math.max(0, due.amount) }, charge)
  return { refund: { ...due, amount: Math.max(0, -due.amount) }, fees, ...(charge !== undefined && { charge }) }
})

/** The charge was recorded by an earlier command. */
const isRecorded = ({ charges }: Reservation, charge: Booking.Charge | undefined): boolean => charge !== undefined && charges.some(({ by }) => Means.isSame(by, charge.by))

/** Keeps a place for a while. That there is one is for Capacity to say. */
export const hold = ({ _tag: _, ...booked }: Only<"Hold">, state: State): Decision<"ReservationHeld", AlreadyBegun | PeriodOver> => {
  const { at, id, period, terms } = booked
  if (state._tag !== "Absent") return Result.fail(new AlreadyBegun({ subject, id: state.id }))
  if (at >= period.to) return Result.fail(new PeriodOver({ id, to: period.to }))
  return Result.succeed([{ _tag: "ReservationHeld", ...booked, expiresAt: Booking.later(at, terms.holdFor) }])
}

/** Confirms what was paid, put on an account, or is free. */
export const confirm = (command: Only<"Confirm">, state: State): Decision<"ReservationConfirmed", ConfirmRejection> => {
  const { at, by, charge } = command
  if (state._tag !== "Absent" && state._tag !== "Held") {
    const { expiresAt, id } = state
    const again = isRecorded(state, charge) || (charge === undefined && state.charges.length === 0)
    if (again && (state._tag === "Confirmed" || state._tag === "CheckedIn" || state._tag === "Completed")) return nothing
    if (state._tag === "Expired") return Result.fail(new HoldEnded({ id, expiresAt, refund: charge?.amount ?? noMoney(state) }))
    if (charge !== undefined && !isRecorded(state, charge)) return Result.fail(new PaidOtherwise({ id, state: state._tag, refund: charge.amount }))
  }
  return Result.gen(function*() {
    const reservation = yield* unexpired(yield* found(command, state, ["Held"]), at, charge)
    yield* settles(reservation, reservation.price, charge)
    return [{ _tag: "ReservationConfirmed", at, by, ...(charge !== undefined && { charge }) }]
  })
}

/** It is as `wanted` already. */
const isSatisfied = (reservation: Reservation, { charge, period, place, price, vehicle }: Only<"Modify">): boolean =>
  isRecorded(reservation, charge) || (charge === undefined && Equal.equals(price, reservation.price) &&
    Equal.equals([period ?? reservation.period, place ?? reservation.place, vehicle ?? reservation.vehicle], [reservation.period, reservation.place, reservation.vehicle]))

/** Another time, place or vehicle. A hold is changed freely; what is confirmed, as its terms say. */
export const modify = (command: Only<"Modify">, state: State): Decision<"ReservationModified", ModifyRejection> => {
  const { at, by, charge, price } = command
  if ((state._tag === "Held" || state._tag === "Confirmed") && isSatisfied(state, command)) return nothing
  return Result.gen(function*() {
    const reservation = yield* unexpired(yield* found(command, state, ["Held", "Confirmed"]), at, charge)
    const { id, terms: { modification } } = reservation
    const { period = reservation.period, place = reservation.place, vehicle = reservation.vehicle } = command
    if (at >= period.to) return yield* Result.fail(new PeriodOver({ id, to: period.to }))
    const changed = { _tag: "ReservationModified", at, by, period, place, vehicle, price } as const
    if (reservation._tag === "Held") {
      yield* Money.subtract(price, reservation.price)
      yield* settles(reservation, noMoney(reservation), charge)
      return [{ ...changed, refund: noMoney(reservation), fees: reservation.fees }]
    }
    if (modification === undefined) return yield* Result.fail(new ModificationRefused({ id }))
    const until = Booking.earlier(reservation.period.from, modification.notice)
    if (at > until) return yield* Result.fail(new ModificationRefused({ id, until }))
    return [{ ...changed, ...(yield* repriced(reservation, command, yield* Amount.toMoney(modification.fee ?? "0", reservation.price.currency))) }]
  })
}

/** A later end, before or during the stay, but not once overtime has begun. */
export const extend = (command: Only<"Extend">, state: State): Decision<"ReservationExtended", ExtendRejection> => {
  const { at, by, charge, price, to } = command
  if ((state._tag === "Confirmed" || state._tag === "CheckedIn") && (isRecorded(state, charge) || (charge === undefined && to === state.period.to))) return nothing
  return Result.gen(function*() {
    const reservation = yield* found(command, state, ["Confirmed", "CheckedIn"])
    const { id, period, terms } = reservation
    const until = Booking.keptTime(reservation).to
    if (terms.extension === "refused") return yield* Result.fail(new ExtensionRefused({ id }))
    if (at >= until) return yield* Result.fail(new ExtensionRefused({ id, until }))
    if (to <= period.to) return yield* Result.fail(new EndsNoLater({ id, to: period.to }))
    return [{ _tag: "ReservationExtended", at, by, period: { from: period.from, to }, price, ...(yield* repriced(reservation, command, noMoney(reservation))) }]
  })
}

/** Gives the place back; what was paid is given back as the terms say. */
export const cancel = (command: Only<"Cancel">, state: State): Decision<"ReservationCancelled", CancelRejection> =>
  state._tag === "Cancelled" ? nothing : Result.gen(function*() {
    const { at, by } = command
    const reservation = yield* unexpired(yield* found(command, state, ["Held", "Confirmed"]), at)
    if (reservation._tag === "Held") return [{ _tag: "ReservationCancelled", at, by, refund: noMoney(reservation) }]
    const { id, period, price, terms } = reservation
    if (at >= period.to) return yield* Result.fail(new PeriodOver({ id, to: period.to }))
    return [{ _tag: "ReservationCancelled", at, by, refund: back(reservation, terms.cancellation, price, at) }]
  })

/** The driver enters, on this ticket. */
export const checkIn = (command: Only<"CheckIn">, state: State): Decision<"ReservationCheckedIn", CheckInRejection> => {
  const { at, by, plate, ticketId } = command
  if ((state._tag === "CheckedIn" || state._tag === "Completed") && state.ticketId === ticketId) return nothing
  if (state._tag === "Held") return Result.fail(new NotPaid({ id: state.id, due: state.price, expiresAt: state.expiresAt }))
  return Result.gen(function*() {
    const reservation = yield* found(command, state, ["Confirmed"])
    const { id, period, vehicle } = reservation
    if (vehicle._tag === "Plate" && plate !== undefined && plate !== vehicle.plate) return yield* Result.fail(new OtherVehicle({ id, reserved: vehicle.plate, plate }))
    const possibleFrom = Booking.keptTime(reservation).from
    if (at < possibleFrom) return yield* Result.fail(new CheckInTooEarly({ id, possibleFrom }))
    if (at >= period.to) return yield* Result.fail(new CheckInTooLate({ id, until: period.to }))
    return [{ _tag: "ReservationCheckedIn", at, by, ticketId }]
  })
}

/** From when a reservation that nobody came for may be given away. */
export const noShowFrom = ({ period, terms: { noShow } }: Reservation): Instant.Instant =>
  noShow.after === undefined ? period.to : Instant.Instant.make(Math.min(period.to, Booking.later(period.from, noShow.after)))

/** Nobody came. */
export const markNoShow = (command: Only<"MarkNoShow">, state: State): Decision<"ReservationNoShow", Ever | NoShowTooEarly> =>
  state._tag === "NoShow" ? nothing : Result.gen(function*() {
    const { at, by } = command
    const reservation = yield* found(command, state, ["Confirmed"])
    const possibleFrom = noShowFrom(reservation)
    if (at < possibleFrom) return yield* Result.fail(new NoShowTooEarly({ id: reservation.id, possibleFrom }))
    return [{ _tag: "ReservationNoShow", at, by, refund: back(reservation, reservation.terms.noShow.refund, reservation.price, at) }]
  })

/** The driver left. Overtime is the ticket's to charge. */
export const complete = (command: Only<"Complete">, state: State): Decision<"ReservationCompleted", CompleteRejection> =>
  state._tag === "Completed" && state.leftAt === command.at ? nothing : Result.gen(function*() {
    const { at, by, unused } = command
    const { id, period, price, terms } = yield* found(command, state, ["CheckedIn"])
    const most = terms.unused.refund === "unused" && at < period.to ? price : Money.zero(price.currency)
    if (unused.amount < 0 || unused.amount > most.amount || unused.currency !== most.currency) return yield* Result.fail(new RefundTooHigh({ id, most, unused }))
    return [{ _tag: "ReservationCompleted", at, by, refund: unused }]
  })

/** Ends a hold that ran out. */
export const expire = (command: Only<"Expire">, state: State): Decision<"ReservationExpired", Ever | NotExpiredYet> =>
  state._tag === "Expired" ? nothing : Result.gen(function*() {
    const { at, by } = command
    const { expiresAt, id } = yield* found(command, state, ["Held"])
    return at < expiresAt ? yield* Result.fail(new NotExpiredYet({ id, expiresAt })) : [{ _tag: "ReservationExpired", at, by }]
  })

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Hold": return hold(command, state)
    case "Confirm": return confirm(command, state)
    case "Modify": return modify(command, state)
    case "Extend": return extend(command, state)
    case "Cancel": return cancel(command, state)
    case "CheckIn": return checkIn(command, state)
    case "MarkNoShow": return markNoShow(command, state)
    case "Complete": return complete(command, state)
    case "Expire": return expire(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }

/** It may still be used, or is. */
export const isOpen = ({ _tag }: State): boolean => _tag === "Held" || _tag === "Confirmed" || _tag === "CheckedIn"

/** How long the place is kept: with its tolerances, at `at`; `undefined` once it is not. */
export const claimed = (state: State, at: Instant.Instant): Booking.Period | undefined => {
  if (state._tag !== "Held" && state._tag !== "Confirmed") return undefined
  return state._tag === "Held" && at >= state.expiresAt ? undefined : Booking.keptTime(state)
}
