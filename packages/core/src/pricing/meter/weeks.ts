/**
 * Weeks alike: stretches of time in which clocks and calendars do every week what they did the week before, so that what
 * was priced for one week holds for the others.
 */
import { LocalDate, TimeSet } from "../../time/index.ts"
import * as Clocks from "../Clocks.ts"
import type * as Window from "../Window.ts"
import { chunkSeconds, remembered } from "./chunks.ts"
import { type Almanac, dateOf, instantOf } from "./windows.ts"

const day = 86_400
/**
 * How far a date that is unlike others may be felt: windows that begin on it, or on the one before, run up to two days
 * on; what a clock skips is made up for on the date itself.
 */
const [before, after] = [day, 3 * day]

/** Where weeks are alike: what lies from an instant up to the one given here may be shifted by whole weeks, up to there. */
export const steadyIn = ({ holidays, zone }: Almanac, windows: ReadonlyArray<Window.Window>): ((at: number) => number) => {
  const named = windows.some(({ days }) => days !== undefined)
  const dates = windows.flatMap((window) => window.dates === undefined ? [] : [window.dates])
  const begins = (date: LocalDate.LocalDate) => instantOf(zone, date, 0)
  const isSpecial = (date: LocalDate.LocalDate): boolean =>
    begins(date + 1) - begins(date) !== day || (named && holidays.has(date)) || dates.some((each) => Clocks.holds(each, date) !== Clocks.holds(each, date - 1))
  const special = remembered((chunk): TimeSet.TimeSet => {
    const [from, to] = [chunk * chunkSeconds - after, (chunk + 1) * chunkSeconds + before]
    const found: Array<readonly [number, number]> = []
    for (let date = dateOf(zone, Math.max(0, from)) - 1; begins(date) < to; date += 1) {
      if (isSpecial(date)) found.push([begins(date) - before, begins(date) + after])
    }
    return TimeSet.union(found)
  })
  return (at) => {
    const chunk = Math.floor(at / chunkSeconds)
    const set = special(chunk)
    const end = (chunk + 1) * chunkSeconds
    for (let index = 0; index < set.length; index += 2) {
      const [from = end, to = end] = [set[index], set[index + 1]]
      if (at < to) return Math.min(end, Math.max(at, from))
    }
    return end
  }
}
