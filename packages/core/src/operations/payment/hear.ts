import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import type { Party } from "../../party/index.ts"
import { News, Payment } from "../../payment/index.ts"
import { type Commit, Journal } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { type Act, store } from "../store.ts"
import { settleSubject } from "./settleSubject.ts"

/** Stores what was decided on a payment; what the gateway captured settles what it was for, in the same step. */
export const commitPayment = Effect.fnUntraced(function*(act: Act, before: Payment.State, id: Ids.PaymentId, events: ReadonlyArray<Payment.Event>, at: Instant.Instant, more: Partial<Commit> = {}) {
  const changed = change("Payment", id, before, events)
  const payment = outcome(changed)
  const isNew = payment._tag === "Captured" && events.some(({ _tag }) => _tag === "PaymentCaptured")
  const settled: Partial<Commit> = isNew ? yield* settleSubject(payment, at) : {}
  yield* store(act, {
    ...more,
    changes: [changed, ...more.changes ?? [], ...settled.changes ?? []],
    transactions: [...more.transactions ?? [], ...settled.transactions ?? []]
  }).pipe(
    // It was begun before, so its key is its own; what it settles takes no key and no spot that it did not have.
    Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die)
  )
  return payment
})

/** Who tells what a gateway says. */
export const gateway: Party.Actor = { _tag: "Routine", name: "gateway" }

/** What a gateway says of its own accord, as the adapter verified it. */
export const Heard = Schema.Struct({ paymentId: Ids.PaymentId, news: News.News })
export type Heard = typeof Heard.Type

/** Takes in what a gateway says: in any order, however often. */
export const hear = operation("hear", Heard, ({ news, paymentId }) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* (yield* Journal).load("Payment", paymentId)
    const at = yield* now
    const events = news._tag === "Missing"
      ? yield* Effect.fromResult(Payment.reconcile({ _tag: "Reconcile", at, found: news }, before))
      : yield* Effect.fromResult(Payment.hear({ _tag: "Hear", at, news }, before))
    return yield* commitPayment({ action: "payment.take", by: gateway }, before, paymentId, events, at)
  })))
