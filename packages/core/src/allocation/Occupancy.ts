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

export const statuses = ["free", "taken", "held", "outOfService"] as const
/** Its index is what {@link Counts} speak of. */
export type Status = (typeof statuses)[number]
const [free, taken, held, outOfService] = [0, 1, 2, 3] as const

export interface Counts {
  /** A spot that was `from` is `to`: indexes of {@link statuses}. */
  readonly move: (place: number, from: number, to: number) => void
  readonly lot: () => Occupancy
  readonly zone: (zoneId: Zone.ZoneId) => Occupancy | undefined
  readonly kind: (kind: number) => Occupancy
  /** Those of a zone by its number, without making an object. */
  readonly freeIn: (zone: number) => number
  readonly totalIn: (zone: number) => number
  readonly numberOf: (zoneId: Zone.ZoneId) => number | undefined
}

const width = statuses.length

const read = (counts: Int32Array, row: number): Occupancy => {
  const at = (status: number): number => counts[row * width + status] ?? 0
  return {
    total: at(free) + at(taken) + at(held) + at(outOfService),
    free: at(free),
    taken: at(taken),
    held: at(held),
    outOfService: at(outOfService)
  }
}

/** Counts of spots that are all free; `kindAt` says the kind of each. */
export const counts = (spots: ReadonlyArray<Layout.PlacedSpot>, zones: ReadonlyArray<Zone.Zone>, kindAt: Int32Array, kinds: number): Counts => {
  // The lot is zone 0, around all others.
  const numbers = new Map(zones.map(({ id }, index) => [id, index + 1]))
  const around = Int32Array.from([-1, ...zones.map(({ within }) => within === undefined ? 0 : numbers.get(within) ?? 0)])
  const zoneAt = Int32Array.from(spots, ({ zoneId }) => numbers.get(zoneId) ?? 0)
  const [byZone, byKind] = [new Int32Array((zones.length + 1) * width), new Int32Array(kinds * width)]
  const addTo = (rows: Int32Array, row: number, status: number, by: number): void => {
    rows[row * width + status] = (rows[row * width + status] ?? 0) + by
  }
  const addAt = (place: number, status: number, by: number): void => {
    addTo(byKind, kindAt[place] ?? 0, status, by)
    for (let zone = zoneAt[place] ?? 0; zone !== -1; zone = around[zone] ?? -1) addTo(byZone, zone, status, by)
  }
  for (let place = 0; place < spots.length; place += 1) addAt(place, free, 1)
  const numberOf = (zoneId: Zone.ZoneId) => numbers.get(zoneId)
  return {
    move: (place, from, to) => {
      addAt(place, from, -1)
      addAt(place, to, 1)
    },
    lot: () => read(byZone, 0),
    zone: (zoneId) => {
      const number = numberOf(zoneId)
      return number === undefined ? undefined : read(byZone, number)
    },
    kind: (kind) => read(byKind, kind),
    freeIn: (zone) => byZone[zone * width + free] ?? 0,
    totalIn: (zone) => read(byZone, zone).total,
    numberOf
  }
}
