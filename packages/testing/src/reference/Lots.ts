/**
 * What an allocator should do, the slow way: look at every spot, keep those that are free and suit, sort them by the ordering, take the
 * first. Shares with the allocator only `Fit.fit`, which has laws of its own.
 */
import { type Allocator, Fit, type Occupancy, type Ordering, type Refusal, type Schedule } from "@parkade/core/allocation"
import { type Distance, Layout, type Lot, Spot, type Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import type { AllocationStep } from "../arbitraries/Allocation.ts"

export interface SlowLot {
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering.Ordering
  readonly taken: Set<number>
  readonly outages: Map<number, ReadonlyArray<Spot.Outage>>
  readonly holds: Map<number, ReadonlyArray<Schedule.Hold>>
  clock: Instant.Instant
}

export const slowLot = (layout: Lot.Layout, ordering: Ordering.Ordering): SlowLot => {
  const spots = Result.getOrThrow(Layout.placed(layout))
  return { spots, ordering, taken: new Set(), outages: new Map(spots.map(({ outages = [], place }) => [place, outages])), holds: new Map(), clock: Instant.Instant.make(0) }
}

const outagesOf = (lot: SlowLot, { place }: Layout.PlacedSpot) => lot.outages.get(place) ?? []
const holdsOf = (lot: SlowLot, { place }: Layout.PlacedSpot) => lot.holds.get(place) ?? []
const runsAt = (now: number) => ({ from, until }: Fit.During): boolean => from <= now && (until === undefined || now < until)
const meets = ({ from, until }: Fit.During) => (other: Fit.During): boolean =>
  !(other.until !== undefined && other.until <= from) && !(until !== undefined && until <= other.from)

/** Of a spot, at the clock. */
export const statusOf = (lot: SlowLot, spot: Layout.PlacedSpot): Exclude<keyof Occupancy.Occupancy, "total"> =>
  lot.taken.has(spot.place) ? "taken" : outagesOf(lot, spot).some(runsAt(lot.clock)) ? "outOfService" : holdsOf(lot, spot).some(runsAt(lot.clock)) ? "held" : "free"

export const occupancyOf = (lot: SlowLot, isCounted: (spot: Layout.PlacedSpot) => boolean): Occupancy.Occupancy => {
  const statuses = lot.spots.filter(isCounted).map((spot) => statusOf(lot, spot))
  const count = (status: string) => statuses.filter((each) => each === status).length
  return { total: statuses.length, free: count("free"), taken: count("taken"), held: count("held"), outOfService: count("outOfService") }
}

const share = (lot: SlowLot, zone: Zone.Zone): readonly [free: bigint, total: bigint] => {
  const { free, total } = occupancyOf(lot, ({ zones }) => zones.some(({ id }) => id === zone.id))
  return [BigInt(free), BigInt(total)]
}

const orNever = (index: number): number => index < 0 ? 1e9 : index

/** Positive when `b` comes first. */
const difference = (lot: SlowLot, criterion: Ordering.Criterion | Ordering.Own, entranceId: Distance.EntranceId | undefined, a: Layout.PlacedSpot, b: Layout.PlacedSpot): number => {
  const by = (value: (spot: Layout.PlacedSpot) => number) => value(a) - value(b)
  switch (criterion._tag) {
    case "Own":
      return criterion.compare(a, b)
    case "Plainest":
      return by(({ features }) => features.length)
    case "Smallest":
      return by(({ size }) => ["small", "medium", "large", "extra-large"].indexOf(size))
    case "Keep":
      return by(({ features, size }) => {
        const above = criterion.sizesFrom === undefined ? [] : Spot.sizes.slice(Spot.sizes.indexOf(criterion.sizesFrom), Spot.sizes.indexOf(size) + 1)
        return features.filter((feature) => criterion.features.includes(feature)).length + above.length
      })
    case "InTurn":
      return by(({ zones }) => Math.min(...zones.map(({ id }) => orNever(criterion.zoneIds.indexOf(id)))))
    case "Nearest": {
      const from = criterion.entranceId ?? entranceId ?? ""
      const known = ({ distances, zones }: Layout.PlacedSpot) => [distances, ...zones.map((zone) => zone.distances)].flatMap((each) => Object.entries(each ?? {}).flatMap(([id, metres]) => id === from ? [metres] : []))
      return by((spot) => known(spot)[0] ?? 1e9)
    }
    case "Balance": {
      const zoneOf = ({ zones }: Layout.PlacedSpot) => criterion.over === "inner" ? zones[0] : zones[zones.length - 1]
      const [one, other] = [zoneOf(a), zoneOf(b)]
      if (one === undefined || other === undefined) return 0
      const [[free, total], [otherFree, otherTotal]] = [share(lot, one), share(lot, other)]
      return Number(otherFree * total - free * otherTotal)
    }
  }
}

/** Free spots that suit, the first of them first. */
export const inOrder = (lot: SlowLot, request: Allocator.Request): ReadonlyArray<Layout.PlacedSpot> =>
  suitable(lot, request).filter((spot) => !holdsOf(lot, spot).some(meets(stay(lot, request)))).toSorted((a, b) => {
    for (const criterion of lot.ordering) {
      const sign = difference(lot, criterion, request.entranceId, a, b)
      if (sign !== 0) return sign
    }
    return a.place - b.place
  })

/** It begins at the clock at the earliest, and takes some time. */
const stay = ({ clock }: SlowLot, { during: { from, until } }: Allocator.Request): Fit.During => {
  const begins = Instant.Instant.make(Math.max(clock, from))
  return { from: begins, until: until === undefined ? undefined : Instant.Instant.make(Math.max(until, begins + 1)) }
}

const misfitsOf = (lot: SlowLot, spot: Layout.PlacedSpot, request: Allocator.Request) => Fit.fit({ ...spot, outages: outagesOf(lot, spot) }, request.needed, stay(lot, request))

const suitable = (lot: SlowLot, request: Allocator.Request) => lot.spots.filter((spot) => !lot.taken.has(spot.place) && misfitsOf(lot, spot, request).length === 0)

const refusal = (lot: SlowLot, request: Allocator.Request): Refusal.Refusal => {
  const held = suitable(lot, request).length
  if (held > 0) return { _tag: "HeldForOthers", held }
  const { outOfService, taken, total } = occupancyOf(lot, () => true)
  if (taken + outOfService === total) return { _tag: "LotFull", total, taken, outOfService }
  const there = lot.spots.filter((spot) => ["free", "held"].includes(statusOf(lot, spot)))
  const tags = there.flatMap((spot) => [...new Set(misfitsOf(lot, spot, request).map(({ _tag }) => _tag))])
  return { _tag: "NothingFits", free: there.length, misfits: Object.fromEntries(tags.map((tag) => [tag, tags.filter((each) => each === tag).length])) }
}

/** What a step came to: a place, the name of a refusal or the refusal itself, or nothing to speak of. */
export type Outcome = number | string | Refusal.Refusal | undefined

export const slowAllocate = (lot: SlowLot, request: Allocator.Request): Outcome => {
  lot.clock = stay(lot, request).from
  const first = inOrder(lot, request)[0]
  if (first === undefined) return refusal(lot, request)
  lot.taken.add(first.place)
  return first.place
}

/** Does a step the slow way. */
export const slowStep = (lot: SlowLot, step: AllocationStep): Outcome => {
  switch (step._tag) {
    case "Allocate":
      return slowAllocate(lot, step.request)
    case "Take":
      if (lot.taken.has(step.place)) return "AlreadyTaken"
      lot.taken.add(step.place)
      return undefined
    case "Release":
      return lot.taken.delete(step.place) ? undefined : "NotTaken"
    case "SetOutages":
      lot.outages.set(step.place, step.outages)
      return undefined
    case "Hold": {
      // What is over is forgotten, and in nobody's way.
      const holds = (lot.holds.get(step.place) ?? []).filter(({ until }) => until === undefined || until > lot.clock)
      if (holds.some(meets(step.hold))) return "AlreadyHeld"
      lot.holds.set(step.place, [...holds, step.hold])
      return undefined
    }
    case "Unhold": {
      const holds = (lot.holds.get(step.place) ?? []).filter(({ until }) => until === undefined || until > lot.clock)
      if (!holds.some(({ holder }) => holder === step.holder)) return "NotHeld"
      lot.holds.set(step.place, holds.filter(({ holder }) => holder !== step.holder))
      return undefined
    }
    case "Advance":
      lot.clock = Instant.Instant.make(Math.max(lot.clock, step.to))
      return undefined
  }
}
