/** What is there, by its id. Nothing is changed. */
import { Effect, Schema } from "effect"
import { Violation } from "../../enforcement/index.ts"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { Lot } from "../../lot/index.ts"
import { Journal, Lots, Spots } from "../../ports/index.ts"
import { found as foundViolation } from "../enforcement/violation.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { found as foundPass } from "../pass/passes.ts"
import { found as foundReservation } from "../reservation/booking.ts"
import * as told from "../told.ts"

/** A lot as it is now: its zones and spots, and the terms of who comes now. */
export const findLot = operation("findLot", Schema.Struct({ lotId: Lot.LotId }), Effect.fnUntraced(function*({ lotId }) {
  const lots = yield* Lots
  const lot = yield* lots.find(lotId)
  return { lot, layout: yield* lots.layout(lotId), terms: yield* lots.terms(lot.termsId) }
}), told.withTerms)

/** A reservation, with the spot that is claimed for it as long as one is. */
export const findReservation = operation("findReservation", Schema.Struct({ reservationId: Ids.ReservationId }), Effect.fnUntraced(function*({ reservationId }) {
  const reservation = yield* foundReservation(reservationId)
  const claim = yield* (yield* Spots).claimOf(reservationId)
  return { reservation, ...(claim !== undefined && { spotId: claim.spotId }) }
}), told.withReservation)

/** A pass, with its periods, its vehicles, and those inside. */
export const findPass = operation("findPass", Schema.Struct({ passId: Ids.PassId }), ({ passId }) => foundPass(passId))

/** A payment as far as it came, with its refunds. */
export const findPayment = operation("findPayment", Schema.Struct({ paymentId: Ids.PaymentId }), Effect.fnUntraced(function*({ paymentId }) {
  const payment = yield* (yield* Journal).load("Payment", paymentId)
  return payment._tag === "Absent" ? yield* new NotBegun({ subject: "payment" }) : payment
}))

/** A violation, with what may be paid for it now: less while that is soon, more after each step, nothing while it is in dispute. */
export const findViolation = operation("findViolation", Schema.Struct({ violationId: Ids.ViolationId }), Effect.fnUntraced(function*({ violationId }) {
  const violation = yield* foundViolation(violationId)
  const due = violation._tag === "Confirmed" ? Violation.penaltyDue(violation, yield* now) : undefined
  return { violation, ...(due !== undefined && { due }) }
}), ({ violation, ...rest }) => ({ ...rest, violation: told.violation(violation) }))
