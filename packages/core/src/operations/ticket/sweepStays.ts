import { Effect, Schema } from "effect"
import { Lot } from "../../lot/index.ts"
import { Journal, key, Lots } from "../../ports/index.ts"
import { Settlement, Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import type { Act } from "../store.ts"
import { swept } from "../swept.ts"
import { commitTicket } from "./commitTicket.ts"

const pageSize = 100
const sweeping = (action: "ticket.reopen" | "ticket.mark-overstay"): Act => ({ action, by: { _tag: "Routine", name: "stays" } })

const OfLot = Schema.Struct({ lotId: Lot.LotId })

/** Notes what has become of one stay by `at`: its exit grace ran out, or it lasts longer than it may. */
const look = Effect.fnUntraced(function*(id: Ticket.TicketId, at: Instant.Instant) {
  const ticket = yield* (yield* Journal).load("Ticket", id)
  if (!Ticket.isOpen(ticket) || at < ticket.changedAt) return []
  const since = Settlement.mayStayUntil(ticket, yield* (yield* Lots).terms(ticket.termsId))
  const reopened = ticket._tag === "Paid" && at >= ticket.leaveBy ? yield* Effect.fromResult(Ticket.reopen({ _tag: "Reopen", at }, ticket)) : []
  const overstayed = since !== undefined && at >= since
    ? yield* Effect.fromResult(Ticket.markOverstayed({ _tag: "MarkOverstayed", at, since }, reopened.reduce<Ticket.State>(Ticket.evolve, ticket)))
    : []
  const events = [...reopened, ...overstayed]
  return events.length === 0 ? [] : [yield* commitTicket(sweeping(overstayed.length > 0 ? "ticket.mark-overstay" : "ticket.reopen"), ticket, events)]
})

/** Looks at every open ticket of a lot; tells those that changed: reopened after their grace, overstayed. */
export const sweepStays = operation("sweepStays", OfLot, Effect.fnUntraced(function*({ lotId }) {
  const at = yield* now
  const changed: Array<Ticket.Ticket> = []
  let after: string | undefined
  do {
    const page = yield* (yield* Journal).under("Ticket", key.open(lotId), { after, limit: pageSize })
    changed.push(...yield* swept(page, ({ id }) => decideAgain(look(id, at))))
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  } while (after !== undefined)
  return changed
}))
