/**
 * The common denominator of everything a tariff may charge: all amounts, with and without tax, are whole numbers of its
 * parts.
 */
import { Rational, Whole } from "../../money/index.ts"
import type * as Bill from "../Bill.ts"

/** A tax rate: what amounts in the tariff's own terms are without and with it. */
export interface Tax {
  /** As bills show it. */
  readonly rate: string
  /** Gross of a net of 1 where tax is added, net of a gross of 1 where it is included. */
  readonly factor: Rational.Rational
  readonly net: (own: Whole.Whole) => Whole.Whole
  readonly gross: (own: Whole.Whole) => Whole.Whole
}

export type Side = "net" | "gross"

export interface Scale {
  /** The side of the tariff's own terms. */
  readonly own: Side
  /** So many parts are one minor unit. */
  readonly parts: Whole.Whole
  /** `amount`, in minor units, in parts. */
  readonly whole: (amount: Rational.Rational) => Whole.Whole
  /** The same for each rate, so that equal rates are `===`. */
  readonly tax: (rate: Rational.Rational) => Tax
}

const one = Rational.make(1n)
const same = (own: Whole.Whole): Whole.Whole => own

const taxes = (terms: Bill.Tax): Scale["tax"] => {
  const known = new Map<string, Tax>()
  return (rate) => {
    const text = terms === "none" ? "0" : Rational.format(rate)
    const before = known.get(text)
    if (before !== undefined) return before
    const factor = text === "0" ? one : terms === "added" ? Rational.add(one, rate) : Rational.divide(one, Rational.add(one, rate))
    const [times, over] = [Whole.of(factor.numerator), Whole.of(factor.denominator)]
    const other = times === over ? same : (own: Whole.Whole) => Whole.multiply(Whole.divide(own, over), times)
    const made = { rate: text, factor, net: terms === "included" ? other : same, gross: terms === "included" ? same : other }
    known.set(text, made)
    return made
  }
}

/** Notes the denominators that it meets; `toScale` then has a part for each of them. */
export const gather = (terms: Bill.Tax): { readonly noting: Scale; readonly toScale: () => Scale } => {
  const tax = taxes(terms)
  const own = terms === "included" ? "gross" : "net"
  let [amounts, factors] = [1n, 1n]
  return {
    noting: {
      own,
      parts: 1,
      whole: ({ denominator }) => {
        amounts = Rational.multiple(amounts, denominator)
        return 0
      },
      tax: (rate) => {
        const found = tax(rate)
        factors = Rational.multiple(factors, found.factor.denominator)
        return found
      }
    },
    toScale: () => {
      const parts = amounts * factors
      return { own, parts: Whole.of(parts), whole: ({ denominator, numerator }) => Whole.of(numerator * (parts / denominator)), tax }
    }
  }
}
