/**
 * How exact charges become money: a bill, or what it comes to.
 *
 * Rounding: once, where the tariff's `rounding` says; a line "rounding" carries what the shown lines lack.
 */
import { Result } from "effect"
import { Money, Rational, Whole } from "../money/index.ts"
import { Instant } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import type * as Bill from "./Bill.ts"
import type { Charge } from "./Charge.ts"
import type { Price } from "./Steps.ts"
import { minorUnits } from "./Syntax.ts"
import type { Tariff } from "./Tariff.ts"

/** In minor units: what amounts are rounded to multiples of. */
export const quantumOf = (tariff: Tariff): Whole.Whole =>
  Whole.of(Rational.multiply(Amount.value(tariff.rounding.to), Rational.make(10n ** BigInt(minorUnits(tariff)))).numerator)

/** Rounds amounts, of so many parts of a minor unit, to minor units as the tariff declares. */
export const rounder = (tariff: Tariff): ((parts: Whole.Whole) => (amount: Whole.Whole) => Whole.Whole) => {
  const { mode } = tariff.rounding
  const quantum = quantumOf(tariff)
  return (parts) => {
    const each = Whole.multiply(parts, quantum)
    if (each === 1) return (amount) => amount
    return quantum === 1 ? (amount) => Whole.round(amount, each, mode) : (amount) => Whole.multiply(Whole.round(amount, each, mode), quantum)
  }
}

/** What a bill is of: the stay it prices, and what earlier visits that count with it have cost. */
interface Subject {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  /** Charges of the earlier visits alone, which their own bills carry. */
  readonly earlier?: ReadonlyArray<Charge>
}

interface Sides {
  readonly net: Whole.Whole
  readonly gross: Whole.Whole
}

const nothing: Sides = { net: 0, gross: 0 }

const minus = (a: Sides, b: Sides): Sides => ({ net: Whole.subtract(a.net, b.net), gross: Whole.subtract(a.gross, b.gross) })
const magnitude = (value: Whole.Whole): Whole.Whole => value < 0 ? Whole.subtract(0, value) : value
const larger = (most: Whole.Whole, { gross, net }: Sides): Whole.Whole => {
  const own = magnitude(net) > most ? magnitude(net) : most
  return magnitude(gross) > own ? magnitude(gross) : own
}

/** Lines that are rounded one by one may come to less than nothing; a price does not. */
const atLeastNothing = ({ gross, net }: Sides): Sides => ({ net: net < 0 ? 0 : net, gross: gross < 0 ? 0 : gross })

/** What charges come to, exactly. Nearly always all are in the same parts. */
const sum = (charges: ReadonlyArray<Charge>): Sides & { readonly parts: Whole.Whole } => {
  let parts = charges[0]?.parts ?? 1
  let [net, gross]: [Whole.Whole, Whole.Whole] = [0, 0]
  for (const charge of charges) {
    let [scale, own]: [Whole.Whole, Whole.Whole] = [1, 1]
    if (charge.parts !== parts) {
      const common = Rational.make(BigInt(parts), BigInt(charge.parts))
      ;[own, scale] = [Whole.of(common.numerator), Whole.of(common.denominator)]
      parts = Whole.multiply(parts, scale)
    }
    net = Whole.add(Whole.multiply(net, scale), Whole.multiply(charge.net, own))
    gross = Whole.add(Whole.multiply(gross, scale), Whole.multiply(charge.gross, own))
  }
  return { net, gross, parts }
}

/** The largest amount, in minor units of the tariff, that is one in the units it is paid in, too. */
export const largest = (tariff: Tariff): number => Math.floor(Number.MAX_SAFE_INTEGER / paidIn(tariff))

const paidIn = (tariff: Tariff): number => 10 ** Math.max(0, Money.minorUnits(tariff.currency) - minorUnits(tariff))

type Side = (amount: Whole.Whole) => Whole.Whole

/** The price of amounts, in parts of a minor unit, whose sides of the tax are known, rounded once; nothing beyond the safe integers. */
export const pricing = (tariff: Tariff): ((parts: Whole.Whole, net: Side, gross: Side) => (amount: Whole.Whole) => Price | undefined) => {
  const declared = rounder(tariff)
  const limit = largest(tariff)
  return (parts, net, gross) => {
    const round = declared(parts)
    if (net === gross) return (amount) => {
      const both = Number(round(amount))
      return both <= limit ? { net: both, gross: both } : undefined
    }
    return (amount) => {
      const [without, withTax] = [Number(round(net(amount))), Number(round(gross(amount)))]
      return without <= limit && withTax <= limit ? { net: without, gross: withTax } : undefined
    }
  }
}

/** Makes bills of charges: rounded where the tariff says, with the residue shown. */
export type Billing = (charges: ReadonlyArray<Charge>, subject: Subject) => Result.Result<Bill.Bill, Money.AmountTooLarge>

export const billing = (tariff: Tariff): Billing => {
  const { currency, rounding, tax } = tariff
  const places = minorUnits(tariff)
  const declared = rounder(tariff)
  const perLine = rounding.where === "line"
  const shown: typeof declared = perLine ? declared : (parts) => (amount) => Whole.round(amount, parts, "half-up")
  const both = (round: typeof declared, { gross, net, parts }: Sides & { readonly parts: Whole.Whole }): Sides => {
    const own = round(parts)
    const rounded = own(net)
    return { net: rounded, gross: gross === net ? rounded : own(gross) }
  }
  const limit = largest(tariff)
  const lineOf = (charge: Charge, net: number, gross: number): Bill.Line => ({
    kind: charge.kind,
    rule: charge.rule,
    label: charge.label,
    from: Instant.ofSeconds(charge.from),
    to: Instant.ofSeconds(charge.to),
    quantity: charge.quantity,
    unitPrice: charge.unitPrice,
    unit: charge.unit,
    taxRate: charge.taxRate,
    net,
    gross
  })
  /** What charges come to, what their lines show of it, and the largest amount among all of these; the lines go to `lines`. */
  const put = (charges: ReadonlyArray<Charge>, lines: Array<Bill.Line>) => {
    let [net, gross, most]: [Whole.Whole, Whole.Whole, Whole.Whole] = [0, 0, 0]
    for (const charge of charges) {
      const line = both(shown, charge)
      most = larger(most, line)
      net = Whole.add(net, line.net)
      gross = Whole.add(gross, line.gross)
      lines.push(lineOf(charge, Number(line.net), Number(line.gross)))
    }
    const rounded = { net, gross }
    const total = atLeastNothing(perLine ? rounded : both(declared, sum(charges)))
    return { total, rounded, most: larger(most, total) }
  }
  const extra = (kind: Bill.Kind, { from, to }: Subject, { gross, net }: Sides, unit: string): ReadonlyArray<Bill.Line> =>
    net === 0 && gross === 0 ? [] : [{ kind, rule: kind, label: kind, from, to, quantity: "1", unitPrice: "0", unit, taxRate: "0", net: Number(net), gross: Number(gross) }]
  return (charges, subject) => {
    const { from, to } = subject
    const lines: Array<Bill.Line> = []
    const { most: own, rounded, total } = put(charges, lines)
    const before = subject.earlier === undefined ? { total: nothing, most: 0 } : put(subject.earlier, [])
    const most = before.most > own ? before.most : own
    if (most > limit) return Result.fail(new Money.AmountTooLarge({ amount: `${BigInt(most) * BigInt(paidIn(tariff))}`, currency }))
    lines.push(...extra("rounding", subject, minus(total, rounded), rounding.to), ...extra("earlier", subject, minus(nothing, before.total), "visits"))
    const { gross, net } = minus(total, before.total)
    return Result.succeed({ from, to, currency, minorUnits: places, tax, net: Number(net), gross: Number(gross), lines })
  }
}
