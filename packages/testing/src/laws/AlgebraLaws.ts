/**
 * The algebra of rates: which of them are the same function of time. Each law prices one stay under two ways to write
 * one tariff, and they must cost the same, net and gross.
 *
 * ```ts
 * search(algebraLaws, algebraCaseOf(myTariff)) // [] when no counterexample was found
 * ```
 */
import { Equal } from "effect"
import { isObject, isRate, type JsonObject, mapRates, type RateJson, without } from "../arbitraries/Json.ts"
import { secondsOf } from "../arbitraries/Window.ts"
import type { AlgebraCase } from "./AlgebraCase.ts"
import { type Law, show } from "./Law.ts"
import { isAlone, type Outcome, outcomeOf } from "./Pricing.ts"

/** `rate` under the terms of the case; one sum is rounded, because lines are what two ways to write it differ in. */
export const under = ({ tariff }: AlgebraCase, rate: JsonObject): JsonObject => ({
  ...tariff,
  rate,
  rounding: { ...(isObject(tariff["rounding"]) ? tariff["rounding"] : {}), where: "total" }
})

/** What the stay of the case costs by `rate`. */
export const costs = (input: AlgebraCase, rate: JsonObject, change: JsonObject = {}): Outcome =>
  outcomeOf({ ...under(input, rate), ...change }, input.stay, input.host)

/** Two ways to write one rate; `undefined` where the law says nothing of this input. */
const same = (name: string, ways: (input: AlgebraCase) => readonly [JsonObject, JsonObject] | undefined): Law<AlgebraCase> => ({
  name,
  counterexample: (input) => {
    const pair = ways(input)
    if (pair === undefined) return undefined
    const [one, other] = pair
    const [a, b] = [costs(input, one), costs(input, other)]
    return Equal.equals(a, b) ? undefined : `${show(a)} by ${JSON.stringify(one)}, ${show(b)} by ${JSON.stringify(other)}`
  }
})

const flat = (price: string): RateJson => ({ type: "flat", price })
const sum = (...of: ReadonlyArray<JsonObject>): RateJson => ({ type: "sum", of })
export const cheapest = (...of: ReadonlyArray<JsonObject>): RateJson => ({ type: "cheapest", of })
export const scale = (by: string, rate: JsonObject): RateJson => ({ type: "scale", by, rate })
const perStay = (rate: JsonObject, bounds: JsonObject = {}): RateJson => ({ type: "each", per: "stay", ...bounds, rate })

/** No price is ever offered: nobody has a product of this name. */
export const unavailable: RateJson = { type: "choose", cases: [{ if: { product: "none has it" }, rate: flat("1") }], otherwise: "unavailable" }

const elapsed = (seconds: number): string => `PT${seconds}S`

/** Prices that rise, in cents, as far as the brackets go and one more. */
const rising = ({ amounts, ends }: AlgebraCase): ReadonlyArray<number> => {
  const steps = amounts.map((amount) => Math.round(Number(amount.split("/")[0]) * 100))
  return [...ends, 0].reduce<ReadonlyArray<number>>((prices, _, index) => [...prices, (prices.at(-1) ?? 0) + (steps[index % steps.length] ?? 0)], [])
}

const cents = (count: number): string => (count / 100).toFixed(2)

const brackets = (ends: ReadonlyArray<number>, prices: ReadonlyArray<number>) => ends.map((end, index) => ({ upTo: elapsed(end), price: cents(prices[index] ?? 0) }))

const slabs: ReadonlyArray<Law<AlgebraCase>> = [
  same("a ladder of prices is the graduated slab of their differences", (input) => {
    const prices = rising(input)
    const differences = prices.map((price, index) => price - (prices[index - 1] ?? 0))
    const slab = (mode: string, amounts: ReadonlyArray<number>) =>
      ({ type: "slab", mode, brackets: brackets(input.ends, amounts), beyond: flat(cents(amounts.at(-1) ?? 0)) })
    return [slab("ladder", prices), slab("graduated", differences)]
  }),
  same("a ladder of one rate is that rate", ({ ends, rates: [rate] }) =>
    [{ type: "slab", mode: "ladder", brackets: ends.map((end) => ({ upTo: elapsed(end), rate })), beyond: rate }, rate]),
  same("a ladder is a choice by length", ({ ends, rates: [one, other, rest] }) => {
    const rateAt = (index: number) => (index % 2 === 0 ? one : other)
    return [
      { type: "slab", mode: "ladder", brackets: ends.map((end, index) => ({ upTo: elapsed(end), rate: rateAt(index) })), beyond: rest },
      { type: "choose", cases: ends.map((end, index) => ({ if: { lasting: { upTo: elapsed(end) } }, rate: rateAt(index) })), otherwise: rest }
    ]
  }),
  same("what lies beyond a slab is nothing to a stay that ends within it", ({ ends, rates: [rate, , other], stay, tariff }) => {
    const slab = (beyond: unknown) => ({ type: "slab", mode: "graduated", brackets: ends.map((end) => ({ upTo: elapsed(end), rate })), beyond })
    const within = isAlone(tariff["visits"], stay) && stay.exit - stay.entry <= (ends.at(-1) ?? 0) * 1_000
    return within ? [slab("unavailable"), slab(other)] : undefined
  }),
  same("hourly in steps is the exact hourly rate billed in those steps", ({ amounts: [price], count, lengths: [per, step] }) =>
    [{ type: "hourly", price, per, step, count }, { type: "billed", step, count, rate: { type: "hourly", price, per, count: "exact" } }])
]

/** Additive rates: what the parts cost is what the whole costs. */
const splits: ReadonlyArray<Law<AlgebraCase>> = [
  same("graduating an additive rate changes nothing", ({ additive, ends }) =>
    [{ type: "slab", mode: "graduated", brackets: ends.map((end) => ({ upTo: elapsed(end), rate: additive })), beyond: additive }, additive]),
  same("windows of one additive rate change nothing, split or accumulated", ({ additive, crossing, windows }) =>
    [{ type: "dynamic", crossing: crossing === "split" ? "split" : "accumulate", windows: windows.map((during) => ({ during, rate: additive })), otherwise: additive }, additive]),
  same("periods of an additive rate without bounds change nothing", ({ additive, partial, per }) =>
    [{ type: "each", per, ...(per === "stay" ? {} : { partial }), rate: additive }, additive]),
  same("a rate may be continued over periods without bounds", ({ per, rates: [rate], tariff: { rates } }) =>
    // A part of the stay may have no price where the whole has one.
    per === "stay" || JSON.stringify([rate, rates]).includes("unavailable") ? undefined : [{ type: "each", per, partial: "continue", rate }, rate]),
  same("each stay without bounds is the identity", ({ rates: [rate] }) => [perStay(rate), rate]),
  same("each PT24H of one visit is a graduated slab of days", (input) => {
    const { amounts: [max], rates: [rate], stay: { entry, exit } } = input
    const clamped = perStay(rate, { max })
    const days = Array.from({ length: Math.ceil((exit - entry) / 86_400_000) + 1 }, (_, day) => ({ upTo: `PT${(day + 1) * 24}H`, rate: clamped }))
    // Of several visits, a day rolls over the gaps between them, and a slab does not. Of many days, the slab is too large.
    if (!isAlone(input.tariff["visits"], input.stay) || days.length > 30) return undefined
    return [{ type: "each", per: { every: "PT24H" }, partial: "restart", max, rate }, { type: "slab", mode: "graduated", brackets: days, beyond: clamped }]
  })
]

/** What bounds do over periods, told by other constructs. */
const bounded: ReadonlyArray<Law<AlgebraCase>> = [
  same("continued or restarted, periods of an additive rate have the same bounds", ({ additive, amounts: [max], per }) => {
    const each = (partial: string) => ({ type: "each", per, partial, max, rate: additive })
    return per === "stay" ? undefined : [each("continue"), each("restart")]
  }),
  same("a first period of one visit is a bracket, and what follows lies beyond it", ({ amounts: [max], lengths: [first], rates: [rate], stay, tariff }) =>
    isAlone(tariff["visits"], stay)
      ? [{ type: "each", per: { first }, partial: "restart", max, rate }, { type: "slab", mode: "graduated", brackets: [{ upTo: first, rate: perStay(rate, { max }) }], beyond: rate }]
      : undefined),
  same("full periods of one visit are restarted ones of a stay billed in whole periods, but the first", ({ amounts: [price, max], lengths: [every, per], stay, tariff }) => {
    const each = (partial: string, rate: JsonObject) => ({ type: "each", per: { every }, partial, max, rate })
    const exact = { type: "hourly", price, per, count: "exact" }
    const isWithinFirst = stay.exit - stay.entry <= secondsOf(every) * 1_000
    return isAlone(tariff["visits"], stay) ? [each("full", exact), isWithinFirst ? each("restart", exact) : { type: "billed", step: every, count: "started", rate: each("restart", exact) }] : undefined
  })
]

const sums: ReadonlyArray<Law<AlgebraCase>> = [
  same("flat 0 is the unit of sum", ({ rates: [rate] }) => [sum(rate, flat("0")), rate]),
  same("sum is commutative", ({ rates: [a, b] }) => [sum(a, b), sum(b, a)]),
  same("sum is associative", ({ rates: [a, b, c] }) => [sum(a, b, c), sum(sum(a, b), c)]),
  same("unavailable is the zero of sum", ({ rates: [rate] }) => [sum(rate, unavailable), unavailable]),
  same("unavailable is the unit of cheapest", ({ rates: [rate] }) => [cheapest(unavailable, rate), rate]),
  same("cheapest is idempotent", ({ rates: [rate] }) => [cheapest(rate, rate), rate]),
  same("cheapest is associative", ({ rates: [a, b, c] }) => [cheapest(a, b, c), cheapest(a, cheapest(b, c))]),
  same("scale distributes over sum", ({ amounts: [by], rates: [a, b] }) => [scale(by, sum(a, b)), sum(scale(by, a), scale(by, b))]),
  same("scale distributes over cheapest", ({ amounts: [by], rates: [a, b] }) =>
    // By nothing, every rate ties with every other, and the first decides how the nothing is taxed.
    [scale(by, cheapest(a, b)), cheapest(scale(by, a), scale(by, b))]),
  same("scale by 1 changes nothing, and by products at once", ({ rates: [rate] }) => [scale("1", rate), scale("4", scale("1/4", rate))])
]

/** A window of those times, and only while charging. */
const narrowed = (windows: unknown): unknown => {
  const list: ReadonlyArray<unknown> = Array.isArray(windows) ? windows : [windows]
  return list.map((window) => (isObject(window) && window["phase"] === undefined ? { ...window, phase: "charging" } : window))
}

const windowed: ReadonlyArray<Law<AlgebraCase>> = [
  same("a covered window may be deleted", ({ crossing, rates: [a, b, otherwise], windows: [during] }) => {
    const first = { during, rate: a }
    return [{ type: "dynamic", crossing, windows: [first, { during: narrowed(during), rate: b }], otherwise }, { type: "dynamic", crossing, windows: [first], otherwise }]
  }),
  same("windows of one rate may be listed in any order", ({ crossing, rates: [a, , otherwise], windows: [one, other] }) => {
    const both = [one, other].flat()
    return [{ type: "dynamic", crossing, windows: [{ during: both, rate: a }], otherwise }, { type: "dynamic", crossing, windows: [{ during: both.toReversed(), rate: a }], otherwise }]
  }),
  same("a window of the whole day decides alone", ({ crossing, rates: [a, b] }) => [{ type: "dynamic", crossing, windows: [{ during: {}, rate: a }], otherwise: b }, a]),
  same("what accumulates in two windows is the sum of each of them alone", ({ rates: [a, b], windows: [one, other] }) => {
    const free = flat("0")
    const dynamic = (...windows: ReadonlyArray<JsonObject>) => ({ type: "dynamic", crossing: "accumulate", windows, otherwise: free })
    return [dynamic({ during: one, rate: a }, { during: other, rate: b }), sum(dynamic({ during: one, rate: a }), dynamic({ during: one, rate: free }, { during: other, rate: b }))]
  }),
  same("a subscription whose pass is not held is its rest", ({ rates: [rest], windows: [during] }) =>
    [{ type: "subscription", pass: "nobody holds it", covers: { during }, rest }, rest]),
  same("what a pass covers is a window without a price, accumulated", (input) => {
    const { rates: [, rest], stay: { facts: { pass } }, windows: [during] } = input
    const [held] = typeof pass === "string" ? [pass] : (pass ?? [])
    return held === undefined ? undefined : [{ type: "subscription", pass: held, covers: { during }, rest }, { type: "dynamic", crossing: "accumulate", windows: [{ during, rate: flat("0") }], otherwise: rest }]
  }),
  same("a case that never holds may be deleted", ({ rates: [a, b, otherwise], windows: [entry] }) => [
    { type: "choose", cases: [{ if: { entry, product: "none has it" }, rate: a }, { if: { entry }, rate: b }], otherwise },
    { type: "choose", cases: [{ if: { entry }, rate: b }], otherwise }
  ]),
  same("the rate of the entry's window is a choice by entry", ({ rates: [a, , otherwise], windows: [during] }) =>
    [{ type: "dynamic", crossing: "entry", windows: [{ during, rate: a }], otherwise }, { type: "choose", cases: [{ if: { entry: during }, rate: a }], otherwise }])
]

/** The rate with each name replaced by what it stands for; what the reference says of tax and label goes around it. */
const written = (rates: JsonObject, rate: unknown): unknown =>
  mapRates(rate, (found) => {
    const target = found.type === "named" && typeof found["name"] === "string" ? rates[found["name"]] : undefined
    return isRate(target) ? { ...without(found, "name"), type: "sum", of: [written(rates, target)] } : found
  })

const taxed = (tax: string, rate: JsonObject): RateJson => ({ ...sum(rate), tax })

const givenName: Law<AlgebraCase> = {
  name: "any rate may be given a name",
  counterexample: (input) => {
    const { rates: [rate], tariff: { rates } } = input
    const [plainly, byName] = [costs(input, taxed("0.19", rate)), costs(input, { type: "named", name: "another", tax: "0.19" }, { rates: { ...(isObject(rates) ? rates : {}), another: rate } })]
    return Equal.equals(plainly, byName) ? undefined : `${show(plainly)}, ${show(byName)} by its name`
  }
}

const names: ReadonlyArray<Law<AlgebraCase>> = [
  givenName,
  same("the innermost tax wins", ({ rates: [rate] }) => [taxed("1/3", taxed("0.07", rate)), taxed("0.07", rate)]),
  same("a name is what it stands for", ({ rates: [rate], tariff }) => {
    const replaced = written(isObject(tariff["rates"]) ? tariff["rates"] : {}, rate)
    return isObject(replaced) ? [rate, replaced] : undefined
  }),
  same("lengths may be written in other units", ({ rates: [rate] }) => {
    const rewritten: unknown = JSON.parse(JSON.stringify(rate, (_, value: unknown) => (typeof value === "string" && /^PT\d/.test(value) ? elapsed(secondsOf(value)) : value)))
    return isObject(rewritten) ? [rate, rewritten] : undefined
  })
]

/** Laws of every three rates. */
export const algebraLaws: ReadonlyArray<Law<AlgebraCase>> = [...slabs, ...splits, ...bounded, ...sums, ...windowed, ...names]
