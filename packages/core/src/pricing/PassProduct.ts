/**
 * A pass as a product: a fee for each period of the calendar, or for so many days from the day it begins, and what is
 * charged for a period that a pass does not fill.
 *
 * Days are local dates: a day of 23 or 25 hours is a day like every other.
 *
 * Units: the fee in major units (net where tax is added, else gross); dates closed-open, as "YYYY-MM-DD".
 * Fails: InvalidPassDates; AmountTooLarge.
 * Guarantees: a whole period costs the fee; every day of a pass lies in one of its parts; under daily proration the shares
 * of a split period sum to one.
 * Rounding: as the product declares, once for the bill or for each period; the bill is made as those of stays are.
 */
import { Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money, Rational } from "../money/index.ts"
import { Instant, LocalDate, type TimeZone } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import * as Bill from "./Bill.ts"
import { factor, ownSide } from "./Additions.ts"
import { billing } from "./Billing.ts"
import { type Charge, inParts } from "./Charge.ts"
import { faults } from "./Faults.ts"
import * as Tariff from "./Tariff.ts"

const days = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 3_660 })))

/** A period of the calendar (weeks from Monday), or so many days from the day on which the pass begins. */
export const Period = Schema.Union([Schema.Struct({ every: Schema.Literals(["day", "week", "month"]) }), Schema.Struct({ days })]).annotate({
  expected: `{"every": "month"} or {"days": 30}`
})
export type Period = typeof Period.Type

const isFraction = Amount.where((tax) => Rational.compare(tax, Rational.make(1n)) <= 0, `a fraction of at most 1 (19 % is "0.19")`)

const fields = {
  code: Name.upTo(120),
  /** What its lines on the bill are called. */
  label: Name.upTo(120),
  fee: Amount.Amount,
  period: Period,
  /**
   * `none`: a period that is begun is paid. `daily`: the share of its days. `remaining`: who joins within a period pays for
   * what remains of it; who leaves within one has paid it.
   */
  proration: Schema.Literals(["none", "daily", "remaining"]),
  currency: Money.Currency,
  /** Decimal places of the currency; those of ISO 4217 when absent. */
  minorUnits: Tariff.Tariff.fields.minorUnits,
  /** The fee includes tax, tax is added to it, or there is none. */
  tax: Bill.Tax,
  /** A fraction: "0.19". */
  taxRate: Amount.Quantity.pipe(Schema.check(isFraction)),
  rounding: Tariff.Rounding
}

type Terms = Pick<Tariff.Tariff, "currency" | "minorUnits" | "tax" | "rounding"> & { readonly fee: Amount.Amount }

/** What rounds and taxes the fee. */
const tariffOf = ({ currency, fee, minorUnits, rounding, tax }: Terms): Tariff.Tariff => ({
  currency,
  ...(minorUnits !== undefined && { minorUnits }),
  tax,
  rounding,
  seconds: "counted",
  visits: "apart",
  rate: { type: "flat", price: fee }
})

export const PassProduct = Schema.Struct(fields).pipe(
  Schema.check(Schema.makeFilter((product) => faults(tariffOf(product)).map(({ message, path }) => ({ path: path.split("."), issue: message })))),
  Schema.annotate({ identifier: "PassProduct" })
)
export type PassProduct = typeof PassProduct.Type

/** Dates that no pass has. */
export class InvalidPassDates extends Schema.TaggedError<InvalidPassDates>()("InvalidPassDates", {
  from: Schema.String,
  until: Schema.optionalKey(Schema.String),
  reason: Schema.Literals(["no date from 1970-01-02 to 9999-12-30", "ends before it begins", "more than 4,000 periods"])
}) {
  override get message() {
    return `a pass from ${this.from}${this.until === undefined ? "" : ` until ${this.until}`}: ${this.reason}`
  }
}

export interface Dates {
  /** The first day, "2026-06-19". */
  readonly from: string
  /** The day after the last; the end of the first period when absent. */
  readonly until?: string
}

/** The days of a pass within one period, and the share of the fee that they cost. */
export interface Part {
  readonly from: LocalDate.LocalDate
  readonly until: LocalDate.LocalDate
  readonly days: number
  /** Days of the whole period. */
  readonly of: number
  readonly share: Rational.Rational
}

/** The period that holds `date`, of a pass that began, or was renewed, on `begin`. */
const periodAt = ({ period }: PassProduct, date: LocalDate.LocalDate, begin: LocalDate.LocalDate): readonly [from: number, until: number] => {
  if ("days" in period) {
    const from = begin + Math.floor((date - begin) / period.days) * period.days
    return [from, from + period.days]
  }
  if (period.every === "day") return [date, date + 1]
  return period.every === "week"
    ? [LocalDate.startOfWeek(date), LocalDate.startOfWeek(date) + 7]
    : [LocalDate.startOfMonth(date), LocalDate.nextMonth(date)]
}

/** Days of the period that are paid for. */
const paidDays = (proration: PassProduct["proration"], held: readonly [number, number], period: readonly [number, number]): number => {
  if (proration === "none") return period[1] - period[0]
  return proration === "daily" ? held[1] - held[0] : period[1] - held[0]
}

const first = LocalDate.make(1970, 1, 2)
const last = LocalDate.make(9999, 12, 30)
const mostParts = 4_000

/** The parts of a pass, one for each period that it touches. */
export const parts = (product: PassProduct, dates: Dates): Result.Result<ReadonlyArray<Part>, InvalidPassDates> => {
  const fail = (reason: InvalidPassDates["reason"]) => Result.fail(new InvalidPassDates({ ...dates, reason }))
  const from = LocalDate.parse(dates.from)
  if (from === undefined) return fail("no date from 1970-01-02 to 9999-12-30")
  const until = dates.until === undefined ? periodAt(product, from, from)[1] : LocalDate.parse(dates.until)
  if (until === undefined || from < first || until > last) return fail("no date from 1970-01-02 to 9999-12-30")
  if (until <= from) return fail("ends before it begins")
  const found: Array<Part> = []
  for (let date = from; date < until;) {
    if (found.length === mostParts) return fail("more than 4,000 periods")
    const period = periodAt(product, date, from)
    const held = [date, Math.min(until, period[1])] as const
    const of = period[1] - period[0]
    found.push({ from: held[0], until: held[1], days: held[1] - held[0], of, share: Rational.make(paidDays(product.proration, held, period), of) })
    date = held[1]
  }
  return Result.succeed(found)
}

/** The dates of the period that follows a pass, or a part of one, that ends on `until`. */
export const renewal = (product: PassProduct, until: string): Result.Result<Required<Dates>, InvalidPassDates> =>
  Result.map(parts(product, { from: until }), (made) => ({ from: until, until: LocalDate.format(made.at(-1)?.until ?? 0) }))

const unitOf = ({ period }: PassProduct): string => ("days" in period ? `P${period.days}D` : period.every)

const labelOf = ({ label }: PassProduct, { days: held, from, of, until }: Part): string => {
  const name = `${label} ${LocalDate.format(from)} - ${LocalDate.format(until - 1)}`
  return held === of ? name : `${name} (${held}/${of})`
}

/** The bill of a pass: a line for each period, with its days, how many they are of how many, and the share of the fee. */
export const price = (
  product: PassProduct,
  { zone, ...dates }: Dates & { readonly zone: TimeZone.TimeZone }
): Result.Result<Bill.Bill, InvalidPassDates | Money.AmountTooLarge> =>
  Result.flatMap(parts(product, dates), (made) => {
    const tariff = tariffOf(product)
    const second = (date: LocalDate.LocalDate) => LocalDate.at(zone, date, 0) / 1_000
    const unit = Rational.make(10n ** BigInt(Tariff.minorUnits(tariff)))
    const [fee, other] = [Rational.multiply(Amount.value(product.fee), unit), factor(tariff.tax, product.taxRate)]
    const sides = (own: Rational.Rational) =>
      ownSide(tariff.tax) === "net" ? { net: own, gross: Rational.multiply(own, other) } : { net: Rational.multiply(own, other), gross: own }
    const charges = made.map((part): Charge => ({
      kind: "charge",
      rule: `pass.${product.code}`,
      label: labelOf(product, part),
      from: second(part.from),
      to: second(part.until),
      quantity: Rational.format(part.share),
      unitPrice: product.fee,
      unit: unitOf(product),
      taxRate: tariff.tax === "none" ? "0" : Rational.format(Amount.value(product.taxRate)),
      ...inParts(sides(Rational.multiply(fee, part.share)))
    }))
    const [from, to] = [charges[0]?.from ?? 0, charges.at(-1)?.to ?? 0]
    return billing(tariff)(charges, { from: Instant.ofSeconds(from), to: Instant.ofSeconds(to) })
  })
