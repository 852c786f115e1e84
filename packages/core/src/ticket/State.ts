/** What a ticket is made of: its payments and what else it carries, its states, and what happened to it. */
import { Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Lot, Name, Spot, Vehicle } from "../lot/index.ts"
import { Coupon, Programme, Redemption } from "../merchant/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Facts, Validation } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import { TicketNumber } from "./TicketNumber.ts"

export const TicketId = Ids.TicketId
export type TicketId = typeof TicketId.Type

/** "cash", "card", "Credit Card": as the payer or the gateway names it. */
export const PaymentMethod = Name.upTo(40)

export const Payment = Schema.Struct({
  amount: Money.Money,
  method: PaymentMethod,
  at: Instant.Instant,
  /** The payment that brought the money, where one is kept. */
  id: Schema.optionalKey(Ids.PaymentId),
  /** Paid before the entry, as for a reservation: it counts towards the stay, and no exit grace follows from it. */
  ahead: Schema.optionalKey(Schema.Literal(true))
})
export type Payment = typeof Payment.Type

/** Money given back while the vehicle is parked; `id` is the refund's own. */
export const Refund = Schema.Struct({ amount: Money.Money, at: Instant.Instant, id: Schema.optionalKey(Ids.PaymentId) })
export type Refund = typeof Refund.Type

const { RedemptionId: redemptionId } = Redemption

/** What a validation was redeemed of: it is settled as the vehicle leaves, and given back where the ticket is voided. */
export const Redeemed = Schema.TaggedUnion({
  Coupon: { couponId: Coupon.CouponId, redemptionId },
  Programme: { programmeId: Programme.ProgrammeId, redemptionId }
})
export type Redeemed = typeof Redeemed.Type

/** A merchant's validation or a coupon, and who presented it. */
export const Presented = Schema.Struct({
  validation: Validation.Validation,
  at: Instant.Instant,
  by: Schema.optionalKey(Party.Actor),
  redeemed: Schema.optionalKey(Redeemed)
})
export type Presented = typeof Presented.Type

/** How many payments were on the ticket before: they settled nothing of what came after them. */
const order = { paymentsBefore: Schema.Int }

const span = Schema.Struct({ since: Instant.Instant, until: Instant.Instant })

/** Why the vehicle was let in, other than that it drove in. */
export const Basis = Schema.TaggedUnion({
  Reservation: { reservationId: Ids.ReservationId },
  Pass: { passId: Ids.PassId }
})
export type Basis = typeof Basis.Type

/** What the driver shows at the exit. */
export const Credential = Schema.Literals(["ticket", "qr", "plate", "card", "app"])
export type Credential = typeof Credential.Type

/** Why it was done, in words for the record. */
export const Reason = Name.upTo(400)

const admission = {
  id: TicketId,
  number: TicketNumber,
  lotId: Lot.LotId,
  spotId: Spot.SpotId,
  termsId: Lot.TermsId,
  vehicle: Vehicle.Vehicle,
  enteredAt: Instant.Instant,
  basis: Schema.optionalKey(Basis),
  credential: Schema.optionalKey(Credential),
  personId: Schema.optionalKey(Party.PersonId),
  /** When the stay is meant to end, and its spot may be another's; of a reservation, with the tolerance of its terms. */
  until: Schema.optionalKey(Instant.Instant),
  /** What the price depends on and is known from the entry on. */
  facts: Schema.optionalKey(Facts.Facts)
}

const issued = {
  ...admission,
  /** Events so far: what an optimistic writer compares. */
  version: Schema.Int,
  changedAt: Instant.Instant,
  payments: Schema.Array(Payment),
  refunds: Schema.Array(Schema.Struct({ ...Refund.fields, ...order })),
  validations: Schema.Array(Schema.Struct({ ...Presented.fields, ...order })),
  lost: Schema.optionalKey(Schema.Struct({ at: Instant.Instant, ...order })),
  /** From when on it has been parked longer than it may, up to an extension; and when it had been before. */
  overstay: Schema.optionalKey(Schema.Struct({ since: Instant.Instant, until: Schema.optionalKey(Instant.Instant), earlier: Schema.optionalKey(Schema.Array(span)), ...order }))
}

const waived = Schema.Struct({ amount: Money.Money, by: Party.Actor, reason: Reason })

/** Before admission; then parked, paid (until `leaveBy` nothing more is due), and at last exited or voided. */
export const Ticket = Schema.TaggedUnion({
  Parked: issued,
  Paid: { ...issued, leaveBy: Instant.Instant },
  Exited: { ...issued, exitedAt: Instant.Instant, waived: Schema.optionalKey(waived) },
  Voided: { ...issued, voidedAt: Instant.Instant, by: Party.Actor, reason: Reason }
})
export type Ticket = typeof Ticket.Type
export type Closed = Extract<Ticket, { readonly _tag: "Exited" | "Voided" }>
export type Open = Exclude<Ticket, Closed>
export type State = { readonly _tag: "Unissued" } | Ticket

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  TicketAdmitted: admission,
  TicketMoved: { spotId: Spot.SpotId, at: Instant.Instant, by: Party.Actor },
  TicketExtended: { until: Instant.Instant, at: Instant.Instant },
  TicketValidated: Presented.fields,
  /** Paid while parked: the exit grace begins. */
  TicketPaid: { amount: Money.Money, method: PaymentMethod, at: Instant.Instant, id: Schema.optionalKey(Ids.PaymentId), leaveBy: Instant.Instant },
  /** Paid before the entry. */
  TicketPrepaid: { amount: Money.Money, method: PaymentMethod, at: Instant.Instant, id: Schema.optionalKey(Ids.PaymentId) },
  TicketRefunded: Refund.fields,
  /** The exit grace ended with the vehicle still there. */
  TicketReopened: { at: Instant.Instant },
  TicketLost: { at: Instant.Instant, by: Party.Actor },
  TicketOverstayed: { since: Instant.Instant, at: Instant.Instant },
  /** It may stay longer now. */
  TicketOverstayEnded: { at: Instant.Instant },
  TicketExited: { at: Instant.Instant, waived: Schema.optionalKey(waived) },
  TicketVoided: { at: Instant.Instant, by: Party.Actor, reason: Reason }
})
export type Event = typeof Event.Type
export type Admitted = Extract<Event, { readonly _tag: "TicketAdmitted" }>
