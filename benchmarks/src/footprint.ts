/** What the engine takes besides time to price: time to compile, memory of what was compiled, bytes of a bundle. */
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { gzipSync } from "node:zlib"
import { build } from "vite"
import { median, noGoalYet, type Row } from "./Row.ts"

const golden = new URL("../../packages/testing/golden/boards/", import.meta.url)

/** The tariffs of real boards. */
const tariffs = (): ReadonlyArray<Tariff.Tariff> =>
  readdirSync(golden).flatMap((name) => {
    const { tariff }: { readonly tariff: unknown } = JSON.parse(readFileSync(new URL(name, golden), "utf8"))
    return [Result.getOrThrow(Tariff.decode(tariff))]
  })

const compile = (tariff: Tariff.Tariff): PriceFunction.Compiled => Result.getOrThrow(PriceFunction.compile(tariff, { zone: TimeZone.utc }))

const entry = Instant.Instant.make(Date.parse("2026-11-16T08:00:00Z"))
const exit = (hours: number) => Instant.Instant.make(entry + hours * 3_600_000)

/** Collects all garbage, so that what is left is what is held. */
const collect: () => void = (() => {
  setFlagsFromString("--expose-gc")
  return runInNewContext("gc")
})()

const held = (): number => {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

/** Bytes of the heap for each of `copies` of every tariff, compiled, and asked for a price of so many hours. */
const bytesEach = (all: ReadonlyArray<Tariff.Tariff>, hours: number, copies: number): number => {
  const before = held()
  const kept = Array.from({ length: copies }, () => all.map((tariff) => {
    const made = compile(tariff)
    made.total(entry, exit(hours))
    return made
  }))
  const each = (held() - before) / (kept.length * all.length)
  return kept.length === copies ? each : NaN
}

/** Microseconds to compile a tariff and to price its first stay, the mean over all of them; the median of some rounds. */
const compileMicros = (all: ReadonlyArray<Tariff.Tariff>): number => median(Array.from({ length: 15 }, () => {
  const begin = performance.now()
  for (const tariff of all) compile(tariff).total(entry, exit(2))
  return (performance.now() - begin) * 1_000 / all.length
}))

/** Bytes, gzipped, of a bundle with `compile`: what it returns prices and makes bills. Effect, dinero.js and date-fns-tz are left out. */
const bundled = async (peers: ReadonlyArray<RegExp>): Promise<number> => {
  const made = await build({
    configFile: false,
    logLevel: "silent",
    resolve: { conditions: ["@parkade/source"] },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL("bundled.ts", import.meta.url)), formats: ["es"] },
      rolldownOptions: { external: [...peers], output: { minify: true } }
    }
  })
  const [first] = Array.isArray(made) ? made : [made]
  if (first === undefined || !("output" in first)) throw new Error("nothing was bundled")
  return gzipSync(first.output.map((file) => file.type === "chunk" ? file.code : "").join(""), { level: 9 }).length
}

const peers = [/^effect/, /^dinero\.js/, /^date-fns/]
const kib = 1_024

export const footprint = async (): Promise<ReadonlyArray<Row>> => {
  const all = tariffs()
  const [alone, whole] = [await bundled(peers), await bundled([])]
  const row = (name: string, value: number, unit: string): Row => ({ name, value, unit, baseline: null, ratio: null, ...noGoalYet })
  return [
    row(`compiling a tariff, and its first price (mean of ${all.length} boards)`, compileMicros(all), "µs"),
    row("memory of a compiled tariff, one price asked", bytesEach(all, 2, 40) / kib, "KiB"),
    row("memory of a compiled tariff, a year asked", bytesEach(all, 24 * 365, 4) / kib, "KiB"),
    { ...row("bundle of compile, at and bill, gzipped, without peers", alone / kib, "KiB"), goal: "<= 22 KiB", ok: alone <= 22 * kib },
    row("the peers of that bundle: effect, dinero.js, date-fns-tz", (whole - alone) / kib, "KiB")
  ]
}
