import { defineConfig } from "vitest/config"

const conditions = ["@parkade/source"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: [...conditions, "node", "import"] } },
  test: { include: ["*.test.ts"] }
})
