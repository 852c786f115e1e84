/** Laws of passes as products. */
import { PassProduct } from "@parkade/core/pricing"
import { Rational } from "@parkade/core/money"
import { LocalDate, type TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { timeZone } from "../arbitraries/Time.ts"
import { type Law, show } from "./Law.ts"

export interface PassCase {
  readonly product: PassProduct.PassProduct
  readonly zone: TimeZone.TimeZone
  readonly from: LocalDate.LocalDate
  /** Days that the pass lasts, and after which it is split. */
  readonly days: number
  readonly split: number
}

const decode = Schema.decodeUnknownSync(PassProduct.PassProduct)

/** Passes of every period and proration, in every zone, from 2020 to 2030. */
export const passCase = (): fc.Arbitrary<PassCase> =>
  fc.record({
    product: fc.record({
      code: fc.constant("p"),
      label: fc.constant("Pass"),
      fee: fc.integer({ min: 0, max: 100_000 }).map((cents) => `${cents}/100`),
      period: fc.oneof(fc.constantFrom("day", "week", "month").map((every) => ({ every })), fc.integer({ min: 1, max: 400 }).map((days) => ({ days }))),
      proration: fc.constantFrom("none", "daily", "remaining"),
      currency: fc.constantFrom("EUR", "KWD"),
      tax: fc.constantFrom("included", "added", "none"),
      taxRate: fc.constantFrom("0", "0.19"),
      rounding: fc.constant({ mode: "half-up", to: "0.01", where: "total" })
    }).map(decode),
    zone: timeZone(),
    from: fc.integer({ min: LocalDate.make(2020, 1, 1), max: LocalDate.make(2030, 1, 1) }),
    days: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 900 })),
    split: fc.nat()
  })

const text = LocalDate.format
const partsOf = ({ days, from, product }: PassCase) => Result.getOrThrow(PassProduct.parts(product, { from: text(from), until: text(from + days) }))

/** Laws of pass products. */
export const passLaws: ReadonlyArray<Law<PassCase>> = [
  {
    name: "a whole period costs the fee",
    counterexample: (input) => {
      const { from, product, zone } = input
      const aligned = Result.getOrThrow(PassProduct.renewal(product, text(from))).until
      const whole = Result.getOrThrow(PassProduct.renewal(product, aligned))
      const bill = Result.getOrThrow(PassProduct.price(product, { ...whole, zone }))
      const fee = Rational.multiply(Rational.parse(product.fee) ?? Rational.zero, Rational.make(10n ** BigInt(bill.minorUnits)))
      const own = product.tax === "included" ? bill.gross : bill.net
      return Rational.compare(fee, Rational.make(own)) === 0 && bill.lines[0]?.quantity === "1" ? undefined : show({ whole, bill })
    }
  },
  {
    name: "every day of a pass lies in one of its parts",
    counterexample: (input) => {
      const made = partsOf(input)
      const ends = [input.from, ...made.map(({ until }) => until)]
      const joined = made.every(({ days, from, of, until }, index) => from === ends[index] && until - from === days && days > 0 && days <= of)
      return joined && ends.at(-1) === input.from + input.days ? undefined : show(made)
    }
  },
  {
    name: "under daily proration the shares of a split period sum to one",
    counterexample: (input) => {
      const product = { ...input.product, proration: "daily" as const }
      const { until, ...first } = Result.getOrThrow(PassProduct.renewal(product, text(input.from)))
      const whole = Result.getOrThrow(PassProduct.parts(product, { ...first, until }))
      const [from, end] = [input.from, LocalDate.parse(until) ?? 0]
      if ("days" in product.period || end - from < 2) return undefined
      const middle = text(from + 1 + (input.split % (end - from - 1)))
      const [one, two] = [PassProduct.parts(product, { from: text(from), until: middle }), PassProduct.parts(product, { from: middle, until })].map((made) => Rational.sum(Result.getOrThrow(made).map(({ share }) => share)))
      if (one === undefined || two === undefined) return "no parts"
      const shares = Rational.sum(whole.map(({ share }) => share))
      return Rational.compare(Rational.add(one, two), shares) === 0 && whole.every(({ days, of, share }) => Rational.compare(share, Rational.make(days, of)) === 0) ? undefined : show({ one, two, shares })
    }
  },
  {
    name: "no proration is dearer than none",
    counterexample: (input) => {
      const gross = (proration: PassProduct.PassProduct["proration"]) =>
        Result.getOrThrow(PassProduct.price({ ...input.product, proration }, { from: text(input.from), until: text(input.from + input.days), zone: input.zone })).gross
      const [none, daily, remaining] = [gross("none"), gross("daily"), gross("remaining")]
      return daily <= remaining && remaining <= none ? undefined : show({ none, daily, remaining })
    }
  }
]
