import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import type { Party } from "../../party/index.ts"
import { Posting } from "../../payment/index.ts"
import { type Change, type EventOf, Journal, type KeptOf, key, lifecycles } from "../../ports/index.ts"
import { Code, Reservation } from "../../reservation/index.ts"
import type { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { head, written } from "../payment/booked.ts"
import { refundsOf } from "../payment/refundsOf.ts"
import { type Act, store } from "../store.ts"
import { AtMost, swept } from "../swept.ts"
import { found, subject } from "./booking.ts"
import * as told from "../told.ts"

/** Codes that let nobody in any more. */
const revoked = Effect.fnUntraced(function*(id: Ids.ReservationId, by: Party.Actor, at: Instant.Instant) {
  const changes: Array<Change> = []
  for (const code of yield* allUnder("Code", key.reservation(id))) {
    if (code._tag === "Issued") changes.push(change("Code", code.id, code, yield* Effect.fromResult(Code.revoke({ _tag: "Revoke", at, by }, code))))
  }
  return changes
})

/**
 * A reservation that ends unused: the claim on its spot ends, its codes are revoked, what is given back is asked of the
 * payments that brought it, and the rest is the house's.
 */
const endUnused = Effect.fnUntraced(function*(act: Act, before: KeptOf<"Reservation">, events: ReadonlyArray<EventOf<"Reservation">>, at: Instant.Instant) {
  const { by: who } = act
  const { id, lotId, price: { currency } } = before
  const changed = change("Reservation", id, before, events)
  if (events.length === 0) return before
  const refund = events.reduce((sum, event) => "refund" in event ? sum + event.refund.amount : sum, 0)
  const back = yield* refundsOf(subject(id).subject, { amount: refund, currency }, who, at, "the reservation was not used")
  const kept = back.rest <= 0 ? [] : [yield* written(Posting.kept(yield* head(at, who), { ...subject(id), amount: { amount: back.rest, currency }, lotId, source: "reservation" }))]
  const codes = yield* revoked(id, who, at)
  yield* store(act, { changes: [changed, ...back.changes, ...codes], transactions: [...back.transactions, ...kept], unchanged: back.unchanged, releases: [id] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
  return outcome(changed)
})

const Cancelling = Schema.Struct({ ...by, reservationId: Ids.ReservationId })

/** Gives a reserved place back; what was paid is given back as the terms say. */
export const cancelReservation = operation("cancelReservation", Cancelling, (given) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(given.reservationId)
    const [at, who] = [yield* now, actor(given)]
    const events = yield* Effect.fromResult(Reservation.cancel({ _tag: "Cancel", at, by: who }, before))
    return yield* endUnused({ action: "reservation.cancel", by: who }, before, events, at)
  })), told.reservation)

const routine: Party.Actor = { _tag: "Routine", name: "reservations" }

const pastDue = (id: Ids.ReservationId) =>
  decideAgain(Effect.gen(function*() {
    const [before, at] = [yield* found(id), yield* now]
    // Paid, used or moved since it was looked for.
    if ((lifecycles.Reservation.due(before) ?? Infinity) > at) return []
    const isHeld = before._tag === "Held"
    const events = isHeld
      ? yield* Effect.fromResult(Reservation.expire({ _tag: "Expire", at, by: routine }, before))
      : yield* Effect.fromResult(Reservation.markNoShow({ _tag: "MarkNoShow", at, by: routine }, before))
    return [yield* endUnused({ action: isHeld ? "reservation.expire" : "reservation.declare-no-show", by: routine }, before, events, at)]
  }))

/** Ends holds that ran out and reservations that nobody came for. Tells those that ended. */
export const sweepReservations = operation("sweepReservations", AtMost, Effect.fnUntraced(function*({ limit = 100 }) {
  const due = yield* (yield* Journal).due("Reservation", yield* now, limit)
  return yield* swept(due, ({ id }) => pastDue(id))
}), told.each(told.reservation))
