/**
 * The gate of a lane.
 *
 * The adapter owns timeouts and retries with the same id until the command expires; a command that was carried out once is
 * acknowledged again and not carried out again.
 */
import { Context, type Effect, Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import type { Instant } from "../time/index.ts"

export const LaneId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("LaneId"))
export type LaneId = typeof LaneId.Type

/** An order to open once, that nobody carries out after it expired. */
export interface Opening {
  readonly id: string
  readonly laneId: LaneId
  /** Whom it lets pass. */
  readonly ticketId: Ids.TicketId
  readonly expiresAt: Instant.Instant
}

/** It could not be told to open before the order expired: it stays shut. */
export class GateUnreachable extends Schema.TaggedError<GateUnreachable>()("GateUnreachable", { laneId: LaneId }) {
  override get message() {
    return "the gate does not answer: let the vehicle through by hand"
  }
}

export class Gates extends Context.Service<Gates, {
  readonly open: (opening: Opening) => Effect.Effect<void, GateUnreachable>
}>()("@parkade/core/ports/Gates") {}
