/**
 * A series: a reservation that recurs, each day, on weekdays, on a day of the month, at the same time of day by the lot's
 * clocks. Its occurrences are periods to be reserved, each by itself: a series promises nothing and so needs no decider.
 *
 * Where the clocks change the time of day is kept, not the length. A reading that is skipped is moved forward, a repeated
 * one is the first; a date without any of the time has no occurrence.
 *
 * Units: local dates "YYYY-MM-DD", `until` closed-open; local clocks "HH:MM"; a `to` that is not after `from` is the next date's.
 * Fails: SeriesTooLong; NotInSeries.
 * Guarantees: occurrences keep their time of day; an occurrence begins before it ends; a series split in two has the
 * occurrences that it had; a date that is left out leaves the others.
 * Source: RFC 5545 (RRULE, EXDATE, RECURRENCE-ID): of a `count`, dates that are left out are counted.
 */
import { Result, Schema } from "effect"
import { Clock, FullDate } from "../pricing/Window.ts"
import { Instant, LocalDate, type TimeZone } from "../time/index.ts"
import type { Period } from "./Booking.ts"

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const
const step = Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 52 }))))
const longestDays = 3_660
const dayOf = (text: string): LocalDate.LocalDate => LocalDate.parse(text) ?? 0

/** Each day, week or month, or one of every `step`; weeks are from Monday; where a month is too `short` for the day: its last day, or none. */
export const Every = Schema.TaggedUnion({
  Day: { step },
  Week: { step, on: Schema.Array(Schema.Literals(weekdays)).pipe(Schema.check(Schema.isMinLength(1), Schema.isUnique())) },
  Month: { step, day: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 31 }))), short: Schema.Literals(["skip", "last"]) }
})
export type Every = typeof Every.Type

const Times = Schema.Struct({ from: Clock, to: Clock })

/** An occurrence that was moved, from its date to another time or date. */
const Moved = Schema.Struct({ date: FullDate, onto: FullDate, ...Times.fields })

export const Series = Schema.Struct({
  every: Every,
  ...Times.fields,
  /** The first date that may have an occurrence. */
  start: FullDate,
  /** The date after the last, or so many dates. */
  end: Schema.TaggedUnion({ Until: { date: FullDate }, Count: { count: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: longestDays }))) } }),
  /** Dates that are left out. */
  except: Schema.optional(Schema.Array(FullDate)),
  moved: Schema.optional(Schema.Array(Moved))
}).pipe(
  Schema.check(Schema.makeFilter(({ end, start }) => {
    if (dayOf(start) < LocalDate.make(1970, 1, 2) || dayOf(start) > LocalDate.make(9_980, 1, 1)) return { path: ["start"], issue: "expected a date from 1970-01-02 to 9980-01-01" }
    if (end._tag === "Count") return undefined
    return dayOf(end.date) - dayOf(start) <= longestDays || { path: ["end"], issue: `expected ${longestDays} days after the start at most` }
  })),
  Schema.annotate({ identifier: "Series" })
)
export type Series = typeof Series.Type

/** Its count reaches further than ten years. */
export class SeriesTooLong extends Schema.TaggedError<SeriesTooLong>()("SeriesTooLong", { start: FullDate, count: Schema.Int }) {
  override get message() {
    return `${this.count} dates from ${this.start} on take more than ${longestDays} days: choose fewer`
  }
}

/** The series has no occurrence on this date. */
export class NotInSeries extends Schema.TaggedError<NotInSeries>()("NotInSeries", { date: FullDate }) {
  override get message() {
    return `the series has no occurrence on ${this.date}`
  }
}

export interface Occurrence {
  /** By the rule; an occurrence that was moved keeps it. */
  readonly date: string
  readonly period: Period
}

const monthsOf = (date: LocalDate.LocalDate): number => {
  const { month, year } = LocalDate.fields(date)
  return year * 12 + month
}

const recurs = (every: Every, start: LocalDate.LocalDate, date: LocalDate.LocalDate): boolean => {
  const { step = 1 } = every
  switch (every._tag) {
    case "Day": return (date - start) % step === 0
    case "Week": {
      const weeks = (LocalDate.startOfWeek(date) - LocalDate.startOfWeek(start)) / 7
      return weeks % step === 0 && every.on.some((day) => weekdays.indexOf(day) === LocalDate.weekday(date))
    }
    case "Month": {
      const last = LocalDate.nextMonth(date) - LocalDate.startOfMonth(date)
      const day = every.short === "last" ? Math.min(every.day, last) : every.day
      return (monthsOf(date) - monthsOf(start)) % step === 0 && LocalDate.fields(date).day === day
    }
  }
}

/** The dates of the rule, those that are left out or moved included. */
export const dates = ({ end, every, start }: Series): Result.Result<ReadonlyArray<string>, SeriesTooLong> => {
  const first = dayOf(start)
  const found: Array<string> = []
  const until = end._tag === "Until" ? dayOf(end.date) : first + longestDays
  for (let date = first; date < until && (end._tag === "Until" || found.length < end.count); date++) {
    if (recurs(every, first, date)) found.push(LocalDate.format(date))
  }
  return end._tag === "Count" && found.length < end.count ? Result.fail(new SeriesTooLong({ start, count: end.count })) : Result.succeed(found)
}

const secondsOf = (clock: string): number => Number(clock.slice(0, 2)) * 3_600 + Number(clock.slice(3)) * 60

/** The time of `date` from one clock to another; none where the clocks skip it, or the date. */
const periodOn = (zone: TimeZone.TimeZone, date: LocalDate.LocalDate, { from, to }: { readonly from: string; readonly to: string }): Period | undefined => {
  if (!LocalDate.exists(zone, date)) return undefined
  const [begin, end] = [LocalDate.at(zone, date, secondsOf(from)), LocalDate.at(zone, date + (to > from ? 0 : 1), secondsOf(to))]
  return begin < end ? { from: Instant.Instant.make(begin), to: Instant.Instant.make(end) } : undefined
}

/** What is to be reserved, in the order of the rule's dates. */
export const occurrences = (series: Series, zone: TimeZone.TimeZone): Result.Result<ReadonlyArray<Occurrence>, SeriesTooLong> =>
  Result.map(dates(series), (all) => {
    const [except, moved] = [new Set(series.except), new Map(series.moved?.map((each) => [each.date, each]))]
    return all.filter((date) => !except.has(date)).flatMap((date): ReadonlyArray<Occurrence> => {
      const other = moved.get(date)
      const period = periodOn(zone, dayOf(other?.onto ?? date), other ?? series)
      return period === undefined ? [] : [{ date, period }]
    })
  })

const onDate = (series: Series, date: string): Result.Result<ReadonlyArray<string>, SeriesTooLong | NotInSeries> =>
  Result.flatMap(dates(series), (all) => (all.includes(date) && series.except?.includes(date) !== true ? Result.succeed(all) : Result.fail(new NotInSeries({ date }))))

/** Without the occurrence of `date`. */
export const leaveOut = (series: Series, date: string): Result.Result<Series, SeriesTooLong | NotInSeries> =>
  Result.map(onDate(series, date), () => ({ ...series, except: [...series.except ?? [], date], moved: series.moved?.filter((each) => each.date !== date) }))

/** With the occurrence of `date` at another time, or on another date. */
export const move = (series: Series, moved: typeof Moved.Type): Result.Result<Series, SeriesTooLong | NotInSeries> =>
  Result.map(onDate(series, moved.date), () => ({ ...series, moved: [...series.moved?.filter(({ date }) => date !== moved.date) ?? [], moved] }))

/**
 * What comes before `date`, and what follows from it on: to cancel "this and following" keep `before`; to change it, change
 * `after`. Nothing comes before the first date.
 */
export const splitAt = (series: Series, date: string): Result.Result<{ readonly before: Series | undefined; readonly after: Series }, SeriesTooLong | NotInSeries> =>
  Result.map(onDate(series, date), (all) => {
    const earlier = all.indexOf(date)
    const side = (isIn: (each: string) => boolean) => ({ except: series.except?.filter(isIn), moved: series.moved?.filter((each) => isIn(each.date)) })
    const end = series.end._tag === "Until" ? series.end : { _tag: "Count" as const, count: series.end.count - earlier }
    return {
      before: earlier === 0 ? undefined : { ...series, end: { _tag: "Until", date }, ...side((each) => each < date) },
      after: { ...series, start: date, end, ...side((each) => each >= date) }
    }
  })
