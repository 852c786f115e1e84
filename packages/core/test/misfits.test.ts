/** Every reason why a spot does not suit, one line each. */
import { Fit } from "@parkade/core/allocation"
import { Spot, Zone } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { describe, expect, it } from "vitest"

const zoneId = (index: number) => Zone.ZoneId.make(`00000000-0000-4001-8000-${`${index}`.padStart(12, "0")}`)
const [level, section, elsewhere] = [zoneId(1), zoneId(2), zoneId(3)]
const car: Fit.Requirement = { size: "medium", needs: [], barred: ["accessible", "valet"] }
const plain: Fit.Placed = { size: "medium", features: [] }
const at = (minute: number) => Instant.Instant.make(minute * 60_000)
const outage = (from: number, until?: number): Spot.Outage => ({ reason: "cleaning", from: at(from), ...(until !== undefined && { until: at(until) }) })
const during = (from: number, until?: number): Fit.During => ({ from: at(from), until: until === undefined ? undefined : at(until) })

const tags = (spot: Fit.Placed, needed: Fit.Requirement, stay?: Fit.During) => Fit.fit(spot, needed, stay).map(({ _tag }) => _tag)
const low = (maxHeightCentimetres: number) => ({ id: section, maxHeightCentimetres })
const high = (heightCentimetres: number): Fit.Requirement => ({ ...car, heightCentimetres })
const charging = (minPowerWatts: number, ...kinds: ReadonlyArray<Spot.ConnectorKind>): Fit.Requirement => ({ ...car, connector: { kinds, minPowerWatts } })
const charger = (powerWatts: number, kind: Spot.ConnectorKind): Spot.Connector => ({ kind, powerWatts })

describe("heights", () => {
  it.each<readonly [string, Fit.Placed, Fit.Requirement, ReadonlyArray<string>]>([
    ["no limit", plain, high(300), []],
    ["a vehicle that does not say", { ...plain, maxHeightCentimetres: 190 }, car, []],
    ["as high as the limit", { ...plain, maxHeightCentimetres: 190 }, high(190), []],
    ["a centimetre higher", { ...plain, maxHeightCentimetres: 190 }, high(191), ["TooLow"]],
    ["too high for the zone", { ...plain, zones: [low(190)] }, high(191), ["TooLow"]],
    ["too high for the zone around it", { ...plain, zones: [low(220), { ...low(190), id: level }] }, high(191), ["TooLow"]],
    ["low spot in a high zone, said once", { ...plain, maxHeightCentimetres: 180, zones: [low(185)] }, high(191), ["TooLow"]]
  ])("%s", (_, spot, needed, expected) => expect(tags(spot, needed)).toEqual(expected))

  it("names the lowest limit", () => expect(Fit.fit({ ...plain, maxHeightCentimetres: 180, zones: [low(175)] }, high(191)))
    .toEqual([{ _tag: "TooLow", maxHeightCentimetres: 175, neededCentimetres: 191 }]))
})

describe("connectors", () => {
  const spot: Fit.Placed = { ...plain, features: ["ev"], connectors: [charger(11_000, "type-2"), charger(150_000, "ccs-2")] }
  it.each<readonly [string, Fit.Placed, Fit.Requirement, ReadonlyArray<string>]>([
    ["one of them", spot, charging(11_000, "type-2"), []],
    ["one of several that will do", spot, charging(1, "chademo", "ccs-2"), []],
    ["of a kind that is not there", spot, charging(1, "chademo"), ["LacksConnector"]],
    ["with power that only another kind has", spot, charging(22_000, "type-2"), ["LacksConnector"]],
    ["no connectors at all", { ...plain, features: ["ev"] }, charging(1, "type-2"), ["LacksConnector"]],
    ["not asked for", spot, car, []]
  ])("%s", (_, placed, needed, expected) => expect(tags(placed, needed)).toEqual(expected))
})

describe("access", () => {
  const spot: Fit.Placed = { ...plain, zones: [{ id: section, access: ["staff", "residents"] }, { id: level, access: ["permit"] }] }
  it.each<readonly [string, ReadonlyArray<string> | undefined, ReadonlyArray<string>]>([
    ["nothing held", undefined, ["NoAccess", "NoAccess"]],
    ["one of the section's", ["residents"], ["NoAccess"]],
    ["of the level only", ["permit"], ["NoAccess"]],
    ["one of each", ["staff", "permit"], []],
    ["something else", ["strangers"], ["NoAccess", "NoAccess"]]
  ])("%s", (_, access, expected) => expect(tags(spot, { ...car, access })).toEqual(expected))
})

describe("a zone that is wanted", () => {
  const spot: Fit.Placed = { ...plain, zones: [{ id: section }, { id: level }] }
  it.each<readonly [string, Zone.ZoneId, ReadonlyArray<string>]>([
    ["the spot's own", section, []],
    ["the one around it", level, []],
    ["another", elsewhere, ["OtherZone"]]
  ])("%s", (_, wanted, expected) => expect(tags(spot, { ...car, zoneId: wanted })).toEqual(expected))
})

describe("outages", () => {
  it.each<readonly [string, ReadonlyArray<Spot.Outage>, Fit.During | undefined, number]>([
    ["over as the stay begins", [outage(0, 10)], during(10, 20), 0],
    ["begins as the stay ends", [outage(20, 30)], during(10, 20), 0],
    ["a minute into the stay", [outage(0, 11)], during(10, 20), 1],
    ["from a minute before its end", [outage(19, 30)], during(10, 20), 1],
    ["within it", [outage(12, 13)], during(10, 20), 1],
    ["around it", [outage(0, 90)], during(10, 20), 1],
    ["until further notice, before the stay", [outage(0)], during(10, 20), 1],
    ["until further notice, after the stay", [outage(20)], during(10, 20), 0],
    ["after a stay without an end", [outage(500, 501)], during(10), 1],
    ["over before a stay without an end", [outage(0, 10)], during(10), 0],
    ["two of three", [outage(0, 10), outage(11, 12), outage(19)], during(10, 20), 2],
    ["where nobody says when", [outage(0)], undefined, 0]
  ])("%s", (_, outages, stay, times) => expect(tags({ ...plain, outages }, car, stay)).toEqual(Array.from({ length: times }, () => "OutOfService")))
})
