/** Counts and sums of stays that were priced under a tariff, or under two. */
import { Whole } from "../money/index.ts"
import type { PriceFunction } from "../pricing/index.ts"

/** What so many stays come to, in minor units. */
export interface Sum {
  readonly stays: number
  readonly net: Whole.Whole
  readonly gross: Whole.Whole
}

/** So many stays, and by how much the gross of all of them changes: never below zero. */
export interface Change {
  readonly stays: number
  readonly amount: Whole.Whole
}

/**
 * Every stay is in one of `both` (and there in one of `more`, `less`, `same`), `onlyA`, `onlyB`, `neither` and `refused`.
 * Under a single tariff those that have a price are in `onlyA`.
 */
export interface Tally {
  readonly stays: number
  /** Have a price under both. */
  readonly both: { readonly a: Sum; readonly b: Sum }
  /** Pay more under B than under A. */
  readonly more: Change
  readonly less: Change
  readonly same: number
  readonly onlyA: Sum
  readonly onlyB: Sum
  /** Have no price. */
  readonly neither: number
  /** Ended before they began. */
  readonly refused: number
}

type Open<A> = A extends object ? { -readonly [Key in keyof A]: Open<A[Key]> } : A

/** A tally that goes on. */
export type Running = Open<Tally>

const sum = (): Open<Sum> => ({ stays: 0, net: 0, gross: 0 })
const change = (): Open<Change> => ({ stays: 0, amount: 0 })

export const start = (): Running =>
  ({ stays: 0, both: { a: sum(), b: sum() }, more: change(), less: change(), same: 0, onlyA: sum(), onlyB: sum(), neither: 0, refused: 0 })

const put = (into: Open<Sum>, { gross, net, stays }: Sum): void => {
  into.stays += stays
  into.net = Whole.add(into.net, net)
  into.gross = Whole.add(into.gross, gross)
}

const putPrice = (into: Open<Sum>, { gross, net }: PriceFunction.Price): void => {
  into.stays += 1
  into.net = Whole.add(into.net, net)
  into.gross = Whole.add(into.gross, gross)
}

const putChange = (into: Open<Change>, stays: number, amount: Whole.Whole): void => {
  into.stays += stays
  into.amount = Whole.add(into.amount, amount)
}

/** Counts a stay that has prices under both; `difference` is what it pays more under B. */
export const putBoth = (into: Running, a: PriceFunction.Price, b: PriceFunction.Price, difference: Whole.Whole): void => {
  into.stays += 1
  putPrice(into.both.a, a)
  putPrice(into.both.b, b)
  if (difference > 0) putChange(into.more, 1, difference)
  else if (difference < 0) putChange(into.less, 1, Whole.subtract(0, difference))
  else into.same += 1
}

/** Counts a stay that has a price under one of them, or under none. */
export const putAlone = (into: Running, a: PriceFunction.Price | undefined, b: PriceFunction.Price | undefined): void => {
  into.stays += 1
  if (a !== undefined) putPrice(into.onlyA, a)
  else if (b !== undefined) putPrice(into.onlyB, b)
  else into.neither += 1
}

export const putRefused = (into: Running): void => {
  into.stays += 1
  into.refused += 1
}

/** All of them together: a new one, which no later stay changes. */
export const total = (tallies: Iterable<Tally>): Tally => {
  const all = start()
  for (const each of tallies) {
    all.stays += each.stays
    all.same += each.same
    all.neither += each.neither
    all.refused += each.refused
    put(all.both.a, each.both.a)
    put(all.both.b, each.both.b)
    put(all.onlyA, each.onlyA)
    put(all.onlyB, each.onlyB)
    putChange(all.more, each.more.stays, each.more.amount)
    putChange(all.less, each.less.stays, each.less.amount)
  }
  return all
}
