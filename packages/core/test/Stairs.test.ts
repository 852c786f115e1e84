/** Prices by length alone are what the bill comes to: at every end of a bracket, for amounts of every size, however it is rounded. */
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { after, entry, tariff, tariffJson } from "./pricing.ts"

const price = fc.constantFrom("0", "0.01", "0.07", "1.10", "2.50", "4.40", "1/3", "7/120", "0.333333", "19.99", "99999.99", "21474836.47", "90071992547409.91")
const span = fc.constantFrom("PT1S", "PT7S", "PT1M", "PT9M59S", "PT20M", "PT1H", "PT2H30M", "PT24H1S", "PT600H", "PT700000H")
const flat = fc.record({ type: fc.constant("flat"), price })
const hourly = fc.record({ type: fc.constant("hourly"), price, per: span, count: fc.constantFrom("started", "completed", "nearest", "exact"), step: span }, { requiredKeys: ["type", "price", "count"] })
  .map(({ step, ...rate }) => step === undefined || rate.count === "exact" ? rate : { ...rate, step })
const leaf = fc.oneof(flat, hourly)

const seconds = (text: string): number => [...text.matchAll(/(\d+)([HMS])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * ({ H: 3_600, M: 60 }[unit ?? ""] ?? 1), 0)
const slab = (rate: fc.Arbitrary<object>, beyond: fc.Arbitrary<object | string>) => fc.record({
  type: fc.constant("slab"),
  mode: fc.constantFrom("ladder", "graduated"),
  brackets: fc.uniqueArray(fc.record({ upTo: span, rate }), { selector: ({ upTo }) => seconds(upTo), minLength: 1, maxLength: 4 }).map((all) => all.toSorted((a, b) => seconds(a.upTo) - seconds(b.upTo))),
  beyond
})
const billed = fc.record({ type: fc.constant("billed"), step: span, count: fc.constant("started"), rate: leaf })
const inner = slab(fc.oneof(leaf, billed), fc.oneof(leaf, fc.constant("unavailable")))
const rate = fc.oneof(leaf, inner, slab(fc.oneof(leaf, inner), fc.oneof(leaf, inner, fc.constant("unavailable"))))

const terms = fc.record({
  tax: fc.constantFrom("none", "added", "included"),
  rounding: fc.record({ mode: fc.constantFrom("half-up", "half-up", "up", "down", "half-even"), to: fc.constantFrom("0.01", "0.05", "0.25", "1"), where: fc.constantFrom("total", "total", "total", "line") }),
  seconds: fc.constantFrom("counted", "dropped")
})
const taxed = (made: object, tax: string | undefined): object => ({ ...made, ...(tax !== undefined && { tax }) })

const lengths = fc.array(fc.oneof(
  fc.tuple(span, fc.integer({ min: -61, max: 61 })).map(([text, off]) => seconds(text) + off),
  // Where a bracket within a bracket ends.
  fc.tuple(span, span, fc.integer({ min: -1, max: 1 })).map(([one, other, off]) => seconds(one) + seconds(other) + off),
  fc.integer({ min: 0, max: 100_000 }),
  fc.integer({ min: 2 ** 31 - 2, max: 2 ** 31 + 2 }),
  fc.integer({ min: 0, max: 2 ** 37 })
), { minLength: 20, maxLength: 20 }).map((all) => all.filter((each) => each >= 0))

it("a price by length is the bill's", { timeout: 120_000 }, () => {
  let [priced, none] = [0, 0]
  fc.assert(
    fc.property(rate, terms, fc.constantFrom("0.21", "0.077", undefined), lengths, (made, { tax, ...rest }, taxRate, all) => {
      const decoded = Tariff.decode(tariffJson(taxed(made, tax === "none" ? undefined : taxRate), { ...rest, tax }))
      fc.pre(Result.isSuccess(decoded))
      const { from, total } = Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(decoded)))
      const { at, priceAt } = from(entry)
      for (const length of all) {
        const exit = Instant.ofSeconds(Instant.seconds(entry) + length)
        const bill = Result.getOrUndefined(Result.map(at(exit), ({ gross, net }) => ({ net, gross })))
        const found = total(entry, exit)
        if (bill === undefined) none += 1
        else priced += 1
        expect(found, `${length} s`).toEqual(bill)
        expect(Result.getOrUndefined(priceAt(exit)), `${length} s`).toEqual(bill)
      }
    }),
    { numRuns: 4_000 }
  )
  expect(priced).toBeGreaterThan(10_000)
  expect(none).toBeGreaterThan(100)
})

/** What `seconds` of a stay come to: without a bill, and with it. */
const both = (made: object, seconds: number, rest: object = {}) => {
  const { from, total } = Result.getOrThrow(PriceFunction.compile(tariff(made, rest)))
  const exit = Instant.ofSeconds(Instant.seconds(entry) + seconds)
  return [total(entry, exit)?.gross, Result.getOrThrow(from(entry).at(exit)).gross]
}

it("a price by length knows where numbers are no longer exact", () => {
  // A quotient that lies a 1.8-billionth below a whole number.
  const rate = { type: "hourly", price: "20000001.01", per: "PT500000H", count: "exact" }
  expect(both(rate, 1_100_990_099, { rounding: { mode: "down", to: "0.01", where: "total" } })).toEqual([1_223_322_393, 1_223_322_393])
})

it("a price by length goes no further than a bracket whose amounts grow too large", () => {
  const dear = { type: "hourly", price: "100000.00", count: "started" }
  const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT600H", rate: dear }], beyond: { type: "flat", price: "1" } }
  expect(both(rate, 214 * 3_600)).toEqual([2_140_000_000, 2_140_000_000])
  expect(both(rate, 215 * 3_600)).toEqual([2_150_000_000, 2_150_000_000])
  expect(both(rate, 601 * 3_600)).toEqual([100, 100])
})

it("a price without steps is made once", () => {
  const { total } = Result.getOrThrow(PriceFunction.compile(tariff({ type: "flat", price: "4.40" })))
  expect(total(entry, after("1:00"))).toBe(total(entry, after("900:00")))
  expect(() => Object.assign(total(entry, after("1:00")) ?? {}, { net: 0 })).toThrow(TypeError)
})

const priceOf = (made: object, stay: string, rest: object = {}) => Result.getOrThrow(PriceFunction.compile(tariff(made, rest))).total(entry, after(stay))

it("a price by length is none of no length", () => {
  expect(priceOf({ type: "flat", price: "4.40" }, "0:00")).toEqual({ net: 0, gross: 0 })
  expect(priceOf({ type: "hourly", price: "4.40", count: "completed" }, "0:00")).toEqual({ net: 0, gross: 0 })
})

it.each([["0:00:01", 100], ["1:00", 100], ["1:00:01", 250], ["2:00", 250], ["2:00:01", 900]])("a price by length is its bracket's up to its end: %s", (stay, gross) => {
  const brackets = [{ upTo: "PT1H", price: "1.00" }, { upTo: "PT2H", price: "2.50" }]
  expect(priceOf({ type: "slab", mode: "ladder", brackets, beyond: { type: "flat", price: "9.00" } }, stay)).toEqual({ net: gross, gross })
})

it("a price by length has a share of a cent for each second, and its tax", () => {
  const exact = { type: "hourly", price: "1.00", count: "exact", tax: "0.25" }
  // 100 s are 2.78 cents, 3.47 with tax; 1000 s are 27.78 and 34.72, or 22.22 without a tax within.
  expect(priceOf(exact, "0:01:40", { tax: "added" })).toEqual({ net: 3, gross: 3 })
  expect(priceOf(exact, "0:16:40", { tax: "added" })).toEqual({ net: 28, gross: 35 })
  expect(priceOf(exact, "0:16:40", { tax: "included" })).toEqual({ net: 22, gross: 28 })
})

it.each([["30000000.00", 3_000_000_000], ["21474836.48", 2_147_483_648], ["21474836.47", 2_147_483_647]])("a price by length is %s of an hour, also where that is more than its numbers hold", (price, gross) => {
  expect(both({ type: "hourly", price, count: "started" }, 3_600)).toEqual([gross, gross])
  expect(both({ type: "flat", price }, 3_600)).toEqual([gross, gross])
})
