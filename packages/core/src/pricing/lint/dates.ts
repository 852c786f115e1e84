/**
 * Which entries stand for all of a year. Local dates on which the same windows hold, for as long as a stay may last, and
 * whose clocks change alike, are alike: one of them is looked at. Of a date, the points of the grid and one within each
 * cell.
 */
import { Calendar, Instant, LocalDate, type TimeZone } from "../../time/index.ts"
import { days as weekdays, holds } from "../Clocks.ts"
import { written } from "../Syntax.ts"
import type { Tariff } from "../Tariff.ts"
import type { Window } from "../Window.ts"
import { periodsOf, windowsOf } from "./tree.ts"

/** Local dates, closed-open. */
export interface Span {
  readonly from: LocalDate.LocalDate
  readonly until: LocalDate.LocalDate
}

const dayMillis = 86_400_000
const holiday = weekdays.indexOf("holiday")

/** The first second of a date, in epoch seconds. */
export const startOf = (zone: TimeZone.TimeZone, date: LocalDate.LocalDate): number => Math.ceil(LocalDate.at(zone, date, 0) / 1_000)

/** How far the clock moves on a date, in seconds; zero on nearly all. */
export const changeOn = (zone: TimeZone.TimeZone, date: LocalDate.LocalDate): number => {
  const [start, end] = [LocalDate.at(zone, date, 0), LocalDate.at(zone, date + 1, 0)]
  return (Calendar.offsetMillis(zone, end) - Calendar.offsetMillis(zone, start)) / 1_000
}

/** Where on a date its clock moves: seconds after its start. */
export const momentOf = (zone: TimeZone.TimeZone, date: LocalDate.LocalDate): number => {
  const start = LocalDate.at(zone, date, 0)
  let [before, after] = [0, 30 * 60 * 60]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (Calendar.offsetMillis(zone, start + middle * 1_000) === Calendar.offsetMillis(zone, start)) before = middle
    else after = middle
  }
  return after
}

/** Dates of `span` on which clocks change. */
export const changesIn = (zone: TimeZone.TimeZone, { from, until }: Span): ReadonlyArray<LocalDate.LocalDate> => {
  const found: Array<LocalDate.LocalDate> = []
  for (let date = from; date < until; date += 1) if (changeOn(zone, date) !== 0) found.push(date)
  return found
}

interface Almanac {
  readonly zone: TimeZone.TimeZone
  readonly holidays: ReadonlySet<LocalDate.LocalDate>
}

/** What a date is to the tariff, as a text. */
const kindOf = (tariff: Tariff, { holidays, zone }: Almanac): (date: LocalDate.LocalDate) => string => {
  const rates = written(tariff).map(({ rate }) => rate)
  const windows = rates.flatMap(windowsOf).filter(({ dates, days }) => days !== undefined || dates !== undefined)
  const lengths = new Set<string>(rates.flatMap(periodsOf).map(({ length }) => length))
  const on = ({ dates, days }: Window, date: LocalDate.LocalDate): boolean =>
    (days === undefined || days.some((day) => weekdays.indexOf(day) === (holidays.has(date) ? holiday : LocalDate.weekday(date)))) && (dates === undefined || holds(dates, date))
  return (date) => {
    const change = changeOn(zone, date)
    return [
      windows.map((window) => on(window, date) ? "1" : "0").join(""),
      lengths.has("week") && LocalDate.weekday(date) === 0 ? "w" : "",
      lengths.has("month") && LocalDate.fields(date).day === 1 ? "m" : "",
      change === 0 ? "" : `${change}@${momentOf(zone, date)}`
    ].join(",")
  }
}

/** A date of each kind, with stays of up to `longest` seconds from it; the most frequent first. */
export const representatives = (tariff: Tariff, almanac: Almanac, { from, until }: Span, longest: number): ReadonlyArray<LocalDate.LocalDate> => {
  const ahead = Math.ceil(longest * 1_000 / dayMillis) + 2
  const kind = kindOf(tariff, almanac)
  const known = new Map<string, number>()
  // Kinds as numbers, so that what a stay may meet is a short text.
  const numbers: Array<number> = []
  for (let date = from - 3; date < until + ahead; date += 1) {
    const own = kind(date)
    const number = known.get(own) ?? known.size
    known.set(own, number)
    numbers.push(number)
  }
  const found = new Map<string, { readonly date: LocalDate.LocalDate; readonly count: number }>()
  for (let date = from; date < until; date += 1) {
    if (!LocalDate.exists(almanac.zone, date)) continue
    const key = numbers.slice(date - from, date - from + 3 + ahead).join(" ")
    const before = found.get(key)
    found.set(key, { date: before?.date ?? date, count: (before?.count ?? 0) + 1 })
  }
  return [...found.values()].toSorted((a, b) => b.count - a.count || a.date - b.date).map(({ date }) => date)
}

/** Seconds after a point of the grid that stand for its cell. */
export const withinCell = (grid: number): ReadonlyArray<number> =>
  grid >= 4 ? [0, Math.floor(grid / 2)] : Array.from({ length: grid }, (_, index) => index)

/** Entries of `dates`: on the grid, then `offset` seconds after each of its points. */
export const entriesOf = function*(zone: TimeZone.TimeZone, dates: ReadonlyArray<LocalDate.LocalDate>, grid: number, offsets: ReadonlyArray<number>): Generator<Instant.Instant> {
  for (const offset of offsets) {
    for (const date of dates) {
      const end = startOf(zone, date + 1)
      for (let at = startOf(zone, date); at < end; at += grid) yield Instant.ofSeconds(at + offset)
    }
  }
}
