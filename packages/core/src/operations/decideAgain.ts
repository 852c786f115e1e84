import { Effect, Predicate } from "effect"
import { StorageUnavailable, type TicketChanged } from "../ports/index.ts"

const isChanged = (error: unknown): error is TicketChanged => Predicate.isTagged(error, "TicketChanged")

/**
 * Runs a decision again on the ticket as it is now when somebody else changed it in between. Bounded: whoever loses
 * that race several times is told that storage is busy.
 */
export const decideAgain = <A, E, R>(decision: Effect.Effect<A, E | TicketChanged, R>) =>
  decision.pipe(
    Effect.retry({ while: isChanged, times: 4 }),
    Effect.catchIf(isChanged, () => Effect.fail(new StorageUnavailable({ reason: "busy" })))
  )
