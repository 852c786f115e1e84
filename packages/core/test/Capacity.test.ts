import { Spot } from "@parkade/core/lot"
import { type Booking, Capacity } from "@parkade/core/reservation"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { minute } from "./tickets.ts"

const hour = (count: number) => minute(count * 60)
const spotId = (index: number) => Spot.SpotId.make(`00000000-0000-7000-8000-00000000000${index}`)
const spot = (index: number, size: Spot.Size, more: object = {}): Capacity.Placed => ({ id: spotId(index), size, features: [], ...more })
const needs = (size: Spot.Size): Booking.Place => ({ _tag: "Class", requirement: { size, needs: [], barred: [] } })
const only = (index: number): Booking.Place => ({ _tag: "Spot", spotId: spotId(index) })
const claim = (id: string, from: number, to: number, place: Booking.Place): Capacity.Claim => ({ id, period: { from: hour(from), to: hour(to) }, place })
const lot = (spots: ReadonlyArray<Capacity.Placed>, claims: ReadonlyArray<Capacity.Claim>, inside: ReadonlyArray<Capacity.Inside> = []): Capacity.Situation => ({ now: hour(0), spots, claims, inside })
const seat = (situation: Capacity.Situation, effort = 1_000) => {
  const seating = Capacity.seat(situation, effort)
  return seating._tag === "Seated" ? Object.fromEntries([...seating.spots].map(([id, where]) => [id, Number(where.at(-1))])) : seating
}
const short = (at: number, claims: ReadonlyArray<string>, spots: ReadonlyArray<number>) => ({ _tag: "Short", at: hour(at), claims, spots: spots.map(spotId) })

const [small, large] = [spot(1, "small"), spot(2, "large")]

describe("capacity", () => {
  it.each([
    ["one after another on one spot", lot([small], [claim("a", 1, 2, needs("small")), claim("b", 2, 3, needs("small"))]), { a: 1, b: 1 }],
    ["two at once on one spot", lot([small], [claim("a", 1, 3, needs("small")), claim("b", 2, 4, needs("small"))]), short(2, ["a", "b"], [1])],
    ["a small vehicle on a large spot", lot([large], [claim("a", 1, 2, needs("small"))]), { a: 2 }],
    ["a large vehicle on no small spot", lot([small], [claim("a", 1, 2, needs("large"))]), short(1, ["a"], [])],
    ["the small one leaves the large spot to the large one", lot([large, small], [claim("a", 1, 3, needs("small")), claim("b", 2, 3, needs("large"))]), { a: 1, b: 2 }],
    ["a vehicle inside until the hour", lot([small], [claim("a", 2, 3, needs("small"))], [{ spotId: spotId(1), until: hour(2) }]), { a: 1 }],
    ["a vehicle inside for longer", lot([small], [claim("a", 2, 3, needs("small"))], [{ spotId: spotId(1), until: minute(121) }]), short(2, ["a"], [])],
    ["a vehicle inside until further notice", lot([small], [claim("a", 900, 901, needs("small"))], [{ spotId: spotId(1) }]), short(900, ["a"], [])],
    ["a vehicle that should have left", lot([small], [claim("a", 900, 901, needs("small"))], [{ spotId: spotId(1), until: hour(0) }]), short(900, ["a"], [])],
    ["a spot that is cleaned", lot([spot(1, "small", { outages: [{ reason: "cleaning", from: hour(2), until: hour(3) }] })], [claim("a", 1, 2, needs("small")), claim("b", 3, 4, needs("small"))]), { a: 1, b: 1 }],
    ["a spot that is cleaned meanwhile", lot([spot(1, "small", { outages: [{ reason: "cleaning", from: hour(2) }] })], [claim("a", 1, 3, needs("small"))]), short(1, ["a"], [])],
    ["a spot of one's own", lot([small, large], [claim("a", 1, 3, only(2)), claim("b", 2, 4, needs("small"))]), { a: 2, b: 1 }],
    ["a spot of another's own", lot([large], [claim("a", 1, 3, only(2)), claim("b", 2, 4, needs("small"))]), short(2, ["b"], [])],
    ["the same spot for two", lot([large], [claim("a", 1, 3, only(2)), claim("b", 2, 4, only(2))]), short(2, ["a", "b"], [2])],
    ["the same spot, one after another", lot([large], [claim("a", 1, 2, only(2)), claim("b", 2, 4, only(2))]), { a: 2, b: 2 }],
    ["a spot of one's own with somebody on it", lot([large], [claim("a", 1, 3, only(2))], [{ spotId: spotId(2), until: hour(2) }]), short(1, ["a"], [])],
    ["a spot that the lot does not have", lot([large], [claim("a", 1, 3, only(7))]), short(1, ["a"], [])],
    ["who is late", lot([small], [claim("a", -2, 1, needs("small"))]), { a: 1 }],
    ["who is too late", lot([small], [claim("a", -2, 0, needs("small")), claim("b", 0, 1, needs("small"))]), { b: 1 }],
    ["nobody", lot([], []), {}]
  ])("%s", (_, situation, expected) => expect(seat(situation)).toEqual(expected))

  // Whoever takes the large spot first, somebody has to go to the small one at three.
  const hard = lot([small, large], [claim("a", 1, 3, needs("small")), claim("b", 2, 4, needs("small")), claim("c", 3, 5, needs("large"))])

  it("goes back where the first choice was wrong, with an effort", () => {
    expect(seat(hard)).toEqual({ a: 2, b: 1, c: 2 })
    expect(seat(hard, 0)).toEqual({ _tag: "Undecided", exhausted: false })
  })

  it("knows where somebody would have to change spots", () => {
    const closed = { outages: [{ reason: "cleaning" as const, from: hour(2), until: hour(3) }] }
    const other = { outages: [{ reason: "cleaning" as const, from: hour(3), until: hour(4) }] }
    const changing = lot([spot(1, "small", closed), spot(2, "small", other)], [claim("a", 2, 4, needs("small"))])
    // Its own spot at each hour, but none for both.
    expect(seat(changing)).toEqual(short(2, ["a"], []))
    // Each hour by itself would do: between two and three one of the small ones has the large spot, and it came or goes too late.
    const handover = lot([small, large], [claim("a", 0, 3, needs("small")), claim("b", 2, 5, needs("small")), claim("c", 0, 2, needs("large")), claim("d", 3, 5, needs("large"))])
    expect(seat(handover)).toEqual({ _tag: "Undecided", exhausted: true })
    expect(Capacity.accept(handover, claim("e", 8, 9, needs("small")), 100)).toMatchObject({ failure: { _tag: "NoSeating", exhausted: true } })
  })

  it("accepts what can be seated, in the place of itself, and says why not", () => {
    const situation = lot([small], [claim("a", 1, 2, needs("small"))])
    expect(Result.getOrThrow(Capacity.accept(situation, claim("b", 2, 3, needs("small")), 10)).get("b")).toBe(spotId(1))
    expect(Result.getOrThrow(Capacity.accept(situation, claim("a", 1, 3, needs("small")), 10)).get("a")).toBe(spotId(1))
    const refused = Capacity.accept(situation, claim("b", 1, 3, needs("small")), 10)
    expect(refused).toMatchObject({ failure: { _tag: "CapacityShort", at: hour(1) } })
    expect(Result.isFailure(refused) && refused.failure.message).toBe("at 2026-06-01T09:00:00Z there are 2 claims on 1 spots: choose another time or another class")
    expect(Capacity.accept({ ...hard, claims: hard.claims.slice(0, 2) }, hard.claims[2] ?? claim("c", 3, 5, needs("large")), 0)).toMatchObject({ failure: { _tag: "NoSeating", exhausted: false } })
  })

  it("lets a drive-in come where its longest stay is over in time", () => {
    const situation = lot([small], [claim("a", 3, 4, needs("small"))])
    const come = (longest?: number) => Capacity.accept(situation, Capacity.driveIn({ id: "car", now: hour(0), place: needs("small"), longest }), 10)
    expect(Result.isSuccess(come(3 * 3_600_000))).toBe(true)
    expect(come(3 * 3_600_000 + 1)).toMatchObject({ failure: { _tag: "CapacityShort" } })
    expect(come()).toMatchObject({ failure: { _tag: "CapacityShort" } })
    expect(Result.isSuccess(Capacity.accept({ ...situation, spots: [small, large] }, Capacity.driveIn({ id: "car", now: hour(0), place: needs("small") }), 10))).toBe(true)
  })
})
