/** What happened, for boards, screens and readers of the feed. */
import { Effect, Schema } from "effect"
import { Lot } from "../../lot/index.ts"
import { Journal, Lots, Reports, TicketNotFound, Tickets } from "../../ports/index.ts"
import { operation } from "../operation.ts"
import { Asked } from "../ticket/quote.ts"
import * as told from "../told.ts"

const limit = { limit: Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 })))) }

export const Recent = Schema.Struct({ lotId: Lot.LotId, ...limit })
export type Recent = typeof Recent.Type

/** The tickets of a lot, latest entry first: ten, when nothing is said. */
export const recentTickets = operation("recentTickets", Recent, Effect.fnUntraced(function*({ limit = 10, lotId }) {
  yield* (yield* Lots).find(lotId)
  return yield* (yield* Reports).recent(lotId, limit)
}))

/** A ticket by its id, its number, or its plate in a lot; open or not. */
export const findTicket = operation("findTicket", Asked, Effect.fnUntraced(function*({ lotId, ticket: ref }) {
  const ticket = yield* (yield* Tickets).find(ref)
  return lotId !== undefined && ticket.lotId !== lotId ? yield* new TicketNotFound({ ref }) : ticket
}))

export const Following = Schema.Struct({
  /** The position of the last entry that was read; from the first on, when absent. */
  after: Schema.optional(Schema.String),
  ...limit
})
export type Following = typeof Following.Type

/** What happened after `after`, of everything, in its order: a hundred entries, when nothing is said. */
export const feed = operation("feed", Following, Effect.fnUntraced(function*({ after, limit = 100 }) {
  return yield* (yield* Journal).feed(after, limit)
}), told.each(told.entry))
