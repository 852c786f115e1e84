/**
 * A meter: a rate made ready to price sets of time. What a rate means is said in three ways that agree: its amount, its
 * charges, and where the amount leaves the straight line it is on.
 *
 * Units: epoch seconds; amounts are whole numbers over the plan's common denominator, in minor units and in the
 * tariff's own terms (net where tax is added, gross where it is included). `undefined` is "no price is offered".
 */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import type { Charge } from "../Charge.ts"
import type { Flights } from "./Flight.ts"
import type { Phase } from "./Phases.ts"
import type { Tax } from "./Scale.ts"

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
  /** The amount of [from, to), without interruption and phases. */
  readonly between: (from: number, to: number) => Whole.Whole | undefined
  /** Adds the charges of a set and tells its amount; where none is offered, what it added means nothing. */
  readonly itemise: (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, items: Items) => Whole.Whole | undefined
  /**
   * Of the set that grows from `x` on: the first end at which the amount may leave the straight line that it is on
   * from `x`; infinite when it never does.
   */
  readonly next: (set: TimeSet.TimeSet, x: number, phases: ReadonlyArray<Phase>) => number
  /** The amount of any uninterrupted time of so many seconds, where clocks and phases play no part. */
  readonly ofLength?: ((seconds: number) => Whole.Whole | undefined) | undefined
  /** The same as flights of stairs, as far as they are known. */
  readonly flights?: Flights | undefined
  /**
   * An instant after which clocks may treat a week unlike the one before: what lies from `at` up to there costs, without
   * phases, what it costs whole weeks later or earlier, up to there.
   */
  readonly steady: (at: number) => number
  /** Longer never costs less. */
  readonly grows: boolean
  /** Charges by the second somewhere, so that amounts move between steps. */
  readonly slopes: boolean
  /** Energy or phases play a part. */
  readonly phased: boolean
  /** Tax rates of its leaves. */
  readonly taxes: ReadonlyArray<Tax>
}

/** What holds of a meter because of the meters below it. */
export const traits = (below: ReadonlyArray<Meter>): Pick<Meter, "steady" | "grows" | "slopes" | "phased" | "taxes"> => ({
  steady: soonest(below),
  grows: below.every(({ grows }) => grows),
  slopes: below.some(({ slopes }) => slopes),
  phased: below.some(({ phased }) => phased),
  taxes: [...new Set(below.flatMap(({ taxes }) => taxes))]
})

/** Whatever the clock shows. */
export const always = (): number => Number.POSITIVE_INFINITY

/** Up to where all of them are steady. */
export const soonest = (all: ReadonlyArray<Pick<Meter, "steady">>): Meter["steady"] => {
  const clocked = all.filter(({ steady }) => steady !== always)
  const [only] = clocked
  if (only === undefined) return always
  return clocked.length === 1 ? only.steady : (at) => clocked.reduce((least, { steady }) => Math.min(least, steady(at)), Number.POSITIVE_INFINITY)
}

export const noPhases: ReadonlyArray<Phase> = []

type Amounts = Pick<Meter, "amount" | "between">

/** Amounts of a rate that knows no better way for uninterrupted time. */
export const bySet = (amount: Meter["amount"]): Amounts => ({ amount, between: (from, to) => amount(TimeSet.of(from, to), noPhases) })

/** Amounts of a rate that has a quick way for uninterrupted time. */
export const bySpan = (between: Meter["between"], amount: Meter["amount"]): Amounts => ({
  between,
  amount: (set, phases) => {
    const [from, to] = set
    return set.length === 2 && phases.length === 0 && from !== undefined && to !== undefined ? between(from, to) : amount(set, phases)
  }
})

/** The same of a rate that may be priced by length alone. */
export const byLength = (ofLength: Meter["ofLength"], { amount, between }: Amounts): Amounts & Pick<Meter, "ofLength"> =>
  ofLength === undefined ? { amount, between } : { ofLength, ...bySpan((from, to) => ofLength(to - from), amount) }

/** The amounts of parts that are priced each by itself: none unless all have one. */
export const total = <P>(parts: ReadonlyArray<P>, amountOf: (part: P) => Whole.Whole | undefined): Whole.Whole | undefined => {
  let sum: Whole.Whole = 0
  for (const part of parts) {
    const amount = amountOf(part)
    if (amount === undefined) return undefined
    sum = Whole.add(sum, amount)
  }
  return sum
}

/** An amount in minor units. */
export const exact = (amount: Whole.Whole | undefined, parts: Whole.Whole): Rational.Rational | undefined =>
  amount === undefined ? undefined : Rational.make(BigInt(amount), BigInt(parts))

/** No price is offered. */
export const unavailable: Meter = {
  ...byLength((seconds) => seconds === 0 ? 0 : undefined, bySet((set) => TimeSet.isEmpty(set) ? 0 : undefined)),
  itemise: (set) => TimeSet.isEmpty(set) ? 0 : undefined,
  next: (set, x) => TimeSet.isEmpty(set) ? x + 1 : Number.POSITIVE_INFINITY,
  steady: always,
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
