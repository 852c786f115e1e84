/**
 * Spots in the order of one ordering, arranged so that the first free one that suits is found at once.
 *
 * Spots are put in buckets: alike in kind and, where the ordering balances, in the zones weighed and in all that comes before
 * the weighing. Buckets lie one after another, each in the order of the rest of the ordering, and each remembers its first
 * free spot. To choose is to compare the first free spots of those buckets whose kind suits: of the first tier that has any, and there
 * of the zone of which the largest share is free.
 *
 * An index is a spot's among those that are ranked, a seat the number by which the caller knows it; a slot is where it lies in this
 * arrangement, in which each bucket begins with a word of bits. Of a hundred thousand spots the next one is seldom in the cache, so
 * that what is looked at together lies together; and all in one array, since each array takes a handful of instructions to get at.
 */
import type { Distance, Layout, Zone } from "../lot/index.ts"
import * as Bits from "./Bits.ts"
import type { Requirement } from "./Fit.ts"
import type { Key } from "./Kinds.ts"
import { balanced, compareBy, type Ordering, weight } from "./Ordering.ts"
import type { Shares } from "./Shares.ts"

/** What is compared before the spots of two buckets are: a number that stays, or the free share of a zone. */
interface Column {
  readonly weighs: boolean
  /** By bucket: the number, or that of the zone. */
  readonly values: Float64Array
}

/** The set of its clear slots: free, and nothing is in the way of any stay. In its words all else follows that is looked at for each vehicle. */
export interface Ranking extends Bits.Bits {
  readonly entranceId: Distance.EntranceId | undefined
  /** By seat: its slot. */
  readonly seatsAt: number
  /** By word of 32 slots, which are of one bucket: where the head of that is. */
  readonly ownersAt: number
  /** By bucket, four numbers: its first clear slot with the rank and the place of that, `none` when there is none; its end. Ranks are read when buckets are compared. */
  readonly headsAt: number
  /** By slot, two numbers: its rank in the rest of the ordering, and its place. */
  readonly linedAt: number
  /** By bucket: the rank of its first spot. */
  readonly openings: Int32Array
  readonly kindOf: Int32Array
  /** By bucket: what comes before the first weighing, and the zone weighed; nothing where the ordering does not weigh. */
  readonly tierAt: Float64Array | undefined
  readonly zoneOf: Float64Array | undefined
  /** What is compared after the first weighing, but before ranks. */
  readonly further: ReadonlyArray<Column>
  readonly zoneCount: number
  /** Free, but something is in the way of some stay to come. */
  readonly later: Bits.Bits
  /** Buckets that suit, by requirement. */
  readonly suiting: Map<Key, Suiting>
  /** The latest requirement, and what suits it. */
  lastNeeded: Requirement | undefined
  last: Suiting
  /** Of the same spots, from another entrance. */
  readonly next: Ranking | undefined
}

/** Buckets that suit. */
export interface Suiting {
  /** By tier and in it by zone weighed, those first that begin with the first spots: two numbers, where the head is and the rank of the first spot. */
  readonly heads: Int32Array
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
const unread = -1
const noTier: Tier = { from: 0, to: 0, starts: undefined }
const nothing: Suiting = { heads: new Int32Array(), tiers: [] }

export interface Ranked {
  /** In the order of the layout. */
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  readonly entranceId: Distance.EntranceId | undefined
  /** By place, the seats of `spots`: from `firstSeat` on, none left out. */
  readonly seatOf: (place: number) => number
  readonly firstSeat: number
  readonly next: Ranking | undefined
  readonly kindAt: Int32Array
  readonly zoneNumber: (zoneId: Zone.ZoneId) => number | undefined
  readonly zoneCount: number
}

/** Stands for `Balance` in comparisons that leave it out. */
const noShare = { share: () => ({ free: 0, total: 0 }) }

/** Indexes in the order of `ordering`; those it does not tell apart as they were. */
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

/** By index, a number for each class of spots that `ordering` does not tell apart, in its order. */
const tiers = (spots: ReadonlyArray<Layout.PlacedSpot>, ordering: Ordering, entranceId: Distance.EntranceId | undefined): Float64Array => {
  const found = new Float64Array(spots.length)
  let [tier, last] = [0, undefined as Layout.PlacedSpot | undefined]
  for (const index of sorted(spots, ordering, entranceId)) {
    const spot = spots[index]
    if (last !== undefined && spot !== undefined && ordering.some((criterion) => compareBy(criterion, last ?? spot, spot, { entranceId, ...noShare }) !== 0)) tier += 1
    found[index] = tier
    last = spot
  }
  return found
}

/** By index, what is compared before the rest of the ordering, and that rest. */
const split = ({ entranceId, ordering, spots, zoneNumber }: Ranked): { readonly columns: ReadonlyArray<Column>; readonly rest: Ordering } => {
  const columns: Array<Column> = []
  let since = 0
  for (const [position, criterion] of ordering.entries()) {
    if (criterion._tag !== "Balance") continue
    if (position > since) columns.push({ weighs: false, values: tiers(spots, ordering.slice(since, position), entranceId) })
    const zones = Float64Array.from(spots, (spot) => {
      const zone = balanced(spot, criterion.over)
      return zone === undefined ? 0 : zoneNumber(zone.id) ?? 0
    })
    columns.push({ weighs: true, values: zones })
    since = position + 1
  }
  return { columns, rest: ordering.slice(since) }
}

/** By index, the number of its bucket; buckets are numbered by their first spot. */
const bucketsOf = ({ kindAt, spots }: Ranked, columns: ReadonlyArray<Column>): Int32Array => {
  const numbers = new Map<string, number>()
  return Int32Array.from(spots, ({ place }, index) => {
    const signature = [kindAt[place], ...columns.map(({ values }) => values[index])].join()
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
  const clear = Bits.make(slots, slots / 32 + 4 * count + 2 * slots + spots.length)
  const { words } = clear
  const ownersAt = clear.end
  const headsAt = ownersAt + slots / 32
  const linedAt = headsAt + 4 * count
  const seatsAt = linedAt + 2 * slots - of.firstSeat
  const ends = starts.slice(0, count)
  const [kindOf, openings] = [new Int32Array(count), new Int32Array(count)]
  const byBucket = columns.map(({ weighs }) => ({ weighs, values: new Float64Array(count) }))
  for (const [position, index] of sorted(spots, rest, of.entranceId).entries()) {
    const [bucket, place] = [buckets[index] ?? 0, spots[index]?.place ?? 0]
    const slot = ends[bucket] ?? 0
    ends[bucket] = slot + 1
    words[seatsAt + of.seatOf(place)] = slot
    words.set([position, place], linedAt + 2 * slot)
    words[ownersAt + (slot >>> 5)] = headsAt + 4 * bucket
    if (slot === starts[bucket]) {
      words.set([none, none, none, starts[bucket + 1] ?? 0], headsAt + 4 * bucket)
      openings[bucket] = position
    }
    kindOf[bucket] = kindAt[place] ?? 0
    for (const [column, { values }] of columns.entries()) (byBucket[column]?.values ?? values)[bucket] = values[index] ?? 0
  }
  const weighing = byBucket.findIndex(({ weighs }) => weighs)
  return {
    ...clear, entranceId: of.entranceId, seatsAt, ownersAt, headsAt, linedAt, openings, kindOf, zoneCount: of.zoneCount,
    tierAt: weighing > 0 ? byBucket[0]?.values : undefined, zoneOf: byBucket[weighing]?.values, further: byBucket.slice(weighing + 1),
    later: Bits.make(slots), suiting: new Map(), lastNeeded: undefined, last: nothing, next: of.next
  }
}

/** Where the spot with this seat lies. */
export const slotOf = ({ seatsAt, words }: Ranking, seat: number): number => words[seatsAt + seat] ?? 0

/** The spot at this place, which has this seat, is free, and nothing is in its way. */
export const free = (ranking: Ranking, seat: number, place: number): void => {
  const { ownersAt, seatsAt, words } = ranking
  const slot = words[seatsAt + seat] ?? 0
  Bits.add(ranking, slot)
  const head = words[ownersAt + (slot >>> 5)] ?? 0
  if (slot >= (words[head] ?? 0)) return
  words[head] = slot
  words[head + 1] = unread
  words[head + 2] = place
}

/** It no longer is. */
export const occupy = (ranking: Ranking, seat: number): void => {
  const { linedAt, ownersAt, seatsAt, words } = ranking
  const slot = words[seatsAt + seat] ?? 0
  Bits.remove(ranking, slot)
  const head = words[ownersAt + (slot >>> 5)] ?? 0
  if (slot !== words[head]) return
  const next = Bits.next(ranking, slot)
  const isInside = next !== -1 && next < (words[head + 3] ?? 0)
  words[head] = isInside ? next : none
  words[head + 1] = isInside ? words[linedAt + 2 * next] ?? 0 : none
  words[head + 2] = isInside ? words[linedAt + 2 * next + 1] ?? 0 : none
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
  const { headsAt, kindOf, openings, suiting, tierAt, zoneOf } = ranking
  const values = (bucket: number) => [tierAt?.[bucket] ?? 0, zoneOf?.[bucket] ?? 0, openings[bucket] ?? 0] as const
  const buckets = Int32Array.from([...kindOf.keys()].filter((bucket) => suits(kindOf[bucket] ?? 0))).sort((a, b) => {
    const [[tier, zone, opening], [otherTier, otherZone, otherOpening]] = [values(a), values(b)]
    return tier - otherTier || zone - otherZone || opening - otherOpening
  })
  const found = {
    heads: Int32Array.from([...buckets].flatMap((bucket) => [headsAt + 4 * bucket, openings[bucket] ?? 0])),
    tiers: runs(buckets, (bucket) => tierAt?.[bucket] ?? 0).map(([from, to]) => tierOf(ranking, buckets, from, to))
  }
  if (suiting.size * kindOf.length >= mostKept) suiting.clear()
  suiting.set(key, found)
  return found
}

/** Says of a spot that is free for now only that it will do all the same. */
type WillDo = ((place: number) => boolean) | undefined

/** The first slot of a bucket that is clear, or of which `willDo` says so. */
const firstIn = ({ headsAt, later, linedAt, words }: Ranking, head: number, willDo: WillDo): number => {
  const clear = words[head] ?? none
  if (willDo === undefined) return clear
  const start = head === headsAt ? 0 : words[head - 1] ?? 0
  const end = Math.min(clear, words[head + 3] ?? 0)
  for (let slot = Bits.next(later, start); slot !== -1 && slot < end; slot = Bits.next(later, slot + 1)) {
    if (willDo(words[linedAt + 2 * slot + 1] ?? 0)) return slot
  }
  return clear
}

/** Does the spot at `slot` come before that at `other`, as far as the first weighing does not decide? */
const comesBefore = ({ further, headsAt, linedAt, ownersAt, words }: Ranking, slot: number, other: number, { share }: Shares): boolean => {
  const bucketOf = (of: number) => ((words[ownersAt + (of >>> 5)] ?? 0) - headsAt) >> 2
  for (const { values, weighs } of further) {
    const [one, another] = [values[bucketOf(slot)] ?? 0, values[bucketOf(other)] ?? 0]
    const sign = weighs ? (share[another] ?? 0) - (share[one] ?? 0) : one - another
    if (sign !== 0) return sign < 0
  }
  return (words[linedAt + 2 * slot] ?? 0) < (words[linedAt + 2 * other] ?? 0)
}

/** The first clear slot of some buckets that only their ranks tell apart; `none` when there is none. */
const firstClear = (ranking: Ranking, { heads }: Suiting, from: number, to: number): number => {
  const { words } = ranking
  if (from + 1 === to) return words[heads[2 * from] ?? 0] ?? none
  let chosen = none
  let best = none
  for (let index = from; index < to; index += 1) {
    const head = heads[2 * index] ?? 0
    if ((heads[2 * index + 1] ?? 0) > best) return chosen
    const known = words[head + 1] ?? none
    const rank = known === unread ? readRank(ranking, head) : known
    if (rank >= best) continue
    best = rank
    chosen = words[head] ?? none
  }
  return chosen
}

/** The rank of a first slot, which is kept. */
const readRank = ({ linedAt, words }: Ranking, head: number): number => {
  const rank = words[linedAt + 2 * (words[head] ?? 0)] ?? none
  words[head + 1] = rank
  return rank
}

/** The first slot of some buckets that nothing before the first weighing tells apart, nor that; `none` when there is none. */
const firstOf = (ranking: Ranking, suiting: Suiting, from: number, to: number, shares: Shares, willDo: WillDo): number => {
  const { further, linedAt, words } = ranking
  const onlyRanks = further.length === 0
  if (onlyRanks && willDo === undefined) return firstClear(ranking, suiting, from, to)
  let chosen = none
  for (let index = from; index < to; index += 1) {
    const opening = suiting.heads[2 * index + 1] ?? 0
    if (onlyRanks && chosen !== none && opening > (words[linedAt + 2 * chosen] ?? 0)) return chosen
    const slot = firstIn(ranking, suiting.heads[2 * index] ?? 0, willDo)
    if (slot !== none && (chosen === none || comesBefore(ranking, slot, chosen, shares))) chosen = slot
  }
  return chosen
}

/** The first slot of the zone of which the largest share is free, of those that have any. */
const firstByShare = (ranking: Ranking, suiting: Suiting, starts: Int32Array, shares: Shares, willDo: WillDo): number => {
  const { order, share } = shares
  let [chosen, most] = [none, 0]
  for (let position = 0; position < order.length; position += 1) {
    const zone = order[position] ?? 0
    const [from, to] = [starts[zone] ?? 0, starts[zone + 1] ?? 0]
    if (from === to) continue
    if (chosen !== none && (share[zone] ?? 0) < most) return chosen
    const slot = firstOf(ranking, suiting, from, to, shares, willDo)
    if (slot === none || chosen !== none && comesBefore(ranking, chosen, slot, shares)) continue
    chosen = slot
    most = share[zone] ?? 0
  }
  return chosen
}

/** The place of the first spot that suits and is clear, or of which `willDo` says so; -1 when there is none. */
export const choose = (ranking: Ranking, suiting: Suiting, shares: Shares, willDo?: WillDo): number => {
  const { tiers } = suiting
  for (let tier = 0; tier < tiers.length; tier += 1) {
    const { from, starts, to } = tiers[tier] ?? noTier
    const slot = starts === undefined ? firstOf(ranking, suiting, from, to, shares, willDo) : firstByShare(ranking, suiting, starts, shares, willDo)
    if (slot !== none) return placeAt(ranking, slot)
  }
  return -1
}

/** What is nearly always a head is at hand there. */
const placeAt = ({ linedAt, ownersAt, words }: Ranking, slot: number): number => {
  const head = words[ownersAt + (slot >>> 5)] ?? 0
  return words[head] === slot ? words[head + 2] ?? 0 : words[linedAt + 2 * slot + 1] ?? 0
}
