/** What the laws of the tariff algebra are tried on: a tariff's terms, three rates, and constants for the law to use. */
import { Tariff } from "@parkade/core/pricing"
import { Elapsed, TimeZone } from "@parkade/core/time"
import * as fc from "fast-check"
import { isObject, isRate, type JsonObject, mapRates, plain, type RateJson, ratesIn, without } from "../arbitraries/Json.ts"
import { boardAmount, constructs, rate, type RateOptions } from "../arbitraries/Rate.ts"
import { stayIn, type Visit } from "../arbitraries/Stay.ts"
import { tariffOf, type TariffOptions } from "../arbitraries/Tariff.ts"
import { elapsedText, period, secondsOf, windows } from "../arbitraries/Window.ts"
import { berlin, type Host } from "./Pricing.ts"

export interface AlgebraCase {
  /** A tariff, whose `rate` is the first of `rates`. */
  readonly tariff: JsonObject
  readonly rates: readonly [RateJson, RateJson, RateJson]
  /** A rate of which the parts of a stay cost what the whole does. */
  readonly additive: RateJson
  readonly stay: Visit
  readonly host: Host
  readonly zone: TimeZone.TimeZone
  readonly count: "started" | "completed" | "nearest"
  readonly crossing: unknown
  /** `every` or `first`, or "stay". */
  readonly per: unknown
  readonly partial: "restart" | "continue"
  readonly windows: readonly [unknown, unknown]
  readonly amounts: readonly [string, string, string]
  readonly lengths: readonly [string, string]
  /** Rising, in seconds. */
  readonly ends: ReadonlyArray<number>
  /** Which local midnight, share of the stay or the like, 0 to 1. */
  readonly share: number
}

const additive = (): fc.Arbitrary<RateJson> => {
  const exact = fc.record({ type: fc.constant("hourly"), price: boardAmount(), per: elapsedText(), count: fc.constant("exact") })
  const energy = fc.record({ type: fc.constant("energy"), price: boardAmount() })
  const leaf: fc.Arbitrary<RateJson> = fc.oneof({ weight: 3, arbitrary: exact as fc.Arbitrary<RateJson> }, { weight: 1, arbitrary: energy })
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("sum"), of: fc.tuple(leaf, leaf) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("scale"), by: fc.constantFrom("2", "1/3", "0"), rate: leaf }) }
  )
}

const distinct = (value: number, index: number, all: ReadonlyArray<number>) => all.indexOf(value) === index

const parts = (options: RateOptions) => {
  const clocks = options.clockless !== true
  const window = windows({ clocks, phases: options.energy !== false })
  return {
    additive: additive(),
    count: fc.constantFrom("started", "completed", "nearest"),
    crossing: fc.oneof(fc.constantFrom("split", "accumulate", "entry", "most"), elapsedText({ minSeconds: 300, maxHours: 30 }).map((follow) => ({ follow }))),
    per: period({ clocks }).map(plain),
    partial: fc.constantFrom("restart", "continue"),
    windows: fc.tuple(window.map(plain), window.map(plain)),
    amounts: fc.tuple(boardAmount(), boardAmount(), boardAmount()),
    lengths: fc.tuple(elapsedText(), elapsedText()),
    ends: fc.array(elapsedText().map(secondsOf), { minLength: 1, maxLength: 4 }).map((ends) => ends.toSorted((a, b) => a - b).filter(distinct)),
    share: fc.integer({ min: 0, max: 1_000 }).map((parts) => parts / 1_000)
  } as const
}

const unit: RateJson = { type: "flat", price: "1.00" }

/** The rates of a sum, with the tax and the label of the sum on each that has none. */
const split = (tariff: JsonObject): AlgebraCase["rates"] => {
  const sum = isObject(tariff["rate"]) ? tariff["rate"] : {}
  const inherited = Object.fromEntries(["tax"].flatMap((key) => (sum[key] === undefined ? [] : [[key, sum[key]]])))
  const of = Array.isArray(sum["of"]) ? sum["of"].filter(isRate).map((rate) => ({ ...inherited, ...rate })) : []
  // Laws put rates within a maximum, where one with tax may not stand over several tax rates.
  const several = new Set(ratesIn(tariff).map(({ tax }) => tax)).size > 1
  const free = several ? of.map((rate) => mapRates(rate, (each) => without(each, "maxIncl"))).filter(isRate) : of
  const [first = unit, second = unit, third = unit] = free
  return [first, second, third]
}

const casesOf = (sums: fc.Arbitrary<JsonObject>, options: RateOptions): fc.Arbitrary<AlgebraCase> =>
  fc.record({ tariff: sums, ...parts(options) }).chain(({ tariff, ...rest }) => {
    const rates = split(tariff)
    const zone = typeof tariff["zone"] === "string" ? TimeZone.TimeZone.make(tariff["zone"]) : (berlin.zone ?? TimeZone.utc)
    // The constants of the case, and of all three rates: there the price is likely to change. Passes are held by some.
    const ends = rest.ends.map((seconds) => Elapsed.format(Elapsed.ofSeconds(seconds)))
    return fc.record({ stay: stayIn({ ...tariff, case: { ...rest, ends, pass: "resident" } }, { zone, longest: Elapsed.ofHours(2_000) }) })
      .map(({ stay }) => ({ ...rest, tariff: { ...tariff, rate: rates[0] }, rates, host: berlin, zone, stay: { ...stay, levels: {} } }))
  })

/** Three rates under the terms of one tariff, of `options`. */
export const algebraCase = (options: TariffOptions = {}): fc.Arbitrary<AlgebraCase> => {
  const asked = { depth: 2, ...options }
  const three = fc.tuple(rate(asked), rate(asked), rate(asked)).map((of) => ({ type: "sum", of }))
  return casesOf(tariffOf(three, { nodes: 24, ...asked }), asked)
}

/** The rate of `tariff`, with two others. */
export const algebraCaseOf = (tariff: Tariff.Tariff): fc.Arbitrary<AlgebraCase> => {
  const json = plain(Tariff.encode(tariff))
  if (!isObject(json)) throw new TypeError("a tariff is written as a JSON object")
  // Names of the others would be names of nothing in this tariff.
  const nameless = constructs.filter((construct) => construct !== "named")
  const other = rate({ depth: 1, constructs: nameless })
  const others = tariffOf(fc.tuple(other, other).map((of) => ({ type: "sum", of })), { tax: [tariff.tax], constructs: nameless })
  return casesOf(others.map(({ rate: sum }) => ({ ...json, rate: { type: "sum", of: [json["rate"], ...(isObject(sum) && Array.isArray(sum["of"]) ? sum["of"] : [])] } })), {})
}
