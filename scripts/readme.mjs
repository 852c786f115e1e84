/**
 * Do the commands of the README and the guides work? Runs each one of their shell blocks, in order, as a newcomer would. Those that serve are asked a question
 * and ended with SIGTERM; the others must end well by themselves. `npm test` is left to whoever calls this, .ci/run.
 */
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pages } from "./snippets.mjs"
import { root } from "./toolchain.mjs"
import { windows } from "./child.mjs"

const startMillis = 120_000
const endMillis = 20_000

/** Commands that serve until they are ended, with what to ask them. */
const questions = {
  "npm start": ["/health/live", "/health/ready", "/api/v1/parking-lots", "/docs"],
  "npm run example -- flat-garage": ["/api/status", "/api/garage/stats"]
}
const elsewhere = ["npm test"]

/** The lines of the shell blocks of the README and the guides, each once. */
const commands = () => {
  const blocks = pages().flatMap((page) => [...readFileSync(join(root, page), "utf8").matchAll(/```sh\n([^]*?)```/g)])
  return [...new Set(blocks.flatMap(([, block]) => block.split("\n").filter((line) => line.trim() !== "")))]
}

const within = (millis, what, promise) => {
  let timer
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`${what}: not within ${millis / 1000} s`)), millis)))
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** A free port: not every program takes 0 for one. */
const freePort = () =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address()
      server.close(() => done(String(port)))
    })
  })

/** Starts a command; `ready` gives the address it prints, `ended` its exit once nothing holds its output any more. */
const launch = (command, env) => {
  const [program, ...args] = command.split(" ")
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], shell: windows, env: { ...process.env, ...env } })
  const ended = new Promise((done) => child.on("close", (code, signal) => done(signal ?? code)))
  const ready = new Promise((done, reject) => {
    let printed = ""
    child.stdout.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text)
      printed += text
      const [, address] = /(http:\/\/[^\s/]+:\d+)\D/.exec(printed) ?? []
      if (address !== undefined) done(address)
    })
    void ended.then((how) => reject(new Error(`ended (${how}) before it was ready`)))
  })
  return { child, ready, ended }
}

const ask = async (address, path) => {
  const response = await fetch(address + path, { signal: AbortSignal.timeout(10_000) })
  if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}: ${(await response.text()).slice(0, 200)}`)
  await response.arrayBuffer()
  console.log(`readme: GET ${path} 200`)
}

const isThere = (address) => fetch(address, { signal: AbortSignal.timeout(2000) }).then(() => true, () => false)

/** npm does not say how its child ended when it is ended itself, so what counts is that nothing is left. */
const serve = async (command, paths, dataDir) => {
  const { child, ready, ended } = launch(command, { PORT: await freePort(), DATA_DIR: dataDir })
  try {
    const address = await within(startMillis, "the server's address", ready)
    for (const path of paths) await ask(address, path)
    child.kill("SIGTERM")
    const how = await within(endMillis, "the end after SIGTERM", ended)
    if (await isThere(address)) throw new Error(`ended (${how}), but something still answers at ${address}`)
    console.log(`readme: ended (${how})`)
  } finally {
    child.kill("SIGKILL")
  }
}

const finish = async (command) => {
  const { ended, ready } = launch(command, {})
  ready.catch(() => {})
  const how = await within(startMillis, "its end", ended)
  if (how !== 0) throw new Error(`ended with ${how}`)
}

const run = async (command) => {
  const dataDir = mkdtempSync(join(tmpdir(), "parkade-readme-"))
  try {
    console.log(`\nreadme: ${command}`)
    await (command in questions ? serve(command, questions[command], dataDir) : finish(command))
    return true
  } catch (error) {
    console.error(`readme: FAILED: ${command}: ${error.message}`)
    return false
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const toRun = commands().filter((command) => !elsewhere.includes(command))
const missing = Object.keys(questions).filter((command) => !toRun.includes(command))
if (missing.length > 0) throw new Error(`the README no longer shows: ${missing.join(", ")}`)
let failed = 0
for (const command of toRun) if (!(await run(command))) failed += 1
console.log(`\nreadme: ${toRun.length - failed} commands work, ${failed} do not`)
process.exitCode = failed === 0 ? 0 : 1
