import { Effect } from "effect"
import type { Party } from "../party/index.ts"
import { Ticket } from "../ticket/index.ts"
import { commitTicket } from "./commitTicket.ts"
import { decideAgain } from "./decideAgain.ts"
import { type Asked, quote } from "./quote.ts"

/** Who asks for an exit, and who may let out what owes something. */
export interface Leaving extends Asked {
  readonly waive?: { readonly by: Party.Actor; readonly reason: string } | undefined
}

/** Lets a vehicle out, if nothing is due or somebody waives it, and frees its spot. */
export const release = Effect.fn("release")(function*(request: Leaving) {
  const { at, due, ticket } = yield* quote(request)
  const events = yield* Effect.fromResult(Ticket.release({ _tag: "Release", at, due, waive: request.waive }, ticket))
  return yield* commitTicket(ticket, events)
}, decideAgain)
