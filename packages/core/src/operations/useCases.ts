import { auditTrail } from "./account/auditTrail.ts"
import { closeOperator, giveUpLot, openOperator, reinstateOperator, renameOperator, suspendOperator, takeOnLot } from "./account/operators.ts"
import { changeEmail, erasePerson, grantRole, invitePerson, joinPerson, registerPerson, reinstatePerson, revokeRole, suspendPerson } from "./account/people.ts"
import { addVehicleDocument, registerVehicle, rejectVehicle, removeVehicle, verifyVehicle } from "./account/vehicles.ts"
import { faultCharging, meter, plug, recoverCharging, startCharging, stopCharging, unplug } from "./charging/session.ts"
import { confirmViolation } from "./enforcement/confirmViolation.ts"
import { decideDispute, disputeViolation, waiveViolation } from "./enforcement/disputes.ts"
import { payViolation } from "./enforcement/payViolation.ts"
import { addEvidence, reportViolation } from "./enforcement/reportViolation.ts"
import { detectOverstays, escalateViolations } from "./enforcement/sweepViolations.ts"
import { changeTerms } from "./lot/changeTerms.ts"
import { createLot } from "./lot/createLot.ts"
import { merchantStatement } from "./merchant/merchantStatement.ts"
import { agreeProgramme, issueCoupon, revokeCoupon, revokeProgramme } from "./merchant/schemes.ts"
import { validateTicket } from "./merchant/validateTicket.ts"
import { hear } from "./payment/hear.ts"
import { reconcilePayments } from "./payment/reconcilePayments.ts"
import { refund } from "./payment/refund.ts"
import { startPayment } from "./payment/startPayment.ts"
import { cancelReservation, sweepReservations } from "./reservation/cancelReservation.ts"
import { extendReservation, modifyReservation } from "./reservation/changeReservation.ts"
import { checkIn } from "./reservation/checkIn.ts"
import { payReservation } from "./reservation/payReservation.ts"
import { reserve } from "./reservation/reserve.ts"
import { admit } from "./ticket/admit.ts"
import { extendTicket, moveTicket, reportLost, voidTicket } from "./ticket/changes.ts"
import { pay } from "./ticket/pay.ts"
import { payOnExit } from "./ticket/payOnExit.ts"
import { quote } from "./ticket/quote.ts"
import { release } from "./ticket/release.ts"
import { sweepStays } from "./ticket/sweepStays.ts"
import { makeReady, moveCustody, parkVehicle, passKey, requestVehicle, returnVehicle } from "./valet/handling.ts"
import { handOver } from "./valet/handOver.ts"

/** Every use-case by its name, as hosts offer them. */
export const useCases = {
  addEvidence,
  addVehicleDocument,
  admit,
  agreeProgramme,
  auditTrail,
  cancelReservation,
  changeEmail,
  changeTerms,
  checkIn,
  closeOperator,
  confirmViolation,
  createLot,
  decideDispute,
  detectOverstays,
  disputeViolation,
  erasePerson,
  escalateViolations,
  extendReservation,
  extendTicket,
  faultCharging,
  giveUpLot,
  grantRole,
  handOver,
  hear,
  invitePerson,
  issueCoupon,
  joinPerson,
  makeReady,
  merchantStatement,
  meter,
  modifyReservation,
  moveCustody,
  moveTicket,
  openOperator,
  parkVehicle,
  passKey,
  pay,
  payOnExit,
  payReservation,
  payViolation,
  plug,
  quote,
  reconcilePayments,
  recoverCharging,
  refund,
  registerPerson,
  registerVehicle,
  reinstateOperator,
  reinstatePerson,
  rejectVehicle,
  release,
  removeVehicle,
  renameOperator,
  reportLost,
  reportViolation,
  requestVehicle,
  reserve,
  returnVehicle,
  revokeCoupon,
  revokeProgramme,
  revokeRole,
  startCharging,
  startPayment,
  stopCharging,
  suspendOperator,
  suspendPerson,
  sweepReservations,
  sweepStays,
  takeOnLot,
  unplug,
  validateTicket,
  verifyVehicle,
  voidTicket,
  waiveViolation
}
