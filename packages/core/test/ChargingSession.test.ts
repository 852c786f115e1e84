import { ChargingSession } from "@parkade/core/charging"
import { Ids } from "@parkade/core/lifecycle"
import { Party } from "@parkade/core/party"
import { chargingCommands, runs } from "@parkade/testing/arbitraries"
import { chargingCase, chargingLaws, obey } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { reached } from "./reached.ts"
import { minute } from "./tickets.ts"

type Event = ChargingSession.Event
const session = {
  id: Ids.ChargingId.make("00000000-0000-7000-8000-0000000000c1"),
  deviceId: Party.DeviceId.make("00000000-0000-7000-8000-0000000000d1"),
  connector: 1,
  pluggedAt: minute(0)
}
const { id } = session
const plugged: Event = { _tag: "ChargingPlugged", ...session }
const started = (at: number): Event => ({ _tag: "ChargingStarted", at: minute(at) })
const stopped = (at: number): Event => ({ _tag: "ChargingStopped", at: minute(at), reason: "full" })
const faulted = (at: number): Event => ({ _tag: "ChargingFaulted", at: minute(at), code: "GroundFailure" })
const recovered = (at: number): Event => ({ _tag: "ChargingRecovered", at: minute(at) })
const metered = (at: number, wattHours: number): Event => ({ _tag: "ChargingMetered", at: minute(at), wattHours })
const unplugged = (at: number): Event => ({ _tag: "ChargingUnplugged", at: minute(at) })

type Command = ChargingSession.Command
const plug: Command = { _tag: "Plug", session }
const start = (at: number): Command => ({ _tag: "Start", at: minute(at) })
const stop = (at: number): Command => ({ _tag: "Stop", at: minute(at), reason: "full" })
const fault = (at: number, code = "GroundFailure"): Command => ({ _tag: "Fault", at: minute(at), code })
const recover = (at: number): Command => ({ _tag: "Recover", at: minute(at) })
const meter = (at: number, wattHours: number, millis = 0): Command => ({ _tag: "Meter", at: minute(at, millis), wattHours })
const unplug = (at: number): Command => ({ _tag: "Unplug", at: minute(at) })

type Then = ReadonlyArray<Event> | { readonly _tag: ChargingSession.Rejection["_tag"]; readonly [field: string]: unknown }
const wrong = (state: string, command: string): Then => ({ _tag: "WrongState", id, state, command })
const charging = [plugged, started(1)]
const idle = [...charging, stopped(5)]
const broken = [...charging, faulted(5)]
const gone = [...idle, unplugged(9)]

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Event>, when: Command, then: Then]> = [
  ["is plugged", [], plug, [plugged]],
  ["is plugged once", [plugged], plug, []],
  ["is plugged once, whatever happened since", idle, plug, []],
  ["is not plugged in two connectors", [plugged], { _tag: "Plug", session: { ...session, connector: 2 } }, { _tag: "AlreadyBegun", id }],
  ["starts", [plugged], start(1), [started(1)]],
  ["starts at the instant of the plug", [plugged], start(0), [started(0)]],
  ["starts once", charging, start(2), []],
  ["starts again after it stopped", idle, start(6), [started(6)]],
  ["starts again after a fault", broken, start(6), [started(6)]],
  ["does not start before the plug", [plugged], start(-1), { _tag: "OutOfOrder", notBefore: minute(0) }],
  ["does not start once it is unplugged", gone, start(10), wrong("Unplugged", "Start")],
  ["starts nothing that was not plugged", [], start(1), { _tag: "NotBegun" }],
  ["stops", charging, stop(5), [stopped(5)]],
  ["stops once", idle, stop(6), []],
  ["does not stop what never started", [plugged], stop(5), wrong("Plugged", "Stop")],
  ["does not stop what is broken", broken, stop(6), wrong("Faulted", "Stop")],
  ["does not stop before it started", charging, stop(0), { _tag: "OutOfOrder", notBefore: minute(1) }],
  ["does not stop once it is unplugged", gone, stop(10), wrong("Unplugged", "Stop")],
  ["stops nothing that was not plugged", [], stop(1), { _tag: "NotBegun" }],
  ["breaks before it started", [plugged], fault(1), [faulted(1)]],
  ["breaks while it charges", charging, fault(5), [faulted(5)]],
  ["breaks while it is idle", idle, fault(6), [faulted(6)]],
  ["says the same fault once", broken, fault(6), []],
  ["says another fault", broken, fault(6, "OverVoltage"), [{ _tag: "ChargingFaulted", at: minute(6), code: "OverVoltage" }]],
  ["does not break once it is unplugged", gone, fault(10), wrong("Unplugged", "Fault")],
  ["breaks nothing that was not plugged", [], fault(1), { _tag: "NotBegun" }],
  ["recovers", broken, recover(6), [recovered(6)]],
  ["recovers from nothing", charging, recover(6), wrong("Charging", "Recover")],
  ["recovers nothing that is idle", idle, recover(6), wrong("Idle", "Recover")],
  ["recovers nothing before it started", [plugged], recover(6), wrong("Plugged", "Recover")],
  ["does not recover before the fault", broken, recover(4), { _tag: "OutOfOrder", notBefore: minute(5) }],
  ["does not recover once it is unplugged", gone, recover(10), wrong("Unplugged", "Recover")],
  ["recovers nothing that was not plugged", [], recover(1), { _tag: "NotBegun" }],
  ["reads at the instant of the plug", [plugged], meter(0, 100), [metered(0, 100)]],
  ["reads nothing before the plug", [plugged], meter(0, 100, -1), { _tag: "OutsideSession", id, from: minute(0) }],
  ["reads the same twice", [plugged, metered(1, 100)], meter(1, 100), []],
  ["reads two numbers of one instant", [plugged, metered(1, 100)], meter(1, 101), { _tag: "ReadingDiffers", known: { at: minute(1), wattHours: 100 } }],
  ["reads late", [...charging, metered(4, 400)], meter(2, 200), [metered(2, 200)]],
  ["reads what stood still", [...charging, metered(4, 400)], meter(5, 400), [metered(5, 400)]],
  ["reads no register that runs backwards", [...charging, metered(4, 400)], meter(5, 399), { _tag: "RegisterRunsBackwards", known: { at: minute(4), wattHours: 400 } }],
  ["reads nothing late that is more than after", [...charging, metered(4, 400)], meter(2, 401), { _tag: "RegisterRunsBackwards", reading: { at: minute(2), wattHours: 401 } }],
  ["reads at the instant of the unplug, afterwards", gone, meter(9, 900), [metered(9, 900)]],
  ["reads nothing after the unplug", gone, meter(9, 900, 1), { _tag: "OutsideSession", until: minute(9) }],
  ["reads while it is broken", broken, meter(6, 600), [metered(6, 600)]],
  ["reads nothing that was not plugged", [], meter(1, 100), { _tag: "NotBegun" }],
  ["is unplugged while it charges", charging, unplug(5), [unplugged(5)]],
  ["is unplugged while it is broken", broken, unplug(5), [unplugged(5)]],
  ["is unplugged without having charged", [plugged], unplug(0), [unplugged(0)]],
  ["is unplugged before a reading that was taken later", [...charging, metered(8, 800)], unplug(7), [unplugged(7)]],
  ["is unplugged once", gone, unplug(9), []],
  ["is unplugged at one instant only", gone, unplug(10), wrong("Unplugged", "Unplug")],
  ["is not unplugged before it stopped", idle, unplug(4), { _tag: "OutOfOrder", notBefore: minute(5) }],
  ["unplugs nothing that was not plugged", [], unplug(1), { _tag: "NotBegun" }]
]

const given = (events: ReadonlyArray<Event>) => events.reduce(ChargingSession.evolve, ChargingSession.initial)

describe("a charging session", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = ChargingSession.decide(command, given(before))
    if ("_tag" in then) expect(Result.isFailure(decided) && decided.failure).toMatchObject(then)
    else expect(decided).toEqual(Result.succeed(then))
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Command, before: ReadonlyArray<Event>) => {
      const decided = ChargingSession.decide(command, given(before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(meter(10, 1), gone)).toBe("the reading of 2026-06-01T08:10:00Z is not of this session, which began at 2026-06-01T08:00:00Z and ended at 2026-06-01T08:09:00Z")
    expect(told(meter(1, 5), [plugged, metered(1, 6)])).toBe("6 Wh are known of 2026-06-01T08:01:00Z, not 5 Wh")
    expect(told(meter(2, 5), [plugged, metered(1, 6)])).toContain("after a reset, unplug and begin a new session")
  })

  it.each(chargingLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(chargingCase(), (input) => obey([law], input)), runs(300))
  })

  it("is tried in every state, with every event", () => {
    const { events, states } = reached(ChargingSession.decider, chargingCommands())
    for (const state of ["Absent", "Plugged", "Charging", "Idle", "Faulted", "Unplugged"]) expect(states.get(state), state).toBeGreaterThan(100)
    for (const event of Object.keys(ChargingSession.Event.cases)) expect(events.get(event), event).toBeGreaterThan(50)
  })
})
