/**
 * Bills per second: the engine, every field of every line read, beside the closed form that one would write by hand for
 * that very tariff, which gives totals only, beside how others price, and every construct by itself. All sides must agree on
 * every stay before anything is measured.
 *
 * All sides of all rows run in the same rounds, in an order that turns; figures are medians over the rounds.
 */
import { type Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { type Board, constructs, flat, followed, graduated, hourly, ladder, ofConstruct, printed, rollingCap, rungs, windows } from "./boards.ts"
import { footprint } from "./footprint.ts"
import { asRules, perStep } from "./peers.ts"
import { random } from "./random.ts"
import { median, noGoalYet, type Row } from "./Row.ts"

const staysPerBoard = 2_048

/** Epoch seconds. */
interface Stay {
  readonly entry: number
  readonly exit: number
}

const [minute, hour, day] = [60, 3_600, 86_400]
const second = (text: string): number => Date.parse(text) / 1_000

/** Most park for minutes or hours, some for a working day or a night, few for days. */
const lengthOf = (next: () => number): number => {
  const share = next()
  const [from, to] = share < 0.6 ? [5 * minute, 4 * hour] : share < 0.85 ? [4 * hour, 12 * hour] : share < 0.97 ? [12 * hour, 3 * day] : [3 * day, 14 * day]
  return Math.floor(from + next() * (to - from))
}

const many = (stay: (next: () => number) => Stay): ReadonlyArray<Stay> => {
  const next = random(20_261_121)
  return Array.from({ length: staysPerBoard }, () => stay(next))
}

/** Entries all over 2026. */
const of = (length: (next: () => number) => number) => (next: () => number): Stay => {
  const entry = second("2026-01-01T00:00:00Z") + Math.floor(next() * 364 * day)
  return { entry, exit: entry + length(next) }
}

const changes = [second("2026-03-29T01:00:00Z"), second("2026-10-25T01:00:00Z")] as const

/** Weekends and longer, so that the clocks change meanwhile. */
const overChange = (next: () => number): Stay => {
  const change = next() < 0.5 ? changes[0] : changes[1]
  return { entry: change - Math.floor((0.5 + next() * 2.5) * day), exit: change + Math.floor((0.5 + next() * 2.5) * day) }
}

/** One pass over stays; returns something that depends on all it read. */
interface Pass {
  readonly stays: number
  readonly run: () => number | Promise<number>
}

const read = (bill: Bill.Bill): number => {
  let seen = bill.net + bill.gross
  for (const line of bill.lines) {
    seen += line.net + line.gross + line.from + line.to + line.kind.length + line.rule.length + line.label.length +
      line.quantity.length + line.unitPrice.length + line.unit.length + line.taxRate.length
  }
  return seen
}

const instant = (seconds: number): Instant.Instant => Instant.Instant.make(seconds * 1_000)

const compiled = (tariff: object): PriceFunction.Compiled =>
  Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(Tariff.decode(tariff)), { zone: TimeZone.utc }))

/** Passes of ours over `stays`: with lines, without, and for the next change. */
const ours = (tariff: object, stays: ReadonlyArray<Stay>, context: PriceFunction.Context = {}) => {
  const { from, total } = compiled(tariff)
  const timed = stays.map(({ entry, exit }) => ({ entry: instant(entry), exit: instant(exit) }))
  const pass = (run: () => number): Pass => ({ stays: stays.length, run })
  return {
    bills: pass(() => {
      let seen = 0
      for (const { entry, exit } of timed) seen += read(Result.getOrThrow(from(entry, context).at(exit)))
      return seen
    }),
    totals: pass(() => {
      let seen = 0
      for (const { entry, exit } of timed) {
        const price = total(entry, exit, context)
        seen += price === undefined ? NaN : price.net + price.gross
      }
      return seen
    }),
    changes: pass(() => {
      let seen = 0
      for (const { entry, exit } of timed) seen += from(entry, context).nextChange(exit) ?? 0
      return seen
    })
  }
}

const passes = (board: Board, stays: ReadonlyArray<Stay>) => {
  const context: PriceFunction.Context = board.facts === undefined ? {} : { facts: board.facts }
  const { from, total } = compiled(board.tariff)
  stays.forEach(({ entry, exit }) => {
    const [begin, end] = [instant(entry), instant(exit)]
    const byHand = board.total(entry, exit)
    for (const { gross = NaN, net = NaN } of [Result.getOrThrow(from(begin, context).at(end)), total(begin, end, context) ?? {}]) {
      if (net !== byHand.net || gross !== byHand.gross) throw new Error(`${board.name}, ${entry} to ${exit}: ${net}/${gross}, by hand ${byHand.net}/${byHand.gross}`)
    }
  })
  const byHand = (): number => {
    let seen = 0
    for (const { entry, exit } of stays) {
      const { gross, net } = board.total(entry, exit)
      seen += net + gross
    }
    return seen
  }
  return { ...ours(board.tariff, stays, context), byHand: { stays: stays.length, run: byHand } }
}

interface Measure {
  readonly row: (perSecond: number, baseline: number | null, ratio: number | null) => Row
  readonly ours: Pass
  readonly baseline?: Pass
}

const atLeast = (goal: number) => (perSecond: number) => ({ goal: `>= ${goal.toLocaleString("en")}/s`, ok: perSecond >= goal })

/** Bills per second beside totals per second, written by hand. */
const bills = (name: string, board: Board, stays: ReadonlyArray<Stay>, goal: number | undefined): Measure => {
  const { bills: mine, byHand } = passes(board, stays)
  return {
    ours: mine,
    baseline: byHand,
    row: (value, baseline, ratio) => ({ name: `${name}: bills`, value, unit: "bills/s", baseline, ratio, ...(goal === undefined ? noGoalYet : atLeast(goal)(value)) })
  }
}

const third = (ratio: number | null) => ({ goal: ">= 1/3 of by hand", ok: ratio !== null && ratio >= 1 / 3 })

/** Totals per second beside those written by hand. */
const totals = (name: string, board: Board, stays: ReadonlyArray<Stay>, held: boolean): Measure => {
  const { byHand, totals: mine } = passes(board, stays)
  return {
    ours: mine,
    baseline: byHand,
    row: (value, baseline, ratio) => ({ name: `${name}: totals`, value, unit: "totals/s", baseline, ratio, ...(held ? third(ratio) : noGoalYet) })
  }
}

const micros = (perSecond: number): number => 1e6 / perSecond

/** What a stay of a year costs beside one of two hours, both ours. */
const year = (board: Board, what: "bills" | "totals", held: (times: number, micros: number) => Pick<Row, "goal" | "ok"> & { readonly goal: string; readonly ok: boolean } | typeof noGoalYet): Measure => ({
  ours: passes(board, many(of(() => 365 * day)).slice(0, 128))[what],
  baseline: passes(board, many(of(() => 2 * hour)))[what],
  row: (value, baseline, ratio) => {
    const times = ratio === null ? NaN : 1 / ratio
    return {
      name: `${board.name}: ${what} of a year beside two hours`,
      value: micros(value),
      unit: "µs",
      baseline: baseline === null ? null : micros(baseline),
      ratio: times,
      ...held(times, micros(value))
    }
  }
})

const changesOf = (board: Board): Measure => ({
  ours: passes(board, many(of(lengthOf)).slice(0, 256)).changes,
  row: (value) => ({ name: `${board.name}: the next change`, value, unit: "answers/s", baseline: null, ratio: null, ...noGoalYet })
})

/** Totals beside how others price the same. */
const beside = (name: string, board: Board, stays: ReadonlyArray<Stay>, theirs: (entry: number, exit: number) => number | Promise<number>): Measure => ({
  ours: passes(board, stays).totals,
  baseline: {
    stays: stays.length,
    run: async () => {
      let seen = 0
      for (const { entry, exit } of stays) {
        const price = theirs(entry, exit)
        seen += typeof price === "number" ? price : await price
      }
      return seen
    }
  },
  row: (value, baseline, ratio) => ({ name, value, unit: "totals/s", baseline, ratio, ...noGoalYet })
})

/** Both must say the same of every stay before anything is measured. */
const agreeing = async (board: Board, stays: ReadonlyArray<Stay>, theirs: (entry: number, exit: number) => number | Promise<number>) => {
  for (const { entry, exit } of stays) {
    const [mine, other] = [board.total(entry, exit).gross, await theirs(entry, exit)]
    if (mine !== other) throw new Error(`${board.name}, ${entry} to ${exit}: ${mine}, the peer ${other}`)
  }
  return theirs
}

/** Every construct, with its lines and without. */
const everyConstruct = (): ReadonlyArray<Measure> =>
  Object.entries(constructs).flatMap(([name, rate]) =>
    ([["2 h", 2 * hour], ["3 d", 3 * day], ["1 y", 365 * day]] as const).flatMap(([span, length]) =>
      (["totals", "bills"] as const).map((what): Measure => ({
        ours: ours(ofConstruct(rate), many(of(() => length)).slice(0, 64))[what],
        row: (value) => ({ name: `${name}, ${span}, ${what}`, value: micros(value), unit: "µs", baseline: null, ratio: null, ...noGoalYet })
      }))))

/** Stays per second, over so many milliseconds at least. */
const speed = async (pass: Pass, millis: number): Promise<number> => {
  const begin = performance.now()
  let [done, last, seen] = [0, begin, 0]
  while (last - begin < millis) {
    seen += await pass.run()
    done += 1
    last = performance.now()
  }
  if (Number.isNaN(seen)) throw new Error("a pass read nothing")
  return done * pass.stays / ((last - begin) / 1_000)
}

interface Rounds {
  readonly warmUps: number
  readonly rounds: number
  readonly millis: number
}

/** All sides of all measures in the same rounds, in an order that turns; medians. */
const measured = async (measures: ReadonlyArray<Measure>, { millis, rounds, warmUps }: Rounds): Promise<ReadonlyArray<Row>> => {
  const found = measures.map(() => ({ ours: [] as Array<number>, baseline: [] as Array<number> }))
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const [index, { baseline, ours }] of measures.entries()) {
      const sides = [["ours", ours], ["baseline", baseline]] as const
      for (const [side, pass] of round % 2 === 0 ? sides : sides.toReversed()) {
        const perSecond = pass === undefined ? NaN : await speed(pass, millis)
        if (round >= 0) found[index]?.[side].push(perSecond)
      }
    }
    if (process.stderr.isTTY) process.stderr.write(`\rround ${round + warmUps + 1} of ${rounds + warmUps} `)
  }
  if (process.stderr.isTTY) process.stderr.write("\n")
  return measures.map(({ baseline, row }, index) => {
    const { baseline: theirs = [], ours = [] } = found[index] ?? {}
    return row(median(ours), baseline === undefined ? null : median(theirs), baseline === undefined ? null : median(ours.map((each, round) => each / (theirs[round] ?? NaN))))
  })
}

const million = 1_000_000
const fourTimes = (times: number) => ({ goal: "<= 4 times", ok: times <= 4 })

const comparisons = async (): Promise<ReadonlyArray<Measure>> => {
  const mixed = many(of(lengthOf))
  const loop = await agreeing(followed, mixed, perStep("Asia/Tokyo", 15 * minute, (clock) => clock >= 8 && clock < 18 ? 1_50 : 50))
  const rules = await agreeing(printed, mixed, asRules(rungs))
  return [
    bills("flat", flat, mixed, million),
    bills("hourly", hourly, mixed, million),
    bills("slab, ladder", ladder, mixed, million),
    bills("slab, graduated", graduated, mixed, million),
    bills("windows", windows, mixed, undefined),
    bills("windows, over a change of clocks", windows, many(overChange), 300_000),
    bills("rolling cap over windows", rollingCap, mixed, undefined),
    totals("flat", flat, mixed, true),
    totals("hourly", hourly, mixed, true),
    totals("slab, ladder", ladder, mixed, true),
    totals("slab, graduated", graduated, mixed, true),
    totals("windows", windows, mixed, false),
    totals("rolling cap over windows", rollingCap, mixed, false),
    year(hourly, "totals", fourTimes),
    year(windows, "totals", fourTimes),
    year(rollingCap, "totals", (_, each) => ({ goal: "<= 10 µs", ok: each <= 10 })),
    year(hourly, "bills", () => noGoalYet),
    year(windows, "bills", () => noGoalYet),
    year(rollingCap, "bills", () => noGoalYet),
    beside("steps by the clock, beside a loop with date-fns-tz", followed, mixed, loop),
    beside("a printed ladder, beside json-rules-engine", printed, mixed, rules),
    changesOf(hourly),
    changesOf(windows),
    changesOf(rollingCap)
  ]
}

export const pricing = async (): Promise<ReadonlyArray<Row>> => [
  ...await measured(await comparisons(), { warmUps: 3, rounds: 9, millis: 60 }),
  ...await measured(everyConstruct(), { warmUps: 1, rounds: 3, millis: 15 }),
  ...await footprint()
]
