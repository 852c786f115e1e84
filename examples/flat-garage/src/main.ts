/** The flat garage's own HTTP contract, in front of Parkade's use-cases and storage. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { type Lot, Vehicle } from "@parkade/core/lot"
import { admit, createLot, payOnExit } from "@parkade/core/operations"
import { Lots, Reports, Tickets } from "@parkade/core/ports"
import { type Ticket, TicketNumber } from "@parkade/core/ticket"
import { Calendar, Instant } from "@parkade/core/time"
import { layerEmbedded, layerServer } from "@parkade/postgres"
import { Clock, Config, Console, Effect, Layer, Option, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { HttpRouter, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { createServer } from "node:http"
import { garage, hourlyRate } from "./garage.ts"

/** The one lot of this database that is ours; opened the first time. */
const findGarage = Effect.gen(function*() {
  const known = (yield* (yield* Lots).list({ limit: 100 })).find(({ name }) => name === garage.name)
  return known ?? (yield* createLot(garage)).lot
})

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
    durationMinutes: left === undefined ? null : Math.ceil(Math.max(left - ticket.enteredAt, 1) / 60_000),
    amountPaid: left === undefined ? null : ticket.payments.reduce((sum, { amount }) => sum + amount.amount, 0),
    status: left === undefined ? "active" : "completed",
    paymentMethod: ticket.payments.at(-1)?.method ?? null
  }
}

const activity = ({ amountPaid: amount, paymentMethod: _, vehicleType: __, ...rest }: ReturnType<typeof shown>) => ({ ...rest, amount })

const stats = Effect.fn(function*(lot: Lot.Lot) {
  const at = Instant.Instant.make(yield* Clock.currentTimeMillis)
  const today = { from: Instant.Instant.make(Calendar.startOfDay(lot.timeZone, at)), to: Instant.Instant.make(at + 1) }
  const { free, total } = yield* (yield* Lots).availability(lot.id, at)
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

/** This contract knows three refusals: not found, try again, and everything the client got wrong. */
const statuses: Readonly<Record<string, number>> = { NotFound: 404, TicketNotFound: 404, StorageUnavailable: 503 }
const refuse = (_tag: "NotFound" | "Unreadable", message: string) => Effect.fail({ _tag, message })

const answer = <E extends { readonly _tag: string; readonly message: string }, R>(found: Effect.Effect<unknown, E, R>, status = 200) =>
  found.pipe(
    Effect.map((body) => HttpServerResponse.jsonUnsafe(body, { status })),
    Effect.catch(({ _tag, message }) => Effect.succeed(HttpServerResponse.jsonUnsafe({ message }, { status: statuses[_tag] ?? 400 })))
  )

const Entry = Schema.Struct({ licensePlate: Schema.String, vehicleType: Vehicle.VehicleKind })
const Exit = Schema.Struct({ paymentMethod: Schema.String.pipe(Schema.check(Schema.isBetweenLength(1, 40))) })
const whole = (minimum: number, maximum: number) => Schema.NumberFromString.pipe(Schema.check(Schema.isInt(), Schema.isBetween({ minimum, maximum })))

/** Whatever is wrong with what came, a person is told what should have come. */
const expected = (what: string) => Effect.catch(() => refuse("Unreadable", `expected ${what}`))
const { schemaBodyJson, schemaSearchParams } = HttpServerRequest
const entry = schemaBodyJson(Entry).pipe(expected('JSON such as {"licensePlate": "ABC 123", "vehicleType": "Car"}'))
const exit = schemaBodyJson(Exit).pipe(expected('JSON such as {"paymentMethod": "card"}'))
const page = schemaSearchParams(Schema.Struct({ limit: Schema.optionalKey(whole(1, 1_000)) })).pipe(expected("a limit from 1 to 1000"))

/** The ticket of the path by the number after "PS-", however it was typed; one that was mistyped is no ticket's. */
const ref = Effect.gen(function*() {
  const number = TicketNumber.parse(((yield* HttpRouter.params)["number"] ?? "").replace(/^PS-/i, ""))
  return number === undefined ? yield* refuse("NotFound", "there is no such ticket") : { number }
})

const routes = Effect.map(findGarage, (lot) => [
  HttpRouter.route("GET", "/api/status", answer(Effect.succeed({ status: "ok" }))),
  HttpRouter.route("GET", "/api/garage/stats", answer(stats(lot))),
  HttpRouter.route("POST", "/api/tickets", answer(Effect.gen(function*() {
    const { licensePlate, vehicleType } = yield* entry
    const vehicle = yield* Effect.fromResult(Vehicle.make({ plate: licensePlate, kind: vehicleType, size: "medium" }))
    return shown(yield* admit({ lotId: lot.id, vehicle }))
  }), 201)),
  HttpRouter.route("GET", "/api/tickets/:number", answer(Effect.gen(function*() {
    return shown(yield* (yield* Tickets).find(yield* ref))
  }))),
  HttpRouter.route("PUT", "/api/tickets/:number/exit", answer(Effect.gen(function*() {
    const { paymentMethod } = yield* exit
    return shown(yield* payOnExit({ ticket: yield* ref, method: paymentMethod }))
  }))),
  HttpRouter.route("GET", "/api/activities", answer(Effect.gen(function*() {
    const { limit = 10 } = yield* page
    return (yield* (yield* Reports).recent(lot.id, limit)).map(shown).map(activity)
  }))),
  HttpRouter.route("*", "*", answer(refuse("NotFound", "there is nothing here")))
])

const storage = Layer.unwrap(Effect.gen(function*() {
  const url = yield* Config.option(Config.Redacted("DATABASE_URL"))
  if (Option.isSome(url)) return layerServer({ url: url.value })
  return layerEmbedded({ dataDir: yield* Config.String("DATA_DIR").pipe(Config.withDefault(".parkade/flat-garage")) })
}))

const server = NodeHttpServer.layerConfig(createServer, { port: Config.schema(whole(0, 65_535), "PORT").pipe(Config.withDefault(5001)) })

const announce = Effect.flatMap(HttpServer.HttpServer, ({ address }) =>
  Console.log(`The flat garage is open: http://127.0.0.1:${"port" in address ? address.port : ""}/api/status`))

Layer.effectDiscard(announce).pipe(
  Layer.provide(HttpRouter.serve(HttpRouter.addAll(routes), { disableLogger: true, disableListenLog: true })),
  HttpRouter.provideRequest(storage),
  Layer.provide([storage, SecureRandom.layerWebCrypto, server]),
  Layer.launch,
  // One line, whatever it is that keeps us shut.
  Effect.tapError((error) => Console.error(`flat-garage: ${error.message || String(error.cause)}`.replaceAll(/\s+/g, " "))),
  NodeRuntime.runMain({ disableErrorReporting: true })
)
