/** Spots that are out of service are no spots that are free. */
import { admit, availability, quote, setOutages } from "@parkade/core/operations"
import { Lots } from "@parkade/core/ports"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { tariffJson } from "../pricing.ts"
import { minute } from "../tickets.ts"
import { car, opened, pass, scene } from "./scene.ts"

describe("a spot out of service", () => {
  scene("is not free while it lasts", Effect.gen(function*() {
    const { id: lotId } = yield* opened()
    const [spot] = (yield* (yield* Lots).layout(lotId)).spots
    if (spot === undefined) return expect.unreachable()
    yield* setOutages({ lotId, spotId: spot.id, outages: [{ reason: "cleaning", from: minute(10), until: minute(20) }] })
    expect(yield* availability({ lotId })).toMatchObject({ total: 2, free: 2, outOfService: 0 })
    yield* pass("0:10")
    expect(yield* availability({ lotId })).toMatchObject({ total: 2, free: 1, outOfService: 1, zones: [{ free: 1, outOfService: 1 }] })
    yield* pass("0:10")
    expect(yield* availability({ lotId })).toMatchObject({ total: 2, free: 2, outOfService: 0 })
  }))

  scene("makes a lot no fuller: what is in service counts", Effect.gen(function*() {
    const rate = { type: "choose", cases: [{ if: { occupancy: { from: "0.5" } }, rate: { type: "flat", price: "9.00" } }], otherwise: { type: "flat", price: "1.00" } }
    const { id: lotId } = yield* opened({ tariff: tariffJson(rate) })
    const [spot] = (yield* (yield* Lots).layout(lotId)).spots
    if (spot === undefined) return expect.unreachable()
    yield* setOutages({ lotId, spotId: spot.id, outages: [{ reason: "damage", from: minute(0) }] })
    const { id } = yield* admit({ lotId, vehicle: car("B-AB 1") })
    yield* pass("0:30")
    expect(yield* quote({ ticket: { id } })).toMatchObject({ due: { amount: 100 } })
  }))
})
