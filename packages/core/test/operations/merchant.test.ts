import { it } from "@effect/vitest"
import { CouponCode, Programme, Redemption, Worth } from "@parkade/core/merchant"
import {
  admit,
  agreeProgramme,
  issueCoupon,
  merchantStatement,
  pay,
  payOnExit,
  quote,
  registerMandate,
  release,
  revokeCoupon,
  revokeProgramme,
  sweepExpired,
  validateTicket,
  voidTicket
} from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Journal } from "@parkade/core/ports"
import { Tariff, type Validation } from "@parkade/core/pricing"
import { TimeZone } from "@parkade/core/time"
import type { Memory } from "@parkade/testing/memory"
import { Effect, type Layer, Result } from "effect"
import type { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { describe, expect, it as test } from "vitest"
import { entry, tariffJson } from "../pricing.ts"
import { EUR, euros, minute } from "../tickets.ts"
import { alone, balance, car, done, parked, pass, someone, standing, uuid } from "./lots.ts"

type Services = Layer.Success<typeof Memory.layer> | SecureRandom.SecureRandom
const partnerId = Party.PartnerId.make(uuid(70))
const takes = { validations: "all" }
const by = someone(9)

/** A merchant that pays a euro of a stay, or its first hour. */
const agreed = (change: object = {}) =>
  agreeProgramme({
    partnerId,
    name: "Bakery",
    offers: [
      { code: "euro", validation: { type: "amount", off: "1.00", code: "euro" } },
      { code: "hour", validation: { type: "time", upTo: "PT1H", max: "2.00", code: "hour" } }
    ],
    limits: { perTicket: 1 },
    period: { from: entry },
    zone: TimeZone.TimeZone.make("Europe/Berlin"),
    by,
    ...change
  })

const coupon = (change: object = {}) =>
  issueCoupon({
    code: CouponCode.CouponCode.make("SUMMER20"),
    validation: { type: "percent", percent: "20", of: "whole", code: "summer" },
    limits: { uses: 2, perPlate: 1 },
    period: { from: entry },
    by,
    ...change
  })

const redemption = (count: number) => Redemption.RedemptionId.make(uuid(count))
const owed = balance({ _tag: "PartnerReceivable", partnerId })
const load = (id: Programme.ProgrammeId) => Effect.flatMap(Journal, (journal) => journal.load("Programme", id))

describe("what is over", () => {
  it.effect("is ended, each once, and what is revoked or goes on is not", () =>
    alone(Effect.gen(function*() {
      yield* TestClock.setTime(entry)
      const until = { period: { from: entry, until: minute(60) } }
      const [{ id: programmeId }, goesOn] = [yield* agreed(until), yield* agreed()]
      const { id: couponId } = yield* coupon({ ...until, code: CouponCode.CouponCode.make("SUMMER20") })
      const gone = yield* coupon({ ...until, code: CouponCode.CouponCode.make("WINTER20") })
      const mandate = { holder: by.id, gateway: "simulated", token: "pm_1NxYzAbc", limits: { currency: EUR }, scope: { _tag: "Anywhere" }, zone: TimeZone.TimeZone.make("Europe/Berlin") } as const
      const { id: mandateId } = yield* registerMandate({ ...mandate, expiresAt: minute(60) })
      yield* registerMandate(mandate)
      yield* pass("0:59:59")
      expect(yield* sweepExpired({})).toEqual({ mandates: [], programmes: [], coupons: [] })
      yield* pass("0:00:01")
      const journal = yield* Journal
      const revoking = Effect.orDie(revokeCoupon({ couponId: gone.id, by, reason: "by mistake" })).pipe(Effect.provideContext(yield* Effect.context<Services>()))
      const slow = Journal.of({ ...journal, due: (kind, at, limit) => Effect.tap(journal.due(kind, at, limit), () => kind === "Coupon" ? revoking : Effect.void) })
      expect(yield* Effect.provideService(sweepExpired({}), Journal, slow)).toMatchObject({
        mandates: [{ _tag: "Expired", id: mandateId }],
        programmes: [{ _tag: "Expired", id: programmeId }],
        coupons: [{ _tag: "Expired", id: couponId }]
      })
      expect(yield* sweepExpired({})).toEqual({ mandates: [], programmes: [], coupons: [] })
      expect(yield* load(goesOn.id)).toMatchObject({ _tag: "Active" })
      expect(yield* done("Mandate", mandateId)).toEqual([["payment-method.manage", "MandateRegistered"], ["payment-method.expire", "MandateExpired"]])
      expect(yield* done("Coupon", couponId)).toEqual([["coupon.issue", "CouponIssued"], ["coupon.expire", "CouponExpired"]])
    })))
})

describe("the most that a validation takes off", () => {
  const rate = { type: "hourly", price: "1.00", count: "started" }
  const euro: Validation.Validation = { type: "amount", off: "1.00", code: "x" }
  test.each<[words: string, validation: Validation.Validation, tariff: object, cents: number]>([
    ["its amount", euro, tariffJson(rate), 100],
    ["its max", { type: "percent", percent: "50", of: "rest", max: "2.50", code: "x" }, tariffJson(rate), 250],
    ["with the tax that is added", euro, tariffJson({ ...rate, tax: "0.19" }, { tax: "added" }), 119],
    ["of the highest rate", euro, tariffJson({ type: "sum", of: [{ ...rate, tax: "0.07" }, { ...rate, tax: "0.19" }] }, { tax: "added" }), 119],
    ["rounded up as the tariff rounds", { ...euro, off: "1.01" }, tariffJson(rate, { rounding: { mode: "half-up", to: "0.05", where: "total" } }), 105],
    ["in the units that are paid", { ...euro, off: "1.001" }, tariffJson(rate, { minorUnits: 3 }), 101],
    ["anything, where it does not say", { type: "time", upTo: "PT1H", code: "x" }, tariffJson(rate), Number.MAX_SAFE_INTEGER]
  ])("is %s", (_, validation, json, cents) => expect(Worth.most(validation, Result.getOrThrow(Tariff.decode(json)))).toEqual(euros(cents)))
})

describe("validations over memory", () => {
  it.effect("a merchant's euro is off the bill, and owed by the merchant as the vehicle leaves", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id, lotId } } = yield* parked(takes)
      const { id: programmeId } = yield* agreed({ budget: euros(500) })
      yield* pass("1:30")
      expect(yield* validateTicket({ ticket: { id }, programmeId, offer: "euro", by })).toMatchObject({ validations: [{ validation: { code: "euro", payer: partnerId }, redeemed: { _tag: "Programme", programmeId } }] })
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Held", worth: euros(100) }] })
      expect(yield* quote({ ticket: { id } })).toMatchObject({ due: euros(100), validated: [{ code: "euro", off: { gross: 100 } }] })
      expect(yield* owed).toBe(0)
      yield* payOnExit({ ticket: { id }, method: "card" })
      expect(yield* owed).toBe(100)
      expect(yield* balance({ _tag: "Revenue", lotId, source: "stay" })).toBe(-200)
      expect(yield* standing({ _tag: "Stay", ticketId: id })).toEqual({ due: 0, deferred: 0, overpaid: 0 })
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Settled", applied: euros(100) }] })
      expect(yield* done("Programme", programmeId)).toEqual([["programme.agree", "ProgrammeAgreed"], ["ticket.validate", "ProgrammeRedeemed"], ["ticket.release", "ProgrammeSettled"]])
    })))

  it.effect("what is not used up of a grant is free again, and tax goes with what was taken off", () =>
    alone(Effect.gen(function*() {
      const tariff = tariffJson({ type: "hourly", price: "1.19", count: "started", tax: "0.19" }, { tax: "included" })
      const { ticket: { id, lotId } } = yield* parked({ ...takes, tariff })
      const { id: programmeId } = yield* agreed()
      yield* validateTicket({ ticket: { id }, programmeId, offer: "hour" })
      yield* pass("0:30")
      expect(yield* release({ ticket: { id } })).toMatchObject({ _tag: "Exited" })
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Settled", applied: euros(119) }] })
      expect(yield* owed).toBe(119)
      expect(yield* balance({ _tag: "Tax", lotId, rate: "0.19" })).toBe(-19)
    })))

  it.effect("where the time after the grace is billed anew, each part is settled once, with its payment", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked({ ...takes, exitPolicy: { exitGrace: "PT15M", afterGrace: "anew" } })
      const { id: programmeId } = yield* agreed({ limits: {} })
      yield* pass("1:30")
      yield* validateTicket({ ticket: { id }, programmeId, offer: "euro", redemptionId: redemption(1) })
      yield* pay({ ticket: { id }, method: "card" })
      expect(yield* owed).toBe(100)
      yield* validateTicket({ ticket: { id }, programmeId, offer: "euro", redemptionId: redemption(2) })
      yield* pass("1:30")
      yield* payOnExit({ ticket: { id }, method: "card" })
      expect(yield* owed).toBe(200)
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Settled", applied: euros(100) }, { _tag: "Settled", applied: euros(100) }] })
      expect(yield* standing({ _tag: "Stay", ticketId: id })).toEqual({ due: 0, deferred: 0, overpaid: 0 })
    })))

  it.effect("a part that was paid is not settled again as the vehicle leaves within the grace", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked({ ...takes, exitPolicy: { exitGrace: "PT15M", afterGrace: "anew" } })
      const { id: programmeId } = yield* agreed()
      yield* pass("1:30")
      yield* validateTicket({ ticket: { id }, programmeId, offer: "euro" })
      yield* pay({ ticket: { id }, method: "card" })
      yield* pass("0:10")
      yield* release({ ticket: { id } })
      expect(yield* owed).toBe(100)
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Settled", applied: euros(100) }] })
    })))

  it.effect("without a budget an offer may take off whatever the stay costs", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked(takes)
      const { id: programmeId } = yield* agreed({ offers: [{ code: "all", validation: { type: "percent", percent: "100", of: "whole", code: "all" } }] })
      yield* validateTicket({ ticket: { id }, programmeId, offer: "all" })
      yield* pass("9:30")
      yield* release({ ticket: { id } })
      expect(yield* owed).toBe(1_000)
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Settled", applied: euros(1_000) }] })
    })))

  it.effect("what came too late for the part that was paid costs the merchant nothing", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked({ ...takes, exitPolicy: { exitGrace: "PT15M", afterGrace: "anew" } })
      const { id: programmeId } = yield* agreed()
      yield* pass("0:30")
      yield* pay({ ticket: { id }, method: "card" })
      yield* validateTicket({ ticket: { id }, programmeId, offer: "euro" })
      yield* release({ ticket: { id } })
      expect(yield* owed).toBe(0)
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Settled", applied: euros(0) }] })
    })))

  it.effect("the same redemption said twice is made once; another is beyond the ticket's limit", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked(takes)
      const { id: programmeId } = yield* agreed()
      const given = { ticket: { id }, programmeId, offer: "euro", redemptionId: redemption(1) }
      const first = yield* validateTicket(given)
      expect(yield* validateTicket(given)).toEqual(first)
      expect(yield* Effect.flip(validateTicket({ ...given, redemptionId: redemption(2) }))).toMatchObject({ _tag: "LimitReached", limit: "per ticket" })
      expect(yield* Effect.flip(validateTicket({ ...given, offer: "hour" }))).toMatchObject({ _tag: "RedemptionDiffers" })
    })))

  it.effect("a month's budget holds what each may take off", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId }, ticket } = yield* parked(takes)
      const { id: programmeId } = yield* agreed({ budget: euros(150) })
      yield* validateTicket({ ticket: { id: ticket.id }, programmeId, offer: "euro" })
      const other = yield* admit({ lotId, vehicle: car("B-AB 2") })
      expect(yield* Effect.flip(validateTicket({ ticket: { id: other.id }, programmeId, offer: "euro" }))).toMatchObject({ _tag: "AboveBudget", left: euros(50) })
      expect(yield* Effect.flip(agreed({ budget: euros(150), offers: [{ code: "all", validation: { type: "percent", percent: "100", of: "whole", code: "all" } }] }))).toMatchObject({ _tag: "OfferWithoutMost", offer: "all" })
    })))

  it.effect("a coupon by its code as somebody types it: once per plate, as often as it may be used", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId }, ticket: { id } } = yield* parked(takes)
      const { id: couponId } = yield* coupon()
      yield* pass("4:30")
      yield* validateTicket({ ticket: { id }, coupon: "summer-20" })
      expect(yield* quote({ ticket: { id } })).toMatchObject({ due: euros(400) })
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, coupon: "SUMMER20" }))).toMatchObject({ _tag: "OnTicketAlready" })
      yield* payOnExit({ ticket: { id }, method: "card" })
      const again = yield* admit({ lotId, vehicle: car("B-AB 1") })
      expect(yield* Effect.flip(validateTicket({ ticket: { id: again.id }, coupon: "SUMMER20" }))).toMatchObject({ _tag: "LimitReached", limit: "per plate" })
      expect(yield* Effect.flip(validateTicket({ ticket: { id: again.id }, coupon: "WINTER20" }))).toMatchObject({ _tag: "CouponNotFound" })
      expect(yield* Effect.flip(validateTicket({ ticket: { id: again.id }, coupon: "x" }))).toMatchObject({ _tag: "CouponNotFound" })
      yield* revokeCoupon({ couponId, by, reason: "over" })
      const other = yield* admit({ lotId, vehicle: car("B-AB 2") })
      expect(yield* Effect.flip(validateTicket({ ticket: { id: other.id }, coupon: "SUMMER20" }))).toMatchObject({ _tag: "WrongState", state: "Revoked" })
      expect(yield* owed).toBe(0)
    })))

  it.effect("a coupon that is limited per person needs one, and one of a price needs the price", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked(takes)
      yield* coupon({ limits: { uses: 5, perPerson: 1 } })
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, coupon: "SUMMER20" }))).toMatchObject({ _tag: "HolderNeeded", needed: "person" })
      yield* validateTicket({ ticket: { id }, coupon: "SUMMER20", personId: by.id })
      yield* coupon({ code: CouponCode.CouponCode.make("DEAR5"), minimum: "5.00" })
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, coupon: "DEAR5" }))).toMatchObject({ _tag: "BelowMinimum" })
    })))

  it.effect("two coupons do not share a code; one without a code gets one", () =>
    alone(Effect.gen(function*() {
      yield* parked(takes)
      yield* coupon()
      expect(yield* Effect.flip(coupon())).toMatchObject({ _tag: "CouponCodeTaken" })
      expect((yield* coupon({ code: undefined })).code).toMatch(/^[0-9A-Z]{11}$/)
    })))

  it.effect("a voided ticket gives back what was redeemed on it", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId }, ticket: { id } } = yield* parked(takes)
      const { id: programmeId } = yield* agreed({ budget: euros(100) })
      const { id: couponId } = yield* coupon({ limits: { uses: 1 } })
      yield* validateTicket({ ticket: { id }, programmeId, offer: "euro" })
      yield* validateTicket({ ticket: { id }, coupon: "SUMMER20" })
      yield* voidTicket({ ticket: { id }, by, reason: "by mistake" })
      expect(yield* load(programmeId)).toMatchObject({ grants: [{ _tag: "Released" }] })
      expect(yield* done("Coupon", couponId)).toContainEqual(["ticket.void", "CouponReleased"])
      const next = yield* admit({ lotId, vehicle: car("B-AB 1") })
      yield* validateTicket({ ticket: { id: next.id }, coupon: "SUMMER20" })
      expect(yield* validateTicket({ ticket: { id: next.id }, programmeId, offer: "euro" })).toMatchObject({ validations: [{}, {}] })
    })))

  it.effect("a lot whose terms say nothing of validations takes none, and nothing is counted", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked()
      const { id: programmeId } = yield* agreed()
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, programmeId, offer: "euro" }))).toMatchObject({ _tag: "NotValidated", because: "terms" })
      expect(yield* load(programmeId)).toMatchObject({ grants: [] })
    })))

  it.effect("a programme that ended gives nothing, and one that never began neither", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked(takes)
      const { id: programmeId } = yield* agreed()
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, programmeId, offer: "day" }))).toMatchObject({ _tag: "NoSuchOffer" })
      yield* revokeProgramme({ programmeId, by, reason: "over" })
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, programmeId, offer: "euro" }))).toMatchObject({ _tag: "WrongState" })
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, programmeId: Programme.ProgrammeId.make(uuid(1)), offer: "euro" }))).toMatchObject({ _tag: "NotBegun" })
    })))

  it.effect("two merchants whose offers have one code do not hide one another", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id } } = yield* parked(takes)
      const [one, two] = [yield* agreed(), yield* agreed({ partnerId: Party.PartnerId.make(uuid(71)) })]
      yield* validateTicket({ ticket: { id }, programmeId: one.id, offer: "euro" })
      expect(yield* Effect.flip(validateTicket({ ticket: { id }, programmeId: two.id, offer: "euro" }))).toMatchObject({ _tag: "CodeOnTicket", code: "euro" })
      expect(yield* load(two.id)).toMatchObject({ grants: [] })
    })))

  it.effect("a merchant's statement: what it owed, what came, what it owes", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId }, ticket: { id } } = yield* parked(takes)
      const { id: programmeId } = yield* agreed()
      yield* validateTicket({ ticket: { id }, programmeId, offer: "euro" })
      yield* pass("0:30")
      yield* release({ ticket: { id } })
      yield* pass("1:00")
      const other = yield* admit({ lotId, vehicle: car("B-AB 2") })
      yield* validateTicket({ ticket: { id: other.id }, programmeId, offer: "euro" })
      yield* pass("0:10")
      yield* release({ ticket: { id: other.id } })
      const state = (from: number, to: number) => merchantStatement({ partnerId, currency: EUR, from: minute(from), to: minute(to) })
      expect(yield* state(60, 600)).toMatchObject({ opening: euros(100), lines: [{ memo: "euro", amount: euros(100), at: minute(100) }], closing: euros(200) })
      expect(yield* state(0, 100)).toMatchObject({ opening: euros(0), lines: [{ at: minute(30) }], closing: euros(100) })
    })))
})
