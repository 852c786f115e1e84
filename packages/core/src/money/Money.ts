/**
 * Money on bills, tickets and the wire: integer minor units of an ISO 4217 currency (EUR 4.00 is `{ amount: 400,
 * currency: "EUR" }`).
 *
 * Guarantees: amounts are safe integers, larger ones are refused and never rounded; arithmetic is exact
 * (dinero.js with its bigint calculator); two currencies never mix; a split loses no unit.
 * Source: ISO 4217 for currencies and their minor units.
 */
import { Result, Schema } from "effect"
import * as dinero from "dinero.js/bigint"
import * as iso4217 from "dinero.js/bigint/currencies"

type DineroCurrency = (typeof iso4217)[keyof typeof iso4217]

const byCode: ReadonlyMap<string, DineroCurrency> = new Map(
  Object.values(iso4217).map((currency) => [currency.code, currency])
)

/** ISO 4217's codes for "no currency" and for testing, which have no minor unit. */
const withoutUnits = new Set(["XXX", "XTS"])

/** An ISO 4217 code in capitals. */
export const Currency = Schema.String.pipe(
  Schema.check(Schema.makeFilter((code: string) => byCode.has(code) || withoutUnits.has(code), { expected: "an ISO 4217 currency code such as EUR", toJsonSchema: () => [{ pattern: "^[A-Z]{3}$" }, true] })),
  Schema.brand("Currency"),
  Schema.annotate({ identifier: "Currency", description: "ISO 4217 currency code", examples: ["EUR" as never] })
)
export type Currency = typeof Currency.Type

/**
 * Decimal places of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD. Ariary and ouguiya, whose fifths dinero counts,
 * are written with the two decimals ISO 4217 gives them.
 */
export const minorUnits = (currency: Currency): number => {
  if (withoutUnits.has(currency)) return 0
  const known = byCode.get(currency)
  return known === undefined || known.base !== 10n ? 2 : Number(known.exponent)
}

const minor = "whole minor units such as 400 for EUR 4.00"

/** Minor units: a safe integer, so JSON readers in any language see the same number. */
export const Amount = Schema.Number.pipe(
  Schema.check(Schema.isInt({ expected: minor }), Schema.isBetween({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, { expected: minor })),
  Schema.annotate({ description: "integer minor units (cents)" })
)

export const Money = Schema.Struct({ amount: Amount, currency: Currency }).annotate({
  identifier: "Money",
  expected: `money in whole minor units, such as {"amount": 400, "currency": "EUR"}`,
  description: "An amount in integer minor units of its currency: EUR 4.00 is { amount: 400, currency: EUR }"
})
export type Money = typeof Money.Type

/** Two amounts of different currencies met in one operation. */
export class CurrencyMismatch extends Schema.TaggedError<CurrencyMismatch>()("CurrencyMismatch", {
  left: Currency,
  right: Currency
}) {
  override get message() {
    return `${this.left} and ${this.right} do not mix`
  }
}

/** The exact result does not fit a safe integer of minor units. */
export class AmountTooLarge extends Schema.TaggedError<AmountTooLarge>()("AmountTooLarge", {
  amount: Schema.String,
  currency: Currency
}) {
  override get message() {
    return `${this.amount} minor units of ${this.currency} exceed ${Number.MAX_SAFE_INTEGER}`
  }
}

export const zero = (currency: Currency): Money => ({ amount: 0, currency })

export const isEqual = (a: Money, b: Money): boolean => a.amount === b.amount && a.currency === b.currency

/** Money of `amount` minor units; {@link AmountTooLarge} beyond the safe integers. */
export const fromMinorUnits = (amount: bigint, currency: Currency): Result.Result<Money, AmountTooLarge> => {
  const value = Number(amount)
  return Number.isSafeInteger(value)
    ? Result.succeed({ amount: value, currency })
    : Result.fail(new AmountTooLarge({ amount: amount.toString(), currency }))
}

const toDinero = (money: Money) =>
  dinero.dinero({
    amount: BigInt(money.amount),
    currency: { code: money.currency, base: 10n, exponent: BigInt(minorUnits(money.currency)) }
  })

const fromDinero = (value: ReturnType<typeof toDinero>, currency: Currency) =>
  fromMinorUnits(dinero.toSnapshot(value).amount, currency)

const sameCurrency = (a: Money, b: Money): Result.Result<Currency, CurrencyMismatch> =>
  a.currency === b.currency
    ? Result.succeed(a.currency)
    : Result.fail(new CurrencyMismatch({ left: a.currency, right: b.currency }))

export const add = (a: Money, b: Money): Result.Result<Money, CurrencyMismatch | AmountTooLarge> =>
  Result.flatMap(sameCurrency(a, b), (currency) => fromDinero(dinero.add(toDinero(a), toDinero(b)), currency))

export const subtract = (a: Money, b: Money): Result.Result<Money, CurrencyMismatch | AmountTooLarge> =>
  Result.flatMap(sameCurrency(a, b), (currency) => fromDinero(dinero.subtract(toDinero(a), toDinero(b)), currency))

/**
 * Shares of `money` in the proportion of `ratios` (whole numbers, at least one above zero). The shares sum to the
 * whole: units that do not divide go one by one to the larger ratios first.
 */
export const split = (money: Money, ratios: readonly [number, ...Array<number>]): ReadonlyArray<Money> =>
  dinero.allocate(toDinero(money), ratios.map(BigInt)).map((share) => ({
    amount: Number(dinero.toSnapshot(share).amount),
    currency: money.currency
  }))

/** "4.00", "-0.05", "400" for yen: the decimal number without the currency. */
export const toDecimal = (money: Money): string => dinero.toDecimal(toDinero(money))

/** "4.00 EUR". */
export const format = (money: Money): string => `${toDecimal(money)} ${money.currency}`
