import { Effect, Schema } from "effect"
import { Coupon, CouponCode, Programme, Redemption, Worth } from "../../merchant/index.ts"
import { Party } from "../../party/index.ts"
import { type Change, Journal, key } from "../../ports/index.ts"
import { Bill, type Validation } from "../../pricing/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor, by } from "../acting.ts"
import { change } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { commitTicket } from "../ticket/commitTicket.ts"
import { Asked, openTicket, type Quote, settleAt } from "../ticket/quote.ts"

/** No coupon has this code. */
export class CouponNotFound extends Schema.TaggedError<CouponNotFound>()("CouponNotFound", { code: Schema.String }) {
  override get message() {
    return `there is no coupon ${JSON.stringify(this.code)}: look at its letters and digits`
  }
}

/** Nothing can be taken off this stay: by its terms, or since it was reserved. */
export class NotValidated extends Schema.TaggedError<NotValidated>()("NotValidated", { id: Ticket.TicketId, because: Schema.Literals(["terms", "reservation"]) }) {
  override get message() {
    return this.because === "terms"
      ? `the terms of this stay take no validations: say in the lot's terms how they go together ("validations": "all", "best" or "first"), for tickets issued from then on`
      : "a reserved stay takes no validations: its price was agreed when it was booked"
  }
}

/** The ticket carries this code, of somebody else. */
export class CodeOnTicket extends Schema.TaggedError<CodeOnTicket>()("CodeOnTicket", { id: Ticket.TicketId, code: Schema.String }) {
  override get message() {
    return `this ticket has ${this.code} already, and takes each code once: use another`
  }
}

const Presented = Schema.Struct({
  ...Asked.fields,
  ...by,
  /** An id of the caller's: the same redemption said twice is made once. */
  redemptionId: Schema.optional(Redemption.RedemptionId)
})

/** A coupon by its code, as somebody typed it, or an offer of a merchant's programme. */
export const Validating = Schema.Union([
  Schema.Struct({ ...Presented.fields, coupon: Schema.String, personId: Schema.optional(Party.PersonId) }),
  Schema.Struct({ ...Presented.fields, programmeId: Programme.ProgrammeId, offer: Schema.String })
])
export type Validating = typeof Validating.Type

/** A redemption as it was decided; with no validation where it was made before. */
interface Redeemed {
  readonly change: Change
  readonly redeemed: Ticket.Redeemed
  readonly validation: Validation.Validation | undefined
}

const couponOf = Effect.fnUntraced(function*(typed: string) {
  const code = CouponCode.parse(typed)
  const [coupon] = code === undefined ? [] : yield* (yield* Journal).under("Coupon", key.coupon(code), { limit: 1 })
  return coupon ?? (yield* new CouponNotFound({ code: typed.slice(0, 80) }))
})

const ofCoupon = Effect.fnUntraced(function*(given: Extract<Validating, { readonly coupon: string }>, { at, bill, ticket }: Quote, redemptionId: Redemption.RedemptionId) {
  const coupon = yield* couponOf(given.coupon)
  const personId = given.personId ?? ticket.personId
  const { id: ticketId, lotId, vehicle: { plate } } = ticket
  const events = yield* Effect.fromResult(
    Coupon.redeem({ _tag: "Redeem", at, redemptionId, ticketId, lotId, price: Bill.total(bill), plate, ...(personId !== undefined && { personId }) }, coupon)
  )
  return {
    change: change("Coupon", coupon.id, coupon, events),
    redeemed: { _tag: "Coupon", couponId: coupon.id, redemptionId },
    validation: events.length === 0 ? undefined : Coupon.validation(coupon)
  } satisfies Redeemed
})

const ofProgramme = Effect.fnUntraced(function*(given: Extract<Validating, { readonly offer: string }>, { at, terms: { tariff }, ticket }: Quote, redemptionId: Redemption.RedemptionId) {
  const { offer, programmeId } = given
  const programme = yield* (yield* Journal).load("Programme", programmeId)
  const offered = programme._tag === "Absent" ? undefined : programme.offers.find(({ code }) => code === offer)
  const worth = offered === undefined ? { amount: 0, currency: tariff.currency } : Worth.most(offered.validation, tariff)
  const { id: ticketId, lotId } = ticket
  const events = yield* Effect.fromResult(Programme.redeem({ _tag: "Redeem", at, redemptionId, ticketId, lotId, offer, worth, by: actor(given) }, programme))
  return {
    change: change("Programme", programmeId, programme, events),
    redeemed: { _tag: "Programme", programmeId, redemptionId },
    validation: events[0]?.validation
  } satisfies Redeemed
})

/**
 * Puts a coupon or a merchant's validation on a ticket, and counts it where it is from, in one step. What it takes off is
 * known from the next quote.
 */
export const validateTicket = operation("validateTicket", Validating, (given) =>
  decideAgain(Effect.gen(function*() {
    const ticket = yield* openTicket(given)
    const { id, validations } = ticket
    const quoted = yield* settleAt(ticket, yield* now)
    if (ticket.basis?._tag === "Reservation") return yield* new NotValidated({ id, because: "reservation" })
    if (quoted.terms.validations === undefined) return yield* new NotValidated({ id, because: "terms" })
    const redemptionId = given.redemptionId ?? Redemption.RedemptionId.make(yield* newId)
    const { change: counted, redeemed, validation } = yield* "coupon" in given ? ofCoupon(given, quoted, redemptionId) : ofProgramme(given, quoted, redemptionId)
    if (validation === undefined) return ticket
    if (validations.some((each) => each.validation.code === validation.code)) return yield* new CodeOnTicket({ id, code: validation.code })
    const events = yield* Effect.fromResult(Ticket.validate({ _tag: "Validate", at: quoted.at, validation, by: actor(given), redeemed }, ticket))
    return yield* commitTicket({ action: "ticket.validate", by: actor(given) }, ticket, events, { changes: [counted] })
  })))
