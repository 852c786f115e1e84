import { changeTerms } from "./lot/changeTerms.ts"
import { createLot } from "./lot/createLot.ts"
import { enterOnPass } from "./pass/enterOnPass.ts"
import { addPassVehicle, cancelPass, payPass, removePassVehicle, renewPass, requestPass, resumePass, suspendPass, sweepPasses } from "./pass/passes.ts"
import { acceptOffer, declineOffer, freePlace, joinWaitlist, openWaitlist, sweepOffers, withdrawFromWaitlist } from "./pass/waitlists.ts"
import { hear } from "./payment/hear.ts"
import { exit, registerMandate, resumeMandate, revokeMandate, suspendMandate } from "./payment/mandates.ts"
import { reconcilePayments } from "./payment/reconcilePayments.ts"
import { refund } from "./payment/refund.ts"
import { startPassPayment, startReservationPayment } from "./payment/startAhead.ts"
import { startPayment } from "./payment/startPayment.ts"
import { cancelReservation, sweepReservations } from "./reservation/cancelReservation.ts"
import { extendReservation, modifyReservation } from "./reservation/changeReservation.ts"
import { checkIn } from "./reservation/checkIn.ts"
import { issueCode, scanEntry, scanExit } from "./reservation/codes.ts"
import { payReservation } from "./reservation/payReservation.ts"
import { reserve } from "./reservation/reserve.ts"
import { admit } from "./ticket/admit.ts"
import { extendTicket, moveTicket, reportLost, voidTicket } from "./ticket/changes.ts"
import { pay } from "./ticket/pay.ts"
import { payOnExit } from "./ticket/payOnExit.ts"
import { quote } from "./ticket/quote.ts"
import { release } from "./ticket/release.ts"
import { sweepStays } from "./ticket/sweepStays.ts"

/** Every use-case by its name, as hosts offer them. */
export const useCases = {
  acceptOffer,
  addPassVehicle,
  admit,
  cancelPass,
  cancelReservation,
  changeTerms,
  checkIn,
  createLot,
  declineOffer,
  enterOnPass,
  exit,
  extendReservation,
  extendTicket,
  freePlace,
  hear,
  issueCode,
  joinWaitlist,
  modifyReservation,
  moveTicket,
  openWaitlist,
  pay,
  payOnExit,
  payPass,
  payReservation,
  quote,
  reconcilePayments,
  refund,
  registerMandate,
  release,
  removePassVehicle,
  renewPass,
  reportLost,
  requestPass,
  reserve,
  resumeMandate,
  resumePass,
  revokeMandate,
  scanEntry,
  scanExit,
  startPassPayment,
  startPayment,
  startReservationPayment,
  suspendMandate,
  suspendPass,
  sweepOffers,
  sweepPasses,
  sweepReservations,
  sweepStays,
  voidTicket,
  withdrawFromWaitlist
}
