/**
 * An operator: who runs lots, the tenant of a host that serves several.
 *
 * A lot is run by one operator: that is for storage to hold.
 *
 * Units: instants in epoch milliseconds.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; StillRunsLots.
 * Guarantees: lots of an operator are those taken on and not given up; an operator that runs lots does not close; a closed
 * operator stays closed.
 * Source: APDS "Organisation"; DATEX II.
 */
import { Equal, Result, Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider } from "../lifecycle/index.ts"
import { type Begun, standing as standingOf } from "./standing.ts"

const operator = {
  id: Party.OperatorId,
  version: Schema.Int,
  changedAt: Instant.Instant,
  name: Name.upTo(120),
  lotIds: Schema.Array(Lot.LotId).pipe(Schema.check(Schema.isUnique())),
  openedAt: Instant.Instant
}

export const Operator = Schema.TaggedUnion({
  Active: operator,
  Suspended: { ...operator, reason: Name.upTo(500) },
  Closed: { ...operator, closedAt: Instant.Instant }
})
export type Operator = typeof Operator.Type
export const State = Schema.Union([Absent, Operator])
export type State = typeof State.Type

const by = { by: Party.Actor, at: Instant.Instant }
const opened = { id: Party.OperatorId, name: Name.upTo(120), ...by }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  OperatorOpened: opened,
  OperatorRenamed: { name: Name.upTo(120), ...by },
  OperatorLotTakenOn: { lotId: Lot.LotId, ...by },
  OperatorLotGivenUp: { lotId: Lot.LotId, ...by },
  OperatorSuspended: { reason: Name.upTo(500), ...by },
  OperatorReinstated: by,
  OperatorClosed: by
})
export type Event = typeof Event.Type
type EventOf<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>

interface By {
  readonly by: Party.Actor
  readonly at: Instant.Instant
}
type Command =
  | { readonly _tag: "Open" } & Omit<EventOf<"OperatorOpened">, "_tag">
  | { readonly _tag: "Rename"; readonly name: string } & By
  | { readonly _tag: "TakeOnLot"; readonly lotId: Lot.LotId } & By
  | { readonly _tag: "GiveUpLot"; readonly lotId: Lot.LotId } & By
  | { readonly _tag: "Suspend"; readonly reason: string } & By
  | { readonly _tag: "Reinstate" } & By
  | { readonly _tag: "Close" } & By
export type { Command }

/** Lots need somebody who runs them. */
export class StillRunsLots extends Schema.TaggedError<StillRunsLots>()("StillRunsLots", { id: Party.OperatorId, lotIds: Schema.Array(Lot.LotId) }) {
  override get message() {
    return `this operator runs ${this.lotIds.length} lots: give them up first`
  }
}

export type CloseRejection = Begun | StillRunsLots
export type Rejection = AlreadyBegun | CloseRejection

const subject = "operator"
const standing = standingOf(subject)

export const initial: State = { _tag: "Absent" }

const kept = ({ id, lotIds, name, openedAt, version }: Operator, changedAt: Instant.Instant) => ({ id, name, lotIds, openedAt, version: version + 1, changedAt })

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "OperatorOpened") {
    const { at, id, name } = event
    return state._tag === "Absent" ? { _tag: "Active", id, name, lotIds: [], openedAt: at, version: 1, changedAt: at } : state
  }
  if (state._tag === "Absent" || state._tag === "Closed") return state
  const known = kept(state, event.at)
  switch (event._tag) {
    case "OperatorRenamed":
      return { ...state, ...known, name: event.name }
    case "OperatorLotTakenOn":
      return { ...state, ...known, lotIds: [...state.lotIds.filter((lotId) => lotId !== event.lotId), event.lotId] }
    case "OperatorLotGivenUp":
      return { ...state, ...known, lotIds: state.lotIds.filter((lotId) => lotId !== event.lotId) }
    case "OperatorSuspended":
      return { _tag: "Suspended", ...known, reason: event.reason }
    case "OperatorReinstated":
      return { _tag: "Active", ...known }
    case "OperatorClosed":
      return { _tag: "Closed", ...known, closedAt: event.at }
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<EventOf<Tag>>, Rejected>

export const open = ({ at, by, id, name }: Only<"Open">, state: State): Decision<"OperatorOpened", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "OperatorOpened", id, name, by, at }])
  const same = Equal.equals({ id: state.id, name: state.name, openedAt: state.openedAt }, { id, name, openedAt: at })
  return same ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))
}

export const rename = (command: Only<"Rename">, state: State): Decision<"OperatorRenamed", Begun> =>
  Result.map(standing(state, command, "Active", "Suspended"), (known) => {
    const { at, by, name } = command
    return known.name === name ? [] : [{ _tag: "OperatorRenamed", name, by, at }]
  })

/** A suspended operator takes on nothing. */
export const takeOnLot = (command: Only<"TakeOnLot">, state: State): Decision<"OperatorLotTakenOn", Begun> =>
  Result.map(standing(state, command, "Active"), ({ lotIds }) => {
    const { at, by, lotId } = command
    return lotIds.includes(lotId) ? [] : [{ _tag: "OperatorLotTakenOn", lotId, by, at }]
  })

export const giveUpLot = (command: Only<"GiveUpLot">, state: State): Decision<"OperatorLotGivenUp", Begun> =>
  Result.map(standing(state, command, "Active", "Suspended"), ({ lotIds }) => {
    const { at, by, lotId } = command
    return lotIds.includes(lotId) ? [{ _tag: "OperatorLotGivenUp", lotId, by, at }] : []
  })

export const suspend = (command: Only<"Suspend">, state: State): Decision<"OperatorSuspended", Begun> => {
  const { at, by, reason } = command
  if (state._tag === "Suspended" && state.reason === reason) return Result.succeed([])
  return Result.map(standing(state, command, "Active"), () => [{ _tag: "OperatorSuspended", reason, by, at }])
}

export const reinstate = (command: Only<"Reinstate">, state: State): Decision<"OperatorReinstated", Begun> =>
  state._tag === "Active" ? Result.succeed([]) : Result.map(standing(state, command, "Suspended"), () => [{ _tag: "OperatorReinstated", by: command.by, at: command.at }])

export const close = (command: Only<"Close">, state: State): Decision<"OperatorClosed", CloseRejection> => {
  if (state._tag === "Closed") return Result.succeed([])
  return Result.flatMap(standing(state, command, "Active", "Suspended"), ({ id, lotIds }): Decision<"OperatorClosed", StillRunsLots> =>
    lotIds.length > 0 ? Result.fail(new StillRunsLots({ id, lotIds })) : Result.succeed([{ _tag: "OperatorClosed", by: command.by, at: command.at }]))
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Open":
      return open(command, state)
    case "Rename":
      return rename(command, state)
    case "TakeOnLot":
      return takeOnLot(command, state)
    case "GiveUpLot":
      return giveUpLot(command, state)
    case "Suspend":
      return suspend(command, state)
    case "Reinstate":
      return reinstate(command, state)
    case "Close":
      return close(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
