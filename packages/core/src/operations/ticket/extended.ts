import { Effect } from "effect"
import { Lots } from "../../ports/index.ts"
import { Settlement, Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"

/**
 * What puts the end of a stay later: an overstay is noted up to now, whoever looked for it, and ends where the stay may last
 * longer.
 */
export const extended = Effect.fnUntraced(function*(ticket: Ticket.Open, until: Instant.Instant, at: Instant.Instant) {
  const terms = yield* (yield* Lots).terms(ticket.termsId)
  const longer = yield* Effect.fromResult(Ticket.extend({ _tag: "Extend", at, until }, ticket))
  const none: ReadonlyArray<Ticket.Event> = []
  if (longer.length === 0) return none
  const since = Settlement.mayStayUntil(ticket, terms)
  const late = since === undefined || at < since ? none : yield* Effect.orDie(Effect.fromResult(Ticket.markOverstayed({ _tag: "MarkOverstayed", at, since }, ticket)))
  const events = [...late, ...longer]
  const after = events.reduce<Ticket.State>(Ticket.evolve, ticket)
  if (!Ticket.isOpen(after)) return events
  const ended = yield* Effect.fromResult(Ticket.endOverstay({ _tag: "EndOverstay", at, since: Settlement.mayStayUntil(after, terms) }, after))
  return [...events, ...ended]
})
