import { Address, Coordinates, Lane, LayoutDraft, LayoutImport, Lot, Spot, Zone } from "@parkade/core/lot"
import { Party } from "@parkade/core/party"
import { Instant } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const id = (n: number) => `0199aa01-7c10-7a3e-8d5f-${n.toString(16).padStart(12, "0")}`
const rows = (...records: ReadonlyArray<unknown>): ReadonlyArray<LayoutImport.Row> => records.map((record, place) => ({ line: place + 2, record }))
const faults = (...records: ReadonlyArray<unknown>) =>
  Result.match(LayoutImport.from(rows(...records)), { onSuccess: () => [], onFailure: (failure) => failure.message.split("\n") })
const spot = (change: object = {}) => ({ zone: "A", label: "1", size: "medium", ...change })

describe("an import", () => {
  it("reads what CSV has, all of it text", () => {
    const read = LayoutImport.from(rows(
      { zone: "B", label: "1", size: "large", features: "ev | covered", connectors: "ccs-2:150000|type-2:22000", maxHeightCentimetres: "210", within: "A", level: "-1", zoneMaxHeightCentimetres: "190", access: "staff|residents" },
      { zone: "A", label: "1", size: "small", features: "", connectors: "", maxHeightCentimetres: "", within: "", level: "", zoneMaxHeightCentimetres: "", access: "" },
      { zone: "B", label: "2", size: "medium" }
    ))
    expect(read).toEqual(Result.succeed([
      {
        name: "B",
        within: "A",
        level: -1,
        maxHeightCentimetres: 190,
        access: ["staff", "residents"],
        spots: [
          { label: "1", size: "large", features: ["ev", "covered"], connectors: [{ kind: "ccs-2", powerWatts: 150_000 }, { kind: "type-2", powerWatts: 22_000 }], maxHeightCentimetres: 210 },
          { label: "2", size: "medium" }
        ]
      },
      { name: "A", spots: [{ label: "1", size: "small" }] }
    ]))
    expect(LayoutImport.preview(Result.getOrThrow(read))).toEqual({
      spots: 3,
      zones: [
        { name: "B", spots: 2, sizes: { large: 1, medium: 1 }, features: { ev: 1, covered: 1 } },
        { name: "A", spots: 1, sizes: { small: 1 }, features: {} }
      ]
    })
  })

  it.each([
    ["nothing at all", [], ["line 1: expected at least one row"]],
    ["no zone", [{ label: "1", size: "medium" }], ["line 2, zone: expected the name of a zone, of 1 to 80 characters, found nothing"]],
    ["no label and no size", [{ zone: "A" }], ["line 2, label: expected a label of 1 to 32 characters, found nothing", "line 2, size: expected one of small, medium, large, extra-large, found nothing"]],
    ["a size that is none", [spot({ size: "XL" })], ["line 2, size: expected one of small, medium, large, extra-large, found XL"]],
    ["a feature that is none", [spot({ features: "ev|sauna" })], ["line 2, features: expected each once, of ev, covered, accessible, valet, found ev|sauna"]],
    ["a charger that is not told", [spot({ connectors: "type-2:22000" })], ["line 2, features: expected ev: the spot has connectors"]],
    ["a charger without power", [spot({ features: "ev", connectors: "type-2" })], [expect.stringMatching(/^line 2, connectors: expected kind:watts, .* found type-2$/)]],
    ["a height in metres", [spot({ maxHeightCentimetres: "2.10" })], ["line 2, maxHeightCentimetres: expected whole centimetres from 1 to 10000, found 2.10"]],
    ["a field nobody knows", [spot({ colour: "red" })], [expect.stringMatching(/^line 2: expected no field but zone, .*, found colour$/)]],
    ["a row that is no object", [["A", "1"], null, "A;1"], [`line 2: expected an object, found ["A","1"]`, "line 3: expected an object, found null", "line 4: expected an object, found A;1"]],
    ["a label twice", [spot(), spot({ zone: "B" }), spot({ size: "large" })], ["line 4, label: expected labels that differ within the zone, found 1 of line 2 again"]],
    ["two levels of one zone", [spot({ level: 1 }), spot({ label: "2", level: 2 })], ["line 3, level: expected 1, as line 2 says of the zone, found 2"]],
    ["a zone around it that is nowhere", [spot(), spot({ label: "2", within: "C" })], [`line 3, within: expected the name of a zone of this lot, found "C"`]],
    ["a zone within itself", [spot({ within: "A" })], [expect.stringMatching(/^line 2, within: .* none within itself$/)]],
    ["all that is wrong at once", [spot({ size: 7, level: "high" }), spot({ zone: "", label: "x".repeat(33) })], [
      "line 2, size: expected one of small, medium, large, extra-large, found 7",
      "line 2, level: expected a whole number from -100 to 200, found high",
      "line 3, zone: expected the name of a zone, of 1 to 80 characters, found nothing",
      `line 3, label: expected a label of 1 to 32 characters, found ${"x".repeat(33)}`
    ]]
  ])("with %s is refused", (_, records, expected) => expect(faults(...records)).toEqual(expected))

  it("takes 100,000 rows in a second, and tells of 100,000 wrong ones as soon", () => {
    const many = Array.from({ length: 100_000 }, (_, n) => ({ line: n + 2, record: { zone: `Level ${n % 20}`, label: `${n}`, size: "medium", features: "ev|covered", connectors: "type-2:22000", maxHeightCentimetres: "210", level: `${n % 20}` } }))
    const wrong = many.map(({ line, record }) => ({ line, record: { ...record, size: "huge", features: "sauna" } }))
    const before = process.cpuUsage()
    const read = Result.getOrThrow(LayoutImport.from(many))
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000)
    expect(LayoutImport.preview(read).spots).toBe(100_000)
    const again = process.cpuUsage()
    const failure = Result.getOrThrow(Result.flip(LayoutImport.from(wrong)))
    expect(process.cpuUsage(again).user).toBeLessThan(1_000_000)
    expect([failure.count, failure.faults.length]).toEqual([200_000, LayoutImport.told])
    expect(failure.message.split("\n").at(-1)).toBe("and 190000 more")
  })
})

describe("a drawn layout", () => {
  const decode = Schema.decodeUnknownResult(LayoutDraft.Zones)
  const zone = (name: string, within?: string) => ({ name, ...(within !== undefined && { within }), spots: [] })
  const chain = (length: number) => Array.from({ length }, (_, n) => zone(`${n}`, n === 0 ? undefined : `${n - 1}`))

  it.each([
    ["eight zones within each other", chain(8), true],
    ["nine", chain(9), false],
    ["a zone within one that is drawn later", [zone("A", "B"), zone("B")], true],
    ["a zone within itself", [zone("A", "A")], false],
    ["zones within each other in a circle", [zone("A", "B"), zone("B", "C"), zone("C", "A")], false],
    ["a zone within a circle that it is not of", [zone("D", "A"), zone("A", "B"), zone("B", "A")], false],
    ["a zone within one that is not drawn", [zone("A", "B")], false],
    ["a charger without its feature", [{ name: "A", spots: [{ label: "1", size: "small", connectors: [{ kind: "nacs", powerWatts: 1 }] }] }], false]
  ])("with %s", (_, zones, ok) => expect(Result.isSuccess(decode(zones))).toBe(ok))

  it("gets ids in the order of the draft, and zones name each other by them", () => {
    const drawn = Result.getOrThrow(decode([{ name: "A", within: "B", spots: [{ label: "1", size: "small" }] }, { name: "B", level: 2, spots: [{ label: "1", size: "large", features: ["covered"] }] }]))
    expect(LayoutDraft.idsNeeded(drawn)).toBe(4)
    expect(LayoutDraft.layout(drawn, [1, 2, 3, 4].map(id))).toEqual({
      zones: [{ id: id(1), name: "A", within: id(3) }, { id: id(3), name: "B", level: 2 }],
      spots: [{ id: id(2), zoneId: id(1), label: "1", size: "small", features: [] }, { id: id(4), zoneId: id(3), label: "1", size: "large", features: ["covered"] }]
    })
  })

  it("knows each zone's way out, a circle's too", () => {
    const made = (n: number, within?: number): Zone.Zone => ({ id: Zone.ZoneId.make(id(n)), name: `${n}`, ...(within !== undefined && { within: Zone.ZoneId.make(id(within)) }) })
    const ways = Zone.outwards([made(1, 2), made(2, 3), made(3), made(4, 5), made(5, 4), made(6, 9)])
    expect([...ways.values()].map((way) => way.map(({ name }) => name).join(""))).toEqual(["123", "23", "3", "45", "54", "6"])
  })
})

describe("what is said of a lot", () => {
  const lot = { id: id(1), name: "Garage", timeZone: "Europe/Berlin", termsId: id(2) }
  const decode = Schema.decodeUnknownResult(Lot.Lot)
  it.each([
    ["nothing", {}, true],
    ["a type of one's own", { type: "Fähranleger 2" }, true],
    ["a type that is no name", { type: "<b>" }, false],
    ["an address", { address: { lines: ["Opernplatz 1"], locality: "Frankfurt", country: "DE" } }, true],
    ["an address without a line", { address: { lines: [], locality: "Frankfurt", country: "DE" } }, false],
    ["a country that is none", { address: { lines: ["1"], locality: "Frankfurt", country: "XX" } }, false],
    ["the poles and the date line", { coordinates: { latitude: -90, longitude: 180 } }, true],
    ["north of the pole", { coordinates: { latitude: 90.000_1, longitude: 0 } }, false],
    ["east of the date line", { coordinates: { latitude: 0, longitude: 180.5 } }, false],
    ["nowhere", { coordinates: { latitude: Number.NaN, longitude: 0 } }, false],
    ["hours", { openingHours: { weekly: [] } }, true]
  ])("%s", (_, facts, ok) => expect(Result.isSuccess(decode({ ...lot, ...facts }))).toBe(ok))

  it("stays as it was written before any of this could be said", () => {
    expect(Result.getOrThrow(decode(lot))).toEqual(lot)
  })

  it("has the countries of ISO 3166-1, and none besides", () => {
    const codes = Array.from({ length: 676 }, (_, n) => String.fromCharCode(65 + Math.floor(n / 26), 65 + n % 26)).filter(Schema.is(Address.Country))
    expect(codes).toHaveLength(249)
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" })
    expect(codes.filter((code) => names.of(code) === undefined)).toEqual([])
    expect(Schema.is(Coordinates.Coordinates)({ latitude: 1, longitude: Infinity })).toBe(false)
  })
})

describe("an outage", () => {
  const at = (millis: number) => Instant.Instant.make(millis)
  const spot: Pick<Spot.Spot, "outages"> = { outages: [{ reason: "damage", from: at(20) }, { reason: "cleaning", from: at(10), until: at(15) }] }
  it.each([[9, undefined], [10, "cleaning"], [14, "cleaning"], [15, undefined], [19, undefined], [20, "damage"], [9_999, "damage"]])("at %i: %s", (millis, reason) => {
    expect(Spot.outageAt({ outages: spot.outages ?? [] }, at(millis))?.reason).toBe(reason)
    expect(Spot.outageAt({}, at(millis))).toBeUndefined()
  })
})

describe("a lane", () => {
  const device = (n: number, kind = "camera") => ({ id: id(n), kind })
  const lane = (n: number, direction: string, devices: ReadonlyArray<object> = []) => ({ id: id(n), name: `Lane ${n}`, direction, devices })
  const decode = Schema.decodeUnknownResult(Lane.Lane)
  it.each([
    ["with a camera, a gate and a charger", lane(1, "both", [device(2), device(3, "gate"), device(4, "charger")]), true],
    ["of a zone", { ...lane(1, "entry"), zoneId: id(9) }, true],
    ["with one device twice", lane(1, "exit", [device(2), device(2, "gate")]), false],
    ["sideways", lane(1, "sideways"), false],
    ["with a device that is none", lane(1, "exit", [device(2, "dog")]), false]
  ])("%s", (_, json, ok) => expect(Result.isSuccess(decode(json))).toBe(ok))

  it("is found by its direction and by its devices", () => {
    const lanes = [lane(1, "entry", [device(11)]), lane(2, "exit", [device(12)]), lane(3, "both")].map((each) => Result.getOrThrow(decode(each)))
    const names = (direction: "entry" | "exit") => Lane.through(lanes, direction).map(({ name }) => name)
    expect([names("entry"), names("exit")]).toEqual([["Lane 1", "Lane 3"], ["Lane 2", "Lane 3"]])
    expect(Lane.ofDevice(lanes, Party.DeviceId.make(id(12)))?.name).toBe("Lane 2")
    expect(Lane.ofDevice(lanes, Party.DeviceId.make(id(13)))).toBeUndefined()
  })
})
