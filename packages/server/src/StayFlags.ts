/** What a command line says of a stay: its entry, what is known of it, what happened in it and before. */
import type { PriceFunction } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Effect, Result, Schema } from "effect"
import { Flag } from "effect/cli"
import * as Board from "./Board.ts"
import { Failure } from "./Failure.ts"
import { failWith, readJson } from "./Files.ts"

/** A zone as a flag. */
export const zone = Flag.String("zone").pipe(
  Flag.withDescription("Where clocks are read where a tariff does not say, e.g. Europe/Berlin"),
  Flag.withDefault(undefined)
)

export const flags = {
  entry: Flag.String("entry").pipe(Flag.withDescription("Begin of the stay, e.g. 2026-11-21T08:00:00+01:00")),
  fact: Flag.String("fact").pipe(Flag.withDescription("What is known, as name=value: vehicle=bus, product=early-bird, lost=true; may be repeated"), Flag.atLeast(0)),
  phases: Flag.String("phases").pipe(Flag.withDescription("What the vehicle did: a JSON file of [{name, from, to, kwh?, amps?, kw?}]"), Flag.withDefault(undefined)),
  earlier: Flag.String("earlier").pipe(Flag.withDescription("An earlier visit, as FROM/TO; may be repeated"), Flag.atLeast(0)),
  zone
}

interface Given {
  readonly entry: string
  readonly fact: ReadonlyArray<string>
  readonly phases: string | undefined
  readonly earlier: ReadonlyArray<string>
  readonly zone: string | undefined
}

export const instant = (name: string, text: string) =>
  Effect.fromResult(Instant.fromIso(text)).pipe(Effect.mapError(failWith(`--${name}`)))

const isTimeZone = Schema.is(TimeZone.TimeZone)

export const zoneOf = (name: string | undefined) =>
  name === undefined
    ? Effect.succeed(undefined)
    : isTimeZone(name) ? Effect.succeed(name) : Effect.fail(new Failure({ message: `--zone: expected an IANA time zone such as Europe/Berlin, found ${JSON.stringify(name)}` }))

const several = new Set(["spot", "product", "pass", "validation"])
const flagsOfStay = new Set(["lost", "expired"])

/** "lost=true" is a truth, "pass=a" and "pass=b" are two passes, "visit=2" is a text like the rest. */
const factsOf = (pairs: ReadonlyArray<string>) => {
  const known: Record<string, unknown> = {}
  for (const pair of pairs) {
    const [, name, value = ""] = /^([a-z]+)=(.+)$/.exec(pair) ?? []
    if (name === undefined) return Effect.fail(new Failure({ message: `--fact: expected name=value such as vehicle=bus, found ${JSON.stringify(pair)}` }))
    const before = known[name]
    if (before !== undefined && !several.has(name)) return Effect.fail(new Failure({ message: `--fact: ${name} is given twice` }))
    const read = flagsOfStay.has(name) && (value === "true" || value === "false") ? value === "true" : value
    known[name] = before === undefined ? read : [before, read].flat()
  }
  return Effect.fromResult(Board.decodeFacts(known)).pipe(Effect.mapError((message) => failWith("--fact")({ message })))
}

const visit = (text: string) => {
  const ends = text.split("/").map(Instant.fromIso)
  const [from, to] = Result.getOrElse(Result.all(ends), () => [])
  return from !== undefined && to !== undefined && ends.length === 2 && from <= to
    ? Effect.succeed({ from, to })
    : Effect.fail(new Failure({ message: `--earlier: expected FROM/TO such as 2026-11-21T08:00:00+01:00/2026-11-21T09:00:00+01:00, found ${JSON.stringify(text)}` }))
}

const phasesOf = Effect.fn(function*(path: string) {
  const json = yield* readJson(path)
  return yield* Effect.fromResult(Board.decodePhases(json)).pipe(Effect.mapError((message) => failWith(path)({ message })))
})

/** The stay that the flags describe. */
export const read = Effect.fn(function*(given: Given) {
  const entry = yield* instant("entry", given.entry)
  const facts = yield* factsOf(given.fact)
  const earlier = yield* Effect.forEach(given.earlier, visit)
  const phases = given.phases === undefined ? undefined : yield* phasesOf(given.phases)
  const context: PriceFunction.Context = { facts, earlier, phases }
  return { entry, context, zone: yield* zoneOf(given.zone) }
})
