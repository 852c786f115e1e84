/** Laws of what is put on bills: validations, for any tariff and stay. */
import { Worth } from "@parkade/core/merchant"
import { Bill, Language, PriceFunction, type Tariff, Validation } from "@parkade/core/pricing"
import { Rational } from "@parkade/core/money"
import { TimeZone } from "@parkade/core/time"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { amountText } from "../arbitraries/Money.ts"
import { type Stay, stay, stepsOf } from "../arbitraries/Stay.ts"
import { elapsedText } from "../arbitraries/Window.ts"
import { type Law, show } from "./Law.ts"

export interface ValidationCase {
  readonly tariff: Tariff.Tariff
  /** The lot's zone and holiday calendars, for tariffs that need them. */
  readonly host: PriceFunction.Host
  readonly stay: Stay
  readonly validations: Validation.Validations
}

const decimal = (hundredths: number) => `${Math.floor(hundredths / 100)}.${(hundredths % 100).toString().padStart(2, "0")}`
const amount = fc.oneof(fc.integer({ min: 0, max: 2_000 }).map(decimal), amountText())
const code = fc.constantFrom("A", "B", "C", "D", "E")

/** One validation of any kind. */
const validation = (): fc.Arbitrary<Validation.Validation> =>
  fc.oneof(
    fc.record({ type: fc.constant("time" as const), code, upTo: elapsedText({ maxHours: 3 }), max: fc.option(amount, { nil: undefined }) })
      .map(({ max, ...rest }) => ({ ...rest, ...(max !== undefined && { max }) })),
    fc.record({ type: fc.constant("amount" as const), code, off: amount }),
    fc.record({ type: fc.constant("percent" as const), code, percent: fc.integer({ min: 1, max: 10_000 }).map(decimal), of: fc.constantFrom("rest" as const, "whole" as const) })
  )

/** Stays in `tariff` with up to five validations. */
export const validationCase = (tariff: Tariff.Tariff, host: PriceFunction.Host = {}): fc.Arbitrary<ValidationCase> =>
  fc.record({
    stay: stay({ steps: stepsOf(tariff) }),
    validations: fc.record({ combine: fc.constantFrom("all", "all", "best", "first"), of: fc.array(validation(), { maxLength: 5 }) })
  }).map((made) => ({ tariff, host, ...made }))

const priced = ({ host, stay, tariff, validations }: ValidationCase, of = validations.of) => {
  const compiled = Result.getOrThrow(PriceFunction.compile(tariff, host))
  return { base: compiled.from(stay.entry).at(stay.exit), validated: Validation.price(compiled, stay, { ...validations, of }) }
}

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

const adds = (bill: Bill.Bill): boolean =>
  (["net", "gross"] as const).every((side) => sum(bill.lines.map((line) => line[side])) === bill[side])

const ofValidated = (name: string, contradiction: (validated: Validation.Validated, base: Bill.Bill, input: ValidationCase) => string | undefined): Law<ValidationCase> => ({
  name,
  counterexample: (input) => {
    const { base, validated } = priced(input)
    if (Result.isFailure(base) !== Result.isFailure(validated)) return show({ base, validated })
    // A bill that breaks the laws of prices before any validation is their counterexample.
    if (Result.isSuccess(base) && (base.success.net < 0 || base.success.gross < base.success.net)) return undefined
    return Result.isSuccess(base) && Result.isSuccess(validated) ? contradiction(validated.success, base.success, input) : undefined
  }
})

/** What amounts and percents leave of `start`, one after the other, by the tariff's rounding. */
const leftOf = (start: number, { of }: Validation.Validations, { minorUnits, tariff }: { readonly minorUnits: number; readonly tariff: Tariff.Tariff }): bigint => {
  const parsed = (text: string) => Rational.parse(text) ?? Rational.zero
  const unit = Rational.make(10n ** BigInt(minorUnits))
  const quantum = Rational.multiply(parsed(tariff.rounding.to), unit)
  const rounded = (value: Rational.Rational) => Rational.multiply(Rational.make(Rational.round(Rational.divide(value, quantum), tariff.rounding.mode)), quantum)
  const whole = Rational.make(start)
  let left = whole
  for (const each of of) {
    if (each.type === "time") continue
    const off = each.type === "amount"
      ? Rational.multiply(parsed(each.off), unit)
      : Rational.multiply(each.of === "rest" ? left : whole, Rational.divide(parsed(each.percent), Rational.make(100n)))
    const rest = Rational.subtract(left, tariff.rounding.where === "line" ? rounded(off) : off)
    left = Rational.compare(rest, Rational.zero) < 0 ? Rational.zero : rest
  }
  return rounded(left).numerator
}

const inOrder: Law<ValidationCase> = {
  name: "amounts and percents act in their declared order",
  counterexample: (input) => {
    const known = new Set<string>()
    const of = input.validations.of.filter(({ code, type }) => type !== "time" && !known.has(code) && known.add(code))
    const { base, validated } = priced({ ...input, validations: { combine: "all", of } })
    if (Result.isFailure(base) || Result.isFailure(validated) || base.success.net < 0) return undefined
    const side = base.success.tax === "included" ? "gross" : "net"
    const expected = leftOf(base.success[side], { combine: "all", of }, { minorUnits: base.success.minorUnits, tariff: input.tariff })
    return BigInt(validated.success.bill[side]) === expected ? undefined : `${expected} is left by hand, ${show(validated.success)}`
  }
}

/** Laws of validations. */
export const validationLaws: ReadonlyArray<Law<ValidationCase>> = [
  ofValidated("a validated bill's lines sum to its total", ({ bill }) => (adds(bill) ? undefined : show(bill))),
  ofValidated("what is taken off never exceeds the bill", ({ applied, bill }, base) => {
    const off = { net: sum(applied.map(({ off: { net } }) => net)), gross: sum(applied.map(({ off: { gross } }) => gross)) }
    const holds = bill.net >= 0 && bill.gross >= bill.net && off.net === base.net - bill.net && off.gross === base.gross - bill.gross
    return holds ? undefined : show({ off, bill, base })
  }),
  {
    name: "no validation leaves the bill as it is",
    counterexample: (input) => {
      const { base, validated } = priced(input, [])
      const same = Equal.equals(Result.map(validated, ({ bill }) => bill), base)
      return same && (Result.isFailure(validated) || validated.success.applied.length + validated.success.refused.length === 0) ? undefined : show(validated)
    }
  },
  inOrder,
  ofValidated("what validations leave is a multiple of what the tariff rounds to", ({ bill }, _, { tariff }) => {
    const quantum = Rational.multiply(Rational.parse(tariff.rounding.to) ?? Rational.zero, Rational.make(10n ** BigInt(bill.minorUnits)))
    const whole = (amount: number) => Rational.divide(Rational.make(amount), quantum).denominator === 1n
    return whole(bill.net) && whole(bill.gross) ? undefined : show(bill)
  }),
  ofValidated("no stay of the tariff has more taken off it by the validation, but for one rounding of tax for each line of its bill", ({ applied, bill }, base, { tariff, validations: { of } }) => {
    const step = Rational.multiply(Rational.parse(tariff.rounding.to) ?? Rational.zero, Rational.make(10n ** BigInt(bill.minorUnits)))
    const rounding = tariff.tax === "added" ? Number(Rational.round(step, "up")) * Math.max(base.lines.length, bill.lines.length) : 0
    const dear = applied.find(({ code, off }) => {
      const validation = of.find((each) => each.code === code)
      return validation !== undefined && Bill.total({ ...bill, gross: off.gross - rounding }).amount > Worth.most(validation, tariff).amount
    })
    return dear === undefined ? undefined : show({ dear, of })
  }),
  ofValidated("every validation is applied or refused, once", ({ applied, refused }, _, { validations: { of } }) => {
    const [given, answered] = [of.map(({ code }) => code).toSorted(), [...applied, ...refused].map(({ code }) => code).toSorted()]
    return Equal.equals(given, answered) ? undefined : show({ applied, refused })
  }),
  ofValidated("no single validation takes off more than the best", ({ applied }, base, { host, stay, tariff, validations: { of } }) => {
    const alone = (each: Validation.Validation) => {
      const { validated } = priced({ tariff, host, stay, validations: { combine: "all", of: [each] } })
      return Result.isSuccess(validated) ? base.gross - validated.success.bill.gross : 0
    }
    const first = of.filter(({ code }, index) => of.findIndex((each) => each.code === code) === index)
    const { validated: best } = priced({ tariff, host, stay, validations: { combine: "best", of } })
    const off = Result.isSuccess(best) ? base.gross - best.success.bill.gross : 0
    return off === Math.max(0, ...first.map(alone)) && applied.length <= of.length ? undefined : show({ off, alone: first.map(alone) })
  })
]

/** The amount at the end of a row, in minor units. */
const amountOf = (row: string): number => Number(row.slice(row.lastIndexOf("  ")).replace(/[^\d-]/g, ""))

/** Laws of bills as text. */
export const receiptLaws: ReadonlyArray<Law<ValidationCase>> = [
  ofValidated("the rows of a receipt sum to the bill in every language", ({ bill }) => {
    const sums = bill.tax === "included" ? [bill.gross, bill.gross - bill.net] : bill.tax === "added" ? [bill.net, bill.gross - bill.net, bill.gross] : [bill.gross]
    for (const language of Language.languages) {
      for (const lines of ["each", "grouped"] as const) {
        const amounts = Bill.render(bill, { language, lines }).split("\n").map(amountOf)
        const [rows, last] = [amounts.slice(0, -sums.length), amounts.slice(-sums.length)]
        if (sum(rows) !== sums[0] || !Equal.equals(last, sums)) return `${language}, ${lines}: ${show({ rows, last, bill })}`
      }
    }
    return undefined
  }),
  ofValidated("no row of a receipt is wider than its paper", ({ bill }) => {
    for (const language of Language.languages) {
      const wide = Bill.render(bill, { language, width: 32, zone: TimeZone.utc }).split("\n").find((row) => Language.columns(row) > 32)
      if (wide !== undefined) return wide
    }
    return undefined
  })
]
