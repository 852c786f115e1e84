/** Laws of replays: what is told of many stays is what their bills say one by one. */
import { Whole } from "@parkade/core/money"
import { Tariff } from "@parkade/core/pricing"
import { Replay, type Tally } from "@parkade/core/replay"
import { Equal, Result } from "effect"
import * as fc from "fast-check"
import { stayIn, type Visit } from "../arbitraries/Stay.ts"
import { tariff, type TariffOptions } from "../arbitraries/Tariff.ts"
import { type Law, show } from "./Law.ts"
import { berlin, compiled, type Host, type Outcome, outcome } from "./Pricing.ts"

export interface ReplayCase {
  readonly a: Tariff.Tariff
  readonly b: Tariff.Tariff
  readonly host: Host
  readonly stays: ReadonlyArray<{ readonly stay: Visit; readonly group: string | undefined }>
  readonly options: { readonly examples: number; readonly groups: number }
}

/** Few stays in two tariffs of one currency, some of them backwards; `host` is in Berlin by default. */
export const replayCase = (options: TariffOptions = {}, host: Host = berlin): fc.Arbitrary<ReplayCase> =>
  tariff(options).chain((a) => {
    const others = tariff({ ...options, currencies: [a.currency] }).filter((made) => Tariff.minorUnits(made) === Tariff.minorUnits(a))
    const visit = fc.tuple(stayIn(a, host.zone === undefined ? {} : { zone: host.zone }), fc.nat(9)).map(([stay, roll]) => roll > 0 ? stay : { ...stay, entry: stay.exit, exit: stay.entry })
    return fc.record({
      a: fc.constant(a),
      b: others,
      host: fc.constant(host),
      stays: fc.array(fc.record({ stay: visit, group: fc.constantFrom("north", "south", "west", undefined) }), { maxLength: 12 }),
      options: fc.record({ examples: fc.nat(4), groups: fc.nat(3) })
    })
  })

const sides = ["a", "b"] as const

/** What each stay comes to by its bills. */
const billed = ({ a, b, host, stays }: ReplayCase) => {
  const under = { a: compiled(a, host), b: compiled(b, host) }
  return stays.map(({ group, stay }, index) => {
    const [byA, byB] = sides.map((side) => outcome(under[side].from(stay.entry, stay).at(stay.exit)))
    return { number: index + 1, group, a: byA ?? "Unavailable", b: byB ?? "Unavailable" }
  })
}

type Billed = ReturnType<typeof billed>[number]

const replayed = ({ a, b, host, options, stays }: ReplayCase): Replay.Report => {
  const replay = Result.getOrThrow(Replay.start({ a: compiled(a, host), b: compiled(b, host) }, options))
  for (const { group, stay } of stays) replay.add({ entry: stay.entry, exit: stay.exit, context: stay, group })
  return replay.report()
}

const sumOf = (prices: ReadonlyArray<Outcome>) => {
  const priced = prices.flatMap((price) => typeof price === "string" ? [] : [price])
  const total = (side: "net" | "gross") => Whole.of(priced.reduce((sum, price) => sum + BigInt(price[side]), 0n))
  return { stays: priced.length, net: total("net"), gross: total("gross") }
}

const difference = ({ a, b }: Billed): bigint => typeof a === "string" || typeof b === "string" ? 0n : BigInt(b.gross) - BigInt(a.gross)

const changeOf = (of: ReadonlyArray<Billed>) => {
  const amount = of.reduce((sum, each) => sum + difference(each), 0n)
  return { stays: of.length, amount: Whole.of(amount < 0n ? -amount : amount) }
}

/** The tally of `of`, the slow way. */
const tallyOf = (of: ReadonlyArray<Billed>): Tally => {
  const has = (a: boolean, b: boolean) => of.filter((each) => (typeof each.a !== "string") === a && (typeof each.b !== "string") === b)
  const [both, onlyA, onlyB, none] = [has(true, true), has(true, false), has(false, true), has(false, false)]
  const refused = none.filter(({ a }) => a === "ExitBeforeEntry").length
  return {
    stays: of.length,
    both: { a: sumOf(both.map(({ a }) => a)), b: sumOf(both.map(({ b }) => b)) },
    more: changeOf(both.filter((each) => difference(each) > 0n)),
    less: changeOf(both.filter((each) => difference(each) < 0n)),
    same: both.filter((each) => difference(each) === 0n).length,
    onlyA: sumOf(onlyA.map(({ a }) => a)),
    onlyB: sumOf(onlyB.map(({ b }) => b)),
    neither: none.length - refused,
    refused
  }
}

const unless = (holds: boolean, words: () => string): string | undefined => (holds ? undefined : words())

/** Laws of any two tariffs of one currency. */
export const replayLaws: ReadonlyArray<Law<ReplayCase>> = [
  {
    name: "a replay's sums are those of its bills one by one",
    counterexample: (input) => {
      const [expected, { total }] = [tallyOf(billed(input)), replayed(input)]
      return unless(Equal.equals(total, expected), () => `${show(total)}, by its bills ${show(expected)}`)
    }
  },
  {
    name: "every stay of a replay is counted once",
    counterexample: (input) => {
      const { histogram, total: { both, less, more, neither, onlyA, onlyB, refused, same, stays } } = replayed(input)
      const told = both.a.stays + onlyA.stays + onlyB.stays + neither + refused
      const barred = histogram.reduce((sum, bar) => sum + bar.stays, 0)
      const changed = more.stays + less.stays + same
      return unless(stays === input.stays.length && told === stays && barred === both.b.stays && changed === both.a.stays, () => show({ stays, told, barred, changed, both: both.a.stays }))
    }
  },
  {
    name: "the groups of a replay sum to its whole",
    counterexample: (input) => {
      const [bills, { groups, others }] = [billed(input), replayed(input)]
      const names = [...new Set(bills.map(({ group }) => group))]
      const [told, rest] = [names.slice(0, input.options.groups), names.slice(input.options.groups)]
      const expected = told.map((name) => ({ name, tally: tallyOf(bills.filter(({ group }) => group === name)) }))
      const beyond = rest.length === 0 ? undefined : tallyOf(bills.filter(({ group }) => rest.includes(group)))
      return unless(Equal.equals(groups, expected) && Equal.equals(others, beyond), () => show({ groups, others, expected, beyond }))
    }
  },
  {
    name: "the examples of a replay are the stays that change most, the first of equal ones",
    counterexample: (input) => {
      const { losers, unpriced, winners } = replayed(input)
      const bills = billed(input)
      const most = (sign: bigint) => bills.filter((each) => sign * difference(each) > 0n).toSorted((x, y) => Number(sign * (difference(y) - difference(x)))).slice(0, input.options.examples)
      const expected = [most(1n), most(-1n)].map((few) => few.map((each) => ({ number: each.number, difference: Whole.of(difference(each)), a: each.a, b: each.b })))
      const found = [losers, winners].map((few) => few.map(({ a, b, difference, number }) => ({ number, difference, a: { net: a.net, gross: a.gross }, b: { net: b.net, gross: b.gross } })))
      const reasons = sides.map((side) => bills.filter((each) => typeof each[side] === "string" && each[side] !== "ExitBeforeEntry").slice(0, input.options.examples).map((each) => [each.number, each[side]]))
      const told = sides.map((side) => unpriced[side].map(({ number, reason }) => [number, reason._tag]))
      return unless(Equal.equals(found, expected) && Equal.equals(told, reasons), () => show({ found, expected, told, reasons }))
    }
  }
]
