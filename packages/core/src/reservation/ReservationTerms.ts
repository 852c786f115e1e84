/**
 * The terms of a reservation: how long it is held unpaid, when its driver may come and go, what changes and
 * cancellations cost. A reservation pins those in force when it is made.
 *
 * Units: elapsed time; amounts in major units of what is paid.
 */
import { Schema } from "effect"
import { Lot } from "../lot/index.ts"
import * as Amount from "../pricing/Amount.ts"
import { Refund } from "../pricing/index.ts"
import { Elapsed } from "../time/index.ts"

const AtLeastASecond = Elapsed.FromIso.pipe(Schema.check(Schema.makeFilter((elapsed: number) => elapsed >= 1_000 || "expected a second at least")))

/** A change that is made so long before the start, or longer, is free or costs `fee`. */
export const Modification = Schema.Struct({
  notice: Elapsed.FromIso,
  fee: Schema.optionalKey(Amount.Positive)
})
export type Modification = typeof Modification.Type

/** Who stays past the end and its tolerance pays by these terms: for the `whole` stay less what was booked, or `anew` from the end. */
export const Overtime = Schema.Struct({ termsId: Lot.TermsId, as: Schema.Literals(["whole", "anew"]) })
export type Overtime = typeof Overtime.Type

export const ReservationTerms = Schema.Struct({
  /** Unpaid so long, it is gone. */
  holdFor: AtLeastASecond,
  /** How a price may be settled. */
  accepts: Schema.Array(Schema.Literals(["Payment", "Account"])),
  /** A driver may come so much before the start, */
  earlyArrival: Elapsed.FromIso,
  /** and leave so much after the end, without overtime. Who stays longer pays from the end on. */
  lateStop: Elapsed.FromIso,
  /** What a cancellation gives back, and a change that makes the reservation cheaper. */
  cancellation: Refund.Cancellation,
  /** From when its `bookedWithin` counts. */
  bookedAt: Schema.Literals(["hold", "confirmation"]),
  /** Nobody came so long after the start: the place may be given away, and this much is given back. The end, when absent. */
  noShow: Schema.Struct({ after: Schema.optionalKey(Elapsed.FromIso), refund: Refund.Cancellation }),
  /** Refused when absent. */
  modification: Schema.optionalKey(Modification),
  extension: Schema.Literals(["allowed", "refused"]),
  overtime: Overtime,
  /** What becomes of paid time that is not used. */
  unused: Refund.Policy
}).annotate({ identifier: "ReservationTerms" })
export type ReservationTerms = typeof ReservationTerms.Type
