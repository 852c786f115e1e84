import { Clock, Data, Effect, Predicate, Result } from "effect"
import type { OutOfOrder } from "../lifecycle/index.ts"
import { type Changed, StorageUnavailable } from "../ports/index.ts"
import type { Instant } from "../time/index.ts"
import { showing } from "./clock.ts"

/** The clock is behind the last change of what is decided on. */
export class Behind extends Data.TaggedError("Behind")<{ readonly notBefore: Instant.Instant }> {}

const isChanged = (error: unknown): error is Changed => Predicate.isTagged(error, "Changed")
const isOutOfOrder = (error: unknown): error is OutOfOrder => Predicate.isTagged(error, "OutOfOrder")
const isBehind = (error: unknown): error is Behind => error instanceof Behind

/**
 * What was decided at `at`, or why not, for who goes on without it. That the clock is behind is no reason to:
 * {@link decideAgain} decides anew then.
 */
export const unlessBehind = <A, E>(decided: Result.Result<A, E>, at: Instant.Instant): Effect.Effect<Result.Result<A, E>, Behind> =>
  Result.isFailure(decided) && isOutOfOrder(decided.failure) && decided.failure.notBefore > at
    ? Effect.fail(new Behind({ notBefore: decided.failure.notBefore }))
    : Effect.succeed(decided)

/**
 * Decides as of the last change, where the clock is behind it: of two servers one is ahead, and a driver who is sent from one to
 * the other is not kept waiting for that. An instant that somebody said stays out of order.
 */
const inOrder = <A, E, R>(decision: Effect.Effect<A, E, R>): Effect.Effect<A, Exclude<E, Behind>, R> =>
  Effect.catch(decision, (error) =>
    Effect.flatMap(Clock.Clock, (clock) => {
      const isLate = (isBehind(error) || isOutOfOrder(error)) && error.notBefore > clock.currentTimeMillisUnsafe()
      if (!isLate) return isBehind(error) ? Effect.die(new Error("decide as of an instant that is read within the decision")) : Effect.fail(error as Exclude<E, Behind>)
      const { notBefore } = error
      return inOrder(Effect.provideService(decision, Clock.Clock, showing(() => Math.max(clock.currentTimeMillisUnsafe(), notBefore), clock)))
    }))

/**
 * Runs a decision again on things as they are now when somebody else changed one in between. Bounded: whoever loses
 * that race several times is told that storage is busy.
 */
export const decideOnceMore = <A, E, R>(decision: Effect.Effect<A, E | Changed, R>) =>
  decision.pipe(
    Effect.retry({ while: isChanged, times: 4 }),
    Effect.catchIf(isChanged, () => Effect.fail(new StorageUnavailable({ reason: "busy" })))
  )

/** The same, and as of the last change of all of them. */
export const decideAgain = <A, E, R>(decision: Effect.Effect<A, E | Changed, R>) => decideOnceMore(inOrder(decision))
