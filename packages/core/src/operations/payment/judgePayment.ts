import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import type { Money } from "../../money/index.ts"
import { Party } from "../../party/index.ts"
import { Payment, Posting, RefundRequest } from "../../payment/index.ts"
import { type Change, type Commit, Journal } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { head, standingOf, written } from "./booked.ts"
import { bookedBefore } from "./bookedBefore.ts"
import { commitPayment } from "./hear.ts"
import { answerRefund, owedAgain } from "./refund.ts"
import { settleSubject } from "./settleSubject.ts"

const unitsOf = (refunds: ReadonlyArray<RefundRequest.RefundRequest>): number => refunds.reduce((sum, { amount }) => sum + amount.amount, 0)

interface Short {
  readonly payment: Payment.Payment
  readonly amount: Money.Money
  /** Owed back of it so far, and by now. */
  readonly owed: number
  readonly asked: number
  readonly at: Instant.Instant
  readonly by: Party.Actor
}

/** Money that was booked and never came: nobody is owed it, nothing is earned with it, and a stay that goes on owes it again. */
const shortBooked = Effect.fnUntraced(function*({ amount, asked, at, by, owed, payment }: Short) {
  const { subject } = payment
  const { deferred, unchanged, unclaimed } = yield* standingOf(subject, amount.currency)
  const unowed = Math.min(amount.amount, owed - asked)
  const unearned = Math.min(amount.amount - unowed, Math.max(0, deferred.amount))
  const others = Math.min(amount.amount - unowed - unearned, unclaimed)
  const due = { ...amount, amount: amount.amount - unowed - unearned - others }
  const ticket = subject._tag === "Stay" ? yield* (yield* Journal).load("Ticket", subject.ticketId) : Ticket.initial
  const changes: ReadonlyArray<Change> = due.amount > 0 && Ticket.isOpen(ticket) ? yield* owedAgain(ticket, due, yield* newId, at) : []
  const back = { subject, amount, from: Posting.landing(payment), overpaid: unowed + others, deferred: unearned }
  return { changes, unchanged, transactions: [yield* written(Posting.notCaptured(yield* head(at, by), back))] } satisfies Partial<Commit>
})

/** What a judgement changes besides its payment: what was never booked settles what it was for; of what was, the difference is booked. */
const followsJudgement = Effect.fnUntraced(function*(before: Payment.Payment, after: Payment.Payment, at: Instant.Instant, by: Party.Actor) {
  const booked = yield* bookedBefore(before.id)
  const captured = Payment.isTaken(after) ? after.captured : undefined
  if (booked === undefined) return after._tag === "Captured" ? yield* settleSubject(after, at) : {}
  const { subject } = before
  const found = captured?.currency === booked.currency ? captured.amount : 0
  const owed = "refunds" in before ? before.refunds.filter(({ _tag }) => _tag === "Owed") : []
  const released = "refunds" in after ? after.refunds.filter(({ _tag, refundId }) => _tag === "Requested" && owed.some((each) => each.refundId === refundId)) : []
  const short = { ...booked, amount: Math.max(0, booked.amount - found) }
  const more = captured === undefined ? short : { ...captured, amount: captured.amount - Math.min(found, booked.amount) }
  const missing: Partial<Commit> = short.amount === 0 ? {} : yield* shortBooked({ payment: before, amount: short, owed: unitsOf(owed), asked: unitsOf(released), at, by })
  const into = Posting.landing(before)
  return {
    changes: missing.changes ?? [],
    unchanged: missing.unchanged,
    transactions: [
      ...missing.transactions ?? [],
      // More than was booked is nobody's but the payer's.
      ...(captured === undefined || more.amount === 0 ? [] : [
        yield* written(Posting.captured(yield* head(at, by), { subject, amount: more, into })),
        yield* written(Posting.overpaid(yield* head(at, by), { subject, amount: more }))
      ]),
      ...yield* Effect.forEach(released, Effect.fnUntraced(function*({ amount }) {
        return yield* written(Posting.refundRequested(yield* head(at, by), { subject, amount, from: into }))
      }))
    ]
  } satisfies Partial<Commit>
})

/** What a person found out about a payment that contradicts itself. */
export const Judging = Schema.Struct({ paymentId: Ids.PaymentId, verdict: Payment.Verdict, note: Name.upTo(400), by: Party.Actor })
export type Judging = typeof Judging.Type

/**
 * Settles a quarantined payment as a person found it to be. What was captured and never booked settles what it was for; what
 * was booked and never captured is owed again; refunds that waited for the judgement are sent.
 */
export const judgePayment = operation("judgePayment", Judging, Effect.fnUntraced(function*({ by, note, paymentId, verdict }) {
  const payment = yield* decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", paymentId)
    const at = yield* now
    const events = yield* Effect.fromResult(Payment.judge({ _tag: "Judge", at, by, note, verdict }, before))
    const after = events.reduce<Payment.State>(Payment.evolve, before)
    const more: Partial<Commit> = before._tag === "Absent" || after._tag === "Absent" ? {} : yield* followsJudgement(before, after, at, by)
    return yield* commitPayment({ action: "payment.judge", by, reason: note }, before, paymentId, events, at, more)
  }))
  let settled = payment
  for (const refund of "refunds" in payment ? payment.refunds : []) if (RefundRequest.isAwaited(refund)) settled = yield* answerRefund(payment, refund)
  return settled
}))
