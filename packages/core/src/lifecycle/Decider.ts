/**
 * A lifecycle as three pure fields. Clock and ids arrive in the command; `evolve` is total and `decide` changes
 * nothing, so any history can be replayed and any decision asked twice.
 */
import type { Result } from "effect"

export interface Decider<in Command, State, Event, out Rejection> {
  readonly initial: State
  readonly decide: (command: Command, state: State) => Result.Result<ReadonlyArray<Event>, Rejection>
  readonly evolve: (state: State, event: Event) => State
}
