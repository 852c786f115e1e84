/**
 * The number a person reads off a ticket and types into a machine: eleven random characters and a check character,
 * as in "K7QX-9M2P-4RTD".
 *
 * Alphabet: Crockford's base 32 (no I, L, O, U). Eleven characters are 55 random bits, so numbers cannot be guessed.
 * The check character is the remainder of a polynomial over GF(32).
 *
 * Guarantees: any one wrong character and any two exchanged characters are noticed; reading is blind to case, hyphens
 * and spaces and takes O for 0, I and L for 1.
 * Source: Crockford base 32; Damm, "Total anti-symmetrische Quasigruppen" (2004) for the check.
 */
import { Schema } from "effect"

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
const length = 12

/** Random bytes a number takes: {@link make} uses 55 bits of them. */
export const randomBytes = 11

/** Twice `value` in GF(2^5), modulo x^5 + x^2 + 1. */
const twice = (value: number): number => (value & 16 ? (value << 1) ^ 0b100101 : value << 1)

/** Horner's rule: zero exactly when the last digit is the check of those before it. */
const remainder = (digits: ReadonlyArray<number>): number => digits.reduce((sum, digit) => twice(sum) ^ digit, 0)

const digitsOf = (text: string) => [...text].map((character) => alphabet.indexOf(character))

const isNumber = (text: string): boolean =>
  text.length === length && digitsOf(text).every((digit) => digit >= 0) && remainder(digitsOf(text)) === 0

/** Twelve characters without hyphens, check character right. */
export const TicketNumber = Schema.String.pipe(
  Schema.check(Schema.makeFilter(isNumber, { expected: "a ticket number: 12 characters with a matching check character" })),
  Schema.brand("TicketNumber"),
  Schema.annotate({ identifier: "TicketNumber", description: "e.g. K7QX9M2P4RTD; hyphens, spaces and case do not matter" })
)
export type TicketNumber = typeof TicketNumber.Type

/** A number from {@link randomBytes} random bytes, five bits of each. */
export const make = (random: Uint8Array): TicketNumber => {
  const digits = Array.from(random.subarray(0, randomBytes), (byte) => byte & 31)
  return TicketNumber.make([...digits, twice(remainder(digits))].map((digit) => alphabet[digit]).join(""))
}

/** What a person typed; `undefined` when it is no ticket number or the check character says it was mistyped. */
export const parse = (typed: string): TicketNumber | undefined => {
  if (typed.length > 40) return undefined
  const text = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1")
  return isNumber(text) ? TicketNumber.make(text) : undefined
}

/** "K7QX-9M2P-4RTD". */
export const format = (number: TicketNumber): string => number.replace(/(.{4})(?=.)/g, "$1-")
