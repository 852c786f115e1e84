/**
 * A bill: the price of a stay with a line for every cent.
 *
 * Units: amounts in minor units of `currency`, with the `minorUnits` decimals of the tariff; `net` is without tax, `gross` is what the driver pays.
 * Guarantees: the lines' net and gross sum to the bill's; the price is never negative.
 */
import { Schema } from "effect"
import { Money } from "../money/index.ts"
import { Instant } from "../time/index.ts"

export const Tax = Schema.Literals(["included", "added", "none"])
export type Tax = typeof Tax.Type

export const Line = Schema.Struct({
  /** Path of the rule in the tariff ("rate"), or "rounding". */
  rule: Schema.String,
  label: Schema.String,
  from: Instant.FromIso,
  to: Instant.FromIso,
  /** How many units were charged: exact, as a decimal or rational. */
  quantity: Schema.String,
  /** Price of one unit in major units, as the tariff writes it. */
  unitPrice: Schema.String,
  /** What one unit is: "stay", "PT1H". */
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

const units = (line: Line): string => (line.rule === "rounding" ? "" : `${line.quantity} x ${line.unitPrice} per ${line.unit}`)

/** The bill as text, a line each, sums at the end: for a receipt, a terminal, a log. */
export const render = (bill: Bill): string => {
  const money = (amount: number) => decimal(amount, bill.minorUnits)
  const side = bill.tax === "included" ? "gross" : "net"
  const tax = money(bill.gross - bill.net)
  const rows: Array<readonly [string, string, string]> = bill.lines.map((line) => [line.label, units(line), money(line[side])])
  if (bill.tax === "added") rows.push(["net", "", money(bill.net)], ["tax", "", tax])
  rows.push([`total ${bill.currency}`, "", money(bill.gross)])
  if (bill.tax === "included") rows.push(["of which tax", "", tax])
  const width = (column: 0 | 1 | 2) => Math.max(...rows.map((row) => row[column].length))
  const [label, detail, amount] = [width(0), width(1), width(2)]
  return rows.map((row) => `${row[0].padEnd(label)}  ${row[1].padEnd(detail)}  ${row[2].padStart(amount)}`).join("\n")
}
