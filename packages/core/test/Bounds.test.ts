/** Sums, the cheapest of several, and bounds, within one another: by their bills, and where their prices change. */
import { PriceFunction } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, bill, entry, tariff } from "./pricing.ts"

const flat = (price: string, more: object = {}) => ({ type: "flat", price, ...more })
const hourly = (price: string, more: object = {}) => ({ type: "hourly", price, count: "started", ...more })
const exact = (price: string, more: object = {}) => ({ type: "hourly", price, count: "exact", ...more })
const sum = (...of: ReadonlyArray<object>) => ({ type: "sum", of })
const cheapest = (...of: ReadonlyArray<object>) => ({ type: "cheapest", of })
const stay = (bounds: object, rate: object) => ({ type: "each", per: "stay", ...bounds, rate })
const day = (bounds: object, rate: object) => ({ type: "each", per: { every: "PT24H" }, partial: "restart", ...bounds, rate })
const unavailable = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1.00" }], beyond: "unavailable" }

/** Gross in minor units, which every way to ask says; or why there is none. */
const price = (rate: object, length: string, rest: object = {}) => {
  const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, rest)))
  const { at, priceAt } = compiled.from(entry)
  const said = (result: Result.Result<PriceFunction.Price, PriceFunction.Rejection>) => Result.match(result, { onSuccess: ({ gross }) => gross, onFailure: ({ _tag }) => _tag })
  const found = said(at(after(length)))
  expect(said(priceAt(after(length)))).toBe(found)
  expect(compiled.total(entry, after(length))?.gross).toBe(typeof found === "number" ? found : undefined)
  return found
}

describe("a rate within others costs", () => {
  it.each<readonly [string, object, ReadonlyArray<readonly [stay: string, gross: number | string]>]>([
    ["a sum within a cheapest", cheapest(sum(flat("1.00"), hourly("1.00")), flat("4.00")), [["0:00", 0], ["0:01", 200], ["2:00", 300], ["3:00", 400], ["3:01", 400], ["9:00", 400]]],
    ["a cheapest within a sum", sum(cheapest(hourly("2.00"), flat("5.00")), flat("1.00")), [["1:00", 300], ["2:00", 500], ["3:00", 600], ["8:00", 600]]],
    ["a cheapest of what is offered", cheapest(unavailable, hourly("3.00")), [["1:00", 100], ["1:01", 600]]],
    ["no sum of what is not", sum(unavailable, hourly("3.00")), [["1:00", 400], ["1:01", "Unavailable"]]],
    ["no cheapest of nothing", cheapest(unavailable, sum(unavailable, flat("1.00"))), [["1:00", 100], ["1:01", "Unavailable"]]],
    ["a maximum", stay({ max: "3.00" }, hourly("1.00")), [["2:59", 300], ["3:00", 300], ["3:01", 300], ["30:00", 300]]],
    ["a minimum", stay({ min: "2.50" }, hourly("1.00")), [["0:00", 0], ["0:00:01", 250], ["2:00", 250], ["2:01", 300]]],
    ["a minimum and a maximum", stay({ min: "1.50", max: "2.50" }, hourly("1.00")), [["0:01", 150], ["1:01", 200], ["2:01", 250]]],
    ["both the same", stay({ min: "2.00", max: "2.00" }, hourly("1.00")), [["0:00", 0], ["0:01", 200], ["2:00", 200], ["9:00", 200]]],
    ["a maximum of a sum", stay({ max: "4.00" }, sum(flat("1.00"), hourly("1.00"))), [["2:00", 300], ["3:00", 400], ["4:00", 400]]],
    ["a sum of maxima", sum(stay({ max: "2.00" }, hourly("1.00")), stay({ max: "3.00" }, hourly("1.00"))), [["2:00", 400], ["3:00", 500], ["4:00", 500]]],
    ["a maximum of each day, with a minimum", day({ min: "1.50", max: "5.00" }, hourly("1.00")), [["1:00", 150], ["6:00", 500], ["24:00", 500], ["24:01", 650], ["48:00", 1_000]]],
    ["a maximum of days within one of the stay", stay({ max: "12.00" }, day({ max: "5.00" }, hourly("1.00"))), [["24:00", 500], ["48:00", 1_000], ["49:00", 1_100], ["60:00", 1_200]]]
  ])("%s", (_, rate, stays) => expect(stays.map(([length]) => [length, price(rate, length)])).toEqual(stays))

  const added = { tax: "added" }
  it.each<readonly [string, object, ReadonlyArray<readonly [stay: string, gross: number]>]>([
    ["a maximum with tax", stay({ maxIncl: "3.00" }, hourly("1.00", { tax: "0.25" })), [["2:00", 250], ["3:00", 300]]],
    ["a minimum with tax", stay({ minIncl: "2.00" }, hourly("1.00", { tax: "0.25" })), [["1:00", 200], ["2:00", 250]]],
    ["the lower of two maxima", stay({ max: "2.00", maxIncl: "3.00" }, hourly("1.00", { tax: "0.25" })), [["1:00", 125], ["5:00", 250]]],
    ["the lower of two maxima, with tax", stay({ max: "4.00", maxIncl: "3.00" }, hourly("1.00", { tax: "0.25" })), [["2:00", 250], ["5:00", 300]]],
    ["the higher of two minima", stay({ min: "2.00", minIncl: "2.00" }, hourly("1.00", { tax: "0.25" })), [["1:00", 250], ["3:00", 375]]],
    ["the higher of two minima, with tax", stay({ min: "1.00", minIncl: "2.00" }, hourly("1.00", { tax: "0.25" })), [["1:00", 200], ["3:00", 375]]],
    ["a minimum of two tax rates", stay({ min: "4.00" }, sum(flat("1.00", { tax: "0.25" }), flat("1.00", { tax: "0.05" }))), [["1:00", 460]]],
    ["a maximum of two tax rates", stay({ max: "1.00" }, sum(flat("1.00", { tax: "0.25" }), flat("1.00", { tax: "0.05" }))), [["1:00", 115]]],
    ["a minimum with tax of two tax rates", stay({ minIncl: "4.00" }, sum(flat("1.00", { tax: "0.25" }), flat("1.00", { tax: "0.05" }))), [["1:00", 400]]],
    ["a maximum with tax of two tax rates", stay({ max: "2.00", maxIncl: "2.10" }, sum(flat("1.00", { tax: "0.25" }), hourly("1.00", { tax: "0.05" }))), [["1:00", 210], ["2:00", 210]]],
    ["a minimum over nothing of two tax rates: that of the first", stay({ min: "1.00" }, sum(flat("0", { tax: "0.25" }), flat("0", { tax: "0.05" }))), [["1:00", 125]]]
  ])("%s", (_, rate, stays) => expect(stays.map(([length]) => [length, price(rate, length, added)])).toEqual(stays))
})

describe("the bill says of a bound", () => {
  const lines = (rate: object, length: string, rest: object = {}) =>
    bill(tariff(rate, rest), length).lines.map(({ gross, kind, label, net, rule, taxRate, unit, unitPrice }) => [kind, rule, label, unitPrice, unit, taxRate, net, gross])

  it("what it took off, and of which period", () => {
    expect(lines(stay({ max: "3.00" }, hourly("1.00")), "5:00")).toEqual([
      ["charge", "rate.rate", "hourly", "1.00", "PT1H", "0", 500, 500],
      ["maximum", "rate", "maximum", "3", "stay", "0", -200, -200]
    ])
    expect(lines(stay({ max: "3.00" }, hourly("1.00")), "3:00")).toHaveLength(1)
  })

  it("what it added", () => {
    expect(lines(day({ min: "3.00" }, hourly("1.00")), "1:00")).toEqual([
      ["charge", "rate.rate", "hourly", "1.00", "PT1H", "0", 100, 100],
      ["minimum", "rate", "minimum", "3", "PT24H", "0", 200, 200]
    ])
    expect(lines(day({ min: "3.00" }, hourly("1.00")), "3:00")).toHaveLength(1)
    expect(lines(day({ min: "3.00" }, hourly("1.00")), "0:00")).toEqual([])
  })

  it("of each tax rate its share", () => {
    const two = sum(flat("3.00", { tax: "0.20" }), flat("1.00", { tax: "0.10" }))
    expect(lines(stay({ max: "2.00" }, two), "1:00", { tax: "added" }).slice(2)).toEqual([
      ["maximum", "rate", "maximum", "2", "stay", "0.2", -150, -180],
      ["maximum", "rate", "maximum", "2", "stay", "0.1", -50, -55]
    ])
    expect(lines(stay({ max: "2.20" }, two), "1:00", { tax: "included" }).slice(2, 4).map((line) => line.slice(5))).toEqual([["0.2", expect.any(Number), -135], ["0.1", expect.any(Number), -45]])
  })

  it("what only the bound with tax took off or added", () => {
    const two = sum(flat("3.00", { tax: "0.20" }), flat("1.00", { tax: "0.10" }))
    expect(lines(stay({ max: "4.00", maxIncl: "4.50" }, two), "1:00", { tax: "added" }).slice(2)).toEqual([["maximum", "rate", "maximum", "4", "stay", "0", 0, -20]])
    expect(lines(stay({ minIncl: "5.00" }, two), "1:00", { tax: "added" }).slice(2)).toEqual([["minimum", "rate", "minimum", "5", "stay", "0", 0, 30]])
    expect(lines(stay({ minIncl: "4.70" }, two), "1:00", { tax: "added" })).toHaveLength(2)
  })
})

describe("the price changes", () => {
  /** Seconds after the entry at which it may, the first few of the first day. */
  const changes = (rate: object, rest: object = {}) => {
    const { nextChange } = Result.getOrThrow(PriceFunction.compile(tariff(rate, rest))).from(entry)
    const found: Array<number> = []
    for (let at: number | undefined = nextChange(entry); at !== undefined && at <= after("24:00") && found.length < 5; at = nextChange(Instant.Instant.make(at))) found.push((at - entry) / 1_000)
    return found
  }

  it.each<readonly [string, object, ReadonlyArray<number>]>([
    ["never after a flat", flat("1.00"), [1]],
    ["with the soonest of a sum", sum(hourly("1.00", { per: "PT50M" }), hourly("1.00")), [1, 3_001, 3_601, 6_001, 7_201]],
    ["with the cheapest, until the other is", cheapest(hourly("1.00"), flat("2.50")), [1, 3_601, 7_201]],
    ["with the cheapest, where the other becomes it within a step", cheapest(stay({ max: "3.00" }, exact("3600")), flat("2.00")), [1, 2]],
    ["never after the maximum", stay({ max: "2.50" }, hourly("1.00")), [1, 3_601, 7_201]],
    ["only after the minimum", stay({ min: "2.50" }, hourly("1.00")), [1, 7_201, 10_801, 14_401, 18_001]],
    ["between both", stay({ min: "1.50", max: "2.50" }, hourly("1.00")), [1, 3_601, 7_201]],
    ["to the second where a slope comes to the maximum", stay({ max: "0.03" }, exact("36")), [1, 2, 3]]
  ])("%s", (_, rate, expected) => expect(changes(rate)).toEqual(expected))
})
