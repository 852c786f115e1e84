/** The guide to the tariff language: every block is a tariff, and every row under it is its price, by the engine and by the reference. */
import { PriceFunction, Rate, Tariff } from "@parkade/core/pricing"
import { Calendar, Instant } from "@parkade/core/time"
import { Reference } from "@parkade/testing/reference"
import { Result } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

const guide = readFileSync(new URL("../../../docs/guide/tariffs.md", import.meta.url), "utf8")
const zone = "Europe/Berlin"

type Json = { readonly [field: string]: unknown }
type Row = { readonly [column: string]: string }

const cells = (line: string): ReadonlyArray<string> => line.split("|").slice(1, -1).map((cell) => cell.trim())

const rowsOf = (text: string): ReadonlyArray<Row> => {
  const [head = "", , ...lines] = text.trim().split("\n")
  const columns = cells(head)
  return lines.map((line) => Object.fromEntries(cells(line).map((cell, index) => [columns[index] ?? "?", cell])))
}

const [, terms = ""] = /```json terms\n([^]*?)```/.exec(guide) ?? []
const examples = [...guide.matchAll(/```json (rate|tariff)\n([^]*?)```\n\n((?:\|.*\n)+)/g)].map(([, kind, json = "", table = ""]) => ({
  tariff: { ...JSON.parse(terms) as Json, ...(kind === "rate" ? { rate: JSON.parse(json) as Json } : JSON.parse(json) as Json) },
  json,
  rows: rowsOf(table)
}))

/** A cell of fields, as JSON without its braces. */
const fields = (cell: string | undefined): Json => cell === undefined || cell === "" ? {} : JSON.parse(`{${cell.replaceAll("`", "")}}`) as Json
const changed = (json: unknown, cell: string | undefined): Json => Object.fromEntries(Object.entries({ ...json as Json, ...fields(cell) }).filter(([, value]) => value !== null))

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** "Tue 17 Nov 10:00", a clock of Berlin in 2026; or "10:00" on the date of another. */
const read = (text: string, date = ""): Instant.Instant => {
  const [, weekday = "", day = "", month = "", hour = "", minute = "", second = "0"] = /^(\w{3}) (\d+) (\w{3}) (\d\d):(\d\d)(?::(\d\d))?$/.exec(/^\d\d:/.test(text) ? `${date} ${text}` : text) ?? []
  const local = Date.UTC(2026, months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second))
  if (weekdays[new Date(local).getUTCDay()] !== weekday) throw new Error(`not a time: ${text}`)
  return Instant.Instant.make(Calendar.resolve(zone, local))
}

const spans = (cell: string | undefined, date: string) => (cell ?? "").split(", ").filter((each) => each !== "").map((each) => {
  const [, name = "", from = "", to = "", kwh] = /^(?:([a-z]+) )?(\S+) to (\S+)(?: (\d+) kWh)?$/.exec(each) ?? []
  return { name, from: read(from, date), to: read(to, date), ...(kwh !== undefined && { kwh }) }
})

const stayOf = (row: Row) => {
  const date = (row["entry"] ?? "").replace(/ \S+$/, "")
  return {
    entry: read(row["entry"] ?? ""),
    exit: read(row["exit"] ?? "", date),
    earlier: spans(row["earlier"], date),
    phases: spans(row["phases"], date),
    facts: fields(row["facts"]),
    levels: fields(row["levels"]) as { readonly [path: string]: string }
  }
}

const decimal = (amount: number | bigint): string => (Number(amount) / 100).toFixed(2)

/** A row as the guide writes it: "2.00", or with its net, or "no price". */
const shown = (row: Row, price: { readonly net: number | bigint; readonly gross: number | bigint } | undefined): ReadonlyArray<string> =>
  price === undefined ? ["no price"] : [...(row["net"] === undefined ? [] : [decimal(price.net)]), decimal(price.gross)]

const byEngine = (json: unknown, { earlier, entry, exit, ...context }: ReturnType<typeof stayOf>) => {
  const compiled = Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(Tariff.decode(json))))
  const bill = compiled.from(entry, { ...context, earlier }).at(exit)
  return Result.match(bill, { onSuccess: (found) => found, onFailure: ({ _tag }) => _tag === "Unavailable" ? undefined : expect.fail(_tag) })
}

const byReference = (json: unknown, { earlier, entry, exit, ...rest }: ReturnType<typeof stayOf>) => {
  const price = Reference.priceOf(json, { ...rest, visits: [...earlier.map(({ from, to }) => [from, to] as const), [entry, exit] as const] })
  return price === "unavailable" ? undefined : price
}

describe("the guide to tariffs", () => {
  it("has an example with prices in every block", () => {
    expect(examples.length).toBeGreaterThan(19)
    expect([...guide.matchAll(/```/g)].length).toBe(2 * (examples.length + 1))
    expect(examples.filter(({ rows }) => rows.length === 0)).toEqual([])
  })

  it("shows every construct, crossing, period and count", () => {
    const words = [...Rate.types, "split", "accumulate", "entry", "most", "follow", "restart", "continue", "full", "started", "completed", "nearest", "exact",
      "day", "week", "month", "PT24H", "first", "stay", "ladder", "graduated", "holiday", "dates", "inclusive", "unavailable", "included", "added", "none", "dropped", "line"]
    const run = `${terms}${examples.map(({ json, rows }) => json + rows.map((row) => `${row["but"]}${row["terms"]}`).join(" ")).join(" ")}`
    expect(words.filter((word) => !run.includes(`"${word}"`))).toEqual([])
  })

  it.each(examples.flatMap(({ json, rows, tariff }) => rows.map((row) => ({ json, row, tariff, title: `${json.trim().slice(0, 40)} ${Object.values(row).join(" ")}` }))))("$title", ({ row, tariff }) => {
    const json = changed({ ...tariff, rate: changed((tariff as Json)["rate"], row["but"]) }, row["terms"])
    const expected = [...(row["net"] === undefined ? [] : [row["net"]]), row["price"]]
    expect(shown(row, byEngine(json, stayOf(row)))).toEqual(expected)
    expect(shown(row, byReference(json, stayOf(row)))).toEqual(expected)
  })
})
