/**
 * Windows: which part of time a rule speaks of, by the local clock and calendar and by what the vehicle does meanwhile.
 *
 * A window is, on each local date, the time from `from` (00:00) to `to` (24:00), closed-open; a `to` that is not after
 * `from` lies on the next date, and the window belongs to the date it starts on. Both ends are resolved to instants: a
 * reading that a change of clocks skips moves forward, one that it repeats is the first. `inclusive` adds the second
 * that begins at `to`.
 */
import { Schema } from "effect"
import { Rational } from "../money/index.ts"
import { LocalClock, LocalDate } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import { days, monthDay } from "./Clocks.ts"
import { may } from "./Field.ts"

/** A holiday is `holiday`, and not its weekday. */
const Day = Schema.Literals(days)

/** "08:30", up to "24:00". */
export const Clock = LocalClock.LocalClock

/** Closed-open, in decimal texts. */
export const Band = Schema.Struct({ from: may("From this on.", Amount.Quantity), to: may("Below this.", Amount.Quantity) }).pipe(
  Schema.check(Schema.makeFilter(({ from, to }: { readonly from?: string; readonly to?: string }) =>
    from === undefined || to === undefined || Rational.compare(Amount.value(from), Amount.value(to)) < 0 || { path: ["to"], issue: `expected more than ${from}, found ${to}: "to" is the first that is out` }))
)
export type Band = typeof Band.Type

const isYearly = (text: string): boolean => {
  const [, month, day] = monthDay.exec(text) ?? []
  // The year of the first leap day: every date of any year is a date of it.
  return month !== undefined && LocalDate.parse(`1972-${month}-${day}`) !== undefined
}

/** A local date "2026-12-24", or one of every year "12-24". */
const DateOrYearly = Schema.String.pipe(
  Schema.check(Schema.makeFilter((text: string) => isYearly(text) || LocalDate.parse(text) !== undefined, {
    expected: "a date such as 2026-12-24, or 12-24 for every year",
    toJsonSchema: () => [{ pattern: "^(?:\\d{4}-)?\\d\\d-\\d\\d$" }, true]
  }))
)

/** A local date. */
export const FullDate = LocalDate.Written

const inOrder = ({ from, to }: { readonly from?: string; readonly to?: string }) => {
  if (from === undefined || to === undefined) return undefined
  const yearly = monthDay.test(from)
  if (yearly !== monthDay.test(to)) return { path: ["to"], issue: `expected a date ${yearly ? "without" : "with"} a year, as "from" is, found ${to}` }
  if (yearly ? from !== to : from < to) return undefined
  return { path: ["to"], issue: `expected ${yearly ? "another date than" : "a date after"} ${from}, found ${to}: it is the first date that is out` }
}

/** Closed-open; yearly dates may run over the year's end. */
const Dates = Schema.Struct({ from: may("The first date: 2026-12-24, or 12-24 of every year.", DateOrYearly), to: may("The first date after: 2027-01-02, or 01-02 of every year.", DateOrYearly) }).pipe(
  Schema.check(Schema.makeFilter(inOrder))
)


export type Dates = typeof Dates.Type

const phases = ["reserved", "charging", "idle", "overstay"] as const

export const Window = Schema.Struct({
  days: may("Days that it begins on; a holiday is holiday and not its weekday. Every day when absent.", Schema.Array(Day).pipe(Schema.check(Schema.isMinLength(1, { expected: "a list of at least one" })))),
  from: may("Local clock from which it holds; 00:00 when absent.", Clock),
  to: may("Local clock up to which it holds, on the next date if not after \"from\"; 24:00 when absent.", Clock),
  ends: may("inclusive: the second that begins at \"to\" belongs to it as well; exclusive when absent.", Schema.Literals(["exclusive", "inclusive"])),
  dates: may("Dates on which it holds, by the date that it begins on; every date when absent.", Dates),
  phase: may("What the vehicle does meanwhile.", Schema.Literals(phases)),
  current: may("Charging current in amperes.", Band),
  power: may("Charging power in kilowatts.", Band)
}).pipe(
  Schema.check(Schema.makeFilter(({ from, to }: { readonly from?: string; readonly to?: string }) =>
    from !== "24:00" || to !== undefined || { path: ["from"], issue: `expected a clock before 24:00, or a "to" on the next date, found "24:00" alone` })),
  Schema.annotate({ identifier: "Window", description: "A part of time by the local clock and calendar, and by what the vehicle does meanwhile." })
)
export type Window = typeof Window.Type

/** One window or several: their union. */
export const Windows = Schema.Union([Window, Schema.Array(Window).pipe(Schema.check(Schema.isMinLength(1, { expected: "a list of at least one" })))])
export type Windows = typeof Windows.Type
