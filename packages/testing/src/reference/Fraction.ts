/**
 * Exact fractions of the reference: numerator and denominator in lowest terms, the denominator above zero.
 *
 * Rounding is symmetric about zero, so a reduction rounds like the charge it undoes.
 */
export type Fraction = readonly [numerator: bigint, denominator: bigint]

const commonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : commonDivisor(b, a % b))

export const of = (numerator: bigint | number, denominator: bigint | number = 1n): Fraction => {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)]
  if (bottom === 0n) throw new RangeError("a fraction has a denominator other than zero")
  if (bottom < 0n) return of(-top, -bottom)
  const divisor = commonDivisor(top < 0n ? -top : top, bottom)
  return [top / divisor, bottom / divisor]
}

export const zero: Fraction = [0n, 1n]
export const one: Fraction = [1n, 1n]

const parsed = (text: string): Fraction => {
  const [top = "", bottom = "1"] = text.split("/")
  const [whole = "", decimals = ""] = top.split(".")
  return of(BigInt(whole + decimals), BigInt(bottom) * 10n ** BigInt(decimals.length))
}

/** A tariff's few amounts are read again for every line of a long stay. */
const known = new Map<string, Fraction>()

/** "1.50", "-0.25" or "1/30". */
export const read = (given: string | number): Fraction => {
  const text = String(given)
  const fraction = known.get(text) ?? parsed(text)
  if (known.size > 10_000) known.clear()
  known.set(text, fraction)
  return fraction
}

export const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => (b === d ? of(a + c, b) : of(a * d + c * b, b * d))
const negative = ([a, b]: Fraction): Fraction => [-a, b]
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, negative(b))
export const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => of(a * c, b * d)
export const over = ([a, b]: Fraction, [c, d]: Fraction): Fraction => of(a * d, b * c)

/** Below, at or above zero as `a` is below, at or above `b`. */
export const compare = ([a, b]: Fraction, [c, d]: Fraction): number => {
  const difference = a * d - c * b
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)
export const greatest = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b)
export const isZero = ([top]: Fraction): boolean => top === 0n
export const sum = (fractions: ReadonlyArray<Fraction>): Fraction => fractions.reduce(plus, zero)

export type Count = "started" | "completed" | "nearest"
export type Mode = "half-up" | "half-even" | "up" | "down"

/** Whole steps in a quantity of zero or more; `nearest` rounds half up. */
export const whole = ([top, bottom]: Fraction, count: Count): bigint => {
  const below = top / bottom
  const left = top - below * bottom
  const another = { started: left > 0n, completed: false, nearest: left * 2n >= bottom }[count]
  return another ? below + 1n : below
}

const roundedMagnitude = ([top, bottom]: Fraction, mode: Mode): bigint => {
  const below = top / bottom
  const fromBelow = top - below * bottom
  const toAbove = bottom - fromBelow
  const goesUp = {
    up: fromBelow > 0n,
    down: false,
    "half-up": toAbove <= fromBelow,
    "half-even": toAbove < fromBelow || (toAbove === fromBelow && below % 2n === 1n)
  }[mode]
  return goesUp ? below + 1n : below
}

/** The multiple of `to` that `mode` takes. */
export const rounded = (value: Fraction, to: Fraction, mode: Mode): Fraction => {
  const steps = over(value, to)
  return steps[0] < 0n ? negative(times([roundedMagnitude(negative(steps), mode), 1n], to)) : times([roundedMagnitude(steps, mode), 1n], to)
}
