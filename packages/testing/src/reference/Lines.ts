/**
 * The lines of a bill before it is rounded, and what a maximum or a minimum adds to them.
 *
 * Units: amounts in major units, in the tariff's own terms (net when tax is added, gross when it is included).
 */
import * as Fraction from "./Fraction.ts"

export interface Line {
  readonly amount: Fraction.Fraction
  readonly tax: Fraction.Fraction
  /** What a bound on a gross of several tax rates moves; nothing of the net. */
  readonly grossOnly?: Fraction.Fraction
}

export type Lines = ReadonlyArray<Line>

/** Lines, or no price offered. */
export type Priced = Lines | "unavailable"

export const total = (lines: Lines): Fraction.Fraction => Fraction.sum(lines.map(({ amount }) => amount))

/** Gross of a line whose tax is added. */
export const grossAdded = ({ amount, grossOnly = Fraction.zero, tax }: Line): Fraction.Fraction =>
  Fraction.plus(Fraction.times(amount, Fraction.plus(Fraction.one, tax)), grossOnly)

export const scaled = (lines: Lines, by: Fraction.Fraction): Lines =>
  lines.map((line) => ({
    ...line,
    amount: Fraction.times(line.amount, by),
    ...(line.grossOnly === undefined ? {} : { grossOnly: Fraction.times(line.grossOnly, by) })
  }))

/** All parts together; unavailable as soon as one is. */
export const together = (parts: ReadonlyArray<Priced>): Priced => {
  const lines: Array<Line> = []
  for (const part of parts) {
    if (part === "unavailable") return part
    lines.push(...part)
  }
  return lines
}

/** One line per tax rate, in the order in which the rates appear. */
export const perTax = (lines: Lines): Lines => {
  const sums: Array<Line> = []
  for (const line of lines) {
    const place = sums.findIndex(({ tax: [top, bottom] }) => top === line.tax[0] && bottom === line.tax[1])
    const known = sums[place]
    if (known === undefined) sums.push(line)
    else {
      const amount = Fraction.plus(known.amount, line.amount)
      const grossOnly = Fraction.plus(known.grossOnly ?? Fraction.zero, line.grossOnly ?? Fraction.zero)
      sums[place] = { amount, tax: line.tax, grossOnly }
    }
  }
  return sums
}

/** A difference spread over tax rates in proportion to their amounts; to the first line's rate when the amounts come to nothing. */
const spread = (difference: Fraction.Fraction, lines: Lines, nodeTax: Fraction.Fraction): Lines => {
  if (Fraction.isZero(difference)) return []
  const whole = total(lines)
  if (Fraction.isZero(whole)) return [{ amount: difference, tax: lines[0]?.tax ?? nodeTax }]
  return perTax(lines)
    .filter(({ amount }) => !Fraction.isZero(amount))
    .map(({ amount, tax }) => ({ amount: Fraction.over(Fraction.times(difference, amount), whole), tax }))
}

/** Bounds of a sum: `max` and `min` on its amount, the other two on its gross. */
export interface Bounds {
  readonly max?: Fraction.Fraction | undefined
  readonly min?: Fraction.Fraction | undefined
  readonly maxGross?: Fraction.Fraction | undefined
  readonly minGross?: Fraction.Fraction | undefined
  /** The tax rate of a bound over nothing. */
  readonly tax: Fraction.Fraction
}

/** A value brought under `max`, then over `min`. */
const brought = (value: Fraction.Fraction, max: Fraction.Fraction | undefined, min: Fraction.Fraction | undefined): Fraction.Fraction => {
  const below = max === undefined ? value : Fraction.least(value, max)
  return min === undefined ? below : Fraction.greatest(below, min)
}

/** The lines that bring `lines` within bounds: none when they are. */
export const boundedBy = (lines: Lines, { max, maxGross, min, minGross, tax }: Bounds): Lines => {
  const whole = total(lines)
  const added = spread(Fraction.minus(brought(whole, max, min), whole), lines, tax)
  const gross = Fraction.sum([...lines, ...added].map(grossAdded))
  const grossOnly = Fraction.minus(brought(gross, maxGross, minGross), gross)
  return Fraction.isZero(grossOnly) ? added : [...added, { amount: Fraction.zero, tax: lines[0]?.tax ?? tax, grossOnly }]
}

/** The lines that lift a sum below zero to zero. */
export const liftedToZero = (lines: Lines, tax: Fraction.Fraction): Lines => boundedBy(lines, { min: Fraction.zero, tax })
