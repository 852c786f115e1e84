/**
 * A tariff: how a stay is priced, as data. A tariff is its JSON, checked: nothing is rewritten on the way in.
 *
 * Where everyday words admit two prices, a field without a default decides: how tax is meant, how and where sums are
 * rounded, whether seconds count, whether visits count together; the rest are fields of the rates (see Rate).
 *
 * Units: amounts are decimal or rational texts in major units ("1.50", "7/120"); durations are elapsed time.
 * Guarantees: decode(encode(tariff)) is the tariff; unknown fields are refused; every refusal names its path and what
 * was expected.
 * Source: the field's published boards; APDS RateTable; OCPI tariffs.
 */
import { Result, Schema, type SchemaIssue } from "effect"
import { Money, type Rational } from "../money/index.ts"
import { TimeZone } from "../time/index.ts"
import * as Amounts from "./Amount.ts"
import * as Apart from "./Apart.ts"
import { Tax } from "./Bill.ts"
import * as Diagnosis from "./Diagnosis.ts"
import * as Faults from "./Faults.ts"
import { may, must } from "./Field.ts"
import { InvalidTariff } from "./InvalidTariff.ts"
import * as Json from "./Json.ts"
import * as JsonSchema from "./JsonSchema.ts"
import { Step } from "./Period.ts"
import { Rate } from "./Rate.ts"
import { FullDate } from "./Window.ts"

export const Amount = Amounts.Amount
export type Amount = Amounts.Amount
/** The exact value of an amount, in major units. */
export const amount: (text: Amount) => Rational.Rational = Amounts.value

const isAboveZero = Amounts.where(({ numerator }) => numerator > 0n, "more than zero")

/** One rounding for the whole bill or for each line: `mode` to a multiple of `to`. */
export const Rounding = Schema.Struct({
  mode: must("How an amount between two multiples is rounded.", Schema.Literals(["half-up", "half-even", "up", "down"])),
  to: must("Amounts are rounded to a multiple of this: 0.01.", Amount.pipe(Schema.check(isAboveZero))),
  where: must("Once for the whole bill, or each line.", Schema.Literals(["total", "line"]))
})
export type Rounding = typeof Rounding.Type

const Accumulation = Schema.Struct({
  accumulate: must("Visits that began on one local date, or within so long of the first.", Schema.Union([Schema.Literal("day"), Step]).annotate({ expected: `"day", or elapsed time such as PT24H` })),
  minInterruption: may("Visits that lie closer together are one.", Step)
})

/**
 * `apart`: each visit alone. Else visits are priced together: those that began on one local date, or within so long of
 * the first; the price of a visit is then what it adds.
 */
export const Visits = Schema.Union([Schema.Literals(["apart", "accumulate"]), Accumulation]).annotate({
  expected: `"apart", "accumulate" or {"accumulate": "day"}`
})
export type Visits = typeof Visits.Type

const calendarName = Schema.String.pipe(Schema.check(Schema.isBetweenLength(1, 120, { expected: "the name of a calendar" })))

/** Local dates: the holidays of a tariff, or of a calendar. */
export const Dates = Schema.Array(FullDate)

/** Local dates, or the name of a calendar that the host knows. */
export const Holidays = Schema.Union([Dates, calendarName]).annotate({
  expected: `a list of dates such as ["2026-12-25"], or the name of a calendar`
})

/** Paths are written with dots, so names have none: "rates.night.price" is one place. */
const Name = Schema.String.pipe(Schema.check(Schema.isPattern(/^[^.\p{Cc}]{1,120}$/u, { expected: "a name of 1 to 120 characters without dots" })))

export const Tariff = Schema.Struct({
  $schema: may("What editors check the file against.", Schema.String),
  zone: may("Where its clocks are read; the lot's when absent.", TimeZone.TimeZone),
  currency: must("ISO 4217 code of the currency.", Money.Currency),
  minorUnits: may("Decimal places of the currency; those of ISO 4217 when absent.", Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 4 }, { expected: "0 to 4 decimal places" })))),
  tax: must("Prices include tax, tax is added to them, or there is none.", Tax),
  rounding: must("The one rounding, of the whole bill or of each line.", Rounding),
  seconds: must("dropped: a stay counts in whole minutes.", Schema.Literals(["counted", "dropped"])),
  visits: must("apart: each visit is priced alone. accumulate: visits of one local day are priced together.", Visits),
  holidays: may("Dates that are holidays, or the name of a calendar that the host knows.", Holidays),
  valid: may("Local dates of the entries it is for, closed-open.", Schema.Struct({ from: may("The first date.", FullDate), until: may("The first date after.", FullDate) })),
  rates: may("Rates that named rates refer to.", Schema.Record(Name, Rate)),
  rate: must("How a stay is priced.", Rate)
}).pipe(
  Schema.check(Schema.makeFilter((tariff) => Faults.faults(tariff).map(({ message, path }) => ({ path: path.split("."), issue: message })))),
  Schema.annotate({ identifier: "Tariff", description: "A parking tariff: how a stay is priced, as data.", expected: "a tariff, an object with currency, tax, rounding, seconds, visits and rate" })
)
export type Tariff = typeof Tariff.Type
export type Encoded = typeof Tariff.Encoded

const decodeTariff = Schema.decodeUnknownResult(Tariff, { errors: "all", onExcessProperty: "error", reportInput: true })

const invalid = (issues: ReadonlyArray<Faults.Fault>) => new InvalidTariff({ issues })

/** Faults of sense are told together with those of shape, as far as they can be seen. */
const refusals = (issue: SchemaIssue.Issue, json: unknown): InvalidTariff => {
  const shape = [...Diagnosis.findings(issue, "")]
  if (issue._tag === "Composite" && issue.issues.every(({ _tag }) => _tag === "Filter")) return invalid(Diagnosis.tell(shape))
  const head = shape.every(({ path }) => /^rates?(?:\.|$)/.test(path)) ? decodeTariff(Apart.head(json)) : Result.succeed(undefined)
  const known = [...shape, ...Result.match(head, { onSuccess: () => [], onFailure: (error) => [...Diagnosis.findings(error.issue, "")] })]
  return invalid(Diagnosis.tell([...known, ...Apart.faults(json, known, Diagnosis.told)]))
}

/** The tariff that `json` (parsed JSON) writes. */
export const decode = (json: unknown): Result.Result<Tariff, InvalidTariff> =>
  Result.mapError(Json.plain(json), (fault) => invalid([fault])).pipe(
    Result.flatMap((plain) => Result.mapError(decodeTariff(plain), ({ issue }) => refusals(issue, plain)))
  )

/** The tariff that a JSON text writes. */
export const parse = (text: string): Result.Result<Tariff, InvalidTariff> =>
  Result.mapError(Json.parse(text), (fault) => invalid([fault])).pipe(Result.flatMap(decode))

/** The JSON that {@link decode} reads back. */
export const encode: (tariff: Tariff) => Encoded = Schema.encodeSync(Tariff)

/** The JSON Schema of tariffs, for editors: what it takes, {@link decode} may still refuse for its sense. */
export const jsonSchema = () => JsonSchema.of(Tariff, { id: "urn:parkade:tariff", title: "Parking tariff" })

/** Decimal places of the tariff's currency. */
export { InvalidTariff } from "./InvalidTariff.ts"
export { minorUnits } from "./Syntax.ts"

