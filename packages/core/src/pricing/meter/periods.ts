/** Meters of `each`: what is priced period by period. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import type { Charge } from "../Charge.ts"
import { lastIndex } from "../lastIndex.ts"
import { bounded, type Bounder } from "./amounts.ts"
import { itemsOf, split } from "./cuts.ts"
import { always, byLength, bySet, bySpan, type Meter, noPhases, soonest, total, traits, turn } from "./Meter.ts"
import { type Partition, segmentFrom, segments, segmentStart } from "./Partition.ts"
import type { Phase } from "./Phases.ts"

/** Periods as a set meets them: the calendar's, or so many seconds from its first instant on. */
export type Periods = { readonly calendar: Partition } | { readonly rolling: number }

/** Of a rate that cuts by periods: what decides up to where its weeks are alike. */
export const periodic = (periods: Periods, meters: ReadonlyArray<Meter>): ReadonlyArray<Pick<Meter, "steady">> => "calendar" in periods ? [periods.calendar, ...meters] : meters

interface Touched {
  readonly from: number
  readonly to: number
  readonly set: TimeSet.TimeSet
}

/** The period that `x` lies in, of a set that begins at `start`. */
export const periodAt = (periods: Periods, start: number, x: number): { readonly from: number; readonly to: number } => {
  if ("rolling" in periods) {
    const from = start + Math.floor((x - start) / periods.rolling) * periods.rolling
    return { from, to: from + periods.rolling }
  }
  return { from: segmentStart(periods.calendar, start, x, noPhases), to: segmentFrom(periods.calendar, x, noPhases).to }
}

/** The periods that have something of `set`; the calendar's first one counts from where the set begins. */
export const touched = (periods: Periods, set: TimeSet.TimeSet): ReadonlyArray<Touched> => {
  if (TimeSet.isEmpty(set)) return []
  const [start, end] = [TimeSet.start(set), TimeSet.end(set)]
  const all: Array<Touched> = []
  if ("rolling" in periods) {
    for (let left = set; !TimeSet.isEmpty(left);) {
      const { from, to } = periodAt(periods, start, TimeSet.start(left))
      all.push({ from, to, set: TimeSet.within(left, from, to) })
      left = TimeSet.within(left, to, end)
    }
    return all
  }
  const found = segments(periods.calendar, start, end, noPhases)
  found.forEach(({ from, to }, index) => {
    const own = TimeSet.within(set, from, to)
    // Segments are cut at the ends of the set: the last period goes on.
    if (!TimeSet.isEmpty(own)) all.push({ from, to: index === found.length - 1 ? segmentFrom(periods.calendar, from, noPhases).to : to, set: own })
  })
  return all
}

/** The first period that has something of `set`, however many follow. */
export const first = (periods: Periods, set: TimeSet.TimeSet): Touched | undefined => {
  if (TimeSet.isEmpty(set)) return undefined
  const start = TimeSet.start(set)
  const { from, to } = periodAt(periods, start, start)
  return { from, to, set: TimeSet.within(set, from, to) }
}

/** A rolling period of a clockless rate: whole periods cost alike. */
const closedForm = (length: number, meter: Meter): Meter["ofLength"] | undefined => {
  const { ofLength } = meter
  if (ofLength === undefined) return undefined
  const whole = ofLength(length)
  return (seconds) => {
    const [periods, left] = [Math.floor(seconds / length), seconds % length]
    const part = ofLength(left)
    if (part === undefined || (whole === undefined && periods > 0)) return undefined
    return Whole.add(Whole.multiply(whole ?? 0, periods), part)
  }
}

const week = 604_800

/**
 * What rolling periods of an uninterrupted stay cost, one after the other. Where weeks are alike, the periods of whole
 * weeks cost the same again and again: they are priced once, and multiplied.
 */
const rolling = (length: number, { between, steady }: Meter): Meter["between"] => {
  const cycle = week / Rational.divisor(length, week)
  return (from, to) => {
    let sum: Whole.Whole = 0
    let alike: Alike = { from, until: from, amounts: [], all: 0 }
    for (let at = from; at < to;) {
      const end = Math.min(at + length, to)
      if (end > alike.until && to - at > length) alike = { from: at, until: steady(at), amounts: [], all: 0 }
      const index = (at - alike.from) / length % cycle
      const again = index === 0 && alike.amounts.length === cycle ? Math.floor((Math.min(alike.until, to) - at) / (length * cycle)) : 0
      if (again > 0) {
        sum = Whole.add(sum, Whole.multiply(alike.all, again))
        at += again * length * cycle
        continue
      }
      const known = at + length === end && end <= alike.until
      const amount: Whole.Whole | undefined = (known ? alike.amounts[index] : undefined) ?? between(at, end)
      if (amount === undefined) return undefined
      if (known && alike.amounts.length === index) {
        alike.amounts.push(amount)
        alike.all = Whole.add(alike.all, amount)
      }
      sum = Whole.add(sum, amount)
      at = end
    }
    return sum
  }
}

/** A stretch in which weeks are alike, and what its first periods cost, up to as many as fill whole weeks. */
interface Alike {
  readonly from: number
  readonly until: number
  readonly amounts: Array<Whole.Whole>
  all: Whole.Whole
}

/** Every period anew, within bounds. */
export const restart = (periods: Periods, bounds: Bounder, inner: Meter): Meter => {
  const meter = bounded(bounds, inner)
  if ("calendar" in periods) return split(periods.calendar, [meter])
  return {
    ...traits([meter]),
    ...byLength(closedForm(periods.rolling, meter), bySpan(
      rolling(periods.rolling, meter),
      (set, phases) => total(touched(periods, set), (period) => meter.amount(period.set, phases))
    )),
    itemise: (set, phases, items) => total(touched(periods, set), (period) => meter.itemise(period.set, phases, items)),
    next: (set, x, phases) => {
      const { from, to } = periodAt(periods, TimeSet.isEmpty(set) ? x : TimeSet.start(set), x)
      return Math.min(meter.next(TimeSet.within(set, from, x), x, phases), to + 1)
    }
  }
}

/** As restart; what comes after the first period is priced to its period's end. */
export const full = (periods: Periods, bounds: Bounder, inner: Meter): Meter => {
  const meter = bounded(bounds, inner)
  const anew = restart(periods, bounds, inner)
  const priced = (set: TimeSet.TimeSet): ReadonlyArray<TimeSet.TimeSet> =>
    touched(periods, set).map((period, index) => index === 0 ? period.set : TimeSet.append(period.set, TimeSet.end(period.set), period.to))
  return {
    ...traits([meter]),
    ...bySpan((from, to) => {
      if (from >= to) return 0
      const last = periodAt(periods, from, to - 1)
      return anew.between(from, last.from > from ? last.to : to)
    }, (set, phases) => total(priced(set), (period) => meter.amount(period, phases))),
    itemise: (set, phases, items) => total(priced(set), (period) => meter.itemise(period, phases, items)),
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set)) return x + 1
      const { from, to } = periodAt(periods, TimeSet.start(set), x)
      const before = TimeSet.within(set, from, x)
      if (TimeSet.start(set) >= from) return Math.min(meter.next(before, x, phases), to + 1)
      // Within a later period the price stands, once something of it is taken.
      return TimeSet.isEmpty(before) || TimeSet.end(before) !== x || (meter.phased && phases.length > 0) ? x + 1 : to + 1
    },
    // Later periods are priced beyond what the set has, and may cost less than what the one before had begun with.
    steady: "calendar" in periods || meter.steady !== always ? (at) => at : always,
    grows: false
  }
}

const opposite = (charge: Charge): Charge => ({ ...charge, net: Whole.subtract(0, charge.net), gross: Whole.subtract(0, charge.gross) })

const atLeastNothing = (sum: Whole.Whole | undefined): Whole.Whole | undefined => sum !== undefined && sum < 0 ? 0 : sum

/** Where a rate that runs on stands at the end of a period: its own amount, and what is charged of it. */
interface Mark {
  readonly at: number
  readonly amount: Whole.Whole | undefined
  readonly sum: Whole.Whole | undefined
}

/** Marks kept of one stay; of a longer one, ever fewer of those long ago. */
const marksKept = 16_384

/**
 * What an uninterrupted stay comes to whose rate runs on over periods. Marks are kept for the stay that was asked for
 * last: a curve asks for one exit after the other, and so does a rate around this one.
 */
const runningOn = (periods: Periods, bounds: Bounder, inner: Meter): Meter["between"] => {
  let [start, marks]: [number, Array<Mark>] = [Number.NaN, []]
  const after = (from: number, to: number, before: Mark): Mark => {
    const amount = inner.between(from, to)
    const sum = amount === undefined || before.amount === undefined || before.sum === undefined ? undefined : Whole.add(before.sum, bounds.clamp(Whole.subtract(amount, before.amount)))
    return { at: to, amount, sum: amount === undefined || bounds.isMoney(amount) ? sum : bounds.clamp(amount) }
  }
  return (from, to) => {
    if (from >= to) return 0
    const begin: Mark = { at: from, amount: 0, sum: 0 }
    if (from !== start) [start, marks] = [from, [begin]]
    const upTo = (at: number) => periodAt(periods, from, at).to
    const index = lastIndex(0, marks.length, (each) => (marks[each]?.at ?? from) <= to)
    const isNewest = index === marks.length - 1
    let mark = marks[index] ?? begin
    for (let end = upTo(mark.at); end <= to; end = upTo(end)) {
      mark = after(from, end, mark)
      if (isNewest) marks.push(mark)
      if (marks.length > marksKept) marks = marks.filter((each, index) => index % 2 === 0 || each === mark)
    }
    return mark.at === to ? mark.sum : after(from, to, mark).sum
  }
}

/** The same of a rate of which only the first period is within bounds. */
const runningOff = (periods: Periods, bounds: Bounder, inner: Meter): Meter["between"] => (from, to) => {
  if (from >= to) return 0
  const end = Math.min(to, periodAt(periods, from, from).to)
  const [head, whole] = [inner.between(from, end), inner.between(from, to)]
  if (head === undefined || whole === undefined) return undefined
  return bounds.isMoney(whole) ? Whole.add(bounds.clamp(head), Whole.subtract(whole, head)) : bounds.clamp(whole)
}

/**
 * The rate runs on over all periods; what each of them adds is kept within bounds. With `onlyFirst`, the first alone.
 * The sum is never below zero, even where a rate that becomes cheaper gives back more than was charged.
 */
export const goOn = (periods: Periods, bounds: Bounder, inner: Meter, onlyFirst: boolean): Meter => {
  /** What follows the first period is one, where only that is bounded. */
  const spans = (set: TimeSet.TimeSet): ReadonlyArray<{ readonly from: number; readonly to: number }> => {
    if (!onlyFirst) return touched(periods, set)
    const head = first(periods, set)
    const end = TimeSet.end(set)
    return head === undefined ? [] : head.to < end ? [head, { from: head.to, to: end }] : [head]
  }
  const parts = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>) => {
    let before: Whole.Whole | undefined = 0
    return spans(set).map(({ from, to }, index) => {
      const upTo = TimeSet.within(set, TimeSet.start(set), to)
      const amount = inner.amount(upTo, phases)
      const added = amount === undefined || before === undefined ? undefined : Whole.subtract(amount, before)
      before = amount
      return { added, upTo, earlier: TimeSet.within(set, TimeSet.start(set), from), clamped: !onlyFirst || index === 0 }
    })
  }
  const { amount: raw, between } = bySpan((onlyFirst ? runningOff : runningOn)(periods, bounds, inner), (set, phases) => {
    const whole = inner.amount(set, phases)
    if (whole === undefined) return undefined
    if (!bounds.isMoney(whole)) return bounds.clamp(whole)
    return total(parts(set, phases), ({ added, clamped }) => added === undefined || !clamped ? added : bounds.clamp(added))
  })
  return {
    ...traits([inner]),
    steady: soonest(periodic(periods, [inner])),
    between: (from, to) => atLeastNothing(between(from, to)),
    amount: (set, phases) => atLeastNothing(raw(set, phases)),
    itemise: (set, phases, items) => {
      const sum = raw(set, phases)
      if (sum === undefined) return undefined
      const before = items.charges.length
      inner.itemise(set, phases, items)
      for (const { added, clamped, earlier, upTo } of parts(set, phases)) {
        if (!clamped || added === undefined || bounds.holds(added)) continue
        // Of one tax rate, what brings it within bounds has that rate too, whatever the charges.
        const charges = inner.taxes.length < 2 ? [] : [...itemsOf(inner, upTo, phases), ...itemsOf(inner, earlier, phases).map(opposite)]
        bounds.adjust(charges, added, TimeSet.minus(upTo, earlier), items)
      }
      if (sum < 0) bounds.lift(items.charges.slice(before), sum, set, items)
      return atLeastNothing(sum)
    },
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set)) return x + 1
      const { from, to } = periodAt(periods, TimeSet.start(set), x)
      if (inner.amount(set, phases) === undefined) return Math.min(inner.next(set, x, phases), to + 1)
      const before = inner.amount(TimeSet.within(set, TimeSet.start(set), from), phases) ?? 0
      const state = (y: number) => {
        const grown = TimeSet.append(set, x, y)
        return `${bounds.side(Whole.subtract(inner.amount(grown, phases) ?? 0, before))} ${(raw(grown, phases) ?? 0) < 0}`
      }
      if (inner.taxes.length > 1 && inner.slopes) return x + 1
      return Math.min(turn(x, Math.min(inner.next(set, x, phases), to + 1), state), to + 1)
    }
  }
}

/** The first period within bounds, and what follows it anew and without. */
export const firstThenAnew = (periods: Periods, bounds: Bounder, inner: Meter): Meter => {
  const meter = bounded(bounds, inner)
  const parts = (set: TimeSet.TimeSet): readonly [TimeSet.TimeSet, TimeSet.TimeSet] => {
    const head = first(periods, set)
    return head === undefined ? [set, set] : [head.set, TimeSet.within(set, head.to, TimeSet.end(set))]
  }
  const together = (a: Whole.Whole | undefined, b: Whole.Whole | undefined) => a === undefined || b === undefined ? undefined : Whole.add(a, b)
  return {
    ...traits([meter]),
    steady: soonest(periodic(periods, [meter])),
    ...bySet((set, phases) => {
      const [first, rest] = parts(set)
      return together(meter.amount(first, phases), inner.amount(rest, phases))
    }),
    itemise: (set, phases, items) => {
      const [first, rest] = parts(set)
      return together(meter.itemise(first, phases, items), inner.itemise(rest, phases, items))
    },
    next: (set, x, phases) => {
      const start = TimeSet.isEmpty(set) ? x : TimeSet.start(set)
      const { to } = periodAt(periods, start, start)
      if (x < to) return Math.min(meter.next(set, x, phases), to + 1)
      return inner.next(parts(set)[1], x, phases)
    }
  }
}
