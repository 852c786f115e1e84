/** Allocation: its laws, and the indexed allocator against one that looks at every spot. */
import { allocationCase, hold, ordering, outage, request, requirementOn, runs, site } from "@parkade/testing/arbitraries"
import { agreement, allocatorLaws, balanceLaws, bitsLaws, explanationLaws, fitLaws, layoutLaws, orderingLaws, scheduleLaws } from "@parkade/testing/laws"
import { Layout, Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { lawful, timeout } from "./lawful.ts"

const placed = (options = {}) => site(options).map((layout) => ({ layout, spots: Result.getOrThrow(Layout.placed(layout)) }))

lawful("layouts", layoutLaws, fc.record({ layout: site(), index: fc.nat(20) }))
lawful("fit", fitLaws, placed().filter(({ spots }) => spots.length > 0).chain(({ layout, spots }) =>
  fc.record({ spot: fc.constantFrom(...spots), needed: requirementOn(layout), during: request(layout).map(({ during }) => during), index: fc.nat(3) })), 2_000)
lawful("orderings", orderingLaws, placed().chain(({ layout, spots }) => fc.record({
  spots: fc.constant(spots),
  orderings: fc.tuple(ordering(layout), ordering(layout), ordering(layout)),
  sight: fc.record({
    entranceId: request(layout).map(({ entranceId }) => entranceId),
    share: fc.array(fc.record({ free: fc.nat(3), total: fc.integer({ min: 3, max: 5 }) }), { minLength: 4, maxLength: 4 })
      .map((shares) => ({ id }: Zone.Zone) => shares[layout.zones.findIndex((zone) => zone.id === id)] ?? { free: 0, total: 1 })
  })
})))
lawful("sets of bits", bitsLaws, fc.constantFrom(1, 31, 32, 33, 1_023, 1_024, 1_025, 32_000, 32_767, 33_000, 100_000).chain((size) =>
  fc.record({ size: fc.constant(size), turned: fc.array(fc.oneof(fc.nat(size - 1), fc.nat(Math.min(size - 1, 70))), { maxLength: 60 }) })))
const minute = Date.parse("2026-06-01T06:00:00Z")
lawful("schedules", scheduleLaws, fc.record({
  periods: fc.array(fc.record({ outages: fc.array(outage(), { maxLength: 2 }), holds: fc.array(hold(), { maxLength: 2 }) }), { maxLength: 8 }),
  clocks: fc.array(fc.integer({ min: -5, max: 170 }).map((at) => Instant.Instant.make(minute + at * 60_000)), { minLength: 1, maxLength: 12 })
}))
lawful("allocators", allocatorLaws, allocationCase(), 200)
lawful("explanations", explanationLaws, allocationCase({ maxSteps: 15 }), 100)
lawful("balance", balanceLaws, fc.record({ zones: fc.integer({ min: 1, max: 5 }), each: fc.integer({ min: 1, max: 40 }), vehicles: fc.nat(60) }).map(({ each, vehicles, zones }) => {
  const id = (sort: number, index: number) => `00000000-0000-400${sort}-8000-${`${index}`.padStart(12, "0")}`
  const layout = {
    zones: Array.from({ length: zones }, (_, index) => ({ id: id(1, index), name: `${index}` })),
    spots: Array.from({ length: zones * each }, (_, index) => ({ id: id(2, index), zoneId: id(1, index % zones), label: `${index}`, size: "medium", features: [] }))
  }
  return { layout, vehicles, request: { needed: { size: "small", needs: [], barred: [] }, during: { from: Instant.Instant.make(0) } } } as never
}))

/** A hundred thousand histories with PARKADE_LONG=1. */
it("gives what looking at every spot gives, on every lot and history", { timeout: 20 * timeout }, () => {
  const { numRuns, ...rest } = runs(1)
  const counts = new Map<string, number>()
  const count = (name: string, by = 1) => counts.set(name, (counts.get(name) ?? 0) + by)
  fc.assert(fc.property(allocationCase(), (input) => {
    count("histories")
    const wrong = agreement(input, (outcome) => count(typeof outcome === "number" ? "given" : typeof outcome === "object" ? outcome._tag : outcome ?? "done"))
    if (wrong !== undefined) throw new Error(wrong)
  }), { ...rest, numRuns: numRuns === 1 ? 600 : 100_000 })
  const names = ["given", "done", "LotFull", "NothingFits", "HeldForOthers", "AlreadyTaken", "NotTaken", "AlreadyHeld", "NotHeld"]
  expect(names.filter((name) => (counts.get(name) ?? 0) < 30)).toEqual([])
  if (numRuns > 1) process.stdout.write(`${[...counts].map(([name, times]) => `${name} ${times}`).join(", ")}\n`)
})
