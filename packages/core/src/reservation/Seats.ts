/**
 * Seats for claims in kinds of spots: a matching at each instant, and a seating over all of them.
 *
 * Within a kind the claims need only be no more than its spots at any time: whoever comes takes a free one. So a seating
 * is a kind for each claim, and the claims are looked at in the order in which they begin.
 */
import type { Spot } from "../lot/index.ts"
import type { Kind, Wanted } from "./Places.ts"

/** When the vehicles on the spots of each kind leave. */
const leaving = (kinds: ReadonlyArray<Kind>): Array<Array<number>> =>
  kinds.map(({ spots }) => spots.flatMap(({ occupied }) => (occupied === undefined ? [] : [occupied])))

const sizeOf = (kinds: ReadonlyArray<Kind>, kind: number): number => kinds[kind]?.spots.length ?? 0

export interface Shortage {
  readonly at: number
  readonly claims: ReadonlyArray<string>
  readonly spots: ReadonlyArray<Spot.SpotId>
}

/**
 * The first instant at which claims have too few spots between them, whoever sits where: all that suit them, without
 * those of vehicles that are still there. None where every instant by itself would do.
 */
export const shortage = (kinds: ReadonlyArray<Kind>, wanted: ReadonlyArray<Wanted>): Shortage | undefined => {
  const ends = leaving(kinds)
  let seated: Array<Array<Wanted>> = kinds.map(() => [])
  for (const claim of wanted) {
    const { from } = claim
    seated = seated.map((claims) => claims.filter(({ to }) => to > from))
    const room = (kind: number) => sizeOf(kinds, kind) - (ends[kind] ?? []).filter((end) => end > from).length - (seated[kind]?.length ?? 0)
    const reached = augment(seated, claim, room)
    if (reached === undefined) continue
    const spots = [...reached].flatMap((kind) => (kinds[kind]?.spots ?? []).filter(({ occupied = 0 }) => occupied <= from).map(({ spot }) => spot.id))
    const claims = [...[...reached].flatMap((kind) => (seated[kind] ?? []).map(({ id }) => id)), claim.id]
    return { at: from, claims, spots }
  }
  return undefined
}

/** Seats `claim`, moving others where that makes room; the kinds that it could reach where nothing does. Breadth first. */
const augment = (seated: Array<Array<Wanted>>, claim: Wanted, room: (kind: number) => number): ReadonlySet<number> | undefined => {
  /** By kind, who would move into it, and from which kind. */
  const into = new Map<number, { readonly mover: Wanted; readonly from: number }>(claim.kinds.map((kind) => [kind, { mover: claim, from: -1 }]))
  // A map grows while it is walked.
  for (const [kind] of into) {
    if (room(kind) > 0) {
      move(seated, into, kind)
      return undefined
    }
    for (const mover of seated[kind] ?? []) for (const other of mover.kinds) if (!into.has(other)) into.set(other, { mover, from: kind })
  }
  return new Set(into.keys())
}

const move = (seated: Array<Array<Wanted>>, into: ReadonlyMap<number, { readonly mover: Wanted; readonly from: number }>, last: number): void => {
  for (let kind = last; kind !== -1;) {
    const step = into.get(kind)
    if (step === undefined) return
    seated[kind]?.push(step.mover)
    if (step.from !== -1) seated[step.from] = (seated[step.from] ?? []).filter((each) => each !== step.mover)
    kind = step.from
  }
}

export type Found =
  | { readonly _tag: "Found"; readonly seats: ReadonlyArray<number> }
  | { readonly _tag: "None" }
  | { readonly _tag: "GivenUp" }

/** When each spot of each kind that is taken at `from` is free again, in a text that tells situations apart. */
const situation = (taken: ReadonlyArray<ReadonlyArray<number>>, index: number, from: number): string =>
  `${index}:${taken.map((ends) => ends.filter((end) => end > from).toSorted((a, b) => a - b).join(",")).join(";")}`

/** A kind for each claim, found by trying the kinds of each claim in their order and going back where it fails. */
export const search = (kinds: ReadonlyArray<Kind>, wanted: ReadonlyArray<Wanted>, effort: number): Found => {
  const taken = leaving(kinds)
  const seats: Array<number> = []
  /** Which of its kinds each claim tries next. */
  const next: Array<number> = [0]
  const failed = new Set<string>()
  let left = effort
  while (seats.length < wanted.length) {
    const index = seats.length
    const claim = wanted[index]
    if (claim === undefined) break
    const from = claim.from
    const hopeless = next[index] === 0 && failed.size > 0 && failed.has(situation(taken, index, from))
    const choice = hopeless ? -1 : claim.kinds.findIndex((kind, place) =>
      place >= (next[index] ?? 0) && (taken[kind] ?? []).filter((end) => end > from).length < sizeOf(kinds, kind))
    if (choice === -1) {
      if (!hopeless) failed.add(situation(taken, index, from))
      const back = seats.pop()
      if (back === undefined) return { _tag: "None" }
      if (left-- <= 0) return { _tag: "GivenUp" }
      taken[back]?.pop()
      next.length = seats.length + 1
      continue
    }
    const kind = claim.kinds[choice] ?? 0
    next[index] = choice + 1
    taken[kind]?.push(claim.to)
    seats.push(kind)
    next.push(0)
  }
  return { _tag: "Found", seats }
}
