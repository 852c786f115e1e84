/**
 * Does the README's first command work? Starts `npm start` on a free port with a data folder of its own, asks a few questions, ends it with
 * SIGTERM; then once more through run.mjs on the same folder, because npm does not tell how its child ended when it is ended itself.
 */
import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "./toolchain.mjs"
import { windows } from "./child.mjs"

const questions = ["/health/live", "/health/ready", "/api/v1/parking-lots"]
const startMillis = 120_000
const endMillis = 20_000

const within = (millis, what, promise) => {
  let timer
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`${what}: not within ${millis / 1000} s`)), millis)))
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

/** Starts the server; `ready` gives the address it prints, `ended` its exit once nothing holds its output any more. */
const launch = (command, args, dataDir) => {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], shell: windows, env: { ...process.env, PORT: "0", DATA_DIR: dataDir } })
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
  console.log(`smoke: GET ${path} 200`)
}

const answers = (address) => fetch(address, { signal: AbortSignal.timeout(2000) }).then(() => true, () => false)

const smoke = async (command, args, dataDir, cleanExits) => {
  console.log(`smoke: ${command} ${args.join(" ")}`)
  const { child, ready, ended } = launch(command, args, dataDir)
  try {
    const address = await within(startMillis, "the server's address", ready)
    for (const path of questions) await ask(address, path)
    child.kill("SIGTERM")
    const how = await within(endMillis, "the end after SIGTERM", ended)
    if (!cleanExits.includes(how)) throw new Error(`SIGTERM ended it with ${how}, not cleanly`)
    if (await answers(address)) throw new Error(`something still answers at ${address}`)
    console.log(`smoke: ended cleanly (${how})`)
  } finally {
    child.kill("SIGKILL")
  }
}

if (!existsSync(join(root, "packages/server/src/main.ts"))) {
  console.log("smoke: skipped, there is no server yet")
} else {
  const dataDir = mkdtempSync(join(tmpdir(), "parkade-smoke-"))
  try {
    await smoke("npm", ["start"], dataDir, [0, 143, "SIGTERM"])
    // 130 is what Effect's runMain says of a program that was interrupted and finished its cleaning up.
    await smoke(process.execPath, ["scripts/run.mjs", "start"], dataDir, [0, 130, 143])
  } catch (error) {
    process.exitCode = 1
    console.error(`smoke: FAILED: ${error.message}`)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}
