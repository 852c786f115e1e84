/**
 * The audit log, read as the journal wrote it: in the order of transactions, and all of it without those that may be
 * followed by one that began before them.
 */
import { AuditEntry } from "@parkade/core/account"
import { type Audited, AuditLog, type Page } from "@parkade/core/ports"
import { Effect, Layer, Schema } from "effect"
import { SqlClient, type Statement } from "effect/sql"
import { storage } from "./Storage.ts"

interface AuditRow {
  readonly position: string
  readonly entry: unknown
}

const decode = Schema.decodeUnknownSync(Schema.toCodecJson(AuditEntry.AuditEntry))

const entries = (sql: SqlClient.SqlClient, which: Statement.Fragment, { after = "0.0", limit }: Page) => {
  const [xid, position = "0"] = after.split(".")
  return Effect.map(
    sql<AuditRow>`
      select xid::text || '.' || position as position, entry from audit
      where ${which} and (xid, position) > (${xid}::text::xid8, ${position}::text::bigint) order by audit.xid, audit.position limit ${limit}`,
    (rows) => rows.map((row): Audited => ({ position: row.position, entry: decode(row.entry) }))
  )
}

export const layer: Layer.Layer<AuditLog, never, SqlClient.SqlClient> = Layer.effect(AuditLog, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  return AuditLog.of({
    of: ({ id, kind }, page) => storage(entries(sql, sql`kind = ${kind} and id = ${id}`, page)),
    all: (page) => storage(entries(sql, sql`xid < pg_snapshot_xmin(pg_current_snapshot())`, page))
  })
}))
