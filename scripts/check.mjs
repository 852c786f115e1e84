/**
 * `npm run check`: types, then lint, then unused code. Each must have seen files: a checker that read nothing reports success.
 * Runs them all even when one fails, so that one run tells everything.
 */
import { run } from "./child.mjs"
import { filesTypeChecked, oxlint, tsc } from "./checkers.mjs"
import { root } from "./toolchain.mjs"

const node = (...args) => run(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] })
const knip = ["node_modules/knip/bin/knip.js", "--no-progress", "--treat-config-hints-as-errors", "--reporter", "symbols", "--reporter", "./scripts/knip-seen.mjs"]

/** How many files a tool says it read, where its output matches. */
const saying = (pattern) => async (output) => Number(pattern.exec(output)?.[1] ?? 0)

const steps = [
  { name: "types", tool: "tsc -b", args: [tsc, "-b", "--pretty"], seen: async () => filesTypeChecked().length },
  { name: "lint", tool: "oxlint", args: oxlint(), seen: saying(/Finished in \S+ on (\d+) files?/) },
  { name: "unused", tool: "knip", args: knip, seen: saying(/knip read (\d+) files/) }
]

const check = async ({ name, tool, args, seen }) => {
  const start = performance.now()
  const { code, output } = await node(...args)
  const files = await seen(output)
  const ok = code === 0 && files > 0
  if (!ok) console.log(output.trimEnd())
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const verdict = ok ? "ok" : files === 0 ? "FAILED: it read no files" : "FAILED"
  console.log(`${name.padEnd(8)}${tool.padEnd(8)}${`${files} files`.padStart(10)}${`${seconds} s`.padStart(8)}  ${verdict}`)
  return ok
}

let ok = true
for (const step of steps) ok = (await check(step)) && ok
process.exitCode = ok ? 0 : 1
