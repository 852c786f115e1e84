/**
 * Every lifecycle that is kept in a journal: how its states are written, by what they are found again, what no two of
 * them may have at a time, and when a routine is to look at them. An adapter that keeps one keeps them all.
 */
import { Schema } from "effect"
import { ChargingSession } from "../charging/index.ts"
import { Violation } from "../enforcement/index.ts"
import type { Decider, Ids } from "../lifecycle/index.ts"
import type { Lot } from "../lot/index.ts"
import type { Party } from "../party/index.ts"
import { Mandate, Payment } from "../payment/index.ts"
import { Ticket } from "../ticket/index.ts"
import type { Instant } from "../time/index.ts"
import { Custody } from "../valet/index.ts"

/** "person/…", "plate/<lot>/…": what a state is found by. */
export type Key = string

/** How keys are spelled. */
export const key = {
  /** Those of the lot that are open. */
  open: (id: Lot.LotId): Key => `open/${id}`,
  plate: (lotId: Lot.LotId, plate: string): Key => `plate/${lotId}/${plate}`,
  person: (id: Party.PersonId): Key => `person/${id}`,
  number: (number: string): Key => `number/${number}`,
  ticket: (id: Ids.TicketId): Key => `ticket/${id}`,
  subject: (subject: Ids.Subject): Key => {
    switch (subject._tag) {
      case "Stay":
        return `ticket/${subject.ticketId}`
      case "Reservation":
        return `reservation/${subject.reservationId}`
      case "Pass":
        return `pass/${subject.passId}`
      case "Violation":
        return `violation/${subject.violationId}`
    }
  },
  idempotency: (text: string): Key => `idempotency/${text}`,
  mandate: (id: string): Key => `mandate/${id}`,
  tag: (lotId: Lot.LotId, tag: string): Key => `tag/${lotId}/${tag}`,
  connector: (deviceId: Party.DeviceId, connector: number): Key => `connector/${deviceId}/${connector}`
}

interface States {
  readonly Ticket: Ticket.State
  readonly Payment: Payment.State
  readonly Mandate: Mandate.State
  readonly Violation: Violation.State
  readonly Custody: Custody.State
  readonly ChargingSession: ChargingSession.State
}

interface Events {
  readonly Ticket: Ticket.Event
  readonly Payment: Payment.Event
  readonly Mandate: Mandate.Event
  readonly Violation: Violation.Event
  readonly Custody: Custody.Event
  readonly ChargingSession: ChargingSession.Event
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
const none = (): ReadonlyArray<Key> => []

const ticket: Lifecycle<"Ticket"> = {
  decider: Ticket.decider,
  isKept: (state) => state._tag !== "Unissued",
  state: Ticket.Ticket,
  event: Ticket.Event,
  keys: (state) => [...(Ticket.isOpen(state) ? [key.open(state.lotId)] : []), ...(state.personId === undefined ? [] : [key.person(state.personId)])],
  unique: (state) => [key.number(state.number), ...(Ticket.isOpen(state) ? [key.plate(state.lotId, state.vehicle.plate)] : [])],
  due: never
}

const payment: Lifecycle<"Payment"> = {
  decider: Payment.decider,
  isKept: (state) => state._tag !== "Absent",
  state: Payment.Payment,
  event: Payment.Event,
  keys: ({ method, subject }) => [key.subject(subject), ...(method._tag === "Mandate" ? [key.mandate(method.mandateId)] : [])],
  unique: ({ idempotencyKey }) => [key.idempotency(idempotencyKey)],
  due: Payment.deadline
}

const mandate: Lifecycle<"Mandate"> = {
  decider: Mandate.decider,
  isKept: (state) => state._tag !== "Absent",
  state: Mandate.Mandate,
  event: Mandate.Event,
  keys: ({ holder }) => [key.person(holder)],
  unique: none,
  due: (state) => state._tag === "Active" || state._tag === "Suspended" ? state.expiresAt : undefined
}

const violation: Lifecycle<"Violation"> = {
  decider: Violation.decider,
  isKept: (state) => state._tag !== "Absent",
  state: Violation.Violation,
  event: Violation.Event,
  keys: (state) => [
    ...(state._tag === "Waived" || state._tag === "Resolved" ? [] : [key.open(state.lotId)]),
    key.plate(state.lotId, state.plate),
    ...(state.ticketId === undefined ? [] : [key.ticket(state.ticketId)])
  ],
  unique: none,
  due: never
}

const custody: Lifecycle<"Custody"> = {
  decider: Custody.decider,
  isKept: (state) => state._tag !== "Absent",
  state: Custody.Custody,
  event: Custody.Event,
  keys: (state) => [...(state._tag === "Returned" ? [] : [key.open(state.lotId)]), ...(state.ticketId === undefined ? [] : [key.ticket(state.ticketId)])],
  unique: (state) => state._tag === "Returned" ? [] : [key.tag(state.lotId, state.tag)],
  due: never
}

const chargingSession: Lifecycle<"ChargingSession"> = {
  decider: ChargingSession.decider,
  isKept: (state) => state._tag !== "Absent",
  state: ChargingSession.ChargingSession,
  event: ChargingSession.Event,
  keys: ({ ticketId }) => ticketId === undefined ? [] : [key.ticket(ticketId)],
  unique: (state) => state._tag === "Unplugged" ? [] : [key.connector(state.deviceId, state.connector)],
  due: never
}

/** All of them, by their names. */
export const lifecycles: { readonly [K in Kind]: Lifecycle<K> } = {
  Ticket: ticket,
  Payment: payment,
  Mandate: mandate,
  Violation: violation,
  Custody: custody,
  ChargingSession: chargingSession
}
