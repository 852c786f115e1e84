/**
 * A code to scan at the lanes: proof of a reservation, good for one entry and one exit.
 *
 * Every scan of a code that was issued is an event, also one that is refused: that it was tried is a fact that somebody asks
 * for later, and a rejection would leave no trace. So the answer to a scan is its event, and a lane opens for
 * `CodeEntered` and `CodeExited` only ({@link opens}). What is no code, or was signed with another key, belongs to no code:
 * CodeText rejects it, and the host logs that itself.
 *
 * Units: closed-open periods.
 * Guarantees: every scan is logged; a code lets in once and out once; nothing leaves on a code that did not enter on it;
 * a code opens nothing outside its time, its lot and its directions; a revoked code opens nothing.
 * Source: prepaid parking by QR code, as operators run it.
 */
import { Result, Schema } from "effect"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { Lot } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Period } from "./Booking.ts"

const uuid = Schema.String.pipe(Schema.check(Schema.isUUID()))
export const CodeId = uuid.pipe(Schema.brand("CodeId"))
export type CodeId = typeof CodeId.Type
export const ScanId = uuid.pipe(Schema.brand("ScanId"))
export type ScanId = typeof ScanId.Type

export const Direction = Schema.Literals(["entry", "exit"])
export type Direction = typeof Direction.Type

/** What a text of the code is good for: there may be one for both directions, or one for each. */
export const Directions = Schema.Array(Direction).pipe(Schema.check(Schema.isMinLength(1), Schema.isUnique()))

const issued = { id: CodeId, lotId: Lot.LotId, reservationId: Ids.ReservationId, period: Period }

/** Why a lane stayed shut. */
export const Reason = Schema.TaggedUnion({
  OtherLot: { lotId: Lot.LotId },
  OtherDirection: { allowed: Directions },
  NotYetValid: { from: Instant.Instant },
  /** An exit is never too late: who is inside may leave, and pays for overtime. */
  NoLongerValid: { to: Instant.Instant },
  EnteredAlready: { at: Instant.Instant },
  NotEntered: {},
  ExitedAlready: { at: Instant.Instant },
  Revoked: { at: Instant.Instant }
})
export type Reason = typeof Reason.Type

/** The reason in words, with what to do. */
export const explain = (reason: Reason): string => {
  switch (reason._tag) {
    case "OtherLot": return "the code is for another lot"
    case "OtherDirection": return `the code is for the ${reason.allowed.join(" and the ")}: show the other one`
    case "NotYetValid": return `the code is good from ${Instant.toIso(reason.from)}: come back then`
    case "NoLongerValid": return `the code was good until ${Instant.toIso(reason.to)}: admit the vehicle without it`
    case "EnteredAlready": return `the code was used to enter at ${Instant.toIso(reason.at)}: it is good for one entry`
    case "NotEntered": return "nobody entered with this code: let the vehicle out by its ticket or plate"
    case "ExitedAlready": return `the code was used to leave at ${Instant.toIso(reason.at)}: it is good for one exit`
    case "Revoked": return `the code was taken back at ${Instant.toIso(reason.at)}: issue another, or admit the vehicle without it`
  }
}

const begun = {
  ...issued,
  version: Schema.Int,
  changedAt: Instant.Instant,
  /** The last scan, which a retry repeats. */
  lastScan: Schema.optionalKey(ScanId)
}
const entered = { ...begun, enteredAt: Instant.Instant }

export const Code = Schema.TaggedUnion({
  Issued: begun,
  Entered: entered,
  Exited: { ...entered, exitedAt: Instant.Instant },
  Revoked: { ...begun, revokedAt: Instant.Instant }
})
export type Code = typeof Code.Type
export const State = Schema.Union([Absent, Code])
export type State = typeof State.Type

const done = { at: Instant.Instant, by: Party.Actor }
const scanned = { ...done, scanId: ScanId, lotId: Lot.LotId, direction: Direction, allowed: Directions }

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  CodeIssued: { ...issued, ...done },
  CodeEntered: scanned,
  CodeExited: scanned,
  CodeRefused: { ...scanned, reason: Reason },
  CodeRevoked: done
})
export type Event = typeof Event.Type
type Issued = Extract<Event, { readonly _tag: "CodeIssued" }>
type Done = { readonly at: Instant.Instant; readonly by: Party.Actor }

type Command =
  | ({ readonly _tag: "Issue" } & Omit<Issued, "_tag">)
  /** At a lane of `lotId`, with a text that allows so much. */
  | ({ readonly _tag: "Scan"; readonly scanId: ScanId; readonly lotId: Lot.LotId; readonly direction: Direction; readonly allowed: ReadonlyArray<Direction> } & Done)
  | ({ readonly _tag: "Revoke" } & Done)
export type { Command }

export type Rejection = AlreadyBegun | NotBegun | WrongState | OutOfOrder

export const initial: State = { _tag: "Absent" }
const subject = "code"

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "CodeIssued") {
    const { at, by: _, ...rest } = event
    return state._tag === "Absent" ? { ...rest, _tag: "Issued", version: 1, changedAt: at } : state
  }
  if (state._tag === "Absent") return state
  const { id, lastScan, lotId, period, reservationId, version } = state
  const kept = { id, lotId, reservationId, period, version: version + 1, changedAt: event.at, ...(lastScan !== undefined && { lastScan }) }
  switch (event._tag) {
    case "CodeEntered": return state._tag === "Issued" ? { _tag: "Entered", ...kept, lastScan: event.scanId, enteredAt: event.at } : state
    case "CodeExited": return state._tag === "Entered" ? { _tag: "Exited", ...kept, lastScan: event.scanId, enteredAt: state.enteredAt, exitedAt: event.at } : state
    case "CodeRefused": return { ...state, ...kept, lastScan: event.scanId }
    case "CodeRevoked": return state._tag === "Issued" ? { _tag: "Revoked", ...kept, revokedAt: event.at } : state
  }
}

/** Why `code` does not open the lane; nothing where it does. */
const refusal = (code: Code, { allowed, at, direction, lotId }: Only<"Scan">): Reason | undefined => {
  if (code._tag === "Revoked") return { _tag: "Revoked", at: code.revokedAt }
  if (lotId !== code.lotId) return { _tag: "OtherLot", lotId: code.lotId }
  if (!allowed.includes(direction)) return { _tag: "OtherDirection", allowed }
  if (code._tag === "Exited") return { _tag: "ExitedAlready", at: code.exitedAt }
  if (direction === "exit") return code._tag === "Issued" ? { _tag: "NotEntered" } : undefined
  if (code._tag === "Entered") return { _tag: "EnteredAlready", at: code.enteredAt }
  if (at < code.period.from) return { _tag: "NotYetValid", from: code.period.from }
  return at >= code.period.to ? { _tag: "NoLongerValid", to: code.period.to } : undefined
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const outOfOrder = ({ changedAt, id }: Code, at: Instant.Instant): OutOfOrder => new OutOfOrder({ subject, id, at, notBefore: changedAt })

export const issue = ({ _tag: _, ...code }: Only<"Issue">, state: State): Decision<"CodeIssued", AlreadyBegun> =>
  state._tag === "Absent" ? Result.succeed([{ _tag: "CodeIssued", ...code }]) : Result.fail(new AlreadyBegun({ subject, id: state.id }))

/** A scan at a lane: always an event, unless it is a retry of the last. */
export const scan = (command: Only<"Scan">, state: State): Decision<"CodeEntered" | "CodeExited" | "CodeRefused", NotBegun | OutOfOrder> => {
  const { _tag: _, ...seen } = command
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  if (state.lastScan === seen.scanId) return Result.succeed([])
  if (seen.at < state.changedAt) return Result.fail(outOfOrder(state, seen.at))
  const reason = refusal(state, command)
  if (reason !== undefined) return Result.succeed([{ _tag: "CodeRefused", ...seen, reason }])
  return Result.succeed([{ _tag: seen.direction === "entry" ? "CodeEntered" : "CodeExited", ...seen }])
}

/** The reservation was cancelled or changed. Who is inside keeps the code, to leave. */
export const revoke = ({ at, by }: Only<"Revoke">, state: State): Decision<"CodeRevoked", NotBegun | WrongState | OutOfOrder> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  if (state._tag === "Revoked") return Result.succeed([])
  if (state._tag !== "Issued") return Result.fail(new WrongState({ subject, id: state.id, state: state._tag, command: "Revoke" }))
  return at < state.changedAt ? Result.fail(outOfOrder(state, at)) : Result.succeed([{ _tag: "CodeRevoked", at, by }])
}

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Issue": return issue(command, state)
    case "Scan": return scan(command, state)
    case "Revoke": return revoke(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }

/** Of the events of a scan: the lane opens. */
export const opens = (events: ReadonlyArray<Event>): boolean => events.some(({ _tag }) => _tag === "CodeEntered" || _tag === "CodeExited")
