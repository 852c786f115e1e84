/**
 * What a rate charges for a part of a stay, exactly.
 *
 * Units: epoch seconds; amounts are whole numbers of `parts` of a minor unit, without tax and with it.
 */
import { type Rational, Whole } from "../money/index.ts"
import type * as Bill from "./Bill.ts"

export interface Charge {
  readonly kind: Bill.Kind
  readonly rule: string
  readonly label: string
  readonly from: number
  readonly to: number
  readonly quantity: string
  readonly unitPrice: string
  readonly unit: string
  readonly taxRate: string
  readonly net: Whole.Whole
  readonly gross: Whole.Whole
  readonly parts: Whole.Whole
}

/** Exact minor units without tax and with it, in common parts. */
export const inParts = ({ gross, net }: { readonly net: Rational.Rational; readonly gross: Rational.Rational }): Pick<Charge, "net" | "gross" | "parts"> => ({
  net: Whole.of(net.numerator * gross.denominator),
  gross: Whole.of(gross.numerator * net.denominator),
  parts: Whole.of(net.denominator * gross.denominator)
})
