/** Where the engine says that a price changes next: until then the price is one, by the reference, at every vector. */
import { Instant } from "@parkade/core/time"
import { Cases, Reference } from "@parkade/testing/reference"
import { describe, expect, it } from "vitest"
import { priceFunctions, type Vector, vectors } from "./golden.ts"
import { timeout } from "./lawful.ts"

const second = 1_000
const day = 86_400 * second

/** The reference's price of a vector's last visit at any exit. */
const reference = ({ tariff, ...given }: Vector) => {
  const stay = Cases.staysOf(given).at(-1) ?? expect.fail("no visit")
  const [entry, exit] = stay.visits.at(-1) ?? expect.fail("no visit")
  const priceAt = (at: number) => Reference.priceOf(tariff, { ...stay, visits: [...stay.visits.slice(0, -1), [entry, at]] }, given.host)
  return { entry, exit, priceAt }
}

/** The first changes from `from` on, each with the exit that it was asked for; the last may be none. */
const changes = (from: number, { count, last }: { readonly count: number; readonly last: number }, nextChange: (exit: Instant.Instant) => number | undefined) => {
  const found: Array<{ readonly at: number; readonly next: number | undefined }> = []
  for (let at: number | undefined = from; at !== undefined && at < last && found.length < count;) {
    const next: number | undefined = nextChange(Instant.Instant.make(at))
    found.push({ at, next })
    at = next
  }
  return found
}

/** Exits from `at` on up to the next change, the vector's own among them; where there is no change, some that are far. */
const before = (at: number, next: number | undefined, own: number): ReadonlyArray<number> =>
  (next === undefined ? [second, 3_600 * second, day, 8 * day].map((later) => at + later) : [at + second, Math.floor((at + next) / 2), next - second, next - 1])
    .concat(own).filter((exit) => at < exit && (next === undefined || exit < next))

const iso = (at: number) => Instant.toIso(Instant.Instant.make(at))

describe("the price changes nowhere before nextChange", () => {
  it.each(vectors.map((vector) => [vector.id, vector] as const))("%s", { timeout }, (_, vector) => {
    const { entry, exit, priceAt } = reference(vector)
    const { nextChange } = priceFunctions(vector.tariff, vector).at(-1) ?? expect.fail("no visit")
    // The reference is slow to price a year.
    const limits = { count: exit - entry > 30 * day ? 2 : 8, last: exit + 2 * day }
    for (const { at, next } of [entry, exit].flatMap((from) => changes(from, limits, nextChange))) {
      const now = priceAt(at)
      for (const probe of before(at, next, exit)) expect(priceAt(probe), `${iso(probe)}, as from ${iso(at)}`).toEqual(now)
    }
  })
})
