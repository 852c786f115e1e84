import { Lots, StorageUnavailable } from "@parkade/core/ports"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Api } from "../contract/index.ts"
import { refuse } from "../refuse.ts"

/** Handlers of the group `health`: ready is whoever can read from storage within two seconds. */
export const health = HttpApiBuilder.group(Api, "health", Effect.fnUntraced(function*(handlers) {
  const lots = yield* Lots
  const asked = lots.list({ limit: 1 }).pipe(
    Effect.timeoutOrElse({
      duration: "2 seconds",
      orElse: () => Effect.fail(new StorageUnavailable({ reason: "unreachable" }))
    }),
    Effect.as({ status: "ok" as const }),
    refuse
  )
  return handlers.handleAll({ live: () => Effect.succeed({ status: "ok" as const }), ready: () => asked })
}))
