/**
 * Local clocks: the only file of core that knows `Date` and date-fns-tz, and nothing here reads the machine's own
 * clock or zone.
 *
 * Guarantees: a reading that a clock shows is resolved to the first instant at which it does; a reading that a clock
 * skips is moved forward by as much as is skipped.
 * Source: IANA time zone database, through the runtime's Intl.
 */
// By its own path: the package as a whole takes half a second to load.
import { getTimezoneOffset } from "date-fns-tz/getTimezoneOffset"

const secondMillis = 1_000
const dayMillis = 86_400_000

/** A stretch of time in which the clock of a zone keeps its distance from UTC. */
interface Stretch {
  /** Its first instant. */
  readonly from: number
  readonly offsetMillis: number
  /** The one it ended; none before the first of a year. */
  readonly before: Stretch | undefined
}

/** Years of 366 days each, counted from 1970. */
const yearMillis = 366 * dayMillis
/**
 * How far a year's stretches reach into its neighbours: whatever a clock shows in the year, read as if it ran on UTC, it
 * shows at an instant of them, since no zone lies a day from Greenwich or has skipped more than a day.
 */
const marginMillis = 2 * dayMillis
/** No zone ever changed its clock twice within three days; Freetown did within four, in September 1939. */
const sampleMillis = 2 * dayMillis

/** Only the clock that was read last: it takes much memory, and a tenth of a millisecond to make. */
let latest: { readonly timeZone: string; readonly clock: Intl.DateTimeFormat } | undefined

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  if (latest?.timeZone === timeZone) return latest.clock
  const numeric = "numeric"
  const fields = { day: numeric, hour: numeric, minute: numeric, second: numeric } as const
  const clock = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23", ...fields })
  latest = { timeZone, clock }
  return clock
}

/**
 * Read off Intl, in a microsecond or two: date-fns-tz's `getTimezoneOffset` takes its date for a reading of that clock,
 * not for an instant, and is wrong for as many hours around every change as the zone lies from Greenwich.
 *
 * `instantMillis` is in whole seconds. The days of the month say which of two dates is the later one, in any year.
 */
const readOffset = (clock: Intl.DateTimeFormat, instantMillis: number): number => {
  const [day = 1, hour = 0, minute = 0, second = 0] = clock.format(instantMillis).match(/\d+/g)?.map(Number) ?? []
  const days = day - new Date(instantMillis).getUTCDate()
  const later = days === 0 ? 0 : days === 1 || days < -1 ? 1 : -1
  const secondOfDay = (hour * 60 + minute) * 60 + second
  return later * dayMillis + secondOfDay * secondMillis - (instantMillis - Math.floor(instantMillis / dayMillis) * dayMillis)
}

/** The first instant after `low` at which the clock is not `offset` from UTC, as it is at `low` and no longer at `high`. */
const findChange = (clock: Intl.DateTimeFormat, low: number, high: number, offset: number): number => {
  let [same, changed] = [low, high]
  while (changed - same > secondMillis) {
    const middle = Math.floor((same + changed) / (2 * secondMillis)) * secondMillis
    if (readOffset(clock, middle) === offset) same = middle
    else changed = middle
  }
  return changed
}

/** The last stretch of a year, and through it the ones before. */
const readYear = (timeZone: string, year: number): Stretch => {
  const clock = clockOf(timeZone)
  const end = (year + 1) * yearMillis + marginMillis
  let at = year * yearMillis - marginMillis
  let stretch: Stretch = { from: -Infinity, offsetMillis: readOffset(clock, at), before: undefined }
  while (at < end) {
    const next = at + sampleMillis
    const offset = readOffset(clock, next)
    while (stretch.offsetMillis !== offset) {
      at = findChange(clock, at, next, stretch.offsetMillis)
      stretch = { from: at, offsetMillis: readOffset(clock, at), before: stretch }
    }
    at = next
  }
  return stretch
}

/** The last stretch of each year that was asked for, by zone. */
const zones = new Map<string, Map<number, Stretch>>()
/** Some megabytes, after which all are read anew: twelve years of every zone there is. */
const yearsKept = 8_192
let yearsRead = 0

const keepYear = (timeZone: string, year: number): Stretch => {
  const last = readYear(timeZone, year)
  if (yearsRead >= yearsKept) {
    zones.clear()
    yearsRead = 0
  }
  yearsRead++
  const years = zones.get(timeZone)
  if (years === undefined) zones.set(timeZone, new Map([[year, last]]))
  else years.set(year, last)
  return last
}

const lastStretch = (timeZone: string, millis: number): Stretch => {
  const year = Math.floor(millis / yearMillis)
  return zones.get(timeZone)?.get(year) ?? keepYear(timeZone, year)
}

/** Milliseconds to add to UTC to read the clock of `timeZone` at `instantMillis`. */
export const offsetMillis = (timeZone: string, instantMillis: number): number => {
  if (timeZone === "UTC") return 0
  let stretch = lastStretch(timeZone, instantMillis)
  while (stretch.from > instantMillis && stretch.before !== undefined) stretch = stretch.before
  return stretch.offsetMillis
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
  if (timeZone === "UTC") return localMillis
  // Back to the first stretch that was not over yet when its clock would show it.
  let stretch = lastStretch(timeZone, localMillis)
  while (stretch.before !== undefined && localMillis - stretch.before.offsetMillis < stretch.from) stretch = stretch.before
  const instant = localMillis - stretch.offsetMillis
  return instant >= stretch.from || stretch.before === undefined ? instant : localMillis - stretch.before.offsetMillis
}

/** The first instant of the local day that `instantMillis` lies in. */
export const startOfDay = (timeZone: string, instantMillis: number): number => {
  const local = instantMillis + offsetMillis(timeZone, instantMillis)
  return resolve(timeZone, Math.floor(local / dayMillis) * dayMillis)
}
