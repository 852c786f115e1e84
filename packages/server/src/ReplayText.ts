/** What a replay came to, for people: sums, who pays more, groups, a histogram, examples. */
import { Whole } from "@parkade/core/money"
import type { Bar, Change, Replay, Tally } from "@parkade/core/replay"
import type { TimeZone } from "@parkade/core/time"
import * as Readable from "./Readable.ts"

interface Outside {
  /** "from 2027-01-01"; nothing for a tariff that is for every date. */
  readonly dates: string | undefined
  readonly stays: number
}

export interface About {
  readonly stays: string
  readonly a: string
  readonly b: string | undefined
  /** Stays whose entry lies outside the dates that a tariff is for. */
  readonly outside: { readonly a: Outside; readonly b: Outside | undefined }
  readonly zone: TimeZone.TimeZone
  /** Groups shown at most. */
  readonly groups: number
}

type Cells = ReadonlyArray<string>

/** Columns under each other, the first to the left, the others to the right. */
const table = (rows: ReadonlyArray<Cells>): ReadonlyArray<string> => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  return rows.map((cells) => cells.map((cell, column) => column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)).join("  ").trimEnd())
}

const count = (stays: number): string => stays.toLocaleString("en")

const moneyOf = ({ minorUnits }: Replay.Report) => (amount: Whole.Whole): string => Readable.inThrees(Readable.decimal(amount, minorUnits))

const signed = (text: string, amount: Whole.Whole): string => amount > 0 ? `+${text}` : text

const percent = (part: Whole.Whole, whole: Whole.Whole): string => {
  if (whole === 0) return part === 0 ? "0.0 %" : ""
  const share = Number(part) / Number(whole) * 100
  return `${share > 0 ? "+" : ""}${share.toFixed(1)} %`
}

const compared = (name: string, { both: { a, b } }: Tally, money: (amount: Whole.Whole) => string, side: "net" | "gross" = "gross"): Cells => {
  const difference = Whole.subtract(b[side], a[side])
  return [name, side === "net" ? "" : count(a.stays), money(a[side]), money(b[side]), signed(money(difference), difference), percent(difference, a[side])]
}

const size = (tally: Tally): number => Math.abs(Number(tally.both.b.gross) - Number(tally.both.a.gross))

/** Groups as rows, those that change most first. */
const groupRows = (report: Replay.Report, most: number, row: (name: string, tally: Tally) => Cells): { readonly rows: ReadonlyArray<Cells>; readonly note: ReadonlyArray<string> } => {
  const named = report.groups.flatMap(({ name, tally }) => name === undefined ? [] : [{ name: name === "" ? "(none)" : name, tally }])
  const sorted = named.toSorted((x, y) => size(y.tally) - size(x.tally) || Number(y.tally.onlyA.gross) - Number(x.tally.onlyA.gross))
  const [shown, more] = [sorted.slice(0, most), sorted.length - most]
  return {
    rows: [...shown.map(({ name, tally }) => row(name, tally)), ...(report.others === undefined ? [] : [row("(other groups)", report.others)])],
    note: more > 0 ? [`... and ${count(more)} more groups: --json has them all`] : []
  }
}

const changes = ({ both, less, more, same }: Tally, money: (amount: Whole.Whole) => string): ReadonlyArray<string> => {
  const share = (stays: number) => both.a.stays === 0 ? "" : `${(stays / both.a.stays * 100).toFixed(1)} %`
  const row = (name: string, sign: string, { amount, stays }: Change): Cells =>
    [name, count(stays), share(stays), ...(stays === 0 ? ["", ""] : [`${sign}${money(amount)}`, `${sign}${money(Whole.round(amount, stays, "half-up"))}`])]
  return table([["", "stays", "share", "in all", "each"], row("pay more", "+", more), row("pay less", "-", less), ["pay the same", count(same), share(same), "", ""]])
}

const barWidth = 40

const histogram = (bars: ReadonlyArray<Bar>, money: (amount: Whole.Whole) => string): ReadonlyArray<string> => {
  const most = bars.reduce((highest, { stays }) => Math.max(highest, stays), 1)
  const range = ({ below, direction, from }: Bar): string => {
    const [sign, last] = [direction === "less" ? "-" : "+", below - 1]
    if (direction === "same") return money(0)
    return from === last ? `${sign}${money(from)}` : `${sign}${money(from)} to ${sign}${money(last)}`
  }
  const isEmpty = (index: number) => bars[index]?.stays === 0
  // Of several empty bars in a row a mark is left.
  const shown = bars.flatMap((bar, index) => isEmpty(index) && isEmpty(index - 1) ? [] : isEmpty(index) && isEmpty(index + 1) ? [undefined] : [bar])
  const rows = table([["B less A", "stays"], ...shown.map((bar) => bar === undefined ? ["...", ""] : [range(bar), count(bar.stays)])])
  return rows.map((line, index) => {
    const { stays = 0 } = shown[index - 1] ?? {}
    return `${line}${stays === 0 ? "" : `  ${"█".repeat(Math.max(1, Math.round(stays / most * barWidth)))}`}`
  })
}

const examples = (title: string, of: ReadonlyArray<Replay.Example>, zone: TimeZone.TimeZone, money: (amount: Whole.Whole) => string): ReadonlyArray<string> => {
  if (of.length === 0) return []
  const rows = of.map(({ a, b, difference, stay: { entry, exit, id = "" } }): Cells => {
    const { clock, day } = Readable.reading(entry, zone)
    return [id, `${day} ${clock}`, Readable.length(exit - entry), money(a.gross), money(b.gross), signed(money(difference), difference)]
  })
  return ["", ...table([[title, "entry", "length", "A", "B", "difference"], ...rows])]
}

const stays = (number: number): string => number === 1 ? "1 stay" : `${count(number)} stays`

/** What is in no sum above, each with the first that it happened to. */
const without = ({ total: { neither, onlyA, onlyB, refused }, unpriced }: Replay.Report, both: boolean, money: (amount: Whole.Whole) => string): ReadonlyArray<string> => {
  const first = ([example]: ReadonlyArray<Replay.Unpriced>) => example === undefined ? "" : `; the first is ${example.stay.id ?? `number ${example.number}`}`
  return [
    ...(both && onlyA.stays > 0 ? [`${stays(onlyA.stays)} with a price under A only, ${money(onlyA.gross)} in all${first(unpriced.b)}`] : []),
    ...(onlyB.stays > 0 ? [`${stays(onlyB.stays)} with a price under B only, ${money(onlyB.gross)} in all${first(unpriced.a)}`] : []),
    ...(neither > 0 ? [`${stays(neither)} without a price${first(unpriced.a)}`] : []),
    ...(refused > 0 ? [`${stays(refused)} with an exit before the entry${first(unpriced.refused)}`] : [])
  ]
}

const alone = (report: Replay.Report, about: About): ReadonlyArray<string> => {
  const money = moneyOf(report)
  const row = (name: string, { onlyA: { gross, net, stays: priced } }: Tally): Cells =>
    [name, count(priced), money(gross), money(net), priced === 0 ? "" : money(Whole.round(gross, priced, "half-up"))]
  const { note, rows } = groupRows(report, about.groups, row)
  return [...table([[report.currency, "stays", "A", "without tax", "each"], row("all", report.total), ...rows]), ...note]
}

const pair = (report: Replay.Report, about: About): ReadonlyArray<string> => {
  const money = moneyOf(report)
  const { both } = report.total
  const taxed = both.a.net !== both.a.gross || both.b.net !== both.b.gross
  const { note, rows } = groupRows(report, about.groups, (name, tally) => compared(name, tally, money))
  return [
    ...table([
      [report.currency, "stays", "A", "B", "difference", ""],
      compared("all", report.total, money),
      ...(taxed ? [compared("without tax", report.total, money, "net")] : []),
      ...rows
    ]),
    ...note,
    "",
    ...changes(report.total, money),
    ...(report.histogram.length === 0 ? [] : ["", ...histogram(report.histogram, money)]),
    ...examples("pay more", report.losers, about.zone, money),
    ...examples("pay less", report.winners, about.zone, money)
  ]
}

const notFor = ({ dates, stays: number }: Outside = { dates: undefined, stays: 0 }): ReadonlyArray<string> =>
  dates === undefined || number === 0 ? [] : [`   for entries ${dates}: ${stays(number)} ${number === 1 ? "is" : "are"} not, and priced all the same`]

/** The report, line by line. */
export const render = (about: About, report: Replay.Report): string => {
  const rest = without(report, about.b !== undefined, moneyOf(report))
  return [
    `${stays(report.total.stays)} of ${about.stays}`,
    `A  ${about.a}`,
    ...notFor(about.outside.a),
    ...(about.b === undefined ? [] : [`B  ${about.b}`, ...notFor(about.outside.b)]),
    "",
    ...(about.b === undefined ? alone(report, about) : pair(report, about)),
    ...(rest.length === 0 ? [] : ["", "In no sum above:", ...rest.map((line) => `  ${line}`)])
  ].join("\n")
}
