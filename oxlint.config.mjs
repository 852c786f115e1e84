/**
 * What oxlint holds: who may import what (DESIGN.md, "The house"), and a few habits.
 *
 * Imports are allow-lists: a package or a folder of core that no table below names may import next to nothing, so a new one
 * has to be written down here first. `scripts/test/boundaries.test.ts` plants violations and must see each of them.
 * This is .mjs rather than .json because the same rule is said for every folder at two depths; and not .ts because Node 20 must load it.
 */

/** Modules of `effect` that only compute: no runtime, no clock, no services. */
const pureEffect = [
  "Array", "BigDecimal", "BigInt", "Boolean", "Brand", "Chunk", "Combiner", "Data", "Duration", "Equal", "Equivalence", "Filter",
  "Function", "Hash", "HashMap", "HashSet", "Iterable", "JsonSchema", "Match", "Newtype", "NonEmptyIterable", "Number", "Optic",
  "Option", "Order", "Ordering", "Pipeable", "Predicate", "Record", "Reducer", "Result", "Schema", "SchemaAST", "SchemaGetter",
  "SchemaIssue", "SchemaParser", "SchemaTransformation", "StandardSchema", "String", "Struct", "Symbol", "Tuple", "Types", "Unify"
]

/** Modules of `effect` that reach the outside world. In core that is a port's work. */
const worldlyEffect = ["Config", "ConfigProvider", "Console", "FileSystem", "Path", "Stdio", "Terminal"]

/** All that is plain values in core, which ports and use-cases speak of. */
const values = ["money", "time", "party", "lot", "pricing", "lifecycle", "allocation", "reservation", "pass", "payment", "merchant",
  "enforcement", "valet", "charging", "account", "lane", "ticket"]

/** The folders of core, each with the folders it may lean on. The order is the direction: arrows point up this list only. */
const coreFolders = {
  money: { leansOn: [], packages: ["dinero.js", "dinero.js/**"] },
  time: { leansOn: [], packages: ["date-fns-tz", "date-fns-tz/**", "date-fns", "date-fns/**"] },
  party: { leansOn: [] },
  lot: { leansOn: ["money", "time", "party"] },
  pricing: { leansOn: ["money", "time", "lot"] },
  replay: { leansOn: ["money", "time", "pricing"] },
  explain: { leansOn: ["money", "time", "pricing"] },
  lifecycle: { leansOn: ["time"] },
  allocation: { leansOn: ["time", "party", "lot"] },
  reservation: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle", "allocation"] },
  pass: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle"] },
  payment: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle"] },
  merchant: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle"] },
  enforcement: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle"] },
  valet: { leansOn: ["time", "party", "lot", "lifecycle"] },
  charging: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle"] },
  account: { leansOn: ["time", "party", "lot", "lifecycle"] },
  lane: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle"] },
  ticket: { leansOn: ["money", "time", "party", "lot", "pricing", "lifecycle", "reservation", "merchant", "enforcement", "lane"] },
  facade: { leansOn: [...values, "ports", "operations"], knowsEffect: true, packages: ["effect/crypto"] },
  ports: { leansOn: values, knowsEffect: true },
  operations: { leansOn: [...values, "ports"], knowsEffect: true, packages: ["effect/crypto"] }
}

/** Adapters see the core and the libraries they adapt, never each other. `testing` stands with them. */
const adapters = {
  testing: ["fast-check", "vitest", "@effect/vitest"],
  postgres: ["@effect/sql-pg", "@effect/sql-pg/**", "@electric-sql/pglite", "@electric-sql/pglite/**", "node:*", "node:*/**"],
  standards: [],
  http: []
}

/** The composition root: the one package that may put adapters together and talk to Node. */
const root = {
  server: ["@parkade/http", "@parkade/http/**", "@parkade/postgres", "@parkade/postgres/**", "@parkade/testing/simulator", "@effect/platform-node",
    "@effect/platform-node/**", "node:*", "node:*/**"]
}

/** `./../lot` and `../money/../lot` would slip past patterns that read a path from its start. */
const noDetours = { regex: "(^\\.|[^.])/\\.\\.(/|$)", message: "Write relative imports without detours." }

/** `../../http/src/...` names another package's internals; its exports map is the door. */
const noForeignSource = { regex: "^(\\.\\./)+([\\w-]+/)+(src|dist|test)/", message: "Import another package by its name, through its exports." }

/**
 * oxlint reads the group as gitignore would, and that has two traps, each with its cases in the canary: case is ignored unless told
 * (`effect/Effect` passed for `effect`), and a group that allows an import ends the search, so the group comes last.
 */
const allowOnly = (allowed, message, paths = []) => [
  "error",
  { paths, patterns: [noDetours, noForeignSource, { group: ["**", ...allowed.map((each) => `!${each}`)], caseSensitive: true, message }] }
]

/** Relative paths a file may use that lies `depth` folders below its core folder: anything inside the folder, and what it leans on. */
const relativePaths = (depth, leansOn) => {
  const up = "../".repeat(depth)
  const inside = Array.from({ length: depth - 1 }, (_, level) => "../".repeat(level + 1))
  return ["./**", ...inside.flatMap((path) => [`${path}*`, `${path}[!.]*/**`]), ...leansOn.map((folder) => `${up}${folder}/**`)]
}

const effectPaths = (knowsEffect) => [
  knowsEffect
    ? { name: "effect", importNames: worldlyEffect, message: "Core reaches the world through its ports." }
    : { name: "effect", allowImportNames: pureEffect, message: "Only ports/ and operations/ know the Effect runtime." }
]

const coreFolder = ([folder, { leansOn, packages = [], knowsEffect = false }]) =>
  [1, 2].map((depth) => ({
    files: [`packages/core/src/${folder}/${depth === 1 ? "*.ts" : "*/*.ts"}`],
    rules: {
      "no-restricted-imports": allowOnly(
        ["effect", ...packages, ...relativePaths(depth, leansOn)],
        `core/${folder} may import effect${packages.length > 0 ? `, ${packages[0]}` : ""} and, of core, ${leansOn.join(", ") || "nothing"}.`,
        effectPaths(knowsEffect)
      )
    }
  }))

const packageSource = ([name, libraries]) => ({
  files: [`packages/${name}/src/**/*.ts`],
  rules: {
    "no-restricted-imports": allowOnly(
      ["effect", "effect/**", "@parkade/core", "@parkade/core/**", "./**", "../**", ...libraries],
      `${name} may import core, effect${libraries.length > 0 ? `, ${libraries.filter((each) => !each.includes("*")).join(", ")}` : ""} and its own files.`
    )
  }
})

/** Clock and randomness arrive in commands. Only time/Calendar.ts, which talks to date-fns-tz, may touch Date. */
const noRandom = { object: "Math", property: "random", message: "Core draws no random numbers." }
const noZone = { object: "Intl", property: "DateTimeFormat", message: "It reads the clock and the machine's zone; use time/Calendar.ts." }
const noClock = (globals, properties) => ({
  "no-restricted-globals": ["error", ...globals.map((name) => ({ name, message: "Instants and ids arrive in the command." }))],
  "no-restricted-properties": ["error", noRandom, ...properties]
})

const habits = {
  "import/no-cycle": ["error", { ignoreTypes: false }],
  "import/no-default-export": "error",
  "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
  "typescript/no-explicit-any": "error",
  "typescript/no-non-null-assertion": "error",
  "typescript/ban-ts-comment": "error",
  "typescript/no-require-imports": "error",
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
  // Spreading a string counts code points, and that is what plates and ticket numbers mean.
  "typescript/no-misused-spread": ["error", { allow: ["string"] }],
  "typescript/no-floating-promises": "error",
  "typescript/no-misused-promises": "error",
  "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
  "no-restricted-imports": ["error", { patterns: [noForeignSource] }]
}

export default {
  plugins: ["typescript", "import", "oxc", "unicorn"],
  categories: { correctness: "error" },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: "error" },
  ignorePatterns: ["**/node_modules/**", "**/dist/**"],
  rules: habits,
  overrides: [
    { files: ["packages/*/src/**/*.ts"], rules: { "no-restricted-imports": allowOnly(["effect", "./**", "../**"], "Name this package in oxlint.config.mjs.") } },
    { files: ["packages/core/src/**/*.ts"], rules: { "no-restricted-imports": allowOnly(["./**"], "Name this folder of core in oxlint.config.mjs."), ...noClock(["Date", "globalThis"], [noZone]) } },
    ...Object.entries(coreFolders).flatMap(coreFolder),
    { files: ["packages/core/src/time/Calendar.ts"], rules: noClock(["globalThis"], []) },
    ...Object.entries({ ...adapters, ...root }).map(packageSource),
    // A contract is a suite of tests that others run.
    { files: ["**/test/**/*.ts", "packages/testing/src/contracts/**/*.ts"], rules: { "max-lines-per-function": "off" } },
    // Tests write what a server answered, of whatever type, into the next request.
    { files: ["**/test/**/*.ts"], rules: { "typescript/restrict-template-expressions": "off", "typescript/no-base-to-string": "off" } },
    { files: ["**/*.config.mjs", "vitest.workspace.ts", "scripts/knip-seen.mjs"], rules: { "import/no-default-export": "off" } }
  ]
}
