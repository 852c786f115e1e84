/** The largest of many, in order; of equal ones those that came first. */
import type { Whole } from "../money/index.ts"

interface Ranked<A> {
  readonly by: Whole.Whole
  readonly value: A
}

export interface Extremes<A> {
  /** True when one of this size would be kept. */
  readonly takes: (by: Whole.Whole) => boolean
  readonly keep: (by: Whole.Whole, value: A) => void
  readonly all: () => ReadonlyArray<Ranked<A>>
}

/** Keeps `most` of them, sorted: meant for tens, not for thousands. */
export const extremes = <A>(most: number): Extremes<A> => {
  const kept: Array<Ranked<A>> = []
  const takes = (by: Whole.Whole): boolean => kept.length < most || by > (kept.at(-1)?.by ?? Infinity)
  return {
    takes,
    keep: (by, value) => {
      if (!takes(by)) return
      const place = kept.findIndex((each) => by > each.by)
      kept.splice(place === -1 ? kept.length : place, 0, { by, value })
      if (kept.length > most) kept.pop()
    },
    all: () => [...kept]
  }
}
