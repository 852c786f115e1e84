/** How many stays change by how much: exact counts over bars of 1, 2, 5, 10, 20, 50 ... minor units, up and down, and those of no change. */
import { Whole } from "../money/index.ts"

/** Stays that pay more (or less) by `from` up to `below` minor units, closed-open; `same` is from 0 up to 1. */
export interface Bar {
  readonly direction: "less" | "same" | "more"
  readonly from: number
  readonly below: number
  readonly stays: number
}

/** Beyond two safe integers: no difference of two prices lies outside. */
const starts = Array.from({ length: 51 }, (_, index) => ([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3))

export interface Histogram {
  readonly put: (difference: Whole.Whole) => void
  /** From the largest less to the largest more, without gaps; empty before the first. */
  readonly bars: () => ReadonlyArray<Bar>
}

export const histogram = (): Histogram => {
  const [less, more] = [starts.map(() => 0), starts.map(() => 0)]
  let same = 0
  const count = (side: Array<number>, size: Whole.Whole): void => {
    let index = 0
    while (size >= (starts[index + 1] ?? Infinity)) index += 1
    side[index] = (side[index] ?? 0) + 1
  }
  const side = (direction: "less" | "more", counts: ReadonlyArray<number>): ReadonlyArray<Bar> =>
    counts.slice(0, counts.findLastIndex((stays) => stays > 0) + 1).map((stays, index) => ({ direction, from: starts[index] ?? 0, below: starts[index + 1] ?? Infinity, stays }))
  return {
    put: (difference) => {
      if (difference > 0) count(more, difference)
      else if (difference < 0) count(less, Whole.subtract(0, difference))
      else same += 1
    },
    bars: () => {
      const [down, up] = [side("less", less).toReversed(), side("more", more)]
      return down.length + up.length + same === 0 ? [] : [...down, { direction: "same", from: 0, below: 1, stays: same }, ...up]
    }
  }
}
