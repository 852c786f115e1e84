import { Effect, Result } from "effect"
import type { Party } from "../../party/index.ts"
import { Posting } from "../../payment/index.ts"
import { type Commit, Journal } from "../../ports/index.ts"
import { Bill } from "../../pricing/index.ts"
import { Leaving, Reservation } from "../../reservation/index.ts"
import { Settlement, type Terms } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { unlessBehind } from "../decideAgain.ts"
import { head, written } from "../payment/booked.ts"
import { refundsOf } from "../payment/refundsOf.ts"
import { subject } from "./booking.ts"

/** What was paid ahead and not given back is earned: as the bill of the time says, the rest as it is. */
const earned = Effect.fnUntraced(function*(reservation: Reservation.CheckedIn, { isUsed, rest }: { readonly isUsed: boolean; readonly rest: number }, terms: Terms.Terms, at: Instant.Instant, by: Party.Actor, vehicle: string) {
  const { id, lotId, period: { from, to }, price: { currency } } = reservation
  if (rest <= 0) return []
  const bill = Result.getOrUndefined(Settlement.ready(terms).tariff.from(from, { facts: { vehicle } }).at(isUsed || at <= from ? to : at))
  const total = bill === undefined ? 0 : Bill.total(bill).amount
  const place = { ...subject(id), lotId, source: "reservation" as const }
  if (bill === undefined || total === 0 || total > rest) return [yield* written(Posting.kept(yield* head(at, by), { ...place, amount: { amount: rest, currency } }))]
  const billed = yield* written(Posting.earned(yield* head(at, by), { ...place, bill, deferred: { amount: total, currency } }))
  const above = total === rest ? [] : [yield* written(Posting.kept(yield* head(at, by), { ...place, amount: { amount: rest - total, currency } }))]
  return [billed, ...above]
})

/** What the exit does to the reservation that the driver came with: unused time is given back, the rest is earned. */
export const completed = (...given: Parameters<typeof completing>) =>
  completing(...given).pipe(
    // It is checked in, its stay began before, and what is given back was taken for it.
    Effect.catchTag(["WrongState", "OutOfOrder", "ExitBeforeEntry", "CurrencyMismatch", "NotBegun", "NotPositive", "NothingToRefund", "RefundAboveCaptured", "RefundDiffers", "RefundTooHigh"], Effect.die)
  )

const completing = Effect.fnUntraced(function*(id: Reservation.Reservation["id"], terms: Terms.Terms, at: Instant.Instant, by: Party.Actor, vehicle: string) {
  const none: Partial<Commit> = {}
  const before = yield* (yield* Journal).load("Reservation", id)
  if (before._tag !== "CheckedIn") return none
  const { unused } = yield* Effect.fromResult(Leaving.settle(before, Settlement.ready(terms).tariff, at, { facts: { vehicle } }))
  const events = yield* Effect.fromResult(yield* unlessBehind(Reservation.complete({ _tag: "Complete", at, by, unused }, before), at))
  const back = yield* refundsOf(subject(id).subject, unused, by, at, "time that was not used")
  const transactions = yield* earned(before, { isUsed: back.changes.length === 0, rest: back.rest }, terms, at, by, vehicle)
  return {
    changes: [change("Reservation", id, before, events), ...back.changes],
    transactions: [...back.transactions, ...transactions],
    unchanged: back.unchanged
  } satisfies Partial<Commit>
})
