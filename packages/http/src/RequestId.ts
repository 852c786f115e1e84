/**
 * The id a request has in its response (X-Request-Id), in every log line written for it and in the problem it ends
 * with. A caller's id is kept when it is short and harmless, else one is made: logs cannot be forged through it.
 */
import { Context } from "effect"

export const RequestId = Context.Reference<string>("@parkade/http/RequestId", { defaultValue: () => "none" })

export const header = "x-request-id"

const sane = /^[A-Za-z0-9][A-Za-z0-9._~:=-]{0,127}$/

/** `given`, if it may be kept. */
export const keep = (given: string | undefined): string | undefined =>
  given !== undefined && sane.test(given) ? given : undefined

/** Ids of one server: its own random name and a count, since they must be unique, not secret. */
export const numbered = (server: string): () => string => {
  let count = 0
  return () => `${server}.${(count += 1).toString(36)}`
}
