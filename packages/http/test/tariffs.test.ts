/** Real tariffs over HTTP: the document describes them, lots open on them, and drivers are told what the board says. */
import { Api } from "@parkade/http/contract"
import { OpenApi } from "effect/http-api"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { draft, open } from "./Garage.ts"
import { validator } from "./JsonSchema.ts"

const folder = new URL("../../testing/golden/boards/", import.meta.url)
interface Board {
  readonly id: string
  readonly tariff: { readonly zone: string; readonly rate: object }
}
const boards = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Board)
const tariffOf = (name: string) => boards.find(({ id }) => id === name)?.tariff ?? expect.fail(`no board ${name}`)

describe("the document describes the tariff language", () => {
  const { schemas } = OpenApi.fromApi(Api).components
  const problems = validator(schemas)

  it("as named schemas that lead back to themselves", () => {
    expect(Object.keys(schemas)).toEqual(expect.arrayContaining(["Tariff", "Rate", "Price", "DemandPrice", "Window", "Condition", "Period"]))
    // Nested rates are references: written out they would have no end.
    expect(JSON.stringify(schemas["Rate"]).match(/"#\/components\/schemas\/Rate"/g)?.length).toBeGreaterThan(10)
    const types = JSON.stringify(schemas["Rate"]).match(/(?<="type":\{"type":"string","enum":\[")\w+/g)
    expect(types).toEqual(["flat", "hourly", "energy", "slab", "dynamic", "subscription", "choose", "each", "sum", "cheapest", "scale", "billed", "named"])
  })

  it.each(boards.map(({ id, tariff }) => [id, tariff] as const))("%s", (_, tariff) => expect(problems("Tariff", tariff)).toEqual([]))

  it.each([
    ["an unknown type", { type: "auction" }],
    ["a field too many", { type: "flat", price: "1", colour: "red" }],
    ["a field too few", { type: "hourly", price: "1" }],
    ["a step of exact time", { type: "hourly", price: "1", step: "PT30M", count: "exact" }],
    ["a rate that is wrong further down", { type: "sum", of: [{ type: "scale", by: "2", rate: { type: "slab", mode: "ladder", brackets: [], beyond: "unavailable" } }] }],
    ["a clock that no day shows", { type: "dynamic", crossing: "split", windows: [{ during: { from: "25:00" }, rate: { type: "flat", price: "1" } }], otherwise: "unavailable" }]
  ])("and not %s", (_, rate) => expect(problems("Tariff", { ...draft.tariff, rate })).not.toEqual([]))
})

describe("a lot on a real tariff", () => {
  it("opens, but where a stay of any length could be without a price", async () => {
    const garage = open()
    const answers = await Promise.all(boards.map(async ({ id, tariff }) => ({ id, ...await garage.call("POST", "/api/v1/parking-lots", { ...draft, timeZone: tariff.zone, tariff }) })))
    const refused = answers.filter(({ status }) => status !== 201)
    expect(answers.length - refused.length).toBeGreaterThan(40)
    for (const { id, json, status } of refused) {
      expect([id, status, json["errors"]]).toEqual([id, 422, [{ path: expect.stringMatching(/^body\.tariff\.rate/), message: expect.stringContaining(`instead of "unavailable"`) }]])
    }
    for (const { json, status } of answers) if (status === 201) expect((await garage.call("GET", `/api/v1/parking-lots/${json["id"]}`)).json).toEqual(json)
    await garage.dispose()
  })

  it("is refused where its ladder ends, by the place and the length", async () => {
    const garage = open()
    const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5" }, { upTo: "PT24H", price: "12" }], beyond: "unavailable" }
    const { json, status } = await garage.call("POST", "/api/v1/parking-lots", { ...draft, tariff: { ...draft.tariff, rate } })
    expect([status, json["errors"]]).toEqual([422, [{ path: "body.tariff.rate.beyond", message: expect.stringContaining("a stay longer than PT24H has no price, and a driver without a price cannot leave") }]])
    const buses = { type: "choose", cases: [{ if: { vehicle: ["bus"] }, rate }], otherwise: { type: "flat", price: "3" } }
    const answer = await garage.call("POST", "/api/v1/parking-lots", { ...draft, tariff: { ...draft.tariff, rate: buses } })
    expect(answer.json["errors"]).toEqual([{ path: "body.tariff.rate.cases.0.rate.beyond", message: expect.stringContaining("(vehicle bus)") }])
    await garage.dispose()
  })

  it("lets in, quotes, takes payment and lets out: economy parking at 2 an hour, 9 a day, 54 a week", async () => {
    const garage = open()
    const tariff = tariffOf("atdd-economy")
    const lot = await garage.openLot({ timeZone: tariff.zone, tariff })
    const { json: ticket } = await garage.enter(lot["id"], "B-AB 123")
    const at = `/api/v1/tickets/${ticket["number"]}`
    const due = async (minutes: number) => {
      garage.clock.passMinutes(minutes)
      const { bill, due } = (await garage.call("GET", `${at}/quote`)).json
      const lines = (bill?.["lines"] ?? []) as unknown as ReadonlyArray<{ readonly gross: number }>
      expect(lines.reduce((sum, { gross }) => sum + gross, 0)).toBe(bill?.["gross"])
      return due?.["amount"]
    }
    const day = 24 * 60
    expect([await due(60), await due(1), await due(4 * 60), await due(day - 301), await due(60), await due(5 * day - 60), await due(day)]).toEqual([200, 400, 900, 900, 1100, 5400, 5400])
    const { json: paid } = await garage.call("POST", `${at}/pay`, { method: "card" })
    expect(paid).toMatchObject({ ticket: { status: "paid" }, receipt: { amount: { amount: 5400, currency: "USD" } } })
    const exited = await garage.call("POST", `/api/v1/parking-lots/${lot["id"]}/exit`, { ticket: ticket["number"] })
    expect([exited.status, exited.json["status"]]).toEqual([200, "exited"])
    await garage.dispose()
  })
})
