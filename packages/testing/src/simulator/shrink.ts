/** The least that still breaks the same invariant: fewer drivers, fewer faults, fewer days. */
import * as Faults from "./Faults.ts"
import { crowd, type Options, simulate } from "./simulate.ts"
import type { Violation } from "./World.ts"

export interface Shrunk extends Options {
  readonly drivers: ReadonlyArray<number>
  readonly faults: ReadonlyArray<Faults.Fault>
  readonly violation: Violation
  readonly runs: number
}

/** Leaves out parts of `all`, half of them first, as long as `breaks` says that it still does (ddmin). */
const fewer = <A>(all: ReadonlyArray<A>, breaks: (some: ReadonlyArray<A>) => boolean): ReadonlyArray<A> => {
  let [left, parts] = [all, 2]
  if (breaks([])) return []
  while (left.length > 1) {
    const size = Math.ceil(left.length / parts)
    const starts = Array.from({ length: Math.ceil(left.length / size) }, (_, part) => part * size)
    const start = starts.find((from) => breaks([...left.slice(0, from), ...left.slice(from + size)]))
    if (start !== undefined) {
      left = [...left.slice(0, start), ...left.slice(start + size)]
      parts = Math.max(2, parts - 1)
    } else if (size === 1) return left
    else parts = Math.min(left.length, parts * 2)
  }
  return left
}

/** What is left of a run that breaks an invariant; nothing where it breaks none. */
export const shrink = (options: Options): Shrunk | undefined => {
  let [found, runs] = [simulate(options).violations[0], 1]
  if (found === undefined) return undefined
  const { invariant } = found
  const breaks = (tried: Options): boolean => {
    runs += 1
    const violation = simulate(tried).violations.find((each) => each.invariant === invariant)
    if (violation !== undefined) found = violation
    return violation !== undefined
  }
  const days = Array.from({ length: options.days }, (_, index) => index + 1).find((each) => breaks({ ...options, days: each })) ?? options.days
  const drivers = fewer(options.drivers ?? Array.from({ length: crowd }, (_, index) => index), (some) => breaks({ ...options, days, drivers: some }))
  const faults = fewer(options.faults ?? Faults.all, (some) => breaks({ ...options, days, drivers, faults: some }))
  breaks({ ...options, days, drivers, faults })
  return { ...options, days, drivers, faults, violation: found, runs }
}

/** The command that shows it again. */
export const replayLine = ({ days, drivers, faults, seed }: Options): string =>
  ["npm run parkade -- simulate", `--seed ${seed}`, `--days ${days}`, ...(drivers === undefined ? [] : [`--drivers ${drivers.join(",") || "none"}`]), ...(faults === undefined ? [] : [`--faults ${faults.join(",") || "none"}`])].join(" ")
