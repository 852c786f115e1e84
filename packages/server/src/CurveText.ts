/** A price curve for a terminal of 80 columns: a chart, and a table of when the price changes. */
import { Instant } from "@parkade/core/time"
import * as Curve from "./Curve.ts"
import * as Readable from "./Readable.ts"

const columns = 80
/** Rows of the chart: the first of these in which every price has a row of its own. */
const heights = [14, 15, 16, 17, 18, 19, 20]
/** Columns that a clock reading needs, with air. */
const tickColumns = 8

/** The row of each price, counted from below, and what to write at the left of a row. */
interface Scale {
  readonly height: number
  readonly rowOf: (price: number) => number
  readonly labels: ReadonlyMap<number, string>
}

/** Labels are the prices that the curve has, where each has a row of its own; else round ones, and the highest. */
const scale = (curve: Curve.Curve): Scale => {
  const most = Curve.highest(curve)
  const own = [...new Set(curve.steps.flatMap(({ price }) => (price === undefined ? [] : [price.gross])))]
  const rowAt = (height: number) => (price: number) => Math.round(price / most * (height - 1))
  const enough = heights.find((height) => new Set([0, ...own].map(rowAt(height))).size === new Set([0, ...own]).size)
  const height = enough ?? 15
  const rowOf = rowAt(height)
  const prices = enough === undefined ? [...Curve.rounds(most, 5).filter((price) => rowOf(price) < height - 2), most] : [0, ...own]
  return { height, rowOf, labels: new Map(prices.map((price) => [rowOf(price), Curve.money(curve, price)])) }
}

/** The row of the curve in each column; undefined where there is no price. */
const rowsOf = (curve: Curve.Curve, width: number, rowOf: Scale["rowOf"]): ReadonlyArray<number | undefined> => {
  const each = (curve.until - curve.entry) / width
  let index = 0
  return Array.from({ length: width }, (_, column) => {
    const at = curve.entry + (column + 0.5) * each
    while (index < curve.steps.length - 1 && (curve.steps[index]?.to ?? 0) <= at) index += 1
    const price = curve.steps[index]?.price
    return price === undefined ? undefined : rowOf(price.gross)
  })
}

/** What stands in `row` of a column, which comes from `before` and is at `now`. */
const glyph = (row: number, before: number | undefined, now: number | undefined): string => {
  if (now === undefined) return "░"
  if (row === now) return before === undefined || before === now ? "─" : before < now ? "╭" : "╰"
  if (before === undefined) return " "
  if (row === before) return before < now ? "╯" : "╮"
  return row > Math.min(before, now) && row < Math.max(before, now) ? "│" : " "
}

/** Puts `text` into `line` at a column, where nothing stands in its way. */
const place = (line: ReadonlyArray<string>, column: number, text: string): ReadonlyArray<string> => {
  const start = Math.max(0, Math.min(column, line.length - text.length))
  const free = line.slice(Math.max(0, start - 1), start + text.length + 1).every((each) => each === " ")
  return free ? [...line.slice(0, start), ...text, ...line.slice(start + text.length)] : line
}

const axis = (curve: Curve.Curve, width: number) => {
  const column = (at: number) => Math.min(width - 1, Math.floor((at - curve.entry) / (curve.until - curve.entry) * width))
  const ticks = Curve.ticks(curve, Math.floor(width / tickColumns)).map((tick) => ({ ...tick, column: column(tick.at) }))
  const marks = new Set(ticks.map((tick) => tick.column))
  const changes = new Set(curve.steps.slice(1).map(({ from }) => column(from)))
  const line = Array.from({ length: width }, (_, at) => marks.has(at) ? (changes.has(at) ? "┼" : "┬") : changes.has(at) ? "┴" : "─")
  const empty: ReadonlyArray<string> = Array.from({ length: width }, () => " ")
  const clocks = ticks.reduce((shown, { column, label }) => place(shown, column - Math.floor(label.length / 2), label), empty)
  // The entry's own date last: the title has it too.
  const dates = [...ticks, { column: 0, date: Readable.reading(curve.entry, curve.zone).day }].reduce(
    (shown, { column, date }) => (date === undefined ? shown : place(shown, column, date)),
    empty
  )
  return [line.join(""), clocks.join("").trimEnd(), dates.join("").trimEnd()] as const
}

/** The curve drawn: prices upwards, the local clock to the right. */
export const chart = (curve: Curve.Curve): string => {
  const { height, labels, rowOf } = scale(curve)
  const left = Math.max(...[...labels.values()].map((label) => label.length))
  const width = columns - left - 3
  const drawn = rowsOf(curve, width, rowOf)
  const rows = Array.from({ length: height }, (_, index) => {
    const row = height - 1 - index
    const label = labels.get(row)
    const line = drawn.map((now, column) => glyph(row, drawn[column - 1], now)).join("")
    return `${(label ?? "").padStart(left)} ${label === undefined ? "│" : "┤"}${line}`.trimEnd()
  })
  const [line, clocks, dates] = axis(curve, width)
  const indent = " ".repeat(left + 2)
  return [...rows, `${" ".repeat(left)} └${line}`, `${indent}${clocks}`, `${indent}${dates}`].join("\n")
}

/** The longest stay of a price, the last instant to leave at it, and whether more of it lies beyond what is shown. */
const row = (curve: Curve.Curve, { price, to }: Curve.Step): ReadonlyArray<string> => {
  const open = to >= curve.until
  const last = Instant.Instant.make(open ? to : to - 1_000)
  const { clock, day, offset } = Readable.reading(last, curve.zone)
  const shifted = offset !== Readable.reading(curve.entry, curve.zone).offset
  return [
    Readable.length(last - curve.entry),
    `${day} ${clock}${shifted ? ` (${offset})` : ""}`,
    price === undefined ? "no price" : Curve.money(curve, price.gross),
    open ? "as far as shown" : ""
  ]
}

/** The first `count` prices: how long a stay may be, and leave by when, to pay what. */
export const table = (curve: Curve.Curve, count: number): string => {
  const shown = curve.steps.slice(0, count)
  const rows = [["stay up to", "leave by", curve.currency], ...shown.map((step) => row(curve, step))]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const lines = rows.map((cells) => cells.map((cell, column) => (column === 2 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join("  ").trimEnd())
  const more = curve.steps.length - shown.length
  return [...lines, ...(more > 0 ? [`... and ${more} more (--steps ${curve.steps.length} shows all)`] : [])].join("\n")
}
