/**
 * A partition: the time line cut into segments, each of one arm, by clocks and calendars and so the same for every stay;
 * or by what one vehicle does, and then for one stay only.
 *
 * A segment is a connected part of one arm. What does not depend on a stay is laid out once, a chunk of about a year at
 * a time, and found again.
 */
import { LocalDate, TimeSet } from "../../time/index.ts"
import { isCalendar, list, periodLength, secondsOfDay } from "../Clocks.ts"
import type { Period } from "../Period.ts"
import type { Windows } from "../Window.ts"
import { lastIndex } from "../lastIndex.ts"
import { chunkSeconds, remembered } from "./chunks.ts"
import type { Phase } from "./Phases.ts"
import { steadyIn } from "./weeks.ts"
import { type Almanac, dateOf, instantOf, lay } from "./windows.ts"

/** Segments in order: `starts[i]` up to `starts[i + 1]`, the last up to `to`. */
export interface Segments {
  readonly starts: ReadonlyArray<number>
  readonly arms: ReadonlyArray<number>
  readonly to: number
}

export interface Chunk extends Segments {
  /** The segment in which each of its days of 86,400 seconds begins. */
  readonly days: ReadonlyArray<number>
  /** Its first segment is the last one of the chunk before, going on. */
  readonly joined: boolean
}

export interface Partition {
  readonly phased: boolean
  /** The segments of [from, to). */
  readonly over: (from: number, to: number, phases: ReadonlyArray<Phase>) => Segments
  /** Of a partition that is not phased: its chunk of number `index`, from `index * chunkSeconds`. */
  readonly chunk: (index: number) => Chunk
  /** Up to where weeks are alike from an instant on, see Meter. */
  readonly steady: (at: number) => number
}

const day = 86_400

const chunked = (segments: (from: number, to: number) => Segments, continues: (at: number) => boolean): Partition["chunk"] =>
  remembered((index) => {
    const from = index * chunkSeconds
    const found = segments(from, from + chunkSeconds)
    let segment = 0
    const days = Array.from({ length: Math.ceil(chunkSeconds / day) + 1 }, (_, number) => {
      while (segment + 1 < found.starts.length && (found.starts[segment + 1] ?? 0) <= from + number * day) segment += 1
      return segment
    })
    return { ...found, days, joined: continues(from) }
  })

/** The index of the segment of a chunk that holds `at`. */
export const indexAt = ({ days, starts, to }: Chunk, at: number): number => {
  const number = Math.floor((at - to + chunkSeconds) / day)
  return lastIndex(days[number] ?? 0, (days[number + 1] ?? starts.length) + 1, (index) => (starts[index] ?? Number.POSITIVE_INFINITY) <= at)
}

export const segmentAt = (segments: Segments, index: number): { readonly from: number; readonly to: number; readonly arm: number } => ({
  from: segments.starts[index] ?? Number.NaN,
  to: segments.starts[index + 1] ?? segments.to,
  arm: segments.arms[index] ?? Number.NaN
})

/** Windows in order of priority, the first that holds first; the last arm is all that no window holds. */
export const byWindows = (almanac: Almanac, windows: ReadonlyArray<Windows>): Partition => {
  const laid = windows.map((each) => lay(almanac, each))
  const over = (from: number, to: number, phases: ReadonlyArray<Phase>): Segments => {
    let left = TimeSet.of(from, to)
    const pieces: Array<readonly [from: number, arm: number]> = []
    laid.forEach(({ within }, arm) => {
      const own = TimeSet.intersect(within(from, to, phases), left)
      left = TimeSet.minus(left, own)
      for (const [start] of TimeSet.intervals(own)) pieces.push([start, arm])
    })
    for (const [start] of TimeSet.intervals(left)) pieces.push([start, laid.length])
    pieces.sort(([a], [b]) => a - b)
    return { starts: pieces.map(([start]) => start), arms: pieces.map(([, arm]) => arm), to }
  }
  const armAt = (at: number): number => over(at, at + 1, []).arms[0] ?? Number.NaN
  const phased = laid.some((each) => each.phased)
  return {
    phased,
    over,
    chunk: chunked((from, to) => over(from, to, []), (at) => armAt(at - 1) === armAt(at)),
    steady: steadyIn(almanac, windows.flatMap(list))
  }
}

const nextStart = { day: (date: number) => date + 1, week: (date: number) => LocalDate.startOfWeek(date) + 7, month: LocalDate.nextMonth }
const thisStart = { day: (date: number) => date, week: LocalDate.startOfWeek, month: LocalDate.startOfMonth }

/** Days, weeks from Monday, or months of the local calendar, beginning at a clock: all of one arm. */
const byCalendar = (almanac: Almanac, length: "day" | "week" | "month", at: string): Partition => {
  const { zone } = almanac
  const clock = secondsOfDay(at)
  const over = (from: number, to: number): Segments => {
    const starts: Array<number> = [from]
    for (let date = thisStart[length](dateOf(zone, from) - 1); ; date = nextStart[length](date)) {
      const start = instantOf(zone, date, clock)
      if (start >= to) break
      // Dates that were skipped begin where the next one does.
      if (start > (starts.at(-1) ?? Number.NaN)) starts.push(start)
    }
    return { starts, arms: starts.map(() => 0), to }
  }
  const begins = (at: number): boolean => {
    const date = dateOf(zone, at)
    return [date - 1, date].some((each) => instantOf(zone, thisStart[length](each), clock) === at)
  }
  const steady = length === "month" ? (instant: number) => instant : steadyIn(almanac, [])
  return { phased: false, over, chunk: chunked(over, (instant) => !begins(instant)), steady }
}

/** The calendar's periods; nothing for those of so many seconds. */
export const calendarOf = (almanac: Almanac, period: Exclude<Period, "stay">): Partition | undefined => {
  const length = periodLength(period)
  return isCalendar(length) ? byCalendar(almanac, length, period.at ?? "00:00") : undefined
}

export interface Segment {
  readonly from: number
  readonly to: number
  readonly arm: number
}

/** The segments that hold something of [from, to), in order, cut at its ends. */
export const segments = (partition: Partition, from: number, to: number, phases: ReadonlyArray<Phase>): ReadonlyArray<Segment> => {
  const found: Array<Segment> = []
  const add = (part: Segments, first: number, joined: boolean) => {
    for (let index = first; index < part.starts.length; index += 1) {
      const segment = segmentAt(part, index)
      if (segment.from >= to) break
      const cut = { ...segment, from: Math.max(segment.from, from), to: Math.min(segment.to, to) }
      const last = found.at(-1)
      if (index === 0 && joined && last !== undefined) found[found.length - 1] = { ...last, to: cut.to }
      else found.push(cut)
    }
  }
  if (partition.phased) add(partition.over(from, to, phases), 0, false)
  else {
    for (let index = Math.floor(from / chunkSeconds); index * chunkSeconds < to; index += 1) {
      const chunk = partition.chunk(index)
      add(chunk, indexAt(chunk, Math.max(from, index * chunkSeconds)), chunk.joined)
    }
  }
  return found
}

/** The arm of the segment that `at` lies in. */
export const armAt = (partition: Partition, at: number, phases: ReadonlyArray<Phase>): number => {
  if (partition.phased) return partition.over(at, at + 1, phases).arms[0] ?? 0
  const chunk = partition.chunk(Math.floor(at / chunkSeconds))
  return chunk.arms[indexAt(chunk, at)] ?? 0
}

/** Where the segment begins that `at` lies in; `from` where that is earlier. */
export const segmentStart = (partition: Partition, from: number, at: number, phases: ReadonlyArray<Phase>): number => {
  if (partition.phased) return segments(partition, Math.min(from, at), at + 1, phases).at(-1)?.from ?? at
  for (let [number, inside] = [Math.floor(at / chunkSeconds), at]; ; number -= 1, inside = (number + 1) * chunkSeconds - 1) {
    const chunk = partition.chunk(number)
    const index = indexAt(chunk, inside)
    const { from: begins } = segmentAt(chunk, index)
    if (begins <= from || index > 0 || !chunk.joined) return Math.max(begins, Math.min(from, at))
  }
}

/** How far ahead a segment's end is looked for: ten years, and what is longer has none. */
const farthest = 10
/** Where phases have to be looked at anew each time, who only asks when to look again is told so after weeks. */
const soon = chunkSeconds / 16

/** The end of the segment that `at` lies in. */
const endOf = (partition: Partition, at: number): number => {
  const number = Math.floor(at / chunkSeconds)
  const first = partition.chunk(number)
  const index = indexAt(first, at)
  if (index + 1 < first.starts.length) return segmentAt(first, index).to
  for (let ahead = number + 1; ahead <= number + farthest; ahead += 1) {
    const chunk = partition.chunk(ahead)
    if (!chunk.joined) return ahead * chunkSeconds
    if (chunk.starts.length > 1) return segmentAt(chunk, 0).to
  }
  return Number.POSITIVE_INFINITY
}

/**
 * The segment that `at` lies in, from `at` on; its end is infinite where nobody sees it. Unless it has to be `exact`, an
 * end that lies weeks away may be told as nearer than it is.
 */
export const segmentFrom = (partition: Partition, at: number, phases: ReadonlyArray<Phase>, exact = false): { readonly to: number; readonly arm: number } => {
  if (!partition.phased) return { arm: armAt(partition, at, phases), to: endOf(partition, at) }
  const ahead = exact ? farthest * chunkSeconds : soon
  for (let span = chunkSeconds / 256; ; span *= 16) {
    const [first] = segments(partition, at, at + span, phases)
    const { arm, to } = first ?? { arm: 0, to: at }
    if (to < at + span) return { to, arm }
    if (span >= ahead) return { to: ahead === soon ? to : Number.POSITIVE_INFINITY, arm }
  }
}
