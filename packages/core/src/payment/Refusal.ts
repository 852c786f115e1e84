/** Why a payment, a refund or a judgement is refused: each names what to do instead. */
import { Schema } from "effect"
import { PaymentId } from "../lifecycle/Ids.ts"
import { Money } from "../money/index.ts"
import { Instant } from "../time/index.ts"
import { RefundId } from "./RefundRequest.ts"

/** Money that moves is more than zero. */
export class NotPositive extends Schema.TaggedError<NotPositive>()("NotPositive", { amount: Money.Money }) {
  override get message() {
    return `expected more than zero, found ${Money.format(this.amount)}`
  }
}

/** More than the payer's bank holds ready. */
export class AboveAuthorised extends Schema.TaggedError<AboveAuthorised>()("AboveAuthorised", { asked: Money.Money, authorised: Money.Money }) {
  override get message() {
    return `${Money.format(this.authorised)} is authorised: ${Money.format(this.asked)} needs another payment for the difference`
  }
}

/** One capture is asked for, and it was. */
export class CaptureRequestedBefore extends Schema.TaggedError<CaptureRequestedBefore>()("CaptureRequestedBefore", { asked: Money.Money, before: Money.Money }) {
  override get message() {
    return `the capture of ${Money.format(this.before)} was asked for before: ${Money.format(this.asked)} is another payment`
  }
}

/** More than is left of what was captured, refunds that are still open included. */
export class RefundAboveCaptured extends Schema.TaggedError<RefundAboveCaptured>()("RefundAboveCaptured", { asked: Money.Money, refundable: Money.Money }) {
  override get message() {
    return `${Money.format(this.refundable)} can be refunded, not ${Money.format(this.asked)}`
  }
}

/** A refund of this id is there, and it is another. */
export class RefundDiffers extends Schema.TaggedError<RefundDiffers>()("RefundDiffers", { refundId: RefundId, asked: Money.Money, before: Money.Money }) {
  override get message() {
    return `this refund is of ${Money.format(this.before)}: ${Money.format(this.asked)} needs an id of its own`
  }
}

/** All of the payment was given back, or is on its way. */
export class NothingToRefund extends Schema.TaggedError<NothingToRefund>()("NothingToRefund", { paymentId: PaymentId }) {
  override get message() {
    return "nothing of this payment is left to give back: look at its refunds"
  }
}

export class NoSuchRefund extends Schema.TaggedError<NoSuchRefund>()("NoSuchRefund", { refundId: RefundId }) {
  override get message() {
    return `this payment has no refund ${this.refundId}: it was asked for elsewhere, or never`
  }
}

/** Only what contradicts itself is judged. */
export class NotInDoubt extends Schema.TaggedError<NotInDoubt>()("NotInDoubt", { refundId: RefundId, state: Schema.String }) {
  override get message() {
    return `this refund is ${this.state}: there is nothing to judge`
  }
}

/** What is not found before its deadline may still be on its way. */
export class TooSoon extends Schema.TaggedError<TooSoon>()("TooSoon", { at: Instant.Instant, answerBy: Instant.Instant }) {
  override get message() {
    return `the gateway may answer until ${Instant.toIso(this.answerBy)}: ask again then`
  }
}
