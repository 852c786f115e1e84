/**
 * The terms a vehicle is parked on: the tariff, what is charged besides it, and what happens after payment. A ticket pins
 * the version in force at its entry, so what a driver was promised is what the driver pays.
 */
import { Schema } from "effect"
import { Penalty } from "../enforcement/index.ts"
import { PlateReads } from "../lane/index.ts"
import { Lot } from "../lot/index.ts"
import { Fee, Refund, Tariff, Validation } from "../pricing/index.ts"
import { ReservationTerms } from "../reservation/index.ts"
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

/** How long a vehicle may stay: so long, or until the end that its stay is meant to have and this much longer; a reservation's end has a tolerance of its own. */
export const StayLimit = Schema.Struct({
  longest: Schema.optionalKey(Elapsed.FromIso),
  lateStop: Schema.optionalKey(Elapsed.FromIso)
}).annotate({ identifier: "StayLimit" })
export type StayLimit = typeof StayLimit.Type

/** The terms of reservations; overtime is charged by the terms that they are part of. */
export const Reservations = Schema.Struct({
  ...ReservationTerms.ReservationTerms.fields,
  overtime: Schema.Struct({ as: ReservationTerms.Overtime.fields.as })
}).annotate({ identifier: "ReservationClause" })
export type Reservations = typeof Reservations.Type

/** What terms say. */
export const clauses = {
  tariff: Tariff.Tariff,
  exitPolicy: ExitPolicy,
  /** How several validations go together; without it none takes anything off, though the tariff may ask for them. */
  validations: Schema.optionalKey(Validation.Validations.fields.combine),
  /** Charged besides the stay: of a lost ticket, an overstay. */
  fees: Schema.optionalKey(Schema.Array(Fee.Fee)),
  /** What becomes of what was paid and not used; without it, it is kept. */
  refund: Schema.optionalKey(Refund.Policy),
  /** How long a vehicle is taken to stay that has not said until when; for good, when absent. */
  assumedStay: Schema.optionalKey(Elapsed.FromIso),
  /** When a stay is an overstay; without it, none is. */
  stayLimit: Schema.optionalKey(StayLimit),
  /** Without them nothing can be reserved. */
  reservations: Schema.optionalKey(Reservations),
  /** What violations cost; without a rule for its kind, none is confirmed. */
  penalties: Schema.optionalKey(Schema.Array(Penalty.Rule)),
  /** What is made of plates that cameras read; without it, what is usual. */
  plateReads: Schema.optionalKey(PlateReads.PlateReads)
}

export const Terms = Schema.Struct({ id: Lot.TermsId, ...clauses })
export type Terms = typeof Terms.Type
