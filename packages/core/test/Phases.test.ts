/** What a charger said becomes phases, and one tariff prices the stay and the energy in one bill. */
import { ChargingSession, Phases } from "@parkade/core/charging"
import { Ids } from "@parkade/core/lifecycle"
import { Party } from "@parkade/core/party"
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { runs } from "@parkade/testing/arbitraries"
import { obey, phasesCase, phasesLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { tariff } from "./pricing.ts"
import { minute } from "./tickets.ts"

type Command = ChargingSession.Command
const opened = (pluggedAt: Instant.Instant): Command => ({
  _tag: "Plug",
  session: { id: Ids.ChargingId.make("00000000-0000-7000-8000-0000000000c1"), deviceId: Party.DeviceId.make("00000000-0000-7000-8000-0000000000d1"), connector: 1, pluggedAt }
})
const session = (...commands: ReadonlyArray<Command>): ChargingSession.ChargingSession => {
  const state = commands.reduce(
    (known, command) => Result.getOrThrow(ChargingSession.decide(command, known)).reduce(ChargingSession.evolve, known),
    ChargingSession.initial
  )
  if (state._tag === "Absent") throw new Error("nothing was plugged")
  return state
}
const start = (at: number, millis = 0): Command => ({ _tag: "Start", at: minute(at, millis) })
const stop = (at: number, millis = 0): Command => ({ _tag: "Stop", at: minute(at, millis), reason: "full" })
const fault = (at: number): Command => ({ _tag: "Fault", at: minute(at), code: "GroundFailure" })
const meter = (at: number, wattHours: number, millis = 0): Command => ({ _tag: "Meter", at: minute(at, millis), wattHours })
const unplug = (at: number, millis = 0): Command => ({ _tag: "Unplug", at: minute(at, millis) })

const told = (known: ChargingSession.ChargingSession, until = 600, options: Phases.Options = {}) =>
  Phases.of(known, minute(until), options).map(({ from, kw, kwh, name, to }) => [name, (from - minute(0)) / 1_000, (to - minute(0)) / 1_000, kwh, kw])

const hour = session(opened(minute(0)), meter(0, 5_000), start(2), meter(62, 15_000), stop(62), unplug(90))

describe("phases", () => {
  it.each<[words: string, phases: unknown, expected: unknown]>([
    ["idle, charging, idle", told(hour), [["idle", 0, 120, undefined, undefined], ["charging", 120, 3_720, "10", "10"], ["idle", 3_720, 5_400, undefined, undefined]]],
    ["as far as they are known", told(hour, 61), [["idle", 0, 120, undefined, undefined], ["charging", 120, 3_660, undefined, undefined]]],
    ["with the reading of the very instant", told(hour, 62), [["idle", 0, 120, undefined, undefined], ["charging", 120, 3_720, "10", "10"]]],
    ["none at the instant of the plug", told(hour, 0), []],
    ["none before it", told(hour, -5), []],
    ["an overstay from when the host says", told(hour, 600, { overstayFrom: minute(70) }).slice(2), [["idle", 3_720, 4_200, undefined, undefined], ["overstay", 4_200, 5_400, undefined, undefined]]],
    ["an overstay at once where it is late already", told(hour, 600, { overstayFrom: minute(62) }).slice(2), [["overstay", 3_720, 5_400, undefined, undefined]]],
    ["no overstay from the unplug on", told(hour, 600, { overstayFrom: minute(90) }).slice(2), [["idle", 3_720, 5_400, undefined, undefined]]],
    ["each reading's own power", told(session(opened(minute(0)), start(0), meter(0, 0), meter(10, 1_000), meter(20, 1_500), unplug(20))), [["charging", 0, 600, "1", "6"], ["charging", 600, 1_200, "0.5", "3"]]],
    ["a fault apart", told(session(opened(minute(0)), start(0), meter(0, 0), fault(10), meter(10, 100), unplug(20))), [["charging", 0, 600, "0.1", "0.6"], ["faulted", 600, 1_200, undefined, undefined]]],
    ["energy of a pause within two readings goes to the charging around it", told(session(opened(minute(0)), start(0), meter(0, 0), stop(10), start(15), meter(30, 1_000), unplug(30))),
      [["charging", 0, 600, "0.4", "2.4"], ["idle", 600, 900, undefined, undefined], ["charging", 900, 1_800, "0.6", "2.4"]]],
    ["energy that does not divide comes later", told(session(opened(minute(0)), start(0), meter(0, 0), stop(1), start(2), meter(3, 3), unplug(3))),
      [["charging", 0, 60, "0.001", "0.06"], ["idle", 60, 120, undefined, undefined], ["charging", 120, 180, "0.002", "0.12"]]],
    ["drift while nothing charges stays where it was", told(session(opened(minute(0)), meter(0, 0), meter(10, 5), unplug(20))), [["idle", 0, 600, "0.005", "0.03"], ["idle", 600, 1_200, undefined, undefined]]],
    ["milliseconds are floored, and what changed within a second is its last", told(session(opened(minute(0, 900)), start(0, 950), stop(1, 100), start(1, 200), unplug(2, 999))), [["charging", 0, 120, undefined, undefined]]],
    ["two readings of one second keep their energy", told(session(opened(minute(0)), start(0), meter(1, 100, 100), meter(1, 150, 900), unplug(3))).map(([name, from, to, kwh]) => [name, from, to, kwh]),
      [["charging", 0, 60, undefined], ["charging", 60, 61, "0.05"], ["charging", 61, 180, undefined]]],
    ["energy of the last second is not lost", told(session(opened(minute(0)), start(0), meter(3, 100), unplug(3))), [["charging", 0, 180, undefined, undefined]]],
    ["nor is that of two readings in it", told(session(opened(minute(0)), start(0), meter(3, 100), meter(3, 150, 500), unplug(3, 600))).at(-1), ["charging", 179, 180, "0.05", "180"]]
  ])("%s", (_, phases, expected) => expect(phases).toEqual(expected))

  it.each(phasesLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(phasesCase(), (input) => obey([law], input)), runs(300))
  })
})

describe("one bill", () => {
  const parking = { type: "hourly", price: "1.20", count: "started", label: "parking" }
  const energy = { type: "energy", price: "0.45", label: "energy" }
  const idle = (grace: object) => ({ type: "dynamic", crossing: "accumulate", windows: [{ during: { phase: "idle" }, rate: grace }], otherwise: { type: "flat", price: "0" } })
  const perMinute = { type: "hourly", price: "0.10", per: "PT1M", count: "started", label: "idling" }
  const afterTen = { type: "slab", mode: "graduated", brackets: [{ upTo: "PT10M", price: "0" }], beyond: perMinute }
  const priced = (rate: object, known: ChargingSession.ChargingSession) => {
    const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone: "Europe/Berlin" })))
    return Result.getOrThrow(compiled.from(minute(0), { phases: Phases.of(known, minute(90)) }).at(minute(90)))
  }

  it("prices parking, energy and idling after ten minutes of grace", () => {
    const bill = priced({ type: "sum", of: [parking, energy, idle(afterTen)] }, hour)
    // 2 started hours; 10 kWh; 2 + 28 idle minutes less 10.
    expect(bill.lines.filter(({ gross }) => gross !== 0).map(({ gross, label }) => [label, gross])).toEqual([["parking", 240], ["energy", 450], ["idling", 200]])
    expect(bill.gross).toBe(890)
  })

  it("prices the same, however often the meter was read", () => {
    const readings = Array.from({ length: 60 }, (_, index) => meter(3 + index, 5_000 + Math.floor((index + 1) * 10_000 / 60)))
    const often = session(opened(minute(0)), meter(0, 5_000), start(2), ...readings, stop(62), unplug(90))
    expect(Phases.of(often, minute(90)).length).toBeGreaterThan(60)
    expect(priced({ type: "sum", of: [parking, energy, idle(afterTen)] }, often).gross).toBe(890)
  })
})

interface BoardCase {
  readonly visits: ReadonlyArray<readonly [string, string]>
  readonly phases?: ReadonlyArray<{ readonly name: string; readonly from: string; readonly to: string; readonly kwh?: string; readonly amps?: string; readonly kw?: string }>
  readonly facts?: object
  readonly expect: { readonly net: number; readonly gross?: number }
}

describe("published boards, from what a charger would say", () => {
  const folder = new URL("../../testing/golden/boards/", import.meta.url)
  const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))
  const boards = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as { readonly id: string; readonly tariff: unknown; readonly cases: ReadonlyArray<BoardCase> })
  const cases = boards.flatMap(({ cases, id, tariff }) => cases.flatMap((each, index) => {
    const fit = each.facts === undefined && each.visits.length === 1 && (each.phases ?? []).length > 0 && each.phases?.every(({ amps }) => amps === undefined)
    return fit === true ? [[`${id} ${index}`, tariff, each] as const] : []
  }))

  it("are there, with idling and with power among them", () => {
    expect(cases.length).toBeGreaterThanOrEqual(16)
    expect(cases.some(([, , { phases }]) => phases?.some(({ name }) => name === "idle"))).toBe(true)
    expect(cases.some(([, , { phases }]) => phases?.some(({ kw }) => kw !== undefined))).toBe(true)
  })

  it.each(cases)("%s", (_, json, { expect: expected, phases = [], visits: [[from, to] = ["", ""]] }) => {
    const before = phases.filter(({ name }) => name === "reserved")
    const plugged = phases.filter(({ name }) => name !== "reserved")
    let register = 1_000
    const said = plugged.flatMap(({ from, kwh = "0", name, to }): ReadonlyArray<Command> => {
      const first = register
      register += Number(kwh) * 1_000
      const turn: Command = name === "charging" ? { _tag: "Start", at: instant(from) } : { _tag: "Stop", at: instant(from), reason: "full" }
      return [turn, { _tag: "Meter", at: instant(from), wattHours: first }, { _tag: "Meter", at: instant(to), wattHours: register }]
    })
    const [first, last] = [plugged[0]?.from ?? from, plugged.at(-1)?.to ?? to]
    const known = session(opened(instant(first)), ...said, { _tag: "Unplug", at: instant(last) })
    const made = [...before.map(({ from, name, to }) => ({ name, from: instant(from), to: instant(to) })), ...Phases.of(known, instant(to))]
    const compiled = Result.getOrThrow(PriceFunction.compile(Result.getOrThrow(Tariff.decode(json))))
    expect(Result.getOrThrow(compiled.from(instant(from), { phases: made }).at(instant(to)))).toMatchObject(expected)
  })
})
