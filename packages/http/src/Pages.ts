/** Pages beside the API: what this is, its documentation, the problems it may answer with, its metrics. */
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiScalar } from "effect/http-api"
import { PrometheusMetrics } from "effect/observability"
import { Api, Problems } from "./contract/index.ts"
import * as Routes from "./Routes.ts"

const index = HttpServerResponse.jsonUnsafe({
  name: "Parkade",
  description: "Parking lots, tickets, prices",
  links: {
    documentation: Routes.pages.docs,
    openapi: Routes.pages.document,
    problems: Routes.pages.problems,
    live: "/health/live",
    ready: "/health/ready",
    metrics: Routes.pages.metrics,
    "parking-lots": "/api/v1/parking-lots"
  }
})

const catalog = Object.values(Problems.declared)
const byName = new Map(catalog.map((problem) => [problem.type.slice("/problems/".length), HttpServerResponse.jsonUnsafe(problem)]))

const problem = Effect.gen(function*() {
  const { name = "" } = yield* HttpRouter.params
  const found = byName.get(name)
  if (found !== undefined) return found
  const request = yield* HttpServerRequest.HttpServerRequest
  return yield* new HttpServerError.HttpServerError({ reason: new HttpServerError.RouteNotFound({ request }) })
})

/** GET / : JSON that links to everything else. */
export const layerIndex = HttpRouter.add("GET", Routes.pages.index, index)

/** GET /docs (works without a network), and a page for the `type` of every problem. */
export const layerDocs = Layer.mergeAll(
  HttpApiScalar.layer(Api, { path: Routes.pages.docs, scalar: { withDefaultFonts: false } }),
  HttpRouter.add("GET", Routes.pages.problems, HttpServerResponse.jsonUnsafe(catalog)),
  HttpRouter.add("GET", Routes.pages.problem, Effect.orDie(problem))
)

/** GET /metrics in Prometheus' text format. */
export const layerMetrics = PrometheusMetrics.layerHttp({ path: Routes.pages.metrics })
