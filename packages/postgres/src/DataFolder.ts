/**
 * The folder of an embedded database: one process at a time, and whole however its processes ended.
 *
 * PGlite itself lets two processes open one folder, which destroys it. A lock file names the process that has it; the
 * lock of a process that is gone (killed, machine restarted) counts for nothing.
 *
 * Layout: `lock`, `postgres` (the database), `postgres.new` (one that is being made, never used).
 */
import { Data, Effect, type Scope } from "effect"
import { DatabaseUnavailable, problemOf } from "./DatabaseUnavailable.ts"
import { randomUUID } from "node:crypto"
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { setTimeout } from "node:timers/promises"

/** Another process has the folder open. */
export class DataFolderInUse extends Data.TaggedError("DataFolderInUse")<{ readonly folder: string; readonly pid: number }> {
  override get message() {
    return `${this.folder} is in use by process ${this.pid}: an embedded database serves one process at a time`
  }
}

/** A process, told apart from a later one with the same number by when it started, where the system says so. */
interface Holder {
  readonly pid: number
  readonly started: string
  readonly token: string
}

/** Tokens of the locks this process holds. */
const held = new Set<string>()

/** Boot and start time from /proc; empty on systems without it. */
const startOf = (pid: number): string => {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // Field 22, counted behind the command's name, which may hold spaces and parentheses.
    return `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`
  } catch {
    return ""
  }
}

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** Without a start time, a lock of our own number is an earlier process's unless we know its token. */
const isAlive = ({ pid, started, token }: Holder): boolean =>
  exists(pid) && startOf(pid) === started && (started !== "" || pid !== process.pid || held.has(token))

const parse = (text: string): Holder | undefined => {
  const [pid, token, ...started] = text.split(" ")
  return pid === undefined || token === undefined ? undefined : { pid: Number(pid), token, started: started.join(" ") }
}

const read = (lock: string): Holder | undefined => {
  try {
    return parse(readFileSync(lock, "utf8"))
  } catch {
    return undefined
  }
}

/** Puts `own` in place of the lock if there is none; a link is made whole or not at all. */
const tryLink = (own: string, lock: string): boolean => {
  try {
    linkSync(own, lock)
    return true
  } catch (error) {
    // Anything else (no such folder, no permission, no hard links there) would fail for ever.
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false
    throw error
  }
}

/** False when somebody else moved it first. */
const tryRename = (from: string, to: string): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false
    throw error
  }
}

/** The holder that keeps us out, or undefined: the lock is ours. */
const lockOnce = (folder: string, token: string): Holder | undefined => {
  const [lock, own] = [join(folder, "lock"), join(folder, `lock.${token}`)]
  writeFileSync(own, `${process.pid} ${token} ${startOf(process.pid)}`)
  try {
    for (;;) {
      if (tryLink(own, lock)) return undefined
      const holder = read(lock)
      if (holder !== undefined && isAlive(holder)) return holder
      // Of several that find a dead one's lock, one moves it away; who moves a living one's by that puts it back.
      const aside = join(folder, `lock.${token}.dead`)
      if (!tryRename(lock, aside)) continue
      const moved = read(aside)
      if (moved !== undefined && isAlive(moved)) tryLink(aside, lock)
      rmSync(aside, { force: true })
    }
  } finally {
    rmSync(own, { force: true })
  }
}

/** How long somebody may take to put a living lock back that was moved by mistake. */
const settlingMillis = 20

/** The holder that keeps us out, or undefined: the lock is ours, and still was when others had settled. */
const lockFor = async (folder: string, token: string): Promise<Holder | undefined> => {
  mkdirSync(folder, { recursive: true })
  for (;;) {
    const holder = lockOnce(folder, token)
    if (holder !== undefined) return holder
    held.add(token)
    await setTimeout(settlingMillis)
    if (read(join(folder, "lock"))?.token === token) return undefined
    held.delete(token)
  }
}

const unlock = (folder: string, token: string): void => {
  held.delete(token)
  const lock = join(folder, "lock")
  if (read(lock)?.token === token) rmSync(lock, { force: true })
}

/** Opens the folder for this process alone until the scope closes. */
export const open = (
  dataDir: string
): Effect.Effect<{ readonly postgres: string; readonly making: string }, DataFolderInUse | DatabaseUnavailable, Scope.Scope> =>
  Effect.gen(function*() {
    const folder = resolve(dataDir)
    const token = randomUUID()
    yield* Effect.acquireRelease(
      Effect.gen(function*() {
        const holder = yield* Effect.tryPromise({
          try: () => lockFor(folder, token),
          catch: (error) => new DatabaseUnavailable({ database: `the embedded database in ${folder}`, problem: problemOf(error) })
        })
        if (holder !== undefined) return yield* new DataFolderInUse({ folder, pid: holder.pid })
      }),
      () => Effect.sync(() => unlock(folder, token))
    )
    return { postgres: join(folder, "postgres"), making: join(folder, "postgres.new") }
  })
