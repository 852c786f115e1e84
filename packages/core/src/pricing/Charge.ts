/**
 * What a rate charges for a part of a stay, exactly, and how charges become a bill.
 *
 * Units: rationals in minor units, in the tariff's own terms (net, or gross where tax is included).
 * Rounding: once, where the tariff's `rounding` says; a line "rounding" carries what the shown lines lack.
 */
import { Result } from "effect"
import { Money, Rational } from "../money/index.ts"
import type { Instant } from "../time/index.ts"
import type * as Bill from "./Bill.ts"
import * as Tariff from "./Tariff.ts"

export interface Charge {
  readonly rule: string
  readonly label: string
  readonly quantity: Rational.Rational
  readonly unitPrice: string
  readonly unit: string
  readonly taxRate: Rational.Rational
  readonly amount: Rational.Rational
}

const one = Rational.make(1n)

/** Net and gross of a charge, by what the tariff's amounts mean. */
const taxed = (charge: Charge, tax: Tariff.Tariff["tax"]) => {
  const factor = Rational.add(one, charge.taxRate)
  if (tax === "added") return { net: charge.amount, gross: Rational.multiply(charge.amount, factor) }
  if (tax === "included") return { net: Rational.divide(charge.amount, factor), gross: charge.amount }
  return { net: charge.amount, gross: charge.amount }
}

type Sums = { readonly net: Rational.Rational; readonly gross: Rational.Rational }
type Stay = { readonly from: Instant.Instant; readonly to: Instant.Instant }

/** Exact charges become a bill: rounded where the tariff says, with the residue shown. */
export const toBill = (
  tariff: Tariff.Tariff,
  charges: ReadonlyArray<Charge>,
  { from, to }: Stay
): Result.Result<Bill.Bill, Money.AmountTooLarge> => {
  const minorUnits = Tariff.minorUnits(tariff)
  const { mode, where } = tariff.rounding
  const quantum = Rational.multiply(Tariff.amount(tariff.rounding.to), Rational.make(10n ** BigInt(minorUnits)))
  const declared = (value: Rational.Rational) =>
    Rational.multiply(Rational.make(Rational.round(Rational.divide(value, quantum), mode)), quantum)
  const shown = (value: Rational.Rational) => Rational.round(where === "line" ? declared(value) : value, "half-up")
  const exact: ReadonlyArray<Sums> = charges.map((charge) => taxed(charge, tariff.tax))
  const lines = exact.map(({ gross, net }) => ({ net: shown(net), gross: shown(gross) }))
  const total = (side: keyof Sums) => {
    const sides = exact.map((sums) => sums[side])
    return Rational.round(where === "line" ? Rational.sum(sides.map(declared)) : declared(Rational.sum(sides)), "half-up")
  }
  const [net, gross] = [total("net"), total("gross")]
  // In the units it is paid in, too, it must be an amount.
  const largest = (net > gross ? net : gross) * 10n ** BigInt(Math.max(0, Money.minorUnits(tariff.currency) - minorUnits))
  const residue = {
    net: net - lines.reduce((sum, line) => sum + line.net, 0n),
    gross: gross - lines.reduce((sum, line) => sum + line.gross, 0n)
  }
  return Result.map(Money.fromMinorUnits(largest, tariff.currency), () => ({
    from,
    to,
    currency: tariff.currency,
    minorUnits,
    tax: tariff.tax,
    net: Number(net),
    gross: Number(gross),
    lines: [
      ...charges.map((charge, index) => ({
        rule: charge.rule,
        label: charge.label,
        from,
        to,
        quantity: Rational.format(charge.quantity),
        unitPrice: charge.unitPrice,
        unit: charge.unit,
        taxRate: tariff.tax === "none" ? "0" : Rational.format(charge.taxRate),
        net: Number(lines[index]?.net ?? 0n),
        gross: Number(lines[index]?.gross ?? 0n)
      })),
      ...(residue.net === 0n && residue.gross === 0n ? [] : [roundingLine(tariff, residue, { from, to })])
    ]
  }))
}

const roundingLine = (tariff: Tariff.Tariff, residue: { net: bigint; gross: bigint }, stay: Stay): Bill.Line => ({
  rule: "rounding",
  label: "rounding",
  ...stay,
  quantity: "1",
  unitPrice: "0",
  unit: tariff.rounding.to,
  taxRate: "0",
  net: Number(residue.net),
  gross: Number(residue.gross)
})
