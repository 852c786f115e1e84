/**
 * Gates in memory that do what a test tells them to: they open and say so unless told otherwise. A gate carries out an
 * order once, whichever way and however often it comes, and none that has expired.
 */
import { Adapter } from "@parkade/core/facade"
import { Gates, GateUnreachable, type Opening } from "@parkade/core/ports"
import { Lane } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Clock, Context, Effect, Layer } from "effect"

/** What becomes of the next orders. `silent` opens and does not answer; `held` reaches the gate later; `unreachable` never does. */
export type Mood = "answers" | "silent" | "held" | "unreachable"

/** A boom that went up. */
export interface Opened extends Opening {
  readonly at: Instant.Instant
}

/** What a test says to the gates and asks them. */
export class GatesControl extends Context.Service<GatesControl, {
  /** Of one lane, or of all that were told nothing of their own. */
  readonly setMood: (mood: Mood, laneId?: Opening["laneId"]) => Effect.Effect<void>
  /** Every order that was ever given, held ones too, comes to its gate once more. */
  readonly deliverAgain: Effect.Effect<void>
  /** Every time that a boom went up, in order. */
  readonly openings: Effect.Effect<ReadonlyArray<Opened>>
}>()("@parkade/testing/memory/GatesControl") {}

interface State {
  mood: Mood
  readonly moods: Map<string, Mood>
  /** On their way to gates, or there. */
  readonly given: Array<Opening>
  readonly openings: Array<Opened>
}

/** An order comes to its gate: it opens for one that is good and new, and has it opened for one that it knows. */
const arrive = ({ openings }: State, opening: Opening, now: number): boolean => {
  if (openings.some(({ id }) => id === opening.id)) return true
  if (now >= opening.expiresAt) return false
  openings.push({ ...opening, at: Instant.Instant.make(now) })
  return true
}

const gates = (state: State): Gates["Service"] => ({
  open: (opening) =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const { laneId } = opening
      const mood = state.moods.get(laneId) ?? state.mood
      if (mood !== "unreachable") state.given.push(opening)
      const isOpened = (mood === "answers" || mood === "silent") && arrive(state, opening, now)
      return isOpened && mood === "answers" ? Effect.void : Effect.fail(new GateUnreachable({ laneId }))
    })
})

const control = (state: State): GatesControl["Service"] => ({
  setMood: (mood, laneId) => Effect.sync(() => {
    if (laneId === undefined) state.mood = mood
    else state.moods.set(laneId, mood)
  }),
  deliverAgain: Effect.map(Clock.currentTimeMillis, (now) => {
    for (const opening of state.given) arrive(state, opening, now)
  }),
  openings: Effect.sync(() => [...state.openings])
})

const begin = (): State => ({ mood: "answers", moods: new Map(), given: [], openings: [] })

/** The gates for hosts without Effect: an adapter, and what a test says to them. */
export interface Simulated {
  readonly adapter: Adapter<Gates>
  /** What they do from now on: that of one lane, or all that were told nothing of their own. */
  readonly setMood: (mood: Mood, laneId?: string) => void
  /** Every time that a boom went up, in order. */
  readonly openings: () => ReadonlyArray<Opened>
}

export const simulated = (): Simulated => {
  const state = begin()
  const told = control(state)
  return {
    adapter: Adapter.of(Layer.succeed(Gates, gates(state))),
    setMood: (mood, laneId) => Effect.runSync(told.setMood(mood, laneId === undefined ? undefined : Lane.LaneId.make(laneId))),
    openings: () => Effect.runSync(told.openings)
  }
}

/** The gates, and what a test says to them. */
export const layer: Layer.Layer<Gates | GatesControl> = Layer.unwrap(Effect.sync(() => {
  const state = begin()
  return Layer.mergeAll(Layer.succeed(Gates, gates(state)), Layer.succeed(GatesControl, control(state)))
}))
