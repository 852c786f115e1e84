import { Data } from "effect"

/** Why a command ended without doing its work: a line for each thing that is wrong, and what to do. */
export class Failure extends Data.TaggedError("Failure")<{ readonly message: string }> {}
