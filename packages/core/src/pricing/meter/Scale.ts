/**
 * The common denominator of everything a tariff may charge: all amounts are whole numbers of its parts.
 */
import { Rational, Whole } from "../../money/index.ts"

export interface Scale {
  /** So many parts are one minor unit. */
  readonly parts: bigint
  /** `amount`, in minor units, in parts. */
  readonly whole: (amount: Rational.Rational) => Whole.Whole
}

/** Notes the denominators that it meets; `toScale` then has a part for each of them. */
export const gather = (): { readonly noting: Scale; readonly toScale: () => Scale } => {
  let parts = 1n
  return {
    noting: {
      parts,
      whole: ({ denominator }) => {
        parts *= Rational.make(denominator, parts).numerator
        return 0
      }
    },
    toScale: () => ({ parts, whole: ({ denominator, numerator }) => Whole.of(numerator * (parts / denominator)) })
  }
}
