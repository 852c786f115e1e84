/**
 * Spots, claims and vehicles as anyone would note them on paper, minute by minute, to compare a storage adapter with.
 */
import { BestFit, Fit } from "@parkade/core/allocation"
import type { Lot, Spot } from "@parkade/core/lot"
import { payOnExit } from "@parkade/core/operations"
import { Journal, Spots, Tickets } from "@parkade/core/ports"
import { Elapsed } from "@parkade/core/time"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import * as fc from "fast-check"
import { expect } from "vitest"
import { runs } from "../arbitraries/runs.ts"
import { admission, at, type DraftedSpot, type It, minutes, openLot, type Services, vehicle } from "./Scene.ts"

const kinds = ["car", "suv", "bicycle"] as const

type Step = { readonly wait: number; readonly who: number; readonly kind: (typeof kinds)[number] } & (
  | { readonly does: "claims"; readonly in: number; readonly for: number; readonly spot: number | undefined; readonly assumed: number | undefined }
  | { readonly does: "gives up" }
  | { readonly does: "enters"; readonly assumed: number | undefined; readonly until: number | undefined; readonly own: boolean }
  | { readonly does: "leaves" }
)

interface Model {
  now: number
  readonly order: ReadonlyArray<Spot.Spot>
  readonly claims: Map<number, { readonly spotId: string; readonly from: number; readonly to: number }>
  readonly standing: Map<number, { readonly spotId: string; readonly from: number; readonly until: number | undefined }>
}

const suits = ({ order }: Model, kind: Step["kind"]): ReadonlyArray<Spot.Spot> => order.filter((spot) => Fit.fit(spot, Fit.requirement(vehicle("X", kind))).length === 0)

const isClaimed = ({ claims }: Model, spotId: string, from: number, to: number, but?: number): boolean =>
  [...claims].some(([who, claim]) => who !== but && claim.spotId === spotId && claim.from < to && from < claim.to)

/** Whether a vehicle is on the spot at a minute to come. */
const isTaken = ({ standing }: Model, spotId: string, minute: number, assumed: number | undefined): boolean =>
  [...standing.values()].some((stay) => stay.spotId === spotId && (stay.until ?? (assumed === undefined ? Infinity : stay.from + assumed)) > minute)

interface Play {
  readonly model: Model
  readonly lotId: Lot.LotId
  /** Claimants, by who they are. */
  readonly ids: ReadonlyArray<string>
}

const claims = Effect.fnUntraced(function*({ ids, lotId, model }: Play, step: Extract<Step, { readonly does: "claims" }>) {
  const spots = yield* Spots
  const [from, to] = [model.now + step.in, model.now + step.in + step.for]
  const named = step.spot === undefined ? undefined : model.order[step.spot % model.order.length]
  const suiting = named === undefined ? suits(model, step.kind) : [named]
  const open = suiting.filter(({ id }) => !isTaken(model, id, from, step.assumed) && !isClaimed(model, id, from, to, step.who))
  const chosen = open.find(({ id }) => id === model.claims.get(step.who)?.spotId) ?? open[0]
  const requirement = Fit.requirement(vehicle("X", step.kind))
  const time = { lotId, from: minutes(from), to: minutes(to), assumedStay: step.assumed === undefined ? undefined : Elapsed.Elapsed.make(step.assumed * 60_000) }
  const free = suits(model, step.kind).filter(({ id }) => !isTaken(model, id, from, step.assumed) && !isClaimed(model, id, from, to))
  expect(yield* spots.free({ ...time, requirement, limit: 9 })).toEqual(free.map(({ id }) => id))
  const result = yield* Effect.result(spots.claim({ ...time, claimant: ids[step.who] ?? "", place: named === undefined ? { requirement } : { spotId: named.id } }, { changes: [] }))
  const refused = named !== undefined ? "SpotTaken" : suiting.length === 0 ? "NoneSuits" : "AllHeld"
  expect(Result.isSuccess(result) ? result.success : result.failure._tag).toBe(chosen?.id ?? refused)
  if (chosen !== undefined) model.claims.set(step.who, { spotId: chosen.id, from, to })
})

const enters = Effect.fnUntraced(function*({ ids, lotId, model }: Play, step: Extract<Step, { readonly does: "enters" }>) {
  const [from, own] = [model.now, step.own ? model.claims.get(step.who) : undefined]
  const end = step.assumed === undefined ? Infinity : from + step.assumed
  const free = model.order.filter(({ id }) => !isTaken(model, id, -1, undefined))
  const suiting = suits(model, step.kind).filter((spot) => free.includes(spot))
  const open = suiting.filter(({ id }) => (own === undefined || own.spotId === id) && !isClaimed(model, id, from, end, own === undefined ? undefined : step.who))
  const refused = model.standing.has(step.who) ? "AlreadyParked" : own !== undefined ? "SpotTaken" : free.length === 0 ? "LotFull" : suiting.length === 0 ? "NothingFits" : "HeldForReservations"
  const asked = yield* admission(lotId, vehicle(`MOD ${step.who}`), { enteredAt: minutes(from) })
  const result = yield* Effect.result((yield* Tickets).admit({
    ...asked,
    requirement: Fit.requirement(vehicle("X", step.kind)),
    ...(step.until !== undefined && { until: minutes(from + step.until) }),
    ...(step.assumed !== undefined && { assumedUntil: minutes(end) }),
    ...(own !== undefined && { spotId: model.order.find(({ id }) => id === own.spotId)?.id, alongside: { changes: [], releases: [ids[step.who] ?? ""] } })
  }))
  const chosen = model.standing.has(step.who) ? undefined : open[0]
  expect(Result.isSuccess(result) ? result.success.spotId : result.failure._tag).toBe(chosen?.id ?? refused)
  if (chosen === undefined) return
  model.standing.set(step.who, { spotId: chosen.id, from, until: step.until === undefined ? undefined : from + step.until })
  if (own !== undefined) model.claims.delete(step.who)
})

const takes = Effect.fnUntraced(function*(play: Play, step: Step) {
  const { ids, lotId, model } = play
  model.now += step.wait
  switch (step.does) {
    case "claims":
      return yield* claims(play, step)
    case "enters":
      return yield* enters(play, step)
    case "gives up":
      yield* (yield* Journal).commit({ changes: [], releases: [ids[step.who] ?? ""] })
      model.claims.delete(step.who)
      return
    case "leaves":
      if (!model.standing.delete(step.who)) return
      yield* at(minutes(model.now), payOnExit({ ticket: { lotId, plate: vehicle(`MOD ${step.who}`).plate }, method: "cash" }))
  }
})

const played = Effect.fnUntraced(function*(drafted: ReadonlyArray<DraftedSpot>, steps: ReadonlyArray<Step>) {
  const [lot, spots, random] = [yield* openLot([drafted]), yield* Spots, yield* SecureRandom.SecureRandom]
  const ids = yield* Effect.forEach([0, 1, 2, 3, 4], () => random.uuidV7())
  const model: Model = { now: 0, order: BestFit.inOrder(lot.spots), claims: new Map(), standing: new Map() }
  for (const step of steps) yield* takes({ model, lotId: lot.id, ids }, step)
  for (const [who, claimant] of ids.entries()) {
    const [noted, found] = [model.claims.get(who), yield* spots.claimOf(claimant)]
    expect(found).toEqual(noted && { lotId: lot.id, claimant, spotId: noted.spotId, from: minutes(noted.from), to: minutes(noted.to) })
  }
})

const minute = fc.constantFrom(0, 1, 5, 10, 20)
const maybe = fc.option(minute, { nil: undefined })
const who = { wait: fc.constantFrom(0, 0, 1, 5), who: fc.nat(4), kind: fc.constantFrom(...kinds) }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ...who, does: fc.constant("claims" as const), in: minute, for: fc.constantFrom(1, 5, 10), spot: fc.option(fc.nat(3), { nil: undefined, freq: 4 }), assumed: maybe }) },
  { weight: 1, arbitrary: fc.record({ ...who, does: fc.constant("gives up" as const) }) },
  { weight: 4, arbitrary: fc.record({ ...who, does: fc.constant("enters" as const), assumed: fc.option(fc.constantFrom(1, 5, 10, 20), { nil: undefined }), until: maybe, own: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ ...who, does: fc.constant("leaves" as const) }) }
)

const spots: fc.Arbitrary<ReadonlyArray<DraftedSpot>> = fc.array(fc.constantFrom("small", "medium", "large").map((size): DraftedSpot => ({ size: size === "small" ? "small" : size === "medium" ? "medium" : "large" })), { minLength: 1, maxLength: 4 })

export const claimsTests = (it: It, { histories = 40 }: { readonly histories?: number | undefined }): void => {
  it.effect("does step by step what notes on paper do, over generated claims, entries and exits", () =>
    Effect.gen(function*() {
      const run = Effect.runPromiseWith(yield* Effect.context<Services>())
      const property = fc.asyncProperty(spots, fc.array(step, { maxLength: 25, size: "max" }), (drafted, steps) => run(played(drafted, steps)))
      yield* Effect.promise(() => fc.assert(property, runs(histories)))
    }), { timeout: 600_000 })
}
