import { Effect } from "effect"
import { Payment, RefundRequest } from "../../payment/index.ts"
import { Gateways, Journal } from "../../ports/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { AtMost, swept } from "../swept.ts"
import { answerBy } from "./answerBy.ts"
import { commitPayment, gateway } from "./hear.ts"
import { answerRefund } from "./refund.ts"

/** A capture that was written down is asked for until it is answered: the same key has one effect. */
const isCapturing = ({ capture, due }: Payment.Payment): boolean => capture === "on-request" && due !== undefined

/** Asks what became of one payment; who cannot be asked is asked again later. */
const find = Effect.fnUntraced(function*(payment: Payment.Payment) {
  const gateways = yield* Gateways
  const found = yield* (isCapturing(payment) ? gateways.capture(payment) : gateways.find(payment)).pipe(Effect.catchTag(["GatewayUnreachable", "OutcomeUnknown"], () => Effect.succeed(undefined)))
  return yield* decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", payment.id)
    const at = yield* now
    const events = found === undefined
      ? yield* Effect.fromResult(Payment.markUnknown({ _tag: "MarkUnknown", at, answerBy: answerBy(at) }, before))
      : yield* Effect.fromResult(Payment.reconcile({ _tag: "Reconcile", at, found }, before))
    return yield* commitPayment({ action: "payment.reconcile", by: gateway }, before, payment.id, events, at)
  })).pipe(
    // Somebody else looked at it meanwhile, and waits for the gateway again: so do we.
    Effect.catchTag("TooSoon", () => Effect.succeed(payment))
  )
})

/** Finds out what became of payments and refunds whose answer is overdue. Tells how many were looked at. */
export const reconcilePayments = operation("reconcilePayments", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  const overdue = yield* (yield* Journal).due("Payment", yield* now, limit)
  yield* swept(overdue, Effect.fnUntraced(function*(payment) {
    if (Payment.isOpen(payment)) yield* find(payment)
    for (const refund of "refunds" in payment ? payment.refunds.filter(RefundRequest.isAwaited) : []) yield* answerRefund(payment, refund)
    return []
  }))
  return overdue.length
}))
