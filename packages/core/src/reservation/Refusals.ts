/** Why a reservation refuses a command: each says what to do next. */
import { Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Plate } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Instant } from "../time/index.ts"

const id = Ids.ReservationId

/** The hold ran out: the place may be another's. What was paid for it is to be given back. */
export class HoldEnded extends Schema.TaggedError<HoldEnded>()("HoldEnded", { id, expiresAt: Instant.Instant, refund: Money.Money }) {
  override get message() {
    const owed = this.refund.amount > 0 ? `: give back ${Money.format(this.refund)}` : ""
    return `the hold ended at ${Instant.toIso(this.expiresAt)}${owed}; make a new reservation`
  }
}

/** It was paid before, or is over: what was paid again is to be given back. */
export class PaidOtherwise extends Schema.TaggedError<PaidOtherwise>()("PaidOtherwise", { id, state: Schema.String, refund: Money.Money }) {
  override get message() {
    return `this reservation is ${this.state} and takes no further payment: give back ${Money.format(this.refund)}`
  }
}

/** Another amount than is due was paid or promised. */
export class PaymentDiffers extends Schema.TaggedError<PaymentDiffers>()("PaymentDiffers", { id, due: Money.Money, paid: Money.Money }) {
  override get message() {
    return `${Money.format(this.due)} is due, not ${Money.format(this.paid)}: pay what is due`
  }
}

/** It cannot be settled in this way. */
export class AccountNotAccepted extends Schema.TaggedError<AccountNotAccepted>()("AccountNotAccepted", { id, accepted: Schema.Array(Schema.Literals(["Payment", "Account"])) }) {
  override get message() {
    return `settle it in another way: ${this.accepted.join(" or ") || "there is none, it has to be free"}`
  }
}

/** It would end, or has ended, by now. */
export class PeriodOver extends Schema.TaggedError<PeriodOver>()("PeriodOver", { id, to: Instant.Instant }) {
  override get message() {
    return `the time that is reserved ends at ${Instant.toIso(this.to)}: make another reservation`
  }
}

/** Its terms allow no change, or none from `until` on. */
export class ModificationRefused extends Schema.TaggedError<ModificationRefused>()("ModificationRefused", { id, until: Schema.optionalKey(Instant.Instant) }) {
  override get message() {
    return this.until === undefined ? "this reservation cannot be changed: cancel it and make another" : `changes were possible until ${Instant.toIso(this.until)}: cancel it and make another`
  }
}

/** Its terms allow no extension, or overtime has begun. */
export class ExtensionRefused extends Schema.TaggedError<ExtensionRefused>()("ExtensionRefused", { id, until: Schema.optionalKey(Instant.Instant) }) {
  override get message() {
    return this.until === undefined ? "this reservation cannot be extended: pay the overtime at the exit" : `an extension was possible until ${Instant.toIso(this.until)}: pay the overtime at the exit`
  }
}

/** An extension ends later; what ends earlier is a modification. */
export class EndsNoLater extends Schema.TaggedError<EndsNoLater>()("EndsNoLater", { id, to: Instant.Instant }) {
  override get message() {
    return `it ends at ${Instant.toIso(this.to)}: choose a later end, or modify it`
  }
}

/** Nobody enters on what is only held. */
export class NotPaid extends Schema.TaggedError<NotPaid>()("NotPaid", { id, due: Money.Money, expiresAt: Instant.Instant }) {
  override get message() {
    return `${Money.format(this.due)} is to be settled first, before ${Instant.toIso(this.expiresAt)}`
  }
}

/** Another vehicle than was reserved for. */
export class OtherVehicle extends Schema.TaggedError<OtherVehicle>()("OtherVehicle", { id, reserved: Plate.Plate, plate: Plate.Plate }) {
  override get message() {
    return `it is reserved for ${this.reserved}, not for ${this.plate}: change the reservation, or admit the vehicle without it`
  }
}

/** The driver may come from `possibleFrom` on. */
export class CheckInTooEarly extends Schema.TaggedError<CheckInTooEarly>()("CheckInTooEarly", { id, possibleFrom: Instant.Instant }) {
  override get message() {
    return `check-in is possible from ${Instant.toIso(this.possibleFrom)}: wait, or admit the vehicle without the reservation`
  }
}

/** What was reserved is over. */
export class CheckInTooLate extends Schema.TaggedError<CheckInTooLate>()("CheckInTooLate", { id, until: Instant.Instant }) {
  override get message() {
    return `check-in was possible until ${Instant.toIso(this.until)}: admit the vehicle without the reservation`
  }
}

/** The driver may still come. */
export class NoShowTooEarly extends Schema.TaggedError<NoShowTooEarly>()("NoShowTooEarly", { id, possibleFrom: Instant.Instant }) {
  override get message() {
    return `the place is kept until ${Instant.toIso(this.possibleFrom)}: nobody is missed before that`
  }
}

/** More than its terms can give back of unused time. */
export class RefundTooHigh extends Schema.TaggedError<RefundTooHigh>()("RefundTooHigh", { id, most: Money.Money, unused: Money.Money }) {
  override get message() {
    return `${Money.format(this.most)} at most can be given back, not ${Money.format(this.unused)}`
  }
}

/** The hold lasts until `expiresAt`. */
export class NotExpiredYet extends Schema.TaggedError<NotExpiredYet>()("NotExpiredYet", { id, expiresAt: Instant.Instant }) {
  override get message() {
    return `the hold lasts until ${Instant.toIso(this.expiresAt)}: cancel it to end it sooner`
  }
}
