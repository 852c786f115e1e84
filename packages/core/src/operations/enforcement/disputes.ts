/** A violation that is contested, and how that ends. */
import { Effect, Schema } from "effect"
import { Violation } from "../../enforcement/index.ts"
import { Ids, WrongState } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { commitViolation, found, owingAfter } from "./violation.ts"
import * as told from "../told.ts"

const said = { violationId: Ids.ViolationId, by: Party.Actor, reason: Violation.Statement }

const Disputing = Schema.Struct(said)

/** The driver does not agree. Whether the notice's clock stops, the penalty says. */
export const disputeViolation = operation("disputeViolation", Disputing, ({ by, reason, violationId }) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(violationId)
    const events = yield* Effect.fromResult(Violation.dispute({ _tag: "Dispute", at: yield* now, by, reason }, before))
    return yield* commitViolation({ action: "violation.dispute", by }, before, events)
  })), told.violation)

const authority = Name.upTo(120)

const Deciding = Schema.Struct({
  ...said,
  /** The penalty stands, or is let go; that by which authority. */
  decision: Schema.Union([Schema.Struct({ _tag: Schema.tag("Uphold") }), Schema.Struct({ _tag: Schema.tag("Waive"), authority })])
})

/** What allows it: a rule, an office. */
const Waiving = Schema.Struct({ ...said, authority })

const waived = ({ authority, by, reason, violationId }: typeof Waiving.Type, action: "violation.decide" | "violation.waive") =>
  Effect.gen(function*() {
    const before = yield* found(violationId)
    const at = yield* now
    const events = yield* Effect.fromResult(Violation.waive({ _tag: "Waive", at, by, reason, authority }, before))
    return yield* commitViolation({ action, by, reason: reason.slice(0, 500) }, before, events, { transactions: yield* owingAfter(before, events, by, at) })
  })

/** Decides on a dispute: by somebody who is no party to it. */
export const decideDispute = operation("decideDispute", Deciding, ({ by, decision, reason, violationId }) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(violationId)
    if (decision._tag === "Waive") {
      const isDecided = before._tag === "Disputed" || before._tag === "Waived"
      if (!isDecided) return yield* new WrongState({ subject: "violation", id: violationId, state: before._tag, command: "Waive" })
      return yield* waived({ violationId, by, reason, authority: decision.authority }, "violation.decide")
    }
    const at = yield* now
    const events = yield* Effect.fromResult(Violation.uphold({ _tag: "Uphold", at, by, reason }, before))
    return yield* commitViolation({ action: "violation.decide", by }, before, events, { transactions: yield* owingAfter(before, events, by, at) })
  })), told.violation)

/** Lets a violation go, disputed or not: nothing is due for it any more. */
export const waiveViolation = operation("waiveViolation", Waiving, (given) => decideAgain(waived(given, "violation.waive")), told.violation)
