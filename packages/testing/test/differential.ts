/**
 * The compiled price is the reference's price: for any tariff of the language and any stay, at the exit and where the
 * engine says the price changes next.
 *
 * `differential.test.ts` runs this file as a program, once per time zone of the machine: it prints its tally as JSON.
 */
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Money } from "@parkade/core/money"
import { Calendar, Instant, TimeZone } from "@parkade/core/time"
import { calendars, constructs, stayIn, tariffJson, type Visit } from "@parkade/testing/arbitraries"
import { algebraCase, algebraLaws, boundLaws, priceCase, priceLaws, search } from "@parkade/testing/laws"
import { Reference } from "@parkade/testing/reference"
import { Result } from "effect"
import * as fc from "fast-check"
import { fileURLToPath } from "node:url"

export interface Share {
  readonly tariffs: number
  readonly seed: number
  /** Of one counterexample, as it was printed. */
  readonly path?: string
}

/** How often something came up: in how many tariffs, comparisons, comparisons with a price above zero. */
export interface Count {
  tariffs: number
  comparisons: number
  priced: number
}

export interface Tally {
  readonly zone: string
  readonly seed: number
  readonly comparisons: number
  readonly laws: number
  readonly counts: { readonly [name: string]: Count }
}

const zone = TimeZone.TimeZone.make("Europe/Berlin")
const host = { zone, calendars }

/** Stays per tariff, and one in so many of them is compared around the next change too. */
const stays = 20
const aroundEvery = 16

type Json = { readonly [key: string]: unknown }
type Price = { readonly net: bigint; readonly gross: bigint } | string

/** Options whose every value has to come up. */
const told = new Set(["type", "crossing", "count", "mode", "partial", "where", "tax", "seconds", "every", "first"])
const mentioned = new Set(["follow", "max", "min", "maxIncl", "minIncl", "bands", "holidays", "dates", "phase", "current", "power", "accumulate", "minInterruption", "valid",
  "entry", "exit", "inside", "lasting", "vehicle", "spot", "product", "pass", "validation", "visit", "occupancy", "lost", "expired", "unpaid"])

/** What a tariff is made of: "each", "crossing split", "max". */
const features = (json: unknown, key = ""): ReadonlyArray<string> => {
  if (Array.isArray(json)) return json.flatMap((item) => features(item, key))
  if (typeof json === "object" && json !== null) return Object.entries(json).flatMap(([name, value]) => [...(mentioned.has(name) ? [name] : []), ...features(value, name)])
  if (typeof json !== "string" || !told.has(key)) return []
  if (key === "type") return [json]
  if (key === "tax" && /\d/.test(json)) return []
  return [`${key} ${/^P.*\d/.test(json) ? "elapsed" : json}`]
}

export const everyFeature: ReadonlyArray<string> = [
  ...constructs,
  ...["split", "accumulate", "entry", "most"].map((crossing) => `crossing ${crossing}`),
  ...["started", "completed", "nearest", "exact"].map((count) => `count ${count}`),
  ...["ladder", "graduated", "half-up", "half-even", "up", "down"].map((mode) => `mode ${mode}`),
  ...["restart", "continue", "full"].map((partial) => `partial ${partial}`),
  ...["elapsed", "day", "week", "month"].flatMap((period) => [`every ${period}`, `first ${period}`]),
  ...["total", "line"].map((where) => `where ${where}`),
  ...["included", "added", "none"].map((tax) => `tax ${tax}`),
  ...["counted", "dropped"].map((seconds) => `seconds ${seconds}`),
  ...mentioned
]

/** What is special about a stay. */
const occasions = (tariff: Json, { earlier, entry, phases }: Visit, exit: number): ReadonlyArray<string> => {
  const where = typeof tariff["zone"] === "string" ? tariff["zone"] : zone
  const [atEntry, atExit] = [Calendar.offsetMillis(where, entry), Calendar.offsetMillis(where, exit)]
  const year = (instant: number, offset: number) => new Date(instant + offset).getUTCFullYear()
  return [
    ...(atEntry === atExit ? [] : ["over a change of clocks"]),
    ...(year(entry, atEntry) === year(exit, atExit) ? [] : ["over a year's end"]),
    ...(exit - entry > 21 * 86_400_000 ? ["longer than three weeks"] : []),
    ...(exit === entry ? ["no length"] : []),
    ...(earlier.length === 0 ? [] : ["earlier visits"]),
    ...(phases.length === 0 ? [] : ["phases"]),
    ...(exit % 1_000 === 0 ? [] : ["milliseconds"])
  ]
}

export const everyOccasion = ["over a change of clocks", "over a year's end", "longer than three weeks", "no length", "earlier visits", "phases", "milliseconds", "around the next change", "unavailable"]

const expectedAt = (tariff: Json, { earlier, entry, facts, levels, phases }: Visit, exit: number): Price =>
  Reference.priceOf(tariff, { visits: [...earlier.map(({ from, to }) => [from, to] as const), [entry, exit]], phases, facts, levels }, { zone, calendars })

/** The larger side in the units the currency is paid in: beyond the safe integers it is refused. */
const isTooLarge = (made: Tariff.Tariff, { gross, net }: Exclude<Price, string>): boolean => {
  const units = 10n ** BigInt(Math.max(0, Money.minorUnits(made.currency) - Tariff.minorUnits(made)))
  return [net, -net, gross, -gross].some((amount) => amount * units > BigInt(Number.MAX_SAFE_INTEGER))
}

const exactly = ({ gross, net }: PriceFunction.Price): Price => ({ net: BigInt(net), gross: BigInt(gross) })

const compiledAt = (priced: Result.Result<PriceFunction.Price, PriceFunction.Rejection>): Price => {
  if (Result.isFailure(priced)) return priced.failure._tag === "Unavailable" ? "unavailable" : priced.failure._tag
  return exactly(priced.success)
}

/** The price of a stay in every way there is to ask for it. */
const ways = (compiled: PriceFunction.Compiled, stay: Visit, { at, priceAt }: PriceFunction.PriceFunction, exit: number): { readonly [way: string]: Price } => {
  const end = Instant.Instant.make(exit)
  const total = compiled.total(stay.entry, end, stay)
  const billed = compiledAt(at(end))
  // Why there is none, a total does not say.
  return { at: billed, priceAt: compiledAt(priceAt(end)), total: total === undefined ? (typeof billed === "string" ? billed : "none") : exactly(total) }
}

const agree = (made: Tariff.Tariff, compiled: Price, expected: Price): boolean => {
  if (typeof expected === "string" || typeof compiled === "string") return compiled === expected || (compiled === "AmountTooLarge" && typeof expected !== "string" && isTooLarge(made, expected))
  return compiled.net === expected.net && compiled.gross === expected.gross
}

const shown = (value: unknown): string => JSON.stringify(value, (_, inner: unknown) => (typeof inner === "bigint" ? `${inner}` : inner))

interface Drawn {
  readonly tariff: Json
  readonly stays: ReadonlyArray<Visit>
}

class Differs extends Error {
  override readonly name = "Differs"
}

/** Exits around the instant at which the price may change next, and one before it. */
const around = (exit: number, next: number | undefined): ReadonlyArray<number> =>
  next === undefined ? [exit + 86_400_000] : [Math.floor((exit + next) / 2), next - 1_000, next, next + 1_000].filter((instant) => instant >= exit)

const comparer = (counts: Map<string, Count>) => {
  let comparisons = 0
  const counted = (names: ReadonlyArray<string>, by: Partial<Count>): void => {
    for (const name of new Set(names)) {
      const count = counts.get(name) ?? { tariffs: 0, comparisons: 0, priced: 0 }
      counts.set(name, { tariffs: count.tariffs + (by.tariffs ?? 0), comparisons: count.comparisons + (by.comparisons ?? 0), priced: count.priced + (by.priced ?? 0) })
    }
  }
  const compareTariff = ({ stays, tariff }: Drawn): void => {
    const made = Result.getOrThrow(Tariff.decode(tariff))
    const compiled = Result.getOrThrow(PriceFunction.compile(made, host))
    const has = features(tariff)
    counted(has, { tariffs: 1 })
    stays.forEach((stay, index) => {
      const price = compiled.from(stay.entry, stay)
      const compareAt = (exit: number, ...names: ReadonlyArray<string>) => {
        const expected = expectedAt(tariff, stay, exit)
        const differs = Object.entries(ways(compiled, stay, price, exit)).find(([, found]) => !agree(made, found, expected))
        if (differs !== undefined) throw new Differs(`${differs[0]} ${shown(differs[1])}, by the reference ${shown(expected)}\ntariff ${shown(tariff)}\nstay ${shown({ ...stay, exit })}`)
        comparisons += 1
        const occasion = [...occasions(tariff, stay, exit), ...(expected === "unavailable" ? ["unavailable"] : []), ...names]
        counted([...has, ...occasion], { comparisons: 1, priced: typeof expected !== "string" && expected.gross > 0n ? 1 : 0 })
      }
      compareAt(stay.exit)
      if (index % aroundEvery === 0) for (const exit of around(stay.exit, price.nextChange(stay.exit))) compareAt(exit, "around the next change")
    })
  }
  return { compareTariff, comparisons: () => comparisons }
}

const drawn: fc.Arbitrary<Drawn> = tariffJson().chain((tariff) =>
  fc.record({ tariff: fc.constant(tariff), stays: fc.array(stayIn(tariff, { zone }), { minLength: stays, maxLength: stays }) }))

/** The laws, in fewer trials than `laws.test.ts`: there the machine's zone is its own. */
const heldLaws = ({ seed, tariffs }: Share): number => {
  const anyPrice = tariffJson().map((json) => Result.getOrThrow(Tariff.decode(json))).chain((tariff) => priceCase(tariff))
  const params = { seed, numRuns: Math.max(8, Math.floor(tariffs / 200)) }
  const rates = [...algebraLaws, ...boundLaws]
  const [found] = [...search(priceLaws, anyPrice, params), ...search(rates, algebraCase(), params)]
  if (found !== undefined) throw new Differs(`"${found.law}" does not hold: ${found.counterexample}\n${found.input}\nseed ${found.seed}, path ${found.path}`)
  return params.numRuns * (priceLaws.length + rates.length)
}

/** Compares, and throws at the first difference with the smallest case found. */
export const differential = (share: Share): Tally => {
  const { path, seed, tariffs } = share
  const tz = process.env["TZ"]
  const counts = new Map<string, Count>()
  const { compareTariff, comparisons } = comparer(counts)
  fc.assert(fc.property(drawn, compareTariff), { numRuns: tariffs, seed, ...(path === undefined ? {} : { path }), reporter: (details) => {
    if (!details.failed) return
    const { counterexamplePath, errorInstance } = details
    throw errorInstance instanceof Differs
      ? new Differs(`${errorInstance.message}\n${tz === undefined ? "" : `TZ=${tz} `}PARKADE_SEED=${seed} PARKADE_PATH=${counterexamplePath}`)
      : new Differs(fc.defaultReportMessage(details) ?? "failed")
  } })
  return { zone: tz ?? "the machine's", seed, comparisons: comparisons(), laws: path === undefined ? heldLaws(share) : 0, counts: Object.fromEntries(counts) }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const share: Share = JSON.parse(process.argv[2] ?? "{}")
  try {
    process.stdout.write(JSON.stringify(differential(share)))
  } catch (error) {
    process.stderr.write(error instanceof Error ? `${error.message}\n` : String(error))
    process.exitCode = 1
  }
}
