/** Where the engine says that a price changes next: until then the price is one, by the reference, at every vector. */
import { Instant } from "@parkade/core/time"
import { Cases, Reference } from "@parkade/testing/reference"
import { describe, expect, it } from "vitest"
import { day, priceFunctions, spans, type Vector, vectors } from "./golden.ts"
import { timeout } from "./lawful.ts"

/** The reference's price of a vector's last visit at any exit. */
const reference = ({ tariff, ...given }: Vector) => {
  const stay = Cases.staysOf(given).at(-1) ?? expect.fail("no visit")
  const [entry, exit] = stay.visits.at(-1) ?? expect.fail("no visit")
  const priceAt = (at: number) => Reference.priceOf(tariff, { ...stay, visits: [...stay.visits.slice(0, -1), [entry, at]] }, given.host)
  return { entry, exit, priceAt }
}

const iso = (at: number) => Instant.toIso(Instant.Instant.make(at))

describe("the price changes nowhere before nextChange", () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", { timeout }, (_, vector) => {
    const { entry, exit, priceAt } = reference(vector)
    const { nextChange } = priceFunctions(vector.tariff, vector).at(-1) ?? expect.fail("no visit")
    // The reference is slow to price a year.
    const count = exit - entry > 30 * day ? 2 : 8
    for (const { at, probes } of spans({ from: [entry, exit], count, last: exit + 2 * day, own: exit }, nextChange)) {
      const now = priceAt(at)
      for (const probe of probes) expect(priceAt(probe), `${iso(probe)}, as from ${iso(at)}`).toEqual(now)
    }
  })
})
