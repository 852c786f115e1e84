/**
 * Phases of a stay: what the vehicle did when (reserved, charging, idle), with the energy it drew.
 *
 * Energy is spread evenly over its phase, in whole parts of a kWh that the plan chose.
 */
import { Rational, Whole } from "../../money/index.ts"
import { Instant, TimeSet } from "../../time/index.ts"

/** A phase as it is given: instants in epoch milliseconds, quantities in decimal texts. */
export interface Given {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly kwh?: string
  readonly amps?: string
  readonly kw?: string
}

export interface Phase {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly amps: Rational.Rational | undefined
  readonly kw: Rational.Rational | undefined
  /** Parts of a kWh per second. */
  readonly perSecond: Whole.Whole
}

/** Quantities are checked where they come in (see Phase in PriceFunction): one that was not is a defect, not free energy. */
const read = (text: string | undefined): Rational.Rational | undefined => {
  const value = text === undefined ? undefined : Rational.parse(text)
  if (text !== undefined && (value === undefined || value.numerator < 0n)) throw new RangeError(`"${text}" is not a quantity: expected a decimal of zero or more, such as "20.45"`)
  return value
}

const perSecond = ({ from, kwh, to }: Given): Rational.Rational => {
  const length = Instant.seconds(to) - Instant.seconds(from)
  return length <= 0 ? Rational.zero : Rational.divide(read(kwh) ?? Rational.zero, Rational.make(length))
}

/** Parts of a kWh such that every phase delivers whole parts a second, and every one of `steps` kWh has whole parts. */
export const energyParts = (phases: ReadonlyArray<Given>, steps: ReadonlyArray<string>): bigint =>
  [...steps.map((step) => read(step) ?? Rational.zero), ...phases.map(perSecond)]
    .reduce((parts, { denominator }) => Rational.multiple(parts, denominator), 1n)

/** Phases made ready to be priced. Those that last less than a second are none. */
export const ready = (phases: ReadonlyArray<Given>, parts: bigint): ReadonlyArray<Phase> =>
  phases.filter(({ from, to }) => Instant.seconds(from) < Instant.seconds(to)).map((phase) => {
    const { denominator, numerator } = perSecond(phase)
    return { name: phase.name, from: Instant.seconds(phase.from), to: Instant.seconds(phase.to), amps: read(phase.amps), kw: read(phase.kw), perSecond: Whole.of(numerator * (parts / denominator)) }
  })

/** Parts of a kWh delivered in `set`. */
export const energy = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>): Whole.Whole => {
  let sum: Whole.Whole = 0
  for (const { from, perSecond, to } of phases) {
    if (perSecond === 0) continue
    sum = Whole.add(sum, Whole.multiply(perSecond, TimeSet.length(TimeSet.within(set, from, to))))
  }
  return sum
}

/** The phases as they are when the stay ends at `x`: nothing is delivered after it. Those of its last second go on until `until`. */
export const endingAt = (phases: ReadonlyArray<Phase>, x: number, until: number): ReadonlyArray<Phase> =>
  phases.flatMap((phase) => {
    if (phase.from >= x) return []
    const cut = { ...phase, to: Math.min(phase.to, x) }
    return phase.to >= x && until > x ? [cut, { ...phase, from: x, to: until, perSecond: 0 }] : [cut]
  })

/** The phases with no energy after `x` but `last` parts in the second before it. */
const deliveredUntil = (phases: ReadonlyArray<Phase>, x: number): ReadonlyArray<Phase> =>
  phases.flatMap((phase) => {
    if (phase.to <= x || phase.perSecond === 0) return [phase]
    const after = { ...phase, from: Math.max(phase.from, x), perSecond: 0 }
    return phase.from < x ? [{ ...phase, to: x }, after] : [after]
  })

/** `parts` more in the last second of `set` that had any delivered: in the phase that delivered them. */
const more = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, parts: Whole.Whole): ReadonlyArray<Phase> => {
  const last = phases.reduce<{ phase: Phase; end: number } | undefined>((found, phase) => {
    const end = phase.perSecond === 0 ? Number.NaN : TimeSet.end(TimeSet.within(set, phase.from, phase.to))
    return end > (found?.end ?? Number.NEGATIVE_INFINITY) ? { phase, end } : found
  }, undefined)
  return last === undefined ? phases : [...phases, { ...last.phase, from: last.end - 1, to: last.end, perSecond: parts }]
}

/** `parts` less: what was delivered last, second by second backwards. */
const less = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, parts: Whole.Whole): ReadonlyArray<Phase> => {
  const total = energy(set, phases)
  let [enough, few] = [TimeSet.end(set), TimeSet.start(set)]
  const kept = Whole.subtract(total, parts)
  while (enough - few > 1) {
    const middle = few + Math.floor((enough - few) / 2)
    if (energy(TimeSet.within(set, TimeSet.start(set), middle), phases) >= kept) enough = middle
    else few = middle
  }
  const before = deliveredUntil(phases, few)
  const missing = Whole.subtract(kept, energy(set, before))
  const within = phases.find(({ from, perSecond, to }) => perSecond !== 0 && from <= few && few < to)
  return within === undefined || missing === 0 ? before : [...before, { ...within, from: few, to: few + 1, perSecond: missing }]
}

/** The phases with `parts` delivered in `set` rather than what was. */
export const delivering = (set: TimeSet.TimeSet, phases: ReadonlyArray<Phase>, parts: Whole.Whole): ReadonlyArray<Phase> => {
  const total = energy(set, phases)
  if (parts === total) return phases
  return parts > total ? more(set, phases, Whole.subtract(parts, total)) : less(set, phases, Whole.subtract(total, parts))
}
