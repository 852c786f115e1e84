/** Why a pass refuses a command: each says what to do next. */
import { Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Lot, Plate } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { FullDate } from "../pricing/Window.ts"
import { Instant } from "../time/index.ts"

const id = Ids.PassId

/** No period of the pass holds this instant. */
export class PassNotValidAt extends Schema.TaggedError<PassNotValidAt>()("PassNotValidAt", { id, at: Instant.Instant, from: FullDate, until: FullDate }) {
  override get message() {
    return `this pass is good from ${this.from} to before ${this.until}: pay for this stay, or renew it`
  }
}

/** The pass is over: a new one has to be requested. What was paid for it is to be given back. */
export class PassEnded extends Schema.TaggedError<PassEnded>()("PassEnded", { id, until: FullDate, refund: Money.Money }) {
  override get message() {
    const owed = this.refund.amount > 0 ? `: give back ${Money.format(this.refund)}` : ""
    return `this pass ended with the day before ${this.until}${owed}; request another`
  }
}

/** The pass goes on until this date. */
export class PassNotEndedYet extends Schema.TaggedError<PassNotEndedYet>()("PassNotEndedYet", { id, until: FullDate }) {
  override get message() {
    return `this pass goes on to before ${this.until}: cancel it to end it sooner`
  }
}

/** All entries of the period are used. */
export class NoEntriesLeft extends Schema.TaggedError<NoEntriesLeft>()("NoEntriesLeft", { id, entries: Schema.Int, until: FullDate }) {
  override get message() {
    return `all ${this.entries} entries to before ${this.until} are used: pay for this stay, or renew the pass`
  }
}

/** The pass is good in other lots. */
export class LotNotOnPass extends Schema.TaggedError<LotNotOnPass>()("LotNotOnPass", { id, lotId: Lot.LotId, lots: Schema.Array(Lot.LotId) }) {
  override get message() {
    return "this pass is not good in this lot: pay for this stay"
  }
}

/** The vehicle is not on the pass. */
export class PlateNotOnPass extends Schema.TaggedError<PlateNotOnPass>()("PlateNotOnPass", { id, plate: Plate.Plate }) {
  override get message() {
    return `${this.plate} is not on this pass: add it first, or pay for this stay`
  }
}

/** No such vehicle is inside on the pass. */
export class NotInside extends Schema.TaggedError<NotInside>()("NotInside", { id, plate: Plate.Plate }) {
  override get message() {
    return `${this.plate} did not enter on this pass: there is no exit of it to note`
  }
}

/** Vehicles are inside on the pass. */
export class VehiclesInside extends Schema.TaggedError<VehiclesInside>()("VehiclesInside", { id, plates: Schema.Array(Plate.Plate) }) {
  override get message() {
    return `${this.plates.join(", ")} has to leave first`
  }
}

/** The pass has as many vehicles as it may. */
export class TooManyVehicles extends Schema.TaggedError<TooManyVehicles>()("TooManyVehicles", { id, most: Schema.Int }) {
  override get message() {
    return `this pass is for ${this.most} vehicles: remove one first`
  }
}

/** Another amount than the fee was paid or promised. */
export class PassPaymentDiffers extends Schema.TaggedError<PassPaymentDiffers>()("PassPaymentDiffers", { id, due: Money.Money, paid: Money.Money }) {
  override get message() {
    return `${Money.format(this.due)} is due, not ${Money.format(this.paid)}: pay what is due`
  }
}

/** The period was paid before: what was paid again is to be given back. */
export class PassPaidOtherwise extends Schema.TaggedError<PassPaidOtherwise>()("PassPaidOtherwise", { id, refund: Money.Money }) {
  override get message() {
    return `this was paid before: give back ${Money.format(this.refund)}`
  }
}

/** A renewal begins where the pass ends. */
export class RenewsFrom extends Schema.TaggedError<RenewsFrom>()("RenewsFrom", { id, next: FullDate }) {
  override get message() {
    return `this pass is renewed from ${this.next} on: say that date, or none`
  }
}
