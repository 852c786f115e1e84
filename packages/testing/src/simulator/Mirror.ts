/**
 * What follows from the events alone, folded by somebody who knows nothing but them: to be compared with what is stored.
 */
import { type Begun, type Entry, type EventOf, type Kind, lifecycles, type StateOf } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"

export interface Mirror {
  /** Takes in events that are new. */
  readonly add: (entries: ReadonlyArray<Entry>) => void
  readonly of: <K extends Kind>(kind: K, id: string) => StateOf<K>
  readonly all: <K extends Kind>(kind: K) => ReadonlyArray<Begun[K]>
  /** Tickets that are open, by lot. */
  readonly open: (lotId: string) => ReadonlyArray<Ticket.Open>
}

export const make = (): Mirror => {
  const things = new Map<string, unknown>()
  const open = new Map<string, Ticket.Open>()
  const of = <K extends Kind>(kind: K, id: string): StateOf<K> => (things.get(`${kind}/${id}`) ?? lifecycles[kind].decider.initial) as StateOf<K>
  const add = <K extends Kind>(kind: K, id: string, event: EventOf<K>): void => {
    const after = lifecycles[kind].decider.evolve(of(kind, id), event)
    things.set(`${kind}/${id}`, after)
    if (kind !== "Ticket") return
    const ticket = after as Ticket.State
    if (Ticket.isOpen(ticket)) open.set(id, ticket)
    else open.delete(id)
  }
  return {
    add: (entries) => {
      for (const { event, id, kind } of entries) add(kind, id, event)
    },
    of,
    all: <K extends Kind>(kind: K) => [...things].flatMap(([name, state]) => name.startsWith(`${kind}/`) ? [state as Begun[K]] : []),
    open: (lotId) => [...open.values()].filter((ticket) => ticket.lotId === lotId)
  }
}
