/** What is free, now or later. */
import { Effect, Schema } from "effect"
import { Fit } from "../../allocation/index.ts"
import { Lot, Spot } from "../../lot/index.ts"
import { key, Lots, Spots } from "../../ports/index.ts"
import { Reservation } from "../../reservation/index.ts"
import { Elapsed, Instant } from "../../time/index.ts"
import { allUnder } from "../everyPage.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { Wishes } from "../reservation/booking.ts"

export const AskingAvailability = Schema.Struct({
  lotId: Lot.LotId,
  /** Reservations that begin within this are told; an hour when absent. */
  soon: Schema.optional(Elapsed.FromIso)
})
export type AskingAvailability = typeof AskingAvailability.Type

/** Reservations whose places are kept at some time from `from` up to `to`, and nobody has come for. */
const comingIn = Effect.fnUntraced(function*(lotId: Lot.LotId, from: number, to: number) {
  const coming = yield* allUnder("Reservation", key.open(lotId))
  return coming.map(Reservation.keptTime).filter((kept) => kept.from < to && from < kept.to).length
})

/** Spots on which valets have parked vehicles that have no ticket. */
const parkedByValets = Effect.fnUntraced(function*(lotId: Lot.LotId) {
  const all = yield* allUnder("Custody", key.open(lotId))
  return new Set(all.flatMap((one) => one.ticketId === undefined && "spotId" in one && one.spotId !== undefined ? [one.spotId] : []))
})

/** The counts without those spots, which are neither free nor out of service. */
const without = Effect.fnUntraced(function*(taken: ReadonlySet<Spot.SpotId>, counts: Lot.Availability, at: Instant.Instant) {
  const { spots } = yield* (yield* Lots).layout(counts.lotId)
  const there = spots.filter(({ id }) => taken.has(id))
  const less = <Counts extends Pick<Lot.Availability, "free" | "outOfService">>(from: Counts, theirs: ReadonlyArray<Spot.Spot>): Counts => {
    const out = theirs.filter((spot) => Spot.outageAt(spot, at) !== undefined).length
    return { ...from, free: from.free - (theirs.length - out), outOfService: from.outOfService - out }
  }
  return { ...less(counts, there), zones: counts.zones.map((zone) => less(zone, there.filter(({ zoneId }) => zoneId === zone.zoneId))) }
})

/** Spots that are free now, over the lot and by zone, and how many of them are kept for reservations that begin soon. */
export const availability = operation("availability", AskingAvailability, Effect.fnUntraced(function*({ lotId, soon = Elapsed.ofHours(1) }) {
  const at = yield* now
  const counted = yield* (yield* Lots).availability(lotId, at)
  const taken = yield* parkedByValets(lotId)
  const counts = taken.size === 0 ? counted : yield* without(taken, counted, at)
  return { ...counts, at, reservedSoon: yield* comingIn(lotId, at, at + soon) }
}))

const { spotId: _spotId, ...wishes } = Wishes.fields

export const FindingSpots = Schema.Struct({
  ...wishes,
  lotId: Lot.LotId,
  /** From now on, when absent; nothing is free in a time that ends before it begins, */
  from: Schema.optional(Instant.Instant),
  /** for as long as who drives in is taken to stay. */
  to: Schema.optional(Instant.Instant),
  /** 20, when absent. */
  limit: Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))))
})
export type FindingSpots = typeof FindingSpots.Type

/** Spots that suit and are free in that time, best first. None is kept: whoever is first takes it. */
export const findSpots = operation("findSpots", FindingSpots, Effect.fnUntraced(function*(given) {
  const { limit = 20, lotId, vehicle } = given
  const lots = yield* Lots
  const { assumedStay } = yield* lots.terms((yield* lots.find(lotId)).termsId)
  const from = given.from ?? (yield* now)
  const to = given.to ?? (assumedStay === undefined ? Instant.ofSeconds(Instant.lastSecond) : Instant.Instant.make(from + assumedStay))
  if (to <= from) return []
  // Now, who is there is there, however long they were taken to stay.
  const leaving = given.from === undefined ? {} : { assumedStay }
  const free = yield* (yield* Spots).free({ lotId, requirement: Fit.requirement(vehicle, given), from, to, limit, ...leaving })
  const { spots } = yield* lots.layout(lotId)
  const byId = new Map(spots.map((spot) => [spot.id, spot]))
  return free.flatMap((id) => byId.get(id) ?? [])
}))
