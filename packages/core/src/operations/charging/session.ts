/** What a charger tells of a charging session, each its own use-case. Instants are the charger's; the runtime's when absent. */
import { Effect, type Result, Schema } from "effect"
import { ChargingSession } from "../../charging/index.ts"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { Journal } from "../../ports/index.ts"
import { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { type Act, store } from "../store.ts"

const { code } = ChargingSession.Event.cases.ChargingFaulted.fields
const { connector, deviceId } = ChargingSession.Event.cases.ChargingPlugged.fields
const { wattHours } = ChargingSession.Reading.fields

/** Another vehicle is on this connector: its session is not over. */
export class ConnectorTaken extends Schema.TaggedError<ConnectorTaken>()("ConnectorTaken", { deviceId, connector }) {
  override get message() {
    return `connector ${this.connector} is in use: unplug the session on it first`
  }
}

/** A vehicle on a connector, and the stay that its energy is billed with. */
export const Plugging = Schema.Struct({
  ...by,
  deviceId,
  connector,
  ticketId: Schema.optional(Ids.TicketId),
  at: Schema.optional(Instant.Instant),
  /** An id of the caller's: the same session said twice is begun once. */
  chargingId: Schema.optional(Ids.ChargingId)
})
export type Plugging = typeof Plugging.Type

/** A vehicle is plugged in; it does not charge yet. */
export const plug = operation("plug", Plugging, (given) =>
  decideAgain(Effect.gen(function*() {
    const { connector, deviceId, ticketId } = given
    const ticket = ticketId === undefined ? undefined : yield* (yield* Journal).load("Ticket", ticketId)
    if (ticket?._tag === "Unissued") return yield* new NotBegun({ subject: "ticket" })
    const id = given.chargingId ?? Ids.ChargingId.make(yield* newId)
    const before = yield* (yield* Journal).load("ChargingSession", id)
    const pluggedAt = given.at ?? (before._tag === "Absent" ? yield* now : before.pluggedAt)
    const session = { id, deviceId, connector, ...(ticketId !== undefined && { ticketId }), pluggedAt }
    const changed = change("ChargingSession", id, before, yield* Effect.fromResult(ChargingSession.plug({ _tag: "Plug", session }, before)))
    yield* store({ action: "charging.report", by: actor(given) }, { changes: [changed] }).pipe(
      Effect.catchTag("KeyTaken", () => Effect.fail(new ConnectorTaken({ deviceId, connector }))),
      Effect.catchTag("SpotTaken", Effect.die)
    )
    return outcome(changed)
  })))

const told = { ...by, chargingId: Ids.ChargingId, at: Schema.optional(Instant.Instant) }

/** What a charger tells of a session. */
export const Told = Schema.Struct(told)
type Told = typeof Told.Type

const telling = <E>(action: Act["action"], given: Told, decide: (session: ChargingSession.State, at: Instant.Instant) => Result.Result<ReadonlyArray<ChargingSession.Event>, E>) =>
  decideAgain(Effect.gen(function*() {
    const { chargingId } = given
    const before = yield* (yield* Journal).load("ChargingSession", chargingId)
    const changed = change("ChargingSession", chargingId, before, yield* Effect.fromResult(decide(before, given.at ?? (yield* now))))
    yield* store({ action, by: actor(given) }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return outcome(changed)
  }))

/** The vehicle charges from now on. */
export const startCharging = operation("startCharging", Told, (given) =>
  telling("charging.start", given, (session, at) => ChargingSession.start({ _tag: "Start", at }, session)))

const Stopping = Schema.Struct({ ...told, reason: Schema.Literals(["full", "driver", "charger", "limit"]) })

/** It is full, or somebody or something stopped it. From now on it idles. */
export const stopCharging = operation("stopCharging", Stopping, (given) =>
  telling("charging.stop", given, (session, at) => ChargingSession.stop({ _tag: "Stop", at, reason: given.reason }, session)))

const Metering = Schema.Struct({ ...told, wattHours })

/** Takes a reading of the register, of now or of any earlier instant of the session. */
export const meter = operation("meter", Metering, (given) =>
  telling("charging.report", given, (session, at) => ChargingSession.meter({ _tag: "Meter", at, wattHours: given.wattHours }, session)))

/** The vehicle is off the connector: the session is over. */
export const unplug = operation("unplug", Told, (given) =>
  telling("charging.report", given, (session, at) => ChargingSession.unplug({ _tag: "Unplug", at }, session)))

const Faulting = Schema.Struct({ ...told, code })

/** The charger has a fault: nobody idles meanwhile. */
export const faultCharging = operation("faultCharging", Faulting, (given) =>
  telling("charging.report", given, (session, at) => ChargingSession.fault({ _tag: "Fault", at, code: given.code }, session)))

/** The fault is over: the session idles until it is started again. */
export const recoverCharging = operation("recoverCharging", Told, (given) =>
  telling("charging.report", given, (session, at) => ChargingSession.recover({ _tag: "Recover", at }, session)))
