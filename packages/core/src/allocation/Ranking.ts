/**
 * Spots in the order of one ordering, arranged so that the first free one that suits is found at once.
 *
 * Spots are put in buckets: alike in kind and, where the ordering balances, in the zones weighed and in all that comes before
 * the weighing. Buckets lie one after another, each in the order of the rest of the ordering, and each remembers its first
 * free spot. To choose is to compare the first free spots of those buckets whose kind suits.
 *
 * A seat is a spot's index among those that are ranked; a slot is where it lies in this arrangement, in which each bucket begins
 * with a word of bits.
 */
import type { Distance, Layout, Zone } from "../lot/index.ts"
import * as Bits from "./Bits.ts"
import type { Key } from "./Kinds.ts"
import { balanced, compareBy, type Ordering, weight } from "./Ordering.ts"

/** What is compared before the spots of two buckets are: a number that stays, or the free share of a zone. */
interface Column {
  readonly weighs: boolean
  /** By bucket: the number, or that of the zone. */
  readonly values: Float64Array
}

export interface Ranking {
  readonly slotOf: Int32Array
  readonly placeAt: Int32Array
  readonly rankAt: Int32Array
  /** By word of 32 slots, which are of one bucket: small enough to be at hand. */
  readonly bucketOf: Int32Array
  /** By bucket, with the end of the last. */
  readonly starts: Int32Array
  readonly kindOf: Int32Array
  readonly columns: ReadonlyArray<Column>
  /** Free, and nothing is in the way of any stay. */
  readonly clear: Bits.Bits
  /** Free, but something is in the way of some stay to come. */
  readonly later: Bits.Bits
  /** By bucket: the first clear slot; `none` when there is none. */
  readonly first: Int32Array
  /** Buckets that suit, by requirement, those first that begin with the first spots. */
  readonly suiting: Map<Key, Int32Array>
}

const none = 0x7fff_ffff

export interface Ranked {
  /** In the order of the layout. */
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  readonly entranceId: Distance.EntranceId | undefined
  readonly kindAt: Int32Array
  readonly zoneNumber: (zoneId: Zone.ZoneId) => number | undefined
}

/** Stands for `Balance` in comparisons that leave it out. */
const noShare = { share: () => ({ free: 0, total: 0 }) }

/** Seats in the order of `ordering`; those it does not tell apart as they were. */
const sorted = (spots: ReadonlyArray<Layout.PlacedSpot>, ordering: Ordering, entranceId: Distance.EntranceId | undefined): Int32Array => {
  const compares = ordering.map((criterion) => {
    if (criterion._tag === "Balance" || criterion._tag === "Own") {
      return (a: number, b: number): number => {
        const [one, other] = [spots[a], spots[b]]
        return one === undefined || other === undefined ? 0 : compareBy(criterion, one, other, noShare)
      }
    }
    const weights = Float64Array.from(spots, (spot) => weight(criterion, spot, entranceId))
    return (a: number, b: number): number => {
      const [one, other] = [weights[a] ?? 0, weights[b] ?? 0]
      return one < other ? -1 : one > other ? 1 : 0
    }
  })
  return Int32Array.from(spots.keys()).sort((a, b) => {
    for (const compare of compares) {
      const sign = compare(a, b)
      if (sign !== 0) return sign
    }
    return a - b
  })
}

/** By seat, a number for each class of spots that `ordering` does not tell apart, in its order. */
const tiers = (spots: ReadonlyArray<Layout.PlacedSpot>, ordering: Ordering, entranceId: Distance.EntranceId | undefined): Float64Array => {
  const found = new Float64Array(spots.length)
  let [tier, last] = [0, undefined as Layout.PlacedSpot | undefined]
  for (const seat of sorted(spots, ordering, entranceId)) {
    const spot = spots[seat]
    if (last !== undefined && spot !== undefined && ordering.some((criterion) => compareBy(criterion, last ?? spot, spot, { entranceId, ...noShare }) !== 0)) tier += 1
    found[seat] = tier
    last = spot
  }
  return found
}

/** By seat, what is compared before the rest of the ordering, and that rest. */
const split = ({ entranceId, ordering, spots, zoneNumber }: Ranked): { readonly columns: ReadonlyArray<Column>; readonly rest: Ordering } => {
  const columns: Array<Column> = []
  let since = 0
  for (const [index, criterion] of ordering.entries()) {
    if (criterion._tag !== "Balance") continue
    if (index > since) columns.push({ weighs: false, values: tiers(spots, ordering.slice(since, index), entranceId) })
    const zones = Float64Array.from(spots, (spot) => {
      const zone = balanced(spot, criterion.over)
      return zone === undefined ? 0 : zoneNumber(zone.id) ?? 0
    })
    columns.push({ weighs: true, values: zones })
    since = index + 1
  }
  return { columns, rest: ordering.slice(since) }
}

/** By seat, the number of its bucket; buckets are numbered by their first seat. */
const bucketsOf = ({ kindAt, spots }: Ranked, columns: ReadonlyArray<Column>): Int32Array => {
  const numbers = new Map<string, number>()
  return Int32Array.from(spots, ({ place }, seat) => {
    const signature = [kindAt[place], ...columns.map(({ values }) => values[seat])].join()
    const number = numbers.get(signature) ?? numbers.size
    numbers.set(signature, number)
    return number
  })
}

/** Where each bucket starts, with the end of the last: multiples of 32. */
const startsOf = (buckets: Int32Array): Int32Array => {
  const starts = new Int32Array(buckets.reduce((most, bucket) => Math.max(most, bucket + 1), 0) + 1)
  for (const bucket of buckets) starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1
  for (let bucket = 1; bucket < starts.length; bucket += 1) starts[bucket] = Math.ceil((starts[bucket] ?? 0) / 32) * 32 + (starts[bucket - 1] ?? 0)
  return starts
}

/** Ranks `spots`, none of which is free yet. */
export const rank = (of: Ranked): Ranking => {
  const { kindAt, spots } = of
  const { columns, rest } = split(of)
  const buckets = bucketsOf(of, columns)
  const starts = startsOf(buckets)
  const [count, slots] = [starts.length - 1, starts.at(-1) ?? 0]
  const made = { slotOf: new Int32Array(spots.length), placeAt: new Int32Array(slots), rankAt: new Int32Array(slots), bucketOf: new Int32Array(slots / 32) }
  const ends = starts.slice(0, count)
  const kindOf = new Int32Array(count)
  const byBucket = columns.map(({ weighs }) => ({ weighs, values: new Float64Array(count) }))
  for (const [position, seat] of sorted(spots, rest, of.entranceId).entries()) {
    const [bucket, place] = [buckets[seat] ?? 0, spots[seat]?.place ?? 0]
    const slot = ends[bucket] ?? 0
    ends[bucket] = slot + 1
    made.slotOf[seat] = slot
    made.placeAt[slot] = place
    made.rankAt[slot] = position
    made.bucketOf[slot >>> 5] = bucket
    kindOf[bucket] = kindAt[place] ?? 0
    for (const [index, { values }] of columns.entries()) (byBucket[index]?.values ?? values)[bucket] = values[seat] ?? 0
  }
  return {
    ...made, starts, kindOf, columns: byBucket,
    clear: Bits.make(slots), later: Bits.make(slots),
    first: new Int32Array(count).fill(none),
    suiting: new Map()
  }
}

/** The spot at this slot is free, and nothing is in its way. */
export const free = ({ bucketOf, clear, first }: Ranking, slot: number): void => {
  Bits.add(clear, slot)
  const bucket = bucketOf[slot >>> 5] ?? 0
  if (slot < (first[bucket] ?? none)) first[bucket] = slot
}

/** It no longer is. */
export const occupy = ({ bucketOf, clear, first, starts }: Ranking, slot: number): void => {
  Bits.remove(clear, slot)
  const bucket = bucketOf[slot >>> 5] ?? 0
  if (slot !== first[bucket]) return
  const following = Bits.next(clear, slot)
  first[bucket] = following !== -1 && following < (starts[bucket + 1] ?? 0) ? following : none
}

/** The buckets whose kind suits: those of one zone or tier together, and of these those that begin with the first spots first. */
export const bucketsThat = ({ columns: [column], kindOf, rankAt, starts }: Ranking, suits: (kind: number) => boolean): Int32Array =>
  Int32Array.from([...kindOf.keys()].filter((bucket) => suits(kindOf[bucket] ?? 0)))
    .sort((a, b) => (column === undefined ? 0 : (column.values[a] ?? 0) - (column.values[b] ?? 0)) || (rankAt[starts[a] ?? 0] ?? 0) - (rankAt[starts[b] ?? 0] ?? 0))

/** The first clear slot among `buckets` of an ordering that does not balance; -1 when there is none. */
export const firstOf = ({ first, rankAt, starts }: Ranking, buckets: Int32Array): number => {
  let chosen = -1
  let best = none
  for (const bucket of buckets) {
    if ((rankAt[starts[bucket] ?? 0] ?? none) > best) return chosen
    const slot = first[bucket] ?? none
    if (slot === none) continue
    const rank = rankAt[slot] ?? none
    if (rank >= best) continue
    best = rank
    chosen = slot
  }
  return chosen
}

/** What is known of zones by their numbers. */
export interface Shares {
  readonly freeIn: (zone: number) => number
  readonly totalIn: (zone: number) => number
}

/** The least is the best. Shares of counts below 2 ** 26 are one number exactly where they are equal. */
const weightOf = ({ values, weighs }: Column, bucket: number, { freeIn, totalIn }: Shares): number => {
  const value = values[bucket] ?? 0
  return weighs ? -freeIn(value) / totalIn(value) : value
}

/** Negative when `a` is better, by the columns after the first. */
const compareFurther = (columns: ReadonlyArray<Column>, a: number, b: number, shares: Shares): number => {
  for (let index = 1; index < columns.length; index += 1) {
    const column = columns[index]
    const sign = column === undefined ? 0 : weightOf(column, a, shares) - weightOf(column, b, shares)
    if (sign !== 0) return sign
  }
  return 0
}

/** The first slot of a bucket that is clear, or of which `later` says that it will do all the same. */
const candidate = ({ first, later, placeAt, starts }: Ranking, bucket: number, willDo: ((place: number) => boolean) | undefined): number => {
  const clear = first[bucket] ?? none
  if (willDo === undefined) return clear
  const end = Math.min(clear, starts[bucket + 1] ?? 0)
  for (let slot = Bits.next(later, starts[bucket] ?? 0); slot !== -1 && slot < end; slot = Bits.next(later, slot + 1)) {
    if (willDo(placeAt[slot] ?? 0)) return slot
  }
  return clear
}

/** The first slot among `buckets`, of any ordering, with those that `willDo` of the ones that are free for now; -1 when there is none. */
export const chooseOf = (ranking: Ranking, buckets: Int32Array, shares: Shares, willDo?: (place: number) => boolean): number => {
  const { columns, rankAt } = ranking
  const [column] = columns
  let [chosen, best, bestWeight] = [-1, -1, Infinity]
  let [value, weight] = [NaN, 0]
  for (const bucket of buckets) {
    // Buckets of one zone follow one another: it is weighed once.
    if (column !== undefined && column.values[bucket] !== value) {
      value = column.values[bucket] ?? 0
      weight = weightOf(column, bucket, shares)
    }
    if (weight > bestWeight) continue
    const slot = candidate(ranking, bucket, willDo)
    if (slot === none) continue
    if (weight === bestWeight && (compareFurther(columns, bucket, best, shares) || (rankAt[slot] ?? 0) - (rankAt[chosen] ?? 0)) > 0) continue
    chosen = slot
    best = bucket
    bestWeight = weight
  }
  return chosen
}
