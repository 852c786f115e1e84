/** `parkade serve` on its embedded database: one folder, through three processes. */
import { once } from "node:events"
import { existsSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { begin, closed } from "./Drain.ts"
import { ask, enter, linesToTry, openLot, walk } from "./Garage.ts"
import { folder, parkade, serve } from "./Programs.ts"

const dataDir = join(folder, "data")
const start = () => serve({ DATA_DIR: "data" })

describe("a server on a folder of its own", () => {
  let server: Awaited<ReturnType<typeof start>>
  /** A lot with room for a storm. */
  let lot = ""
  /** Ticket numbers the server acknowledged, with all it said about each. */
  const acknowledged = new Map<string, unknown>()
  /** The path of our lot on a server with another port. */
  const here = () => `${server.url}${new URL(lot).pathname}`

  const found = async (numbers: ReadonlyArray<string>): Promise<ReadonlyArray<readonly [string, unknown]>> => {
    const answers = await Promise.all(numbers.map((number) => ask(`${server.url}/api/v1/tickets/${number}`)))
    return answers.map(({ json }, index) => [numbers[index] ?? "", json])
  }

  it("says where it is, what is there and what to try", async () => {
    server = await start()
    const lotUrl = /^ +(http\S+)$/m.exec(server.said)?.[1] ?? "no lot"
    const { url } = server
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(lotUrl).toMatch(/\/api\/v1\/parking-lots\/[\da-f-]{36}$/)
    expect(server.said.replace(/\(\d+\.\d s\)/, "(N s)")).toBe([
      "Opening the embedded database in data ...",
      `Parkade is ready: ${url}  (N s)`,
      "",
      `  docs     ${url}/docs`,
      "  data     the embedded database in data",
      "  lot      Demo Garage, 38 of 38 spots free",
      `           ${lotUrl}`,
      "",
      "Try this:",
      `  curl -s ${lotUrl}/availability`,
      `  curl -s ${lotUrl}/entry -H 'content-type: application/json' -d '{"plate":"B-AB 123","vehicle":{"kind":"car"}}'`,
      `  curl -s ${url}/api/v1/tickets/NUMBER/quote`,
      `  curl -s ${url}/api/v1/tickets/NUMBER/pay -H 'content-type: application/json' -d '{"method":"card"}'`,
      `  curl -s ${lotUrl}/exit -H 'content-type: application/json' -d '{"ticket":"NUMBER"}'`,
      "",
      ""
    ].join("\n"))
  })

  it("keeps its word: the lines to try lead from the entry to the exit", () => walk(linesToTry(server.said), 38))

  it.each([
    ["/docs", /<html|<!doctype html/i],
    ["/openapi.json", /"openapi":\s*"3\.1\.\d"/],
    ["/metrics", /^# TYPE /m],
    ["/health/live", /^\{"status":"ok"\}$/],
    ["/health/ready", /^\{"status":"ok"\}$/]
  ])("serves %s", async (path, content) => {
    const { status, text } = await ask(`${server.url}${path}`)
    expect({ status, text }).toEqual({ status: 200, text: expect.stringMatching(content) })
  })

  it("keeps a second server out of its folder, and goes on", async () => {
    const second = await parkade(["serve"], { PORT: "0", DATA_DIR: dataDir }).ended
    expect(second.code).toBe(1)
    expect(second.stderr).toBe(
      `parkade: ${dataDir} is in use by process ${server.pid}: an embedded database serves one process at a time; stop that process, or choose another DATA_DIR\n`
    )
    expect(await ask(`${server.url}/health/ready`)).toMatchObject({ status: 200 })
  })

  it("answers all that is under way at a SIGTERM, and ends with exit code 0 within 10 seconds", async () => {
    lot = await openLot(server.url, 400)
    const car = (n: number) => ({ plate: `SLOW ${n}`, vehicle: { kind: "car" } })
    const slow = await Promise.all(Array.from({ length: 40 }, (_, n) => begin(`${lot}/entry`, car(n))))
    const since = performance.now()
    const ended = server.stop("SIGTERM")
    await closed(server.url)
    const answers = await Promise.all(slow.map(({ finish }) => finish()))
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 201, complete: true, json: { status: "parked" } })
      acknowledged.set(`${answer.json["number"]}`, answer.json)
    }
    expect(acknowledged.size).toBe(40)
    expect(await ended).toMatchObject({ code: 0, stderr: "" })
    expect(performance.now() - since).toBeLessThan(10_000)
  })

  it("has everything after a restart", async () => {
    server = await start()
    expect(server.said).toContain("  lot      Demo Garage, 38 of 38 spots free\n")
    expect(await found([...acknowledged.keys()])).toEqual([...acknowledged])
    expect(await ask(`${here()}/availability`)).toMatchObject({ json: { total: 400, free: 360 } })
  })

  it("is killed in the midst of a storm of entries", async () => {
    const before = acknowledged.size
    const storm = Array.from({ length: 300 }, async (_, n) => {
      const { json, status } = await enter(here(), `STORM ${n}`)
      if (status !== 201) throw new Error(`refused with ${status}`)
      acknowledged.set(`${json["number"]}`, json)
      if (acknowledged.size === before + 60) await server.stop("SIGKILL")
    })
    const outcomes = await Promise.allSettled(storm)
    expect(await server.stop("SIGKILL")).toMatchObject({ code: null })
    expect(acknowledged.size).toBeGreaterThanOrEqual(before + 60)
    expect(outcomes.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0)
  })

  it("has every ticket that it acknowledged, on a spot of its own", async () => {
    server = await start()
    expect(await found([...acknowledged.keys()])).toEqual([...acknowledged])
    const spots = [...acknowledged.values()].map((ticket) => (ticket as { readonly spot: { readonly id: string } }).spot.id)
    expect(new Set(spots).size).toBe(acknowledged.size)
    const { json } = await ask(`${here()}/availability`)
    const free = Number(json["free"])
    // What was stored when the kill came may not have been answered.
    expect(free).toBeLessThanOrEqual(400 - acknowledged.size)
    expect(free).toBeGreaterThan(400 - 340)
    expect(await enter(here(), "STORM AFTER")).toMatchObject({ status: 201 })
    expect(await server.stop("SIGTERM")).toMatchObject({ code: 0, stderr: "" })
  })

  it.each([
    ["a port that is taken", "127.0.0.1", /^parkade: port (\d+) is taken; choose another with PORT, or PORT=0 for a free one\n$/],
    ["a host that is not ours", "192.0.2.1", /^parkade: cannot listen on 192\.0\.2\.1, port (\d+): .*EADDRNOTAVAIL.*; choose another HOST or PORT\n$/]
  ])("names %s in one line, and leaves the folder to the next", async (_, host, line) => {
    const other = createServer().listen(0, "127.0.0.1")
    await once(other, "listening")
    const address = other.address()
    const port = typeof address === "object" ? `${address?.port}` : ""
    const { code, stderr } = await parkade(["serve"], { DATA_DIR: "data", HOST: host, PORT: port }).ended
    other.close()
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(line) })
    expect(line.exec(stderr)?.[1]).toBe(port)
    expect(existsSync(join(dataDir, "lock"))).toBe(false)
  })
})
