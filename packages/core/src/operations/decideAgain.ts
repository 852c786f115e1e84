import { Clock, Effect, Predicate } from "effect"
import type { OutOfOrder } from "../lifecycle/index.ts"
import { type Changed, StorageUnavailable } from "../ports/index.ts"
import { showing } from "./clock.ts"

const isChanged = (error: unknown): error is Changed => Predicate.isTagged(error, "Changed")
const isOutOfOrder = (error: unknown): error is OutOfOrder => Predicate.isTagged(error, "OutOfOrder")

/**
 * Decides as of the last change, where the clock is behind it: of two servers one is ahead, and a driver who is sent from one to
 * the other is not kept waiting for that. An instant that somebody said stays out of order.
 */
const inOrder = <A, E, R>(decision: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.catch(decision, (error) =>
    Effect.flatMap(Clock.Clock, (clock) => {
      if (!isOutOfOrder(error) || error.notBefore <= clock.currentTimeMillisUnsafe()) return Effect.fail(error)
      const { notBefore } = error
      return inOrder(Effect.provideService(decision, Clock.Clock, showing(() => Math.max(clock.currentTimeMillisUnsafe(), notBefore), clock)))
    }))

/**
 * Runs a decision again on things as they are now when somebody else changed one in between. Bounded: whoever loses
 * that race several times is told that storage is busy.
 */
export const decideAgain = <A, E, R>(decision: Effect.Effect<A, E | Changed, R>) =>
  inOrder(decision).pipe(
    Effect.retry({ while: isChanged, times: 4 }),
    Effect.catchIf(isChanged, () => Effect.fail(new StorageUnavailable({ reason: "busy" })))
  )
