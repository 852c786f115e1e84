/**
 * Why a spot was given, and why another was not: as data, and in English.
 *
 * Looks at every spot, so it is for when somebody asks, not for every car.
 *
 * Guarantees: exactly the spot that is given has nothing said against it; what is preferred to the spot that is given is
 * accounted for, each once.
 */
import type { Entrance, Layout, Spot, Zone } from "../lot/index.ts"
import { type During, fit, type Misfit, overlaps, type Requirement } from "./Fit.ts"
import { outOfService, taken } from "./Occupancy.ts"
import { balanced, compare, compareBy, type Criterion, deciding, type Ordering, type Own, type Share, type Sight, weight } from "./Ordering.ts"
import type { Tally } from "./Refusal.ts"
import type { Hold, Periods } from "./Schedule.ts"

/** The spots that one criterion prefers to that which was given, each counted once. */
export interface Preferred {
  readonly taken: number
  readonly outOfService: number
  /** For others. */
  readonly held: number
  /** Do not suit; a spot may have several misfits. */
  readonly unsuitable: number
  readonly misfits: Tally
  /** Are free and suit, but an earlier criterion prefers the spot that was given. */
  readonly outdone: ReadonlyArray<{ readonly by: Criterion | Own; readonly spots: number }>
}

/** What a criterion says of the spot. */
export interface Judgement {
  readonly criterion: Criterion | Own
  /** What was compared: metres, features, the size's number; of `Balance`, what is free. Nothing where it is not known. */
  readonly weight?: number | undefined
  readonly share?: Share | undefined
  readonly zone?: Zone.Zone | undefined
  readonly entrance?: Entrance.Entrance | undefined
  readonly preferred: Preferred
}

export interface Why {
  readonly spot: Layout.PlacedSpot
  /** In the order of the ordering. */
  readonly judgements: ReadonlyArray<Judgement>
}

export type WhyNot =
  | { readonly _tag: "Taken"; readonly spot: Layout.PlacedSpot }
  | { readonly _tag: "DoesNotSuit"; readonly spot: Layout.PlacedSpot; readonly misfits: ReadonlyArray<Misfit> }
  | { readonly _tag: "Held"; readonly spot: Layout.PlacedSpot; readonly holds: ReadonlyArray<Hold> }
  /** Another comes first: by this criterion, or as the layout lists them. */
  | { readonly _tag: "ComesLater"; readonly spot: Layout.PlacedSpot; readonly first: Layout.PlacedSpot; readonly by: Criterion | Own | undefined }
  /** It would be given. */
  | { readonly _tag: "ComesFirst"; readonly spot: Layout.PlacedSpot }

/** A lot as it is when somebody asks. */
export interface Scene {
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  readonly sight: Sight
  readonly entrances: ReadonlyArray<Entrance.Entrance>
  /** As occupancy counts them. */
  readonly status: (place: number) => number
  readonly periods: (place: number) => Periods
  readonly needed: Requirement
  readonly during: During
}

const misfitsOf = ({ during, needed, periods }: Scene, spot: Layout.PlacedSpot): ReadonlyArray<Misfit> =>
  fit({ ...spot, outages: periods(spot.place).outages }, needed, during)

const holdsOf = ({ during, periods }: Scene, { place }: Layout.PlacedSpot): ReadonlyArray<Hold> => periods(place).holds.filter((hold) => overlaps(hold, during))

export const addTo = (tally: Partial<Record<Misfit["_tag"], number>>, tags: Iterable<Misfit["_tag"]>, spots: number): void => {
  for (const tag of new Set(tags)) tally[tag] = (tally[tag] ?? 0) + spots
}

/** Those that `criterion` prefers to `spot`, by why they were not given. */
const preferred = (scene: Scene, criterion: Criterion | Own, spot: Layout.PlacedSpot): Preferred => {
  const counts = { taken: 0, outOfService: 0, held: 0, unsuitable: 0 }
  const misfits: Partial<Record<Misfit["_tag"], number>> = {}
  const outdone = new Map<Criterion | Own, number>()
  for (const other of scene.spots) {
    if (other === spot || compareBy(criterion, other, spot, scene.sight) >= 0) continue
    const status = scene.status(other.place)
    if (status === taken || status === outOfService) {
      counts[status === taken ? "taken" : "outOfService"] += 1
      continue
    }
    const against = misfitsOf(scene, other)
    const by = against.length === 0 && holdsOf(scene, other).length === 0 ? deciding(scene.ordering, spot, other, scene.sight)?.criterion : undefined
    if (by !== undefined) outdone.set(by, (outdone.get(by) ?? 0) + 1)
    else if (against.length === 0) counts.held += 1
    else if (against.every(({ _tag }) => _tag === "OutOfService")) counts.outOfService += 1
    else {
      counts.unsuitable += 1
      addTo(misfits, against.map(({ _tag }) => _tag), 1)
    }
  }
  return { ...counts, misfits, outdone: [...outdone].map(([criterion, spots]) => ({ by: criterion, spots })) }
}

const judged = ({ entrances, sight }: Scene, criterion: Criterion | Own, spot: Layout.PlacedSpot): Omit<Judgement, "criterion" | "preferred"> => {
  switch (criterion._tag) {
    case "Own":
      return {}
    case "Balance": {
      const zone = balanced(spot, criterion.over)
      return { zone, share: zone && sight.share(zone) }
    }
    default: {
      const value = weight(criterion, spot, sight.entranceId)
      const entranceId = criterion._tag === "Nearest" ? criterion.entranceId ?? sight.entranceId : undefined
      const zone = criterion._tag === "InTurn" ? spot.zones.findLast(({ id }) => id === criterion.zoneIds[value]) : undefined
      return { weight: value === Infinity ? undefined : value, entrance: entrances.find(({ id }) => id === entranceId), zone }
    }
  }
}

/** Why `spot`, which comes first. */
export const why = (scene: Scene, spot: Layout.PlacedSpot): Why => ({
  spot,
  judgements: scene.ordering.map((criterion) => ({ criterion, ...judged(scene, criterion, spot), preferred: preferred(scene, criterion, spot) }))
})

/** Why not `spot`, where `first` comes first. */
export const whyNot = (scene: Scene, spot: Layout.PlacedSpot, first: Layout.PlacedSpot | undefined): WhyNot => {
  if (scene.status(spot.place) === taken) return { _tag: "Taken", spot }
  const misfits = misfitsOf(scene, spot)
  if (misfits.length > 0) return { _tag: "DoesNotSuit", spot, misfits }
  const holds = holdsOf(scene, spot)
  if (holds.length > 0) return { _tag: "Held", spot, holds }
  if (first === undefined || compare(scene.ordering, spot, first, scene.sight) <= 0) return { _tag: "ComesFirst", spot }
  return { _tag: "ComesLater", spot, first, by: deciding(scene.ordering, first, spot, scene.sight)?.criterion }
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

const wordFor = (criterion: Criterion | Own): string => {
  switch (criterion._tag) {
    case "Nearest": return "nearer"
    case "Plainest": return "plainer"
    case "Smallest": return "smaller"
    case "Keep": return "less scarce"
    case "InTurn": return "earlier"
    case "Balance": return "emptier"
    case "Own": return "better"
  }
}

/** Of spots that come later by this criterion. */
const outdoneBy = (criterion: Criterion | Own, spots: number): string => {
  const [is, has] = spots === 1 ? ["is", "has"] : ["are", "have"]
  switch (criterion._tag) {
    case "Nearest": return `${is} further away`
    case "Plainest": return `${has} more features`
    case "Smallest": return `${is} larger`
    case "Keep": return `${is} kept for ${[...criterion.features, ...(criterion.sizesFrom === undefined ? [] : [`vehicles that need ${criterion.sizesFrom} spots`])].join(", ")}`
    case "InTurn": return `${spots === 1 ? "lies" : "lie"} in a zone that is filled later`
    case "Balance": return `${spots === 1 ? "lies" : "lie"} in a fuller zone`
    case "Own": return `${spots === 1 ? "comes" : "come"} later by "${criterion.name}"`
  }
}

const saidOf = ({ criterion, entrance, share, weight: value, zone }: Judgement, { features, size }: Spot.Spot): string => {
  switch (criterion._tag) {
    case "Nearest": return `nearest to ${entrance?.name ?? "the entrance"}: ${value === undefined ? "the way is not known" : `${value} m`}`
    case "Plainest": return `plainest: ${features.length === 0 ? "no features" : features.join(", ")}`
    case "Smallest": return `smallest: ${size}`
    case "Keep": return value === 0 ? "not scarce" : "scarce, but no other is left"
    case "InTurn": return zone === undefined ? "in none of the zones that are filled in turn" : `first zone in turn: ${zone.name}`
    case "Balance": return `emptiest zone: ${zone?.name ?? "none"}, ${share?.free ?? 0} of ${share?.total ?? 0} free`
    case "Own": return `first by "${criterion.name}"`
  }
}

const judgementText = (judgement: Judgement, spot: Spot.Spot): string => {
  const { held, outdone, outOfService, taken, unsuitable } = judgement.preferred
  const word = wordFor(judgement.criterion)
  const reasons = ([[taken, "taken"], [outOfService, "out of service"], [held, "held for others"], [unsuitable, "unsuitable"]] as const)
    .flatMap(([count, what]) => count === 0 ? [] : [`${plural(count, "is", "are")} ${what}`])
    .concat(outdone.map(({ by, spots }) => `${spots} ${outdoneBy(by, spots)}`))
  return reasons.length === 0 ? saidOf(judgement, spot) : `${saidOf(judgement, spot)} (of ${word} ones, ${reasons.join(", ")})`
}

/** "A-12: nearest to North stair: 35 m (of nearer ones, 12 are taken, 3 are kept for ev)". */
export const text = ({ judgements, spot }: Why): string =>
  `${spot.label}: ${judgements.length === 0 ? "the first that is listed" : judgements.map((judgement) => judgementText(judgement, spot)).join("; ")}`

const misfitText = (misfit: Misfit): string => {
  switch (misfit._tag) {
    case "TooSmall": return `it is ${misfit.size}, ${misfit.needed} is needed`
    case "TooLow": return `it is for vehicles up to ${misfit.maxHeightCentimetres} cm, this one is ${misfit.neededCentimetres} cm high`
    case "LacksFeature": return `it is not ${misfit.feature}`
    case "LacksConnector": return `it has no ${misfit.kinds.join(" or ")} connector of ${misfit.minPowerWatts / 1_000} kW`
    case "ReservedFor": return `it is kept for ${misfit.feature}`
    case "NoAccess": return `it is for ${misfit.access.join(" or ")} only`
    case "OtherZone": return "it is in another zone"
    case "OutOfService": return `it is out of service (${misfit.outage.reason})`
  }
}

/** "A-13: it is medium, large is needed; it is kept for accessible". */
export const whyNotText = (whyNot: WhyNot): string => {
  const { label } = whyNot.spot
  switch (whyNot._tag) {
    case "Taken": return `${label}: it is taken`
    case "DoesNotSuit": return `${label}: ${whyNot.misfits.map(misfitText).join("; ")}`
    case "Held": return `${label}: it is held for others`
    case "ComesLater": return `${label}: ${whyNot.first.label} comes first, ${whyNot.by === undefined ? "as the layout lists them" : `this one ${outdoneBy(whyNot.by, 1)}`}`
    case "ComesFirst": return `${label}: it comes first`
  }
}
