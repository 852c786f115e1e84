/** The stories of docs/scope.md and docs/reliability.md, told once on each database. */
import { layerEmbedded } from "@parkade/postgres"
import { storiesContract } from "@parkade/testing/contracts"
import { describe } from "vitest"
import { layerThrowAway, server } from "./Databases.ts"

storiesContract("Stories on PGlite in memory", layerEmbedded())

describe.skipIf(server === undefined)("on a server", () => {
  storiesContract("Stories by the facade on PostgreSQL with ten connections", layerThrowAway(10), { by: "facade" })
})
