import { Effect } from "effect"
import type { Party } from "../../party/index.ts"
import { Pass } from "../../pass/index.ts"
import { type Commit, Journal } from "../../ports/index.ts"
import type { Terms, Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { unlessBehind } from "../decideAgain.ts"
import { settledByExit } from "../merchant/redeemed.ts"
import { exitBooked } from "../payment/booked.ts"
import { completed } from "../reservation/completed.ts"
import type { Quote } from "./quote.ts"

/** A vehicle leaves that came on a pass: its place is free again. */
const left = Effect.fnUntraced(function*(id: Pass.Pass["id"], { lotId, vehicle: { plate } }: Ticket.Open, at: Instant.Instant, by: Party.Actor) {
  const before = yield* (yield* Journal).load("Pass", id)
  const events = yield* unlessBehind(Pass.leave({ _tag: "Leave", at, by, plate, lotId }, before), at)
  // A pass on which it is not inside any more has nothing to note.
  return events._tag === "Failure" ? [] : [change("Pass", id, before, events.success)]
})

/** What a stay takes with it that ends: a reservation is completed, a pass has its place back. */
export const ending = Effect.fnUntraced(function*(ticket: Ticket.Open, terms: Terms.Terms, at: Instant.Instant, by: Party.Actor) {
  const { basis, vehicle } = ticket
  const reservation: Partial<Commit> = basis?._tag === "Reservation" ? yield* completed(basis.reservationId, terms, at, by, vehicle.kind) : {}
  const passes = basis?._tag === "Pass" ? yield* left(basis.passId, ticket, at, by) : []
  return {
    changes: [...reservation.changes ?? [], ...passes],
    transactions: reservation.transactions ?? [],
    unchanged: reservation.unchanged
  } satisfies Partial<Commit>
})

/** All that an exit does besides the ticket: the bill is booked, merchants owe what they took off it, and what the stay takes with it ends. */
export const leaving = Effect.fnUntraced(function*(quoted: Quote, by: Party.Actor, isPaidNow = false) {
  const { at, terms, ticket } = quoted
  const booked = yield* exitBooked(quoted, by, isPaidNow)
  const merchants = yield* settledByExit(quoted, by, isPaidNow)
  const { changes, transactions, unchanged } = yield* ending(ticket, terms, at, by)
  return { changes: [...merchants.changes, ...changes], transactions: [...booked, ...merchants.transactions, ...transactions], unchanged } satisfies Partial<Commit>
})
