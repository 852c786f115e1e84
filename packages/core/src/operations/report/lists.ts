/** What there is of somebody, of a lot, of a stay: page by page, in the order of ids. Nothing is changed. */
import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Lot } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal, type Key, key, type Kind } from "../../ports/index.ts"
import { operation } from "../operation.ts"
import * as told from "../told.ts"

const page = {
  /** The id of the last one that was read; from the first on, when absent. */
  after: Schema.optional(Schema.String.pipe(Schema.check(Schema.isUUID()))),
  limit: Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))))
}

/** A page of those of a kind that are found by a key: a hundred, when nothing is said. */
const listed = <K extends Kind>(kind: K, by: Key, { after, limit = 100 }: { readonly after?: string | undefined; readonly limit?: number | undefined }) =>
  Effect.flatMap(Journal, (journal) => journal.under(kind, by, { after, limit }))

const ofPerson = Schema.Struct({ personId: Party.PersonId })
const ofPartner = Schema.Struct({ partnerId: Party.PartnerId })
const ofLot = Schema.Struct({ lotId: Lot.LotId })

/** The tickets of a person, also those that are over; or those that are open in a lot. */
export const listTickets = operation("listTickets", Schema.Struct({ of: Schema.Union([ofPerson, ofLot]), ...page }), ({ of, ...page }) =>
  listed("Ticket", "personId" in of ? key.person(of.personId) : key.open(of.lotId), page))

/** The reservations of who holds them, also those that are over; or those to come in a lot. */
export const listReservations = operation("listReservations", Schema.Struct({ of: Schema.Union([ofPerson, ofPartner, ofLot]), ...page }), ({ of, ...page }) =>
  listed("Reservation", "personId" in of ? key.person(of.personId) : "partnerId" in of ? key.partner(of.partnerId) : key.open(of.lotId), page), told.each(told.reservation))

/** The passes of who holds them. */
export const listPasses = operation("listPasses", Schema.Struct({ of: Schema.Union([ofPerson, ofPartner]), ...page }), ({ of, ...page }) =>
  listed("Pass", "personId" in of ? key.person(of.personId) : key.partner(of.partnerId), page))

/** The payments for a stay, a reservation, a pass or a violation, with their refunds. */
export const listPayments = operation("listPayments", Schema.Struct({ for: Ids.Subject, ...page }), ({ for: subject, ...page }) =>
  listed("Payment", key.subject(subject), page))
