/**
 * Every lifecycle that is kept in a journal: how its states are written, by what they are found again, what no two of
 * them may have at a time, and when a routine is to look at them. An adapter that keeps one keeps them all.
 */
import { Schema } from "effect"
import { Operator, OwnedVehicle, Person } from "../account/index.ts"
import { ChargingSession } from "../charging/index.ts"
import { Violation } from "../enforcement/index.ts"
import type { Decider, Ids } from "../lifecycle/index.ts"
import { Passage } from "../lane/index.ts"
import { type Lane, type Lot, type Plate, PlateRead } from "../lot/index.ts"
import { Coupon, Programme } from "../merchant/index.ts"
import type { Party } from "../party/index.ts"
import { Pass, Waitlist } from "../pass/index.ts"
import { Mandate, Payment } from "../payment/index.ts"
import { Code, Reservation } from "../reservation/index.ts"
import { Ticket } from "../ticket/index.ts"
import { Instant } from "../time/index.ts"
import { Custody } from "../valet/index.ts"

/** "person/…", "plate/<lot>/…": what a state is found by. */
export type Key = string

/** How keys are spelled. */
export const key = {
  /** Those of the lot that are open. */
  open: (id: Lot.LotId): Key => `open/${id}`,
  plate: (lotId: Lot.LotId, plate: string): Key => `plate/${lotId}/${plate}`,
  /** Of plates that cameras may confuse with `plate`. */
  alike: (lotId: Lot.LotId, plate: Plate.Plate): Key => `alike/${lotId}/${PlateRead.skeleton(plate)}`,
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
  reservation: (id: Ids.ReservationId): Key => `reservation/${id}`,
  series: (id: Ids.SeriesId): Key => `series/${id}`,
  partner: (id: Party.PartnerId): Key => `partner/${id}`,
  operator: (id: Party.OperatorId): Key => `operator/${id}`,
  /** Of a vehicle, in whatever lot. */
  vehicle: (plate: string): Key => `vehicle/${plate}`,
  email: (email: string): Key => `email/${email}`,
  coupon: (code: string): Key => `coupon/${code}`,
  product: (code: string): Key => `product/${code}`,
  /** The one overstay of a stay. */
  overstay: (id: Ids.TicketId): Key => `overstay/${id}`,
  connector: (deviceId: Party.DeviceId, connector: number): Key => `connector/${deviceId}/${connector}`,
  /** Of the gate that is to open now. */
  lane: (id: Lane.LaneId): Key => `lane/${id}`,
  read: (laneId: Lane.LaneId, id: Passage.ReadId): Key => `read/${laneId}/${id}`,
  /** Reads in a lane, on that day of UTC, of plates that cameras may confuse. */
  seen: (laneId: Lane.LaneId, plate: Plate.Plate | undefined, at: Instant.Instant): Key =>
    `seen/${laneId}/${plate === undefined ? "" : PlateRead.skeleton(plate)}/${Math.floor(at / 86_400_000)}`,
  stretch: (laneId: Lane.LaneId, plate: Plate.Plate | undefined, stretch: string): Key =>
    `stretch/${laneId}/${plate === undefined ? "" : PlateRead.skeleton(plate)}/${stretch}`
}

export interface States {
  readonly Ticket: Ticket.State
  readonly Payment: Payment.State
  readonly Mandate: Mandate.State
  readonly Violation: Violation.State
  readonly Custody: Custody.State
  readonly ChargingSession: ChargingSession.State
  readonly Reservation: Reservation.State
  readonly Code: Code.State
  readonly Pass: Pass.State
  readonly Waitlist: Waitlist.State
  readonly Programme: Programme.State
  readonly Coupon: Coupon.State
  readonly Person: Person.State
  readonly Operator: Operator.State
  readonly OwnedVehicle: OwnedVehicle.State
  readonly Passage: Passage.State
}

export interface Events {
  readonly Ticket: Ticket.Event
  readonly Payment: Payment.Event
  readonly Mandate: Mandate.Event
  readonly Violation: Violation.Event
  readonly Custody: Custody.Event
  readonly ChargingSession: ChargingSession.Event
  readonly Reservation: Reservation.Event
  readonly Code: Code.Event
  readonly Pass: Pass.Event
  readonly Waitlist: Waitlist.Event
  readonly Programme: Programme.Event
  readonly Coupon: Coupon.Event
  readonly Person: Person.Event
  readonly Operator: Operator.Event
  readonly OwnedVehicle: OwnedVehicle.Event
  readonly Passage: Passage.Event
}

/** States of things that were begun. */
export interface Begun {
  readonly Ticket: Ticket.Ticket
  readonly Payment: Payment.Payment
  readonly Mandate: Mandate.Mandate
  readonly Violation: Violation.Violation
  readonly Custody: Custody.Custody
  readonly ChargingSession: ChargingSession.ChargingSession
  readonly Reservation: Reservation.Reservation
  readonly Code: Code.Code
  readonly Pass: Pass.Pass
  readonly Waitlist: Waitlist.Waitlist
  readonly Programme: Programme.Programme
  readonly Coupon: Coupon.Coupon
  readonly Person: Person.Person
  readonly Operator: Operator.Operator
  readonly OwnedVehicle: OwnedVehicle.OwnedVehicle
  readonly Passage: Passage.Passage
}

export type Kind = keyof States
export type StateOf<K extends Kind> = States[K]
export type EventOf<K extends Kind> = Events[K]
export type KeptOf<K extends Kind> = Begun[K]

export interface Lifecycle<K extends Kind> {
  readonly decider: Pick<Decider<never, StateOf<K>, EventOf<K>, unknown>, "initial" | "evolve">
  /** Nothing, before it was begun. */
  readonly kept: (state: StateOf<K>) => KeptOf<K> | undefined
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
  kept: (state) => state._tag === "Unissued" ? undefined : state,
  state: Ticket.Ticket,
  event: Ticket.Event,
  keys: (state) => [...(Ticket.isOpen(state) ? [key.open(state.lotId), key.alike(state.lotId, state.vehicle.plate)] : []), ...(state.personId === undefined ? [] : [key.person(state.personId)])],
  unique: (state) => [key.number(state.number), ...(Ticket.isOpen(state) ? [key.plate(state.lotId, state.vehicle.plate)] : [])],
  due: never
}

const payment: Lifecycle<"Payment"> = {
  decider: Payment.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Payment.Payment,
  event: Payment.Event,
  keys: ({ method, subject }) => [key.subject(subject), ...(method._tag === "Mandate" ? [key.mandate(method.mandateId)] : [])],
  unique: ({ idempotencyKey }) => [key.idempotency(idempotencyKey)],
  due: Payment.deadline
}

const mandate: Lifecycle<"Mandate"> = {
  decider: Mandate.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Mandate.Mandate,
  event: Mandate.Event,
  keys: ({ holder }) => [key.person(holder)],
  unique: none,
  due: (state) => state._tag === "Active" || state._tag === "Suspended" ? state.expiresAt : undefined
}

const violation: Lifecycle<"Violation"> = {
  decider: Violation.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Violation.Violation,
  event: Violation.Event,
  keys: (state) => [
    ...(state._tag === "Waived" || state._tag === "Resolved" ? [] : [key.open(state.lotId)]),
    key.plate(state.lotId, state.plate),
    ...(state.ticketId === undefined ? [] : [key.ticket(state.ticketId)]),
    ...(state._tag === "Disputed" && state.dispute.by._tag === "Person" ? [key.person(state.dispute.by.id)] : [])
  ],
  unique: ({ kind, ticketId }) => kind === "overstay" && ticketId !== undefined ? [key.overstay(ticketId)] : [],
  due: (state) => state._tag === "Confirmed" ? Violation.nextStepAt(state) : undefined
}

const custody: Lifecycle<"Custody"> = {
  decider: Custody.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Custody.Custody,
  event: Custody.Event,
  keys: (state) => [...(state._tag === "Returned" ? [] : [key.open(state.lotId)]), ...(state.ticketId === undefined ? [] : [key.ticket(state.ticketId)])],
  unique: (state) => state._tag === "Returned" ? [] : [key.tag(state.lotId, state.tag)],
  due: never
}

const chargingSession: Lifecycle<"ChargingSession"> = {
  decider: ChargingSession.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: ChargingSession.ChargingSession,
  event: ChargingSession.Event,
  keys: ({ ticketId }) => ticketId === undefined ? [] : [key.ticket(ticketId)],
  unique: (state) => state._tag === "Unplugged" ? [] : [key.connector(state.deviceId, state.connector)],
  due: never
}

/** The person who holds it, where it is a person. */
const holderKeys = (holder: Reservation.Reservation["holder"] | Pass.Pass["holder"]): ReadonlyArray<Key> =>
  holder._tag === "Person" ? [key.person(holder.id)] : holder._tag === "Partner" ? [key.partner(holder.id)] : []

const reservation: Lifecycle<"Reservation"> = {
  decider: Reservation.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Reservation.Reservation,
  event: Reservation.Event,
  keys: (state) => {
    const isComing = state._tag === "Held" || state._tag === "Confirmed"
    const { holder, lotId, series, vehicle } = state
    return [...holderKeys(holder), ...(series === undefined ? [] : [key.series(series.id)]), ...(isComing ? [key.open(lotId)] : []), ...(isComing && vehicle._tag === "Plate" ? [key.plate(lotId, vehicle.plate)] : [])]
  },
  // Each date of a series is reserved once at a time.
  unique: (state) => state.series !== undefined && Reservation.isOpen(state) ? [`${key.series(state.series.id)}/${state.series.date}`] : [],
  due: (state) => state._tag === "Held" ? state.expiresAt : state._tag === "Confirmed" ? Reservation.noShowFrom(state) : undefined
}

const code: Lifecycle<"Code"> = {
  decider: Code.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Code.Code,
  event: Code.Event,
  keys: ({ reservationId }) => [key.reservation(reservationId)],
  unique: none,
  due: never
}

const pass: Lifecycle<"Pass"> = {
  decider: Pass.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Pass.Pass,
  event: Pass.Event,
  keys: ({ holder, terms, vehicles }) => [...holderKeys(holder), key.product(terms.product.code), ...vehicles.map(key.vehicle)],
  unique: none,
  due: Pass.endsAt
}

const waitlist: Lifecycle<"Waitlist"> = {
  decider: Waitlist.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Waitlist.Waitlist,
  event: Waitlist.Event,
  keys: none,
  unique: ({ product }) => [key.product(product)],
  due: ({ offers }) => offers.length === 0 ? undefined : Instant.Instant.make(Math.min(...offers.map(({ expiresAt }) => expiresAt)))
}

const programme: Lifecycle<"Programme"> = {
  decider: Programme.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Programme.Programme,
  event: Programme.Event,
  keys: ({ partnerId }) => [key.partner(partnerId)],
  unique: none,
  due: (state) => state._tag === "Active" ? state.period.until : undefined
}

const coupon: Lifecycle<"Coupon"> = {
  decider: Coupon.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Coupon.Coupon,
  event: Coupon.Event,
  keys: (state) => [key.coupon(state.code)],
  unique: (state) => [key.coupon(state.code)],
  due: (state) => state._tag === "Active" ? state.period.until : undefined
}

const person: Lifecycle<"Person"> = {
  decider: Person.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Person.Person,
  event: Person.Event,
  keys: (state) => state._tag === "Erased" ? [] : [key.email(state.email)],
  unique: (state) => state._tag === "Erased" ? [] : [key.email(state.email)],
  due: never
}

const operator: Lifecycle<"Operator"> = {
  decider: Operator.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Operator.Operator,
  event: Operator.Event,
  keys: none,
  unique: ({ lotIds }) => lotIds.map(key.open),
  due: never
}

const ownedVehicle: Lifecycle<"OwnedVehicle"> = {
  decider: OwnedVehicle.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: OwnedVehicle.OwnedVehicle,
  event: OwnedVehicle.Event,
  keys: ({ personId, vehicle }) => [key.person(personId), key.vehicle(vehicle.plate)],
  unique: (state) => state._tag === "Verified" ? [key.vehicle(state.vehicle.plate)] : [],
  due: never
}

/** What is before a gate and not over: staff look at it, and the vehicle may still be seen to pass. */
const passage: Lifecycle<"Passage"> = {
  decider: Passage.decider,
  kept: (state) => state._tag === "Absent" ? undefined : state,
  state: Passage.Passage,
  event: Passage.Event,
  keys: (state) => {
    const { direction, laneId, lotId, read: { id, plate, seenAt } } = state
    const isGoing = !Passage.isOver(state) && (state._tag === "Ordered" || state._tag === "Opened" || state._tag === "Lapsed")
    return [
      key.read(laneId, id),
      key.seen(laneId, plate, seenAt),
      ...(isGoing || state._tag === "Review" ? [key.open(lotId)] : []),
      ...(isGoing ? [key.lane(laneId)] : []),
      ...(isGoing && direction === "exit" && plate !== undefined ? [key.plate(lotId, plate)] : []),
      ...("ticketId" in state && state.ticketId !== undefined ? [key.ticket(state.ticketId)] : [])
    ]
  },
  unique: ({ _tag, laneId, read, stretches }) => [
    key.read(laneId, read.id),
    ...stretches.map((each) => key.stretch(laneId, read.plate, each)),
    ...(_tag === "Ordered" ? [key.lane(laneId)] : [])
  ],
  due: (state) => {
    switch (state._tag) {
      case "Ordered":
        return state.changedAt
      case "Opened":
        return state.passBy
      case "Lapsed":
        return state.direction === "entry" ? state.until : undefined
      default:
        return undefined
    }
  }
}

/** All of them, by their names. */
export const lifecycles: { readonly [K in Kind]: Lifecycle<K> } = {
  Ticket: ticket,
  Payment: payment,
  Mandate: mandate,
  Violation: violation,
  Custody: custody,
  ChargingSession: chargingSession,
  Reservation: reservation,
  Code: code,
  Pass: pass,
  Waitlist: waitlist,
  Programme: programme,
  Coupon: coupon,
  Person: person,
  Operator: operator,
  OwnedVehicle: ownedVehicle,
  Passage: passage
}
