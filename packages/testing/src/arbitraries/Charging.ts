/** Charging sessions: what a charger says, and its meter, in any order. */
import { ChargingSession } from "@parkade/core/charging"
import { Ids } from "@parkade/core/lifecycle"
import { Party } from "@parkade/core/party"
import { Elapsed, Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { type Attempt, type AttemptOptions, attempts } from "./Attempts.ts"
import { instant } from "./Time.ts"

type Command = ChargingSession.Command

const session = fc.record({
  id: fc.constantFrom("00000000-0000-7000-8000-0000000000c1", "00000000-0000-7000-8000-0000000000c2").map((id) => Ids.ChargingId.make(id)),
  deviceId: fc.constant(Party.DeviceId.make("00000000-0000-7000-8000-0000000000d1")),
  connector: fc.integer({ min: 1, max: 2 }),
  ticketId: fc.constantFrom(undefined, Ids.TicketId.make("00000000-0000-7000-8000-000000000001"))
}).map(({ ticketId, ...rest }) => ({ ...rest, ...(ticketId !== undefined && { ticketId }) }))

const plug = session.map((known): Attempt<Command> => (pluggedAt) => ({ _tag: "Plug", session: { ...known, pluggedAt } }))

const reasons = ["full", "driver", "charger", "limit"] as const
const reason = fc.constantFrom(...reasons)
const code = fc.constantFrom("GroundFailure", "OverVoltage")

/** Ten kilowatts, so that readings taken in any order go together; one in six is off. */
const meter = fc.record({
  back: fc.oneof(fc.constant(0), fc.constantFrom(1, 500, 1_000, 900_000), fc.integer({ min: 0, max: 20_000_000 })),
  off: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -20_000, max: 20_000 }) })
}).map(({ back, off }): Attempt<Command> => (now) => {
  const at = Instant.Instant.make(Math.max(0, now - back))
  return { _tag: "Meter", at, wattHours: Math.max(0, Math.floor(at / 360) + off) }
})

const always = (attempt: Attempt<Command>): fc.Arbitrary<Attempt<Command>> => fc.constant(attempt)

const attempt = fc.oneof(
  { weight: 5, arbitrary: always((at) => ({ _tag: "Start", at })) },
  { weight: 4, arbitrary: reason.map((why): Attempt<Command> => (at) => ({ _tag: "Stop", at, reason: why })) },
  { weight: 4, arbitrary: code.map((what): Attempt<Command> => (at) => ({ _tag: "Fault", at, code: what })) },
  { weight: 4, arbitrary: always((at) => ({ _tag: "Recover", at })) },
  { weight: 10, arbitrary: meter },
  { weight: 1, arbitrary: always((at) => ({ _tag: "Unplug", at })) },
  { weight: 1, arbitrary: plug }
)

/** What a charger says of one session: up to 14 messages after the plug, `longest` (six hours) apart at most. */
export const chargingCommands = ({ longest = Elapsed.ofHours(6), ...options }: AttemptOptions = {}): fc.Arbitrary<ReadonlyArray<Command>> =>
  attempts(plug, attempt, { longest, ...options })

/** Any event, whether or not it can follow. */
export const chargingEvent = (): fc.Arbitrary<ChargingSession.Event> =>
  instant().chain((at) => fc.oneof(
    session.map((known): ChargingSession.Event => ({ _tag: "ChargingPlugged", ...known, pluggedAt: at })),
    fc.constant<ChargingSession.Event>({ _tag: "ChargingStarted", at }),
    fc.constantFrom(...reasons, "recovered" as const).map((why): ChargingSession.Event => ({ _tag: "ChargingStopped", at, reason: why })),
    code.map((what): ChargingSession.Event => ({ _tag: "ChargingFaulted", at, code: what })),
    fc.constant<ChargingSession.Event>({ _tag: "ChargingRecovered", at }),
    fc.nat().map((wattHours): ChargingSession.Event => ({ _tag: "ChargingMetered", at, wattHours })),
    fc.constant<ChargingSession.Event>({ _tag: "ChargingUnplugged", at })
  ))
