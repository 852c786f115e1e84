/** Laws over the steps of a history: what each command met, what was decided, and all events before it. */
import type { Decider } from "@parkade/core/lifecycle"
import { play, type Played } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"

export interface History<Command> {
  readonly commands: ReadonlyArray<Command>
}

export interface Told<Command, State, Event> extends Played<Command, State, Event> {
  /** All events, those of this step included. */
  readonly past: ReadonlyArray<Event>
}

/** A maker of laws that look at every step of a history of `decider`. */
export const stepsOf = <Command, State, Event, Rejection>(decider: Decider<Command, State, Event, Rejection>) =>
(name: string, look: (step: Told<Command, State, Event>) => string | undefined): Law<History<Command>> => ({
  name,
  counterexample: ({ commands }) => {
    let past: ReadonlyArray<Event> = []
    for (const step of play(decider, commands)) {
      past = [...past, ...step.events]
      const found = look({ ...step, past })
      if (found !== undefined) return found
    }
    return undefined
  }
})

interface Kept {
  readonly id: unknown
  readonly version: number
  readonly changedAt: number
}

/** Every event counts, carries its time, and time runs forwards; `kept` is the state once there is one. */
export const countingLaw = <Command, State, Event extends { readonly at: number }, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  kept: (state: State) => Kept | undefined
): Law<History<Command>> =>
  stepsOf(decider)("every event counts and carries its time", ({ after, before, events, past }) => {
    const state = kept(after)
    if (state === undefined) return past.length === 0 ? undefined : show({ after, past })
    const inOrder = past.every(({ at }, index) => at >= (past[index - 1]?.at ?? 0))
    const previous = kept(before)
    const sameId = previous === undefined || previous.id === state.id
    return state.version === past.length && state.changedAt === past.at(-1)?.at && inOrder && sameId ? undefined : show({ before, events, after })
  })
