/**
 * What every request goes through: it gets an id, a limit for its body, a line in the access log, its place in the
 * metrics; and whatever goes wrong leaves as a problem.
 *
 * Guarantees, for every request that reached us whole (what is not HTTP is answered by the server below): every response
 * has X-Request-Id; every response of status 400 and above is application/problem+json; a
 * defect is logged with its cause and tells a caller nothing but the id to ask about.
 */
import { Cause, Context, Effect, type Layer, References } from "effect"
import { SecureRandom } from "effect/crypto"
import {
  HttpIncomingMessage,
  HttpRouter,
  HttpServerRequest,
  HttpServerRespondable,
  HttpServerResponse,
  ProblemDetails
} from "effect/http"
import * as Bodies from "./Bodies.ts"
import * as Faults from "./Faults.ts"
import * as Metrics from "./Metrics.ts"
import * as RequestId from "./RequestId.ts"
import * as Routes from "./Routes.ts"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

const problem = Effect.fnUntraced(function*(fault: Faults.Fault) {
  yield* Metrics.refused(fault._tag)
  const response = yield* Effect.orDie(HttpServerRespondable.toResponse(fault))
  return fault._tag === "MethodNotAllowed"
    ? HttpServerResponse.setHeader(response, "allow", fault.allow.join(", "))
    : response
})

/** OPTIONS on a path that exists says what it allows. */
const options = (request: Request): Response | undefined => {
  if (request.method !== "OPTIONS") return undefined
  const methods = Routes.methodsOf(Routes.pathOf(request.url))
  return methods.length === 0
    ? undefined
    : HttpServerResponse.empty({ status: 204, headers: { allow: [...methods, "OPTIONS"].join(", ") } })
}

const recover = <E>(cause: Cause.Cause<E>, request: Request, id: string): Effect.Effect<Response, E> => {
  // The caller hung up, or the server is stopping: nobody is left to read a problem.
  if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause)
  const allowed = options(request)
  if (allowed !== undefined) return Effect.succeed(allowed)
  return Effect.flatMap(Faults.ofCause(cause, request, id), ({ defect, fault }) =>
    Effect.andThen(defect ? Effect.logError("request failed", cause) : Effect.void, problem(fault)))
}

/** Errors the library answers without a problem get theirs. */
const speak = (response: Response, id: string): Effect.Effect<Response> =>
  response.status < 400 || response.headers["content-type"] === ProblemDetails.contentType
    ? Effect.succeed(response)
    : problem(Faults.ofStatus(response.status, id))

const withHeaders = (response: Response, id: string): Response =>
  HttpServerResponse.setHeaders(
    response,
    response.status === 503 ? { [RequestId.header]: id, "retry-after": "1" } : { [RequestId.header]: id }
  )

const quiet = new Set<string>([Routes.pages.metrics, "/health/live", "/health/ready"])

const log = (request: Request, route: string, status: number, millis: number): Effect.Effect<void> => {
  // Not the path: it may hold a ticket's number, which opens the gate.
  const line = { method: request.method, route, status, millis }
  const write = status >= 500 ? Effect.logError : quiet.has(route) ? Effect.logDebug : Effect.logInfo
  return Effect.annotateLogs(write("request"), line)
}

const routeOf = (context: Context.Context<never>): string => {
  const found = Context.getOrUndefined(context, HttpRouter.RouteContext)
  return found === undefined ? "unmatched" : found.route.path
}

export interface Options {
  /** One structured line per request; true when absent. */
  readonly accessLog?: boolean | undefined
}

/** Wraps every route of the router. */
export const layer = ({ accessLog = true }: Options = {}): Layer.Layer<never, never, HttpRouter.HttpRouter | SecureRandom.SecureRandom> =>
  HttpRouter.use(Effect.fnUntraced(function*(router) {
    const nextId = RequestId.numbered(yield* (yield* SecureRandom.SecureRandom).uuidV7())
    yield* router.addGlobalMiddleware((handler) =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
        const id = RequestId.keep(request.headers[RequestId.header]) ?? nextId()
        return answer(handler, request, id, accessLog)
      })
    )
  }))

/** Nothing is left to fail; the router wants the error type of its handlers kept all the same. */
const answer = <E, R>(
  handler: Effect.Effect<Response, E, R>,
  request: Request,
  id: string,
  accessLog: boolean
): Effect.Effect<Response, E, R> =>
  Effect.clockWith((clock) => {
    const start = clock.currentTimeNanosUnsafe()
    const finish = (response: Response): Effect.Effect<Response> =>
      Effect.contextWith((context: Context.Context<never>) => {
        const route = routeOf(context)
        const seconds = Number(clock.currentTimeNanosUnsafe() - start) / 1e9
        Metrics.answered({ method: request.method, route, status: response.status, seconds }, context)
        const headed = withHeaders(response, id)
        return accessLog ? Effect.as(log(request, route, response.status, Math.round(seconds * 1e6) / 1_000), headed) : Effect.succeed(headed)
      })
    return handler.pipe(
      Effect.matchCauseEffect({
        onSuccess: (response) => speak(response, id),
        onFailure: (cause) => recover(cause, request, id)
      }),
      Effect.flatMap(finish),
      Effect.updateContext((context: Context.Context<R>) =>
        context.pipe(
          Context.add(RequestId.RequestId, id),
          Context.add(References.CurrentLogAnnotations, { ...Context.get(context, References.CurrentLogAnnotations), requestId: id }),
          Context.add(HttpIncomingMessage.MaxBodySize, Bodies.limit(request))
        )
      )
    )
  })
