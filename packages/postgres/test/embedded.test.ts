/** The embedded database: what it survives, and who may open it. */
import { it } from "@effect/vitest"
import { payOnExit } from "@parkade/core/operations"
import { Lots, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { DataFolderInUse, layerEmbedded } from "@parkade/postgres"
import { Effect, Fiber } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { afterAll, expect } from "vitest"
import { admission, cars, expectLawful, openLot } from "./Garage.ts"

const temporary = mkdtempSync(join(tmpdir(), "parkade-embedded-"))
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill("SIGKILL")
  rmSync(temporary, { recursive: true, force: true })
})

/** A child that admits until it is killed; what it printed so far, line by line. */
const admitForever = (dataDir: string) => {
  const child = spawn(process.execPath, ["--conditions=@parkade/source", join(import.meta.dirname, "admitForever.ts"), dataDir], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  children.add(child)
  let printed = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text))
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()))
  // The last line may be cut.
  const lines = () => printed.split("\n").slice(0, -1)
  const until = async (count: number): Promise<void> => {
    while (lines().length < count && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL")
    await ended
  }
  return { child, ended, kill, lines, until }
}

const within = <A, E, R>(dataDir: string | undefined, effect: Effect.Effect<A, E, R>) =>
  effect.pipe(Effect.provide(layerEmbedded({ dataDir })), Effect.provide(SecureRandom.layerWebCrypto))

it.live("has every acknowledged ticket after kill -9, twice over, and a lawful database", () =>
  Effect.gen(function*() {
    const folder = join(temporary, "killed")
    const acknowledged: Array<string> = []
    for (const count of [120, 60]) {
      const process = admitForever(folder)
      yield* Effect.promise(() => process.until(count))
      yield* Effect.promise(process.kill)
      const [first, ...numbers] = process.lines()
      expect(first).toBe("open")
      expect(numbers.length).toBeGreaterThanOrEqual(count - 1)
      acknowledged.push(...numbers)
    }
    yield* within(folder, Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const stored = new Set((yield* sql<{ readonly number: string }>`select number from ticket`).map(({ number }) => number))
      expect(acknowledged.filter((number) => !stored.has(number))).toEqual([])
      // One more may have been stored at each kill, its answer not yet printed.
      expect(stored.size - acknowledged.length).toBeLessThanOrEqual(4)
      yield* expectLawful
    }))
  }), 120_000)

it.live("starts over when it was killed while the database was being made", () =>
  Effect.gen(function*() {
    const folder = join(temporary, "unborn")
    const process = admitForever(folder)
    while (!existsSync(join(folder, "postgres.new", "PG_VERSION"))) yield* Effect.sleep("2 millis")
    yield* Effect.promise(process.kill)
    expect(existsSync(join(folder, "postgres"))).toBe(false)
    yield* within(folder, openLot(cars(1)))
    const lots = yield* within(folder, Effect.flatMap(Lots, (lots) => lots.list({ limit: 9 })))
    expect(lots).toHaveLength(1)
  }), 60_000)

it.live("refuses a second process, and one process twice, naming folder and holder", () =>
  Effect.gen(function*() {
    const folder = join(temporary, "shared")
    const first = admitForever(folder)
    yield* Effect.promise(() => first.until(1))
    const refused = yield* Effect.flip(within(folder, Effect.void))
    expect(refused).toEqual(new DataFolderInUse({ folder, pid: first.child.pid ?? 0 }))
    expect(refused.message).toBe(`${folder} is in use by process ${first.child.pid}: an embedded database serves one process at a time`)
    yield* Effect.promise(() => first.until(first.lines().length + 5))
    yield* Effect.promise(first.kill)
    yield* within(folder, Effect.gen(function*() {
      const again = yield* Effect.flip(within(folder, Effect.void))
      expect(again).toMatchObject({ _tag: "DataFolderInUse", pid: process.pid })
      const second = admitForever(folder)
      yield* Effect.promise(() => second.ended)
      expect(second.lines()).toEqual([`DataFolderInUse: ${again.message}`])
      yield* expectLawful
    }))
    expect(existsSync(join(folder, "lock"))).toBe(false)
  }), 60_000)

it.live("takes the lock of a process that is gone, even if another has its number now", () =>
  Effect.gen(function*() {
    const folder = join(temporary, "stale")
    mkdirSync(folder)
    // Our own number and that of init, both from an earlier life.
    for (const pid of [process.pid, 1]) {
      writeFileSync(join(folder, "lock"), `${pid} 00000000 some-other-boot 4711`)
      yield* within(folder, Effect.sync(() => expect(readFileSync(join(folder, "lock"), "utf8")).toMatch(new RegExp(`^${process.pid} `))))
    }
  }), 60_000)

it.live("gives the lock of a dead process to exactly one of six that come at once, fifty times over", () =>
  Effect.promise(async () => {
    const folder = join(temporary, "coveted")
    mkdirSync(folder)
    const threads = Array.from({ length: 6 }, () =>
      new Worker(join(import.meta.dirname, "holdFolder.ts"), { workerData: folder, execArgv: ["--conditions=@parkade/source"] }))
    const answers = () => Promise.all(threads.map((thread) => new Promise<unknown>((resolve) => thread.once("message", resolve))))
    const ask = () => {
      const answered = answers()
      for (const thread of threads) thread.postMessage("next")
      return answered
    }
    await answers()
    for (let round = 0; round < 50; round++) {
      writeFileSync(join(folder, "lock"), "1 00000000 some-other-boot 4711")
      const told = await ask()
      expect([told.filter((answer) => answer === "open").length, told.filter((answer) => answer === "in use").length]).toEqual([1, 5])
      await ask()
      expect(readdirSync(folder)).toEqual([])
    }
    await Promise.all(threads.map((thread) => thread.terminate()))
  }), 60_000)

it.live("goes on after a command was interrupted half-way", () =>
  within(undefined, Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const tickets = yield* Tickets
    const { lot } = yield* openLot(cars(300))
    for (let n = 0; n < 20; n++) {
      const fiber = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
        yield* tickets.admit(yield* admission(lot.id, `INT ${n}`))
        yield* sql`select count(*) from generate_series(1, 100000)`
      })), { startImmediately: true })
      yield* Effect.sleep(n)
      yield* Fiber.interrupt(fiber)
      yield* tickets.admit(yield* admission(lot.id, `OK ${n}`))
    }
    yield* expectLawful
    expect(yield* (yield* Lots).availability(lot.id, Instant.Instant.make(0))).toMatchObject({ total: 300 })
  })), 60_000)

it.live("reads no table from end to end, so it stays as fast as it was when empty", () =>
  within(undefined, Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const tickets = yield* Tickets
    // The worst start: everything is known to be empty.
    yield* sql`vacuum analyze`
    const { lot } = yield* openLot(cars(50))
    for (let n = 0; n < 100; n++) {
      const { id } = yield* tickets.admit(yield* admission(lot.id, `PACE ${n}`))
      yield* payOnExit({ ticket: { id }, method: "cash" })
    }
    yield* sql`select pg_stat_force_next_flush()`
    const scanned = yield* sql<{ readonly relname: string; readonly seq_tup_read: bigint }>`
      select relname, seq_tup_read from pg_stat_user_tables where relname in ('spot', 'ticket', 'event')`
    // Making an index or checking a new constraint reads a table too, while it is empty.
    expect(scanned.filter(({ seq_tup_read }) => seq_tup_read > 0n)).toEqual([])
  })), 60_000)
