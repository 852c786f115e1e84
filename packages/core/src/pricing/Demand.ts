/**
 * Demand: how the level of a demand price moves. The level is data that the host keeps; its next value is a function of
 * the present one and of how full the lot is.
 *
 * Units: levels are amounts in major units, by the path of the price in its tariff ("rate.price"); occupancy is a share
 * of the lot, 0 to 1, as a decimal text.
 * Guarantees: a level stays within the bounds of its price; a level moves at most once per period.
 * Source: the published rule of San Francisco's demand-responsive meters.
 */
import { Schema } from "effect"
import { Instant, LocalDate, type TimeZone } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import { adjust, pricesOf } from "./DemandPrice.ts"
import type { Tariff } from "./Tariff.ts"

/** The level of each demand price, and the local date from which it holds. */
export const Levels = Schema.Record(Schema.String, Schema.Struct({ level: Amount.Amount, since: Schema.optionalKey(Instant.FromIso) }))
export type Levels = typeof Levels.Type

/** Where every demand price starts. */
export const initial = (tariff: Tariff): Levels =>
  Object.fromEntries(pricesOf(tariff).map(({ path, price }) => [path, { level: price.start }]))

/** The levels after one look at how full the lot is. Prices that adjust at each entry have no level to keep. */
export const evolve = (
  tariff: Tariff,
  levels: Levels,
  seen: { readonly at: Instant.Instant; readonly occupancy: Amount.Amount; readonly zone: TimeZone.TimeZone }
): Levels => {
  const today = LocalDate.of(seen.zone, seen.at)
  return Object.fromEntries(pricesOf(tariff).map(({ path, price }) => {
    const now = levels[path] ?? { level: price.start }
    const days = price.every === "entry" ? Number.POSITIVE_INFINITY : Number(price.every.slice(1, -1))
    const rested = now.since === undefined ? price.every !== "entry" : today - LocalDate.of(seen.zone, now.since) >= days
    return [path, rested ? { level: adjust(price, now.level, seen.occupancy), since: seen.at } : now]
  }))
}

export { adjust, type DemandPrice, levelOf, pricesOf } from "./DemandPrice.ts"
