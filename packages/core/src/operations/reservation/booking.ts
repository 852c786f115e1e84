/** What the use-cases of reservations share: the price of a time, and what becomes of money that was paid ahead. */
import { Effect, Result, Schema } from "effect"
import { Fit } from "../../allocation/index.ts"
import { type Ids, NotBegun } from "../../lifecycle/index.ts"
import { Lot, Spot, Vehicle, Zone } from "../../lot/index.ts"
import { Journal, type LotClosed, Lots, refusedByHours } from "../../ports/index.ts"
import { Bill } from "../../pricing/index.ts"
import type { Booking } from "../../reservation/index.ts"
import { Settlement, type Terms } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"

/** The lot takes no reservations. */
export class NotReservable extends Schema.TaggedError<NotReservable>()("NotReservable", { lotId: Lot.LotId }) {
  override get message() {
    return "this lot takes no reservations: give its terms the clause `reservations`"
  }
}

/** What is asked for, of a place. */
export const Wishes = Schema.Struct({
  spotId: Schema.optional(Spot.SpotId),
  vehicle: Vehicle.FromGiven,
  needs: Schema.optional(Schema.Array(Spot.Feature)),
  connector: Schema.optional(Schema.Struct({ kinds: Schema.Array(Spot.ConnectorKind), minPowerWatts: Spot.Connector.fields.powerWatts })),
  access: Schema.optional(Schema.Array(Zone.AccessGroup)),
  zoneId: Schema.optional(Zone.ZoneId)
})
export type Wishes = typeof Wishes.Type

/** The place that wishes ask for: that spot, or any that suits. */
export const placeOf = (wishes: Wishes): Booking.Place => {
  if (wishes.spotId !== undefined) return { _tag: "Spot", spotId: wishes.spotId }
  const { access, barred, connector, heightCentimetres, needs, size, zoneId } = Fit.requirement(wishes.vehicle, wishes)
  return {
    _tag: "Class",
    requirement: {
      size,
      needs,
      barred,
      ...(heightCentimetres !== undefined && { heightCentimetres }),
      ...(connector !== undefined && { connector }),
      ...(access !== undefined && { access }),
      ...(zoneId !== undefined && { zoneId })
    }
  }
}

/** How a place is asked for of storage. */
export const wanted = (place: Booking.Place): { readonly spotId: Spot.SpotId } | { readonly requirement: Fit.Requirement } =>
  place._tag === "Spot" ? { spotId: place.spotId } : { requirement: place.requirement }

/** The terms that reservations of a lot are made on now. */
export const clause = Effect.fnUntraced(function*(lotId: Lot.LotId) {
  const lots = yield* Lots
  const lot = yield* lots.find(lotId)
  const terms = yield* lots.terms(lot.termsId)
  if (terms.reservations === undefined) return yield* new NotReservable({ lotId })
  return { lot, terms, reservations: { ...terms.reservations, overtime: { ...terms.reservations.overtime, termsId: terms.id } } }
})

/** A time that begins while the lot lets nobody in is not reserved. */
export const unlessClosed = (lot: Lot.Lot, { from }: Booking.Period, at: Instant.Instant): Effect.Effect<void, LotClosed> => {
  const closed = refusedByHours(lot, Instant.Instant.make(Math.max(from, at)))
  return closed === undefined ? Effect.void : Effect.fail(closed)
}

/** What a time costs a vehicle of that kind. */
export const priceOf = (terms: Terms.Terms, { from, to }: Booking.Period, vehicle: string): Effect.Effect<Bill.Bill, ReservationPriceRejection> =>
  Effect.fromResult(Settlement.ready(terms).tariff.from(from, { facts: { vehicle } }).at(to))
type ReservationPriceRejection = ReturnType<ReturnType<ReturnType<typeof Settlement.ready>["tariff"]["from"]>["at"]> extends Result.Result<unknown, infer E> ? E : never

export const subject = (id: Ids.ReservationId) => ({ subject: { _tag: "Reservation", reservationId: id } as const })

export const found = Effect.fnUntraced(function*(id: Ids.ReservationId) {
  const reservation = yield* (yield* Journal).load("Reservation", id)
  return reservation._tag === "Absent" ? yield* new NotBegun({ subject: "reservation" }) : reservation
})
