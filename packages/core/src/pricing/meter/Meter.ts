/**
 * A meter: a rate made ready to price sets of time. What a rate means is said in three ways that agree: its amount, its
 * charges, and where the amount leaves the straight line it is on.
 *
 * Units: epoch seconds; amounts are whole numbers over the plan's common denominator, in minor units and in the
 * tariff's own terms (net where tax is added, gross where it is included). `undefined` is "no price is offered".
 */
import type { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import type { Charge } from "../Charge.ts"
import type { Phase } from "./Phases.ts"

/** What a bill is made from, as the rates fill it. */
export interface Items {
  readonly charges: Array<Charge>
  /** Branches that did not apply; absent when nobody asks. */
  readonly others?: Array<Other>
}

/** A branch that did not apply: what it would have cost, and what kept it out. */
export interface Other {
  readonly rule: string
  readonly label: string
  readonly from: number
  readonly to: number
  readonly amount: Rational.Rational | undefined
  /** What was charged instead. */
  readonly instead: Rational.Rational | undefined
  /** Conditions that did not hold; none for a branch that was dearer. */
  readonly unmet: ReadonlyArray<string>
}

export interface Meter {
  readonly amount: (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => Whole.Whole | undefined
  /** Adds the charges of a set whose amount is offered. */
  readonly itemise: (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, items: Items) => void
  /**
   * Of the set that grows from `x` on: the first end at which the amount may leave the straight line that it is on
   * from `x`; infinite when it never does.
   */
  readonly next: (set: TimeSet.TimeSet, x: number, phases: ReadonlyArray<Phase>) => number
  /** The amount of any uninterrupted time of so many seconds, where clocks and phases play no part. */
  readonly ofLength?: (seconds: number) => Whole.Whole | undefined
  /** Longer never costs less. */
  readonly grows: boolean
  /** Charges by the second somewhere, so that amounts move between steps. */
  readonly slopes: boolean
  /** Energy or phases play a part. */
  readonly phased: boolean
  /** Tax rates of its leaves. */
  readonly taxes: ReadonlyArray<Rational.Rational>
}

/** What holds of a meter because of the meters below it. */
export const traits = (below: ReadonlyArray<Meter>): Pick<Meter, "grows" | "slopes" | "phased" | "taxes"> => ({
  grows: below.every(({ grows }) => grows),
  slopes: below.some(({ slopes }) => slopes),
  phased: below.some(({ phased }) => phased),
  taxes: below.flatMap(({ taxes }) => taxes).filter((tax, index, all) =>
    all.findIndex(({ denominator, numerator }) => tax.numerator === numerator && tax.denominator === denominator) === index)
})

/** No price is offered. */
export const unavailable: Meter = {
  amount: (set) => TimeSet.isEmpty(set) ? 0 : undefined,
  itemise: () => undefined,
  next: (set, x) => TimeSet.isEmpty(set) ? x + 1 : Number.POSITIVE_INFINITY,
  ofLength: (seconds) => seconds === 0 ? 0 : undefined,
  grows: false,
  slopes: false,
  phased: false,
  taxes: []
}

/** Seconds beyond which nobody looks for a change: 272 years. */
const horizon = 2 ** 33

/**
 * The first end after `x` and up to `end` at which `state` is another than at `x`, of a state that changes once at most
 * before `end` and then stays.
 */
export const turn = (x: number, end: number, state: (end: number) => unknown): number => {
  const now = state(x)
  let [same, other] = [x, Math.min(end, x + horizon)]
  if (other - 1 <= x || state(other - 1) === now) return end
  other -= 1
  while (other - same > 1) {
    const middle = same + Math.floor((other - same) / 2)
    if (state(middle) === now) same = middle
    else other = middle
  }
  return other
}
