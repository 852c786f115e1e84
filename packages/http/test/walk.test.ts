import { Http, ParkadeClient } from "@parkade/http"
import { Api } from "@parkade/http/contract"
import { Memory } from "@parkade/testing/memory"
import { NodeHttpServer } from "@effect/platform-node"
import { LotDraft } from "@parkade/core/operations"
import { Clock, Effect, Layer, ManagedRuntime, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { FetchHttpClient, HttpRouter, HttpServer } from "effect/http"
import { HttpApiTest } from "effect/http-api"
import { createServer } from "node:http"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { caller, draft, ManualClock, open } from "./Garage.ts"

const decodeDraft = Schema.decodeUnknownSync(LotDraft)
const euros = (amount: number) => ({ amount, currency: "EUR" })

/** A stay of ninety minutes, as a program of the typed client. */
const stay = (parkade: ParkadeClient.ParkadeClient, clock: ManualClock) =>
  Effect.gen(function*() {
    const { id: lotId } = yield* parkade.parkingLots.create({ payload: decodeDraft(draft) })
    const ticket = yield* parkade.parkingLots.enter({
      params: { lotId },
      payload: { plate: "b-ab 123", vehicle: { kind: "car" } }
    })
    const occupied = yield* parkade.parkingLots.availability({ params: { lotId } })
    clock.passMinutes(90)
    const shut = yield* Effect.flip(parkade.parkingLots.exit({ params: { lotId }, payload: { ticket: ticket.number } }))
    const { due, until } = yield* parkade.tickets.quote({ params: { ref: ticket.number } })
    const { receipt } = yield* parkade.tickets.pay({ params: { ref: ticket.id }, payload: { method: "card", amount: due } })
    clock.passMinutes(5)
    const gone = yield* parkade.parkingLots.exit({ params: { lotId }, payload: { plate: "BAB123" } })
    const empty = yield* parkade.parkingLots.availability({ params: { lotId } })
    return { due, empty, gone, occupied, receipt, shut, ticket, until }
  })

const expectStay = ({ due, empty, gone, occupied, receipt, shut, ticket, until }: Effect.Success<ReturnType<typeof stay>>) => {
  expect(ticket).toMatchObject({ status: "parked", spot: { label: "A-1", zone: "Level 1" }, enteredAt: "2026-11-21T08:00:00+01:00", paid: euros(0) })
  expect(occupied).toMatchObject({ total: 3, free: 2 })
  expect(shut).toMatchObject({ _tag: "BalanceDue", due: euros(400), ticketId: ticket.id })
  expect(due).toEqual(euros(400))
  expect(until).toBe("2026-11-21T10:00:01+01:00")
  expect(receipt).toMatchObject({ amount: euros(400), method: "card", at: "2026-11-21T09:30:00+01:00", leaveBy: "2026-11-21T09:45:00+01:00" })
  expect(gone).toMatchObject({ status: "exited", exitedAt: "2026-11-21T09:35:00+01:00", paid: euros(400) })
  expect(empty).toMatchObject({ total: 3, free: 3 })
}

describe("a stay", () => {
  it("with the typed client over the web handler", async () => {
    const garage = open()
    expectStay(await Effect.runPromise(Effect.flatMap(garage.client, (parkade) => stay(parkade, garage.clock))))
    await garage.dispose()
  })

  it("with HttpApiTest, handlers alone", async () => {
    const clock = new ManualClock()
    const program = Effect.flatMap(HttpApiTest.groups(Api, ["parkingLots", "tickets", "health"]), (parkade) => stay(parkade, clock)).pipe(
      Effect.scoped,
      Effect.provide(Http.layerHandlers.pipe(
        Layer.provideMerge(HttpServer.layerServices),
        Layer.provide([Memory.layer, SecureRandom.layerWebCrypto])
      )),
      Effect.provideService(Clock.Clock, clock)
    )
    expectStay(await Effect.runPromise(program))
  })
})

describe("over a node server", () => {
  const clock = new ManualClock()
  const server = ManagedRuntime.make(
    HttpRouter.serve(Http.layer({ accessLog: false }), { disableLogger: true, disableListenLog: true }).pipe(
      Layer.provideMerge(NodeHttpServer.layer(createServer, { port: 0 })),
      Layer.provide([Memory.layer, SecureRandom.layerWebCrypto]),
      Layer.provide(Layer.succeed(Clock.Clock, clock))
    )
  )
  let baseUrl = ""
  beforeAll(async () => {
    const { address } = await server.runPromise(HttpServer.HttpServer)
    baseUrl = `http://127.0.0.1:${"port" in address ? address.port : 0}`
  })
  afterAll(() => server.dispose())

  it("with the typed client", async () => {
    const program = Effect.flatMap(ParkadeClient.make({ baseUrl }), (parkade) => stay(parkade, clock))
    clock.millis = new ManualClock().millis
    expectStay(await Effect.runPromise(program.pipe(Effect.provide(FetchHttpClient.layer))))
  })

  it("with nothing but fetch", async () => {
    clock.millis = new ManualClock().millis
    const call = caller((request) => fetch(request), baseUrl)
    const created = await call("POST", "/api/v1/parking-lots", draft)
    expect(created.status).toBe(201)
    const lot = `/api/v1/parking-lots/${created.json["id"]}`
    expect(created.headers.get("location")).toBe(lot)
    expect((await call("GET", lot)).json).toEqual(created.json)
    const entered = await call("POST", `${lot}/entry`, { plate: "B AB 123", vehicle: { kind: "electric-car" }, needs: ["ev"] })
    expect(entered.status).toBe(201)
    expect(entered.json["spot"]).toMatchObject({ label: "A-2", zone: "Level 1" })
    const ticket = `/api/v1/tickets/${entered.json["id"]}`
    expect(entered.headers.get("location")).toBe(ticket)
    clock.passMinutes(60.5)
    const quote = await call("GET", `/api/v1/tickets/${String(entered.json["number"]).toLowerCase().replaceAll("-", "")}/quote`)
    expect(quote.json).toMatchObject({
      due: euros(400),
      paid: euros(0),
      currency: "EUR",
      at: "2026-11-21T09:00:30+01:00",
      bill: { gross: 400, net: 336, lines: [{ quantity: "2", unitPrice: "2.00", gross: 400, from: "2026-11-21T08:00:00+01:00" }] }
    })
    expect((await call("POST", `${lot}/exit`, { ticket: entered.json["number"] })).status).toBe(402)
    const paid = await call("POST", `${ticket}/pay`, { method: "cash", amount: quote.json["due"] })
    expect(paid.json).toMatchObject({ ticket: { status: "paid" }, receipt: { method: "cash", ticket: entered.json["number"] } })
    const exited = await call("POST", `${lot}/exit`, { ticket: entered.json["number"] })
    expect(exited.json).toMatchObject({ status: "exited", exitedAt: "2026-11-21T09:00:30+01:00" })
    expect((await call("GET", ticket)).json).toEqual(exited.json)
  })

  it("a body over the limit is refused, and the server lives", async () => {
    const call = caller((request) => fetch(request), baseUrl)
    const answer = await call("POST", "/api/v1/tickets/K7QX-9M2P-4RTD/pay", { method: "x".repeat(1_000_000) })
    expect([answer.status, answer.headers.get("content-type")]).toEqual([413, "application/problem+json"])
    expect((await call("GET", "/health/ready")).json).toEqual({ status: "ok" })
  })
})
