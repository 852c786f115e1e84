/** What every adapter of the port Analytics does: each test is a sentence of the port. */
import type { Vitest } from "@effect/vitest"
import { Lot } from "@parkade/core/lot"
import { admit, payOnExit, release, voidTicket } from "@parkade/core/operations"
import type { Party } from "@parkade/core/party"
import { Analytics, type Books, type Journal } from "@parkade/core/ports"
import { Elapsed, Instant } from "@parkade/core/time"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { at, minutes, openPlainLot, type Services, vehicle } from "./Scene.ts"

const always = { from: Instant.Instant.make(0), to: minutes(1_000_000) }
const minute = 60_000
const by: Party.Actor = { _tag: "Routine", name: "contract" }
const euros = (amount: number) => ({ amount, currency: "EUR" })
const within = (from: number, to: number) => ({ from: minutes(from), to: minutes(to) })

const visit = Effect.fnUntraced(function*(lotId: Lot.LotId, plate: string, from: number, to?: number) {
  const ticket = yield* at(minutes(from), admit({ lotId, vehicle: vehicle(plate) }))
  return to === undefined ? ticket : yield* at(minutes(to), payOnExit({ ticket: { id: ticket.id }, method: "cash" }))
})

type It = Vitest.MethodsNonLive<Services | Analytics | Books | Journal>

const occupancy = (it: It) => {
  it.effect("counts the vehicles at each step: who enters is there, who leaves or is void is not", () =>
    Effect.gen(function*() {
      const [lot, analytics] = [yield* openPlainLot(3), yield* Analytics]
      yield* visit(lot.id, "OCC 1", 0, 60)
      yield* visit(lot.id, "OCC 2", 30)
      const { id } = yield* visit(lot.id, "OCC 3", 45)
      yield* at(minutes(50), voidTicket({ ticket: { id }, by, reason: "by mistake" }))
      const steps = yield* analytics.occupancy(lot.id, { ...within(0, 75), step: Elapsed.ofMinutes(15) })
      expect(steps).toEqual([1, 1, 2, 3, 1].map((vehicles, index) => ({ at: minutes(index * 15), vehicles })))
      expect(yield* analytics.occupancy(lot.id, { ...within(0, 76), step: Elapsed.ofMinutes(15) })).toHaveLength(6)
      expect(yield* analytics.occupancy(lot.id, { ...within(0, 0), step: Elapsed.ofMinutes(15) })).toEqual([])
    }))
}

const revenue = (it: It) => {
  it.effect("sums what was booked in the time, by source, with its tax apart; what nobody pays is written off", () =>
    Effect.gen(function*() {
      const [lot, analytics] = [yield* openPlainLot(3), yield* Analytics]
      yield* visit(lot.id, "REV 1", 0, 60)
      const { id } = yield* visit(lot.id, "REV 2", 0)
      yield* at(minutes(90), release({ ticket: { id }, waive: { by, reason: "the gate was broken" } }))
      const none = { earned: [], tax: [], writtenOff: [] }
      expect(yield* analytics.revenue(lot.id, within(0, 60))).toEqual(none)
      expect(yield* analytics.revenue(lot.id, within(60, 61))).toEqual({ earned: [{ source: "stay", amount: euros(84) }], tax: [euros(16)], writtenOff: [] })
      expect(yield* analytics.revenue(lot.id, within(61, 90))).toEqual(none)
      expect(yield* analytics.revenue(lot.id, always)).toEqual({ earned: [{ source: "stay", amount: euros(252) }], tax: [euros(48)], writtenOff: [euros(200)] })
    }))
}

const stays = (it: It) => {
  it.effect("tells of stays that ended in the time how long they were, when they began, and who came again", () =>
    Effect.gen(function*() {
      const [lot, analytics] = [yield* openPlainLot(4), yield* Analytics]
      yield* visit(lot.id, "STA 1", 0, 60)
      yield* visit(lot.id, "STA 1", 120, 150)
      yield* visit(lot.id, "STA 2", 0, 300)
      yield* visit(lot.id, "STA 3", 70, 170)
      yield* visit(lot.id, "STA 4", 0)
      const all = yield* analytics.stays(lot.id, always)
      expect(all).toMatchObject({ count: 4, meanMillis: 122.5 * minute, medianMillis: 60 * minute, longestMillis: 300 * minute, vehicles: 3, returning: 1 })
      // Morning is 08:00 in Berlin.
      expect(all.entriesByHour.flatMap((count, hour) => count === 0 ? [] : [[hour, count]])).toEqual([[8, 2], [9, 1], [10, 1]])
      expect(all.entriesByHour).toHaveLength(24)
      expect(yield* analytics.stays(lot.id, within(150, 300))).toMatchObject({ count: 2, vehicles: 2, returning: 1, medianMillis: 30 * minute })
      expect(yield* analytics.stays(lot.id, within(60, 61))).toMatchObject({ count: 1, vehicles: 1, returning: 0 })
      expect(yield* analytics.stays(lot.id, within(301, 400))).toEqual({ count: 0, meanMillis: 0, medianMillis: 0, longestMillis: 0, entriesByHour: Array(24).fill(0), vehicles: 0, returning: 0 })
    }))

  it.effect("tells of one lot only, and knows one that does not exist", () =>
    Effect.gen(function*() {
      const [here, there, analytics] = [yield* openPlainLot(1), yield* openPlainLot(1), yield* Analytics]
      yield* visit(here.id, "HER 1", 0, 30)
      expect(yield* analytics.stays(there.id, always)).toMatchObject({ count: 0 })
      expect((yield* analytics.revenue(there.id, always)).earned).toEqual([])
      const unknown = Lot.LotId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
      for (const read of [analytics.stays(unknown, always), analytics.revenue(unknown, always), analytics.occupancy(unknown, { ...within(0, 1), step: Elapsed.ofMinutes(1) })]) {
        expect(yield* Effect.flip<unknown, unknown, never>(read)).toMatchObject({ _tag: "LotNotFound", lotId: unknown })
      }
    }))
}

export const analyticsTests = (it: It): void => {
  occupancy(it)
  revenue(it)
  stays(it)
}
