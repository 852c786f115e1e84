/** A garage with a gate on each side, cameras before them and loops behind. */
import { Passage } from "@parkade/core/lane"
import { type Lot, Lane } from "@parkade/core/lot"
import { readPlate } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Journal, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Gates } from "@parkade/testing/memory"
import { it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { tariffJson } from "../pricing.ts"
import { type Live, live, opened, uuid } from "./scene.ts"

/** A test with gates, beside all else that a scene has. */
export const lane = <E>(name: string, effect: Effect.Effect<void, E, Live | Layer.Success<typeof Gates.layer>>) =>
  it.effect(name, () => Effect.provide(effect, Layer.merge(live, Gates.layer)))

const laneId = (count: number) => Lane.LaneId.make(uuid(0x100 + count))
export const [lanes, otherExit] = [{ entry: laneId(1), exit: laneId(2) }, laneId(3)]
const camera: Party.Actor = { _tag: "Device", id: Party.DeviceId.make(uuid(0x110)) }

/** The first hour is free, then 1.00 for each that is begun. */
const freeHour = { tariff: tariffJson({ type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", price: "0.00" }], beyond: { type: "hourly", price: "1.00", count: "started" } }) }

let reads = 0
/** A read of `plate`, so many seconds ago by the camera's clock. */
export const reading = (lotId: Lot.LotId, direction: Passage.Direction, plate: string, more: { readonly ago?: number; readonly readId?: string; readonly confidencePerMille?: number; readonly laneId?: Lane.LaneId; readonly vehicleKind?: string } = {}) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const { ago = 0, readId = `${reads += 1}`, ...rest } = more
    return readPlate({ lotId, direction, laneId: lanes[direction], plate, confidencePerMille: 980, readId: Passage.ReadId.make(readId), seenAt: Instant.Instant.make(now - ago * 1_000), by: camera, ...rest })
  })

/** A lot, and reads at its lanes. */
export const garage = (change: object = {}) => Effect.map(opened({ ...freeHour, ...change }), ({ id: lotId }) => ({
  lotId,
  comes: (plate: string, more: Parameters<typeof reading>[3] = {}) => reading(lotId, "entry", plate, more),
  leaves: (plate: string, more: Parameters<typeof reading>[3] = {}) => reading(lotId, "exit", plate, more)
}))

export const mood = (next: Gates.Mood, id?: Lane.LaneId) => Effect.flatMap(Gates.GatesControl, ({ setMood }) => setMood(next, id))
export const openings = Effect.flatMap(Gates.GatesControl, ({ openings }) => openings)
export const deliverAgain = Effect.flatMap(Gates.GatesControl, ({ deliverAgain }) => deliverAgain)
export const ticket = (id: string) => Effect.flatMap(Journal, (journal) => journal.load("Ticket", id))
export const passage = (id: string) => Effect.flatMap(Journal, (journal) => journal.load("Passage", id))
export const told = (id: string) => Effect.map(Effect.flatMap(Journal, (journal) => journal.history("Passage", id)), (all) => all.map(({ _tag }) => _tag.replace("Passage", "")))

/** `decision` whose first commit `other` is ahead of, from its beginning to its end. */
export const overtaken = <A, B, E, F, R>(decision: Effect.Effect<A, E, R>, other: Effect.Effect<B, F, R>) =>
  Effect.gen(function*() {
    const [journal, tickets] = [yield* Journal, yield* Tickets]
    let first: B | undefined
    const ahead = Effect.suspend(() => first === undefined ? Effect.map(Effect.orDie(other), (done) => void (first = done)) : Effect.void)
    const context = yield* Effect.context<R>()
    const before = Effect.provide(ahead, context)
    const later = yield* Effect.provideService(
      Effect.provideService(decision, Journal, Journal.of({ ...journal, commit: (commit) => Effect.andThen(before, journal.commit(commit)) })),
      Tickets,
      Tickets.of({ ...tickets, admit: (admission) => Effect.andThen(before, tickets.admit(admission)) })
    )
    return { first, later }
  })
