/**
 * A replay: past stays priced again, under tariff A and, where there is one, under tariff B. What would they have come to, who
 * pays more, by how much, and which stays change most.
 *
 * Stays are added one by one and none is kept but the examples, so millions take no more memory than thousands.
 *
 * Units: amounts in minor units of the tariffs' currency; differences are of the gross, what a driver pays, B less A.
 * Fails: Incomparable where the tariffs count in different units of money. A stay without a price, or that ends before it
 * begins, is counted as such and never refused.
 * Guarantees: a replay's sums are those of its bills one by one; every stay of a replay is counted once; the groups of a replay sum to its whole;
 * the examples of a replay are the stays that change most, the first of equal ones.
 */
import { Result, Schema } from "effect"
import { Money, Whole } from "../money/index.ts"
import { type Bill, PriceFunction, Tariff } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import { extremes } from "./Extremes.ts"
import { type Bar, histogram } from "./Histogram.ts"
import * as Tally from "./Tally.ts"

/** A stay that is over, with what is known of it. */
export interface Stay {
  /** How it is called in examples: a ticket's number, a line of a file. */
  readonly id?: string | undefined
  readonly entry: Instant.Instant
  readonly exit: Instant.Instant
  readonly context?: PriceFunction.Context | undefined
  /** What it is summed with: a lot, a month, a kind of customer. */
  readonly group?: string | undefined
}

export interface Tariffs {
  readonly a: PriceFunction.Compiled
  readonly b?: PriceFunction.Compiled | undefined
}

export interface Options {
  /** Examples kept of each kind: 10 unless said. */
  readonly examples?: number | undefined
  /** Groups that are told apart, the first that come: 1,000 unless said. */
  readonly groups?: number | undefined
}

/** The tariffs count in different units of money. */
export class Incomparable extends Schema.TaggedError<Incomparable>()("Incomparable", {
  a: Schema.Struct({ currency: Money.Currency, minorUnits: Schema.Int }),
  b: Schema.Struct({ currency: Money.Currency, minorUnits: Schema.Int })
}) {
  override get message() {
    const told = ({ currency, minorUnits }: typeof this.a) => `${currency} with ${minorUnits} decimals`
    return `prices of A are in ${told(this.a)}, of B in ${told(this.b)}: they cannot be compared`
  }
}

/** A stay and how many were added up to it: 1 is the first. */
interface Counted {
  readonly number: number
  readonly stay: Stay
}

/** A stay whose price changes, with both of its bills. */
export interface Example extends Counted {
  /** What B costs more than A: below zero for less. */
  readonly difference: Whole.Whole
  readonly a: Bill.Bill
  readonly b: Bill.Bill
}

/** A stay that has no price, and why. */
export interface Unpriced extends Counted {
  readonly reason: PriceFunction.Rejection
}

export interface Group {
  /** Nothing for stays that name none. */
  readonly name: string | undefined
  readonly tally: Tally.Tally
}

export interface Report {
  readonly currency: Money.Currency
  readonly minorUnits: number
  readonly total: Tally.Tally
  /** In the order in which they came. */
  readonly groups: ReadonlyArray<Group>
  /** The stays of groups that came later than those that are told apart. */
  readonly others: Tally.Tally | undefined
  /** Of stays with a price under both. */
  readonly histogram: ReadonlyArray<Bar>
  /** Those that pay most more under B, the most first. */
  readonly losers: ReadonlyArray<Example>
  /** Those that pay most less under B, the most first. */
  readonly winners: ReadonlyArray<Example>
  /** The first that ended before they began, and that have no price under A, and under B. */
  readonly unpriced: { readonly refused: ReadonlyArray<Unpriced>; readonly a: ReadonlyArray<Unpriced>; readonly b: ReadonlyArray<Unpriced> }
}

/** A replay under way. */
export interface Replay {
  readonly add: (stay: Stay) => void
  /** What the stays up to now come to: it may go on. */
  readonly report: () => Report
}

const moneyOf = ({ tariff }: PriceFunction.Compiled) => ({ currency: tariff.currency, minorUnits: Tariff.minorUnits(tariff) })

/** Tallies by group: of the first that come, and of the others together. */
const grouping = (most: number) => {
  const named = new Map<string | undefined, Tally.Running>()
  let others: Tally.Running | undefined
  return {
    of: (name: string | undefined): Tally.Running => {
      const known = named.get(name)
      if (known !== undefined) return known
      if (named.size >= most) return others ??= Tally.start()
      const made = Tally.start()
      named.set(name, made)
      return made
    },
    told: () => ({
      total: Tally.total([...named.values(), ...(others === undefined ? [] : [others])]),
      groups: [...named].map(([name, tally]): Group => ({ name, tally: Tally.total([tally]) })),
      others: others === undefined ? undefined : Tally.total([others])
    })
  }
}

const bill = ({ from }: PriceFunction.Compiled, { context, entry, exit }: Stay): Bill.Bill => Result.getOrThrow(from(entry, context).at(exit))

const follow = ({ a, b }: Tariffs, { examples = 10, groups: most = 1_000 }: Options): Replay => {
  const [losers, winners] = [extremes<Counted>(examples), extremes<Counted>(examples)]
  const unpriced = { refused: [] as Array<Unpriced>, a: [] as Array<Unpriced>, b: [] as Array<Unpriced> }
  const [groups, bars] = [grouping(most), histogram()]
  let number = 0
  /** Why is asked for the first of them only: saying it takes a hundred times as long as finding it. */
  const note = (into: Array<Unpriced>, stay: Stay, { from }: PriceFunction.Compiled): void => {
    if (into.length >= examples) return
    const priced = from(stay.entry, stay.context).priceAt(stay.exit)
    if (Result.isFailure(priced)) into.push({ number, stay, reason: priced.failure })
  }
  const price = (into: Array<Unpriced>, stay: Stay, under: PriceFunction.Compiled): PriceFunction.Price | undefined => {
    const total = under.total(stay.entry, stay.exit, stay.context)
    if (total === undefined) note(into, stay, under)
    return total
  }
  const shown = (under: PriceFunction.Compiled) => ({ number, stay }: Counted): Example => {
    const [before, after] = [bill(a, stay), bill(under, stay)]
    return { number, stay, difference: Whole.subtract(after.gross, before.gross), a: before, b: after }
  }
  return {
    add: (stay) => {
      number += 1
      const tally = groups.of(stay.group)
      if (Instant.seconds(stay.exit) < Instant.seconds(stay.entry)) {
        note(unpriced.refused, stay, a)
        return Tally.putRefused(tally)
      }
      const first = price(unpriced.a, stay, a)
      const second = b === undefined ? undefined : price(unpriced.b, stay, b)
      if (first === undefined || second === undefined) return Tally.putAlone(tally, first, second)
      const difference = Whole.subtract(second.gross, first.gross)
      Tally.putBoth(tally, first, second, difference)
      bars.put(difference)
      if (difference > 0 && losers.takes(difference)) losers.keep(difference, { number, stay })
      const saved = difference < 0 ? Whole.subtract(0, difference) : 0
      if (saved > 0 && winners.takes(saved)) winners.keep(saved, { number, stay })
    },
    report: () => ({
      ...moneyOf(a),
      ...groups.told(),
      histogram: bars.bars(),
      losers: b === undefined ? [] : losers.all().map(({ value }) => shown(b)(value)),
      winners: b === undefined ? [] : winners.all().map(({ value }) => shown(b)(value)),
      unpriced: { refused: [...unpriced.refused], a: [...unpriced.a], b: [...unpriced.b] }
    })
  }
}

/** A replay that has no stays yet. */
export const start = (tariffs: Tariffs, options: Options = {}): Result.Result<Replay, Incomparable> => {
  const [a, b] = [moneyOf(tariffs.a), moneyOf(tariffs.b ?? tariffs.a)]
  return a.currency === b.currency && a.minorUnits === b.minorUnits ? Result.succeed(follow(tariffs, options)) : Result.fail(new Incomparable({ a, b }))
}
