/** Ids by which lifecycles refer to one another. */
import { Schema } from "effect"

const uuid = Schema.String.pipe(Schema.check(Schema.isUUID()))

export const TicketId = uuid.pipe(Schema.brand("TicketId"))
export type TicketId = typeof TicketId.Type

export const ReservationId = uuid.pipe(Schema.brand("ReservationId"))
export type ReservationId = typeof ReservationId.Type

/** Reservations that were made together, for a time that recurs. */
export const SeriesId = uuid.pipe(Schema.brand("SeriesId"))
export type SeriesId = typeof SeriesId.Type

/** A pass that is held, not the product. */
export const PassId = uuid.pipe(Schema.brand("PassId"))
export type PassId = typeof PassId.Type

export const PaymentId = uuid.pipe(Schema.brand("PaymentId"))
export type PaymentId = typeof PaymentId.Type

export const ViolationId = uuid.pipe(Schema.brand("ViolationId"))
export type ViolationId = typeof ViolationId.Type

export const CustodyId = uuid.pipe(Schema.brand("CustodyId"))
export type CustodyId = typeof CustodyId.Type

export const ChargingId = uuid.pipe(Schema.brand("ChargingId"))
export type ChargingId = typeof ChargingId.Type

/** One vehicle before one gate. */
export const PassageId = uuid.pipe(Schema.brand("PassageId"))
export type PassageId = typeof PassageId.Type

/** What money is paid for. */
export const Subject = Schema.TaggedUnion({
  Stay: { ticketId: TicketId },
  Reservation: { reservationId: ReservationId },
  Pass: { passId: PassId },
  Violation: { violationId: ViolationId }
})
export type Subject = typeof Subject.Type
