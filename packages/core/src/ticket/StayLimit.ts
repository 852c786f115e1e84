/**
 * What the limits of a stay make of its ticket: the exit grace that ran out, the overstay that begins where the stay may last
 * no longer, and ends where it may again.
 */
import { Result } from "effect"
import type { Instant } from "../time/index.ts"
import { mayStayUntil } from "./Settlement.ts"
import type { Terms } from "./Terms.ts"
import * as Ticket from "./Ticket.ts"

type Events = ReadonlyArray<Ticket.Event>

/** What follows at `at`; nothing while it is refused. */
const where = (decided: Result.Result<Events, unknown>): Events => Result.getOrElse(decided, () => [])

const after = (ticket: Ticket.State, events: Events): Ticket.State => events.reduce(Ticket.evolve, ticket)

const overstayed = (ticket: Ticket.State, terms: Terms, at: Instant.Instant): Events => {
  const since = Ticket.isOpen(ticket) ? mayStayUntil(ticket, terms) : undefined
  return since === undefined ? [] : where(Ticket.markOverstayed({ _tag: "MarkOverstayed", at, since }, ticket))
}

/** What time alone has made of a ticket by `at`. */
export const lapsed = (ticket: Ticket.State, terms: Terms, at: Instant.Instant): Events => {
  const reopened = where(Ticket.reopen({ _tag: "Reopen", at }, ticket))
  return [...reopened, ...overstayed(after(ticket, reopened), terms, at)]
}

/** Puts the end later: an overstay is noted up to now, whoever looked for it, and ends where the stay may last longer. */
export const extend = (ticket: Ticket.Open, terms: Terms, until: Instant.Instant, at: Instant.Instant): Result.Result<Events, Ticket.ExtendRejection> =>
  Result.map(Ticket.extend({ _tag: "Extend", at, until }, ticket), (longer): Events => {
    if (longer.length === 0) return []
    const events = [...overstayed(ticket, terms, at), ...longer]
    const extended = after(ticket, events)
    const since = Ticket.isOpen(extended) ? mayStayUntil(extended, terms) : undefined
    return [...events, ...where(Ticket.endOverstay({ _tag: "EndOverstay", at, since }, extended))]
  })
