import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { type Payment, Posting } from "../../payment/index.ts"
import type { Commit } from "../../ports/index.ts"
import { Reservation } from "../../reservation/index.ts"
import type { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain, unlessBehind } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { atPlace, MethodGiven, methodOf } from "../payment/atPlace.ts"
import { head, written } from "../payment/booked.ts"
import { store } from "../store.ts"
import { found, subject } from "./booking.ts"
import * as told from "../told.ts"

type Captured = Extract<Payment.Payment, { readonly _tag: "Captured" }>

/** Money that came for a reservation, before it is earned. */
const prepaid = Effect.fnUntraced(function*({ by, captured, gateway, method }: Captured, id: Ids.ReservationId, at: Instant.Instant) {
  const into = Posting.landing({ method, ...(gateway !== undefined && { gateway }) })
  return yield* written(Posting.prepaid(yield* head(at, by), { ...subject(id), amount: captured, into }))
})

/** What a captured payment does to its reservation: it is confirmed; money that came too late is owed back. */
export const settleReservation = Effect.fnUntraced(function*(payment: Captured, id: Ids.ReservationId, at: Instant.Instant) {
  const { by: who, captured: amount } = payment
  const before = yield* found(id)
  const transaction = yield* prepaid(payment, id, at)
  const confirmed = yield* unlessBehind(Reservation.confirm({ _tag: "Confirm", at, by: who, charge: { amount, by: { _tag: "Payment", paymentId: payment.id } } }, before), at)
  if (confirmed._tag === "Success") return { changes: [change("Reservation", id, before, confirmed.success)], transactions: [transaction] } satisfies Partial<Commit>
  const back = yield* written(Posting.unused(yield* head(at, who), { ...subject(id), amount }))
  return { changes: [], transactions: [transaction, back] } satisfies Partial<Commit>
})

/** How a reservation is paid at a desk, or by an agent who took the money. */
export const PayingReservation = Schema.Struct({
  ...by,
  reservationId: Ids.ReservationId,
  method: MethodGiven,
  /** An id of the caller's: the same payment said twice is taken once. */
  paymentId: Schema.optional(Ids.PaymentId)
})
export type PayingReservation = typeof PayingReservation.Type

/** Takes the price of a reservation that is held, and confirms it. */
export const payReservation = operation("payReservation", PayingReservation, (given) =>
  decideAgain(Effect.gen(function*() {
    const { reservationId } = given
    const before = yield* found(reservationId)
    const method = yield* Effect.fromResult(methodOf(given.method))
    const [at, who, paymentId] = [yield* now, actor(given), given.paymentId ?? Ids.PaymentId.make(yield* newId)]
    const charge = { amount: before.price, by: { _tag: "Payment", paymentId } as const }
    const confirmed = change("Reservation", reservationId, before, yield* Effect.fromResult(Reservation.confirm({ _tag: "Confirm", at, by: who, charge }, before)))
    if (confirmed.events.length === 0) return before
    const payment = yield* atPlace({ id: paymentId, ...subject(reservationId), amount: before.price, method, by: who, at })
    const transaction = yield* written(Posting.prepaid(yield* head(at, who), { ...subject(reservationId), amount: before.price, into: Posting.landing({ method }) }))
    yield* store({ action: "payment.take", by: who }, { changes: [confirmed, payment], transactions: [transaction] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return outcome(confirmed)
  })), told.reservation)
