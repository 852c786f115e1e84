/**
 * Does this spot suit this vehicle, and if not, every reason why.
 *
 * A {@link Requirement} is plain containment and comparison (a size at least, features had, features absent, a height
 * at most), so that storage can state the same rule as a predicate of its own; the storage contract proves both agree.
 *
 * Guarantees: a spot suits exactly when nothing is said against it; asking for less never makes a spot unsuitable; a spot
 * that offers more suits whoever it suited; nothing is said twice.
 */
import { Schema } from "effect"
import { Spot, Vehicle, Zone } from "../lot/index.ts"
import { Instant } from "../time/index.ts"

/** From entry until the exit; until whenever it is, when absent. */
export interface During {
  readonly from: Instant.Instant
  readonly until?: Instant.Instant | undefined
}

/** What a vehicle needs of a spot. */
export interface Requirement {
  /** The smallest size that will do. */
  readonly size: Spot.Size
  /** Features the spot must have. */
  readonly needs: ReadonlyArray<Spot.Feature>
  /** Features the spot must not have: it is kept for those who ask for them. */
  readonly barred: ReadonlyArray<Spot.Feature>
  /** How high the vehicle is; any height limit will do for a vehicle that does not say. */
  readonly heightCentimetres?: number | undefined
  /** One of these plugs, with this power at least. */
  readonly connector?: { readonly kinds: ReadonlyArray<Spot.ConnectorKind>; readonly minPowerWatts: number } | undefined
  /** What the driver may use besides what is open to all. */
  readonly access?: ReadonlyArray<Zone.AccessGroup> | undefined
  /** Only this zone, or a section of it. */
  readonly zoneId?: Zone.ZoneId | undefined
}

/** What a driver may ask for besides room for the vehicle. */
export interface Wishes extends Pick<Requirement, "connector" | "access" | "zoneId"> {
  readonly needs?: ReadonlyArray<Spot.Feature> | undefined
}

/** The requirement of `vehicle` with what its driver asked for. */
export const requirement = (vehicle: Vehicle.Vehicle, { access, connector, needs = [], zoneId }: Wishes = {}): Requirement => ({
  size: vehicle.size,
  needs,
  barred: [...Spot.reservedFor].filter((feature) => !needs.includes(feature)),
  ...(vehicle.dimensions !== undefined && { heightCentimetres: vehicle.dimensions.heightCentimetres }),
  ...(connector !== undefined && { connector }),
  ...(access !== undefined && { access }),
  ...(zoneId !== undefined && { zoneId })
})

/** A spot with what its zones, from the innermost out, say of it. */
export interface Placed extends Pick<Spot.Spot, "size" | "features" | "connectors" | "maxHeightCentimetres" | "outages"> {
  readonly zones?: ReadonlyArray<Pick<Zone.Zone, "id" | "access" | "maxHeightCentimetres">> | undefined
}

/** One reason why a spot does not suit. */
export const Misfit = Schema.TaggedUnion({
  TooSmall: { size: Spot.Size, needed: Spot.Size },
  TooLow: { maxHeightCentimetres: Zone.Centimetres, neededCentimetres: Zone.Centimetres },
  LacksFeature: { feature: Spot.Feature },
  LacksConnector: { kinds: Schema.Array(Spot.ConnectorKind), minPowerWatts: Schema.Int },
  ReservedFor: { feature: Spot.Feature },
  /** The zone is for those who hold one of `access`. */
  NoAccess: { zoneId: Zone.ZoneId, access: Schema.Array(Zone.AccessGroup) },
  OtherZone: { wanted: Zone.ZoneId },
  OutOfService: { outage: Spot.Outage }
})
export type Misfit = typeof Misfit.Type

/** Closed-open: one that ends as the other begins does not overlap it. */
export const overlaps = (a: During, b: During): boolean =>
  (b.until === undefined || a.from < b.until) && (a.until === undefined || b.from < a.until)

/** Why the place itself does not suit: its size, its height, its features. */
const ofPlace = ({ connectors = [], features, maxHeightCentimetres, size, zones = [] }: Placed, needed: Requirement): ReadonlyArray<Misfit> => {
  const misfits: Array<Misfit> = []
  if (Spot.sizes.indexOf(size) < Spot.sizes.indexOf(needed.size)) misfits.push({ _tag: "TooSmall", size, needed: needed.size })
  const lowest = Math.min(maxHeightCentimetres ?? Infinity, ...zones.map((zone) => zone.maxHeightCentimetres ?? Infinity))
  const { connector, heightCentimetres } = needed
  if (heightCentimetres !== undefined && heightCentimetres > lowest) misfits.push({ _tag: "TooLow", maxHeightCentimetres: lowest, neededCentimetres: heightCentimetres })
  for (const feature of needed.needs) if (!features.includes(feature)) misfits.push({ _tag: "LacksFeature", feature })
  if (connector !== undefined && !connectors.some(({ kind, powerWatts }) => connector.kinds.includes(kind) && powerWatts >= connector.minPowerWatts)) {
    misfits.push({ _tag: "LacksConnector", ...connector })
  }
  for (const feature of needed.barred) if (features.includes(feature)) misfits.push({ _tag: "ReservedFor", feature })
  return misfits
}

/** Why this driver may not use it, or not now. */
const ofUse = ({ outages = [], zones = [] }: Placed, { access = [], zoneId }: Requirement, during: During | undefined): ReadonlyArray<Misfit> => {
  const misfits: Array<Misfit> = []
  for (const zone of zones) {
    if (zone.access !== undefined && !zone.access.some((group) => access.includes(group))) misfits.push({ _tag: "NoAccess", zoneId: zone.id, access: zone.access })
  }
  if (zoneId !== undefined && !zones.some(({ id }) => id === zoneId)) misfits.push({ _tag: "OtherZone", wanted: zoneId })
  for (const outage of outages) if (during !== undefined && overlaps(outage, during)) misfits.push({ _tag: "OutOfService", outage })
  return misfits
}

/** Every reason why `spot` does not suit a vehicle that is there `during`; none when it does. */
export const fit = (spot: Placed, needed: Requirement, during?: During): ReadonlyArray<Misfit> => [
  ...ofPlace(spot, needed),
  ...ofUse(spot, needed, during)
]
