/**
 * The code of a coupon as it is compared and stored: capitals and digits without gaps. "summer 20" and "SUMMER-20" are one.
 *
 * Generated codes are eleven characters of Crockford's base 32 (no I, L, O, U): 55 random bits, so that they cannot be
 * guessed. Codes that are thought up ("SUMMER20") can, and need limits instead.
 *
 * Guarantees: a coupon's code is the same in any case and spacing; a generated code tells every bit it was made of.
 * Source: Crockford base 32.
 */
import { Schema } from "effect"

export const CouponCode = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[A-Z0-9]{4,40}$/, { expected: "a coupon code: 4 to 40 capitals and digits" })),
  Schema.brand("CouponCode")
)
export type CouponCode = typeof CouponCode.Type

const isCode = Schema.is(CouponCode)

/** What a person typed; `undefined` where it can be no code. */
export const parse = (typed: string): CouponCode | undefined => {
  if (typed.length > 80) return undefined
  const text = typed.normalize("NFKC").toUpperCase().replaceAll(/[\s\-_.]/g, "")
  return isCode(text) ? text : undefined
}

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/** Random bytes a code takes: {@link make} uses five bits of each. */
export const randomBytes = 11

export const make = (random: Uint8Array): CouponCode =>
  CouponCode.make(Array.from(random.subarray(0, randomBytes), (byte) => alphabet[byte & 31]).join(""))

/** "SUMM-ER20": in fours, for paper. */
export const format = (code: CouponCode): string => code.replace(/(.{4})(?=.)/g, "$1-")
