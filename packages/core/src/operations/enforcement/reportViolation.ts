import { Effect, Schema } from "effect"
import { Evidence, Kind, Violation } from "../../enforcement/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { Lot, Plate, Spot } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal, Lots } from "../../ports/index.ts"
import { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain, decideOnceMore } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { store } from "../store.ts"
import { commitViolation, found } from "./violation.ts"
import * as told from "../told.ts"

/** This stay was reported as an overstay already. */
export class ReportedAlready extends Schema.TaggedError<ReportedAlready>()("ReportedAlready", { ticketId: Ids.TicketId }) {
  override get message() {
    return "this stay was reported as an overstay already: decide on that violation"
  }
}

/** What somebody or something saw. */
export const Reporting = Schema.Struct({
  by: Party.Actor,
  kind: Kind.Kind,
  severity: Kind.Severity,
  lotId: Lot.LotId,
  spotId: Schema.optional(Spot.SpotId),
  plate: Plate.FromGiven,
  ticketId: Schema.optional(Ids.TicketId),
  /** Just now, when absent. */
  occurredAt: Schema.optional(Instant.Instant),
  evidence: Schema.optional(Schema.Array(Evidence.Evidence)),
  /** An id of the caller's: the same violation said twice is reported once. */
  violationId: Schema.optional(Ids.ViolationId)
})
export type Reporting = typeof Reporting.Type

/** Reports a violation: nothing is due for it before it is confirmed. */
export const reportViolation = operation("reportViolation", Reporting, (given) =>
  // What is said to have happened later than now has not.
  decideOnceMore(Effect.gen(function*() {
    const { by, evidence = [], kind, lotId, plate, severity, spotId, ticketId } = given
    yield* (yield* Lots).find(lotId)
    const id = given.violationId ?? Ids.ViolationId.make(yield* newId)
    const before = yield* (yield* Journal).load("Violation", id)
    const at = yield* now
    const occurredAt = given.occurredAt ?? (before._tag === "Absent" ? at : before.occurredAt)
    const where = { ...(spotId !== undefined && { spotId }), ...(ticketId !== undefined && { ticketId }) }
    const report = { id, kind, lotId, ...where, plate, severity, occurredAt, evidence, by, at }
    const changed = change("Violation", id, before, yield* Effect.fromResult(Violation.report({ _tag: "Report", report }, before)))
    yield* store({ action: "violation.report", by }, { changes: [changed] }).pipe(
      Effect.catchTag("KeyTaken", (taken) => ticketId === undefined ? Effect.die(taken) : Effect.fail(new ReportedAlready({ ticketId }))),
      Effect.catchTag("SpotTaken", Effect.die)
    )
    return outcome(changed)
  })), told.violation)

const AddingEvidence = Schema.Struct({ violationId: Ids.ViolationId, evidence: Evidence.Evidence })

/** Adds what shows a violation, while it is open. */
export const addEvidence = operation("addEvidence", AddingEvidence, ({ evidence, violationId }) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(violationId)
    const events = yield* Effect.fromResult(Violation.addEvidence({ _tag: "AddEvidence", at: yield* now, evidence }, before))
    return yield* commitViolation({ action: "violation.add-evidence", by: evidence.by }, before, events)
  })), told.violation)
