/**
 * Windows and periods as sets of time.
 *
 * A window is, on every local date it is of, the time between two instants: what the clock shows in between is never
 * asked. A set here is cut to the span it is asked for; windows that touch are one occurrence.
 */
import * as Clocks from "./Clocks.ts"
import * as Fraction from "./Fraction.ts"
import { type Band, listOf, type OneOrMore, type Period, seconds, type Window } from "./Grammar.ts"
import type { Phase } from "./Phases.ts"
import * as Sets from "./Sets.ts"

/** Where and when windows are read. */
export interface Place {
  readonly clock: Clocks.Clock
  readonly holidays: ReadonlySet<number>
  readonly phases: ReadonlyArray<Phase>
}

/** Local dates whose windows may reach into a span: a window ends within two days of its date, and zones differ by a day. */
const daysNear = ([from, to]: Sets.Span): ReadonlyArray<number> => {
  const first = Math.floor(from / Clocks.secondsOfDay) - 3
  const last = Math.floor(to / Clocks.secondsOfDay) + 2
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

const isYearly = (date: string | undefined): boolean => date?.length === 5

const withinDates = ({ from, to }: { readonly from?: string; readonly to?: string }, day: number): boolean => {
  const yearly = isYearly(from) || isYearly(to)
  const date = yearly ? Clocks.written(day).slice(5) : Clocks.written(day)
  const begun = from === undefined || date >= from
  const notOver = to === undefined || date < to
  const wraps = yearly && from !== undefined && to !== undefined && from > to
  return wraps ? begun || notOver : begun && notOver
}

/** Whether a window starts on a date; a holiday is `holiday` and not its weekday. */
const isOf = (window: Window, day: number, { clock, holidays }: Place): boolean => {
  const { days, dates } = window
  if (days !== undefined && !days.includes(holidays.has(day) ? "holiday" : Clocks.weekday(day))) return false
  if (dates !== undefined && !withinDates(dates, day)) return false
  return Clocks.happened(clock, day)
}

const spanOn = (window: Window, day: number, { clock }: Place): Sets.Span => {
  const from = Clocks.reading(window.from ?? "00:00")
  const to = Clocks.reading(window.to ?? "24:00")
  const opens = clock.resolve(day, from)
  const closes = clock.resolve(day, to <= from ? to + Clocks.secondsOfDay : to)
  return opens < closes && window.ends === "inclusive" ? [opens, closes + 1] : [opens, closes]
}

/** The clock, day and date part of a window. */
const clockSet = (window: Window, span: Sets.Span, place: Place): Sets.TimeSet => {
  if (window.days === undefined && window.dates === undefined && window.from === undefined && window.to === undefined && window.ends === undefined) return [span]
  const days = daysNear(span).filter((day) => isOf(window, day, place))
  return Sets.intersection(Sets.ofSpans(days.map((day) => spanOn(window, day, place))), [span])
}

/** Decimals in a band, closed-open; what is unknown is in none. */
export const inBand = (value: Fraction.Fraction | undefined, { from, to }: Band): boolean =>
  value !== undefined &&
  (from === undefined || Fraction.compare(value, Fraction.read(from)) >= 0) &&
  (to === undefined || Fraction.compare(value, Fraction.read(to)) < 0)

/** The phase part of a window: the phases that are all it asks for, or any time when it asks for none. */
const phaseSet = ({ current, phase, power }: Window, span: Sets.Span, { phases }: Place): Sets.TimeSet => {
  if (phase === undefined && current === undefined && power === undefined) return [span]
  const matching = phases.filter((each) =>
    (phase === undefined || each.name === phase) && (current === undefined || inBand(each.amps, current)) && (power === undefined || inBand(each.kw, power)))
  return Sets.intersection(Sets.ofSpans(matching.map(({ from, to }) => [from, to])), [span])
}

/** The union of windows, cut to a span. */
export const setOf = (windows: OneOrMore<Window>, span: Sets.Span, place: Place): Sets.TimeSet =>
  Sets.union(...listOf(windows).map((window) => Sets.intersection(clockSet(window, span, place), phaseSet(window, span, place))))

/** Whether a set ends in one of the windows: by the clock at its end, by the phase in its last second. */
export const endsIn = (windows: OneOrMore<Window>, end: number, place: Place): boolean =>
  listOf(windows).some((window) =>
    !Sets.isEmpty(clockSet(window, [end, end + 1], place)) && !Sets.isEmpty(phaseSet(window, [end - 1, end], place)))

/** Boundaries of the calendar's days, Monday weeks or months, from the last at or before a span to the first at or after its end. */
const boundaries = (unit: string, at: number, [from, to]: Sets.Span, { clock }: Place): ReadonlyArray<number> => {
  const reach = { day: 2, week: 9, month: 33 }[unit]
  if (reach === undefined) throw new RangeError(`no period is called ${unit}`)
  const begins = (day: number) => unit === "day" || (unit === "week" ? Clocks.weekday(day) === "mon" : Clocks.written(day).endsWith("-01"))
  const found: Array<number> = []
  for (let day = clock.dayOf(from) - reach; day <= clock.dayOf(to) + reach; day += 1) {
    if (begins(day)) found.push(clock.resolve(day, at))
  }
  return found
}

const rolling = (every: number, set: Sets.TimeSet): ReadonlyArray<Sets.Span> => {
  const anchor = Sets.start(set)
  const turns = new Set<number>()
  for (const [from, to] of set) {
    for (let turn = Math.floor((from - anchor) / every); anchor + turn * every < to; turn += 1) turns.add(turn)
  }
  return [...turns].map((turn) => [anchor + turn * every, anchor + (turn + 1) * every])
}

/** The periods that a set which is not empty touches, in order; elapsed ones roll from its start. */
export const periodsOf = (set: Sets.TimeSet, per: Exclude<Period, "stay">, place: Place): ReadonlyArray<Sets.Span> => {
  const unit = "every" in per ? per.every : per.first
  if (unit.startsWith("PT")) return rolling(seconds(unit), set)
  const edges = boundaries(unit, Clocks.reading(per.at ?? "00:00"), Sets.hull(set), place)
  const spans = edges.slice(1).map((edge, index): Sets.Span => [edges[index] ?? edge, edge])
  // A date that was left out begins and ends at one instant.
  return spans.filter((span) => span[0] < span[1] && !Sets.isEmpty(Sets.intersection([span], set)))
}
