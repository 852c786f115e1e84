/** `parkade boards FILE...`: does every board's tariff give the prices that are known of it? */
import { Console, Effect, FileSystem, Predicate } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import * as Board from "../Board.ts"
import { Failure, Told } from "../Failure.ts"
import { readJson } from "../Files.ts"
import * as StayFlags from "../StayFlags.ts"

/** The files that are meant: itself, or all the JSON in a folder. */
const filesOf = Effect.fn(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const names = yield* Effect.orElseSucceed(fs.readDirectory(path), () => undefined)
  if (names === undefined) return [path]
  const found = names.filter((name) => name.endsWith(".json")).sort()
  if (found.length === 0) return yield* new Failure({ message: `${path}: no .json files in this folder` })
  return found.map((name) => `${path.replace(/[/\\]+$/, "")}/${name}`)
})

const words = { pass: "pass", miss: "MISS", record: "kept" }
const indented = (text: string, by: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(by))

const lines = ({ bills, outcome, price, what, why }: Board.Verdict, verbose: boolean): ReadonlyArray<string> => [
  `  ${words[outcome]}  ${price.padStart(14)}  ${what}`,
  ...(why === undefined ? [] : [indented(why, 8)]),
  ...(verbose || outcome === "miss" ? bills.map((bill) => `${indented(bill, 8)}\n`) : [])
]

const report = ({ id, name, verdicts }: Board.Checked, verbose: boolean): string =>
  [`${id}${name === "" ? "" : `: ${name}`}`, ...verdicts.flatMap((verdict) => lines(verdict, verbose)), ""].join("\n")

const unreadable = ({ message }: Failure): Board.Checked => ({
  id: message,
  name: "",
  verdicts: [{ outcome: "miss", price: "", what: "not read", bills: [] }]
})

const isTariff = (json: unknown): boolean => Predicate.hasProperty(json, "rate") && !Predicate.hasProperty(json, "tariff")

export const boards = Command.make("boards", {
  files: Argument.String("FILE").pipe(Argument.withDescription("Boards as JSON: one, an array of them, or a folder of such files"), Argument.variadic({ min: 1 })),
  verbose: Flag.Boolean("verbose").pipe(Flag.withDescription("Print every bill, not only those that are not as expected"), Flag.withDefault(false)),
  calendar: StayFlags.calendar,
  zone: StayFlags.zone
}, Effect.fn(function*({ calendar, files, verbose, zone }) {
  const host = { zone: yield* StayFlags.zoneOf(zone), calendars: yield* StayFlags.calendarsOf(calendar) }
  const read = Effect.fn(function*(path: string) {
    const json = yield* readJson(path)
    return isTariff(json) ? yield* new Failure({ message: `${path}: this is a tariff, not a board: price a stay under it with parkade quote` }) : Board.check(json, host)
  })
  const checked = yield* Effect.forEach(files, (path) =>
    filesOf(path).pipe(
      Effect.flatMap(Effect.forEach((file) => read(file).pipe(Effect.catchTag("Failure", (failure) => Effect.succeed([unreadable(failure)]))))),
      Effect.map((each) => each.flat()),
      Effect.catchTag("Failure", (failure) => Effect.succeed([unreadable(failure)]))
    ))
  const all = checked.flat()
  const count = (outcome: Board.Verdict["outcome"]) => all.reduce((sum, { verdicts }) => sum + verdicts.filter((each) => each.outcome === outcome).length, 0)
  const [passed, failed, kept] = [count("pass"), count("miss"), count("record")]
  yield* Console.log(all.map((each) => report(each, verbose)).join("\n"))
  yield* Console.log(`${all.length} ${all.length === 1 ? "board" : "boards"}${kept === 0 ? "" : `; ${kept} published but not a price: kept for the record`}`)
  yield* Console.log(`${passed} passed, ${failed} failed`)
  if (failed > 0 || passed === 0) return yield* new Told()
})).pipe(Command.withDescription("Price the cases of board files, and say which are not as expected"))
