import { Effect, Schema } from "effect"
import { Violation } from "../../enforcement/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { Money } from "../../money/index.ts"
import { type Payment, Posting } from "../../payment/index.ts"
import { type Commit, Journal } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change } from "../change.ts"
import { decideAgain, unlessBehind } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { askedAt } from "../payment/asked.ts"
import { atPlace, MethodGiven, methodOf } from "../payment/atPlace.ts"
import { head, written } from "../payment/booked.ts"
import { commitViolation, found, owing, subject } from "./violation.ts"
import * as told from "../told.ts"

/** What a violation costs now, if anything can be paid for it. */
export const penaltyDue = Effect.fnUntraced(function*(id: Ids.ViolationId) {
  const before = yield* found(id)
  const at = yield* now
  const due = before._tag === "Confirmed" ? Violation.penaltyDue(before, at) : undefined
  return due === undefined || due.amount === 0 ? yield* new Violation.NothingDue({ id }) : { before, at, due }
})

/** How a penalty is paid at a desk. */
export const PayingViolation = Schema.Struct({
  ...by,
  violationId: Ids.ViolationId,
  method: MethodGiven,
  /** What the payer agreed to: another amount due is refused instead of charged. */
  agreed: Schema.optional(Money.Money),
  /** An id of the caller's: the same payment said twice is taken once. */
  paymentId: Schema.optional(Ids.PaymentId)
})
export type PayingViolation = typeof PayingViolation.Type

/** Takes what a violation costs now: it is closed. */
export const payViolation = operation("payViolation", PayingViolation, (given) =>
  decideAgain(Effect.gen(function*() {
    const { agreed, violationId } = given
    const known = yield* found(violationId)
    if (known._tag === "Resolved" && known.paid.paymentId === given.paymentId) return known
    const { at, before, due } = yield* penaltyDue(violationId)
    const method = yield* Effect.fromResult(methodOf(given.method))
    const [who, paymentId] = [actor(given), given.paymentId ?? Ids.PaymentId.make(yield* newId)]
    const events = yield* Effect.fromResult(Violation.pay({ _tag: "Pay", at, asOf: at, amount: agreed ?? due, paymentId }, before))
    const payment = yield* atPlace({ id: paymentId, ...subject(violationId), amount: due, method, by: who, at })
    const captured = yield* written(Posting.captured(yield* head(at, who), { ...subject(violationId), amount: due, into: Posting.landing({ method }) }))
    return yield* commitViolation({ action: "violation.pay", by: who }, before, events, { changes: [payment], transactions: [...yield* owing(before, due, who, at), captured] })
  })), told.violation)

type Captured = Extract<Payment.Payment, { readonly _tag: "Captured" }>

/**
 * What a captured payment does to its violation: what was due when the payer was asked is paid. Money that is not due any
 * more is the payer's.
 */
export const settleViolation = Effect.fnUntraced(function*(payment: Captured, id: Ids.ViolationId, at: Instant.Instant) {
  const { by: who, captured: amount } = payment
  const before = yield* (yield* Journal).load("Violation", id)
  if (before._tag === "Absent") return yield* Effect.die(new Error(`payment ${payment.id} is for a violation that was never reported`))
  const captured = yield* written(Posting.captured(yield* head(at, who), { ...subject(id), amount, into: Posting.landing(payment) }))
  const paid = yield* unlessBehind(Violation.pay({ _tag: "Pay", at, asOf: yield* askedAt(payment), amount, paymentId: payment.id }, before), at)
  if (paid._tag === "Failure") {
    const back = yield* written(Posting.overpaid(yield* head(at, who), { ...subject(id), amount }))
    return { changes: [], transactions: [captured, back] } satisfies Partial<Commit>
  }
  return { changes: [change("Violation", id, before, paid.success)], transactions: [...yield* owing(before, amount, who, at), captured] } satisfies Partial<Commit>
})
