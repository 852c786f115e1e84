/** Laws of every lifecycle whose states say how many events made them, and when the last one was. */
import type { Decider } from "@parkade/core/lifecycle"
import { type DeciderCase, play } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"

interface Stamp {
  readonly version: number
  readonly changedAt: number
}

const stamp = (state: object): Stamp =>
  "version" in state && "changedAt" in state && typeof state.version === "number" && typeof state.changedAt === "number"
    ? { version: state.version, changedAt: state.changedAt }
    : { version: 0, changedAt: -Infinity }

/** Laws of `decider`'s versions and times. */
export const stampedLaws = <Command, State extends object, Event extends { readonly at: number }, Rejection>(
  decider: Decider<Command, State, Event, Rejection>
): ReadonlyArray<Law<DeciderCase<Command, Event>>> => [
  {
    name: "the version counts the events, and the last change is the last one's",
    counterexample: ({ commands }) => {
      for (const { after, before, events } of play(decider, commands)) {
        const [was, is] = [stamp(before), stamp(after)]
        if (is.version !== was.version + events.length || is.changedAt !== (events.at(-1)?.at ?? was.changedAt)) return show({ before, events, after })
      }
      return undefined
    }
  },
  {
    name: "time runs forwards",
    counterexample: ({ commands }) => {
      const step = play(decider, commands).find(({ after, before }) => stamp(after).changedAt < stamp(before).changedAt)
      return step === undefined ? undefined : show(step)
    }
  },
  {
    name: "an event that changes nothing leaves the very state, and any other counts",
    counterexample: ({ commands, event }) => {
      for (const state of [decider.initial, ...play(decider, commands).map(({ after }) => after)]) {
        const after = decider.evolve(state, event)
        if (after !== state && stamp(after).version !== stamp(state).version + 1) return show({ state, event, after })
      }
      return undefined
    }
  }
]
