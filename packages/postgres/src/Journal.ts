/**
 * The journal on the tables of tickets and of all other things.
 */
import { type Entry, type EventOf, Journal, type KeptOf, type Key, type Kind, lifecycles, type Page, type StateOf } from "@parkade/core/ports"
import type { Instant } from "@parkade/core/time"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { commit } from "./Commit.ts"
import { codec } from "./Kept.ts"
import { storage } from "./Storage.ts"
import { columns, type EventRow, type TicketRow, toEvent, toTicket } from "./TicketRow.ts"

interface StateRow {
  readonly state: unknown
}

/** The tickets that a key finds. Looking at all open plates of a lot takes 2 ms for 5,000 of them; an index of its own, every entry and exit would pay for. */
const whichTickets = (sql: SqlClient.SqlClient, key: Key) => {
  const [by, id = "", skeleton = ""] = key.split("/")
  switch (by) {
    case "open":
      return sql`lot_id = ${id} and exited_at is null`
    case "alike":
      return sql`lot_id = ${id} and exited_at is null and translate(plate, 'BOISZG', '801526') = ${skeleton}`
    case "person":
      return sql`details ->> 'personId' = ${id}`
    default:
      return sql`false`
  }
}

/** Tickets by a key: those that are open in a lot, those of plates that look alike, and those of a person. */
const ticketsUnder = (sql: SqlClient.SqlClient, key: Key, { after, limit }: Page) => {
  const which = whichTickets(sql, key)
  const from = after === undefined ? sql`true` : sql`ticket_id > ${after}`
  return Effect.map(
    sql<TicketRow>`select ${columns(sql)} from ticket where ${which} and ${from} order by ticket_id limit ${limit}`,
    (rows) => rows.map(toTicket)
  )
}

/** A ticket is a state of whatever kind its caller asked for: of tickets. */
const asked = <K extends Kind>(found: ReadonlyArray<KeptOf<"Ticket">>): ReadonlyArray<KeptOf<K>> => found as ReadonlyArray<KeptOf<K>>

const load = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*<K extends Kind>(kind: K, id: string) {
  const { initial } = lifecycles[kind].decider
  if (kind === "Ticket") {
    const rows = yield* sql<TicketRow>`select ${columns(sql)} from ticket where ticket_id = ${id}`
    return asked<K>(rows.map(toTicket))[0] ?? initial
  }
  const [row] = yield* sql<StateRow>`select state from thing where kind = ${kind} and id = ${id}`
  return row === undefined ? initial : codec(kind).decodeState(row.state)
})

const under = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*<K extends Kind>(kind: K, key: Key, page: Page) {
  if (kind === "Ticket") return asked<K>(yield* ticketsUnder(sql, key, page))
  const from = page.after === undefined ? sql`true` : sql`id > ${page.after}`
  const rows = yield* sql<StateRow>`
    select state from thing_key join thing using (kind, id) where kind = ${kind} and key = ${key} and ${from} order by id limit ${page.limit}`
  return rows.map(({ state }) => codec(kind).decodeState(state))
})

const due = (sql: SqlClient.SqlClient) => <K extends Kind>(kind: K, at: Instant.Instant, limit: number) =>
  Effect.map(
    sql<StateRow>`select state from thing where kind = ${kind} and due_millis <= ${at}::bigint order by due_millis, id limit ${limit}`,
    (rows) => rows.map(({ state }) => codec(kind).decodeState(state))
  )

const history = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*<K extends Kind>(kind: K, id: string) {
  const decode = (event: unknown): EventOf<K> => codec(kind).decodeEvent(event)
  if (kind === "Ticket") {
    const rows = yield* sql<EventRow>`
      select type, data from ticket join event using (lot_id, ticket_id) where ticket.ticket_id = ${id} order by event.version`
    return rows.map((row) => toEvent(row) as EventOf<K>)
  }
  const rows = yield* sql<{ readonly event: unknown }>`select event from journal where kind = ${kind} and id = ${id} order by version`
  return rows.map(({ event }) => decode(event))
})

interface FedRow {
  readonly position: string
  readonly kind: Kind
  readonly id: string
  readonly version: number
  readonly event: unknown
}

/**
 * Events in the order of their transactions, and only of those that began before any that still runs: what comes later
 * comes after them. A change is decided on what was read, so the events of one thing are in their order.
 */
const feed = (sql: SqlClient.SqlClient) => (after: string | undefined, limit: number) => {
  const [xid = "0", position = "0"] = (after ?? "").split(".")
  const next = sql`(xid, position) > (${xid === "" ? "0" : xid}::text::xid8, ${position}::text::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, position limit ${limit}`
  return Effect.map(
    sql<FedRow>`
      select xid::text || '.' || position as position, kind, id, version, event from (
        (select xid, position, 'Ticket' as kind, ticket_id::text as id, version, jsonb_build_object('type', type, 'data', data) as event from event where ${next})
        union all
        (select xid, position, kind, id, version, event from journal where ${next})
      ) as fed order by fed.xid, fed.position limit ${limit}`,
    (rows) => rows.map(({ event, ...row }): Entry => ({ ...row, event: row.kind === "Ticket" ? toEvent(event as EventRow) : codec(row.kind).decodeEvent(event) }))
  )
}

export const layer: Layer.Layer<Journal, never, SqlClient.SqlClient> = Layer.effect(Journal, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [loading, finding, overdue, storing, recalling, feeding] = [load(sql), under(sql), due(sql), commit(sql), history(sql), feed(sql)]
  return Journal.of({
    load: <K extends Kind>(kind: K, id: string) => storage(loading(kind, id) as Effect.Effect<StateOf<K>, Effect.Error<ReturnType<typeof loading>>>),
    under: (kind, key, page) => storage(finding(kind, key, page)),
    due: (kind, at, limit) => storage(overdue(kind, at, limit)),
    commit: (commit) => storage(storing(commit)),
    history: (kind, id) => storage(recalling(kind, id)),
    feed: (after, limit) => storage(feeding(after, limit))
  })
}))
