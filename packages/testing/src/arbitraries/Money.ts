/** Currencies, money and exact numbers. */
import { Money, Rational } from "@parkade/core/money"
import * as fc from "fast-check"

/** Currencies of 2, 0 and 3 decimals. */
export const currencies: ReadonlyArray<Money.Currency> = ["EUR", "JPY", "KWD", "USD", "CLP"].map((code) => Money.Currency.make(code))

/** One of `among`; {@link currencies} by default. */
export const currency = ({ among = currencies }: { readonly among?: ReadonlyArray<Money.Currency> } = {}): fc.Arbitrary<Money.Currency> =>
  fc.constantFrom(...among)

/** Minor units: small amounts, any safe integer, and the ends of that range; `min` and `max` are those ends by default. */
export const amount = ({ max = Number.MAX_SAFE_INTEGER, min = Number.MIN_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {}): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: Math.max(min, -10_000), max: Math.min(max, 10_000) }) },
    { weight: 2, arbitrary: fc.maxSafeInteger().map((value) => Math.min(max, Math.max(min, value))) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) }
  )

/** Money of one of `among`, {@link currencies} by default, with amounts from `min` to `max`, any safe integer by default. */
export const money = (
  options: { readonly among?: ReadonlyArray<Money.Currency>; readonly min?: number; readonly max?: number } = {}
): fc.Arbitrary<Money.Money> => fc.record({ amount: amount(options), currency: currency(options) })

/** An exact fraction, of either sign unless `min` is 0, from a million millions below it by default; halves and whole numbers are common. */
export const rational = ({ min = -(10n ** 12n) }: { readonly min?: bigint } = {}): fc.Arbitrary<Rational.Rational> =>
  fc.tuple(fc.bigInt({ min, max: 10n ** 12n }), fc.oneof(fc.constantFrom(1n, 2n, 10n, 100n), fc.bigInt({ min: 1n, max: 10n ** 9n })))
    .map(([numerator, denominator]) => Rational.make(numerator, denominator))

/** What tariffs write as an amount: "0", "1.50", "7/120", and now and then a large one. */
export const amountText = (): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.tuple(fc.nat(50), fc.constantFrom("", ".5", ".05", ".50", ".333", ".99")).map(([whole, decimals]) => `${whole}${decimals}`) },
    { weight: 2, arbitrary: fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 400 })).map(([top, bottom]) => `${top}/${bottom}`) },
    { weight: 1, arbitrary: fc.constantFrom("0", "0.00", "0.0001", "99999999", "1/3", "7/120") }
  )
