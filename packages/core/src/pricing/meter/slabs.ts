/** Meters of the rates that cut by length: slab, and billed time or energy. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import * as Flight from "./Flight.ts"
import { counted } from "./leaves.ts"
import { always, byLength, bySpan, type Meter, traits } from "./Meter.ts"
import * as Phases from "./Phases.ts"

export interface Bracket {
  /** Seconds; infinite beyond the last. */
  readonly upTo: number
  readonly meter: Meter
}

const flightsOf = ({ meter, upTo }: Bracket) => ({ upTo, flights: meter.flights ?? [] })

/** `ofLength` of a meter whose parts all have one. */
const whenAll = (meters: ReadonlyArray<Meter>, ofLength: NonNullable<Meter["ofLength"]>): Meter["ofLength"] =>
  meters.every((meter) => meter.ofLength !== undefined) ? ofLength : undefined

/** The first bracket that is long enough, on all of the set. */
export const ladder = (brackets: ReadonlyArray<Bracket>, beyond: Meter): Meter => {
  const all: ReadonlyArray<Bracket> = [...brackets, { upTo: Number.POSITIVE_INFINITY, meter: beyond }]
  const bracket = (length: number): Bracket => {
    for (const each of all) if (length <= each.upTo) return each
    return { upTo: Number.POSITIVE_INFINITY, meter: beyond }
  }
  const meters = all.map(({ meter }) => meter)
  return {
    ...traits(meters),
    ...byLength(whenAll(meters, (seconds) => bracket(seconds).meter.ofLength?.(seconds)), bySpan(
      (from, to) => bracket(to - from).meter.between(from, to),
      (set, phases) => bracket(TimeSet.length(set)).meter.amount(set, phases)
    )),
    flights: Flight.ladder(all.map(flightsOf)),
    // A bracket may cost less than the one before it.
    grows: false,
    itemise: (set, phases, items) => bracket(TimeSet.length(set)).meter.itemise(set, phases, items),
    next: (set, x, phases) => {
      const length = TimeSet.length(set)
      const { meter, upTo } = bracket(length)
      return Math.min(meter.next(set, x, phases), x + upTo - length + 1)
    }
  }
}

/** Each bracket on its own part of the set. */
export const graduated = (brackets: ReadonlyArray<Bracket>, beyond: Meter): Meter => {
  const parts = [...brackets, { upTo: Number.POSITIVE_INFINITY, meter: beyond }]
    .map((bracket, index, all) => ({ ...bracket, after: all[index - 1]?.upTo ?? 0 }))
  const cut = (set: TimeSet.TimeSet, { after, upTo }: { readonly after: number; readonly upTo: number }) => TimeSet.first(TimeSet.rest(set, after), upTo - after)
  const meters = parts.map(({ meter }) => meter)
  /** The amounts of the parts that a set of `length` seconds reaches. */
  const together = (length: number, amountOf: (part: typeof parts[number]) => Whole.Whole | undefined): Whole.Whole | undefined => {
    let sum: Whole.Whole = 0
    for (const part of parts) {
      if (part.after >= length) break
      const amount = amountOf(part)
      if (amount === undefined) return undefined
      sum = Whole.add(sum, amount)
    }
    return sum
  }
  return {
    ...traits(meters),
    ...byLength(whenAll(meters, (seconds) => together(seconds, ({ after, meter, upTo }) => meter.ofLength?.(Math.min(seconds, upTo) - after))), bySpan(
      (from, to) => together(to - from, ({ after, meter, upTo }) => meter.between(from + after, Math.min(to, from + upTo))),
      (set, phases) => together(TimeSet.length(set), (part) => part.meter.amount(cut(set, part), phases))
    )),
    flights: Flight.graduated(parts.map(flightsOf)),
    itemise: (set, phases, items) => together(TimeSet.length(set), (part) => part.meter.itemise(cut(set, part), phases, items)),
    next: (set, x, phases) => {
      const length = TimeSet.length(set)
      const part = parts.find(({ upTo }) => length < upTo)
      return part === undefined ? Number.POSITIVE_INFINITY : Math.min(part.meter.next(cut(set, part), x, phases), x + part.upTo - length + 1)
    }
  }
}

/** `set` with its end moved until it has `seconds`. */
const lasting = (set: TimeSet.TimeSet, seconds: number): TimeSet.TimeSet => {
  const longer = seconds - TimeSet.length(set)
  return longer <= 0 ? TimeSet.first(set, seconds) : TimeSet.append(set, TimeSet.end(set), TimeSet.end(set) + longer)
}

type Count = "started" | "completed" | "nearest"

/** Time as a whole is rounded to steps of `step` seconds before `meter` prices it. */
export const billedTime = (step: number, count: Count, meter: Meter): Meter => {
  const { next, steps } = counted(count, step)
  const moved = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phases.Phase>) => {
    if (TimeSet.isEmpty(set)) return [set, phases] as const
    const billed = lasting(set, steps(TimeSet.length(set)) * step)
    const end = TimeSet.end(set)
    return [billed, phases.length === 0 ? phases : Phases.endingAt(phases, end, Math.max(end, TimeSet.end(billed)))] as const
  }
  const { ofLength } = meter
  return {
    ...traits([meter]),
    ...byLength(ofLength === undefined ? undefined : (seconds) => ofLength(steps(seconds) * step), bySpan(
      (from, to) => meter.between(from, from + steps(to - from) * step),
      (set, phases) => meter.amount(...moved(set, phases))
    )),
    itemise: (set, phases, items) => meter.itemise(...moved(set, phases), items),
    next: (set, x, phases) => {
      if (TimeSet.isEmpty(set) || TimeSet.end(set) !== x || (meter.phased && phases.length > 0)) return x + 1
      const length = TimeSet.length(set)
      return x + next(length) - length
    },
    // What is added lies beyond what the set has.
    steady: meter.steady === always ? always : (at) => at,
    // What is added may be dearer than what follows.
    grows: ofLength !== undefined && meter.grows
  }
}

/** Energy as a whole is rounded to steps of `step` parts before `meter` prices it. */
export const billedEnergy = (step: Whole.Whole, count: Count, meter: Meter): Meter => {
  const moved = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phases.Phase>): ReadonlyArray<Phases.Phase> => {
    const total = BigInt(Phases.energy(set, phases))
    if (total === 0n || BigInt(step) === 0n) return phases
    const mode = { started: "up", completed: "down", nearest: "half-up" } as const
    return Phases.delivering(set, phases, Whole.multiply(step, Whole.of(Rational.round(Rational.make(total, BigInt(step)), mode[count]))))
  }
  return {
    ...traits([meter]),
    grows: false,
    phased: true,
    between: meter.between,
    amount: (set, phases) => meter.amount(set, moved(set, phases)),
    itemise: (set, phases, items) => meter.itemise(set, moved(set, phases), items),
    next: (set, x, phases) => phases.length > 0 ? x + 1 : meter.next(set, x, phases)
  }
}
