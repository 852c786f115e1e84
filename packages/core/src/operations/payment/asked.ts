import { Effect } from "effect"
import type { Payment } from "../../payment/index.ts"
import { Journal } from "../../ports/index.ts"

/** When the payer was told the amount, or it was said how much of what is held is taken. */
export const askedAt = Effect.fnUntraced(function*({ changedAt, id }: Payment.Payment) {
  const history = yield* (yield* Journal).history("Payment", id)
  const said = history.findLast(({ _tag }) => _tag === "PaymentCaptureRequested") ?? history[0]
  return said?.at ?? changedAt
})
