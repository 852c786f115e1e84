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

/** How often a decision is run again. */
const most = 4

/** Of an instant that was read since `begun`, not of one that somebody said. */
const isOfClock = (error: unknown, begun: number): error is Behind | OutOfOrder => isBehind(error) || (isOutOfOrder(error) && error.at >= begun)

/**
 * Decides as of the last change, where the clock is behind it: of two servers one is ahead, and a driver who is sent from one to
 * the other is not kept waiting for that. Where it was behind only as the clock was read, by the clock. An instant that
 * somebody said stays out of order.
 */
const inOrder = <A, E, R>(decision: Effect.Effect<A, E, R>, left = most, notBefore = 0): Effect.Effect<A, Exclude<E, Behind> | StorageUnavailable, R> =>
  Effect.flatMap(Clock.Clock, (clock) => {
    const begun = clock.currentTimeMillisUnsafe()
    const shown = () => Math.max(clock.currentTimeMillisUnsafe(), notBefore)
    return Effect.catch(notBefore === 0 ? decision : Effect.provideService(decision, Clock.Clock, showing(shown, clock)), (error) => {
      // Later each time: of several things that are ahead, one may be further ahead than another.
      if ((isBehind(error) || isOutOfOrder(error)) && error.notBefore > shown()) return inOrder(decision, left, error.notBefore)
      if (left > 0 && isOfClock(error, begun)) return inOrder(decision, left - 1, notBefore)
      return Effect.fail(isBehind(error) ? new StorageUnavailable({ reason: "busy" }) : error as Exclude<E, Behind>)
    })
  })

/**
 * Runs a decision again on things as they are now when somebody else changed one in between. Bounded: whoever loses
 * that race several times is told that storage is busy.
 */
export const decideOnceMore = <A, E, R>(decision: Effect.Effect<A, E | Changed, R>) =>
  decision.pipe(
    Effect.retry({ while: isChanged, times: most }),
    Effect.catchIf(isChanged, () => Effect.fail(new StorageUnavailable({ reason: "busy" })))
  )

/** The same, and as of the last change of all of them. */
export const decideAgain = <A, E, R>(decision: Effect.Effect<A, E | Changed, R>) => decideOnceMore(inOrder(decision))
