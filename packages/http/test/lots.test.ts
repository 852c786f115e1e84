import { Lot, Spot } from "@parkade/core/lot"
import { Lots } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { examples } from "@parkade/http/contract"
import { Memory } from "@parkade/testing/memory"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { broken, draft, type Json, open } from "./Garage.ts"
import { nowhere } from "./refusals.ts"

const lots = "/api/v1/parking-lots"

describe("lots", () => {
  it("are answered as they were drawn, with ids", async () => {
    const garage = open()
    const created = await garage.call("POST", lots, draft)
    expect(created.json).toMatchObject({ name: draft.name, timeZone: draft.timeZone, terms: { tariff: draft.tariff, exitPolicy: draft.exitPolicy } })
    expect(created.json["zones"]).toMatchObject(draft.zones)
    const ids = created.text.match(/"id":"[^"]+"/g) ?? []
    expect(new Set(ids).size).toBe(7)
    expect((await garage.call("GET", `${lots}/${created.json["id"]}`)).text).toBe(created.text)
    await garage.dispose()
  })

  it("show what was said of them, zones within zones, and spots with their status", async () => {
    const garage = open()
    const { terms: _, zones: __, id: ___, ...facts } = { operatorId: nowhere, ...Object(examples["getParkingLot"]?.response) }
    const zones = [
      { name: "Deck", level: 1, maxHeightCentimetres: 210, access: ["staff"], within: "House", spots: [{ label: "1", size: "medium", features: ["ev"], connectors: [{ kind: "type-2", powerWatts: 22_000 }], maxHeightCentimetres: 200 }] },
      { name: "House", spots: [] }
    ]
    const { json } = await garage.call("POST", lots, { ...draft, ...facts, zones })
    expect(json).toMatchObject(facts)
    expect(Object.keys(facts).sort()).toEqual(["address", "coordinates", "name", "openingHours", "operatorId", "timeZone", "type"])
    const [deck, house] = json["zones"] as unknown as ReadonlyArray<Json>
    expect(deck).toMatchObject({ ...zones[0], within: house?.["id"], spots: [{ ...zones[0]?.spots[0], status: "in-service" }] })
    await garage.dispose()
  })

  it("show spots out of service, by the lot's clock", async () => {
    const Storage = await Effect.runPromise(Lots.pipe(Effect.provide(Memory.layer)))
    const garage = open({ ports: broken({ lots: () => Storage }) })
    const lot = await garage.openLot()
    const first = lot["zones"]?.["0"]?.["spots"]?.["0"]
    const noted = { at: Instant.Instant.make(0), by: { _tag: "Routine", name: "test" }, action: "spot.set-status", resource: { kind: "Lot", id: String(lot["id"]) }, events: [] } as const
    const outage = { reason: "cleaning", from: "2026-11-21T08:30:00+01:00", until: "2026-11-21T09:00:00+01:00" } as const
    await Effect.runPromise(Storage.setOutages({
      lotId: Lot.LotId.make(String(lot["id"])),
      spotId: Spot.SpotId.make(String(first?.["id"])),
      outages: [{ ...outage, from: Instant.Instant.make(Date.parse(outage.from)), until: Instant.Instant.make(Date.parse(outage.until)) }]
    }, noted))
    const shown = async () => (await garage.call("GET", `${lots}/${lot["id"]}`)).json["zones"]?.["0"]?.["spots"]?.["0"]
    expect(await shown()).toMatchObject({ status: "in-service", outages: [outage] })
    garage.clock.passMinutes(30)
    expect(await shown()).toMatchObject({ status: "out-of-service", outages: [outage] })
    garage.clock.passMinutes(30)
    expect(await shown()).toMatchObject({ status: "in-service", outages: [outage] })
    await garage.dispose()
  })

  it.each([
    ["a charger", { connector: { kinds: ["ccs-2"], minPowerWatts: 50_000 } }, "fast"],
    ["a zone", { zone: 1 }, "deck"],
    ["a zone that only some may use, as one of them", { zone: 2, access: ["staff"] }, "staff"],
    ["a zone that only some may use, as another", { zone: 2 }, "nothing-fits"],
    ["room for a high vehicle", { dimensions: { heightCentimetres: 230 } }, "fast"],
    ["nothing", {}, "deck"]
  ])("a driver who asks for %s", async (_, { dimensions, zone, ...wishes }: Record<string, unknown>, where) => {
    const garage = open()
    const lot = await garage.openLot({ zones: [
      { name: "Ground", spots: [{ label: "fast", size: "medium", features: ["ev", "covered"], connectors: [{ kind: "ccs-2", powerWatts: 150_000 }] }] },
      { name: "Deck", maxHeightCentimetres: 200, spots: [{ label: "deck", size: "medium" }] },
      { name: "Staff", maxHeightCentimetres: 200, access: ["staff"], spots: [{ label: "staff", size: "medium" }] }
    ] })
    const zoneId = lot["zones"]?.[String(zone)]?.["id"]
    const { json } = await garage.call("POST", `${lots}/${lot["id"]}/entry`, {
      plate: "B1", vehicle: { kind: "car", ...(dimensions !== undefined && { dimensions }) }, ...wishes, ...(zoneId !== undefined && { zoneId })
    })
    expect(json["spot"]?.["label"] ?? json["type"]).toBe(where === "nothing-fits" ? "/problems/nothing-fits" : where)
    await garage.dispose()
  })

  it("availability counts per zone", async () => {
    const garage = open()
    const { id } = await garage.openLot()
    await garage.enter(id, "B1", { kind: "suv" })
    expect((await garage.call("GET", `${lots}/${id}/availability`)).json).toMatchObject({
      lotId: id,
      total: 3,
      free: 2,
      zones: [{ name: "Level 1", total: 2, free: 2 }, { name: "Level 2", total: 1, free: 0 }]
    })
    await garage.dispose()
  })

  it.each([1, 2, 3, 5, 7, 200])("pages of %i hold every lot once, in order", async (limit) => {
    const garage = open()
    const made: Array<Json | undefined> = []
    for (let index = 0; index < 7; index++) made.push((await garage.openLot({ name: `Lot ${index}` }))["id"])
    const seen: Array<unknown> = []
    let next = ""
    let pages = 0
    do {
      const { json } = await garage.call("GET", `${lots}?limit=${limit}${next}`)
      seen.push(...Object.values(json["items"] ?? {}).map((item) => item["id"]))
      next = json["next"] === undefined ? "" : `&cursor=${json["next"]}`
      pages += 1
    } while (next !== "")
    expect(seen).toEqual(made)
    expect(pages).toBe(Math.ceil(7 / limit))
    await garage.dispose()
  })

  it("no lots are an empty page", async () => {
    const garage = open()
    expect((await garage.call("GET", lots)).json).toEqual({ items: [] })
    await garage.dispose()
  })

  it("thirty cars at once get the twenty spots there are, each its own", async () => {
    const garage = open()
    const spots = Array.from({ length: 20 }, (_, index) => ({ label: `A-${index}`, size: "medium" }))
    const { id } = await garage.openLot({ zones: [{ name: "a", spots }] })
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => garage.enter(id, `B ${index}`)))
    const admitted = answers.filter(({ status }) => status === 201)
    expect(admitted).toHaveLength(20)
    expect(new Set(admitted.map(({ json }) => json["spot"]?.["label"])).size).toBe(20)
    expect(new Set(admitted.map(({ json }) => json["number"])).size).toBe(20)
    expect(answers.filter(({ status }) => status !== 201).map(({ json }) => json["type"])).toEqual(Array(10).fill("/problems/lot-full"))
    await garage.dispose()
  })

  it("thirty entries of one plate are one ticket, which the others are told", async () => {
    const garage = open()
    const { id } = await garage.openLot()
    const answers = await Promise.all(Array.from({ length: 30 }, () => garage.enter(id, "B-AB 123")))
    const [first] = answers.filter(({ status }) => status === 201)
    const told = answers.flatMap(({ json, status }) => (status === 409 ? [json["ticket"]?.["number"]] : []))
    expect(told).toEqual(Array(29).fill(first?.json["number"]))
    await garage.dispose()
  })

  it("problems are typed errors of the client", async () => {
    const garage = open()
    const { id } = await garage.openLot({ zones: [{ name: "a", spots: [{ label: "1", size: "small" }] }] })
    const error = await Effect.runPromise(Effect.gen(function*() {
      const parkade = yield* garage.client
      const { items: [lot] } = yield* parkade.parkingLots.list({ query: { limit: 1 } })
      if (lot === undefined) return "no lot"
      return yield* parkade.parkingLots.enter({ params: { lotId: lot.id }, payload: { plate: "B1", vehicle: { kind: "car" } } }).pipe(
        Effect.catchTag("NothingFits", ({ free, lotId }) => Effect.succeed({ free, lotId })),
        Effect.catchTag(["LotFull", "AlreadyParked"], ({ _tag }) => Effect.succeed(_tag))
      )
    }))
    expect(error).toEqual({ free: 1, lotId: id })
    await garage.dispose()
  })
})
