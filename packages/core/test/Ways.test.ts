/** One price, however it is asked for: with its bill, without, for millions of stays; and soon, however long the stay. */
import { type Facts, PriceFunction } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const berlin = TimeZone.TimeZone.make("Europe/Berlin")
const hour = { type: "hourly", price: "1.00", count: "started" }
const each = (per: object | string, partial: string | undefined, rate: object, bounds: object = { max: "9" }) => ({ type: "each", per, ...(partial !== undefined && { partial }), rate, ...bounds })
const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))
const days = (count: number) => Instant.ofSeconds(Instant.seconds(entry) + count * 86_400)

/** What the bill, the price without lines and the total say: the gross, or why there is none. */
const asked = (rate: object, exit: Instant.Instant, from = entry, context: PriceFunction.Context = {}, rest: object = {}) => {
  const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, rest), { zone: berlin }))
  const { at, priceAt } = compiled.from(from, context)
  const said = (result: Result.Result<PriceFunction.Price, PriceFunction.Rejection>) => Result.match(result, { onSuccess: ({ gross }) => gross, onFailure: ({ _tag }) => _tag })
  return { at: said(at(exit)), priceAt: said(priceAt(exit)), total: compiled.total(from, exit, context)?.gross }
}

describe("every way says", () => {
  it("what calendar periods cost to their end, within others", () => {
    const month = each({ every: "PT24H" }, "restart", each({ every: "month" }, "full", { ...hour, count: "exact" }, {}), {})
    expect(asked(month, instant("2026-06-20T08:00:00+02:00"), instant("2026-05-04T08:00:00+02:00"))).toEqual({ at: 1_840_00, priceAt: 1_840_00, total: 1_840_00 })
    const day = each({ every: "PT24H" }, "restart", each({ every: "day" }, "full", { ...hour, count: "exact" }, {}), {})
    expect(asked(day, instant("2026-11-05T08:00:00+01:00"), instant("2026-10-10T08:00:00+02:00"))).toEqual({ at: 1_053_00, priceAt: 1_053_00, total: 1_053_00 })
  })

  it("what follows a first period, also over a time that has no price itself", () => {
    const holes = { type: "choose", cases: [{ if: { lasting: { upTo: "PT1H" } }, rate: hour }, { if: { lasting: { over: "PT3H" } }, rate: { ...hour, price: "2.00" } }], otherwise: "unavailable" }
    const rate = each({ first: "PT1H" }, "continue", holes, { max: "0.50" })
    expect(asked(rate, after("4:00"))).toEqual({ at: 7_50, priceAt: 7_50, total: 7_50 })
    expect(asked(rate, after("2:00"))).toEqual({ at: "Unavailable", priceAt: "Unavailable", total: undefined })
  })

  it("that an amount no bill can hold is none, whatever bounds it", () => {
    const none = { at: "AmountTooLarge", priceAt: "AmountTooLarge", total: undefined }
    const enormous = { ...hour, price: "999999999999999" }
    expect(asked(each("stay", undefined, enormous), days(1))).toEqual(none)
    expect(asked(each({ every: "PT1H" }, "continue", { ...hour, price: "9000000000" }), days(600))).toEqual(none)
    expect(asked(each({ first: "PT1H" }, "continue", enormous), days(1))).toEqual(none)
    expect(asked(each("stay", undefined, enormous, { min: "1" }), days(1))).toEqual(none)
    expect(asked({ ...each({ every: "PT24H" }, "restart", { type: "flat", price: "9500000000000" }, { max: "5" }) }, after("4:00"), entry, {}, { currency: "CLF", minorUnits: 0, rounding: { mode: "half-up", to: "1", where: "total" } }).at).toBe("AmountTooLarge")
  })

  it("that the cheaper of two is, though both have a minimum and a large price", () => {
    const dear = (price: string) => ({ type: "flat", price })
    expect(asked({ type: "cheapest", of: [each("stay", undefined, dear("20000000000"), { min: "1" }), dear("30000000000")] }, after("1:00")).at).toBe(2_000_000_000_000)
  })

  it("what many thousand periods come to, asked for in any order", () => {
    const rate = each({ every: "PT1M" }, "continue", { type: "hourly", price: "1.20", count: "exact" }, { max: "0.01" })
    const { from, total } = Result.getOrThrow(PriceFunction.compile(tariff(rate)))
    const { priceAt } = from(entry)
    // Two cents a minute, one of which is charged.
    for (const minutes of [100, 40_000, 12_345, 39_999, 1, 20_001, 16_383, 40_001, 16_384]) {
      const exit = Instant.ofSeconds(Instant.seconds(entry) + minutes * 60)
      expect([total(entry, exit)?.gross, Result.getOrThrow(priceAt(exit)).gross]).toEqual([minutes, minutes])
    }
  })

  it("what validations leave of a stay, one after the other, and of this visit only", () => {
    const covered = (covers: PriceFunction.Context["covers"], earlier: PriceFunction.Context["earlier"] = []) => {
      const { at, priceAt, total } = asked(hour, after("3:00"), entry, { covers, earlier }, { visits: "accumulate" })
      expect([priceAt, total]).toEqual([at, at])
      return at
    }
    // Three hours from 10:00 in Berlin.
    expect(covered([])).toBe(300)
    expect(covered([{ upTo: "PT90M" }])).toBe(200)
    expect(covered([{ during: { from: "11:00", to: "12:00" } }])).toBe(200)
    expect(covered([{ upTo: "PT1H", during: { from: "11:00" } }])).toBe(200)
    expect(covered([{ upTo: "PT1H" }, { during: { from: "11:00", to: "12:00" } }])).toBe(100)
    expect(covered([{ upTo: "PT1H" }, { upTo: "PT30M" }])).toBe(200)
    expect(covered([{ upTo: "PT4H" }])).toBe(0)
    const earlier = [{ from: instant("2026-06-01T05:00:00Z"), to: instant("2026-06-01T06:00:00Z") }]
    expect(covered([{ upTo: "PT2H" }], earlier)).toBe(100)
    expect(covered([{ during: { from: "00:00", to: "11:00" } }], earlier)).toBe(200)
  })

  it("that what earlier visits cost must be money, too", () => {
    const rate = { type: "choose", cases: [{ if: { visit: { to: "2" } }, rate: { type: "flat", price: "99999999999999999" } }], otherwise: { type: "flat", price: "1" } }
    const earlier = [{ from: instant("2026-06-01T06:00:00Z"), to: instant("2026-06-01T07:00:00Z") }]
    expect(asked(rate, after("1:00"), entry, { earlier }, { visits: "accumulate" }).at).toBe("AmountTooLarge")
  })
})

it.each([3, 60])("one tariff, of %i products, asked for other facts each time, says what one says that was made for them", (products) => {
  const price = (amount: number) => ({ type: "flat", price: `${amount}` })
  const rate = {
    type: "choose",
    cases: [
      { if: { lost: true, expired: true }, rate: price(1_000) },
      { if: { lost: true }, rate: price(2_000) },
      { if: { expired: true }, rate: price(3_000) },
      { if: { expired: false, vehicle: ["truck"] }, rate: price(4_000) },
      ...Array.from({ length: products }, (_, index) => ({ if: { product: `${index}` }, rate: price(index + 1) }))
    ],
    otherwise: price(9_000)
  }
  const asked: ReadonlyArray<Facts.Facts | undefined> = [undefined, { lost: true }, {}, { expired: true }, { lost: true, expired: true }, { lost: false }, undefined, { product: "0" }, { product: "2" }, { vehicle: "truck" }, { vehicle: "truck", expired: true }, { product: ["1"] }, undefined]
  const compiled = () => Result.getOrThrow(PriceFunction.compile(tariff(rate)))
  const { from, total } = compiled()
  const exit = after("1:00")
  const said = asked.map((facts) => {
    const context = facts === undefined ? {} : { facts }
    expect(total(entry, exit, context)).toEqual(compiled().total(entry, exit, context))
    expect(Result.getOrThrow(from(entry, context).at(exit)).gross).toBe(total(entry, exit, context)?.gross)
    return (total(entry, exit, context)?.gross ?? NaN) / 100
  })
  expect(said).toEqual([9_000, 2_000, 9_000, 3_000, 1_000, 9_000, 9_000, 1, 3, 4_000, 3_000, 2, 9_000])
})

it("a visit that begins in the second in which the one before ended goes on with it", () => {
  const rate = { type: "choose", cases: [{ if: { visit: { from: "2" } }, rate: { type: "flat", price: "5" } }], otherwise: { type: "flat", price: "3" } }
  const visits = { accumulate: "day", minInterruption: "PT2H" }
  const visit = (from: string, to: string) => ({ from: instant(`2026-06-01T${from}:00Z`), to: instant(`2026-06-01T${to}:00Z`) })
  const [first, second] = [visit("08:00", "09:00"), visit("12:00", "13:00")]
  const due = (earlier: ReadonlyArray<PriceFunction.Visit>, from: string) => asked(rate, instant("2026-06-01T14:00:00Z"), instant(`2026-06-01T${from}:00Z`), { earlier }, { visits })
  // The second visit made 3.00 into 5.00; what goes on with it adds nothing.
  expect(due([first], "12:00")).toEqual({ at: 200, priceAt: 200, total: 200 })
  expect(due([first, second], "13:00")).toEqual({ at: 0, priceAt: 0, total: 0 })
  expect(due([first, second], "13:30")).toEqual({ at: 0, priceAt: 0, total: 0 })
})

describe("soon", () => {
  const soon = (run: () => unknown): number => {
    const before = process.cpuUsage()
    run()
    const { system, user } = process.cpuUsage(before)
    return (system + user) / 1_000
  }
  it.each<[string, object, number]>([
    ["a first second of ten years", each({ first: "PT1S" }, "continue", hour), 3_650],
    ["a first second that a pass covers", { type: "subscription", pass: "p", covers: { upTo: "PT1S", per: { first: "PT1S" } }, rest: hour }, 3_650],
    ["hours that go on within hours, for ten years", each({ every: "PT1H" }, "continue", each({ every: "PT1H" }, "continue", hour)), 3_650],
    ["days that go on within weeks, for ten years", each({ every: "PT168H" }, "continue", each({ every: "PT24H" }, "continue", hour, { max: "7" })), 3_650]
  ])("%s", (_, rate, length) => {
    expect(soon(() => asked(rate, days(length), entry, { facts: { pass: "p" } }))).toBeLessThan(3_000)
  })
})
