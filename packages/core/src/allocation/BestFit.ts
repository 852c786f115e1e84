/**
 * Best fit: the plainest, then smallest, then first spot that suits.
 *
 * "Plainest" keeps scarce spots (a charger, an accessible bay) for those who need them; "smallest" keeps large ones
 * for large vehicles. The order does not depend on the request: a spot that suits has all features asked for, so the
 * fewest features to spare and the fewest features are the same. Storage therefore sorts a lot's spots once, by
 * {@link inOrder}, and takes the first free one that fits.
 *
 * Guarantees: never a spot that does not fit; never none while one that fits is free.
 */
import { Spot } from "../lot/index.ts"
import { fit, type Requirement } from "./Fit.ts"

type Classed = Pick<Spot.Spot, "size" | "features">

/** Negative when best fit prefers `a`, positive when it prefers `b`, zero when it is for their places to decide. */
export const compare = (a: Classed, b: Classed): number =>
  a.features.length - b.features.length || Spot.sizes.indexOf(a.size) - Spot.sizes.indexOf(b.size)

/** The spots in the order best fit takes them; spots that are alike keep the order in which they were given. */
export const inOrder = <S extends Classed>(spots: ReadonlyArray<S>): ReadonlyArray<S> => spots.toSorted(compare)

/** The spot best fit gives: the first of `free` (in order) that suits. */
export const choose = <S extends Classed>(free: Iterable<S>, needed: Requirement): S | undefined => {
  for (const spot of free) if (fit(spot, needed).length === 0) return spot
  return undefined
}
