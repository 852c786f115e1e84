import { randomInt } from "node:crypto"
import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

// Vitest 5 no longer looks for this file by name: scripts/run.mjs passes it with --config (docs/decisions/0002).
const project = (root: string, extra: object = {}) => ({
  extends: true as const,
  test: { name: root.split("/").at(-1) ?? root, root: `./${root}`, include: ["test/**/*.test.ts"], ...extra }
})

const conditions = ["@parkade/source"]
const slow = { testTimeout: 60_000, hookTimeout: 60_000 }
// Nothing in these keeps state, and importing effect anew for every file took four fifths of the time.
const pure = { isolate: false, testTimeout: 60_000 }

// Each project reads this file again, in this process: the first has drawn for all.
if (process.env["PARKADE_LONG"] === "1" && process.env["PARKADE_ROUND"] === undefined) {
  process.env["PARKADE_ROUND"] = `${randomInt(1_000_000)}`
  console.info(`Properties draw anew: PARKADE_ROUND=${process.env["PARKADE_ROUND"]} npm run test:long repeats this run`)
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: [...conditions, "node", "import"] } },
  test: {
    pool: "forks",
    setupFiles: [fileURLToPath(new URL("packages/testing/test/seeds.ts", import.meta.url))],
    projects: [
      project("packages/core", pure),
      project("packages/testing", pure),
      project("packages/postgres", slow),
      project("packages/http", slow),
      project("packages/standards", pure),
      project("packages/server", slow),
      project("examples/first-stay", slow),
      project("examples/promise", slow),
      project("examples/flat-garage", slow),
      project("examples/adapter-template", slow),
      project("examples/property-tests", slow),
      project("scripts", slow)
    ]
  }
})
