/**
 * A passage: one vehicle before one gate. What was read of it, what was decided, and a gate that opens once.
 *
 * The order to open has the passage's id, and a gate carries out an order once: whoever asks again, asks for the same. An
 * order that nobody acknowledged may have been carried out all the same, so a vehicle that is seen to pass has passed.
 *
 * A vehicle that is refused or in doubt still stands there: the next read of it, or a person, decides anew.
 *
 * Units: instants in epoch milliseconds; `read.seenAt` by the camera's clock, all else by the host's.
 * Fails: NotBegun, WrongState, OutOfOrder; OrderExpired; NotLapsedYet.
 * Guarantees: a gate opens only on an order that has not expired, or by the hand of somebody who says why; a gate is opened
 * by order once for a passage; nobody passes a gate that was not to open; a passage that is over stays over.
 */
import { Equal, Result, Schema } from "effect"
import { Absent, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { Lane, Lot, Name, Plate, PlateRead } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Elapsed, Instant } from "../time/index.ts"
import { type Decision, Doubt, Order, Refusal } from "./Decision.ts"
import { PerMille } from "./PlateReads.ts"

export const Direction = Schema.Literals(["entry", "exit"])
export type Direction = typeof Direction.Type

/** The camera's own name of a read, unique in its lane. */
export const ReadId = Name.upTo(120).pipe(Schema.brand("ReadId"))
export type ReadId = typeof ReadId.Type

const isText = (text: string) => (text.isWellFormed() && !/\p{Cc}/u.test(text)) || "expected no control characters"

/** What a camera says that it read; empty where it read nothing. */
export const ReadText = Schema.String.pipe(Schema.check(Schema.isMaxLength(64, { expected: "at most 64 characters" }), Schema.makeFilter(isText)))

export const Read = Schema.Struct({
  id: ReadId,
  text: ReadText,
  /** Absent where the text is no plate. */
  plate: Schema.optionalKey(Plate.Plate),
  confidencePerMille: PerMille,
  seenAt: Instant.Instant
})
export type Read = typeof Read.Type

/** The same vehicle, by two reads in one lane: plates that may be one, within that time. */
export const isSameVehicle = (one: Read, other: Read, within: Elapsed.Elapsed): boolean => {
  const isAlike = one.plate === undefined || other.plate === undefined ? one.plate === other.plate : PlateRead.distance(one.plate, other.plate) <= 1
  return isAlike && Math.abs(one.seenAt - other.seenAt) <= within
}

/** A third of the time that two reads of one vehicle may be apart: that time, and which third. */
const Stretch = Schema.String.pipe(Schema.check(Schema.isPattern(/^\d+\/-?\d+$/, { expected: "a length and a count" })))

/**
 * The stretches from when it was seen to when another read would no longer be of it. No two passages have one, and reads of
 * one vehicle share one, so that cameras which know nothing of each other cannot both begin a passage. Those of others
 * who are known not to be this vehicle are theirs: a third is short enough that some is left.
 */
export const stretches = (seenAt: Instant.Instant, within: Elapsed.Elapsed, others: ReadonlyArray<Pick<Passage, "stretches">>): ReadonlyArray<string> => {
  if (within === 0) return []
  const held = new Set(others.flatMap((other) => other.stretches))
  return [0, 1, 2, 3].map((next) => `${within}/${Math.floor(3 * seenAt / within) + next}`).filter((stretch) => !held.has(stretch))
}

const seen = { id: Ids.PassageId, lotId: Lot.LotId, laneId: Lane.LaneId, direction: Direction, read: Read, stretches: Schema.Array(Stretch) }
const begun = { ...seen, version: Schema.Int, changedAt: Instant.Instant }
const forTicket = { ticketId: Schema.optionalKey(Ids.TicketId) }
const byHand = Schema.Struct({ by: Party.Actor, reason: Name.upTo(400) })

/** The gate did not say that it opened, or nobody was seen to pass. */
export const Lapse = Schema.Literals(["not-acknowledged", "nobody-passed"])
/** Nobody came in, and the stay is undone; the vehicle was read again, and another passage goes on; a person looked at it. */
export const Closing = Schema.Literals(["nobody-came-in", "read-again", "looked-at"])

export const Passage = Schema.TaggedUnion({
  /** Nothing is decided yet. */
  Seen: begun,
  /** For a person to decide. */
  Review: { ...begun, doubt: Doubt },
  Refused: { ...begun, refusal: Refusal },
  Ordered: { ...begun, ...Order.fields },
  /** Over, where nobody is to be seen passing by some time. */
  Opened: { ...begun, ...forTicket, openedAt: Instant.Instant, passBy: Schema.optionalKey(Instant.Instant), byHand: Schema.optionalKey(byHand) },
  Passed: { ...begun, ...forTicket, passedAt: Instant.Instant },
  /** It may still pass, until then. */
  Lapsed: { ...begun, ...forTicket, because: Lapse, until: Instant.Instant },
  Closed: { ...begun, ...forTicket, because: Closing }
})
export type Passage = typeof Passage.Type
export const State = Schema.Union([Absent, Passage])
export type State = typeof State.Type
type In<Tag extends Passage["_tag"]> = Extract<Passage, { readonly _tag: Tag }>
export type Ordered = In<"Ordered">
export type Lapsed = In<"Lapsed">

const done = { at: Instant.Instant, by: Party.Actor }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  PassageSeen: { ...seen, ...done },
  PassageDoubted: { doubt: Doubt, ...done },
  PassageRefused: { refusal: Refusal, ...done },
  PassageOrdered: { ...Order.fields, ...done },
  /** The gate says that it opened. */
  PassageOpened: done,
  PassageOpenedByHand: { ...forTicket, reason: Name.upTo(400), passWithin: Schema.optionalKey(Elapsed.FromIso), ...done },
  PassagePassed: done,
  PassageLapsed: { because: Lapse, ...done },
  PassageClosed: { because: Closing, ...done }
})
export type Event = typeof Event.Type
type EventOf<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>
export type Seen = Omit<EventOf<"PassageSeen">, "_tag" | "at" | "by">
type Done = { readonly at: Instant.Instant; readonly by: Party.Actor }

type Command =
  /** On a vehicle as it was just read. */
  | ({ readonly _tag: "Decide"; readonly seen: Seen; readonly decision: Decision } & Done)
  | ({ readonly _tag: "Acknowledge" } & Done)
  | ({ readonly _tag: "OpenByHand"; readonly reason: string; readonly ticketId?: Ids.TicketId | undefined; readonly passWithin?: Elapsed.Elapsed | undefined } & Done)
  | ({ readonly _tag: "Pass" } & Done)
  | ({ readonly _tag: "Lapse" } & Done)
  | ({ readonly _tag: "Close"; readonly because: typeof Closing.Type } & Done)
export type { Command }

/** The order is no longer good: the gate stays shut. */
export class OrderExpired extends Schema.TaggedError<OrderExpired>()("OrderExpired", { id: Ids.PassageId, expiresAt: Instant.Instant }) {
  override get message() {
    return `this order to open was good until ${Instant.toIso(this.expiresAt)}: let the vehicle be read again, or open by hand`
  }
}

/** The gate may still answer, or the vehicle pass. */
export class NotLapsedYet extends Schema.TaggedError<NotLapsedYet>()("NotLapsedYet", { id: Ids.PassageId, until: Instant.Instant }) {
  override get message() {
    return `this passage goes on until ${Instant.toIso(this.until)}`
  }
}

type Begun = NotBegun | WrongState | OutOfOrder
export type Rejection = Begun | OrderExpired | NotLapsedYet

const subject = "passage"
export const initial: State = { _tag: "Absent" }

/** Nothing follows. */
export const isOver = (passage: Passage): boolean =>
  passage._tag === "Passed" || passage._tag === "Closed" || (passage._tag === "Opened" && passage.passBy === undefined)

/** A vehicle stands there for which nothing opens yet, unless a person has sent it away. */
export const isAwaiting = (passage: Passage): boolean =>
  passage._tag === "Seen" || passage._tag === "Review" || (passage._tag === "Refused" && passage.refusal._tag !== "ByPerson")

/** The states that each event leads from; those that are over lead nowhere. */
const follows: { readonly [Tag in Exclude<Event["_tag"], "PassageSeen">]: ReadonlyArray<Passage["_tag"]> } = {
  PassageDoubted: ["Seen", "Review", "Refused"],
  PassageRefused: ["Seen", "Review", "Refused"],
  PassageOrdered: ["Seen", "Review", "Refused"],
  PassageOpened: ["Ordered"],
  PassageOpenedByHand: ["Seen", "Review", "Refused", "Ordered", "Opened", "Lapsed"],
  PassagePassed: ["Ordered", "Opened", "Lapsed"],
  PassageLapsed: ["Ordered", "Opened"],
  PassageClosed: ["Ordered", "Opened", "Lapsed"]
}
const mayFollow = (passage: Passage, tag: keyof typeof follows): boolean => !isOver(passage) && follows[tag].includes(passage._tag)

const grown = ({ direction, id, laneId, lotId, read, stretches, version }: Passage, { at }: Done) => ({ id, lotId, laneId, direction, read, stretches, version: version + 1, changedAt: at })
const ticketOf = (passage: Passage) => "ticketId" in passage && passage.ticketId !== undefined ? { ticketId: passage.ticketId } : {}
const later = (at: Instant.Instant, within: Elapsed.Elapsed | undefined): Instant.Instant => Instant.Instant.make(at + (within ?? 0))

/** When a passage lapses that is not acknowledged, or nobody is seen to pass. */
const endsAt = (passage: Passage): Instant.Instant | undefined =>
  passage._tag === "Ordered" ? passage.expiresAt : passage._tag === "Opened" ? passage.passBy : undefined

const opened = (passage: Passage, event: EventOf<"PassageOpened" | "PassageOpenedByHand">): Passage => {
  const isByHand = event._tag === "PassageOpenedByHand"
  const passWithin = isByHand ? event.passWithin : passage._tag === "Ordered" ? passage.passWithin : undefined
  return {
    _tag: "Opened",
    ...grown(passage, event),
    ...ticketOf(passage),
    ...(isByHand && event.ticketId !== undefined && { ticketId: event.ticketId }),
    openedAt: event.at,
    ...(passWithin !== undefined && { passBy: later(event.at, passWithin) }),
    ...(isByHand && { byHand: { by: event.by, reason: event.reason } })
  }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "PassageSeen") {
    const { _tag: _, at, by: __, ...seen } = event
    if (state._tag === "Absent") return { _tag: "Seen", ...seen, version: 1, changedAt: at }
    return isAwaiting(state) ? { _tag: "Seen", ...grown(state, event), read: seen.read, stretches: seen.stretches } : state
  }
  if (state._tag === "Absent" || !mayFollow(state, event._tag)) return state
  const known = { ...grown(state, event), ...ticketOf(state) }
  switch (event._tag) {
    case "PassageDoubted":
      return { _tag: "Review", ...grown(state, event), doubt: event.doubt }
    case "PassageRefused":
      return { _tag: "Refused", ...grown(state, event), refusal: event.refusal }
    case "PassageOrdered": {
      const { _tag: _, at: __, by: ___, ...order } = event
      return { _tag: "Ordered", ...grown(state, event), ...order }
    }
    case "PassageOpened":
    case "PassageOpenedByHand":
      return opened(state, event)
    case "PassagePassed":
      return { _tag: "Passed", ...known, passedAt: event.at }
    case "PassageLapsed":
      return { _tag: "Lapsed", ...known, because: event.because, until: state._tag === "Ordered" ? later(state.expiresAt, state.passWithin) : endsAt(state) ?? event.at }
    case "PassageClosed":
      return { _tag: "Closed", ...known, because: event.because }
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decided<Tag extends Event["_tag"], Rejected = Begun> = Result.Result<ReadonlyArray<EventOf<Tag>>, Rejected>
const nothing = Result.succeed([])

/** The passage, if it is in a state that `event` leads from at the command's time. */
const standing = (state: State, command: Command, event: keyof typeof follows): Result.Result<Passage, Begun> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const { changedAt: notBefore, id } = state
  if (!mayFollow(state, event)) return Result.fail(new WrongState({ subject, id, state: state._tag, command: command._tag }))
  return command.at < notBefore ? Result.fail(new OutOfOrder({ subject, id, at: command.at, notBefore })) : Result.succeed(state)
}

type Verdict = "PassageDoubted" | "PassageRefused" | "PassageOrdered"

const verdict = (decision: Decision, done: Done): EventOf<Verdict> => {
  switch (decision._tag) {
    case "Open":
      return { _tag: "PassageOrdered", ...decision.order, ...done }
    case "Ask":
      return { _tag: "PassageDoubted", doubt: decision.doubt, ...done }
    case "Refuse":
      return { _tag: "PassageRefused", refusal: decision.refusal, ...done }
  }
}

/** It was decided like this before. */
const isDecided = (passage: Passage, decision: Decision): boolean => {
  switch (decision._tag) {
    case "Open": {
      const { expiresAt, passWithin, ticketId } = decision.order
      return passage._tag === "Ordered" && Equal.equals([passage.ticketId, passage.expiresAt, passage.passWithin], [ticketId, expiresAt, passWithin])
    }
    case "Ask":
      return passage._tag === "Review" && Equal.equals(passage.doubt, decision.doubt)
    case "Refuse":
      return passage._tag === "Refused" && Equal.equals(passage.refusal, decision.refusal)
  }
}

/** Decides on a vehicle that was read, also anew where it still stands there. */
const judge = (command: Only<"Decide">, state: State): Decided<"PassageSeen" | Verdict> => {
  const { at, by, decision, seen: { direction, id, laneId, lotId, read: taken, stretches } } = command
  const decided = verdict(decision, { at, by })
  const read = { _tag: "PassageSeen", id, lotId, laneId, direction, read: taken, stretches, at, by } as const
  if (state._tag === "Absent") return Result.succeed([read, decided])
  if (isDecided(state, decision)) return nothing
  return Result.map(standing(state, command, "PassageDoubted"), (passage) => passage.read.id === taken.id || !isAwaiting(passage) ? [decided] : [read, decided])
}
export { judge as decideOn }

/** The gate says that it opened. */
export const acknowledge = (command: Only<"Acknowledge">, state: State): Decided<"PassageOpened", Begun | OrderExpired> => {
  if (state._tag === "Opened" || state._tag === "Passed") return nothing
  return Result.flatMap(standing(state, command, "PassageOpened"), (passage): Decided<"PassageOpened", OrderExpired> => {
    const { at, by } = command
    return passage._tag === "Ordered" && at >= passage.expiresAt
      ? Result.fail(new OrderExpired({ id: passage.id, expiresAt: passage.expiresAt }))
      : Result.succeed([{ _tag: "PassageOpened", at, by }])
  })
}

/** Somebody opens it by hand, and says why. */
export const openByHand = (command: Only<"OpenByHand">, state: State): Decided<"PassageOpenedByHand"> => {
  const { at, by, passWithin, reason, ticketId } = command
  if (state._tag === "Opened" && Equal.equals(state.byHand, { by, reason })) return nothing
  return Result.map(standing(state, command, "PassageOpenedByHand"), () =>
    [{ _tag: "PassageOpenedByHand", reason, at, by, ...(ticketId !== undefined && { ticketId }), ...(passWithin !== undefined && { passWithin }) }])
}

/** Something behind the gate saw it pass. */
export const pass = (command: Only<"Pass">, state: State): Decided<"PassagePassed"> => {
  if (state._tag === "Passed" || (state._tag === "Opened" && state.passBy === undefined)) return nothing
  return Result.map(standing(state, command, "PassagePassed"), () => [{ _tag: "PassagePassed", at: command.at, by: command.by }])
}

/** Nobody acknowledged the order, or passed. */
export const lapse = (command: Only<"Lapse">, state: State): Decided<"PassageLapsed", Begun | NotLapsedYet> => {
  if (state._tag === "Lapsed") return nothing
  return Result.flatMap(standing(state, command, "PassageLapsed"), (passage): Decided<"PassageLapsed", NotLapsedYet> => {
    const { at, by } = command
    const until = endsAt(passage)
    if (until !== undefined && at < until) return Result.fail(new NotLapsedYet({ id: passage.id, until }))
    return Result.succeed([{ _tag: "PassageLapsed", because: passage._tag === "Ordered" ? "not-acknowledged" : "nobody-passed", at, by }])
  })
}

/** Nothing more is to come of it. */
export const close = (command: Only<"Close">, state: State): Decided<"PassageClosed"> =>
  state._tag === "Closed" && state.because === command.because
    ? nothing
    : Result.map(standing(state, command, "PassageClosed"), () => [{ _tag: "PassageClosed", because: command.because, at: command.at, by: command.by }])

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Decide":
      return judge(command, state)
    case "Acknowledge":
      return acknowledge(command, state)
    case "OpenByHand":
      return openByHand(command, state)
    case "Pass":
      return pass(command, state)
    case "Lapse":
      return lapse(command, state)
    case "Close":
      return close(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
