/** Meters of `choose`: the first case whose facts hold. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import type { Condition, Facts } from "../Facts.ts"
import { seconds } from "../Rate.ts"
import { type Band, list, type Windows } from "../Window.ts"
import { type Items, type Meter, traits } from "./Meter.ts"
import { byWindows, type Partition, segmentFrom, segments } from "./Partition.ts"
import type { Phase } from "./Phases.ts"
import { type Almanac, holdsIn, lay } from "./windows.ts"

/** One thing that a condition asks of the time that the rate receives. */
interface Test {
  readonly name: string
  readonly holds: (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => boolean
  /** Of a set that grows from `x` on: the first end at which it may hold otherwise. */
  readonly next: (set: TimeSet.TimeSet, x: number, phases: ReadonlyArray<Phase>) => number
  readonly phased: boolean
}

/** What cannot be read is not known, and never a match. */
const inBand = (given: string | number | undefined, band: Band): boolean => {
  const value = given === undefined ? undefined : Rational.parse(`${given}`)
  return value !== undefined && holdsIn(value, band)
}

const has = (given: string | ReadonlyArray<string> | undefined, word: string): boolean => typeof given === "string" ? given === word : given?.includes(word) === true

/** What a condition asks of the stay's facts, which do not change while it lasts: the names of those that do not hold. */
export const unmetFacts = (asked: Condition, facts: Facts): ReadonlyArray<string> => {
  const tests: ReadonlyArray<readonly [keyof Condition, boolean]> = [
    ["vehicle", asked.vehicle === undefined || (facts.vehicle !== undefined && asked.vehicle.includes(facts.vehicle))],
    ["spot", asked.spot === undefined || asked.spot.some((feature) => has(facts.spot, feature))],
    ["product", asked.product === undefined || has(facts.product, asked.product)],
    ["pass", asked.pass === undefined || has(facts.pass, asked.pass)],
    ["validation", asked.validation === undefined || has(facts.validation, asked.validation)],
    ["visit", asked.visit === undefined || inBand(facts.visit, asked.visit)],
    ["occupancy", asked.occupancy === undefined || inBand(facts.occupancy, asked.occupancy)],
    ["lost", asked.lost === undefined || asked.lost === (facts.lost ?? false)],
    ["expired", asked.expired === undefined || asked.expired === (facts.expired ?? false)],
    ["unpaid", asked.unpaid === undefined || (facts.unpaid !== undefined && seconds(facts.unpaid) > seconds(asked.unpaid.over))]
  ]
  return tests.flatMap(([name, holds]) => holds ? [] : [name])
}

const never = () => Number.POSITIVE_INFINITY

/** Where `windows` hold (arm 0) and where they do not. */
const where = (almanac: Almanac, windows: Windows): Partition => byWindows([lay(almanac, windows)])

const holdsAt = (partition: Partition, at: number, phases: ReadonlyArray<Phase>): boolean => segments(partition, at, at + 1, phases)[0]?.arm === 0

const entryTest = (almanac: Almanac, windows: Windows): Test => {
  const partition = where(almanac, windows)
  return {
    name: "entry",
    holds: (set, phases) => holdsAt(partition, TimeSet.start(set), phases),
    next: never,
    phased: partition.phased
  }
}

/**
 * The clock is read at the instant of the end, which no longer belongs to the stay; what the vehicle does, in its last
 * second: a stay that ends with its idle phase has ended idle.
 */
const exitTest = (almanac: Almanac, windows: Windows): Test => {
  const tests = list(windows).map((window) => {
    const { current: _current, phase: _phase, power: _power, ...clock } = window
    const { days: _days, from: _from, to: _to, dates: _dates, ends: _ends, ...doing } = window
    return { clock: where(almanac, clock), doing: where(almanac, doing) }
  })
  const partitions = tests.flatMap(({ clock, doing }) => [clock, doing])
  return {
    name: "exit",
    holds: (set, phases) => {
      const end = TimeSet.end(set)
      return tests.some(({ clock, doing }) => holdsAt(clock, end, phases) && holdsAt(doing, end - 1, phases))
    },
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set) || TimeSet.end(set) !== x) return x + 1
      // Another at each end of a segment, and once more in the second after it.
      return Math.min(...partitions.map((partition) => {
        const begins = x > 0 && segments(partition, x - 1, x + 1, phases).length > 1
        return begins ? x + 1 : segmentFrom(partition, x, phases).to
      }))
    },
    phased: partitions.some(({ phased }) => phased)
  }
}

const insideTest = (almanac: Almanac, windows: Windows): Test => {
  const partition = where(almanac, windows)
  const holds: Test["holds"] = (set, phases) => TimeSet.intervals(set).every(([from, to]) => {
    if (!holdsAt(partition, from, phases)) return false
    return partition.phased ? segments(partition, from, to, phases).length === 1 : segmentFrom(partition, from, phases).to >= to
  })
  return {
    name: "inside",
    holds,
    next: (set, x, phases) => {
      // Once outside, never inside again.
      if (!holds(set, phases)) return Number.POSITIVE_INFINITY
      const { arm, to } = segmentFrom(partition, x, phases)
      return arm === 0 ? to + 1 : x + 1
    },
    phased: partition.phased
  }
}

const lastingTest = ({ over, upTo }: NonNullable<Condition["lasting"]>): Test => {
  const [least, most] = [over === undefined ? -1 : seconds(over), upTo === undefined ? Number.POSITIVE_INFINITY : seconds(upTo)]
  return {
    name: "lasting",
    holds: (set) => {
      const length = TimeSet.length(set)
      return length > least && length <= most
    },
    next: (set, x) => {
      const length = TimeSet.length(set)
      return Math.min(...[least, most].map((limit) => limit >= length ? x + limit - length + 1 : Number.POSITIVE_INFINITY))
    },
    phased: false
  }
}

const testsOf = (almanac: Almanac, asked: Condition): ReadonlyArray<Test> => [
  ...(asked.entry === undefined ? [] : [entryTest(almanac, asked.entry)]),
  ...(asked.exit === undefined ? [] : [exitTest(almanac, asked.exit)]),
  ...(asked.inside === undefined ? [] : [insideTest(almanac, asked.inside)]),
  ...(asked.lasting === undefined ? [] : [lastingTest(asked.lasting)])
]

export interface Case {
  readonly path: string
  readonly label: string
  readonly asked: Condition
  readonly meter: Meter
}

interface Asked extends Case {
  /** Facts of the stay that rule it out for good. */
  readonly unmet: ReadonlyArray<string>
  readonly tests: ReadonlyArray<Test>
}

/** The first of `cases` whose facts hold of the stay, and of the time that it receives. */
export const choose = (cases: ReadonlyArray<Case>, otherwise: Meter, facts: Facts, almanac: Almanac, parts: bigint): Meter => {
  const all: ReadonlyArray<Asked> = cases.map((each) => ({ ...each, unmet: unmetFacts(each.asked, facts), tests: testsOf(almanac, each.asked) }))
  const open = all.filter(({ unmet }) => unmet.length === 0)
  const chosen = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): Meter => {
    for (const { meter, tests } of open) if (tests.every(({ holds }) => holds(set, phases))) return meter
    return otherwise
  }
  const exact = (amount: Whole.Whole | undefined) => amount === undefined ? undefined : Rational.make(BigInt(amount), parts)
  const explain = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, now: Meter, others: NonNullable<Items["others"]>): void => {
    for (const { label, meter, path, tests, unmet } of all) {
      if (meter === now) return
      const missed = [...unmet, ...tests.filter(({ holds }) => !holds(set, phases)).map(({ name }) => name)]
      others.push({
        rule: path,
        label,
        from: TimeSet.start(set),
        to: TimeSet.end(set),
        amount: exact(meter.amount(set, phases)),
        instead: exact(now.amount(set, phases)),
        unmet: missed
      })
    }
  }
  const tests = open.flatMap((each) => each.tests)
  const meters = [...open.map(({ meter }) => meter), otherwise]
  // Without a test on time the first open case is all there is.
  const [fixed] = open
  // Which tax rates there are is a matter of what the tariff writes, not of who parks.
  const { taxes } = traits([...all.map(({ meter }) => meter), otherwise])
  if (fixed !== undefined && fixed.tests.length === 0) {
    return { ...fixed.meter, taxes, itemise: (set, phases, items) => {
      fixed.meter.itemise(set, phases, items)
      if (items.others !== undefined && !TimeSet.isEmpty(set)) explain(set, phases, fixed.meter, items.others)
    } }
  }
  return {
    ...traits(meters),
    taxes,
    grows: open.length === 0 && otherwise.grows,
    phased: meters.some((meter) => meter.phased) || tests.some((test) => test.phased),
    amount: (set, phases) => TimeSet.isEmpty(set) ? 0 : chosen(set, phases).amount(set, phases),
    itemise: (set, phases, items) => {
      if (TimeSet.isEmpty(set)) return
      const now = chosen(set, phases)
      now.itemise(set, phases, items)
      if (items.others !== undefined) explain(set, phases, now, items.others)
    },
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set)) return open.length === 0 ? otherwise.next(set, x, phases) : x + 1
      return Math.min(chosen(set, phases).next(set, x, phases), ...tests.map(({ next }) => next(set, x, phases)))
    },
    ...(open.length === 0 && otherwise.ofLength !== undefined ? { ofLength: otherwise.ofLength } : {})
  }
}
