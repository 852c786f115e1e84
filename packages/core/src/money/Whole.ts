/**
 * A whole number of any size: a number while that is exact, a bigint beyond. Sums of money over a common denominator are
 * whole numbers, nearly always small ones.
 *
 * Guarantees: whole arithmetic is exact at any size; what fits a safe integer is a number, so equal wholes are `===`.
 */
export type Whole = number | bigint

export type RoundingMode = "half-up" | "half-even" | "up" | "down"

/** The same number in the form that the guarantees ask for. */
export const of = (value: bigint): Whole =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value

export const add = (a: Whole, b: Whole): Whole => {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  }
  return of(BigInt(a) + BigInt(b))
}

export const subtract = (a: Whole, b: Whole): Whole => {
  if (typeof a === "number" && typeof b === "number") {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return of(BigInt(a) - BigInt(b))
}

export const multiply = (a: Whole, b: Whole): Whole => {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b
    if (Number.isSafeInteger(product)) return product
  }
  return of(BigInt(a) * BigInt(b))
}

/** Whether what lies between two whole numbers, as a `half` below, at or above the middle, goes to the larger of them. */
const goesUp = (mode: RoundingMode, half: number, odd: boolean): boolean =>
  mode === "up" || (mode !== "down" && (half > 0 || (half === 0 && (mode === "half-up" || odd))))

const roundLarge = (numerator: bigint, denominator: bigint, mode: RoundingMode): bigint => {
  const magnitude = numerator < 0n ? -numerator : numerator
  const [floor, rest] = [magnitude / denominator, magnitude % denominator]
  const whole = rest !== 0n && goesUp(mode, Number(rest * 2n - denominator), floor % 2n === 1n) ? floor + 1n : floor
  return numerator < 0n ? -whole : whole
}

/**
 * The whole number nearest to `numerator / denominator` by `mode`; the denominator is above zero. "up" and "half-up" go
 * away from zero, "down" towards it, so a refund rounds like the charge it undoes.
 */
export const round = (numerator: Whole, denominator: Whole, mode: RoundingMode): Whole => {
  if (typeof numerator !== "number" || typeof denominator !== "number") return of(roundLarge(BigInt(numerator), BigInt(denominator), mode))
  if (denominator === 1) return numerator
  const magnitude = Math.abs(numerator)
  // Quicker than a remainder, and exact: a quotient of safe integers is off a whole number by 1 / denominator at least, more
  // than half of what doubles are apart there, so that it is not rounded up to one.
  const floor = Math.floor(magnitude / denominator)
  const rest = magnitude - floor * denominator
  const whole = rest !== 0 && goesUp(mode, rest - (denominator - rest), floor % 2 === 1) ? floor + 1 : floor
  return numerator < 0 ? 0 - whole : whole
}

/** `numerator / denominator`, which is whole. */
export const divide = (numerator: Whole, denominator: Whole): Whole =>
  typeof numerator === "number" && typeof denominator === "number" ? numerator / denominator : of(BigInt(numerator) / BigInt(denominator))
