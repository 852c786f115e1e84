import { Effect } from "effect"
import { Lots, type TicketRef, Tickets } from "../ports/index.ts"
import { Settlement, Ticket } from "../ticket/index.ts"
import { Instant } from "../time/index.ts"
import { now } from "./now.ts"

/** A ticket that is still open, with what it owes now. */
export interface Quote extends Settlement.Settlement {
  readonly ticket: Ticket.Open
}

/**
 * What a ticket owes now. A clock that stepped back reads as the ticket's last change, so no stay is negative.
 */
export const quote = Effect.fn("quote")(function*(ref: TicketRef) {
  const ticket = yield* (yield* Tickets).find(ref)
  if (ticket._tag === "Exited") return yield* new Ticket.AlreadyExited({ id: ticket.id, exitedAt: ticket.exitedAt })
  const { terms } = yield* Lots
  const at = Instant.Instant.make(Math.max(yield* now, Ticket.lastChange(ticket)))
  const settlement = yield* Effect.fromResult(Settlement.settle(ticket, yield* terms(ticket.termsId), at)).pipe(
    // Unreachable: `at` is no earlier than the entry.
    Effect.catchTag("ExitBeforeEntry", Effect.die)
  )
  return { ticket, ...settlement } satisfies Quote
})
