/**
 * One refund of a payment, asked of the gateway, and what became of it.
 *
 * A refund that the gateway says succeeded and says failed, or of another amount than was asked for, is `Conflicting`:
 * it counts as paid out until a person has judged it. What is owed back of a payment that is itself in doubt is `Owed`: nobody
 * is asked to send it before a person has judged the payment.
 */
import { Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"

export const RefundId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("RefundId"))
export type RefundId = typeof RefundId.Type

/** Why money is given back, in a person's words. */
export const Reason = Name.upTo(200)

/** What somebody asked for. */
export const asked = { refundId: RefundId, amount: Money.Money, reason: Reason, by: Party.Actor }

/** Judged by a person: whatever the gateway repeats, it stays as it is. */
const judgedBy = Schema.optionalKey(Party.Actor)

export const RefundRequest = Schema.TaggedUnion({
  Owed: asked,
  Requested: { ...asked, answerBy: Instant.Instant },
  Unknown: { ...asked, answerBy: Instant.Instant },
  Succeeded: { ...asked, judgedBy },
  Failed: { ...asked, because: Reason, judgedBy },
  Conflicting: asked
}).annotate({ identifier: "RefundRequest" })
export type RefundRequest = typeof RefundRequest.Type

/** What the gateway says became of a refund; `Unknown` where it did not answer. */
export const Outcome = Schema.TaggedUnion({
  Succeeded: { amount: Money.Money },
  Failed: { because: Reason },
  Unknown: { answerBy: Instant.Instant }
}).annotate({ identifier: "RefundOutcome" })
export type Outcome = typeof Outcome.Type

/** The gateway is to say what became of it. */
export const isAwaited = (refund: RefundRequest): refund is Extract<RefundRequest, { readonly _tag: "Requested" | "Unknown" }> => refund._tag === "Requested" || refund._tag === "Unknown"

/** The refund once `outcome` is known; the same one where that adds nothing. */
export const answered = (refund: RefundRequest, outcome: Outcome): RefundRequest => {
  const { amount, by, reason, refundId } = refund
  const plain = { refundId, amount, reason, by }
  if (refund._tag === "Owed" || refund._tag === "Conflicting" || ("judgedBy" in refund && refund.judgedBy !== undefined)) return refund
  const isOpen = isAwaited(refund)
  switch (outcome._tag) {
    case "Unknown":
      if (!isOpen || (refund._tag === "Unknown" && outcome.answerBy <= refund.answerBy)) return refund
      return { _tag: "Unknown", ...plain, answerBy: outcome.answerBy }
    case "Succeeded":
      if (!Money.isEqual(outcome.amount, amount)) return { _tag: "Conflicting", ...plain }
      if (refund._tag === "Succeeded") return refund
      return isOpen ? { _tag: "Succeeded", ...plain } : { _tag: "Conflicting", ...plain }
    case "Failed":
      if (refund._tag === "Failed") return refund
      return isOpen ? { _tag: "Failed", ...plain, because: outcome.because } : { _tag: "Conflicting", ...plain }
  }
}

/** What a person found out about a conflicting refund. */
export const Verdict = Schema.TaggedUnion({ Succeeded: { amount: Money.Money }, Failed: { because: Reason } }).annotate({ identifier: "RefundVerdict" })
export type Verdict = typeof Verdict.Type

/** The refund as `judgedBy` found it. */
export const judged = ({ amount, by, reason, refundId }: RefundRequest, verdict: Verdict, judgedBy: Party.Actor): RefundRequest =>
  verdict._tag === "Succeeded"
    ? { _tag: "Succeeded", refundId, amount: verdict.amount, reason, by, judgedBy }
    : { _tag: "Failed", refundId, amount, reason, by, because: verdict.because, judgedBy }

/** Minor units that may have left: of every refund that did not fail. */
export const claimed = (refunds: ReadonlyArray<RefundRequest>): bigint =>
  refunds.reduce((sum, refund) => (refund._tag === "Failed" ? sum : sum + BigInt(refund.amount.amount)), 0n)

/** Minor units of refunds that left or were asked for, without those in doubt. */
export const certain = (refunds: ReadonlyArray<RefundRequest>): bigint => claimed(refunds.filter(({ _tag }) => _tag !== "Conflicting" && _tag !== "Owed"))

/** The refunds once it is known that so much was captured: what is owed is asked for by `at`, as far as there is enough. */
export const released = (refunds: ReadonlyArray<RefundRequest>, captured: Money.Money, at: Instant.Instant): ReadonlyArray<RefundRequest> => {
  let left = BigInt(captured.amount) - claimed(refunds.filter(({ _tag }) => _tag !== "Owed"))
  return refunds.map((refund): RefundRequest => {
    if (refund._tag !== "Owed") return refund
    const { amount: { amount, currency }, by, reason, refundId } = refund
    const units = currency !== captured.currency || left <= 0n ? 0 : Number(left < BigInt(amount) ? left : BigInt(amount))
    left -= BigInt(units)
    return units === 0
      ? { _tag: "Failed", refundId, amount: refund.amount, reason, by, because: "it was not captured" }
      : { _tag: "Requested", refundId, amount: { amount: units, currency }, reason, by, answerBy: at }
  })
}

/** Minor units that have left, as far as is known. */
export const succeeded = (refunds: ReadonlyArray<RefundRequest>): bigint =>
  refunds.reduce((sum, refund) => (refund._tag === "Succeeded" ? sum + BigInt(refund.amount.amount) : sum), 0n)
