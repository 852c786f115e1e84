/** How many spots are free, taken, held and out of service: in all, in each zone with its sections, of each kind. */
import type { Layout, Zone } from "../lot/index.ts"

/** A spot counts once: as taken, or else as out of service, or else as held, or else as free. */
export interface Occupancy {
  readonly total: number
  readonly free: number
  readonly taken: number
  /** For somebody at the moment. */
  readonly held: number
  /** At the moment. */
  readonly outOfService: number
}

/** Free, and nothing is in the way of any stay. */
export const clear = 0
export const taken = 1
export const held = 2
export const outOfService = 3
/** Free, but something is in the way of some stay to come. */
export const later = 4

/** As many as there are statuses. */
const width = 5

/** What is counted by: a zone and a kind that some spot has. */
interface Group {
  readonly zone: number
  readonly kind: number
}

export interface Counts {
  /** By place. Spots of one group are counted alike. */
  readonly groupAt: Int32Array
  /** A spot of `group` that was `from` is `to`. */
  readonly move: (group: number, from: number, to: number) => void
  readonly lot: () => Occupancy
  readonly zone: (zoneId: Zone.ZoneId) => Occupancy | undefined
  readonly kind: (kind: number) => Occupancy
  /** Those of a zone by its number, without making an object. */
  readonly freeIn: (zone: number) => number
  readonly totalIn: (zone: number) => number
  readonly numberOf: (zoneId: Zone.ZoneId) => number | undefined
}

const read = (rows: Int32Array, row: number): Occupancy => {
  const at = (status: number): number => rows[row * width + status] ?? 0
  const counted = { free: at(clear) + at(later), taken: at(taken), held: at(held), outOfService: at(outOfService) }
  return { total: counted.free + counted.taken + counted.held + counted.outOfService, ...counted }
}

const add = (rows: Int32Array, row: number, status: number, by: number): void => {
  const at = row * width + status
  rows[at] = (rows[at] ?? 0) + by
}

const grouped = (spots: ReadonlyArray<Layout.PlacedSpot>, zoneOf: (spot: Layout.PlacedSpot) => number, kindAt: Int32Array) => {
  const groups: Array<Group> = []
  const numbers = new Map<string, number>()
  const groupAt = Int32Array.from(spots, (spot, place) => {
    const group = { zone: zoneOf(spot), kind: kindAt[place] ?? 0 }
    const signature = `${group.zone} ${group.kind}`
    const number = numbers.get(signature) ?? groups.push(group) - 1
    numbers.set(signature, number)
    return number
  })
  return { groupAt, zoneOf: Int32Array.from(groups, ({ zone }) => zone), kindOf: Int32Array.from(groups, ({ kind }) => kind) }
}

/** Counts of spots that are all clear; `kindAt` says the kind of each. */
export const counts = (spots: ReadonlyArray<Layout.PlacedSpot>, zones: ReadonlyArray<Zone.Zone>, kindAt: Int32Array): Counts => {
  // The lot is zone 0, around all others.
  const numbers = new Map(zones.map(({ id }, index) => [id, index + 1]))
  const around = Int32Array.from([-1, ...zones.map(({ within }) => within === undefined ? 0 : numbers.get(within) ?? 0)])
  const { groupAt, kindOf, zoneOf } = grouped(spots, ({ zoneId }) => numbers.get(zoneId) ?? 0, kindAt)
  const byZone = new Int32Array((zones.length + 1) * width)
  const byKind = new Int32Array(kindOf.reduce((most, kind) => Math.max(most, kind + 1), 0) * width)
  for (const group of groupAt) {
    add(byKind, kindOf[group] ?? 0, clear, 1)
    for (let zone = zoneOf[group] ?? 0; zone !== -1; zone = around[zone] ?? -1) add(byZone, zone, clear, 1)
  }
  const totals = Int32Array.from(around, (_, zone) => byZone[zone * width + clear] ?? 0)
  const numberOf = (zoneId: Zone.ZoneId) => numbers.get(zoneId)
  return {
    groupAt,
    move: (group, from, to) => {
      const kind = kindOf[group] ?? 0
      add(byKind, kind, from, -1)
      add(byKind, kind, to, 1)
      for (let zone = zoneOf[group] ?? 0; zone !== -1; zone = around[zone] ?? -1) {
        add(byZone, zone, from, -1)
        add(byZone, zone, to, 1)
      }
    },
    lot: () => read(byZone, 0),
    zone: (zoneId) => {
      const number = numberOf(zoneId)
      return number === undefined ? undefined : read(byZone, number)
    },
    kind: (kind) => read(byKind, kind),
    freeIn: (zone) => (byZone[zone * width + clear] ?? 0) + (byZone[zone * width + later] ?? 0),
    totalIn: (zone) => totals[zone] ?? 0,
    numberOf
  }
}
