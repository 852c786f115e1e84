/**
 * A validation that was given to a ticket: by a merchant's programme, or by a coupon. Its id makes a repetition harmless;
 * a voided ticket gives it back.
 */
import { Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import type { Validation } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import { Ids } from "../lifecycle/index.ts"

export const RedemptionId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("RedemptionId"))
export type RedemptionId = typeof RedemptionId.Type

/** Holds from `from` up to `until`, closed-open; without end where that is absent. */
export const Period = Schema.Struct({ from: Instant.Instant, until: Schema.optionalKey(Instant.Instant) })
export type Period = typeof Period.Type

/** Where it holds; everywhere when absent. */
export const Lots = Schema.optionalKey(Schema.Array(Lot.LotId))

const code = Name.upTo(120)

/** Given too early or too late. */
export class OutsidePeriod extends Schema.TaggedError<OutsidePeriod>()("OutsidePeriod", { code, at: Instant.Instant, from: Instant.Instant, until: Schema.optionalKey(Instant.Instant) }) {
  override get message() {
    const end = this.until === undefined ? "" : ` until ${Instant.toIso(this.until)}`
    return `${this.code} holds from ${Instant.toIso(this.from)}${end}; it is ${Instant.toIso(this.at)}`
  }
}

/** It does not hold in this lot. */
export class OtherLot extends Schema.TaggedError<OtherLot>()("OtherLot", { code, lotId: Lot.LotId }) {
  override get message() {
    return `${this.code} does not hold in this lot: it is for others`
  }
}

/** As often as it may be given. */
export class LimitReached extends Schema.TaggedError<LimitReached>()("LimitReached", {
  code,
  limit: Schema.Literals(["uses", "per plate", "per person", "per ticket", "per day"]),
  most: Schema.Int
}) {
  override get message() {
    return `${this.code} was given ${this.most} times (${this.limit}): no more is allowed`
  }
}

/** A redemption of this id is there, and it is another. */
export class RedemptionDiffers extends Schema.TaggedError<RedemptionDiffers>()("RedemptionDiffers", { redemptionId: RedemptionId, ticketId: Ids.TicketId }) {
  override get message() {
    return `this redemption is of ticket ${this.ticketId}: another needs an id of its own`
  }
}

/** It was given back: giving it again needs a new id. */
export class RedemptionReleased extends Schema.TaggedError<RedemptionReleased>()("RedemptionReleased", { redemptionId: RedemptionId }) {
  override get message() {
    return "this redemption was given back: redeem anew, with an id of its own"
  }
}

export class NoSuchRedemption extends Schema.TaggedError<NoSuchRedemption>()("NoSuchRedemption", { redemptionId: RedemptionId }) {
  override get message() {
    return `there is no redemption ${this.redemptionId} here: it was made elsewhere, or never`
  }
}

/** Its time is not over. */
export class NotExpiredYet extends Schema.TaggedError<NotExpiredYet>()("NotExpiredYet", { code, until: Schema.optionalKey(Instant.Instant) }) {
  override get message() {
    return this.until === undefined ? `${this.code} does not expire: revoke it` : `${this.code} holds until ${Instant.toIso(this.until)}`
  }
}

export const isWithin = ({ from, until }: Period, at: Instant.Instant): boolean => at >= from && (until === undefined || at < until)

export const holdsIn = (lots: ReadonlyArray<Lot.LotId> | undefined, lotId: Lot.LotId): boolean => lots === undefined || lots.includes(lotId)

/** What was given, and when. */
export interface Given {
  readonly id: RedemptionId
  readonly at: Instant.Instant
  readonly validation: Validation.Validation
}

/** The validations of a ticket as pricing wants them, whoever gave them: in the order in which they were given. */
export const validations = (given: ReadonlyArray<Given>): ReadonlyArray<Validation.Validation> =>
  given.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map(({ validation }) => validation)
