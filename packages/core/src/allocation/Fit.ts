/**
 * Does this spot suit this vehicle, and if not, every reason why.
 *
 * A {@link Requirement} is plain containment (a size at least, features had, features absent), so that storage can
 * state the same rule as a predicate of its own; the storage contract proves both agree.
 */
import { Schema } from "effect"
import { Spot, Vehicle } from "../lot/index.ts"

/** What a vehicle needs of a spot. */
export interface Requirement {
  /** The smallest size that will do. */
  readonly size: Spot.Size
  /** Features the spot must have. */
  readonly needs: ReadonlyArray<Spot.Feature>
  /** Features the spot must not have: it is kept for those who ask for them. */
  readonly barred: ReadonlyArray<Spot.Feature>
}

/** The requirement of `vehicle` with the features its driver asked for. */
export const requirement = (vehicle: Vehicle.Vehicle, needs: ReadonlyArray<Spot.Feature> = []): Requirement => ({
  size: vehicle.size,
  needs,
  barred: [...Spot.reservedFor].filter((feature) => !needs.includes(feature))
})

/** One reason why a spot does not suit. */
export const Misfit = Schema.TaggedUnion({
  TooSmall: { size: Spot.Size, needed: Spot.Size },
  LacksFeature: { feature: Spot.Feature },
  ReservedFor: { feature: Spot.Feature }
})
export type Misfit = typeof Misfit.Type

/** Every reason why `spot` does not suit; none when it does. */
export const fit = (spot: Pick<Spot.Spot, "size" | "features">, needed: Requirement): ReadonlyArray<Misfit> => {
  const misfits: Array<Misfit> = []
  if (Spot.sizes.indexOf(spot.size) < Spot.sizes.indexOf(needed.size)) {
    misfits.push({ _tag: "TooSmall", size: spot.size, needed: needed.size })
  }
  for (const feature of needed.needs) {
    if (!spot.features.includes(feature)) misfits.push({ _tag: "LacksFeature", feature })
  }
  for (const feature of needed.barred) {
    if (spot.features.includes(feature)) misfits.push({ _tag: "ReservedFor", feature })
  }
  return misfits
}
