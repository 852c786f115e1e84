/**
 * The terms of a pass: what it costs, where it is good, for how many vehicles, how often, and how many of them at once.
 *
 * A personal pass has one place, a pool more vehicles than places, a book of tickets `entries`.
 */
import { Schema } from "effect"
import { Lot } from "../lot/index.ts"
import { PassProduct, Refund } from "../pricing/index.ts"
import { TimeZone } from "../time/index.ts"

const count = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })))

export const PassTerms = Schema.Struct({
  product: PassProduct.PassProduct,
  /** Whose dates its periods are of. */
  zone: TimeZone.TimeZone,
  lots: Schema.Array(Lot.LotId).pipe(Schema.check(Schema.isMinLength(1), Schema.isUnique())),
  /** How many vehicles may be on it, */
  vehicles: count,
  /** and how many of them inside at once. */
  places: count,
  /** Entries in each period, those that are left are lost at its end; any number when absent. */
  entries: Schema.optionalKey(count),
  /** A vehicle that is inside enters again: `hard` keeps it out, `soft` lets it in and records that its exit was not seen. */
  antiPassback: Schema.Literals(["hard", "soft"]),
  /** The days of a suspension are lost, or added at the end. */
  suspension: Schema.Literals(["runs on", "extends"]),
  /** What a cancellation gives back of periods that are not used, the day of the cancellation being used. */
  cancellation: Refund.Policy
}).annotate({ identifier: "PassTerms" })
export type PassTerms = typeof PassTerms.Type
