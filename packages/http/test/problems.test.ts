import { refusals } from "@parkade/http"
import { Problems } from "@parkade/http/contract"
import { Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import { HttpServerRespondable } from "effect/http"
import { describe, expect, it } from "vitest"
import { faults } from "./faults.ts"
import { broken, open } from "./Garage.ts"
import { busy, euros, nowhere, parked, refusals as refused } from "./refusals.ts"

const cases = [...refused, ...faults]

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
