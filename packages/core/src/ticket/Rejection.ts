/** Why a command on a ticket is refused. */
import { Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Money } from "../money/index.ts"
import { Instant } from "../time/index.ts"

const { TicketId } = Ids

/** The command needs a ticket that was issued. */
export class NotIssued extends Schema.TaggedError<NotIssued>()("NotIssued", {}) {
  override get message() {
    return "there is no ticket of this id here: see whose id it is"
  }
}

/** The ticket was issued before. */
export class AlreadyIssued extends Schema.TaggedError<AlreadyIssued>()("AlreadyIssued", { id: TicketId }) {
  override get message() {
    return "this ticket was issued before: take a new id for another"
  }
}

/** The vehicle has left; the ticket is history. */
export class AlreadyExited extends Schema.TaggedError<AlreadyExited>()("AlreadyExited", {
  id: TicketId,
  exitedAt: Instant.Instant
}) {
  override get message() {
    return `this ticket left at ${Instant.toIso(this.exitedAt)}: its payments can be refunded, nothing else changes`
  }
}

/** Somebody with the right to do so took the ticket back. */
export class TicketVoid extends Schema.TaggedError<TicketVoid>()("TicketVoid", { id: TicketId, voidedAt: Instant.Instant }) {
  override get message() {
    return `this ticket was voided at ${Instant.toIso(this.voidedAt)}: admit the vehicle anew`
  }
}

/** The command's time lies before what it follows: a clock ran backwards. */
export class OutOfOrder extends Schema.TaggedError<OutOfOrder>()("OutOfOrder", {
  id: TicketId,
  at: Instant.Instant,
  notBefore: Instant.Instant
}) {
  override get message() {
    return `${Instant.toIso(this.at)} lies before ${Instant.toIso(this.notBefore)}, the last thing that happened to this ticket: look at the clock`
  }
}

/** A payment method is named in 1 to 40 characters. */
export class NotAPaymentMethod extends Schema.TaggedError<NotAPaymentMethod>()("NotAPaymentMethod", { method: Schema.String }) {
  override get message() {
    return `${JSON.stringify(this.method)} names no way to pay: expected 1 to 40 characters`
  }
}

/** There is nothing to pay. */
export class NothingDue extends Schema.TaggedError<NothingDue>()("NothingDue", { id: TicketId }) {
  override get message() {
    return "nothing is due on this ticket: let the vehicle out without a payment"
  }
}

/** The payer agreed to another amount than is due now: quote again. */
export class AmountDiffers extends Schema.TaggedError<AmountDiffers>()("AmountDiffers", {
  id: TicketId,
  due: Money.Money,
  agreed: Money.Money
}) {
  override get message() {
    return `${Money.format(this.due)} is due, not ${Money.format(this.agreed)}: quote again, and have the payer agree`
  }
}

/** The gate stays shut: this much is to be paid first. */
export class BalanceDue extends Schema.TaggedError<BalanceDue>()("BalanceDue", { id: TicketId, due: Money.Money }) {
  override get message() {
    return `${Money.format(this.due)} is to be paid before the exit: pay it, or have somebody waive it`
  }
}

/** Money was taken for this ticket: it is given back before the ticket can be voided. */
export class PaidAlready extends Schema.TaggedError<PaidAlready>()("PaidAlready", { id: TicketId, paid: Money.Money }) {
  override get message() {
    return `${Money.format(this.paid)} was paid for this ticket: refund it first`
  }
}

/** More than was paid, less what was given back, cannot be given back. */
export class RefundTooLarge extends Schema.TaggedError<RefundTooLarge>()("RefundTooLarge", {
  id: TicketId,
  refund: Money.Money,
  paid: Money.Money
}) {
  override get message() {
    return `${Money.format(this.refund)} cannot be given back: ${Money.format(this.paid)} was paid, ask for that at most`
  }
}

/** The exit grace of the last payment still runs. */
export class GraceRuns extends Schema.TaggedError<GraceRuns>()("GraceRuns", { id: TicketId, leaveBy: Instant.Instant }) {
  override get message() {
    return `this ticket is paid until ${Instant.toIso(this.leaveBy)}: more is due only after that`
  }
}

/** An extension that would end the stay earlier. */
export class EndsEarlier extends Schema.TaggedError<EndsEarlier>()("EndsEarlier", {
  id: TicketId,
  until: Instant.Instant,
  wanted: Instant.Instant
}) {
  override get message() {
    return `this stay ends at ${Instant.toIso(this.until)}; ${Instant.toIso(this.wanted)} is no later: choose a later end`
  }
}

/** The stay has not lasted longer than it may. */
export class WithinLimit extends Schema.TaggedError<WithinLimit>()("WithinLimit", { id: TicketId, until: Instant.Instant }) {
  override get message() {
    return `this stay may last until ${Instant.toIso(this.until)}: it is no overstay before that`
  }
}

/** What is put on record needs a reason in words. */
export class NotAReason extends Schema.TaggedError<NotAReason>()("NotAReason", { reason: Schema.String }) {
  override get message() {
    return `${JSON.stringify(this.reason)} is no reason: say in 1 to 400 characters why`
  }
}
