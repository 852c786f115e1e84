/**
 * A plan: the meter of a tariff for stays of which the same facts hold. Rates become meters by structural recursion, each
 * once; facts that do not change during a stay, and demand levels, are settled on the way.
 */
import { Rational, type Whole } from "../../money/index.ts"
import * as Amount from "../Amount.ts"
import { largest } from "../Billing.ts"
import { periodLength } from "../Clocks.ts"
import * as DemandPrice from "../DemandPrice.ts"
import type { Facts } from "../Facts.ts"
import type { Price } from "../Price.ts"
import * as Rate from "../Rate.ts"
import * as Syntax from "../Syntax.ts"
import { minorUnits } from "../Syntax.ts"
import type { Tariff } from "../Tariff.ts"
import type { Windows } from "../Window.ts"
import * as amounts from "./amounts.ts"
import { choose, factsHold } from "./choose.ts"
import { covered } from "./covers.ts"
import * as cuts from "./cuts.ts"
import * as leaves from "./leaves.ts"
import { type Meter, unavailable } from "./Meter.ts"
import { byWindows, calendarOf } from "./Partition.ts"
import * as periods from "./periods.ts"
import { gather, type Scale, type Tax } from "./Scale.ts"
import * as slabs from "./slabs.ts"
import type { Almanac } from "./windows.ts"

/** All that a plan depends on, besides the tariff. */
export interface Settled {
  readonly almanac: Almanac
  readonly facts: Facts
  readonly levels?: { readonly [path: string]: Amount.Amount } | undefined
  /** What validations cover, one after the other. */
  readonly covers?: ReadonlyArray<Covered> | undefined
  /** Where the visit begins that they are of, in epoch seconds, if others count with it: theirs is not covered. */
  readonly coversFrom?: number | undefined
  /** The energy of the stay's phases is counted in such parts of a kWh. */
  readonly energyParts: bigint
}

/** Time that costs nothing: so much of it, or all of what lies in windows. */
export interface Covered {
  readonly upTo?: string
  readonly during?: Windows
}

export interface Plan {
  readonly meter: Meter
  /** So many parts are one minor unit. */
  readonly parts: Whole.Whole
  /** What is charged without a tax rate of its own. */
  readonly untaxed: Tax
}

/** Where a rate stands: what it inherits, and what everything below a `scale` is multiplied by. */
interface Place {
  readonly path: string
  readonly factor: Rational.Rational
  readonly label?: string
  readonly tax?: string
}

interface Task {
  readonly tariff: Tariff
  readonly settled: Settled
  readonly scale: Scale
  /** Minor units of a major one. */
  readonly minor: Rational.Rational
}

const one = Rational.make(1n)

/** The innermost label and tax win. */
const inherit = (place: Place, rate: Rate.Rate): Place => ({
  ...place,
  ...(rate.label !== undefined && { label: rate.label }),
  ...(rate.tax !== undefined && { tax: rate.tax })
})

const taxOf = ({ scale }: Task, { tax }: Place): Tax => scale.tax(tax === undefined ? Rational.zero : Amount.value(tax))

const leafPlace = (task: Task, place: Place, type: string, price: Price): leaves.Place => {
  const { facts, levels } = task.settled
  const level = DemandPrice.levelOf(`${place.path}.price`, price, { levels, occupancy: facts.occupancy })
  const scaled = Rational.multiply(Amount.value(level), place.factor)
  return {
    path: place.path,
    label: place.label ?? type,
    tax: taxOf(task, place),
    price: Rational.multiply(scaled, task.minor),
    // As the tariff writes it, unless it is scaled.
    unitPrice: Rational.compare(place.factor, one) === 0 ? level : Rational.format(scaled),
    scale: task.scale
  }
}

const orUnavailable = (task: Task, rate: Rate.Rate | Rate.Unavailable, place: Place): Meter => rate === "unavailable" ? unavailable : meterOf(task, rate, place)

const at = (place: Place, key: string): Place => ({ ...place, path: `${place.path}.${key}` })

const slab = (task: Task, rate: Rate.Slab, place: Place): Meter => {
  const brackets = rate.brackets.map((bracket, index) => ({
    upTo: Syntax.seconds(bracket.upTo),
    meter: meterOf(task, Syntax.ofBracket(bracket), at(place, `brackets.${index}${"rate" in bracket ? ".rate" : ""}`))
  }))
  const beyond = orUnavailable(task, rate.beyond, at(place, "beyond"))
  return rate.mode === "ladder" ? slabs.ladder(brackets, beyond) : slabs.graduated(brackets, beyond)
}

const dynamic = (task: Task, rate: Rate.Dynamic, place: Place): Meter => {
  const meters = [
    ...rate.windows.map((window, index) => meterOf(task, window.rate, at(place, `windows.${index}.rate`))),
    orUnavailable(task, rate.otherwise, at(place, "otherwise"))
  ]
  const partition = byWindows(task.settled.almanac, rate.windows.map(({ during }) => during))
  const { crossing } = rate
  if (typeof crossing !== "string") return cuts.follow(partition, meters, Syntax.seconds(crossing.follow))
  return { split: cuts.split, accumulate: cuts.accumulate, entry: cuts.atEntry, most: cuts.atMost }[crossing](partition, meters)
}

const periodsOf = (task: Task, period: Exclude<Rate.Each["per"], "stay">): periods.Periods => {
  const calendar = calendarOf(task.settled.almanac, period)
  return calendar === undefined ? { rolling: Syntax.seconds(periodLength(period)) } : { calendar }
}

const subscription = (task: Task, rate: Rate.Subscription, place: Place): Meter => {
  const rest = meterOf(task, rate.rest, at(place, "rest"))
  if (!factsHold({ pass: rate.pass })(task.settled.facts)) return rest
  const { during, per = "stay", upTo } = rate.covers
  return covered({
    ...(during !== undefined && { during: byWindows(task.settled.almanac, [during]) }),
    ...(upTo !== undefined && { upTo: Syntax.seconds(upTo) }),
    ...(per !== "stay" && { per: periodsOf(task, per) }),
    onlyFirst: per !== "stay" && "first" in per
  }, rest)
}

const each = (task: Task, rate: Rate.Each, place: Place): Meter => {
  const inner = meterOf(task, rate.rate, at(place, "rate"))
  const bounds = Object.fromEntries((["max", "min", "maxIncl", "minIncl"] as const).flatMap((key) => {
    const bound = rate[key]
    return bound === undefined ? [] : [[key, Rational.multiply(Rational.multiply(Amount.value(bound), place.factor), task.minor)] as const]
  }))
  const { per } = rate
  const unit = per === "stay" ? "stay" : periodLength(per)
  const bounder = amounts.bounder({ path: place.path, tax: taxOf(task, place), scale: task.scale, unit, perLine: task.tariff.rounding.where === "line", largest: largest(task.tariff), minor: Rational.divide(one, task.minor) }, bounds, inner)
  if (per === "stay") return amounts.bounded(bounder, inner)
  const found = periodsOf(task, per)
  if (rate.partial === "continue") return periods.goOn(found, bounder, inner, "first" in per)
  if ("first" in per) return periods.firstThenAnew(found, bounder, inner)
  return rate.partial === "full" ? periods.full(found, bounder, inner) : periods.restart(found, bounder, inner)
}

const billed = (task: Task, rate: Rate.Billed, place: Place): Meter => {
  const inner = meterOf(task, rate.rate, at(place, "rate"))
  if (!Syntax.isEnergies(rate.step)) return slabs.billedTime(Syntax.seconds(rate.step), rate.count, inner)
  const step = Rational.multiply(Amount.value(rate.step.slice(0, -" kWh".length)), Rational.make(task.settled.energyParts))
  return slabs.billedEnergy(Rational.round(step, "down"), rate.count, inner)
}

const labelOf = (place: Place, rate: Rate.Rate): string => rate.label ?? place.label ?? rate.type

/** The meter of `rate`, which stands at `outer`. */
const meterOf = (task: Task, rate: Rate.Rate, outer: Place): Meter => {
  const place = inherit(outer, rate)
  switch (rate.type) {
    case "flat":
      return leaves.flat(leafPlace(task, place, rate.type, rate.price))
    case "hourly":
      return leaves.hourly(rate, leafPlace(task, place, rate.type, rate.price))
    case "energy":
      return leaves.energy(leafPlace(task, place, rate.type, rate.price), task.settled.energyParts)
    case "slab":
      return slab(task, rate, place)
    case "dynamic":
      return dynamic(task, rate, place)
    case "subscription":
      return subscription(task, rate, place)
    case "choose": {
      const cases = rate.cases.map((each, index) => {
        const own = at(place, `cases.${index}.rate`)
        return { path: own.path, label: labelOf(own, each.rate), asked: each.if, meter: meterOf(task, each.rate, own) }
      })
      return choose(cases, orUnavailable(task, rate.otherwise, at(place, "otherwise")), task.settled.facts, task.settled.almanac, task.scale.parts)
    }
    case "each":
      return each(task, rate, place)
    case "sum":
      return amounts.sum(rate.of.map((part, index) => meterOf(task, part, at(place, `of.${index}`))))
    case "cheapest":
      return amounts.cheapest(rate.of.map((part, index) => {
        const own = at(place, `of.${index}`)
        return { path: own.path, label: labelOf(own, part), meter: meterOf(task, part, own) }
      }), task.scale)
    case "scale": {
      const by = Amount.value(rate.by)
      const below = at(place, "rate")
      // By nothing, all branches of a cheapest would tie: what is chosen is chosen before.
      return by.numerator === 0n ? amounts.nothing(meterOf(task, rate.rate, below)) : meterOf(task, rate.rate, { ...below, factor: Rational.multiply(place.factor, by) })
    }
    case "billed":
      return billed(task, rate, place)
    case "named": {
      const target = task.tariff.rates?.[rate.name]
      return target === undefined ? unavailable : meterOf(task, target, { ...place, path: `rates.${rate.name}` })
    }
  }
}

/** The tariff's rate, on what validations leave of the stay. */
const whole = (task: Task): Meter => {
  const { almanac, covers = [], coversFrom } = task.settled
  return covers.reduceRight<Meter>((rest, { during, upTo }) =>
    covered({
      ...(coversFrom !== undefined && { from: coversFrom }),
      ...(during !== undefined && { during: byWindows(almanac, [during]) }),
      ...(upTo !== undefined && { upTo: Syntax.seconds(upTo) }),
      onlyFirst: false
    }, rest), meterOf(task, task.tariff.rate, { path: "rate", factor: one }))
}

/** The plan of `tariff` for stays of which `settled` holds. */
export const plan = (tariff: Tariff, settled: Settled): Plan => {
  const minor = Rational.make(10n ** BigInt(minorUnits(tariff)))
  // Once for the denominators, and once with them.
  const { noting, toScale } = gather(tariff.tax)
  whole({ tariff, settled, scale: noting, minor })
  const scale = toScale()
  return { meter: whole({ tariff, settled, scale, minor }), parts: scale.parts, untaxed: scale.tax(Rational.zero) }
}
