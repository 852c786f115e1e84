import { Effect } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import { Payment } from "../../payment/index.ts"
import { type Answer, type Change, Gateways, type GatewayUnreachable, Journal, type OutcomeUnknown } from "../../ports/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { type Act, store } from "../store.ts"
import { answerBy } from "./answerBy.ts"
import { commitPayment, gateway } from "./hear.ts"

const taking: Act = { action: "payment.take", by: gateway }

/** What became of a payment, and the page on which its payer goes on. */
export interface Started {
  readonly payment: Payment.Payment
  readonly page?: string
}

export const started = (payment: Payment.Payment, page?: string): Started => ({ payment, ...(page !== undefined && { page }) })

/** Takes in what the gateway answered. */
const answered = Effect.fnUntraced(function*(id: Ids.PaymentId, answer: Answer) {
  const before = yield* (yield* Journal).load("Payment", id)
  const at = yield* now
  if (answer._tag === "Awaits") {
    const events = yield* Effect.fromResult(Payment.waitFor({ _tag: "Await", at, answerBy: answer.answerBy }, before))
    return started(yield* commitPayment(taking, before, id, events, at), answer.page)
  }
  const events = answer.news._tag === "Missing"
    ? yield* Effect.fromResult(Payment.reconcile({ _tag: "Reconcile", at, found: answer.news }, before))
    : yield* Effect.fromResult(Payment.hear({ _tag: "Hear", at, news: answer.news }, before))
  return started(yield* commitPayment(taking, before, id, events, at))
})

/** It did not answer in time: money may have moved. */
export const leftUnknown = Effect.fnUntraced(function*(id: Ids.PaymentId) {
  const before = yield* (yield* Journal).load("Payment", id)
  const at = yield* now
  const events = yield* Effect.fromResult(Payment.markUnknown({ _tag: "MarkUnknown", at, answerBy: answerBy(at) }, before))
  return started(yield* commitPayment(taking, before, id, events, at))
})

const unreached = (message: string): Answer => ({ _tag: "Said", news: { _tag: "Failed", reason: message.slice(0, 200), retry: true } })

/** Takes in what the gateway answers; where it does not answer in time, money may have moved, and that is found out later. */
export const taken = Effect.fnUntraced(function*<R>(id: Ids.PaymentId, asking: Effect.Effect<Answer, GatewayUnreachable | OutcomeUnknown, R>, unreachable?: (message: string) => Answer) {
  const answer = yield* asking.pipe(
    Effect.catchTag("GatewayUnreachable", ({ message }) => Effect.succeed(unreachable?.(message))),
    Effect.catchTag("OutcomeUnknown", () => Effect.succeed(undefined))
  )
  return answer === undefined ? yield* decideAgain(leftUnknown(id)) : yield* decideAgain(answered(id, answer))
})

/**
 * Asks the gateway for the money of an intent that is written down. An outcome that nobody knows is no failure: the
 * payment says so and is found out later. So it is where the gateway is not reached for what was asked of it before.
 */
export const request = Effect.fnUntraced(function*(payment: Payment.Payment, isFirst: boolean, token?: Parameters<Gateways["Service"]["request"]>[1]) {
  return yield* taken(payment.id, (yield* Gateways).request(payment, token), isFirst ? unreached : undefined)
})

/** Writes down what is about to be tried, with what else that changes. */
export const intend = Effect.fnUntraced(function*(intent: Payment.Intent, more: ReadonlyArray<Change> = []) {
  const before = yield* (yield* Journal).load("Payment", intent.id)
  const at = yield* now
  const events = yield* Effect.fromResult(Payment.intend({ _tag: "Intend", at, answerBy: answerBy(at), intent }, before))
  const changed = change("Payment", intent.id, before, events)
  yield* store({ action: "payment.take", by: intent.by }, { changes: [changed, ...more] }).pipe(Effect.catchTag("SpotTaken", Effect.die))
  return outcome(changed)
})
