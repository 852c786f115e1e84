/** Sizes that no printed tariff has: what is still taken, and what is refused, where. */
import { Tariff } from "@parkade/core/pricing"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { tariffJson as json } from "./pricing.ts"

const flat = { type: "flat", price: "4.00" }

const lines = (rate: object, rest: object = {}) =>
  Result.match(Tariff.decode(json(rate, rest)), { onSuccess: () => [], onFailure: ({ issues }) => issues.map(({ message, path }) => `${path}: ${message}`) })

const times = <A>(count: number, make: (index: number) => A): ReadonlyArray<A> => Array.from({ length: count }, (_, index) => make(index))
const deep = (layers: ReadonlyArray<(inner: object) => object>, core: object): object => layers.reduceRight((inner, around) => around(inner), core)
const sum = (of: ReadonlyArray<object>) => ({ type: "sum", of })
const scale = (by: string) => (rate: object) => ({ type: "scale", by, rate })
const named = (name: string) => ({ type: "named", name })

/** Denominators of 18 digits without a common factor: four of them have 72 digits. */
const odd = ["999999999999999999", "999999999999999998", "999999999999999997", "999999999999999995"] as const
const [a, b, c, d] = odd.map((digits) => `1/${digits}`)

describe("rates", () => {
  it("are 2,000 at most", () => {
    expect(lines(sum(times(1_999, () => flat)))).toEqual([])
    expect(lines(sum(times(2_000, () => flat)))).toEqual(["rate: expected at most 2000 rates once names are replaced by what they stand for"])
  })

  it("count as often as they are named", () => {
    const rates = { many: sum(times(998, () => flat)) }
    expect(lines(sum([named("many"), named("many"), flat]), { rates })).toEqual([])
    expect(lines(sum([named("many"), named("many"), flat, flat]), { rates })).toEqual(["rate: expected at most 2000 rates once names are replaced by what they stand for"])
  })
})

describe("prices with a common denominator of more than 60 digits", () => {
  const refused = (path: string) => [`${path}: expected prices with a common denominator of at most 60 digits: use fewer different fractions`]
  const demand = (start: string | undefined, min: string | undefined, max: string | undefined, bands: ReadonlyArray<object> = [{ from: "0" }]) => ({ start, min, max, bands, every: "entry" })
  const each = (bounds: object, rate: object = flat) => ({ type: "each", per: { every: "day" }, partial: "restart", rate, ...bounds })
  const added = { tax: "added" }

  it.each([
    ["flat", sum([a, b, c, d].map((price) => ({ type: "flat", price }))), {}, "rate.of.3"],
    ["of energy", sum([a, b, c, d].map((price) => ({ type: "energy", price }))), {}, "rate.of.3"],
    ["per time", sum([a, b, c, d].map((price) => ({ type: "hourly", price, count: "started" }))), {}, "rate.of.3"],
    ["of brackets", { type: "slab", mode: "ladder", brackets: [a, b, c, d].map((price, index) => ({ upTo: `PT${index + 1}H`, price })), beyond: "unavailable" }, {}, "rate.brackets.3"],
    ["with tax rates", sum([a, b, c, d].map((tax) => ({ ...flat, tax }))), added, "rate.of.3"],
    ["within bounds", each({ min: a, max: "5" }, each({ min: b, max: c }, each({ min: d }))), {}, "rate.rate.rate"],
    ["within bounds with tax", each({ minIncl: a }, each({ minIncl: b }, each({ maxIncl: c }, each({ maxIncl: d })))), added, "rate.rate.rate.rate"],
    ["that follow demand", sum([{ ...flat, price: demand(b, a, c) }, { ...flat, price: demand(d, d, d) }]), {}, "rate.of.1"],
    ["that demand adds to", { ...flat, price: demand("1", "1", "1", [a, b, c, d].map((change, index) => ({ from: `0.${index}`, change }))) }, {}, "rate"],
    ["that demand multiplies", { ...flat, price: demand("1", "1", "1", [a, b, c, d].map((factor, index) => ({ from: `0.${index}`, factor }))) }, {}, "rate"],
    ["by the name of their rates", sum(["a", "b", "c", "d"].map(named)), { rates: { a: { ...flat, price: a }, b: { ...flat, price: b }, c: { ...flat, price: c }, d: { ...flat, price: d } } }, "rates.d"]
  ])("are refused: %s", (_, rate, rest, path) => expect(lines(rate, rest)).toEqual(refused(path)))

  it("are those of lengths, too, where every second counts", () => {
    const lengths = (count: string) => sum(times(100, (index) => ({ type: "hourly", price: "1", per: `PT${100_001 + 2 * index}S`, count })))
    expect(lines(lengths("exact"))).toEqual([expect.stringMatching(/^rate\.of\.\d+: expected prices with a common denominator of at most 60 digits/)])
    expect(lines(lengths("started"))).toEqual([])
  })

  it("have 61", () => {
    const tiny = (decimals: number) => deep(times(3, () => scale(`1/1${"0".repeat(17)}`)), { ...flat, price: `0.${"0".repeat(decimals - 1)}1` })
    expect(lines(tiny(8))).toEqual([])
    expect(lines(tiny(9))).toEqual(refused("rate.rate.rate.rate"))
  })
})

describe("factors", () => {
  const refused = "expected factors that come to at most 60 digits"
  const million = (count: number, rest: string) => deep([...times(count, () => scale("1000000")), scale(rest)], { ...flat, price: "0" })
  const millionth = (count: number, rest: string) => deep([...times(count, () => scale("0.000001")), scale(rest)], { ...flat, price: "0" })

  it("come to 60 digits at most, large ones and small ones", () => {
    expect(lines(million(9, "999999"))).toEqual([])
    expect(lines(million(9, "1000000"))).toEqual([`${"rate.".repeat(10)}by: ${refused}`])
    expect(lines(millionth(9, "0.00001"))).toEqual([])
    expect(lines(millionth(9, "0.000001"))).toEqual([`${"rate.".repeat(10)}by: ${refused}`])
  })
})

describe("periods", () => {
  const refused = `${"rate.".repeat(6)}rate: expected periods within periods at most 6 times over`
  const each = (per: unknown, partial?: string) => (rate: object) => ({ type: "each", per, ...(partial !== undefined && { partial }), rate })
  const pass = (covers: object) => (rest: object) => ({ type: "subscription", pass: "staff", covers, rest })

  it.each([
    ["of days", each({ every: "day" }, "restart"), 6],
    ["of a first day", each({ first: "day" }, "continue"), 6]
  ])("within periods are six at most, %s", (_, layer, most) => {
    expect(lines(deep(times(most, () => layer), flat))).toEqual([])
    expect(lines(deep(times(most + 1, () => layer), flat))).toEqual([refused])
  })

  it("within periods are those of passes that count anew as well, in all six", () => {
    const anew = pass({ upTo: "PT1H", per: { every: "day" } })
    expect(lines(deep(times(6, () => anew), flat))).toEqual([])
    expect(lines(deep(times(7, () => anew), flat))).toEqual([`rate${".rest".repeat(6)}: expected periods within periods at most 6 times over`])
    expect(lines(deep(times(7, () => pass({ upTo: "PT1H" })), flat))).toEqual([])
  })

  it("of whole stays are no periods within them", () => {
    expect(lines(deep(times(7, () => each("stay")), flat))).toEqual([])
  })

  it("that go on within each other are a thousand million a year at most", () => {
    // A leap year has 31,622,400 seconds: a hundred of 316,224, ten of 3,162,240, and twelve of 2,635,200.
    const hundreds = times(4, () => each({ every: "PT316224S" }, "continue"))
    expect(lines(deep([...hundreds, each({ every: "PT3162240S" }, "continue")], flat))).toEqual([])
    expect(lines(deep([...hundreds, each({ every: "PT2635200S" }, "continue")], flat))).toEqual([
      "rate.rate.rate.rate.rate: expected periods that go on within each other to be longer, or restarted: a year has 1,200,000,000 of these"
    ])
    expect(lines(deep([...hundreds, each({ every: "PT2635200S" }, "restart")], flat))).toEqual([])
  })
})
