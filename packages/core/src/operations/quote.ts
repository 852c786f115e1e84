import { Effect } from "effect"
import type { Lot } from "../lot/index.ts"
import { Lots, TicketNotFound, type TicketRef, Tickets } from "../ports/index.ts"
import { Settlement, type Terms, Ticket } from "../ticket/index.ts"
import { Instant } from "../time/index.ts"
import { now } from "./now.ts"

/** A ticket that is still open, with what it owes now on its terms. */
export interface Quote extends Settlement.Settlement {
  readonly ticket: Ticket.Open
  readonly terms: Terms.Terms
}

/** Which ticket is meant, and by whom. */
export interface Asked {
  readonly ticket: TicketRef
  /** The lot whose machine asks: a ticket of another lot is not found there. Absent for who stands nowhere, as a phone. */
  readonly lotId?: Lot.LotId | undefined
}

/**
 * What a ticket owes now. A clock that stepped back reads as the ticket's last change, so no stay is negative.
 */
export const quote = Effect.fn("quote")(function*({ lotId, ticket: ref }: Asked) {
  const ticket = yield* (yield* Tickets).find(ref)
  if (lotId !== undefined && ticket.lotId !== lotId) return yield* new TicketNotFound({ ref })
  if (ticket._tag === "Exited") return yield* new Ticket.AlreadyExited({ id: ticket.id, exitedAt: ticket.exitedAt })
  if (ticket._tag === "Voided") return yield* new Ticket.TicketVoid({ id: ticket.id, voidedAt: ticket.voidedAt })
  const terms = yield* (yield* Lots).terms(ticket.termsId)
  const at = Instant.Instant.make(Math.max(yield* now, Ticket.lastChange(ticket)))
  const settlement = yield* Effect.fromResult(Settlement.settle(ticket, terms, at)).pipe(
    // Unreachable: `at` is no earlier than the entry.
    Effect.catchTag("ExitBeforeEntry", Effect.die)
  )
  return { ticket, terms, ...settlement } satisfies Quote
})
