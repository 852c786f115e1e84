import { refusals } from "@parkade/http"
import { Problems } from "@parkade/http/contract"
import { StorageUnavailable } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import { HttpServerRespondable } from "effect/http"
import { describe, expect, it } from "vitest"
import { type Answer, broken, draft, open } from "./Garage.ts"

type Garage = ReturnType<typeof open>

/** A lot with a car in it that has been there for an hour and a half. */
const parked = async (garage: Garage) => {
  const lot = await garage.openLot()
  const ticket = (await garage.enter(lot["id"], "B-AB 123")).json
  garage.clock.passMinutes(90)
  return { lot, ticket, pay: `/api/v1/tickets/${ticket["id"]}/pay`, exit: `/api/v1/parking-lots/${lot["id"]}/exit` }
}

const nowhere = "0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a70"
const lots = "/api/v1/parking-lots"
const euros = (amount: number) => ({ amount, currency: "EUR" })
const busy = () => Effect.fail(new StorageUnavailable({ reason: "busy" }))

interface Case {
  readonly name: string
  readonly status: number
  readonly problem: keyof typeof Problems.declared
  readonly members?: object
  readonly garage?: Parameters<typeof broken>[0]
  readonly ask: (garage: Garage) => Promise<Answer>
}

const cases: ReadonlyArray<Case> = [
  { name: "no such lot", status: 404, problem: "LotNotFound", members: { lotId: nowhere }, ask: ({ call }) => call("GET", `${lots}/${nowhere}`) },
  { name: "availability of no lot", status: 404, problem: "LotNotFound", members: { lotId: nowhere }, ask: ({ call }) => call("GET", `${lots}/${nowhere}/availability`) },
  { name: "entry into no lot", status: 404, problem: "LotNotFound", members: { lotId: nowhere }, ask: ({ enter }) => enter(nowhere, "B1") },
  { name: "no such ticket", status: 404, problem: "TicketNotFound", ask: ({ call }) => call("GET", `/api/v1/tickets/${nowhere}`) },
  {
    name: "exit of a plate that is not in",
    status: 404,
    problem: "TicketNotFound",
    ask: async ({ call, openLot }) => call("POST", `${lots}/${(await openLot())["id"]}/exit`, { plate: "B-AB 123" })
  },
  {
    name: "exit at the gate of another lot",
    status: 404,
    problem: "TicketNotFound",
    ask: async (garage) => {
      const { pay, ticket } = await parked(garage)
      await garage.call("POST", pay, { method: "card" })
      return garage.call("POST", `${lots}/${(await garage.openLot())["id"]}/exit`, { ticket: ticket["number"] })
    }
  },
  {
    name: "full",
    status: 409,
    problem: "LotFull",
    ask: async ({ enter, openLot }) => {
      const { id } = await openLot({ zones: [{ name: "a", spots: [{ label: "1", size: "medium" }] }] })
      await enter(id, "B1")
      return enter(id, "B2")
    }
  },
  {
    name: "nothing fits a bus",
    status: 409,
    problem: "NothingFits",
    members: { free: 3 },
    ask: async ({ enter, openLot }) => enter((await openLot())["id"], "B1", { kind: "bus" })
  },
  {
    name: "parked already",
    status: 409,
    problem: "AlreadyParked",
    ask: async (garage) => {
      const { lot, ticket } = await parked(garage)
      const answer = await garage.enter(lot["id"], "bab123")
      expect(answer.json["ticket"]).toEqual({ id: ticket["id"], number: ticket["number"] })
      return answer
    }
  },
  {
    name: "another amount",
    status: 409,
    problem: "AmountDiffers",
    members: { due: euros(400), agreed: euros(200) },
    ask: async (garage) => garage.call("POST", (await parked(garage)).pay, { method: "card", amount: euros(200) })
  },
  {
    name: "paid already",
    status: 409,
    problem: "NothingDue",
    ask: async (garage) => {
      const { pay } = await parked(garage)
      await garage.call("POST", pay, { method: "card" })
      return garage.call("POST", pay, { method: "card" })
    }
  },
  {
    name: "exit unpaid",
    status: 402,
    problem: "BalanceDue",
    members: { due: euros(400), detail: "4.00 EUR is to be paid before the exit" },
    ask: async (garage) => {
      const { exit, ticket } = await parked(garage)
      return garage.call("POST", exit, { ticket: ticket["number"] })
    }
  },
  {
    name: "exited already",
    status: 409,
    problem: "AlreadyExited",
    members: { exitedAt: "2026-11-21T08:30:00Z" },
    ask: async (garage) => {
      const { exit, pay, ticket } = await parked(garage)
      await garage.call("POST", pay, { method: "card" })
      await garage.call("POST", exit, { ticket: ticket["number"] })
      return garage.call("POST", exit, { ticket: ticket["number"] })
    }
  },
  {
    name: "a price beyond the integers",
    status: 409,
    problem: "AmountTooLarge",
    members: { currency: "EUR" },
    ask: async (garage) => {
      const rate = { type: "hourly", price: "999999999999999999", count: "started" }
      const { id } = await garage.openLot({ tariff: { ...draft.tariff, rate } })
      const ticket = (await garage.enter(id, "B1")).json
      garage.clock.passMinutes(1)
      return garage.call("GET", `/api/v1/tickets/${ticket["id"]}/quote`)
    }
  },
  {
    name: "storage busy",
    status: 503,
    problem: "StorageUnavailable",
    members: { reason: "busy" },
    garage: { lots: (ports) => ({ ...ports, list: busy }) },
    ask: ({ call }) => call("GET", lots)
  },
  {
    name: "not ready",
    status: 503,
    problem: "StorageUnavailable",
    garage: { lots: (ports) => ({ ...ports, list: busy }) },
    ask: ({ call }) => call("GET", "/health/ready")
  },
  {
    name: "storage busy at the entry",
    status: 503,
    problem: "StorageUnavailable",
    garage: { tickets: (ports) => ({ ...ports, admit: busy }) },
    ask: async ({ enter, openLot }) => enter((await openLot())["id"], "B1")
  },
  {
    name: "a defect",
    status: 500,
    problem: "InternalError",
    garage: { tickets: (ports) => ({ ...ports, find: () => Effect.die(new Error("password=secret at db:5432")) }) },
    ask: ({ call }) => call("GET", `/api/v1/tickets/${nowhere}`)
  },
  { name: "nothing there", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", "/api/v2/parking-lots") },
  { name: "no such problem page", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", "/problems/nope") },
  { name: "a path that is no UTF-8", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", "/api/v1/tickets/%E0%A4%A") },
  { name: "a path parameter of 10 kB", status: 404, problem: "NotFound", ask: ({ call }) => call("GET", `/api/v1/tickets/${"a".repeat(10_000)}`) },
  {
    name: "wrong method",
    status: 405,
    problem: "MethodNotAllowed",
    members: { allow: ["POST", "GET", "HEAD"] },
    ask: ({ call }) => call("DELETE", lots)
  },
  { name: "not JSON", status: 400, problem: "MalformedBody", ask: ({ call }) => call("POST", lots, `{"name":`) },
  { name: "an empty body", status: 400, problem: "MalformedBody", ask: ({ call }) => call("POST", lots, "") },
  { name: "no body", status: 400, problem: "MalformedBody", ask: ({ call }) => call("POST", `${lots}/${nowhere}/entry`) },
  { name: "not JSON's media type", status: 415, problem: "UnsupportedMediaType", ask: ({ call }) => call("POST", lots, "<lot/>", { "content-type": "text/xml" }) },
  { name: "a plate of 1 MB", status: 413, problem: "BodyTooLarge", ask: ({ enter }) => enter(nowhere, "B".repeat(1_000_000)) },
  { name: "a lot of 9 MB", status: 413, problem: "BodyTooLarge", ask: ({ openLot, call }) => openLot().then(() => call("POST", lots, " ".repeat(9 * 1_048_576))) },
  {
    name: "not a plate",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body.plate", message: `"***" is not a plate: holds a character that plates do not have` }] },
    ask: ({ enter }) => enter(nowhere, "***")
  },
  {
    name: "a kind of one's own without a size",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body.vehicle.size", message: expect.stringContaining(`"camper" is not a standard vehicle kind`) }] },
    ask: ({ enter }) => enter(nowhere, "B1", { kind: "camper" })
  },
  {
    name: "a number mistyped",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "path.ref", message: expect.stringContaining("check character") }] },
    ask: ({ call }) => call("GET", "/api/v1/tickets/K7QX-9M2P-4RTX/quote")
  },
  {
    name: "a number mistyped at the exit",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body.ticket", message: expect.stringContaining("check character") }] },
    ask: ({ call }) => call("POST", `${lots}/${nowhere}/exit`, { ticket: "K7QX-9M2P-4RTX" })
  },
  {
    name: "both a ticket and a plate",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "body", message: "expected either `ticket` or `plate`" }] },
    ask: ({ call }) => call("POST", `${lots}/${nowhere}/exit`, { ticket: "K7QX-9M2P-4RTD", plate: "B1" })
  },
  {
    name: "many faults at once",
    status: 422,
    problem: "InvalidRequest",
    members: {
      errors: [
        { path: "body.plate", message: "Expected a string" },
        { path: "body.vehicle.colour", message: "Unknown field" },
        { path: "body.vehicle.kind", message: "Missing" },
        { path: "body.vehicle.size", message: `Expected one of "small", "medium", "large", "extra-large"` }
      ]
    },
    ask: ({ call }) => call("POST", `${lots}/${nowhere}/entry`, { plate: 7, vehicle: { size: "huge", colour: "red" } })
  },
  {
    name: "a lot with several faults",
    status: 422,
    problem: "InvalidRequest",
    members: {
      errors: [
        { path: "body.owner", message: "Unknown field" },
        { path: "body.timeZone", message: "Expected an IANA time zone such as Europe/Berlin" },
        { path: "body.tariff.rate", message: `Expected one of an object of type "flat", an object of type "hourly"` },
        { path: "body.zones.0.spots.1.size", message: "Missing" }
      ]
    },
    ask: ({ call }) =>
      call("POST", lots, {
        ...draft,
        owner: "me",
        timeZone: "Mars/Olympus",
        tariff: { ...draft.tariff, rate: { type: "auction" } },
        zones: [{ name: "a", spots: [{ label: "1", size: "small" }, { label: "2" }] }]
      })
  },
  {
    name: "no lot id",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "path.lotId", message: "Expected a UUID" }] },
    ask: ({ call }) => call("GET", `${lots}/opernplatz`)
  },
  {
    name: "a page too large",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "query.limit", message: "Expected a value between 1 and 200" }] },
    ask: ({ call }) => call("GET", `${lots}?limit=1000`)
  },
  {
    name: "a cursor of one's own",
    status: 422,
    problem: "InvalidRequest",
    members: { errors: [{ path: "query.cursor", message: expect.stringContaining("`next`") }] },
    ask: ({ call }) => call("GET", `${lots}?cursor=abc`)
  }
]

describe("every error is a problem", () => {
  it.each(cases)("$status $problem: $name", async ({ ask, garage: change, members = {}, problem, status }) => {
    const garage = open(change === undefined ? {} : { ports: broken(change) })
    const answer = await ask(garage)
    const { title, type } = Problems.declared[problem]
    expect(answer.status).toBe(status)
    expect(answer.headers.get("content-type")).toBe("application/problem+json")
    expect(answer.json).toMatchObject({ type, title, status, instance: answer.headers.get("x-request-id"), ...members })
    expect(answer.headers.get("retry-after")).toBe(status === 503 ? "1" : null)
    expect(answer.headers.get("allow")).toBe(status === 405 ? "POST, GET, HEAD" : null)
    expect(answer.text).not.toMatch(/secret|at .*\.ts|node_modules/)
    expect((await garage.call("GET", type)).json).toMatchObject({ type, title, status })
    await garage.dispose()
  })

  it("what no request can provoke is a problem too: a clock that ran backwards", async () => {
    const at = Instant.Instant.make(0)
    const refusal = new Ticket.OutOfOrder({ id: Ticket.TicketId.make(nowhere), at, notBefore: Instant.Instant.make(1_000) })
    const response = await Effect.runPromise(HttpServerRespondable.toResponse(refusals.OutOfOrder(refusal, "r1")))
    expect([response.status, response.headers["content-type"]]).toEqual([409, "application/problem+json"])
    expect(refusals.OutOfOrder(refusal, "r1")).toMatchObject({ at: "1970-01-01T00:00:00Z", notBefore: "1970-01-01T00:00:01Z" })
  })

  it("no problem is declared that was not met here", () => {
    const met = new Set<string>([...cases.map(({ problem }) => problem), "OutOfOrder"])
    expect([...met].sort()).toEqual(Object.keys(Problems.declared).sort())
  })

  it("storage that falters after the payment does not hide it", async () => {
    let reads = 0
    const ports = broken({ lots: (real) => ({ ...real, layout: (id) => (++reads > 1 ? busy() : real.layout(id)) }) })
    const garage = open({ ports })
    const { pay, lot } = await parked(garage)
    garage.clock.passMinutes(2)
    expect(lot["id"]).toBeDefined()
    const answer = await garage.call("POST", pay, { method: "card" })
    expect(answer.json).toMatchObject({ ticket: { status: "paid", paid: euros(400) }, receipt: { amount: euros(400) } })
    expect(reads).toBe(2)
    await garage.dispose()
  })

  it("the log has the cause of a defect, under the request's id", async () => {
    const ports = broken({ tickets: (real) => ({ ...real, find: () => Effect.die(new Error("password=secret")) }) })
    const garage = open({ ports })
    await garage.call("GET", `/api/v1/tickets/${nowhere}`, undefined, { "x-request-id": "req-42" })
    expect(garage.logged).toEqual([expect.objectContaining({ level: "Error", requestId: "req-42", message: "request failed", cause: expect.stringContaining("secret") })])
    await garage.dispose()
  })
})
