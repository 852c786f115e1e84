/** The engine on the vectors, worked out by hand; the reference prices them in reference.test.ts. */
import { Instant } from "@parkade/core/time"
import { describe, expect, it } from "vitest"
import { check, engine, priceFunctions, spans, vectors } from "./golden.ts"

const named = vectors.map((vector) => [vector.id, vector] as const)

describe("the engine on vectors", () => {
  it.each(named)("%s", (_, vector) => check(engine(vector.tariff, vector), vector.expect))
})

// changes.test.ts asks the reference and goes further, which takes longer.
describe("the engine's own price changes nowhere before nextChange", () => {
  it.each(named)("%s", (_, vector) => {
    const [entry, exit] = (vector.visits.at(-1) ?? expect.fail("no visit")).map((text) => Date.parse(text)) as [number, number]
    const { at, nextChange } = priceFunctions(vector.tariff, vector).at(-1) ?? expect.fail("no visit")
    const priceAt = (time: number) => {
      const price = at(Instant.Instant.make(time))
      return price._tag === "Success" ? [price.success.net, price.success.gross] : price.failure._tag
    }
    for (const { at: from, probes } of spans({ from: [entry], count: 2, last: exit, own: exit }, nextChange)) {
      for (const probe of probes) expect([probe, priceAt(probe)]).toEqual([probe, priceAt(from)])
    }
  })
})
