/** What came of it as hosts that speak JSON are told it: as they would write it themselves, elapsed time as texts. */
import { Schema } from "effect"
import { Violation } from "../enforcement/index.ts"
import { Passage } from "../lane/index.ts"
import { Waitlist } from "../pass/index.ts"
import { type Entry, type Lifecycle, type Kind, lifecycles } from "../ports/index.ts"
import { Reservation } from "../reservation/index.ts"
import { Terms } from "../ticket/index.ts"

export const reservation = Schema.encodeSync(Reservation.Reservation)
export const violation = Schema.encodeSync(Violation.Violation)
export const waitlist = Schema.encodeSync(Waitlist.Waitlist)
export const passage = Schema.encodeSync(Passage.Passage)
export const terms = Schema.encodeSync(Terms.Terms)

/** With the terms that it says. */
export const withTerms = <A extends { readonly terms: Terms.Terms }>(outcome: A) => ({ ...outcome, terms: terms(outcome.terms) })

/** With the reservation that it says. */
export const withReservation = <A extends { readonly reservation: Reservation.Reservation }>(outcome: A) => ({ ...outcome, reservation: reservation(outcome.reservation) })

export const each = <A>(tell: (one: A) => unknown) => (all: ReadonlyArray<A>) => all.map((one) => tell(one))

/** An event of the feed. */
export const entry = (entry: Entry) => {
  const { event }: Pick<Lifecycle<Kind>, "event"> = lifecycles[entry.kind]
  return { ...entry, event: Schema.encodeSync(event)(entry.event) }
}
