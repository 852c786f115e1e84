/** The engine on the vectors, worked out by hand; the reference prices them in reference.test.ts. */
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { check, engine, priceFunctions, spans, type Vector, vectors } from "./golden.ts"

const second = 1_000
const hour = 3_600 * second
const named = vectors.map((vector) => [vector.id, vector] as const)

describe("the engine on vectors", () => {
  it.each(named)("%s", (_, vector) => check(engine(vector.tariff, vector), vector.expect))
})

/** The last visit of a vector, and its price as a function of its exit: the bill's, in net and gross, or why there is none. */
const lastVisit = (vector: Vector, tariff: object = vector.tariff) => {
  const [entry, exit] = (vector.visits.at(-1) ?? expect.fail("no visit")).map((text) => Date.parse(text)) as [number, number]
  const made = priceFunctions(tariff, vector).at(-1) ?? expect.fail("no visit")
  const said = (price: Result.Result<PriceFunction.Price, PriceFunction.Rejection>) => price._tag === "Success" ? [price.success.net, price.success.gross] : price.failure._tag
  return { ...made, entry, exit, billed: (time: number) => said(made.at(Instant.Instant.make(time))), quick: (time: number) => said(made.priceAt(Instant.Instant.make(time))) }
}

// changes.test.ts asks the reference and goes further, which takes longer.
describe("the engine's own price changes nowhere before nextChange", () => {
  it.each(named)("%s", (_, vector) => {
    const { entry, exit, nextChange, quick } = lastVisit(vector)
    for (const { at: from, next, probes } of spans({ from: [entry, exit], count: 2, last: exit + second, own: exit }, nextChange)) {
      for (const probe of probes) expect([probe, quick(probe)]).toEqual([probe, quick(from)])
      // A whole second, and later: or there is none.
      expect(next === undefined || (next > from && next % second === 0), `${next}`).toBe(true)
    }
  })
})

/** How long a stay may last that is asked without its bill: about its steps, its windows, its days. */
const lengths = [0, second, 1_800 * second, hour, hour + second, 2.5 * hour, 7 * hour, 13 * hour, 24 * hour, 24 * hour + second, 40 * hour, 75 * hour, 9.3 * 24 * hour]

describe("the engine's price without a bill is the bill's", () => {
  it.each(named)("%s", (_, vector) => {
    const { billed, entry, exit, quick } = lastVisit(vector)
    const { calendars, zone } = vector.host ?? {}
    const { total } = Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(Tariff.decode(vector.tariff)), { calendars, zone: zone as TimeZone.TimeZone | undefined }))
    const alone = vector.visits.length === 1 && vector.phases === undefined
    for (const at of [exit, ...lengths.map((length) => entry + length)]) {
      const price = billed(at)
      expect([at, quick(at)]).toEqual([at, price])
      if (!alone) continue
      const sum = total(Instant.Instant.make(entry), Instant.Instant.make(at), { facts: vector.facts as PriceFunction.Context["facts"], levels: vector.levels })
      expect([at, sum && [sum.net, sum.gross]]).toEqual([at, typeof price === "string" ? undefined : price])
    }
  })
})

/** Far from every vector. */
const [never, long] = [{ dates: { from: "2090-01-01" } }, "PT400000H"]
const other = { type: "flat", price: "99" }

/** What is around a rate and leaves its price as it is. */
const wraps: ReadonlyArray<(rate: object) => object> = [
  (rate) => ({ type: "cheapest", of: [rate, { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1S", price: "999999" }], beyond: "unavailable" }] }),
  (rate) => ({ type: "sum", of: [{ type: "flat", price: "0" }, rate] }),
  (rate) => ({ type: "each", per: "stay", max: "99999", rate }),
  (rate) => ({ type: "each", per: { every: long }, partial: "restart", max: "99999", rate }),
  (rate) => ({ type: "each", per: { every: long }, partial: "continue", max: "99999", rate }),
  (rate) => ({ type: "each", per: { first: long }, partial: "continue", max: "99999", rate }),
  (rate) => ({ type: "each", per: { first: long }, partial: "restart", max: "99999", rate }),
  (rate) => ({ type: "each", per: { every: long }, partial: "full", max: "99999", rate }),
  ...["split", "accumulate", "entry", "most", { follow: "PT1H" }].map((crossing) => (rate: object) => ({ type: "dynamic", crossing, windows: [{ during: never, rate: other }], otherwise: rate })),
  (rate) => ({ type: "slab", mode: "ladder", brackets: [{ upTo: long, rate }], beyond: "unavailable" }),
  (rate) => ({ type: "slab", mode: "graduated", brackets: [{ upTo: long, rate }], beyond: other }),
  (rate) => ({ type: "choose", cases: [{ if: { lasting: { over: long } }, rate: other }, { if: { entry: never }, rate: other }, { if: { lasting: { upTo: long } }, rate }], otherwise: other }),
  (rate) => ({ type: "billed", step: "PT1S", count: "started", rate })
]

describe("the engine's price is one, whatever is around it that changes nothing", () => {
  // A demand price is named by its path, a bound that includes tax stands in no other, and a year takes long.
  const fit = ({ levels, tariff, visits }: Vector) => levels === undefined && !JSON.stringify(tariff).includes("Incl") && visits.every(([from, to]) => Date.parse(to) - Date.parse(from) < 720 * hour)
  it.each(vectors.filter(fit).map((vector, index) => [vector.id, vector, index] as const))("%s", (_, vector, index) => {
    const bare = lastVisit(vector)
    const { exit } = bare
    const said = ({ billed, quick }: typeof bare) => [billed(exit), quick(exit)]
    // Each vector in some of them, one after the other.
    for (const wrap of wraps.filter((_, number) => (number + index) % 4 === 0)) {
      const rate = wrap(vector.tariff.rate)
      const wrapped = lastVisit(vector, { ...vector.tariff, rate })
      expect([rate, said(wrapped)]).toEqual([rate, said(bare)])
    }
  })
})
