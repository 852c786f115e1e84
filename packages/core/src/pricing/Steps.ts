/** The steps of a price: where it changes, found on the straight lines it is made of. */
import { Instant } from "../time/index.ts"
import type { Whole } from "../money/index.ts"
import { turn } from "./meter/Meter.ts"

export interface Price {
  readonly net: number
  readonly gross: number
}

/** Exits of one price: from `from` up to `to`, closed-open; no price where none is offered. */
export interface Step {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly price?: Price
}

/** What steps are read off: seconds in, prices out. */
export interface Shape {
  readonly entry: number
  readonly price: (exit: number) => Price | undefined
  /** The exact amount in the tariff's own terms; nothing where there is no stay or no price. */
  readonly amount: (exit: number) => Whole.Whole | undefined
  /** The first exit after this one at which the amount may leave the straight line that it is on. */
  readonly next: (exit: number) => number
  /** Prices are as straight as amounts are. */
  readonly straight: boolean
  /** Equal amounts are equal prices. */
  readonly plain: boolean
}

/** Ten years: what does not change within them is said not to change. */
const horizon = 315_576_000
/** Candidates looked at in one search; where each second is one, for a minute. */
const patience = { straight: 250, crooked: 60 }

export const nextChange = (shape: Shape, exit: number): number | undefined => {
  const now = { amount: shape.amount(exit), price: shape.price(exit) }
  const differs = (at: number): boolean => {
    if (shape.plain && now.amount !== undefined && shape.amount(at) === now.amount) return false
    const price = shape.price(at)
    return price?.net !== now.price?.net || price?.gross !== now.price?.gross
  }
  let at = exit
  for (let tries = 0; tries < patience[shape.straight ? "straight" : "crooked"]; tries += 1) {
    const end = shape.straight ? Math.min(shape.next(at), exit + horizon) : at + 1
    const found = turn(at, end, differs)
    if (found < end || differs(end)) return found
    if (end >= exit + horizon) return undefined
    at = end
  }
  return at
}

/** Every price from the entry up to `until`; at most `limit`. */
export const steps = (shape: Shape, until: number, limit = 100_000): ReadonlyArray<Step> => {
  const found: Array<Step> = []
  for (let from = shape.entry; from < until && found.length < limit;) {
    const price = shape.price(from)
    const to = Math.min(until, nextChange(shape, from) ?? until)
    const last = found.at(-1)
    const same = last !== undefined && last.price?.net === price?.net && last.price?.gross === price?.gross
    if (same) found[found.length - 1] = { ...last, to: Instant.ofSeconds(to) }
    else found.push({ from: Instant.ofSeconds(from), to: Instant.ofSeconds(to), ...(price !== undefined && { price }) })
    from = to
  }
  return found
}

/** Exits on which the exact amount lies on one straight line: from `from` up to `to`, closed-open, with the prices at the first and the last second. */
export interface Piece {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  readonly first?: Price
  readonly last?: Price
}

/** The straight pieces from the entry's next second up to `until`; at most `limit`. */
export const pieces = (shape: Shape, until: number, limit = 100_000): ReadonlyArray<Piece> => {
  const found: Array<Piece> = []
  for (let from = shape.entry + 1; from < until && found.length < limit;) {
    const to = Math.min(until, shape.next(from))
    const first = shape.price(from)
    const last = to - from === 1 ? first : shape.price(to - 1)
    found.push({ from: Instant.ofSeconds(from), to: Instant.ofSeconds(to), ...(first !== undefined && { first }), ...(last !== undefined && { last }) })
    from = to
  }
  return found
}
