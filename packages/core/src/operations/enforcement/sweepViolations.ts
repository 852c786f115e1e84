import { Effect, Schema } from "effect"
import { Overstay, Violation } from "../../enforcement/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { Lot } from "../../lot/index.ts"
import type { Party } from "../../party/index.ts"
import { Journal, key, Lots } from "../../ports/index.ts"
import { Settlement, Ticket } from "../../ticket/index.ts"
import { Elapsed, type Instant } from "../../time/index.ts"
import { decideAgain, unlessBehind } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { AtMost, swept } from "../swept.ts"
import { reportViolation } from "./reportViolation.ts"
import { commitViolation, found, owingAfter } from "./violation.ts"
import * as told from "../told.ts"

const routine: Party.Actor = { _tag: "Routine", name: "violations" }

/** Takes the steps of one violation that are due. */
const escalated = (id: Ids.ViolationId) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(id)
    const at = yield* now
    const events = yield* unlessBehind(Violation.escalate({ _tag: "Escalate", at }, before), at)
    // Paid or disputed meanwhile.
    if (events._tag === "Failure") return []
    const transactions = yield* owingAfter(before, events.success, routine, at)
    return [yield* commitViolation({ action: "violation.escalate", by: routine }, before, events.success, { transactions })]
  }))

/** Takes every step that is due of penalties that were not paid: reminders, increases, referrals. Tells those violations. */
export const escalateViolations = operation("escalateViolations", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  const due = yield* (yield* Journal).due("Violation", yield* now, limit)
  return yield* swept(due, ({ id }) => escalated(id))
}), told.each(told.violation))

/** Of which lot, and how long who stays too long is left alone. */
export const Detecting = Schema.Struct({ lotId: Lot.LotId, tolerance: Schema.optional(Overstay.Tolerance) })
export type Detecting = typeof Detecting.Type

const none: Overstay.Tolerance = { tolerance: Elapsed.ofMinutes(0), severities: [] }

const stayOf = Effect.fnUntraced(function*(ticket: Ticket.Ticket) {
  if (!Ticket.isOpen(ticket)) return []
  const { id, lotId, overstay, spotId, termsId, vehicle: { plate } } = ticket
  const allowedUntil = (overstay?.until === undefined ? overstay?.since : undefined) ?? Settlement.mayStayUntil(ticket, yield* (yield* Lots).terms(termsId))
  return allowedUntil === undefined ? [] : [{ ticketId: id, lotId, spotId, plate, allowedUntil }]
})

const reported = Effect.fnUntraced(function*({ allowedUntil, lotId, plate, severity, spotId, ticketId }: Overstay.Overstay) {
  const nothing: ReadonlyArray<Violation.Violation> = []
  const known = yield* allUnder("Violation", key.ticket(ticketId))
  if (known.some(({ kind }) => kind === "overstay")) return nothing
  const violationId = Ids.ViolationId.make(yield* newId)
  const report = reportViolation({ violationId, by: routine, kind: "overstay", severity, lotId, spotId, plate, ticketId, occurredAt: allowedUntil })
  // Somebody else was faster.
  return yield* report.pipe(Effect.map((violation) => [violation]), Effect.catchTag("ReportedAlready", () => Effect.succeed(nothing)))
})

/** Those that stay longer than they may at `at`. */
const overstays = Effect.fnUntraced(function*({ lotId, tolerance = none }: Detecting, at: Instant.Instant) {
  const stays: Array<Overstay.Stay> = []
  for (const ticket of yield* allUnder("Ticket", key.open(lotId))) stays.push(...yield* stayOf(ticket))
  return Overstay.overstays(stays, at, tolerance)
})

/** Reports every vehicle that stays longer than its terms allow, once for each stay. Tells what was reported now. */
export const detectOverstays = operation("detectOverstays", Detecting, Effect.fnUntraced(function*(given) {
  return yield* swept(yield* overstays(given, yield* now), reported)
}), told.each(told.violation))
