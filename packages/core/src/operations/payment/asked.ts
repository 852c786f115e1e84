import { Effect } from "effect"
import type { Payment } from "../../payment/index.ts"
import { Journal } from "../../ports/index.ts"

/** When the payer was told the amount. */
export const askedAt = Effect.fnUntraced(function*({ changedAt, id }: Payment.Payment) {
  const [first] = yield* (yield* Journal).history("Payment", id)
  return first?.at ?? changedAt
})
