/** Where windows lie on the time line. */
import { Rational } from "../../money/index.ts"
import { LocalDate, TimeSet } from "../../time/index.ts"
import * as Amount from "../Amount.ts"
import * as Clocks from "../Clocks.ts"
import * as Window from "../Window.ts"
import type { Phase } from "./Phases.ts"

/** The local calendar of a plan. */
export interface Almanac {
  readonly zone: string
  readonly holidays: ReadonlySet<LocalDate.LocalDate>
}

/** Windows made ready to be laid on the time line. */
export interface Laid {
  /** Depends on what the vehicle does, not on the clock alone. */
  readonly phased: boolean
  /** The part of [from, to) that they hold. */
  readonly within: (from: number, to: number, phases: ReadonlyArray<Phase>) => TimeSet.TimeSet
}

const second = (millis: number): number => Math.ceil(millis / 1_000)

export const instantOf = (zone: string, date: LocalDate.LocalDate, secondsOfDay: number): number => second(LocalDate.at(zone, date, secondsOfDay))
export const dateOf = (zone: string, instant: number): LocalDate.LocalDate => LocalDate.of(zone, instant * 1_000)

const holiday = Clocks.days.indexOf("holiday")

const inBand = (value: Rational.Rational | undefined, band: Window.Band | undefined): boolean =>
  band === undefined || (value !== undefined && holdsIn(value, band))

/** True where a closed-open `band` holds `value`. */
export const holdsIn = (value: Rational.Rational, { from, to }: Window.Band): boolean =>
  (from === undefined || Rational.compare(value, Amount.value(from)) >= 0) && (to === undefined || Rational.compare(value, Amount.value(to)) < 0)

/** The interval of one window on each date: none where it does not hold. */
const onDate = ({ holidays, zone }: Almanac, window: Window.Window) => {
  const days = window.days === undefined ? undefined : new Set(window.days.map((day) => Clocks.days.indexOf(day)))
  const from = Clocks.secondsOfDay(window.from ?? "00:00")
  const to = Clocks.secondsOfDay(window.to ?? "24:00")
  const overnight = to <= from ? 1 : 0
  const inclusive = window.ends === "inclusive" ? 1 : 0
  return (date: LocalDate.LocalDate): readonly [from: number, to: number] | undefined => {
    if (days !== undefined && !days.has(holidays.has(date) ? holiday : LocalDate.weekday(date))) return undefined
    if (window.dates !== undefined && !Clocks.holds(window.dates, date)) return undefined
    const [begins, ends] = [instantOf(zone, date, from), instantOf(zone, date + overnight, to)]
    // Nothing ends inclusively that never begins.
    return begins < ends ? [begins, ends + inclusive] : undefined
  }
}

/** A window begins on the date before at the earliest, or two where a whole date was skipped. */
const reach = 2

const laidOne = (almanac: Almanac, window: Window.Window): Laid["within"] => {
  const on = onDate(almanac, window)
  const { zone } = almanac
  const always = window.days === undefined && window.dates === undefined && window.from === undefined && window.to === undefined && window.ends === undefined
  const clock = (from: number, to: number): TimeSet.TimeSet => {
    if (always) return TimeSet.of(from, to)
    const set: Array<number> = []
    let end = Number.NEGATIVE_INFINITY
    const last = dateOf(zone, to) + 1
    for (let date = dateOf(zone, from) - reach; date <= last; date += 1) {
      const interval = on(date)
      if (interval === undefined || !LocalDate.exists(zone, date)) continue
      // One date after the other: what touches or overlaps does so with the last.
      const [begin, until] = [Math.max(interval[0], from), Math.min(interval[1], to)]
      if (begin >= until) continue
      if (begin > end) set.push(begin, until)
      else if (until > end) set[set.length - 1] = until
      end = Math.max(end, until)
    }
    return set
  }
  if (!Clocks.isPhased(window)) return clock
  const matches = ({ amps, kw, name }: Phase) => (window.phase === undefined || window.phase === name) && inBand(amps, window.current) && inBand(kw, window.power)
  return (from, to, phases) => {
    const during = TimeSet.union(phases.filter(matches).map((phase) => [phase.from, phase.to]))
    const [first, last] = [Math.max(from, TimeSet.start(during)), Math.min(to, TimeSet.end(during))]
    return first < last ? TimeSet.intersect(clock(first, last), during) : TimeSet.empty
  }
}

/** Several windows are their union. */
export const lay = (almanac: Almanac, windows: Window.Windows): Laid => {
  const list = Clocks.list(windows)
  const all = list.map((window) => laidOne(almanac, window))
  const [only] = all
  return {
    phased: list.some(Clocks.isPhased),
    within: only !== undefined && all.length === 1
      ? only
      : (from, to, phases) => TimeSet.union(all.flatMap((within) => TimeSet.intervals(within(from, to, phases))))
  }
}
