/** `parkade` on a PostgreSQL server: several processes on one database. */
import { describe, expect, it } from "vitest"
import { ask, enter, linesToTry, openLot, walk } from "./Garage.ts"
import { createDatabase, findPostgres, parkade, serve } from "./Programs.ts"

const found = await findPostgres()
const upToDate = { code: 0, stdout: "the PostgreSQL server of DATABASE_URL is up to date\n", stderr: "" }

describe.skipIf(found === undefined)("on a server's database", () => {
  const database = { url: "" }
  const start = () => serve({ DATABASE_URL: database.url })
  const servers: Array<Awaited<ReturnType<typeof serve>>> = []

  it("migrates an empty database once, however many try at the same time, and again", async () => {
    database.url = await createDatabase()
    const migrate = () => parkade(["migrate"], { DATABASE_URL: database.url }).ended
    expect(await Promise.all([migrate(), migrate(), migrate()])).toEqual([upToDate, upToDate, upToDate])
    expect(await migrate()).toEqual(upToDate)
  })

  it("opens no demo lot there, and says how to open one", async () => {
    const first = await start()
    servers.push(first)
    expect(first.said).toContain(`  data     the PostgreSQL server of DATABASE_URL\n  lot      none yet: POST one to ${first.url}/api/v1/parking-lots\n`)
    expect(first.said).not.toContain(database.url)
    await openLot(first.url, 140)
  })

  it("keeps its word: the lines to try lead from the entry to the exit", async () => {
    const second = await start()
    servers.push(second)
    expect(second.said).toContain("  lot      Opernplatz, 140 of 140 spots free\n")
    await walk(linesToTry(second.said), 140)
  })

  it("gives 140 spots to exactly 140 of 300 cars that come to two servers at once", async () => {
    const path = /\/api\/v1\/parking-lots\/\S+$/m.exec(servers[1]?.said ?? "")?.[0]
    const lots = servers.map(({ url }) => `${url}${path}`)
    const answers = await Promise.all(Array.from({ length: 300 }, (_, n) => enter(lots[n % 2] ?? "", `RACE ${n}`)))
    const winners = answers.filter(({ status }) => status === 201)
    expect(winners).toHaveLength(140)
    expect(new Set(winners.map(({ json }) => json["spot"]?.["id"])).size).toBe(140)
    expect(new Set(winners.map(({ json }) => json["number"])).size).toBe(140)
    const losers = answers.filter(({ status }) => status !== 201).map(({ json, status }) => `${status} ${json["type"]}`)
    expect(losers).toEqual(Array.from({ length: 160 }, () => "409 /problems/lot-full"))
    for (const lot of lots) expect(await ask(`${lot}/availability`)).toMatchObject({ json: { total: 140, free: 0 } })
  })

  it("ends both with exit code 0", async () => {
    for (const ended of await Promise.all(servers.map(({ stop }) => stop("SIGTERM")))) expect(ended).toMatchObject({ code: 0, stderr: "" })
  })
})
