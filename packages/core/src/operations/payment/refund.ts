import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Money } from "../../money/index.ts"
import { Party } from "../../party/index.ts"
import { Payment, Posting, RefundRequest } from "../../payment/index.ts"
import { type Change, type Commit, Gateways, Journal } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { head, written } from "./booked.ts"
import { commitPayment, gateway } from "./hear.ts"

const patienceMillis = 60_000

/** Money that is to go back, and why. */
export const Refunding = Schema.Struct({
  paymentId: Ids.PaymentId,
  /** All that can be refunded, when absent. */
  amount: Schema.optional(Money.Money),
  reason: Schema.String,
  by: Party.Actor,
  /** An id of the caller's: the same refund said twice is made once. */
  refundId: Schema.optional(RefundRequest.RefundId)
})
export type Refunding = typeof Refunding.Type

type Taken = Extract<Payment.Payment, { readonly _tag: "Captured" | "Refunded" }>

/** A stay that still goes on owes again what goes back. */
const owedAgain = Effect.fnUntraced(function*({ subject }: Taken, amount: Money.Money, id: string, at: Instant.Instant) {
  if (subject._tag !== "Stay") return []
  const ticket = yield* (yield* Journal).load("Ticket", subject.ticketId)
  if (!Ticket.isOpen(ticket)) return []
  const instant = Instant.Instant.make(Math.max(at, ticket.changedAt))
  const events = yield* Effect.fromResult(Ticket.refund({ _tag: "Refund", at: instant, amount, id: Ids.PaymentId.make(id) }, ticket))
  return [change("Ticket", ticket.id, ticket, events)]
})

/** What goes back is owed to the payer, and asked for. */
export const refundBooked = Effect.fnUntraced(function*(payment: Taken, amount: Money.Money, by: Party.Actor, at: Instant.Instant) {
  const back = { subject: payment.subject, amount }
  const isAhead = payment.subject._tag === "Reservation" || payment.subject._tag === "Pass"
  return [
    yield* written((isAhead ? Posting.unused : Posting.overpaid)(yield* head(at, by), back)),
    yield* written(Posting.refundRequested(yield* head(at, by), { ...back, from: Posting.landing(payment) }))
  ]
})

/** Asks the gateway to send a refund that is written down, and takes in what it says. Cash is given back at the till. */
export const answerRefund = Effect.fnUntraced(function*(payment: Payment.Payment, refund: RefundRequest.RefundRequest) {
  const { amount, by, refundId } = refund
  const outcome: RefundRequest.Outcome = payment.gateway === undefined
    ? { _tag: "Succeeded", amount }
    : yield* (yield* Gateways).refund(payment, refund).pipe(
      Effect.catchTag(["GatewayUnreachable", "OutcomeUnknown"], () =>
        Effect.map(now, (at): RefundRequest.Outcome => ({ _tag: "Unknown", answerBy: Instant.Instant.make(at + patienceMillis) })))
    )
  return yield* decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", payment.id)
    const at = yield* now
    const events = yield* Effect.fromResult(Payment.answerRefund({ _tag: "AnswerRefund", at, refundId, outcome }, before))
    const back = { subject: payment.subject, amount, from: Posting.landing(payment) }
    const booked = events.length === 0 || outcome._tag === "Unknown"
      ? []
      : outcome._tag === "Succeeded"
      ? [yield* written(Posting.refunded(yield* head(at, by), back))]
      : [yield* written(Posting.refundFailed(yield* head(at, by), back))]
    return yield* commitPayment({ action: "payment.refund", by: gateway }, before, payment.id, events, at, { transactions: booked })
  }))
})

/** Gives money back: the refund is stored, with all that follows from it, before the gateway is asked. */
export const refund = operation("refund", Refunding, Effect.fnUntraced(function*(given) {
  const { by, paymentId, reason } = given
  const refundId = given.refundId ?? RefundRequest.RefundId.make(yield* newId)
  const payment = yield* decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", paymentId)
    const at = yield* now
    const taken = Payment.isTaken(before) ? before : undefined
    // Said twice, it is what it was when it was said first.
    const known = taken?.refunds.find((each) => each.refundId === refundId)
    const amount = given.amount ?? known?.amount ?? (taken === undefined ? Money.zero(Money.Currency.make("XXX")) : Payment.refundable(taken))
    const answerBy = Instant.Instant.make(at + patienceMillis)
    const events = yield* Effect.fromResult(Payment.requestRefund({ _tag: "RequestRefund", at, refundId, amount, reason, by, answerBy }, before))
    const isNew = taken !== undefined && events.length > 0
    const changes: ReadonlyArray<Change> = isNew ? yield* owedAgain(taken, amount, refundId, at) : []
    const more: Partial<Commit> = isNew ? { changes, transactions: yield* refundBooked(taken, amount, by, at) } : {}
    return yield* commitPayment({ action: "payment.refund", by, reason }, before, paymentId, events, at, more)
  }))
  const waiting = "refunds" in payment ? payment.refunds.find((each) => each.refundId === refundId) : undefined
  return waiting === undefined || !("answerBy" in waiting) ? payment : yield* answerRefund(payment, waiting)
}))
