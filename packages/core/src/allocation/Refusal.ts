/** Why a vehicle gets no spot, and why a spot cannot be what the caller says it is. */
import { Schema } from "effect"
import { Spot } from "../lot/index.ts"
import { Instant } from "../time/index.ts"
import { Misfit } from "./Fit.ts"

const count = Schema.Int
const tags = ["TooSmall", "TooLow", "LacksFeature", "LacksConnector", "ReservedFor", "NoAccess", "OtherZone", "OutOfService"] as const satisfies ReadonlyArray<Misfit["_tag"]>

/** Of how many spots each is true; of those of none it does not speak. */
export const Tally = Schema.Record(Schema.Literals(tags), Schema.optionalKey(count))
export type Tally = typeof Tally.Type

/** A refusal is data, not an error: at a full lot there are many. */
export const Refusal = Schema.TaggedUnion({
  /** Every spot is taken or out of service. */
  LotFull: { total: count, taken: count, outOfService: count },
  /** Some are free, none suits. One spot may have several misfits. */
  NothingFits: { free: count, misfits: Tally },
  /** Some are free and would suit, were they not held for others. */
  HeldForOthers: { held: count }
})
export type Refusal = typeof Refusal.Type

/** Somebody stands there already. */
export class AlreadyTaken extends Schema.TaggedError<AlreadyTaken>()("AlreadyTaken", { spotId: Spot.SpotId }) {
  override get message() {
    return `spot ${this.spotId} is taken: choose another, or release it first`
  }
}

/** Nobody stands there. */
export class NotTaken extends Schema.TaggedError<NotTaken>()("NotTaken", { spotId: Spot.SpotId }) {
  override get message() {
    return `spot ${this.spotId} is not taken: there is nobody to release`
  }
}

/** Another hold of the spot overlaps. */
export class AlreadyHeld extends Schema.TaggedError<AlreadyHeld>()("AlreadyHeld", {
  spotId: Spot.SpotId,
  holder: Schema.String,
  from: Instant.Instant,
  until: Schema.optionalKey(Instant.Instant)
}) {
  override get message() {
    return `spot ${this.spotId} is held for ${JSON.stringify(this.holder)} meanwhile: choose another spot, or another time`
  }
}

/** It is not held for this holder. */
export class NotHeld extends Schema.TaggedError<NotHeld>()("NotHeld", { spotId: Spot.SpotId, holder: Schema.String }) {
  override get message() {
    return `spot ${this.spotId} is not held for ${JSON.stringify(this.holder)}: there is nothing to give up`
  }
}

/** A snapshot speaks of spots that the layout does not have. */
export class UnknownSpots extends Schema.TaggedError<UnknownSpots>()("UnknownSpots", { spotIds: Schema.Array(Spot.SpotId) }) {
  override get message() {
    return `the layout has no spot ${this.spotIds.join(", ")}: take a snapshot of this layout`
  }
}
