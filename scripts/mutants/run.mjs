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

const stryker = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js")

const fileOf = (name) => name.replaceAll("/", "-")

const wanted = (names) => {
  for (const name of names) if (!parts.some((part) => part.name.startsWith(name))) stop(`no part "${name}". There are: ${parts.map((part) => part.name).join(", ")}`)
  return parts.filter((part) => names.length === 0 || names.some((name) => part.name.startsWith(name)))
}

/** What is known of a part: its files, with their mutants. */
const known = (name) => {
  const file = join(root, ".stryker", `${fileOf(name)}.json`)
  return existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, "utf8")).files) : []
}

/** Mutants that no test covers have survived; those that act only while sources are read were not tried. */
const count = (mutants) => {
  const number = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length
  const [killed, survived] = [number("Killed", "Timeout"), number("Survived", "NoCoverage")]
  return { killed, survived, share: killed + survived === 0 ? 100 : (100 * killed) / (killed + survived), ignored: number("Ignored") }
}

const score = (name, mutants) => {
  const { ignored, killed, share, survived } = count(mutants)
  console.log(`${name.padEnd(60)}${`${share.toFixed(1)} %`.padStart(8)}${`${killed} killed`.padStart(14)}${`${survived} survived`.padStart(16)}${`${ignored} not tried`.padStart(16)}`)
}

/** Each survivor of a part: its file, line, what was changed, and to what; in one line each. */
const survivors = (files) =>
  files.flatMap(([path, { mutants, source }]) => {
    const lines = source.split("\n")
    const text = ({ end, start }) => lines.slice(start.line - 1, end.line)
      .map((line, index, all) => line.slice(index === 0 ? start.column - 1 : 0, index === all.length - 1 ? end.column - 1 : undefined)).join(" ")
    return mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage")
      .map(({ location, replacement = "" }) => ({ file: path.replace("packages/core/src/", ""), line: location.start.line, from: oneLine(text(location)), to: oneLine(replacement) }))
  })

const oneLine = (text) => text.replace(/\s+/g, " ").trim()

/** Why each survivor survives, as committed; lines move, so a reason is found by the rest. */
const reasons = (name) => {
  const file = join(root, "docs/reports/mutants", `${fileOf(name)}.tsv`)
  const rows = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(1).map((row) => row.split("\t")) : []
  return new Map(rows.map(([file, , from, to, why]) => [[file, from, to].join("\t"), why]))
}

/** Says how a part did: whether it reached its goal, with a reason for each survivor. All are written down, to be given theirs. */
const report = ({ goal, name }) => {
  const files = known(name)
  const mutants = files.flatMap(([, { mutants }]) => mutants)
  for (const [path, { mutants }] of files) score(path, mutants)
  score(name, mutants)
  const why = reasons(name)
  const rows = survivors(files).map(({ file, from, line, to }) => [file, line, from, to, why.get([file, from, to].join("\t")) ?? ""])
  const list = join(root, ".stryker", `${fileOf(name)}.tsv`)
  writeFileSync(list, [["file", "line", "changed", "to", "why it survives"], ...rows].map((row) => `${row.join("\t")}\n`).join(""))
  const unexplained = rows.filter((row) => row.at(-1) === "").length
  const { share } = count(mutants)
  if (share < goal) console.log(`${name}: ${share.toFixed(1)} %, expected ${goal} at least`)
  if (unexplained > 0) console.log(`${name}: ${unexplained} of ${rows.length} survivors have no reason yet: ${relative(root, list)}`)
  return share >= goal && unexplained === 0
}

const { PARKADE_LONG: _, ...env } = process.env
for (const part of wanted(process.argv.slice(2))) {
  const { code } = await run(process.execPath, [stryker, "run"], { cwd: root, env: { ...env, PARKADE_MUTANTS: part.name } })
  if (!report(part) || code !== 0) process.exitCode ||= code || 1
  if (code > 128) break
}
