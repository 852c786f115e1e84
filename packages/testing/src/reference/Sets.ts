/**
 * Sets of time: finite unions of closed-open intervals of whole epoch seconds, disjoint, sorted, none empty or touching.
 */
export type Span = readonly [from: number, to: number]
export type TimeSet = ReadonlyArray<Span>

/** Any spans as a set: empty ones left out, those that overlap or touch made one. */
export const ofSpans = (spans: ReadonlyArray<Span>): TimeSet => {
  const set: Array<[number, number]> = []
  for (const [from, to] of spans.filter(([from, to]) => from < to).toSorted(([a], [b]) => a - b)) {
    const last = set.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else set.push([from, to])
  }
  return set
}

export const isEmpty = (set: TimeSet): boolean => set.length === 0
export const length = (set: TimeSet): number => set.reduce((seconds, [from, to]) => seconds + to - from, 0)

/** e(S): the first instant of a set that is not empty. */
export const start = (set: TimeSet): number => bound(set[0])[0]

/** x(S): the end of a set that is not empty. */
export const end = (set: TimeSet): number => bound(set.at(-1))[1]

/** The one span from a set's start to its end. */
export const hull = (set: TimeSet): Span => [start(set), end(set)]

const bound = (span: Span | undefined): Span => {
  if (span === undefined) throw new RangeError("an empty set has neither start nor end")
  return span
}

export const union = (...sets: ReadonlyArray<TimeSet>): TimeSet => ofSpans(sets.flat())

export const intersection = (a: TimeSet, b: TimeSet): TimeSet => {
  const common: Array<Span> = []
  let skipped = 0
  for (const [from, to] of a) {
    while (skipped < b.length && (b[skipped]?.[1] ?? 0) <= from) skipped += 1
    for (let index = skipped; index < b.length; index += 1) {
      const [low, high] = b[index] ?? [to, to]
      if (low >= to) break
      common.push([Math.max(from, low), Math.min(to, high)])
    }
  }
  return common
}

export const minus = (a: TimeSet, b: TimeSet): TimeSet => {
  if (isEmpty(a)) return a
  const [from, to] = hull(a)
  const outside: Array<Span> = []
  let reached = from
  for (const [low, high] of b) {
    if (low > reached) outside.push([reached, Math.min(low, to)])
    reached = Math.max(reached, high)
    if (reached >= to) break
  }
  if (reached < to) outside.push([reached, to])
  return intersection(a, ofSpans(outside))
}

/** S cut at an instant: what lies before it. */
export const before = (set: TimeSet, instant: number): TimeSet => set.filter(([from]) => from < instant).map(([from, to]) => [from, Math.min(to, instant)])

/** What of S lies at or after an instant. */
export const after = (set: TimeSet, instant: number): TimeSet => set.filter(([, to]) => to > instant).map(([from, to]) => [Math.max(from, instant), to])

/** The instant at which `seconds` of S have gone by. */
const reached = (set: TimeSet, seconds: number): number => {
  let left = seconds
  for (const [from, to] of set) {
    if (left <= to - from) return from + left
    left -= to - from
  }
  return end(set)
}

/** S<m: the first `seconds` of S by length. */
export const first = (set: TimeSet, seconds: number): TimeSet => (isEmpty(set) ? set : before(set, reached(set, seconds)))

/** S>=m: S without its first `seconds`. */
export const rest = (set: TimeSet, seconds: number): TimeSet => (isEmpty(set) ? set : after(set, reached(set, seconds)))
