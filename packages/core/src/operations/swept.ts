import { Effect, Schema } from "effect"

/** How many a routine looks at in one go. */
export const AtMost = Schema.Struct({ limit: Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 })))) })

interface Refusal {
  readonly _tag: string
  readonly message: string
}

/**
 * What becomes of all, one after the other. One that is refused stops no other: it is logged, and looked at again the next
 * time. Storage that is not there ends the sweep.
 */
export const swept = <T, A, E extends Refusal, R>(
  all: ReadonlyArray<T>,
  each: (one: T) => Effect.Effect<ReadonlyArray<A>, E, R>
): Effect.Effect<ReadonlyArray<A>, Extract<E, { readonly _tag: "StorageUnavailable" }>, R> => {
  const passedOver = (error: E) =>
    error._tag === "StorageUnavailable"
      ? Effect.fail(error as Extract<E, { readonly _tag: "StorageUnavailable" }>)
      : Effect.as(Effect.logWarning(`swept past: ${error._tag}: ${error.message}`), [])
  return Effect.map(Effect.forEach(all, (one) => Effect.catch(each(one), passedOver)), (found) => found.flat())
}
