/**
 * A charging session: one vehicle on one connector, from plug to unplug, with what the meter showed.
 *
 * Readings are of a register that only counts up. They may come late, twice and in any order: each is of the instant it was
 * taken, and takes its place there. A register that runs backwards, or shows two numbers at one instant, is refused by name.
 *
 * Units: watt-hours, whole; instants in epoch milliseconds; phases closed-open.
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; OutsideSession, ReadingDiffers and RegisterRunsBackwards for readings.
 * Guarantees: the order in which readings arrive changes nothing; the register of a session never runs backwards; an unplugged
 * session stays unplugged.
 * Source: OCPP 2.0.1 "TransactionEvent" and "Energy.Active.Import.Register"; OCPI "CDR" charging periods.
 */
import { Equal, Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Absent, AlreadyBegun, type Decider, Ids, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"

/** What the register showed. */
export const Reading = Schema.Struct({
  at: Instant.Instant,
  wattHours: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })))
})
export type Reading = typeof Reading.Type

/** Why it charges no more. `recovered` is after a fault: whether it charges again is the charger's next word. */
export const StopReason = Schema.Literals(["full", "driver", "charger", "limit", "recovered"])
export type StopReason = typeof StopReason.Type

/** What the vehicle did from an instant on, up to the next. */
export const Span = Schema.Struct({ name: Schema.Literals(["charging", "idle", "faulted"]), from: Instant.Instant })
export type Span = typeof Span.Type

const FaultCode = Name.upTo(80)

const plugged = {
  id: Ids.ChargingId,
  /** The charger. */
  deviceId: Party.DeviceId,
  /** Connectors of a charger are numbered from 1. */
  connector: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))),
  /** The stay that it is billed with; absent where charging is all there is. */
  ticketId: Schema.optionalKey(Ids.TicketId),
  pluggedAt: Instant.Instant
}
const session = {
  ...plugged,
  version: Schema.Int,
  /** The latest instant that is known of. */
  changedAt: Instant.Instant,
  spans: Schema.Array(Span),
  /** By the instants they were taken at. */
  readings: Schema.Array(Reading)
}

export const ChargingSession = Schema.TaggedUnion({
  Plugged: session,
  Charging: session,
  Idle: { ...session, reason: StopReason },
  Faulted: { ...session, code: FaultCode },
  Unplugged: { ...session, unpluggedAt: Instant.Instant }
})
export type ChargingSession = typeof ChargingSession.Type
export const State = Schema.Union([Absent, ChargingSession])
export type State = typeof State.Type

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  ChargingPlugged: plugged,
  ChargingStarted: { at: Instant.Instant },
  ChargingStopped: { at: Instant.Instant, reason: StopReason },
  ChargingFaulted: { at: Instant.Instant, code: FaultCode },
  ChargingRecovered: { at: Instant.Instant },
  ChargingMetered: Reading.fields,
  ChargingUnplugged: { at: Instant.Instant }
})
export type Event = typeof Event.Type
export type Plugged = Extract<Event, { readonly _tag: "ChargingPlugged" }>

/** `at` is when it happened by the charger's clock. */
type Command =
  | { readonly _tag: "Plug"; readonly session: Omit<Plugged, "_tag"> }
  | { readonly _tag: "Start"; readonly at: Instant.Instant }
  | { readonly _tag: "Stop"; readonly at: Instant.Instant; readonly reason: Exclude<StopReason, "recovered"> }
  | { readonly _tag: "Fault"; readonly at: Instant.Instant; readonly code: string }
  | { readonly _tag: "Recover"; readonly at: Instant.Instant }
  | { readonly _tag: "Meter"; readonly at: Instant.Instant; readonly wattHours: number }
  | { readonly _tag: "Unplug"; readonly at: Instant.Instant }
export type { Command }

/** A reading of another time than the session's. */
export class OutsideSession extends Schema.TaggedError<OutsideSession>()("OutsideSession", {
  id: Ids.ChargingId,
  at: Instant.Instant,
  from: Instant.Instant,
  until: Schema.optionalKey(Instant.Instant)
}) {
  override get message() {
    const end = this.until === undefined ? "" : ` and ended at ${Instant.toIso(this.until)}`
    return `the reading of ${Instant.toIso(this.at)} is not of this session, which began at ${Instant.toIso(this.from)}${end}`
  }
}

/** Two numbers for one instant: one of them is wrong. */
export class ReadingDiffers extends Schema.TaggedError<ReadingDiffers>()("ReadingDiffers", { id: Ids.ChargingId, reading: Reading, known: Reading }) {
  override get message() {
    return `${this.known.wattHours} Wh are known of ${Instant.toIso(this.known.at)}, not ${this.reading.wattHours} Wh`
  }
}

/** The register shows less than before, or more than after: the meter was reset or exchanged, or the number is wrong. */
export class RegisterRunsBackwards extends Schema.TaggedError<RegisterRunsBackwards>()("RegisterRunsBackwards", {
  id: Ids.ChargingId,
  reading: Reading,
  known: Reading
}) {
  override get message() {
    const { known, reading } = this
    return `${reading.wattHours} Wh at ${Instant.toIso(reading.at)} contradict ${known.wattHours} Wh at ${Instant.toIso(known.at)}: after a reset, unplug and begin a new session`
  }
}

type Begun = NotBegun | WrongState | OutOfOrder
export type MeterRejection = NotBegun | OutsideSession | ReadingDiffers | RegisterRunsBackwards
export type Rejection = AlreadyBegun | Begun | MeterRejection

const subject = "charging session"

export const initial: State = { _tag: "Absent" }

/** When the vehicle last did something else. Readings do not count: they come when they come. */
const lastTurn = (state: ChargingSession): Instant.Instant =>
  state._tag === "Unplugged" ? state.unpluggedAt : state.spans.at(-1)?.from ?? state.pluggedAt

/** Where `reading` belongs among the readings of `state`; `undefined` when it is there already. */
const placed = (state: ChargingSession, reading: Reading): Result.Result<ReadonlyArray<Reading> | undefined, MeterRejection> => {
  const { id, pluggedAt, readings } = state
  const until = state._tag === "Unplugged" ? state.unpluggedAt : undefined
  if (reading.at < pluggedAt || (until !== undefined && reading.at > until)) {
    return Result.fail(new OutsideSession({ id, at: reading.at, from: pluggedAt, ...(until !== undefined && { until }) }))
  }
  const after = readings.findIndex(({ at }) => at >= reading.at)
  const [before, rest] = after === -1 ? [readings, []] : [readings.slice(0, after), readings.slice(after)]
  const [next] = rest
  const previous = before.at(-1)
  if (next?.at === reading.at) {
    return next.wattHours === reading.wattHours ? Result.succeed(undefined) : Result.fail(new ReadingDiffers({ id, reading, known: next }))
  }
  const against = previous !== undefined && previous.wattHours > reading.wattHours ? previous : next !== undefined && next.wattHours < reading.wattHours ? next : undefined
  return against === undefined ? Result.succeed([...before, reading, ...rest]) : Result.fail(new RegisterRunsBackwards({ id, reading, known: against }))
}

const kept = (state: ChargingSession, at: Instant.Instant) => {
  const { connector, deviceId, id, pluggedAt, readings, spans, ticketId, version } = state
  const changedAt = at > state.changedAt ? at : state.changedAt
  return { id, deviceId, connector, pluggedAt, ...(ticketId !== undefined && { ticketId }), version: version + 1, changedAt, spans, readings }
}

const turned = (state: ChargingSession, name: Span["name"], at: Instant.Instant) => {
  const before = kept(state, at)
  return before.spans.at(-1)?.name === name ? before : { ...before, spans: [...before.spans, { name, from: at }] }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "ChargingPlugged") {
    if (state._tag !== "Absent") return state
    return { ...event, _tag: "Plugged", version: 1, changedAt: event.pluggedAt, spans: [{ name: "idle", from: event.pluggedAt }], readings: [] }
  }
  if (state._tag === "Absent") return state
  if (event._tag === "ChargingMetered") {
    const readings = Result.getOrUndefined(placed(state, { at: event.at, wattHours: event.wattHours }))
    return readings === undefined ? state : { ...state, ...kept(state, event.at), readings }
  }
  if (state._tag === "Unplugged" || event.at < lastTurn(state)) return state
  switch (event._tag) {
    case "ChargingStarted":
      return { _tag: "Charging", ...turned(state, "charging", event.at) }
    case "ChargingStopped":
      return { _tag: "Idle", ...turned(state, "idle", event.at), reason: event.reason }
    case "ChargingFaulted":
      return { _tag: "Faulted", ...turned(state, "faulted", event.at), code: event.code }
    case "ChargingRecovered":
      return { _tag: "Idle", ...turned(state, "idle", event.at), reason: "recovered" }
    case "ChargingUnplugged":
      return { _tag: "Unplugged", ...kept(state, event.at), unpluggedAt: event.at }
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

/** The session as it stands at `at`, still plugged. */
const standing = (state: State, { _tag: command, at }: { readonly _tag: string; readonly at: Instant.Instant }): Result.Result<ChargingSession, Begun> => {
  if (state._tag === "Absent") return Result.fail(new NotBegun({ subject }))
  const { id } = state
  if (state._tag === "Unplugged") return Result.fail(new WrongState({ subject, id, state: state._tag, command }))
  const notBefore = lastTurn(state)
  return at < notBefore ? Result.fail(new OutOfOrder({ subject, id, at, notBefore })) : Result.succeed(state)
}

/** A vehicle is plugged in; it does not charge yet. */
export const plug = ({ session }: Only<"Plug">, state: State): Decision<"ChargingPlugged", AlreadyBegun> => {
  if (state._tag === "Absent") return Result.succeed([{ _tag: "ChargingPlugged", ...session }])
  const { connector, deviceId, id, pluggedAt, ticketId } = state
  const known = { id, deviceId, connector, ...(ticketId !== undefined && { ticketId }), pluggedAt }
  return Equal.equals(known, session) ? Result.succeed([]) : Result.fail(new AlreadyBegun({ subject, id }))
}

export const start = (command: Only<"Start">, state: State): Decision<"ChargingStarted", Begun> =>
  Result.map(standing(state, command), ({ _tag }) => (_tag === "Charging" ? [] : [{ _tag: "ChargingStarted", at: command.at }]))

/** It is full, or somebody or something stopped it. */
export const stop = (command: Only<"Stop">, state: State): Decision<"ChargingStopped", Begun> =>
  Result.flatMap(standing(state, command), ({ _tag, id }) => {
    if (_tag === "Idle") return Result.succeed([])
    if (_tag !== "Charging") return Result.fail(new WrongState({ subject, id, state: _tag, command: command._tag }))
    return Result.succeed([{ _tag: "ChargingStopped", at: command.at, reason: command.reason }])
  })

export const fault = (command: Only<"Fault">, state: State): Decision<"ChargingFaulted", Begun> =>
  Result.map(standing(state, command), (known) =>
    known._tag === "Faulted" && known.code === command.code ? [] : [{ _tag: "ChargingFaulted", at: command.at, code: command.code }])

export const recover = (command: Only<"Recover">, state: State): Decision<"ChargingRecovered", Begun> =>
  Result.flatMap(standing(state, command), ({ _tag, id }) =>
    _tag === "Faulted"
      ? Result.succeed([{ _tag: "ChargingRecovered", at: command.at }])
      : Result.fail(new WrongState({ subject, id, state: _tag, command: command._tag })))

/** Takes a reading, of now or of any earlier instant of the session, also once it is over. */
export const meter = ({ at, wattHours }: Only<"Meter">, state: State): Decision<"ChargingMetered", MeterRejection> =>
  state._tag === "Absent"
    ? Result.fail(new NotBegun({ subject }))
    : Result.map(placed(state, { at, wattHours }), (readings) => (readings === undefined ? [] : [{ _tag: "ChargingMetered", at, wattHours }]))

export const unplug = (command: Only<"Unplug">, state: State): Decision<"ChargingUnplugged", Begun> =>
  state._tag === "Unplugged" && state.unpluggedAt === command.at
    ? Result.succeed([])
    : Result.map(standing(state, command), () => [{ _tag: "ChargingUnplugged", at: command.at }])

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Plug":
      return plug(command, state)
    case "Start":
      return start(command, state)
    case "Stop":
      return stop(command, state)
    case "Fault":
      return fault(command, state)
    case "Recover":
      return recover(command, state)
    case "Meter":
      return meter(command, state)
    case "Unplug":
      return unplug(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
