/** Payments through a gateway for what is paid before it is used: reservations and passes. */
import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import type { Money } from "../../money/index.ts"
import { Pass } from "../../pass/index.ts"
import { Method } from "../../payment/index.ts"
import { Reservation } from "../../reservation/index.ts"
import { actor, by } from "../acting.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { found as foundPass } from "../pass/passes.ts"
import { found } from "../reservation/booking.ts"
import { begunBefore, intend, request } from "./request.ts"

const Ahead = Schema.Struct({
  ...by,
  gateway: Name.upTo(60),
  method: Method.Method,
  /** An id of the caller's: the same payment said twice is tried once. */
  paymentId: Schema.optional(Ids.PaymentId)
})
type Ahead = typeof Ahead.Type

/** Asks a gateway for the price of `subject`. */
const begin = Effect.fnUntraced(function*({ gateway, method, ...given }: Ahead, id: Ids.PaymentId, subject: Ids.Subject, amount: Money.Money) {
  const payment = yield* intend({ id, subject, amount, method, gateway, idempotencyKey: id, capture: "at-once", by: actor(given) })
  return yield* request(payment, true)
})

/** A charge as the payment will bring it: what it is for is asked whether it takes that, before anybody pays. */
const chargeOf = (amount: Money.Money, paymentId: Ids.PaymentId) => ({ amount, by: { _tag: "Payment", paymentId } } as const)

export const StartingReservation = Schema.Struct({ ...Ahead.fields, reservationId: Ids.ReservationId })

/**
 * Begins to pay for a reservation that is held: it is confirmed as the money is captured. Money that comes after the hold
 * ended is owed back.
 */
export const startReservationPayment = operation("startReservationPayment", StartingReservation, Effect.fnUntraced(function*(given) {
  const { reservationId } = given
  const id = given.paymentId ?? Ids.PaymentId.make(yield* newId)
  const subject = { _tag: "Reservation", reservationId } as const
  const again = yield* begunBefore(id, subject)
  if (again !== undefined) return again
  const before = yield* found(reservationId)
  yield* Effect.fromResult(Reservation.confirm({ _tag: "Confirm", at: yield* now, by: actor(given), charge: chargeOf(before.price, id) }, before))
  return yield* begin(given, id, subject, before.price)
}))

export const StartingPass = Schema.Struct({ ...Ahead.fields, passId: Ids.PassId })

/** Begins to pay for a pass that was requested: it is good as the money is captured. */
export const startPassPayment = operation("startPassPayment", StartingPass, Effect.fnUntraced(function*(given) {
  const { passId } = given
  const id = given.paymentId ?? Ids.PaymentId.make(yield* newId)
  const subject = { _tag: "Pass", passId } as const
  const again = yield* begunBefore(id, subject)
  if (again !== undefined) return again
  const before = yield* foundPass(passId)
  const price = yield* Effect.fromResult(Pass.firstPrice(before))
  yield* Effect.fromResult(Pass.activate({ _tag: "Activate", at: yield* now, by: actor(given), charge: chargeOf(price, id) }, before))
  return yield* begin(given, id, subject, price)
}))
