/**
 * Every lifecycle that is kept in a journal: how its states are written, by what they are found again, what no two of
 * them may have at a time, and when a routine is to look at them. An adapter that keeps one keeps them all.
 */
import { Schema } from "effect"
import type { Decider } from "../lifecycle/index.ts"
import type { Lot } from "../lot/index.ts"
import { Ticket } from "../ticket/index.ts"
import type { Instant } from "../time/index.ts"

/** "person/…", "plate/<lot>/…": what a state is found by. */
export type Key = string

/** How keys are spelled. */
export const key = {
  /** Tickets of the lot that are open. */
  open: (id: Lot.LotId): Key => `open/${id}`,
  plate: (lotId: Lot.LotId, plate: string): Key => `plate/${lotId}/${plate}`,
  person: (id: string): Key => `person/${id}`,
  number: (number: string): Key => `number/${number}`
}

interface States {
  readonly Ticket: Ticket.State
}

interface Events {
  readonly Ticket: Ticket.Event
}

export type Kind = keyof States
export type StateOf<K extends Kind> = States[K]
export type EventOf<K extends Kind> = Events[K]
/** A state of something that was begun. */
export type KeptOf<K extends Kind> = Extract<States[K], { readonly id: string; readonly version: number }>

export interface Lifecycle<K extends Kind> {
  readonly decider: Pick<Decider<never, StateOf<K>, EventOf<K>, unknown>, "initial" | "evolve">
  readonly isKept: (state: StateOf<K>) => state is KeptOf<K>
  readonly state: Schema.Codec<KeptOf<K>, unknown>
  readonly event: Schema.Codec<EventOf<K>, unknown>
  readonly keys: (state: KeptOf<K>) => ReadonlyArray<Key>
  /** Keys that one state of the kind has at a time, at most. */
  readonly unique: (state: KeptOf<K>) => ReadonlyArray<Key>
  /** When a routine is to look at it next. */
  readonly due: (state: KeptOf<K>) => Instant.Instant | undefined
}

const never = (): undefined => undefined

/** All of them, by their names. */
export const lifecycles: { readonly [K in Kind]: Lifecycle<K> } = {
  Ticket: {
    decider: Ticket.decider,
    isKept: (state) => state._tag !== "Unissued",
    state: Ticket.Ticket,
    event: Ticket.Event,
    keys: (state) => [...(Ticket.isOpen(state) ? [key.open(state.lotId)] : []), ...(state.personId === undefined ? [] : [key.person(state.personId)])],
    unique: (state) => [key.number(state.number), ...(Ticket.isOpen(state) ? [key.plate(state.lotId, state.vehicle.plate)] : [])],
    due: never
  }
}
