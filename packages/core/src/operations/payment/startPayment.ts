import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Money } from "../../money/index.ts"
import { Method } from "../../payment/index.ts"
import { Tickets } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor, by } from "../acting.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { Asked, openTicket, settleAt } from "../ticket/quote.ts"
import { begunBefore, intend, request } from "./request.ts"

/** A payment through a gateway. */
export const Starting = Schema.Struct({
  ...Asked.fields,
  ...by,
  gateway: Name.upTo(60),
  method: Method.Method,
  /** What the payer agreed to: another amount due is refused instead of charged. */
  agreed: Schema.optional(Money.Money),
  /** An id of the caller's: the same payment said twice is tried once. */
  paymentId: Schema.optional(Ids.PaymentId)
})
export type Starting = typeof Starting.Type

/**
 * Begins to pay what a ticket owes through a gateway. The intent is stored before the gateway is asked; the ticket is paid
 * as the money is captured, now or when the gateway says so.
 */
export const startPayment = operation("startPayment", Starting, Effect.fnUntraced(function*(given) {
  const id = given.paymentId ?? Ids.PaymentId.make(yield* newId)
  const again = given.paymentId === undefined ? undefined : yield* begunBefore(id, { _tag: "Stay", ticketId: (yield* (yield* Tickets).find(given.ticket)).id })
  if (again !== undefined) return again
  const ticket = yield* openTicket(given)
  const { due } = yield* settleAt(ticket, yield* now)
  const { agreed, gateway, method } = given
  if (due.amount <= 0) return yield* new Ticket.NothingDue({ id: ticket.id })
  if (agreed !== undefined && (agreed.amount !== due.amount || agreed.currency !== due.currency)) return yield* new Ticket.AmountDiffers({ id: ticket.id, due, agreed })
  const payment = yield* intend({ id, subject: { _tag: "Stay", ticketId: ticket.id }, amount: due, method, gateway, idempotencyKey: id, capture: "at-once", by: actor(given) })
  return yield* request(payment, true)
}))
