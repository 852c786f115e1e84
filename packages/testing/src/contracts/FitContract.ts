/** Which spot an admission takes: storage states `Fit.fit` again in its own way, and must agree with it. */
import { BestFit, Fit } from "@parkade/core/allocation"
import { type LayoutDraft, type Lot, Spot, Zone } from "@parkade/core/lot"
import { createLot, payOnExit } from "@parkade/core/operations"
import { Lots, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import * as fc from "fast-check"
import { expect } from "vitest"
import { wishes, type Asking, outageMinutes, zoneDrafts } from "../arbitraries/LotDraft.ts"
import { runs } from "../arbitraries/runs.ts"
import { admission, at, draft, type It, minutes, morning, noted, type Services, vehicle } from "./Scene.ts"

type Outages = ReadonlyArray<{ readonly spot: number; readonly minutes: ReadonlyArray<{ readonly from: number; readonly until?: number | undefined }> }>

const outageOf = ({ from, until }: Outages[number]["minutes"][number]): Spot.Outage =>
  ({ reason: "cleaning", from: minutes(from), ...(until !== undefined && { until: minutes(until) }) })

/** Outages by spot: the last said of a spot is what holds. */
const said = (outages: Outages, spots: ReadonlyArray<Spot.Spot>): ReadonlyMap<Spot.SpotId, ReadonlyArray<Spot.Outage>> =>
  new Map(outages.flatMap(({ minutes, spot }) => {
    const chosen = spots[spot % Math.max(1, spots.length)]
    return chosen === undefined ? [] : [[chosen.id, minutes.map(outageOf)] as const]
  }))

const requirementOf = ({ zone, ...asked }: Asking, { zones }: Lot.Layout, nowhere: Zone.ZoneId): Fit.Requirement => ({
  ...asked,
  barred: [...Spot.reservedFor].filter((feature) => !asked.needs.includes(feature)),
  ...(zone !== undefined && { zoneId: zones[zone]?.id ?? nowhere })
})

/** Admits vehicles one after the other at one instant, and compares each with a look at every spot. */
const compare = Effect.fnUntraced(function*(zones: LayoutDraft.Zones, outages: Outages, askings: ReadonlyArray<Asking>) {
  const [lots, tickets] = [yield* Lots, yield* Tickets]
  const { layout, lot } = yield* createLot({ ...draft([[]]), zones })
  const nowhere = Zone.ZoneId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
  const out = said(outages, layout.spots)
  for (const [spotId, all] of out) yield* lots.setOutages({ lotId: lot.id, spotId, outages: all }, noted(lot.id))
  const outwards = Zone.outwards(layout.zones)
  let free = BestFit.inOrder(layout.spots.map((spot) => ({ ...spot, zones: outwards.get(spot.zoneId), outages: out.get(spot.id) ?? [] })))
  for (const [index, asked] of askings.entries()) {
    const requirement = requirementOf(asked, layout, nowhere)
    const result = yield* Effect.result(tickets.admit({ ...(yield* admission(lot.id, vehicle(`FIT ${index}`))), requirement }))
    const during = { from: morning, until: Instant.Instant.make(morning + 1) }
    const expected = free.find((spot) => Fit.fit(spot, requirement, during).length === 0)
    const found = Result.isSuccess(result) ? { spotId: result.success.spotId } : { refused: result.failure._tag }
    expect(found).toEqual(expected !== undefined ? { spotId: expected.id } : { refused: free.length === 0 ? "LotFull" : "NothingFits" })
    free = free.filter((spot) => spot !== expected)
  }
})

const charger = { kind: "type-2", powerWatts: 11_000 } as const
const nested: LayoutDraft.Zones = [
  { name: "row", within: "deck", maxHeightCentimetres: 250, access: ["guests", "owners"], spots: [{ label: "row", size: "medium", maxHeightCentimetres: 240 }] },
  { name: "deck", within: "house", maxHeightCentimetres: 200, access: ["staff", "guests"], spots: [] },
  { name: "house", spots: [] },
  { name: "yard", spots: [{ label: "charger", size: "small", features: ["ev"], connectors: [{ kind: "ccs-2", powerWatts: 50_000 }, charger] }] },
  { name: "street", access: ["residents"], spots: [{ label: "street", size: "medium" }] }
]

/** What is asked, and the label of the spot that is had; none when nothing fits. */
const cases: ReadonlyArray<readonly [string, Asking, string | undefined]> = ([
  ["nothing: the only spot that is open to all, charger or not", {}, "charger"],
  ["a spot of a zone", { zone: 0, access: ["guests"] }, "row"],
  ["a spot of a section of the zone's section", { zone: 2, access: ["guests"] }, "row"],
  ["a spot of a section, by one group of each zone", { zone: 1, access: ["owners", "staff"] }, "row"],
  ["groups of one of two zones alone", { zone: 0, access: ["owners"] }, undefined],
  ["groups of nobody", { zone: 0, access: ["nobody"] }, undefined],
  ["no groups", { zone: 0 }, undefined],
  ["a zone beside it", { zone: 4, access: ["guests", "staff"] }, undefined],
  ["a zone without spots", { zone: 2 }, undefined],
  ["a zone that is nowhere", { zone: 9, access: ["guests"] }, undefined],
  ["exactly the height of the lowest zone around it", { zone: 0, access: ["guests"], heightCentimetres: 200 }, "row"],
  ["a hand's breadth more", { zone: 0, access: ["guests"], heightCentimetres: 201 }, undefined],
  ["any height where none is said", { heightCentimetres: 10_000 }, "charger"],
  ["a plug with exactly its power", { connector: { kinds: ["type-2"], minPowerWatts: 11_000 } }, "charger"],
  ["a plug with a watt more, which another plug has", { connector: { kinds: ["type-2"], minPowerWatts: 11_001 } }, undefined],
  ["one of several plugs", { connector: { kinds: ["nacs", "ccs-2"], minPowerWatts: 50_000 } }, "charger"],
  ["a plug that is nowhere", { connector: { kinds: ["chademo"], minPowerWatts: 1 } }, undefined],
  ["a plug where none is", { zone: 0, access: ["guests"], connector: { kinds: ["type-2"], minPowerWatts: 1 } }, undefined]
] as const).map(([name, asked, label]) => [name, { size: "small", needs: [], ...asked }, label])

export const fitTests = (it: It, { histories = 40 }: { readonly histories?: number | undefined }): void => {
  it.effect("takes a spot by the zones around it, its height and its plugs", () =>
    Effect.gen(function*() {
      const tickets = yield* Tickets
      const { layout, lot } = yield* createLot({ ...draft([[]]), zones: nested })
      const nowhere = Zone.ZoneId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
      for (const [name, asked, label] of cases) {
        const result = yield* Effect.result(tickets.admit({ ...(yield* admission(lot.id, vehicle("ASKS 1"))), requirement: requirementOf(asked, layout, nowhere) }))
        const found = Result.isSuccess(result) ? layout.spots.find(({ id }) => id === result.success.spotId)?.label : result.failure._tag
        expect([name, found]).toEqual([name, label ?? "NothingFits"])
        if (Result.isSuccess(result)) yield* at(morning, payOnExit({ ticket: { id: result.success.id }, method: "cash" }))
      }
    }))

  it.effect("takes the spot that Fit.fit and best fit name, over generated zones, outages and wishes", () =>
    Effect.gen(function*() {
      const run = Effect.runPromiseWith(yield* Effect.context<Services>())
      const outages = fc.array(fc.record({ spot: fc.nat(20), minutes: outageMinutes() }), { maxLength: 4 })
      const property = fc.asyncProperty(zoneDrafts(), outages, fc.array(wishes(), { minLength: 1, maxLength: 8 }), (zones, out, askings) => run(compare(zones, out, askings)))
      yield* Effect.promise(() => fc.assert(property, runs(histories)))
    }), { timeout: 600_000 })
}
