/**
 * What the API counts. Labels are route templates, status classes and reasons of refusal: their number is bounded by the
 * contract, never by callers.
 */
import { type Context, Effect, Metric } from "effect"

const requests = Metric.counter("http_requests_total", { incremental: true, description: "Requests answered" })
const duration = Metric.histogram("http_request_duration_seconds", {
  description: "Time from the request's head to its response",
  boundaries: [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
})
const refusals = Metric.counter("parkade_refusals_total", { incremental: true, description: "Requests refused, by reason" })

export const admitted = Metric.counter("parkade_tickets_admitted_total", { incremental: true, description: "Vehicles let in" })
export const exited = Metric.counter("parkade_tickets_exited_total", { incremental: true, description: "Vehicles let out" })
export const paid = Metric.counter("parkade_payments_total", { incremental: true, description: "Payments taken" })

const makeSeries = (method: string, route: string, status: string) => ({
  requests: Metric.withAttributes(requests, { method, route, status }),
  duration: Metric.withAttributes(duration, { method, route })
})
const series = new Map<string, ReturnType<typeof makeSeries>>()

/** Counts one answered request. */
export const answered = (
  request: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number },
  context: Context.Context<never>
): void => {
  const status = `${Math.trunc(request.status / 100)}xx`
  const key = `${request.method} ${request.route} ${status}`
  let found = series.get(key)
  if (found === undefined) series.set(key, found = makeSeries(request.method, request.route, status))
  found.requests.updateUnsafe(1, context)
  found.duration.updateUnsafe(request.seconds, context)
}

/** Counts one refusal. */
export const refused = (reason: string): Effect.Effect<void> => Metric.update(Metric.withAttributes(refusals, { reason }), 1)
