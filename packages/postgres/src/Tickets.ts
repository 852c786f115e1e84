/**
 * Tickets: admissions, and tickets as they are. What changes them is a commit of the journal.
 */
import { TicketNotFound, type TicketRef, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { admit } from "./Admit.ts"
import { storage } from "./Storage.ts"
import { columns, type TicketRow, toTicket } from "./TicketRow.ts"

const find = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(ref: TicketRef) {
  const which = "id" in ref
    ? sql`ticket_id = ${ref.id}`
    : "number" in ref
    ? sql`number = ${ref.number}`
    : sql`lot_id = ${ref.lotId} and plate = ${ref.plate} and exited_at is null`
  const [row] = yield* sql<TicketRow>`select ${columns(sql)} from ticket where ${which}`
  return row === undefined ? yield* new TicketNotFound({ ref }) : toTicket(row)
})

const visits = (sql: SqlClient.SqlClient) => ({ lotId, plate, since }: Parameters<Tickets["Service"]["visits"]>[0]) =>
  Effect.map(
    sql<{ readonly entered_at: Date; readonly exited_at: Date }>`
      select entered_at, exited_at from ticket
      where lot_id = ${lotId} and plate = ${plate} and state = 'Exited' and exited_at > ${new Date(since)} order by entered_at`,
    (rows) => rows.map((row) => ({ from: Instant.Instant.make(row.entered_at.getTime()), to: Instant.Instant.make(row.exited_at.getTime()) }))
  )

export const layer: Layer.Layer<Tickets, never, SqlClient.SqlClient> = Layer.effect(Tickets, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [admitting, finding, visiting] = [admit(sql), find(sql), visits(sql)]
  return Tickets.of({
    admit: (admission) => storage(admitting(admission)),
    find: (ref) => storage(finding(ref)),
    visits: (of) => storage(visiting(of))
  })
}))
