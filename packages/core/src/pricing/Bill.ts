/**
 * A bill: the price of a stay with a line for every cent.
 *
 * Units: amounts in minor units of `currency`, with the `minorUnits` decimals of the tariff; `net` is without tax, `gross` is what the driver pays.
 * Guarantees: the lines' net and gross sum to the bill's; the price is never negative (what a visit adds to earlier
 * ones may be); the rows of a receipt sum to the bill in every language.
 */
import { Schema } from "effect"
import { Money, Rational } from "../money/index.ts"
import { Instant, type TimeZone } from "../time/index.ts"
import * as Language from "./Language.ts"

export const Tax = Schema.Literals(["included", "added", "none"])
export type Tax = typeof Tax.Type

/**
 * What a line is: something charged; what brings a period to its maximum or minimum; what earlier visits that count with
 * this one have cost; a validation, a fee or a discount put on the bill; what rounding the sum left.
 */
export const Kind = Schema.Literals(["charge", "maximum", "minimum", "earlier", "validation", "fee", "rounding"])
export type Kind = typeof Kind.Type

export const Line = Schema.Struct({
  kind: Kind,
  /** Path of the rule in the tariff ("rate.windows.0.rate"), or the line's kind where no rule made it. */
  rule: Schema.String,
  label: Schema.String,
  from: Instant.FromIso,
  to: Instant.FromIso,
  /** How many units were charged: exact, as a decimal or rational. */
  quantity: Schema.String,
  /** Price of one unit in major units, as the tariff writes it. */
  unitPrice: Schema.String,
  /** What one unit is: "stay", "PT1H", "kWh", "month"; of validations and fees also "percent" and what they are. */
  unit: Schema.String,
  /** Tax rate as a fraction; "0" for none. */
  taxRate: Schema.String,
  net: Money.Amount,
  gross: Money.Amount
})
export type Line = typeof Line.Type

export const Bill = Schema.Struct({
  from: Instant.FromIso,
  to: Instant.FromIso,
  currency: Money.Currency,
  minorUnits: Schema.Int,
  /** Prices of the tariff include tax, tax was added, or there is none. */
  tax: Tax,
  lines: Schema.Array(Line),
  net: Money.Amount,
  gross: Money.Amount
}).annotate({ identifier: "Bill" })
export type Bill = typeof Bill.Type

/**
 * What the driver pays, in the minor units the currency is paid in, which a tariff may write with more or fewer
 * decimals. Exact: tariffs round to a multiple of both.
 */
export const total = ({ currency, gross, minorUnits }: Bill): Money.Money => {
  const places = Money.minorUnits(currency) - minorUnits
  return { amount: places < 0 ? gross / 10 ** -places : gross * 10 ** places, currency }
}

const decimal = (amount: number, minorUnits: number): string => {
  const digits = Math.abs(amount).toString().padStart(minorUnits + 1, "0")
  const text = minorUnits === 0 ? digits : `${digits.slice(0, -minorUnits)}.${digits.slice(-minorUnits)}`
  return amount < 0 ? `-${text}` : text
}

/** How a bill is written. */
export interface Written {
  /** English by default. */
  readonly language?: Language.Language
  /** Shows from when to when the stay was, on clocks there. */
  readonly zone?: TimeZone.TimeZone
  /** `grouped`: one row for all lines of one rule and unit price. */
  readonly lines?: "each" | "grouped"
  /** Columns of the paper: rows are as wide, and what does not fit goes on over more rows. */
  readonly width?: number
}

type Row = readonly [label: string, detail: string, amount: string]

/** Lines that say the same of different times, as one. */
const grouped = (lines: ReadonlyArray<Line>): ReadonlyArray<Line> => {
  const known = new Map<string, Line>()
  for (const [index, line] of lines.entries()) {
    const { kind, label, rule, taxRate, unit, unitPrice } = line
    const key = JSON.stringify([kind, rule, label, unit, unitPrice, taxRate])
    const before = known.get(key)
    const [one, two] = [Rational.parse(before?.quantity ?? "0"), Rational.parse(line.quantity)]
    // A quantity too long to be read is not summed.
    if (one === undefined || two === undefined) known.set(`${index} ${key}`, line)
    else known.set(key, before === undefined ? line : { ...before, to: line.to, quantity: Rational.format(Rational.add(one, two)), net: before.net + line.net, gross: before.gross + line.gross })
  }
  return [...known.values()]
}

/** Units of lines that were not counted: a share of the price, what a minimum lacked. */
const unmeasured: ReadonlySet<string> = new Set(["percent", "minimum"])

const rowsOf = (bill: Bill, { language = "en", lines = "each" }: Written): ReadonlyArray<Row> => {
  const words = Language.of(language)
  const money = (amount: number) => Language.number(words, decimal(amount, bill.minorUnits))
  const side = bill.tax === "included" ? "gross" : "net"
  const tax = money(bill.gross - bill.net)
  const detail = ({ kind, quantity, unit, unitPrice }: Line) =>
    (kind === "charge" || kind === "fee") && !unmeasured.has(unit)
      ? `${Language.number(words, quantity)} x ${Language.number(words, unitPrice)} ${Language.perUnit(words, unit)}`
      : ""
  // Rounding may have left something on the side that is not shown.
  const shown = (lines === "each" ? bill.lines : grouped(bill.lines)).filter((line) => line.kind !== "rounding" || line[side] !== 0)
  const rows: Array<Row> = shown.map((line) => [Language.label(words, line.label), detail(line), money(line[side])])
  if (bill.tax === "added") rows.push([words.net, "", money(bill.net)], [words.tax, "", tax])
  rows.push([`${words.total} ${bill.currency}`, "", money(bill.gross)])
  if (bill.tax === "included") rows.push([words.ofWhichTax, "", tax])
  return rows
}

const { columns } = Language
const padEnd = (text: string, width: number) => text + " ".repeat(Math.max(0, width - columns(text)))
const padStart = (text: string, width: number) => " ".repeat(Math.max(0, width - columns(text))) + text

/** A row that its paper is too narrow for: the label, then what was counted, the amount at the right. */
const folded = ([label, detail, amount]: Row, width: number): ReadonlyArray<string> => {
  const left = [...Language.wrap(label, width), ...Language.wrap(detail, width - 2).map((line) => `  ${line}`)]
  const last = left.at(-1) ?? ""
  return columns(last) + 2 + columns(amount) <= width
    ? [...left.slice(0, -1), last + padStart(amount, width - columns(last))]
    : [...left, padStart(amount, width)]
}

/** Rows of three columns, amounts aligned at their right. */
const table = (rows: ReadonlyArray<Row>, width: number | undefined): ReadonlyArray<string> => {
  const widest = (column: 0 | 1 | 2) => Math.max(0, ...rows.map((row) => columns(row[column])))
  const [label, detail, amount] = [widest(0), widest(1), widest(2)]
  const natural = label + 2 + detail + 2 + amount
  if (width !== undefined && natural > width) return rows.flatMap((row) => folded(row, width))
  const end = amount + (width === undefined ? 0 : width - natural)
  return rows.map((row) => `${padEnd(row[0], label)}  ${padEnd(row[1], detail)}  ${padStart(row[2], end)}`)
}

const stayed = ({ from, to }: Bill, zone: TimeZone.TimeZone): string => {
  const [start, end] = [from, to].map((at) => Instant.toIso(at, zone).slice(0, 16).replace("T", " "))
  return start?.slice(0, 10) === end?.slice(0, 10) ? `${start} - ${end?.slice(11)}` : `${start} - ${end}`
}

/** The bill as text, a row for each line, sums at the end: for a receipt, a terminal, a log. */
export const render = (bill: Bill, written: Written = {}): string => {
  const { width, zone } = written
  const heading = zone === undefined ? [] : width === undefined ? [stayed(bill, zone)] : Language.wrap(stayed(bill, zone), width)
  return [...heading, ...table(rowsOf(bill, written), width)].join("\n")
}

/** A branch of the tariff that did not apply, as PriceFunction finds it. */
export interface NotApplied {
  readonly label: string
  /** Minor units; absent where it has no price. */
  readonly amount?: number
  readonly more?: number
  readonly unmet: ReadonlyArray<string>
}

/** Why the other branches of the tariff did not apply to the stay of `bill`: a row each. */
export const renderWhyNot = (others: ReadonlyArray<NotApplied>, bill: Pick<Bill, "minorUnits">, { language = "en", width }: Pick<Written, "language" | "width"> = {}): string => {
  const words = Language.of(language)
  const money = (amount: number) => Language.number(words, decimal(amount, bill.minorUnits))
  const compared = (more: number) => more === 0 ? words.same : `${money(Math.abs(more))} ${more > 0 ? words.more : words.less}`
  return table(others.map(({ amount, label, more, unmet }): Row => [
    Language.label(words, label),
    [
      ...(amount === undefined || more === undefined ? [] : [compared(more)]),
      ...(unmet.length === 0 ? [] : [`${words.unmet}: ${unmet.map((name) => Language.condition(words, name)).join(", ")}`])
    ].join("; "),
    amount === undefined ? words.noPrice : money(amount)
  ]), width).join("\n")
}
