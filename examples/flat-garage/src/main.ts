/** The flat garage's own HTTP contract, in front of Parkade's use-cases and storage. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { type Lot, Vehicle } from "@parkade/core/lot"
import { admit, createLot, payOnExit } from "@parkade/core/operations"
import { Lots, Reports, type TicketRef, Tickets } from "@parkade/core/ports"
import { type Ticket, TicketNumber } from "@parkade/core/ticket"
import { Calendar, Instant } from "@parkade/core/time"
import { layerEmbedded, layerServer } from "@parkade/postgres"
import { Clock, Config, Console, Data, Effect, Layer, Option, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { HttpRouter, HttpServerResponse } from "effect/http"
import { createServer } from "node:http"
import { garage, hourlyRate } from "./garage.ts"

const json = HttpServerResponse.jsonUnsafe

/** The one lot of this database that is ours; opened the first time. */
const findGarage = Effect.gen(function*() {
  const known = (yield* (yield* Lots).list({ limit: 100 })).find(({ name }) => name === garage.name)
  return known ?? (yield* createLot(garage)).lot
})

const minutes = (millis: number) => Math.ceil(millis / 60_000)

/** A ticket as this system always showed it: cents, nulls until known. */
const shown = (ticket: Ticket.Ticket) => {
  const left = ticket._tag === "Exited" ? ticket.exitedAt : undefined
  return {
    id: ticket.id,
    ticketNumber: `PS-${ticket.number}`,
    licensePlate: ticket.vehicle.plateAsGiven,
    vehicleType: ticket.vehicle.kind,
    entryTime: Instant.toIso(ticket.enteredAt),
    exitTime: left === undefined ? null : Instant.toIso(left),
    durationMinutes: left === undefined ? null : minutes(Math.max(left - ticket.enteredAt, 1)),
    amountPaid: left === undefined ? null : ticket.payments.reduce((sum, { amount }) => sum + amount.amount, 0),
    status: left === undefined ? "active" : "completed",
    paymentMethod: ticket.payments.at(-1)?.method ?? null
  }
}

const activity = (ticket: Ticket.Ticket) => {
  const { amountPaid, paymentMethod: _, vehicleType: __, ...rest } = shown(ticket)
  return { ...rest, amount: amountPaid }
}

const stats = Effect.fn(function*(lot: Lot.Lot) {
  const at = Instant.Instant.make(yield* Clock.currentTimeMillis)
  const today = { from: Instant.Instant.make(Calendar.startOfDay(lot.timeZone, at)), to: Instant.Instant.make(at + 1) }
  const { free, total } = yield* (yield* Lots).availability(lot.id)
  const { exited, meanStayMillis, revenue } = yield* (yield* Reports).activity(lot.id, today)
  const percentage = (spaces: number) => Math.round((spaces / total) * 1_000) / 10
  return {
    totalSpaces: total,
    occupiedSpaces: total - free,
    availableSpaces: free,
    occupiedSpacesPercentage: percentage(total - free),
    availableSpacesPercentage: percentage(free),
    hourlyRate,
    todaysRevenue: revenue.reduce((sum, { amount }) => sum + amount, 0) / 100,
    vehiclesProcessedToday: exited,
    averageStayTime: Math.round(meanStayMillis / 360_000) / 10
  }
})

const Entry = Schema.Struct({ body: Schema.Struct({ licensePlate: Schema.String, vehicleType: Vehicle.VehicleKind }) })
const Exit = Schema.Struct({
  pathParams: Schema.Struct({ number: Schema.String }),
  body: Schema.Struct({ paymentMethod: Schema.String.pipe(Schema.check(Schema.isBetweenLength(1, 40))) })
})
const ByNumber = Schema.Struct({ number: Schema.String })
const Limit = Schema.Struct({
  limit: Schema.optionalKey(Schema.NumberFromString.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))))
})

class NoSuchTicket extends Data.TaggedError("NoSuchTicket")<{ readonly message: string }> {}

/** The number after "PS-", however it was typed; one that was mistyped is no ticket's. */
const ref = (typed: string): Effect.Effect<TicketRef, NoSuchTicket> => {
  const number = TicketNumber.parse(typed.replace(/^PS-/i, ""))
  return number === undefined ? new NoSuchTicket({ message: "there is no such ticket" }) : Effect.succeed({ number })
}

/** This contract knows three refusals: not found, try again, and everything the client got wrong. */
const route = <E extends { readonly _tag: string; readonly message: string }, R>(
  method: "GET" | "POST" | "PUT",
  path: `/api/${string}`,
  answer: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
) =>
  HttpRouter.route(method, path, Effect.catch(answer, ({ _tag, message }) => {
    const status = _tag === "TicketNotFound" || _tag === "NoSuchTicket" ? 404 : _tag === "StorageUnavailable" ? 503 : 400
    return Effect.succeed(json({ message }, { status }))
  }))

const routes = Effect.map(findGarage, (lot) => [
  HttpRouter.route("GET", "/api/status", json({ status: "ok" })),
  route("GET", "/api/garage/stats", Effect.map(stats(lot), (figures) => json(figures))),
  route("POST", "/api/tickets", Effect.gen(function*() {
    const { body } = yield* HttpRouter.schemaJson(Entry)
    const vehicle = yield* Effect.fromResult(Vehicle.make({ plate: body.licensePlate, kind: body.vehicleType, size: "medium" }))
    return json(shown(yield* admit({ lotId: lot.id, vehicle })), { status: 201 })
  })),
  route("GET", "/api/tickets/:number", Effect.gen(function*() {
    const { number } = yield* HttpRouter.schemaPathParams(ByNumber)
    return json(shown(yield* (yield* Tickets).find(yield* ref(number))))
  })),
  route("PUT", "/api/tickets/:number/exit", Effect.gen(function*() {
    const { body, pathParams } = yield* HttpRouter.schemaJson(Exit)
    return json(shown(yield* payOnExit({ ticket: yield* ref(pathParams.number), method: body.paymentMethod })))
  })),
  route("GET", "/api/activities", Effect.gen(function*() {
    const { limit = 10 } = yield* HttpRouter.schemaParams(Limit)
    return json((yield* (yield* Reports).recent(lot.id, limit)).map(activity))
  }))
])

const storage = Layer.unwrap(Effect.gen(function*() {
  const url = yield* Config.option(Config.Redacted("DATABASE_URL"))
  return Option.isSome(url) ? layerServer({ url: url.value }) : layerEmbedded({ dataDir: yield* Config.String("DATA_DIR").pipe(Config.withDefault(".parkade/flat-garage")) })
}))

const server = Layer.unwrap(Effect.gen(function*() {
  const port = yield* Config.Port("PORT").pipe(Config.withDefault(5001))
  yield* Console.log(`The flat garage opens on http://127.0.0.1:${port}/api/status`)
  return NodeHttpServer.layer(createServer, { port })
}))

HttpRouter.serve(HttpRouter.addAll(routes), { disableLogger: true }).pipe(
  HttpRouter.provideRequest(storage),
  Layer.provide([storage, SecureRandom.layerWebCrypto, server]),
  Layer.launch,
  NodeRuntime.runMain
)
