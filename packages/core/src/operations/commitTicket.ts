import { Effect } from "effect"
import { type Commit, Journal } from "../ports/index.ts"
import { Ticket } from "../ticket/index.ts"

/** Stores what was decided on a ticket that stays on its spot; tells the ticket as it is now. */
export const commitTicket = Effect.fnUntraced(function*(before: Ticket.Ticket, events: ReadonlyArray<Ticket.Event>, more: Partial<Commit> = {}) {
  const { changes = [], ...rest } = more
  yield* (yield* Journal).commit({ ...rest, changes: [{ kind: "Ticket", id: before.id, before, events }, ...changes] }).pipe(
    // It takes no key and no spot that it did not have.
    Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die)
  )
  return events.reduce<Ticket.State>(Ticket.evolve, before) as Ticket.Ticket
})
