/**
 * What every arbitrary makes of one seed, as digests in `values.txt`: who changes what is generated changes what every frozen
 * seed means, and sees it here, arbitrary by arbitrary. Written anew with `vitest -u`.
 */
import { Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import * as arbitraries from "@parkade/testing/arbitraries"
import { Result } from "effect"
import * as fc from "fast-check"
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const frozen = fileURLToPath(new URL("values.txt", import.meta.url))

const zone = TimeZone.TimeZone.make("Europe/Berlin")
const noon = Instant.Instant.make(1_780_315_200_000)
const board = Result.getOrThrow(Tariff.decode({
  zone, currency: "EUR", tax: "none", seconds: "counted", visits: "apart", rounding: { mode: "half-up", to: "0.01", where: "total" },
  rate: { type: "dynamic", crossing: "split", windows: [{ during: { days: ["sat"], from: "08:00", to: "20:00" }, rate: { type: "hourly", price: "2", count: "started" } }], otherwise: { type: "flat", price: "5" } }
}))
const [layout = { spots: [], zones: [] }] = fc.sample(arbitraries.site(), { seed: 7, numRuns: 1 })
const said = (word: string) => fc.constant((at: Instant.Instant) => `${word} ${at}`)

/** Those that are of something. */
const made: { readonly [name: string]: () => fc.Arbitrary<unknown> } = {
  allocationSteps: () => arbitraries.allocationSteps(layout),
  allowedStays: () => arbitraries.allowedStays(noon),
  attempts: () => arbitraries.attempts(said("begin"), said("try")),
  changed: () => arbitraries.changed(board),
  idOf: () => arbitraries.idOf(1),
  openingHours: () => arbitraries.openingHours(zone, noon),
  ordering: () => arbitraries.ordering(layout),
  request: () => arbitraries.request(layout),
  requirementOn: () => arbitraries.requirementOn(layout),
  stayIn: () => arbitraries.stayIn(board)
}

/** Functions that make no arbitrary. */
const others = ["changes", "clockChanges", "commandOf", "constants", "demandsOf", "nodesOf", "runs", "stepsOf", "traffic", "trafficCsv"]

const all = Object.entries(arbitraries).filter(([name, value]) => typeof value === "function" && !others.includes(name))
  .map(([name, value]) => [name, made[name] ?? value as () => fc.Arbitrary<unknown>] as const).toSorted(([a], [b]) => (a < b ? -1 : 1))

const digest = (of: fc.Arbitrary<unknown>): string =>
  createHash("sha256").update(fc.stringify(fc.sample(of, { seed: 7, numRuns: 25 }))).digest("hex").slice(0, 16)

const clocks = `clocks ${process.versions["tz"]}`
const [known = clocks] = existsSync(frozen) ? readFileSync(frozen, "utf8").split("\n") : []

describe("values of a frozen seed", () => {
  it("are of every arbitrary", () => expect(all.length).toBeGreaterThan(80))

  // Where clocks change is for the runtime to know, and the next one may know of other laws.
  it.runIf(known === clocks)("are what they were", async () => {
    await expect(`${[clocks, ...all.map(([name, arbitrary]) => `${name} ${digest(arbitrary())}`)].join("\n")}\n`).toMatchFileSnapshot(frozen)
  })
})
