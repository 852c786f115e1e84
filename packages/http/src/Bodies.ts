/** How large a body may be. */
import { ByteSize } from "effect"
import type { HttpServerRequest } from "effect/http"

/** Bytes that any request may send. */
export const small = 65_536
/** Bytes for a lot: one of 50,000 spots fits. */
const large = 8 * 1_048_576

const limits = { small: ByteSize.bytes(small), large: ByteSize.bytes(large) }

type Request = Pick<HttpServerRequest.HttpServerRequest, "method" | "url">

/** True for the one request that carries a whole lot. */
export const isLotDraft = ({ method, url }: Request): boolean =>
  method === "POST" && /^\/api\/v1\/parking-lots\/?(?:[?#]|$)/.test(url)

export const limit = (request: Request): ByteSize.ByteSize => (isLotDraft(request) ? limits.large : limits.small)
