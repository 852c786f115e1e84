import { Effect } from "effect"
import type { Lot } from "../lot/index.ts"
import { TicketNotFound, type TicketRef, Tickets } from "../ports/index.ts"
import { Ticket } from "../ticket/index.ts"
import { decideAgain } from "./decideAgain.ts"
import { quote } from "./quote.ts"

/**
 * Lets a vehicle out, if nothing is due, and frees its spot. `lotId` is the lot whose gate asks: a ticket of another
 * lot is not found there.
 */
export const release = Effect.fn("release")(function*(ref: TicketRef, lotId?: Lot.LotId) {
  const { at, due, ticket } = yield* quote(ref)
  if (lotId !== undefined && ticket.lotId !== lotId) return yield* new TicketNotFound({ ref })
  const events = yield* Effect.fromResult(Ticket.release({ _tag: "Release", at, due }, ticket))
  return yield* (yield* Tickets).append(ticket, events)
}, decideAgain)
