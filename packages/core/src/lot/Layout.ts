/**
 * A layout looked at as a whole: every spot with the zones that it lies in, or everything that is wrong.
 *
 * Fails: InvalidLayout, with every issue.
 * Guarantees: every spot is placed in its zone and in those around it, from the innermost out; a layout with an issue is
 * refused, and every issue is named.
 */
import { Result, Schema } from "effect"
import { type Distances, EntranceId } from "./Distance.ts"
import type { Layout } from "./Lot.ts"
import { type Spot, SpotId } from "./Spot.ts"
import { type Zone, ZoneId } from "./Zone.ts"

/** A spot with its zones, from the innermost out. */
export interface PlacedSpot extends Spot {
  readonly zones: ReadonlyArray<Zone>
  /** Its index among the spots of the layout. */
  readonly place: number
}

export const Issue = Schema.TaggedUnion({
  DuplicateZone: { zoneId: ZoneId },
  DuplicateSpot: { spotId: SpotId },
  DuplicateEntrance: { entranceId: EntranceId },
  DuplicateZoneName: { name: Schema.String },
  DuplicateEntranceName: { name: Schema.String },
  DuplicateLabel: { zoneId: ZoneId, label: Schema.String },
  /** A spot lies in a zone that is not there. */
  SpotInUnknownZone: { spotId: SpotId, zoneId: ZoneId },
  ZoneInUnknownZone: { zoneId: ZoneId, within: ZoneId },
  EntranceInUnknownZone: { entranceId: EntranceId, zoneId: ZoneId },
  /** Zones that lie within each other. */
  ZonesInCycle: { zoneIds: Schema.Array(ZoneId) },
  /** A distance from an entrance that is not there. */
  UnknownEntrance: { of: Schema.Union([SpotId, ZoneId]), entranceId: EntranceId }
})
export type Issue = typeof Issue.Type

/** Zones, spots and entrances that do not make a lot. */
export class InvalidLayout extends Schema.TaggedError<InvalidLayout>()("InvalidLayout", { issues: Schema.Array(Issue) }) {
  override get message() {
    return this.issues.map((issue) => text(issue)).join("\n")
  }
}

const text = Issue.match({
  DuplicateZone: ({ zoneId }) => `zone ${zoneId} is there twice`,
  DuplicateSpot: ({ spotId }) => `spot ${spotId} is there twice`,
  DuplicateEntrance: ({ entranceId }) => `entrance ${entranceId} is there twice`,
  DuplicateZoneName: ({ name }) => `two zones are called ${JSON.stringify(name)}`,
  DuplicateEntranceName: ({ name }) => `two entrances are called ${JSON.stringify(name)}`,
  DuplicateLabel: ({ label, zoneId }) => `two spots of zone ${zoneId} are labelled ${JSON.stringify(label)}`,
  SpotInUnknownZone: ({ spotId, zoneId }) => `spot ${spotId} lies in zone ${zoneId}, which is not there`,
  ZoneInUnknownZone: ({ within, zoneId }) => `zone ${zoneId} lies in zone ${within}, which is not there`,
  EntranceInUnknownZone: ({ entranceId, zoneId }) => `entrance ${entranceId} opens into zone ${zoneId}, which is not there`,
  ZonesInCycle: ({ zoneIds }) => `zones lie within each other: ${zoneIds.join(", ")}`,
  UnknownEntrance: ({ entranceId, of }) => `${of} has a distance from entrance ${entranceId}, which is not there`
})

/** Each key that comes more than once. */
const twice = <K>(keys: ReadonlyArray<K>): ReadonlyArray<K> => {
  const [seen, again] = [new Set<K>(), new Set<K>()]
  for (const key of keys) {
    if (seen.has(key)) again.add(key)
    seen.add(key)
  }
  return [...again]
}

const duplicates = ({ entrances = [], spots, zones }: Layout): ReadonlyArray<Issue> => {
  const labels = Map.groupBy(spots, ({ zoneId }) => zoneId)
  return [
    ...twice(zones.map(({ id }) => id)).map((zoneId): Issue => ({ _tag: "DuplicateZone", zoneId })),
    ...twice(zones.map(({ name }) => name)).map((name): Issue => ({ _tag: "DuplicateZoneName", name })),
    ...twice(entrances.map(({ id }) => id)).map((entranceId): Issue => ({ _tag: "DuplicateEntrance", entranceId })),
    ...twice(entrances.map(({ name }) => name)).map((name): Issue => ({ _tag: "DuplicateEntranceName", name })),
    ...twice(spots.map(({ id }) => id)).map((spotId): Issue => ({ _tag: "DuplicateSpot", spotId })),
    ...[...labels].flatMap(([zoneId, of]) => twice(of.map(({ label }) => label)).map((label): Issue => ({ _tag: "DuplicateLabel", zoneId, label })))
  ]
}

/** References to what is not there. */
const dangling = ({ entrances = [], spots, zones }: Layout): ReadonlyArray<Issue> => {
  const [zoneIds, entranceIds] = [new Set(zones.map(({ id }) => id)), new Set(entrances.map(({ id }) => id))]
  const issues: Array<Issue> = []
  const look = (of: SpotId | ZoneId, distances: Distances | undefined) => {
    for (const id in distances) {
      const entranceId = EntranceId.make(id)
      if (!entranceIds.has(entranceId)) issues.push({ _tag: "UnknownEntrance", of, entranceId })
    }
  }
  for (const { distances, id, within } of zones) {
    if (within !== undefined && !zoneIds.has(within)) issues.push({ _tag: "ZoneInUnknownZone", zoneId: id, within })
    look(id, distances)
  }
  for (const { id, zoneId } of entrances) if (zoneId !== undefined && !zoneIds.has(zoneId)) issues.push({ _tag: "EntranceInUnknownZone", entranceId: id, zoneId })
  for (const { distances, id, zoneId } of spots) {
    if (!zoneIds.has(zoneId)) issues.push({ _tag: "SpotInUnknownZone", spotId: id, zoneId })
    look(id, distances)
  }
  return issues
}

/** Each circle of zones once, from the zone of it that is listed first. */
const cycles = (zones: ReadonlyArray<Zone>): ReadonlyArray<Issue> => {
  const within = new Map(zones.map((zone) => [zone.id, zone.within]))
  const settled = new Set<ZoneId>()
  return zones.flatMap(({ id }): ReadonlyArray<Issue> => {
    const path: Array<ZoneId> = []
    let at: ZoneId | undefined = id
    while (at !== undefined && !settled.has(at) && !path.includes(at)) {
      path.push(at)
      at = within.get(at)
    }
    for (const each of path) settled.add(each)
    const start = at === undefined ? -1 : path.indexOf(at)
    return start === -1 ? [] : [{ _tag: "ZonesInCycle", zoneIds: path.slice(start) }]
  })
}

/** Every zone with those around it, from the innermost out; of zones that are known not to lie in a cycle. */
const chains = (zones: ReadonlyArray<Zone>): ReadonlyMap<ZoneId, ReadonlyArray<Zone>> => {
  const byId = new Map(zones.map((zone) => [zone.id, zone]))
  const made = new Map<ZoneId, ReadonlyArray<Zone>>()
  for (const zone of zones) {
    const chain: Array<Zone> = []
    for (let at: Zone | undefined = zone; at !== undefined; at = at.within === undefined ? undefined : byId.get(at.within)) chain.push(at)
    made.set(zone.id, chain)
  }
  return made
}

/** Every spot of `layout` with its zones, in the layout's order. */
export const placed = (layout: Layout): Result.Result<ReadonlyArray<PlacedSpot>, InvalidLayout> => {
  const issues = [...duplicates(layout), ...dangling(layout), ...cycles(layout.zones)]
  if (issues.length > 0) return Result.fail(new InvalidLayout({ issues }))
  const zonesOf = chains(layout.zones)
  return Result.succeed(layout.spots.map((spot, place) => ({ ...spot, place, zones: zonesOf.get(spot.zoneId) ?? [] })))
}

/** How far `spot` is from an entrance: what the spot says, or else the innermost of its zones that says so. */
export const metresFrom = ({ distances, zones }: Pick<PlacedSpot, "distances" | "zones">, entranceId: EntranceId): number | undefined =>
  distances?.[entranceId] ?? zones.find((zone) => zone.distances?.[entranceId] !== undefined)?.distances?.[entranceId]
