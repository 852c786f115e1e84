import { Allocator, Explanation, Ordering } from "@parkade/core/allocation"
import { Distance, Layout, type Lot, Spot, Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"

const uuid = (sort: number, index: number) => `00000000-0000-400${sort}-8000-${`${index}`.padStart(12, "0")}`
const entrance = Distance.EntranceId.make(uuid(3, 0))
const at = (minute: number) => Instant.Instant.make(minute * 60_000)
const zoneId = Zone.ZoneId.make(uuid(1, 0))

const spot = (index: number, metres: number, ...features: ReadonlyArray<Spot.Feature>): Spot.Spot =>
  ({ id: Spot.SpotId.make(uuid(2, index)), zoneId, label: `A-${index}`, size: "medium", features, distances: { [entrance]: metres } })

const layout: Lot.Layout = {
  zones: [{ id: zoneId, name: "Level 0" }],
  entrances: [{ id: entrance, name: "North stair" }],
  spots: [spot(0, 10), spot(1, 20), spot(2, 25, "ev"), spot(3, 30, "accessible"), spot(4, 35), spot(5, 35)]
}
const ordering = Ordering.andThen(Ordering.keep({ features: ["ev"] }), Ordering.nearest())
const request: Allocator.Request = { needed: { size: "medium", needs: [], barred: ["accessible", "valet"] }, during: { from: at(0) }, entranceId: entrance }
const open = (options: Partial<Allocator.Options> = {}) => Result.getOrThrow(Allocator.open(layout, { ordering, ...options }))

describe("explanations", () => {
  const allocator = open()
  for (const place of [0, 1]) allocator.take(place)

  it("say why, in numbers", () => {
    const place = Result.getOrThrow(allocator.choose(request))
    const { judgements, spot: { label } } = allocator.why(place, request)
    expect(label).toBe("A-4")
    expect(judgements.map(({ preferred }) => preferred)).toEqual([
      { taken: 0, outOfService: 0, held: 0, unsuitable: 0, misfits: {}, outdone: [] },
      { taken: 2, outOfService: 0, held: 0, unsuitable: 1, misfits: { ReservedFor: 1 }, outdone: [{ by: ordering[0], spots: 1 }] }
    ])
  })

  it("say why, in words", () => {
    expect(Explanation.text(allocator.why(4, request))).toBe("A-4: not scarce; nearest to North stair: 35 m (of nearer ones, 2 are taken, 1 is unsuitable, 1 is kept for ev)")
  })

  it.each([
    [0, "A-0: it is taken"],
    [2, "A-2: A-4 comes first, this one is kept for ev"],
    [3, "A-3: it is kept for accessible"],
    [4, "A-4: it comes first"],
    [5, "A-5: A-4 comes first, as the layout lists them"]
  ])("say why not %s", (place, words) => expect(Explanation.whyNotText(allocator.whyNot(place, request))).toBe(words))
})

describe("an allocator", () => {
  it("has no spot beyond its layout", () => {
    for (const place of [-1, 6, 0.5]) expect(() => open().take(place)).toThrow(RangeError)
  })
  it("does not go on from the snapshot of another lot", () => {
    const stranger = Spot.SpotId.make(uuid(2, 99))
    expect(Allocator.open(layout, { ordering, snapshot: { clock: at(0), taken: [stranger], periods: [] } })).toMatchObject({ failure: { _tag: "UnknownSpots", spotIds: [stranger] } })
  })
  it("says what is wrong with a layout", () => {
    const opened = Allocator.open({ ...layout, spots: [...layout.spots, spot(0, 1)] }, { ordering })
    expect(Result.isFailure(opened) && opened.failure.message).toBe(`spot ${uuid(2, 0)} is there twice\ntwo spots of zone ${uuid(1, 0)} are labelled "A-0"`)
  })
  it("keeps a spot for its holder", () => {
    const allocator = open({ ordering: Ordering.nearest() })
    expect(allocator.hold(0, { holder: "ada", from: at(60), until: at(120) })).toEqual(Result.void)
    expect(allocator.hold(0, { holder: "ben", from: at(119) })).toMatchObject({ failure: { _tag: "AlreadyHeld", holder: "ada" } })
    expect(allocator.choose(request)).toEqual(Result.succeed(1))
    expect(allocator.choose({ ...request, during: { from: at(0), until: at(60) } })).toEqual(Result.succeed(0))
    allocator.advance(at(60))
    expect(allocator.occupancy()).toEqual({ total: 6, free: 5, taken: 0, held: 1, outOfService: 0 })
    expect(allocator.unhold(0, "ben")).toMatchObject({ failure: { _tag: "NotHeld" } })
    expect(allocator.unhold(0, "ada")).toEqual(Result.void)
    expect(allocator.choose(request)).toEqual(Result.succeed(0))
  })
})

describe("a layout", () => {
  it("takes a spot's own way before that of its zones, and the inner zone's before the outer's", () => {
    const [inner, outer] = [zoneId, Zone.ZoneId.make(uuid(1, 1))]
    const zones = [{ id: inner, name: "inner", within: outer, distances: { [entrance]: 7 } }, { id: outer, name: "outer", distances: { [entrance]: 9 } }]
    const { distances: _, ...bare } = spot(1, 0)
    const placed = Result.getOrThrow(Layout.placed({ ...layout, zones, spots: [spot(0, 5), bare, { ...bare, id: Spot.SpotId.make(uuid(2, 2)), label: "out", zoneId: outer }] }))
    expect(placed.map((each) => Layout.metresFrom(each, entrance))).toEqual([5, 7, 9])
  })
})
