/**
 * A holiday calendar as data: the dates a tariff's `holidays` list, or that a host registers under a calendar's id.
 *
 * Whoever knows the holidays of a country is asked once, when the calendar is made, and the dates are kept. Any library
 * will do whose `getHolidays(year)` answers like that of `date-holidays`; none is needed at run time (decision 12).
 *
 * Units: local dates, "YYYY-MM-DD", each once and in order.
 * Fails: {@link NoHolidays} for a year without any: an unknown country answers so, and every day would be a workday.
 * Guarantees: no clock and no zone of the machine plays a part; a holiday of several days gives each of them; what is
 * shorter than a day or of another type is a loss.
 * Source: the `date`, `start`, `end` and `type` of date-holidays 3.
 */
import { Instant } from "@parkade/core/time"
import { Result, Schema } from "effect"
import type { Note } from "../Report.ts"

/** What a library says of one holiday. */
export interface Holiday {
  /** "2026-12-25 00:00:00", local; what follows the date and the time is not read. */
  readonly date: string
  readonly start: Date
  readonly end: Date
  readonly name: string
  /** "public", "bank", "school", "optional", "observance". */
  readonly type: string
}

/** Where holidays come from, such as `new Holidays("DE", "by")` of date-holidays. */
export interface Source {
  readonly getHolidays: (year: number) => ReadonlyArray<Holiday>
}

export interface Calendar {
  /** What tariffs call it. */
  readonly id: string
  readonly dates: ReadonlyArray<string>
}

export interface Gathered {
  readonly calendar: Calendar
  readonly losses: ReadonlyArray<Note>
}

/** The source knows no holiday of these types in this year. */
export class NoHolidays extends Schema.TaggedError<NoHolidays>()("NoHolidays", {
  id: Schema.String,
  year: Schema.Number,
  types: Schema.Array(Schema.String)
}) {
  override get message() {
    return `${this.id}: no ${this.types.join(" or ")} holiday in ${this.year}; does the source know the place?`
  }
}

/** The source gave something that is no holiday. */
export class NotAHoliday extends Schema.TaggedError<NotAHoliday>()("NotAHoliday", { path: Schema.String }) {
  override get message() {
    return `${this.path}: expected a holiday with a date such as "2026-12-25 00:00:00", a start and an end`
  }
}

const dayMillis = 86_400_000
const written = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}):\d{2}/

interface Days {
  readonly dates: ReadonlyArray<string>
  /** The local time it begins at, when that is not the day's beginning. */
  readonly partial: string | undefined
}

/** Days are counted from the calendar date, so 23 or 25 hours are a day as well. */
const daysOf = (holiday: Holiday): Days | undefined => {
  const [, date = "", clock = ""] = written.exec(holiday.date) ?? []
  const first = Result.getOrUndefined(Instant.fromIso(`${date}T00:00:00Z`))
  const days = Math.round((Number(holiday.end) - Number(holiday.start)) / dayMillis)
  if (first === undefined || !Number.isFinite(days)) return undefined
  if (clock !== "00:00" || days < 1) return { dates: [], partial: clock }
  return { dates: Array.from({ length: days }, (_, day) => Instant.toIso(Instant.Instant.make(first + day * dayMillis)).slice(0, 10)), partial: undefined }
}

interface Request {
  readonly id: string
  readonly source: Source
  readonly years: ReadonlyArray<number>
  /** Which of the source's types are holidays for prices: `["public"]` for most lots. */
  readonly types: ReadonlyArray<string>
}

interface Year {
  readonly dates: ReadonlyArray<string>
  readonly losses: ReadonlyArray<Note>
}

const gatherYear = ({ id, source, types }: Request, year: number): Result.Result<Year, NoHolidays | NotAHoliday> => {
  const dates: Array<string> = []
  const losses: Array<Note> = []
  for (const [index, holiday] of source.getHolidays(year).entries()) {
    const path = `${year}.${index}`
    const days = daysOf(holiday)
    if (days === undefined) return Result.fail(new NotAHoliday({ path }))
    if (!types.includes(holiday.type)) losses.push({ path, message: `${holiday.name} is of type ${holiday.type}` })
    else if (days.partial !== undefined) losses.push({ path, message: `${holiday.name} is not a whole day: it begins at ${days.partial}` })
    dates.push(...(types.includes(holiday.type) ? days.dates : []))
  }
  return dates.length === 0 ? Result.fail(new NoHolidays({ id, year, types })) : Result.succeed({ dates, losses })
}

/** The calendar `id` of the holidays that `source` knows for `years`. */
export const gather = (request: Request): Result.Result<Gathered, NoHolidays | NotAHoliday> =>
  Result.map(Result.all(request.years.map((year) => gatherYear(request, year))), (years) => ({
    calendar: { id: request.id, dates: [...new Set(years.flatMap(({ dates }) => dates))].toSorted() },
    losses: years.flatMap(({ losses }) => losses)
  }))
