import { Effect, Schema } from "effect"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { type Change, Lots, Spots } from "../../ports/index.ts"
import { Reservation } from "../../reservation/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { actor } from "../acting.ts"
import { change } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { Arriving, letIn, unlessInside } from "../ticket/admit.ts"
import { found } from "./booking.ts"

/** Who comes with a reservation. */
export const CheckingIn = Schema.Struct({ ...Arriving.fields, reservationId: Ids.ReservationId })
export type CheckingIn = typeof CheckingIn.Type

/** A check-in with what else it changes, and with a ticket of that id where one is said. */
export const checkInWith = (given: CheckingIn, more: ReadonlyArray<Change>, ticketId?: Ids.TicketId) =>
  Effect.gen(function*() {
    const { lotId, reservationId, vehicle: { plate } } = given
    const before = yield* found(reservationId)
    // One of another lot is not found at this gate.
    if (before.lotId !== lotId) return yield* new NotBegun({ subject: "reservation" })
    const lots = yield* Lots
    const [at, id] = [yield* now, ticketId ?? Ticket.TicketId.make(yield* newId)]
    const events = yield* Effect.fromResult(Reservation.checkIn({ _tag: "CheckIn", at, by: actor(given), ticketId: id, plate }, before)).pipe(
      Effect.catchTag("WrongState", (refusal) => unlessInside(given, refusal))
    )
    const { place, terms: { overtime } } = before
    const terms = yield* lots.terms(overtime.termsId)
    const claim = yield* (yield* Spots).claimOf(reservationId)
    const entitled = {
      basis: { _tag: "Reservation", reservationId },
      until: Reservation.keptTime(before).to,
      alongside: { changes: [change("Reservation", reservationId, before, events), ...more], releases: [reservationId] }
    } as const
    const asked = place._tag === "Spot" ? given : { ...given, ...place.requirement }
    const wherever = letIn(asked, terms, id, at, entitled)
    return yield* claim === undefined
      ? wherever
      : Effect.catchTag(letIn(asked, terms, id, at, { ...entitled, spotId: claim.spotId }), "SpotTaken", () => wherever)
  })

/**
 * Lets in who has a reservation, on the spot that is claimed for it, which is the vehicle's up to the end with its tolerance.
 * Where another vehicle has not left that spot, on another that suits.
 */
export const checkIn = operation("checkIn", CheckingIn, (given) => decideAgain(checkInWith(given, [])))
