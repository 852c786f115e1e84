/**
 * What a driver with a reservation owes, or is given back, at the exit.
 *
 * Who leaves before the end plus its tolerance pays nothing; who stays longer pays from the end on, by the terms that the
 * reservation names. Who came early, within the tolerance, pays nothing for that.
 *
 * Units: amounts in minor units; stays closed-open.
 * Fails: what PriceFunction fails with; CurrencyMismatch where the tariff is in other money.
 * Guarantees: within the tolerance no overtime is due; nobody owes overtime and is given back unused time; unused time
 * never gives back more than the price.
 * Source: prepaid parking as operators sell it: unused time is given back, overtime is charged.
 */
import { Result } from "effect"
import { Money } from "../money/index.ts"
import { Bill, type PriceFunction, Refund } from "../pricing/index.ts"
import type { Instant } from "../time/index.ts"
import type { CheckedIn } from "./Reservation.ts"

export interface Leaving {
  /** To be charged on the ticket. */
  readonly overtime: Money.Money
  /** To be given back; what `Complete` takes. */
  readonly unused: Money.Money
}

export type Rejection = PriceFunction.Rejection | Money.CurrencyMismatch

/** The exit at `at`; `tariff` is that of the terms that the reservation's overtime names. */
export const settle = (
  { period, price, terms }: CheckedIn,
  tariff: PriceFunction.Compiled,
  at: Instant.Instant,
  context?: PriceFunction.Context
): Result.Result<Leaving, Rejection> => {
  const none = Money.zero(price.currency)
  const whole = tariff.from(period.from, context)
  if (at < period.to) {
    const left = at < period.from ? period.from : at
    return Result.map(Refund.unused(terms.unused, whole, { paid: price, left }), ({ refund }) => ({ overtime: none, unused: refund }))
  }
  if (at < period.to + terms.lateStop || at === period.to) return Result.succeed({ overtime: none, unused: none })
  const costs = terms.overtime.as === "anew"
    ? Result.flatMap(tariff.from(period.to, context).at(at), (bill) => Money.subtract(Bill.total(bill), none))
    : Result.flatMap(whole.at(at), (bill) => Money.subtract(Bill.total(bill), price))
  return Result.map(costs, ({ amount, currency }) => ({ overtime: { amount: Math.max(0, amount), currency }, unused: none }))
}
