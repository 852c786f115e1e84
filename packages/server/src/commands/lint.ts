/** `parkade lint TARIFF.json`: what is wrong with a tariff, with stays that show it. */
import { Finding, Law, Lint } from "@parkade/core/lint"
import { Tariff } from "@parkade/core/pricing"
import { LocalDate, TimeZone } from "@parkade/core/time"
import { Console, Effect, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Failure, failWith, Told, toldAs } from "../Failure.ts"
import { readTariff } from "../Files.ts"
import * as Readable from "../Readable.ts"
import * as StayFlags from "../StayFlags.ts"

const encodeReport = Schema.encodeSync(Finding.Report)

const stayLine = ({ earlier, entry, exit, facts, levels, price }: Finding.Stay, tariff: Tariff.Tariff, zone: TimeZone.TimeZone): string => {
  const amount = price === null ? "no price" : `${Readable.decimal(price.gross, Tariff.minorUnits(tariff))} ${tariff.currency}`
  const known = Object.entries(facts ?? {}).map(([name, value]) => value === true ? name : `${name} ${[value].flat().join(" and ")}`)
  const others = [...known, ...Object.entries(levels ?? {}).map(([path, level]) => `${path} at ${level}`), ...(earlier === undefined ? [] : ["after the visit before"])]
  return [`    ${amount.padStart(14)}  ${Readable.span(entry, exit, zone)} (${Readable.length(exit - entry)})`, ...others].join("; ")
}

const count = (findings: ReadonlyArray<Finding.Finding>, severity: Finding.Severity): string => {
  const found = findings.filter((finding) => finding.severity === severity).length
  return `${found} ${severity}${found === 1 ? "" : "s"}`
}

const asText = ({ decided, findings, gaps, looked }: Finding.Report, tariff: Tariff.Tariff, zone: TimeZone.TimeZone): string => [
  ...findings.flatMap(({ code, law, message, rule, severity, stays }) => [
    `${severity}: ${code} at ${rule}`,
    `  ${message}`,
    ...(law === undefined ? [] : [`  ${law.source}`]),
    ...stays.map((stay) => stayLine(stay, tariff, zone)),
    ""
  ]),
  `${count(findings, "error")}, ${count(findings, "warning")}, ${count(findings, "notice")}; entries from ${looked.from} up to ${looked.until}, stays of up to ${looked.longest}`,
  `decided: ${decided.join(", ") || "nothing"}`,
  ...gaps.map((gap) => `not looked at: ${gap}`)
].join("\n")

/** Laws by their ids; "all" is all of them. */
const lawsOf = (ids: ReadonlyArray<string>) => Effect.forEach(ids, (id) => {
  const found = Law.laws.filter((law) => id === "all" || law.id === id)
  return found.length > 0 ? Effect.succeed(found) : Effect.fail(new Failure({ message: `--law: expected ${Law.laws.map((law) => law.id).join(", ")} or all, found ${JSON.stringify(id)}` }))
})

const cliffOf = (text: string | undefined) =>
  text === undefined || Schema.is(Tariff.Amount)(text) ? Effect.succeed(text) : Effect.fail(new Failure({ message: `--cliff: expected an amount such as 5.00, found ${JSON.stringify(text)}` }))

const dateOf = (text: string | undefined) =>
  text === undefined || LocalDate.parse(text) !== undefined ? Effect.succeed(text) : Effect.fail(new Failure({ message: `--from: expected a date such as 2026-11-21, found ${JSON.stringify(text)}` }))

/** What takes longer than this, in milliseconds, says how far it is. */
const patience = 2_000

/** Tells on standard error that it goes on, once in a while. */
const progress = () => {
  let told = performance.now()
  return (asked: number) => {
    if (performance.now() - told < patience) return undefined
    told = performance.now()
    process.stderr.write(`parkade: ${asked} prices asked\n`)
    return undefined
  }
}

interface Given {
  readonly tariff: string
  readonly calendar: ReadonlyArray<string>
  readonly zone: string | undefined
  readonly cliff: string | undefined
  readonly law: ReadonlyArray<string>
  readonly from: string | undefined
  readonly prices: number | undefined
  readonly json: boolean
}

const linted = Effect.fn(function*(given: Given) {
  const tariff = yield* readTariff(given.tariff)
  const host = { zone: yield* StayFlags.zoneOf(given.zone), calendars: yield* StayFlags.calendarsOf(given.calendar) }
  const [cliff, from] = [yield* cliffOf(given.cliff), yield* dateOf(given.from)]
  const laws = (yield* lawsOf(given.law)).flat()
  const options = { host, cliff, from, laws, prices: given.prices, progress: progress() }
  const report = yield* Effect.fromResult(Lint.lint(tariff, options)).pipe(Effect.mapError(failWith(given.tariff)))
  yield* Console.log(given.json ? JSON.stringify(encodeReport(report), null, 2) : asText(report, tariff, tariff.zone ?? host.zone ?? TimeZone.utc))
  if (report.findings.some(({ severity }) => severity === "error")) return yield* new Told()
})

export const lint = Command.make("lint", {
  tariff: Argument.String("TARIFF.json").pipe(Argument.withDescription("A tariff as JSON, or a board with one")),
  calendar: StayFlags.calendar,
  zone: StayFlags.zone,
  cliff: Flag.String("cliff").pipe(Flag.withDescription("Tell where one second costs more than this, e.g. 5.00"), Flag.withDefault(undefined)),
  law: Flag.String("law").pipe(Flag.withDescription(`A law to hold it against: ${Law.laws.map(({ id }) => id).join(", ")}, or all; may be repeated`), Flag.atLeast(0)),
  from: Flag.String("from").pipe(Flag.withDescription("First date of the year that is looked at, e.g. 2027-01-01"), Flag.withDefault(undefined)),
  prices: Flag.Int("prices").pipe(Flag.withDescription("Prices to ask at most; more decide more"), Flag.withDefault(undefined)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the report as JSON"), Flag.withDefault(false))
}, (given) => linted(given).pipe(Effect.catchTag("Failure", toldAs(given)))).pipe(Command.withDescription("Find what is wrong with a tariff: longer stays that cost less, rules that never apply, times without a price"))
