/**
 * Bills per second: the engine, every field of every line read, beside the closed form that one would write by hand for
 * that very tariff, which gives totals only. Both must agree on every stay before anything is measured.
 *
 * All sides of all rows run in the same rounds, in an order that turns; figures are medians over the rounds.
 */
import { type Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { type Board, flat, graduated, hourly, ladder, rollingCap, windows } from "./boards.ts"
import { median, noGoalYet, type Row } from "./Row.ts"

const staysPerBoard = 2_048
const roundMillis = 60
const warmUps = 3
const rounds = 9

/** Epoch seconds. */
interface Stay {
  readonly entry: number
  readonly exit: number
}

/** Mulberry32: the same stays in every run. */
const random = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
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
  readonly run: () => number
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

const passes = (board: Board, stays: ReadonlyArray<Stay>) => {
  const { from } = Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(Tariff.decode(board.tariff)), { zone: TimeZone.utc }))
  const context: PriceFunction.Context = board.facts === undefined ? {} : { facts: board.facts }
  const timed = stays.map(({ entry, exit }) => ({ entry: instant(entry), exit: instant(exit) }))
  stays.forEach(({ entry, exit }) => {
    const { gross, net } = Result.getOrThrow(from(instant(entry), context).at(instant(exit)))
    const byHand = board.total(entry, exit)
    if (net !== byHand.net || gross !== byHand.gross) throw new Error(`${board.name}, ${entry} to ${exit}: ${net}/${gross}, by hand ${byHand.net}/${byHand.gross}`)
  })
  const bills = () => {
    let seen = 0
    for (const { entry, exit } of timed) seen += read(Result.getOrThrow(from(entry, context).at(exit)))
    return seen
  }
  const byHand = () => {
    let seen = 0
    for (const { entry, exit } of stays) {
      const { gross, net } = board.total(entry, exit)
      seen += net + gross
    }
    return seen
  }
  const changesAfter = () => {
    let seen = 0
    for (const { entry, exit } of timed) seen += from(entry, context).nextChange(exit) ?? 0
    return seen
  }
  const pass = (run: () => number): Pass => ({ stays: stays.length, run })
  return { bills: pass(bills), byHand: pass(byHand), changesAfter: pass(changesAfter) }
}

interface Measure {
  readonly row: (perSecond: number, baseline: number | null, ratio: number | null) => Row
  readonly ours: Pass
  readonly baseline?: Pass
}

const atLeast = (goal: number) => (perSecond: number) => ({ goal: `>= ${goal.toLocaleString("en")}/s`, ok: perSecond >= goal, due: "later" }) as const

/** Bills per second beside totals per second, written by hand. */
const bills = (name: string, board: Board, stays: ReadonlyArray<Stay>, goal: number | undefined): Measure => {
  const { bills: ours, byHand } = passes(board, stays)
  return {
    ours,
    baseline: byHand,
    row: (value, baseline, ratio) => ({ name, value, unit: "bills/s", baseline, ratio, ...(goal === undefined ? noGoalYet : atLeast(goal)(value)) })
  }
}

const micros = (perSecond: number): number => 1e6 / perSecond

/** A bill of a year beside a bill of two hours, both ours. */
const year = (board: Board, goal: number | undefined): Measure => ({
  ours: passes(board, many(of(() => 365 * day)).slice(0, 128)).bills,
  baseline: passes(board, many(of(() => 2 * hour))).bills,
  row: (value, baseline, ratio) => {
    const times = ratio === null ? NaN : 1 / ratio
    return {
      name: `${board.name}: a year beside two hours`,
      value: micros(value),
      unit: "µs/bill",
      baseline: baseline === null ? null : micros(baseline),
      ratio: times,
      ...(goal === undefined ? noGoalYet : { goal: `<= ${goal} times`, ok: times <= goal, due: "later" })
    }
  }
})

const changesOf = (board: Board): Measure => ({
  ours: passes(board, many(of(lengthOf)).slice(0, 256)).changesAfter,
  row: (value) => ({ name: `${board.name}: the next change`, value, unit: "answers/s", baseline: null, ratio: null, ...noGoalYet })
})

/** Stays per second, over {@link roundMillis} at least. */
const speed = (pass: Pass): number => {
  const begin = performance.now()
  let [done, last, seen] = [0, begin, 0]
  while (last - begin < roundMillis) {
    seen += pass.run()
    done += 1
    last = performance.now()
  }
  if (Number.isNaN(seen)) throw new Error("a pass read nothing")
  return done * pass.stays / ((last - begin) / 1_000)
}

const million = 1_000_000

export const pricing = async (): Promise<ReadonlyArray<Row>> => {
  const mixed = many(of(lengthOf))
  const measures = [
    bills("flat", flat, mixed, million),
    bills("hourly", hourly, mixed, million),
    bills("slab, ladder", ladder, mixed, million),
    bills("slab, graduated", graduated, mixed, million),
    bills("windows", windows, mixed, undefined),
    bills("windows, over a change of clocks", windows, many(overChange), 300_000),
    bills("rolling cap over windows", rollingCap, mixed, undefined),
    year(hourly, 4),
    year(windows, undefined),
    year(rollingCap, undefined),
    changesOf(hourly),
    changesOf(windows),
    changesOf(rollingCap)
  ]
  const found = measures.map(() => ({ ours: [] as Array<number>, baseline: [] as Array<number> }))
  for (let round = -warmUps; round < rounds; round += 1) {
    measures.forEach(({ baseline, ours }, index) => {
      const sides = [["ours", ours], ["baseline", baseline]] as const
      for (const [side, pass] of round % 2 === 0 ? sides : sides.toReversed()) {
        const perSecond = pass === undefined ? NaN : speed(pass)
        if (round >= 0) found[index]?.[side].push(perSecond)
      }
    })
  }
  return measures.map(({ baseline, row }, index) => {
    const { baseline: theirs = [], ours = [] } = found[index] ?? {}
    return row(median(ours), baseline === undefined ? null : median(theirs), baseline === undefined ? null : median(ours.map((each, round) => each / (theirs[round] ?? NaN))))
  })
}
