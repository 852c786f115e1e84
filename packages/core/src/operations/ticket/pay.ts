import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Money } from "../../money/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Journal } from "../../ports/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { settledByPart } from "../merchant/redeemed.ts"
import { atPlace, MethodGiven, methodName, methodOf } from "../payment/atPlace.ts"
import { paidBooked } from "../payment/booked.ts"
import { commitTicket } from "./commitTicket.ts"
import { Asked, openTicket, type Quote, settleAt } from "./quote.ts"

/** How a driver pays at the place: money that a machine or a person has taken. */
export const Paying = Schema.Struct({
  ...Asked.fields,
  ...by,
  method: MethodGiven,
  /** What the payer agreed to: another amount due is refused instead of charged. */
  agreed: Schema.optional(Money.Money),
  /** An id of the caller's: the same payment said twice is taken once. */
  paymentId: Schema.optional(Ids.PaymentId)
})
export type Paying = typeof Paying.Type

/** The payment of what is due as it was quoted, with all that follows from it but the ticket's own change. */
export const taking = Effect.fnUntraced(function*(quoted: Quote, given: Paying) {
  const method = yield* Effect.fromResult(methodOf(given.method))
  const id = given.paymentId ?? Ids.PaymentId.make(yield* newId)
  const { at, due, terms: { exitPolicy }, ticket } = quoted
  const events = yield* Effect.fromResult(
    Ticket.pay({ _tag: "Pay", at, due, agreed: given.agreed, method: methodName(method), exitGrace: exitPolicy.exitGrace, id }, ticket)
  )
  if (events.length === 0) return { events, more: {} }
  const payment = yield* atPlace({ id, subject: { _tag: "Stay", ticketId: ticket.id }, amount: due, method, by: actor(given), at })
  const merchants = yield* settledByPart(quoted, actor(given))
  const booked = yield* paidBooked(quoted, { method }, actor(given))
  return { events, more: { changes: [payment, ...merchants.changes], transactions: [...booked, ...merchants.transactions] } }
})

/** It is the ticket that was asked for, though it is not open any more. */
const isMeant = ({ id, lotId, number, vehicle: { plate } }: Ticket.Ticket, { lotId: where = lotId, ticket: ref }: Asked): boolean =>
  where === lotId && ("id" in ref ? ref.id === id : "number" in ref ? ref.number === number : ref.lotId === lotId && ref.plate === plate)

/** The ticket that this payment was for, which has left since. */
const leftWith = Effect.fnUntraced(function*(id: Ids.PaymentId, asked: Asked) {
  const journal = yield* Journal
  const payment = yield* journal.load("Payment", id)
  if (payment._tag === "Absent" || payment.subject._tag !== "Stay") return undefined
  const ticket = yield* journal.load("Ticket", payment.subject.ticketId)
  return ticket._tag === "Exited" && isMeant(ticket, asked) ? ticket : undefined
})

/** The ticket as it is open; as it left, where the payment was said before and nobody heard the answer. */
export const stillOpen = (given: Paying) =>
  openTicket(given).pipe(
    Effect.catchTag(["AlreadyExited", "TicketNotFound"], (error) =>
      Effect.flatMap(given.paymentId === undefined ? Effect.undefined : leftWith(given.paymentId, given), (left) => left === undefined ? Effect.fail(error) : Effect.succeed(left))))

/** Takes what a ticket owes; from then the driver has the exit grace to leave. */
export const pay = operation("pay", Paying, (given) =>
  decideAgain(Effect.gen(function*() {
    const ticket = yield* stillOpen(given)
    if (!Ticket.isOpen(ticket)) return ticket
    const { events, more } = yield* taking(yield* settleAt(ticket, yield* now), given)
    return yield* commitTicket({ action: "ticket.pay", by: actor(given) }, ticket, events, more)
  })))
