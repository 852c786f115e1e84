import { Data } from "effect"

/** Why a command ended without doing its work: one line that says what is wrong and what to do. */
export class Failure extends Data.TaggedError("Failure")<{ readonly message: string }> {}
