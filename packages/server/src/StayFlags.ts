/** What a command line says of a stay: its entry, what is known of it, what happened in it and before. */
import { Rational } from "@parkade/core/money"
import { Demand, Diagnosis, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Console, Effect, Result, Schema } from "effect"
import { Argument, Flag } from "effect/cli"
import * as Board from "./Board.ts"
import * as FactTexts from "./FactTexts.ts"
import { Failure, failWith } from "./Failure.ts"
import { readAs, readTariff } from "./Files.ts"
import * as Validity from "./Validity.ts"

/** A zone as a flag. */
export const zone = Flag.String("zone").pipe(
  Flag.withDescription("Where clocks are read where a tariff does not say, e.g. Europe/Berlin"),
  Flag.withDefault(undefined)
)

/** Holidays as flags. */
export const calendar = Flag.String("calendar").pipe(
  Flag.withDescription("A holiday calendar that tariffs name, as NAME=FILE: a JSON list of dates; may be repeated"),
  Flag.atLeast(0)
)

/** Facts as flags. */
export const fact = Flag.String("fact").pipe(
  Flag.withDescription("What is known, as name=value: vehicle=bus, product=early-bird, lost=true; may be repeated"),
  Flag.atLeast(0)
)

/** A tariff as an argument. */
export const tariff = Argument.String("TARIFF.json").pipe(Argument.withDescription("A tariff as JSON, or a board with one"))

/** A tariff and a stay under it. */
export const flags = {
  tariff,
  entry: Flag.String("entry").pipe(Flag.withDescription("Begin of the stay, e.g. 2026-11-21T08:00:00+01:00")),
  fact,
  phases: Flag.String("phases").pipe(Flag.withDescription("What the vehicle did: a JSON file of [{name, from, to, kwh?, amps?, kw?}]"), Flag.withDefault(undefined)),
  earlier: Flag.String("earlier").pipe(Flag.withDescription("An earlier visit, as FROM/TO; may be repeated"), Flag.atLeast(0)),
  level: Flag.String("level").pipe(Flag.withDescription("The level of a demand price, as PATH=AMOUNT: rate.price=2.50; where it starts unless said; may be repeated"), Flag.atLeast(0)),
  calendar,
  zone
}

export interface Given {
  readonly tariff: string
  readonly entry: string
  readonly fact: ReadonlyArray<string>
  readonly phases: string | undefined
  readonly earlier: ReadonlyArray<string>
  readonly level: ReadonlyArray<string>
  readonly calendar: ReadonlyArray<string>
  readonly zone: string | undefined
  readonly json: boolean
}

export const instant = (name: string, text: string) =>
  Effect.fromResult(Instant.fromIso(text)).pipe(Effect.mapError(failWith(`--${name}`)))

const isTimeZone = Schema.is(TimeZone.TimeZone)

export const zoneOf = (name: string | undefined, flag = "zone") =>
  name === undefined
    ? Effect.succeed(undefined)
    : isTimeZone(name) ? Effect.succeed(name) : Effect.fail(new Failure({ message: `--${flag}: expected an IANA time zone such as Europe/Berlin, found ${JSON.stringify(name)}` }))

/** "lost=true" is a truth, "pass=a" and "pass=b" are two passes, "visit=2" is a text like the rest. */
export const factsOf = (pairs: ReadonlyArray<string>) => {
  const known: Record<string, unknown> = {}
  for (const pair of pairs) {
    const [, name, value = ""] = /^([a-z]+)=(.+)$/.exec(pair) ?? []
    if (name === undefined) return Effect.fail(new Failure({ message: `--fact: expected name=value such as vehicle=bus, found ${JSON.stringify(pair)}` }))
    const before = known[name]
    if (before !== undefined && !FactTexts.several.has(name)) return Effect.fail(new Failure({ message: `--fact: ${name} is given twice` }))
    const read = FactTexts.value(name, value)
    known[name] = before === undefined ? read : [before, read].flat()
  }
  return Effect.fromResult(FactTexts.decode(known)).pipe(Effect.mapError((issues) => failWith("--fact")({ message: FactTexts.lines(issues), issues })))
}

/** "FROM/TO". */
export const visitOf = (text: string, read: (text: string) => Result.Result<Instant.Instant, unknown>): PriceFunction.Visit | undefined => {
  const ends = text.split("/").map(read)
  const [from, to] = Result.getOrElse(Result.all(ends), () => [])
  return from !== undefined && to !== undefined && ends.length === 2 && from <= to ? { from, to } : undefined
}

/** An earlier visit is over when another begins. */
export const isOver = ({ to }: PriceFunction.Visit, entry: Instant.Instant): boolean => Instant.seconds(to) <= Instant.seconds(entry)

const visit = Effect.fnUntraced(function*(text: string, entry: Instant.Instant) {
  const found = visitOf(text, Instant.fromIso)
  if (found === undefined) return yield* new Failure({ message: `--earlier: expected FROM/TO such as 2026-11-21T08:00:00+01:00/2026-11-21T09:00:00+01:00, found ${JSON.stringify(text)}` })
  return isOver(found, entry) ? found : yield* new Failure({ message: `--earlier: expected a visit that ends by the entry, found ${JSON.stringify(text)}` })
})

interface Bounds {
  readonly from: number
  /** Nothing where the stay has no end yet. */
  readonly to: number | undefined
}

/** What is wrong with phases of the time from the first visit to the last exit. */
const faultsOf = (phases: ReadonlyArray<PriceFunction.Phase>, { from: first, to: last = Number.POSITIVE_INFINITY }: Bounds): ReadonlyArray<string> =>
  phases.flatMap(({ from, to }, index) => {
    const iso = (at: Instant.Instant) => Instant.toIso(at)
    const other = phases.findIndex((each, before) => before < index && each.from < to && from < each.to)
    if (from >= to) return [`${index}.to: expected an instant after "from" (${iso(from)}), found ${iso(to)}`]
    if (from < first) return [`${index}.from: expected no phase before the entry, or before the first of the earlier visits, found ${iso(from)}`]
    if (to > last) return [`${index}.to: expected no phase after the exit, found ${iso(to)}`]
    return other === -1 ? [] : [`${index}: expected phases one after the other, found one that overlaps ${other}`]
  })

const phasesOf = Effect.fn(function*(path: string | undefined, bounds: Bounds) {
  if (path === undefined) return undefined
  const phases = yield* readAs(path, Board.Phases)
  const faults = faultsOf(phases, bounds)
  return faults.length === 0 ? phases : yield* new Failure({ message: faults.map((fault) => `${path}: ${fault}`).join("\n") })
})

/** NAME=VALUE; the first "=" divides. */
export const pair = (flag: string, example: string, text: string) => {
  const at = text.indexOf("=")
  return at > 0 && at < text.length - 1
    ? Effect.succeed([text.slice(0, at), text.slice(at + 1)] as const)
    : Effect.fail(new Failure({ message: `--${flag}: expected ${example}, found ${JSON.stringify(text)}` }))
}

export const once = (flag: string, names: ReadonlyArray<string>) => {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? Effect.void : Effect.fail(new Failure({ message: `--${flag}: ${twice} is given twice` }))
}

/** The calendars that flags name, by their names. */
export const calendarsOf = Effect.fn(function*(given: ReadonlyArray<string>) {
  const pairs = yield* Effect.forEach(given, (text) => pair("calendar", "NAME=FILE such as bavaria=bavaria.json", text))
  yield* once("calendar", pairs.map(([name]) => name))
  const calendars = yield* Effect.forEach(pairs, ([name, path]) => Effect.map(readAs(path, Tariff.Dates), (dates) => [name, dates] as const))
  return Object.fromEntries(calendars)
})

const decodeAmount = Diagnosis.decoder(Tariff.Amount)

const isLess = (a: string, b: string): boolean => {
  const [left, right] = [Rational.parse(a), Rational.parse(b)]
  return left !== undefined && right !== undefined && Rational.compare(left, right) < 0
}

const level = (tariff: Tariff.Tariff, text: string) => Effect.gen(function*() {
  const [path, amount] = yield* pair("level", "PATH=AMOUNT such as rate.price=2.50", text)
  const prices = Demand.pricesOf(tariff)
  const found = prices.find((each) => each.path === path)
  if (found === undefined) return yield* new Failure({ message: `--level: expected the path of a demand price (${prices.map((each) => each.path).join(", ") || "the tariff has none"}), found ${JSON.stringify(path)}` })
  if (found.price.every === "entry") return yield* new Failure({ message: `--level: ${path} follows the occupancy at entry and has no level: say --fact occupancy=0.8` })
  const level = yield* Effect.fromResult(decodeAmount(amount)).pipe(Effect.mapError((issues) => failWith(`--level: ${path}`)({ message: FactTexts.lines(issues) })))
  const { max, min } = found.price
  if (isLess(level, min) || isLess(max, level)) return yield* new Failure({ message: `--level: ${path}: expected ${min} to ${max}, the bounds of the price, found ${JSON.stringify(amount)}` })
  return [path, level] as const
})

const levelsOf = Effect.fn(function*(tariff: Tariff.Tariff, given: ReadonlyArray<string>) {
  const levels = yield* Effect.forEach(given, (text) => level(tariff, text))
  yield* once("level", levels.map(([path]) => path))
  return Object.fromEntries(levels)
})

/** A zone as a header names it, and whose it is where nobody named one. */
export const zoneName = ({ tariff, zone }: PriceFunction.Compiled, given: string | undefined): string =>
  tariff.zone === undefined && given === undefined ? `${zone}: the tariff names no zone, nor does --zone` : zone

/** The tariff and the stay that the flags describe, ready to price; a note where the tariff is not for its entry. */
export const read = Effect.fn(function*(given: Given, exit?: Instant.Instant) {
  const tariff = yield* readTariff(given.tariff)
  const entry = yield* instant("entry", given.entry)
  const facts = yield* factsOf(given.fact)
  const earlier = yield* Effect.forEach(given.earlier, (text) => visit(text, entry))
  const phases = yield* phasesOf(given.phases, { from: Math.min(entry, ...earlier.map(({ from }) => from)), to: exit })
  const levels = yield* levelsOf(tariff, given.level)
  const host = { zone: yield* zoneOf(given.zone), calendars: yield* calendarsOf(given.calendar) }
  const compiled = yield* Effect.fromResult(PriceFunction.compile(tariff, host)).pipe(Effect.mapError(failWith(given.tariff)))
  const note = Validity.note(compiled, entry)
  if (note !== undefined && !given.json) yield* Console.error(`parkade: ${note}`)
  return { compiled, entry, note, price: compiled.from(entry, { facts, earlier, phases, levels }) }
})
