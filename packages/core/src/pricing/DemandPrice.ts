/** Demand prices of a tariff: where they stand, and how their levels move. See Demand. */
import { Rational } from "../money/index.ts"
import * as Amount from "./Amount.ts"
import type * as Price from "./Price.ts"
import { type Written, written } from "./Syntax.ts"

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
export const pricesOf = (tariff: Written): ReadonlyArray<DemandPrice> =>
  written(tariff).flatMap(({ path, rate }) => {
    if (rate.type === "slab") return rate.brackets.flatMap((bracket, index) => "price" in bracket && typeof bracket.price !== "string" ? [{ path: `${path}.brackets.${index}.price`, price: bracket.price }] : [])
    if (rate.type !== "flat" && rate.type !== "hourly" && rate.type !== "energy") return []
    // A bracket's price is found with its slab.
    return typeof rate.price === "string" || /\.brackets\.\d+$/.test(path) ? [] : [{ path: `${path}.price`, price: rate.price }]
  })

/** What `price` is for one stay: its level, or for prices that follow each entry, where its occupancy moves the start. */
export const levelOf = (path: string, price: Price.Price, stay: { readonly levels?: { readonly [path: string]: Amount.Amount } | undefined; readonly occupancy?: Amount.Amount | undefined }): Amount.Amount => {
  if (typeof price === "string") return price
  if (price.every !== "entry") return stay.levels?.[path] ?? price.start
  return stay.occupancy === undefined || Rational.parse(stay.occupancy) === undefined ? price.start : adjust(price, price.start, stay.occupancy)
}
