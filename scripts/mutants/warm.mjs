/**
 * Keeps one worker thread over many mutants, where Vitest would start one for each and import all sources anew: half a second, for
 * tests of a few milliseconds. Mutants are switched on while tests run, so the sources need no other reading; those that act only
 * while sources are read are left out of the run (`ignoreStatic`). Test files are read anew each time. A thread ends after
 * a hundred runs.
 */
import { join } from "node:path"
import { Worker } from "node:worker_threads"

let kept

class WarmWorker {
  name = "warm"
  #entrypoint
  #options
  #listeners = []

  constructor({ distPath, env, execArgv }) {
    this.#entrypoint = join(distPath, "workers/threads.js")
    this.#options = { env, execArgv, stdout: true, stderr: true }
  }

  async start() {
    kept ??= { thread: new Worker(this.#entrypoint, this.#options), runs: 0, busy: false }
    kept.thread.setMaxListeners(0)
    kept.thread.ref()
  }

  async stop() {
    for (const [event, callback] of this.#listeners.splice(0)) kept.thread.off(event, callback)
    kept.runs += 1
    if (!kept.busy && kept.runs < 100) return kept.thread.unref()
    await kept.thread.terminate()
    kept = undefined
  }

  on(event, callback) {
    this.#listeners.push([event, callback])
    kept.thread.on(event, callback)
  }

  off(event, callback) {
    kept.thread.off(event, callback)
  }

  send(message) {
    if (message.type === "stop") kept.thread.emit("message", { type: "stopped", __vitest_worker_response__: true })
    else kept.thread.postMessage(message)
    if (message.type === "run") kept.busy = true
  }

  deserialize(message) {
    if (message.type === "testfileFinished") kept.busy = false
    return message
  }

  canReuse() {
    return true
  }
}

export const warm = { name: "warm", createPoolWorker: (options) => new WarmWorker(options) }
