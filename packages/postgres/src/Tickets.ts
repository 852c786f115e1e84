/**
 * Tickets, their events and the spots they take, each command one SQL statement; a move is two in a transaction.
 */
import type { Spot } from "@parkade/core/lot"
import { SpotTaken, TicketChanged, TicketNotFound, type TicketRef, Tickets } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Effect, Layer, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { admit } from "./Admit.ts"
import { storage } from "./Storage.ts"
import { columns, detailsOf, type EventRow, fromEvent, type TicketRow, toEvent, toTicket } from "./TicketRow.ts"

const encodePayments = Schema.encodeSync(Schema.Array(Ticket.Payment))

const find = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(ref: TicketRef) {
  const which = "id" in ref
    ? sql`ticket_id = ${ref.id}`
    : "number" in ref
    ? sql`number = ${ref.number}`
    : sql`lot_id = ${ref.lotId} and plate = ${ref.plate} and exited_at is null`
  const [row] = yield* sql<TicketRow>`select ${columns(sql)} from ticket where ${which}`
  return row === undefined ? yield* new TicketNotFound({ ref }) : toTicket(row)
})

/** Takes the spot that `ticket` moves to; its own is freed with the change. */
const take = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*({ id, lotId, version }: Ticket.Open, spotId: Spot.SpotId) {
  const taken = yield* sql`
    update spot set ticket_id = ${id} where lot_id = ${lotId} and spot_id = ${spotId} and ticket_id is null returning spot_id`
  if (taken.length > 0) return
  // Taken by this very ticket, perhaps, in a change that was made since.
  const [same] = yield* sql`select from ticket where lot_id = ${lotId} and ticket_id = ${id} and version = ${version}`
  return yield* same === undefined ? new TicketChanged({ id }) : new SpotTaken({ lotId, spotId })
})

const append = (sql: SqlClient.SqlClient) =>
  Effect.fnUntraced(function*(ticket: Ticket.Open, events: ReadonlyArray<Ticket.Event>) {
    const next = events.reduce<Ticket.Ticket>((state, event) => {
      const after = Ticket.evolve(state, event)
      return after._tag === "Unissued" ? state : after
    }, ticket)
    if (next.version !== ticket.version + events.length) {
      return yield* Effect.die(new Error(`an event cannot follow version ${ticket.version} of ticket ${ticket.id}`))
    }
    const rows = events.map((event, index) => ({ version: ticket.version + index + 1, ...fromEvent(event) }))
    const leaveBy = next._tag === "Paid" ? new Date(next.leaveBy) : null
    const closedAt = next._tag === "Exited" ? new Date(next.exitedAt) : next._tag === "Voided" ? new Date(next.voidedAt) : null
    const moves = Ticket.isOpen(next) && next.spotId !== ticket.spotId
    const change = sql`
      with changed as (
        update ticket set state = ${next._tag}, version = ${next.version}, leave_by = ${leaveBy}, exited_at = ${closedAt},
          payments = ${JSON.stringify(encodePayments(next.payments))}::jsonb, details = ${detailsOf(next)}::jsonb, spot_id = ${next.spotId}
        where lot_id = ${ticket.lotId} and ticket_id = ${ticket.id} and version = ${ticket.version}
        returning lot_id, ticket_id, spot_id, exited_at
      ), freed as (
        update spot set ticket_id = null from changed
        where (changed.exited_at is not null or changed.spot_id <> ${ticket.spotId}) and spot.lot_id = changed.lot_id
          and spot.spot_id = ${ticket.spotId} and spot.ticket_id = changed.ticket_id
      ), recorded as (
        insert into event (lot_id, ticket_id, version, type, at, data)
        select changed.lot_id, changed.ticket_id, new.version, new.type, new.at, new.data
        from changed, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as new (version integer, type text, at timestamptz, data jsonb)
        order by new.version
      )
      select ticket_id from changed`
    const made = Effect.flatMap(change, ({ length }) => length === 0 ? Effect.fail(new TicketChanged({ id: ticket.id })) : Effect.succeed(next))
    return yield* moves ? sql.withTransaction(Effect.andThen(take(sql)(ticket, next.spotId), made)) : made
  })

const history = (sql: SqlClient.SqlClient) => (id: Ticket.TicketId) =>
  Effect.map(
    sql<EventRow>`
      select type, data from ticket join event using (lot_id, ticket_id) where ticket.ticket_id = ${id} order by event.version`,
    (rows) => rows.map(toEvent)
  )

export const layer: Layer.Layer<Tickets, never, SqlClient.SqlClient> = Layer.effect(Tickets, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [admitting, finding, appending, recalling] = [admit(sql), find(sql), append(sql), history(sql)]
  return Tickets.of({
    admit: (admission) => storage(admitting(admission)),
    find: (ref) => storage(finding(ref)),
    append: (ticket, events) => storage(appending(ticket, events)),
    history: (id) => storage(recalling(id))
  })
}))
