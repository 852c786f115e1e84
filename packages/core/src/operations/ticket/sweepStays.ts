import { Effect, Schema } from "effect"
import { Lot } from "../../lot/index.ts"
import { Journal, key, Lots } from "../../ports/index.ts"
import { StayLimit, Ticket } from "../../ticket/index.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import type { Act } from "../store.ts"
import { swept } from "../swept.ts"
import { commitTicket } from "./commitTicket.ts"

const pageSize = 100
const sweeping = (action: "ticket.reopen" | "ticket.mark-overstay"): Act => ({ action, by: { _tag: "Routine", name: "stays" } })

const OfLot = Schema.Struct({ lotId: Lot.LotId })

const lapsed = Effect.fnUntraced(function*(ticket: Ticket.Open) {
  return StayLimit.lapsed(ticket, yield* (yield* Lots).terms(ticket.termsId), yield* now)
})

/** Notes what time alone has made of one stay: its exit grace ran out, or it lasts longer than it may. */
const look = Effect.fnUntraced(function*(id: Ticket.TicketId) {
  const ticket = yield* (yield* Journal).load("Ticket", id)
  const events = Ticket.isOpen(ticket) ? yield* lapsed(ticket) : []
  const isOverstay = events.some(({ _tag }) => _tag === "TicketOverstayed")
  return !Ticket.isOpen(ticket) || events.length === 0 ? [] : [yield* commitTicket(sweeping(isOverstay ? "ticket.mark-overstay" : "ticket.reopen"), ticket, events)]
})

/** Nearly every stay goes on as it is: those are not read again. */
const lookedAt = Effect.fnUntraced(function*(ticket: Ticket.Ticket) {
  const isUnchanged = !Ticket.isOpen(ticket) || (yield* lapsed(ticket)).length === 0
  return isUnchanged ? [] : yield* decideAgain(look(ticket.id))
})

/** Looks at every open ticket of a lot; tells those that changed: reopened after their grace, overstayed. */
export const sweepStays = operation("sweepStays", OfLot, Effect.fnUntraced(function*({ lotId }) {
  const changed: Array<Ticket.Ticket> = []
  let after: string | undefined
  do {
    const page = yield* (yield* Journal).under("Ticket", key.open(lotId), { after, limit: pageSize })
    changed.push(...yield* swept(page, lookedAt))
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  } while (after !== undefined)
  return changed
}))
