/**
 * Visits that count together: which of a driver's earlier visits a tariff adds to this one, and what they make as a set
 * of time.
 *
 * A group is the visits that began on one local date, or within so long of the group's first. Visits closer than the
 * tariff's least interruption are one, the gap included.
 */
import { Elapsed, LocalDate, TimeSet } from "../time/index.ts"
import type { Tariff } from "./Tariff.ts"

/** Epoch seconds. */
export interface Visit {
  readonly from: number
  readonly to: number
}

export interface History {
  /** Which visit this is: 1 is the first. */
  readonly number: number
  /** Which the last one before it was: the same where this one goes on with it. */
  readonly last: number
  /** The earlier visits that count with this one; empty where each visit is priced alone. */
  readonly earlier: TimeSet.TimeSet
  /** Where this visit begins to count: the end of the visit before, where the gap is too short to be one. */
  readonly from: number
}

/** Seconds in which a stay's length counts. */
export const unitOf = ({ seconds }: Pick<Tariff, "seconds">): number => seconds === "dropped" ? 60 : 1

/** What counts of a stay of `seconds`, in whole units. */
export const lengthIn = (unit: number, seconds: number): number => unit === 1 ? seconds : Math.floor(seconds / unit) * unit

/** The end that counts, in epoch seconds, of a stay from `entry` to `exit`. */
export const countedTo = (tariff: Pick<Tariff, "seconds">, entry: number, exit: number): number => entry + lengthIn(unitOf(tariff), exit - entry)

/** The visits before `entry` that are of its group. */
const group = (visits: Tariff["visits"], zone: string, earlier: ReadonlyArray<Visit>, entry: number): ReadonlyArray<Visit> => {
  const span = typeof visits === "string" ? "day" : visits.accumulate
  const date = (at: number) => LocalDate.of(zone, at * 1_000)
  if (span === "day") return earlier.filter(({ from }) => date(from) === date(entry))
  const seconds = (Elapsed.parse(span) ?? 0) / 1_000
  let [first, members]: [number, Array<Visit>] = [Number.NEGATIVE_INFINITY, []]
  for (const visit of earlier) {
    if (visit.from >= first + seconds) [first, members] = [visit.from, []]
    members.push(visit)
  }
  return entry < first + seconds ? members : []
}

/** What the visits before `entry` make of a visit that begins then. */
export const history = (tariff: Pick<Tariff, "visits">, zone: string, given: ReadonlyArray<Visit>, entry: number): History => {
  if (given.length === 0) return { number: 1, last: 1, earlier: TimeSet.empty, from: entry }
  const before = given.filter(({ from }) => from < entry).toSorted((a, b) => a.from - b.from).map(({ from, to }) => ({ from, to: Math.min(to, entry) }))
  const members = group(tariff.visits, zone, before, entry)
  if (tariff.visits === "apart") return { number: members.length + 1, last: Math.max(1, members.length), earlier: TimeSet.empty, from: entry }
  const least = typeof tariff.visits === "string" || tariff.visits.minInterruption === undefined ? 0 : (Elapsed.parse(tariff.visits.minInterruption) ?? 0) / 1_000
  const merged: Array<Visit> = []
  for (const visit of members) {
    const last = merged.at(-1)
    if (last !== undefined && visit.from - last.to < least) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, visit.to) }
    else merged.push(visit)
  }
  const last = merged.at(-1)
  const joined = last !== undefined && entry - last.to < least
  return {
    number: joined ? merged.length : merged.length + 1,
    last: Math.max(1, merged.length),
    earlier: TimeSet.union(merged.map(({ from, to }) => [from, to])),
    from: joined ? last.to : entry
  }
}
