/** Why a request got no answer, as a problem: from what the router, the body reader and the schemas report. */
import { LotDraft } from "@parkade/core/operations"
import { Cause, Effect, Result, Schema } from "effect"
import { HttpServerError, type HttpServerRequest } from "effect/http"
import { HttpApiError } from "effect/http-api"
import * as Bodies from "./Bodies.ts"
import { Problems } from "./contract/index.ts"
import * as Issues from "./Issues.ts"
import { invalid } from "./refuse.ts"
import * as Routes from "./Routes.ts"

/** A problem that a request ended with outside its handler. */
export type Fault =
  | Problems.MalformedBody
  | Problems.InvalidRequest
  | Problems.BodyTooLarge
  | Problems.UnsupportedMediaType
  | Problems.NotFound
  | Problems.MethodNotAllowed
  | Problems.InternalError

const slots = { Params: "path", Query: "query", Headers: "header", Payload: "body", Body: "body", ResponseHeaders: "header" } as const

const faultsOf = ({ cause, kind }: HttpApiError.HttpApiSchemaError): ReadonlyArray<Problems.Fault> => Issues.list(cause.issue, slots[kind])

const malformed = (detail: string, instance: string) => new Problems.MalformedBody({ detail, instance })

/** A body that is empty, that is not JSON (which its reader reports as a bare InvalidValue), or that is not valid. */
const ofSchema = (
  error: HttpApiError.HttpApiSchemaError,
  request: HttpServerRequest.HttpServerRequest,
  instance: string
): Effect.Effect<Fault | undefined> => {
  if (error.kind === "Body" || error.kind === "ResponseHeaders") return Effect.succeed(undefined)
  if (error.kind !== "Payload") return Effect.succeed(invalid(faultsOf(error), instance))
  if (error.cause.issue._tag === "InvalidValue") return Effect.succeed(malformed("expected JSON", instance))
  return request.text.pipe(
    Effect.orElseSucceed(() => ""),
    Effect.map((text) =>
      text === ""
        ? malformed("expected a body of JSON", instance)
        : invalid((Bodies.isLotDraft(request) ? faultsOfDraft(text) : undefined) ?? faultsOf(error), instance)
    )
  )
}

const decodeDraft = Schema.decodeUnknownResult(LotDraft, { errors: "all", onExcessProperty: "error" })

/**
 * All faults of a draft of usual size. Drafts are decoded up to the first fault, because a large one holds millions
 * (8 MiB of "{}," took 10 s and 2 GB to collect).
 */
const faultsOfDraft = (text: string): ReadonlyArray<Problems.Fault> | undefined => {
  if (text.length > Bodies.small) return undefined
  const result = decodeDraft(JSON.parse(text))
  return Result.isFailure(result) ? Issues.list(result.failure.issue, "body") : undefined
}

const ofServer = (
  { reason }: HttpServerError.HttpServerError,
  request: HttpServerRequest.HttpServerRequest,
  instance: string
): Fault | undefined => {
  if (reason._tag === "RouteNotFound") return unrouted(request, instance)
  if (reason._tag !== "RequestParseError") return undefined
  return reason.reason === "BodyTooLarge"
    ? new Problems.BodyTooLarge({ instance })
    : malformed("the body could not be read", instance)
}

const unrouted = (request: HttpServerRequest.HttpServerRequest, instance: string): Fault => {
  const path = Routes.pathOf(request.url)
  const allow = Routes.methodsOf(path)
  return allow.length === 0 || allow.includes(request.method)
    ? new Problems.NotFound({ detail: `there is nothing at ${Issues.shorten(path)}`, instance })
    : new Problems.MethodNotAllowed({ detail: `${request.method} is not among ${allow.join(", ")}`, instance, allow })
}

/** The problem for a response that is an error but says nothing: the library answers some cases by itself. */
export const ofStatus = (status: number, instance: string): Fault => {
  if (status === 415) return new Problems.UnsupportedMediaType({ detail: "expected application/json", instance })
  if (status === 413) return new Problems.BodyTooLarge({ instance })
  if (status === 404) return new Problems.NotFound({ instance })
  return status < 500 ? malformed("the request could not be read", instance) : new Problems.InternalError({ instance })
}

/** The problem for a request that failed; a defect, whose cause is for the log, when nobody knows better. */
export const ofCause = (
  cause: Cause.Cause<unknown>,
  request: HttpServerRequest.HttpServerRequest,
  instance: string
): Effect.Effect<{ readonly fault: Fault; readonly defect: boolean }> => {
  const error = Cause.squash(cause)
  const known = HttpApiError.HttpApiSchemaError.is(error)
    ? ofSchema(error, request, instance)
    : Effect.succeed(HttpServerError.isHttpServerError(error) ? ofServer(error, request, instance) : undefined)
  return Effect.map(known, (fault) => ({
    fault: fault ?? new Problems.InternalError({ detail: "the server's log has more under this request's id", instance }),
    defect: fault === undefined
  }))
}
