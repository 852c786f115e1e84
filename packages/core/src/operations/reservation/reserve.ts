import { Effect, Equal, Schema } from "effect"
import { AlreadyBegun, Ids } from "../../lifecycle/index.ts"
import { Lot } from "../../lot/index.ts"
import { Journal, Spots } from "../../ports/index.ts"
import { Bill } from "../../pricing/index.ts"
import { Booking, Reservation } from "../../reservation/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { audited } from "../store.ts"
import { clause, placeOf, priceOf, unlessClosed, wanted, Wishes } from "./booking.ts"
import * as told from "../told.ts"

/** A place to be kept for somebody. */
export const Reserving = Schema.Struct({
  ...Wishes.fields,
  ...by,
  lotId: Lot.LotId,
  period: Booking.Period,
  holder: Booking.Holder,
  /** Whatever the holder comes with will do. */
  anyVehicle: Schema.optional(Schema.Boolean),
  /** An id of the caller's: the same reservation said twice is made once. */
  reservationId: Schema.optional(Ids.ReservationId)
})
export type Reserving = typeof Reserving.Type

/** The reservation that the caller's id names already, while it keeps its place. */
const madeBefore = Effect.fnUntraced(function*({ holder, lotId, period, reservationId: id, vehicle: { kind } }: Reserving) {
  const reservation = id === undefined ? Reservation.initial : yield* (yield* Journal).load("Reservation", id)
  if (reservation._tag === "Absent") return undefined
  const claim = yield* (yield* Spots).claimOf(reservation.id)
  const isSame = Equal.equals([reservation.lotId, reservation.holder, reservation.period, reservation.vehicleKind], [lotId, holder, period, kind])
  return isSame && claim !== undefined ? { reservation, spotId: claim.spotId } : yield* new AlreadyBegun({ subject: "reservation", id: reservation.id })
})

/** Holds a place that nobody has reserved under this id: one of its own, or the occurrence of a series. */
export const held = Effect.fnUntraced(function*(given: Reserving, series?: NonNullable<Reservation.Reservation["series"]>) {
  const { anyVehicle = false, holder, lotId, period, vehicle } = given
  const { lot, reservations, terms } = yield* clause(lotId)
  const price = Bill.total(yield* priceOf(terms, period, vehicle.kind))
  const id = given.reservationId ?? Ids.ReservationId.make(yield* newId)
  const [at, who, place] = [yield* now, actor(given), placeOf(given)]
  const held = yield* Effect.fromResult(Reservation.hold({
    _tag: "Hold",
    id,
    lotId,
    holder,
    terms: reservations,
    period,
    place,
    vehicleKind: vehicle.kind,
    vehicle: anyVehicle ? { _tag: "AnyOfHolder" } : { _tag: "Plate", plate: vehicle.plate },
    ...(series !== undefined && { series }),
    price,
    at,
    by: who
  }, Reservation.initial))
  yield* unlessClosed(lot, period, at)
  const state = held.reduce<Reservation.State>(Reservation.evolve, Reservation.initial)
  const free = price.amount === 0 ? yield* Effect.fromResult(Reservation.confirm({ _tag: "Confirm", at, by: who }, state)) : []
  const changed = change("Reservation", id, Reservation.initial, [...held, ...free])
  const reservation = outcome(changed)
  const spotId = yield* (yield* Spots).claim(
    { lotId, claimant: id, place: wanted(place), ...Reservation.keptTime(reservation), assumedStay: terms.assumedStay },
    audited({ action: "reservation.make", by: who }, at, { changes: [changed] })
  )
  return { reservation, spotId }
})

/**
 * Keeps a place: a spot is claimed for the time with its tolerances, and held until it is paid, as long as the lot's terms
 * say. What is free is confirmed at once.
 */
export const reserve = operation("reserve", Reserving, (given) =>
  decideAgain(Effect.gen(function*() {
    const again = yield* madeBefore(given)
    return again ?? (yield* held(given).pipe(Effect.catchTag("KeyTaken", Effect.die)))
  })), told.withReservation)
