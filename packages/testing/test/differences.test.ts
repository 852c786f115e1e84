/** A little of the differential property in this process, where mutants are seen: a tariff and twenty stays of it for each test. */
import { it } from "vitest"
import { differential } from "./differential.ts"

const seeds = Array.from({ length: 20 }, (_, index) => index + 1)

it.each(seeds)("the compiled price is the reference's, for the tariff of seed %d", (seed) => {
  differential({ tariffs: 1, seed, path: "0" })
})
