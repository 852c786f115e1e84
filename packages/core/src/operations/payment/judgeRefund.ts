import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Payment, Posting, RefundRequest } from "../../payment/index.ts"
import { type Commit, Journal } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { head, written } from "./booked.ts"
import { commitPayment } from "./hear.ts"
import { follows, refundIn } from "./refund.ts"

type Taken = Extract<Payment.Payment, { readonly _tag: "Captured" | "Refunded" }>

/** What the books say of a refund that is in doubt: what became of it before it contradicted itself. */
const bookedAs = Effect.fnUntraced(function*(id: Ids.PaymentId, refundId: RefundRequest.RefundId) {
  const history = yield* (yield* Journal).history("Payment", id)
  let [state, booked]: [Payment.State, RefundRequest.RefundRequest["_tag"] | undefined] = [Payment.initial, undefined]
  for (const event of history) {
    state = Payment.evolve(state, event)
    const tag = refundIn(state, refundId)?._tag
    if (tag !== "Conflicting") booked = tag
  }
  return booked
})

interface Found {
  readonly refund: RefundRequest.RefundRequest
  /** Minor units that left. */
  readonly left: number
  readonly at: Instant.Instant
  readonly by: Party.Actor
}

/** The books follow what was found: so much was on its way, so much has left. */
const followsJudgement = Effect.fnUntraced(function*(payment: Taken, { at, by, left, refund: { amount, refundId } }: Found) {
  const booked = yield* bookedAs(payment.id, refundId)
  const [requested, sent] = [booked === "Failed" ? 0 : amount.amount, booked === "Succeeded" ? amount.amount : 0]
  const back = (units: number) => ({ subject: payment.subject, amount: { ...amount, amount: units }, from: Posting.landing(payment) })
  const more: Partial<Commit> = left > requested ? yield* follows(payment, back(left - requested).amount, yield* newId, by, at) : {}
  return {
    changes: more.changes ?? [],
    unchanged: more.unchanged,
    transactions: [
      ...more.transactions ?? [],
      ...(left > sent ? [yield* written(Posting.refunded(yield* head(at, by), back(left - sent)))] : []),
      ...(left < sent ? [yield* written(Posting.notRefunded(yield* head(at, by), back(sent - left)))] : []),
      ...(left < requested ? [yield* written(Posting.refundFailed(yield* head(at, by), back(requested - left)))] : [])
    ]
  } satisfies Partial<Commit>
})

/** What a person found out about a refund that contradicts itself. */
export const JudgingRefund = Schema.Struct({ paymentId: Ids.PaymentId, refundId: RefundRequest.RefundId, verdict: RefundRequest.Verdict, note: Name.upTo(400), by: Party.Actor })
export type JudgingRefund = typeof JudgingRefund.Type

/** Settles a refund that is in doubt as a person found it to be: what did not leave is owed to the payer still. */
export const judgeRefund = operation("judgeRefund", JudgingRefund, ({ by, note, paymentId, refundId, verdict }) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", paymentId)
    const at = yield* now
    const events = yield* Effect.fromResult(Payment.judgeRefund({ _tag: "JudgeRefund", at, by, note, refundId, verdict }, before))
    const refund = refundIn(before, refundId)
    const left = verdict._tag === "Succeeded" ? verdict.amount.amount : 0
    const more: Partial<Commit> = refund === undefined || !Payment.isTaken(before) ? {} : yield* followsJudgement(before, { refund, left, at, by })
    return yield* commitPayment({ action: "payment.judge", by, reason: note }, before, paymentId, events, at, more)
  })))
