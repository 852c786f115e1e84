/**
 * What is put on a bill after the stay was priced: validations take off, fees add. Both speak in the tariff's own terms
 * (net where tax is added, else gross), and the other side of the tax follows the bill's tax rates.
 *
 * Units: minor units of the bill.
 */
import { Money, Rational, Whole } from "../money/index.ts"
import * as Amount from "./Amount.ts"
import type * as Bill from "./Bill.ts"
import { rounder } from "./Billing.ts"
import * as Tariff from "./Tariff.ts"

export type Side = "net" | "gross"

/** The side that the tariff's own amounts are. */
export const ownSide = (tax: Bill.Tax): Side => (tax === "included" ? "gross" : "net")
const otherSide = (tax: Bill.Tax): Side => (tax === "included" ? "net" : "gross")

const one = Rational.make(1n)

/** What the other side of an own amount of 1 is. */
export const factor = (tax: Bill.Tax, taxRate: string): Rational.Rational => {
  if (tax === "none") return one
  const withTax = Rational.add(one, Amount.value(taxRate))
  return tax === "included" ? Rational.divide(one, withTax) : withTax
}

/** Whole minor units, as the tariff declares. */
export const declared = (tariff: Tariff.Tariff): ((value: Rational.Rational) => bigint) => {
  const round = rounder(tariff)
  return ({ denominator, numerator }) => BigInt(round(Whole.of(denominator))(Whole.of(numerator)))
}

/** An amount in major units, in minor units of the tariff. */
export const inMinorUnits = (tariff: Tariff.Tariff, amount: Amount.Amount): Rational.Rational =>
  Rational.multiply(Amount.value(amount), Rational.make(10n ** BigInt(Tariff.minorUnits(tariff))))

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

/** `whole` in the proportion of `weights`; in equal parts where all of them are zero. */
const split = (whole: number, weights: ReadonlyArray<number>, currency: Money.Currency): ReadonlyArray<number> => {
  const [first = 1, ...rest] = weights.some((weight) => weight > 0) ? weights.map((weight) => Math.max(0, weight)) : weights.map(() => 1)
  return Money.split({ amount: whole, currency }, [first, ...rest]).map(({ amount }) => amount)
}

interface Group {
  readonly taxRate: string
  readonly own: number
  readonly other: number
  /** The rate alone explains the other side, up to what rounding each line does. */
  readonly byRate: boolean
}

/** The bill's price by tax rate. What rounding and earlier visits left has no rate: the others carry it in proportion. */
const groups = (bill: Bill.Bill): ReadonlyArray<Group> => {
  const [own, other] = [ownSide(bill.tax), otherSide(bill.tax)]
  const rated = bill.lines.filter(({ kind }) => kind !== "rounding" && kind !== "earlier")
  const rates = [...new Set(rated.map(({ taxRate }) => taxRate))]
  const of = (side: Side) => rates.map((rate) => sum(rated.filter(({ taxRate }) => taxRate === rate).map((line) => line[side])))
  const [owns, others] = [split(bill[own], of(own), bill.currency), split(bill[other], of(other), bill.currency)]
  return rates.map((taxRate, index) => {
    const [mine, theirs] = [owns[index] ?? 0, others[index] ?? 0]
    const exact = Rational.multiply(Rational.make(mine), factor(bill.tax, taxRate))
    const difference = Rational.subtract(exact, Rational.make(theirs))
    const near = Rational.compare(Rational.multiply(difference, difference), Rational.make((bill.lines.length + 1) ** 2)) <= 0
    return { taxRate, own: mine, other: theirs, byRate: near }
  })
}

/** What a group's other side comes to once its own is `left`. */
const otherOf = (group: Group, left: number, tax: Bill.Tax): Rational.Rational =>
  group.byRate || group.own === 0
    ? Rational.multiply(Rational.make(left), factor(tax, group.taxRate))
    : Rational.make(BigInt(group.other) * BigInt(left), BigInt(group.own))

/** What a line says besides its amounts. */
export type Words = Pick<Bill.Line, "kind" | "rule" | "label" | "quantity" | "unitPrice" | "unit">

const withLines = (bill: Bill.Bill, lines: ReadonlyArray<Bill.Line>): Bill.Bill => ({
  ...bill,
  lines: [...bill.lines, ...lines],
  net: bill.net + sum(lines.map(({ net }) => net)),
  gross: bill.gross + sum(lines.map(({ gross }) => gross))
})

/** Takes `off`, at most the bill, with a line for each tax rate that it is taken from. */
export const takeOff = (bill: Bill.Bill, tariff: Tariff.Tariff, off: number, words: Words): Bill.Bill => {
  const [own, other] = [ownSide(bill.tax), otherSide(bill.tax)]
  const taxed = groups(bill)
  const offs = split(off, taxed.map((group) => group.own), bill.currency)
  const exact = taxed.map((group, index) => otherOf(group, group.own - (offs[index] ?? 0), bill.tax))
  const ownLeft = bill[own] - off
  const taxedLeft = Math.min(bill[other], Number(declared(tariff)(Rational.sum(exact))))
  // Tax is never negative.
  const untaxed = bill.tax === "included" ? Math.min(taxedLeft, ownLeft) : bill.tax === "added" ? Math.max(taxedLeft, ownLeft) : ownLeft
  // Nor is anything added by what takes off.
  const left = Math.min(bill[other], untaxed)
  const cuts = taxed.map((group, index) => Math.max(0, group.other - Number(Rational.round(exact[index] ?? Rational.zero, "half-up"))))
  const otherOffs = split(bill[other] - left, cuts.some((cut) => cut > 0) ? cuts : taxed.map((group) => group.other), bill.currency)
  return withLines(bill, taxed.flatMap(({ taxRate }, index) => {
    const amounts = { [own]: 0 - (offs[index] ?? 0), [other]: 0 - (otherOffs[index] ?? 0) }
    const { gross = 0, net = 0 }: { readonly net?: number; readonly gross?: number } = amounts
    return net === 0 && gross === 0 ? [] : [{ ...words, from: bill.from, to: bill.to, taxRate, net, gross }]
  }))
}

/** Adds `amount`, exact and in own terms, taxed at `taxRate`, rounded as the tariff declares. */
export const add = (bill: Bill.Bill, tariff: Tariff.Tariff, amount: Rational.Rational, taxRate: string, words: Words): Bill.Bill => {
  const round = declared(tariff)
  const [mine, theirs] = [Number(round(amount)), Number(round(Rational.multiply(amount, factor(bill.tax, taxRate))))]
  const amounts = bill.tax === "included" ? { gross: mine, net: theirs } : { net: mine, gross: theirs }
  return mine === 0 && theirs === 0 ? bill : withLines(bill, [{ ...words, from: bill.from, to: bill.to, taxRate: bill.tax === "none" ? "0" : taxRate, ...amounts }])
}

/** The lines of `more` at the end of `bill`. */
export const append = (bill: Bill.Bill, more: ReadonlyArray<Bill.Line>): Bill.Bill => withLines(bill, more)
