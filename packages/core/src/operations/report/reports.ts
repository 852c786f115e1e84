/** What an operator asks of a lot over time. */
import { Effect, Schema } from "effect"
import { Lot } from "../../lot/index.ts"
import { Analytics, Lots, Reports } from "../../ports/index.ts"
import { Elapsed, Instant } from "../../time/index.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"

const span = { lotId: Lot.LotId, from: Instant.Instant, to: Instant.Instant }

const forwards = Schema.makeFilter(({ from, to }: { readonly from: number; readonly to: number }) => from < to || { path: ["to"], issue: "expected later than from" })

export const Spanning = Schema.Struct(span).pipe(Schema.check(forwards))
export type Spanning = typeof Spanning.Type

/** Steps of one report, at most. */
const mostSteps = 10_000

export const Stepping = Schema.Struct({
  ...span,
  step: Elapsed.FromIso.pipe(Schema.check(Schema.makeFilter((step: number) => step >= 1_000 || "expected a second at least")))
}).pipe(
  Schema.check(forwards, Schema.makeFilter(({ from, step, to }) => to - from <= mostSteps * step || { path: ["step"], issue: `expected a longer one: a report has ${mostSteps} steps at most` }))
)
export type Stepping = typeof Stepping.Type

/** How full a lot was, at each step of a time, beside the spots that it has now. */
export const occupancyReport = operation("occupancyReport", Stepping, Effect.fnUntraced(function*({ lotId, ...span }) {
  const { total } = yield* (yield* Lots).availability(lotId, yield* now)
  return { lotId, spots: total, steps: yield* (yield* Analytics).occupancy(lotId, span) }
}))

/** What a lot earned in a time, and what was paid in it: they differ by what was paid ahead, or is owed. */
export const revenueReport = operation("revenueReport", Spanning, Effect.fnUntraced(function*({ lotId, ...span }) {
  const booked = yield* (yield* Analytics).revenue(lotId, span)
  const { revenue } = yield* (yield* Reports).activity(lotId, span)
  return { lotId, ...booked, paidForStays: revenue }
}))

/** Vehicles that came and went in a time, and how long those that went had stayed. */
export const staysReport = operation("staysReport", Spanning, Effect.fnUntraced(function*({ lotId, ...span }) {
  const stays = yield* (yield* Analytics).stays(lotId, span)
  const { admitted } = yield* (yield* Reports).activity(lotId, span)
  return { lotId, admitted, ...stays }
}))
