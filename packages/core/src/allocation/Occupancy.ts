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

/** Free, now at least. */
export const isFree = (status: number): boolean => status === clear || status === later

/** What is counted by: a zone and a kind that some spot has. */
interface Group {
  readonly zone: number
  readonly kind: number
}

/** A row is a group of spots, times 8, and a status. */
export interface Counts {
  /** By place. */
  readonly rows: Int32Array
  /** By row: how many spots there are. Zones and kinds are summed up when somebody asks: vehicles come and go more often. */
  readonly spotsIn: Int32Array
  readonly lot: () => Occupancy
  readonly zone: (zoneId: Zone.ZoneId) => Occupancy | undefined
  readonly kind: (kind: number) => Occupancy
  readonly zoneNumber: (zoneId: Zone.ZoneId) => number | undefined
}

export const statusOf = ({ rows }: Counts, place: number): number => (rows[place] ?? 0) & 7

export const groupOf = ({ rows }: Counts, place: number): number => (rows[place] ?? 0) >>> 3

/** The spot is of this status from now on; says of which it was. */
export const set = ({ rows, spotsIn }: Counts, place: number, status: number): number => {
  const was = rows[place] ?? 0
  const is = (was & ~7) | status
  rows[place] = is
  spotsIn[was] = (spotsIn[was] ?? 0) - 1
  spotsIn[is] = (spotsIn[is] ?? 0) + 1
  return was & 7
}

const sum = (spotsIn: Int32Array, groups: Iterable<number>): Occupancy => {
  let [free, isTaken, isHeld, isOut] = [0, 0, 0, 0]
  for (const group of groups) {
    const row = group * 8
    free += (spotsIn[row + clear] ?? 0) + (spotsIn[row + later] ?? 0)
    isTaken += spotsIn[row + taken] ?? 0
    isHeld += spotsIn[row + held] ?? 0
    isOut += spotsIn[row + outOfService] ?? 0
  }
  return { total: free + isTaken + isHeld + isOut, free, taken: isTaken, held: isHeld, outOfService: isOut }
}

const grouped = (spots: ReadonlyArray<Layout.PlacedSpot>, zoneOf: (spot: Layout.PlacedSpot) => number, kindAt: Int32Array) => {
  const groups: Array<Group> = []
  const numbers = new Map<string, number>()
  const rows = Int32Array.from(spots, (spot, place) => {
    const group = { zone: zoneOf(spot), kind: kindAt[place] ?? 0 }
    const signature = `${group.zone} ${group.kind}`
    const number = numbers.get(signature) ?? groups.push(group) - 1
    numbers.set(signature, number)
    return number * 8 + clear
  })
  return { rows, groups }
}

/** Counts of spots that are all clear; `kindAt` says the kind of each. */
export const counts = (spots: ReadonlyArray<Layout.PlacedSpot>, zones: ReadonlyArray<Zone.Zone>, kindAt: Int32Array): Counts => {
  const numbers = new Map(zones.map(({ id }, index) => [id, index]))
  const zoneNumber = (zoneId: Zone.ZoneId) => numbers.get(zoneId)
  const around = zones.map(({ within }) => within === undefined ? undefined : zoneNumber(within))
  const { groups, rows } = grouped(spots, ({ zoneId }) => zoneNumber(zoneId) ?? 0, kindAt)
  const [inZone, ofKind] = [zones.map((): Array<number> => []), new Array<Array<number>>()]
  for (const [group, { kind, zone }] of groups.entries()) {
    for (let at: number | undefined = zone; at !== undefined; at = around[at]) inZone[at]?.push(group)
    const alike = ofKind[kind] ??= []
    alike.push(group)
  }
  const spotsIn = new Int32Array(groups.length * 8)
  for (const row of rows) spotsIn[row] = (spotsIn[row] ?? 0) + 1
  return {
    rows,
    spotsIn,
    lot: () => sum(spotsIn, groups.keys()),
    zone: (zoneId) => {
      const number = zoneNumber(zoneId)
      return number === undefined ? undefined : sum(spotsIn, inZone[number] ?? [])
    },
    kind: (kind) => sum(spotsIn, ofKind[kind] ?? []),
    zoneNumber
  }
}
