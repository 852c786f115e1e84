import { Effect } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import { type Payment, Posting } from "../../payment/index.ts"
import { type Commit, Journal, Lots } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Elapsed, Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { settledByPart } from "../merchant/redeemed.ts"
import { settleAt } from "../ticket/quote.ts"
import { askedAt } from "./asked.ts"
import { methodName } from "./atPlace.ts"
import { head, paidBooked, stay, written } from "./booked.ts"

type Captured = Extract<Payment.Payment, { readonly _tag: "Captured" }>

/** Money for a stay that is over, or that owes another amount by now: it is the payer's, or counts towards the stay. */
const credited = Effect.fnUntraced(function*(payment: Captured, ticket: Ticket.Ticket, at: Instant.Instant) {
  const { by, captured: amount, id, method } = payment
  const money = { ...stay(ticket), amount }
  const captured = yield* written(Posting.captured(yield* head(at, by), { ...money, into: Posting.landing(payment) }))
  if (!Ticket.isOpen(ticket)) return { changes: [], transactions: [captured, yield* written(Posting.overpaid(yield* head(at, by), money))] }
  const { tariff: { currency } } = yield* (yield* Lots).terms(ticket.termsId)
  const events = yield* Effect.fromResult(Ticket.prepay({ _tag: "Prepay", at, amount, currency, method: methodName(method), id }, ticket))
  return { changes: [change("Ticket", ticket.id, ticket, events)], transactions: [captured] }
})

/**
 * What a captured payment does to its stay: it settles what was due when the payer was asked, and the exit grace begins as
 * the money comes.
 */
export const settleStay = Effect.fnUntraced(function*(payment: Captured, ticketId: Ids.TicketId, at: Instant.Instant) {
  const ticket = yield* (yield* Journal).load("Ticket", ticketId)
  if (ticket._tag === "Unissued") return yield* Effect.die(new Error(`payment ${payment.id} is for a ticket that was never issued`))
  const asked = yield* askedAt(payment)
  if (!Ticket.isOpen(ticket)) return yield* credited(payment, ticket, at)
  const quoted = yield* settleAt(ticket, asked)
  const exitGrace = Elapsed.ofSeconds(Math.floor((quoted.terms.exitPolicy.exitGrace + Math.max(0, at - asked)) / 1_000))
  const { captured, id, method } = payment
  const paid = Ticket.pay({ _tag: "Pay", at: asked, due: quoted.due, agreed: captured, method: methodName(method), exitGrace, id }, ticket)
  // The ticket has changed since: a payment of what was due then does not settle it.
  if (paid._tag === "Failure") return yield* credited(payment, ticket, at)
  const merchants = yield* settledByPart(quoted, payment.by)
  return {
    changes: [change("Ticket", ticket.id, ticket, paid.success), ...merchants.changes],
    transactions: [...yield* paidBooked(quoted, payment, payment.by), ...merchants.transactions]
  } satisfies Partial<Commit>
})
