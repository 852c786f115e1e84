import { Effect } from "effect"
import { Lots } from "../../ports/index.ts"
import { StayLimit, type Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"

/** What puts the end of a stay later, on its own terms. */
export const extended = Effect.fnUntraced(function*(ticket: Ticket.Open, until: Instant.Instant, at: Instant.Instant) {
  const terms = yield* (yield* Lots).terms(ticket.termsId)
  return yield* Effect.fromResult(StayLimit.extend(ticket, terms, until, at))
})
