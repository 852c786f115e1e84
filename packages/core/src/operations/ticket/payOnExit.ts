import { Effect } from "effect"
import { Money } from "../../money/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { commitTicket } from "./commitTicket.ts"
import { leaving } from "./leaving.ts"
import { Paying, stillOpen, taking } from "./pay.ts"
import { settleAt } from "./quote.ts"

/** Payment and exit in one step, as at a staffed or card-reading exit: both are stored, or neither. */
export const payOnExit = operation("payOnExit", Paying, (given) =>
  decideAgain(Effect.gen(function*() {
    const ticket = yield* stillOpen(given)
    if (!Ticket.isOpen(ticket)) return ticket
    const quoted = yield* settleAt(ticket, yield* now)
    const { at, due, paid } = quoted
    const payment = due.amount === 0 ? { events: [], more: {} } : yield* taking(quoted, given)
    // A payment that is on the ticket already pays for nothing that came after it.
    if (due.amount > 0 && payment.events.length === 0) return yield* new Ticket.BalanceDue({ id: ticket.id, due })
    const after = payment.events.reduce<Ticket.State>(Ticket.evolve, ticket)
    const exit = yield* Effect.fromResult(Ticket.release({ _tag: "Release", at, due: Money.zero(due.currency) }, after))
    const settled = { ...quoted, ticket: Ticket.isOpen(after) ? after : ticket, due: Money.zero(due.currency), paid: { ...paid, amount: paid.amount + due.amount } }
    const more = yield* leaving(settled, actor(given), due.amount > 0)
    return yield* commitTicket({ action: "ticket.release", by: actor(given) }, ticket, [...payment.events, ...exit], {
      ...more,
      changes: [...payment.more.changes ?? [], ...more.changes],
      transactions: [...payment.more.transactions ?? [], ...more.transactions]
    })
  })))
