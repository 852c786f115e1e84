/**
 * What a ticket owes whose driver came with a reservation: nothing up to its end and the tolerance, then the overtime; time
 * that was paid ahead and is not used is given back with the reservation, not with the ticket.
 *
 * Fees of a lost ticket or an overstay, and validations, are of stays that are paid at the place: they are not taken here.
 *
 * Guarantees: nothing is due before a reservation ends; overtime that was paid is not due again.
 */
import { Result } from "effect"
import { Money } from "../money/index.ts"
import { Bill, Extension, type PriceFunction } from "../pricing/index.ts"
import { Leaving, type Reservation } from "../reservation/index.ts"
import { Instant } from "../time/index.ts"
import { type Known, ready, type Settlement } from "./Settlement.ts"
import type { Terms } from "./Terms.ts"
import * as Ticket from "./Ticket.ts"

/** The lines of the overtime at `at`: of a stay from the end on, or of what the whole stay costs more. */
const billOf = ({ period: { from, to }, terms }: Reservation.CheckedIn, tariff: PriceFunction.Compiled, context: PriceFunction.Context, at: Instant.Instant): Result.Result<Bill.Bill, Leaving.Rejection> => {
  const end = at > to + terms.lateStop ? at : to
  if (terms.overtime.as === "anew") return tariff.from(to, context).at(end)
  return Result.mapError(Extension.price(tariff.from(from, context), to, end), (error) => {
    if (error._tag === "ExtendsBackwards") throw error
    return error
  })
}

/** What `ticket` owes at `at`, and what its reservation gives back. */
export const settle = (ticket: Ticket.Open, terms: Terms, reservation: Reservation.CheckedIn, at: Instant.Instant, more: Known = {}): Result.Result<Settlement, Leaving.Rejection> => {
  const { tariff } = ready(terms)
  const context: PriceFunction.Context = { ...more, facts: { ...ticket.facts, vehicle: ticket.vehicle.kind } }
  const paid = Ticket.paid(ticket, terms.tariff.currency)
  const isWithinGrace = ticket._tag === "Paid" && at < ticket.leaveBy
  return Result.flatMap(Leaving.settle(reservation, tariff, at, context), ({ overtime, unused }) =>
    Result.map(billOf(reservation, tariff, context, at), (bill): Settlement => {
      const due = { amount: isWithinGrace ? 0 : Math.max(0, overtime.amount - paid.amount), currency: paid.currency }
      const next = isWithinGrace ? ticket.leaveBy : Math.max(at + 1_000, reservation.period.to + reservation.terms.lateStop)
      return { at, bill, validated: [], paid, due, refund: Money.zero(unused.currency), until: Instant.Instant.make(next) }
    }))
}
