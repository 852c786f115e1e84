/** `parkade quote TARIFF.json --entry ... --exit ...`: what a stay costs under a tariff, line by line. */
import { Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Console, Effect, FileSystem, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { Failure } from "../Failure.ts"

/** Each line of an error on its own says where it belongs. */
const failWith = <E extends { readonly message: string }>(context: string) => (error: E) =>
  new Failure({ message: error.message.split("\n").map((line) => `${context}: ${line}`).join("\n") })

/** The runtime quotes a piece of the text, line breaks and all. */
const whyNotJson = (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, " ")

const readTariff = Effect.fn(function*(path: string) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* fs.readFileString(path).pipe(
    Effect.mapError(() => new Failure({ message: `${path}: there is no such file, or it cannot be read` }))
  )
  const json = yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: (error) => new Failure({ message: `${path}: not JSON: ${whyNotJson(error)}` })
  })
  return yield* Effect.fromResult(Tariff.decode(json)).pipe(Effect.mapError(failWith(path)))
})

const instant = (name: string, text: string) =>
  Effect.fromResult(Instant.fromIso(text)).pipe(Effect.mapError(failWith(`--${name}`)))

const readable = (millis: number): string => {
  const minutes = Math.floor(millis / 60_000)
  const parts = [[Math.floor(minutes / 60), "h"], [minutes % 60, "min"], [Math.floor(millis / 1_000) % 60, "s"]] as const
  return parts.flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`])).join(" ") || "0 s"
}

const encodeBill = Schema.encodeSync(Bill.Bill)

export const quote = Command.make("quote", {
  tariff: Argument.String("TARIFF.json").pipe(Argument.withDescription("A tariff as JSON")),
  entry: Flag.String("entry").pipe(Flag.withDescription("Begin of the stay, e.g. 2026-11-21T08:00:00+01:00")),
  exit: Flag.String("exit").pipe(Flag.withDescription("End of the stay")),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the bill as JSON"), Flag.withDefault(false))
}, Effect.fn(function*(given) {
  const tariff = yield* readTariff(given.tariff)
  const entry = yield* instant("entry", given.entry)
  const exit = yield* instant("exit", given.exit)
  const price = PriceFunction.compile(tariff).from(entry)
  const bill = yield* Effect.fromResult(price.at(exit)).pipe(Effect.mapError(failWith("--exit")))
  if (given.json) return yield* Console.log(JSON.stringify(encodeBill(bill), null, 2))
  const clock = (at: Instant.Instant) => Instant.toIso(at, tariff.zone ?? TimeZone.utc)
  const change = price.nextChange(exit)
  yield* Console.log([
    `${clock(bill.from)} to ${clock(bill.to)}  (${readable(bill.to - bill.from)})`,
    "",
    Bill.render(bill),
    "",
    change === undefined ? "The price does not change any more." : `The price holds until ${clock(change)}.`
  ].join("\n"))
})).pipe(Command.withDescription("Price a stay under a tariff, line by line"))
