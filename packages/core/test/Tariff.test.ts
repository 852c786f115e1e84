import { Tariff } from "@parkade/core/pricing"
import { tariffJson as json } from "./pricing.ts"
import { Result } from "effect"
import { describe, expect, it } from "vitest"

const flat = { type: "flat", price: "4.00" }
const hourly = { type: "hourly", price: "1.50", count: "started" }

const issues = (given: unknown) => Result.match(Tariff.decode(given), { onSuccess: () => [], onFailure: (failure) => failure.issues })

const without = (key: string): object => Object.fromEntries(Object.entries(json(flat)).filter(([name]) => name !== key))

const rounding = (change: object) => ({ rounding: { mode: "half-up", to: "0.01", where: "total", ...change } })

describe("decoding a tariff", () => {
  it.each([
    ["the plainest", json(flat)],
    ["every option", json({ ...hourly, per: "PT30M", step: "PT1S", label: "Tag", tax: "0.19" }, { zone: "Europe/Berlin", minorUnits: 3, ...rounding({ mode: "half-even", to: "0.05", where: "line" }), tax: "added", seconds: "dropped" })],
    ["a rational price", json({ ...flat, price: "7/120" })],
    ["a rational rounding", json(flat, rounding({ to: "1/20" }))],
    ["free", json({ ...flat, price: "0" })],
    ["yen", json(flat, { currency: "JPY", ...rounding({ to: "10" }) })]
  ])("takes %s", (_, given) => expect(issues(given)).toEqual([]))

  const amount = 'expected an amount in major units such as "1.50" or "7/120"'
  it.each([
    ["days as elapsed time", json({ ...hourly, per: "P1D" }), "rate.per", "P1D is calendar time: write elapsed hours, such as PT24H"],
    ["weeks as elapsed time", json({ ...hourly, step: "P1W" }), "rate.step", "P1W is calendar time: write elapsed hours, such as PT24H"],
    ["minutes in words", json({ ...hourly, per: "15 min" }), "rate.per", "expected elapsed time in hours, minutes or seconds, such as PT15M"],
    ["a step of nothing", json({ ...hourly, step: "PT0S" }), "rate.step", "expected at least one second"],
    ["a rate of a type there is not", json({ type: "per-visit", price: "1" }), "rate", 'Expected a rate of type "flat" or "hourly"'],
    ["tax in percent", json({ ...flat, tax: "19" }), "rate.tax", 'expected a fraction of at most 1: 19 % is "0.19"'],
    ["tax in words", json({ ...flat, tax: "none" }), "rate.tax", amount],
    ["rounding in words", json(flat, rounding({ to: "cents" })), "rounding.to", amount],
    ["a price with a comma", json({ ...flat, price: "1,50" }), "rate.price", amount],
    ["a price with a currency", json({ ...flat, price: "€4" }), "rate.price", amount],
    ["a price by zero", json({ ...flat, price: "1/0" }), "rate.price", amount],
    ["a float", json({ ...flat, price: 4.5 }), "rate.price", "Expected TariffAmount"],
    ["a negative price", json({ ...flat, price: "-1" }), "rate.price", "expected zero or more: a price is never negative"],
    ["a negative tax", json({ ...flat, tax: "-0.19" }), "rate.tax", "expected zero or more: a price is never negative"],
    ["another count", json({ ...hourly, count: "begun" }), "rate.count", 'Expected "started" | "completed" | "nearest" | "exact"'],
    ["no count", json({ type: "hourly", price: "1" }), "rate.count", "Missing key"],
    ["no currency", without("currency"), "currency", "Missing key"],
    ["no tax", without("tax"), "tax", "Missing key"],
    ["no rounding", without("rounding"), "rounding", "Missing key"],
    ["no seconds", without("seconds"), "seconds", "Missing key"],
    ["no visits", without("visits"), "visits", "Missing key"],
    ["no rate", without("rate"), "rate", "Missing key"],
    ["an unknown currency", json(flat, { currency: "EURO" }), "currency", "Expected an ISO 4217 currency code such as EUR"],
    ["an unknown zone", json(flat, { zone: "Berlin" }), "zone", "Expected an IANA time zone such as Europe/Berlin"],
    ["five decimals", json(flat, { minorUnits: 5 }), "minorUnits", "Expected a value between 0 and 4"],
    ["rounding to half a cent", json(flat, rounding({ to: "0.005" })), "rounding.to", "expected a multiple of 0.01, the smallest amount of EUR"],
    ["rounding yen to a hundredth", json(flat, { currency: "JPY" }), "rounding.to", "expected a multiple of 1, the smallest amount of JPY"],
    ["rounding to nothing", json(flat, rounding({ to: "0" })), "rounding.to", "expected more than zero"],
    ["another rounding", json(flat, rounding({ mode: "ceil" })), "rounding.mode", 'Expected "half-up" | "half-even" | "up" | "down"'],
    ["a typing error", json({ ...flat, lable: "x" }), "rate.lable", "Expected no excess property"],
    ["an hourly field in a flat rate", json({ ...flat, per: "PT1H" }), "rate.per", "Expected no excess property"],
    ["an unknown field", json(flat, { maximum: "20" }), "maximum", "Expected no excess property"],
    ["an empty label", json({ ...flat, label: "" }), "rate.label", undefined],
    ["text", "4.00 EUR", "", "Expected Tariff"],
    ["nothing", null, "", "Expected Tariff"]
  ])("refuses %s", (_, given, path, message) => {
    const found = issues(given)
    expect(found.map((issue) => issue.path)).toEqual([path])
    if (message !== undefined) expect(found[0]?.message).toBe(message)
  })

  it("tells an unknown type of rate, naming what is known", () => {
    const [found] = issues(json({ type: "monthly", price: "1" }))
    expect(found?.path).toMatch(/^rate(\.type)?$/)
    expect(found?.message).toContain("hourly")
  })

  it("tells everything that is wrong at once, and says so in words", () => {
    const decoded = Tariff.decode(json({ ...hourly, per: "P1D", price: "x" }, { currency: "EURO" }))
    expect(Result.isFailure(decoded) && decoded.failure.message.split("\n")).toEqual([
      "currency: Expected an ISO 4217 currency code such as EUR",
      `rate.price: ${amount}`,
      "rate.per: P1D is calendar time: write elapsed hours, such as PT24H"
    ])
  })

  it("has the decimals of its currency unless it says so", () => {
    const decoded = (rest: object) => Result.getOrThrow(Tariff.decode(json(flat, rest)))
    expect([Tariff.minorUnits(decoded({})), Tariff.minorUnits(decoded({ minorUnits: 4 }))]).toEqual([2, 4])
  })
})
