/** `parkade quote TARIFF.json --entry ... --exit ...`: what a stay costs under a tariff, line by line. */
import { Bill, type PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Console, Effect, Result, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { failWith, toldAs } from "../Failure.ts"
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

/** Until when the driver may stay for this price, and what comes then. */
const lastExit = (price: PriceFunction.PriceFunction, exit: Instant.Instant, { tariff, zone }: PriceFunction.Compiled): string => {
  const change = changeAfter(price, exit)
  if (change === undefined) return "The price does not change any more."
  const [now, then] = [paid(price, exit), paid(price, change)]
  const until = Instant.toIso(Instant.Instant.make(change - 1_000), zone)
  if (then === now) return `Leave by ${until} to pay this, or later.`
  return `Leave by ${until} to pay this: a second later ${then === undefined ? "there is no price" : `it is ${Readable.decimal(then, Tariff.minorUnits(tariff))} ${tariff.currency}`}.`
}

interface Given extends StayFlags.Given {
  readonly exit: string
  readonly whyNot: boolean
}

const asText = (bill: Bill.Bill, zone: string, compiled: PriceFunction.Compiled): string => {
  const clock = (at: Instant.Instant) => Instant.toIso(at, compiled.zone)
  return [`${clock(bill.from)} to ${clock(bill.to)}  (${Readable.length(bill.to - bill.from)})`, `Clocks of ${zone}`, "", Bill.render(bill)].join("\n")
}

const asJson = (price: PriceFunction.PriceFunction, exit: Instant.Instant) =>
  ({ whyNot: price.whyNot(exit).map((branch) => ({ ...branch, from: Instant.toIso(branch.from), to: Instant.toIso(branch.to) })) })

const priced = Effect.fn(function*(given: Given) {
  const exit = yield* StayFlags.instant("exit", given.exit)
  const { compiled, note, price } = yield* StayFlags.read(given, exit)
  const branches = given.json ? { ...(note !== undefined && { note }), ...(given.whyNot && asJson(price, exit)) } : {}
  const found = Result.mapError(price.at(exit), failWith("--exit", branches))
  // What is not offered has reasons too.
  if (given.whyNot && !given.json && Result.isFailure(found)) yield* Console.log(whyNot(price, exit, compiled))
  if (Result.isFailure(found)) return yield* found.failure
  if (given.json) return yield* Console.log(JSON.stringify({ ...encodeBill(found.success), ...branches }, null, 2))
  yield* Console.log([asText(found.success, StayFlags.zoneName(compiled, given.zone), compiled), lastExit(price, exit, compiled), ...(given.whyNot ? [whyNot(price, exit, compiled)] : [])].join("\n\n"))
})

export const quote = Command.make("quote", {
  ...StayFlags.flags,
  exit: Flag.String("exit").pipe(Flag.withDescription("End of the stay")),
  whyNot: Flag.Boolean("why-not").pipe(Flag.withDescription("Say which branches did not apply, by how much, and what kept them out"), Flag.withDefault(false)),
  json: Flag.Boolean("json").pipe(Flag.withDescription("Print the bill as JSON, or why there is none"), Flag.withDefault(false))
}, (given) => priced(given).pipe(Effect.catchTag("Failure", toldAs(given)))).pipe(Command.withDescription("Price a stay under a tariff, line by line"))
