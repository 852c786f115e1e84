/**
 * What a ticket owes whose driver came with a reservation: nothing up to its end and the tolerance, then the overtime; time
 * that was paid ahead and is not used is given back with the reservation, not with the ticket.
 *
 * Fees of a lost ticket or an overstay, and validations, are of stays that are paid at the place: they are not taken here.
 *
 * Overtime that was paid is not due again: what is due is what the bill comes to, less what was paid.
 */
import { Result } from "effect"
import { Money } from "../money/index.ts"
import { Bill, Extension, type PriceFunction } from "../pricing/index.ts"
import type { Reservation } from "../reservation/index.ts"
import { Instant } from "../time/index.ts"
import { type Known, ready, type Settlement } from "./Settlement.ts"
import type { Terms } from "./Terms.ts"
import * as Ticket from "./Ticket.ts"

/** The lines of the overtime at `at`: of a stay from the end on, or of what the whole stay costs more. */
const billOf = ({ period: { from, to }, terms }: Reservation.CheckedIn, tariff: PriceFunction.Compiled, context: PriceFunction.Context, at: Instant.Instant): Result.Result<Bill.Bill, PriceFunction.Rejection> => {
  const end = at > to && at >= to + terms.lateStop ? at : to
  if (terms.overtime.as === "anew") return tariff.from(to, context).at(end)
  return Result.mapError(Extension.price(tariff.from(from, context), to, end), (error) => {
    if (error._tag === "ExtendsBackwards") throw error
    return error
  })
}

/** What `ticket` owes at `at`: within the exit grace, the bill is the one that was paid. */
export const settle = (ticket: Ticket.Open, terms: Terms, reservation: Reservation.CheckedIn, at: Instant.Instant, more: Known = {}): Result.Result<Settlement, PriceFunction.Rejection> => {
  const { tariff } = ready(terms)
  const { currency } = terms.tariff
  const context: PriceFunction.Context = { ...more, facts: { ...ticket.facts, vehicle: ticket.vehicle.kind } }
  const paid = Ticket.paid(ticket, currency)
  const last = ticket.payments.findLast(({ ahead }) => ahead !== true)
  const isWithinGrace = ticket._tag === "Paid" && at < ticket.leaveBy
  return Result.map(billOf(reservation, tariff, context, isWithinGrace && last !== undefined ? last.at : at), (bill): Settlement => {
    const balance = Bill.total(bill).amount - paid.amount
    const due = { amount: isWithinGrace ? 0 : Math.max(0, balance), currency }
    const next = isWithinGrace ? ticket.leaveBy : Math.max(at + 1_000, reservation.period.to + reservation.terms.lateStop)
    return { at, bill, validated: [], paid, due, surplus: { amount: Math.max(0, 0 - balance), currency }, refund: Money.zero(currency), until: Instant.Instant.make(next) }
  })
}
