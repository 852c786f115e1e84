/** The example as its users run it: a process of its own, on a folder or database of its own. All end with the tests, whatever happens. */
import { PgClient } from "@effect/sql-pg"
import { Effect, Redacted } from "effect"
import { Reactivity } from "effect/reactivity"
import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll } from "vitest"

const example = resolve(import.meta.dirname, "..")
const cache = resolve(example, "../../node_modules/.cache/node")
/** A folder that is gone after the tests of this file. */
const folder = mkdtempSync(join(tmpdir(), "flat-garage-"))

const running = new Set<ChildProcess>()
const databases: Array<string> = []
const killAll = () => {
  for (const child of running) child.kill("SIGKILL")
}
process.once("exit", killAll)
afterAll(async () => {
  killAll()
  for (const name of databases) await administer(`drop database ${name} with (force)`)
  rmSync(folder, { recursive: true, force: true })
})

/** What the tests' own environment says is no setting of the program. */
const noSettings = { PORT: undefined, DATABASE_URL: undefined, DATA_DIR: undefined, NODE_OPTIONS: undefined, FORCE_COLOR: undefined }

/** Starts the example, standing in {@link folder}. */
export const flatGarage = (env: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ["--conditions=@parkade/source", join(example, "src/main.ts")], {
    cwd: folder,
    env: { ...process.env, ...noSettings, NODE_COMPILE_CACHE: cache, ...env },
    stdio: ["ignore", "pipe", "pipe"]
  })
  running.add(child)
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  const ended = new Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>((resolve) =>
    child.once("close", (code) => {
      running.delete(child)
      resolve({ code, stdout, stderr })
    })
  )
  /** Where it is open. */
  const open = async (): Promise<string> => {
    for (;;) {
      const [, url] = /(http:\/\/\S+)\/api\/status\n/.exec(stdout) ?? []
      if (url !== undefined) return `${url}/api`
      if (!running.has(child)) throw new Error(`it ended before it was open:\n${stdout}${stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const stop = () => {
    child.kill("SIGTERM")
    return ended
  }
  return { ended, open, stop }
}

const given = process.env["PARKADE_TEST_DATABASE_URL"]
const usual = "postgres://postgres@127.0.0.1:5432/postgres"

const answers = ({ hostname, port }: URL): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || "5432"), timeout: 1_000 })
    const end = (answered: boolean) => () => {
      socket.destroy()
      resolve(answered)
    }
    socket.once("connect", end(true)).once("error", end(false)).once("timeout", end(false))
  })

/** Whether a PostgreSQL server answers, PARKADE_TEST_DATABASE_URL or that of this machine, and the choice printed. */
export const findPostgres = async (): Promise<boolean> => {
  const url = new URL(given ?? usual)
  if (await answers(url)) {
    console.info(`PostgreSQL: ${url.host}, with a database of its own; and PGlite in a folder`)
    return true
  }
  if (given !== undefined) throw new Error(`PARKADE_TEST_DATABASE_URL names ${url.host}, where nothing answers`)
  console.info("PostgreSQL: none answers (PARKADE_TEST_DATABASE_URL, 127.0.0.1:5432), tests that need it are skipped; PGlite only")
  return false
}

const administer = (statement: string) =>
  PgClient.make({ url: Redacted.make(given ?? usual), maxConnections: 1 }).pipe(
    Effect.flatMap((client) => client.unsafe(statement)),
    Effect.scoped,
    Effect.provide(Reactivity.layer),
    Effect.runPromise
  )

/** The URL of a new, empty database, dropped after the tests of this file. */
export const createDatabase = async (): Promise<string> => {
  const name = `parkade_test_${randomBytes(6).toString("hex")}`
  await administer(`create database ${name}`)
  databases.push(name)
  return Object.assign(new URL(given ?? usual), { pathname: `/${name}` }).href
}
