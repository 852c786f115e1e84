/**
 * What a failure of the database means to the ports: the only place that reads SQL errors.
 *
 * Losers of a race between transactions (40001, 40P01) try again a few times. What then remains is `busy`, a lock or
 * a statement that took too long is `busy`, a connection that cannot be had or was lost is `unreachable`, and
 * everything else is a defect of ours.
 */
import { StorageUnavailable } from "@parkade/core/ports"
import { Effect, Predicate, Schedule } from "effect"
import type { SqlError } from "effect/sql/SqlError"
import { isSqlError } from "effect/sql/SqlError"

/** 5 to 80 ms, doubling, each shortened or lengthened by chance so that two losers do not meet again. */
const patience = Schedule.exponential("5 millis").pipe(Schedule.jittered, Schedule.upTo({ times: 5 }))

const lostRace = (error: unknown): boolean =>
  isSqlError(error) && (error.reason._tag === "DeadlockError" || error.reason._tag === "SerializationError")

/** The SQLSTATE below an error that has no class of its own. */
const sqlState = ({ reason }: SqlError): string =>
  Predicate.hasProperty(reason.cause, "code") && typeof reason.cause.code === "string" ? reason.cause.code : ""

const meaning = (error: SqlError): StorageUnavailable["reason"] | undefined => {
  switch (error.reason._tag) {
    case "ConnectionError":
    case "AuthenticationError":
      return "unreachable"
    case "DeadlockError":
    case "SerializationError":
    case "LockTimeoutError":
    case "StatementTimeoutError":
      return "busy"
    default: {
      const state = sqlState(error)
      // The server is starting, stopping or was killed; it is out of connections, memory or disk.
      return state.startsWith("57P") ? "unreachable" : state.startsWith("53") ? "busy" : undefined
    }
  }
}

const explain = (error: SqlError): Effect.Effect<never, StorageUnavailable> => {
  const reason = meaning(error)
  return reason === undefined ? Effect.die(error) : Effect.fail(new StorageUnavailable({ reason }))
}

/** Runs one command of a port on the database. */
export const storage = <A, E, R>(
  command: Effect.Effect<A, E | SqlError, R>
): Effect.Effect<A, Exclude<E, SqlError> | StorageUnavailable, R> =>
  command.pipe(
    // A transaction that cannot be rolled back because its connection is gone dies of it; the server has rolled it back.
    Effect.catchDefect((defect) => (isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect))),
    Effect.retry({ while: lostRace, schedule: patience }),
    Effect.catch((error): Effect.Effect<never, Exclude<E, SqlError> | StorageUnavailable> =>
      isSqlError(error) ? explain(error) : Effect.fail(error as Exclude<E, SqlError>)
    )
  )
