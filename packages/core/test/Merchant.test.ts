import { Ids } from "@parkade/core/lifecycle"
import { Lot, Plate } from "@parkade/core/lot"
import { Coupon, CouponCode, Programme, Redemption } from "@parkade/core/merchant"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { PriceFunction, Validation } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { staff as by } from "./payments.ts"
import { after, entry, tariff } from "./pricing.ts"
import { euros, minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const redemption = (digit: number) => Redemption.RedemptionId.make(uuid(digit))
const ticket = (digit: number) => Ids.TicketId.make(uuid(digit))
const [here, there] = [Lot.LotId.make(uuid(1)), Lot.LotId.make(uuid(2))]
const dollars = (amount: number): Money.Money => ({ amount, currency: Money.Currency.make("USD") })
const period = { from: minute(0), until: minute(100) }
const hour: Validation.Validation = { type: "time", upTo: "PT1H", code: "anything" }

type Then<Event> = { readonly events: ReadonlyArray<Event> } | { readonly rejected: Record<string, unknown> }
const rejected = (_tag: string, data: Record<string, unknown> = {}) => ({ rejected: { _tag, ...data } })
const nothing = { events: [] }
const compare = <Event>(decided: Result.Result<ReadonlyArray<Event>, unknown>, then: Then<Event>) => {
  if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
  else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
}

const terms: Programme.Terms = {
  id: Programme.ProgrammeId.make(uuid(3)),
  partnerId: Party.PartnerId.make(uuid(4)),
  name: "Market Hall",
  offers: [{ code: "shop", validation: hour }, { code: "cinema", validation: { type: "amount", off: "2.00", code: "c" } }],
  limits: { perTicket: 2, perDay: 3 },
  budget: euros(1_000),
  lots: [here],
  period,
  zone: TimeZone.utc,
  by
}
const agreed: Programme.Event = { _tag: "ProgrammeAgreed", at: minute(0), ...terms }
const gave = (digit: number, cents: number, { on = 1, after = 1, code = "shop" } = {}): Programme.Event =>
  ({ _tag: "ProgrammeRedeemed", at: minute(after), redemptionId: redemption(digit), ticketId: ticket(on), lotId: here, offer: "shop", validation: { ...hour, code, payer: terms.partnerId }, worth: euros(cents), by })
const settledAt = (digit: number, cents: number): Programme.Event => ({ _tag: "ProgrammeSettled", at: minute(2), redemptionId: redemption(digit), applied: euros(cents) })
const tookBack = (digit: number): Programme.Event => ({ _tag: "ProgrammeReleased", at: minute(2), redemptionId: redemption(digit) })
const over: Programme.Event = { _tag: "ProgrammeExpired", at: minute(100) }
const closed: Programme.Event = { _tag: "ProgrammeRevoked", at: minute(2), by, reason: "closed" }
const programme = (...events: ReadonlyArray<Programme.Event>): Programme.State => events.reduce(Programme.evolve, Programme.initial)

const give = (digit: number, worth: Money.Money, { at = minute(1), on = 1, lot = here, offer = "shop" } = {}): Programme.Command =>
  ({ _tag: "Redeem", at, redemptionId: redemption(digit), ticketId: ticket(on), lotId: lot, offer, worth, by })
const settle = (digit: number, applied: Money.Money): Programme.Command => ({ _tag: "Settle", at: minute(2), redemptionId: redemption(digit), applied })
const takeBack = (digit: number, at = minute(2)): Programme.Command => ({ _tag: "Release", at, redemptionId: redemption(digit) })
const expire = (at = minute(100)) => ({ _tag: "Expire", at }) as const
const revoke = { _tag: "Revoke", at: minute(2), by, reason: "closed" } as const

const programmes: ReadonlyArray<[name: string, given: ReadonlyArray<Programme.Event>, when: Programme.Command, then: Then<Programme.Event>]> = [
  ["is agreed on", [], { _tag: "Agree", at: minute(0), terms }, { events: [agreed] }],
  ["is agreed on once", [agreed, gave(1, 100)], { _tag: "Agree", at: minute(0), terms }, nothing],
  ["is not agreed on anew", [agreed], { _tag: "Agree", at: minute(0), terms: { ...terms, name: "Other" } }, rejected("AlreadyBegun")],
  ["gives an hour, which the merchant pays", [agreed], give(1, euros(100)), { events: [gave(1, 100)] }],
  ["gives another to the ticket, by a code of its own", [agreed, gave(1, 100)], give(2, euros(100)), { events: [gave(2, 100, { code: "shop (2)" })] }],
  ["gives a ticket no more than its limit", [agreed, gave(1, 1), gave(2, 1)], give(3, euros(1)), rejected("LimitReached", { limit: "per ticket", most: 2 })],
  ["gives it another after one was taken back", [agreed, gave(1, 1), gave(2, 1, { code: "shop (2)" }), tookBack(1)], give(3, euros(1), { at: minute(3) }), { events: [gave(3, 1, { after: 3, code: "shop (3)" })] }],
  ["gives a day no more than its limit", [agreed, gave(1, 1), gave(2, 1, { on: 2 }), gave(3, 1, { on: 3 })], give(4, euros(1), { on: 4 }), rejected("LimitReached", { limit: "per day", most: 3 })],
  ["gives more on the next day", [{ ...agreed, period: { from: minute(0) } }, gave(1, 1), gave(2, 1, { on: 2 }), gave(3, 1, { on: 3 })], give(4, euros(1), { on: 4, at: minute(960) }), { events: [gave(4, 1, { on: 4, after: 960 })] }],
  ["and not a millisecond before", [{ ...agreed, period: { from: minute(0) } }, gave(1, 1), gave(2, 1, { on: 2 }), gave(3, 1, { on: 3 })], give(4, euros(1), { on: 4, at: minute(960, -1) }), rejected("LimitReached")],
  ["spends all of its budget", [agreed, gave(1, 600)], give(2, euros(400), { on: 2 }), { events: [gave(2, 400, { on: 2 })] }],
  ["and no cent more", [agreed, gave(1, 600)], give(2, euros(401), { on: 2 }), rejected("AboveBudget", { worth: euros(401), left: euros(400) })],
  ["counts what was taken off, once that is known", [agreed, gave(1, 600), settledAt(1, 100)], give(2, euros(900), { on: 2, at: minute(2) }), { events: [gave(2, 900, { on: 2, after: 2 })] }],
  ["counts nothing of what was taken back", [agreed, gave(1, 600), tookBack(1)], give(2, euros(1_000), { on: 2, at: minute(2) }), { events: [gave(2, 1_000, { on: 2, after: 2 })] }],
  ["has a budget in one money", [agreed], give(1, dollars(1)), rejected("CurrencyMismatch")],
  ["gives nothing of negative worth", [agreed], give(1, euros(-1)), rejected("NegativeAmount")],
  ["gives what it offers", [agreed], give(1, euros(1), { offer: "opera" }), rejected("NoSuchOffer", { offer: "opera", known: ["shop", "cinema"] })],
  ["gives in its lots", [agreed], give(1, euros(1), { lot: there }), rejected("OtherLot")],
  ["gives from its first instant", [agreed], give(1, euros(1), { at: minute(0) }), { events: [gave(1, 1, { after: 0 })] }],
  ["and not before", [{ ...agreed, at: minute(-5) }], give(1, euros(1), { at: minute(0, -1) }), rejected("OutsidePeriod")],
  ["and not at its end", [agreed], give(1, euros(1), { at: minute(100) }), rejected("OutsidePeriod", { until: minute(100) })],
  ["but a millisecond before", [agreed], give(1, euros(1), { at: minute(100, -1) }), { events: [{ ...gave(1, 1), at: minute(100, -1) }] }],
  ["gives once by one id", [agreed, gave(1, 100)], give(1, euros(100), { at: minute(0) }), nothing],
  ["gives to one ticket by one id", [agreed, gave(1, 100)], give(1, euros(100), { on: 2 }), rejected("RedemptionDiffers", { ticketId: ticket(1) })],
  ["gives one offer by one id", [agreed, gave(1, 100)], give(1, euros(100), { offer: "cinema" }), rejected("RedemptionDiffers")],
  ["wants a new id after it was taken back", [agreed, gave(1, 100), tookBack(1)], give(1, euros(100), { at: minute(3) }), rejected("RedemptionReleased")],
  ["gives nothing at a time before the last", [agreed, gave(1, 1, { after: 5 })], give(2, euros(1)), rejected("OutOfOrder", { notBefore: minute(5) })],
  ["gives nothing after its end", [agreed, over], give(1, euros(1), { at: minute(100) }), rejected("WrongState", { state: "Expired" })],
  ["gives nothing after it was revoked", [agreed, closed], give(1, euros(1), { at: minute(3) }), rejected("WrongState", { state: "Revoked" })],
  ["gives nothing before it is agreed on", [], give(1, euros(1)), rejected("NotBegun")],
  ["settles what was taken off", [agreed, gave(1, 100)], settle(1, euros(100)), { events: [settledAt(1, 100)] }],
  ["settles no more than it is worth", [agreed, gave(1, 100)], settle(1, euros(101)), rejected("AboveWorth", { worth: euros(100) })],
  ["settles once", [agreed, gave(1, 100), settledAt(1, 50)], settle(1, euros(50)), nothing],
  ["settles less when the stay is priced anew", [agreed, gave(1, 100), settledAt(1, 50)], settle(1, euros(49)), { events: [settledAt(1, 49)] }],
  ["and no more than before", [agreed, gave(1, 100), settledAt(1, 50)], settle(1, euros(51)), rejected("AboveWorth", { worth: euros(50) })],
  ["settles in its money", [agreed, gave(1, 100)], settle(1, dollars(1)), rejected("CurrencyMismatch")],
  ["settles nothing below zero", [agreed, gave(1, 100)], settle(1, euros(-1)), rejected("NegativeAmount")],
  ["settles nothing that was taken back", [agreed, gave(1, 100), tookBack(1)], settle(1, euros(1)), rejected("RedemptionReleased")],
  ["settles nothing that it did not give", [agreed], settle(1, euros(1)), rejected("NoSuchRedemption")],
  ["settles after its end", [agreed, gave(1, 100), over], { ...settle(1, euros(1)), at: minute(100) }, { events: [{ ...settledAt(1, 1), at: minute(100) } as Programme.Event] }],
  ["settles nothing before it is agreed on", [], settle(1, euros(1)), rejected("NotBegun")],
  ["takes back", [agreed, gave(1, 100)], takeBack(1), { events: [tookBack(1)] }],
  ["takes back what was settled", [agreed, gave(1, 100), settledAt(1, 50)], takeBack(1), { events: [tookBack(1)] }],
  ["takes back once", [agreed, gave(1, 100), tookBack(1)], takeBack(1, minute(5)), nothing],
  ["takes back nothing that it did not give", [agreed], takeBack(1), rejected("NoSuchRedemption")],
  ["takes back after it was revoked", [agreed, gave(1, 100), closed], takeBack(1), { events: [tookBack(1)] }],
  ["takes back nothing before it is agreed on", [], takeBack(1), rejected("NotBegun")],
  ["ends at its instant", [agreed], expire(), { events: [over] }],
  ["and not before", [agreed], expire(minute(100, -1)), rejected("NotExpiredYet", { until: minute(100) })],
  ["ends once", [agreed, over], expire(minute(101)), nothing],
  ["does not end where it has no end", [{ ...agreed, period: { from: minute(0) } }], expire(), rejected("NotExpiredYet")],
  ["does not end after it was revoked", [agreed, closed], expire(), rejected("WrongState")],
  ["is there, to end", [], expire(), rejected("NotBegun")],
  ["is revoked", [agreed], revoke, { events: [closed] }],
  ["is revoked once", [agreed, closed], revoke, nothing],
  ["is not revoked after its end", [agreed, over], revoke, rejected("WrongState")],
  ["is there, to be revoked", [], revoke, rejected("NotBegun")]
]

describe("a programme", () => {
  it.each(programmes)("%s", (_, before, command, then) => compare(Programme.decide(command, programme(...before)), then))

  it("counts months on its own clocks, and forgets what is two of them old", () => {
    const at = (text: string) => Result.getOrThrow(Instant.fromIso(text))
    const open: Programme.Event = { ...agreed, period: { from: minute(0) }, zone: TimeZone.TimeZone.make("Asia/Tokyo"), limits: {} }
    const given = (digit: number, iso: string): Programme.Event => ({ ...gave(digit, 900, { on: digit }), at: at(iso) } as Programme.Event)
    // July begins in Tokyo while it is June in UTC.
    const june = programme(open, given(1, "2026-06-30T14:59:59Z"))
    const asked = (state: Programme.State, iso: string) => Result.isSuccess(Programme.decide(give(9, euros(200), { at: at(iso), on: 9 }), state))
    expect([asked(june, "2026-06-30T14:59:59.999Z"), asked(june, "2026-06-30T15:00:00Z")]).toEqual([false, true])
    const later = programme(open, given(1, "2026-06-10T12:00:00Z"), { ...settledAt(1, 900), at: at("2026-06-10T13:00:00Z") } as Programme.Event, given(2, "2026-06-11T12:00:00Z"), given(3, "2026-07-20T12:00:00Z"))
    const ids = (state: Programme.State) => (state._tag === "Absent" ? [] : state.grants.map(({ id }) => Number(id.at(-1))))
    expect(ids(later)).toEqual([1, 2, 3])
    // What is held is kept, however old.
    expect(ids([given(4, "2026-08-20T12:00:00Z")].reduce(Programme.evolve, later))).toEqual([2, 3, 4])
  })

  it("hands pricing what a ticket was given, in its order", () => {
    const state = programme(agreed, gave(2, 100), gave(1, 100, { code: "shop (2)" }), gave(3, 100, { on: 2, after: 2 }))
    if (state._tag === "Absent") return expect.fail()
    const list = Redemption.validations([...Programme.ofTicket(state, ticket(1)), { id: redemption(9), at: minute(0), validation: { type: "percent", percent: "50", of: "rest", code: "first" } }])
    expect(list.map(({ code }) => code)).toEqual(["first", "shop (2)", "shop"])
    const price = (combine: Validation.Validations["combine"]) =>
      Result.getOrThrow(Validation.price(Result.getOrThrow(PriceFunction.compile(tariff({ type: "hourly", price: "1.00", count: "started" }))), { entry, exit: after("4:00") }, { combine, of: list }))
    expect(price("all").applied.map(({ code, off, payer }) => [code, payer, off.gross])).toEqual([["shop (2)", terms.partnerId, 100], ["shop", terms.partnerId, 100], ["first", undefined, 100]])
    expect(price("first").applied.map(({ code }) => code)).toEqual(["first"])
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Programme.Command, ...before: ReadonlyArray<Programme.Event>) => {
      const decided = Programme.decide(command, programme(...before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(give(2, euros(401)), agreed, gave(1, 600))).toBe("4.00 EUR is left of this month's budget, 4.01 EUR is needed")
    expect(told(give(1, euros(1), { offer: "opera" }), agreed)).toBe(`this programme offers shop, cinema, not "opera"`)
    expect(told(give(1, euros(1), { at: minute(100) }), agreed)).toBe("Market Hall holds from 2026-06-01T08:00:00Z until 2026-06-01T09:40:00Z; it is 2026-06-01T09:40:00Z")
    expect(told(give(3, euros(1)), agreed, gave(1, 1), gave(2, 1))).toBe("Market Hall was given 2 times (per ticket): no more is allowed")
    expect(told(settle(1, euros(101)), agreed, gave(1, 100))).toBe("this redemption takes off 1.00 EUR at most, not 1.01 EUR")
  })
})

const code = CouponCode.CouponCode.make("SUMMER20")
const plate = Plate.Plate.make("BAB1")
const personId = Party.PersonId.make(uuid(6))
const couponTerms: Coupon.Terms = { id: Coupon.CouponId.make(uuid(5)), code, validation: hour, limits: { uses: 3, perPlate: 2, perPerson: 2 }, period, lots: [here], minimum: "2.00", by }
const issued: Coupon.Event = { _tag: "CouponIssued", at: minute(0), ...couponTerms }
const used = (digit: number, { on = digit, after = 1, of = plate, who = personId } = {}): Coupon.Event => ({ _tag: "CouponRedeemed", at: minute(after), redemptionId: redemption(digit), ticketId: ticket(on), lotId: here, plate: of, personId: who })
const back = (digit: number): Coupon.Event => ({ _tag: "CouponReleased", at: minute(2), redemptionId: redemption(digit) })
const ended: Coupon.Event = { _tag: "CouponExpired", at: minute(100) }
const leaked: Coupon.Event = { _tag: "CouponRevoked", at: minute(2), by, reason: "closed" }
const coupon = (...events: ReadonlyArray<Coupon.Event>): Coupon.State => events.reduce(Coupon.evolve, Coupon.initial)
const other = { of: Plate.Plate.make("BAB2"), who: Party.PersonId.make(uuid(7)) }
const unlimited: Coupon.Event = { ...issued, limits: { uses: 3 } }

const use = (digit: number, { at = minute(1), on = digit, lot = here, price = euros(200), of = plate, who = personId } = {}): Coupon.Command =>
  ({ _tag: "Redeem", at, redemptionId: redemption(digit), ticketId: ticket(on), lotId: lot, price, plate: of, personId: who })
const anonymous = (digit: number): Coupon.Command => ({ _tag: "Redeem", at: minute(1), redemptionId: redemption(digit), ticketId: ticket(digit), lotId: here, price: euros(200) })
const giveBack = (digit: number): Coupon.Command => ({ _tag: "Release", at: minute(2), redemptionId: redemption(digit) })

const coupons: ReadonlyArray<[name: string, given: ReadonlyArray<Coupon.Event>, when: Coupon.Command, then: Then<Coupon.Event>]> = [
  ["is issued", [], { _tag: "Issue", at: minute(0), terms: couponTerms }, { events: [issued] }],
  ["is issued once", [issued], { _tag: "Issue", at: minute(0), terms: couponTerms }, nothing],
  ["is not issued by another id", [issued], { _tag: "Issue", at: minute(0), terms: { ...couponTerms, id: Coupon.CouponId.make(uuid(9)) } }, rejected("AlreadyBegun")],
  ["is not issued with other terms", [issued], { _tag: "Issue", at: minute(0), terms: { ...couponTerms, limits: { uses: 9 } } }, rejected("AlreadyBegun")],
  ["is redeemed", [issued], use(1), { events: [used(1)] }],
  ["is redeemed once by one id", [issued, used(1)], use(1, { at: minute(0) }), nothing],
  ["is redeemed on one ticket by one id", [issued, used(1)], use(1, { on: 2 }), rejected("RedemptionDiffers", { ticketId: ticket(1) })],
  ["is redeemed once on one ticket", [issued, used(1)], use(2, { on: 1 }), rejected("OnTicketAlready")],
  ["is redeemed as often as it may be", [issued, used(1), used(2, other)], use(3), { events: [used(3)] }],
  ["and no more", [unlimited, used(1), used(2), used(3)], use(4), rejected("LimitReached", { limit: "uses", most: 3 })],
  ["is redeemed for a plate as often as it may be", [issued, used(1), used(2)], use(3, { who: other.who }), rejected("LimitReached", { limit: "per plate", most: 2 })],
  ["is redeemed by a person as often as they may", [issued, used(1), used(2)], use(3, { of: other.of }), rejected("LimitReached", { limit: "per person", most: 2 })],
  ["is redeemed again after it was given back", [issued, used(1), used(2), back(1)], use(3, { at: minute(2) }), { events: [used(3, { after: 2 })] }],
  ["all of its uses too", [unlimited, used(1), used(2), used(3), back(1)], use(4, { at: minute(2) }), { events: [used(4, { after: 2 })] }],
  ["on the same ticket too", [issued, used(1), back(1)], use(2, { on: 1, at: minute(2) }), { events: [used(2, { on: 1, after: 2 })] }],
  ["wants a new id then", [issued, used(1), back(1)], use(1), rejected("RedemptionReleased")],
  ["wants to know whose it is", [issued], anonymous(1), rejected("HolderNeeded", { needed: "plate" })],
  ["wants to know who it is", [{ ...issued, limits: { uses: 1, perPerson: 1 } }], anonymous(1), rejected("HolderNeeded", { needed: "person" })],
  ["does not, where nobody counts", [unlimited], anonymous(1), { events: [{ _tag: "CouponRedeemed", at: minute(1), redemptionId: redemption(1), ticketId: ticket(1), lotId: here }] }],
  ["needs a stay that costs enough", [issued], use(1, { price: euros(199) }), rejected("BelowMinimum", { minimum: euros(200) })],
  ["in whatever money it costs", [issued], use(1, { price: dollars(199) }), rejected("BelowMinimum", { minimum: dollars(200) })],
  ["in its lots", [issued], use(1, { lot: there }), rejected("OtherLot")],
  ["before its end", [issued], use(1, { at: minute(100) }), rejected("OutsidePeriod")],
  ["up to the millisecond", [issued], use(1, { at: minute(100, -1) }), { events: [{ ...used(1), at: minute(100, -1) }] }],
  ["after its beginning", [{ ...issued, at: minute(-5) }], use(1, { at: minute(0, -1) }), rejected("OutsidePeriod")],
  ["after the last use", [issued, used(1, { after: 5 })], use(2), rejected("OutOfOrder", { notBefore: minute(5) })],
  ["not after it expired", [issued, ended], use(1), rejected("WrongState", { state: "Expired" })],
  ["not after it was revoked", [issued, leaked], use(1, { at: minute(3) }), rejected("WrongState", { state: "Revoked" })],
  ["not before it is issued", [], use(1), rejected("NotBegun")],
  ["is given back", [issued, used(1)], giveBack(1), { events: [back(1)] }],
  ["is given back once", [issued, used(1), back(1)], giveBack(1), nothing],
  ["is given back by who has it", [issued], giveBack(1), rejected("NoSuchRedemption")],
  ["is given back after it was revoked", [issued, used(1), leaked], giveBack(1), { events: [back(1)] }],
  ["is not given back before it is issued", [], giveBack(1), rejected("NotBegun")],
  ["expires at its instant", [issued], expire(), { events: [ended] }],
  ["and not before", [issued], expire(minute(100, -1)), rejected("NotExpiredYet")],
  ["expires once", [issued, ended], expire(), nothing],
  ["does not expire after it was revoked", [issued, leaked], expire(), rejected("WrongState")],
  ["is there, to expire", [], expire(), rejected("NotBegun")],
  ["is revoked", [issued], revoke, { events: [leaked] }],
  ["is revoked once", [issued, leaked], revoke, nothing],
  ["is not revoked after it expired", [issued, ended], revoke, rejected("WrongState")],
  ["is there, to be revoked", [], revoke, rejected("NotBegun")]
]

describe("a coupon", () => {
  it.each(coupons)("%s", (_, before, command, then) => compare(Coupon.decide(command, coupon(...before)), then))

  it("is a validation of its code", () => {
    const state = coupon(issued, used(1), used(2), back(1))
    if (state._tag === "Absent") return expect.fail()
    expect(Coupon.validation(state)).toEqual({ ...hour, code: "SUMMER20" })
    expect(Coupon.redeemed(state).map(({ id }) => id)).toEqual([redemption(2)])
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Coupon.Command, ...before: ReadonlyArray<Coupon.Event>) => {
      const decided = Coupon.decide(command, coupon(...before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(use(1, { price: euros(199) }), issued)).toBe("SUMMER20 needs a stay of 2.00 EUR, this one costs 1.99 EUR")
    expect(told(anonymous(1), issued)).toBe("SUMMER20 is limited per plate: say which plate it is")
    expect(told(use(2, { on: 1 }), issued, used(1))).toBe("this ticket has SUMMER20 already")
    expect(told(use(1), issued, used(1), back(1))).toBe("this redemption was given back: redeem anew, with an id of its own")
  })
})

describe("a coupon's code", () => {
  it.each([["summer 20", "SUMMER20"], ["Summer-20", "SUMMER20"], [" SUM\tMER.20 ", "SUMMER20"], ["ＳＵＭＭＥＲ２０", "SUMMER20"]])("is read from %j", (typed, expected) => expect(CouponCode.parse(typed)).toBe(expected))
  it.each([["too short", "ABC"], ["too long", "A".repeat(41)], ["long", "A ".repeat(50_000)], ["empty", ""], ["of another script", "ЅUMMER"], ["invisible in part", "SUM\u200bMER"], ["marked", "SÜMMER"]])("is not what is %s", (_, typed) => expect(CouponCode.parse(typed)).toBeUndefined())
  it("has 55 random bits, in fours on paper", () => {
    const zeros = new Uint8Array(CouponCode.randomBytes)
    const codes = new Set([CouponCode.make(zeros), ...Array.from({ length: 55 }, (_, bit) => CouponCode.make(zeros.with(Math.floor(bit / 5), 1 << (bit % 5))))])
    expect(codes.size).toBe(56)
    expect(CouponCode.format(CouponCode.make(zeros))).toBe("0000-0000-000")
  })
})
