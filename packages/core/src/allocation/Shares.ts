/**
 * Of which zone the largest share is free: the zones that an ordering weighs, kept in that order.
 *
 * Zones of one size that balance fills tie nearly all the time. One that gains or loses a spot therefore changes places with the end
 * of those it passes that tie, instead of with each of them.
 */
import type { Layout, Zone } from "../lot/index.ts"
import { balanced, type Ordering } from "./Ordering.ts"

export interface Shares {
  /** Zones by their numbers, the one of which most is free first. */
  readonly order: Int32Array
  /** By zone, from here on: where it lies in `order`. */
  readonly positionOf: Int32Array
  readonly free: Int32Array
  readonly total: Int32Array
  /** What is free of what there is. Of counts below 2 ** 26, one number exactly where shares are equal. */
  readonly share: Float64Array
  /** By group of spots: the zones weighed that they lie in. */
  readonly zonesOf: ReadonlyArray<Int32Array>
}

export interface Weighed {
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  /** By place: spots of one group lie in the same zones. */
  readonly groupOf: (place: number) => number
  readonly zoneNumber: (zoneId: Zone.ZoneId) => number | undefined
  readonly zoneCount: number
}

/** All spots are free. Zones that the ordering does not weigh are left out. */
export const make = ({ groupOf, ordering, spots, zoneCount, zoneNumber }: Weighed): Shares => {
  const overs = ordering.flatMap((criterion) => criterion._tag === "Balance" ? criterion.over : [])
  const weighed = new Set(spots.flatMap((spot) => overs.flatMap((over) => balanced(spot, over)?.id ?? [])))
  const zonesOf: Array<Int32Array> = []
  const total = new Int32Array(zoneCount)
  for (const { place, zones } of spots) {
    // A zone that is weighed may have sections, whose spots are its own too.
    const counted = zonesOf[groupOf(place)] ??= Int32Array.from(zones.flatMap(({ id }) => weighed.has(id) ? zoneNumber(id) ?? [] : []))
    for (const zone of counted) total[zone] = (total[zone] ?? 0) + 1
  }
  const order = Int32Array.from([...total.keys()].filter((zone) => total[zone] !== 0))
  const positionOf = new Int32Array(zoneCount)
  for (const [position, zone] of order.entries()) positionOf[zone] = position
  return { order, positionOf, free: total.slice(), total, share: new Float64Array(zoneCount).fill(1), zonesOf }
}

/** The first position from `from` up to `to` of which `holds`; `to` when there is none. It holds of all that follow. */
const bisect = (from: number, to: number, holds: (position: number) => boolean): number => {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

const exchange = ({ order, positionOf }: Shares, a: number, b: number): void => {
  const [one, other] = [order[a] ?? 0, order[b] ?? 0]
  order[a] = other
  order[b] = one
  positionOf[other] = a
  positionOf[one] = b
}

const rise = (shares: Shares, zone: number): void => {
  const { order, positionOf, share } = shares
  const at = (position: number): number => share[order[position] ?? 0] ?? 0
  for (let position = positionOf[zone] ?? 0; position > 0 && at(position - 1) < at(position); position = positionOf[zone] ?? 0) {
    const passed = at(position - 1)
    exchange(shares, position, bisect(0, position, (each) => at(each) <= passed))
  }
}

const sink = (shares: Shares, zone: number): void => {
  const { order, positionOf, share } = shares
  const at = (position: number): number => share[order[position] ?? 0] ?? 0
  for (let position = positionOf[zone] ?? 0; position < order.length - 1 && at(position + 1) > at(position); position = positionOf[zone] ?? 0) {
    const passed = at(position + 1)
    exchange(shares, position, bisect(position + 1, order.length, (each) => at(each) < passed) - 1)
  }
}

/** So many more spots of `group` are free: one, or minus one. */
export const change = (shares: Shares, group: number, by: 1 | -1): void => {
  for (const zone of shares.zonesOf[group] ?? []) {
    const free = (shares.free[zone] ?? 0) + by
    shares.free[zone] = free
    shares.share[zone] = free / (shares.total[zone] ?? 1)
    if (by > 0) rise(shares, zone)
    else sink(shares, zone)
  }
}
