import { Effect, type Schema } from "effect"

/**
 * A use-case: from what a host says to an effect, with the schema of what it takes. Hosts that speak JSON read it by the
 * schema; those that have values of the domain call it.
 */
export type Operation<In, Json, A, E, R> = ((given: In) => Effect.Effect<A, E, R>) & { readonly input: Schema.Codec<In, Json> }

/** The use-case `name`. Not Effect.fn: that captures two stacks per call, which costs as much as a whole decision. */
export const operation = <In, Json, A, E, R>(name: string, input: Schema.Codec<In, Json>, run: (given: In) => Effect.Effect<A, E, R>): Operation<In, Json, A, E, R> =>
  Object.assign((given: In) => Effect.withSpan(run(given), name, { captureStackTrace: false }), { input })
