import { Ticket } from "@parkade/core/ticket"
import type { Opened } from "../Barriers.ts"
import type { Mirror } from "../Mirror.ts"
import type { World } from "../World.ts"
import type { Invariant, Verdict } from "./Invariant.ts"

const judged = ({ plates }: World, mirror: Mirror, { at, id, laneId, ticketId }: Opened, expiresAt: number | undefined): Verdict => {
  const passage = mirror.of("Passage", id)
  if (passage._tag === "Absent" || expiresAt === undefined) return `the gate of lane ${laneId} opened for ${id}, of which nothing was decided`
  if (at >= expiresAt) return `the gate of lane ${laneId} opened ${at - expiresAt} ms after the order had expired`
  if (!("ticketId" in passage) || passage.ticketId !== ticketId) return `the gate of lane ${laneId} opened for ticket ${ticketId}, its passage is ${passage._tag}`
  const ticket = mirror.of("Ticket", ticketId)
  if (ticket._tag === "Unissued") return `the gate of lane ${laneId} opened for ticket ${ticketId}, which was never issued`
  if (passage.direction === "exit" && Ticket.isOpen(ticket)) return `the gate of lane ${laneId} let out ticket ${ticketId}, which is ${ticket._tag}`
  const plate = plates.get(passage.read.id)?.replaceAll(" ", "")
  return plate === undefined || passage.direction === "entry" || plate === ticket.vehicle.plate ? undefined
    : mirror.open(ticket.lotId).some((other) => other.vehicle.plate === plate) ? `the gate of lane ${laneId} let ${plate} out on the ticket of ${ticket.vehicle.plate}` : undefined
}

/** Looks at each boom that went up, once what was decided is stored. */
export const gates = (): Invariant => {
  let seen = 0
  const [ids, expiring] = [new Set<string>(), new Map<string, number>()]
  return {
    id: "I6",
    says: "no gate opens without an unexpired decision, nor twice, nor for another car",
    after: function*({ entries, mirror, world }) {
      for (const { event, id } of entries) if (event._tag === "PassageOrdered") expiring.set(id, event.expiresAt)
      for (const opened of world.barriers.opened.slice(seen)) {
        yield judged(world, mirror, opened, expiring.get(opened.id)) ?? (ids.has(opened.id) ? `a gate opened twice for order ${opened.id}` : undefined)
        ids.add(opened.id)
      }
      seen = world.barriers.opened.length
    }
  }
}
