/**
 * The terms a vehicle is parked on: the tariff, and what happens after payment. A ticket pins the version in force at
 * its entry, so what a driver was promised is what the driver pays.
 */
import { Schema } from "effect"
import { Lot } from "../lot/index.ts"
import { Tariff } from "../pricing/index.ts"
import { Elapsed } from "../time/index.ts"

/**
 * `exitGrace`: how long a paid driver has to reach the exit. `afterGrace`: who stays longer pays for the `whole` stay
 * less what was paid, or for a stay `anew` from the payment.
 */
export const ExitPolicy = Schema.Struct({
  exitGrace: Elapsed.FromIso,
  afterGrace: Schema.Literals(["whole", "anew"])
}).annotate({ identifier: "ExitPolicy" })
export type ExitPolicy = typeof ExitPolicy.Type

export const Terms = Schema.Struct({
  id: Lot.TermsId,
  tariff: Tariff.Tariff,
  exitPolicy: ExitPolicy
})
export type Terms = typeof Terms.Type
