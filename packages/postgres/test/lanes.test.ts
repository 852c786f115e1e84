/** Several cameras before one gate at once, on real connections: one vehicle, one ticket, one opening. */
import { layer as suite } from "@effect/vitest"
import { Passage } from "@parkade/core/lane"
import { Lane, type Lot } from "@parkade/core/lot"
import { availability, pay, readPlate } from "@parkade/core/operations"
import { Instant } from "@parkade/core/time"
import { Gates, Gateway } from "@parkade/testing/memory"
import { Effect, Layer, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { describe, expect } from "vitest"
import { layerThrowAway, server } from "./Databases.ts"
import { cars, openLot, tally } from "./Garage.ts"

const rounds = process.env["PARKADE_LONG"] === "1" ? 50 : 5
const live = Layer.mergeAll(layerThrowAway(16), SecureRandom.layerWebCrypto, Gates.layer, Gateway.layer)
const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())

/** The vehicle as eight cameras read it, two of which say the same read; all at once. */
const plates = ["B-AB 1", "8-AB 1", "B-AB 1", "B-AB 1", "8-AB 1", "B-AB 1", "B-AB 1", "8-AB 1"]
const read = (lotId: Lot.LotId, direction: Passage.Direction, laneId: Lane.LaneId, salt: string) =>
  Effect.all(plates.map((plate, index) => Effect.result(readPlate({
    lotId, laneId, direction, plate, confidencePerMille: 990, seenAt: Instant.Instant.make(Date.now()), readId: Passage.ReadId.make(`${salt}-${Math.max(index, 1)}`)
  }))), { concurrency: "unbounded" })

/** Passages that are told: of who lost too often, nothing. */
const passagesOf = (results: ReadonlyArray<Result.Result<Passage.Passage, { readonly _tag: string }>>) => {
  const { won = 0, StorageUnavailable = 0, ...rest } = tally(results)
  expect({ all: won + StorageUnavailable, rest }).toEqual({ all: plates.length, rest: {} })
  return results.filter(Result.isSuccess).map(({ success }) => success)
}

describe.skipIf(server === undefined)("on a server", () => {
  suite(live, { excludeTestServices: true })("eight cameras over 16 connections", (it) => {
    it.effect.each(Array.from({ length: rounds }, (_, round) => round))("let one vehicle in and out once, round %i", () =>
      Effect.gen(function*() {
        const { lot: { id: lotId } } = yield* openLot(cars(4))
        const [way, out, salt] = [Lane.LaneId.make(yield* uuid), Lane.LaneId.make(yield* uuid), yield* uuid]
        const { openings } = yield* Gates.GatesControl
        const opened = (lane: Lane.LaneId) => Effect.map(openings, (all) => all.filter(({ laneId }) => laneId === lane))
        const free = Effect.map(availability({ lotId }), (all) => all.free)
        expect(new Set(passagesOf(yield* read(lotId, "entry", way, salt)).map(({ id }) => id)).size).toBe(1)
        const [inside, ...others] = yield* opened(way)
        expect({ free: yield* free, others }).toEqual({ free: 3, others: [] })
        if (inside === undefined) return expect.unreachable("the gate opened")
        yield* pay({ ticket: { id: inside.ticketId }, method: "card" })
        expect(new Set(passagesOf(yield* read(lotId, "exit", out, salt)).map(({ id }) => id)).size).toBe(1)
        expect(yield* opened(out)).toMatchObject([{ ticketId: inside.ticketId }])
        expect(yield* free).toBe(4)
      }))
  })
})
