/** Starting another program so that it ends with us and we end as it did. */
import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { constants } from "node:os"

export const windows = process.platform === "win32"

/**
 * Runs a program to its end: its exit code, 128 + n when signal n ended it, 127 when it is not there; and what it printed, if piped.
 *
 * Signals we get are passed on. On Ctrl-C the terminal tells every process and npm tells us again, so the program may hear of it more than
 * once: Effect's runMain does not mind, and a process group of its own would be an orphan whenever ours is killed.
 */
export const run = (command, args, options = {}) =>
  new Promise((done) => {
    const child = spawn(command, args, { stdio: "inherit", ...options })
    let output = ""
    child.stdout?.setEncoding("utf8").on("data", (text) => (output += text))
    // Windows has no signals to pass on: its console tells every process, and kill() there would not let a server finish.
    const passOn = (signal) => windows || child.kill(signal)
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"]
    for (const signal of signals) process.on(signal, passOn)
    const watch = whenOrphaned(() => child.kill("SIGTERM"))
    const end = (code) => {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, passOn)
      done({ code, output })
    }
    child.on("error", () => end(127))
    child.on("close", (code, signal) => end(signal === null ? code : 128 + constants.signals[signal]))
  })

/**
 * An npm that was killed cannot pass anything on, and the shell some systems keep between it and us (dash) passes on nothing at all.
 * Our parents change then, and a server that nobody can stop should not stay.
 */
const whenOrphaned = (act) => {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const before = parents()
  return setInterval(() => parents() !== before && act(), 200)
}

/** Who started us: the parent, and where Linux lets us look and the parent is a shell, the shell's parent: npm. */
const parents = () => {
  const stat = `/proc/${process.ppid}/stat`
  const [, npm = ""] = /^\d+ \((?:da|ba)?sh\) \S (\d+)/.exec(existsSync(stat) ? readFileSync(stat, "utf8") : "") ?? []
  return `${process.ppid} ${npm}`
}
