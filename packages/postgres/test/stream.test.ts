/** The wire to PGlite, where one connection follows another in the same session. */
import { it } from "@effect/vitest"
import { PGlite } from "@electric-sql/pglite"
import { PgClient } from "@effect/sql-pg"
import { Effect } from "effect"
import { Reactivity } from "effect/reactivity"
import { expect } from "vitest"
import { makePgliteStream } from "#PgliteStream"

const database = Effect.acquireRelease(Effect.promise(() => PGlite.create()), (db) => Effect.promise(() => db.close()))

const connected = <A, E>(db: PGlite, use: (sql: PgClient.PgClient) => Effect.Effect<A, E>) =>
  PgClient.make({ stream: () => makePgliteStream(db), username: "postgres", database: "postgres", maxConnections: 1 }).pipe(
    Effect.flatMap(use),
    Effect.scoped,
    Effect.provide(Reactivity.layer)
  )

it.live("starts each connection afresh: no transaction, setting or prepared statement of the last one is left", () =>
  Effect.scoped(Effect.gen(function*() {
    const db = yield* database
    yield* connected(db, (sql) =>
      Effect.gen(function*() {
        yield* sql`create table kept (n integer)`
        yield* sql`select 1 as n`
        yield* sql`set statement_timeout = '7s'`
        yield* sql`begin`
        yield* sql`insert into kept values (1)`
      }))
    const found = yield* connected(db, (sql) =>
      Effect.gen(function*() {
        yield* sql`create table also_kept (n integer)`
        yield* sql`select 1 as n`
        return yield* sql`select count(*)::int as kept, current_setting('statement_timeout') as timeout from kept`
      }))
    expect(found).toEqual([{ kept: 0, timeout: "0" }])
  })), 30_000)

it.live("drops a request to cancel and goes on", () =>
  Effect.scoped(Effect.gen(function*() {
    const db = yield* database
    const request = Buffer.alloc(16)
    for (const [index, word] of [16, 80_877_102, 1, 1].entries()) request.writeInt32BE(word, index * 4)
    const ended = new Promise<void>((resolve) => {
      makePgliteStream(db).once("end", resolve).resume().write(request)
    })
    yield* Effect.promise(() => ended)
    expect(yield* connected(db, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }])
  })), 30_000)

it.live("reads messages however they are cut into pieces", () =>
  Effect.scoped(Effect.gen(function*() {
    const db = yield* database
    const large = "x".repeat(300_000)
    const cut = () => {
      const stream = makePgliteStream(db)
      const write = stream.write.bind(stream)
      // Every chunk in three parts, the first of them a byte.
      const piecewise = (chunk: Buffer) => [chunk.subarray(0, 1), chunk.subarray(1, 7), chunk.subarray(7)].every((part) => write(part))
      return Object.assign(stream, { write: piecewise })
    }
    const rows = yield* PgClient.make({ stream: cut, username: "postgres", database: "postgres", maxConnections: 1 }).pipe(
      Effect.flatMap((sql) => sql`select length(${large}::text) as length`),
      Effect.scoped,
      Effect.provide(Reactivity.layer)
    )
    expect(rows).toEqual([{ length: 300_000 }])
  })), 30_000)
