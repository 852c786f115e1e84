/** Laws of fees, on bills of any tariff. */
import { type Bill, Fee, PriceFunction, type Tariff } from "@parkade/core/pricing"
import { TimeZone } from "@parkade/core/time"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { type Stay, stay, stepsOf } from "../arbitraries/Stay.ts"
import { type Law, show } from "./Law.ts"
import { money } from "./Pricing.ts"

export interface FeeCase {
  readonly tariff: Tariff.Tariff
  /** The lot's zone and holiday calendars. */
  readonly host: PriceFunction.Host
  readonly stay: Stay
  /** The time that the fee is charged for. */
  readonly over: Stay
  readonly fee: Fee.Fee
  readonly lost: boolean
}

const decimal = (hundredths: number) => `${Math.floor(hundredths / 100)}.${(hundredths % 100).toString().padStart(2, "0")}`
const amount = fc.integer({ min: 0, max: 5_000 }).map(decimal)

const charge: fc.Arbitrary<Fee.Fee["charge"]> = fc.oneof(
  amount.map((made) => ({ amount: made })),
  fc.integer({ min: 1, max: 10_000 }).map((hundredths) => ({ percent: decimal(hundredths) })),
  amount.map((price) => ({ rate: { type: "hourly" as const, price, count: "started" as const } }))
)

/** Stays in `tariff` with a fee, whose condition is that the ticket was lost, or none. */
export const feeCase = (tariff: Tariff.Tariff, host: PriceFunction.Host = {}): fc.Arbitrary<FeeCase> =>
  fc.record({
    stay: stay({ steps: stepsOf(tariff) }),
    over: stay(),
    lost: fc.boolean(),
    fee: fc.record({
      kind: fc.constantFrom("lost-ticket", "overstay", "no-show", "late-payment", "event"),
      label: fc.constant("fee"),
      charge,
      stay: fc.constantFrom("added", "minimum", "instead"),
      tax: fc.constantFrom("0", "0.07", "0.19"),
      when: fc.constantFrom(undefined, { lost: true })
    }).map(({ when, ...fee }) => ({ ...fee, ...(when !== undefined && { when }) }))
  }).map((made) => ({ tariff, host: { zone: TimeZone.utc, ...host }, ...made }))

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

const ofFee = (name: string, contradiction: (charged: Bill.Bill, before: Bill.Bill, input: FeeCase) => string | undefined): Law<FeeCase> => ({
  name,
  counterexample: (input) => {
    const { fee, host, lost, over, stay, tariff } = input
    const before = Result.getOrThrow(PriceFunction.compile(tariff, host)).from(stay.entry).at(stay.exit)
    // A bill that breaks the laws of prices before any fee is their counterexample.
    if (Result.isFailure(before) || before.success.net < 0 || before.success.gross < before.success.net) return undefined
    const charged = Result.getOrThrow(Fee.compile(fee, tariff, host)).on(before.success, { from: over.entry, to: over.exit, facts: { lost } })
    return Result.isFailure(charged) ? undefined : contradiction(charged.success, before.success, input)
  }
})

/** Laws of fees. */
export const feeLaws: ReadonlyArray<Law<FeeCase>> = [
  ofFee("a bill with fees sums to its total", (bill) => {
    const sums = { net: sum(bill.lines.map(({ net }) => net)), gross: sum(bill.lines.map(({ gross }) => gross)) }
    return sums.net === bill.net && sums.gross === bill.gross && bill.net >= 0 && bill.gross >= bill.net ? undefined : show(bill)
  }),
  ofFee("a fee never makes a bill smaller, unless it stands instead of the stay", (bill, before, { fee }) =>
    fee.stay === "instead" || (bill.net >= before.net && bill.gross >= before.gross) ? undefined : show({ bill, before })),
  ofFee("a fee whose condition does not hold leaves the bill as it is", (bill, before, { fee, lost }) =>
    fee.when === undefined || lost || Equal.equals(bill, before) ? undefined : show({ bill, before })),
  ofFee("fees that are added come to the same in any order", (_, before, { fee, host, lost, over, tariff }) => {
    const other: Fee.Fee = { kind: "event", label: "other", charge: { amount: "5.00" }, stay: "added", tax: "0.07" }
    const compiled = (each: Fee.Fee) => Result.getOrThrow(Fee.compile(each, tariff, host))
    const [one, two] = [compiled({ ...fee, stay: "added" }), compiled(other)]
    const span = { from: over.entry, to: over.exit, facts: { lost } }
    const inOrder = (first: Fee.Compiled, then: Fee.Compiled) => Result.flatMap(first.on(before, span), (bill) => Result.map(then.on(bill, span), money))
    const sums = [inOrder(one, two), inOrder(two, one)]
    return Equal.equals(sums[0], sums[1]) ? undefined : show(sums)
  })
]
