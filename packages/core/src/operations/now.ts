import { Clock, Effect } from "effect"
import { Instant } from "../time/index.ts"

/** The instant by the runtime's clock. */
export const now = Effect.map(Clock.currentTimeMillis, (millis) => Instant.Instant.make(millis))
