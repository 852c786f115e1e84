import { Effect } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import type { Money } from "../../money/index.ts"
import { Payment } from "../../payment/index.ts"
import { Journal } from "../../ports/index.ts"

/** What was booked of a payment that is in doubt now: what it had captured before it contradicted itself, if anything. */
export const bookedBefore = Effect.fnUntraced(function*(id: Ids.PaymentId) {
  const history = yield* (yield* Journal).history("Payment", id)
  let [state, booked]: [Payment.State, Money.Money | undefined] = [Payment.initial, undefined]
  for (const event of history) {
    state = Payment.evolve(state, event)
    if (state._tag !== "Quarantined") booked = Payment.isTaken(state) ? state.captured : undefined
  }
  return booked
})
