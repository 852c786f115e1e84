/**
 * What is decided of a vehicle before a gate: that it opens, that a person is asked, or that it stays shut; and why.
 */
import { Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Elapsed, Instant } from "../time/index.ts"

const ticket = { ticketId: Ids.TicketId }

/** What only a person can tell. */
export const Doubt = Schema.TaggedUnion({
  /** The camera is not sure; tickets of plates that it may be. */
  LowConfidence: { alike: Schema.Array(Ids.TicketId) },
  /** The plate that wants in is inside already, on this ticket: one of the two is another vehicle, or an exit was missed. */
  AlreadyInside: ticket,
  /** Nobody inside has this plate, and these have one that looks like it. */
  SeveralAlike: { ticketIds: Schema.Array(Ids.TicketId) },
  /** The one ticket whose plate looks like this one owes more than a resemblance is trusted with. */
  AlikeOwes: { ...ticket, due: Money.Money },
  /** It was seen at the exit before it came in. */
  SeenBeforeEntry: ticket,
  /** The gate is just opening for another vehicle. */
  AnotherBefore: { passageId: Ids.PassageId }
})
export type Doubt = typeof Doubt.Type

/** Why the gate stays shut. */
export const Refusal = Schema.TaggedUnion({
  /** What the camera read is no plate: the driver takes or shows a ticket. */
  Unreadable: {},
  /** The read came long after the vehicle was seen: nobody knows what stands there now. */
  TooLate: {},
  NoTicket: {},
  BalanceDue: { ...ticket, due: Money.Money },
  /** The stored method was charged, and the answer is not there or was no. */
  NotCharged: { ...ticket, paymentId: Ids.PaymentId },
  LotFull: {},
  LotClosed: { opensAt: Schema.optionalKey(Instant.Instant) },
  NothingFits: {},
  HeldForReservations: {},
  ByPerson: { by: Party.Actor, reason: Name.upTo(400) }
})
export type Refusal = typeof Refusal.Type

/** Whom the gate opens for, how long the order to open is good, and how long after it the vehicle has to pass. */
export const Order = Schema.Struct({
  ...ticket,
  expiresAt: Instant.Instant,
  /** Absent where nothing behind the gate sees vehicles pass. */
  passWithin: Schema.optionalKey(Elapsed.FromIso)
})
export type Order = typeof Order.Type

export const Decision = Schema.TaggedUnion({ Open: { order: Order }, Ask: { doubt: Doubt }, Refuse: { refusal: Refusal } })
export type Decision = typeof Decision.Type
