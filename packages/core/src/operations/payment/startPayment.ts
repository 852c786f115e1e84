import { Effect, Schema } from "effect"
import { Violation } from "../../enforcement/index.ts"
import { AlreadyBegun, Ids } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { Pass } from "../../pass/index.ts"
import { Payment } from "../../payment/index.ts"
import { Journal, key, Tickets } from "../../ports/index.ts"
import { FullDate } from "../../pricing/Window.ts"
import { Reservation } from "../../reservation/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { penaltyDue } from "../enforcement/payViolation.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { found as foundPass } from "../pass/passes.ts"
import { found } from "../reservation/booking.ts"
import { Asked, openTicket, settleAt } from "../ticket/quote.ts"
import { MethodGiven, methodOf } from "./atPlace.ts"
import { intend, request, started } from "./request.ts"

const how = {
  ...by,
  gateway: Name.upTo(60),
  method: MethodGiven,
  /** Held now, and taken once capturePayment asks for it; at once, when absent. */
  capture: Schema.optional(Schema.Literals(["at-once", "later"])),
  /** An id of the caller's: the same payment said twice is tried once. */
  paymentId: Schema.optional(Ids.PaymentId)
}

/** What the payer agreed to: another amount due is refused instead of charged. */
const agreement = { agreed: Schema.optional(Money.Money) }

/** A payment through a gateway: for a stay, a reservation that is held, a pass that was requested or is renewed, a violation. */
export const Starting = Schema.Union([
  Schema.Struct({ ...Asked.fields, ...how, ...agreement }),
  Schema.Struct({ reservationId: Ids.ReservationId, ...how }),
  Schema.Struct({
    passId: Ids.PassId,
    /** Another period, from this day on, where the pass ends; its first period, when absent. */
    renewFrom: Schema.optional(FullDate),
    ...how
  }),
  Schema.Struct({ violationId: Ids.ViolationId, ...how, ...agreement })
])
export type Starting = typeof Starting.Type

interface Owed {
  readonly subject: Ids.Subject
  readonly due: Money.Money
}

const isOther = (due: Money.Money, agreed: Money.Money | undefined): agreed is Money.Money => agreed !== undefined && !Money.isEqual(agreed, due)

const ofStay = Effect.fnUntraced(function*(given: Asked, agreed: Money.Money | undefined) {
  const ticket = yield* openTicket(given)
  const { due } = yield* settleAt(ticket, yield* now)
  if (due.amount <= 0) return yield* new Ticket.NothingDue({ id: ticket.id })
  if (isOther(due, agreed)) return yield* new Ticket.AmountDiffers({ id: ticket.id, due, agreed })
  return { subject: { _tag: "Stay", ticketId: ticket.id }, due } satisfies Owed
})

/** Its price is fixed while it is held: nothing but the money must be missing. */
const ofReservation = Effect.fnUntraced(function*(reservationId: Ids.ReservationId, by: Party.Actor) {
  const before = yield* found(reservationId)
  const { price: due } = before
  yield* Effect.fromResult(Reservation.confirm({ _tag: "Confirm", at: yield* now, by }, before)).pipe(Effect.catchTag("PaymentDiffers", () => Effect.void))
  return { subject: { _tag: "Reservation", reservationId }, due } satisfies Owed
})

/** The price of another period: whoever pays it renews the pass. */
const ofRenewal = Effect.fnUntraced(function*(passId: Ids.PassId, from: string, paymentId: Ids.PaymentId, by: Party.Actor) {
  const before = yield* foundPass(passId)
  const due = yield* Effect.fromResult(Pass.renewalPrice(before, from))
  yield* Effect.fromResult(Pass.renew({ _tag: "Renew", at: yield* now, by, from, charge: { amount: due, by: { _tag: "Payment", paymentId } } }, before))
  return { subject: { _tag: "Pass", passId }, due } satisfies Owed
})

/** The price of its first period, likewise. */
const ofPass = Effect.fnUntraced(function*(passId: Ids.PassId, by: Party.Actor) {
  const before = yield* foundPass(passId)
  const due = yield* Effect.fromResult(Pass.firstPrice(before))
  yield* Effect.fromResult(Pass.activate({ _tag: "Activate", at: yield* now, by }, before)).pipe(Effect.catchTag("PassPaymentDiffers", () => Effect.void))
  return { subject: { _tag: "Pass", passId }, due } satisfies Owed
})

const ofViolation = Effect.fnUntraced(function*(violationId: Ids.ViolationId, agreed: Money.Money | undefined) {
  const { due } = yield* penaltyDue(violationId)
  if (isOther(due, agreed)) return yield* new Violation.PenaltyDiffers({ id: violationId, due, amount: agreed })
  return { subject: { _tag: "Violation", violationId }, due } satisfies Owed
})

/** What is named by who pays. */
const subjectOf = Effect.fnUntraced(function*(given: Starting) {
  if ("violationId" in given) return { _tag: "Violation", violationId: given.violationId } as const
  if ("passId" in given) return { _tag: "Pass", passId: given.passId } as const
  if ("reservationId" in given) return { _tag: "Reservation", reservationId: given.reservationId } as const
  return { _tag: "Stay", ticketId: (yield* (yield* Tickets).find(given.ticket)).id } as const
})

/** The payment that the caller's id names already: asked for again while nobody knows what became of it. */
const begunBefore = Effect.fnUntraced(function*(payment: Payment.Payment, subject: Ids.Subject, renewFrom: string | undefined) {
  if (key.subject(payment.subject) !== key.subject(subject) || payment.renewFrom !== renewFrom) return yield* new AlreadyBegun({ subject: "payment", id: payment.id })
  return Payment.isOpen(payment) ? yield* request(payment, false) : started(payment)
})

/** One try: where somebody else stores the same id at once, theirs is asked for in the next. */
const starting = Effect.fnUntraced(function*(given: Starting) {
  const { gateway } = given
  const method = yield* Effect.fromResult(methodOf(given.method))
  const id = given.paymentId ?? Ids.PaymentId.make(yield* newId)
  const before = yield* (yield* Journal).load("Payment", id)
  const renewFrom = "renewFrom" in given ? given.renewFrom : undefined
  if (before._tag !== "Absent") return yield* begunBefore(before, yield* subjectOf(given), renewFrom)
  const owed: Owed = "violationId" in given ? yield* ofViolation(given.violationId, given.agreed)
    : "reservationId" in given ? yield* ofReservation(given.reservationId, actor(given))
    : "passId" in given && renewFrom !== undefined ? yield* ofRenewal(given.passId, renewFrom, id, actor(given))
    : "passId" in given ? yield* ofPass(given.passId, actor(given))
    : yield* ofStay(given, given.agreed)
  const capture = given.capture === "later" ? "on-request" : "at-once"
  const intent = { id, subject: owed.subject, ...(renewFrom !== undefined && { renewFrom }), amount: owed.due, method, gateway, idempotencyKey: id, capture, by: actor(given) } as const
  const payment = yield* intend(intent).pipe(
    // Its key is its id.
    Effect.catchTag("KeyTaken", Effect.die)
  )
  return yield* request(payment, true)
})

/**
 * Begins to pay what is owed through a gateway. The intent is stored before the gateway is asked; what it is for is paid as
 * the money is captured: now, when the gateway says so, or where it is only held, as capturePayment asks for it.
 */
export const startPayment = operation("startPayment", Starting, (given) => decideAgain(starting(given)))
