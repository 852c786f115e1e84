/** What happens on a lot: vehicles that come and go, spots that are held and out of service. */
import type { Allocator, Ordering, Schedule } from "@parkade/core/allocation"
import type { Lot, Spot } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { hold, ordering, outage, request, site, type SiteOptions } from "./Layout.ts"

/** Places are indexes of spots in the layout. */
export type AllocationStep =
  | { readonly _tag: "Allocate"; readonly request: Allocator.Request }
  | { readonly _tag: "Take"; readonly place: number }
  | { readonly _tag: "Release"; readonly place: number }
  | { readonly _tag: "SetOutages"; readonly place: number; readonly outages: ReadonlyArray<Spot.Outage> }
  | { readonly _tag: "Hold"; readonly place: number; readonly hold: Schedule.Hold }
  | { readonly _tag: "Unhold"; readonly place: number; readonly holder: string }
  | { readonly _tag: "Advance"; readonly to: Instant.Instant }

/** A lot, the order in which its spots are given, and what happens there. */
export interface AllocationCase {
  readonly layout: Lot.Layout
  readonly ordering: Ordering.Ordering
  readonly steps: ReadonlyArray<AllocationStep>
}

/** How long a history is, and of which lot. */
export interface HistoryOptions extends SiteOptions {
  /** 30 by default. */
  readonly maxSteps?: number
}

/** Steps on `layout`. Time passes between them by some minutes, and seems to run backwards now and then. */
export const allocationSteps = (layout: Lot.Layout, { maxSteps = 30 }: HistoryOptions = {}): fc.Arbitrary<ReadonlyArray<AllocationStep>> => {
  const place = fc.nat(Math.max(0, layout.spots.length - 1))
  const allocate = request(layout).map((asked): AllocationStep => ({ _tag: "Allocate", request: asked }))
  const others: ReadonlyArray<fc.MaybeWeightedArbitrary<AllocationStep>> = [
    { weight: 6, arbitrary: place.map((at): AllocationStep => ({ _tag: "Release", place: at })) },
    { weight: 1, arbitrary: place.map((at): AllocationStep => ({ _tag: "Take", place: at })) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant("SetOutages"), place, outages: fc.array(outage(), { maxLength: 2 }) }) },
    { weight: 5, arbitrary: fc.record({ _tag: fc.constant("Hold"), place, hold: hold() }) },
    { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Unhold"), place, holder: fc.constantFrom("ada", "ben", "cyd", "dan") }) },
    { weight: 1, arbitrary: fc.nat(120).map((minute): AllocationStep => ({ _tag: "Advance", to: later(minute) })) }
  ]
  const step = layout.spots.length === 0 ? allocate : fc.oneof({ weight: 12, arbitrary: allocate }, ...others)
  return fc.array(fc.tuple(fc.nat(4), fc.nat(9), step), { maxLength: maxSteps, size: "max" }).map((drawn) => {
    let minute = 0
    return drawn.map(([wait, roll, each]) => {
      minute += roll === 0 ? wait : Math.min(1, wait)
      return shifted(each, roll === 9 ? Math.max(0, minute - 5) : minute)
    })
  })
}

const later = (minute: number): Instant.Instant => Instant.Instant.make(Date.parse("2026-06-01T06:00:00Z") + minute * 60_000)

/** A stay begins when its step happens, as long as it was. */
const shifted = (step: AllocationStep, minute: number): AllocationStep => {
  if (step._tag === "Advance") return { ...step, to: later(minute) }
  if (step._tag !== "Allocate") return step
  const { from, until } = step.request.during
  const begins = later(minute)
  return { ...step, request: { ...step.request, during: { from: begins, ...(until !== undefined && { until: Instant.Instant.make(begins + until - from) }) } } }
}

/** A lot, in which order its spots are given, and what happens there. */
export const allocationCase = (options: HistoryOptions = {}): fc.Arbitrary<AllocationCase> =>
  site(options).chain((layout) => fc.record({ layout: fc.constant(layout), ordering: ordering(layout), steps: allocationSteps(layout, options) }))
