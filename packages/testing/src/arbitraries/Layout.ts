/**
 * Whole lots: zones within zones, spots of every sort, entrances; what vehicles need there, and what happens there over an hour or
 * two. Small on purpose: full lots are interesting.
 */
import { Fit, type Ordering, type Schedule } from "@parkade/core/allocation"
import { Distance, type Entrance, type Lot, Spot, Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { requirement, spotShape } from "./Lot.ts"

/** Minute zero: a Monday morning. */
const morning = Date.parse("2026-06-01T06:00:00Z")
const at = (minute: number): Instant.Instant => Instant.Instant.make(morning + minute * 60_000)

/** Ids that can be told apart when they are printed. */
const uuid = (sort: number, index: number): string => `00000000-0000-400${sort}-8000-${index.toString().padStart(12, "0")}`
const zoneIdOf = (index: number) => Zone.ZoneId.make(uuid(1, index))
const entranceIdOf = (index: number) => Distance.EntranceId.make(uuid(3, index))

const groups = ["staff", "residents", "valets"] as const
const heights = [190, 200, 220] as const
const connectors: ReadonlyArray<Spot.Connector> = [{ kind: "type-2", powerWatts: 11_000 }, { kind: "type-2", powerWatts: 22_000 }, { kind: "ccs-2", powerWatts: 150_000 }]

/** Nothing so many times, and `value` once. */
const seldom = <A>(value: fc.Arbitrary<A>, nothing = 3): fc.Arbitrary<A | undefined> =>
  fc.oneof({ weight: nothing, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

/** When a period begins. */
export interface PeriodOptions {
  /** Begins within so many minutes; 120 by default. */
  readonly minutes?: number
}

const period = ({ minutes = 120 }: PeriodOptions = {}): fc.Arbitrary<Fit.During> =>
  fc.record({ from: fc.nat(minutes), length: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 40 }) }, { weight: 1, arbitrary: fc.constant(undefined) }) })
    .map(({ from, length }) => ({ from: at(from), ...(length !== undefined && { until: at(from + length) }) }))

const bounded = ({ from, until }: Fit.During) => ({ from, ...(until !== undefined && { until }) })

/** Out of service, with an end or without. */
export const outage = (options: PeriodOptions = {}): fc.Arbitrary<Spot.Outage> =>
  fc.tuple(fc.constantFrom("maintenance", "cleaning", "event"), period(options)).map(([reason, when]) => ({ reason, ...bounded(when) }))

/** Held for one of four, with an end or without. */
export const hold = (options: PeriodOptions = {}): fc.Arbitrary<Schedule.Hold> =>
  fc.tuple(fc.constantFrom("ada", "ben", "cyd", "dan"), period(options)).map(([holder, when]) => ({ holder, ...bounded(when) }))

const distances = (entrances: number): fc.Arbitrary<Distance.Distances | undefined> =>
  seldom(fc.array(fc.option(fc.constantFrom(10, 20, 20, 30, 45)), { minLength: entrances, maxLength: entrances }), 1)
    .map((metres) => metres && Object.fromEntries(metres.flatMap((each, index) => each === null ? [] : [[entranceIdOf(index), each]])))

const defined = <A extends object>(fields: A) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

/** How large a lot is, and what its spots and zones have. */
export interface SiteOptions {
  /** 4 by default, one at least; sections of them among them. */
  readonly maxZones?: number
  /** In all; 14 by default, and mostly half of that at least. */
  readonly maxSpots?: number
  /** 2 by default. */
  readonly maxEntrances?: number
  /** Whether spots may be out of service; true by default. */
  readonly outages?: boolean
  /** Whether zones may be for some only, or low, and spots have connectors; true by default. */
  readonly limits?: boolean
}

const zones = (count: number, entrances: number, limits: boolean): fc.Arbitrary<ReadonlyArray<Zone.Zone>> =>
  fc.tuple(...Array.from({ length: count }, (_, index) =>
    fc.record({
      id: fc.constant(zoneIdOf(index)),
      name: fc.constant(`Zone ${index}`),
      within: index === 0 ? fc.constant(undefined) : fc.option(fc.nat(index - 1).map(zoneIdOf), { nil: undefined, freq: 2 }),
      level: seldom(fc.integer({ min: -3, max: 8 })),
      maxHeightCentimetres: limits ? seldom(fc.constantFrom(...heights)) : fc.constant(undefined),
      access: limits ? seldom(fc.subarray([...groups], { minLength: 1 })) : fc.constant(undefined),
      distances: distances(entrances)
    }).map((zone) => ({ id: zone.id, name: zone.name, ...defined(zone) }))))

const spot = (index: number, zoneCount: number, entrances: number, { limits = true, outages = true }: SiteOptions): fc.Arbitrary<Spot.Spot> =>
  fc.record({
    shape: spotShape(),
    zone: fc.nat(zoneCount - 1),
    connectors: limits ? seldom(fc.subarray([...connectors], { minLength: 1 })) : fc.constant(undefined),
    maxHeightCentimetres: limits ? seldom(fc.constantFrom(...heights)) : fc.constant(undefined),
    outages: outages ? seldom(fc.array(outage(), { minLength: 1, maxLength: 2 }), 4) : fc.constant(undefined),
    distances: distances(entrances)
  }).map(({ shape: { features, size }, zone, ...rest }) => ({
    id: Spot.SpotId.make(uuid(2, index)),
    zoneId: zoneIdOf(zone),
    label: `${index}`,
    size,
    features: rest.connectors === undefined || features.includes("ev") ? features : [...features, "ev"],
    ...defined(rest)
  }))

/** Zones, spots and entrances that make a lot. */
export const site = (options: SiteOptions = {}): fc.Arbitrary<Lot.Layout> => {
  const { limits = true, maxEntrances = 2, maxSpots = 14, maxZones = 4 } = options
  return fc.record({ zoneCount: fc.integer({ min: 1, max: maxZones }), spotCount: fc.oneof({ weight: 1, arbitrary: fc.nat(maxSpots) }, { weight: 3, arbitrary: fc.integer({ min: Math.ceil(maxSpots / 2), max: maxSpots }) }), entranceCount: fc.nat(maxEntrances) }).chain(({ entranceCount, spotCount, zoneCount }) =>
    fc.record({
      zones: zones(zoneCount, entranceCount, limits),
      spots: fc.tuple(...Array.from({ length: spotCount }, (_, index) => spot(index, zoneCount, entranceCount, options))),
      entrances: fc.constant(Array.from({ length: entranceCount }, (_, index): Entrance.Entrance => ({ id: entranceIdOf(index), name: `Entrance ${index}` })))
    }))
}

/** What some vehicle needs on `layout`: its heights, its groups, its zones, and some that it does not have. */
export const requirementOn = ({ zones }: Lot.Layout): fc.Arbitrary<Fit.Requirement> =>
  fc.record({
    plain: requirement(),
    size: fc.option(fc.constantFrom(...Spot.sizes.slice(0, 2)), { nil: undefined, freq: 2 }),
    heightCentimetres: seldom(fc.constantFrom(...heights, 185, 201, 250)),
    connector: seldom(fc.record({ kinds: fc.subarray<Spot.ConnectorKind>(["type-2", "ccs-2", "chademo"]), minPowerWatts: fc.constantFrom(1, 11_000, 22_000, 50_000) }), 5),
    access: seldom(fc.subarray([...groups, "strangers"]), 1),
    zoneId: seldom(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...zones.map(({ id }) => id)) }, { weight: 1, arbitrary: fc.constant(zoneIdOf(99)) }))
  }).map(({ plain, ...rest }) => ({ ...plain, ...defined(rest) }))

/** Who asks for a spot on `layout`, within two hours of a Monday morning. */
export const request = (layout: Lot.Layout) =>
  fc.record({
    needed: requirementOn(layout),
    during: period(),
    entranceId: fc.option(fc.constantFrom(...(layout.entrances ?? []).map(({ id }) => id), entranceIdOf(99)), { nil: undefined, freq: 3 })
  })

/** Of spots, by how much is painted on the ground: an order of one's own that ties often. */
const byLabel: Ordering.Own = { _tag: "Own", name: "label", compare: (a, b) => a.label.length - b.label.length || Number(b.label.endsWith("3")) - Number(a.label.endsWith("3")) }

const criterion = ({ entrances = [], zones }: Lot.Layout): fc.Arbitrary<Ordering.Criterion | Ordering.Own> =>
  fc.oneof(
    fc.option(fc.constantFrom(...entrances.map(({ id }) => id), entranceIdOf(99)), { nil: undefined }).map((entranceId): Ordering.Criterion => ({ _tag: "Nearest", ...(entranceId !== undefined && { entranceId }) })),
    fc.constantFrom<Ordering.Criterion>({ _tag: "Plainest" }, { _tag: "Smallest" }, { _tag: "Balance", over: "inner" }, { _tag: "Balance", over: "outer" }),
    fc.record({ features: fc.subarray([...Spot.features]), sizesFrom: seldom(fc.constantFrom(...Spot.sizes), 2) })
      .map(({ features, sizesFrom }): Ordering.Criterion => ({ _tag: "Keep", features, ...(sizesFrom !== undefined && { sizesFrom }) })),
    fc.shuffledSubarray(zones.map(({ id }) => id)).map((zoneIds): Ordering.Criterion => ({ _tag: "InTurn", zoneIds })),
    fc.constant(byLabel)
  )

/** Up to four criteria of every sort. */
export const ordering = (layout: Lot.Layout): fc.Arbitrary<Ordering.Ordering> => fc.array(criterion(layout), { maxLength: 4 })
