/** The reference on vectors that were worked out by hand, each with its arithmetic: what no published board pins. */
import { Cases, Reference } from "@parkade/testing/reference"
import { describe, expect, it } from "vitest"
import { vectors } from "./golden.ts"

describe("the reference on vectors", () => {
  it("sees all of them, each by a name of its own", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(470)
    expect(new Set(vectors.map(({ id }) => id)).size).toBe(vectors.length)
  })

  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (_, vector) => {
    const price = Cases.priceOfCase(vector.tariff, vector)
    if (vector.expect === null) return expect(price).toBe("unavailable")
    const { gross, net } = vector.expect
    expect(price).toMatchObject(gross === undefined ? { net: BigInt(net) } : { net: BigInt(net), gross: BigInt(gross) })
  })

  it("prices a rate as it prices the cheapest, the sum and the stay of it alone", () => {
    const wraps: ReadonlyArray<(rate: object) => object> = [
      (rate) => ({ type: "cheapest", of: [rate] }),
      (rate) => ({ type: "cheapest", of: [rate, rate] }),
      (rate) => ({ type: "sum", of: [rate, { type: "flat", price: "0" }] }),
      (rate) => ({ type: "scale", by: "1", rate }),
      (rate) => ({ type: "each", per: "stay", rate }),
      (rate) => ({ type: "subscription", pass: "a pass nobody holds", covers: {}, rest: rate })
    ]
    // A demand price is named by its path, which a wrap changes.
    for (const vector of vectors.filter(({ levels }) => levels === undefined)) {
      const price = Cases.priceOfCase(vector.tariff, vector)
      for (const wrap of wraps) {
        const wrapped = { ...vector.tariff, rate: wrap(vector.tariff.rate) }
        expect(Cases.priceOfCase(wrapped, vector), `${vector.id}: ${JSON.stringify(wrapped.rate)}`).toEqual(price)
      }
    }
  })
})

describe("what the reference refuses", () => {
  const tariff = {
    zone: "Europe/Berlin",
    currency: "EUR",
    tax: "none",
    rounding: { mode: "half-up", to: "0.01", where: "total" },
    seconds: "counted",
    visits: "apart",
    rate: { type: "flat", price: "1" }
  }

  it("an exit before its entry, in the visit or in its history", () => {
    expect(() => Reference.priceOf(tariff, { visits: [[1_000, 999]] })).toThrow(RangeError)
    expect(() => Reference.priceOf(tariff, { visits: [[1_000, 999], [2_000, 3_000]] })).toThrow(RangeError)
  })

  it("a stay without a visit", () => expect(() => Reference.priceOf(tariff, { visits: [] })).toThrow(RangeError))

  it("a tariff without a zone in a lot without one", () => {
    const { zone: _, ...nowhere } = tariff
    expect(() => Reference.priceOf(nowhere, { visits: [[0, 1_000]] })).toThrow(RangeError)
  })

  it("a calendar of holidays that the host does not know", () =>
    expect(() => Reference.priceOf({ ...tariff, holidays: "city" }, { visits: [[0, 1_000]] })).toThrow(RangeError))
})
