import { Data, Predicate } from "effect"

/** The database could not be used when we started. The message is one line for whoever runs us. */
export class DatabaseUnavailable extends Data.TaggedError("DatabaseUnavailable")<{
  /** "PostgreSQL at db.example:5432", or the folder of an embedded one. */
  readonly database: string
  /** What is the matter: "connection refused". */
  readonly problem: string
}> {
  override get message() {
    return `${this.database} cannot be used: ${this.problem}`
  }
}

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "there is no host of this name",
  EAI_AGAIN: "the host's name could not be looked up",
  ETIMEDOUT: "no answer",
  EHOSTUNREACH: "the host cannot be reached",
  ECONNRESET: "the connection was closed",
  EEXIST: "there is a file of this name",
  ENOTDIR: "there is a file where a folder should be",
  EACCES: "it may not be written"
}

/** What is the matter, in one line: the innermost of `error` and its causes says it best. */
export const problemOf = (error: unknown): string => {
  const code = Predicate.hasProperty(error, "code") ? String(error.code) : ""
  const plain = known[code]
  if (plain !== undefined) return plain
  if (Predicate.hasProperty(error, "reason") && Predicate.hasProperty(error.reason, "cause")) return problemOf(error.reason.cause)
  if (Predicate.hasProperty(error, "cause") && error.cause !== undefined) return problemOf(error.cause)
  const text = error instanceof Error ? error.message : String(error)
  return text.split("\n")[0] || "no reason given"
}
