import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Money } from "../../money/index.ts"
import { Payment } from "../../payment/index.ts"
import { Gateways, Journal } from "../../ports/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { answerBy } from "./answerBy.ts"
import { commitPayment } from "./hear.ts"
import { taken } from "./request.ts"

/** Money that is held, and is to be taken. */
export const Capturing = Schema.Struct({
  ...by,
  paymentId: Ids.PaymentId,
  /** All that is held, when absent. */
  amount: Schema.optional(Money.Money)
})
export type Capturing = typeof Capturing.Type

/**
 * Takes what a gateway holds, or a part of it: once. It is stored before the gateway is asked; what it is for is paid as the
 * money is captured, by what was due when it was asked for.
 */
export const capturePayment = operation("capturePayment", Capturing, Effect.fnUntraced(function*(given) {
  const { paymentId } = given
  const asked = yield* decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", paymentId)
    const [at, who] = [yield* now, actor(given)]
    const events = yield* Effect.fromResult(Payment.requestCapture({ _tag: "RequestCapture", at, by: who, amount: given.amount, answerBy: answerBy(at) }, before))
    return yield* commitPayment({ action: "payment.take", by: who }, before, paymentId, events, at)
  }))
  if (!Payment.isOpen(asked) || asked.capture === "at-once") return asked
  const capturing = Effect.map((yield* Gateways).capture(asked), (news) => ({ _tag: "Said", news } as const))
  const { payment } = yield* taken(paymentId, capturing)
  return payment
}))
