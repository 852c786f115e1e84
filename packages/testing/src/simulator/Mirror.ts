/**
 * What follows from the events alone, folded by somebody who knows nothing but them: to be compared with what is stored.
 */
import type { ChargingSession } from "@parkade/core/charging"
import { type Begun, type Entry, type EventOf, type Kind, lifecycles, type StateOf } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"

type Session = ChargingSession.ChargingSession

export interface Mirror {
  /** Takes in an event that is new. */
  readonly add: (entry: Entry) => void
  readonly of: <K extends Kind>(kind: K, id: string) => StateOf<K>
  readonly all: <K extends Kind>(kind: K) => ReadonlyArray<Begun[K]>
  /** Tickets that are open, by lot. */
  readonly open: (lotId: string) => ReadonlyArray<Ticket.Open>
  /** What charged while a ticket was open, in the order of their ids. */
  readonly charging: (ticketId: string) => ReadonlyArray<Session>
}

/** Things by a name that several may have, and their ids. */
const grouped = <A>() => {
  const groups = new Map<string, Map<string, A>>()
  return {
    put: (name: string, id: string, thing: A): void => void groups.set(name, (groups.get(name) ?? new Map<string, A>()).set(id, thing)),
    remove: (name: string, id: string): void => void groups.get(name)?.delete(id),
    of: (name: string): ReadonlyArray<A> => [...groups.get(name)?.values() ?? []]
  }
}

export const make = (): Mirror => {
  const things = new Map<Kind, Map<string, unknown>>()
  const [open, charging] = [grouped<Ticket.Open>(), grouped<Session>()]
  const of = <K extends Kind>(kind: K, id: string): StateOf<K> => (things.get(kind)?.get(id) ?? lifecycles[kind].decider.initial) as StateOf<K>
  const add = <K extends Kind>(kind: K, id: string, event: EventOf<K>): void => {
    const after = lifecycles[kind].decider.evolve(of(kind, id), event)
    things.set(kind, (things.get(kind) ?? new Map<string, unknown>()).set(id, after))
  }
  const group = (ticket: Ticket.State, session: StateOf<"ChargingSession">): void => {
    if (Ticket.isOpen(ticket)) open.put(ticket.lotId, ticket.id, ticket)
    else if (ticket._tag !== "Unissued") open.remove(ticket.lotId, ticket.id)
    if (session._tag !== "Absent" && session.ticketId !== undefined) charging.put(session.ticketId, session.id, session)
  }
  return {
    add: ({ event, id, kind }) => {
      add(kind, id, event)
      if (kind === "Ticket" || kind === "ChargingSession") group(of("Ticket", id), of("ChargingSession", id))
    },
    of,
    all: <K extends Kind>(kind: K) => [...things.get(kind)?.values() ?? []] as ReadonlyArray<Begun[K]>,
    open: open.of,
    charging: (ticketId) => charging.of(ticketId).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }
}
