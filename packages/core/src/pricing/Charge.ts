/**
 * What a rate charges for a part of a stay, exactly, and how charges become a bill.
 *
 * Units: epoch seconds; rationals in minor units, in the tariff's own terms (net, or gross where tax is included).
 * Rounding: once, where the tariff's `rounding` says; a line "rounding" carries what the shown lines lack.
 */
import { Result } from "effect"
import { Money, Rational } from "../money/index.ts"
import { Instant } from "../time/index.ts"
import type * as Bill from "./Bill.ts"
import * as Tariff from "./Tariff.ts"

export interface Charge {
  readonly kind: Bill.Kind
  readonly rule: string
  readonly label: string
  readonly from: number
  readonly to: number
  readonly quantity: Rational.Rational
  readonly unitPrice: string
  readonly unit: string
  readonly taxRate: Rational.Rational
  readonly amount: Rational.Rational
  /** With tax, where that is bounded by itself and does not follow from the rate. */
  readonly gross?: Rational.Rational
}

const one = Rational.make(1n)

type Sums = { readonly net: Rational.Rational; readonly gross: Rational.Rational }

/** Net and gross of a charge, by what the tariff's amounts mean. */
const taxed = ({ amount, gross, taxRate }: Charge, tax: Bill.Tax): Sums => {
  if (gross !== undefined) return { net: amount, gross }
  if (tax === "none" || taxRate.numerator === 0n) return { net: amount, gross: amount }
  const factor = Rational.add(one, taxRate)
  return tax === "added" ? { net: amount, gross: Rational.multiply(amount, factor) } : { net: Rational.divide(amount, factor), gross: amount }
}

/** What a charge comes to with tax. */
export const grossOf = (charge: Charge, tax: Bill.Tax): Rational.Rational => taxed(charge, tax).gross

/** Rounds amounts in minor units as the tariff declares. */
export const rounder = (tariff: Tariff.Tariff) => {
  const quantum = Rational.multiply(Tariff.amount(tariff.rounding.to), Rational.make(10n ** BigInt(Tariff.minorUnits(tariff))))
  return (value: Rational.Rational) => Rational.multiply(Rational.make(Rational.round(Rational.divide(value, quantum), tariff.rounding.mode)), quantum)
}

/** Net and gross in minor units of an exact amount of one tax rate, rounded once; nothing beyond the safe integers. */
export const totals = (tariff: Tariff.Tariff, taxRate: Rational.Rational): ((amount: Rational.Rational) => { readonly net: number; readonly gross: number } | undefined) => {
  const declared = rounder(tariff)
  const factor = tariff.tax === "none" ? one : Rational.add(one, taxRate)
  const whole = (value: Rational.Rational) => Number(Rational.round(declared(value), "half-up"))
  return (amount) => {
    const net = whole(tariff.tax === "included" ? Rational.divide(amount, factor) : amount)
    const gross = factor === one ? net : whole(tariff.tax === "added" ? Rational.multiply(amount, factor) : amount)
    return Number.isSafeInteger(net) && Number.isSafeInteger(gross) ? { net, gross } : undefined
  }
}

interface Rounded {
  readonly lines: ReadonlyArray<{ readonly net: bigint; readonly gross: bigint }>
  readonly net: bigint
  readonly gross: bigint
}

const round = (tariff: Tariff.Tariff, charges: ReadonlyArray<Charge>): Rounded => {
  const declared = rounder(tariff)
  const perLine = tariff.rounding.where === "line"
  const exact = charges.map((charge) => taxed(charge, tariff.tax))
  const shown = (value: Rational.Rational) => Rational.round(perLine ? declared(value) : value, "half-up")
  const total = (side: keyof Sums) => {
    const sides = exact.map((sums) => sums[side])
    const sum = Rational.round(perLine ? Rational.sum(sides.map(declared)) : declared(Rational.sum(sides)), "half-up")
    // Lines that are rounded one by one may come to less than nothing; a price does not.
    return sum < 0n ? 0n : sum
  }
  return { lines: exact.map(({ gross, net }) => ({ net: shown(net), gross: shown(gross) })), net: total("net"), gross: total("gross") }
}

/** What a bill is of: the stay it prices, and what earlier visits that count with it have cost. */
export interface Subject {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  /** Charges of the earlier visits alone, which their own bills carry. */
  readonly earlier?: ReadonlyArray<Charge>
}

const extra = (kind: Bill.Kind, { from, to }: Subject, sums: { readonly net: bigint; readonly gross: bigint }, unit: string): ReadonlyArray<Bill.Line> =>
  sums.net === 0n && sums.gross === 0n
    ? []
    : [{ kind, rule: kind, label: kind, from, to, quantity: "1", unitPrice: "0", unit, taxRate: "0", net: Number(sums.net), gross: Number(sums.gross) }]

/** Exact charges become a bill: rounded where the tariff says, with the residue shown. */
export const toBill = (tariff: Tariff.Tariff, charges: ReadonlyArray<Charge>, subject: Subject): Result.Result<Bill.Bill, Money.AmountTooLarge> => {
  const minorUnits = Tariff.minorUnits(tariff)
  const all = round(tariff, charges)
  const earlier = subject.earlier === undefined ? { net: 0n, gross: 0n } : round(tariff, subject.earlier)
  const residue = {
    net: all.lines.reduce((left, { net }) => left - net, all.net),
    gross: all.lines.reduce((left, { gross }) => left - gross, all.gross)
  }
  const [net, gross] = [all.net - earlier.net, all.gross - earlier.gross]
  const largest = [all.net, all.gross, ...all.lines.flatMap((line) => [line.net, line.gross])].reduce((most, each) => each > most ? each : -each > most ? -each : most, 0n)
  // In the units it is paid in, too, it must be an amount.
  const paid = largest * 10n ** BigInt(Math.max(0, Money.minorUnits(tariff.currency) - minorUnits))
  return Result.map(Money.fromMinorUnits(paid, tariff.currency), () => ({
    from: subject.from,
    to: subject.to,
    currency: tariff.currency,
    minorUnits,
    tax: tariff.tax,
    net: Number(net),
    gross: Number(gross),
    lines: [
      ...charges.map((charge, index) => ({
        kind: charge.kind,
        rule: charge.rule,
        label: charge.label,
        from: Instant.ofSeconds(charge.from),
        to: Instant.ofSeconds(charge.to),
        quantity: Rational.format(charge.quantity),
        unitPrice: charge.unitPrice,
        unit: charge.unit,
        taxRate: tariff.tax === "none" ? "0" : Rational.format(charge.taxRate),
        net: Number(all.lines[index]?.net ?? 0n),
        gross: Number(all.lines[index]?.gross ?? 0n)
      })),
      ...extra("rounding", subject, residue, tariff.rounding.to),
      ...extra("earlier", subject, { net: -earlier.net, gross: -earlier.gross }, "visits")
    ]
  }))
}
