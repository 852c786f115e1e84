/**
 * Past stays per second: `parkade replay` over a file of a million of them, beside the bare reading of that file. All are
 * programs of their own, from their start to their end, in the same rounds in an order that turns; figures are medians.
 */
import { trafficCsv } from "@parkade/testing/arbitraries"
import { TimeZone } from "@parkade/core/time"
import { execFile } from "node:child_process"
import { createWriteStream } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { rollingCap } from "./boards.ts"
import { median, noGoalYet, type Row } from "./Row.ts"

const stays = 1_000_000
const rounds = 5

/** Calendar days instead of rolling ones, and nights like days. */
const calendarDays = {
  ...rollingCap.tariff,
  rate: { type: "each", per: { every: "day" }, partial: "restart", max: "1200", rate: { type: "hourly", price: "100", per: "PT30M", count: "started" } }
}

/** Says on its last line what a program took at most. */
const peak = "--import=data:text/javascript,process.on('exit',()=>process.stderr.write('peak='+process.resourceUsage().maxRSS))"
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

interface Measured {
  readonly perSecond: number
  readonly megabytes: number
}

const measure = async (program: string, args: ReadonlyArray<string>): Promise<Measured> => {
  const begin = performance.now()
  const { stderr, stdout } = await promisify(execFile)(process.execPath, [peak, "--conditions=@parkade/source", here(program), ...args], { maxBuffer: 1e9 })
  const seconds = (performance.now() - begin) / 1_000
  const { total }: { readonly total: { readonly stays: number; readonly neither?: number; readonly refused?: number } } = JSON.parse(stdout)
  const { neither = 0, refused = 0 } = total
  if (total.stays - neither - refused !== stays) throw new Error(`${program} priced ${total.stays - neither - refused} stays of ${stays}`)
  return { perSecond: stays / seconds, megabytes: Number(/peak=(\d+)$/.exec(stderr)?.[1]) / 1_024 }
}

const rowsOf = (name: string, ours: ReadonlyArray<Measured>, bare: ReadonlyArray<Measured>): ReadonlyArray<Row> => {
  const row = (what: string, unit: string, of: keyof Measured): Row => ({
    name: what,
    value: median(ours.map((each) => each[of])),
    unit,
    baseline: median(bare.map((each) => each[of])),
    ratio: median(ours.map((each, round) => each[of] / (bare[round]?.[of] ?? NaN))),
    ...noGoalYet
  })
  return [row(name, "stays/s", "perSecond"), row(`${name}: peak memory`, "MB", "megabytes")]
}

export const replay = async (): Promise<ReadonlyArray<Row>> => {
  const folder = await mkdtemp(join(tmpdir(), "parkade-bench-"))
  const [file, a, b] = [join(folder, "stays.csv"), join(folder, "a.json"), join(folder, "b.json")]
  try {
    await pipeline(Readable.from(trafficCsv(stays, { zone: TimeZone.TimeZone.make("Asia/Tokyo") })), createWriteStream(file))
    await writeFile(a, JSON.stringify(rollingCap.tariff))
    await writeFile(b, JSON.stringify(calendarDays))
    const bare = { name: "bare reading", run: () => measure("./bareRead.ts", [file]) }
    const sides = [
      bare,
      { name: "under one tariff", run: () => measure("../../packages/server/src/main.ts", ["replay", file, a, "--json"]) },
      { name: "under two, by group", run: () => measure("../../packages/server/src/main.ts", ["replay", file, a, b, "--group", "group", "--json"]) }
    ]
    const found = sides.map((): Array<Measured> => [])
    for (let round = 0; round <= rounds; round += 1) {
      for (let turn = 0; turn < sides.length; turn += 1) {
        const index = (turn + round) % sides.length
        const side = sides[index] ?? bare
        const measured = await side.run()
        console.log(`round ${round}${round === 0 ? " (warm-up)" : ""}, ${side.name}: ${measured.perSecond.toFixed(0)}/s, ${measured.megabytes.toFixed(0)} MB`)
        if (round > 0) found[index]?.push(measured)
      }
    }
    const [reading = [], one = [], two = []] = found
    return [...rowsOf("a million past stays under one tariff", one, reading), ...rowsOf("under two, by group", two, reading)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
