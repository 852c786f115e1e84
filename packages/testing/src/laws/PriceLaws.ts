/**
 * Laws of the price of a stay, for any tariff: run them on your own.
 *
 * ```ts
 * search(priceLaws, priceCase(myTariff)) // [] when no counterexample was found
 * ```
 */
import type { Money } from "@parkade/core/money"
import { Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { type Stay, stay, stepsOf } from "../arbitraries/Tariff.ts"
import { type Law, show } from "./Law.ts"

export interface PriceCase {
  readonly tariff: Tariff.Tariff
  readonly stay: Stay
  /** Not before the stay's exit. */
  readonly later: Instant.Instant
  /** Whole seconds by which the stay is shifted. */
  readonly shiftSeconds: number
}

/** Stays in `tariff`, near its steps, with a later exit and a shift of up to about a year, over changes of clocks. */
export const priceCase = (tariff: Tariff.Tariff): fc.Arbitrary<PriceCase> =>
  fc.record({
    stay: stay({ steps: stepsOf(tariff) }),
    longer: fc.oneof(fc.integer({ min: 0, max: 7_200_000 }), fc.integer({ min: 0, max: 10_000_000_000 })),
    shiftSeconds: fc.oneof(fc.constantFrom(-3_600, 1_800, 86_400), fc.integer({ min: -31_536_000, max: 31_536_000 }))
  }).map(({ longer, shiftSeconds, stay }) => ({ tariff, stay, shiftSeconds, later: Instant.Instant.make(stay.exit + longer) }))

type Priced = Result.Result<Bill.Bill, PriceFunction.ExitBeforeEntry | Money.AmountTooLarge>

const price = ({ stay, tariff }: Pick<PriceCase, "stay" | "tariff">, exit: Instant.Instant = stay.exit): Priced =>
  PriceFunction.compile(tariff).from(stay.entry).at(exit)

const floored = (instant: number): number => Math.floor(instant / 1_000) * 1_000

/** A law of one bill: prices too large to be written are nobody's counterexample. */
const ofBill = (name: string, contradiction: (bill: Bill.Bill, input: PriceCase) => string | undefined): Law<PriceCase> => ({
  name,
  counterexample: (input) => {
    const priced = price(input)
    return Result.isSuccess(priced) ? contradiction(priced.success, input) : undefined
  }
})

const unless = (holds: boolean, words: () => string): string | undefined => (holds ? undefined : words())

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

const sides = ["net", "gross"] as const

const sums = (bill: Bill.Bill) => {
  const of = { net: sum(bill.lines.map(({ net }) => net)), gross: sum(bill.lines.map(({ gross }) => gross)) }
  return unless(sides.every((side) => of[side] === bill[side]), () => `lines sum to ${show(of)} in ${show(bill)}`)
}

const money = ({ gross, net }: Bill.Bill) => ({ net, gross })

const stays: Law<PriceCase> = {
  name: "from exit up to nextChange(exit) the price stays what it is at exit",
  counterexample: (input) => {
    const { stay: { entry, exit }, tariff } = input
    const next = PriceFunction.compile(tariff).from(entry).nextChange(exit)
    if (next !== undefined && next <= exit) return `nextChange(${exit}) is ${next}`
    const now = Result.map(price(input), money)
    const until = next ?? Number.POSITIVE_INFINITY
    const probes = [input.later, exit + 1, exit + 1_000, Math.floor((exit + until) / 2), until - 1_000, until - 1]
      .filter((probe) => Number.isSafeInteger(probe) && probe >= exit && probe < until)
    const other = probes.find((probe) => !Equal.equals(Result.map(price(input, Instant.Instant.make(probe)), money), now))
    return unless(other === undefined, () => `${show(now)} at ${exit}, other at ${other}, though nextChange is ${next}`)
  }
}

const changes: Law<PriceCase> = {
  name: "at nextChange(exit) something else is charged",
  counterexample: (input) => {
    const next = PriceFunction.compile(input.tariff).from(input.stay.entry).nextChange(input.stay.exit)
    const charged = (priced: Priced) => Result.isSuccess(priced) ? priced.success.lines.filter(({ rule }) => rule !== "rounding").map(({ quantity }) => quantity) : undefined
    if (next === undefined) return undefined
    const [before, after] = [charged(price(input)), charged(price(input, next))]
    return unless(before === undefined || after === undefined || !Equal.equals(before, after), () => `${show(before)} before and at ${next}`)
  }
}

const grows: Law<PriceCase> = {
  name: "a longer stay never costs less",
  counterexample: (input) => {
    const [shorter, longer] = [price(input), price(input, input.later)]
    if (Result.isFailure(longer)) return undefined
    if (Result.isFailure(shorter)) return `too large at ${input.stay.exit}, ${longer.success.gross} at ${input.later}`
    return unless(sides.every((side) => shorter.success[side] <= longer.success[side]), () => `${show(money(shorter.success))} at ${input.stay.exit}, ${show(money(longer.success))} at ${input.later}`)
  }
}

const empty: Law<PriceCase> = {
  name: "a stay of no length is the empty bill",
  counterexample: ({ stay: { entry }, tariff }) => {
    const bill = price({ tariff, stay: { entry, exit: entry } })
    const isEmpty = Result.isSuccess(bill) && bill.success.lines.length === 0 && bill.success.net === 0 && bill.success.gross === 0
    return unless(isEmpty, () => show(bill))
  }
}

const backwards: Law<PriceCase> = {
  name: "an exit before its entry is refused",
  counterexample: ({ stay: { entry }, tariff }) => {
    const early = price({ tariff, stay: { entry, exit: Instant.Instant.make(floored(entry) - 1) } })
    return unless(Result.isFailure(early) && early.failure._tag === "ExitBeforeEntry", () => show(early))
  }
}

const flooring: Law<PriceCase> = {
  name: "instants are floored to whole seconds",
  counterexample: (input) => {
    const { entry, exit } = input.stay
    const whole = { entry: Instant.Instant.make(floored(entry)), exit: Instant.Instant.make(floored(exit)) }
    return unless(Equal.equals(price(input), price({ ...input, stay: whole })), () => `${entry} to ${exit} costs other than ${show(whole)}`)
  }
}

const again: Law<PriceCase> = {
  name: "a quote and a bill at the same instant agree",
  counterexample: (input) => {
    const compiled = PriceFunction.compile(input.tariff).from(input.stay.entry)
    compiled.at(input.later)
    return unless(Equal.equals(compiled.at(input.stay.exit), price(input)), () => "two pricings of one stay differ")
  }
}

const rounded = ofBill("the price is a multiple of what the tariff rounds to", (bill, { tariff }) => {
  const [top = "", bottom = "1"] = tariff.rounding.to.split("/")
  const [whole = "0", decimals = ""] = top.split(".")
  const numerator = BigInt(whole + decimals) * 10n ** BigInt(bill.minorUnits)
  const quantum = numerator / (10n ** BigInt(decimals.length) * BigInt(bottom))
  return unless(sides.every((side) => BigInt(bill[side]) % quantum === 0n), () => `${show(money(bill))} is no multiple of ${quantum}`)
})

const BillJson = Schema.toCodecJson(Bill.Bill)

/** Laws of every tariff. */
export const priceLaws: ReadonlyArray<Law<PriceCase>> = [
  ofBill("a bill's lines sum to its total", sums),
  ofBill("the lines' net and gross sum to the bill's", sums),
  ofBill("the price is never negative", (bill) => unless(bill.net >= 0 && bill.gross >= bill.net, () => show(money(bill)))),
  empty,
  stays,
  changes,
  backwards,
  flooring,
  again,
  rounded,
  ofBill("without tax, net and gross are the same", (bill) => unless(bill.tax !== "none" || bill.net === bill.gross, () => show(money(bill)))),
  ofBill("a bill says what it is the bill of", (bill, { stay, tariff }) =>
    unless(
      bill.from === floored(stay.entry) && bill.to === floored(stay.exit) && bill.currency === tariff.currency && bill.tax === tariff.tax,
      () => show(bill)
    )),
  ofBill("a bill round-trips through JSON", (bill) => {
    const back = Schema.decodeUnknownSync(BillJson)(JSON.parse(JSON.stringify(Schema.encodeSync(BillJson)(bill))))
    return unless(Equal.equals(back, bill), () => show(back))
  })
]

/** Laws of tariffs that no clock, fact or threshold makes cheaper later: `flat` and `hourly`. */
export const monotoneLaws: ReadonlyArray<Law<PriceCase>> = [grows]

/** Laws of rates that know elapsed time only: a change of clocks is nothing to them. */
export const elapsedLaws: ReadonlyArray<Law<PriceCase>> = [{
  name: "an elapsed-time rate does not change when the stay is shifted",
  counterexample: (input) => {
    const moved = (instant: number) => Instant.Instant.make(instant + input.shiftSeconds * 1_000)
    const stay = { entry: moved(input.stay.entry), exit: moved(input.stay.exit) }
    const [here, there] = [Result.map(price(input), money), Result.map(price({ ...input, stay }), money)]
    return unless(Equal.equals(here, there), () => `${show(here)}, shifted by ${input.shiftSeconds} s ${show(there)}`)
  }
}]
