/** Laws of every lifecycle: a decider with the schemas of its state and events. Run them on your own. */
import type { Decider } from "@parkade/core/lifecycle"
import { Equal, Predicate, Result, Schema } from "effect"
import { type Law, show } from "./Law.ts"

export interface DeciderCase<Command, Event> {
  readonly commands: ReadonlyArray<Command>
  /** Any event at all, also one that cannot follow. */
  readonly event: Event
  /** Where a replay is interrupted: events before it come from a snapshot. */
  readonly cut: number
}

/** State and events, typed as they are inside. */
export interface DeciderSchemas<State, Event> {
  readonly state: Schema.Codec<State, unknown>
  readonly event: Schema.Codec<Event, unknown>
}

/** One command of a history, what was decided, and the states around it. */
export interface Played<Command, State, Event> {
  readonly command: Command
  readonly before: State
  readonly events: ReadonlyArray<Event>
  readonly after: State
  readonly rejection: unknown
}

/** Every command in turn: what was decided, and the states around it. */
export const play = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  commands: ReadonlyArray<Command>
): ReadonlyArray<Played<Command, State, Event>> => {
  let before = decider.initial
  return commands.map((command) => {
    const decided = decider.decide(command, before)
    const events = Result.isSuccess(decided) ? decided.success : []
    const after = events.reduce(decider.evolve, before)
    const step = { command, before, events, after, rejection: Result.isFailure(decided) ? decided.failure : undefined }
    before = after
    return step
  })
}

const frozen = (value: unknown): void => {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  Object.values(value).forEach(frozen)
}

type Laws<Command, Event> = ReadonlyArray<Law<DeciderCase<Command, Event>>>

/** A law of every step of a history. */
const eachStep = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  look: (step: Played<Command, State, Event>) => string | undefined
) =>
({ commands }: DeciderCase<Command, Event>): string | undefined => {
  for (const step of play(decider, commands)) {
    const found = look(step)
    if (found !== undefined) return found
  }
  return undefined
}

const decidingLaws = <Command, State, Event, Rejection>(decider: Decider<Command, State, Event, Rejection>): Laws<Command, Event> => [
  {
    name: "a rejection leaves the state alone and has a name",
    counterexample: eachStep(decider, ({ after, before, rejection }) =>
      rejection === undefined || (Equal.equals(before, after) && Predicate.hasProperty(rejection, "_tag")) ? undefined : show({ before, after, rejection }))
  },
  {
    name: "deciding changes nothing and gives the same answer twice",
    counterexample: eachStep(decider, ({ before, command }) => {
      frozen(before)
      frozen(command)
      return Equal.equals(decider.decide(command, before), decider.decide(command, before)) ? undefined : show({ before, command })
    })
  },
  {
    name: "a repeated command adds nothing or is named",
    counterexample: eachStep(decider, ({ after, command, rejection }) => {
      if (rejection !== undefined) return undefined
      const again = decider.decide(command, after)
      const fine = Result.isSuccess(again) ? again.success.length === 0 : Predicate.hasProperty(again.failure, "_tag")
      return fine ? undefined : show({ command, after, again })
    })
  }
]

const foldingLaws = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  schemas: DeciderSchemas<State, Event>
): Laws<Command, Event> => {
  const eventJson = Schema.toCodecJson(schemas.event)
  const isState = Schema.is(schemas.state)
  const history = ({ commands }: DeciderCase<Command, Event>) => play(decider, commands).flatMap(({ events }) => events)
  return [
    {
      name: "a replay may be split anywhere",
      counterexample: (input) => {
        const events = history(input)
        const at = Math.min(events.length, Math.abs(input.cut))
        const snapshot = events.slice(0, at).reduce(decider.evolve, decider.initial)
        const [split, whole] = [events.slice(at).reduce(decider.evolve, snapshot), events.reduce(decider.evolve, decider.initial)]
        const played = play(decider, input.commands).at(-1)?.after ?? decider.initial
        return Equal.equals(split, whole) && Equal.equals(whole, played) ? undefined : show({ at, split, whole, played })
      }
    },
    {
      name: "evolve takes any event in any state, changes neither, and stays within the schema",
      counterexample: ({ commands, event }) => {
        for (const state of [decider.initial, ...play(decider, commands).map(({ after }) => after)]) {
          frozen(state)
          frozen(event)
          const after = decider.evolve(state, event)
          if (!isState(after)) return show({ state, event, after })
        }
        return undefined
      }
    },
    {
      name: "reachable states satisfy the schema",
      counterexample: eachStep(decider, ({ after }) => (isState(after) ? undefined : show(after)))
    },
    {
      name: "events round-trip through their JSON codec",
      counterexample: (input) => {
        const other = [...history(input), input.event].find((event) =>
          !Equal.equals(Schema.decodeUnknownSync(eventJson)(JSON.parse(JSON.stringify(Schema.encodeSync(eventJson)(event)))), event))
        return other === undefined ? undefined : show(other)
      }
    }
  ]
}

/** The laws of `decider`. */
export const deciderLaws = <Command, State, Event, Rejection>(
  decider: Decider<Command, State, Event, Rejection>,
  schemas: DeciderSchemas<State, Event>
): Laws<Command, Event> => [...decidingLaws(decider), ...foldingLaws(decider, schemas)]
