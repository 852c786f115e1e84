/** What a fresh clone lacks: the workspace's packages and a Node that runs TypeScript. Needs Node >= 18 and npm, nothing else. */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { run, windows } from "./child.mjs"

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const pnpmVersion = "12.21.0"
const nodeVersion = "24.21.0"
const cache = join(root, "node_modules/.cache/parkade")

const say = (line) => console.error(`parkade: ${line}`)

/** Ends this process with one line that says what to do. */
export const stop = (line, code = 1) => {
  say(line)
  process.exit(code)
}

/** On Windows npx is a .cmd file, which only a shell starts; there the arguments have to be quoted by hand. */
const npx = async (args, options) => {
  const quoted = args.map((arg) => (/\s/.test(arg) ? `"${arg}"` : arg))
  const result = windows ? await run(["npx", ...quoted].join(" "), [], { ...options, shell: true }) : await run("npx", args, options)
  if (result.code === 127) stop("npx is missing; install Node together with npm, then run this again.")
  if (result.code > 128) stop("interrupted; run this again and it goes on.", result.code)
  return result
}

const remember = (name, value) => {
  mkdirSync(cache, { recursive: true })
  writeFileSync(join(cache, name), value)
}

const remembered = (name) => (existsSync(join(cache, name)) ? readFileSync(join(cache, name), "utf8") : undefined)

/**
 * Installs what the lockfile says, unless that very lockfile was installed to the end before. The stamp is written last, so an
 * install that was cut off halfway is done again; it holds a hash, because times of files mean nothing after a git checkout.
 */
export const install = async () => {
  const lockfile = createHash("sha256").update(readFileSync(join(root, "pnpm-lock.yaml"))).digest("hex")
  if (remembered("installed") === lockfile && existsSync(join(root, "node_modules/.modules.yaml"))) return
  say("installing the workspace with pnpm: once, a minute or two at most, seconds when the packages are cached.")
  // CI keeps pnpm from asking whether it may replace a node_modules that another tool, or half an install, left behind.
  // What pnpm prints goes to stderr: the output of a command stays the command's own.
  const { code } = await npx(["-y", `pnpm@${pnpmVersion}`, "install", "--frozen-lockfile"], {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
    env: { ...process.env, CI: "true" }
  })
  if (code !== 0) stop("the install failed, see above. If there was no network: connect, then run this again.")
  remember("installed", lockfile)
}

/** The first Node that runs .ts files as they are and that Effect supports. */
const runsTypeScript = (version) => {
  const [major = 0, minor = 0] = version.replace("v", "").split(".").map(Number)
  return major > 22 || (major === 22 && minor >= 19)
}

/** The path of the pinned Node in npx's cache, fetched if need be; undefined when that cannot be had. */
const fetchNode = async () => {
  say(`this is Node ${process.versions.node}; fetching Node ${nodeVersion} through npx (once, about 50 MB).`)
  // Away from the workspace: npx would read our package.json. What it starts may still be the old Node, so the version is asked for too.
  const { code, output } = await npx(["-y", "--prefer-offline", "-p", `node@${nodeVersion}`, "-c", "node -p process.version+process.execPath"], {
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "ignore"],
    // There is something to fall back on, so do not keep people without a network waiting.
    env: { ...process.env, npm_config_fetch_retries: "0" }
  })
  const [, version = "", path = ""] = /^(v[\d.]+)(.+?)\s*$/m.exec(output) ?? []
  return code === 0 && runsTypeScript(version) && existsSync(path) ? path : undefined
}

/**
 * The Node to run everything with. `runsTypeScript: false` when it is the machine's own old one, because none could be fetched.
 * The path is remembered: asking npx again costs a second at every start.
 */
export const chooseNode = async () => {
  if (runsTypeScript(process.version)) return { path: process.execPath, runsTypeScript: true }
  const known = remembered(`node-${nodeVersion}`)
  if (known !== undefined && existsSync(known)) return { path: known, runsTypeScript: true }
  const fetched = await fetchNode()
  if (fetched !== undefined) remember(`node-${nodeVersion}`, fetched)
  else say(`could not fetch Node ${nodeVersion}; going on with ${process.versions.node}, which has to build the sources first.`)
  return { path: fetched ?? process.execPath, runsTypeScript: fetched !== undefined }
}
