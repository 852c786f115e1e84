import { Effect } from "effect"
import type { Party } from "../../party/index.ts"
import { Pass } from "../../pass/index.ts"
import { type Commit, Journal } from "../../ports/index.ts"
import { change } from "../change.ts"
import { settledByExit } from "../merchant/redeemed.ts"
import { exitBooked } from "../payment/booked.ts"
import { completed } from "../reservation/completed.ts"
import type { Quote } from "./quote.ts"

/** A vehicle leaves that came on a pass: its place is free again. */
const left = Effect.fnUntraced(function*(id: Pass.Pass["id"], { at, ticket: { lotId, vehicle: { plate } } }: Quote, by: Party.Actor) {
  const before = yield* (yield* Journal).load("Pass", id)
  const events = Pass.leave({ _tag: "Leave", at, by, plate, lotId }, before)
  // A pass on which it is not inside any more has nothing to note.
  return events._tag === "Failure" ? [] : [change("Pass", id, before, events.success)]
})

/** All that an exit does besides the ticket: the bill is booked, merchants owe what they took off it, a reservation is completed, a pass has its place back. */
export const leaving = Effect.fnUntraced(function*(quoted: Quote, by: Party.Actor, isPaidNow = false) {
  const { at, terms, ticket: { basis, vehicle } } = quoted
  const booked = yield* exitBooked(quoted, by, isPaidNow)
  const merchants = yield* settledByExit(quoted, by, isPaidNow)
  const reservation: Partial<Commit> = basis?._tag === "Reservation" ? yield* completed(basis.reservationId, terms, at, by, vehicle.kind) : {}
  const passes = basis?._tag === "Pass" ? yield* left(basis.passId, quoted, by) : []
  return {
    changes: [...merchants.changes, ...reservation.changes ?? [], ...passes],
    transactions: [...booked, ...merchants.transactions, ...reservation.transactions ?? []]
  } satisfies Partial<Commit>
})
