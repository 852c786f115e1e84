/** For whoever keeps the process running. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import * as Problems from "./Problems.ts"

export const Healthy = Schema.Struct({ status: Schema.Literal("ok") }).annotate({ identifier: "Healthy" })

const live = HttpApiEndpoint.get("live", "/live", { success: Healthy, error: Problems.InternalError }).annotateMerge(
  OpenApi.annotations({ identifier: "getLiveness", summary: "The process answers" })
)

const ready = HttpApiEndpoint.get("ready", "/ready", { success: Healthy, error: [...Problems.anywhere] }).annotateMerge(
  OpenApi.annotations({ identifier: "getReadiness", summary: "Storage answers too" })
)

export class Health extends HttpApiGroup.make("health")
  .add(live, ready)
  .prefix("/health")
  .annotateMerge(OpenApi.annotations({ title: "health", description: "Liveness and readiness" }))
{}
