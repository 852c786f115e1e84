/** Meters of the rates that cut by a partition of the time line: windows and calendar periods. */
import { Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import { chunkSeconds, remembered } from "./chunks.ts"
import { bySet, bySpan, type Items, type Meter, noPhases, soonest, total, traits } from "./Meter.ts"
import { armAt, indexAt, type Partition, segmentAt, segmentFrom, segments, segmentStart } from "./Partition.ts"
import type { Phase } from "./Phases.ts"

interface Part {
  readonly arm: number
  readonly set: TimeSet.TimeSet
}

/** What each segment has of `set`, in order; segments that have nothing are left out. */
const partsOf = (partition: Partition, set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): ReadonlyArray<Part> =>
  TimeSet.isEmpty(set) ? [] : segments(partition, TimeSet.start(set), TimeSet.end(set), phases)
    .map(({ arm, from, to }) => ({ arm, set: TimeSet.within(set, from, to) }))
    .filter((part) => !TimeSet.isEmpty(part.set))

/** What holds of a rate that cuts by `partition`. */
const cutTraits = (partition: Partition, meters: ReadonlyArray<Meter>): ReturnType<typeof traits> => ({
  ...traits(meters),
  steady: soonest([partition, ...meters]),
  phased: partition.phased || meters.some((meter) => meter.phased)
})

/** Running sums of a chunk's whole segments: they do not depend on who stays in them. */
interface Sums {
  /** `amounts[i]` is what the segments before `i` cost together. */
  readonly amounts: ReadonlyArray<Whole.Whole>
  /** How many of them have no price. */
  readonly missing: ReadonlyArray<number>
}

const summed = (partition: Partition, meterOf: (arm: number) => Meter) => remembered((number): Sums => {
  const chunk = partition.chunk(number)
  const amounts: Array<Whole.Whole> = [0]
  const missing: Array<number> = [0]
  chunk.starts.forEach((_, index) => {
    const { arm, from, to } = segmentAt(chunk, index)
    const amount = meterOf(arm).between(from, to)
    amounts.push(Whole.add(amounts[index] ?? 0, amount ?? 0))
    missing.push((missing[index] ?? 0) + (amount === undefined ? 1 : 0))
  })
  return { amounts, missing }
})

/**
 * What an uninterrupted stay costs: what it has of its first segment, the running sums of those it fills, and what it
 * has of its last. Segments that go on into the next chunk are priced as one.
 */
const prefixSums = (partition: Partition, meterOf: (arm: number) => Meter): Meter["between"] => {
  const sumsOf = summed(partition, meterOf)
  return (from, to) => {
    if (from >= to) return 0
    let sum: Whole.Whole = 0
    let [open, arm, begun] = [from, 0, false]
    for (let number = Math.floor(from / chunkSeconds); number * chunkSeconds < to; number += 1) {
      const chunk = partition.chunk(number)
      const [first, last] = [indexAt(chunk, Math.max(from, number * chunkSeconds)), indexAt(chunk, Math.min(to, chunk.to) - 1)]
      // The first segment is entered in its midst, or goes on from the chunk before.
      if (begun && !chunk.joined) {
        const amount = meterOf(arm).between(open, number * chunkSeconds)
        if (amount === undefined) return undefined
        sum = Whole.add(sum, amount)
      }
      if (!begun || !chunk.joined) [open, arm, begun] = [Math.max(from, chunk.starts[first] ?? from), chunk.arms[first] ?? 0, true]
      if (last === first) continue
      const amount = meterOf(arm).between(open, chunk.starts[first + 1] ?? to)
      const { amounts, missing } = sumsOf(number)
      if (amount === undefined || (missing[last] ?? 0) > (missing[first + 1] ?? 0)) return undefined
      sum = Whole.add(sum, Whole.add(amount, Whole.subtract(amounts[last] ?? 0, amounts[first + 1] ?? 0)))
      ;[open, arm] = [chunk.starts[last] ?? open, chunk.arms[last] ?? arm]
    }
    const amount = meterOf(arm).between(open, to)
    return amount === undefined ? undefined : Whole.add(sum, amount)
  }
}

const pick = (meters: ReadonlyArray<Meter>) => (arm: number): Meter => {
  const meter = meters[arm]
  if (meter === undefined) throw new RangeError(`no meter for arm ${arm}`)
  return meter
}

/** Every segment anew. */
export const split = (partition: Partition, meters: ReadonlyArray<Meter>): Meter => {
  const meterOf = pick(meters)
  const amount: Meter["amount"] = (set, phases) => total(partsOf(partition, set, phases), (part) => meterOf(part.arm).amount(part.set, phases))
  return {
    ...cutTraits(partition, meters),
    ...(partition.phased ? bySet(amount) : bySpan(prefixSums(partition, meterOf), amount)),
    itemise: (set, phases, items) => total(partsOf(partition, set, phases), (part) => meterOf(part.arm).itemise(part.set, phases, items)),
    next: (set, x, phases) => {
      const { arm, to } = segmentFrom(partition, x, phases)
      const from = TimeSet.isEmpty(set) ? x : segmentStart(partition, TimeSet.start(set), x, phases)
      return Math.min(meterOf(arm).next(TimeSet.within(set, from, x), x, phases), to + 1)
    }
  }
}

/** One meter per arm, over all its segments. */
export const accumulate = (partition: Partition, meters: ReadonlyArray<Meter>): Meter => {
  const meterOf = pick(meters)
  const byArm = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): ReadonlyArray<TimeSet.TimeSet> => {
    const sets: ReadonlyArray<Array<number>> = meters.map(() => [])
    for (const part of partsOf(partition, set, phases)) sets[part.arm]?.push(...part.set)
    return sets
  }
  const armsOf = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): ReadonlyArray<Part> => byArm(set, phases).map((own, arm) => ({ arm, set: own }))
  return {
    ...cutTraits(partition, meters),
    ...bySet((set, phases) => total(armsOf(set, phases), (own) => meterOf(own.arm).amount(own.set, phases))),
    itemise: (set, phases, items) => total(armsOf(set, phases), (own) => meterOf(own.arm).itemise(own.set, phases, items)),
    next: (set, x, phases) => {
      const sets = byArm(set, phases)
      const nexts = meters.map((meter, arm) => meter.next(sets[arm] ?? TimeSet.empty, x, phases))
      // No arm has anything more to charge, whichever comes next.
      const done = meters.every((meter, arm) => {
        const own = sets[arm] ?? TimeSet.empty
        return nexts[arm] === Number.POSITIVE_INFINITY && meter.amount(TimeSet.append(own, x, x + 1), phases) === meter.amount(own, phases)
      })
      if (done) return Number.POSITIVE_INFINITY
      const { arm, to } = segmentFrom(partition, x, phases)
      return Math.min(nexts[arm] ?? x + 1, to + 1)
    }
  }
}

/** One arm for all: that of the first instant. */
export const atEntry = (partition: Partition, meters: ReadonlyArray<Meter>): Meter => {
  const meterOf = pick(meters)
  const chosen = (at: number, phases: ReadonlyArray<Phase>): Meter => meterOf(armAt(partition, at, phases))
  return {
    ...cutTraits(partition, meters),
    ...bySpan(
      (from, to) => from >= to ? 0 : chosen(from, noPhases).between(from, to),
      (set, phases) => TimeSet.isEmpty(set) ? 0 : chosen(TimeSet.start(set), phases).amount(set, phases)
    ),
    itemise: (set, phases, items) => TimeSet.isEmpty(set) ? 0 : chosen(TimeSet.start(set), phases).itemise(set, phases, items),
    next: (set, x, phases) => chosen(TimeSet.isEmpty(set) ? x : TimeSet.start(set), phases).next(set, x, phases)
  }
}

/** One arm for all: that which has most of it. */
export const atMost = (partition: Partition, meters: ReadonlyArray<Meter>): Meter => {
  const meterOf = pick(meters)
  const seconds = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): ReadonlyArray<number> => {
    const lengths = meters.map(() => 0)
    for (const part of partsOf(partition, set, phases)) lengths[part.arm] = (lengths[part.arm] ?? 0) + TimeSet.length(part.set)
    return lengths
  }
  const longest = (lengths: ReadonlyArray<number>): number => lengths.indexOf(Math.max(...lengths))
  const chosen = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): Meter => meterOf(longest(seconds(set, phases)))
  return {
    ...cutTraits(partition, meters),
    // The arm that takes over may be the cheaper one.
    grows: false,
    ...bySet((set, phases) => TimeSet.isEmpty(set) ? 0 : chosen(set, phases).amount(set, phases)),
    itemise: (set, phases, items) => TimeSet.isEmpty(set) ? 0 : chosen(set, phases).itemise(set, phases, items),
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set)) return x + 1
      const { arm, to } = segmentFrom(partition, x, phases)
      const lengths = seconds(set, phases)
      const now = longest(lengths)
      const behind = (lengths[now] ?? 0) - (lengths[arm] ?? 0)
      const overtakes = arm === now ? Number.POSITIVE_INFINITY : x + behind + (arm < now ? 0 : 1)
      return Math.min(meterOf(now).next(set, x, phases), to + 1, Math.max(overtakes, x + 1))
    }
  }
}

/** Every piece anew; a piece ends on a whole step of `step` seconds from its start. */
export const follow = (partition: Partition, meters: ReadonlyArray<Meter>, step: number): Meter => {
  const meterOf = pick(meters)
  const pieceAt = (from: number, phases: ReadonlyArray<Phase>) => {
    const { arm, to } = segmentFrom(partition, from, phases, true)
    return { arm, from, to: from + Math.ceil((to - from) / step) * step }
  }
  const pieces = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): ReadonlyArray<Part & { readonly to: number }> => {
    const found: Array<Part & { readonly to: number }> = []
    for (let left = set; !TimeSet.isEmpty(left);) {
      const { arm, from, to } = pieceAt(TimeSet.start(left), phases)
      found.push({ arm, to, set: TimeSet.within(left, from, to) })
      left = TimeSet.within(left, to, TimeSet.end(left))
    }
    return found
  }
  return {
    ...cutTraits(partition, meters),
    ...bySet((set, phases) => total(pieces(set, phases), (piece) => meterOf(piece.arm).amount(piece.set, phases))),
    itemise: (set, phases, items) => total(pieces(set, phases), (piece) => meterOf(piece.arm).itemise(piece.set, phases, items)),
    next: (set, x, phases) => {
      const last = pieces(set, phases).at(-1)
      if (last !== undefined && x < last.to) return Math.min(meterOf(last.arm).next(last.set, x, phases), last.to + 1)
      const piece = pieceAt(x, phases)
      return Math.min(meterOf(piece.arm).next(TimeSet.empty, x, phases), piece.to + 1)
    }
  }
}

/** Those of a list of items that `itemise` adds, by themselves. */
export const itemsOf = (meter: Meter, set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): Items["charges"] => {
  const items: Items = { charges: [] }
  meter.itemise(set, phases, items)
  return items.charges
}
