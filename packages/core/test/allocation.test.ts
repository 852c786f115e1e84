import { Allocator, BestFit, Fit, Ordering } from "@parkade/core/allocation"
import { Distance, Spot, Vehicle, Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { requirement, runs, spotShape } from "@parkade/testing/arbitraries"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const needs = (size: Spot.Size, ...features: ReadonlyArray<Spot.Feature>) => 
  Fit.requirement(Result.getOrThrow(Vehicle.make({ plate: "A 1", kind: "car", size })), { needs: features })
const spot = (size: Spot.Size, ...features: ReadonlyArray<Spot.Feature>) => ({ size, features })

describe("fit", () => {
  it.each([
    ["a spot of the size", spot("medium"), needs("medium"), []],
    ["a larger spot", spot("extra-large"), needs("small"), []],
    ["a spot with more than was asked for", spot("medium", "ev", "covered"), needs("medium", "ev"), []],
    ["a reserved spot that was asked for", spot("medium", "accessible"), needs("medium", "accessible"), []],
    ["a smaller spot", spot("small"), needs("medium"), [{ _tag: "TooSmall", size: "small", needed: "medium" }]],
    ["a spot without a charger", spot("large"), needs("large", "ev"), [{ _tag: "LacksFeature", feature: "ev" }]],
    ["an accessible spot nobody asked for", spot("medium", "accessible"), needs("medium"), [{ _tag: "ReservedFor", feature: "accessible" }]],
    ["a valet spot nobody asked for", spot("medium", "valet"), needs("medium", "ev"), [{ _tag: "LacksFeature", feature: "ev" }, { _tag: "ReservedFor", feature: "valet" }]],
    [
      "everything wrong at once, every reason",
      spot("small", "accessible", "valet"),
      needs("extra-large", "ev", "covered"),
      [
        { _tag: "TooSmall", size: "small", needed: "extra-large" },
        { _tag: "LacksFeature", feature: "ev" },
        { _tag: "LacksFeature", feature: "covered" },
        { _tag: "ReservedFor", feature: "accessible" },
        { _tag: "ReservedFor", feature: "valet" }
      ]
    ]
  ])("%s", (_, given, needed, misfits) => expect(Fit.fit(given, needed)).toEqual(misfits))

  it("bars what is reserved, but for those who ask", () => {
    expect(needs("small").barred).toEqual(["accessible", "valet"])
    expect(needs("small", "valet").barred).toEqual(["accessible"])
  })
})

describe("best fit", () => {
  const numbered = (spots: ReadonlyArray<ReturnType<typeof spot>>) => spots.map((each, place) => ({ ...each, place }))
  const places = (spots: ReadonlyArray<ReturnType<typeof spot>>) => BestFit.inOrder(numbered(spots)).map(({ place }) => place)

  it.each([
    ["smaller first", [spot("large"), spot("small"), spot("medium")], [1, 2, 0]],
    ["plainer before smaller", [spot("small", "ev"), spot("extra-large")], [1, 0]],
    ["alike as given", [spot("medium"), spot("medium"), spot("medium")], [0, 1, 2]],
    ["features count, not which", [spot("medium", "ev", "covered"), spot("medium", "valet"), spot("medium", "ev")], [1, 2, 0]]
  ])("orders %s", (_, spots, order) => expect(places(spots)).toEqual(order))

  it("leaves the spots it is given alone", () => {
    const given = Object.freeze([spot("large"), spot("small")])
    BestFit.inOrder(given)
    expect(given[0]?.size).toBe("large")
  })

  it("gives none when none fits", () => {
    expect(BestFit.choose([], needs("small"))).toBeUndefined()
    expect(BestFit.choose([spot("small")], needs("large"))).toBeUndefined()
  })

  it("gives what a naive scan gives: of all that fit, fewest features to spare, then smallest, then first", () => {
    const naive = (spots: ReadonlyArray<ReturnType<typeof numbered>[number]>, needed: Fit.Requirement): number | undefined => {
      let best: (typeof spots)[number] | undefined
      for (const each of spots) {
        const [size, least] = [each.size, needed.size].map((name) => Spot.sizes.findIndex((other) => other === name)) as [number, number]
        const suits = size >= least && needed.needs.every((need) => each.features.includes(need)) && !needed.barred.some((barred) => each.features.includes(barred))
        if (!suits) continue
        const spare = each.features.filter((feature) => !needed.needs.includes(feature)).length
        const bestSpare = best === undefined ? Infinity : best.features.filter((feature) => !needed.needs.includes(feature)).length
        const bestSize = best === undefined ? Infinity : Spot.sizes.findIndex((other) => other === best?.size)
        if (spare < bestSpare || (spare === bestSpare && size < bestSize)) best = each
      }
      return best?.place
    }
    fc.assert(fc.property(fc.array(spotShape(), { maxLength: 15 }), requirement(), (shapes, needed) => {
      const spots = shapes.map((shape, place) => ({ ...shape, place }))
      expect(BestFit.choose(BestFit.inOrder(spots), needed)?.place).toBe(naive(spots, needed))
    }), runs(300))
  })
})

describe("an allocator", () => {
  const id = (sort: number, index: number) => `00000000-0000-400${sort}-8000-${`${index}`.padStart(12, "0")}`
  const zoneId = Zone.ZoneId.make(id(1, 0))
  const entrances = [0, 1].map((index) => ({ id: Distance.EntranceId.make(id(3, index)), name: `${index}` }))
  const spots = [0, 1, 2].map((index) => ({ ...spot("medium"), id: Spot.SpotId.make(id(2, index)), zoneId, label: `${index}` }))

  it("ranks its spots once for each entrance that requests name", () => {
    let compared = 0
    const ordering = Ordering.andThen(Ordering.nearest(), Ordering.own("counted", () => {
      compared += 1
      return 0
    }))
    const allocator = Result.getOrThrow(Allocator.open({ zones: [{ id: zoneId, name: "" }], entrances, spots }, { ordering }))
    const ask = (zone?: Zone.ZoneId) => entrances.map((entrance) =>
      Result.getOrThrow(allocator.choose({ needed: { ...needs("small"), zoneId: zone }, during: { from: Instant.Instant.make(0) }, entranceId: entrance.id })))
    ask()
    ask(zoneId)
    const once = compared
    allocator.take(0)
    expect([...ask(), ...ask(zoneId)]).toEqual([1, 1, 1, 1])
    expect([once > 0, compared]).toEqual([true, once])
  })
})
