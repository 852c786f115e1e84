/**
 * Where a ticket stands at an instant: what its stay costs, what was paid, what is due, and until when that holds.
 *
 * Guarantees: nothing is due within the exit grace; what is due is never negative; `due` is the same at every instant
 * from `at` up to `until`.
 */
import { Result } from "effect"
import { Money } from "../money/index.ts"
import { Bill, PriceFunction } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import type { Terms } from "./Terms.ts"
import * as Ticket from "./Ticket.ts"

export interface Settlement {
  readonly at: Instant.Instant
  /**
   * The part of the stay that is being settled: all of it, or what follows the payment where terms say `anew`. Within
   * the exit grace, the part that the last payment settled.
   */
  readonly bill: Bill.Bill
  readonly paid: Money.Money
  readonly due: Money.Money
  /** The first instant at which something else may be due; absent when nothing will ever change. */
  readonly until?: Instant.Instant
}

/** Who took a ticket has parked: a stay counts one second at least, so none slips out within the second it came in. */
const begun = (ticket: Ticket.Open, at: Instant.Instant): Instant.Instant =>
  Instant.Instant.make(Math.max(at, ticket.enteredAt + 1_000))

/** Where the part of the stay begins that `payments` leave to be settled: where terms say `anew`, at the last of them. */
const unsettledFrom = (ticket: Ticket.Open, payments: ReadonlyArray<Ticket.Payment>, terms: Terms): Instant.Instant => {
  const last = terms.exitPolicy.afterGrace === "anew" ? payments.at(-1) : undefined
  // A payment in the second of the entry paid for that second.
  return last === undefined ? ticket.enteredAt : begun(ticket, last.at)
}

/** What `ticket` owes at `at` on its `terms`. */
export const settle = (
  ticket: Ticket.Open,
  terms: Terms,
  at: Instant.Instant
): Result.Result<Settlement, PriceFunction.Rejection> => {
  // No lot is opened on terms that cannot be made ready.
  const tariff = Result.getOrThrow(PriceFunction.compile(terms.tariff))
  const context = { facts: { vehicle: ticket.vehicle.kind } }
  const paid = Ticket.paid(ticket, terms.tariff.currency)
  if (ticket._tag === "Paid" && at < ticket.leaveBy) {
    const price = tariff.from(unsettledFrom(ticket, ticket.payments.slice(0, -1), terms), context)
    return Result.map(price.at(begun(ticket, Ticket.lastChange(ticket))), (bill) => ({
      at,
      bill,
      paid,
      due: Money.zero(paid.currency),
      until: ticket.leaveBy
    }))
  }
  const price = tariff.from(unsettledFrom(ticket, ticket.payments, terms), context)
  const credit = terms.exitPolicy.afterGrace === "anew" ? 0 : paid.amount
  const end = begun(ticket, at)
  const until = price.nextChange(end)
  return Result.map(price.at(end), (bill) => ({
    at,
    bill,
    paid,
    due: { amount: Math.max(0, Bill.total(bill).amount - credit), currency: bill.currency },
    ...(until === undefined ? {} : { until })
  }))
}
