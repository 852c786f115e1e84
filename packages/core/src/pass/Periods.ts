/**
 * The periods of a pass, one after another: what each cost, and how often it was used.
 *
 * Units: dates closed-open by the clocks of a zone; amounts in minor units.
 * Guarantees: entries used never exceed entries bought; a cancelled pass gives back no more than was paid.
 */
import { Result, Schema } from "effect"
import { Means } from "../lifecycle/index.ts"
import { Money } from "../money/index.ts"
import { Bill, PassProduct, Refund } from "../pricing/index.ts"
import { FullDate } from "../pricing/Window.ts"
import { Instant, LocalDate, type TimeZone } from "../time/index.ts"
import type { PassTerms } from "./PassTerms.ts"

export const Charge = Schema.Struct({
  amount: Money.Money.pipe(Schema.check(Schema.makeFilter(({ amount }) => amount > 0 || "expected more than nothing"))),
  by: Means.Means
})
export type Charge = typeof Charge.Type

export const Period = Schema.Struct({
  from: FullDate,
  until: FullDate,
  price: Money.Money,
  charge: Schema.optionalKey(Charge),
  /** When it was settled. */
  paidAt: Schema.optionalKey(Instant.Instant),
  /** Entries. */
  used: Schema.Int
})
export type Period = typeof Period.Type
type Periods = ReadonlyArray<Period>

const startOf = (zone: TimeZone.TimeZone, date: string): number => LocalDate.at(zone, LocalDate.parse(date) ?? 0, 0)

/** From the first to the last; the price of the first. */
export const ofAll = (periods: Periods): Pick<Period, "from" | "until" | "price"> => {
  const [first, last] = [periods[0], periods.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError("a pass has a period from its beginning")
  return { from: first.from, until: last.until, price: first.price }
}

/** The instant at which the last period is over. */
export const endsAt = (periods: Periods, zone: TimeZone.TimeZone): number => startOf(zone, ofAll(periods).until)

const holds = ({ from, until }: Period, zone: TimeZone.TimeZone, at: Instant.Instant): boolean => startOf(zone, from) <= at && at < startOf(zone, until)

/** The period that `at` lies in. */
export const at = (periods: Periods, zone: TimeZone.TimeZone, instant: Instant.Instant): Period | undefined => periods.find((period) => holds(period, zone, instant))

/** With one entry more in the period that `at` lies in. */
export const use = (periods: Periods, zone: TimeZone.TimeZone, instant: Instant.Instant): Periods => {
  const used = at(periods, zone, instant)
  return periods.map((period) => (period === used ? { ...period, used: period.used + 1 } : period))
}

/** With another end of the last. */
export const until = (periods: Periods, date: string): Periods => periods.map((period, index) => (index === periods.length - 1 ? { ...period, until: date } : period))

const latest = LocalDate.make(9999, 12, 30)

/** The end of the last period, once a suspension from one instant to another has moved it. */
export const extended = (periods: Periods, zone: TimeZone.TimeZone, suspension: { readonly from: Instant.Instant; readonly to: Instant.Instant }): string => {
  const all = ofAll(periods)
  const begun = Math.max(LocalDate.of(zone, suspension.from), LocalDate.parse(all.from) ?? 0)
  const days = Math.max(0, LocalDate.of(zone, suspension.to) - begun)
  return LocalDate.format(Math.min(latest, (LocalDate.parse(all.until) ?? 0) + days))
}

/** What the days of `period` before `date` cost, at most what it cost. */
const spent = ({ from, price, until }: Period, { product, zone }: PassTerms, date: string): number => {
  if (date <= from) return 0
  if (date >= until) return price.amount
  const bill = PassProduct.price(product, { from, until: date, zone })
  return Result.isFailure(bill) ? price.amount : Math.min(price.amount, Bill.total(bill.success).amount)
}

/** What the entries of `period` that were used cost. */
const entriesSpent = ({ price, used }: Period, { entries }: PassTerms): number =>
  entries === undefined ? 0 : Number((BigInt(price.amount) * BigInt(Math.min(used, entries)) + BigInt(entries) - 1n) / BigInt(entries))

/** What is given back of the periods when the pass is cancelled, its first unused day being `date`: of days and entries what is used more. */
export const unused = (periods: Periods, terms: PassTerms, date: string, cancelledAt: Instant.Instant): Money.Money => {
  const { product: { currency }, cancellation: { refund, ...policy } } = terms
  const left = periods.map((period) => (period.paidAt === undefined ? 0 : Math.max(0, period.price.amount - Math.max(spent(period, terms, date), entriesSpent(period, terms)))))
  const paid = { amount: refund === "none" ? 0 : left.reduce((sum, each) => sum + each, 0), currency }
  const given = Refund.cancel({ ...policy, steps: [], otherwise: "100" }, { paid, bookedAt: cancelledAt, startsAt: cancelledAt }, cancelledAt)
  return Result.getOrElse(given, () => Money.zero(currency))
}
