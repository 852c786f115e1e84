/**
 * `npm run test:long -- --mutants pricing`: mutation testing of the parts of core named, or of all. What is known of a part stays in
 * `.stryker`, also when the run is stopped, and only what has changed since is tried again. Ends with the score of every file.
 */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "../child.mjs"
import { root, stop } from "../toolchain.mjs"
import { parts } from "./parts.mjs"

const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js")

const wanted = (names) => {
  for (const name of names) if (!parts.some((part) => part.name.startsWith(name))) stop(`no part "${name}". There are: ${parts.map((part) => part.name).join(", ")}`)
  return parts.filter((part) => names.length === 0 || names.some((name) => part.name.startsWith(name)))
}

/** Mutants that no test covers have survived; those that act only while sources are read were not tried. */
const score = (mutants) => {
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length
  const [killed, survived] = [count("Killed", "Timeout"), count("Survived", "NoCoverage")]
  const share = killed + survived === 0 ? "-" : `${((100 * killed) / (killed + survived)).toFixed(1)} %`
  return `${share.padStart(8)}${`${killed} killed`.padStart(14)}${`${survived} survived`.padStart(16)}${`${count("Ignored")} not tried`.padStart(16)}`
}

const report = (name) => {
  const file = join(root, ".stryker", `${name.replaceAll("/", "-")}.json`)
  if (!existsSync(file)) return
  const files = Object.entries(JSON.parse(readFileSync(file, "utf8")).files)
  for (const [path, { mutants }] of files) console.log(`${path.padEnd(60)}${score(mutants)}`)
  console.log(`${name.padEnd(60)}${score(files.flatMap(([, { mutants }]) => mutants))}`)
}

const { PARKADE_LONG: _, ...env } = process.env
let failed = 0
for (const { name } of wanted(process.argv.slice(2))) {
  const { code } = await run(process.execPath, [stryker, "run"], { cwd: root, env: { ...env, PARKADE_MUTANTS: name } })
  report(name)
  failed ||= code
  if (code > 128) break
}
process.exitCode = failed
