/** Throw-away databases on a server, when there is one: PARKADE_TEST_DATABASE_URL, or what answers on 127.0.0.1:5432. */
import { PgClient } from "@effect/sql-pg"
import { layerServer, type Ports } from "@parkade/postgres"
import { Context, Effect, Layer, Redacted } from "effect"
import { Reactivity } from "effect/reactivity"
import type { SqlClient } from "effect/sql"
import { randomBytes } from "node:crypto"
import { connect } from "node:net"

const given = process.env["PARKADE_TEST_DATABASE_URL"]
const usual = "postgres://postgres@127.0.0.1:5432/postgres"

const answers = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1_000 })
    const end = (answered: boolean) => () => {
      socket.destroy()
      resolve(answered)
    }
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false))
  })

const find = async (): Promise<string | undefined> => {
  const { hostname, port } = new URL(given ?? usual)
  if (await answers(Number(port || "5432"), hostname)) return given ?? usual
  if (given !== undefined) throw new Error(`PARKADE_TEST_DATABASE_URL names ${hostname}:${port}, where nothing answers`)
  return undefined
}

/** Where the server is; undefined when there is none. */
export const server: string | undefined = await find()
console.info(server === undefined
  ? "PostgreSQL: none answers (PARKADE_TEST_DATABASE_URL, 127.0.0.1:5432), tests that need it are skipped; PGlite only"
  : `PostgreSQL: ${new URL(server).host}, with a database of its own for each suite`)

export class Database extends Context.Service<Database, { readonly url: Redacted.Redacted }>()("test/Database") {}

/** A new, empty database, dropped at the end. */
export const layerDatabase: Layer.Layer<Database> = Layer.effect(Database, Effect.gen(function*() {
  const url = new URL(server ?? usual)
  const admin = yield* PgClient.make({ url: Redacted.make(url.href), maxConnections: 1 })
  const name = `parkade_test_${randomBytes(6).toString("hex")}`
  yield* Effect.acquireRelease(
    admin.unsafe(`create database ${name}`),
    () => Effect.orDie(admin.unsafe(`drop database ${name} with (force)`))
  )
  url.pathname = `/${name}`
  return { url: Redacted.make(url.href) }
})).pipe(Layer.provide(Reactivity.layer), Layer.orDie)

/** All ports on a database of their own. */
export const layerThrowAway = (maxConnections: number): Layer.Layer<Ports | SqlClient.SqlClient | Database> =>
  Layer.unwrap(Effect.map(Database, ({ url }) => layerServer({ url, maxConnections }))).pipe(
    Layer.provideMerge(layerDatabase),
    Layer.orDie
  )
