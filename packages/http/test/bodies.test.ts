import { describe, expect, it } from "vitest"
import { draft, open } from "./Garage.ts"

const lots = "/api/v1/parking-lots"
const entry = `${lots}/0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a70/entry`

describe("hostile bodies", () => {
  const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth)
  const cases: ReadonlyArray<readonly [string, string, string, number]> = [
    ["deep JSON", entry, deep(30_000), 422],
    ["deep JSON that never ends", entry, "[".repeat(60_000), 400],
    ["deep JSON in a field", entry, `{"plate":"B1","vehicle":{"kind":${deep(20_000)}}}`, 422],
    ["8 MiB of deep JSON", lots, `{"zones":${deep(4_000_000)}}`, 422],
    ["a million spots without fields", lots, `{"zones":[{"name":"a","spots":[${"{},".repeat(1_000_000)}{}]}]}`, 422],
    ["__proto__", entry, `{"plate":"B1","vehicle":{"kind":"car"},"__proto__":{"size":"small"}}`, 422],
    ["__proto__ further down", entry, `{"plate":"B1","vehicle":{"kind":"car","__proto__":{"polluted":1}}}`, 422],
    ["constructor", entry, `{"plate":"B1","vehicle":{"kind":"car"},"constructor":{"prototype":{"polluted":1}}}`, 422],
    ["a kind called constructor", entry, `{"plate":"B1","vehicle":{"kind":"constructor"}}`, 422],
    ["null", entry, "null", 422],
    ["a number", entry, "1e999", 422],
    ["lone surrogates", entry, `{"plate":"\\ud800","vehicle":{"kind":"car"}}`, 422],
    ["a byte order mark alone", entry, "\ufeff", 400]
  ]
  it.each(cases)("%s", async (_, path, body, status) => {
    const garage = open()
    const answer = await garage.call("POST", path, body)
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"])
    expect(answer.text.length).toBeLessThan(20_000)
    expect({}).not.toHaveProperty("polluted")
    await garage.dispose()
  })

  it("twelve thousand needs", async () => {
    const garage = open()
    const { id } = await garage.openLot()
    const needs = Array.from({ length: 10_000 }, () => "ev")
    const answer = await garage.call("POST", `${lots}/${id}/entry`, { plate: "B1", vehicle: { kind: "car" }, needs })
    expect(answer.json["errors"]).toEqual([{ path: "body.needs", message: "Expected an array with unique items" }])
    await garage.dispose()
  })

  it("a fault without end is told fifty times", async () => {
    const garage = open()
    const zones = [{ name: "a", spots: Array.from({ length: 1_000 }, (_, index) => ({ label: String(index) })) }]
    const answer = await garage.call("POST", lots, { ...draft, zones })
    expect(answer.json["errors"]).toHaveLength(50)
    await garage.dispose()
  })
})
