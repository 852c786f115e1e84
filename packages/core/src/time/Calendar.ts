/**
 * Local clocks: the only file of core that knows `Date` and date-fns-tz, and nothing here reads the machine's own
 * clock or zone.
 *
 * Source: IANA time zone database, through the runtime's Intl.
 */
// By its own path: the package as a whole takes half a second to load.
import { getTimezoneOffset } from "date-fns-tz/getTimezoneOffset"

const clocks = new Map<string, Intl.DateTimeFormat>()

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const numeric = "numeric"
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric } as const
  const clock = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23", ...fields })
  clocks.set(timeZone, clock)
  return clock
}

const dayMillis = 86_400_000

/**
 * Read off Intl: date-fns-tz's `getTimezoneOffset` takes its date for a reading of that clock, not for an instant, and
 * is wrong for as many hours around every change as the zone lies from Greenwich.
 */
const readOffset = (timeZone: string, instantMillis: number): number => {
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] =
    clockOf(timeZone).format(instantMillis).match(/\d+/g)?.map(Number) ?? []
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instantMillis / 1_000) * 1_000
}

/** Offsets at the midnights of UTC, by zone and day: Intl takes microseconds to read one. */
const midnights = new Map<string, Map<number, number>>()
/** Days kept of a zone: eleven years. */
const daysKept = 4_096

const offsetAtMidnight = (timeZone: string, day: number): number => {
  let days = midnights.get(timeZone)
  if (days === undefined) midnights.set(timeZone, days = new Map())
  const known = days.get(day)
  if (known !== undefined) return known
  if (days.size >= daysKept) days.clear()
  const offset = readOffset(timeZone, day * dayMillis)
  days.set(day, offset)
  return offset
}

/**
 * Milliseconds to add to UTC to read the clock of `timeZone` at `instantMillis`.
 *
 * A day that begins and ends with one offset has it throughout: no zone changes its clock and back within a day.
 */
export const offsetMillis = (timeZone: string, instantMillis: number): number => {
  if (timeZone === "UTC") return 0
  const day = Math.floor(instantMillis / dayMillis)
  const offset = offsetAtMidnight(timeZone, day)
  return offset === offsetAtMidnight(timeZone, day + 1) ? offset : readOffset(timeZone, instantMillis)
}

/** True for a zone of the IANA database ("Europe/Berlin"); abbreviations and fixed offsets are not zones. */
export const isTimeZone = (name: string): boolean => {
  if (!/^(?:UTC|[A-Z][A-Za-z_]+(?:\/[A-Za-z0-9_+-]+){1,2})$/.test(name)) return false
  return !Number.isNaN(getTimezoneOffset(name, new Date(0)))
}

/** A date and a clock as they are written, without a zone; `month` counts from 1. */
export interface Fields {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

/** The instant at which a clock that runs on UTC shows `fields`; `undefined` when no calendar has that date or clock. */
export const utcMillis = (fields: Fields): number | undefined => {
  const date = new Date(0)
  date.setUTCFullYear(fields.year, fields.month - 1, fields.day)
  date.setUTCHours(fields.hour, fields.minute, fields.second, fields.millisecond)
  const millis = date.getTime()
  const read = utcFields(millis)
  const same = (Object.keys(read) as Array<keyof Fields>).every((key) => read[key] === fields[key])
  return same ? millis : undefined
}

/** What a clock that runs on UTC shows at `instantMillis`. */
export const utcFields = (instantMillis: number): Fields => {
  const date = new Date(instantMillis)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds()
  }
}

/**
 * The instant at which a clock in `timeZone` shows `localMillis` (read as if it ran on UTC). A clock time that a spring
 * shift skips is moved forward by the shift, one that an autumn shift repeats is taken the first time.
 *
 * Source: what iCalendar and Temporal's "compatible" do.
 */
export const resolve = (timeZone: string, localMillis: number): number => {
  const before = localMillis - offsetMillis(timeZone, localMillis - dayMillis)
  const after = localMillis - offsetMillis(timeZone, localMillis + dayMillis)
  const shows = (instant: number) => instant + offsetMillis(timeZone, instant) === localMillis
  return shows(before) || !shows(after) ? before : after
}

/** The first instant of the local day that `instantMillis` lies in. */
export const startOfDay = (timeZone: string, instantMillis: number): number => {
  const local = instantMillis + offsetMillis(timeZone, instantMillis)
  return resolve(timeZone, Math.floor(local / dayMillis) * dayMillis)
}
