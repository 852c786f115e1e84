import { Effect } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import type { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { type Ledger, Payment, Posting, RefundRequest } from "../../payment/index.ts"
import type { Change } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { unlessBehind } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { answerBy } from "./answerBy.ts"
import { head, standingOf, written } from "./booked.ts"
import { bookedBefore } from "./bookedBefore.ts"

/** How much a payment has left to give back, as far as is booked: of one that is in doubt, what it brought before. */
const leftOf = Effect.fnUntraced(function*(payment: Payment.Payment) {
  if (Payment.isTaken(payment)) return Payment.refundable(payment).amount
  const booked = payment._tag === "Quarantined" ? yield* bookedBefore(payment.id) : undefined
  return booked === undefined || payment._tag !== "Quarantined" ? 0 : booked.amount - Number(RefundRequest.claimed(payment.refunds))
})

/**
 * What is given back of money that was paid ahead: refunds of the payments that brought it, the last one first, those that are
 * in doubt at the end; no more than they have left. Gateways are asked when it is stored (see reconcilePayments), of a payment
 * that is in doubt once it is judged: until then it is owed. What is owed to the payer already, of a refund that failed, goes
 * back first. `rest` was paid ahead, and is not given back.
 */
export const refundsOf = Effect.fnUntraced(function*(subject: Ids.Subject, amount: Money.Money, by: Party.Actor, at: Instant.Instant, reason: string) {
  const [changes, transactions]: [Array<Change>, Array<Ledger.Transaction>] = [[], []]
  const { deferred, payments, unchanged, ...standing } = yield* standingOf(subject, amount.currency)
  let [left, unclaimed, rest] = [amount.amount, standing.unclaimed, deferred.amount]
  const all = amount.amount > 0 ? payments.toReversed() : []
  for (const payment of [...all.filter(Payment.isTaken), ...all.filter(({ _tag }) => _tag === "Quarantined")]) {
    const part = Math.min(left, yield* leftOf(payment))
    if (part <= 0) continue
    const back = { subject, amount: { amount: part, currency: amount.currency } }
    const asked = { at, refundId: RefundRequest.RefundId.make(yield* newId), amount: back.amount, reason, by }
    const events: ReadonlyArray<Payment.Event> = Payment.isTaken(payment)
      ? yield* Effect.fromResult(yield* unlessBehind(Payment.requestRefund({ _tag: "RequestRefund", ...asked, answerBy: answerBy(at) }, payment), at))
      : yield* Effect.fromResult(yield* unlessBehind(Payment.oweRefund({ _tag: "OweRefund", ...asked }, payment), at))
    const fresh = part - Math.min(part, unclaimed)
    changes.push(change("Payment", payment.id, payment, events))
    if (fresh > 0) transactions.push(yield* written(Posting.unused(yield* head(at, by), { subject, amount: { ...back.amount, amount: fresh } })))
    if (Payment.isTaken(payment)) transactions.push(yield* written(Posting.refundRequested(yield* head(at, by), { ...back, from: Posting.landing(payment) })))
    left -= part
    rest -= fresh
    unclaimed -= part - fresh
  }
  return { changes, transactions, unchanged, rest }
})
