/** Which spot an admission takes: storage states `Fit.fit` again in its own way, and must agree with it. */
import { BestFit, Fit } from "@parkade/core/allocation"
import { type LayoutDraft, Spot, Zone } from "@parkade/core/lot"
import { createLot } from "@parkade/core/operations"
import { Lots, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import * as fc from "fast-check"
import { expect } from "vitest"
import { wishes, type Asking, outageMinutes, zoneDrafts } from "../arbitraries/LotDraft.ts"
import { runs } from "../arbitraries/runs.ts"
import { admission, draft, type It, minutes, morning, type Services, vehicle } from "./Scene.ts"

type Outages = ReadonlyArray<{ readonly spot: number; readonly minutes: ReadonlyArray<{ readonly from: number; readonly until?: number | undefined }> }>

const outageOf = ({ from, until }: Outages[number]["minutes"][number]): Spot.Outage =>
  ({ reason: "cleaning", from: minutes(from), ...(until !== undefined && { until: minutes(until) }) })

/** Outages by spot: the last said of a spot is what holds. */
const said = (outages: Outages, spots: ReadonlyArray<Spot.Spot>): ReadonlyMap<Spot.SpotId, ReadonlyArray<Spot.Outage>> =>
  new Map(outages.flatMap(({ minutes, spot }) => {
    const chosen = spots[spot % Math.max(1, spots.length)]
    return chosen === undefined ? [] : [[chosen.id, minutes.map(outageOf)] as const]
  }))

/** Admits vehicles one after the other at one instant, and compares each with a look at every spot. */
const compare = Effect.fnUntraced(function*(zones: LayoutDraft.Zones, outages: Outages, askings: ReadonlyArray<Asking>) {
  const [lots, tickets] = [yield* Lots, yield* Tickets]
  const { layout, lot } = yield* createLot({ ...draft([[]]), zones })
  const nowhere = Zone.ZoneId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
  const out = said(outages, layout.spots)
  for (const [spotId, all] of out) yield* lots.setOutages({ lotId: lot.id, spotId, outages: all })
  const outwards = Zone.outwards(layout.zones)
  let free = BestFit.inOrder(layout.spots.map((spot) => ({ ...spot, zones: outwards.get(spot.zoneId), outages: out.get(spot.id) ?? [] })))
  for (const [index, { zone, ...asked }] of askings.entries()) {
    const barred = [...Spot.reservedFor].filter((feature) => !asked.needs.includes(feature))
    const requirement: Fit.Requirement = { ...asked, barred, ...(zone !== undefined && { zoneId: layout.zones[zone]?.id ?? nowhere }) }
    const result = yield* Effect.result(tickets.admit({ ...(yield* admission(lot.id, vehicle(`FIT ${index}`))), requirement }))
    const during = { from: morning, until: Instant.Instant.make(morning + 1) }
    const expected = free.find((spot) => Fit.fit(spot, requirement, during).length === 0)
    const found = Result.isSuccess(result) ? { spotId: result.success.spotId } : { refused: result.failure._tag }
    expect(found).toEqual(expected !== undefined ? { spotId: expected.id } : { refused: free.length === 0 ? "LotFull" : "NothingFits" })
    free = free.filter((spot) => spot !== expected)
  }
})

export const fitTests = (it: It, { histories = 40 }: { readonly histories?: number | undefined }): void => {
  it.effect("takes the spot that Fit.fit and best fit name, over generated zones, outages and wishes", () =>
    Effect.gen(function*() {
      const run = Effect.runPromiseWith(yield* Effect.context<Services>())
      const outages = fc.array(fc.record({ spot: fc.nat(20), minutes: outageMinutes() }), { maxLength: 4 })
      const property = fc.asyncProperty(zoneDrafts(), outages, fc.array(wishes(), { minLength: 1, maxLength: 8 }), (zones, out, askings) => run(compare(zones, out, askings)))
      yield* Effect.promise(() => fc.assert(property, runs(histories)))
    }), { timeout: 600_000 })
}
