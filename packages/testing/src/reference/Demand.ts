/** Prices that follow demand: a level each, adjusted by the band an occupancy falls in. */
import * as Fraction from "./Fraction.ts"
import type { DemandPrice, Price } from "./Grammar.ts"

/** What the price of a stay is read from: the level of its entry, named by the price's path, and the occupancy then. */
export interface Demand {
  readonly levels: { readonly [path: string]: string }
  readonly occupancy: Fraction.Fraction | undefined
}

/** A level after one adjustment, by the highest band that begins at or below the occupancy. */
const adjusted = ({ bands, max, min }: DemandPrice, level: Fraction.Fraction, occupancy: Fraction.Fraction): Fraction.Fraction => {
  const reached = bands.filter(({ from }) => Fraction.compare(Fraction.read(from), occupancy) <= 0)
  const [band] = reached.toSorted((a, b) => Fraction.compare(Fraction.read(b.from), Fraction.read(a.from)))
  if (band === undefined) return level
  const changed = Fraction.times(Fraction.plus(level, Fraction.read(band.change ?? "0")), Fraction.read(band.factor ?? "1"))
  return Fraction.greatest(Fraction.least(changed, Fraction.read(max)), Fraction.read(min))
}

/** The amount that a price at a path of the tariff is for a stay. */
export const amountOf = (price: Price, path: string, { levels, occupancy }: Demand): Fraction.Fraction => {
  if (typeof price === "string") return Fraction.read(price)
  if (price.every !== "entry") return Fraction.read(levels[path] ?? price.start)
  const start = Fraction.read(price.start)
  return occupancy === undefined ? start : adjusted(price, start, occupancy)
}
