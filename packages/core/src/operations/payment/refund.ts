import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import type { Lot } from "../../lot/index.ts"
import { Money } from "../../money/index.ts"
import { Party } from "../../party/index.ts"
import { Payment, Posting, RefundRequest } from "../../payment/index.ts"
import { type Change, type Commit, Gateways, Journal, type Seen } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { change, seen } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { answerBy } from "./answerBy.ts"
import { head, standingOf, written } from "./booked.ts"
import { commitPayment, gateway } from "./hear.ts"

/** Money that is to go back, and why. */
export const Refunding = Schema.Struct({
  paymentId: Ids.PaymentId,
  /** All that can be refunded, when absent. */
  amount: Schema.optional(Money.Money),
  reason: RefundRequest.Reason,
  by: Party.Actor,
  /** An id of the caller's: the same refund said twice is made once. */
  refundId: Schema.optional(RefundRequest.RefundId)
})
export type Refunding = typeof Refunding.Type

type Taken = Extract<Payment.Payment, { readonly _tag: "Captured" | "Refunded" }>

/** Where money was earned that goes back, as it is now, and the ticket where its stay still goes on. */
interface Place {
  readonly lotId?: Lot.LotId | undefined
  readonly ticket?: Ticket.Open
  readonly unchanged: ReadonlyArray<Seen>
}

const placeOf = Effect.fnUntraced(function*({ subject }: Taken) {
  const journal = yield* Journal
  const nowhere: Place = { unchanged: [] }
  switch (subject._tag) {
    case "Stay": {
      const ticket = yield* journal.load("Ticket", subject.ticketId)
      return ticket._tag === "Unissued" ? nowhere : { lotId: ticket.lotId, ...(Ticket.isOpen(ticket) && { ticket }), unchanged: [seen("Ticket", ticket)] }
    }
    case "Reservation": {
      const reservation = yield* journal.load("Reservation", subject.reservationId)
      return reservation._tag === "Absent" ? nowhere : { lotId: reservation.lotId, unchanged: [seen("Reservation", reservation)] }
    }
    case "Pass": {
      const pass = yield* journal.load("Pass", subject.passId)
      return pass._tag === "Absent" ? nowhere : { lotId: pass.terms.lots[0], unchanged: [seen("Pass", pass)] }
    }
    case "Violation": {
      const violation = yield* journal.load("Violation", subject.violationId)
      return violation._tag === "Absent" ? nowhere : { lotId: violation.lotId, unchanged: [seen("Violation", violation)] }
    }
  }
})

/** A stay that still goes on owes again what goes back. */
export const owedAgain = Effect.fnUntraced(function*(ticket: Ticket.Open, amount: Money.Money, id: string, at: Instant.Instant) {
  const events = yield* Effect.fromResult(Ticket.refund({ _tag: "Refund", at, amount, id: Ids.PaymentId.make(id) }, ticket))
  return [change("Ticket", ticket.id, ticket, events)]
})

/**
 * What a refund changes besides its payment. What is owed to the payer already goes back first, then what is not earned
 * yet. Of a stay that goes on, the rest is due again; of one that is over, somebody gives it away, and it is written off.
 */
export const follows = Effect.fnUntraced(function*(payment: Taken, amount: Money.Money, refundId: string, by: Party.Actor, at: Instant.Instant) {
  const { subject } = payment
  const { currency } = amount
  const { lotId, ticket, unchanged: where }: Place = yield* placeOf(payment)
  const { deferred, unchanged, unclaimed } = yield* standingOf(subject, currency)
  const fresh = amount.amount - Math.min(amount.amount, unclaimed)
  const ahead = Math.min(fresh, Math.max(0, deferred.amount))
  const [unearned, earned] = [{ subject, amount: { amount: ahead, currency } }, { subject, amount: { amount: fresh - ahead, currency } }]
  const isGiven = earned.amount.amount > 0 && ticket === undefined && lotId !== undefined
  const transactions = [
    ...(ahead > 0 ? [yield* written(Posting.unused(yield* head(at, by), unearned))] : []),
    ...(earned.amount.amount > 0 ? [yield* written(Posting.overpaid(yield* head(at, by), earned))] : []),
    ...(isGiven ? [yield* written(Posting.writtenOff({ ...yield* head(at, by), by }, { ...earned, lotId }))] : []),
    yield* written(Posting.refundRequested(yield* head(at, by), { subject, amount, from: Posting.landing(payment) }))
  ]
  const changes: ReadonlyArray<Change> = ticket === undefined || earned.amount.amount === 0 ? [] : yield* owedAgain(ticket, earned.amount, refundId, at)
  return { changes, transactions, unchanged: [...where, ...unchanged] } satisfies Partial<Commit>
})

export const refundIn = (payment: Payment.State, id: RefundRequest.RefundId): RefundRequest.RefundRequest | undefined =>
  "refunds" in payment ? payment.refunds.find(({ refundId }) => refundId === id) : undefined

/** Asks the gateway to send a refund that is written down, and takes in what it says. Cash is given back at the till. */
export const answerRefund = Effect.fnUntraced(function*(payment: Payment.Payment, refund: RefundRequest.RefundRequest) {
  const { amount, by, refundId } = refund
  const outcome: RefundRequest.Outcome = payment.gateway === undefined
    ? { _tag: "Succeeded", amount }
    : yield* (yield* Gateways).refund(payment, refund).pipe(
      Effect.catchTag(["GatewayUnreachable", "OutcomeUnknown"], () =>
        Effect.map(now, (at): RefundRequest.Outcome => ({ _tag: "Unknown", answerBy: answerBy(at) })))
    )
  return yield* decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", payment.id)
    const at = yield* now
    const events = yield* Effect.fromResult(Payment.answerRefund({ _tag: "AnswerRefund", at, refundId, outcome }, before))
    const back = { subject: payment.subject, amount, from: Posting.landing(payment) }
    const became = events.length === 0 ? undefined : refundIn(events.reduce<Payment.State>(Payment.evolve, before), refundId)?._tag
    // What contradicts itself is in doubt, and on its way in the books.
    const booked = became === "Succeeded"
      ? [yield* written(Posting.refunded(yield* head(at, by), back))]
      : became === "Failed"
      ? [yield* written(Posting.refundFailed(yield* head(at, by), back))]
      : []
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
    const events = yield* Effect.fromResult(Payment.requestRefund({ _tag: "RequestRefund", at, refundId, amount: given.amount, reason, by, answerBy: answerBy(at) }, before))
    const [asked] = events
    const more: Partial<Commit> = taken === undefined || asked === undefined ? {} : yield* follows(taken, asked.amount, refundId, by, at)
    return yield* commitPayment({ action: "payment.refund", by, reason }, before, paymentId, events, at, more)
  }))
  const waiting = refundIn(payment, refundId)
  return waiting === undefined || !RefundRequest.isAwaited(waiting) ? payment : yield* answerRefund(payment, waiting)
}))
