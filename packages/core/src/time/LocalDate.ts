/**
 * A date on a wall calendar, without a clock or a zone: the number of days since 1970-01-01, so that `date + 1` is the
 * next date and dates compare as numbers. Written "YYYY-MM-DD".
 *
 * Which instants it covers is a zone's matter: 23 or 25 hours where clocks change, 22 or 26 in places, none at all where
 * a zone skipped it (Apia had no 30 December 2011).
 *
 * Guarantees: what is written is read back, and no date that calendars lack is read; weeks begin on Mondays, months on
 * their first; a date ends where the next begins, no earlier than it began; a zone's calendar shows the date at each of
 * its clock readings that is not skipped, and never a date that is.
 * Source: ISO 8601-1 calendar dates, in the proleptic Gregorian calendar.
 */
import { Schema } from "effect"
import * as Calendar from "./Calendar.ts"

/** Days since 1970-01-01, a whole number: unchecked, since prices step over dates by the million. */
export type LocalDate = number

/** A date as it is written; `month` and `day` count from 1. */
export interface Fields {
  readonly year: number
  readonly month: number
  readonly day: number
}

const dayMillis = 86_400_000

// The Gregorian calendar repeats every 400 years. Years that begin in March have their leap day last, and the days
// before a month of theirs are (153 * month + 2) / 5.
const daysOf400Years = 146_097
const epoch = 719_468

/** The date of a year, month and day that exist; `month` and `day` count from 1, and month 13 is the January after. */
export const make = (year: number, month: number, day: number): LocalDate => {
  const marchYear = month > 2 ? year : year - 1
  const cycle = Math.floor(marchYear / 400)
  const yearOfCycle = marchYear - cycle * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear
  return cycle * daysOf400Years + dayOfCycle - epoch
}

export const fields = (date: LocalDate): Fields => {
  const days = date + epoch
  const cycle = Math.floor(days / daysOf400Years)
  const dayOfCycle = days - cycle * daysOf400Years
  const leapDays = Math.floor(dayOfCycle / 1_460) - Math.floor(dayOfCycle / 36_524) + Math.floor(dayOfCycle / 146_096)
  const yearOfCycle = Math.floor((dayOfCycle - leapDays) / 365)
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = cycle * 400 + yearOfCycle + (month > 2 ? 0 : 1)
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 }
}

const iso = /^(\d{4})-(\d{2})-(\d{2})$/

/** Reads "2026-11-21"; `undefined` for anything else, dates that no calendar has included. */
export const parse = (text: string): LocalDate | undefined => {
  const match = iso.exec(text)
  if (match === null) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  const date = make(year, month, day)
  const read = fields(date)
  return read.year === year && read.month === month && read.day === day ? date : undefined
}

/** A local date as it is written. */
export const Written = Schema.String.pipe(
  Schema.check(Schema.makeFilter((text: string) => parse(text) !== undefined, { expected: "a date such as 2026-12-24", toJsonSchema: () => [{ pattern: "^\\d{4}-\\d\\d-\\d\\d$" }, true] })),
  Schema.annotate({ identifier: "LocalDate", description: "Local date, YYYY-MM-DD" })
)

/** "2026-11-21"; of the years 0 to 9999, which are all that {@link parse} reads. */
export const format = (date: LocalDate): string => {
  const { year, month, day } = fields(date)
  return `${year.toString().padStart(4, "0")}-${month.toString().padStart(2, "0")}-${day.toString().padStart(2, "0")}`
}

/** 0 for Monday to 6 for Sunday. */
export const weekday = (date: LocalDate): number => {
  const sinceMonday = date + 3
  return sinceMonday - Math.floor(sinceMonday / 7) * 7
}

/** The Monday of its week. */
export const startOfWeek = (date: LocalDate): LocalDate => date - weekday(date)

/** The first of its month. */
export const startOfMonth = (date: LocalDate): LocalDate => date - fields(date).day + 1

/** The first of the month after its own. */
export const nextMonth = (date: LocalDate): LocalDate => {
  const { year, month } = fields(date)
  return make(year, month + 1, 1)
}

/**
 * The date that calendars in `zone` show at `instantMillis`. Where a clock is turned back over midnight, the date before
 * comes again: in St. John's until 2011, from 00:01 to 23:01.
 */
export const of = (zone: string, instantMillis: number): LocalDate =>
  Math.floor((instantMillis + Calendar.offsetMillis(zone, instantMillis)) / dayMillis)

/**
 * The instant, in epoch milliseconds, at which clocks in `zone` show `secondsOfDay` on `date`; 86,400 is the midnight
 * that ends the date. A clock time that is skipped is moved forward by what is skipped, one that is repeated is taken
 * the first time, as {@link Calendar.resolve} does.
 */
export const at = (zone: string, date: LocalDate, secondsOfDay: number): number =>
  Calendar.resolve(zone, date * dayMillis + secondsOfDay * 1_000)

/** False for a date that calendars in `zone` skipped: its midnight is moved past its end. */
export const exists = (zone: string, date: LocalDate): boolean => of(zone, at(zone, date, 0)) === date
