/** Laws of extending and cutting short what was paid, for any tariff. */
import { Bill, Extension, PriceFunction, Refund, type Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { type Stay, stay, stepsOf } from "../arbitraries/Stay.ts"
import { type Law, show } from "./Law.ts"

export interface RefundCase {
  readonly tariff: Tariff.Tariff
  /** The lot's zone and holiday calendars. */
  readonly host: PriceFunction.Host
  /** As it was paid. */
  readonly stay: Stay
  /** Milliseconds by which it is extended, twice. */
  readonly extensions: readonly [number, number]
  /** Thousandths of the paid time that were used. */
  readonly used: number
  readonly policy: Refund.Policy
  readonly cancellation: Refund.Cancellation
  /** Milliseconds from booking to start and to cancellation. */
  readonly startsIn: number
  readonly cancelledIn: number
}

const decimal = (hundredths: number) => `${Math.floor(hundredths / 100)}.${(hundredths % 100).toString().padStart(2, "0")}`
const amount = fc.integer({ min: 0, max: 1_000 }).map(decimal)
const terms = fc.record({ fee: amount, minimum: amount, roundDownTo: fc.constantFrom("0.01", "0.05", "0.10", "1", "1/3") }, { requiredKeys: [] })
const percent = fc.integer({ min: 0, max: 10_000 }).map(decimal)
const soon = fc.constantFrom("PT0S", "PT5M", "PT1H", "PT24H")
const step = fc.oneof(fc.record({ bookedWithin: soon, percent }), fc.record({ notice: soon, percent }), fc.record({ bookedWithin: soon, notice: soon, percent }))
const moment = fc.oneof(fc.constantFrom(0, 300_000, 300_001, 3_600_000, 86_400_000), fc.nat(100_000_000))

/** Paid stays in `tariff`, extended, cut short or cancelled. */
export const refundCase = (tariff: Tariff.Tariff, host: PriceFunction.Host = {}): fc.Arbitrary<RefundCase> =>
  fc.record({
    stay: stay({ steps: stepsOf(tariff) }),
    extensions: fc.tuple(fc.nat(100_000_000), fc.nat(100_000_000)),
    used: fc.integer({ min: 0, max: 1_000 }),
    policy: fc.tuple(fc.constantFrom("unused" as const, "none" as const), terms).map(([refund, rest]) => ({ refund, ...rest })),
    cancellation: fc.tuple(fc.array(step, { maxLength: 3 }), percent, terms).map(([steps, otherwise, rest]) => ({ steps, otherwise, ...rest })),
    startsIn: moment,
    cancelledIn: moment
  }).map((made) => ({ tariff, host: { zone: TimeZone.utc, ...host }, ...made }))

const plus = (instant: number, millis: number) => Instant.Instant.make(instant + millis)
const priceOf = ({ host, stay, tariff }: RefundCase) => Result.getOrThrow(PriceFunction.compile(tariff, host)).from(stay.entry)

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

/** Laws of extensions. */
export const extensionLaws: ReadonlyArray<Law<RefundCase>> = [
  {
    name: "what was paid and its extensions sum to the price of the whole stay",
    counterexample: (input) => {
      const { extensions: [first, second], stay: { exit } } = input
      const price = priceOf(input)
      const ends = [exit, plus(exit, first), plus(exit, first + second)] as const
      const [paid, middle, whole] = [price.at(ends[0]), price.at(ends[1]), price.at(ends[2])]
      if (Result.isFailure(paid) || Result.isFailure(middle) || Result.isFailure(whole)) return undefined
      const grows = paid.success.gross <= middle.success.gross && middle.success.gross <= whole.success.gross
      const [one, two] = [Result.getOrThrow(Extension.price(price, ends[0], ends[1])), Result.getOrThrow(Extension.price(price, ends[1], ends[2]))]
      return !grows || paid.success.gross + one.gross + two.gross === whole.success.gross ? undefined : show({ paid, one, two, whole })
    }
  },
  {
    name: "an extension is never negative",
    counterexample: (input) => {
      const { extensions: [first], stay: { exit } } = input
      const extension = Extension.price(priceOf(input), exit, plus(exit, first))
      if (Result.isFailure(extension)) return undefined
      const { gross, lines, net } = extension.success
      const adds = sum(lines.map((line) => line.net)) === net && sum(lines.map((line) => line.gross)) === gross
      return adds && net >= 0 && gross >= 0 ? undefined : show(extension)
    }
  }
]

const refunded = (input: RefundCase, policy = input.policy) => {
  const { stay: { entry, exit }, used } = input
  const price = priceOf(input)
  const left = plus(entry, Math.floor(((exit - entry) * used) / 1_000))
  return Result.flatMap(price.at(exit), (bill) => {
    const paid = Bill.total(bill)
    return Result.map(Refund.unused(policy, price, { paid, left }), (made) => ({ ...made, paid }))
  })
}

const cancelled = ({ cancellation, cancelledIn, startsIn, stay: { entry } }: RefundCase, paid: Bill.Bill, policy = cancellation) =>
  Result.getOrThrow(Refund.cancel(policy, { paid: Bill.total(paid), bookedAt: entry, startsAt: plus(entry, startsIn) }, plus(entry, cancelledIn)))

/** Laws of refunds. */
export const refundLaws: ReadonlyArray<Law<RefundCase>> = [
  {
    name: "a refund is never negative and never above what was paid",
    counterexample: (input) => {
      const made = refunded(input)
      const bill = priceOf(input).at(input.stay.exit)
      if (Result.isFailure(made) || Result.isFailure(bill)) return undefined
      const amounts = [made.success.refund.amount, cancelled(input, bill.success).amount]
      return amounts.every((amount) => amount >= 0 && amount <= made.success.paid.amount) ? undefined : show({ amounts, made })
    }
  },
  {
    name: "prepaid time that is refunded costs what the stay cost",
    counterexample: (input) => {
      const made = refunded(input, { refund: "unused" })
      if (Result.isFailure(made)) return undefined
      const { bill, paid, refund } = made.success
      return paid.amount - refund.amount === Math.min(paid.amount, Bill.total(bill).amount) ? undefined : show(made)
    }
  },
  {
    name: "of several steps of a cancellation the first that holds decides",
    counterexample: (input) => {
      const bill = priceOf(input).at(input.stay.exit)
      if (Result.isFailure(bill)) return undefined
      const { cancellation, cancelledIn, startsIn } = input
      const allowed: { readonly [text: string]: number } = { PT0S: 0, PT5M: 300_000, PT1H: 3_600_000, PT24H: 86_400_000 }
      const holds = cancellation.steps.map(({ bookedWithin = "never", notice = "never" }) =>
        cancelledIn <= (allowed[bookedWithin] ?? Number.POSITIVE_INFINITY) && startsIn - cancelledIn >= (allowed[notice] ?? Number.NEGATIVE_INFINITY))
      const first = cancellation.steps[holds.indexOf(true)]?.percent ?? cancellation.otherwise
      const [by, plain] = [cancelled(input, bill.success), cancelled(input, bill.success, { ...cancellation, steps: [], otherwise: first })]
      return by.amount === plain.amount ? undefined : show({ by, plain, holds })
    }
  }
]
