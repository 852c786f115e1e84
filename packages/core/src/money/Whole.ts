/**
 * A whole number of any size: a number while that is exact, a bigint beyond. Sums of money over a common denominator are
 * whole numbers, nearly always small ones.
 *
 * Guarantees: whole arithmetic is exact at any size; what fits a safe integer is a number, so equal wholes are `===`.
 */
export type Whole = number | bigint

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
