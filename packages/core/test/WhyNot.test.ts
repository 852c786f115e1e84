/** The branches that did not apply: what they would have cost, and what kept them out. */
import { type Facts, PriceFunction } from "@parkade/core/pricing"
import { TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const flat = (price: string, more: object = {}) => ({ type: "flat", price, ...more })
const hourly = { type: "hourly", price: "1.00", count: "started" }
const cheapest = (...of: ReadonlyArray<object>) => ({ type: "cheapest", of })
const choose = (cases: ReadonlyArray<readonly [asked: object, rate: object]>, otherwise: object | "unavailable" = flat("1.00")) => ({ type: "choose", cases: cases.map(([asked, rate]) => ({ if: asked, rate })), otherwise })

/** Of a stay from 08:00 on a Monday. */
const whyNot = (rate: object, stay = "2:00", facts: Facts.Facts = {}) =>
  Result.getOrThrow(PriceFunction.compile(tariff(rate), { zone: TimeZone.utc })).from(entry, { facts }).whyNot(after(stay))

const told = (...asked: Parameters<typeof whyNot>) => whyNot(...asked).map(({ amount, label, more, rule, unmet }) => [rule, label, amount, more, ...unmet])

describe("of a choose it is told", () => {
  it.each<readonly [name: string, asked: object, met: Facts.Facts | undefined]>([
    ["vehicle", { vehicle: ["truck"] }, { vehicle: "truck" }],
    ["spot", { spot: ["ev"] }, { spot: ["ev", "disabled"] }],
    ["product", { product: "evening" }, { product: "evening" }],
    ["pass", { pass: "season" }, { pass: ["season"] }],
    ["validation", { validation: "shop" }, { validation: "shop" }],
    ["visit", { visit: { from: "2" } }, { visit: 2 }],
    ["occupancy", { occupancy: { from: "0.5" } }, { occupancy: "0.5" }],
    ["lost", { lost: true }, { lost: true }],
    ["expired", { expired: true }, { expired: true }],
    ["unpaid", { unpaid: { over: "PT24H" } }, { unpaid: "PT25H" }],
    ["entry", { entry: { from: "09:00" } }, undefined],
    ["exit", { exit: { from: "11:00" } }, undefined],
    ["inside", { inside: { to: "09:00" } }, undefined],
    ["lasting", { lasting: { over: "PT2H" } }, undefined]
  ])("that %s kept a case out", (name, asked, met) => {
    expect(told(choose([[asked, flat("9.00")]]))).toEqual([["rate.cases.0.rate", "flat", 900, 800, name]])
    if (met !== undefined) expect(told(choose([[asked, flat("9.00")]]), "2:00", met)).toEqual([])
  })

  it("all that did not hold, and nothing that did", () => {
    const asked = { pass: "season", vehicle: ["truck"], lost: false, entry: { to: "09:00" }, lasting: { over: "PT2H" } }
    expect(told(choose([[asked, flat("9.00")]]), "2:00", { pass: "season" })).toEqual([["rate.cases.0.rate", "flat", 900, 800, "vehicle", "lasting"]])
    expect(told(choose([[asked, flat("9.00")]]), "2:00", { pass: "season", vehicle: "truck" })).toEqual([["rate.cases.0.rate", "flat", 900, 800, "lasting"]])
    expect(told(choose([[asked, flat("9.00")]]), "2:01", { pass: "season", vehicle: "truck" })).toEqual([])
  })

  it("what stands before the case that applies, and not what follows", () => {
    const rate = (second: object) => choose([[{ lost: true }, flat("9.00", { label: "lost ticket" })], [second, hourly], [{ lasting: { upTo: "PT3H" } }, flat("0.50")]])
    expect(told(rate({ pass: "season" }), "2:00", { pass: "season" })).toEqual([["rate.cases.0.rate", "lost ticket", 900, 700, "lost"]])
    expect(told(rate({ lasting: { upTo: "PT2H" } }))).toEqual([["rate.cases.0.rate", "lost ticket", 900, 700, "lost"]])
    expect(told(rate({ lasting: { upTo: "PT1H" } }))).toEqual([["rate.cases.0.rate", "lost ticket", 900, 850, "lost"], ["rate.cases.1.rate", "hourly", 200, 150, "lasting"]])
    expect(told(rate({ pass: "season" }), "5:00")).toEqual([["rate.cases.0.rate", "lost ticket", 900, 800, "lost"], ["rate.cases.1.rate", "hourly", 500, 400, "pass"], ["rate.cases.2.rate", "flat", 50, -50, "lasting"]])
  })

  it("of what time, and that it has no price where it has none", () => {
    const none = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1.00" }], beyond: "unavailable" }
    expect(whyNot(choose([[{ lost: true }, none]]))).toEqual([{ rule: "rate.cases.0.rate", label: "slab", from: entry, to: after("2:00"), unmet: ["lost"] }])
    expect(told(choose([[{ lost: true }, flat("9.00")]], "unavailable"))).toEqual([["rate.cases.0.rate", "flat", 900, undefined, "lost"]])
  })
})

describe("of a cheapest it is told", () => {
  it("what the dearer would have cost", () => {
    const rate = cheapest(hourly, flat("3.00", { label: "day ticket" }), flat("3.50"))
    expect(told(rate)).toEqual([["rate.of.1", "day ticket", 300, 100], ["rate.of.2", "flat", 350, 150]])
    expect(told(rate, "4:00")).toEqual([["rate.of.0", "hourly", 400, 100], ["rate.of.2", "flat", 350, 50]])
    expect(whyNot(cheapest(hourly, flat("3.00")))).toEqual([{ rule: "rate.of.1", label: "flat", from: entry, to: after("2:00"), amount: 300, more: 100, unmet: [] }])
  })

  it("what has no price, and why", () => {
    const evening = choose([[{ entry: { from: "18:00" } }, flat("0.50")]], "unavailable")
    expect(told(cheapest(evening, hourly))).toEqual([["rate.of.0", "choose", undefined, undefined], ["rate.of.0.cases.0.rate", "flat", 50, undefined, "entry"]])
    expect(told(cheapest(hourly, choose([[{ entry: { from: "18:00" } }, flat("0.50")]], flat("5.00"))))).toEqual([["rate.of.1", "choose", 500, 300]])
  })
})

it("nothing is told of a stay of no length, nor of one that ends before it begins", () => {
  const rate = cheapest(choose([[{ lost: true }, flat("9.00")]]), choose([[{ lasting: { over: "PT1H" } }, flat("9.00")]]))
  expect(whyNot(rate, "0:00")).toEqual([])
  expect(whyNot(rate, "-1:00")).toEqual([])
})

it("of a rate times nothing all is for nothing, also what was not chosen", () => {
  const rate = { type: "scale", by: "0", rate: cheapest(hourly, flat("3.00")) }
  expect(told(rate)).toEqual([["rate.rate.of.1", "flat", 0, 0]])
  const none = { type: "scale", by: "0", rate: choose([[{ lost: true }, flat("9.00")]], "unavailable") }
  expect(told(none)).toEqual([["rate.rate.cases.0.rate", "flat", 0, undefined, "lost"]])
})
