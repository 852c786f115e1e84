/** The golden files, and the engine's price of a case as they write it. */
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, type TimeZone } from "@parkade/core/time"
import type { Cases, Reference } from "@parkade/testing/reference"
import { Result } from "effect"
import { readdirSync, readFileSync } from "node:fs"
import { expect } from "vitest"

/** Minor units; without `gross` only the net price is known, and null is no price. */
interface Expected {
  readonly net: number | null
  readonly gross?: number
}

export interface Board {
  readonly id: string
  readonly name: string
  readonly source: string
  readonly evidence: string
  readonly rules_in_words: string
  readonly tags: ReadonlyArray<string>
  readonly lint?: string
  /** What lint finds: with the prices of the stays that show it, gross, in minor units. */
  readonly findings: ReadonlyArray<{ readonly code: string; readonly rule: string; readonly prices: ReadonlyArray<number | null> }>
  readonly notes?: string
  readonly tariff: { readonly rate: object }
  readonly cases: ReadonlyArray<Cases.Case & { readonly expect: Expected; readonly note?: string }>
  readonly demand?: ReadonlyArray<{ readonly current: string; readonly occupancy: string; readonly expect: string }>
  /** Readings of the same words that give another price; or what was published and no reading gives. */
  readonly disputed?: ReadonlyArray<
    | Cases.Case & { readonly reading: string; readonly tariff: { readonly rate: object }; readonly expect: Expected }
    | { readonly reading: string; readonly published: number; readonly note: string }
  >
}

/** A case worked out by hand, which pins what no board does. */
export interface Vector extends Cases.Case {
  readonly id: string
  readonly tariff: { readonly rate: object }
  readonly expect: { readonly net: number; readonly gross?: number } | null
}

const golden = new URL("../golden/", import.meta.url)
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, golden), "utf8"))

export const boardFiles = readdirSync(new URL("boards/", golden)).sort()
export const boards = boardFiles.map((file) => read(`boards/${file}`) as Board)
export const vectors = read("vectors.json") as ReadonlyArray<Vector>

const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))

/** The engine's price of each visit of a case, with the visits before it as its history. */
export const priceFunctions = (tariff: unknown, { facts, host = {}, levels, phases = [], visits }: Cases.Case): ReadonlyArray<PriceFunction.PriceFunction> => {
  const { calendars, zone } = host
  const compiled = Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(Tariff.decode(tariff)), { calendars, zone: zone as TimeZone.TimeZone | undefined }))
  const spans = visits.map(([from, to]) => ({ from: instant(from), to: instant(to) }))
  const known = { facts: facts as PriceFunction.Context["facts"], levels, phases: phases.map((phase) => ({ ...phase, from: instant(phase.from), to: instant(phase.to) })) }
  return spans.map(({ from }, index) => compiled.from(from, { ...known, earlier: spans.slice(0, index) }))
}

/** What the visits of a case cost together by the engine; unavailable when one of them is. */
export const engine = (tariff: unknown, given: Cases.Case): Reference.Price | "unavailable" => {
  const sum = { net: 0n, gross: 0n }
  for (const [index, { at }] of priceFunctions(tariff, given).entries()) {
    const bill = at(instant(given.visits[index]?.[1] ?? ""))
    if (Result.isFailure(bill) && bill.failure._tag === "Unavailable") return "unavailable"
    const { gross, net } = Result.getOrThrow(bill)
    sum.net += BigInt(net)
    sum.gross += BigInt(gross)
  }
  return sum
}

const second = 1_000
export const day = 86_400 * second

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

interface Looks {
  readonly from: ReadonlyArray<number>
  readonly count: number
  readonly last: number
  readonly own: number
}

/** Spans in which a visit's price is one, by some exits in them, and where they end. */
export const spans = ({ from, own, ...limits }: Looks, nextChange: PriceFunction.PriceFunction["nextChange"]) =>
  from.flatMap((start) => changes(start, limits, nextChange)).map(({ at, next }) => ({ at, next, probes: before(at, next, own) }))

/** Fails unless a price is the expected one; where only the net is known, unless that is. */
export const check = (price: Reference.Price | "unavailable", expected: Expected | null) => {
  if (expected === null || expected.net === null) return expect(price).toBe("unavailable")
  const { gross, net } = expected
  expect(price).toMatchObject({ net: BigInt(net), ...(gross !== undefined && { gross: BigInt(gross) }) })
}
