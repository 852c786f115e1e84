/** The main test of the engine: it agrees with the reference, whatever zone the machine is in. See `differential.ts`. */
import { runs } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { type Count, everyFeature, everyOccasion, type Share, type Tally } from "./differential.ts"

/** Tariffs by the machine's zone; `undefined` is its own. Ten times as many with PARKADE_LONG=1. Seeds count up from that of the test. */
const shares: ReadonlyArray<readonly [zone: string | undefined, tariffs: number]> = [[undefined, 1_600], ["Pacific/Apia", 1_250], ["America/St_Johns", 1_050]]

const { numRuns, path, seed } = runs(1)
const factor = numRuns === 1 ? 1 : 10

const program = fileURLToPath(new URL("differential.ts", import.meta.url))

const compare = async (zone: string | undefined, share: Share): Promise<Tally> => {
  const env = { ...process.env, ...(zone === undefined ? {} : { TZ: zone }) }
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@parkade/source", program, JSON.stringify(share)], { env, maxBuffer: 1e8 })
  return JSON.parse(stdout)
}

const noCount: Count = { tariffs: 0, comparisons: 0, priced: 0 }

const together = (tallies: ReadonlyArray<Tally>, name: string): Count =>
  tallies.map(({ counts }) => counts[name] ?? noCount)
    .reduce((sum, each) => ({ tariffs: sum.tariffs + each.tariffs, comparisons: sum.comparisons + each.comparisons, priced: sum.priced + each.priced }))

const table = (tallies: ReadonlyArray<Tally>): string => {
  const rows = [...everyFeature, ...everyOccasion].map((name) => {
    const { comparisons, priced, tariffs } = together(tallies, name)
    return `${name.padEnd(24)}${[tariffs, comparisons, priced].map((count) => `${count}`.padStart(12)).join("")}`
  })
  const heads = tallies.map(({ comparisons, laws, seed, zone }) => `${zone}: ${comparisons} comparisons, ${laws} trials of laws, seed ${seed}`)
  return [...heads, `${" ".repeat(24)}     tariffs comparisons above zero`, ...rows].join("\n")
}

it("the compiled price is the reference's, for every tariff and stay", { timeout: 3_600_000 }, async () => {
  if (path !== undefined) {
    await compare(undefined, { tariffs: 1, seed: seed ?? 0, path })
    return
  }
  const first = seed ?? fc.readConfigureGlobal()?.seed ?? expect.fail("no seed: seeds.ts did not run")
  const tallies = await Promise.all(shares.map(([zone, tariffs], index) => compare(zone, { tariffs: tariffs * factor, seed: first + index })))
  process.stdout.write(`${table(tallies)}\n`)
  expect(tallies.reduce((sum, { comparisons }) => sum + comparisons, 0)).toBeGreaterThanOrEqual(100_000 * factor)
  const missing = [...everyFeature, ...everyOccasion].filter((name) => together(tallies, name).comparisons === 0)
  const free = everyFeature.filter((name) => together(tallies, name).priced === 0)
  expect({ missing, free }).toEqual({ missing: [], free: [] })
})
