import { Effect, Schema } from "effect"
import { Kind, Penalty, Violation } from "../../enforcement/index.ts"
import { Ids } from "../../lifecycle/index.ts"
import { Lot } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal, Lots } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { commitViolation, found, owingAfter } from "./violation.ts"
import * as told from "../told.ts"

/** The lot's terms say nothing of what this costs. */
export class NoPenaltyRule extends Schema.TaggedError<NoPenaltyRule>()("NoPenaltyRule", { lotId: Lot.LotId, kind: Kind.Kind }) {
  override get message() {
    return `the lot's terms say nothing of what ${this.kind} costs: waive it, or give the lot terms that do`
  }
}

/** The terms of the stay that it happened in, or of the lot; and until when it lasted. */
const groundsOf = Effect.fnUntraced(function*({ lotId, ticketId }: Violation.Violation) {
  const lots = yield* Lots
  const ticket = ticketId === undefined ? undefined : yield* (yield* Journal).load("Ticket", ticketId)
  if (ticket === undefined || ticket._tag === "Unissued") return { terms: yield* lots.terms((yield* lots.find(lotId)).termsId), until: undefined }
  return { terms: yield* lots.terms(ticket.termsId), until: ticket._tag === "Exited" ? ticket.exitedAt : undefined }
})

/** What it costs, by the rule that was in force. */
const penaltyOf = Effect.fnUntraced(function*(violation: Violation.Violation, at: Instant.Instant) {
  const { kind, lotId, occurredAt } = violation
  const { terms, until } = yield* groundsOf(violation)
  const rule = Penalty.ruleFor(terms.penalties ?? [], kind, lotId)
  if (rule === undefined) return yield* new NoPenaltyRule({ lotId, kind })
  const to = until === undefined || until < occurredAt ? at : until
  return yield* Effect.fromResult(Penalty.assess(rule, yield* Effect.fromResult(Penalty.charge(rule, { from: occurredAt, to, tariff: terms.tariff }))))
})

const Confirming = Schema.Struct({ violationId: Ids.ViolationId, by: Party.Actor })

/** Confirms a violation: it costs what the terms say, and the driver is given notice. */
export const confirmViolation = operation("confirmViolation", Confirming, ({ by, violationId }) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(violationId)
    const at = yield* now
    // Said twice, it costs what it came to at first.
    const penalty = "penalty" in before ? before.penalty : yield* penaltyOf(before, at)
    const events = yield* Effect.fromResult(Violation.confirm({ _tag: "Confirm", at, by, penalty }, before))
    return yield* commitViolation({ action: "violation.confirm", by }, before, events, { transactions: yield* owingAfter(before, events, by, at) })
  })), told.violation)
