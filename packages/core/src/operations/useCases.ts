import { changeTerms } from "./lot/changeTerms.ts"
import { createLot } from "./lot/createLot.ts"
import { admit } from "./ticket/admit.ts"
import { pay } from "./ticket/pay.ts"
import { payOnExit } from "./ticket/payOnExit.ts"
import { quote } from "./ticket/quote.ts"
import { release } from "./ticket/release.ts"
import { extendTicket, moveTicket, reportLost, voidTicket } from "./ticket/changes.ts"
import { sweepStays } from "./ticket/sweepStays.ts"
import { hear } from "./payment/hear.ts"
import { reconcilePayments } from "./payment/reconcilePayments.ts"
import { cancelReservation, sweepReservations } from "./reservation/cancelReservation.ts"
import { extendReservation, modifyReservation } from "./reservation/changeReservation.ts"
import { checkIn } from "./reservation/checkIn.ts"
import { payReservation } from "./reservation/payReservation.ts"
import { reserve } from "./reservation/reserve.ts"
import { refund } from "./payment/refund.ts"
import { startPayment } from "./payment/startPayment.ts"

/** Every use-case by its name, as hosts offer them. */
export const useCases = {
  admit,
  cancelReservation,
  changeTerms,
  checkIn,
  createLot,
  extendReservation,
  extendTicket,
  hear,
  modifyReservation,
  moveTicket,
  pay,
  payOnExit,
  payReservation,
  quote,
  reconcilePayments,
  refund,
  release,
  reportLost,
  reserve,
  startPayment,
  sweepReservations,
  sweepStays,
  voidTicket
}
