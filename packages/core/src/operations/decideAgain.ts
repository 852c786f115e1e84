import { Effect, Predicate } from "effect"
import { type Changed, StorageUnavailable } from "../ports/index.ts"

const isChanged = (error: unknown): error is Changed => Predicate.isTagged(error, "Changed")

/**
 * Runs a decision again on things as they are now when somebody else changed one in between. Bounded: whoever loses
 * that race several times is told that storage is busy.
 */
export const decideAgain = <A, E, R>(decision: Effect.Effect<A, E | Changed, R>) =>
  decision.pipe(
    Effect.retry({ while: isChanged, times: 4 }),
    Effect.catchIf(isChanged, () => Effect.fail(new StorageUnavailable({ reason: "busy" })))
  )
