/**
 * The rankings of a lot's spots: of all, and of those of each zone that requests name, from each entrance that they name. Each
 * is made when it is first asked for, and kept up from then on.
 */
import type { Distance, Layout, Lot, Zone } from "../lot/index.ts"
import * as Bits from "./Bits.ts"
import { clear, later, taken } from "./Occupancy.ts"
import { looksAtEntrance, type Ordering } from "./Ordering.ts"
import * as Ranking from "./Ranking.ts"

export interface Views {
  readonly seen: Seen
  readonly seats: Seats
  /** Those that make a difference. */
  readonly entrances: ReadonlySet<Distance.EntranceId>
  /** The latest of the whole lot, and of each zone: the first in their lists. */
  whole: Ranking.Ranking | undefined
  readonly byZone: Map<Zone.ZoneId, Ranking.Ranking>
  /** How many spots are free for now only. */
  laterCount: number
}

export interface Seen {
  readonly layout: Lot.Layout
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  readonly kindAt: Int32Array
  readonly zoneNumber: (zoneId: Zone.ZoneId) => number | undefined
  readonly statusOf: (place: number) => number
}

interface Seats {
  /** By place: seats of a zone and its sections follow one another. */
  readonly seatAt: Int32Array
  readonly ranges: ReadonlyMap<Zone.ZoneId, { readonly from: number; readonly to: number }>
}

const seatsOf = ({ layout, spots }: Seen): Seats => {
  const sections = Map.groupBy(layout.zones, ({ within }) => within)
  const own = Map.groupBy(spots, ({ zoneId }) => zoneId)
  const seatAt = new Int32Array(spots.length)
  const ranges = new Map<Zone.ZoneId, { readonly from: number; readonly to: number }>()
  let next = 0
  const visit = ({ id }: Zone.Zone): void => {
    const from = next
    for (const { place } of own.get(id) ?? []) seatAt[place] = next++
    for (const section of sections.get(id) ?? []) visit(section)
    ranges.set(id, { from, to: next })
  }
  for (const zone of sections.get(undefined) ?? []) visit(zone)
  return { seatAt, ranges }
}

// Bindings of one's own are compiled as constants, imported ones are looked up each time.
const [isClear, isLater] = [clear, later]

const change = (ranking: Ranking.Ranking, seat: number, place: number, was: number, is: number): void => {
  if (was === isClear) Ranking.occupy(ranking, seat)
  else if (is === isClear) Ranking.free(ranking, seat, place)
  if (was === isLater) Bits.remove(ranking.later, Ranking.slotOf(ranking, seat))
  else if (is === isLater) Bits.add(ranking.later, Ranking.slotOf(ranking, seat))
}

/** Views of spots that are all clear. */
export const views = (seen: Seen): Views => ({
  seen,
  seats: seatsOf(seen),
  entrances: new Set(looksAtEntrance(seen.ordering) ? seen.layout.entrances?.map(({ id }) => id) : []),
  whole: undefined,
  byZone: new Map(),
  laterCount: 0
})

const made = ({ seen }: Views, of: Pick<Ranking.Ranked, "entranceId" | "spots" | "seatOf" | "firstSeat" | "next">): Ranking.Ranking => {
  const ranking = Ranking.rank({ ...seen, ...of, zoneCount: seen.layout.zones.length })
  for (const { place } of of.spots) change(ranking, of.seatOf(place), place, taken, seen.statusOf(place))
  return ranking
}

/** The one of this list that is seen from this entrance: lots have few. */
const from = (first: Ranking.Ranking | undefined, entranceId: Distance.EntranceId | undefined): Ranking.Ranking | undefined => {
  let ranking = first
  while (ranking !== undefined && ranking.entranceId !== entranceId) ranking = ranking.next
  return ranking
}

/** Entrances that make no difference are one. */
const telling = ({ entrances }: Views, entranceId: Distance.EntranceId | undefined) =>
  entrances.size > 0 && entranceId !== undefined && entrances.has(entranceId) ? entranceId : undefined

/** All spots, as seen from this entrance. */
export const whole = (views: Views, entranceId: Distance.EntranceId | undefined): Ranking.Ranking => {
  const entrance = telling(views, entranceId)
  return from(views.whole, entrance) ?? addWhole(views, entrance)
}

const addWhole = (views: Views, entranceId: Distance.EntranceId | undefined): Ranking.Ranking => {
  views.whole = made(views, { entranceId, spots: views.seen.spots, seatOf: (place) => place, firstSeat: 0, next: views.whole })
  return views.whole
}

/** The spots of a zone; nothing for one that is not there. */
export const zone = (views: Views, zoneId: Zone.ZoneId, entranceId: Distance.EntranceId | undefined): Ranking.Ranking | undefined => {
  const { byZone, seats: { ranges, seatAt }, seen: { spots } } = views
  const range = ranges.get(zoneId)
  if (range === undefined) return undefined
  const entrance = telling(views, entranceId)
  const next = byZone.get(zoneId)
  const known = from(next, entrance)
  if (known !== undefined) return known
  const inside = spots.filter(({ zones }) => zones.some(({ id }) => id === zoneId))
  const ranking = made(views, { entranceId: entrance, spots: inside, seatOf: (place) => seatAt[place] ?? 0, firstSeat: range.from, next })
  byZone.set(zoneId, ranking)
  return ranking
}

const showAll = (first: Ranking.Ranking | undefined, seat: number, place: number, was: number, is: number): void => {
  for (let ranking = first; ranking !== undefined; ranking = ranking.next) change(ranking, seat, place, was, is)
}

const showInZones = ({ byZone, seats: { seatAt }, seen: { spots } }: Views, place: number, was: number, is: number): void => {
  for (const { id } of spots[place]?.zones ?? []) showAll(byZone.get(id), seatAt[place] ?? 0, place, was, is)
}

/** A spot that was of one status is of another. */
export const show = (views: Views, place: number, was: number, is: number): void => {
  if (was === isLater || is === isLater) views.laterCount += is === isLater ? 1 : -1
  showAll(views.whole, place, place, was, is)
  if (views.byZone.size > 0) showInZones(views, place, was, is)
}
