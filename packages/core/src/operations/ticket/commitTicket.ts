import { Effect } from "effect"
import { type Commit, Journal } from "../../ports/index.ts"
import type { Ticket } from "../../ticket/index.ts"
import { change, outcome } from "../change.ts"

/** Stores what was decided on a ticket, with all that goes with it; tells the ticket as it is now. */
export const commitTicket = Effect.fnUntraced(function*(before: Ticket.Ticket, events: ReadonlyArray<Ticket.Event>, more: Partial<Commit> = {}) {
  const changed = change("Ticket", before.id, before, events)
  yield* (yield* Journal).commit({ ...more, changes: [changed, ...more.changes ?? []] }).pipe(
    // It takes no key and no spot that it did not have; a payment's key is its id.
    Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die)
  )
  return outcome(changed)
})
