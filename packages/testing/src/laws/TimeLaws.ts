/** Laws of local clocks and dates: what a zone's changes must leave true. */
import { Calendar, LocalDate, type TimeZone } from "@parkade/core/time"
import { type Law, show } from "./Law.ts"

export interface ReadingCase {
  readonly zone: TimeZone.TimeZone
  /** Close to a change of the zone's clock, at best. */
  readonly instant: number
}

const dayMillis = 86_400_000

const shown = (zone: string, instant: number): number => instant + Calendar.offsetMillis(zone, instant)

/** The instants at which the clock shows `local`, by the offsets of the two days around it; readings are as if on UTC. */
const showing = (zone: string, local: number): ReadonlyArray<number> =>
  [-dayMillis, 0, dayMillis]
    .map((distance) => local - Calendar.offsetMillis(zone, local + distance))
    .filter((instant, place, all) => shown(zone, instant) === local && all.indexOf(instant) === place)
    .sort((a, b) => a - b)

/** What the clock shows, and what it would show had it not been changed a day ago or less: at a gap, a skipped reading. */
const readings = ({ instant, zone }: ReadingCase): ReadonlyArray<number> =>
  [instant, instant - dayMillis].map((when) => instant + Calendar.offsetMillis(zone, when))

export const calendarLaws: ReadonlyArray<Law<ReadingCase>> = [
  {
    name: "a reading that a clock shows is resolved to the first instant at which it does",
    counterexample: (input) => {
      const wrong = readings(input)
        .map((local) => ({ local, first: showing(input.zone, local)[0], resolved: Calendar.resolve(input.zone, local) }))
        .find(({ first, resolved }) => first !== undefined && first !== resolved)
      return wrong && show(wrong)
    }
  },
  {
    name: "a reading that a clock skips is moved forward by as much as is skipped",
    counterexample: (input) => {
      const wrong = readings(input)
        .filter((local) => showing(input.zone, local).length === 0)
        .map((local) => {
          const resolved = Calendar.resolve(input.zone, local)
          const skipped = Calendar.offsetMillis(input.zone, resolved) - Calendar.offsetMillis(input.zone, resolved - dayMillis)
          return { local, moved: shown(input.zone, resolved) - local, skipped }
        })
        .find(({ moved, skipped }) => moved !== skipped || skipped <= 0)
      return wrong && show(wrong)
    }
  }
]

export interface LocalDateCase {
  readonly zone: TimeZone.TimeZone
  readonly date: LocalDate.LocalDate
  /** From 0 to 86,399. */
  readonly secondsOfDay: number
}

export const localDateLaws: ReadonlyArray<Law<LocalDateCase>> = [
  {
    name: "what is written is read back, and no date that calendars lack is read",
    counterexample: ({ date }) => {
      const text = LocalDate.format(date)
      const [year, month] = text.split("-")
      const next = LocalDate.fields(LocalDate.nextMonth(date) - 1).day + 1
      const taken = [`${year}-${month}-00`, `${year}-${month}-${next}`, `${year}-13-01`, `${year}-00-01`, `${text}T00:00`]
        .find((written) => LocalDate.parse(written) !== undefined)
      return LocalDate.parse(text) === date ? taken : text
    }
  },
  {
    name: "weeks begin on Mondays, months on their first",
    counterexample: ({ date }) => {
      const [week, month, next] = [LocalDate.startOfWeek(date), LocalDate.startOfMonth(date), LocalDate.nextMonth(date)]
      const monday = LocalDate.weekday(week) === 0 && week <= date && date - week < 7 && LocalDate.weekday(date) === date - week
      const first = [month, next].every((start) => LocalDate.fields(start).day === 1) && month <= date && date < next && next - month <= 31
      return monday && first ? undefined : show({ week, month, next })
    }
  },
  {
    name: "a date ends where the next begins, no earlier than it began",
    counterexample: ({ date, zone }) => {
      const [start, end, next] = [LocalDate.at(zone, date, 0), LocalDate.at(zone, date, 86_400), LocalDate.at(zone, date + 1, 0)]
      return end === next && start <= end ? undefined : show({ start, end, next })
    }
  },
  {
    name: "a zone's calendar shows the date at each of its clock readings that is not skipped, and never a date that is",
    counterexample: ({ date, secondsOfDay, zone }) => {
      const instant = LocalDate.at(zone, date, secondsOfDay)
      const skipped = shown(zone, instant) !== date * dayMillis + secondsOfDay * 1_000
      const calendar = LocalDate.of(zone, instant)
      return (skipped || calendar === date) && LocalDate.exists(zone, calendar) ? undefined : show({ instant, calendar })
    }
  }
]
