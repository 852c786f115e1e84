/** Meters that compute on amounts: sum, cheapest, and the bounds of a stay or a period. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import { type Charge, inParts } from "../Charge.ts"
import { byLength, bySpan, exact, type Items, type Meter, total, traits, turn } from "./Meter.ts"
import type { Phase } from "./Phases.ts"
import type { Scale, Side, Tax } from "./Scale.ts"

/** Of meters priced by length: what `of` makes of their amounts. */
const lengths = (meters: ReadonlyArray<Meter>, of: (amounts: ReadonlyArray<Whole.Whole | undefined>) => Whole.Whole | undefined): Meter["ofLength"] =>
  meters.every(({ ofLength }) => ofLength !== undefined) ? (seconds) => of(meters.map(({ ofLength }) => ofLength?.(seconds))) : undefined

const same = (amount: Whole.Whole | undefined): Whole.Whole | undefined => amount

/** Amounts that are made of those of `meters`. */
const of = (meters: ReadonlyArray<Meter>, make: (amounts: ReadonlyArray<Whole.Whole | undefined>) => Whole.Whole | undefined) =>
  byLength(lengths(meters, make), bySpan(
    (from, to) => make(meters.map((meter) => meter.between(from, to))),
    (set, phases) => make(meters.map((meter) => meter.amount(set, phases)))
  ))

export const sum = (meters: ReadonlyArray<Meter>): Meter => ({
  ...traits(meters),
  ...of(meters, (amounts) => total(amounts, same)),
  itemise: (set, phases, items) => total(meters, (meter) => meter.itemise(set, phases, items)),
  next: (set, x, phases) => Math.min(...meters.map((meter) => meter.next(set, x, phases)))
})

/** `meter` times nothing: its lines, for nothing. */
export const nothing = (meter: Meter): Meter => {
  const none = (amount: Whole.Whole | undefined) => amount === undefined ? undefined : 0
  const free = (amount: Rational.Rational | undefined) => amount === undefined ? undefined : Rational.zero
  const { ofLength } = meter
  return {
    ...traits([meter]),
    ...byLength(ofLength === undefined ? undefined : (seconds) => none(ofLength(seconds)), bySpan(
      (from, to) => none(meter.between(from, to)),
      (set, phases) => none(meter.amount(set, phases))
    )),
    itemise: (set, phases, items) => {
      const own: Items = { charges: [], ...(items.others !== undefined && { others: [] }) }
      const amount = meter.itemise(set, phases, own)
      items.charges.push(...own.charges.map((charge) => ({ ...charge, unitPrice: "0", net: 0, gross: 0 })))
      items.others?.push(...(own.others ?? []).map((other) => ({ ...other, amount: free(other.amount), instead: free(other.instead) })))
      return none(amount)
    },
    next: meter.next
  }
}

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

export const cheapest = (branches: ReadonlyArray<Branch>, { parts }: Scale): Meter => {
  const meters = branches.map(({ meter }) => meter)
  const amounts = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => meters.map((meter) => meter.amount(set, phases))
  return {
    ...traits(meters),
    ...of(meters, (all) => all[least(all)]),
    itemise: (set, phases, items) => {
      const all = amounts(set, phases)
      const winner = least(all)
      meters[winner]?.itemise(set, phases, items)
      const { others } = items
      if (others === undefined || TimeSet.isEmpty(set)) return all[winner]
      branches.forEach(({ label, meter, path }, index) => {
        if (index === winner) return
        others.push({ rule: path, label, from: TimeSet.start(set), to: TimeSet.end(set), amount: exact(all[index], parts), instead: exact(all[winner], parts), unmet: [] })
        // Why a branch is not offered is said within it.
        if (all[index] === undefined) meter.itemise(set, phases, { charges: [], others })
      })
      return all[winner]
    },
    next: (set, x, phases) => {
      const end = Math.min(...meters.map((meter) => meter.next(set, x, phases)))
      return turn(x, end, (y) => least(amounts(TimeSet.append(set, x, y), phases)))
    }
  }
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
const netBounds = ({ max, maxIncl, min, minIncl }: Bounds, taxes: ReadonlyArray<Tax>): Bounds => {
  const [tax] = taxes
  if (tax === undefined || taxes.length > 1) return { ...(max && { max }), ...(min && { min }), ...(maxIncl && { maxIncl }), ...(minIncl && { minIncl }) }
  const net = (bound: Rational.Rational | undefined) => bound === undefined ? undefined : Rational.divide(bound, tax.factor)
  const [most, fewest] = [lower(max, net(maxIncl)), higher(min, net(minIncl))]
  return { ...(most && { max: most }), ...(fewest && { min: fewest }) }
}

export interface Bounder {
  /** Lines are rounded one by one. */
  readonly perLine: boolean
  /** False for an amount that is too large to be money. */
  readonly isMoney: (amount: Whole.Whole) => boolean
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

const rational = (value: Whole.Whole, parts: Whole.Whole): Rational.Rational => Rational.make(BigInt(value), BigInt(parts))

type Line = Omit<Charge, "taxRate" | "net" | "gross" | "parts">

const sumOf = (charges: ReadonlyArray<Charge>, side: Side): Rational.Rational => Rational.sum(charges.map((charge) => rational(charge[side], charge.parts)))

/** The lines that bring `charges` of several tax rates from their sum to a bound: each rate in proportion to what it has. */
const proportional = (charges: ReadonlyArray<Charge>, difference: Rational.Rational, taxes: ReadonlyArray<Tax>, side: Side, line: Line): ReadonlyArray<Charge> | undefined => {
  const all = sumOf(charges, side)
  if (all.numerator === 0n) return undefined
  const share = Rational.divide(difference, all)
  return taxes.flatMap(({ factor, rate }) => {
    const own = Rational.multiply(share, sumOf(charges.filter(({ taxRate }) => taxRate === rate), side))
    const other = Rational.multiply(own, factor)
    return own.numerator === 0n ? [] : [{ ...line, taxRate: rate, ...inParts(side === "net" ? { net: own, gross: other } : { net: other, gross: own }) }]
  })
}

/** Where bounds stand in the tariff, and what they are bounds of: "stay", "day", "PT24H". */
export interface BoundsPlace {
  readonly path: string
  readonly tax: Tax
  readonly scale: Scale
  readonly unit: string
  readonly perLine: boolean
  /** The largest amount of money, in minor units. */
  readonly largest: number
  /** Major units of a minor one. */
  readonly minor: Rational.Rational
}

/** What becomes of an amount that is too large to be money: more than any bound lets be, so that no bill is made of it. */
const noMoney = 10n ** 36n

export const bounder = (place: BoundsPlace, given: Bounds, meter: Meter): Bounder => {
  const { scale: { parts, ...scale } } = place
  const bounds = netBounds(given, meter.taxes)
  const whole = (bound: Rational.Rational | undefined) => bound === undefined ? undefined : scale.whole(bound)
  const [max, min, maxIncl, minIncl] = [bounds.max, bounds.min, bounds.maxIncl, bounds.minIncl].map(whole)
  const [only = place.tax, ...others] = meter.taxes
  // What a bound takes off is a line of the bill, and must be money with tax and without.
  const most = Whole.multiply(Whole.of(Rational.round(Rational.divide(Rational.make(place.largest), higher(only.factor, one) ?? one), "down")), parts)
  const side = (amount: Whole.Whole) => min !== undefined && amount < min ? -1 : max !== undefined && amount > max ? 1 : 0
  const isMoney = (amount: Whole.Whole) => amount <= most || others.length > 0
  const clamp = (amount: Whole.Whole) => {
    if (!isMoney(amount)) return Whole.multiply(noMoney, parts)
    const capped = max !== undefined && amount > max ? max : amount
    return min !== undefined && capped < min ? min : capped
  }
  const shown = { maximum: given.max ?? given.maxIncl, minimum: given.min ?? given.minIncl }
  const line = (kind: "maximum" | "minimum", hull: TimeSet.TimeSet): Line => ({
    kind,
    rule: place.path,
    label: kind,
    from: TimeSet.start(hull),
    to: TimeSet.end(hull),
    quantity: "1",
    unitPrice: Rational.format(Rational.multiply(shown[kind] ?? Rational.zero, place.minor)),
    unit: place.unit
  })
  const untaxed = scale.tax(Rational.zero)
  /** The lines that bring `charges`, which come to `amount`, to `bound`. */
  const towards = (charges: ReadonlyArray<Charge>, amount: Whole.Whole, bound: Whole.Whole, hull: TimeSet.TimeSet): ReadonlyArray<Charge> => {
    const difference = Whole.subtract(bound, amount)
    if (difference === 0) return []
    const own = line(difference < 0 ? "maximum" : "minimum", hull)
    const shares = others.length === 0 ? undefined : proportional(charges, rational(difference, parts), meter.taxes, scale.own, own)
    if (shares !== undefined) return shares
    // Over nothing there are no shares: the first charge's rate is taken.
    const { gross, net, rate } = meter.taxes.find((tax) => tax.rate === charges[0]?.taxRate) ?? only
    return [{ ...own, taxRate: rate, net: net(difference), gross: gross(difference), parts }]
  }
  return {
    perLine: place.perLine,
    clamp,
    side,
    isMoney,
    holds: (amount) => isMoney(amount) && maxIncl === undefined && minIncl === undefined && side(amount) === 0,
    adjust: (charges, amount, hull, items) => {
      const added = towards(charges, amount, clamp(amount), hull)
      items.charges.push(...added)
      if (maxIncl === undefined && minIncl === undefined) return
      const gross = sumOf([...charges, ...added], "gross")
      const bounded = higher(lower(gross, bounds.maxIncl), bounds.minIncl) ?? gross
      const more = Rational.subtract(bounded, gross)
      if (more.numerator !== 0n) items.charges.push({ ...line(more.numerator < 0n ? "maximum" : "minimum", hull), taxRate: untaxed.rate, ...inParts({ net: Rational.zero, gross: more }) })
    },
    lift: (charges, amount, hull, items) => {
      items.charges.push(...towards(charges, amount, 0, hull))
    }
  }
}

/** `meter` within bounds: of a stay, of a window, of one period. */
export const bounded = (bounds: Bounder, meter: Meter): Meter => {
  const clamp = (amount: Whole.Whole | undefined) => amount === undefined ? undefined : bounds.clamp(amount)
  const { ofLength } = meter
  return {
    ...traits([meter]),
    // A set that is empty costs nothing: the minimum begins with the first second.
    ...byLength(ofLength === undefined ? undefined : (seconds) => seconds === 0 ? 0 : clamp(ofLength(seconds)), bySpan(
      (from, to) => from >= to ? 0 : clamp(meter.between(from, to)),
      (set, phases) => TimeSet.isEmpty(set) ? 0 : clamp(meter.amount(set, phases))
    )),
    itemise: (set, phases, items) => {
      if (TimeSet.isEmpty(set)) return 0
      const before = items.charges.length
      const amount = meter.itemise(set, phases, items)
      if (amount === undefined) return undefined
      if (!bounds.holds(amount)) bounds.adjust(items.charges.slice(before), amount, set, items)
      return bounds.clamp(amount)
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
  }
}
