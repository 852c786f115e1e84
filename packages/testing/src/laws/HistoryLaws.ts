/** Laws of lifecycles whose states carry their `version` and when they changed. */
import type { Decider } from "@parkade/core/lifecycle"
import type { Instant } from "@parkade/core/time"
import { type DeciderCase, deciderLaws, type DeciderSchemas, play, type Played } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"

type Known = { readonly id: string; readonly version: number; readonly changedAt: Instant.Instant }
type AnyState = { readonly _tag: "Absent" } | Known & { readonly _tag: string }

/** One command of a history, with all events before it. */
export interface Step<Command, State, Event> extends Played<Command, State, Event> {
  readonly history: ReadonlyArray<Event>
}

/** A law of every step of every history of `decider`. */
export const stepLaw = <Command, State, Event, Rejection>(decider: Decider<Command, State, Event, Rejection>) =>
(name: string, look: (step: Step<Command, State, Event>) => string | undefined): Law<DeciderCase<Command, Event>> => ({
  name,
  counterexample: ({ commands }) => {
    let history: ReadonlyArray<Event> = []
    for (const played of play(decider, commands)) {
      const found = look({ ...played, history })
      if (found !== undefined) return found
      history = [...history, ...played.events]
    }
    return undefined
  }
})

const isKnown = (state: AnyState): state is Known & { readonly _tag: string } => "version" in state

/** The decider's own laws, and: versions count, time runs forwards, and ids stay. */
export const historyLaws = <Command, State extends AnyState, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  schemas: DeciderSchemas<State, Event>
): ReadonlyArray<Law<DeciderCase<Command, Event>>> => {
  const eachStep = stepLaw(decider)
  return [
    ...deciderLaws(decider, schemas),
    eachStep("the version counts the events", ({ after, events, history }) =>
      (isKnown(after) ? after.version : 0) === history.length + events.length ? undefined : show({ history, events, after })),
    eachStep("time runs forwards in a lifecycle", ({ after, before }) =>
      !isKnown(before) || (isKnown(after) && before.changedAt <= after.changedAt) ? undefined : show({ before, after })),
    eachStep("what has begun keeps its id", ({ after, before }) =>
      !isKnown(before) || (isKnown(after) && before.id === after.id) ? undefined : show({ before, after }))
  ]
}
