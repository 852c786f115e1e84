/** Coupons and merchants' programmes: how they begin, and how they end before their time. */
import { Effect, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { Name } from "../../lot/index.ts"
import { Coupon, CouponCode, Programme, Worth } from "../../merchant/index.ts"
import { Party } from "../../party/index.ts"
import { Journal } from "../../ports/index.ts"
import { Validation } from "../../pricing/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { store } from "../store.ts"

/** Another coupon has this code. */
export class CouponCodeTaken extends Schema.TaggedError<CouponCodeTaken>()("CouponCodeTaken", { code: CouponCode.CouponCode }) {
  override get message() {
    return `there is a coupon ${this.code} already: choose another code`
  }
}

/** A budget is kept by holding the most that each validation may take off. */
export class OfferWithoutMost extends Schema.TaggedError<OfferWithoutMost>()("OfferWithoutMost", { offer: Schema.String }) {
  override get message() {
    return `with a budget, say what ${this.offer} takes off at most: give it a max`
  }
}

const { by: _agreedBy, id: _programmeId, offers: _offers, ...agreed } = Programme.Terms.fields

/** What is agreed with a merchant. */
export const Agreeing = Schema.Struct({
  ...agreed,
  ...by,
  offers: Schema.Array(Schema.Struct({ ...Programme.Offer.fields, validation: Validation.Validation })),
  /** An id of the caller's: the same programme said twice is agreed on once. */
  programmeId: Schema.optional(Programme.ProgrammeId)
})
export type Agreeing = typeof Agreeing.Type

/** Agrees with a merchant on what it may take off tickets, how often, and what a month may cost it. */
export const agreeProgramme = operation("agreeProgramme", Agreeing, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by: _, programmeId, ...rest } = given
    const open = rest.budget === undefined ? undefined : rest.offers.find(({ validation }) => Worth.said(validation) === undefined)
    if (open !== undefined) return yield* new OfferWithoutMost({ offer: open.code })
    const id = programmeId ?? Programme.ProgrammeId.make(yield* newId)
    const before = yield* (yield* Journal).load("Programme", id)
    const events = yield* Effect.fromResult(Programme.agree({ _tag: "Agree", at: yield* now, terms: { id, ...rest, by: actor(given) } }, before))
    const changed = change("Programme", id, before, events)
    yield* store({ action: "programme.agree", by: actor(given) }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return outcome(changed)
  })))

const { by: _issuedBy, code: _code, id: _couponId, validation: _validation, ...issued } = Coupon.Terms.fields

/** A coupon to be issued. */
export const Issuing = Schema.Struct({
  ...issued,
  ...by,
  /** One that nobody guesses, when absent. */
  code: Schema.optional(CouponCode.CouponCode),
  validation: Validation.Validation,
  /** An id of the caller's: the same coupon said twice is issued once. */
  couponId: Schema.optional(Coupon.CouponId)
})
export type Issuing = typeof Issuing.Type

/** Issues a coupon, by a code that is wished for or one that nobody guesses. */
export const issueCoupon = operation("issueCoupon", Issuing, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by: _, code: wished, couponId, ...rest } = given
    const id = couponId ?? Coupon.CouponId.make(yield* newId)
    const before = yield* (yield* Journal).load("Coupon", id)
    const known = before._tag === "Absent" ? undefined : before.code
    const code = wished ?? known ?? CouponCode.make(yield* (yield* SecureRandom.SecureRandom).randomBytes(CouponCode.randomBytes))
    const events = yield* Effect.fromResult(Coupon.issue({ _tag: "Issue", at: yield* now, terms: { id, code, ...rest, by: actor(given) } }, before))
    const changed = change("Coupon", id, before, events)
    yield* store({ action: "coupon.issue", by: actor(given) }, { changes: [changed] }).pipe(
      Effect.catchTag("KeyTaken", () => Effect.fail(new CouponCodeTaken({ code }))),
      Effect.catchTag("SpotTaken", Effect.die)
    )
    return outcome(changed)
  })))

const ending = { by: Party.Actor, reason: Name.upTo(200) }

const RevokingCoupon = Schema.Struct({ ...ending, couponId: Coupon.CouponId })

/** Ends a coupon before its time; what was redeemed stays. */
export const revokeCoupon = operation("revokeCoupon", RevokingCoupon, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by, couponId, reason } = given
    const before = yield* (yield* Journal).load("Coupon", couponId)
    const changed = change("Coupon", couponId, before, yield* Effect.fromResult(Coupon.revoke({ _tag: "Revoke", at: yield* now, by, reason }, before)))
    yield* store({ action: "coupon.revoke", by, reason }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return outcome(changed)
  })))

const RevokingProgramme = Schema.Struct({ ...ending, programmeId: Programme.ProgrammeId })

/** Ends a programme before its time; what was given stays. */
export const revokeProgramme = operation("revokeProgramme", RevokingProgramme, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by, programmeId, reason } = given
    const before = yield* (yield* Journal).load("Programme", programmeId)
    const changed = change("Programme", programmeId, before, yield* Effect.fromResult(Programme.revoke({ _tag: "Revoke", at: yield* now, by, reason }, before)))
    yield* store({ action: "programme.revoke", by, reason }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return outcome(changed)
  })))
