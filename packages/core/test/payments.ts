/** One payment and what may happen to it, for given / when / then. */
import { Ids } from "@parkade/core/lifecycle"
import { Party } from "@parkade/core/party"
import { Payment, RefundRequest } from "@parkade/core/payment"
import { euros, minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`

export const staff: Party.Actor = { _tag: "Person", id: Party.PersonId.make(uuid(1)) }
export const ticketId = Ids.TicketId.make(uuid(2))
export const refundId = (digit = 7) => RefundRequest.RefundId.make(uuid(digit))

export const intent: Payment.Intent = {
  id: Ids.PaymentId.make(uuid(3)),
  subject: { _tag: "Stay", ticketId },
  amount: euros(500),
  method: { _tag: "Card" },
  gateway: "stripe",
  idempotencyKey: "k1",
  capture: "at-once",
  by: staff
}

export const authorised = { _tag: "Authorised", amount: euros(500) } as const
export const captured = { _tag: "Captured", amount: euros(500), reference: "r1" } as const
export const declined = { _tag: "Failed", reason: "declined", retry: false } as const

export const intended: Payment.Event = { _tag: "PaymentIntended", at: minute(0), ...intent, answerBy: minute(1) }
export const onRequest: Payment.Event = { ...intended, capture: "on-request" }
export const pending: Payment.Event = { _tag: "PaymentAwaited", at: minute(1), answerBy: minute(10) }
export const held: Payment.Event = { _tag: "PaymentAuthorised", at: minute(1), amount: euros(500) }
export const asked = (cents: number): Payment.Event => ({ _tag: "PaymentCaptureRequested", at: minute(1), amount: euros(cents), by: staff, answerBy: minute(3) })
export const unknown: Payment.Event = { _tag: "PaymentLeftUnknown", at: minute(2), answerBy: minute(5) }
export const taken: Payment.Event = { _tag: "PaymentCaptured", at: minute(2), amount: euros(500), reference: "r1" }
export const refused: Payment.Event = { _tag: "PaymentFailed", at: minute(2), reason: "declined", retry: false }
export const cancelled: Payment.Event = { _tag: "PaymentCancelled", at: minute(2), by: staff }
export const quarantined: Payment.Event = { _tag: "PaymentQuarantined", at: minute(2), news: [captured, declined] }
export const refund = (cents: number, digit = 7): Payment.Event => ({ _tag: "PaymentRefundRequested", at: minute(3), refundId: refundId(digit), amount: euros(cents), reason: "left early", by: staff, answerBy: minute(9) })
export const answered = (outcome: RefundRequest.Outcome, digit = 7): Payment.Event => ({ _tag: "PaymentRefundAnswered", at: minute(4), refundId: refundId(digit), outcome })
export const back = (cents: number): RefundRequest.Outcome => ({ _tag: "Succeeded", amount: euros(cents) })
export const bounced: RefundRequest.Outcome = { _tag: "Failed", because: "account closed" }

export const given = (...events: ReadonlyArray<Payment.Event>): Payment.State => events.reduce(Payment.evolve, Payment.initial)
