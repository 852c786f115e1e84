/** The program as its users run it: a process of its own, on a folder or database of its own. All end with the tests, whatever happens. */
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

export const root = resolve(import.meta.dirname, "../../..")
/** A folder that is gone after the tests of this file. */
export const folder = mkdtempSync(join(tmpdir(), "parkade-server-"))

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

/** How it ended: the code is null when a signal killed it. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What the tests' own environment says is no setting of the program. */
const noSettings = { PORT: undefined, HOST: undefined, DATABASE_URL: undefined, DATA_DIR: undefined, NODE_OPTIONS: undefined, FORCE_COLOR: undefined }
const compiled = { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node") }

export type Environment = Readonly<Record<string, string>>

/** Starts `parkade ...args`, standing in {@link folder}, with `input` to read. */
export const parkade = (args: ReadonlyArray<string>, env: Environment = {}, input?: string | Uint8Array) => {
  const main = join(root, "packages/server/src/main.ts")
  const child = spawn(process.execPath, ["--conditions=@parkade/source", main, ...args], {
    cwd: folder,
    env: { ...process.env, ...noSettings, ...compiled, ...env },
    stdio: ["pipe", "pipe", "pipe"]
  })
  // Who does not read it, closes it.
  child.stdin.once("error", () => undefined).end(input)
  running.add(child)
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code) => {
      running.delete(child)
      resolve({ code, stdout, stderr })
    })
  )
  /** What it printed, once that matches. */
  const printed = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(stdout)) {
      if (!running.has(child)) throw new Error(`it ended before it printed ${pattern}:\n${stdout}${stderr}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return stdout
  }
  const stop = (signal: NodeJS.Signals): Promise<Ended> => {
    child.kill(signal)
    return ended
  }
  return { pid: child.pid, ended, printed, stop }
}

/** A server that is ready, where it is, and what it said. */
export const serve = async (env: Environment) => {
  const program = parkade(["serve"], { PORT: "0", ...env })
  const said = await program.printed(/^Parkade is ready: [^]*\n\n$/m)
  const [, url = ""] = /^Parkade is ready: (\S+)/m.exec(said) ?? []
  return { ...program, said, url }
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

/** The PostgreSQL server that answers, PARKADE_TEST_DATABASE_URL or that of this machine, and the choice printed; undefined when none does. */
export const findPostgres = async (): Promise<string | undefined> => {
  const url = new URL(given ?? usual)
  if (await answers(url)) {
    console.info(`PostgreSQL: ${url.host}, with a database of its own for each suite`)
    return url.href
  }
  if (given !== undefined) throw new Error(`PARKADE_TEST_DATABASE_URL names ${url.host}, where nothing answers`)
  console.info("PostgreSQL: none answers (PARKADE_TEST_DATABASE_URL, 127.0.0.1:5432), tests that need it are skipped; PGlite only")
  return undefined
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
