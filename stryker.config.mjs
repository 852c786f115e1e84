/** Mutation testing of one part of core at a time, as `scripts/mutants/run.mjs` names it. What is known stays in `.stryker`. */
import { parts } from "./scripts/mutants/parts.mjs"

const name = process.env["PARKADE_MUTANTS"] ?? "money"
const file = name.replaceAll("/", "-")
const { mutate } = parts.find((part) => part.name === name) ?? parts[0]

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "scripts/mutants/vitest.config.mjs", related: false },
  mutate,
  ignorePatterns: ["benchmarks", "dist", "*.tsbuildinfo"],
  tsconfigFile: "none.json",
  disableTypeChecks: false,
  tempDirName: ".stryker/sandboxes",
  coverageAnalysis: "perTest",
  ignoreStatic: true,
  incremental: true,
  incrementalFile: `.stryker/${file}.json`,
  concurrency: 1,
  timeoutMS: 3_000,
  reporters: ["progress-append-only", "json"],
  jsonReporter: { fileName: `.stryker/${file}.report.json` }
}
