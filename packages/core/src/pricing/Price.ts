/**
 * A price: an amount, or one that follows demand.
 *
 * A demand price starts at `start` and moves by the band of the lot's occupancy, within `min` and `max`, once per `every`:
 * so many days (P28D), or at each entry. Its level is data that the host keeps (see Demand); a stay keeps the level of
 * its entry.
 */
import { Schema } from "effect"
import { Rational } from "../money/index.ts"
import * as Amount from "./Amount.ts"
import { may, must } from "./Field.ts"

const DemandBand = Schema.Struct({
  from: must("Occupancy from which it holds, up to the next band: 0 to 1.", Amount.Quantity.pipe(Schema.check(Amount.where((from) => Rational.compare(from, Rational.make(1n)) <= 0, "an occupancy of 0 to 1")))),
  change: may("What is added to the price, or taken off.", Amount.Change),
  factor: may("What the price is multiplied by.", Amount.Quantity)
}).pipe(Schema.check(Schema.makeFilter((band: { readonly change?: string; readonly factor?: string }) =>
  band.change === undefined || band.factor === undefined || "expected a change or a factor, not both")))

const Every = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^(?:entry|P[1-9]\d{0,3}D)$/u, { expected: `"entry", or days such as "P28D"` }))
)

const consistent = (price: { readonly start: string; readonly min: string; readonly max: string; readonly bands: ReadonlyArray<{ readonly from: string }> }) => {
  const [start, min, max] = [Amount.value(price.start), Amount.value(price.min), Amount.value(price.max)]
  if (Rational.compare(min, max) > 0) return { path: ["min"], issue: `expected no more than max, found ${price.min} above ${price.max}` }
  if (Rational.compare(start, min) < 0 || Rational.compare(start, max) > 0) return { path: ["start"], issue: `expected ${price.min} to ${price.max}, found ${price.start}` }
  const froms = price.bands.map(({ from }) => Rational.format(Amount.value(from)))
  return new Set(froms).size === froms.length ? undefined : { path: ["bands"], issue: "expected bands that begin at different occupancies" }
}

export const Demand = Schema.Struct({
  start: must("The price to begin with.", Amount.Amount),
  bands: must("What becomes of the price, by the lot's occupancy.", Schema.Array(DemandBand).pipe(Schema.check(Schema.isMinLength(1, { expected: "a list of at least one" })))),
  min: must("The lowest price it may come to.", Amount.Amount),
  max: must("The highest price it may come to.", Amount.Amount),
  every: must("When it moves: so many days (P28D), or at each entry.", Every)
}).pipe(Schema.check(Schema.makeFilter(consistent)), Schema.annotate({ identifier: "DemandPrice", description: "A price that follows the lot's occupancy." }))
export type Demand = typeof Demand.Type

export const Price = Schema.Union([Amount.Amount, Demand]).annotate({
  identifier: "Price",
  description: "An amount in major units, or a price that follows demand.",
  expected: `an amount such as "1.50", or a demand price {start, bands, min, max, every}`
})
export type Price = typeof Price.Type
