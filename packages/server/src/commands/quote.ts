/** `parkade quote TARIFF.json --entry ... --exit ...`: what a stay costs under a tariff, line by line. */
import { Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Console, Effect, Result, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { failWith, readTariff } from "../Files.ts"
import * as Readable from "../Readable.ts"
import * as StayFlags from "../StayFlags.ts"

const encodeBill = Schema.encodeSync(Bill.Bill)

/** How much a branch would have cost, and what kept it out. */
const reasons = ({ amount, more, unmet }: PriceFunction.WhyNot, money: (amount: number) => string): string => [
  amount === undefined ? "no price" : money(amount),
  ...(more === undefined ? [] : [more === 0 ? "the same" : `${money(Math.abs(more))} ${more > 0 ? "more" : "less"}`]),
  ...(unmet.length === 0 ? [] : [`not so: ${unmet.join(", ")}`])
].join("; ")

/** The branches that did not apply, a line each. */
const whyNot = (price: PriceFunction.PriceFunction, exit: Instant.Instant, { tariff, zone }: PriceFunction.Compiled): string => {
  const branches = price.whyNot(exit)
  if (branches.length === 0) return "The tariff has no other branch."
  const money = (amount: number) => `${Readable.decimal(amount, Tariff.minorUnits(tariff))} ${tariff.currency}`
  const lines = branches.map((branch) => {
    const partly = branch.from !== price.entry || branch.to !== exit
    const name = branch.label === branch.rule ? branch.rule : `${branch.label} (${branch.rule})`
    return `  ${name}: ${reasons(branch, money)}${partly ? `; for ${Readable.span(branch.from, branch.to, zone)}` : ""}`
  })
  return ["Did not apply:", ...lines].join("\n")
}

const paid = (price: PriceFunction.PriceFunction, exit: Instant.Instant): number | undefined =>
  Result.getOrElse(Result.map(price.at(exit), ({ gross }): number | undefined => gross), () => undefined)

/** When another price comes; the last instant looked at where it takes that long to find one. */
const changeAfter = (price: PriceFunction.PriceFunction, exit: Instant.Instant): Instant.Instant | undefined => {
  const now = paid(price, exit)
  let change = price.nextChange(exit)
  for (let tries = 0; tries < 100 && change !== undefined && paid(price, change) === now; tries += 1) change = price.nextChange(change)
  return change
}

const asText = (bill: Bill.Bill, change: Instant.Instant | undefined, zone: TimeZone.TimeZone): string => {
  const clock = (at: Instant.Instant) => Instant.toIso(at, zone)
  return [
    `${clock(bill.from)} to ${clock(bill.to)}  (${Readable.length(bill.to - bill.from)})`,
    "",
    Bill.render(bill),
    "",
    change === undefined ? "The price does not change any more." : `The price holds until ${clock(change)}.`
  ].join("\n")
}

export const quote = Command.make("quote", {
  tariff: Argument.String("TARIFF.json").pipe(Argument.withDescription("A tariff as JSON, or a board with one")),
  ...StayFlags.flags,
  exit: Flag.String("exit").pipe(Flag.withDescription("End of the stay")),
  whyNot: Flag.Boolean("why-not").pipe(Flag.withDescription("Say which branches did not apply, by how much, and what kept them out"), Flag.withDefault(false)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the bill as JSON"), Flag.withDefault(false))
}, Effect.fn(function*(given) {
  const tariff = yield* readTariff(given.tariff)
  const { context, entry, zone } = yield* StayFlags.read(given)
  const exit = yield* StayFlags.instant("exit", given.exit)
  const compiled = yield* Effect.fromResult(PriceFunction.compile(tariff, { zone })).pipe(Effect.mapError(failWith(given.tariff)))
  const price = compiled.from(entry, context)
  const priced = price.at(exit)
  // What is not offered has reasons too.
  if (given.whyNot && Result.isFailure(priced)) yield* Console.log(whyNot(price, exit, compiled))
  const bill = yield* Effect.fromResult(priced).pipe(Effect.mapError(failWith("--exit")))
  if (given.json) {
    const branches = price.whyNot(exit).map((branch) => ({ ...branch, from: Instant.toIso(branch.from), to: Instant.toIso(branch.to) }))
    return yield* Console.log(JSON.stringify({ ...encodeBill(bill), ...(given.whyNot && { whyNot: branches }) }, null, 2))
  }
  yield* Console.log(asText(bill, changeAfter(price, exit), compiled.zone))
  if (given.whyNot) yield* Console.log(`\n${whyNot(price, exit, compiled)}`)
})).pipe(Command.withDescription("Price a stay under a tariff, line by line"))
