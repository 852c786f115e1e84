/**
 * Periods: what a cap, a minimum or an allowance counts anew in.
 *
 * `every` repeats, `first` is the first of them only. Elapsed time (PT24H) rolls from the first instant of the time it
 * is applied to; day, week (from Monday) and month are the local calendar's, beginning at `at` (00:00).
 */
import { Schema } from "effect"
import { Elapsed } from "../time/index.ts"
import { isCalendar } from "./Clocks.ts"
import { may, must } from "./Field.ts"
import { Clock } from "./Window.ts"

/** At least a second. */
export const Step = Elapsed.Text.pipe(
  Schema.check(Schema.makeFilter((text: string) => (Elapsed.parse(text) ?? 1_000) >= 1_000, { expected: "at least one second" }))
)

const calendar = ["day", "week", "month"] as const
const Length = Schema.Union([Schema.Literals(calendar), Step]).annotate({ expected: `"day", "week", "month" or elapsed time such as PT24H` })

const fields = { at: may("Local clock at which days, weeks and months begin; 00:00 when absent.", Clock) }
const atOnlyOnCalendars = <A extends { readonly at?: string }>(length: (period: A) => string) =>
  Schema.makeFilter((period: A) => period.at === undefined || isCalendar(length(period)) || { path: ["at"], issue: `a period of ${length(period)} rolls: it begins with the stay, at no clock` })

const Every = Schema.Struct({ every: must("A period that repeats: the calendar's day, week or month, or elapsed time that rolls from the start.", Length), ...fields }).pipe(Schema.check(atOnlyOnCalendars((period: { readonly every: string; readonly at?: string }) => period.every)))
const First = Schema.Struct({ first: must("The first period only: the calendar's day, week or month, or elapsed time from the start.", Length), ...fields }).pipe(Schema.check(atOnlyOnCalendars((period: { readonly first: string; readonly at?: string }) => period.first)))

export const Period = Schema.Union([Schema.Literal("stay"), Every, First]).annotate({
  identifier: "Period",
  description: "The whole stay, a period that repeats, or the first one only.",
  expected: `"stay", {"every": "day"} or {"first": "PT24H"}`
})
export type Period = typeof Period.Type
