/**
 * Facts: what is known of a stay beyond its time, and the conditions that a tariff puts on them.
 *
 * A condition holds when all that it gives holds. A fact that is not known is false or unknown, and never a match.
 */
import { Schema } from "effect"
import { Vehicle } from "../lot/index.ts"
import { Elapsed } from "../time/index.ts"
import * as Amount from "./Amount.ts"
import { may, must } from "./Field.ts"
import { Band, Windows } from "./Window.ts"

const Word = Schema.String.pipe(Schema.check(Schema.isBetweenLength(1, 120, { expected: "a text of 1 to 120 characters" })))
const some = <S extends Schema.Codec<string>>(item: S) => Schema.Array(item).pipe(Schema.check(Schema.isMinLength(1, { expected: "a list of at least one" })))

const Lasting = Schema.Struct({ over: may("Longer than this.", Elapsed.Text), upTo: may("No longer than this.", Elapsed.Text) }).pipe(
  Schema.check(Schema.makeFilter(({ over, upTo }: { readonly over?: string; readonly upTo?: string }) =>
    over === undefined || upTo === undefined || (Elapsed.parse(over) ?? 0) < (Elapsed.parse(upTo) ?? 0) || { path: ["upTo"], issue: `expected more than ${over}, found ${upTo}` }))
)

/** What a case of `choose` asks for. `entry`, `exit`, `inside` and `lasting` speak of the time that the rate receives. */
export const Condition = Schema.Struct({
  entry: may("Its first instant lies in a window.", Windows),
  exit: may("Its end lies in a window; of a phase, its last second.", Windows),
  inside: may("All of it lies in the windows.", Windows),
  lasting: may("Longer than over, and no longer than upTo.", Lasting),
  vehicle: may("One of these kinds.", some(Vehicle.VehicleKind)),
  spot: may("The spot has one of these features.", some(Word)),
  product: may("What the driver chose.", Word),
  pass: may("A pass the driver holds.", Word),
  validation: may("A validation the driver presents.", Word),
  visit: may("1 is the first of the visits that count together.", Band),
  occupancy: may("Share of the lot that was taken at entry, 0 to 1.", Band),
  lost: may("The ticket was lost.", Schema.Boolean),
  expired: may("A reservation ran out unused.", Schema.Boolean),
  unpaid: may("Longer than this without payment.", Schema.Struct({ over: must("Longer than this.", Elapsed.Text) }))
}).annotate({ identifier: "Condition", description: "Conditions; all that are given must hold, and what is not known never does." })
export type Condition = typeof Condition.Type

const several = Schema.Union([Word, Schema.Array(Word)])

/** What is known of a stay. */
export const Facts = Schema.Struct({
  vehicle: Schema.optionalKey(Vehicle.VehicleKind),
  spot: may("Features of the spot.", several),
  product: Schema.optionalKey(several),
  pass: may("Passes held.", several),
  validation: may("Validations presented.", several),
  visit: may("Which visit this is, when the host counts; else the earlier visits it gives are counted.", Schema.Union([Schema.Int, Amount.Quantity])),
  occupancy: Schema.optionalKey(Amount.Quantity),
  lost: Schema.optionalKey(Schema.Boolean),
  expired: Schema.optionalKey(Schema.Boolean),
  unpaid: Schema.optionalKey(Elapsed.Text)
}).annotate({ identifier: "Facts" })
export type Facts = typeof Facts.Type
