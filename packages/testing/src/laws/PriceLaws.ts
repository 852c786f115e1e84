/**
 * Laws of the price of a stay, for any tariff: run them on your own.
 *
 * ```ts
 * search(priceLaws, priceCase(myTariff)) // [] when no counterexample was found
 * ```
 */
import { Bill, type PriceFunction, type Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { stayIn, type Visit } from "../arbitraries/Stay.ts"
import { timeZones } from "../arbitraries/Time.ts"
import { type Law, show } from "./Law.ts"
import { berlin, compiled, type Host, isAlone, money, type Outcome, outcome, type Priced, shifted } from "./Pricing.ts"

export interface PriceCase {
  readonly tariff: Tariff.Tariff
  readonly host: Host
  readonly stay: Visit
  /** Not before the stay's exit. */
  readonly later: Instant.Instant
  /** Whole seconds by which the stay is shifted. */
  readonly shiftSeconds: number
}

/**
 * Stays in `tariff`, where its price is likely to change, with a later exit and a shift of up to about a year, over
 * changes of clocks. `host` knows the lot's zone and calendars; by default it is in Berlin.
 */
export const priceCase = (tariff: Tariff.Tariff, host: Host = berlin): fc.Arbitrary<PriceCase> =>
  fc.record({
    stay: stayIn(tariff, host.zone === undefined ? {} : { zone: host.zone }),
    longer: fc.oneof(fc.integer({ min: 0, max: 7_200_000 }), fc.integer({ min: 0, max: 2_000_000_000 })),
    shiftSeconds: fc.oneof(fc.constantFrom(-3_600, 1_800, 86_400), fc.integer({ min: -31_536_000, max: 31_536_000 }))
  }).map(({ longer, shiftSeconds, stay }) => ({ tariff, host, stay, shiftSeconds, later: Instant.Instant.make(stay.exit + longer) }))

const functionOf = ({ host, stay, tariff }: Pick<PriceCase, "host" | "stay" | "tariff">): PriceFunction.PriceFunction => compiled(tariff, host).from(stay.entry, stay)

const price = (input: Pick<PriceCase, "host" | "stay" | "tariff">, exit: Instant.Instant = input.stay.exit): Priced => functionOf(input).at(exit)

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

const stays: Law<PriceCase> = {
  name: "from exit up to nextChange(exit) the price stays what it is at exit",
  counterexample: (input) => {
    const { exit } = input.stay
    const { at, nextChange } = functionOf(input)
    const next = nextChange(exit)
    if (next !== undefined && next <= exit) return `nextChange(${exit}) is ${next}`
    const now = outcome(at(exit))
    const until = next ?? Number.POSITIVE_INFINITY
    const probes = [input.later, exit + 1, exit + 1_000, exit + 3_600_000, Math.floor((exit + until) / 2), until - 1_000, until - 1]
      .filter((probe) => Number.isSafeInteger(probe) && probe >= exit && probe < until)
    const other = probes.find((probe) => !Equal.equals(outcome(at(Instant.Instant.make(probe))), now))
    return unless(other === undefined, () => `${show(now)} at ${exit}, other at ${other}, though nextChange is ${next}`)
  }
}

const changes: Law<PriceCase> = {
  name: "at nextChange(exit) something else is charged",
  counterexample: (input) => {
    const next = functionOf(input).nextChange(input.stay.exit)
    const charged = (priced: Priced) => Result.isSuccess(priced) ? priced.success.lines.filter(({ rule }) => rule !== "rounding").map(({ quantity }) => quantity) : undefined
    if (next === undefined) return undefined
    const [before, after] = [charged(price(input)), charged(price(input, next))]
    return unless(before === undefined || after === undefined || !Equal.equals(before, after), () => `${show(before)} before and at ${next}`)
  }
}

/** Steps that are compared with `at`. */
const lookedAt = 10

const steps: Law<PriceCase> = {
  name: "steps() and at() agree everywhere",
  counterexample: (input) => {
    const { at, entry, steps } = functionOf(input)
    const until = Instant.Instant.make(Math.max(floored(Math.min(input.later, entry + 172_800_000)), entry))
    const all = steps(until, lookedAt)
    const gap = all.find(({ from, to }, index) => from >= to || from !== (index === 0 ? entry : all[index - 1]?.to))
    if (gap !== undefined) return `${show(gap)} does not begin where the step before it ends`
    if (all.length < lookedAt && (all.at(-1)?.to ?? entry) !== until) return `the steps end at ${all.at(-1)?.to}, not at ${until}`
    const wrong = all.flatMap(({ from, price, to }) =>
      [from, floored((from + to) / 2), to - 1_000, to - 1].filter((probe) => probe >= from).flatMap((probe) => {
        const there = outcome(at(Instant.Instant.make(probe)))
        return Equal.equals(priceOf(there), price === undefined ? undefined : { net: price.net, gross: price.gross }) ? [] : [`${show(price)} from ${from} to ${to}, but ${show(there)} at ${probe}`]
      }))
    return wrong[0]
  }
}

const amounts: Law<PriceCase> = {
  name: "priceAt() and at() agree everywhere",
  counterexample: (input) => {
    const { at, entry, priceAt } = functionOf(input)
    const wrong = [input.stay.exit, input.later, entry, entry - 1, entry + 999, entry + 3_600_000].filter((exit) => exit >= 0).find((exit) => {
      const [price, bill] = [priceAt(Instant.Instant.make(exit)), at(Instant.Instant.make(exit))]
      return !Equal.equals(price, Result.map(bill, money))
    })
    return unless(wrong === undefined, () => `${show(at(Instant.Instant.make(wrong ?? 0)))}, but priceAt says other at ${wrong}`)
  }
}

const priceOf = (found: Outcome) => (typeof found === "string" ? undefined : found)

const grows: Law<PriceCase> = {
  name: "a longer stay never costs less",
  counterexample: (input) => {
    const { at } = functionOf(input)
    const [shorter, longer] = [outcome(at(input.stay.exit)), outcome(at(input.later))]
    if (typeof longer === "string") return undefined
    if (typeof shorter === "string") return `${shorter} at ${input.stay.exit}, ${show(longer)} at ${input.later}`
    return unless(sides.every((side) => shorter[side] <= longer[side]), () => `${show(shorter)} at ${input.stay.exit}, ${show(longer)} at ${input.later}`)
  }
}

const empty: Law<PriceCase> = {
  name: "a stay of no length is the empty bill",
  counterexample: ({ host, stay, tariff }) => {
    const bill = price({ host, tariff, stay: { ...stay, earlier: [], exit: stay.entry } })
    const isEmpty = Result.isSuccess(bill) && bill.success.lines.length === 0 && bill.success.net === 0 && bill.success.gross === 0
    return unless(isEmpty || (tariff.valid !== undefined && outcome(bill) === "Unavailable"), () => show(bill))
  }
}

const backwards: Law<PriceCase> = {
  name: "an exit before its entry is refused",
  counterexample: (input) => {
    const early = price(input, Instant.Instant.make(floored(input.stay.entry) - 1))
    return unless(Result.isFailure(early) && early.failure._tag === "ExitBeforeEntry", () => show(early))
  }
}

const flooring: Law<PriceCase> = {
  name: "instants are floored to whole seconds",
  counterexample: (input) => {
    const { entry, exit } = input.stay
    const whole = { ...input.stay, entry: Instant.Instant.make(floored(entry)), exit: Instant.Instant.make(floored(exit)) }
    return unless(Equal.equals(outcome(price(input)), outcome(price({ ...input, stay: whole }))), () => `${entry} to ${exit} costs other than ${show(whole)}`)
  }
}

const again: Law<PriceCase> = {
  name: "a quote and a bill at the same instant agree",
  counterexample: (input) => {
    const quoted = functionOf(input)
    quoted.at(input.later)
    quoted.nextChange(input.stay.entry)
    const [quote, bill] = [quoted.at(input.stay.exit), price(input)]
    return unless(Equal.equals(outcome(quote), outcome(bill)) && Equal.equals(Result.getSuccess(quote), Result.getSuccess(bill)), () => "two pricings of one stay differ")
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
  // What a visit adds to those before it may be less than nothing: a day's bills sum to the price of the day.
  ofBill("the price is never negative", (bill, { stay, tariff }) => unless(!isAlone(tariff.visits, stay) || (bill.net >= 0 && bill.gross >= 0), () => show(money(bill)))),
  // Lines that are rounded one by one may sum to a tax of less than nothing.
  ofBill("gross is never below net where the total is rounded", (bill, { stay, tariff }) =>
    unless(tariff.rounding.where === "line" || !isAlone(tariff.visits, stay) || bill.gross >= bill.net, () => show(bill))),
  empty,
  stays,
  steps,
  amounts,
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

/**
 * Laws of tariffs under which a driver who stays longer pays at least as much: `flat` and `hourly`, and whatever else
 * is meant to be so. A ladder that falls, a pass, a window that is cheaper as a whole are not.
 */
export const monotoneLaws: ReadonlyArray<Law<PriceCase>> = [grows]

/** Laws of a single `flat` or `hourly`: elsewhere the price may change at `nextChange`, and need not. */
export const leafLaws: ReadonlyArray<Law<PriceCase>> = [changes]

/** Laws of rates that know elapsed time only: a change of clocks is nothing to them. */
export const elapsedLaws: ReadonlyArray<Law<PriceCase>> = [
  {
    name: "an elapsed-time rate does not change when the stay is shifted",
    counterexample: (input) => {
      const [here, there] = [outcome(price(input)), outcome(price({ ...input, stay: shifted(input.stay, input.shiftSeconds) }))]
      return unless(Equal.equals(here, there), () => `${show(here)}, shifted by ${input.shiftSeconds} s ${show(there)}`)
    }
  },
  {
    name: "an elapsed-time rate is blind to time zones and their changes of clocks",
    counterexample: (input) => {
      const here = outcome(price(input))
      const elsewhere = timeZones.find((zone) => !Equal.equals(outcome(price({ ...input, tariff: { ...input.tariff, zone } })), here))
      return unless(elsewhere === undefined, () => `${show(here)}, but not in ${elsewhere}`)
    }
  }
]
