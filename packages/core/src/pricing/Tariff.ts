/**
 * A tariff: how a stay is priced, as data (JSON).
 *
 * A rate is a function from a set of time to an itemised amount. Two of its constructs are here, `flat` and `hourly`;
 * the others join the same union. Where everyday words admit two prices, a field without a default decides: how tax
 * is meant, how and where sums are rounded, whether seconds count, which steps count.
 *
 * Units: amounts are decimal or rational strings in major units ("1.50", "7/120"); durations are elapsed time.
 * Guarantees: unknown fields are refused; every refusal names its path and what was expected.
 * Source: the field's published boards; APDS RateTable; OCPI tariffs.
 */
import { Result, Schema, SchemaIssue } from "effect"
import { Name } from "../lot/index.ts"
import { Money, Rational } from "../money/index.ts"
import { Elapsed, TimeZone } from "../time/index.ts"
import { Tax } from "./Bill.ts"

const notNegative = (text: string): string | undefined => {
  const value = Rational.parse(text)
  if (value === undefined) return `expected an amount in major units such as "1.50" or "7/120"`
  return value.numerator < 0n ? "expected zero or more: a price is never negative" : undefined
}

/** "1.50" or "1/30", zero or more, in major units. */
export const Amount = Schema.String.pipe(
  Schema.check(Schema.makeFilter(notNegative)),
  Schema.brand("TariffAmount"),
  Schema.annotate({ identifier: "TariffAmount", description: "decimal or rational string in major units: 1.50, 7/120" })
)

export type Amount = typeof Amount.Type

/** The exact value of an {@link Amount}, in major units. */
export const amount = (text: Amount): Rational.Rational => {
  const value = Rational.parse(text)
  if (value === undefined) throw new RangeError(`"${text}" was never checked to be an amount`)
  return value
}

const Step = Elapsed.FromIso.pipe(
  Schema.check(Schema.makeFilter((step: Elapsed.Elapsed) => step >= 1_000 || "expected at least one second"))
)

/** A check of an amount's value; what is no amount was refused before. */
const value = (holds: (amount: Rational.Rational) => boolean, expected: string) =>
  Schema.makeFilter((text: string) => {
    const parsed = Rational.parse(text)
    return parsed === undefined || holds(parsed) || expected
  })

const isFraction = value((tax) => Rational.compare(tax, Rational.make(1n)) <= 0, 'expected a fraction of at most 1: 19 % is "0.19"')
const isAboveZero = value(({ numerator }) => numerator > 0n, "expected more than zero")

const common = {
  /** What the line on the bill is called. */
  label: Schema.optionalKey(Name.upTo(120)),
  /** Tax rate as a fraction ("0.19"), at most 1. */
  tax: Schema.optionalKey(Amount.pipe(Schema.check(isFraction)))
}

/** One price for a stay of any length. */
export const Flat = Schema.Struct({ type: Schema.Literal("flat"), price: Amount, ...common })

/**
 * `price` per `per` (PT1H), counted in steps of `step` (`per`): started, completed, nearest (half up) or to the exact second.
 */
export const Hourly = Schema.Struct({
  type: Schema.Literal("hourly"),
  price: Amount,
  per: Schema.optionalKey(Step),
  step: Schema.optionalKey(Step),
  count: Schema.Literals(["started", "completed", "nearest", "exact"]),
  ...common
})

export const Rate = Schema.Union([Flat, Hourly]).annotate({ expected: `a rate of type "flat" or "hourly"` })
export type Rate = typeof Rate.Type

/** One rounding for the whole bill or for each line: `mode` to a multiple of `to`. */
export const Rounding = Schema.Struct({
  mode: Schema.Literals(["half-up", "half-even", "up", "down"]),
  to: Amount.pipe(Schema.check(isAboveZero)),
  where: Schema.Literals(["total", "line"])
})
export type Rounding = typeof Rounding.Type

/**
 * A bill is made of whole minor units, those of the tariff and those the currency is paid in, so what it rounds to must
 * be a multiple of both.
 */
const roundsToWholeUnits = (tariff: {
  readonly currency: Money.Currency
  readonly minorUnits?: number
  readonly rounding: Rounding
}) => {
  const places = Math.min(minorUnits(tariff), Money.minorUnits(tariff.currency))
  const smallest = Rational.make(1n, 10n ** BigInt(places))
  return Rational.divide(amount(tariff.rounding.to), smallest).denominator === 1n
    ? undefined
    : { path: ["rounding", "to"], issue: `expected a multiple of ${Rational.format(smallest)}, the smallest amount of ${tariff.currency}` }
}

export const Tariff = Schema.Struct({
  /** Where its clocks are read; the lot's when absent. */
  zone: Schema.optionalKey(TimeZone.TimeZone),
  currency: Money.Currency,
  /** Decimal places of the currency; those of ISO 4217 when absent. */
  minorUnits: Schema.optionalKey(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 4 })))),
  /** Prices include tax, tax is added to them, or there is none. */
  tax: Tax,
  rounding: Rounding,
  /** `dropped`: a stay counts in whole minutes. */
  seconds: Schema.Literals(["counted", "dropped"]),
  visits: Schema.Literals(["apart"]),
  rate: Rate
}).pipe(
  Schema.check(Schema.makeFilter(roundsToWholeUnits)),
  Schema.annotate({ identifier: "Tariff" })
)
export type Tariff = typeof Tariff.Type
export type Encoded = typeof Tariff.Encoded

/** A text or value that is not a tariff: every place that is wrong, and what was expected there. */
export class InvalidTariff extends Schema.TaggedError<InvalidTariff>()("InvalidTariff", {
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
}) {
  override get message() {
    return this.issues.map(({ path, message }) => `${path || "tariff"}: ${message}`).join("\n")
  }
}

const decodeTariff = Schema.decodeUnknownResult(Tariff, { errors: "all", onExcessProperty: "error" })
const toIssues = SchemaIssue.makeFormatterStandardSchemaV1()

/** The tariff that `json` (parsed JSON) writes. */
export const decode = (json: unknown): Result.Result<Tariff, InvalidTariff> =>
  Result.mapError(decodeTariff(json), (error) =>
    new InvalidTariff({
      issues: toIssues(error.issue).issues.map(({ message, path }) => ({ path: (path ?? []).map(String).join("."), message }))
    }))

/** The JSON that {@link decode} reads back. */
export const encode: (tariff: Tariff) => Encoded = Schema.encodeSync(Tariff)

/** Decimal places of the tariff's currency. */
export const minorUnits = (tariff: { readonly currency: Money.Currency; readonly minorUnits?: number }): number => tariff.minorUnits ?? Money.minorUnits(tariff.currency)
