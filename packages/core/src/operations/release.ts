import { Effect } from "effect"
import { Tickets } from "../ports/index.ts"
import { Ticket } from "../ticket/index.ts"
import { decideAgain } from "./decideAgain.ts"
import { type Asked, quote } from "./quote.ts"

/** Lets a vehicle out, if nothing is due, and frees its spot. */
export const release = Effect.fn("release")(function*(request: Asked) {
  const { at, due, ticket } = yield* quote(request)
  const events = yield* Effect.fromResult(Ticket.release({ _tag: "Release", at, due }, ticket))
  return yield* (yield* Tickets).append(ticket, events)
}, decideAgain)
