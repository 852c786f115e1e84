/**
 * PostgreSQL on a server, 15 or later.
 *
 * Units: timeouts in PostgreSQL's own notation. A command that waits for a lock for 2 seconds or runs for 5 is given
 * up, and the ports say `busy`.
 */
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, Redacted } from "effect"
import { SqlClient } from "effect/sql"
import { DatabaseUnavailable, problemOf } from "./DatabaseUnavailable.ts"
import { migrate } from "./Migrations.ts"
import { layer, type Ports } from "./Ports.ts"

export interface ServerOptions {
  /** postgres://user:password@host:5432/database */
  readonly url: Redacted.Redacted
  /** Connections in the pool; 10 when absent. */
  readonly maxConnections?: number | undefined
}

const session = {
  statement_timeout: "5s",
  lock_timeout: "2s",
  idle_in_transaction_session_timeout: "10s",
  // Left to its estimates, PostgreSQL plans every admission anew, which takes it as long as running it does. Plans for
  // any parameters find the same indexes: see the tests of the plans. They are kept while tables grow, so none may read
  // a table from end to end because it was empty; and as that is done with prohibitive prices, none may be compiled for
  // its price.
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  jit: "off"
}
/** A migration may take its time, and others that start wait for it. */
const migrationLimits = { lock_timeout: "60s" }

const address = (url: Redacted.Redacted): string => {
  try {
    const { hostname, port } = new URL(Redacted.value(url))
    return `PostgreSQL at ${hostname || "localhost"}:${port || "5432"}`
  } catch {
    return "PostgreSQL at an address that is no URL"
  }
}

const oldest = 150_000

const refuseOld = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [row] = yield* sql<{ readonly version: number; readonly name: string }>`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as name`
  if (row === undefined || row.version < oldest) {
    return yield* Effect.fail(new Error(`version ${row?.name} is too old, 15 is the oldest that will do`))
  }
})

/** All ports on a server's database, which is brought up to date first; and its client, for what else uses it. */
export const layerServer = ({ maxConnections = 10, url }: ServerOptions): Layer.Layer<Ports | SqlClient.SqlClient, DatabaseUnavailable> => {
  const unavailable = (error: unknown) => new DatabaseUnavailable({ database: address(url), problem: problemOf(error) })
  const common = { url, applicationName: "parkade", connectTimeout: "5 seconds", keepAlive: "10 seconds" } as const
  const prepared = Effect.andThen(refuseOld, migrate).pipe(
    Effect.provide(PgClient.layer({ ...common, maxConnections: 1, startupParameters: migrationLimits })),
    Effect.mapError(unavailable)
  )
  const client = PgClient.layerFrom(
    PgClient.make({ ...common, maxConnections, startupParameters: session }).pipe(Effect.mapError(unavailable))
  )
  return layer.pipe(Layer.provideMerge(client), Layer.provide(Layer.effectDiscard(prepared)))
}
