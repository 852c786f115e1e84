/** What the use-cases of violations share: how they are found and stored, and what is booked of their penalties. */
import { Effect } from "effect"
import { Violation } from "../../enforcement/index.ts"
import { type Ids, NotBegun } from "../../lifecycle/index.ts"
import { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { type Ledger, Posting } from "../../payment/index.ts"
import { Books, type Commit, Journal } from "../../ports/index.ts"
import type { Instant } from "../../time/index.ts"
import { change, outcome } from "../change.ts"
import { head, written } from "../payment/booked.ts"
import { type Act, store } from "../store.ts"

export const found = Effect.fnUntraced(function*(id: Ids.ViolationId) {
  const violation = yield* (yield* Journal).load("Violation", id)
  return violation._tag === "Absent" ? yield* new NotBegun({ subject: "violation" }) : violation
})

export const subject = (violationId: Ids.ViolationId) => ({ subject: { _tag: "Violation", violationId } } as const)

/** The ledger's transaction after which the receivable of a violation is `due`; none where it is that already. */
export const owing = Effect.fnUntraced(function*({ id, lotId }: Violation.Violation, due: Money.Money, by: Party.Actor, at: Instant.Instant) {
  const none: ReadonlyArray<Ledger.Transaction> = []
  const balances = yield* (yield* Books).balance({ _tag: "Receivable", ...subject(id) })
  const booked = balances.find(({ currency }) => currency === due.currency)?.amount ?? 0
  if (booked === due.amount) return none
  const penalty = (amount: number) => ({ _tag: "Violation" as const, violationId: id, lotId, amount: { amount, currency: due.currency } })
  const about = yield* head(at, by)
  return [yield* written(due.amount > booked ? Posting.penalised(about, penalty(due.amount - booked)) : Posting.waived({ ...about, by }, penalty(booked - due.amount)))]
})

/** The ledger follows what is due after `events`. */
export const owingAfter = Effect.fnUntraced(function*(before: Violation.Violation, events: ReadonlyArray<Violation.Event>, by: Party.Actor, at: Instant.Instant) {
  const none: ReadonlyArray<Ledger.Transaction> = []
  if (events.length === 0) return none
  const after = events.reduce<Violation.State>(Violation.evolve, before)
  const noticed = "penalty" in before ? before : "penalty" in after ? after : undefined
  if (noticed === undefined || after._tag === "Absent") return none
  const due = Violation.penaltyDue(after, at) ?? Money.zero(noticed.penalty.amount.currency)
  return yield* owing(before, due, by, at)
})

/** Stores what was decided on a violation that was reported; tells it as it is now. */
export const commitViolation = Effect.fnUntraced(function*(act: Act, before: Violation.Violation, events: ReadonlyArray<Violation.Event>, more: Partial<Commit> = {}) {
  const changed = change("Violation", before.id, before, events)
  // It takes no key that it did not have.
  yield* store(act, { ...more, changes: [changed, ...more.changes ?? []] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
  return outcome(changed)
})
