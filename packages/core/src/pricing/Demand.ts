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
import { Rational } from "../money/index.ts"
import { Instant, LocalDate, type TimeZone } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import { written } from "./Faults.ts"
import type * as Price from "./Price.ts"
import type { Tariff } from "./Tariff.ts"

/** The level of each demand price, and the local date from which it holds. */
export const Levels = Schema.Record(Schema.String, Schema.Struct({ level: Amount.Amount, since: Schema.optionalKey(Instant.FromIso) }))
export type Levels = typeof Levels.Type

/** As it is, or to twelve decimals where factors upon factors have made it longer than a tariff can write. */
const writable = (level: Rational.Rational): Amount.Amount => {
  const text = Rational.format(level)
  return Rational.parse(text) === undefined ? Rational.format(Rational.make(Rational.round(Rational.multiply(level, Rational.make(10n ** 12n)), "half-up"), 10n ** 12n)) : text
}

/** `current` moved once by the band that `occupancy` lies in, within the price's bounds. */
export const adjust = (price: Price.Demand, current: Amount.Amount, occupancy: Amount.Amount): Amount.Amount => {
  const share = Amount.value(occupancy)
  const band = price.bands.reduce<Price.Demand["bands"][number] | undefined>((found, each) => {
    const from = Amount.value(each.from)
    const above = found === undefined || Rational.compare(from, Amount.value(found.from)) > 0
    return Rational.compare(from, share) <= 0 && above ? each : found
  }, undefined)
  const moved = Rational.multiply(Rational.add(Amount.value(current), Amount.value(band?.change ?? "0")), Amount.value(band?.factor ?? "1"))
  const [min, max] = [Amount.value(price.min), Amount.value(price.max)]
  const bounded = Rational.compare(moved, min) < 0 ? min : Rational.compare(moved, max) > 0 ? max : moved
  return writable(bounded)
}

export interface DemandPrice {
  readonly path: string
  readonly price: Price.Demand
}

/** The demand prices that a tariff writes. */
export const pricesOf = (tariff: Tariff): ReadonlyArray<DemandPrice> =>
  written(tariff).flatMap(({ path, rate }) => {
    if (rate.type === "slab") return rate.brackets.flatMap((bracket, index) => "price" in bracket && typeof bracket.price !== "string" ? [{ path: `${path}.brackets.${index}.price`, price: bracket.price }] : [])
    if (rate.type !== "flat" && rate.type !== "hourly" && rate.type !== "energy") return []
    // A bracket's price is found with its slab.
    return typeof rate.price === "string" || /\.brackets\.\d+$/.test(path) ? [] : [{ path: `${path}.price`, price: rate.price }]
  })

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

/** What `price` is for one stay: its level, or for prices that follow each entry, where its occupancy moves the start. */
export const levelOf = (path: string, price: Price.Price, stay: { readonly levels?: { readonly [path: string]: Amount.Amount } | undefined; readonly occupancy?: Amount.Amount | undefined }): Amount.Amount => {
  if (typeof price === "string") return price
  if (price.every !== "entry") return stay.levels?.[path] ?? price.start
  return stay.occupancy === undefined || Rational.parse(stay.occupancy) === undefined ? price.start : adjust(price, price.start, stay.occupancy)
}
