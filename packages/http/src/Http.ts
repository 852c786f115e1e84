/**
 * The API as layers for a router: `HttpRouter.serve(Http.layer(), { disableLogger: true })` on any HttpServer, or
 * `HttpRouter.toWebHandler` where there is none.
 */
import { Layer } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Api } from "./contract/index.ts"
import { health } from "./handlers/health.ts"
import { lots } from "./handlers/lots.ts"
import { tickets } from "./handlers/tickets.ts"
import { LotFactsOf } from "./LotFacts.ts"
import * as Pages from "./Pages.ts"
import * as Routes from "./Routes.ts"
import * as Shell from "./Shell.ts"

/** Every handler of the contract, over the ports. */
export const layerHandlers = Layer.mergeAll(lots, tickets, health).pipe(Layer.provide(LotFactsOf.layer))

/** The routes of the contract and GET /openapi.json, without what {@link Shell} adds. */
export const layerApi = HttpApiBuilder.layer(Api, { openapiPath: Routes.pages.document }).pipe(Layer.provide(layerHandlers))

/** All of it: the API, its documentation, metrics, request ids, access log and problems. */
export const layer = (options: Shell.Options = {}) =>
  Layer.mergeAll(layerApi, Pages.layerDocs, Pages.layerIndex, Pages.layerMetrics, Shell.layer(options))
