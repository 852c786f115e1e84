/** Entries and exits by a lot's opening hours. */
import { type Lot, OpeningHours } from "@parkade/core/lot"
import { admit, createLot, pay, payOnExit, quote, release } from "@parkade/core/operations"
import { Lots } from "@parkade/core/ports"
import { TimeZone } from "@parkade/core/time"
import { Effect } from "effect"
import { expect } from "vitest"
import { at, draft, type DraftedSpot, type It, minutes, morning, noted, vehicle } from "./Scene.ts"

/** From seven to nine in Berlin: an hour before {@link morning} up to one after it. */
const early: OpeningHours.OpeningHours = { weekly: [{ days: OpeningHours.weekdays, from: "07:00", to: "09:00" }] }

const opened = (openingHours: OpeningHours.OpeningHours, spots: ReadonlyArray<DraftedSpot> = [{ size: "medium" }]) =>
  Effect.map(createLot({ ...draft([spots]), openingHours }), ({ lot }) => lot)

const entry = ({ id: lotId }: Lot.Lot, plate: string, minute: number) => at(minutes(minute), admit({ lotId, vehicle: vehicle(plate) }))

export const hoursTests = (it: It): void => {
  it.effect("lets vehicles in while the lot is open, and says when it opens", () =>
    Effect.gen(function*() {
      const lot = yield* opened(early, [{ size: "medium" }, { size: "medium" }, { size: "medium" }])
      expect(yield* entry(lot, "OPEN 1", 0)).toMatchObject({ _tag: "Parked", enteredAt: morning })
      expect(yield* entry(lot, "OPEN 2", 59)).toMatchObject({ _tag: "Parked" })
      for (const minute of [60, 61, 1_379]) {
        expect(yield* Effect.flip(entry(lot, "LATE 1", minute))).toMatchObject({ _tag: "LotClosed", lotId: lot.id, opensAt: minutes(1_380) })
      }
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
      expect(yield* entry(lot, "LATE 1", 1_380)).toMatchObject({ _tag: "Parked" })
    }))

  it.effect("names no opening of a lot that never opens again", () =>
    Effect.gen(function*() {
      const refused = yield* Effect.flip(entry(yield* opened({ weekly: [] }), "NEVER 1", 0))
      expect(refused._tag === "LotClosed" && refused.opensAt === undefined).toBe(true)
    }))

  it.effect("lets everybody out whatever the hour", () =>
    Effect.gen(function*() {
      const lot = yield* opened(early, [{ size: "medium" }, { size: "medium" }])
      const [first, second] = [yield* entry(lot, "OUT 1", 0), yield* entry(lot, "OUT 2", 0)]
      expect(yield* at(minutes(300), quote({ ticket: { id: first.id } }))).toMatchObject({ due: { amount: 500 } })
      yield* at(minutes(300), pay({ ticket: { id: first.id }, method: "card" }))
      expect(yield* at(minutes(301), release({ ticket: { id: first.id } }))).toMatchObject({ _tag: "Exited" })
      expect(yield* at(minutes(302), payOnExit({ ticket: { id: second.id }, method: "cash" }))).toMatchObject({ _tag: "Exited" })
    }))

  it.effect("says that a plate is parked before it says closed, and closed before it says full", () =>
    Effect.gen(function*() {
      const lot = yield* opened(early)
      const { id } = yield* entry(lot, "IN 1", 0)
      expect(yield* Effect.flip(entry(lot, "IN 1", 90))).toMatchObject({ _tag: "AlreadyParked", ticketId: id })
      expect(yield* Effect.flip(entry(lot, "IN 2", 90))).toMatchObject({ _tag: "LotClosed" })
      expect(yield* Effect.flip(entry(lot, "IN 2", 30))).toMatchObject({ _tag: "LotFull" })
    }))

  it.effect("goes by the hours and the clock that the lot has now", () =>
    Effect.gen(function*() {
      const lots = yield* Lots
      const lot = yield* opened(early, Array.from({ length: 6 }, () => ({ size: "medium" })))
      const { openingHours: _, ...unhurried } = lot
      yield* entry(lot, "NOW 1", 0)
      yield* lots.update({ ...lot, openingHours: { weekly: [] } }, noted(lot.id))
      expect(yield* Effect.flip(entry(lot, "NOW 2", 0))).toMatchObject({ _tag: "LotClosed" })
      yield* lots.update({ ...lot, openingHours: early }, noted(lot.id))
      yield* entry(lot, "NOW 2", 0)
      yield* lots.update({ ...lot, timeZone: TimeZone.TimeZone.make("Asia/Tokyo") }, noted(lot.id))
      expect(yield* Effect.flip(entry(lot, "NOW 3", 0))).toMatchObject({ _tag: "LotClosed", opensAt: minutes(16 * 60) })
      yield* lots.update(unhurried, noted(lot.id))
      yield* entry(lot, "NOW 3", 0)
      yield* entry(lot, "NOW 4", 600)
      yield* lots.update(lot, noted(lot.id))
      expect(yield* Effect.flip(entry(lot, "NOW 5", 600))).toMatchObject({ _tag: "LotClosed" })
    }))
}
