import { Effect } from "effect"
import { Changed, type Commit } from "../../ports/index.ts"
import type { Ticket } from "../../ticket/index.ts"
import { change, outcome } from "../change.ts"
import { type Act, store } from "../store.ts"

/** Stores what was decided on a ticket that stays on its spot, with all that goes with it; tells the ticket as it is now. */
export const commitTicket = Effect.fnUntraced(function*(act: Act, before: Ticket.Ticket, events: ReadonlyArray<Ticket.Event>, more: Partial<Commit> = {}) {
  const changed = change("Ticket", before.id, before, events)
  yield* store(act, { ...more, changes: [changed, ...more.changes ?? []] }).pipe(
    // It takes no key and no spot that it did not have; a payment's key is its id. Another camera may have been first.
    Effect.catchTag("KeyTaken", (taken) => taken.kind === "Passage" ? Effect.fail(new Changed({ kind: taken.kind, id: taken.key })) : Effect.die(taken)),
    Effect.catchTag("SpotTaken", Effect.die)
  )
  return outcome(changed)
})
