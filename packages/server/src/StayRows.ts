/**
 * Stays as rows of texts: which columns of a file say what, and what a row says.
 *
 * An empty cell is not known. Several passes, spots, products, validations or earlier visits in one cell are divided by "|".
 */
import type { Facts, PriceFunction } from "@parkade/core/pricing"
import type { Replay } from "@parkade/core/replay"
import { Calendar, Instant, type TimeZone } from "@parkade/core/time"
import { Predicate, Result } from "effect"
import * as FactTexts from "./FactTexts.ts"
import { isOver, visitOf } from "./StayFlags.ts"

/** What a row may say of a stay, in the order in which cells are read. */
export const fields: ReadonlyArray<string> = ["entry", "exit", "id", "earlier", ...FactTexts.names, "group"]

/** The columns of fields, by their names; a field without one is not looked for. */
export type Columns = ReadonlyMap<string, string>

/** The columns that are read: those of the fields' own names, but for what is said otherwise. */
export const columnsOf = (said: { readonly [field: string]: string }, group: string | undefined): Columns =>
  new Map(fields.flatMap((field) => {
    const column = field === "group" ? group : said[field] ?? field
    return column === undefined ? [] : [[field, column] as const]
  }))

/** A cell for each of {@link fields}, in their order; "" where there is none. */
export type Cells = ReadonlyArray<string>

/** A row's cells out of the columns of a header, or what is missing in it; and the columns that nothing is read from. */
export const picker = (header: ReadonlyArray<string>, columns: Columns): Result.Result<{ readonly pick: (row: ReadonlyArray<string>) => Cells; readonly unread: ReadonlyArray<string> }, string> => {
  const names = header.map((name) => name.trim())
  const missing = [...columns].find(([field, column]) => !names.includes(column) && (field === "entry" || field === "exit" || field !== column))
  const there = `the columns are ${names.join(", ")}`
  if (missing !== undefined) return Result.fail(`expected a column "${missing[1]}"${missing[0] === missing[1] ? ` (or --column ${missing[0]}=NAME)` : ""}: ${there}`)
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index)
  if (twice !== undefined) return Result.fail(`expected each column once, found "${twice}" twice: ${there}`)
  const places = fields.map((field) => names.indexOf(columns.get(field) ?? "\n"))
  const read = new Set(columns.values())
  return Result.succeed({ pick: (row) => places.map((place) => row[place] ?? ""), unread: names.filter((name) => !read.has(name)) })
}

const cellOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null) return ""
  if (typeof value === "string") return value
  if (typeof value === "number" || typeof value === "boolean") return String(value)
  return Array.isArray(value) && value.every(Predicate.isString) ? value.join("|") : undefined
}

/** A row's cells out of the fields of a JSON object, or what is wrong with it. */
export const cellsOf = (json: unknown, columns: Columns): Cells | string => {
  if (!Predicate.isObject(json)) return "expected an object"
  const cells = fields.map((field) => {
    const column = columns.get(field)
    return column === undefined ? "" : cellOf(Reflect.get(json, column))
  })
  const wrong = cells.indexOf(undefined)
  return wrong === -1 ? cells.map((cell) => cell ?? "") : `${columns.get(fields[wrong] ?? "")}: expected a text, a number or a list of texts`
}

/** Dates, facts and names of groups that are found again. */
const kept = 10_000

/** A text of its own: a piece of a long text keeps all of that in memory. */
const copied = (text: string): string => Buffer.from(text).toString()

const remembered = <A>(make: (text: string) => A): ((text: string) => A) => {
  const known = new Map<string, A>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= kept) known.clear()
    const key = copied(text)
    const made = make(key)
    known.set(key, made)
    return made
  }
}

/** Two digits at a place; NaN for anything else. */
const two = (text: string, at: number): number => {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48]
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN
}

/** Epoch seconds of the midnight, in UTC, of a date: NaN for what is none. */
const midnights = () => remembered((date): number => Result.match(Instant.fromIso(`${date}T00:00Z`), { onSuccess: Instant.seconds, onFailure: () => NaN }))

/** What a clock that runs on UTC shows, in epoch seconds, of "2026-11-21T08:30:00" (or a blank for the T); NaN for other forms. */
const shown = (text: string, midnightOf: (date: string) => number): number => {
  const [hour, minute, second] = [two(text, 11), two(text, 14), two(text, 17)]
  const formed = (text[10] === "T" || text[10] === " ") && text[13] === ":" && text[16] === ":" && hour < 24 && minute < 60 && second < 60
  return formed ? midnightOf(text.slice(0, 10)) + hour * 3_600 + minute * 60 + second : NaN
}

/** Seconds from UTC of "Z" or "+01:00" behind the seconds; NaN for anything else. */
const offset = (text: string): number => {
  if (text.length === 20 && text[19] === "Z") return 0
  const [hours, minutes, sign] = [two(text, 20), two(text, 23), text[19]]
  const formed = text.length === 25 && (sign === "+" || sign === "-") && text[22] === ":" && hours < 24 && minutes < 60
  return formed ? (sign === "+" ? 1 : -1) * (hours * 3_600 + minutes * 60) : NaN
}

const hasOffset = /(?:Z|[+-]\d\d:?\d\d)$/

/** Reads times: those without an offset on the clock of `zone`, where there is one. */
const clock = (zone: TimeZone.TimeZone | undefined) => {
  const midnightOf = midnights()
  const local = (text: string): number => {
    const seconds = shown(text, midnightOf)
    return zone === undefined || Number.isNaN(seconds) ? NaN : Calendar.resolve(zone, seconds * 1_000) / 1_000
  }
  const slowly = (text: string): Result.Result<Instant.Instant, unknown> => {
    const dated = text[10] === " " ? `${text.slice(0, 10)}T${text.slice(11)}` : text
    if (zone === undefined || hasOffset.test(dated.slice(11))) return Instant.fromIso(dated)
    const utc = Instant.fromIso(`${dated}Z`)
    const at = Result.isSuccess(utc) ? Calendar.resolve(zone, utc.success) : NaN
    return at >= 0 && at < (Instant.lastSecond + 1) * 1_000 ? Result.succeed(Instant.Instant.make(at)) : Instant.fromIso(dated)
  }
  return (text: string): Result.Result<Instant.Instant, unknown> => {
    // Of the forms that machines write, read in a fraction of the time: most of what is done with a stay is reading its times.
    const seconds = text.length === 19 ? local(text) : shown(text, midnightOf) - offset(text)
    return seconds >= 0 && seconds <= Instant.lastSecond ? Result.succeed(Instant.ofSeconds(seconds)) : slowly(text)
  }
}

const divider = "\n"

/** Facts of their cells in one text. */
const factsOf = (text: string): { readonly facts?: Facts.Facts; readonly wrong?: string } => {
  const cells = text.split(divider)
  if (cells.length !== FactTexts.names.length) return { wrong: "expected facts without line ends in them" }
  const known = FactTexts.names.flatMap((name, index) => {
    const cell = cells[index] ?? ""
    const parts = FactTexts.several.has(name) && cell.includes("|") ? cell.split("|") : FactTexts.value(name, cell)
    return cell === "" ? [] : [[name, parts] as const]
  })
  if (known.length === 0) return {}
  const decoded = FactTexts.decode(Object.fromEntries(known))
  return Result.isSuccess(decoded) ? { facts: decoded.success } : { wrong: FactTexts.lines(decoded.failure) }
}

const expected = (zone: TimeZone.TimeZone | undefined) => zone === undefined ? "2026-11-21T08:30:00+01:00 (without an offset: say whose clock with --times ZONE)" : "2026-11-21 08:30"

/** Makes stays of the cells of `columns`, or says what is wrong with them. */
export const reader = (zone: TimeZone.TimeZone | undefined, columns: Columns) => {
  const read = clock(zone)
  const [factsIn, groupOf] = [remembered(factsOf), remembered((name) => name)]
  const isGrouped = columns.has("group")
  const notATime = (field: string, text: string) => `${field}: expected a date and time such as ${expected(zone)}, found ${JSON.stringify(text.slice(0, 64))}`
  return (cells: Cells, line: number): Replay.Stay | string => {
    const [entryText = "", exitText = "", id = "", earlierText = ""] = cells
    const [entry, exit] = [read(entryText), read(exitText)]
    if (Result.isFailure(entry)) return notATime("entry", entryText)
    if (Result.isFailure(exit)) return notATime("exit", exitText)
    const { facts, wrong } = factsIn(cells.slice(4, -1).join(divider))
    if (wrong !== undefined) return wrong
    const earlier: Array<PriceFunction.Visit> = []
    for (const text of earlierText === "" ? [] : earlierText.split("|")) {
      const visit = visitOf(text, read)
      if (visit === undefined) return `earlier: expected visits FROM/TO, divided by "|", found ${JSON.stringify(text.slice(0, 64))}`
      if (!isOver(visit, entry.success)) return `earlier: expected visits that end by the entry, found ${JSON.stringify(text.slice(0, 64))}`
      earlier.push(visit)
    }
    const context = facts === undefined && earlier.length === 0 ? undefined : { ...(facts !== undefined && { facts }), ...(earlier.length > 0 && { earlier }) }
    return { id: id === "" ? `line ${line}` : copied(id), entry: entry.success, exit: exit.success, group: isGrouped ? groupOf(cells.at(-1) ?? "") : undefined, context }
  }
}
