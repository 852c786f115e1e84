/** Programmes and coupons of merchants: what is tried on them in what order. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Plate } from "@parkade/core/lot"
import { Coupon, CouponCode, Programme, Redemption } from "@parkade/core/merchant"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import type { Validation } from "@parkade/core/pricing"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { actor } from "./Payment.ts"
import { elapsed, instant, timeZone } from "./Time.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-${digit.toString().padStart(12, "0")}`
const few = (from: number) => fc.integer({ min: from, max: from + 2 }).map(uuid)

const redemptionId = fc.integer({ min: 1, max: 6 }).map((digit) => Redemption.RedemptionId.make(uuid(digit)))
const ticketId = few(30).map((id) => Ids.TicketId.make(id))
const lots = [41, 42].map((digit) => Lot.LotId.make(uuid(digit)))
const lotId = fc.constantFrom(...lots, ...Array<Lot.LotId>(4).fill(Lot.LotId.make(uuid(41))))
const EUR = Money.Currency.make("EUR")
const USD = Money.Currency.make("USD")
const euros = (most: number) => fc.tuple(fc.integer({ min: 0, max: most }), fc.constantFrom(EUR, EUR, EUR, EUR, EUR, EUR, EUR, EUR, USD)).map(([amount, currency]): Money.Money => ({ amount, currency }))

const validation: fc.Arbitrary<Validation.Validation> = fc.constantFrom(
  { type: "time", upTo: "PT1H", code: "hour" },
  { type: "amount", off: "2.00", code: "two" },
  { type: "percent", percent: "10", of: "rest", code: "tenth", max: "5.00" }
)

/** From a little before `at`, without end or for some days. */
const period = (at: Instant.Instant): fc.Arbitrary<Redemption.Period> =>
  fc.tuple(fc.constantFrom(-86_400_000, -86_400_000, -1, 0, 0, 3_600_000), fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined, freq: 4 })).map(([before, days]) => {
    const from = Instant.Instant.make(at + before)
    return days === undefined ? { from } : { from, until: Instant.Instant.make(from + 1 + days * 86_400_000) }
  })

/** Hours or days later, at once, or a second back now and then. */
const gap = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 0, 1_000) }, { weight: 6, arbitrary: elapsed({ max: Elapsed.ofHours(240) }) }, { weight: 1, arbitrary: fc.constant(-1_000) }, { weight: 1, arbitrary: fc.constant(86_400_000 * 70) })

/** Commands at instants that follow one another by {@link gap}, the first (usually) the one that begins it. */
const history = <Command>(start: Instant.Instant, first: Command, each: (at: Instant.Instant) => fc.Arbitrary<Command>, maxLength: number): fc.Arbitrary<ReadonlyArray<Command>> =>
  fc.tuple(fc.array(gap, { maxLength, size: "max" }), fc.integer({ min: 0, max: 9 })).chain(([gaps, roll]) => {
    let at = start
    const tries = gaps.map((millis) => each(at = Instant.Instant.make(at + millis)))
    return fc.tuple(...tries).map((rest) => (roll > 0 ? [first, ...rest] : rest))
  })

const programmeTerms = (at: Instant.Instant): fc.Arbitrary<Programme.Terms> =>
  fc.record({
    id: fc.uuid().map((id) => Programme.ProgrammeId.make(id)),
    partnerId: few(50).map((id) => Party.PartnerId.make(id)),
    name: fc.constant("Market Hall"),
    offers: fc.uniqueArray(fc.record({ code: fc.constantFrom("shop", "cinema"), validation }), { selector: ({ code }) => code, minLength: 1, maxLength: 2 }),
    limits: fc.record({ perTicket: fc.integer({ min: 1, max: 3 }), perDay: fc.integer({ min: 1, max: 4 }) }, { requiredKeys: [] }),
    budget: fc.integer({ min: 0, max: 1_500 }).map((amount): Money.Money => ({ amount, currency: EUR })),
    lots: fc.constant(lots.slice(0, 1)),
    period: period(at),
    zone: timeZone(),
    by: actor()
  }, { requiredKeys: ["id", "partnerId", "name", "offers", "limits", "period", "zone", "by"] })

const programmeCommand = (terms: Programme.Terms) => (at: Instant.Instant): fc.Arbitrary<Programme.Command> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Programme.Command>({ _tag: "Agree", at, terms }, { _tag: "Agree", at, terms: { ...terms, name: "Another" } }) },
    {
      weight: 24,
      arbitrary: fc.record({ redemptionId, ticketId, lotId, offer: fc.constantFrom("shop", "cinema", "shop", "shop", "shop", "cinema", "opera"), worth: fc.oneof({ weight: 12, arbitrary: euros(500) }, { weight: 1, arbitrary: fc.constant({ amount: -1, currency: EUR }) }), by: actor() })
        .map((rest): Programme.Command => ({ _tag: "Redeem", at, ...rest }))
    },
    { weight: 10, arbitrary: fc.tuple(redemptionId, euros(400)).map(([id, applied]): Programme.Command => ({ _tag: "Settle", at, redemptionId: id, applied })) },
    { weight: 6, arbitrary: redemptionId.map((id): Programme.Command => ({ _tag: "Release", at, redemptionId: id })) },
    { weight: 2, arbitrary: fc.constant<Programme.Command>({ _tag: "Expire", at }) },
    { weight: 1, arbitrary: actor().map((by): Programme.Command => ({ _tag: "Revoke", at, by, reason: "closed" })) }
  )

/** What is tried on one programme: agreed on first (usually), then given, settled, given back and ended, over days and months; `maxLength` is 20 by default. */
export const programmeCommands = ({ maxLength = 20 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Programme.Command>> =>
  instant().chain((start) => programmeTerms(start).chain((terms) => history<Programme.Command>(start, { _tag: "Agree", at: start, terms }, programmeCommand(terms), maxLength)))

/** Any event, whether or not it can follow. */
export const programmeEvent = (): fc.Arbitrary<Programme.Event> =>
  fc.tuple(instant(), actor(), redemptionId, ticketId, lotId, euros(500), validation).chain(([at, by, id, ticket, lot, amount, off]) =>
    fc.oneof(
      programmeTerms(at).map((terms): Programme.Event => ({ _tag: "ProgrammeAgreed", at, ...terms })),
      fc.constantFrom<Programme.Event>(
        { _tag: "ProgrammeRedeemed", at, redemptionId: id, ticketId: ticket, lotId: lot, offer: "shop", validation: off, worth: amount, by },
        { _tag: "ProgrammeSettled", at, redemptionId: id, applied: amount },
        { _tag: "ProgrammeReleased", at, redemptionId: id },
        { _tag: "ProgrammeExpired", at },
        { _tag: "ProgrammeRevoked", at, by, reason: "closed" }
      )
    ))

/** A code from any random bytes. */
export const couponCode = (): fc.Arbitrary<CouponCode.CouponCode> =>
  fc.uint8Array({ minLength: CouponCode.randomBytes, maxLength: CouponCode.randomBytes }).map(CouponCode.make)

const count = fc.integer({ min: 1, max: 3 })

const couponTerms = (at: Instant.Instant): fc.Arbitrary<Coupon.Terms> =>
  fc.record({
    id: fc.uuid().map((id) => Coupon.CouponId.make(id)),
    code: couponCode(),
    validation,
    limits: fc.record({ uses: fc.integer({ min: 1, max: 5 }), perPlate: count, perPerson: count }, { requiredKeys: ["uses"] }),
    period: period(at),
    lots: fc.constant(lots.slice(0, 1)),
    minimum: fc.constant("2.00"),
    by: actor()
  }, { requiredKeys: ["id", "code", "validation", "limits", "period", "by"] })

const plate = fc.constantFrom("BAB1", "BAB2").map((text) => Plate.Plate.make(text))
const personId = few(60).map((id) => Party.PersonId.make(id))

const couponCommand = (terms: Coupon.Terms) => (at: Instant.Instant): fc.Arbitrary<Coupon.Command> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Coupon.Command>({ _tag: "Issue", at, terms }, { _tag: "Issue", at, terms: { ...terms, id: Coupon.CouponId.make(uuid(99)) } }) },
    {
      weight: 14,
      arbitrary: fc.record({ redemptionId, ticketId, lotId, price: euros(1_000), plate, personId }, { requiredKeys: ["redemptionId", "ticketId", "lotId", "price"] })
        .map((rest): Coupon.Command => ({ _tag: "Redeem", at, ...rest }))
    },
    { weight: 5, arbitrary: redemptionId.map((id): Coupon.Command => ({ _tag: "Release", at, redemptionId: id })) },
    { weight: 1, arbitrary: fc.constant<Coupon.Command>({ _tag: "Expire", at }) },
    { weight: 1, arbitrary: actor().map((by): Coupon.Command => ({ _tag: "Revoke", at, by, reason: "leaked" })) }
  )

/** What is tried on one coupon: issued first (usually), then redeemed, given back and ended, over days and months; `maxLength` is 20 by default. */
export const couponCommands = ({ maxLength = 20 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Coupon.Command>> =>
  instant().chain((start) => couponTerms(start).chain((terms) => history<Coupon.Command>(start, { _tag: "Issue", at: start, terms }, couponCommand(terms), maxLength)))

/** Any event, whether or not it can follow. */
export const couponEvent = (): fc.Arbitrary<Coupon.Event> =>
  fc.tuple(instant(), actor(), redemptionId, ticketId, lotId, plate).chain(([at, by, id, ticket, lot, of]) =>
    fc.oneof(
      couponTerms(at).map((terms): Coupon.Event => ({ _tag: "CouponIssued", at, ...terms })),
      fc.constantFrom<Coupon.Event>(
        { _tag: "CouponRedeemed", at, redemptionId: id, ticketId: ticket, lotId: lot, plate: of },
        { _tag: "CouponReleased", at, redemptionId: id },
        { _tag: "CouponExpired", at },
        { _tag: "CouponRevoked", at, by, reason: "leaked" }
      )
    ))
