/**
 * A set of time: closed-open intervals of whole epoch seconds, apart and in order, as `[from, to, from, to, ...]`. A
 * visit is one interval; the visits of a day, or what windows leave of a stay, are several.
 *
 * Guarantees: the parts of a set of time before and after any length sum to the set; what two sets share and what the
 * first has alone sum to the first; sets of time are in order, apart and never empty intervals.
 */
export type TimeSet = ReadonlyArray<number>

export const empty: TimeSet = []

/** Everything from `from` up to `to`; empty when there is nothing. */
export const of = (from: number, to: number): TimeSet => from < to ? [from, to] : empty

export const isEmpty = (set: TimeSet): boolean => set.length === 0

const at = (set: TimeSet, index: number): number => set[index] ?? Number.NaN

/** First second; NaN of the empty set. */
export const start = (set: TimeSet): number => at(set, 0)
/** The end, which no longer belongs to it; NaN of the empty set. */
export const end = (set: TimeSet): number => at(set, set.length - 1)

/** Seconds in all. */
export const length = (set: TimeSet): number => {
  if (set.length === 2) return at(set, 1) - at(set, 0)
  let sum = 0
  for (let i = 0; i < set.length; i += 2) sum += at(set, i + 1) - at(set, i)
  return sum
}

/** The part in [from, to). */
export const within = (set: TimeSet, from: number, to: number): TimeSet => {
  if (set.length === 2) {
    const [a, b] = [at(set, 0), at(set, 1)]
    return a >= from && b <= to ? set : of(Math.max(a, from), Math.min(b, to))
  }
  const part: Array<number> = []
  for (let i = 0; i < set.length; i += 2) {
    const [a, b] = [Math.max(at(set, i), from), Math.min(at(set, i + 1), to)]
    if (a < b) part.push(a, b)
  }
  return part
}

/** The instant before which `seconds` of the set lie; its end when there are fewer. */
const after = (set: TimeSet, seconds: number): number => {
  let rest = seconds
  for (let i = 0; i < set.length; i += 2) {
    const [a, b] = [at(set, i), at(set, i + 1)]
    if (rest <= b - a) return a + rest
    rest -= b - a
  }
  return end(set)
}

/** The first `seconds` of it, by length. */
export const first = (set: TimeSet, seconds: number): TimeSet =>
  seconds <= 0 || isEmpty(set) ? empty : within(set, start(set), after(set, seconds))

/** What follows the first `seconds` of it. */
export const rest = (set: TimeSet, seconds: number): TimeSet =>
  seconds <= 0 || isEmpty(set) ? set : within(set, after(set, seconds), end(set))

/** What both have. */
export const intersect = (a: TimeSet, b: TimeSet): TimeSet => {
  const both: Array<number> = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [from, to] = [Math.max(at(a, i), at(b, j)), Math.min(at(a, i + 1), at(b, j + 1))]
    if (from < to) both.push(from, to)
    if (at(a, i + 1) < at(b, j + 1)) i += 2
    else j += 2
  }
  return both
}

/** What `a` has and `b` has not. */
export const minus = (a: TimeSet, b: TimeSet): TimeSet => {
  const left: Array<number> = []
  let j = 0
  for (let i = 0; i < a.length; i += 2) {
    let from = at(a, i)
    const to = at(a, i + 1)
    while (j < b.length && at(b, j + 1) <= from) j += 2
    for (let k = j; k < b.length && at(b, k) < to; k += 2) {
      if (at(b, k) > from) left.push(from, at(b, k))
      from = Math.max(from, at(b, k + 1))
    }
    if (from < to) left.push(from, to)
  }
  return left
}

/** The union of intervals in any order, which may touch or overlap. */
export const union = (intervals: ReadonlyArray<readonly [from: number, to: number]>): TimeSet => {
  const sorted = intervals.filter(([from, to]) => from < to).toSorted(([a], [b]) => a - b)
  const joined: Array<number> = []
  for (const [from, to] of sorted) {
    const last = joined.length - 1
    if (last >= 0 && from <= at(joined, last)) joined[last] = Math.max(at(joined, last), to)
    else joined.push(from, to)
  }
  return joined
}

/** The set with [from, to) put at its end; `from` is not before it. */
export const append = (set: TimeSet, from: number, to: number): TimeSet => {
  if (from >= to) return set
  if (isEmpty(set)) return [from, to]
  return end(set) === from ? [...set.slice(0, -1), to] : [...set, from, to]
}

export const intervals = (set: TimeSet): ReadonlyArray<readonly [from: number, to: number]> =>
  Array.from({ length: set.length / 2 }, (_, i) => [at(set, 2 * i), at(set, 2 * i + 1)] as const)
