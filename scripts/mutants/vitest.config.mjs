/**
 * The tests that judge mutants, for Stryker's sandbox: those of core, and of testing what needs no golden file and no snapshot.
 * The sandbox links node_modules to where they stand, so that workspace packages would be found unmutated: they are resolved here.
 */
import { readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"
import { BaseSequencer } from "vitest/node"
import { parts } from "./parts.mjs"
import { warm } from "./warm.mjs"

const root = join(dirname(fileURLToPath(import.meta.url)), "../..")
/** The part whose mutants are judged, as `run.mjs` says it. */
const { tests } = parts.find(({ name }) => name === process.env["PARKADE_MUTANTS"]) ?? { tests: ["*"] }
const conditions = ["@parkade/source"]

const workspace = {
  name: "workspace",
  enforce: "pre",
  resolveId(id) {
    const [, name, path] = /^@parkade\/(\w+)\/(.+)$/.exec(id) ?? []
    if (name === undefined) return null
    const folder = join(root, "packages", name)
    const entry = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).exports[`./${path}`]
    const file = typeof entry === "string" ? entry : entry?.["@parkade/source"]
    return file === undefined ? null : join(folder, file)
  }
}

/** Stryker names a pool of Vitest's, and this replaces it. */
const warmth = {
  name: "warmth",
  configureVitest({ project }) {
    Object.assign(project.config, { pool: warm.name, poolRunner: warm })
  }
}

/** A mutant dies at the first test that fails: quick files first. */
const slow = ["TariffHostile", "Ways", "PaymentLaws", "inputs", "Settlement", "Stairs", "Weeks", "Lint", "Calendar", "lint", "Changes", "vectors"]
const rank = ({ moduleId }) => slow.indexOf(basename(moduleId).split(".")[0])

class QuickFirst extends BaseSequencer {
  async sort(files) {
    return files.toSorted((one, other) => rank(one) - rank(other))
  }
}

export default defineConfig({
  root,
  plugins: [workspace, warmth],
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: [...conditions, "node", "import"] } },
  test: {
    isolate: false,
    experimental: { fsModuleCache: true },
    testTimeout: 60_000,
    env: { PARKADE_RUNS: "5" },
    setupFiles: [join(root, "packages/testing/test/seeds.ts"), join(root, "scripts/mutants/setup.mjs")],
    sequence: { sequencer: QuickFirst },
    include: tests.flatMap((name) => [`packages/core/test/**/${name}.test.ts`, `packages/testing/test/${name}.test.ts`])
  }
})
