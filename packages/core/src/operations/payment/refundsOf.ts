import { Effect } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import type { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { type Ledger, Payment, Posting, RefundRequest } from "../../payment/index.ts"
import { type Change, Journal, key } from "../../ports/index.ts"
import { Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { newId } from "../newId.ts"
import { answerBy } from "./answerBy.ts"
import { head, written } from "./booked.ts"

/** A clock that stepped back keeps nobody's money. */
const notBefore = (at: Instant.Instant, { changedAt }: Payment.Payment): Instant.Instant => Instant.Instant.make(Math.max(at, changedAt))

/**
 * What is given back of money that was paid ahead: refunds of the payments that brought it, the last one first. Gateways are
 * asked when it is stored (see reconcilePayments). `given` is how much that is: no more than the payments have left.
 */
export const refundsOf = Effect.fnUntraced(function*(subject: Ids.Subject, amount: Money.Money, by: Party.Actor, at: Instant.Instant, reason: string) {
  const [changes, transactions]: [Array<Change>, Array<Ledger.Transaction>] = [[], []]
  const all = amount.amount <= 0 ? [] : yield* (yield* Journal).under("Payment", key.subject(subject), { limit: 100 })
  let left = amount.amount
  for (const payment of all.filter(Payment.isTaken).toReversed()) {
    const part = Math.min(left, Payment.refundable(payment).amount)
    if (part <= 0) continue
    const back = { subject, amount: { amount: part, currency: amount.currency } }
    const refundId = RefundRequest.RefundId.make(yield* newId)
    const events = yield* Effect.fromResult(Payment.requestRefund({ _tag: "RequestRefund", at: notBefore(at, payment), refundId, amount: back.amount, reason, by, answerBy: answerBy(at) }, payment))
    changes.push(change("Payment", payment.id, payment, events))
    transactions.push(
      yield* written(Posting.unused(yield* head(at, by), back)),
      yield* written(Posting.refundRequested(yield* head(at, by), { ...back, from: Posting.landing(payment) }))
    )
    left -= part
  }
  return { changes, transactions, given: amount.amount - left }
})
