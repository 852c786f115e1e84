/** Meters that compute on amounts: sum, cheapest, and the bounds of a stay or a period. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import { type Charge, grossOf } from "../Charge.ts"
import { type Items, type Meter, traits, turn } from "./Meter.ts"
import type { Phase } from "./Phases.ts"
import type { Scale } from "./Scale.ts"

const withLength = (meter: Omit<Meter, "ofLength">, ofLength: Meter["ofLength"] | undefined): Meter => ofLength === undefined ? meter : { ...meter, ofLength }

/** Of meters priced by length: what `of` makes of their amounts. */
const lengths = (meters: ReadonlyArray<Meter>, of: (amounts: ReadonlyArray<Whole.Whole | undefined>) => Whole.Whole | undefined): Meter["ofLength"] | undefined =>
  meters.every(({ ofLength }) => ofLength !== undefined) ? (seconds) => of(meters.map(({ ofLength }) => ofLength?.(seconds))) : undefined

const total = (amounts: ReadonlyArray<Whole.Whole | undefined>): Whole.Whole | undefined => {
  let sum: Whole.Whole = 0
  for (const amount of amounts) {
    if (amount === undefined) return undefined
    sum = Whole.add(sum, amount)
  }
  return sum
}

export const sum = (meters: ReadonlyArray<Meter>): Meter => withLength({
  ...traits(meters),
  amount: (set, phases) => total(meters.map((meter) => meter.amount(set, phases))),
  itemise: (set, phases, items) => meters.forEach((meter) => meter.itemise(set, phases, items)),
  next: (set, x, phases) => Math.min(...meters.map((meter) => meter.next(set, x, phases)))
}, lengths(meters, total))

const least = (amounts: ReadonlyArray<Whole.Whole | undefined>): number => {
  let found = -1
  amounts.forEach((amount, index) => {
    const best = amounts[found]
    if (amount !== undefined && (best === undefined || amount < best)) found = index
  })
  return found
}

export interface Branch {
  readonly path: string
  readonly label: string
  readonly meter: Meter
}

const exact = (amount: Whole.Whole | undefined, { parts }: Scale): Rational.Rational | undefined => amount === undefined ? undefined : Rational.make(BigInt(amount), parts)

export const cheapest = (branches: ReadonlyArray<Branch>, scale: Scale): Meter => {
  const meters = branches.map(({ meter }) => meter)
  const amounts = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => meters.map((meter) => meter.amount(set, phases))
  return withLength({
    ...traits(meters),
    amount: (set, phases) => {
      const all = amounts(set, phases)
      return all[least(all)]
    },
    itemise: (set, phases, items) => {
      const all = amounts(set, phases)
      const winner = least(all)
      meters[winner]?.itemise(set, phases, items)
      if (TimeSet.isEmpty(set)) return
      branches.forEach(({ label, meter, path }, index) => {
        if (index === winner) return
        items.others?.push({ rule: path, label, from: TimeSet.start(set), to: TimeSet.end(set), amount: exact(all[index], scale), instead: exact(all[winner], scale), unmet: [] })
        // Why a branch is not offered is said within it.
        if (items.others !== undefined && all[index] === undefined) meter.itemise(set, phases, { charges: [], others: items.others })
      })
    },
    next: (set, x, phases) => {
      const end = Math.min(...meters.map((meter) => meter.next(set, x, phases)))
      return turn(x, end, (y) => least(amounts(TimeSet.append(set, x, y), phases)))
    }
  }, lengths(meters, (all) => all[least(all)]))
}

/** Least and most that a period costs, in minor units; `Incl` with tax, where tax is added. */
export interface Bounds {
  readonly max?: Rational.Rational
  readonly min?: Rational.Rational
  readonly maxIncl?: Rational.Rational
  readonly minIncl?: Rational.Rational
}

const one = Rational.make(1n)
const lower = (a: Rational.Rational | undefined, b: Rational.Rational | undefined) => a === undefined || (b !== undefined && Rational.compare(b, a) < 0) ? b : a
const higher = (a: Rational.Rational | undefined, b: Rational.Rational | undefined) => a === undefined || (b !== undefined && Rational.compare(b, a) > 0) ? b : a

/** Bounds in the tariff's own terms: of one tax rate, those that include tax are net bounds like any other. */
const netBounds = ({ max, maxIncl, min, minIncl }: Bounds, taxes: ReadonlyArray<Rational.Rational>): Bounds => {
  const [tax] = taxes
  if (tax === undefined || taxes.length > 1) return { ...(max && { max }), ...(min && { min }), ...(maxIncl && { maxIncl }), ...(minIncl && { minIncl }) }
  const net = (bound: Rational.Rational | undefined) => bound === undefined ? undefined : Rational.divide(bound, Rational.add(one, tax))
  const [most, fewest] = [lower(max, net(maxIncl)), higher(min, net(minIncl))]
  return { ...(most && { max: most }), ...(fewest && { min: fewest }) }
}

export interface Bounder {
  /** Lines are rounded one by one. */
  readonly perLine: boolean
  readonly clamp: (amount: Whole.Whole) => Whole.Whole
  /** -1, 0 or 1 as `amount` is below, within or above. */
  readonly side: (amount: Whole.Whole) => number
  /** Nothing is to be adjusted at `amount`, whatever it is made of. */
  readonly holds: (amount: Whole.Whole) => boolean
  /** Adds what brings `charges`, which come to `amount`, within bounds. */
  readonly adjust: (charges: ReadonlyArray<Charge>, amount: Whole.Whole, hull: TimeSet.TimeSet, items: Items) => void
  /** Adds what brings `charges`, which come to less than nothing, back to zero. */
  readonly lift: (charges: ReadonlyArray<Charge>, amount: Whole.Whole, hull: TimeSet.TimeSet, items: Items) => void
}

const zero = Rational.zero

/** Sums of `charges` by their tax rates. */
const byTax = (charges: ReadonlyArray<Charge>): ReadonlyArray<{ readonly taxRate: Rational.Rational; readonly amount: Rational.Rational }> => {
  const sums = new Map<string, { taxRate: Rational.Rational; amount: Rational.Rational }>()
  for (const { amount, taxRate } of charges) {
    const key = Rational.format(taxRate)
    const before = sums.get(key)
    sums.set(key, { taxRate, amount: before === undefined ? amount : Rational.add(before.amount, amount) })
  }
  return [...sums.values()]
}

/** The lines that bring `charges` from their sum to `bound`: each tax rate in proportion to what it has. */
const proportional = (charges: ReadonlyArray<Charge>, difference: Rational.Rational, line: Omit<Charge, "amount" | "taxRate">, fallback: Rational.Rational): ReadonlyArray<Charge> => {
  const sums = byTax(charges)
  const all = Rational.sum(sums.map(({ amount }) => amount))
  if (all.numerator === 0n) return [{ ...line, taxRate: charges[0]?.taxRate ?? fallback, amount: difference }]
  return sums.filter(({ amount }) => amount.numerator !== 0n).map(({ amount, taxRate }) => ({
    ...line,
    taxRate,
    amount: Rational.multiply(difference, Rational.divide(amount, all))
  }))
}

/** Where bounds stand in the tariff, and what they are bounds of: "stay", "day", "PT24H". */
export interface BoundsPlace {
  readonly path: string
  readonly taxRate: Rational.Rational
  readonly scale: Scale
  readonly unit: string
  readonly perLine: boolean
  /** Major units of a minor one. */
  readonly minor: Rational.Rational
}

export const bounder = (place: BoundsPlace, given: Bounds, meter: Meter): Bounder => {
  const { scale } = place
  const bounds = netBounds(given, meter.taxes)
  const whole = (bound: Rational.Rational | undefined) => bound === undefined ? undefined : scale.whole(bound)
  const [max, min] = [whole(bounds.max), whole(bounds.min)]
  const side = (amount: Whole.Whole) => min !== undefined && amount < min ? -1 : max !== undefined && amount > max ? 1 : 0
  const clamp = (amount: Whole.Whole) => {
    const capped = max !== undefined && amount > max ? max : amount
    return min !== undefined && capped < min ? min : capped
  }
  const line = (kind: "maximum" | "minimum", hull: TimeSet.TimeSet) => ({
    kind,
    rule: place.path,
    label: kind,
    from: TimeSet.start(hull),
    to: TimeSet.end(hull),
    quantity: one,
    unitPrice: Rational.format(Rational.multiply((kind === "maximum" ? given.max ?? given.maxIncl : given.min ?? given.minIncl) ?? zero, place.minor)),
    unit: place.unit
  })
  const tax = meter.taxes[0] ?? place.taxRate
  return {
    perLine: place.perLine,
    clamp,
    side,
    holds: (amount) => bounds.maxIncl === undefined && bounds.minIncl === undefined && side(amount) === 0,
    adjust: (charges, amount, hull, items) => {
      const difference = Rational.make(BigInt(Whole.subtract(clamp(amount), amount)), scale.parts)
      const added = difference.numerator === 0n
        ? []
        : proportional(charges, difference, line(difference.numerator < 0n ? "maximum" : "minimum", hull), tax)
      items.charges.push(...added)
      if (bounds.maxIncl === undefined && bounds.minIncl === undefined) return
      const gross = Rational.sum([...charges, ...added].map((each) => grossOf(each, "added")))
      const bounded = higher(lower(gross, bounds.maxIncl), bounds.minIncl) ?? gross
      const more = Rational.subtract(bounded, gross)
      if (more.numerator !== 0n) items.charges.push({ ...line(more.numerator < 0n ? "maximum" : "minimum", hull), taxRate: zero, amount: zero, gross: more })
    },
    lift: (charges, amount, hull, items) => {
      items.charges.push(...proportional(charges, Rational.make(-BigInt(amount), scale.parts), line("minimum", hull), tax))
    }
  }
}

/** `meter` within bounds: of a stay, of a window, of one period. */
export const bounded = (bounds: Bounder, meter: Meter): Meter => {
  const clamp = (amount: Whole.Whole | undefined) => amount === undefined ? undefined : bounds.clamp(amount)
  const { ofLength } = meter
  return withLength({
    ...traits([meter]),
    // A set that is empty costs nothing: the minimum begins with the first second.
    amount: (set, phases) => TimeSet.isEmpty(set) ? 0 : clamp(meter.amount(set, phases)),
    itemise: (set, phases, items) => {
      if (TimeSet.isEmpty(set)) return
      const before = items.charges.length
      meter.itemise(set, phases, items)
      bounds.adjust(items.charges.slice(before), meter.amount(set, phases) ?? 0, set, items)
    },
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set)) return x + 1
      const amount = meter.amount(set, phases)
      if (amount === undefined) return meter.next(set, x, phases)
      // Above the maximum nothing changes, unless lines are rounded one by one.
      if (meter.grows && bounds.side(amount) > 0 && meter.taxes.length < 2 && !bounds.perLine) return Number.POSITIVE_INFINITY
      const end = meter.next(set, x, phases)
      // Shares of several tax rates in a bound do not move in straight lines.
      if (meter.taxes.length > 1 && meter.slopes) return x + 1
      return turn(x, end, (y) => bounds.side(meter.amount(TimeSet.append(set, x, y), phases) ?? 0))
    }
  }, ofLength === undefined ? undefined : (seconds) => seconds === 0 ? 0 : clamp(ofLength(seconds)))
}
