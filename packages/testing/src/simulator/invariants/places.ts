import type { Invariant } from "./Invariant.ts"

/** Claims on one spot that overlap. */
const overlapping = (claims: ReadonlyArray<{ readonly from: number; readonly to: number }>): boolean =>
  claims.some((a, index) => claims.slice(index + 1).some((b) => a.from < b.to && b.from < a.to))

export const spots: Invariant = {
  id: "I1",
  says: "no two stays or reservations overlap on a spot",
  after: function*({ entries, mirror, world: { store } }) {
    for (const { event, id, kind } of entries) {
      if (kind !== "Ticket" || !("spotId" in event) || event.spotId === undefined) continue
      const ticket = mirror.of("Ticket", id)
      if (ticket._tag !== "Parked" && ticket._tag !== "Paid") continue
      const other = mirror.open(ticket.lotId).find((each) => each.spotId === ticket.spotId && each.id !== id)
      yield other === undefined ? undefined : `tickets ${id} and ${other.id} are on spot ${ticket.spotId}`
      const at = "enteredAt" in event ? event.enteredAt : ticket.changedAt
      const claim = [...store.claims.values()].find(({ claimant, from, spotId, to }) => spotId === ticket.spotId && from <= at && at < to && claimant !== (ticket.basis?._tag === "Reservation" ? ticket.basis.reservationId : ""))
      yield claim === undefined ? undefined : `ticket ${id} took spot ${ticket.spotId}, which ${claim.claimant} had claimed`
    }
    if (!entries.some(({ kind }) => kind === "Reservation") || store.claims.size < 2) return
    for (const [spotId, claims] of Map.groupBy(store.claims.values(), (claim) => claim.spotId)) {
      if (claims.length > 1) yield overlapping(claims) ? `claims overlap on spot ${spotId}` : undefined
    }
  }
}

export const plates: Invariant = {
  id: "I3",
  says: "at most one open ticket per lot and plate",
  after: function*({ entries, mirror }) {
    for (const { event, id } of entries) {
      if (event._tag !== "TicketAdmitted") continue
      const other = mirror.open(event.lotId).find((each) => each.vehicle.plate === event.vehicle.plate && each.id !== id)
      yield other === undefined ? undefined : `tickets ${id} and ${other.id} are open for ${event.vehicle.plate}`
    }
  }
}
