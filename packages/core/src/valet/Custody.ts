/**
 * Custody of a vehicle by valets: handed over with its key, parked, moved, asked for, brought, returned.
 *
 * The key is followed at every instant: an attendant has it, or a slot of the key board. Who moves the vehicle must have it.
 * The tag that hangs on the key is the driver's claim. No two open custodies of a lot share a tag: that is for storage to hold.
 *
 * Units: instants in epoch milliseconds.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; KeyElsewhere where another has the key; OtherTag for another's claim;
 * PickUpInThePast.
 * Guarantees: the key has exactly one holder until the vehicle is returned; only who has the key moves the vehicle; a vehicle
 * is returned for its own tag or to who was identified; a returned vehicle stays returned.
 * Source: the trade's three-part claim check (key, windshield, driver).
 */
import { Equal, Result, Schema } from "effect"
import { Lot, Name, Spot, Vehicle } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"

/** What is printed on the tag: "417". */
export const KeyTag = Name.upTo(20).pipe(Schema.brand("KeyTag"))
export type KeyTag = typeof KeyTag.Type

export const KeyHolder = Schema.TaggedUnion({ Attendant: { id: Party.PersonId }, Board: { slot: Name.upTo(20) } })
export type KeyHolder = typeof KeyHolder.Type

/** How the vehicle looked: what was noted, and SHA-256 digests of the photos. */
export const Condition = Schema.Struct({
  notes: Schema.Array(Name.upTo(500)),
  photos: Schema.Array(Schema.String.pipe(Schema.check(Schema.isPattern(/^[0-9a-f]{64}$/, { expected: "a SHA-256 digest in hex" }))))
})
export type Condition = typeof Condition.Type

/** What the driver shows: the tag, or who lost it a document. */
export const Claim = Schema.TaggedUnion({ Tag: { tag: KeyTag }, Identified: { document: Name.upTo(80) } })
export type Claim = typeof Claim.Type

const handedOver = {
  id: Ids.CustodyId,
  lotId: Lot.LotId,
  vehicle: Vehicle.Vehicle,
  tag: KeyTag,
  condition: Condition,
  /** The stay that it is billed with. */
  ticketId: Schema.optionalKey(Ids.TicketId),
  /** The attendant who took vehicle and key. */
  by: Party.PersonId,
  at: Instant.Instant
}
const { at: _at, by: _by, ...taken } = handedOver
const custody = { ...taken, version: Schema.Int, changedAt: Instant.Instant, handedOverAt: Instant.Instant }
const held = { ...custody, key: KeyHolder }
const spot = { spotId: Spot.SpotId }

/** `Requested` without a spot is still where it was handed over. */
export const Custody = Schema.TaggedUnion({
  HandedOver: held,
  Parked: { ...held, ...spot },
  Requested: { ...held, spotId: Schema.optionalKey(Spot.SpotId), pickUpAt: Instant.Instant },
  Ready: { ...held, pickUpAt: Instant.Instant },
  Returned: { ...custody, returnedAt: Instant.Instant, to: Name.upTo(120), claim: Claim, conditionAtReturn: Condition }
})
export type Custody = typeof Custody.Type
export type Open = Exclude<Custody, { readonly _tag: "Returned" }>
export const State = Schema.Union([Absent, Custody])
export type State = typeof State.Type

const byAttendant = { by: Party.PersonId, at: Instant.Instant }
const returned = { to: Name.upTo(120), claim: Claim, condition: Condition, ...byAttendant }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  CustodyHandedOver: handedOver,
  CustodyParked: { ...spot, ...byAttendant },
  CustodyMoved: { ...spot, ...byAttendant },
  CustodyKeyPassed: { from: KeyHolder, to: KeyHolder, ...byAttendant },
  CustodyRequested: { pickUpAt: Instant.Instant, by: Party.Actor, at: Instant.Instant },
  CustodyMadeReady: byAttendant,
  CustodyReturned: returned
})
export type Event = typeof Event.Type
type EventOf<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>
export type HandedOver = Omit<EventOf<"CustodyHandedOver">, "_tag">

interface ByAttendant {
  readonly by: Party.PersonId
  readonly at: Instant.Instant
}
type Command =
  | { readonly _tag: "HandOver"; readonly custody: HandedOver }
  | { readonly _tag: "Park"; readonly spotId: Spot.SpotId } & ByAttendant
  | { readonly _tag: "Move"; readonly spotId: Spot.SpotId } & ByAttendant
  /** An attendant gives the key away, or takes it from the board. */
  | { readonly _tag: "PassKey"; readonly to: KeyHolder } & ByAttendant
  | { readonly _tag: "Request"; readonly pickUpAt: Instant.Instant; readonly by: Party.Actor; readonly at: Instant.Instant }
  | { readonly _tag: "MakeReady" } & ByAttendant
  | { readonly _tag: "Return"; readonly to: string; readonly claim: Claim; readonly condition: Condition } & ByAttendant
export type { Command }

const describeHolder = (holder: KeyHolder): string => holder._tag === "Board" ? `is on the board, slot ${holder.slot}` : `is with attendant ${holder.id}`

/** Another has the key: pass it first. */
export class KeyElsewhere extends Schema.TaggedError<KeyElsewhere>()("KeyElsewhere", { id: Ids.CustodyId, holder: KeyHolder }) {
  override get message() {
    return `the key ${describeHolder(this.holder)}: have it passed first`
  }
}

/** The claim is another vehicle's. */
export class OtherTag extends Schema.TaggedError<OtherTag>()("OtherTag", { id: Ids.CustodyId, presented: KeyTag }) {
  override get message() {
    return `tag ${this.presented} is not of this vehicle: look for its own, or identify the driver`
  }
}

/** A pick-up lies before the request for it. */
export class PickUpInThePast extends Schema.TaggedError<PickUpInThePast>()("PickUpInThePast", {
  id: Ids.CustodyId,
  pickUpAt: Instant.Instant,
  at: Instant.Instant
}) {
  override get message() {
    return `${Instant.toIso(this.pickUpAt)} is over: ask for ${Instant.toIso(this.at)} or later`
  }
}

type Begun = NotBegun | WrongState | OutOfOrder
export type MoveRejection = Begun | KeyElsewhere
export type RequestRejection = Begun | PickUpInThePast
export type ReturnRejection = Begun | KeyElsewhere | OtherTag
export type Rejection = AlreadyBegun | MoveRejection | RequestRejection | ReturnRejection

const subject = "custody"

export const initial: State = { _tag: "Absent" }

const kept = (state: Custody, changedAt: Instant.Instant) => {
  const { condition, handedOverAt, id, lotId, tag, ticketId, vehicle, version } = state
  return { id, lotId, vehicle, tag, condition, ...(ticketId !== undefined && { ticketId }), handedOverAt, version: version + 1, changedAt }
}

const at = (spotId: Spot.SpotId | undefined) => spotId === undefined ? {} : { spotId }

/** The states that each event leads from. */
const follows: { readonly [tag in Exclude<Event["_tag"], "CustodyHandedOver">]: ReadonlyArray<Open["_tag"]> } = {
  CustodyParked: ["HandedOver", "Ready"],
  CustodyMoved: ["Parked", "Requested"],
  CustodyKeyPassed: ["HandedOver", "Parked", "Requested", "Ready"],
  CustodyRequested: ["HandedOver", "Parked", "Requested"],
  CustodyMadeReady: ["Requested"],
  CustodyReturned: ["Ready"]
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "CustodyHandedOver") {
    if (state._tag !== "Absent") return state
    const { _tag: _, at, by, ...custody } = event
    return { _tag: "HandedOver", ...custody, version: 1, changedAt: at, handedOverAt: at, key: { _tag: "Attendant", id: by } }
  }
  if (state._tag === "Absent" || state._tag === "Returned" || !follows[event._tag].includes(state._tag)) return state
  const { key } = state
  const held = { ...kept(state, event.at), key }
  switch (event._tag) {
    case "CustodyParked":
      return { _tag: "Parked", ...held, spotId: event.spotId }
    case "CustodyMoved":
      return state._tag === "Requested"
        ? { _tag: "Requested", ...held, spotId: event.spotId, pickUpAt: state.pickUpAt }
        : { _tag: "Parked", ...held, spotId: event.spotId }
    case "CustodyKeyPassed":
      return { ...state, ...held, key: event.to }
    case "CustodyRequested":
      return { _tag: "Requested", ...held, ...at("spotId" in state ? state.spotId : undefined), pickUpAt: event.pickUpAt }
    case "CustodyMadeReady":
      return { _tag: "Ready", ...held, pickUpAt: state._tag === "Requested" ? state.pickUpAt : event.at }
    case "CustodyReturned":
      return { _tag: "Returned", ...kept(state, event.at), returnedAt: event.at, to: event.to, claim: event.claim, conditionAtReturn: event.condition }
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<EventOf<Tag>>, Rejected>

/** The custody as it is at the command's time, if it is in a state that `event` leads from. */
const standing = (state: State, command: { readonly _tag: string; readonly at: Instant.Instant }, event: keyof typeof follows): Result.Result<Open, Begun> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const { changedAt: notBefore, id } = state
  if (state._tag === "Returned" || !follows[event].includes(state._tag)) return Result.fail(new WrongState({ subject, id, state: state._tag, command: command._tag }))
  return command.at < notBefore ? Result.fail(new OutOfOrder({ subject, id, at: command.at, notBefore })) : Result.succeed(state)
}

const has = (holder: KeyHolder, by: Party.PersonId): boolean => holder._tag === "Attendant" && holder.id === by

/** The same, if the attendant has the key. */
const withKey = (state: State, command: { readonly _tag: string } & ByAttendant, event: keyof typeof follows): Result.Result<Open, MoveRejection> =>
  Result.flatMap(standing(state, command, event), (open) =>
    has(open.key, command.by) ? Result.succeed(open) : Result.fail(new KeyElsewhere({ id: open.id, holder: open.key })))

/** An attendant takes vehicle and key, and gives the driver the tag. */
export const handOver = ({ custody }: Only<"HandOver">, state: State): Decision<"CustodyHandedOver", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "CustodyHandedOver", ...custody }])
  const { at, by: _, ...known } = custody
  const { condition, handedOverAt, id, lotId, tag, ticketId, vehicle } = state
  const same = Equal.equals({ condition, id, lotId, tag, vehicle, ...(ticketId !== undefined && { ticketId }) }, known) && handedOverAt === at
  return same ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id }))
}

/** Parks it, also again when nobody came for it. */
export const park = (command: Only<"Park">, state: State): Decision<"CustodyParked", MoveRejection> => {
  if (state._tag === "Parked" && state.spotId === command.spotId) return Result.succeed([])
  const { at, by, spotId } = command
  return Result.map(withKey(state, command, "CustodyParked"), () => [{ _tag: "CustodyParked", spotId, by, at }])
}

/** Moves it to another spot. */
export const move = (command: Only<"Move">, state: State): Decision<"CustodyMoved", MoveRejection> => {
  const { at, by, spotId } = command
  if (state._tag !== "Absent" && "spotId" in state && state.spotId === spotId) return Result.succeed([])
  return Result.map(withKey(state, command, "CustodyMoved"), () => [{ _tag: "CustodyMoved", spotId, by, at }])
}

/** Passes the key on. From an attendant only that attendant gives it; from the board whoever takes it. */
export const passKey = (command: Only<"PassKey">, state: State): Decision<"CustodyKeyPassed", MoveRejection> =>
  Result.flatMap(standing(state, command, "CustodyKeyPassed"), ({ id, key }): Decision<"CustodyKeyPassed", MoveRejection> => {
    const { at, by, to } = command
    if (Equal.equals(key, to)) return Result.succeed([])
    const mayPass = has(key, by) || (key._tag === "Board" && has(to, by))
    return mayPass ? Result.succeed([{ _tag: "CustodyKeyPassed", from: key, to, by, at }]) : Result.fail(new KeyElsewhere({ id, holder: key }))
  })

/** The driver wants the vehicle, or wants it at another time than was said. */
export const request = (command: Only<"Request">, state: State): Decision<"CustodyRequested", RequestRejection> =>
  Result.flatMap(standing(state, command, "CustodyRequested"), (open): Decision<"CustodyRequested", RequestRejection> => {
    const { at, by, pickUpAt } = command
    if (open._tag === "Requested" && open.pickUpAt === pickUpAt) return Result.succeed([])
    if (pickUpAt < at) return Result.fail(new PickUpInThePast({ id: open.id, pickUpAt, at }))
    return Result.succeed([{ _tag: "CustodyRequested", pickUpAt, by, at }])
  })

/** The vehicle stands at the pick-up. */
export const makeReady = (command: Only<"MakeReady">, state: State): Decision<"CustodyMadeReady", MoveRejection> =>
  state._tag === "Ready"
    ? Result.succeed([])
    : Result.map(withKey(state, command, "CustodyMadeReady"), () => [{ _tag: "CustodyMadeReady", by: command.by, at: command.at }])

/** Gives vehicle and key to who shows the tag, or was identified. */
export const giveBack = (command: Only<"Return">, state: State): Decision<"CustodyReturned", ReturnRejection> => {
  const { at, by, claim, condition, to } = command
  if (state._tag === "Returned" && state.to === to && Equal.equals(state.claim, claim)) return Result.succeed([])
  return Result.flatMap(withKey(state, command, "CustodyReturned"), ({ id, tag }): Decision<"CustodyReturned", ReturnRejection> =>
    claim._tag === "Tag" && claim.tag !== tag
      ? Result.fail(new OtherTag({ id, presented: claim.tag }))
      : Result.succeed([{ _tag: "CustodyReturned", to, claim, condition, by, at }]))
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "HandOver":
      return handOver(command, state)
    case "Park":
      return park(command, state)
    case "Move":
      return move(command, state)
    case "PassKey":
      return passKey(command, state)
    case "Request":
      return request(command, state)
    case "MakeReady":
      return makeReady(command, state)
    case "Return":
      return giveBack(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
