import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { Fit } from "../allocation/index.ts"
import type { Lot, Vehicle } from "../lot/index.ts"
import { Tickets } from "../ports/index.ts"
import { Ticket, TicketNumber } from "../ticket/index.ts"
import { now } from "./now.ts"

/** Lets a vehicle in: the best spot that fits, and a ticket for it. */
// Not Effect.fn: that captures two stacks per call, which costs as much as the whole decision.
export const admit = Effect.fnUntraced(function*(request: {
  readonly lotId: Lot.LotId
  readonly vehicle: Vehicle.Vehicle
} & Fit.Wishes) {
  const random = yield* SecureRandom.SecureRandom
  const tickets = yield* Tickets
  return yield* tickets.admit({
    id: Ticket.TicketId.make(yield* random.uuidV7()),
    number: TicketNumber.make(yield* random.randomBytes(TicketNumber.randomBytes)),
    lotId: request.lotId,
    vehicle: request.vehicle,
    enteredAt: yield* now,
    requirement: Fit.requirement(request.vehicle, request)
  })
}, (admitting) => Effect.withSpan(admitting, "admit", { captureStackTrace: false }))
