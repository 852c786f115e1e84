/**
 * `npm run test:long -- --mutants pricing`: mutation testing of the parts of core named, or of all. What is known of a part stays in
 * `.stryker`, also when the run is stopped, and only what has changed since is tried again. Ends with the score of every file; fails
 * below a part's goal, and where a survivor has no reason in docs/reports/mutants.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { run } from "../child.mjs"
import { root, stop } from "../toolchain.mjs"
import { parts } from "./parts.mjs"
import { explain, reasons, score, survivors, table } from "./report.mjs"

const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js")

const wanted = (names) => {
  for (const name of names) if (!parts.some((part) => part.name.startsWith(name))) stop(`no part "${name}". There are: ${parts.map((part) => part.name).join(", ")}`)
  return parts.filter((part) => names.length === 0 || names.some((name) => part.name.startsWith(name)))
}

const textOf = (path) => existsSync(path) ? readFileSync(path, "utf8") : undefined

const line = (name, { ignored, killed, share, survived }) =>
  console.log(`${name.padEnd(60)}${`${share.toFixed(1)} %`.padStart(8)}${`${killed} killed`.padStart(14)}${`${survived} survived`.padStart(16)}${`${ignored} not tried`.padStart(16)}`)

/** Says how a part did. All survivors are written down, with the reasons that are known, to be given the others. */
const report = ({ goal, name }) => {
  const file = name.replaceAll("/", "-")
  const { files } = JSON.parse(textOf(join(root, ".stryker", `${file}.json`)) ?? `{"files":{}}`)
  for (const [path, each] of Object.entries(files)) line(path, score([each]))
  const whole = score(Object.values(files))
  line(name, whole)
  const rows = explain(survivors(files), reasons(textOf(join(root, "docs/reports/mutants", `${file}.tsv`)) ?? ""))
  const list = join(root, ".stryker", `${file}.tsv`)
  writeFileSync(list, table(rows))
  const open = rows.filter(({ why }) => why === "").length
  if (whole.share < goal) console.log(`${name}: ${whole.share.toFixed(1)} %, expected ${goal} at least`)
  if (open > 0) console.log(`${name}: ${open} of ${rows.length} survivors have no reason yet: ${relative(root, list)}`)
  return whole.share >= goal && open === 0
}

const { PARKADE_LONG: _, ...env } = process.env
for (const part of wanted(process.argv.slice(2))) {
  const { code } = await run(process.execPath, [stryker, "run"], { cwd: root, env: { ...env, PARKADE_MUTANTS: part.name } })
  if (!report(part) || code !== 0) process.exitCode ||= code || 1
  if (code > 128) break
}
