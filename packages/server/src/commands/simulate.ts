/** `parkade simulate --seed 1 --days 30`: a whole garage with everything that goes wrong in it, from one seed. */
import { Campaign, Faults, type Options, type Report, replayLine, shrink, simulate as run } from "@parkade/testing/simulator"
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { Failure, Told } from "../Failure.ts"
import * as Progress from "../Progress.ts"
import * as SimulationText from "../SimulationText.ts"

const args = {
  seed: Flag.Int("seed").pipe(Flag.withDescription("The run of this seed: the same again, byte for byte"), Flag.withDefault(1)),
  days: Flag.Int("days").pipe(Flag.withDescription("Days in which cars come, 1 to 366; what is inside then comes to its end"), Flag.withDefault(3)),
  seeds: Flag.Int("seeds").pipe(Flag.withDescription("So many seeds, one after the other"), Flag.withDefault(undefined)),
  from: Flag.Int("from").pipe(Flag.withDescription("The first of them"), Flag.withDefault(1)),
  drivers: Flag.String("drivers").pipe(Flag.withDescription("Only these drivers, by number: 3,17; or none"), Flag.withDefault(undefined)),
  faults: Flag.String("faults").pipe(Flag.withDescription(`Only these faults, or none: ${Faults.all.join(", ")}`), Flag.withDefault(undefined)),
  shrink: Flag.Boolean("shrink").pipe(Flag.withDescription("Look for the fewest drivers, faults and days that break the same invariant"), Flag.withDefault(false)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the history alone, a line of JSON for each step"), Flag.withDefault(false))
}

const listed = (text: string): ReadonlyArray<string> => text === "none" ? [] : text.split(",").map((each) => each.trim()).filter((each) => each !== "")

const isFault = (name: string): name is Faults.Fault => Faults.all.some((fault) => fault === name)

const faultsOf = (text: string) => {
  const names = listed(text)
  const unknown = names.find((name) => !isFault(name))
  return unknown === undefined
    ? Effect.succeed(names.filter(isFault))
    : Effect.fail(new Failure({ message: `--faults: expected some of ${Faults.all.join(", ")}, found ${JSON.stringify(unknown)}` }))
}

const driversOf = (text: string) => {
  const numbers = listed(text).map(Number)
  return numbers.every((number) => Number.isSafeInteger(number) && number >= 0)
    ? Effect.succeed(numbers)
    : Effect.fail(new Failure({ message: `--drivers: expected numbers such as 3,17, found ${JSON.stringify(text)}` }))
}

const within = (flag: string, value: number, least: number, most: number) =>
  value >= least && value <= most ? Effect.void : Effect.fail(new Failure({ message: `--${flag}: expected ${least} to ${most}, found ${value}` }))

/** What shows a violation again: all of the run, or the least of it. */
const shown = (options: Options, isShrunk: boolean): string => {
  const least = isShrunk ? shrink(options) : undefined
  return `  again by: ${replayLine(least ?? options)}${least === undefined ? "" : `\n  step ${least.violation.step}: ${least.violation.why}`}`
}

/** Says how far it is, and lets others have their turn. */
const one = Effect.fnUntraced(function*(options: Options, isShrunk: boolean, json: boolean) {
  const progress = Progress.on(process.stderr, Progress.counting("days"))
  const report: Report = run({ ...options, onDay: (done) => progress.at({ done, of: options.days }) })
  progress.end()
  yield* Console.log(json ? report.history.map((step) => JSON.stringify(step)).join("\n") : SimulationText.run(report))
  if (report.violations.length === 0) return
  yield* Console.error(shown(options, isShrunk))
  return yield* new Told()
})

const many = Effect.fnUntraced(function*(options: Omit<Options, "seed">, from: number, seeds: number, isShrunk: boolean) {
  const [begun, progress] = [performance.now(), Progress.on(process.stderr, Progress.counting("seeds"))]
  let totals = Campaign.none
  for (let seed = from; seed < from + seeds; seed += 1) {
    const report = run({ ...options, seed })
    totals = Campaign.add(totals, report)
    const broken = totals.violations.at(-1)
    if (report.violations.length > 0 && broken !== undefined) progress.aside(() => process.stdout.write(`${SimulationText.violation(broken)}\n${shown({ ...options, seed }, isShrunk)}\n`))
    progress.at({ done: seed - from + 1, of: seeds })
    // Ctrl-C is heard in between.
    yield* Effect.yieldNow
  }
  progress.end()
  yield* Console.log(SimulationText.campaign(totals, performance.now() - begun))
  if (totals.violations.length > 0 || Campaign.shortfalls(totals).length > 0) return yield* new Told()
})

export const simulate = Command.make("simulate", args, Effect.fn(function*({ days, drivers, faults, from, json, seed, seeds, shrink: isShrunk }) {
  yield* within("days", days, 1, 366)
  yield* within("seeds", seeds ?? 1, 1, 10_000_000)
  const options = {
    days,
    ...(drivers !== undefined && { drivers: yield* driversOf(drivers) }),
    ...(faults !== undefined && { faults: yield* faultsOf(faults) })
  }
  return yield* seeds === undefined ? one({ ...options, seed }, isShrunk, json) : many(options, from, seeds, isShrunk)
})).pipe(Command.withDescription("Run a whole garage from a seed, with faults, and check that nothing is lost, doubled or let out unpaid"))
