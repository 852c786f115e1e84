/** What happens before the first command: a database that cannot be used, and many that start at once. */
import { layer as suite } from "@effect/vitest"
import { Lots } from "@parkade/core/ports"
import { DatabaseUnavailable, layerServer } from "@parkade/postgres"
import { Effect, Layer, Redacted } from "effect"
import { SqlClient } from "effect/sql"
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { Database, layerDatabase, server } from "./Databases.ts"

const start = (url: string) => Effect.provide(Effect.flatMap(Lots, (lots) => lots.list({ limit: 1 })), layerServer({ url: Redacted.make(url) }))
const failure = (url: string) => Effect.runPromise(Effect.flip(start(url)))

describe("a database that cannot be used is named in one line, without its password", () => {
  it.each([
    ["nobody listens", "postgres://parkade:s3cret@127.0.0.1:1/parkade", "PostgreSQL at 127.0.0.1:1 cannot be used: connection refused"],
    ["no such host", "postgres://parkade:s3cret@nowhere.invalid/parkade", /^PostgreSQL at nowhere\.invalid:5432 cannot be used: (there is no host|the host's name)/],
    ["no URL", "parkade s3cret", /^PostgreSQL at an address that is no URL cannot be used: [^\n]+$/]
  ])("%s", async (_, url, message) => {
    const error = await failure(url)
    expect(error).toBeInstanceOf(DatabaseUnavailable)
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain("\n")
    for (const shown of [error.message, String(error), inspect(error, { depth: 9 }), JSON.stringify(error)]) expect(shown).not.toContain("s3cret")
  })
})

describe.skipIf(server === undefined)("on a server", () => {
  it("a database that does not exist is named", async () => {
    const url = new URL(server ?? "")
    url.pathname = "/parkade_missing"
    expect((await failure(url.href)).message).toBe(
      `PostgreSQL at ${url.hostname}:${url.port || "5432"} cannot be used: database "parkade_missing" does not exist`
    )
  })

  suite(layerDatabase, { excludeTestServices: true })("an empty database", (it) => {
    it.effect("is brought up to date once when twelve clients start at the same moment", () =>
      Effect.gen(function*() {
        const { url } = yield* Database
        const starts = Array.from({ length: 12 }, () =>
          Effect.provide(
            Effect.flatMap(SqlClient.SqlClient, (sql) => sql<{ readonly name: string }>`select name from parkade_migration order by migration_id`),
            Layer.fresh(layerServer({ url, maxConnections: 1 }))
          ))
        for (const found of yield* Effect.all(starts, { concurrency: "unbounded" })) {
          expect(found.map(({ name }) => name)).toEqual(["lots", "tickets", "layouts", "lives", "journal", "overstays"])
        }
      }))

    it.effect("limits what a command may take, on every connection", () =>
      Effect.gen(function*() {
        const { url } = yield* Database
        const limits = yield* Effect.provide(
          Effect.flatMap(SqlClient.SqlClient, (sql) => sql`
            select current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock`),
          layerServer({ url, maxConnections: 1 })
        )
        expect(limits).toEqual([{ statement: "5s", lock: "2s" }])
      }))
  })
})
