/** Meters of the rates that charge: flat, hourly, energy. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import type { Charge } from "../Charge.ts"
import type * as Rate from "../Rate.ts"
import { seconds } from "../Rate.ts"
import type { Meter } from "./Meter.ts"
import * as Phases from "./Phases.ts"
import type { Scale } from "./Scale.ts"

/** What a leaf needs to know of where it stands in the tariff. */
export interface Place {
  readonly path: string
  readonly label: string
  readonly taxRate: Rational.Rational
  /** In minor units. */
  readonly price: Rational.Rational
  /** As the bill shows it, in major units. */
  readonly unitPrice: string
  readonly scale: Scale
}

const charge = (place: Place, set: TimeSet.TimeSet, unit: string, quantity: Rational.Rational): Charge => ({
  kind: "charge",
  rule: place.path,
  label: place.label,
  from: TimeSet.start(set),
  to: TimeSet.end(set),
  quantity,
  unitPrice: place.unitPrice,
  unit,
  taxRate: place.taxRate,
  amount: Rational.multiply(quantity, place.price)
})

const one = Rational.make(1n)

export const flat = (place: Place): Meter => {
  const amount = place.scale.whole(place.price)
  return {
    amount: (set) => TimeSet.isEmpty(set) ? 0 : amount,
    itemise: (set, _, { charges }) => {
      if (!TimeSet.isEmpty(set)) charges.push(charge(place, set, "stay", one))
    },
    next: (set, x) => TimeSet.isEmpty(set) ? x + 1 : Number.POSITIVE_INFINITY,
    ofLength: (seconds) => seconds === 0 ? 0 : amount,
    grows: true,
    slopes: false,
    phased: false,
    taxes: [place.taxRate]
  }
}

/** Steps of `step` seconds in a length, by what counts. */
export const counted = (count: "started" | "completed" | "nearest", step: number) => {
  const ahead = { started: step - 1, nearest: Math.floor(step / 2), completed: 0 }[count]
  const steps = (length: number) => Math.floor((length + ahead) / step)
  return {
    steps,
    /** The least length with more steps than `length` has. */
    next: (length: number) => (steps(length) + 1) * step - ahead
  }
}

export const hourly = (rate: Rate.Hourly, place: Place): Meter => {
  const per = seconds(rate.per ?? "PT1H")
  const unit = rate.per ?? "PT1H"
  const step = rate.count === "exact" ? 1 : seconds(rate.step ?? unit)
  const { next, steps } = counted(rate.count === "exact" ? "completed" : rate.count, step)
  const each = place.scale.whole(Rational.multiply(place.price, Rational.make(step, per)))
  const ofLength = (length: number) => Whole.multiply(each, steps(length))
  return {
    amount: (set) => ofLength(TimeSet.length(set)),
    itemise: (set, _, { charges }) => {
      if (!TimeSet.isEmpty(set)) charges.push(charge(place, set, unit, Rational.make(steps(TimeSet.length(set)) * step, per)))
    },
    next: (set, x) => {
      if (rate.count === "exact") return Number.POSITIVE_INFINITY
      const length = TimeSet.length(set)
      return x + next(length) - length
    },
    ofLength,
    grows: true,
    slopes: rate.count === "exact",
    phased: false,
    taxes: [place.taxRate]
  }
}

/** `parts` of the plan's energy are one kWh. */
export const energy = (place: Place, parts: bigint): Meter => {
  const each = place.scale.whole(Rational.divide(place.price, Rational.make(parts)))
  return {
    amount: (set, phases) => Whole.multiply(each, Phases.energy(set, phases)),
    itemise: (set, phases, { charges }) => {
      if (!TimeSet.isEmpty(set)) charges.push(charge(place, set, "kWh", Rational.make(BigInt(Phases.energy(set, phases)), parts)))
    },
    next: (_, x, phases) => phases.reduce((least, { from, to }) => Math.min(least, from > x ? from + 1 : to > x ? to + 1 : least), Number.POSITIVE_INFINITY),
    grows: true,
    slopes: true,
    phased: true,
    taxes: [place.taxRate]
  }
}

