import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { broken, open } from "./Garage.ts"

const lots = "/api/v1/parking-lots"

describe("request ids", () => {
  it.each(["r1", "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a70", "Root=1-67891233:abc", "a".repeat(128)])("%s is kept", async (id) => {
    const garage = open()
    const answer = await garage.call("GET", "/nope", undefined, { "x-request-id": id })
    expect([answer.headers.get("x-request-id"), answer.json["instance"]]).toEqual([id, id])
    await garage.dispose()
  })

  it.each(["", " ", "a b", "a\tb", "<script>", "a\"b", "{}", "-x", "a".repeat(129), "ä"])("%j is replaced", async (id) => {
    const garage = open()
    const answer = await garage.call("GET", lots, undefined, { "x-request-id": id })
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}\.[0-9a-z]+$/)
    await garage.dispose()
  })

  it("each request has its own", async () => {
    const garage = open()
    const answers = await Promise.all(Array.from({ length: 10 }, () => garage.call("GET", "/health/live")))
    expect(new Set(answers.map(({ headers }) => headers.get("x-request-id"))).size).toBe(10)
    await garage.dispose()
  })
})

describe("a caller who hangs up", () => {
  it("stops the work, and is no defect", async () => {
    let stopped = false
    const list = () => Effect.onInterrupt(Effect.never, () => Effect.sync(() => { stopped = true }))
    const garage = open({ ports: broken({ lots: (real) => ({ ...real, list }) }), accessLog: true })
    const hangUp = new AbortController()
    setTimeout(() => hangUp.abort(), 50)
    const response = await garage.fetch(new Request(`http://garage${lots}`, { signal: hangUp.signal }))
    expect([response.status, stopped, garage.logged]).toEqual([499, true, []])
    await garage.dispose()
  })
})

describe("methods", () => {
  it("HEAD is GET without a body", async () => {
    const garage = open()
    const answer = await garage.call("HEAD", lots)
    expect([answer.status, answer.text, answer.headers.get("content-type")]).toEqual([200, "", "application/json"])
    await garage.dispose()
  })

  it("OPTIONS tells what a path allows", async () => {
    const garage = open()
    const { headers, status } = await garage.call("OPTIONS", `${lots}/0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a70/entry`)
    expect([status, headers.get("allow")]).toEqual([204, "POST, OPTIONS"])
    expect((await garage.call("OPTIONS", "/nope")).status).toBe(404)
    await garage.dispose()
  })
})

describe("metrics", () => {
  it("say what happened", async () => {
    const garage = open()
    const { id } = await garage.openLot()
    const { json: ticket } = await garage.enter(id, "B1")
    await garage.enter(id, "B1")
    await garage.enter(id, "***")
    await garage.enter(id, "B2")
    garage.clock.passMinutes(10)
    await garage.call("POST", `/api/v1/tickets/${ticket["id"]}/pay`, { method: "card" })
    await garage.call("POST", `${lots}/${id}/exit`, { ticket: ticket["number"] })
    await garage.call("GET", "/nope")
    const { headers, text } = await garage.call("GET", "/metrics")
    expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/)
    const lines = text.split("\n")
    for (const line of [
      `http_requests_total{method="POST",route="/api/v1/parking-lots/:lotId/entry",status="2xx"} 2`,
      `http_requests_total{method="POST",route="/api/v1/parking-lots/:lotId/entry",status="4xx"} 2`,
      `http_requests_total{method="GET",route="unmatched",status="4xx"} 1`,
      `http_request_duration_seconds_count{method="POST",route="/api/v1/parking-lots/:lotId/exit"} 1`,
      "parkade_tickets_admitted_total 2",
      "parkade_tickets_exited_total 1",
      "parkade_payments_total 1",
      `parkade_refusals_total{reason="AlreadyParked"} 1`,
      `parkade_refusals_total{reason="NotAPlate"} 1`,
      `parkade_refusals_total{reason="NotFound"} 1`
    ]) expect(lines).toContain(line)
    expect(text).not.toContain(String(id))
    await garage.dispose()
  })
})

describe("the access log", () => {
  it("has a line per request, at the level its outcome deserves", async () => {
    const garage = open({ accessLog: true })
    await garage.call("GET", `${lots}?limit=3`, undefined, { "x-request-id": "r1" })
    await garage.call("GET", "/nope", undefined, { "x-request-id": "r2" })
    expect(garage.logged).toEqual([
      { message: "request", level: "Info", requestId: "r1", method: "GET", route: lots, status: 200, millis: 0 },
      { message: "request", level: "Info", requestId: "r2", method: "GET", route: "unmatched", status: 404, millis: 0 }
    ])
    await garage.dispose()
  })

  it("is silent when it is off", async () => {
    const garage = open({ accessLog: false })
    await garage.call("GET", lots)
    expect(garage.logged).toEqual([])
    await garage.dispose()
  })
})

describe("pages", () => {
  it("/ links to what there is", async () => {
    const garage = open()
    const { json } = await garage.call("GET", "/")
    const links = Object.values(json["links"] ?? {}).map(String)
    expect(links).toHaveLength(7)
    for (const link of links) expect([link, (await garage.call("GET", link)).status]).toEqual([link, 200])
    await garage.dispose()
  })

  it("/docs needs no network", async () => {
    const garage = open()
    const { headers, text } = await garage.call("GET", "/docs")
    expect(headers.get("content-type")).toMatch(/^text\/html/)
    expect(text).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=["']https?:/)
    expect(text).toContain("createParkingLot")
    await garage.dispose()
  })
})
