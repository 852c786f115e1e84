/** Money that a machine or a person takes at the place: it is captured as soon as it is known of. */
import { Effect, Result, Schema } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import type { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { Method, Payment } from "../../payment/index.ts"
import { Journal } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { change } from "../change.ts"

/** How somebody pays, by its name or with all that is known of it. */
export const MethodGiven = Schema.Union([Schema.String, Method.Method]).annotate({
  expected: `"cash", "card", "upi", "wallet", a name of your own, or more of it such as {"_tag": "Card"}`
})
export type MethodGiven = typeof MethodGiven.Type

const isName: (text: string) => boolean = Schema.is(Ticket.PaymentMethod)
const till = Method.Till.make("desk")

/** "cash", "card", "upi" and "wallet" are known by their names. */
export const methodOf = (given: MethodGiven): Result.Result<Method.Method, Ticket.NotAPaymentMethod> => {
  if (typeof given !== "string") return Result.succeed(given)
  if (!isName(given)) return Result.fail(new Ticket.NotAPaymentMethod({ method: given.slice(0, 64) }))
  switch (given.toLowerCase()) {
    case "cash":
      return Result.succeed({ _tag: "Cash", till })
    case "card":
      return Result.succeed({ _tag: "Card" })
    case "upi":
      return Result.succeed({ _tag: "Upi" })
    case "wallet":
      return Result.succeed({ _tag: "Wallet" })
    default:
      return Result.succeed({ _tag: "Other", name: given })
  }
}

/** As tickets and receipts name it. */
export const methodName = (method: Method.Method): string => {
  switch (method._tag) {
    case "Wallet":
      return method.name ?? "wallet"
    case "Other":
      return method.name
    default:
      return method._tag.toLowerCase()
  }
}

/** A payment for `subject` that was taken already. */
export const atPlace = Effect.fnUntraced(function*(given: {
  readonly id: Ids.PaymentId
  readonly subject: Ids.Subject
  readonly amount: Money.Money
  readonly method: Method.Method
  readonly by: Party.Actor
  readonly at: Instant.Instant
}) {
  const { amount, at, by, id, method, subject } = given
  const before = yield* (yield* Journal).load("Payment", id)
  const intent: Payment.Intent = { id, subject, amount, method, idempotencyKey: id, capture: "at-once", by }
  const intended = yield* Effect.fromResult(Payment.intend({ _tag: "Intend", at, answerBy: at, intent }, before))
  const begun = intended.reduce<Payment.State>(Payment.evolve, before)
  const taken = yield* Effect.fromResult(Payment.hear({ _tag: "Hear", at, news: { _tag: "Captured", amount, reference: id } }, begun)).pipe(Effect.catchTag(["NotBegun", "OutOfOrder"], Effect.die))
  return change("Payment", id, before, [...intended, ...taken])
})
