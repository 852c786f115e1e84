/**
 * The gate of a lane.
 *
 * Contract: `gatesContract` in @parkade/testing. The adapter owns timeouts and retries with the same id, at most until the
 * order expires. Guarantees of every adapter: an order is carried out once, however often it is given; an order that has
 * expired is not carried out; a gate that does not answer is told of.
 */
import { Context, type Effect, Schema } from "effect"
import type { Ids } from "../lifecycle/index.ts"
import { Lane } from "../lot/index.ts"
import type { Instant } from "../time/index.ts"

/** An order to open once, that nobody carries out after it expired. */
export interface Opening {
  readonly id: string
  readonly laneId: Lane.LaneId
  /** Whom it lets pass. */
  readonly ticketId: Ids.TicketId
  readonly expiresAt: Instant.Instant
}

/** It did not say that it opened: it may have, if only its answer was lost. */
export class GateUnreachable extends Schema.TaggedError<GateUnreachable>()("GateUnreachable", { laneId: Lane.LaneId }) {
  override get message() {
    return "the gate does not answer: let the vehicle through by hand"
  }
}

export class Gates extends Context.Service<Gates, {
  readonly open: (opening: Opening) => Effect.Effect<void, GateUnreachable>
}>()("@parkade/core/ports/Gates") {}
