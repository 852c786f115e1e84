/**
 * Phases of a stay (reserved, charging, idle, ...), the energy delivered in them, and stays billed in whole steps.
 *
 * The energy of a phase is spread evenly over it.
 */
import * as Fraction from "./Fraction.ts"
import * as Sets from "./Sets.ts"

export interface Phase {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly kwh: Fraction.Fraction
  readonly amps?: Fraction.Fraction
  readonly kw?: Fraction.Fraction
}

/** What is billed: a set and the phases that go with it. */
export interface Billed {
  readonly set: Sets.TimeSet
  readonly phases: ReadonlyArray<Phase>
}

const within = (set: Sets.TimeSet, { from, to }: Phase): Sets.TimeSet => Sets.intersection([[from, to]], set)

/** The part of a phase's energy that was delivered in a set. */
const deliveredIn = (set: Sets.TimeSet, phase: Phase): Fraction.Fraction => Fraction.times(phase.kwh, Fraction.of(Sets.length(within(set, phase)), phase.to - phase.from))

/** kWh delivered in a set. */
export const energyOf = (set: Sets.TimeSet, phases: ReadonlyArray<Phase>): Fraction.Fraction =>
  Fraction.sum(phases.filter(({ kwh }) => !Fraction.isZero(kwh)).map((phase) => deliveredIn(set, phase)))

/** Phases up to an instant, with the energy they had delivered by then. */
const cutAt = (phases: ReadonlyArray<Phase>, instant: number): ReadonlyArray<Phase> =>
  phases.filter(({ from }) => from < instant).map((phase) => ({ ...phase, to: Math.min(phase.to, instant), kwh: deliveredIn([[phase.from, instant]], phase) }))

/** A set's end moved so that it has `length` seconds; phases that held in its last second last until the new end. */
export const ofLength = (set: Sets.TimeSet, phases: ReadonlyArray<Phase>, length: number): Billed => {
  const end = Sets.end(set)
  const sofar = cutAt(phases, end)
  const missing = length - Sets.length(set)
  if (missing <= 0) return { set: Sets.first(set, length), phases: sofar }
  const last = sofar.filter(({ to }) => to === end)
  const lasting = last.map((phase): Phase => ({ ...phase, from: end, to: end + missing, kwh: Fraction.zero }))
  return { set: Sets.union(set, [[end, end + missing]]), phases: [...sofar, ...lasting] }
}

/** A set with `more` energy, all of it in the last second of the last phase that delivered some. */
const withMore = (set: Sets.TimeSet, phases: ReadonlyArray<Phase>, last: Phase, more: Fraction.Fraction): Billed => {
  const end = Sets.end(within(set, last))
  return { set, phases: [...phases, { ...last, from: end - 1, to: end, kwh: more }] }
}

/** A phase that delivers only the first `kept` kWh of what it delivers in a set: second by second, until they are used up. */
const delivering = (set: Sets.TimeSet, phase: Phase, kept: Fraction.Fraction): ReadonlyArray<Phase> => {
  const part = within(set, phase)
  const second = Fraction.over(phase.kwh, Fraction.of(phase.to - phase.from))
  const whole = Number(Fraction.whole(Fraction.over(kept, second), "completed"))
  const rest = Fraction.minus(kept, Fraction.times(second, Fraction.of(whole)))
  const drawn = Sets.first(part, whole).map(([from, to]): Phase => ({ ...phase, from, to, kwh: Fraction.times(second, Fraction.of(to - from)) }))
  const [next] = Sets.rest(part, whole)
  return [{ ...phase, kwh: Fraction.zero }, ...drawn, ...(next === undefined || Fraction.isZero(rest) ? [] : [{ ...phase, from: next[0], to: next[0] + 1, kwh: rest }])]
}

/** A set with `less` energy: what was delivered last is taken off first. */
const withLess = (set: Sets.TimeSet, phases: ReadonlyArray<Phase>, last: ReadonlyArray<Phase>, less: Fraction.Fraction): Billed => {
  const reduced = new Map<Phase, ReadonlyArray<Phase>>()
  let left = less
  for (const phase of last.toReversed()) {
    const delivered = deliveredIn(set, phase)
    const taken = Fraction.least(left, delivered)
    left = Fraction.minus(left, taken)
    reduced.set(phase, delivering(set, phase, Fraction.minus(delivered, taken)))
  }
  return { set, phases: phases.flatMap((phase) => reduced.get(phase) ?? [phase]) }
}

/** A set whose energy is counted in steps of so many kWh; without energy it stays as it is. */
export const inSteps = (set: Sets.TimeSet, phases: ReadonlyArray<Phase>, step: Fraction.Fraction, count: Fraction.Count): Billed => {
  const drawing = phases.filter((phase) => !Fraction.isZero(deliveredIn(set, phase))).toSorted((a, b) => a.from - b.from)
  const last = drawing.at(-1)
  if (last === undefined) return { set, phases }
  const energy = energyOf(set, phases)
  const counted = Fraction.times(step, Fraction.of(Fraction.whole(Fraction.over(energy, step), count)))
  return Fraction.compare(counted, energy) >= 0
    ? withMore(set, phases, last, Fraction.minus(counted, energy))
    : withLess(set, phases, drawing, Fraction.minus(energy, counted))
}
