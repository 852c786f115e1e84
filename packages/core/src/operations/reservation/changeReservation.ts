import { Effect, Result, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import type { Party } from "../../party/index.ts"
import { Money } from "../../money/index.ts"
import { Posting } from "../../payment/index.ts"
import { type EventOf, Journal, type KeptOf, Lots, Spots } from "../../ports/index.ts"
import { Bill } from "../../pricing/index.ts"
import { Booking, Refusals, Reservation } from "../../reservation/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { atPlace, MethodGiven, methodOf } from "../payment/atPlace.ts"
import { head, written } from "../payment/booked.ts"
import { refundsOf } from "../payment/refundsOf.ts"
import { extended } from "../ticket/extended.ts"
import { type Act, audited } from "../store.ts"
import { found, placeOf, priceOf, subject, unlessClosed, wanted, Wishes } from "./booking.ts"
import * as told from "../told.ts"

/** The terms that the reservation pinned. */
const pinned = Effect.fnUntraced(function*({ terms }: KeptOf<"Reservation">) {
  return yield* (yield* Lots).terms(terms.overtime.termsId)
})

interface Changing {
  readonly act: Act
  readonly before: KeptOf<"Reservation">
  readonly events: ReadonlyArray<EventOf<"Reservation">>
  readonly at: Instant.Instant
  readonly method: MethodGiven | undefined
}

/** What was charged with the change, and what it gives back. */
const settled = Effect.fnUntraced(function*({ act: { by: who }, at, before, events, method: given }: Changing) {
  const { id, price } = before
  const method = given === undefined ? undefined : yield* Effect.fromResult(methodOf(given))
  const charges = events.flatMap((event) => "charge" in event && event.charge !== undefined ? [event.charge] : [])
  const refund = events.reduce((sum, event) => "refund" in event ? sum + event.refund.amount : sum, 0)
  const back = yield* refundsOf(subject(id).subject, { amount: refund, currency: price.currency }, who, at, "the reservation was changed")
  const taken = yield* Effect.forEach(charges, Effect.fnUntraced(function*({ amount, by: means }) {
    if (means._tag === "Account") return { payments: [], transactions: [] }
    if (method === undefined) return yield* Effect.die(new Error(`nobody said how the change of reservation ${id} is paid`))
    const payment = yield* atPlace({ id: means.paymentId, ...subject(id), amount, method, by: who, at })
    return { payments: [payment], transactions: [yield* written(Posting.prepaid(yield* head(at, who), { ...subject(id), amount, into: Posting.landing({ method }) }))] }
  }))
  return {
    changes: [...taken.flatMap(({ payments }) => payments), ...back.changes],
    transactions: [...taken.flatMap(({ transactions }) => transactions), ...back.transactions],
    unchanged: back.unchanged
  }
})

/** Who is there already stays on the spot, and keeps it as long as the reservation does. */
const stayed = Effect.fnUntraced(function*(reservation: Reservation.CheckedIn, at: Instant.Instant) {
  const ticket = yield* (yield* Journal).load("Ticket", reservation.ticketId)
  if (!Ticket.isOpen(ticket)) return []
  const until = Instant.Instant.make(Math.max(ticket.until ?? 0, Booking.keptTime(reservation).to))
  return [change("Ticket", ticket.id, ticket, yield* extended(ticket, until, at))]
})

/** Stores a change with its money, and claims the place that it asks for now. */
const reclaimed = Effect.fnUntraced(function*(changing: Changing) {
  const { act, at, before, events } = changing
  const changed = change("Reservation", before.id, before, events)
  if (events.length === 0) return before
  const reservation = outcome(changed)
  const { id, lotId } = reservation
  const { assumedStay } = yield* pinned(before)
  const more = yield* settled(changing)
  const stays = reservation._tag === "CheckedIn" ? yield* stayed(reservation, at) : []
  const commit = audited(act, at, { ...more, changes: [changed, ...stays, ...more.changes] })
  const claim = { lotId, claimant: id, place: wanted(reservation.place), ...Booking.keptTime(reservation), assumedStay }
  const stored: Effect.Effect<unknown, Effect.Error<ReturnType<Spots["Service"]["claim"]>>> = reservation._tag === "CheckedIn"
    ? (yield* Journal).commit(commit)
    : (yield* Spots).claim(claim, commit)
  yield* stored.pipe(Effect.catchTag("KeyTaken", Effect.die))
  return reservation
})

/** A change costs more, and nobody said how that is paid. */
export class PaymentNeeded extends Schema.TaggedError<PaymentNeeded>()("PaymentNeeded", { id: Ids.ReservationId, due: Money.Money }) {
  override get message() {
    return `this change costs ${Money.format(this.due)} more: take that, and say by which \`method\``
  }
}

/** Decides on a change with a payment of what it costs more: how much that is, is in the refusal of the change without it. */
const charged = Effect.fnUntraced(function*<E>(
  { method, reservationId: id }: { readonly method?: MethodGiven | undefined; readonly reservationId: Ids.ReservationId },
  decide: (paying: { readonly charge?: Booking.Charge }) => Result.Result<ReadonlyArray<EventOf<"Reservation">>, E | Refusals.PaymentDiffers>
) {
  const free = decide({})
  if (Result.isSuccess(free) || !(free.failure instanceof Refusals.PaymentDiffers)) return yield* Effect.fromResult(free)
  const { due } = free.failure
  if (method === undefined) return yield* new PaymentNeeded({ id, due })
  return yield* Effect.fromResult(decide({ charge: { amount: due, by: { _tag: "Payment", paymentId: Ids.PaymentId.make(yield* newId) } } }))
})

/** How a change is paid for that costs more: without it, such a change is refused with what it costs. */
const payment = { method: Schema.optional(MethodGiven) }

const Modifying = Schema.Struct({ ...by, ...payment, reservationId: Ids.ReservationId, period: Schema.optional(Booking.Period), place: Schema.optional(Wishes) })

/** Another time or place. What it costs more is paid with it; what it costs less is given back as the terms say. */
export const modifyReservation = operation("modifyReservation", Modifying, (given) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(given.reservationId)
    const [at, who]: readonly [Instant.Instant, Party.Actor] = [yield* now, actor(given)]
    const { method, period, place: wishes } = given
    const price = Bill.total(yield* priceOf(yield* pinned(before), period ?? before.period, before.vehicleKind))
    const wanted = { at, by: who, price, ...(period !== undefined && { period }), ...(wishes !== undefined && { place: placeOf(wishes) }) }
    const events = yield* charged(given, (paying) => Reservation.modify({ _tag: "Modify", ...wanted, ...paying }, before))
    if (period !== undefined && period.from !== before.period.from) yield* unlessClosed(yield* (yield* Lots).find(before.lotId), period, at)
    return yield* reclaimed({ act: { action: "reservation.edit", by: who }, before, events, at, method })
  })), told.reservation)

const ExtendingReservation = Schema.Struct({ ...by, ...payment, reservationId: Ids.ReservationId, to: Instant.Instant })

/** A later end; the time more is paid with it. */
export const extendReservation = operation("extendReservation", ExtendingReservation, (given) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(given.reservationId)
    const [at, who]: readonly [Instant.Instant, Party.Actor] = [yield* now, actor(given)]
    const { method, to } = given
    const price = Bill.total(yield* priceOf(yield* pinned(before), { from: before.period.from, to: Instant.Instant.make(Math.max(to, before.period.from)) }, before.vehicleKind))
    const events = yield* charged(given, (paying) => Reservation.extend({ _tag: "Extend", at, by: who, to, price, ...paying }, before))
    return yield* reclaimed({ act: { action: "reservation.extend", by: who }, before, events, at, method })
  })), told.reservation)
