/** The JSON Schema for editors: what it takes and refuses, and that the committed file is it. */
import { Tariff } from "@parkade/core/pricing"
import { runs, tariffJson as anyTariff } from "@parkade/testing/arbitraries"
import { Ajv2020 } from "ajv/dist/2020.js"
import { Result } from "effect"
import * as fc from "fast-check"
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { tariffJson as json } from "./pricing.ts"

const schema = Tariff.jsonSchema()
const valid = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)

const flat = { type: "flat", price: "4.00" }

it("is the file that editors are given", async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot("../tariff.schema.json")
})

describe("takes", () => {
  const folder = new URL("../../../examples/tariffs/", import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"))
  it("some example", () => expect(files.length).toBeGreaterThan(0))
  it.each(files)("%s", (name) => {
    const tariff: unknown = JSON.parse(readFileSync(new URL(name, folder), "utf8"))
    expect([valid(tariff), valid.errors]).toEqual([true, null])
    expect(Result.isSuccess(Tariff.decode(tariff))).toBe(true)
  })

  it("every tariff of the language", () => {
    fc.assert(fc.property(anyTariff(), (tariff) => { expect([valid(tariff), valid.errors]).toEqual([true, null]) }), runs(300))
  }, 60_000)

  it("its own name in a file", () => {
    const named = json(flat, { $schema: "./tariff.schema.json" })
    expect([valid(named), Result.isSuccess(Tariff.decode(named))]).toEqual([true, true])
  })
})

describe("refuses", () => {
  it.each([
    ["an unknown field", json(flat, { maximum: "5" })],
    ["an unknown field of a rate", json({ ...flat, per: "PT1H" })],
    ["an unknown type", json({ type: "hourley", price: "1" })],
    ["a number as a price", json({ type: "flat", price: 4 })],
    ["a comma in a price", json({ type: "flat", price: "4,00" })],
    ["a negative price", json({ type: "flat", price: "-4" })],
    ["a day as elapsed time", json({ type: "hourly", price: "1", per: "P1D", count: "started" })],
    ["a missing count", json({ type: "hourly", price: "1" })],
    ["a step of exact time", json({ type: "hourly", price: "1", step: "PT30M", count: "exact" })],
    ["another count", json({ type: "hourly", price: "1", count: "start" })],
    ["no brackets", json({ type: "slab", mode: "ladder", brackets: [], beyond: "unavailable" })],
    ["a clock of one digit", json({ type: "dynamic", crossing: "split", windows: [{ during: { from: "8:00" }, rate: flat }], otherwise: "unavailable" })],
    ["a fact there is not", json({ type: "choose", cases: [{ if: { visits: {} }, rate: flat }], otherwise: "unavailable" })],
    ["a period in words", json({ type: "each", per: { every: "daily" }, partial: "restart", rate: flat })],
    ["no rounding", { ...json(flat), rounding: undefined }],
    ["a currency in words", json(flat, { currency: "Euro" })],
    ["a list", []]
  ])("%s", (_, tariff) => {
    const given: unknown = JSON.parse(JSON.stringify(tariff))
    expect([valid(given), Result.isSuccess(Tariff.decode(given))]).toEqual([false, false])
  })
})

it("says in a line what each field is", () => {
  const silent: Array<string> = []
  const look = (part: unknown, path: string): void => {
    if (typeof part !== "object" || part === null) return
    const { properties } = part as { readonly properties?: { readonly [name: string]: { readonly description?: string } } }
    for (const [name, field] of Object.entries(properties ?? {})) if (!(field.description ?? "").includes(" ")) silent.push(`${path}.${name}`)
    for (const [key, inner] of Object.entries(part)) look(inner, `${path}.${key}`)
  }
  look(schema, "")
  expect(silent).toEqual([])
})
