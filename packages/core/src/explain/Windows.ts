/** Windows and periods in words. */
import { LocalDate } from "../time/index.ts"
import { days as dayNames, isCalendar, list, secondsOfDay } from "../pricing/Clocks.ts"
import type { Period } from "../pricing/Period.ts"
import type { Dates, Window, Windows } from "../pricing/Window.ts"
import { listed, type Subject } from "./Phrases.ts"
import { band, type Voice } from "./Voice.ts"

type Days = NonNullable<Window["days"]>

/** Days that follow each other, three or more of them: a range. */
const runs = (weekdays: ReadonlyArray<number>): ReadonlyArray<readonly [first: number, last: number]> => {
  const found: Array<[number, number]> = []
  for (const day of weekdays) {
    const last = found.at(-1)
    if (last !== undefined && last[1] === day - 1) last[1] = day
    else found.push([day, day])
  }
  return found.flatMap(([first, last]) => last - first === 1 ? [[first, first], [last, last]] : [[first, last]])
}

const daysIn = ({ phrases }: Voice, days: Days | undefined): string | undefined => {
  const asked = new Set<string>(days)
  if (days === undefined || asked.size === dayNames.length) return undefined
  const ranges = runs(dayNames.slice(0, 7).flatMap((name, index) => asked.has(name) ? [index] : []))
  const items = ranges.map(([first, last]) => first === last ? phrases.day(first) : phrases.dayRange(first, last))
  const [range] = ranges
  return phrases.onDays(listed([...items, ...(asked.has("holiday") ? [phrases.holidays] : [])], phrases.and), ranges.length === 1 && range !== undefined && range[0] < range[1] && !asked.has("holiday"))
}

/** The last date before one, as it is written; of every year's, the one before in a leap year. */
const before = (date: string): string => date.length > 5 ? LocalDate.format((LocalDate.parse(date) ?? 0) - 1) : LocalDate.format((LocalDate.parse(`1972-${date}`) ?? 0) - 1).slice(5)

const datesIn = ({ date, phrases }: Voice, { from, to }: Dates): string | undefined => {
  if (from === undefined && to === undefined) return undefined
  // A year that ends as it begins has no date.
  if (from === undefined && to === "01-01") return phrases.never
  const yearly = (from ?? to ?? "").length === 5
  const [first, last] = [from ?? (yearly ? "01-01" : undefined), to === undefined ? (yearly ? "12-31" : undefined) : before(to)]
  return phrases.dates({ ...(first !== undefined && { from: date(first) }), ...(last !== undefined && { to: date(last) }) })
}

const clocksIn = ({ phrases }: Voice, { ends, from = "00:00", to = "24:00" }: Window): string | undefined => {
  const inclusive = ends === "inclusive"
  if (from === "00:00" && to === "24:00" && !inclusive) return undefined
  return phrases.clocks({ from, to, nextDay: secondsOfDay(to) <= secondsOfDay(from), inclusive })
}

/** All of a window but its clocks: windows alike in it are told together. */
const around = (voice: Voice, window: Window) => {
  const { phrases } = voice
  return {
    days: [daysIn(voice, window.days), window.dates === undefined ? undefined : datesIn(voice, window.dates)].filter((each) => each !== undefined).join(" "),
    meanwhile: [
      ...(window.phase === undefined ? [] : [phrases.phase[window.phase]]),
      ...(window.current === undefined ? [] : [phrases.measured(band(voice, window.current, (amps) => `${voice.number(amps)} A`))]),
      ...(window.power === undefined ? [] : [phrases.measured(band(voice, window.power, (kw) => `${voice.number(kw)} kW`))])
    ].join(phrases.and)
  }
}

/** "Monday to Friday from 08:00 to 12:00 and from 14:00 to 18:00 while charging" */
export const windows = (voice: Voice, during: Windows): string => {
  const { phrases } = voice
  const groups = new Map<string, { readonly days: string; readonly meanwhile: string; readonly clocks: Array<string> }>()
  for (const window of list(during)) {
    const { days, meanwhile } = around(voice, window)
    const clocks = clocksIn(voice, window)
    // The whole day by itself: "and" beside it would say nothing.
    const key = `${days}|${meanwhile}|${clocks === undefined}`
    const group = groups.get(key) ?? { days, meanwhile, clocks: [] }
    if (clocks !== undefined) group.clocks.push(clocks)
    groups.set(key, group)
  }
  const told = [...groups.values()].map(({ clocks, days, meanwhile }) => {
    const everyDay = days === "" && clocks.length > 0 && groups.size > 1 ? phrases.everyDay : days
    return [everyDay, listed(clocks, phrases.and), meanwhile].filter((each) => each !== "").join(" ") || phrases.always
  })
  return listed(told, phrases.or)
}

/** "per 24 hours from entry", "in the first day" */
export const period = ({ phrases, span }: Voice, per: Period, subject: Subject): string => {
  if (per === "stay") return phrases.inAll[subject]
  const [length, first] = "every" in per ? [per.every, false] : [per.first, true]
  const { at = "00:00" } = per
  if (isCalendar(length)) return first ? phrases.firstCalendar(length, at) : phrases.perCalendar(length, at)
  return first ? phrases.firstRolling(span(length), subject) : phrases.perRolling(span(length), subject)
}
