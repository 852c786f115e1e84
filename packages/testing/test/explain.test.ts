/** Tariffs in words: what means something else reads otherwise, in every language. */
import { Explain } from "@parkade/core/explain"
import { Money, Rational } from "@parkade/core/money"
import { Tariff } from "@parkade/core/pricing"
import { changed, changes, runs, tariff } from "@parkade/testing/arbitraries"
import { comparisonLaws, explainCase, explainLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { boards } from "./golden.ts"
import { lawful, timeout } from "./lawful.ts"

lawful("explanations", explainLaws, tariff().chain((made) => explainCase(made)), 200)
lawful("comparisons", comparisonLaws, tariff().chain((made) => explainCase(made)), 40)

type Json = { readonly [key: string]: unknown }
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value)

const seconds = (text: string): number => [...text.matchAll(/(\d+)([HMS])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (unit === "H" ? 3_600 : unit === "M" ? 60 : 1), 0)

const without = (json: Json, ...keys: ReadonlyArray<string>): Json => Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)))

const scalar = (value: unknown): unknown => {
  if (typeof value !== "string") return value
  if (/^PT\d/.test(value)) return `${seconds(value)} s`
  const [, number = value, unit = ""] = /^(\S+)( kWh)$/.exec(value) ?? []
  const read = Rational.parse(number)
  return read === undefined ? value : `${Rational.format(read)}${unit}`
}

const allDays = 8
const sorted = (list: unknown): unknown => Array.isArray(list) ? [...new Set(list.map(String))].toSorted() : list

/** Fields that change nothing but what a line is called, gone; defaults written out. */
const fieldsOf = (json: Json, taxed: boolean): Json => {
  const kept = without(json, "$schema", "label", ...("type" in json && !taxed ? ["tax"] : []))
  if (kept["type"] === "hourly") return { ...kept, per: kept["per"] ?? "PT1H", step: kept["step"] ?? kept["per"] ?? "PT1H" }
  if ("every" in kept || "first" in kept) return { ...kept, at: kept["at"] ?? "00:00" }
  // Of one rate, the sum is the cheapest.
  if (Array.isArray(kept["of"]) && kept["of"].length === 1) return { ...kept, type: "sum" }
  if (kept["per"] === "stay" && !("type" in kept)) return without(kept, "per")
  if ("upTo" in kept && "price" in kept) return { upTo: kept["upTo"], rate: { type: "flat", price: kept["price"] } }
  return kept
}

/** Dates of every year begin and end with it, but for none at all. */
const datesOf = (dates: Json): Json => {
  const { from = "01-01", to = "01-01" } = dates
  return Object.values(dates).some((date) => `${date}`.length > 5) || !("from" in dates) && to === "01-01" ? dates : { from, to }
}

const windowOf = ({ dates, days, ends = "exclusive", from = "00:00", to = "24:00", ...rest }: Json): Json => ({
  ...rest, ends, from, to,
  ...(isJson(dates) && { dates: datesOf(dates) }),
  ...(Array.isArray(days) && new Set<unknown>(days).size < allDays && { days: sorted(days) })
})

const bandOf = ({ change, factor, from }: Json): Json => ({ from: scalar(from), ...(change !== undefined && scalar(change) !== "0" && { change: scalar(change) }), ...(factor !== undefined && scalar(factor) !== "1" && { factor: scalar(factor) }) })

const windowKeys = new Set(["during", "entry", "exit", "inside"])

/** What a tariff's JSON means, as far as two ways of writing one thing go. */
const meaning = (value: unknown, taxed: boolean, key = ""): unknown => {
  if (windowKeys.has(key) && value !== null && typeof value === "object") return [value].flat().map((each: unknown) => meaning(isJson(each) ? windowOf(each) : each, taxed))
  if (key === "bands" && Array.isArray(value)) return value.map((band: unknown) => JSON.stringify(isJson(band) ? bandOf(band) : band)).toSorted()
  if (key === "holidays") return sorted(value)
  if (Array.isArray(value)) return value.map((item: unknown) => meaning(item, taxed))
  if (!isJson(value)) return scalar(value)
  const own = fieldsOf(value, taxed)
  return Object.fromEntries(Object.entries(own).map(([name, item]) => [name, meaning(item, taxed, name)]))
}

const meant = (tariff: Tariff.Tariff): unknown => {
  const { holidays, minorUnits = Money.minorUnits(tariff.currency), visits, ...rest } = Tariff.encode(tariff)
  return meaning({
    ...rest,
    minorUnits,
    visits: visits === "accumulate" ? { accumulate: "day" } : visits,
    ...(holidays !== undefined && holidays.length > 0 && { holidays })
  }, tariff.tax !== "none")
}

const textOf = (sentences: ReadonlyArray<Explain.Sentence>): ReadonlyArray<unknown> => sentences.map(({ children, text }) => [text, textOf(children)])

/** The languages in which two tariffs read the same. */
const readSame = (tariff: Tariff.Tariff, other: Tariff.Tariff): ReadonlyArray<Explain.Language> => Explain.languages.filter((language) => {
  const [a, b] = [tariff, other].map((each) => JSON.stringify(textOf(Explain.explain(each, language))))
  return a === b
})

const expectSameMeaning = (tariff: Tariff.Tariff, other: Tariff.Tariff): void => {
  const same = readSame(tariff, other)
  if (same.length > 0) expect(meant(other), same.join()).toEqual(meant(tariff))
}

describe("a tariff of another meaning reads otherwise, in every language", () => {
  it("whatever its rates", { timeout }, () => {
    fc.assert(fc.property(tariff().chain((made) => fc.record({ tariff: fc.constant(made), other: changed(made) })), ({ other, tariff }) => expectSameMeaning(tariff, other)), runs(800))
  })

  const hour = { type: "hourly", price: "2.00", count: "started" }
  const night = { days: ["mon", "sun"], from: "22:00", to: "06:00", ends: "inclusive", dates: { from: "06-01", to: "09-01" }, phase: "charging", current: { from: "6", to: "16" }, power: { to: "22" } }
  const moving = { start: "3.00", min: "0.50", max: "9.00", every: "P28D", bands: [{ from: "0.8", change: "0.25" }, { from: "0.5" }, { from: "0.2", factor: "0.5" }] }
  const rich: ReadonlyArray<readonly [string, Json]> = [
    ["conditions of time", { type: "choose", cases: [{ if: { entry: night, exit: { to: "12:00" }, inside: [{ days: ["sat"] }, { from: "08:00", to: "18:00" }], lasting: { over: "PT1H", upTo: "PT3H" } }, rate: hour }], otherwise: "unavailable" }],
    ["conditions of facts", { type: "choose", cases: [{ if: { vehicle: ["bus", "truck"], spot: ["ev"], product: "day", pass: "a", validation: "b" }, rate: hour }, { if: { visit: { from: "2", to: "4" }, occupancy: { to: "0.8" }, lost: true, expired: false, unpaid: { over: "PT48H" } }, rate: hour }], otherwise: hour }],
    ["windows", { type: "dynamic", crossing: "split", windows: [{ during: night, rate: hour }, { during: [{ from: "08:00", to: "12:00" }, { from: "14:00", to: "18:00" }], rate: { type: "energy", price: "0.50" } }], otherwise: { type: "flat", price: "0" } }],
    ["a step finished", { type: "dynamic", crossing: { follow: "PT1H" }, windows: [{ during: { phase: "idle" }, rate: { type: "each", per: "stay", maxIncl: "5.00", rate: hour } }], otherwise: "unavailable" }],
    ["lengths", { type: "slab", mode: "graduated", brackets: [{ upTo: "PT15M", price: "0" }, { upTo: "PT1H", rate: hour }, { upTo: "PT3H", price: moving }], beyond: { type: "hourly", price: "1/3", per: "PT1H", step: "PT20M", count: "nearest" } }],
    ["a pass", { type: "subscription", pass: "a", covers: { during: night, upTo: "PT2H", per: { every: "week", at: "06:00" } }, rest: { type: "each", per: { first: "PT24H" }, partial: "continue", max: "9.00", min: "1.00", maxIncl: "11.00", minIncl: "1.50", rate: hour } }],
    ["amounts", { type: "each", per: { every: "day" }, partial: "full", max: "20.00", minIncl: "1.50", rate: { type: "sum", of: [{ type: "scale", by: "0.8", rate: hour }, { type: "cheapest", of: [{ type: "named", name: "base" }, { type: "flat", price: moving, tax: "0.19", label: "x" }] }, { type: "billed", step: "10 kWh", count: "started", rate: { type: "billed", step: "PT15M", count: "completed", rate: { type: "hourly", price: "1.00", count: "exact" } } }] } }]
  ]
  const terms = { zone: "Europe/Paris", currency: "EUR", minorUnits: 2, tax: "added", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: { accumulate: "PT24H", minInterruption: "PT10M" }, holidays: ["2026-12-25", "2027-01-01"], valid: { from: "2026-01-01", until: "2027-06-01" }, rates: { base: hour, other: hour } }

  it.each(rich)("%s, by any change of one field", { timeout }, (_, rate) => {
    const tariff = Result.getOrThrow(Tariff.decode({ ...terms, rate }))
    const all = changes(tariff)
    expect(all.length).toBeGreaterThan(50)
    for (const other of all) expectSameMeaning(tariff, other)
  })
})

const told = ({ tariff }: typeof boards[number], language: Explain.Language): string => Explain.render(Explain.explain(Result.getOrThrow(Tariff.decode(tariff)), language))

describe.each(Explain.languages)("in %s", (language) => {
  it("every board is told", () => {
    for (const board of boards) expect(told(board, language), board.id).not.toMatch(/undefined|NaN|\[object/)
  })
})

/** Read by people: what they hold is what was found right. */
const readAloud = ["cholet-verte", "lbbd-46600", "ocpi-16", "sg-2016", "stuttgart-2015"]

describe.each(["en", "de", "fr"] as const)("in %s, as it was read and found right", (language) => {
  it.each(boards.filter(({ id }) => readAloud.includes(id)).map((board) => [board.id, board] as const))("%s", async (id, board) => {
    await expect(`${told(board, language)}\n`).toMatchFileSnapshot(`../golden/explained/${id}.${language}.txt`)
  })
})
