/**
 * Refunds: what is given back of time that was paid and not used, and of a booking that is cancelled. The policy is data.
 *
 * Units: amounts in a policy are in major units of what was paid, with tax; percents of 0 to 100; notice is elapsed time.
 * Fails: what PriceFunction fails with; CurrencyMismatch; CancelledBeforeBooking.
 * Guarantees: a refund is never negative and never above what was paid; prepaid time that is refunded costs what the stay
 * cost; of several steps of a cancellation the first that holds decides.
 * Rounding: down, to the policy's `roundDownTo` or the smallest unit of the currency.
 */
import { Result, Schema } from "effect"
import { Money, Rational } from "../money/index.ts"
import { Elapsed, Instant } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import * as Bill from "./Bill.ts"
import type * as PriceFunction from "./PriceFunction.ts"

const terms = {
  /** Kept of every refund. */
  fee: Schema.optionalKey(Amount.Amount),
  /** Paid out in multiples of this. */
  roundDownTo: Schema.optionalKey(Amount.Positive),
  /** Less than this is not paid out. */
  minimum: Schema.optionalKey(Amount.Amount)
}

/** What becomes of paid time that is not used. */
export const Policy = Schema.Struct({ refund: Schema.Literals(["unused", "none"]), ...terms }).annotate({ identifier: "RefundPolicy" })
export type Policy = typeof Policy.Type

/** 0 to 100. */
const Percent = Amount.Quantity.pipe(Schema.check(Amount.where((percent) => Rational.compare(percent, Rational.make(100n)) <= 0, "at most 100 percent")))

/** Holds when all that it gives holds: cancelled at most so long after booking, at least so long before the start. */
const Step = Schema.Struct({
  bookedWithin: Schema.optionalKey(Elapsed.Text),
  notice: Schema.optionalKey(Elapsed.Text),
  percent: Percent
}).pipe(Schema.check(Schema.makeFilter(({ bookedWithin, notice }) => bookedWithin !== undefined || notice !== undefined || "expected bookedWithin, notice or both")))

/** How much of what was paid a cancellation gives back: the first of `steps` that holds, or `otherwise`. */
export const Cancellation = Schema.Struct({ steps: Schema.Array(Step), otherwise: Percent, ...terms }).annotate({ identifier: "CancellationPolicy" })
export type Cancellation = typeof Cancellation.Type

/** A cancellation of what was not booked yet: one of the two instants is wrong. */
export class CancelledBeforeBooking extends Schema.TaggedError<CancelledBeforeBooking>()("CancelledBeforeBooking", {
  bookedAt: Instant.Instant,
  at: Instant.Instant
}) {
  override get message() {
    return `cancelled at ${Instant.toIso(this.at)}, booked at ${Instant.toIso(this.bookedAt)}`
  }
}

type Terms = Pick<Policy, "fee" | "roundDownTo" | "minimum">

/** What the terms pay out of `surplus`, exact in minor units. */
const exactly = ({ fee = "0", minimum = "0", roundDownTo }: Terms, surplus: Rational.Rational, currency: Money.Currency): Money.Money => {
  const unit = Rational.make(10n ** BigInt(Money.minorUnits(currency)))
  const minor = (amount: Amount.Amount) => Rational.multiply(Amount.value(amount), unit)
  const quantum = roundDownTo === undefined ? Rational.make(1n) : minor(roundDownTo)
  const left = Rational.subtract(surplus, minor(fee))
  const whole = Rational.multiply(Rational.make(Rational.round(Rational.divide(left, quantum), "down")), quantum)
  const amount = Number(Rational.round(whole, "down"))
  return { amount: Rational.compare(Rational.make(amount), minor(minimum)) < 0 ? 0 : amount, currency }
}

/** What the policy pays out of what was paid and not used. */
export const payOut = (policy: Policy, surplus: Money.Money): Money.Money =>
  policy.refund === "none" ? Money.zero(surplus.currency) : exactly(policy, Rational.make(surplus.amount), surplus.currency)

export interface Refunded {
  readonly refund: Money.Money
  /** Of the stay as it was. */
  readonly bill: Bill.Bill
}

/** What is given back to who paid `paid` for a stay and left at `left`: nothing where the stay cost as much or more. */
export const unused = (
  policy: Policy,
  price: PriceFunction.PriceFunction,
  { left, paid }: { readonly paid: Money.Money; readonly left: Instant.Instant }
): Result.Result<Refunded, PriceFunction.Rejection | Money.CurrencyMismatch> =>
  Result.flatMap(price.at(left), (bill) =>
    Result.map(Money.subtract(paid, Bill.total(bill)), (surplus) => ({
      refund: payOut(policy, surplus),
      bill
    })))

export interface Booking {
  readonly paid: Money.Money
  readonly bookedAt: Instant.Instant
  readonly startsAt: Instant.Instant
}

const millis = (text: string): number => Elapsed.parse(text) ?? 0

/** What a cancellation at `at` gives back. */
export const cancel = (policy: Cancellation, { bookedAt, paid, startsAt }: Booking, at: Instant.Instant): Result.Result<Money.Money, CancelledBeforeBooking> => {
  if (at < bookedAt) return Result.fail(new CancelledBeforeBooking({ bookedAt, at }))
  const step = policy.steps.find(({ bookedWithin, notice }) =>
    (bookedWithin === undefined || at - bookedAt <= millis(bookedWithin)) && (notice === undefined || startsAt - at >= millis(notice)))
  const share = Rational.divide(Amount.value(step?.percent ?? policy.otherwise), Rational.make(100n))
  return Result.succeed(exactly(policy, Rational.multiply(Rational.make(paid.amount), share), paid.currency))
}
