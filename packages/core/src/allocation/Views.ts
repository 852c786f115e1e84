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
  readonly ranking: Ranking.Ranking
  /** Slots by seat, from this seat on. */
  readonly slots: Int32Array
  readonly from: number
}

type ByEntrance = Map<Distance.EntranceId | undefined, View>

export interface Views {
  readonly whole: (entranceId: Distance.EntranceId | undefined) => Ranking.Ranking
  /** Nothing for a zone that is not there. */
  readonly zone: (zoneId: Zone.ZoneId, entranceId: Distance.EntranceId | undefined) => Ranking.Ranking | undefined
  /** A spot that was of one status is of another. */
  readonly show: (place: number, was: number, is: number) => void
  /** How many are free for now only. */
  readonly laterCount: () => number
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

const seats = ({ layout, spots }: Seen): Seats => {
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
export const views = (seen: Seen): Views => {
  const { layout, ordering, spots, statusOf } = seen
  const { ranges, seatAt } = seats(seen)
  const wholes: Array<View> = []
  const [byEntrance, byZone]: [ByEntrance, Map<Zone.ZoneId, ByEntrance>] = [new Map(), new Map()]
  const entrances = new Set(looksAtEntrance(ordering) ? layout.entrances?.map(({ id }) => id) : [])
  let count = 0
  /** Entrances that make no difference are one. */
  const known = (entranceId: Distance.EntranceId | undefined) => entranceId !== undefined && entrances.has(entranceId) ? entranceId : undefined
  const made = (of: ReadonlyArray<Layout.PlacedSpot>, entranceId: Distance.EntranceId | undefined, from: number, seatOf: (place: number) => number): View => {
    const ranking = Ranking.rank({ ...seen, spots: of, entranceId, zoneCount: layout.zones.length })
    const view = { ranking, from, slots: new Int32Array(of.length) }
    for (const [index, { place }] of of.entries()) {
      view.slots[seatOf(place) - from] = ranking.slotOf[index] ?? 0
      change(view, seatOf(place), taken, statusOf(place))
    }
    return view
  }
  const whole = (from: Distance.EntranceId | undefined): View => {
    const view = made(spots, from, 0, (place) => place)
    wholes.push(view)
    byEntrance.set(from, view)
    return view
  }
  return {
    whole: (entranceId) => {
      const from = entrances.size === 0 ? undefined : known(entranceId)
      return (byEntrance.get(from) ?? whole(from)).ranking
    },
    zone: (zoneId, entranceId) => {
      const range = ranges.get(zoneId)
      if (range === undefined) return undefined
      const [from, of] = [known(entranceId), byZone.get(zoneId) ?? new Map()]
      const inside = () => spots.filter(({ zones }) => zones.some(({ id }) => id === zoneId))
      const view: View = of.get(from) ?? made(inside(), from, range.from, (place) => seatAt[place] ?? 0)
      byZone.set(zoneId, of.set(from, view))
      return view.ranking
    },
    show: (place, was, is) => {
      count += (is === later ? 1 : 0) - (was === later ? 1 : 0)
      for (const view of wholes) change(view, place, was, is)
      if (byZone.size === 0) return
      for (const { id } of spots[place]?.zones ?? []) for (const view of byZone.get(id)?.values() ?? []) change(view, seatAt[place] ?? 0, was, is)
    },
    laterCount: () => count
  }
}
