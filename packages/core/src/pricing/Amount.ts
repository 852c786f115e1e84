/**
 * An amount as a tariff writes it: a decimal or rational text in major units ("1.50", "7/120"), exact.
 */
import { type Result, Schema } from "effect"
import { Money, Rational } from "../money/index.ts"

const isRational = (text: string): boolean => Rational.parse(text) !== undefined

/** A check of an amount's value; what is no amount was refused before. */
export const where = (holds: (amount: Rational.Rational) => boolean, expected: string) =>
  Schema.makeFilter((text: string) => {
    const parsed = Rational.parse(text)
    return parsed === undefined || holds(parsed)
  }, { expected })

/** What editors hold amounts against. */
const unsigned = Rational.pattern.source.replace("[+-]?", "")

const isNotNegative = (expected: string) => Schema.makeFilter((text: string) => !isRational(text) || /^\d/.test(text), { expected })

/** Zero or more. */
export const Amount = Schema.String.pipe(
  Schema.check(
    Schema.makeFilter(isRational, { expected: `an amount in major units such as "1.50" or "7/120"`, toJsonSchema: () => [{ pattern: unsigned }, true] }),
    isNotNegative("zero or more: a price is never negative")
  ),
  Schema.annotate({ identifier: "TariffAmount", description: "Decimal or rational text in major units, exact: 1.50, 7/120" })
)
export type Amount = typeof Amount.Type

/** More than zero. */
export const Positive = Amount.pipe(Schema.check(where(({ numerator }) => numerator > 0n, "more than zero")))

/** A number that is no money, zero or more: occupancy, amperes, a factor. */
export const Quantity = Schema.String.pipe(
  Schema.check(Schema.makeFilter(isRational, { expected: `a number as a text such as "16", "0.8" or "1/3"`, toJsonSchema: () => [{ pattern: unsigned }, true] }), isNotNegative("zero or more")),
  Schema.annotate({ identifier: "Quantity", description: "Decimal or rational text, exact: 16, 0.8, 1/3" })
)

/** Above or below zero: by how much a demand price moves. */
export const Change = Schema.String.pipe(
  Schema.check(Schema.makeFilter(isRational, { expected: `an amount with or without a sign such as "-0.25"`, toJsonSchema: () => [{ pattern: Rational.pattern.source }, true] })),
  Schema.annotate({ identifier: "TariffChange", description: "Decimal or rational text, negative for less: -0.25" })
)

/** The exact value of an {@link Amount} or {@link Change}. */
export const value = (text: string): Rational.Rational => {
  const parsed = Rational.parse(text)
  if (parsed === undefined) throw new RangeError(`"${text}" was never checked to be an amount`)
  return parsed
}

/** The {@link Amount} as money of that currency, rounded half up to its minor unit. */
export const toMoney = (amount: Amount, currency: Money.Currency): Result.Result<Money.Money, Money.AmountTooLarge> =>
  Money.fromMinorUnits(Rational.round(Rational.multiply(value(amount), Rational.make(10n ** BigInt(Money.minorUnits(currency)))), "half-up"), currency)
