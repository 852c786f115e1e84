/** Meters of passes: what one covers costs nothing. */
import { TimeSet } from "../../time/index.ts"
import { bySet, type Meter, soonest, traits } from "./Meter.ts"
import { type Partition, segmentFrom, segments } from "./Partition.ts"
import { first, periodAt, periodic, type Periods, touched } from "./periods.ts"
import type { Phase } from "./Phases.ts"

export interface Cover {
  /** Epoch seconds: what lies before is not covered. */
  readonly from?: number
  /** All time when absent: the first of two arms. */
  readonly during?: Partition
  /** So many seconds, in each period; without a limit when absent. */
  readonly upTo?: number
  /** The whole stay when absent. */
  readonly per?: Periods
  /** The first period only. */
  readonly onlyFirst: boolean
}

/** What the first arm has of `set`. */
const within = (partition: Partition, set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): TimeSet.TimeSet =>
  TimeSet.intersect(set, segments(partition, TimeSet.start(set), TimeSet.end(set), phases).flatMap(({ arm, from, to }) => arm === 0 ? [from, to] : []))

/** What `cover` takes of `set`. */
const coveredPart = (cover: Cover, all: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): TimeSet.TimeSet => {
  const { during, from, onlyFirst, per, upTo } = cover
  const set = from === undefined || TimeSet.isEmpty(all) ? all : TimeSet.within(all, from, TimeSet.end(all))
  if (TimeSet.isEmpty(set)) return set
  const eligible = during === undefined ? set : within(during, set, phases)
  if (upTo === undefined) return eligible
  if (per === undefined) return TimeSet.first(eligible, upTo)
  const head = onlyFirst ? first(per, set) : undefined
  const periods = head === undefined ? touched(per, set) : [head]
  return TimeSet.union(periods.flatMap((period) => TimeSet.intervals(TimeSet.first(TimeSet.intersect(eligible, period.set), upTo))))
}

/** `rest` prices what `cover` leaves. */
export const covered = (cover: Cover, rest: Meter): Meter => {
  const { during, from, per, upTo } = cover
  const left = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => TimeSet.minus(set, coveredPart(cover, set, phases))
  return {
    ...traits([rest]),
    steady: from !== undefined ? (at) => at : soonest([...(during === undefined ? [] : [during]), ...(per === undefined ? [] : periodic(per, [])), rest]),
    phased: rest.phased || during?.phased === true,
    ...bySet((set, phases) => rest.amount(left(set, phases), phases)),
    itemise: (set, phases, items) => rest.itemise(left(set, phases), phases, items),
    next: (set, x, phases) => {
      const start = TimeSet.isEmpty(set) ? x : TimeSet.start(set)
      const segmentEnd = during === undefined ? Number.POSITIVE_INFINITY : segmentFrom(during, x, phases).to
      const periodEnd = per === undefined ? Number.POSITIVE_INFINITY : periodAt(per, start, x).to
      // Does the second that begins at `x` belong to what is covered?
      const takes = TimeSet.length(left(TimeSet.append(set, x, x + 1), phases)) === TimeSet.length(left(set, phases))
      const stands = Math.min(segmentEnd, periodEnd)
      if (!takes) return Math.min(rest.next(left(set, phases), x, phases), stands + 1)
      if (upTo === undefined) return stands + 1
      const used = TimeSet.length(coveredPart(cover, per === undefined ? set : TimeSet.within(set, periodAt(per, start, x).from, x), phases))
      return Math.min(stands, x + upTo - used) + 1
    }
  }
}
