import { Phases } from "@parkade/core/charging"
import { Bill } from "@parkade/core/pricing"
import { Leaving, type Reservation } from "@parkade/core/reservation"
import { Reserved, Settlement, type Terms, Ticket } from "@parkade/core/ticket"
import { Equal, Result } from "effect"
import type { Mirror } from "../Mirror.ts"
import type { Invariant, Verdict } from "./Invariant.ts"

/** Terms by their ids, as they were when they were published. */
type Published = ReadonlyMap<string, Terms.Terms>

/** Who came on a reservation that lasts still. */
const reservationOf = ({ basis }: Ticket.Open, mirror: Mirror): Reservation.CheckedIn | undefined => {
  const reservation = basis?._tag === "Reservation" ? mirror.of("Reservation", basis.reservationId) : undefined
  return reservation?._tag === "CheckedIn" ? reservation : undefined
}

/** What a ticket owed at an instant, on the terms of its entry or of its reservation. */
const due = (ticket: Ticket.State, at: Ticket.Open["enteredAt"], published: Published, mirror: Mirror): number | undefined => {
  if (!Ticket.isOpen(ticket)) return undefined
  const reservation = reservationOf(ticket, mirror)
  const terms = published.get(reservation?.terms.overtime.termsId ?? ticket.termsId)
  if (terms === undefined) return undefined
  const phases = mirror.charging(ticket.id).flatMap((session) => Phases.of(session, at))
  const known = phases.length > 0 ? { phases } : {}
  const settled = reservation === undefined ? Settlement.settle(ticket, terms, at, known) : Reserved.settle(ticket, terms, reservation, at, known)
  return Result.getOrThrow(settled).due.amount
}

/** A stay is settled with what it owed, and leaves when it owes nothing. */
const stay = (event: Ticket.Event, ticket: Ticket.State, published: Published, mirror: Mirror): Verdict => {
  if (ticket._tag === "Unissued") return undefined
  const owed = "at" in event ? due(ticket, event.at, published, mirror) : undefined
  if (event._tag === "TicketPaid") return owed === event.amount.amount ? undefined : `ticket ${ticket.id} was settled with ${event.amount.amount}, by its terms it owed ${owed}`
  return owed === 0 ? undefined : `ticket ${ticket.id} left, and by its terms owed ${owed}`
}

type Booked = Extract<Reservation.Event, { readonly price: unknown }>

/** A booking is on its lot's terms, as they were published, and costs what they say. */
const booked = (event: Booked, before: Reservation.State, published: Published): Verdict => {
  const booking = event._tag === "ReservationHeld" ? event : before
  if (!("terms" in booking)) return undefined
  const { id, terms: { overtime }, vehicleKind: vehicle } = booking
  const terms = published.get(overtime.termsId)
  if (terms?.reservations === undefined) return `reservation ${id} is on terms ${overtime.termsId}, by which nothing is reserved`
  const said = { ...terms.reservations, overtime: { ...terms.reservations.overtime, termsId: terms.id } }
  if (!Equal.equals(booking.terms, said)) return `reservation ${id} is on other terms than ${terms.id}`
  const { from, to } = event.period
  const price = Bill.total(Result.getOrThrow(Settlement.ready(terms).tariff.from(from, { facts: { vehicle } }).at(to)))
  return Equal.equals(event.price, price) ? undefined : `reservation ${id} costs ${event.price.amount}, by its terms ${price.amount}`
}

type Completed = Extract<Reservation.Event, { readonly _tag: "ReservationCompleted" }>

/** What is given back of time that was not used, is what the terms say. */
const completed = ({ at, refund }: Completed, reservation: Reservation.State, published: Published, mirror: Mirror): Verdict => {
  const [terms, ticket] = reservation._tag === "CheckedIn" ? [published.get(reservation.terms.overtime.termsId), mirror.of("Ticket", reservation.ticketId)] : []
  if (reservation._tag !== "CheckedIn" || terms === undefined || ticket === undefined || ticket._tag === "Unissued") return undefined
  const { unused } = Result.getOrThrow(Leaving.settle(reservation, Settlement.ready(terms).tariff, at, { facts: { vehicle: ticket.vehicle.kind } }))
  return Equal.equals(refund, unused) ? undefined : `reservation ${reservation.id} gave back ${refund.amount}, by its terms ${unused.amount}`
}

/** Needs terms as they were when they were published. */
export const prices = (): Invariant => {
  const published = new Map<string, Terms.Terms>()
  return {
    id: "I8",
    says: "a price is deterministic for a pinned tariff version",
    each: function*({ event, id }, before, { store: { terms } }) {
      if (terms.size > published.size) for (const [termsId, each] of terms) if (!published.has(termsId)) published.set(termsId, each)
      if (event._tag === "TicketPaid" || (event._tag === "TicketExited" && event.waived === undefined)) yield stay(event, before.of("Ticket", id), published, before)
      if (event._tag === "ReservationHeld" || event._tag === "ReservationModified" || event._tag === "ReservationExtended") yield booked(event, before.of("Reservation", id), published)
      if (event._tag === "ReservationCompleted") yield completed(event, before.of("Reservation", id), published, before)
    }
  }
}
