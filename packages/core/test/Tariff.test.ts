import { Penalty } from "@parkade/core/enforcement"
import { Json, Tariff } from "@parkade/core/pricing"
import { after, bill, entry, tariffJson as json } from "./pricing.ts"
import { Result, Schema } from "effect"
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
  const types = '"flat", "hourly", "energy", "slab", "dynamic", "subscription", "choose", "each", "sum", "cheapest", "scale", "billed" or "named"'
  const elapsed = "expected elapsed time in hours, minutes or seconds, such as PT15M"
  it.each([
    ["days as elapsed time", json({ ...hourly, per: "P1D" }), "rate.per", 'P1D is calendar time: write PT24H for elapsed time, or {"every": "day"} for the calendar\'s'],
    ["weeks as elapsed time", json({ ...hourly, step: "P1W" }), "rate.step", 'P1W is calendar time: write PT168H for elapsed time, or {"every": "week"} for the calendar\'s'],
    ["minutes in words", json({ ...hourly, per: "15 min" }), "rate.per", `${elapsed}, found "15 min": did you mean "PT15M"?`],
    ["parts of hours", json({ ...hourly, per: "PT1.5H" }), "rate.per", `${elapsed}, found "PT1.5H": did you mean "PT1H30M"?`],
    ["minutes in figures", json({ ...hourly, per: 15 }), "rate.per", `${elapsed}, found 15: did you mean "PT15M", "PT15H" or "PT15S"?`],
    ["a thousand centuries", json({ ...hourly, per: "PT999999999H" }), "rate.per", `${elapsed}, found "PT999999999H"`],
    ["a step of nothing", json({ ...hourly, step: "PT0S" }), "rate.step", 'expected at least one second, found "PT0S"'],
    ["a type that is not there", json({ type: "banana", price: "1" }), "rate.type", `expected ${types}, found "banana"`],
    ["a type with a slip", json({ type: "hourley", price: 1 }), "rate.type", `expected ${types}, found "hourley": did you mean "hourly"?`],
    ["a type of another language", json({ type: "free" }), "rate.type", `expected ${types}, found "free": did you mean "flat"?`],
    ["no type", json({ price: "1", count: "started" }), "rate.type", `expected ${types}, found nothing: did you mean "hourly"?`],
    ["tax in percent", json({ ...flat, tax: "19" }), "rate.tax", 'expected a fraction of at most 1 (19 % is "0.19"), found "19": did you mean "0.19"?'],
    ["tax with a percent sign", json({ ...flat, tax: "19 %" }), "rate.tax", `${amount}, found "19 %": did you mean "0.19"?`],
    ["tax in words", json({ ...flat, tax: "none" }), "rate.tax", `${amount}, found "none"`],
    ["rounding in words", json(flat, rounding({ to: "cents" })), "rounding.to", `${amount}, found "cents"`],
    ["a price with a comma", json({ ...flat, price: "1,50" }), "rate.price", `${amount}, found "1,50": did you mean "1.50"?`],
    ["a price with a currency", json({ ...flat, price: "€4" }), "rate.price", `${amount}, found "€4": did you mean "4"?`],
    ["a price by zero", json({ ...flat, price: "1/0" }), "rate.price", `${amount}, found "1/0"`],
    ["a price of a hundred digits", json({ ...flat, price: "9".repeat(100) }), "rate.price", `${amount}, found "${"9".repeat(40)}..."`],
    ["a float", json({ ...flat, price: 4.5 }), "rate.price", 'expected an amount such as "1.50", or a demand price {start, bands, min, max, every}, found 4.5: write "4.5", numbers are texts so that they are exact'],
    ["a negative price", json({ ...flat, price: "-1" }), "rate.price", 'expected zero or more: a price is never negative, found "-1"'],
    ["a negative tax", json({ ...flat, tax: "-0.19" }), "rate.tax", 'expected zero or more: a price is never negative, found "-0.19"'],
    ["another count", json({ ...hourly, count: "start" }), "rate.count", 'expected "started", "completed", "nearest" or "exact", found "start": did you mean "started"?'],
    ["no count", json({ type: "hourly", price: "1" }), "rate.count", 'expected "started", "completed", "nearest" or "exact", found nothing'],
    ["no currency", without("currency"), "currency", "expected an ISO 4217 currency code such as EUR, found nothing"],
    ["no tax", without("tax"), "tax", 'expected "included", "added" or "none", found nothing'],
    ["no rounding", without("rounding"), "rounding", "expected an object {mode, to, where}, found nothing"],
    ["no seconds", without("seconds"), "seconds", 'expected "counted" or "dropped", found nothing'],
    ["no visits", without("visits"), "visits", 'expected "apart", "accumulate" or {"accumulate": "day"}, found nothing'],
    ["no rate", without("rate"), "rate", `expected a rate, an object with a "type": ${types.replaceAll('"', "").replace(" or", ",")}, found nothing`],
    ["an unknown currency", json(flat, { currency: "EURO" }), "currency", 'expected an ISO 4217 currency code such as EUR, found "EURO": did you mean "EUR"?'],
    ["an unknown zone", json(flat, { zone: "Berlin" }), "zone", 'expected an IANA time zone such as Europe/Berlin, found "Berlin": did you mean "Europe/Berlin"?'],
    ["five decimals", json(flat, { minorUnits: 5 }), "minorUnits", "expected 0 to 4 decimal places, found 5"],
    ["decimals as a text", json(flat, { minorUnits: "2" }), "minorUnits", 'expected 0 to 4 decimal places, found "2": did you mean 2?'],
    ["rounding to half a cent", json(flat, rounding({ to: "0.005" })), "rounding.to", "expected a multiple of 0.01, the smallest amount of EUR"],
    ["rounding yen to a hundredth", json(flat, { currency: "JPY" }), "rounding.to", "expected a multiple of 1, the smallest amount of JPY"],
    ["rounding to nothing", json(flat, rounding({ to: "0" })), "rounding.to", 'expected more than zero, found "0"'],
    ["another rounding", json(flat, rounding({ mode: "ceil" })), "rounding.mode", 'expected "half-up", "half-even", "up" or "down", found "ceil": did you mean "up"?'],
    ["a typing error", json({ ...flat, lable: "x" }), "rate.lable", 'expected no field "lable" here: did you mean "label"?'],
    ["an hourly field in a flat rate", json({ ...flat, per: "PT1H" }), "rate.per", 'expected no field "per" here: there are type, price, label, tax'],
    ["an unknown field", json(flat, { maximum: "20" }), "maximum", 'expected no field "maximum" here: there are $schema, zone, currency, minorUnits, tax, rounding, seconds, visits, holidays, valid, rates, rate'],
    ["an empty label", json({ ...flat, label: "" }), "rate.label", 'expected a text of 1 to 120 characters, found ""'],
    ["valid never", json(flat, { valid: { from: "2026-02-01", until: "2026-02-01" } }), "valid.until", "expected a date after 2026-02-01, found 2026-02-01: it is the first date that is not valid"],
    ["a name with a dot", json(flat, { rates: { "a.b": flat } }), "rates.a.b", 'expected a name of 1 to 120 characters without dots, found "a.b"'],
    ["text", "4.00 EUR", "", 'expected a tariff, an object with currency, tax, rounding, seconds, visits and rate, found "4.00 EUR"'],
    ["nothing", null, "", "expected a tariff, an object with currency, tax, rounding, seconds, visits and rate, found null"]
  ])("refuses %s", (_, given, path, message) => expect(issues(given)).toEqual([{ path, message }]))

  it("tells everything that is wrong at once, and says so in words", () => {
    const decoded = Tariff.decode(json({ ...hourly, per: "P1D", price: "x" }, { currency: "EURO" }))
    expect(Result.isFailure(decoded) && decoded.failure.message.split("\n")).toEqual([
      'currency: expected an ISO 4217 currency code such as EUR, found "EURO": did you mean "EUR"?',
      `rate.price: ${amount}, found "x"`,
      'rate.per: P1D is calendar time: write PT24H for elapsed time, or {"every": "day"} for the calendar\'s'
    ])
  })

  it("tells a hundred places, and how many more there are", () => {
    const found = issues(json({ type: "sum", of: Array.from({ length: 250 }, () => ({ ...flat, price: 1 })) }))
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toEqual({ path: "", message: "and 150 more" })
  })

  it("calls the whole of it a tariff", () => {
    const parsed = Tariff.parse("")
    expect(Result.isFailure(parsed) && parsed.failure.message).toBe("tariff: line 1, column 1: expected a JSON value, found the end of the text")
  })

  it("has the decimals of its currency unless it says so", () => {
    const decoded = (rest: object) => Result.getOrThrow(Tariff.decode(json(flat, rest)))
    expect([Tariff.minorUnits(decoded({})), Tariff.minorUnits(decoded({ minorUnits: 4 }))]).toEqual([2, 4])
  })
})

it("an amount of more decimals than its currency has is rounded half up, as money", () => {
  const made = Result.getOrThrow(Tariff.decode(json(flat)))
  const fine = (amount: string) => Schema.decodeUnknownSync(Penalty.Rule)({ kind: "overstay", charge: { amount }, steps: [], disputes: { clock: "stops", most: 1, within: "PT24H" } })
  const charged = (amount: string) => Result.getOrThrow(Penalty.charge(fine(amount), { from: entry, to: after("1:00"), tariff: made })).amount
  expect(["0.124", "0.125", "1/3", "2/3"].map(charged)).toEqual([12, 13, 33, 67])
})

it("says what helps where a text has too many values for a tariff", () => {
  const parsed = Tariff.parse(`[${"0,".repeat(10_000)}0]`)
  expect(Result.isFailure(parsed) && parsed.failure.message).toBe('9999: line 1, column 20000: expected at most 10000 values in all, found more: name rates that repeat in "rates"')
})

it("reads no more JSON than it is told to, in characters and in values", () => {
  expect(Json.parse("[1,2]", { characters: 5, values: 3 })).toEqual(Result.succeed([1, 2]))
  expect(Json.parse("[1,2] ", { characters: 5, values: 3 })).toEqual(Result.fail({ path: "", message: "expected a text of at most 5 characters, found 6" }))
  expect(Json.parse("[1,2]", { characters: 5, values: 2 })).toEqual(Result.fail({ path: "1", message: "line 1, column 4: expected at most 2 values in all, found more" }))
})

describe("texts that were never checked", () => {
  it("have no value as amounts", () => {
    expect(Tariff.amount("7/120")).toEqual({ numerator: 7n, denominator: 120n })
    expect(() => Tariff.amount("1,50")).toThrow('"1,50" was never checked to be an amount')
  })

  it("are priced as no length", () => {
    const unchecked = json({ ...hourly, per: "15 min" }) as Tariff.Tariff
    expect(() => bill(unchecked, "1:00")).toThrow('"15 min" was never checked to be elapsed time')
  })
})
