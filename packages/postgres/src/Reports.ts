/**
 * What happened in a lot, read from its events: figures are current.
 */
import { Money } from "@parkade/core/money"
import { type Activity, Reports } from "@parkade/core/ports"
import type { Lot } from "@parkade/core/lot"
import type { Instant } from "@parkade/core/time"
import { Effect, Layer, Result, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { storage } from "./Storage.ts"
import { type TicketRow, toTicket } from "./TicketRow.ts"

interface ActivityRow {
  readonly admitted: number
  readonly exited: number
  readonly stayed_millis: bigint
  readonly revenue: ReadonlyArray<{ readonly currency: string; readonly amount: string }>
}

const isCurrency = Schema.is(Money.Currency)

const toActivity = (row: ActivityRow): Activity => ({
  admitted: row.admitted,
  exited: row.exited,
  meanStayMillis: row.exited === 0 ? 0 : Number(row.stayed_millis) / row.exited,
  revenue: row.revenue.map(({ amount, currency }) => {
    if (!isCurrency(currency)) throw new Error(`${currency} is no currency`)
    return Result.getOrThrow(Money.fromMinorUnits(BigInt(amount), currency))
  })
})

const activity = (sql: SqlClient.SqlClient) => (lotId: Lot.LotId, period: { readonly from: Instant.Instant; readonly to: Instant.Instant }) => {
  const of = (type: string) =>
    sql`event.lot_id = ${lotId} and event.type = ${type} and event.at >= ${new Date(period.from)} and event.at < ${new Date(period.to)}`
  return Effect.map(
    sql<ActivityRow>`
      select
        (select count(*)::int from event where ${of("TicketAdmitted")}) as admitted,
        gone.exited, gone.stayed_millis,
        (
          select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'amount', amount::text) order by currency), '[]')
          from (
            select data -> 'amount' ->> 'currency' as currency, sum((data -> 'amount' ->> 'amount')::numeric) as amount
            from event where ${of("TicketPaid")} group by 1
          ) as paid
        ) as revenue
      from (
        select count(*)::int as exited,
          coalesce(sum(extract(epoch from ticket.exited_at - ticket.entered_at) * 1000), 0)::bigint as stayed_millis
        from event join ticket using (lot_id, ticket_id) where ${of("TicketExited")}
      ) as gone`,
    ([row]) => toActivity(row ?? { admitted: 0, exited: 0, stayed_millis: 0n, revenue: [] })
  )
}

const recent = (sql: SqlClient.SqlClient) => (lotId: Lot.LotId, limit: number) =>
  Effect.map(
    sql<TicketRow>`
      select ticket.*
      from (
        select ticket_id, at, position from event
        where lot_id = ${lotId} and type = 'TicketAdmitted'
        order by at desc, position desc limit ${limit}
      ) as entry
      join ticket on ticket.lot_id = ${lotId} and ticket.ticket_id = entry.ticket_id
      order by entry.at desc, entry.position desc`,
    (rows) => rows.map(toTicket)
  )

export const layer: Layer.Layer<Reports, never, SqlClient.SqlClient> = Layer.effect(Reports, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [counting, listing] = [activity(sql), recent(sql)]
  return Reports.of({
    activity: (lotId, period) => storage(counting(lotId, period)),
    recent: (lotId, limit) => storage(listing(lotId, limit))
  })
}))
