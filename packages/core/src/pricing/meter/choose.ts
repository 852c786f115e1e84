/** Meters of `choose`: the first case whose facts hold. */
import { Rational, type Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import { list } from "../Clocks.ts"
import type { Condition, Facts } from "../Facts.ts"
import { seconds } from "../Syntax.ts"
import type { Band, Windows } from "../Window.ts"
import { always, bySet, exact, type Items, type Meter, soonest, traits } from "./Meter.ts"
import { armAt, byWindows, type Partition, segmentFrom, segments } from "./Partition.ts"
import type { Phase } from "./Phases.ts"
import { type Almanac, holdsIn } from "./windows.ts"

/** One thing that a condition asks of the time that the rate receives. */
interface Test {
  readonly name: string
  readonly holds: (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => boolean
  /** Of a set that grows from `x` on: the first end at which it may hold otherwise. */
  readonly next: (set: TimeSet.TimeSet, x: number, phases: ReadonlyArray<Phase>) => number
  readonly phased: boolean
  readonly steady: Meter["steady"]
}

/** What cannot be read is not known, and never a match. */
const inBand = (given: string | number | undefined, band: Band): boolean => {
  const value = given === undefined ? undefined : Rational.parse(`${given}`)
  return value !== undefined && holdsIn(value, band)
}

const has = (given: string | ReadonlyArray<string> | undefined, word: string): boolean => typeof given === "string" ? given === word : given?.includes(word) === true

/** What a condition asks of the stay's facts, each by its name. */
const factTests = (asked: Condition): ReadonlyArray<readonly [name: string, holds: (facts: Facts) => boolean]> => {
  const { expired, lost, occupancy, pass, product, spot, unpaid, validation, vehicle, visit } = asked
  const limit = unpaid === undefined ? 0 : seconds(unpaid.over)
  return [
    ...(vehicle === undefined ? [] : [["vehicle", (facts: Facts) => facts.vehicle !== undefined && vehicle.includes(facts.vehicle)] as const]),
    ...(spot === undefined ? [] : [["spot", (facts: Facts) => spot.some((feature) => has(facts.spot, feature))] as const]),
    ...(product === undefined ? [] : [["product", (facts: Facts) => has(facts.product, product)] as const]),
    ...(pass === undefined ? [] : [["pass", (facts: Facts) => has(facts.pass, pass)] as const]),
    ...(validation === undefined ? [] : [["validation", (facts: Facts) => has(facts.validation, validation)] as const]),
    ...(visit === undefined ? [] : [["visit", (facts: Facts) => inBand(facts.visit, visit)] as const]),
    ...(occupancy === undefined ? [] : [["occupancy", (facts: Facts) => inBand(facts.occupancy, occupancy)] as const]),
    ...(lost === undefined ? [] : [["lost", (facts: Facts) => lost === (facts.lost ?? false)] as const]),
    ...(expired === undefined ? [] : [["expired", (facts: Facts) => expired === (facts.expired ?? false)] as const]),
    ...(unpaid === undefined ? [] : [["unpaid", (facts: Facts) => facts.unpaid !== undefined && seconds(facts.unpaid) > limit] as const])
  ]
}

export const asksFacts = (asked: Condition): boolean => factTests(asked).length > 0

/** Whether a stay's facts, which do not change while it lasts, are as a condition asks. */
export const factsHold = (asked: Condition): ((facts: Facts) => boolean) => {
  const tests = factTests(asked).map(([, holds]) => holds)
  const [only = () => true, ...others] = tests
  return others.length === 0 ? only : (facts) => tests.every((holds) => holds(facts))
}

/** Where `windows` hold (arm 0) and where they do not. */
const where = (almanac: Almanac, windows: Windows): Partition => byWindows(almanac, [windows])

const holdsAt = (partition: Partition, at: number, phases: ReadonlyArray<Phase>): boolean => armAt(partition, at, phases) === 0

const entryTest = (almanac: Almanac, windows: Windows): Test => {
  const partition = where(almanac, windows)
  return {
    name: "entry",
    holds: (set, phases) => holdsAt(partition, TimeSet.start(set), phases),
    next: always,
    phased: partition.phased,
    steady: partition.steady
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
    phased: partitions.some(({ phased }) => phased),
    steady: soonest(partitions)
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
    phased: partition.phased,
    steady: partition.steady
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
    phased: false,
    steady: always
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
export const choose = (cases: ReadonlyArray<Case>, otherwise: Meter, facts: Facts, almanac: Almanac, parts: Whole.Whole): Meter => {
  const all: ReadonlyArray<Asked> = cases.map((each) => ({ ...each, unmet: factTests(each.asked).flatMap(([name, holds]) => holds(facts) ? [] : [name]), tests: testsOf(almanac, each.asked) }))
  const open = all.filter(({ unmet }) => unmet.length === 0)
  const chosen = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): Meter => {
    for (const { meter, tests } of open) if (tests.every(({ holds }) => holds(set, phases))) return meter
    return otherwise
  }
  const explain = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, now: Meter, others: NonNullable<Items["others"]>): void => {
    for (const { label, meter, path, tests, unmet } of all) {
      if (meter === now) return
      const missed = [...unmet, ...tests.filter(({ holds }) => !holds(set, phases)).map(({ name }) => name)]
      others.push({
        rule: path,
        label,
        from: TimeSet.start(set),
        to: TimeSet.end(set),
        amount: exact(meter.amount(set, phases), parts),
        instead: exact(now.amount(set, phases), parts),
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
      const amount = fixed.meter.itemise(set, phases, items)
      if (items.others !== undefined && !TimeSet.isEmpty(set)) explain(set, phases, fixed.meter, items.others)
      return amount
    } }
  }
  const amount: Meter["amount"] = (set, phases) => TimeSet.isEmpty(set) ? 0 : chosen(set, phases).amount(set, phases)
  return {
    ...traits(meters),
    ...(open.length === 0 ? otherwise : bySet(amount)),
    taxes,
    steady: soonest([...meters, ...tests]),
    grows: open.length === 0 && otherwise.grows,
    phased: meters.some((meter) => meter.phased) || tests.some((test) => test.phased),
    itemise: (set, phases, items) => {
      if (TimeSet.isEmpty(set)) return 0
      const now = chosen(set, phases)
      const amount = now.itemise(set, phases, items)
      if (items.others !== undefined) explain(set, phases, now, items.others)
      return amount
    },
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set)) return open.length === 0 ? otherwise.next(set, x, phases) : x + 1
      return Math.min(chosen(set, phases).next(set, x, phases), ...tests.map(({ next }) => next(set, x, phases)))
    }
  }
}
