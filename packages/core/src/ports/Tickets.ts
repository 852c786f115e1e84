/**
 * Storage of tickets and of what happened to them.
 *
 * Contract: `ticketsContract` in @parkade/testing. Guarantees of every adapter: at most one open ticket per spot, and
 * per lot and plate, under any concurrency; a change, its events and the spot's occupancy are stored
 * together or not at all.
 */
import { Context, type Effect, Schema } from "effect"
import type { Fit } from "../allocation/index.ts"
import { Lot, OpeningHours, Plate, type Spot } from "../lot/index.ts"
import { Ticket, TicketNumber } from "../ticket/index.ts"
import { Instant } from "../time/index.ts"
import type { Changed, Commit, KeyTaken, SpotTaken } from "./Journal.ts"
import type { LotNotFound } from "./Lots.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

/** Every spot of the lot is taken. */
export class LotFull extends Schema.TaggedError<LotFull>()("LotFull", { lotId: Lot.LotId }) {
  override get message() {
    return "the lot is full: wait for an exit, or try another lot"
  }
}

/** The lot lets nobody in at this hour; exits are always possible. */
export class LotClosed extends Schema.TaggedError<LotClosed>()("LotClosed", {
  lotId: Lot.LotId,
  /** When it opens, if it ever does. */
  opensAt: Schema.optionalKey(Instant.Instant)
}) {
  override get message() {
    return this.opensAt === undefined ? "the lot is closed, and no hours say when it opens: try another lot" : `the lot is closed until ${Instant.toIso(this.opensAt)}: come back then, or try another lot`
  }
}

/** The refusal of an entry `at` an instant by a lot's opening hours, if they refuse it. */
export const refusedByHours = ({ id, openingHours, timeZone }: Pick<Lot.Lot, "id" | "openingHours" | "timeZone">, at: Instant.Instant): LotClosed | undefined => {
  if (openingHours === undefined || OpeningHours.isOpen(openingHours, timeZone, at)) return undefined
  const opensAt = OpeningHours.nextChange(openingHours, timeZone, at)
  return new LotClosed({ lotId: id, ...(opensAt !== undefined && { opensAt }) })
}

/** Spots are free, but none that suits this vehicle and what it asked for. */
export class NothingFits extends Schema.TaggedError<NothingFits>()("NothingFits", {
  lotId: Lot.LotId,
  free: Schema.Int
}) {
  override get message() {
    return `${this.free === 1 ? "1 spot is" : `${this.free} spots are`} free, but none suits this vehicle and what it asked for: ask for less, or try another lot`
  }
}

/** The plate already has an open ticket in this lot: this one. */
export class AlreadyParked extends Schema.TaggedError<AlreadyParked>()("AlreadyParked", {
  lotId: Lot.LotId,
  plate: Plate.Plate,
  ticketId: Ticket.TicketId,
  number: TicketNumber.TicketNumber
}) {
  override get message() {
    return `${this.plate} is parked in this lot already, on ticket ${TicketNumber.format(this.number)}: let it out first`
  }
}

/** A ticket by its id, its number, or the plate it is open for. */
export const TicketRef = Schema.Union([
  Schema.Struct({ id: Ticket.TicketId }),
  Schema.Struct({ number: TicketNumber.TicketNumber }),
  Schema.Struct({ lotId: Lot.LotId, plate: Plate.FromGiven })
])
export type TicketRef = typeof TicketRef.Type

export class TicketNotFound extends Schema.TaggedError<TicketNotFound>()("TicketNotFound", { ref: TicketRef }) {
  override get message() {
    return "plate" in this.ref ? `${this.ref.plate} has no open ticket in this lot: look at the plate, or ask for the ticket` : "there is no such ticket here: look at its id or number, and at the lot"
  }
}

/** Spots that suit are free, but each is reserved before this vehicle is assumed to leave. */
export class HeldForReservations extends Schema.TaggedError<HeldForReservations>()("HeldForReservations", {
  lotId: Lot.LotId,
  /** Spots that are free now and suit. */
  held: Schema.Int
}) {
  override get message() {
    return `${this.held === 1 ? "1 spot that suits is" : `${this.held} spots that suit are`} free now, but kept for reservations: ask for a shorter stay, or try another lot`
  }
}

/** An admission but for what storage decides in the same step: the spot, by best fit, and the lot's terms. */
export interface Admission extends Omit<Ticket.Admitted, "_tag" | "spotId" | "termsId"> {
  readonly requirement: Fit.Requirement
  /** This spot and no other: claimed by a reservation, say. */
  readonly spotId?: Spot.SpotId | undefined
  /** Until when the spot must not be claimed by others; for good when absent. */
  readonly assumedUntil?: Instant.Instant | undefined
  /** Stored in the same step. What it releases is no claim of others. */
  readonly alongside?: Commit | undefined
}

export class Tickets extends Context.Service<Tickets, {
  /**
   * Takes the best spot that fits at the instant of the entry and issues the ticket, in one step. A plate that is parked
   * is told so even when the lot is closed or full, and a closed lot says so even when it is full. Not idempotent: a
   * repetition fails with {@link AlreadyParked}, which names the first one's ticket.
   */
  readonly admit: (
    admission: Admission
  ) => Effect.Effect<Ticket.Ticket, LotNotFound | LotClosed | LotFull | NothingFits | HeldForReservations | AlreadyParked | SpotTaken | Changed | KeyTaken | StorageUnavailable>
  readonly find: (ref: TicketRef) => Effect.Effect<Ticket.Ticket, TicketNotFound | StorageUnavailable>
  /** When the vehicle was in the lot, of visits that ended after `since`, oldest first. */
  readonly visits: (
    of: { readonly lotId: Lot.LotId; readonly plate: Plate.Plate; readonly since: Instant.Instant }
  ) => Effect.Effect<ReadonlyArray<{ readonly from: Instant.Instant; readonly to: Instant.Instant }>, StorageUnavailable>
}>()("@parkade/core/ports/Tickets") {}
