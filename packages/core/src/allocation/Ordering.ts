/**
 * In which order spots that suit are given: criteria, of which the first that tells two spots apart decides. Spots that none
 * tells apart keep the order of the layout.
 *
 * An ordering is an array, so it is joined like one and, but for criteria of one's own, is JSON. All criteria but `Balance`
 * are static: they look at spots, and at most at the entrance that a request names, so an allocator ranks its spots once per
 * entrance. `Balance` looks at what is free at the moment.
 *
 * None needs to know what was asked for. Of spots that suit, all have every feature that is needed and are large enough: the
 * fewest features to spare are the fewest features, the least room to spare is the smallest size.
 *
 * Guarantees: an ordering compares any two spots, and consistently; joining orderings is associative, and no criterion at all
 * changes nothing; what comes again in an ordering changes nothing; best fit orders as `BestFit` does.
 */
import { Schema } from "effect"
import { Distance, Layout, Spot, Zone } from "../lot/index.ts"

export const Criterion = Schema.TaggedUnion({
  /** Fewest metres on foot from this entrance, or from that of the request; spots whose way is not known come last. */
  Nearest: { entranceId: Schema.optionalKey(Distance.EntranceId) },
  /** Fewest features. */
  Plainest: {},
  Smallest: {},
  /** Scarce spots last: those with more of these features, and larger ones from this size up. */
  Keep: { features: Schema.Array(Spot.Feature), sizesFrom: Schema.optionalKey(Spot.Size) },
  /** Spots of the first zone, then those of the second; spots in none of them come last. A spot counts to the first zone that it lies in. */
  InTurn: { zoneIds: Schema.Array(Zone.ZoneId) },
  /** The zone first of which the largest share is free: each spot's own zone, or the outermost around it. */
  Balance: { over: Schema.Literals(["inner", "outer"]) }
})
export type Criterion = typeof Criterion.Type

/** The order of a caller: negative when `a` comes first, zero when it does not matter. Must be consistent and always the same. */
export interface Own {
  readonly _tag: "Own"
  /** For explanations: "away from the school". */
  readonly name: string
  readonly compare: (a: Layout.PlacedSpot, b: Layout.PlacedSpot) => number
}

export type Ordering = ReadonlyArray<Criterion | Own>

export const nearest = (entranceId?: Distance.EntranceId): Ordering => [{ _tag: "Nearest", ...(entranceId !== undefined && { entranceId }) }]
export const plainest: Ordering = [{ _tag: "Plainest" }]
export const smallest: Ordering = [{ _tag: "Smallest" }]
export const keep = (scarce: { readonly features?: ReadonlyArray<Spot.Feature>; readonly sizesFrom?: Spot.Size }): Ordering => [{ _tag: "Keep", features: [], ...scarce }]
export const inTurn = (zoneIds: ReadonlyArray<Zone.ZoneId>): Ordering => [{ _tag: "InTurn", zoneIds }]
export const balance = (over: "inner" | "outer"): Ordering => [{ _tag: "Balance", over }]
export const own = (name: string, compare: Own["compare"]): Ordering => [{ _tag: "Own", name, compare }]

/** `first`, and `second` where the first does not tell apart. */
export const andThen = (first: Ordering, second: Ordering): Ordering => [...first, ...second]

/** The plainest, then the smallest: what `BestFit` gives. */
export const bestFit: Ordering = andThen(plainest, smallest)

/** Does it change with what is free? */
export const isStatic = (criterion: Criterion | Own): boolean => criterion._tag !== "Balance"

/** Does it rank spots anew for each entrance? */
export const looksAtEntrance = (ordering: Ordering): boolean => ordering.some((criterion) => criterion._tag === "Nearest" && criterion.entranceId === undefined)

/** The zone that `Balance` weighs. */
export const balanced = ({ zones }: Pick<Layout.PlacedSpot, "zones">, over: "inner" | "outer"): Zone.Zone | undefined => zones.at(over === "inner" ? 0 : -1)

const place = (index: number): number => index === -1 ? Infinity : index

/** What a criterion says of a spot: the least comes first. Of all but `Balance` and a caller's own. */
export const weight = (
  criterion: Exclude<Criterion, { readonly _tag: "Balance" }>,
  spot: Layout.PlacedSpot,
  entranceId: Distance.EntranceId | undefined
): number => {
  switch (criterion._tag) {
    case "Nearest": {
      const from = criterion.entranceId ?? entranceId
      return (from === undefined ? undefined : Layout.metresFrom(spot, from)) ?? Infinity
    }
    case "Plainest":
      return spot.features.length
    case "Smallest":
      return Spot.sizes.indexOf(spot.size)
    case "Keep": {
      const scarce = spot.features.filter((feature) => criterion.features.includes(feature)).length
      return criterion.sizesFrom === undefined ? scarce : scarce + Math.max(0, Spot.sizes.indexOf(spot.size) - Spot.sizes.indexOf(criterion.sizesFrom) + 1)
    }
    case "InTurn":
      return place(criterion.zoneIds.findIndex((zoneId) => spot.zones.some(({ id }) => id === zoneId)))
  }
}

/** So many spots of a zone are free. */
export interface Share {
  readonly free: number
  readonly total: number
}

/** What an ordering looks at besides the spots. */
export interface Sight {
  /** Where the driver comes from. */
  readonly entranceId?: Distance.EntranceId | undefined
  readonly share: (zone: Zone.Zone) => Share
}

/** Negative when more of `a` is free. Products of counts, so it is exact. */
export const compareShares = (a: Share, b: Share): number => b.free * a.total - a.free * b.total

/** Negative when `criterion` prefers `a`, zero when it does not tell them apart. */
export const compareBy = (criterion: Criterion | Own, a: Layout.PlacedSpot, b: Layout.PlacedSpot, { entranceId, share }: Sight): number => {
  if (criterion._tag === "Own") return criterion.compare(a, b)
  if (criterion._tag === "Balance") {
    const [one, other] = [balanced(a, criterion.over), balanced(b, criterion.over)]
    return one === undefined || other === undefined || one.id === other.id ? 0 : compareShares(share(one), share(other))
  }
  const [one, other] = [weight(criterion, a, entranceId), weight(criterion, b, entranceId)]
  return one < other ? -1 : one > other ? 1 : 0
}

/** The criterion that tells `a` and `b` apart, and how; none when only the layout does. */
export const deciding = (ordering: Ordering, a: Layout.PlacedSpot, b: Layout.PlacedSpot, sight: Sight): { readonly criterion: Criterion | Own; readonly sign: number } | undefined => {
  for (const criterion of ordering) {
    const sign = compareBy(criterion, a, b, sight)
    if (sign !== 0) return { criterion, sign }
  }
  return undefined
}

/** Negative when `a` is given before `b`. */
export const compare = (ordering: Ordering, a: Layout.PlacedSpot, b: Layout.PlacedSpot, sight: Sight): number =>
  deciding(ordering, a, b, sight)?.sign ?? a.place - b.place
