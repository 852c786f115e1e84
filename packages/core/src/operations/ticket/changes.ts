/** What happens to a ticket between entry and exit, each its own use-case. */
import { Effect, type Result, Schema } from "effect"
import { Spot } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Posting } from "../../payment/index.ts"
import { type Change, Lots } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { givenBack } from "../merchant/redeemed.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { head, standingOf, stay, written } from "../payment/booked.ts"
import { type Act, store } from "../store.ts"
import { commitTicket } from "./commitTicket.ts"
import { extended } from "./extended.ts"
import { ending } from "./leaving.ts"
import { Asked, openTicket } from "./quote.ts"

/** Decides on the open ticket that is asked for, and stores it. */
const changing = <E>(act: Act, asked: Asked, decide: (ticket: Ticket.Open, at: Instant.Instant) => Result.Result<ReadonlyArray<Ticket.Event>, E>) =>
  decideAgain(Effect.gen(function*() {
    const ticket = yield* openTicket(asked)
    return yield* commitTicket(act, ticket, yield* Effect.fromResult(decide(ticket, yield* now)))
  }))

/** Decides on where the vehicle stands, or until when, and stores it: that spot must be nobody else's in that time. */
const standing = <E, R>(act: Act, asked: Asked, decide: (ticket: Ticket.Open, at: Instant.Instant) => Effect.Effect<ReadonlyArray<Ticket.Event>, E, R>) =>
  decideAgain(Effect.gen(function*() {
    const ticket = yield* openTicket(asked)
    const changed = change("Ticket", ticket.id, ticket, yield* decide(ticket, yield* now))
    if (changed.events.length === 0) return ticket
    yield* store(act, { changes: [changed] }).pipe(Effect.catchTag("KeyTaken", Effect.die))
    return outcome(changed)
  }))

const Moving = Schema.Struct({ ...Asked.fields, spotId: Spot.SpotId, by: Party.Actor })

/** Puts the vehicle on another spot of its lot. */
export const moveTicket = operation("moveTicket", Moving, (given) =>
  standing({ action: "ticket.move", by: given.by }, given, (ticket, at) => Effect.fromResult(Ticket.move({ _tag: "Move", at, by: given.by, spotId: given.spotId }, ticket))))

const Extending = Schema.Struct({ ...Asked.fields, ...by, until: Instant.Instant })

/** Puts the end that the stay is meant to have later, unless its spot is kept for another by then. An overstay ends with it. */
export const extendTicket = operation("extendTicket", Extending, (given) =>
  standing({ action: "ticket.extend", by: actor(given) }, given, (ticket, at) => extended(ticket, given.until, at)))

const Losing = Schema.Struct({ ...Asked.fields, by: Party.Actor })

/** Notes that the driver has no ticket any more: what the terms charge for that is due with the stay. */
export const reportLost = operation("reportLost", Losing, (given) =>
  changing({ action: "ticket.lost", by: given.by }, given, (ticket, at) => Ticket.reportLost({ _tag: "ReportLost", at, by: given.by }, ticket)))

const Voiding = Schema.Struct({ ...Asked.fields, by: Party.Actor, reason: Schema.String })

/** A ticket that is taken back, with what else it changes. */
export const voidWith = (given: typeof Voiding.Type, more: ReadonlyArray<Change>) =>
  Effect.gen(function*() {
    const { by, reason } = given
    const ticket = yield* openTicket(given)
    const at = yield* now
    const events = yield* Effect.fromResult(Ticket.void({ _tag: "Void", at, by, reason }, ticket))
    const terms = yield* (yield* Lots).terms(ticket.termsId)
    const ended = yield* ending(ticket, terms, at, by)
    // Parts that were billed and given back again are owed by nobody.
    const { due, unchanged } = yield* standingOf(stay(ticket).subject, terms.tariff.currency)
    const lost = due.amount <= 0 ? [] : [yield* written(Posting.writtenOff({ ...yield* head(at, by), by }, { ...stay(ticket), lotId: ticket.lotId, amount: due }))]
    const changes = [...ended.changes, ...yield* givenBack(ticket, at), ...more]
    return yield* commitTicket({ action: "ticket.void", by, reason }, ticket, events, { ...ended, changes, transactions: [...ended.transactions, ...lost], unchanged: [...ended.unchanged ?? [], ...unchanged] })
  })

/** Takes back a ticket that nothing was paid for; its spot is free, and what was redeemed on it may be used again. */
export const voidTicket = operation("voidTicket", Voiding, (given) => decideAgain(voidWith(given, [])))
