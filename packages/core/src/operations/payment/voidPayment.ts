import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { type News, Payment } from "../../payment/index.ts"
import { Gateways, Journal } from "../../ports/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import type { Act } from "../store.ts"
import { commitPayment } from "./hear.ts"
import { leftUnknown } from "./request.ts"

/** A payment that is given up before anything was captured. */
export const Voiding = Schema.Struct({ ...by, paymentId: Ids.PaymentId })
export type Voiding = typeof Voiding.Type

/** Takes in what the gateway says of it; what it never heard of is given up here. */
const letGo = (act: Act, id: Ids.PaymentId, news: News.News) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", id)
    const at = yield* now
    const events: ReadonlyArray<Payment.Event> = news._tag === "Missing"
      ? yield* Effect.fromResult(Payment.cancel({ _tag: "Void", at, by: act.by }, before))
      : yield* Effect.fromResult(Payment.hear({ _tag: "Hear", at, news }, before))
    return yield* commitPayment(act, before, id, events, at)
  }))

/**
 * Gives a payment up: its gateway lets go what it holds, and asks the payer no more. Where it took the money meanwhile, the
 * payment is captured, and says so. A gateway that is not reached has done nothing: ask again.
 */
export const voidPayment = operation("voidPayment", Voiding, Effect.fnUntraced(function*(given) {
  const { paymentId } = given
  const act: Act = { action: "payment.void", by: actor(given) }
  const before = yield* decideAgain(Effect.gen(function*() {
    const payment = yield* (yield* Journal).load("Payment", paymentId)
    yield* Effect.fromResult(Payment.cancel({ _tag: "Void", at: yield* now, by: act.by }, payment))
    return payment
  }))
  if (before._tag === "Cancelled") return before
  if (before._tag === "Absent" || before.gateway === undefined) return yield* letGo(act, paymentId, { _tag: "Missing" })
  const news = yield* (yield* Gateways).void(before).pipe(Effect.catchTag("OutcomeUnknown", () => Effect.succeed(undefined)))
  if (news !== undefined) return yield* letGo(act, paymentId, news)
  const { payment } = yield* decideAgain(leftUnknown(paymentId))
  return payment
}))
