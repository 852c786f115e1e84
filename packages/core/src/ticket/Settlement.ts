/**
 * Where a ticket stands at an instant: what its stay costs, what was paid, what is due, and until when that holds.
 *
 * Guarantees: nothing is due within the exit grace; what is due is never negative; `due` is the same at every instant
 * from `at` up to `until`.
 */
import { Result } from "effect"
import { Money } from "../money/index.ts"
import { type Bill, PriceFunction } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import type { Terms } from "./Terms.ts"
import * as Ticket from "./Ticket.ts"

export interface Settlement {
  readonly at: Instant.Instant
  /** The part of the stay that is being settled: all of it, or what follows the payment where terms say `anew`. */
  readonly bill: Bill.Bill
  readonly paid: Money.Money
  readonly due: Money.Money
  /** The first instant at which something else may be due; absent when nothing will ever change. */
  readonly until?: Instant.Instant
}

/** Who took a ticket has parked: a stay counts one second at least, so none slips out within the second it came in. */
const begun = (ticket: Ticket.Open, at: Instant.Instant): Instant.Instant =>
  Instant.Instant.make(Math.max(at, ticket.enteredAt + 1_000))

/** What `ticket` owes at `at` on its `terms`. */
export const settle = (
  ticket: Ticket.Open,
  terms: Terms,
  at: Instant.Instant
): Result.Result<Settlement, PriceFunction.ExitBeforeEntry | Money.AmountTooLarge> => {
  const tariff = PriceFunction.compile(terms.tariff)
  const paid = Ticket.paid(ticket, terms.tariff.currency)
  const lastPaidAt = ticket.payments.at(-1)?.at ?? ticket.enteredAt
  if (ticket._tag === "Paid" && at < ticket.leaveBy) {
    return Result.map(tariff.from(ticket.enteredAt).at(begun(ticket, lastPaidAt)), (bill) => ({
      at,
      bill,
      paid,
      due: Money.zero(paid.currency),
      until: ticket.leaveBy
    }))
  }
  const anew = terms.exitPolicy.afterGrace === "anew"
  // A payment in the second of the entry paid for that second.
  const price = tariff.from(anew && ticket.payments.length > 0 ? begun(ticket, lastPaidAt) : ticket.enteredAt)
  const credit = anew ? 0 : paid.amount
  const end = begun(ticket, at)
  const until = price.nextChange(end)
  return Result.map(price.at(end), (bill) => ({
    at,
    bill,
    paid,
    due: { amount: Math.max(0, bill.gross - credit), currency: bill.currency },
    ...(until === undefined ? {} : { until })
  }))
}
