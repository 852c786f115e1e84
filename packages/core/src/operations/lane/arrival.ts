import { Effect, Result } from "effect"
import type { Plate, Vehicle } from "../../lot/index.ts"
import { Pass, Pool } from "../../pass/index.ts"
import { Changed, key, Lots } from "../../ports/index.ts"
import { Reservation } from "../../reservation/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { outcome } from "../change.ts"
import { unlessBehind } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { newId } from "../newId.ts"
import { enterOnPassWith } from "../pass/enterOnPass.ts"
import { checkInWith } from "../reservation/checkIn.ts"
import { type Arriving, letIn } from "../ticket/admit.ts"
import { asked, openedAgain, ordering, refused, type Standing, unfinished } from "./standing.ts"

/** The person whose vehicle it was verified to be. */
const ownerOf = Effect.fnUntraced(function*(plate: Plate.Plate) {
  const owned = yield* allUnder("OwnedVehicle", key.vehicle(plate))
  return owned.find(({ _tag }) => _tag === "Verified")?.personId
})

/** What the vehicle may enter on: a reservation that it can be checked in on now, or a pass that can be used. */
const entitlement = Effect.fnUntraced(function*({ at, by, seen: { lotId } }: Standing, plate: Plate.Plate, ticketId: Ticket.TicketId) {
  const reservations = yield* allUnder("Reservation", key.plate(lotId, plate))
  for (const reservation of reservations) {
    const checkedIn = yield* unlessBehind(Reservation.checkIn({ _tag: "CheckIn", at, by, ticketId, plate }, reservation), at)
    if (Result.isSuccess(checkedIn)) return { _tag: "Reservation", id: reservation.id } as const
  }
  const passes = yield* allUnder("Pass", key.vehicle(plate))
  const tried = yield* Effect.forEach(passes, (each) => Effect.map(unlessBehind(Pass.use({ _tag: "Use", at, by, plate, lotId, ticketId }, each), at), (used) => ({ each, used })))
  const pass = tried.find(({ used }) => Result.isSuccess(used))
  if (pass !== undefined) return { _tag: "Pass", id: pass.each.id } as const
  const twice = tried.find(({ used }) => Result.isFailure(used) && used.failure._tag === "AntiPassback")
  const inside = twice === undefined ? undefined : Pool.presenceOf(twice.each.inside, plate)
  return inside === undefined ? { _tag: "None" } as const : { _tag: "Inside", ticketId: inside.ticketId } as const
})

/** It was possible a moment ago: what it is to enter on has changed since. */
const changed = (kind: string, id: string) => () => Effect.fail(new Changed({ kind, id }))

/** Lets the vehicle in, in one commit with the order to open. */
const enter = Effect.fnUntraced(function*(standing: Standing, vehicle: Vehicle.Vehicle) {
  const { at, by, seen: { lotId } } = standing
  const id = Ticket.TicketId.make(yield* newId)
  const entitled = yield* entitlement(standing, vehicle.plate, id)
  if (entitled._tag === "Inside") return yield* asked(standing, { _tag: "AlreadyInside", ticketId: entitled.ticketId })
  const personId = yield* ownerOf(vehicle.plate)
  const given: Arriving = { by, lotId, vehicle, credential: "plate", ...(personId !== undefined && { personId }) }
  const { changes, order } = yield* ordering(standing, id)
  switch (entitled._tag) {
    case "Reservation":
      yield* checkInWith({ ...given, reservationId: entitled.id }, changes, id).pipe(
        Effect.catchTag(["NotBegun", "WrongState", "OutOfOrder", "NotPaid", "OtherVehicle", "CheckInTooEarly", "CheckInTooLate", "SpotTaken"], changed("Reservation", entitled.id)))
      break
    case "Pass":
      yield* enterOnPassWith({ ...given, passId: entitled.id }, changes, id).pipe(
        Effect.catchTag(["NotBegun", "WrongState", "OutOfOrder", "LotNotOnPass", "PlateNotOnPass", "PassNotValidAt", "NoEntriesLeft", "PoolFull", "AntiPassback", "SpotTaken"], changed("Pass", entitled.id)))
      break
    case "None": {
      const lots = yield* Lots
      const terms = yield* lots.terms((yield* lots.find(lotId)).termsId)
      // No spot is named.
      yield* letIn(given, terms, id, at, { alongside: { changes } }).pipe(Effect.catchTag("SpotTaken", Effect.die))
    }
  }
  return outcome(order)
})

/** The plate is inside on that ticket: by a passage that nobody finished, or another vehicle is. */
const inside = Effect.fnUntraced(function*(standing: Standing, ticketId: Ticket.TicketId) {
  const left = unfinished(standing, yield* allUnder("Passage", key.ticket(ticketId)))
  return yield* left === undefined ? asked(standing, { _tag: "AlreadyInside", ticketId }) : openedAgain(standing, left)
})

/** A vehicle that wants in: through the gate that did not open for it before; on its reservation, on its pass, or as it comes. */
export const arrival = Effect.fnUntraced(function*(standing: Standing, vehicle: Vehicle.Vehicle) {
  const left = unfinished(standing, yield* allUnder("Passage", key.lane(standing.seen.laneId)))
  if (left !== undefined) return yield* openedAgain(standing, left)
  return yield* enter(standing, vehicle).pipe(Effect.catchTags({
    AlreadyParked: ({ ticketId }) => inside(standing, ticketId),
    LotFull: () => refused(standing, { _tag: "LotFull" }),
    LotClosed: ({ opensAt }) => refused(standing, { _tag: "LotClosed", ...(opensAt !== undefined && { opensAt }) }),
    NothingFits: () => refused(standing, { _tag: "NothingFits" }),
    HeldForReservations: () => refused(standing, { _tag: "HeldForReservations" })
  }))
})
