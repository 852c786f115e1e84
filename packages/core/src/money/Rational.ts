/**
 * An exact fraction: what prices are made of before the one declared rounding.
 *
 * A published price such as "7/120 per minute" has no finite decimal, and a float has no exact cent; a pair of
 * integers has neither problem. Prices are parsed to rationals once, when a tariff is compiled.
 *
 * Guarantees: always in lowest terms with a positive denominator, so equal values have equal parts.
 */
import * as Whole from "./Whole.ts"

export interface Rational {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** The least common multiple of two denominators. */
export const multiple = (a: bigint, b: bigint): bigint => a / gcd(a, b) * b

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** `numerator / denominator`; the denominator must not be zero. */
export const make = (numerator: bigint | number, denominator: bigint | number = 1n): Rational => {
  const [n, d] = [BigInt(numerator), BigInt(denominator)]
  if (d === 0n) throw new RangeError("a rational needs a denominator other than zero")
  const sign = d < 0n ? -1n : 1n
  const common = gcd(n, d * sign)
  return { numerator: (n * sign) / common, denominator: (d * sign) / common }
}

export const zero: Rational = make(0n)

/** What a tariff may write as an amount: "1.50", "12", "1/30", with a sign where one makes sense. */
export const pattern = /^[+-]?(?:\d{1,18}(?:\.\d{1,18})?|\d{1,18}\/(?!0+$)\d{1,18})$/

/** Reads {@link pattern}; `undefined` for anything else. */
export const parse = (text: string): Rational | undefined => {
  if (!pattern.test(text)) return undefined
  const [fraction, divisor] = text.split("/")
  if (divisor !== undefined) return make(BigInt(fraction ?? "0"), BigInt(divisor))
  const [whole = "0", decimals = ""] = text.split(".")
  return make(BigInt(whole + decimals), 10n ** BigInt(decimals.length))
}

export const add = (a: Rational, b: Rational): Rational =>
  make(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

export const subtract = (a: Rational, b: Rational): Rational => add(a, { ...b, numerator: -b.numerator })

export const multiply = (a: Rational, b: Rational): Rational =>
  make(a.numerator * b.numerator, a.denominator * b.denominator)

/** `a / b`; `b` must not be zero. */
export const divide = (a: Rational, b: Rational): Rational =>
  make(a.numerator * b.denominator, a.denominator * b.numerator)

export const sum = (values: ReadonlyArray<Rational>): Rational => values.reduce(add, zero)

/** Negative, zero or positive as `a` is below, equal to or above `b`. */
export const compare = (a: Rational, b: Rational): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The nearest whole number by `mode`; see Whole.round. */
export const round = (value: Rational, mode: Whole.RoundingMode): bigint =>
  BigInt(Whole.round(Whole.of(value.numerator), Whole.of(value.denominator), mode))

/** As people write it: "12", "1.5", or "1/3" where no finite decimal exists. */
export const format = (value: Rational): string => {
  let scale = 0
  let rest = value.denominator
  for (const factor of [2n, 5n]) {
    let power = 0
    while (rest % factor === 0n) {
      rest /= factor
      power += 1
    }
    scale = Math.max(scale, power)
  }
  if (rest !== 1n) return `${value.numerator}/${value.denominator}`
  const scaled = (value.numerator * 10n ** BigInt(scale)) / value.denominator
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(scale + 1, "0")
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return scaled < 0n ? `-${text}` : text
}

/** The greatest common divisor. */
export const divisor = (a: number, b: number): number => {
  let [x, y] = [a, b]
  while (y !== 0) [x, y] = [y, x % y]
  return x
}

/** The same of `numerator / denominator`, which are zero or more and above zero: bills are full of them. */
export const formatRatio = (numerator: number, denominator: number): string => {
  if (numerator % denominator === 0) return `${numerator / denominator}`
  const common = divisor(numerator, denominator)
  const [n, d] = [numerator / common, denominator / common]
  // Six decimals of nine digits are exact in a number, and printed as they are.
  if (1e6 % d === 0 && n < 1e9) return `${n / d}`
  return d % 3 === 0 ? `${n}/${d}` : format(make(n, d))
}
