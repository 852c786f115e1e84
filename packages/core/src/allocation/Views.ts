/**
 * The rankings of a lot's spots: of all, and of those of each zone that requests name, from each entrance that they name. Each
 * is made when it is first asked for, and kept up from then on.
 */
import type { Distance, Layout, Lot, Zone } from "../lot/index.ts"
import * as Bits from "./Bits.ts"
import { clear, later, taken } from "./Occupancy.ts"
import { looksAtEntrance, type Ordering } from "./Ordering.ts"
import * as Ranking from "./Ranking.ts"

interface View {
  readonly entranceId: Distance.EntranceId | undefined
  readonly ranking: Ranking.Ranking
  /** Slots by seat, from this seat on. */
  readonly slots: Int32Array
  readonly from: number
}

export interface Views {
  readonly seen: Seen
  readonly seats: Seats
  /** Those that make a difference. */
  readonly entrances: ReadonlySet<Distance.EntranceId>
  readonly wholes: Array<View>
  readonly byZone: Map<Zone.ZoneId, Array<View>>
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

const change = ({ ranking, slots, from }: View, seat: number, was: number, is: number): void => {
  const slot = slots[seat - from] ?? 0
  if (was === clear) Ranking.occupy(ranking, slot)
  else if (was === later) Bits.remove(ranking.later, slot)
  if (is === clear) Ranking.free(ranking, slot)
  else if (is === later) Bits.add(ranking.later, slot)
}

/** Views of spots that are all clear. */
export const views = (seen: Seen): Views => ({
  seen,
  seats: seatsOf(seen),
  entrances: new Set(looksAtEntrance(seen.ordering) ? seen.layout.entrances?.map(({ id }) => id) : []),
  wholes: [],
  byZone: new Map(),
  laterCount: 0
})

type SeatOf = (place: number) => number

const made = ({ seen }: Views, entranceId: Distance.EntranceId | undefined, spots: ReadonlyArray<Layout.PlacedSpot>, from: number, seatOf: SeatOf): View => {
  const ranking = Ranking.rank({ ...seen, spots, entranceId, zoneCount: seen.layout.zones.length })
  const view = { entranceId, ranking, from, slots: new Int32Array(spots.length) }
  for (const [index, { place }] of spots.entries()) {
    view.slots[seatOf(place) - from] = ranking.slotOf[index] ?? 0
    change(view, seatOf(place), taken, seen.statusOf(place))
  }
  return view
}

/** Lots have few entrances. */
const viewFrom = (views: ReadonlyArray<View>, entranceId: Distance.EntranceId | undefined): View | undefined => {
  for (let index = 0; index < views.length; index += 1) if (views[index]?.entranceId === entranceId) return views[index]
  return undefined
}

const keep = (views: Array<View>, view: View): View => {
  views.push(view)
  return view
}

/** Entrances that make no difference are one. */
const telling = ({ entrances }: Views, entranceId: Distance.EntranceId | undefined) =>
  entrances.size > 0 && entranceId !== undefined && entrances.has(entranceId) ? entranceId : undefined

/** All spots, as seen from this entrance. */
export const whole = (views: Views, entranceId: Distance.EntranceId | undefined): Ranking.Ranking => {
  const entrance = telling(views, entranceId)
  return (viewFrom(views.wholes, entrance) ?? keep(views.wholes, made(views, entrance, views.seen.spots, 0, (place) => place))).ranking
}

/** The spots of a zone; nothing for one that is not there. */
export const zone = (views: Views, zoneId: Zone.ZoneId, entranceId: Distance.EntranceId | undefined): Ranking.Ranking | undefined => {
  const { byZone, seats: { ranges, seatAt }, seen: { spots } } = views
  const range = ranges.get(zoneId)
  if (range === undefined) return undefined
  const [entrance, of] = [telling(views, entranceId), byZone.get(zoneId) ?? []]
  byZone.set(zoneId, of)
  const known = viewFrom(of, entrance)
  if (known !== undefined) return known.ranking
  const inside = spots.filter(({ zones }) => zones.some(({ id }) => id === zoneId))
  return keep(of, made(views, entrance, inside, range.from, (place) => seatAt[place] ?? 0)).ranking
}

const showInZones = ({ byZone, seats: { seatAt }, seen: { spots } }: Views, place: number, was: number, is: number): void => {
  for (const { id } of spots[place]?.zones ?? []) for (const view of byZone.get(id) ?? []) change(view, seatAt[place] ?? 0, was, is)
}

/** A spot that was of one status is of another. */
export const show = (views: Views, place: number, was: number, is: number): void => {
  const { byZone, wholes } = views
  if (is === later) views.laterCount += 1
  if (was === later) views.laterCount -= 1
  // Loops over iterators cannot be compiled as tightly.
  for (let index = 0; index < wholes.length; index += 1) {
    const view = wholes[index]
    if (view !== undefined) change(view, place, was, is)
  }
  if (byZone.size > 0) showInZones(views, place, was, is)
}
