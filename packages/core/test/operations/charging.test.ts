import { it } from "@effect/vitest"
import { Ids } from "@parkade/core/lifecycle"
import { faultCharging, meter, payOnExit, plug, quote, recoverCharging, startCharging, stopCharging, unplug } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { tariffJson } from "../pricing.ts"
import { euros, minute } from "../tickets.ts"
import { alone, balance, done, parked, pass, standing, uuid } from "./lots.ts"

/** 1.20 an hour, 0.45 a kWh, and after ten free minutes 0.10 a minute of idling. */
const electric = {
  tariff: tariffJson({
    type: "sum",
    of: [
      { type: "hourly", price: "1.20", count: "started", label: "parking" },
      { type: "energy", price: "0.45", label: "energy" },
      {
        type: "dynamic",
        crossing: "accumulate",
        windows: [{
          during: { phase: "idle" },
          rate: { type: "slab", mode: "graduated", brackets: [{ upTo: "PT10M", price: "0" }], beyond: { type: "hourly", price: "0.10", per: "PT1M", count: "started", label: "idling" } }
        }],
        otherwise: { type: "flat", price: "0" }
      }
    ]
  })
}
const deviceId = Party.DeviceId.make(uuid(40))
const connected = { deviceId, connector: 1 }

describe("charging over memory", () => {
  it.effect("the energy of every session of a stay is on its bill, however many", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id: ticketId } } = yield* parked(electric)
      for (let count = 0; count < 101; count++) {
        const { id: chargingId } = yield* plug({ ...connected, ticketId })
        yield* startCharging({ chargingId })
        yield* meter({ chargingId, wattHours: 0 })
        yield* pass("0:00:01")
        yield* meter({ chargingId, wattHours: 1_000 })
        yield* unplug({ chargingId })
      }
      const { bill } = yield* quote({ ticket: { id: ticketId } })
      expect(bill.lines.filter(({ label }) => label === "energy").reduce((sum, { gross }) => sum + gross, 0)).toBe(101 * 45)
    })))

  it.effect("one bill for parking, energy and idling, and one payment", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id: ticketId, lotId } } = yield* parked(electric)
      const { id: chargingId } = yield* plug({ ...connected, ticketId })
      yield* pass("0:02")
      yield* startCharging({ chargingId })
      yield* meter({ chargingId, wattHours: 5_000 })
      yield* pass("1:00")
      yield* stopCharging({ chargingId, reason: "full" })
      yield* meter({ chargingId, wattHours: 15_000 })
      yield* pass("0:28")
      const { bill, due } = yield* quote({ ticket: { id: ticketId } })
      // 2 started hours; 10 kWh; 2 + 28 minutes of idling less 10.
      expect(bill.lines.filter(({ gross }) => gross !== 0).map(({ gross, label }) => [label, gross])).toEqual([["parking", 240], ["energy", 450], ["idling", 200]])
      expect(due).toEqual(euros(890))
      yield* unplug({ chargingId })
      expect(yield* payOnExit({ ticket: { id: ticketId }, method: "card", agreed: euros(890) })).toMatchObject({ _tag: "Exited", payments: [{ amount: euros(890) }] })
      expect(yield* standing({ _tag: "Stay", ticketId })).toEqual({ due: 0, deferred: 0, overpaid: 0 })
      expect(yield* balance({ _tag: "Revenue", lotId, source: "stay" })).toBe(-890)
      expect(yield* done("ChargingSession", chargingId)).toEqual([
        ["charging.report", "ChargingPlugged"],
        ["charging.start", "ChargingStarted"],
        ["charging.report", "ChargingMetered"],
        ["charging.stop", "ChargingStopped"],
        ["charging.report", "ChargingMetered"],
        ["charging.report", "ChargingUnplugged"]
      ])
    })))

  it.effect("a fault is nobody's idling", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id: ticketId } } = yield* parked(electric)
      const { id: chargingId } = yield* plug({ ...connected, ticketId })
      yield* faultCharging({ chargingId, code: "GroundFailure" })
      yield* pass("0:50")
      expect(yield* quote({ ticket: { id: ticketId } })).toMatchObject({ due: euros(120) })
      expect(yield* recoverCharging({ chargingId })).toMatchObject({ _tag: "Idle", reason: "recovered" })
      expect(yield* Effect.flip(recoverCharging({ chargingId }))).toMatchObject({ _tag: "WrongState" })
    })))

  it.effect("a connector has one vehicle at a time", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id: ticketId } } = yield* parked(electric)
      const { id: chargingId } = yield* plug({ ...connected, ticketId })
      expect(yield* Effect.flip(plug(connected))).toMatchObject({ _tag: "ConnectorTaken", connector: 1 })
      yield* plug({ ...connected, connector: 2 })
      yield* unplug({ chargingId })
      expect(yield* plug(connected)).toMatchObject({ _tag: "Plugged" })
    })))

  it.effect("what is said twice or late is taken once, in its place; what contradicts is refused", () =>
    alone(Effect.gen(function*() {
      const { ticket: { id: ticketId } } = yield* parked(electric)
      const given = { ...connected, ticketId, chargingId: Ids.ChargingId.make(uuid(41)) }
      const { chargingId } = given
      const first = yield* plug(given)
      yield* pass("1:00")
      expect(yield* plug(given)).toEqual(first)
      yield* meter({ chargingId, wattHours: 900 })
      expect(yield* meter({ chargingId, wattHours: 100, at: minute(10) })).toMatchObject({ readings: [{ wattHours: 100 }, { wattHours: 900 }] })
      expect(yield* meter({ chargingId, wattHours: 100, at: minute(10) })).toMatchObject({ version: 3 })
      expect(yield* Effect.flip(meter({ chargingId, wattHours: 950, at: minute(20) }))).toMatchObject({ _tag: "RegisterRunsBackwards" })
      expect(yield* Effect.flip(meter({ chargingId: Ids.ChargingId.make(uuid(42)), wattHours: 1 }))).toMatchObject({ _tag: "NotBegun" })
      expect(yield* Effect.flip(plug({ deviceId, connector: 3, ticketId: Ids.TicketId.make(uuid(43)) }))).toMatchObject({ _tag: "NotBegun", subject: "ticket" })
      expect(yield* Effect.flip(stopCharging({ chargingId, reason: "driver" }))).toMatchObject({ _tag: "WrongState", state: "Plugged" })
    })))
})
