import { Effect, Schema } from "effect"
import { Phases } from "../../charging/index.ts"
import { Lot } from "../../lot/index.ts"
import { Journal, key, Lots, TicketNotFound, TicketRef, Tickets } from "../../ports/index.ts"
import { Reserved, Settlement, type Terms, Ticket } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import * as told from "../told.ts"

/** A ticket that is still open, with what it owes now on its terms. */
export interface Quote extends Settlement.Settlement {
  readonly ticket: Ticket.Open
  readonly terms: Terms.Terms
}

/** Which ticket is meant, and by whom. */
export const Asked = Schema.Struct({
  ticket: TicketRef,
  /** The lot whose machine asks: a ticket of another lot is not found there. Absent for who stands nowhere, as a phone. */
  lotId: Schema.optional(Lot.LotId)
})
export type Asked = typeof Asked.Type

/** Sessions on one stay that are looked at. */
const mostSessions = 100

/** What the tariff asks of the stay, as chargers and earlier visits tell it. */
const known = Effect.fnUntraced(function*({ enteredAt, id, lotId, vehicle: { plate } }: Ticket.Open, terms: Terms.Terms, at: Instant.Instant) {
  const { asks } = Settlement.ready(terms)
  const sessions = asks.has("phases") ? yield* (yield* Journal).under("ChargingSession", key.ticket(id), { limit: mostSessions }) : []
  const visits = asks.has("earlier") || asks.has("visit")
    ? yield* (yield* Tickets).visits({ lotId, plate, since: Instant.Instant.make(0) })
    : []
  return {
    ...(sessions.length > 0 && { phases: sessions.flatMap((session) => Phases.of(session, at)) }),
    ...(visits.length > 0 && { earlier: visits.filter(({ from }) => from < enteredAt) })
  } satisfies Settlement.Known
})

/** The ticket as it is open. */
export const openTicket = Effect.fnUntraced(function*({ lotId, ticket: ref }: Asked) {
  const ticket = yield* (yield* Tickets).find(ref)
  if (lotId !== undefined && ticket.lotId !== lotId) return yield* new TicketNotFound({ ref })
  if (ticket._tag === "Exited") return yield* new Ticket.AlreadyExited({ id: ticket.id, exitedAt: ticket.exitedAt })
  if (ticket._tag === "Voided") return yield* new Ticket.TicketVoid({ id: ticket.id, voidedAt: ticket.voidedAt })
  return ticket
})

/** The reservation that the ticket's driver came with, while it lasts. */
const reservationOf = Effect.fnUntraced(function*({ basis }: Ticket.Open) {
  if (basis?._tag !== "Reservation") return undefined
  const reservation = yield* (yield* Journal).load("Reservation", basis.reservationId)
  return reservation._tag === "CheckedIn" ? reservation : undefined
})

/** What `ticket` owes at `at` on `terms`. A clock that stepped back reads as the ticket's last change, so no stay is negative. */
export const settleOn = Effect.fnUntraced(function*(ticket: Ticket.Open, terms: Terms.Terms, instant: Instant.Instant) {
  const at = Instant.Instant.make(Math.max(instant, Ticket.lastChange(ticket)))
  const [more, reservation] = [yield* known(ticket, terms, at), yield* reservationOf(ticket)]
  const settled = reservation === undefined ? Settlement.settle(ticket, terms, at, more) : Reserved.settle(ticket, terms, reservation, at, more)
  const settlement = yield* Effect.fromResult(settled).pipe(
    // Unreachable: `at` is no earlier than the entry.
    Effect.catchTag("ExitBeforeEntry", Effect.die)
  )
  return { ticket, terms, ...settlement } satisfies Quote
})

/** What `ticket` owes at `at`, on its own terms. */
export const settleAt = Effect.fnUntraced(function*(ticket: Ticket.Open, at: Instant.Instant) {
  return yield* settleOn(ticket, yield* (yield* Lots).terms(ticket.termsId), at)
})

/** What a ticket owes now, with its bill line by line. */
export const quote = operation("quote", Asked, Effect.fnUntraced(function*(asked) {
  return yield* settleAt(yield* openTicket(asked), yield* now)
}), told.withTerms)
