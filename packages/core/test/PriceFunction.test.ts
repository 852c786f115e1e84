import { PriceFunction } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, bill, entry, tariff } from "./pricing.ts"

const hourly = (count: "started" | "completed" | "nearest" | "exact", more: object = {}) => ({ type: "hourly", price: "1.00", count, ...more })

const rounding = (mode: string, to = "0.01", where = "total") => ({ rounding: { mode, to, where } })

/** Gross in minor units; every price here was worked out by hand. */
const gross = (rate: object, stay: string, rest: object = {}) => bill(tariff(rate, rest), stay).gross

describe("flat", () => {
  it.each([["0:00", 0], ["0:00:01", 400], ["1:00", 400], ["8760:00", 400]])("4.00 for %s: %i", (stay, price) => {
    expect(gross({ type: "flat", price: "4.00" }, stay)).toBe(price)
  })
})

describe("hourly, by what counts", () => {
  it.each([
    // stay        started completed nearest exact
    ["0:00:01", 100, 0, 0, 0],
    ["0:00:18", 100, 0, 0, 1],
    ["0:29:59", 100, 0, 0, 50],
    ["0:30:00", 100, 0, 100, 50],
    ["0:59:59", 100, 0, 100, 100],
    ["1:00:00", 100, 100, 100, 100],
    ["1:00:01", 200, 100, 100, 100],
    ["1:29:59", 200, 100, 100, 150],
    ["1:30:00", 200, 100, 200, 150],
    ["24:00:00", 2_400, 2_400, 2_400, 2_400],
    ["8760:00:01", 876_100, 876_000, 876_000, 876_000]
  ])("1.00 an hour for %s: %i started, %i completed, %i nearest, %i exact", (stay, ...prices) => {
    expect((["started", "completed", "nearest", "exact"] as const).map((count) => gross(hourly(count), stay))).toEqual(prices)
  })

  it.each([
    ["per 15 minutes", { price: "0.50", per: "PT15M" }, "0:46", 200],
    ["2.40 an hour in steps of 10 minutes: 0.40 a step", { price: "2.40", step: "PT10M" }, "0:11", 80],
    ["a step longer than the unit: 3 hours at 1.00 each", { step: "PT3H" }, "0:01", 300],
    ["a step that does not divide the unit: 2 of 40 minutes are 4/3 hours", { step: "PT40M" }, "0:41", 133],
    ["7/120 a minute for 37 minutes: 2.158333", { price: "7/120", per: "PT1M" }, "0:37", 216],
    ["1/3 an hour", { price: "1/3" }, "2:30", 100],
    ["one second steps", { price: "3600", step: "PT1S" }, "0:00:07", 700]
  ])("%s", (_, rate, stay, price) => expect(gross(hourly("started", rate), stay)).toBe(price))

  it("rounds half a step up when nearest counts, also for odd steps", () => {
    const odd = hourly("nearest", { price: "0.01", per: "PT5S" })
    expect(["0:00:02", "0:00:03", "0:00:07", "0:00:08"].map((stay) => gross(odd, stay))).toEqual([0, 1, 1, 2])
  })
})

describe("seconds", () => {
  it.each([["0:00:59", 0], ["0:01:00", 100], ["1:00:00", 100], ["1:00:59", 100], ["1:01:00", 200]])("dropped: %s costs %i", (stay, price) => {
    expect(gross(hourly("started"), stay, { seconds: "dropped" })).toBe(price)
  })

  it("floors milliseconds of entry and exit, each by itself", () => {
    const from = (millis: number) => Instant.Instant.make(entry + millis)
    const price = (start: number, end: number) => Result.getOrThrow(Result.getOrThrow(PriceFunction.compile(tariff(hourly("started")))).from(from(start)).at(from(end)))
    expect(price(0, 3_600_999).gross).toBe(100)
    expect(price(999, 3_600_999).gross).toBe(100)
    expect(price(999, 3_601_000).gross).toBe(200)
    expect(price(1, 999)).toMatchObject({ gross: 0, lines: [], from: entry, to: entry })
    expect(price(999, 1_000).gross).toBe(100)
  })
})

describe("tax", () => {
  const taxed = { type: "flat", price: "1.00", tax: "0.19" }
  it.each([
    ["included", { net: 84, gross: 100 }],
    ["added", { net: 100, gross: 119 }],
    ["none", { net: 100, gross: 100 }]
  ])("%s", (tax, expected) => expect(bill(tariff(taxed, { tax }), "1:00")).toMatchObject(expected))

  it("rounds net and gross each: 0.333 with a tenth added is 0.33 and 0.37", () => {
    expect(bill(tariff({ ...taxed, price: "0.333", tax: "0.1" }, { tax: "added" }), "1:00")).toMatchObject({ net: 33, gross: 37 })
  })

  it("rounds net and gross to what the tariff rounds to", () => {
    expect(bill(tariff({ ...taxed, price: "1.07" }, { tax: "included", ...rounding("half-up", "0.05") }), "1:00")).toMatchObject({ net: 90, gross: 105 })
  })

  it("shows the rate on the line, none where there is no tax", () => {
    const shown = (tax: string) => bill(tariff(taxed, { tax }), "1:00").lines.map((line) => line.taxRate)
    expect([shown("included"), shown("none")]).toEqual([["0.19"], ["0"]])
  })
})

describe("rounding", () => {
  it.each([
    ["half-up", "0.125", 13],
    ["half-even", "0.125", 12],
    ["half-even", "0.135", 14],
    ["up", "0.121", 13],
    ["up", "0.12", 12],
    ["down", "0.129", 12]
  ])("%s of %s: %i", (mode, price, expected) => expect(gross({ type: "flat", price }, "1:00", rounding(mode))).toBe(expected))

  it.each([
    ["half-up", "1.02", 100],
    ["half-up", "1.025", 105],
    ["half-up", "1.03", 105],
    ["half-even", "1.025", 100],
    ["up", "1.001", 105],
    ["down", "1.049", 100]
  ])("%s of %s to 0.05: %i, shown in a line of its own", (mode, price, expected) => {
    const { gross, lines } = bill(tariff({ type: "flat", price }, rounding(mode, "0.05")), "1:00")
    expect(gross).toBe(expected)
    const residue = lines.filter(({ rule }) => rule === "rounding").map((line) => line.gross)
    expect(residue.reduce((sum, amount) => sum + amount, 0)).toBe(expected - (lines[0]?.gross ?? 0))
    expect(residue.length).toBe(lines[0]?.gross === expected ? 0 : 1)
  })

  it("happens once: the exact price is rounded, not the shown line", () => {
    // To the cent first, 1.0249 would be 1.02, 1.0201 too, and 1.0001 would be 1.00: up would have nothing to do.
    expect(gross({ type: "flat", price: "1.0249" }, "1:00", rounding("half-up", "0.05"))).toBe(100)
    expect(gross({ type: "flat", price: "1.0001" }, "1:00", rounding("up", "0.05"))).toBe(105)
  })

  it("per line: the line itself is rounded and nothing is left over", () => {
    expect(bill(tariff({ type: "flat", price: "1.03" }, rounding("half-up", "0.05", "line")), "1:00").lines).toMatchObject([{ rule: "rate", net: 105, gross: 105 }])
  })

  it.each([
    ["JPY", "333", { to: "10" }, 330],
    ["JPY", "1/3", { to: "1" }, 0],
    ["KWD", "0.0015", { to: "0.001" }, 2],
    ["KWD", "1.2345", { to: "0.005" }, 1_235]
  ])("%s %s", (currency, price, { to }, expected) => {
    expect(gross({ type: "flat", price }, "1:00", { currency, ...rounding("half-up", to) })).toBe(expected)
  })
})

describe("a price function", () => {
  it("is the empty bill for a stay of no length", () => {
    expect(bill(tariff({ type: "flat", price: "4" }), "0:00")).toEqual({ from: entry, to: entry, currency: "EUR", minorUnits: 2, tax: "none", lines: [], net: 0, gross: 0 })
  })

  it("refuses an exit before the entry", () => {
    const priced = Result.getOrThrow(PriceFunction.compile(tariff({ type: "flat", price: "4" }))).from(entry).at(Instant.Instant.make(entry - 1))
    expect(Result.isFailure(priced) && priced.failure).toMatchObject({ _tag: "ExitBeforeEntry", entry, exit: entry - 1_000 })
  })

  it("refuses a price beyond the safe integers instead of rounding it", () => {
    const dear = tariff(hourly("started", { price: "90071992547409.91", per: "PT24H" }))
    expect(bill(dear, "24:00").gross).toBe(Number.MAX_SAFE_INTEGER)
    const priced = Result.getOrThrow(PriceFunction.compile(dear)).from(entry).at(after("24:00:01"))
    expect(Result.isFailure(priced) && priced.failure).toMatchObject({ _tag: "AmountTooLarge", amount: "18014398509481982", currency: "EUR" })
  })

  it("refuses a gross beyond the safe integers though the net is not", () => {
    const dear = tariff({ type: "flat", price: "90071992547409.00", tax: "0.19" }, { tax: "added" })
    expect(Result.isFailure(Result.getOrThrow(PriceFunction.compile(dear)).from(entry).at(after("1:00")))).toBe(true)
  })

  it.each([
    ["started", hourly("started"), "0:00", ["0:00:01", "1:00:01", "2:00:01"]],
    ["completed", hourly("completed"), "0:00", ["1:00", "2:00", "3:00"]],
    ["nearest", hourly("nearest"), "0:00", ["0:30", "1:30", "2:30"]],
    ["nearest, odd", hourly("nearest", { per: "PT5S" }), "0:00", ["0:00:03", "0:00:08", "0:00:13"]],
    // A cent every 36 seconds, from half a cent on.
    ["exact", hourly("exact"), "1:00", ["1:00:18", "1:00:54", "1:01:30"]],
    ["in the middle of a step", hourly("started"), "1:20", ["2:00:01", "3:00:01", "4:00:01"]],
    ["flat", { type: "flat", price: "4" }, "0:00", ["0:00:01", undefined, undefined]]
  ])("knows when the price changes next: %s", (_, rate, from, expected) => {
    const { nextChange } = Result.getOrThrow(PriceFunction.compile(tariff(rate))).from(entry)
    let at: Instant.Instant | undefined = after(from)
    const found = expected.map(() => (at = at === undefined ? undefined : nextChange(at)))
    expect(found).toEqual(expected.map((stay) => stay === undefined ? undefined : after(stay)))
  })

  it("changes at whole minutes where seconds are dropped", () => {
    const { nextChange } = Result.getOrThrow(PriceFunction.compile(tariff(hourly("started"), { seconds: "dropped" }))).from(entry)
    expect([nextChange(entry), nextChange(after("0:01")), nextChange(after("1:00:59"))]).toEqual([after("0:01"), after("1:01"), after("1:01")])
  })
})

describe("the end of time", () => {
  const last = Instant.Instant.make(253_402_300_799_999)
  const day = { every: "day" }
  const hourly = { type: "hourly", price: "2.00", count: "started" }
  it.each<[string, object]>([
    ["hours", hourly],
    ["whole days", { type: "each", per: day, partial: "full", max: "9.00", rate: hourly }],
    ["steps of three days", { type: "billed", step: "PT72H", count: "started", rate: hourly }],
    ["windows over midnight", { type: "dynamic", crossing: { follow: "PT9H" }, windows: [{ during: { from: "20:00", to: "06:00" }, rate: { type: "flat", price: "1" } }], otherwise: hourly }]
  ])("has a price, and none after it: %s", (_, rate) => {
    for (const zone of ["UTC", "Pacific/Kiritimati", "America/Los_Angeles"]) {
      const price = Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone }))).from(Instant.Instant.make(last - 100_000_000))
      const bill = Result.getOrThrow(price.at(last))
      expect(Result.map(price.priceAt(last), ({ gross }) => gross)).toEqual(Result.succeed(bill.gross))
      expect(bill.lines.every(({ to }) => to <= last)).toBe(true)
      expect(price.nextChange(last)).toBeUndefined()
      expect(price.steps(last).at(-1)?.to).toBe(Instant.ofSeconds(Instant.seconds(last)))
    }
  })
})

it.each(["much", "-1", "1e3", ""])("what a vehicle drew is a decimal of zero or more, and \"%s\" is none", (kwh) => {
  const { from } = Result.getOrThrow(PriceFunction.compile(tariff({ type: "energy", price: "0.40" })))
  const phases = [{ name: "charging", from: entry, to: after("1:00"), kwh }]
  expect(() => from(entry, { phases })).toThrow(new RangeError(`"${kwh}" is not a quantity: expected a decimal of zero or more, such as "20.45"`))
})
