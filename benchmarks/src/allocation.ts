/**
 * Allocate and release, a pair at a time, on 100,000 spots of which nine in ten are taken, after a long history: ours beside a bare
 * hierarchical bitset, which is the limit (it knows one kind of spot, counts nothing and explains nothing), and beside scans: the one
 * that one would write first, and the best there is.
 *
 * All sides see vehicles leave and come as they were drawn before; what it takes to read that is in every figure.
 */
import { Allocator, Fit, Ordering } from "@parkade/core/allocation"
import { Distance, Layout, type Lot, Spot, Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { random } from "./random.ts"
import { median, noGoalYet, type Row } from "./Row.ts"

const size = 100_000
const share = 0.9

const uuid = (sort: number, index: number): string => `00000000-0000-400${sort}-8000-${index.toString().padStart(12, "0")}`
const entranceId = Distance.EntranceId.make(uuid(3, 0))

interface Mix {
  readonly name: string
  readonly layout: Lot.Layout
  readonly ordering: Ordering.Ordering
  readonly needs: ReadonlyArray<Fit.Requirement>
  /** Of one kind: then the bare bitset does the same work. */
  readonly isPlain: boolean
}

const car: Fit.Requirement = { size: "medium", needs: [], barred: ["accessible", "valet"] }

interface Shape {
  readonly zones: number
  /** Not only medium spots without features. */
  readonly isMixed: boolean
}

const layoutOf = ({ isMixed, zones }: Shape): Lot.Layout => {
  const next = random(7)
  const pick = <A>(of: readonly [A, ...Array<A>]): A => of[Math.floor(next() * of.length)] ?? of[0]
  const features: readonly [ReadonlyArray<Spot.Feature>, ...Array<ReadonlyArray<Spot.Feature>>] = [[], [], [], [], [], [], [], ["ev"], ["ev"], ["accessible"]]
  return {
    zones: Array.from({ length: zones }, (_, index) => ({ id: Zone.ZoneId.make(uuid(1, index)), name: `Level ${index}` })),
    entrances: [{ id: entranceId, name: "Lift" }],
    spots: Array.from({ length: size }, (_, index) => ({
      id: Spot.SpotId.make(uuid(2, index)),
      zoneId: Zone.ZoneId.make(uuid(1, index % zones)),
      label: `${index}`,
      size: isMixed ? pick(["small", "medium", "medium", "medium", "medium", "large", "large", "extra-large"] as const) : "medium" as const,
      features: isMixed ? pick(features) : [],
      distances: { [entranceId]: Math.floor(next() * 500) }
    }))
  }
}

/** Most need a car's spot, some a large one, a charger or an accessible spot: less than there is of each. */
const needs: ReadonlyArray<Fit.Requirement> = [
  car, car, car, car, car, car, { ...car, size: "small" }, { ...car, size: "large" }, { ...car, needs: ["ev"] }, { ...car, needs: ["accessible"], barred: ["valet"] }
]

const scarceThenNear = Ordering.andThen(Ordering.keep({ features: ["ev"], sizesFrom: "large" }), Ordering.nearest())

const mixes: ReadonlyArray<Mix> = [
  { name: "one kind", layout: layoutOf({ zones: 1, isMixed: false }), ordering: Ordering.bestFit, needs: [car], isPlain: true },
  { name: "12 kinds, best fit", layout: layoutOf({ zones: 1, isMixed: true }), ordering: Ordering.bestFit, needs, isPlain: false },
  { name: "12 kinds, scarce kept, nearest", layout: layoutOf({ zones: 1, isMixed: true }), ordering: scarceThenNear, needs, isPlain: false },
  { name: "12 kinds in 40 zones, scarce kept, nearest", layout: layoutOf({ zones: 40, isMixed: true }), ordering: scarceThenNear, needs, isPlain: false },
  { name: "12 kinds in 40 zones, balanced, nearest", layout: layoutOf({ zones: 40, isMixed: true }), ordering: Ordering.andThen(Ordering.balance("inner"), Ordering.nearest()), needs, isPlain: false }
]

/** Gives a place, -1 when there is none, and takes it back. */
interface Side {
  readonly allocate: (need: number) => number
  readonly release: (place: number) => void
}

/** One that begins where another is. */
interface Follower extends Side {
  readonly take: (place: number) => void
}

const ours = ({ layout, needs, ordering }: Mix): Side => {
  const allocator = Result.getOrThrow(Allocator.open(layout, { ordering }))
  const requests = needs.map((needed): Allocator.Request => ({ needed, during: { from: Instant.Instant.make(0) }, entranceId }))
  const [first] = requests
  if (first === undefined) throw new Error("a mix has needs")
  return {
    allocate: (need) => {
      const given = allocator.allocate(requests[need] ?? first)
      return Result.isSuccess(given) ? given.success : -1
    },
    release: (place) => { allocator.release(place) }
  }
}

/** Spots ranked once, and the rank of each place. */
const ranked = ({ layout, ordering }: Mix) => {
  const placed = Result.getOrThrow(Layout.placed(layout))
  const spots = placed.toSorted((a, b) => Ordering.compare(ordering.filter(Ordering.isStatic), a, b, { entranceId, share: () => ({ free: 0, total: 0 }) }))
  const rankOf = new Int32Array(size)
  for (const [rank, { place }] of spots.entries()) rankOf[place] = rank
  return { spots, rankOf }
}

/** What one would write first: spots with a flag, and the first that is free and suits. */
const scan = (mix: Mix): Follower => {
  const { rankOf, spots } = ranked(mix)
  const flagged = spots.map((spot) => ({ spot, place: spot.place, isFree: true }))
  const set = (place: number, isFree: boolean): void => {
    const changed = flagged[rankOf[place] ?? 0]
    if (changed !== undefined) changed.isFree = isFree
  }
  return {
    allocate: (need) => {
      const needed = mix.needs[need] ?? car
      for (const each of flagged) {
        if (!each.isFree || Fit.fit(each.spot, needed).length > 0) continue
        each.isFree = false
        return each.place
      }
      return -1
    },
    release: (place) => set(place, true),
    take: (place) => set(place, false)
  }
}

/** The best a scan can do: a byte for each spot, and what suits looked up beforehand for each need. */
const scanBytes = (mix: Mix): Follower => {
  const { rankOf, spots } = ranked(mix)
  const suits = mix.needs.map((needed) => Uint8Array.from(spots, (spot) => Fit.fit(spot, needed).length === 0 ? 1 : 0))
  const [isFree, placeAt] = [new Uint8Array(size).fill(1), Int32Array.from(spots, ({ place }) => place)]
  return {
    allocate: (need) => {
      const suiting = suits[need] ?? new Uint8Array()
      for (let rank = 0; rank < size; rank += 1) {
        if (isFree[rank] === 1 && suiting[rank] === 1) {
          isFree[rank] = 0
          return placeAt[rank] ?? -1
        }
      }
      return -1
    },
    release: (place) => { isFree[rankOf[place] ?? 0] = 1 },
    take: (place) => { isFree[rankOf[place] ?? 0] = 0 }
  }
}

/** Four levels, as 32 to the fourth is more than enough; nothing but bits. */
const bare = (): Side => {
  const levels = [5, 10, 15].map((shift) => new Int32Array(Math.ceil(size / 2 ** shift)))
  const [words = new Int32Array(), second = words, third = words] = levels
  let top = 0
  const release = (place: number): void => {
    words[place >>> 5] = (words[place >>> 5] ?? 0) | (0x8000_0000 >>> (place & 31))
    second[place >>> 10] = (second[place >>> 10] ?? 0) | (0x8000_0000 >>> ((place >>> 5) & 31))
    third[place >>> 15] = (third[place >>> 15] ?? 0) | (0x8000_0000 >>> ((place >>> 10) & 31))
    top |= 0x8000_0000 >>> (place >>> 15)
  }
  for (let place = 0; place < size; place += 1) release(place)
  return {
    release,
    allocate: () => {
      if (top === 0) return -1
      const c = Math.clz32(top)
      const b = (c << 5) + Math.clz32(third[c] ?? 0)
      const a = (b << 5) + Math.clz32(second[b] ?? 0)
      const place = (a << 5) + Math.clz32(words[a] ?? 0)
      const left = (words[a] ?? 0) & ~(0x8000_0000 >>> (place & 31))
      words[a] = left
      if (left !== 0) return place
      const leftAbove = (second[b] ?? 0) & ~(0x8000_0000 >>> (a & 31))
      second[b] = leftAbove
      if (leftAbove !== 0) return place
      const leftFar = (third[c] ?? 0) & ~(0x8000_0000 >>> (b & 31))
      third[c] = leftFar
      if (leftFar === 0) top &= ~(0x8000_0000 >>> c)
      return place
    }
  }
}

/** Who stands where, and what they need. */
interface Parked {
  readonly places: Int32Array
  readonly needOf: Uint8Array
}

interface Run {
  readonly pairs: (count: number) => void
  readonly parked: Parked
}

const drawn = 1 << 16

/** Fills a lot to its share. */
const filled = (side: Side, needCount: number): Parked => {
  const next = random(20_261_121)
  const [places, needOf] = [new Int32Array(size * share), new Uint8Array(size * share)]
  let [count, tries] = [0, 0]
  while (count < places.length) {
    const need = Math.floor(next() * needCount)
    const place = side.allocate(need)
    tries += 1
    if (tries > 4 * size) throw new Error(`only ${count} spots could be taken`)
    if (place === -1) continue
    needOf[count] = need
    places[count++] = place
  }
  return { places, needOf }
}

/** As one vehicle leaves, another of the same needs comes. What is drawn is drawn before. */
const running = (side: Side, parked: Parked): Run => {
  const { needOf, places } = parked
  const leaving = Int32Array.from({ length: drawn }, ((next) => () => Math.floor(next() * places.length))(random(7)))
  let at = 0
  return {
    parked,
    pairs: (times) => {
      for (let pair = 0; pair < times; pair += 1) {
        at = (at + 1) & (drawn - 1)
        const index = leaving[at] ?? 0
        side.release(places[index] ?? 0)
        places[index] = side.allocate(needOf[index] ?? 0)
      }
    }
  }
}

/** From where another is: a scan would take minutes to fill a lot. */
const following = (side: Follower, { needOf, places }: Parked): Run => {
  for (const place of places) side.take(place)
  return running(side, { needOf, places: places.slice() })
}

const nanosEach = ({ pairs }: Run, times: number): number => {
  const begin = performance.now()
  pairs(times)
  return (performance.now() - begin) * 1e6 / times
}

const [rounds, agingPairs] = [201, 200_000]

/** Rounds short enough to be over before another program's turn; medians of figures and of ratios. */
const measured = (mix: Mix): ReadonlyArray<Row> => {
  const [mine, limit] = [ours(mix), bare()]
  const [runs, bareRuns] = [running(mine, filled(mine, mix.needs.length)), running(limit, filled(limit, 1))]
  runs.pairs(agingPairs)
  bareRuns.pairs(agingPairs)
  const [slow, bytes] = [following(scan(mix), runs.parked), following(scanBytes(mix), runs.parked)]
  for (const each of [slow, bytes]) each.pairs(200)
  const found = Array.from({ length: rounds }, (_, round) => ({
    ours: nanosEach(runs, 1_000), bare: nanosEach(bareRuns, 4_000), ...(round % 10 === 0 && { scan: nanosEach(slow, 5), bytes: nanosEach(bytes, 20) })
  }))
  const [value, scanned, scannedBytes] = [median(found.map((each) => each.ours)), median(found.flatMap(({ scan = [] }) => scan)), median(found.flatMap(({ bytes = [] }) => bytes))]
  const times = median(found.map((each) => each.ours / each.bare))
  const ofOurs = { value, unit: "ns" }
  return [
    { name: `${mix.name}: a pair, bare bitset`, ...ofOurs, baseline: median(found.map((each) => each.bare)), ratio: times, ...(mix.isPlain ? { goal: "<= 5 times", ok: times <= 5 } : noGoalYet) },
    { name: `${mix.name}: a pair, scan`, ...ofOurs, baseline: scanned, ratio: scanned / value, ...(mix.ordering.every(Ordering.isStatic) ? { goal: ">= 500 times faster", ok: scanned >= 500 * value } : noGoalYet) },
    { name: `${mix.name}: a pair, scan of bytes`, ...ofOurs, baseline: scannedBytes, ratio: scannedBytes / value, ...noGoalYet }
  ]
}

/** Bytes per spot of an allocator, its layout aside: what garbage of the rounds before is collected meanwhile spoils a single look. */
const memory = (mix: Mix): Row => {
  setFlagsFromString("--expose-gc")
  const collect: () => void = runInNewContext("gc")
  const held = (): number => {
    collect()
    const { arrayBuffers, heapUsed } = process.memoryUsage()
    return arrayBuffers + heapUsed
  }
  const bytes = median(Array.from({ length: 7 }, () => {
    const before = held()
    const allocator = Result.getOrThrow(Allocator.open(mix.layout, { ordering: mix.ordering }))
    allocator.choose({ needed: car, during: { from: Instant.Instant.make(0) } })
    const now = held()
    return allocator.occupancy().total === size ? (now - before) / size : NaN
  }))
  return { name: `${mix.name}: memory for each spot`, value: bytes, unit: "bytes", baseline: null, ratio: null, ...noGoalYet }
}

const opening = (mix: Mix): Row => {
  const begin = performance.now()
  const allocator = Result.getOrThrow(Allocator.open(mix.layout, { ordering: mix.ordering }))
  allocator.choose({ needed: car, during: { from: Instant.Instant.make(0) } })
  return { name: `${mix.name}: opening`, value: performance.now() - begin, unit: "ms", baseline: null, ratio: null, ...noGoalYet }
}

export const allocation = (): Promise<ReadonlyArray<Row>> => Promise.resolve([...mixes.flatMap(measured), ...mixes.slice(-1).flatMap((mix) => [opening(mix), memory(mix)])])
