/** Zones within zones, with all that spots and drivers can say: what an admission must tell apart. */
import { type LayoutDraft, Spot } from "@parkade/core/lot"
import * as fc from "fast-check"
import { maybe } from "./Window.ts"

const groups = ["staff", "residents", "Étage “−2”"]
const height = fc.constantFrom(150, 190, 210, 400)
const watts = fc.constantFrom(3_700, 11_000, 150_000)
const kind = fc.constantFrom<Spot.ConnectorKind>("type-2", "ccs-2", "chademo")

/** An object without the keys that are undefined. */
const sparse = <A extends object>(value: A) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as { readonly [K in keyof A]: Exclude<A[K], undefined> }

const spotDraft = fc.record({
  size: fc.constantFrom("medium", "medium", ...Spot.sizes),
  features: fc.oneof({ weight: 2, arbitrary: fc.constant<ReadonlyArray<Spot.Feature>>([]) }, { weight: 1, arbitrary: fc.subarray([...Spot.features]) }),
  connectors: maybe(fc.array(fc.record({ kind, powerWatts: watts }), { minLength: 1, maxLength: 2 }), 20),
  maxHeightCentimetres: maybe(height, 20)
}).map(({ connectors, features, ...spot }) =>
  sparse({ ...spot, connectors, features: connectors === undefined || features.includes("ev") ? features : [...features, "ev"] }))

/** How large a draft is. */
export interface ZonesOptions {
  /** 4 by default, 6 at most. */
  readonly maxZones?: number
  /** In each zone; 0 by default. */
  readonly minSpots?: number
  /** In each zone; 3 by default. */
  readonly maxSpots?: number
}

/** Zones as an operator draws them: within each other in any order, with heights and groups now and then. */
export const zoneDrafts = ({ maxSpots = 3, maxZones = 4, minSpots = 0 }: ZonesOptions = {}): fc.Arbitrary<LayoutDraft.Zones> => {
  const zone = fc.record({
    within: maybe(fc.nat(), 60),
    level: maybe(fc.integer({ min: -3, max: 9 }), 30),
    maxHeightCentimetres: maybe(height, 20),
    access: maybe(fc.subarray(groups, { minLength: 1 }), 30),
    spots: fc.array(spotDraft, { minLength: minSpots, maxLength: maxSpots })
  })
  return fc.tuple(fc.array(zone, { minLength: 1, maxLength: maxZones }), fc.boolean()).map(([zones, reversed]): LayoutDraft.Zones => {
    const drafts = zones.map(({ spots, within, ...rest }, place) => sparse({
      name: `Zone ${place}`,
      within: within === undefined || place === 0 ? undefined : `Zone ${within % place}`,
      ...rest,
      spots: spots.map((spot, index) => ({ label: `${index + 1}`, ...spot }))
    }) as LayoutDraft.ZoneDraft)
    return reversed ? drafts.toReversed() : drafts
  })
}

/** What a driver asks for besides room: `zone` is a place in the draft, and beyond it a zone that is nowhere. */
export interface Asking {
  readonly size: Spot.Size
  readonly needs: ReadonlyArray<Spot.Feature>
  readonly heightCentimetres?: number | undefined
  readonly connector?: { readonly kinds: ReadonlyArray<Spot.ConnectorKind>; readonly minPowerWatts: number } | undefined
  readonly access?: ReadonlyArray<string> | undefined
  readonly zone?: number | undefined
}

/** Wishes of a driver, one or two of them as a rule. */
export const wishes = (): fc.Arbitrary<Asking> =>
  fc.record({
    size: fc.constantFrom("small", "medium", ...Spot.sizes),
    needs: fc.oneof({ weight: 3, arbitrary: fc.constant<ReadonlyArray<Spot.Feature>>([]) }, { weight: 1, arbitrary: fc.subarray([...Spot.features], { maxLength: 2 }) }),
    heightCentimetres: maybe(fc.constantFrom(149, 150, 151, 189, 190, 191, 210, 211, 400, 401), 40),
    connector: maybe(fc.record({ kinds: fc.subarray<Spot.ConnectorKind>(["type-2", "ccs-2", "chademo", "nacs"], { minLength: 1 }), minPowerWatts: fc.constantFrom(1, 3_700, 3_701, 11_000, 150_000) }), 20),
    access: maybe(fc.subarray([...groups, "nobody's"]), 50),
    zone: maybe(fc.nat(4), 40)
  })

/** When a spot is out of service, in minutes from the entry; a closed end, or none. */
export const outageMinutes = (): fc.Arbitrary<ReadonlyArray<{ readonly from: number; readonly until?: number | undefined }>> =>
  fc.array(fc.tuple(fc.constantFrom(-60, -1, 0, 1, 30), maybe(fc.constantFrom(1, 30, 59, 60, 61), 80)).map(([from, length]) => ({ from, until: length === undefined ? undefined : from + length })), { minLength: 1, maxLength: 2 })
