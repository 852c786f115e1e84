/**
 * Spots in the order of one ordering, arranged so that the first free one that suits is found at once.
 *
 * Spots are put in buckets: alike in kind and, where the ordering balances, in the zones weighed and in all that comes before
 * the weighing. Buckets lie one after another, each in the order of the rest of the ordering, and each remembers its first
 * free spot. To choose is to compare the first free spots of those buckets whose kind suits: of the first tier that has any, and there
 * of the zone of which the largest share is free.
 *
 * A seat is a spot's index among those that are ranked; a slot is where it lies in this arrangement, in which each bucket begins
 * with a word of bits. Of a hundred thousand spots the next one is seldom in the cache, so that what is looked at together lies together.
 */
import type { Distance, Layout, Zone } from "../lot/index.ts"
import * as Bits from "./Bits.ts"
import type { Key } from "./Kinds.ts"
import { balanced, compareBy, type Ordering, weight } from "./Ordering.ts"
import type { Shares } from "./Shares.ts"

/** What is compared before the spots of two buckets are: a number that stays, or the free share of a zone. */
interface Column {
  readonly weighs: boolean
  /** By bucket: the number, or that of the zone. */
  readonly values: Float64Array
}

export interface Ranking {
  readonly slotOf: Int32Array
  /** By slot, two numbers: its rank in the rest of the ordering, and its place. */
  readonly lined: Int32Array
  /** By word of 32 slots, which are of one bucket: small enough to be at hand. */
  readonly bucketOf: Int32Array
  /** By bucket, four numbers: its first clear slot and the rank of that, `none` when there is none; the rank of its first slot; its end. */
  readonly heads: Int32Array
  readonly kindOf: Int32Array
  /** By bucket: what comes before the first weighing, and the zone weighed; nothing where the ordering does not weigh. */
  readonly tierAt: Float64Array | undefined
  readonly zoneOf: Float64Array | undefined
  /** What is compared after the first weighing, but before ranks. */
  readonly further: ReadonlyArray<Column>
  readonly zoneCount: number
  /** Free, and nothing is in the way of any stay. */
  readonly clear: Bits.Bits
  /** Free, but something is in the way of some stay to come. */
  readonly later: Bits.Bits
  /** Buckets that suit, by requirement. */
  readonly suiting: Map<Key, Suiting>
}

/** Buckets that suit. */
export interface Suiting {
  /** By tier and in it by zone weighed, those first that begin with the first spots. */
  readonly buckets: Int32Array
  readonly tiers: ReadonlyArray<Tier>
}

/** Buckets that nothing before the first weighing tells apart. */
interface Tier {
  readonly from: number
  readonly to: number
  /** By zone: where its buckets begin, with the end of the last. Nothing where the ordering does not weigh. */
  readonly starts: Int32Array | undefined
}

const none = 0x7fff_ffff
const noTier: Tier = { from: 0, to: 0, starts: undefined }

export interface Ranked {
  /** In the order of the layout. */
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  readonly entranceId: Distance.EntranceId | undefined
  readonly kindAt: Int32Array
  readonly zoneNumber: (zoneId: Zone.ZoneId) => number | undefined
  readonly zoneCount: number
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
  const made = { slotOf: new Int32Array(spots.length), lined: new Int32Array(2 * slots), bucketOf: new Int32Array(slots / 32), heads: new Int32Array(4 * count) }
  const ends = starts.slice(0, count)
  const kindOf = new Int32Array(count)
  const byBucket = columns.map(({ weighs }) => ({ weighs, values: new Float64Array(count) }))
  for (const [position, seat] of sorted(spots, rest, of.entranceId).entries()) {
    const [bucket, place] = [buckets[seat] ?? 0, spots[seat]?.place ?? 0]
    const slot = ends[bucket] ?? 0
    ends[bucket] = slot + 1
    made.slotOf[seat] = slot
    made.lined.set([position, place], 2 * slot)
    made.bucketOf[slot >>> 5] = bucket
    if (slot === starts[bucket]) made.heads.set([none, none, position, starts[bucket + 1] ?? 0], 4 * bucket)
    kindOf[bucket] = kindAt[place] ?? 0
    for (const [index, { values }] of columns.entries()) (byBucket[index]?.values ?? values)[bucket] = values[seat] ?? 0
  }
  const weighing = byBucket.findIndex(({ weighs }) => weighs)
  return {
    ...made, kindOf, zoneCount: of.zoneCount,
    tierAt: weighing > 0 ? byBucket[0]?.values : undefined, zoneOf: byBucket[weighing]?.values, further: byBucket.slice(weighing + 1),
    clear: Bits.make(slots), later: Bits.make(slots), suiting: new Map()
  }
}

/** The spot at this slot is free, and nothing is in its way. */
export const free = ({ bucketOf, clear, heads, lined }: Ranking, slot: number): void => {
  Bits.add(clear, slot)
  const head = 4 * (bucketOf[slot >>> 5] ?? 0)
  if (slot >= (heads[head] ?? 0)) return
  heads[head] = slot
  heads[head + 1] = lined[2 * slot] ?? 0
}

/** It no longer is. */
export const occupy = ({ bucketOf, clear, heads, lined }: Ranking, slot: number): void => {
  Bits.remove(clear, slot)
  const head = 4 * (bucketOf[slot >>> 5] ?? 0)
  if (slot !== heads[head]) return
  const next = Bits.next(clear, slot)
  if (next !== -1 && next < (heads[head + 3] ?? 0)) {
    heads[head] = next
    heads[head + 1] = lined[2 * next] ?? 0
  } else {
    heads[head] = none
    heads[head + 1] = none
  }
}

/** Runs of `indexes` whose `value` is the same, and where they end. */
const runs = (indexes: Int32Array, value: (index: number) => number): ReadonlyArray<readonly [from: number, to: number]> => {
  const ends = [...indexes.keys()].filter((at) => at + 1 === indexes.length || value(indexes[at] ?? 0) !== value(indexes[at + 1] ?? 0)).map((at) => at + 1)
  return ends.map((end, run) => [ends[run - 1] ?? 0, end])
}

/** The tier of these buckets, from `from` up to `to`. */
const tierOf = ({ zoneCount, zoneOf }: Ranking, buckets: Int32Array, from: number, to: number): Tier => {
  if (zoneOf === undefined) return { from, to, starts: undefined }
  const starts = new Int32Array(zoneCount + 1).fill(from)
  for (const bucket of buckets.subarray(from, to)) {
    const after = (zoneOf[bucket] ?? 0) + 1
    starts[after] = (starts[after] ?? 0) + 1
  }
  for (let zone = 1; zone <= zoneCount; zone += 1) starts[zone] = (starts[zone] ?? 0) + (starts[zone - 1] ?? 0) - from
  return { from, to, starts }
}

/** Keeps so many numbers of buckets that suit. */
const mostKept = 2 ** 20

/** The buckets whose kind suits. */
export const suitable = (ranking: Ranking, key: Key, suits: (kind: number) => boolean): Suiting => {
  const { heads, kindOf, suiting, tierAt, zoneOf } = ranking
  const values = (bucket: number) => [tierAt?.[bucket] ?? 0, zoneOf?.[bucket] ?? 0, heads[4 * bucket + 2] ?? 0] as const
  const buckets = Int32Array.from([...kindOf.keys()].filter((bucket) => suits(kindOf[bucket] ?? 0))).sort((a, b) => {
    const [[tier, zone, opening], [otherTier, otherZone, otherOpening]] = [values(a), values(b)]
    return tier - otherTier || zone - otherZone || opening - otherOpening
  })
  const found = { buckets, tiers: runs(buckets, (bucket) => tierAt?.[bucket] ?? 0).map(([from, to]) => tierOf(ranking, buckets, from, to)) }
  if (suiting.size * kindOf.length >= mostKept) suiting.clear()
  suiting.set(key, found)
  return found
}

/** Says of a spot that is free for now only that it will do all the same. */
type WillDo = ((place: number) => boolean) | undefined

/** The first slot of a bucket that is clear, or of which `willDo` says so. */
const firstIn = ({ heads, later, lined }: Ranking, bucket: number, willDo: WillDo): number => {
  const clear = heads[4 * bucket] ?? none
  if (willDo === undefined) return clear
  const [start, end] = [bucket === 0 ? 0 : heads[4 * bucket - 1] ?? 0, Math.min(clear, heads[4 * bucket + 3] ?? 0)]
  for (let slot = Bits.next(later, start); slot !== -1 && slot < end; slot = Bits.next(later, slot + 1)) {
    if (willDo(lined[2 * slot + 1] ?? 0)) return slot
  }
  return clear
}

/** Does the spot at `slot` come before that at `other`, as far as the first weighing does not decide? */
const comesBefore = ({ bucketOf, further, lined }: Ranking, slot: number, other: number, { share }: Shares): boolean => {
  const [bucket, otherBucket] = [bucketOf[slot >>> 5] ?? 0, bucketOf[other >>> 5] ?? 0]
  for (const { values, weighs } of further) {
    const [one, another] = [values[bucket] ?? 0, values[otherBucket] ?? 0]
    const sign = weighs ? (share[another] ?? 0) - (share[one] ?? 0) : one - another
    if (sign !== 0) return sign < 0
  }
  return (lined[2 * slot] ?? 0) < (lined[2 * other] ?? 0)
}

/** The first slot of some of `buckets`, which only their ranks tell apart; `none` when there is none. */
const firstOf = (ranking: Ranking, buckets: Int32Array, from: number, to: number, willDo: WillDo): number => {
  const { heads, lined } = ranking
  let [chosen, best] = [none, none]
  for (let index = from; index < to; index += 1) {
    const head = 4 * (buckets[index] ?? 0)
    if ((heads[head + 2] ?? 0) > best) return chosen
    const slot = willDo === undefined ? heads[head] ?? none : firstIn(ranking, head >> 2, willDo)
    const rank = slot === heads[head] ? heads[head + 1] ?? none : lined[2 * slot] ?? none
    if (rank >= best) continue
    best = rank
    chosen = slot
  }
  return chosen
}

/** The same, of buckets of one zone that more than their ranks may tell apart. */
const firstOfZone = (ranking: Ranking, buckets: Int32Array, from: number, to: number, shares: Shares, willDo: WillDo): number => {
  if (ranking.further.length === 0) return firstOf(ranking, buckets, from, to, willDo)
  let chosen = none
  for (let index = from; index < to; index += 1) {
    const slot = firstIn(ranking, buckets[index] ?? 0, willDo)
    if (slot !== none && (chosen === none || comesBefore(ranking, slot, chosen, shares))) chosen = slot
  }
  return chosen
}

/** The first slot of the zone of which the largest share is free, of those that have any. */
const firstByShare = (ranking: Ranking, buckets: Int32Array, starts: Int32Array, shares: Shares, willDo: WillDo): number => {
  const { order, share } = shares
  let [chosen, most] = [none, 0]
  for (let position = 0; position < order.length; position += 1) {
    const zone = order[position] ?? 0
    const [from, to] = [starts[zone] ?? 0, starts[zone + 1] ?? 0]
    if (from === to) continue
    if (chosen !== none && (share[zone] ?? 0) < most) return chosen
    const slot = firstOfZone(ranking, buckets, from, to, shares, willDo)
    if (slot === none || chosen !== none && comesBefore(ranking, chosen, slot, shares)) continue
    chosen = slot
    most = share[zone] ?? 0
  }
  return chosen
}

/** The place of the first spot that suits and is clear, or of which `willDo` says so; -1 when there is none. */
export const choose = (ranking: Ranking, { buckets, tiers }: Suiting, shares: Shares, willDo?: WillDo): number => {
  for (let tier = 0; tier < tiers.length; tier += 1) {
    const { from, starts, to } = tiers[tier] ?? noTier
    const slot = starts === undefined ? firstOf(ranking, buckets, from, to, willDo) : firstByShare(ranking, buckets, starts, shares, willDo)
    if (slot !== none) return ranking.lined[2 * slot + 1] ?? 0
  }
  return -1
}
