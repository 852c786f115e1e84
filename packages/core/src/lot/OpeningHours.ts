/**
 * When a lot lets vehicles in: hours of every week by the local wall clock, and other hours on dates. An exit is always
 * possible, so hours say nothing of how long a stay may be.
 *
 * Hours run on each of their days from `from` to `to`, closed-open; a `to` that is not after `from` lies on the next date,
 * and the hours belong to the date they begin on. An exception replaces all that begins on its date: the night before
 * still ends when it ends. Where hours touch or overlap on the wall clock they are one.
 *
 * Guarantees: open exactly between the instants at which a clock first shows the beginning and the end of hours, read
 * minute by minute; the next change is the first; what is open closes at its next change, and nothing else closes.
 * Source: schema.org OpeningHoursSpecification; OpenStreetMap opening_hours; APDS "OperatingHours".
 */
import { Schema } from "effect"
import { Instant, LocalClock, LocalDate, type TimeZone, TimeSet } from "../time/index.ts"
import * as Name from "./Name.ts"

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const

const span = { from: LocalClock.LocalClock, to: LocalClock.LocalClock }
const begins = Schema.makeFilter(({ from }: { readonly from: string }) => from !== "24:00" || { path: ["from"], issue: "expected a clock before 24:00" })

/** From `from` to `to`, on the next date if that is not after `from`: 00:00 to 24:00 is the whole date. */
export const Hours = Schema.Struct(span).pipe(Schema.check(begins), Schema.annotate({ identifier: "Hours" }))
export type Hours = typeof Hours.Type

const Weekly = Schema.Struct({
  days: Schema.Array(Schema.Literals(weekdays)).pipe(Schema.check(Schema.isMinLength(1), Schema.isUnique())),
  ...span
}).pipe(Schema.check(begins), Schema.annotate({ identifier: "WeeklyHours" }))

const Exception = Schema.Struct({
  date: LocalDate.Written,
  /** None: closed. */
  hours: Schema.Array(Hours).pipe(Schema.check(Schema.isMaxLength(24))),
  note: Schema.optionalKey(Name.upTo(200))
}).annotate({ identifier: "HoursException" })

const datesDiffer = (exceptions: ReadonlyArray<{ readonly date: string }>) =>
  new Set(exceptions.map(({ date }) => date)).size === exceptions.length || "expected dates that differ"

export const OpeningHours = Schema.Struct({
  /** Days that none names are closed. */
  weekly: Schema.Array(Weekly).pipe(Schema.check(Schema.isMaxLength(168))),
  exceptions: Schema.optionalKey(Schema.Array(Exception).pipe(Schema.check(Schema.isMaxLength(1_000), Schema.makeFilter(datesDiffer))))
}).annotate({ identifier: "OpeningHours" })
export type OpeningHours = typeof OpeningHours.Type

/** Day and night. */
export const always: OpeningHours = { weekly: [{ days: weekdays, from: "00:00", to: "24:00" }] }

const daySeconds = 86_400

/** Hours that begin on `date`, in seconds of the wall clock since 1970. */
const beginning = ({ exceptions = [], weekly }: OpeningHours, date: LocalDate.LocalDate): ReadonlyArray<readonly [from: number, to: number]> => {
  const day = weekdays[LocalDate.weekday(date)]
  const written = exceptions.length === 0 ? "" : LocalDate.format(date)
  const hours = exceptions.find((exception) => exception.date === written)?.hours ?? weekly.filter(({ days }) => days.some((each) => each === day))
  return hours.map(({ from, to }) => {
    const [start, end] = [LocalClock.secondsOfDay(from), LocalClock.secondsOfDay(to)]
    const midnight = date * daySeconds
    return [midnight + start, midnight + end + (end <= start ? daySeconds : 0)] as const
  })
}

/** The instant, in epoch seconds, at which a clock in `zone` shows `local` first. */
const resolved = (zone: string, local: number): number => {
  const date = Math.floor(local / daySeconds)
  return LocalDate.at(zone, date, local - date * daySeconds) / 1_000
}

/** When it is open by the hours that begin on dates from `first` up to `end`, in epoch seconds. */
const opened = (hours: OpeningHours, zone: string, first: LocalDate.LocalDate, end: LocalDate.LocalDate): TimeSet.TimeSet => {
  const dates = Array.from({ length: end - first }, (_, n) => first + n).filter((date) => LocalDate.exists(zone, date))
  const local = TimeSet.union(dates.flatMap((date) => beginning(hours, date)))
  return TimeSet.union(TimeSet.intervals(local).map(([from, to]) => [resolved(zone, from), resolved(zone, to)] as const))
}

/** Dates before its own on which hours may begin that it lies in: a zone may repeat a date, or skip one. */
const reach = 2

/** True from the instant at which it opens up to the one at which it closes. */
export const isOpen = (hours: OpeningHours, zone: TimeZone.TimeZone, instant: Instant.Instant): boolean => {
  const [date, second] = [LocalDate.of(zone, instant), Instant.seconds(instant)]
  return !TimeSet.isEmpty(TimeSet.within(opened(hours, zone, date - reach, date + reach), second, second + 1))
}

/** Two weeks, so that a change of clocks that swallows hours of the one leaves those of the other. */
const weeks = 16

/**
 * The first instant after `instant` at which it opens or closes; none when it never does again.
 *
 * Two weeks without a change and without an exception are as all weeks are, up to the next exception.
 */
export const nextChange = (hours: OpeningHours, zone: TimeZone.TimeZone, instant: Instant.Instant): Instant.Instant | undefined => {
  const exceptions = (hours.exceptions ?? []).map((exception) => LocalDate.parse(exception.date) ?? -Infinity).toSorted((a, b) => a - b)
  let date = LocalDate.of(zone, instant)
  let after = Instant.seconds(instant)
  for (;;) {
    const end = date + weeks
    // Hours of dates not looked at may go on from here.
    const known = LocalDate.at(zone, end - 1, 0) / 1_000
    const change = opened(hours, zone, date - reach, end).find((boundary) => boundary > after && boundary < known)
    if (change !== undefined) return change > Instant.lastSecond ? undefined : Instant.ofSeconds(change)
    const first = date - reach
    const exception = exceptions.find((each) => each >= first)
    if (exception === undefined) return undefined
    after = Math.max(after, known - 1)
    date = exception < end ? end - 1 : exception - 1
    if (exception >= end) after = Math.max(after, LocalDate.at(zone, date, 0) / 1_000)
  }
}

/** When it closes, if it is open and ever does. */
export const closesAt = (hours: OpeningHours, zone: TimeZone.TimeZone, instant: Instant.Instant): Instant.Instant | undefined =>
  isOpen(hours, zone, instant) ? nextChange(hours, zone, instant) : undefined
