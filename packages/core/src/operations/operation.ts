import { Effect, Result, Schema } from "effect"
import { Diagnosis } from "../pricing/index.ts"

/** An input that the use-case does not take: every place that is wrong, and what was expected there. */
export class InvalidInput extends Schema.TaggedError<InvalidInput>()("InvalidInput", {
  issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
}) {
  override get message() {
    return this.issues.map(({ message, path }) => `${path || "input"}: ${message}`).join("\n")
  }
}

/** A use-case: a function from what a host says to an effect. Hosts that speak JSON say it as the schema reads it. */
export interface Operation<in In, out Json, out A, out E, out R> {
  (given: In): Effect.Effect<A, E, R>
  readonly input: { readonly Encoded: Json }
  /** What came of it is told as such a host would write it. */
  readonly fromJson: (json: unknown) => Effect.Effect<unknown, E | InvalidInput, R>
}

/** The use-case `name`, `told` to hosts that speak JSON as it is unless that is said. Not Effect.fn: that captures two stacks per call, which costs as much as a whole decision. */
export const operation = <In, Json, A, E, R>(name: string, input: Schema.Codec<In, Json>, run: (given: In) => Effect.Effect<A, E, R>, told: (outcome: A) => unknown = (outcome) => outcome): Operation<In, Json, A, E, R> => {
  const traced = (given: In) => Effect.withSpan(run(given), name, { captureStackTrace: false })
  const read = Diagnosis.decoder(input)
  const fromJson = (json: unknown): Effect.Effect<unknown, E | InvalidInput, R> => {
    const given = read(json)
    return Result.isSuccess(given) ? Effect.map(traced(given.success), told) : Effect.fail(new InvalidInput({ issues: given.failure }))
  }
  return Object.assign(traced, { input, fromJson })
}
