/** `parkade serve`: the reference server. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import type { Lot } from "@parkade/core/lot"
import { Lots } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Http } from "@parkade/http"
import { Clock, Console, Effect, Layer, Logger, Predicate, References } from "effect"
import { Command } from "effect/cli"
import { HttpRouter, HttpServer, type HttpServerError } from "effect/http"
import { createServer } from "node:http"
import { firstLot } from "../Demo.ts"
import { Failure } from "../Failure.ts"
import * as Random from "../Random.ts"
import { type Settings, settings } from "../Settings.ts"
import * as Storage from "../Storage.ts"

/** Requests under way at a SIGTERM have this long to finish. */
const drainTime = "10 seconds"

const logger = Logger.layer([process.stdout.isTTY ? Logger.consolePretty() : Logger.consoleJson])

/** No exporter is configured: spans would be made for nobody. */
const untraced = Layer.succeed(References.TracerEnabled, false)

const cannotListen = ({ host, port }: Settings) => ({ cause }: Pick<HttpServerError.ServeError, "cause">): Failure => {
  const code = Predicate.hasProperty(cause, "code") ? cause.code : undefined
  if (code === "EADDRINUSE") return new Failure({ message: `port ${port} is taken; choose another with PORT, or PORT=0 for a free one` })
  if (code === "EACCES") return new Failure({ message: `port ${port} may not be used by this user; choose another with PORT` })
  return new Failure({ message: `cannot listen on ${host}, port ${port}: ${String(cause)}; choose another HOST or PORT` })
}

/** Asked before a database is opened, or even made, for nothing. */
const portIsFree = (chosen: Settings): Effect.Effect<void, Failure> =>
  Effect.callback((resume) => {
    const probe = createServer()
    probe.once("error", (cause) => resume(Effect.fail(cannotListen(chosen)({ cause }))))
    probe.listen(chosen.port, chosen.host, () => probe.close(() => resume(Effect.void)))
  })

const aboutLot = Effect.fn(function*(url: string, lot: Lot.Lot) {
  const { free, total } = yield* (yield* Lots).availability(lot.id, Instant.Instant.make(yield* Clock.currentTimeMillis))
  const at = `${url}/api/v1/parking-lots/${lot.id}`
  return [
    `  lot      ${lot.name}, ${free} of ${total} spots free`,
    `           ${at}`,
    "",
    "Try this:",
    `  curl -s ${at}/availability`,
    `  curl -s ${at}/entry -H 'content-type: application/json' -d '{"plate":"B-AB 123","vehicle":{"kind":"car"}}'`,
    `  curl -s ${url}/api/v1/tickets/NUMBER/quote`,
    `  curl -s ${url}/api/v1/tickets/NUMBER/pay -H 'content-type: application/json' -d '{"method":"card"}'`,
    `  curl -s ${at}/exit -H 'content-type: application/json' -d '{"ticket":"NUMBER"}'`
  ]
})

const loopback = new Set(["127.0.0.1", "::1", "localhost"])

/** Says where we are and what to do next. */
const announce = Effect.fn(function*(chosen: Settings, started: number) {
  const { address } = yield* HttpServer.HttpServer
  const port = "port" in address ? address.port : chosen.port
  const host = ["0.0.0.0", "::"].includes(chosen.host) ? "127.0.0.1" : chosen.host
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`
  const embedded = chosen.storage._tag === "Embedded"
  const [first] = embedded ? [yield* firstLot] : yield* (yield* Lots).list({ limit: 1 })
  const seconds = ((yield* Clock.currentTimeMillis) - started) / 1_000
  yield* Console.log([
    `Parkade is ready: ${url}  (${seconds.toFixed(1)} s)`,
    "",
    `  docs     ${url}/docs`,
    `  data     ${Storage.describe(chosen.storage)}`,
    ...(loopback.has(chosen.host) ? [] : [`  note     whoever reaches ${chosen.host} can do everything: there are no accounts yet`]),
    ...(first === undefined ? [`  lot      none yet: POST one to ${url}/api/v1/parking-lots`] : yield* aboutLot(url, first)),
    ""
  ].join("\n"))
})

export const serve = Command.make("serve", {}, Effect.fn(function*() {
  const started = yield* Clock.currentTimeMillis
  const chosen = yield* settings
  yield* portIsFree(chosen)
  yield* Console.log(`Opening ${Storage.describe(chosen.storage)} ...`)
  const { host, port } = chosen
  const node = NodeHttpServer.layer(createServer, { host, port, gracefulShutdownTimeout: drainTime })
  const routes = HttpRouter.serve(Http.layer(), { disableLogger: true, disableListenLog: true })
  yield* Layer.effectDiscard(announce(chosen, started)).pipe(
    Layer.provide(routes),
    Layer.provide(node),
    Layer.provide([Storage.layer(chosen.storage), Random.layer, logger, untraced]),
    Layer.launch,
    Effect.catchTags({
      DatabaseUnavailable: (error) => Effect.fail(Storage.explain(chosen.storage)(error)),
      DataFolderInUse: (error) => Effect.fail(Storage.explain(chosen.storage)(error)),
      ServeError: (error) => Effect.fail(cannotListen(chosen)(error)),
      StorageUnavailable: ({ message }) => Effect.fail(new Failure({ message }))
    })
  )
})).pipe(Command.withDescription("Run the server (PORT, HOST, DATA_DIR or DATABASE_URL from the environment)"))
