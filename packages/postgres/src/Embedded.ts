/**
 * PostgreSQL inside our own process (PGlite), in memory or in a folder.
 *
 * Guarantees: what was acknowledged survives a kill of the process; one process per folder.
 * Limits: one session, so commands queue; a lost machine (not just process) may lose the last writes; the lock on a
 * folder knows the processes of one machine, so containers or machines that share a folder are not kept apart.
 */
import { PGlite } from "@electric-sql/pglite"
import { PgClient } from "@effect/sql-pg"
import { Effect, Layer, Schedule, type Scope } from "effect"
import { SqlClient } from "effect/sql"
import { existsSync, renameSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import * as DataFolder from "./DataFolder.ts"
import { DatabaseUnavailable, problemOf } from "./DatabaseUnavailable.ts"
import { migrate } from "./Migrations.ts"
import { makePgliteStream } from "./PgliteStream.ts"
import { layer, type Ports } from "./Ports.ts"

export interface EmbeddedOptions {
  /** Where the data is kept; in memory, and gone with the process, when absent. */
  readonly dataDir?: string | undefined
}

/** Makes a new database beside its place and moves it there when it is whole: a kill in between leaves none. */
const make = async (postgres: string, making: string): Promise<void> => {
  if (existsSync(join(postgres, "PG_VERSION"))) return
  if (existsSync(postgres)) throw new Error("its folder postgres holds something else than a database")
  rmSync(making, { recursive: true, force: true })
  await (await PGlite.create(making, { startParams })).close()
  renameSync(making, postgres)
}

const start = (dataDir: string | undefined): Effect.Effect<PGlite, DataFolder.DataFolderInUse | DatabaseUnavailable, Scope.Scope> =>
  Effect.gen(function*() {
    const folder = dataDir === undefined ? undefined : yield* DataFolder.open(dataDir)
    return yield* Effect.acquireRelease(
      Effect.tryPromise({
        try: async () => {
          if (folder === undefined) return PGlite.create({ startParams })
          await make(folder.postgres, folder.making)
          return PGlite.create(folder.postgres, { startParams })
        },
        catch: (error) => unavailable(dataDir, error)
      }),
      (db) => Effect.promise(() => db.close())
    )
  })

const unavailable = (dataDir: string | undefined, error: unknown) =>
  new DatabaseUnavailable({
    database: dataDir === undefined ? "the embedded database" : `the embedded database in ${resolve(dataDir)}`,
    problem: problemOf(error)
  })

/**
 * Its one session keeps plans from when the tables were empty, and foreign keys would read ever larger tables from
 * end to end: 600 visits a second fell to 70 within 10,000.
 */
const startParams = [...PGlite.defaultStartParams, "-c", "enable_seqscan=off"]

/** No autovacuum runs in it, so we do what that would do, now and every ten minutes. */
const tidy = Effect.flatMap(SqlClient.SqlClient, (sql) =>
  sql`vacuum analyze`.pipe(Effect.ignore, Effect.repeat(Schedule.fixed("10 minutes")), Effect.forkScoped))

/** All ports on an embedded database, which is made or brought up to date first; and its client, for what else uses it. */
export const layerEmbedded = (
  { dataDir }: EmbeddedOptions = {}
): Layer.Layer<Ports | SqlClient.SqlClient, DatabaseUnavailable | DataFolder.DataFolderInUse> => {
  const client = PgClient.layerFrom(Effect.gen(function*() {
    const db = yield* start(dataDir)
    return yield* PgClient.make({
      stream: () => makePgliteStream(db),
      username: "postgres",
      database: "postgres",
      maxConnections: 1,
      minConnections: 1
    }).pipe(Effect.mapError((error) => unavailable(dataDir, error)))
  }))
  const prepared = Layer.effectDiscard(
    Effect.andThen(migrate, tidy).pipe(Effect.mapError((error) => unavailable(dataDir, error)))
  )
  return layer.pipe(Layer.provideMerge(prepared), Layer.provideMerge(client))
}
