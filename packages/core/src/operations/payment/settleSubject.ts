import type { Payment } from "../../payment/index.ts"
import type { Instant } from "../../time/index.ts"
import { settleViolation } from "../enforcement/payViolation.ts"
import { settlePass } from "../pass/passes.ts"
import { settleReservation } from "../reservation/payReservation.ts"
import { settleStay } from "./settleStay.ts"

/** What a captured payment does to what it was for. */
export const settleSubject = (payment: Extract<Payment.Payment, { readonly _tag: "Captured" }>, at: Instant.Instant) => {
  const { subject } = payment
  switch (subject._tag) {
    case "Stay":
      return settleStay(payment, subject.ticketId, at)
    case "Reservation":
      return settleReservation(payment, subject.reservationId, at)
    case "Pass":
      return settlePass(payment, subject.passId, at)
    case "Violation":
      return settleViolation(payment, subject.violationId, at)
  }
}
