/**
 * States and events of every lifecycle as JSON, both ways; of tickets, events only: their states are rows of their own.
 */
import { type Change, type EventOf, type KeptOf, type Kind, lifecycles } from "@parkade/core/ports"
import { Schema } from "effect"

interface Codec<K extends Kind> {
  readonly encodeState: (state: KeptOf<K>) => unknown
  readonly decodeState: (json: unknown) => KeptOf<K>
  readonly encodeEvent: (event: EventOf<K>) => unknown
  readonly decodeEvent: (json: unknown) => EventOf<K>
}

const make = <K extends Kind>(kind: K): Codec<K> => {
  const { event, state } = lifecycles[kind]
  const [events, states] = [Schema.toCodecJson(event), Schema.toCodecJson(state)]
  return {
    encodeState: Schema.encodeSync(states),
    decodeState: Schema.decodeUnknownSync(states),
    encodeEvent: Schema.encodeSync(events),
    decodeEvent: Schema.decodeUnknownSync(events)
  }
}

const codecs: { readonly [K in Kind]: Codec<K> } = {
  Ticket: make("Ticket"),
  Payment: make("Payment"),
  Mandate: make("Mandate"),
  Violation: make("Violation"),
  Custody: make("Custody"),
  ChargingSession: make("ChargingSession"),
  Reservation: make("Reservation"),
  Code: make("Code"),
  Pass: make("Pass"),
  Waitlist: make("Waitlist"),
  Programme: make("Programme"),
  Coupon: make("Coupon"),
  Person: make("Person"),
  Operator: make("Operator"),
  OwnedVehicle: make("OwnedVehicle"),
  Passage: make("Passage")
}

/** How states and events of `kind` are written. */
export const codec = <K extends Kind>(kind: K): Codec<K> => codecs[kind]

/** What becomes of a thing, and of its keys. */
export interface Folded<K extends Kind = Kind> {
  readonly kind: K
  readonly id: string
  /** Nothing, of a thing that is begun. */
  readonly old: KeptOf<K> | undefined
  readonly after: KeptOf<K>
  readonly events: ReadonlyArray<EventOf<K>>
  readonly from: number
}

/** Throws on events that cannot follow. */
export const fold = <K extends Kind>({ before, events, id, kind }: Change<K>): Folded<K> => {
  const { decider, kept } = lifecycles[kind]
  const [old, after] = [kept(before), kept(events.reduce(decider.evolve, before))]
  const from = old?.version ?? 0
  if (after === undefined || after.id !== id || after.version !== from + events.length) throw new Error(`these events cannot follow: ${kind} ${id}`)
  return { kind, id, old, after, events, from }
}
