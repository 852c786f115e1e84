/**
 * The door: `npm start`, `npm test`, `npm run check` and the others come through here, so that a fresh clone needs no command before
 * them. Makes sure the workspace is installed, picks a Node that runs TypeScript, hands over, and ends as the task ended.
 */
import { existsSync, readdirSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { run } from "./child.mjs"
import { chooseNode, install, root, stop } from "./toolchain.mjs"

/** Where the user stands. npm runs scripts at the root, and says in INIT_CWD where it was called. */
const userCwd = process.env.INIT_CWD ?? process.cwd()

const vitest = (args) => [["node_modules/vitest/vitest.mjs", "run", "--config", "vitest.workspace.ts", ...args]]

/** All tests, then all mutants; with arguments the tests they name, or after --mutants the parts whose mutants are tried. */
const long = (args) => {
  if (args[0] === "--mutants") return [["scripts/mutants/run.mjs", ...args.slice(1)]]
  return args.length > 0 ? vitest(args) : [...vitest(args), ["scripts/mutants/run.mjs"]]
}

/** A program of the workspace, from its sources. */
const source = (main, args) => {
  if (!existsSync(join(root, main))) stop(`${main} is not there.`)
  return ["--conditions=@parkade/source", join(root, main), ...args]
}

/** An old Node cannot run the sources: it builds the server, which is quick when nothing changed, and runs that. */
const server = (args, node) =>
  node.runsTypeScript
    ? [source("packages/server/src/main.ts", args)]
    : [
        [join(root, "node_modules/typescript/bin/tsc"), "-b", join(root, "packages/server")],
        [join(root, "packages/server/dist/main.js"), ...args]
      ]

const onlyFromSource = (main, args, node) => {
  if (!node.runsTypeScript) stop("this needs Node 22.19 or newer: install one, or connect so that it can be fetched.")
  return [source(main, args)]
}

const examples = () => readdirSync(join(root, "examples")).filter((name) => existsSync(join(root, "examples", name, "src/main.ts")))

const example = ([name = "", ...args], node) => {
  if (!examples().includes(name)) stop(`${name === "" ? "which example?" : `no example "${name}".`} There are: ${examples().join(", ") || "none yet"}`)
  return onlyFromSource(`examples/${name}/src/main.ts`, args, node)
}

/** Each gives the Node command lines to run in turn, until one fails. Tasks that take file names run where the user stands. */
const tasks = {
  start: { about: "the reference server", steps: (args, node) => server(["serve", ...args], node) },
  parkade: { about: "the parkade command line", cwd: userCwd, steps: server },
  example: { about: "one of examples/, by name", cwd: userCwd, steps: example },
  test: { about: "all tests; some with --project core", steps: vitest },
  "test:long": { about: "the same with longer property runs and races, and mutants of core", env: { PARKADE_LONG: "1" }, steps: long },
  check: { about: "types, lint and unused code", steps: (args) => [["scripts/check.mjs", ...args]] },
  bench: { about: "a benchmark, by name; --json FILE writes its rows", cwd: userCwd, steps: (args, node) => onlyFromSource("benchmarks/src/main.ts", args, node) }
}

const findTask = (name) => {
  if (Object.hasOwn(tasks, name)) return tasks[name]
  const lines = Object.entries(tasks).map(([each, { about }]) => `  ${each.padEnd(10)} ${about}`)
  stop([name === "" ? "which task? There are:" : `no task "${name}". There are:`, ...lines].join("\n"))
}

const main = async ([name = "", ...args]) => {
  const { steps, cwd = root, env = {} } = findTask(name)
  await install()
  const node = await chooseNode()
  const PATH = dirname(node.path) + delimiter + process.env.PATH
  for (const step of steps(args, node)) {
    const { code } = await run(node.path, step, { cwd, env: { ...process.env, ...env, PATH } })
    if (code !== 0) return code
  }
  return 0
}

process.exitCode = await main(process.argv.slice(2))
