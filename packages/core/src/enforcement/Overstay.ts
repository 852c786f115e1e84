/**
 * Who stays longer than is paid for, and how bad that is. Looks at what it is given; nothing happens by it.
 *
 * Units: a stay is allowed up to `allowedUntil`, closed-open; the tolerance follows it.
 * Guarantees: an overstay is told of exactly those who are past their tolerance, the longest first; who stays on never becomes
 * less of an overstay.
 */
import { Schema } from "effect"
import type { Ids } from "../lifecycle/index.ts"
import type { Lot, Plate, Spot } from "../lot/index.ts"
import { Elapsed, type Instant } from "../time/index.ts"
import { severities, Severity } from "./Kind.ts"

/** `severities` in order, each worse than the one before; less than the first of them is minor. */
export const Tolerance = Schema.Struct({
  tolerance: Elapsed.FromIso,
  severities: Schema.Array(Schema.Struct({ over: Elapsed.FromIso, severity: Severity })).pipe(
    Schema.check(Schema.makeFilter((steps) => steps.slice(1).every(({ over, severity }, index) => {
      const before = steps[index]
      return before !== undefined && over > before.over && severities.indexOf(severity) > severities.indexOf(before.severity)
    }) || "expected rising times and severities"))
  )
}).annotate({ identifier: "OverstayTolerance" })
export type Tolerance = typeof Tolerance.Type

export interface Stay {
  readonly ticketId: Ids.TicketId
  readonly lotId: Lot.LotId
  readonly spotId?: Spot.SpotId
  readonly plate: Plate.Plate
  /** The first instant at which it is not allowed any more. */
  readonly allowedUntil: Instant.Instant
}

export interface Overstay extends Stay {
  readonly overMillis: number
  readonly severity: Severity
}

/** Those of `stays` that are overstays at `at`. */
export const overstays = (stays: ReadonlyArray<Stay>, at: Instant.Instant, { severities, tolerance }: Tolerance): ReadonlyArray<Overstay> =>
  stays
    .filter(({ allowedUntil }) => at >= allowedUntil + tolerance)
    .map((stay): Overstay => {
      const overMillis = at - stay.allowedUntil
      return { ...stay, overMillis, severity: severities.findLast(({ over }) => over <= overMillis)?.severity ?? "minor" }
    })
    .toSorted((a, b) => b.overMillis - a.overMillis)
