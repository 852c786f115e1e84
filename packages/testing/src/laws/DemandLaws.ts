/** Laws of demand: how the levels of prices move. */
import { Rational } from "@parkade/core/money"
import { Demand, type Tariff } from "@parkade/core/pricing"
import { Instant, LocalDate, type TimeZone } from "@parkade/core/time"
import { Equal } from "effect"
import { type Law, show } from "./Law.ts"

export interface DemandCase {
  readonly tariff: Tariff.Tariff
  readonly zone: TimeZone.TimeZone
  readonly start: Instant.Instant
  /** Looks at the lot: so many hours after the one before, how full it was. */
  readonly looks: ReadonlyArray<{ readonly hours: number; readonly occupancy: string }>
}

const value = (text: string): Rational.Rational => Rational.parse(text) ?? Rational.zero

/** The levels after each look. */
const history = ({ looks, start, tariff, zone }: DemandCase): ReadonlyArray<Demand.Levels> => {
  let [levels, at] = [Demand.initial(tariff), start]
  return [levels, ...looks.map(({ hours, occupancy }) => {
    at = Instant.Instant.make(at + hours * 3_600_000)
    levels = Demand.evolve(tariff, levels, { at, occupancy, zone })
    return levels
  })]
}

export const demandLaws: ReadonlyArray<Law<DemandCase>> = [
  {
    name: "a level stays within the bounds of its price",
    counterexample: (input) => {
      const prices = Demand.pricesOf(input.tariff)
      const outside = history(input).flatMap((levels) => prices.filter(({ path, price }) => {
        const level = value(levels[path]?.level ?? "-1")
        return Rational.compare(level, value(price.min)) < 0 || Rational.compare(level, value(price.max)) > 0
      }))
      return outside.length === 0 ? undefined : show(outside)
    }
  },
  {
    name: "a level moves at most once per period",
    counterexample: (input) => {
      const all = history(input)
      for (const { path, price } of Demand.pricesOf(input.tariff)) {
        const days = price.every === "entry" ? Number.POSITIVE_INFINITY : Number(price.every.slice(1, -1))
        const moved = all.map((levels) => levels[path]?.since).filter((since, index, list) => since !== undefined && since !== list[index - 1])
        const dates = moved.map((since = Instant.Instant.make(0)) => LocalDate.of(input.zone, since))
        if (dates.some((date, index) => index > 0 && date - (dates[index - 1] ?? date) < days)) return show({ path, moved })
        const unmoved = all.every((levels, index) => index === 0 || levels[path]?.since !== all[index - 1]?.[path]?.since || Equal.equals(levels[path], all[index - 1]?.[path]))
        if (!unmoved) return `${path} moved without saying since when`
      }
      return undefined
    }
  }
]
