import { layerEmbedded } from "@parkade/postgres"
import { storageContract } from "@parkade/testing/contracts"
import { describe } from "vitest"
import { layerThrowAway, server } from "./Databases.ts"

storageContract("PGlite in memory", layerEmbedded(), { histories: 20 })

describe.skipIf(server === undefined)("on a server", () => {
  storageContract("PostgreSQL with ten connections", layerThrowAway(10), { histories: 40 })
})
