/** House rules that no checker knows (STYLE.md). Every rule must have found something to look at. */
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"
import { pages, snippets } from "../snippets.mjs"
import { files } from "../sources.mjs"
import { root } from "../toolchain.mjs"

const all = files()
const read = (path: string) => readFileSync(join(root, path), "utf8")
const source = all.filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path))
const manifests = all.filter((path) => path.endsWith("package.json"))
const decisions = all.filter((path) => /^docs\/decisions\/.*\.md$/.test(path))

/** Spelled in pieces, so that this file may be searched like any other. */
const word = (...pieces: ReadonlyArray<string>) => pieces.join("")
const forbidden = new RegExp([word("\\bTO", "DO\\b"), word("\\bFIX", "ME\\b")].join("|"))
const machinePath = new RegExp(`(^|[\\s"'\`(=:])/(${["tmp", "work", "root", "home", "Users"].join("|")})/`, "m")
const registryHost = new RegExp([word("registry\\.", "npmjs"), word("registry\\.", "yarnpkg"), word("npm\\.", "pkg\\."), word("un", "pkg\\.com")].join("|"))

/** Those of `items` that break a rule. A rule that had nothing to look at has failed. */
const breaking = <A>(items: ReadonlyArray<A>, breaks: (item: A) => boolean): ReadonlyArray<A> => {
  expect(items.length).toBeGreaterThan(0)
  return items.filter(breaks)
}
/** The places in the files at `paths` where `pattern` is found. */
const found = (paths: ReadonlyArray<string>, pattern: RegExp) => breaking(paths, (path) => pattern.test(read(path)))

test("no folder is called by what it does not say", () => {
  expect(breaking(all, (path) => dirname(path).split("/").some((folder) => /^(utils?|helpers?|common|misc|shared)$/i.test(folder)))).toEqual([])
})

test("no source file is longer than 400 lines", () => {
  expect(breaking(source, (path) => read(path).split("\n").length > 401)).toEqual([])
})

test("nothing is left to do in a comment", () => expect(found(all, forbidden)).toEqual([]))

test("no file knows the machine it was written on, or a registry", () => {
  expect([...found(all, machinePath), ...found(all, registryHost)]).toEqual([])
})

/** Nobody outside sees these two: what was decided is decided again, or they are made into a rejection that says more. */
const unseen = ["Changed", "KeyTaken"]

test("every rejection says what is wrong", () => {
  const rejections = source.filter((path) => path.startsWith("packages/core/")).flatMap((path) => read(path).split(/^(?=export class )/m).slice(1))
    .flatMap((text) => [...text.matchAll(/^export class (\w+) extends Schema\.TaggedError/g)].map(([, name = ""]) => ({ name, text: text.split(/^(?:export const|const|type|interface) /m)[0] ?? "" })))
  expect(breaking(rejections, ({ name, text }) => !unseen.includes(name) && !/get message\(\)|message: Schema\.String/.test(text)).map(({ name }) => name)).toEqual([])
})

test("contracts that docstrings name exist", () => {
  const exported = source.flatMap((path) => [...read(path).matchAll(/^export const (\w+Contract)\b/gm)].map(([, name = ""]) => name))
  const named = source.flatMap((path) => [...read(path).matchAll(/`(\w+Contract)` in @parkade\/testing/g)].map(([, name = ""]) => name))
  expect(breaking(named, (name) => !exported.includes(name))).toEqual([])
})

test("no check is switched off in sources", () => {
  expect(found(source, /(oxlint|eslint)-disable|@ts-(ignore|nocheck|expect-error)/)).toEqual([])
})

test("no type is forced through unknown, which oxlint has no rule for", () => {
  expect(found(source, /\bas unknown as\b|\bas any\b|\bas never as\b/)).toEqual([])
})

test("no type is imported in passing, where oxlint's import rules do not look", () => {
  expect(found(source, /\b(?<!await )import\(/)).toEqual([])
})

test("core holds its files in the folders of the field", () => {
  expect(breaking(source.filter((path) => path.startsWith("packages/core/")), (path) => path.split("/").length < 5)).toEqual([])
})

test("dependencies are written once, in the catalog", () => {
  const versions = manifests.flatMap((path) => {
    const manifest = JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>
    const groups = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
    return groups.flatMap((group) => Object.entries(manifest[group] ?? {}).map(([name, version]) => `${path}: ${name} ${version}`))
  })
  expect(breaking(versions, (entry) => !/ (catalog:|workspace:\*)$/.test(entry))).toEqual([])
})

test("every version in the catalog is exact", () => {
  const [, catalog = ""] = read("pnpm-workspace.yaml").split(/^catalog:$/m)
  const versions = catalog.split("\n").filter((line) => /^ {2}\S/.test(line))
  expect(breaking(versions, (line) => !/: \d+\.\d+\.\d+(-[\w.]+)?$/.test(line))).toEqual([])
})

test("a decision has its four parts and fits on a page", () => {
  const parts = (path: string) => [...read(path).matchAll(/^## (.+)$/gm)].map(([, title]) => title).join(" ")
  expect(breaking(decisions, (path) => parts(path) !== "Context Decision Rejected Consequence")).toEqual([])
  expect(breaking(decisions, (path) => read(path).split("\n").length > 71)).toEqual([])
})

test("decisions are numbered without gaps", () => {
  const numbers = breaking(decisions, () => true).map((path) => Number(path.split("/").at(-1)?.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

test("links in the README, the guides, the decisions and the page of faults lead somewhere", () => {
  const links = [...pages(), ...decisions, "docs/reliability.md"].flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target = ""]) => ({ path, target }))
  )
  expect(breaking(links, ({ path, target }) => !existsSync(join(root, dirname(path), target)))).toEqual([])
})

test("code and outputs in the README and the guides are files that run", () => {
  const shown = pages().flatMap(snippets)
  expect(pages().length).toBeGreaterThan(1)
  expect(breaking(shown, ({ path, text }) => !/^examples\/.*\.(ts|txt)$/.test(path) || read(path) !== text)).toEqual([])
  const code = pages().flatMap((page) => [...read(page).matchAll(/```ts/g)])
  expect(code.length).toBe(shown.filter(({ path }) => path.endsWith(".ts")).length)
})

test("every program of the guide and its output is shown", () => {
  const shown = pages().flatMap(snippets).map(({ path }) => path)
  const programs = all.filter((path) => /^examples\/first-stay\/(src|output)\//.test(path) && !path.endsWith("/main.ts"))
  expect(breaking(programs, (path) => !shown.includes(path))).toEqual([])
})

/** Rows of the tables of promises. */
const promises = () => [...read("docs/scope.md").matchAll(/^\| (?!promise )([^|]+) \| (\w+) \| ([^|]+) \|$/gm)].map(([, promise = "", state = "", where = ""]) => ({ promise, state, where }))

test("what the page of promises names exists, and what is built is somewhere", () => {
  const paths = [...read("docs/scope.md").matchAll(/`([^`\s]*\/[^`\s]*)`/g)].map(([, path = ""]) => path)
  expect(breaking(paths, (path) => !existsSync(join(root, path)))).toEqual([])
  expect(breaking(promises(), ({ where, state }) => state === "built" && !where.includes("`"))).toEqual([])
})

test("the page of promises counts its rows", () => {
  const rows = promises()
  const [, all, ...counted] = /what became of it: (\d+) promises, (\d+) built, (\d+) in memory, (\d+) planned, (\d+) not to be/.exec(read("docs/scope.md").replaceAll("\n", " ")) ?? []
  expect(rows.length).toBe(read("docs/scope.md").split("\n").filter((line) => /^\| (?!promise )/.test(line)).length)
  expect([Number(all), ...counted.map(Number)]).toEqual([rows.length, ...["built", "memory", "planned", "no"].map((state) => rows.filter((row) => row.state === state).length)])
})

/** Faults and attacks by their numbers, each with how it is shown. */
const faults = () => [...read("docs/reliability.md").matchAll(/^\| ([FSI]\d+) \| .* \| ([^|]+) \|$/gm)].map(([, id = "", shown = ""]) => ({ id, shown }))

test("every fault is shown by tests that exist, or planned", () => {
  const named = faults().flatMap(({ id, shown }) => [...shown.matchAll(/`(packages\/[^`]+\.ts)`: ("[^"]+"(?:, "[^"]+")*)/g)]
    .flatMap(([, path = "", titles = ""]) => [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => ({ id, path, title }))))
  // A title is what a function is called with, a name, the first of a row, or a field.
  const isThere = (path: string, title: string) => existsSync(join(root, path)) && [`("${title}"`, `name: "${title}"`, `["${title}"`, `  "${title}": async`].some((text) => read(path).includes(text))
  expect(breaking(named, ({ path, title }) => !isThere(path, title))).toEqual([])
  expect(breaking(faults(), ({ id, shown }) => !shown.includes("planned (") && !named.some((each) => each.id === id))).toEqual([])
  expect(named.length).toBe(faults().flatMap(({ shown }) => shown.match(/"[^"]+"/g) ?? []).length)
})

test("no fault is left out", () => {
  const ids = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `${letter}${index + 1}`)
  expect(faults().map(({ id }) => id)).toEqual([...ids("I", 12), ...ids("F", 44), ...ids("S", 24)])
})

test("use-cases that the guide names exist", () => {
  const exported = [...read("packages/core/src/operations/useCases.ts").matchAll(/^export \{ ([^}]+) \}/gm)].flatMap(([, names = ""]) => names.split(", "))
  const [, table = ""] = read("docs/guide/use-cases.md").split("## What there is")
  const named = [...table.split("\n## ")[0]?.matchAll(/`(\w+)`/g) ?? []].map(([, name = ""]) => name)
  expect(breaking(named, (name) => !exported.includes(name))).toEqual([])
})

/** Use-cases with what is said above them. */
const useCases = () => source.filter((path) => path.startsWith("packages/core/src/operations/"))
  .flatMap((path) => [...read(path).matchAll(/((?:\/\*\*(?:(?!\*\/)[^])*\*\/\n)?)export const (\w+) = operation\("/g)].map(([, said = "", name = ""]) => ({ said, name })))

test("every use-case says what it does, where it is written and to hosts", () => {
  const methods = [...read("packages/core/src/facade/Methods.ts").matchAll(/\/\*\*((?:(?!\*\/)[^])+)\*\/\n {2}readonly (\w+): Method<"(\w+)">/g)]
    .map(([, said = "", name = "", of = ""]) => ({ said, name, of }))
  expect(breaking([...useCases(), ...methods], ({ said }) => said.length < 30)).toEqual([])
  expect(methods.map(({ name }) => name).toSorted()).toEqual(useCases().map(({ name }) => name).toSorted())
  const rejections = new Set(source.flatMap((path) => [...read(path).matchAll(/^export class (\w+) extends Schema\.TaggedError/gm)].map(([, name]) => name)))
  const named = methods.flatMap(({ name, of, said }) => [...said.split("Refused:")[1]?.matchAll(/`([A-Z]\w+)`/g) ?? []].map(([, refusal = ""]) => ({ name, of, refusal })))
  expect(breaking(named, ({ name, of, refusal }) => name !== of || !rejections.has(refusal))).toEqual([])
})

test("every suite of tests has some", () => {
  const suites = [...read("vitest.workspace.ts").matchAll(/project\("([^"]+)"/g)].map(([, path = ""]) => path)
  expect(breaking(suites, (suite) => !all.some((path) => path.startsWith(`${suite}/test/`) && path.endsWith(".test.ts")))).toEqual([])
})

test("the baseline of the http benchmark runs the statement we run", () => {
  const statement = (...paths: ReadonlyArray<string>) =>
    [...paths.map(read).join("").matchAll(/`\s*(with pinned as[^]*?)`|=> `\s*(size = any[^]*?else true\s+end)`/g)].map(([, sql = "", fits = ""]) =>
      (sql + fits).replace("${whenLocked}", "skip locked").replaceAll(" ${which}", "").replaceAll(/\s+/g, " "))
  expect(statement("benchmarks/src/bare.ts").toSorted()).toEqual(statement("packages/postgres/src/Admit.ts", "packages/postgres/src/Fits.ts").toSorted())
  expect(statement("benchmarks/src/bare.ts")).toHaveLength(2)
})
