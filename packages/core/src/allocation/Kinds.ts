/**
 * The kinds of spots that a lot has: spots alike in all that decides whether they suit, but for the zone they lie in and for
 * what changes with time. A lot of many thousands has some dozens, and what suits is found by looking at those.
 *
 * Requirements that no spot of the lot can tell apart have one key, so that what suits them is found once: a vehicle 1.98 m
 * high needs what one of 1.81 m needs where no limit lies between.
 */
import { type Layout, Spot } from "../lot/index.ts"
import { fit, type Misfit, type Requirement } from "./Fit.ts"

/** What spots of one kind have in common. */
export interface Kind {
  readonly size: Spot.Size
  readonly features: ReadonlyArray<Spot.Feature>
  readonly connectors: ReadonlyArray<Spot.Connector>
  /** The lowest of its own limit and those of its zones. */
  readonly maxHeightCentimetres: number | undefined
  /** One of each of these is needed. */
  readonly access: ReadonlyArray<ReadonlyArray<string>>
}

export interface Kinds {
  readonly kinds: ReadonlyArray<Kind>
  /** By place. */
  readonly kindAt: Int32Array
  /** Why spots of each kind do not suit, the zone that was asked for aside. */
  readonly misfits: (key: Key, needed: Requirement) => ReadonlyArray<ReadonlyArray<Misfit>>
  readonly keyOf: (needed: Requirement) => Key
}

export type Key = number | string

/** More distinct requirements than this, and those met before are looked at again. */
const mostKept = 4_096

const unique = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => [...new Set(values)]
const ascending = (values: ReadonlyArray<number>): ReadonlyArray<number> => unique(values).toSorted((a, b) => a - b)

const kindOf = (spot: Layout.PlacedSpot): Kind => {
  const limits = [spot, ...spot.zones].flatMap(({ maxHeightCentimetres }) => maxHeightCentimetres ?? [])
  return {
    size: spot.size,
    features: Spot.features.filter((feature) => spot.features.includes(feature)),
    connectors: (spot.connectors ?? []).toSorted((a, b) => a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.powerWatts - b.powerWatts),
    maxHeightCentimetres: limits.length === 0 ? undefined : Math.min(...limits),
    access: unique(spot.zones.flatMap(({ access }) => access === undefined ? [] : JSON.stringify(unique(access).toSorted()))).toSorted().map((groups) => JSON.parse(groups))
  }
}

/** Branches, because looking names up took longer than all the rest of a key. */
const bitOf = (feature: Spot.Feature): number => {
  switch (feature) {
    case "ev": return 1
    case "covered": return 2
    case "accessible": return 4
    case "valet": return 8
  }
}

const rankOf = (size: Spot.Size): number => {
  switch (size) {
    case "small": return 0
    case "medium": return 1
    case "large": return 2
    case "extra-large": return 3
  }
}

const maskOf = (features: ReadonlyArray<Spot.Feature>): number => {
  let mask = 0
  for (const feature of features) mask |= bitOf(feature)
  return mask
}

/** How many of `limits`, in ascending order, are below `value`. */
const rankIn = (limits: ReadonlyArray<number>, value: number): number => {
  const index = limits.findIndex((limit) => limit >= value)
  return index === -1 ? limits.length : index
}

/** A function from requirements to keys: a number where neither a connector nor access is at stake. */
const keys = (kinds: ReadonlyArray<Kind>): Kinds["keyOf"] => {
  const heights = ascending(kinds.flatMap(({ maxHeightCentimetres }) => maxHeightCentimetres ?? []))
  const powers = ascending(kinds.flatMap(({ connectors }) => connectors.map(({ powerWatts }) => powerWatts)))
  const groups = new Set(kinds.flatMap(({ access }) => access.flat()))
  return ({ access, barred, connector, heightCentimetres, needs, size }) => {
    const height = heightCentimetres === undefined ? 0 : rankIn(heights, heightCentimetres)
    const plain = ((height * 4 + rankOf(size)) << 8) | (maskOf(needs) << 4) | maskOf(barred)
    if (connector === undefined && (access === undefined || groups.size === 0)) return plain
    const known = (access ?? []).filter((group) => groups.has(group))
    if (connector === undefined && known.length === 0) return plain
    const plugs = connector === undefined ? null : [unique(connector.kinds).toSorted(), rankIn(powers, connector.minPowerWatts)]
    return JSON.stringify([plain, plugs, unique(known).toSorted()])
  }
}

export const kinds = (spots: ReadonlyArray<Layout.PlacedSpot>): Kinds => {
  const numbers = new Map<string, number>()
  const found: Array<{ readonly kind: Kind; readonly example: Layout.PlacedSpot }> = []
  const kindAt = Int32Array.from(spots, (spot) => {
    const kind = kindOf(spot)
    const signature = JSON.stringify(kind)
    const number = numbers.get(signature) ?? found.push({ kind, example: { ...spot, outages: [] } }) - 1
    numbers.set(signature, number)
    return number
  })
  const kept = new Map<Key, ReadonlyArray<ReadonlyArray<Misfit>>>()
  const all = found.map(({ kind }) => kind)
  return {
    kinds: all,
    kindAt,
    keyOf: keys(all),
    misfits: (key, needed) => {
      const known = kept.get(key)
      if (known !== undefined) return known
      if (kept.size >= mostKept) kept.clear()
      const made = found.map(({ example }) => fit(example, { ...needed, zoneId: undefined }))
      kept.set(key, made)
      return made
    }
  }
}
