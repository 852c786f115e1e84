/** `parkade diff OLD.json NEW.json`: who pays more under a new tariff, and who less. */
import { Comparison, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Elapsed, LocalDate } from "@parkade/core/time"
import { Clock, Console, Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import * as DiffText from "../DiffText.ts"
import { Failure, failWith, Told, toldAs } from "../Failure.ts"
import { readTariff } from "../Files.ts"
import * as StayFlags from "../StayFlags.ts"

interface Given {
  readonly old: string
  readonly new: string
  readonly entry: string | undefined
  readonly from: string | undefined
  readonly longest: string
  readonly every: string
  readonly fact: ReadonlyArray<string>
  readonly calendar: ReadonlyArray<string>
  readonly zone: string | undefined
  readonly steps: number
  readonly json: boolean
  readonly exitCode: boolean
}

const elapsed = (flag: string, text: string, least: number, most: number) => {
  const read = Elapsed.parse(text)
  return read !== undefined && read >= least && read <= most
    ? Effect.succeed(read)
    : Effect.fail(new Failure({ message: `--${flag}: expected ${Elapsed.format(Elapsed.Elapsed.make(least))} to ${Elapsed.format(Elapsed.Elapsed.make(most))}, found ${JSON.stringify(text)}` }))
}

/** The date that a flag says; today where it says none. */
const dateOf = Effect.fn(function*(text: string | undefined, zone: string) {
  if (text === undefined) return LocalDate.of(zone, yield* Clock.currentTimeMillis)
  const date = LocalDate.parse(text)
  return date !== undefined && date >= 0 ? date : yield* new Failure({ message: `--from: expected a date such as 2026-11-16, found ${JSON.stringify(text)}` })
})

const read = Effect.fn(function*(given: Given) {
  const host = { zone: yield* StayFlags.zoneOf(given.zone), calendars: yield* StayFlags.calendarsOf(given.calendar) }
  const compiled = (path: string) => Effect.gen(function*() {
    const tariff = yield* readTariff(path)
    return yield* Effect.fromResult(PriceFunction.compile(tariff, host)).pipe(Effect.mapError(failWith(path)))
  })
  const [before, after] = [yield* compiled(given.old), yield* compiled(given.new)]
  const [unit, other] = [before, after].map(({ tariff }) => `${tariff.currency} with ${Tariff.minorUnits(tariff)} decimals`)
  if (unit !== other) return yield* new Failure({ message: `expected two tariffs of one currency, found ${unit} and ${other}` })
  const facts = yield* StayFlags.factsOf(given.fact)
  return { before, after, context: { facts }, longest: yield* elapsed("longest", given.longest, 1_000, 8_784 * 3_600_000) }
})

const usual = ["PT15M", "PT30M", "PT1H", "PT2H", "PT3H", "PT4H", "PT6H", "PT8H", "PT12H", "PT24H", "PT48H", "PT72H", "PT168H"]

const compared = Effect.fn(function*(given: Given) {
  const { longest, ...tariffs } = yield* read(given)
  const { after } = tariffs
  const asked = { ...tariffs, longest, zone: after.zone, currency: after.tariff.currency, minorUnits: Tariff.minorUnits(after.tariff), zoneName: StayFlags.zoneName(after, given.zone) }
  if (given.entry !== undefined) {
    const entry = yield* StayFlags.instant("entry", given.entry)
    const found = Comparison.compare({ ...asked, entries: [entry] })
    yield* Console.log(given.json ? DiffText.stayJson(asked, entry, found) : DiffText.stay(asked, entry, found, given.steps))
    return found.equal
  }
  const every = yield* elapsed("every", given.every, 300_000, 86_400_000)
  const first = yield* dateOf(given.from, after.zone)
  const lengths = usual.map((text) => Elapsed.parse(text) ?? Elapsed.ofSeconds(0)).filter((length) => length <= longest)
  const found = Comparison.compare({ ...asked, entries: Comparison.week(after.zone, first, every), lengths })
  yield* Console.log(given.json ? DiffText.weekJson(asked, found) : DiffText.week(asked, found, { first, every }))
  return found.equal
})

const differs = Effect.fn(function*(given: Given) {
  const equal = yield* compared(given)
  if (given.exitCode && !equal) return yield* new Told()
})

export const diff = Command.make("diff", {
  old: Argument.String("OLD.json").pipe(Argument.withDescription("A tariff as JSON, or a board with one")),
  new: Argument.String("NEW.json").pipe(Argument.withDescription("The tariff that comes after it")),
  entry: Flag.String("entry").pipe(Flag.withDescription("Stays from this entry only, at every exit"), Flag.withDefault(undefined)),
  from: Flag.String("from").pipe(Flag.withDescription("First date of the week of entries that is looked at; today when absent"), Flag.withDefault(undefined)),
  longest: Flag.String("longest").pipe(Flag.withDescription("The longest stay that is looked at"), Flag.withDefault("PT24H")),
  every: Flag.String("every").pipe(Flag.withDescription("How far apart the entries of the week are"), Flag.withDefault("PT30M")),
  fact: StayFlags.fact,
  calendar: StayFlags.calendar,
  zone: StayFlags.zone,
  steps: Flag.Int("steps").pipe(Flag.withDescription("Rows of the table of one entry"), Flag.withDefault(20)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print what differs as JSON"), Flag.withDefault(false)),
  exitCode: Flag.Boolean("exit-code").pipe(Flag.withDescription("End with 1 unless the tariffs are equal: nothing differs, and nothing that they ask for was left out"), Flag.withDefault(false))
}, (given) => differs(given).pipe(Effect.catchTag("Failure", toldAs(given)))).pipe(Command.withDescription("Say who pays more under a new tariff and who less, by how much, and from which length on"))
