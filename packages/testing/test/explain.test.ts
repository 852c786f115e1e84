/** Tariffs in words: what means something else reads otherwise, in every language. */
import { Explain } from "@parkade/core/explain"
import { Money, Rational } from "@parkade/core/money"
import { Tariff } from "@parkade/core/pricing"
import { changed, runs, tariff } from "@parkade/testing/arbitraries"
import { explainCase, explainLaws } from "@parkade/testing/laws"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { boards } from "./golden.ts"
import { lawful, timeout } from "./lawful.ts"

lawful("explanations", explainLaws, tariff().chain((made) => explainCase(made)), 200)

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

it("a tariff of another meaning reads otherwise, in every language", { timeout }, () => {
  fc.assert(fc.property(tariff().chain((made) => fc.record({ tariff: fc.constant(made), other: changed(made) })), ({ other, tariff }) => {
    const same = Explain.languages.filter((language) => {
      const [a, b] = [tariff, other].map((each) => JSON.stringify(textOf(Explain.explain(each, language))))
      return a === b
    })
    if (same.length > 0) expect(meant(other), same.join()).toEqual(meant(tariff))
  }), runs(1_500))
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
