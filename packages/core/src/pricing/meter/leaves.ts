/** Meters of the rates that charge: flat, hourly, energy. */
import { Rational, Whole } from "../../money/index.ts"
import { TimeSet } from "../../time/index.ts"
import type { Charge } from "../Charge.ts"
import type * as Rate from "../Rate.ts"
import { seconds } from "../Syntax.ts"
import { always, byLength, bySet, type Meter } from "./Meter.ts"
import * as Phases from "./Phases.ts"
import type { Scale, Tax } from "./Scale.ts"

/** What a leaf needs to know of where it stands in the tariff. */
export interface Place {
  readonly path: string
  readonly label: string
  readonly tax: Tax
  /** In minor units. */
  readonly price: Rational.Rational
  /** As the bill shows it, in major units. */
  readonly unitPrice: string
  readonly scale: Scale
}

const charge = ({ label, path, scale, tax, unitPrice }: Place, set: TimeSet.TimeSet, unit: string, quantity: string, amount: Whole.Whole): Charge => ({
  kind: "charge",
  rule: path,
  label,
  from: TimeSet.start(set),
  to: TimeSet.end(set),
  quantity,
  unitPrice,
  unit,
  taxRate: tax.rate,
  net: tax.net(amount),
  gross: tax.gross(amount),
  parts: scale.parts
})

export const flat = (place: Place): Meter => {
  const amount = place.scale.whole(place.price)
  return {
    ...byLength((seconds) => seconds === 0 ? 0 : amount, bySet((set) => TimeSet.isEmpty(set) ? 0 : amount)),
    itemise: (set, _, { charges }) => {
      if (TimeSet.isEmpty(set)) return 0
      charges.push(charge(place, set, "stay", "1", amount))
      return amount
    },
    next: (set, x) => TimeSet.isEmpty(set) ? x + 1 : Number.POSITIVE_INFINITY,
    flights: [{ upTo: Number.POSITIVE_INFINITY, step: 1, ahead: 0, base: amount, each: 0 }],
    steady: always,
    grows: true,
    slopes: false,
    phased: false,
    taxes: [place.tax]
  }
}

/** Steps of `step` seconds in a length, by what counts. */
export const counted = (count: "started" | "completed" | "nearest", step: number) => {
  const ahead = { started: step - 1, nearest: Math.floor(step / 2), completed: 0 }[count]
  const steps = (length: number) => Math.floor((length + ahead) / step)
  return {
    ahead,
    steps,
    /** The least length with more steps than `length` has. */
    next: (length: number) => (steps(length) + 1) * step - ahead
  }
}

export const hourly = (rate: Rate.Hourly, place: Place): Meter => {
  const per = seconds(rate.per ?? "PT1H")
  const unit = rate.per ?? "PT1H"
  const step = rate.count === "exact" ? 1 : seconds(rate.step ?? unit)
  const { ahead, next, steps } = counted(rate.count === "exact" ? "completed" : rate.count, step)
  const each = place.scale.whole(Rational.multiply(place.price, Rational.make(step, per)))
  const ofLength = (length: number) => Whole.multiply(each, steps(length))
  return {
    ...byLength(ofLength, bySet((set) => ofLength(TimeSet.length(set)))),
    itemise: (set, _, { charges }) => {
      if (TimeSet.isEmpty(set)) return 0
      const count = steps(TimeSet.length(set))
      const amount = Whole.multiply(each, count)
      charges.push(charge(place, set, unit, Rational.formatRatio(count * step, per), amount))
      return amount
    },
    next: (set, x) => {
      if (rate.count === "exact") return Number.POSITIVE_INFINITY
      const length = TimeSet.length(set)
      return x + next(length) - length
    },
    flights: [{ upTo: Number.POSITIVE_INFINITY, step, ahead, base: 0, each }],
    steady: always,
    grows: true,
    slopes: rate.count === "exact",
    phased: false,
    taxes: [place.tax]
  }
}

/** `parts` of the plan's energy are one kWh. */
export const energy = (place: Place, parts: bigint): Meter => {
  const each = place.scale.whole(Rational.divide(place.price, Rational.make(parts)))
  const amount: Meter["amount"] = (set, phases) => Whole.multiply(each, Phases.energy(set, phases))
  return {
    amount,
    between: () => 0,
    itemise: (set, phases, { charges }) => {
      if (TimeSet.isEmpty(set)) return 0
      const delivered = Phases.energy(set, phases)
      const amount = Whole.multiply(each, delivered)
      charges.push(charge(place, set, "kWh", Rational.format(Rational.make(BigInt(delivered), parts)), amount))
      return amount
    },
    next: (_, x, phases) => phases.reduce((least, { from, to }) => Math.min(least, from > x ? from + 1 : to > x ? to + 1 : least), Number.POSITIVE_INFINITY),
    steady: always,
    grows: true,
    slopes: true,
    phased: true,
    taxes: [place.tax]
  }
}
