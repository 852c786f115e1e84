/** A garage to test against: the API over memory, its clock in the test's hand, its metrics its own. */
import { Http, ParkadeClient } from "@parkade/http"
import { Books, Journal, Lots, Tickets } from "@parkade/core/ports"
import { Memory } from "@parkade/testing/memory"
import { Cause, Clock, Context, Duration, Effect, Layer, Logger, Metric, References } from "effect"
import { SecureRandom } from "effect/crypto"
import { FetchHttpClient, HttpRouter, HttpServer } from "effect/http"

/** 08:00 in Berlin. */
const opening = Date.parse("2026-11-21T07:00:00Z")

export class ManualClock implements Clock.Clock {
  millis = opening
  readonly currentTimeMillisUnsafe = () => this.millis
  readonly currentTimeNanosUnsafe = () => BigInt(this.millis) * 1_000_000n
  readonly monotonicTimeNanosUnsafe = this.currentTimeNanosUnsafe
  readonly currentTimeMillis = Effect.sync(this.currentTimeMillisUnsafe)
  readonly currentTimeNanos = Effect.sync(this.currentTimeNanosUnsafe)
  readonly monotonicTimeNanos = this.currentTimeNanos
  readonly sleep = (duration: Duration.Duration) =>
    Effect.callback<void>((resume) => {
      const timer = setTimeout(() => resume(Effect.void), Duration.toMillis(duration))
      return Effect.sync(() => clearTimeout(timer))
    })
  passMinutes(minutes: number) {
    this.millis += minutes * 60_000
  }
}

export const draft = {
  name: "Opernplatz",
  timeZone: "Europe/Berlin",
  tariff: {
    currency: "EUR",
    tax: "included",
    rounding: { mode: "half-up", to: "0.01", where: "total" },
    seconds: "counted",
    visits: "apart",
    rate: { type: "hourly", price: "2.00", count: "started", tax: "0.19" }
  },
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  zones: [
    { name: "Level 1", spots: [{ label: "A-1", size: "medium" }, { label: "A-2", size: "medium", features: ["ev"] }] },
    { name: "Level 2", spots: [{ label: "B-1", size: "large" }] }
  ]
}

/** A parsed JSON body, for tests to look into. */
export interface Json {
  readonly [key: string]: Json
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

const parse = (text: string): Json => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

const bodyOf = (body: unknown) =>
  body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }

/** Sends requests to `fetch` and reads the answers. */
export const caller = (fetch: (request: Request) => Promise<Response>, baseUrl = "http://garage") =>
async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
  const type = body === undefined ? {} : { "content-type": "application/json" }
  const response = await fetch(new Request(baseUrl + path, { method, headers: { ...type, ...headers }, ...bodyOf(body) }))
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parse(text) }
}

type Ports = Layer.Layer<Lots | Tickets | Journal | Books>

/** Changes what the memory adapter does, to fail in a test's way. */
export const broken = (change: {
  readonly lots?: (lots: Lots["Service"]) => Lots["Service"]
  readonly journal?: (journal: Journal["Service"]) => Journal["Service"]
  readonly tickets?: (tickets: Tickets["Service"]) => Tickets["Service"]
}): Ports =>
  Layer.mergeAll(
    Layer.effect(Lots, Effect.map(Lots, change.lots ?? ((lots) => lots))),
    Layer.effect(Tickets, Effect.map(Tickets, change.tickets ?? ((tickets) => tickets))),
    Layer.effect(Journal, Effect.map(Journal, change.journal ?? ((journal) => journal))),
    Layer.effect(Books, Books)
  ).pipe(Layer.provide(Memory.layer))

/** The API as a web handler, with what a test needs around it. */
export const open = (options: { readonly ports?: Ports; readonly accessLog?: boolean } = {}) => {
  const clock = new ManualClock()
  const logged: Array<{ readonly message: string; readonly level: string; readonly [key: string]: unknown }> = []
  const logger = Logger.make(({ cause, fiber, logLevel, message }) => {
    const annotations = fiber.getRef(References.CurrentLogAnnotations)
    const causes = cause.reasons.length === 0 ? {} : { cause: Cause.pretty(cause) }
    logged.push({ ...annotations, ...causes, message: String(message), level: logLevel })
  })
  const { dispose, handler } = HttpRouter.toWebHandler(
    Http.layer({ accessLog: options.accessLog ?? false }).pipe(
      Layer.provide([options.ports ?? Memory.layer, SecureRandom.layerWebCrypto, HttpServer.layerServices])
    ),
    { disableLogger: true }
  )
  const surroundings = Context.make(Clock.Clock, clock).pipe(
    Context.add(Metric.MetricRegistry, new Map()),
    Context.add(Logger.CurrentLoggers, new Set([logger]))
  )
  const fetch = (request: Request) => handler(request, surroundings)
  const call = caller(fetch)
  const client = ParkadeClient.make({ baseUrl: "http://garage" }).pipe(
    Effect.provide(FetchHttpClient.layer),
    Effect.provideService(FetchHttpClient.Fetch, (input, init) => fetch(new Request(input, init)))
  )
  const openLot = async (changed: object = {}) => (await call("POST", "/api/v1/parking-lots", { ...draft, ...changed })).json
  const enter = (lotId: unknown, plate: string, vehicle: object = { kind: "car" }) =>
    call("POST", `/api/v1/parking-lots/${lotId}/entry`, { plate, vehicle })
  return { call, client, clock, dispose, enter, fetch, logged, openLot }
}
