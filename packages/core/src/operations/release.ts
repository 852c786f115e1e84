import { Effect } from "effect"
import { type TicketRef, Tickets } from "../ports/index.ts"
import { Ticket } from "../ticket/index.ts"
import { decideAgain } from "./decideAgain.ts"
import { quote } from "./quote.ts"

/** Lets a vehicle out, if nothing is due, and frees its spot. */
export const release = Effect.fn("release")(function*(ref: TicketRef) {
  const { at, due, ticket } = yield* quote(ref)
  const events = yield* Effect.fromResult(Ticket.release({ _tag: "Release", at, due }, ticket))
  return yield* (yield* Tickets).append(ticket, events)
}, decideAgain)
