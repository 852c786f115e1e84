/**
 * The canary: plants what must not be and demands exactly the errors that forbid it, from the very configuration the real files
 * have; the clean twins must raise nothing. And the tools must see every file we have: one that reads nothing finds nothing.
 */
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { filesTypeChecked, oxlint, tsc } from "../checkers.mjs"
import { files, sourceFolders, typeScriptFiles } from "../sources.mjs"
import { root } from "../toolchain.mjs"

const core = "packages/core/src"
const imports = "eslint(no-restricted-imports)"
const lines = (count: number) => `export const long = () => {\n${"  Number()\n".repeat(count)}}`

/** Where, what, and the rules that must object: none for a clean twin. */
const planted: ReadonlyArray<readonly [folder: string, code: string, ...rules: ReadonlyArray<string>]> = [
  // Pure folders know what computes, not what runs.
  [`${core}/pricing`, `export { Result, Schema } from "effect"`],
  [`${core}/pricing`, `export { Effect } from "effect"`, imports],
  [`${core}/ticket`, `import type { Layer } from "effect"; export type L = Layer.Any`, imports],
  [`${core}/lot`, `export { Clock } from "effect"`, imports],
  [`${core}/money`, `import * as All from "effect"; export const all = All`, imports],
  [`${core}/time`, `export * from "effect"`, imports],
  [`${core}/pricing`, `export { succeed } from "effect/Effect"`, imports],
  [`${core}/pricing/rates`, `export { Stream } from "effect"`, imports],
  [`${core}/ports`, `export { Context, Effect, Layer } from "effect"`],
  [`${core}/operations`, `export { Clock, Effect } from "effect"`],
  [`${core}/operations`, `export { FileSystem } from "effect"`, imports],
  // Libraries have one folder each.
  [`${core}/money`, `export * from "dinero.js/bigint"`],
  [`${core}/pricing`, `export * from "dinero.js"`, imports],
  [`${core}/time`, `export { getTimezoneOffset } from "date-fns-tz"`],
  [`${core}/ticket`, `export { getTimezoneOffset } from "date-fns-tz"`, imports],
  [`${core}/operations`, `export { Digest } from "effect/crypto"`],
  [`${core}/ports`, `export { Digest } from "effect/crypto"`, imports],
  [`${core}/lot`, `export const read = import("node:fs")`, imports],
  [`${core}/lot`, `export * from "@parkade/postgres"`, imports],
  // Folders of core lean one way.
  [`${core}/pricing`, `export * from "../lot/Spot.ts"`],
  [`${core}/pricing/rates`, `export * from "../../money/Money.ts"`],
  [`${core}/pricing/rates`, `export * from "../Tariff.ts"`],
  [`${core}/money`, `export * from "../time/Instant.ts"`, imports],
  [`${core}/time`, `export * from "../money/Money.ts"`, imports],
  [`${core}/lot`, `export * from "../pricing/Tariff.ts"`, imports],
  [`${core}/pricing`, `export * from "../ticket/Ticket.ts"`, imports],
  [`${core}/pricing/rates`, `export * from "../../ticket/Ticket.ts"`, imports],
  [`${core}/explain`, `export * from "../pricing/Tariff.ts"`],
  [`${core}/pricing`, `export * from "../explain/Explain.ts"`, imports],
  [`${core}/explain`, `export * from "../ticket/Ticket.ts"`, imports],
  [`${core}/allocation`, `export * from "../money/Money.ts"`, imports],
  [`${core}/replay`, `export * from "../pricing/index.ts"`],
  [`${core}/replay`, `export * from "../ticket/Ticket.ts"`, imports],
  [`${core}/ticket`, `export type { Lots } from "../ports/Lots.ts"`, imports],
  [`${core}/ports`, `export * from "../operations/Admit.ts"`, imports],
  [`${core}/money`, `export * from "./../time/Instant.ts"`, imports],
  [`${core}/pricing`, `export * from "../money/../ticket/Ticket.ts"`, imports],
  [`${core}/newcomer`, `export { Schema } from "effect"`, imports],
  // No clock, no chance.
  [`${core}/ticket`, `export const now = () => new Date()`, "eslint(no-restricted-globals)"],
  [`${core}/operations`, `export const now = () => Date.now()`, "eslint(no-restricted-globals)"],
  [`${core}/time`, `export const now = () => globalThis.Date.now()`, "eslint(no-restricted-globals)"],
  [`${core}/allocation`, `export const any = () => Math.random()`, "eslint(no-restricted-properties)"],
  [`${core}/allocation`, `export const most = () => Math.max(1, 2)`],
  [`${core}/money`, `export const zone = () => Intl.DateTimeFormat()`, "eslint(no-restricted-properties)"],
  // Adapters see the core, never each other.
  ["packages/postgres/src", `export * from "@parkade/core/ports"; export * from "@effect/sql-pg"; export * from "node:fs"`],
  ["packages/postgres/src", `export * from "@parkade/http"`, imports],
  ["packages/postgres/src", `export * from "@parkade/testing/memory"`, imports],
  ["packages/http/src", `export * from "@parkade/core/operations"; export * from "effect/http-api"`],
  ["packages/http/src", `export * from "@parkade/postgres"`, imports],
  ["packages/http/src", `export * from "@effect/platform-node"`, imports],
  ["packages/http/src/handlers", `export { createServer } from "node:http"`, imports],
  ["packages/standards/src/parkme", `export * from "@parkade/core/pricing"; export { Result } from "effect"; export * from "../Report.ts"`],
  ["packages/standards/src", `export * from "date-holidays"`, imports],
  ["packages/standards/src", `export * from "@parkade/http"`, imports],
  ["packages/testing/src", `export * from "fast-check"; export * from "@parkade/core/lot"`],
  ["packages/testing/src", `export * from "@parkade/postgres"`, imports],
  ["packages/newcomer/src", `export * from "@parkade/core/lot"`, imports],
  ["packages/http/src", `export * from "../../core/src/money/Money.ts"`, imports],
  ["examples/one/src", `export * from "../../../packages/core/src/money/Money.ts"`, imports],
  // Only the root composes.
  ["packages/server/src", `export * from "@parkade/http"; export * from "@parkade/postgres"; export * from "@effect/platform-node"`],
  ["packages/server/src", `export * from "@parkade/testing/memory"`, imports],
  ["examples/one/src", `export * from "@parkade/postgres"; export * from "@parkade/core/ports"`],
  // Habits.
  ["packages/http/src", `export default 1`, "import(no-default-export)"],
  ["packages/http/src", `export const loose: any = 1`, "typescript(no-explicit-any)"],
  ["packages/http/src", `export const sure = (x: string | undefined) => x!`, "typescript(no-non-null-assertion)"],
  ["packages/server/src", `export const forget = () => { Promise.resolve(1) }`, "typescript(no-floating-promises)"],
  ["packages/http/src", lines(70), "eslint(max-lines-per-function)"],
  ["packages/http/src", lines(50)],
  ["packages/http/test", lines(70)]
]

/** What the compiler alone forbids in core, whose `types` are empty. */
const uncompilable: ReadonlyArray<readonly [code: string, ...errors: ReadonlyArray<string>]> = [
  [`export const half = (n: number) => Math.trunc(n / 2)`],
  [`import { Result } from "effect"; export const one = Result.succeed(1)`],
  [`console.log(1); export {}`, "TS2584"],
  [`setTimeout(() => 1, 1); export {}`, "TS2304"],
  [`export const get = fetch("x")`, "TS2304"],
  [`export const env = process.env`, "TS2591"],
  [`export * from "node:fs"`, "TS2591"],
  [`export * from "@effect/platform-node"`, "TS2307"],
  [`export enum Colour { Red }`, "TS1294"]
]

const canary = realpathSync(mkdtempSync(join(tmpdir(), "parkade-canary-")))
const caseFile = (folder: string, index: number) => `${folder}/case${index}.ts`
const plant = (path: string, code: string) => {
  mkdirSync(join(canary, dirname(path)), { recursive: true })
  writeFileSync(join(canary, path), `${code}\n`)
}

interface LintReport {
  readonly diagnostics: ReadonlyArray<{ readonly code: string; readonly filename: string }>
  readonly number_of_files: number
}
const lint = (cwd: string): LintReport =>
  JSON.parse(spawnSync(process.execPath, oxlint("--format", "json"), { cwd, encoding: "utf8" }).stdout)

/** A mirror of the repository: our configuration and our dependencies around planted files. Outside the tree, so no other test sees it. */
const mirror = () => {
  for (const file of ["oxlint.config.mjs", "tsconfig.base.json"]) cpSync(join(root, file), join(canary, file))
  symlinkSync(join(root, "node_modules"), join(canary, "node_modules"), "junction")
  for (const name of readdirSync(join(root, "packages"))) {
    mkdirSync(join(canary, "packages", name), { recursive: true })
    cpSync(join(root, "packages", name, "tsconfig.json"), join(canary, "packages", name, "tsconfig.json"))
    symlinkSync(join(root, "packages", name, "node_modules"), join(canary, "packages", name, "node_modules"), "junction")
  }
  for (const folder of ["benchmarks", "scripts"]) mkdirSync(join(canary, folder))
  cpSync(join(root, "packages/core"), join(canary, "compiled/core"), { recursive: true, filter: (path) => !/[\\/](src|dist|test|node_modules)$/.test(path) })
  symlinkSync(join(root, "packages/core/node_modules"), join(canary, "compiled/core/node_modules"), "junction")
}

beforeAll(mirror)
afterAll(() => rmSync(canary, { recursive: true, force: true }))

describe("oxlint holds the boundaries", () => {
  let seen: LintReport
  beforeAll(() => {
    planted.forEach(([folder, code], index) => plant(caseFile(folder, index), code))
    plant(`${core}/ticket/Hen.ts`, `import type { Egg } from "./Egg.ts"; export interface Hen { readonly lays: Egg }`)
    plant(`${core}/ticket/Egg.ts`, `import type { Hen } from "./Hen.ts"; export interface Egg { readonly from: Hen }`)
    plant(`${core}/time/Calendar.ts`, `export const epoch = () => new Date(0)`)
    plant(`${core}/time/Calendars.ts`, `export const epoch = () => new Date(0)`)
    seen = lint(canary)
  })
  const codes = (path: string) => seen.diagnostics.filter(({ filename }) => filename === path).map(({ code }) => code)

  test("reads every planted file", () => expect(seen.number_of_files).toBe(planted.length + 4))
  test.each(planted.map(([folder, code, ...rules], index) => ({ folder, code, rules, path: caseFile(folder, index) })))(
    "$folder: $code", ({ path, rules }) => expect(codes(path)).toEqual(rules)
  )
  test("a cycle of types is a cycle", () => {
    expect([codes(`${core}/ticket/Hen.ts`), codes(`${core}/ticket/Egg.ts`)]).toEqual([["import(no-cycle)"], ["import(no-cycle)"]])
  })
  test("only time/Calendar.ts may touch Date", () => {
    expect([codes(`${core}/time/Calendar.ts`), codes(`${core}/time/Calendars.ts`)]).toEqual([[], ["eslint(no-restricted-globals)"]])
  })
})

describe("the compiler holds the core", () => {
  let output: string
  beforeAll(() => {
    uncompilable.forEach(([code], index) => plant(caseFile("compiled/core/src", index), code))
    output = spawnSync(process.execPath, [tsc, "-p", "compiled/core", "--noEmit", "--pretty", "false"], { cwd: canary, encoding: "utf8" }).stdout
  })
  test.each(uncompilable.map(([code, ...errors], index) => ({ code, errors, index })))("$code", ({ errors, index }) => {
    const found = output.matchAll(new RegExp(`^${caseFile("compiled/core/src", index)}\\(.*?error (TS\\d+)`, "gm"))
    expect([...found].map(([, error]) => error)).toEqual(errors)
  })
})

describe("the tools see our files", () => {
  const ours = typeScriptFiles()
  test("there are some", () => expect(ours.length).toBeGreaterThan(0))
  test("tsc", () => expect(filesTypeChecked().filter((path) => path.endsWith(".ts")).sort()).toEqual(ours))
  test("oxlint, which reads our .mjs files too", { timeout: 300_000 }, () => {
    const scripts = files().filter((path) => path.endsWith(".mjs") && sourceFolders.includes(path.split("/")[0] ?? ""))
    expect(lint(root).number_of_files).toBe(ours.length + scripts.length)
  })
})
