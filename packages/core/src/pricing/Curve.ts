/**
 * Price curves: the steps of a price function, drawn and compared.
 *
 * Guarantees: two price functions are equal where comparing them finds no difference; comparing covers every exit once.
 */
import { Instant } from "../time/index.ts"
import type { Price, PriceFunction, Step } from "./PriceFunction.ts"

/** A corner of the curve: what is drawn is a line from each to the next, and nothing across `undefined`. */
export interface Point {
  readonly at: Instant.Instant
  readonly price: Price | undefined
}

/** The corners of `steps`: where each begins, and where it ends. */
export const points = (steps: ReadonlyArray<Step>): ReadonlyArray<Point> =>
  steps.flatMap(({ from, price, to }) => [{ at: from, price }, { at: to, price }])

/** Exits from `from` up to `to` at which both prices stay what they are. */
export interface Compared {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly left: Price | undefined
  readonly right: Price | undefined
}

const same = (a: Price | undefined, b: Price | undefined): boolean => a?.net === b?.net && a?.gross === b?.gross

/** Both prices, side by side, from the later entry up to `until`. */
export const compare = (left: PriceFunction, right: PriceFunction, until: Instant.Instant): ReadonlyArray<Compared> => {
  // All of them: an end told too early would pass for equality.
  const [a, b] = [left, right].map((each) => each.steps(until, Number.POSITIVE_INFINITY))
  const found: Array<Compared> = []
  let [i, j] = [0, 0]
  for (let step = a?.[i], other = b?.[j]; step !== undefined && other !== undefined; step = a?.[i], other = b?.[j]) {
    const [from, to] = [Math.max(step.from, other.from), Math.min(step.to, other.to)]
    if (from < to) found.push({ from: Instant.Instant.make(from), to: Instant.Instant.make(to), left: step.price, right: other.price })
    if (step.to <= other.to) i += 1
    if (other.to <= step.to) j += 1
  }
  return found
}

/** Where the two prices differ, up to `until`. */
export const differences = (left: PriceFunction, right: PriceFunction, until: Instant.Instant): ReadonlyArray<Compared> =>
  compare(left, right, until).filter((each) => !same(each.left, each.right))

/** True when no exit up to `until` has two prices. */
export const equal = (left: PriceFunction, right: PriceFunction, until: Instant.Instant): boolean =>
  left.entry === right.entry && differences(left, right, until).length === 0
