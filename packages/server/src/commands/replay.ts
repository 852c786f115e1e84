/** `parkade replay STAYS A.json [B.json]`: what past stays come to under a tariff, or under another one instead. */
import { PriceFunction } from "@parkade/core/pricing"
import { Replay } from "@parkade/core/replay"
import type { TimeZone } from "@parkade/core/time"
import { Console, Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Failure, failWith, Told, toldAs } from "../Failure.ts"
import { readTariff } from "../Files.ts"
import * as Progress from "../Progress.ts"
import * as ReplayJson from "../ReplayJson.ts"
import * as ReplayText from "../ReplayText.ts"
import * as StayFile from "../StayFile.ts"
import * as StayFlags from "../StayFlags.ts"
import * as StayRows from "../StayRows.ts"
import * as Validity from "../Validity.ts"

/** Wrong lines and unread columns that are told; of more, how many. */
const told = 20

const args = {
  stays: Argument.String("STAYS").pipe(Argument.withDescription("Past stays: .csv with a header, or JSON lines, also gzipped; - for the standard input")),
  a: Argument.String("A.json").pipe(Argument.withDescription("A tariff as JSON, or a board with one")),
  b: Argument.String("B.json").pipe(Argument.withDescription("The tariff it is compared with"), Argument.withDefault(undefined)),
  column: Flag.String("column").pipe(Flag.withDescription("Which column says what, as FIELD=COLUMN: entry=from, exit=to, vehicle=kind, id=ticket; may be repeated"), Flag.atLeast(0)),
  group: Flag.String("group").pipe(Flag.withDescription("Sum by this column too"), Flag.withDefault(undefined)),
  groups: Flag.Int("groups").pipe(Flag.withDescription("Groups that are told apart, the first that come"), Flag.withDefault(1_000)),
  times: Flag.String("times").pipe(Flag.withDescription("Whose clock shows times without an offset, e.g. Europe/Berlin"), Flag.withDefault(undefined)),
  delimiter: Flag.String("delimiter").pipe(Flag.withDescription("What divides the fields of .csv: one character, or tab"), Flag.withDefault(",")),
  examples: Flag.Int("examples").pipe(Flag.withDescription("Stays shown of those that change most"), Flag.withDefault(10)),
  skipInvalid: Flag.Boolean("skip-invalid").pipe(Flag.withDescription("End well though lines could not be read"), Flag.withDefault(false)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print all of it as JSON, with the bills of the examples"), Flag.withDefault(false)),
  calendar: StayFlags.calendar,
  zone: StayFlags.zone
}

interface Given {
  readonly stays: string
  readonly a: string
  readonly b: string | undefined
  readonly column: ReadonlyArray<string>
  readonly group: string | undefined
  readonly groups: number
  readonly times: string | undefined
  readonly delimiter: string
  readonly examples: number
  readonly skipInvalid: boolean
  readonly json: boolean
  readonly calendar: ReadonlyArray<string>
  readonly zone: string | undefined
}

const columnsOf = Effect.fn(function*({ column, group }: Given) {
  const pairs = yield* Effect.forEach(column, (text) => StayFlags.pair("column", "FIELD=COLUMN such as entry=from", text))
  yield* StayFlags.once("column", pairs.map(([field]) => field))
  const fields = StayRows.fields.filter((field) => field !== "group")
  const unknown = pairs.find(([field]) => !fields.includes(field))
  if (unknown !== undefined) return yield* new Failure({ message: `--column: expected a field (${fields.join(", ")}), found ${JSON.stringify(unknown[0])}` })
  return StayRows.columnsOf(Object.fromEntries(pairs), group)
})

const delimiterOf = (text: string) => {
  const delimiter = text === "tab" || text === "\\t" ? "\t" : text
  return delimiter.length === 1 && !/["\r\n]/.test(delimiter)
    ? Effect.succeed(delimiter)
    : Effect.fail(new Failure({ message: `--delimiter: expected one character, or tab, found ${JSON.stringify(text)}` }))
}

const within = (flag: string, value: number, least: number, most: number) =>
  value >= least && value <= most ? Effect.void : Effect.fail(new Failure({ message: `--${flag}: expected ${least} to ${most}, found ${value}` }))

const compile = (path: string, host: PriceFunction.Host) =>
  Effect.flatMap(readTariff(path), (tariff) => Effect.fromResult(PriceFunction.compile(tariff, host)).pipe(Effect.mapError(failWith(path))))

/** Counts the stays that a tariff is not for. */
const outside = (compiled: PriceFunction.Compiled) => {
  const { dates, holds } = Validity.of(compiled)
  let stays = 0
  return {
    add: ({ entry }: Replay.Stay) => {
      if (dates !== undefined && !holds(entry)) stays += 1
    },
    told: () => ({ dates, stays })
  }
}

/** Adds the stays of a file to all of `into`, saying how far it is, what could not be read, and what was not looked at. */
const follow = Effect.fn(function*(source: StayFile.Source, into: ReadonlyArray<Pick<Replay.Replay, "add">>) {
  const progress = Progress.on(process.stderr, Progress.reading)
  const unread = new Set<string>()
  let [stays, wrong] = [0, 0]
  const say = (text: string) => process.stderr.write(`parkade: ${source.path}: ${text}\n`)
  yield* StayFile.read(source, {
    stay: (stay) => {
      stays += 1
      for (const each of into) each.add(stay)
    },
    wrong: (line, message) => {
      wrong += 1
      if (wrong <= told) progress.aside(() => say(`line ${line}: ${message}`))
    },
    read: (bytes, of) => progress.at({ stays, bytes, of }),
    unread: (name) => {
      if (unread.size <= told) unread.add(name)
    }
  }).pipe(Effect.ensuring(Effect.sync(progress.end)))
  if (wrong > told) say(`and ${(wrong - told).toLocaleString("en")} more lines that cannot be read`)
  if (unread.size > 0) say(`not read: ${[...unread].slice(0, told).join(", ")}${unread.size > told ? " ..." : ""}`)
  if (stays === 0) return yield* new Failure({ message: `${source.path}: there are no stays in it${wrong === 0 ? "" : " that can be read"}` })
  return { wrong }
}, Effect.scoped)

const replayed = Effect.fn(function*(given: Given) {
  yield* within("examples", given.examples, 0, 1_000)
  yield* within("groups", given.groups, 1, 100_000)
  const source = {
    path: given.stays,
    delimiter: yield* delimiterOf(given.delimiter),
    columns: yield* columnsOf(given),
    times: yield* StayFlags.zoneOf(given.times, "times")
  }
  const host = { zone: yield* StayFlags.zoneOf(given.zone), calendars: yield* StayFlags.calendarsOf(given.calendar) }
  const a = yield* compile(given.a, host)
  const b = given.b === undefined ? undefined : yield* compile(given.b, host)
  const replay = yield* Effect.fromResult(Replay.start({ a, b }, given)).pipe(Effect.mapError(failWith(`${given.a} and ${given.b}`)))
  const [ofA, ofB] = [outside(a), b === undefined ? undefined : outside(b)]
  const { wrong } = yield* follow(source, [replay, ofA, ...(ofB === undefined ? [] : [ofB])])
  const zone: TimeZone.TimeZone = a.zone
  const about = { stays: given.stays, a: given.a, b: given.b, outside: { a: ofA.told(), b: ofB?.told() } }
  const report = replay.report()
  yield* Console.log(given.json ? ReplayJson.encode({ ...about, invalid: wrong }, report) : ReplayText.render({ ...about, zone, groups: 40 }, report))
  if (wrong === 0) return
  if (!given.json) yield* Console.log(`\n${wrong.toLocaleString("en")} ${wrong === 1 ? "line" : "lines"} could not be read${given.skipInvalid ? "" : ": --skip-invalid for a good end all the same"}`)
  if (!given.skipInvalid) return yield* new Told()
})

export const replay = Command.make("replay", args, (given) => replayed(given).pipe(Effect.catchTag("Failure", toldAs(given)))).pipe(
  Command.withDescription("Price past stays under tariff A, and under B instead: sums, who pays more, by how much")
)
