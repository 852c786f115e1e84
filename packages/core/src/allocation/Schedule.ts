/**
 * When spots are out of service, and for whom they are held. Time goes forward only: the clock is the latest instant that was
 * asked about, and what is over by then is forgotten.
 *
 * Guarantees: a spot that nobody stands on is what its periods say at the clock; a clock that is turned back stays.
 */
import { Schema } from "effect"
import { Spot } from "../lot/index.ts"
import { Instant } from "../time/index.ts"
import { type During, overlaps } from "./Fit.ts"
import { clear, held, later, outOfService } from "./Occupancy.ts"

/** A spot is kept for somebody; without an end until it is taken back. Closed-open. */
export const Hold = Schema.Struct({
  /** Whoever it is held for, as the caller calls it: the id of a reservation. */
  holder: Schema.String,
  from: Instant.Instant,
  until: Schema.optionalKey(Instant.Instant)
}).pipe(Schema.check(Schema.makeFilter(({ from, until }) => until === undefined || from < until || { path: ["until"], issue: "expected later than from" })))
export type Hold = typeof Hold.Type

export interface Periods {
  readonly outages: ReadonlyArray<Spot.Outage>
  readonly holds: ReadonlyArray<Hold>
}

export interface Schedule {
  readonly now: () => Instant.Instant
  readonly of: (place: number) => Periods
  /** Of a spot that nobody stands on, at the clock: a status, as occupancy counts them. */
  readonly status: (place: number) => number
  /** Replaces all periods of a spot; those that are over are not kept. */
  readonly set: (place: number, periods: Periods) => void
  /** Moves the clock: the spots whose status may be another, some perhaps twice. */
  readonly advance: (to: Instant.Instant) => ReadonlyArray<number>
  /** Spots that have any period, in no order. */
  readonly places: () => Iterable<number>
}

const nothing: ReadonlyArray<number> = []
const none: Periods = { outages: [], holds: [] }

const all = ({ holds, outages }: Periods): ReadonlyArray<During> => [...outages, ...holds]

const after = <P extends During>(periods: ReadonlyArray<P>, now: number): ReadonlyArray<P> => periods.filter(({ until }) => until === undefined || until > now)

const statusAt = ({ holds, outages }: Periods, now: number): number => {
  if (outages.some(({ from }) => from <= now)) return outOfService
  if (holds.some(({ from }) => from <= now)) return held
  return outages.length + holds.length > 0 ? later : clear
}

/** The first instant after `now` at which one of these begins or ends. */
const boundary = (periods: Periods, now: number): number =>
  Math.min(...all(periods).flatMap(({ from, until = Infinity }) => from > now ? [from] : [until]))

interface Wake {
  readonly at: number
  readonly place: number
}

const comesBefore = (a: Wake, b: Wake): boolean => a.at < b.at || (a.at === b.at && a.place < b.place)

/** A binary heap: the earliest is the first. */
const push = (heap: Array<Wake>, wake: Wake): void => {
  let index = heap.push(wake) - 1
  while (index > 0) {
    const above = (index - 1) >> 1
    const parent = heap[above]
    if (parent === undefined || !comesBefore(wake, parent)) break
    heap[index] = parent
    index = above
  }
  heap[index] = wake
}

const pop = (heap: Array<Wake>): void => {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let index = 0
  for (;;) {
    const [left, right] = [heap[2 * index + 1], heap[2 * index + 2]]
    const below = left !== undefined && right !== undefined && comesBefore(right, left) ? 2 * index + 2 : 2 * index + 1
    const child = heap[below]
    if (child === undefined || !comesBefore(child, last)) break
    heap[index] = child
    index = below
  }
  heap[index] = last
}

/** Nothing is out of service or held yet, and the clock is at `start`. */
export const start = (startsAt: Instant.Instant): Schedule => {
  const byPlace = new Map<number, Periods>()
  let now = startsAt
  let heap: Array<Wake> = []
  const of = (place: number): Periods => byPlace.get(place) ?? none
  const wake = (place: number): void => {
    const at = boundary(of(place), now)
    if (at !== Infinity) push(heap, { at, place })
  }
  const set = (place: number, { holds, outages }: Periods): void => {
    const left: Periods = { outages: after(outages, now), holds: after(holds, now) }
    if (left.outages.length + left.holds.length > 0) byPlace.set(place, left)
    else byPlace.delete(place)
    wake(place)
    // What was set before still lies in the heap, and does no harm but for its room.
    if (heap.length <= 2 * byPlace.size + 64) return
    heap = []
    for (const each of byPlace.keys()) wake(each)
  }
  const wakeAll = (): ReadonlyArray<number> => {
    const woken: Array<number> = []
    for (let first = heap[0]; first !== undefined && first.at <= now; first = heap[0]) {
      pop(heap)
      set(first.place, of(first.place))
      woken.push(first.place)
    }
    return woken
  }
  return {
    now: () => now,
    of,
    status: (place) => byPlace.size === 0 ? clear : statusAt(of(place), now),
    set,
    places: () => byPlace.keys(),
    advance: (to) => {
      if (to > now) now = to
      const first = heap[0]
      return first === undefined || first.at > now ? nothing : wakeAll()
    }
  }
}

/** Is nothing in the way of a vehicle that is there `during`? */
export const isOpen = ({ holds, outages }: Periods, during: During): boolean =>
  !outages.some((outage) => overlaps(outage, during)) && !holds.some((hold) => overlaps(hold, during))
