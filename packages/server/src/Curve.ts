/**
 * The price of a stay over its exits: what a chart, a table and a file of it have in common.
 *
 * Units: instants in epoch milliseconds; prices in minor units, with tax: what a driver pays.
 */
import type { PriceFunction } from "@parkade/core/pricing"
import { Calendar, Instant, LocalDate, TimeZone } from "@parkade/core/time"
import * as Readable from "./Readable.ts"

/** Exits of one price: from `from` up to `to`, closed-open; no price where none is offered. */
export interface Step {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly price?: { readonly net: number; readonly gross: number }
}

export interface Curve {
  readonly title: string
  readonly zone: TimeZone.TimeZone
  readonly currency: string
  readonly minorUnits: number
  readonly entry: Instant.Instant
  readonly until: Instant.Instant
  readonly steps: ReadonlyArray<Step>
}

/** Steps that are read at most; a tariff by the second has one for every cent. */
const limit = 20_000

/** The curve of `price` up to `until`, or up to where its steps are too many. A stay of no length has no place in it. */
export const read = (about: Omit<Curve, "entry" | "steps">, price: PriceFunction.PriceFunction): Curve => {
  const [first, ...rest] = price.steps(about.until, limit)
  const started = first !== undefined && first.to - first.from > 1_000 ? [first, ...rest] : rest
  return { ...about, entry: price.entry, until: started.at(-1)?.to ?? about.until, steps: started }
}

export const money = ({ minorUnits }: Curve, amount: number): string => Readable.decimal(amount, minorUnits)

/** The dearest price there is, at least 1. */
export const highest = ({ steps }: Curve): number => steps.reduce((most, { price }) => Math.max(most, price?.gross ?? 0), 1)

/** Round amounts from 0 to `most`, so many of them at most. */
export const rounds = (most: number, count: number): ReadonlyArray<number> => {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(most / count)))
  const step = [1, 2, 5, 10, 20, 50].map((each) => each * power).find((each) => most / each <= count) ?? most
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step)
}

/** A place on the time axis. */
export interface Tick {
  readonly at: Instant.Instant
  readonly label: string
  /** "Tue 2026-11-17", where a date begins that is not yet named. */
  readonly date?: string
}

const minuteSteps = [5, 10, 15, 30, 60, 120, 180, 240, 360, 720]
const dayMinutes = 1_440

const instantsOf = (zone: TimeZone.TimeZone, date: LocalDate.LocalDate, minutes: number): ReadonlyArray<number> =>
  Array.from({ length: dayMinutes / minutes }, (_, index) => LocalDate.at(zone, date, index * minutes * 60))

/** Round clock readings or dates within the curve: as many as there is room for, `most`. */
export const ticks = ({ entry, until, zone }: Curve, most: number): ReadonlyArray<Tick> => {
  const minutes = minuteSteps.find((step) => (until - entry) / (step * 60_000) <= most)
  const days = Math.ceil((until - entry) / (dayMinutes * 60_000) / most)
  const every = days <= 1 ? 1 : days <= 2 ? 2 : Math.ceil(days / 7) * 7
  const first = LocalDate.of(zone, entry)
  const dates = Array.from({ length: LocalDate.of(zone, until) - first + 1 }, (_, index) => first + index)
  const weekly = dates.filter((date) => every < 7 ? (date - first) % every === 0 : (LocalDate.startOfWeek(date) === date && (date - LocalDate.startOfWeek(first)) % every === 0))
  const found = minutes === undefined ? weekly.map((date) => LocalDate.at(zone, date, 0)) : dates.flatMap((date) => instantsOf(zone, date, minutes))
  let named = minutes === undefined ? "" : Readable.reading(entry, zone).date
  return [...new Set(found)].filter((at) => at >= entry && at <= until).map((millis) => {
    const at = Instant.Instant.make(millis)
    const { clock, date, day } = Readable.reading(at, zone)
    const fresh = date !== named
    named = date
    return minutes === undefined ? { at, label: date.slice(5) } : { at, label: clock, ...(fresh && { date: day }) }
  })
}

/** Where the clocks change within the curve: the first instants of new readings. */
export const clockChanges = ({ entry, until, zone }: Curve): ReadonlyArray<Instant.Instant> => {
  const found: Array<Instant.Instant> = []
  for (let from: number = entry; from < until; from += dayMinutes * 60_000) {
    let [before, after] = [from, Math.min(until, from + dayMinutes * 60_000)]
    const offset = Calendar.offsetMillis(zone, from)
    if (offset === Calendar.offsetMillis(zone, after)) continue
    while (after - before > 1_000) {
      const middle = Math.floor((before + after) / 2_000) * 1_000
      if (Calendar.offsetMillis(zone, middle) === offset) before = middle
      else after = middle
    }
    found.push(Instant.Instant.make(after))
  }
  return found
}

/** "Clocks go from 02:00 (+01:00) to 03:00 (+02:00) on Sun 2026-03-29." */
export const aboutChange = ({ zone }: Curve, at: Instant.Instant): string => {
  const before = Readable.reading(Instant.Instant.make(at - 1_000), zone)
  const after = Readable.reading(at, zone)
  const old = Readable.reading(Instant.Instant.make(at + Calendar.offsetMillis(zone, at - 1_000)), TimeZone.utc)
  return `Clocks go from ${old.clock} (${before.offset}) to ${after.clock} (${after.offset}) on ${after.day}.`
}
