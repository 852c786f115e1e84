/** What windows and periods of a checked tariff say of clocks and calendars. */
import { LocalClock, LocalDate } from "../time/index.ts"

export type Calendar = "day" | "week" | "month"

/** True for a period of the local calendar, false for elapsed time. */
export const isCalendar = (length: string): length is Calendar => length === "day" || length === "week" || length === "month"

/** How long a period is: the calendar's day, week or month, or elapsed time. */
export const periodLength = (period: { readonly every: string } | { readonly first: string }): string => ("every" in period ? period.every : period.first)

/** Days of windows, the week from Monday; a holiday is `holiday`, and not its weekday. */
export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"] as const

/** A date of every year. */
export const monthDay = /^(\d\d)-(\d\d)$/

/** One window or several: their union. */
export const list = <W extends object>(windows: W | ReadonlyArray<W>): ReadonlyArray<W> => "length" in windows ? windows : [windows]

/** True for a window that depends on what the vehicle does, and not on the clock alone. */
export const isPhased = ({ current, phase, power }: { readonly current?: object; readonly phase?: string; readonly power?: object }): boolean => phase !== undefined || current !== undefined || power !== undefined

/** Seconds after midnight that a clock "08:30" shows. */
export const secondsOfDay = LocalClock.secondsOfDay

/** True where `dates` hold `date`; open on a side that is absent. */
export const holds = ({ from, to }: { readonly from?: string; readonly to?: string }, date: LocalDate.LocalDate): boolean => {
  const sample = from ?? to
  if (sample === undefined) return true
  if (!monthDay.test(sample)) {
    return (from === undefined || LocalDate.format(date) >= from) && (to === undefined || LocalDate.format(date) < to)
  }
  const yearly = LocalDate.format(date).slice(5)
  if (from === undefined || to === undefined) return from === undefined ? yearly < sample : yearly >= sample
  return from <= to ? yearly >= from && yearly < to : yearly >= from || yearly < to
}
