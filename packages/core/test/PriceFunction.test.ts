import { PriceFunction } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, bill, entry, length, tariff } from "./pricing.ts"

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

const at = (text: string) => Result.getOrThrow(Instant.fromIso(text))
/** "09:30" of the day, UTC. */
const clock = (text: string) => at(`2026-06-01T${text}:00Z`)
const flat = (price: string, more: object = {}) => ({ type: "flat", price, ...more })

describe("dates of a window", () => {
  const inside = (dates: object, date: string) => {
    const made = tariff({ type: "dynamic", crossing: "entry", windows: [{ during: { dates }, rate: flat("1") }], otherwise: flat("2") }, { zone: "UTC" })
    const from = at(`${date}T10:00:00Z`)
    return Result.getOrThrow(PriceFunction.compile(made)).total(from, Instant.Instant.make(from + length("1:00")))?.gross === 100
  }
  it.each<[string, object, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ["open on both sides", {}, ["1999-12-31", "2026-06-01"], []],
    ["from one on", { from: "2026-06-02" }, ["2026-06-02", "2027-01-01"], ["2026-06-01"]],
    ["up to one", { to: "2026-06-02" }, ["2025-12-31", "2026-06-01"], ["2026-06-02"]],
    ["between two", { from: "2026-06-02", to: "2026-06-04" }, ["2026-06-02", "2026-06-03"], ["2026-06-01", "2026-06-04"]],
    ["of every year, from one on", { from: "03-01" }, ["2026-03-01", "2027-12-31"], ["2026-02-28", "2027-01-01"]],
    ["of every year, up to one", { to: "03-01" }, ["2026-02-28", "2027-01-01"], ["2026-03-01", "2027-12-31"]],
    ["of every year, between two", { from: "03-01", to: "06-01" }, ["2026-03-01", "2027-05-31"], ["2026-02-28", "2027-06-01"]],
    ["of every year, over its end", { from: "11-01", to: "02-01" }, ["2026-11-01", "2027-01-31"], ["2026-10-31", "2027-02-01"]]
  ])("%s", (_, dates, within, without) => {
    expect([within, without].map((all) => all.filter((date) => inside(dates, date)))).toEqual([within, []])
  })
})

describe("visits that count together", () => {
  const graduated = (hours: number) => ({ type: "slab", mode: "graduated", brackets: [{ upTo: `PT${hours}H`, rate: hourly("exact") }], beyond: hourly("exact", { price: "5.00" }) })
  const added = (visits: unknown, hours: number, earlier: ReadonlyArray<readonly [from: string, to: string]>, [from, to]: readonly [string, string], rate: object = graduated(hours)) =>
    Result.getOrThrow(Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone: "UTC", visits }))).from(clock(from), { earlier: earlier.map(([from, to]) => ({ from: clock(from), to: clock(to) })) }).at(clock(to))).gross

  it.each<[string, ReadonlyArray<readonly [string, string]>, readonly [string, string], number]>([
    // The third of three hours costs 5.00, an hour alone 1.00.
    ["within ten hours of the first", [["06:00", "07:00"], ["08:00", "09:00"]], ["10:00", "11:00"], 500],
    ["within ten hours of the first of theirs", [["00:00", "01:00"], ["10:00", "11:00"], ["12:00", "13:00"]], ["14:00", "15:00"], 500],
    ["so, in whatever order they are told", [["00:00", "01:00"], ["12:00", "13:00"], ["10:00", "11:00"]], ["14:00", "15:00"], 500],
    ["so, though the latest is told first", [["12:00", "13:00"], ["10:00", "11:00"], ["00:00", "01:00"]], ["14:00", "15:00"], 500],
    ["none after ten hours", [["00:00", "02:00"]], ["10:00", "11:00"], 100],
    ["just before ten hours", [["00:00", "02:00"]], ["09:59", "10:59"], 500]
  ])("%s", (_, earlier, stay, gross) => expect(added({ accumulate: "PT10H" }, 2, earlier, stay)).toBe(gross))

  it.each<[string, ReadonlyArray<readonly [string, string]>, readonly [string, string], number]>([
    // Three hours with their gaps, and of two more one at 5.00.
    ["whose gaps are too short are one", [["06:00", "07:00"], ["07:10", "08:00"], ["08:20", "09:00"]], ["10:00", "12:00"], 600],
    ["that overlap are one", [["06:00", "09:00"], ["07:00", "08:00"]], ["10:00", "12:00"], 600],
    // Two and a half hours, and of two more half an hour at 5.00.
    ["whose gap is long enough are two", [["06:00", "07:00"], ["07:30", "09:00"]], ["10:00", "12:00"], 400]
  ])("%s", (_, earlier, stay, gross) => expect(added({ accumulate: "day", minInterruption: "PT30M" }, 4, earlier, stay)).toBe(gross))

  it("are numbered, the one that is priced last; what begins with it or after it is none of them", () => {
    const byNumber = { type: "choose", cases: [1, 2, 3].map((visit) => ({ if: { visit: { from: `${visit}`, to: `${visit + 1}` } }, rate: flat(`${visit}`) })), otherwise: flat("9") }
    const number = (visits: unknown, ...earlier: ReadonlyArray<readonly [string, string]>) => added(visits, 0, earlier, ["12:00", "13:00"], byNumber) / 100
    expect(number("apart")).toBe(1)
    expect(number("apart", ["06:00", "07:00"], ["08:00", "09:00"])).toBe(3)
    expect(number("apart", ["12:00", "13:00"], ["14:00", "15:00"])).toBe(1)
    expect(number("apart", ["06:00", "07:00"], ["12:00", "12:30"])).toBe(2)
    expect(number({ accumulate: "PT4H" }, ["06:00", "07:00"])).toBe(1)
  })

  it("cost what the last of their number makes of them, which is one for those that go on with one another", () => {
    const cases = [1, 2, 3, 4].map((visit) => ({ if: { visit: { from: `${visit}`, to: `${visit + 1}` } }, rate: flat(`${visit * visit}`) }))
    const second = (visits: unknown, ...earlier: ReadonlyArray<readonly [string, string]>) => added(visits, 0, earlier, ["12:00", "13:00"], { type: "choose", cases, otherwise: flat("99") })
    expect(second({ accumulate: "PT10H" }, ["06:00", "07:00"])).toBe(300)
    expect(second({ accumulate: "PT10H" }, ["00:00", "01:00"], ["10:30", "11:00"])).toBe(300)
    expect(second({ accumulate: "day", minInterruption: "PT30M" }, ["06:00", "07:00"], ["07:10", "08:00"])).toBe(300)
    expect(second({ accumulate: "day", minInterruption: "PT30M" }, ["06:00", "07:00"], ["07:30", "08:00"])).toBe(500)
  })

  it("are numbered by the host where that says so", () => {
    const { from, total } = Result.getOrThrow(PriceFunction.compile(tariff({ type: "choose", cases: [{ if: { visit: { from: "2" } }, rate: flat("5") }], otherwise: flat("1") }, { zone: "UTC" })))
    const said = (facts: object) => [total(entry, after("1:00"), { facts })?.gross, Result.getOrThrow(from(entry, { facts }).at(after("1:00"))).gross]
    expect([said({ visit: 2 }), said({ visit: 1 }), said({})]).toEqual([[500, 500], [100, 100], [100, 100]])
  })

  it("make the first second of one that goes on cost its gap", () => {
    const from = (rate: object) => Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone: "UTC", visits: { accumulate: "day", minInterruption: "PT2H" } })))
      .from(clock("09:45"), { earlier: [{ from: clock("08:00"), to: clock("08:30") }] })
    const next = at("2026-06-01T09:45:01Z")
    expect([from(hourly("started")).nextChange(clock("09:45")), Result.getOrThrow(from(hourly("started")).at(next)).gross]).toEqual([next, 100])
    expect(from(hourly("started")).nextChange(next)).toBe(at("2026-06-01T10:00:01Z"))
    // Dear for a minute only, from where the gap has come along.
    const spike = from({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1.00" }, { upTo: "PT1H46M", price: "5.00" }], beyond: flat("1.00") })
    expect([spike.nextChange(clock("09:45")), spike.nextChange(next)]).toEqual([next, at("2026-06-01T09:46:01Z")])
  })

  it("cost net and gross what they add", () => {
    const made = Result.getOrThrow(PriceFunction.compile(tariff(hourly("started", { tax: "0.25" }), { zone: "UTC", visits: "accumulate", tax: "added" })))
    expect(made.from(clock("12:00"), { earlier: [{ from: clock("08:00"), to: clock("10:00") }] }).priceAt(clock("13:00"))).toEqual(Result.succeed({ net: 100, gross: 125 }))
  })

  it("show what those before cost", () => {
    const made = Result.getOrThrow(PriceFunction.compile(tariff(hourly("started"), { zone: "UTC", visits: "accumulate" })))
    const { lines } = Result.getOrThrow(made.from(clock("12:00"), { earlier: [{ from: clock("08:00"), to: clock("10:00") }] }).at(clock("13:00")))
    expect(lines.at(-1)).toEqual({ kind: "earlier", rule: "earlier", label: "earlier", from: clock("12:00"), to: clock("13:00"), quantity: "1", unitPrice: "0", unit: "visits", taxRate: "0", net: -200, gross: -200 })
  })

  it("have no price where those before have none", () => {
    const rate = { type: "choose", cases: [{ if: { visit: { from: "2" } }, rate: flat("5") }], otherwise: "unavailable" }
    const { at, priceAt } = Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone: "UTC", visits: "accumulate" }))).from(clock("12:00"), { earlier: [{ from: clock("08:00"), to: clock("10:00") }] })
    for (const none of [at(clock("13:00")), priceAt(clock("13:00"))]) {
      expect(Result.isFailure(none) && none.failure).toMatchObject({ _tag: "Unavailable", entry: clock("12:00"), exit: clock("13:00") })
    }
  })
})

describe("a total", () => {
  const total = (rate: object, context: PriceFunction.Context, rest: object = {}) => Result.getOrThrow(PriceFunction.compile(tariff(rate, rest))).total(entry, after("2:00"), context)?.gross

  it("is of what covers, levels and phases leave", () => {
    expect([total(hourly("started"), {}), total(hourly("started"), { covers: [{ upTo: "PT1H" }] })]).toEqual([200, 100])
    const demand = flat("1", { price: { start: "3", every: "P28D", bands: [{ from: "0.8", change: "0.25" }], min: "0.5", max: "10" } })
    expect([total(demand, {}), total(demand, { levels: { "rate.price": "4.25" } })]).toEqual([300, 425])
    const phases = [{ name: "charging", from: entry, to: after("1:00"), kwh: "1" }]
    expect(total({ type: "energy", price: "0.40" }, { phases })).toBe(40)
    // Four steps of 0.3 kWh, also where all of it comes in a second.
    const steps = { type: "billed", step: "0.3 kWh", count: "started", rate: { type: "energy", price: "1.00" } }
    expect([total(steps, { phases }), total(steps, { phases: [{ name: "charging", from: entry, to: after("0:00:01"), kwh: "1" }] })]).toEqual([120, 120])
  })

  it.each<[string, object, object]>([
    ["a flat", flat("4"), {}],
    ["one rounded half-even", flat("4"), rounding("half-even")],
    ["one of two rates of tax", { type: "sum", of: [flat("4", { tax: "0.1" }), flat("4")] }, { tax: "added" }],
    ["one by the clock", { type: "dynamic", crossing: "split", windows: [{ during: { from: "20:00" }, rate: flat("1") }], otherwise: flat("4") }, { zone: "UTC" }]
  ])("is nothing of no time, and there is none of less: %s", (_, rate, rest) => {
    const { from, total } = Result.getOrThrow(PriceFunction.compile(tariff(rate, rest)))
    expect([total(entry, entry), total(entry, Instant.Instant.make(entry - 3_600_000))]).toEqual([{ net: 0, gross: 0 }, undefined])
    const early = from(entry).priceAt(Instant.Instant.make(entry - 3_600_000))
    expect([from(entry).priceAt(entry), Result.isFailure(early) && early.failure._tag]).toEqual([Result.succeed({ net: 0, gross: 0 }), "ExitBeforeEntry"])
  })

  it.each(["half-up", "half-even"])("is none where there is no price, rounded %s", (mode) => {
    const short = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "0.125" }], beyond: "unavailable" }
    expect(total(short, {}, rounding(mode))).toBeUndefined()
    const none = Result.getOrThrow(PriceFunction.compile(tariff({ ...short, brackets: [{ upTo: "PT1H", price: "1/3" }] }, rounding(mode, "0.05")))).from(entry).priceAt(after("2:00"))
    expect(Result.isFailure(none) && none.failure._tag).toBe("Unavailable")
    expect(total({ type: "dynamic", crossing: "split", windows: [{ during: { to: "20:00" }, rate: short }], otherwise: flat("0.3333") }, {}, { zone: "UTC", ...rounding(mode, "0.05") })).toBeUndefined()
  })

  it("is any that is an amount, net and gross, and no other", () => {
    const most = "90071992547409.91"
    const dear = (price: string, more: object, rest: object) => Result.getOrThrow(PriceFunction.compile(tariff(flat(price, more), rest))).total(entry, after("1:00"))
    expect(dear(most, {}, {})).toEqual({ net: Number.MAX_SAFE_INTEGER, gross: Number.MAX_SAFE_INTEGER })
    expect(dear(most, { tax: "0.25" }, { tax: "included" })).toEqual({ net: 7_205_759_403_792_793, gross: Number.MAX_SAFE_INTEGER })
    expect(dear(most, { tax: "0.000000000000000001" }, { tax: "added" })).toEqual({ net: Number.MAX_SAFE_INTEGER, gross: Number.MAX_SAFE_INTEGER })
    expect(dear("90071992547409.92", {}, {})).toBeUndefined()
    expect(dear("80000000000000.00", { tax: "0.25" }, { tax: "added" })).toBeUndefined()
  })
})

describe("one tariff tells stays of other facts apart", () => {
  const gross = (rate: object, rest: object = {}) => {
    const { total } = Result.getOrThrow(PriceFunction.compile(tariff(rate, rest)))
    return (facts: object) => total(entry, after("2:00"), { facts })?.gross
  }

  it("by the pass that is held", () => {
    const due = gross({ type: "subscription", pass: "p", covers: { upTo: "PT1H", per: { every: "day" } }, rest: hourly("started") }, { zone: "UTC" })
    expect([due({}), due({ pass: "p" }), due({ pass: "q" }), due({})]).toEqual([200, 100, 200, 200])
  })

  it.each(["lost", "expired"])("by a yes or a no: %s", (fact) => {
    const due = gross({ type: "choose", cases: [{ if: { [fact]: true }, rate: flat("9") }], otherwise: flat("1") })
    expect([due({}), due({ [fact]: true }), due({ [fact]: false }), due({ [fact]: true })]).toEqual([100, 900, 100, 900])
  })

  it("by each of many conditions", () => {
    const due = gross({ type: "sum", of: Array.from({ length: 60 }, (_, index) => ({ type: "choose", cases: [{ if: { product: `${index}` }, rate: flat(`${index + 1}`) }], otherwise: flat("0") })) })
    const both = (last: string) => due({ product: ["0", last] })
    expect([both("59"), both("58"), both("57"), both("59"), due({ product: "59" })]).toEqual([6_100, 6_000, 5_900, 6_100, 6_000])
  })

  it("by how full it was at entry, where one of its prices follows that", () => {
    const demand = (every: string) => ({ start: "3", every, bands: [{ from: "0.8", change: "1" }], min: "0.5", max: "10" })
    const due = gross({ type: "sum", of: [flat("1", { price: demand("entry") }), flat("1", { price: demand("P28D") })] })
    expect([due({ occupancy: "0.1" }), due({ occupancy: "0.9" }), due({}), due({ occupancy: "0.9" })]).toEqual([600, 700, 600, 700])
    const alone = gross(flat("1", { price: demand("entry") }))
    expect([alone({ occupancy: "0.1" }), alone({ occupancy: "0.9" }), alone({})]).toEqual([300, 400, 300])
  })
})

describe("a tariff that lacks what its host has", () => {
  const why = (rate: object, rest: object, host: PriceFunction.Host = {}) => {
    const made = PriceFunction.compile(tariff(rate, rest), host)
    return Result.isFailure(made) ? made.failure.issues.map(({ message, path }) => `${path}: ${message}`) : []
  }
  const named = { holidays: "de-by" }

  it("says which calendars there are", () => {
    expect(why(flat("1"), named)).toEqual(['holidays: expected dates, or the name of a calendar that is registered (there are none), found "de-by"'])
    expect(why(flat("1"), named, { calendars: { "de-be": [], "de-sn": [] } })).toEqual(['holidays: expected dates, or the name of a calendar that is registered (de-be, de-sn), found "de-by"'])
    expect(why(flat("1"), named, { calendars: { "de-by": ["2026-12-25", "2026-12-26"] } })).toEqual([])
  })

  it("says which date of a calendar is none", () => {
    expect(why(flat("1"), named, { calendars: { "de-by": ["2026-12-25", "26.12.2026"] } })).toEqual(['holidays: expected dates such as 2026-12-25, found "26.12.2026"'])
  })

  it("asks for a zone where one of its cases reads a clock", () => {
    const cases = [{ if: { lost: true }, rate: flat("9") }, { if: { exit: { from: "20:00" } }, rate: flat("2") }]
    expect(why({ type: "choose", cases, otherwise: flat("1") }, {})).toEqual(["zone: expected a time zone, here or from the lot: its clocks are read somewhere"])
    expect(why({ type: "choose", cases: cases.slice(0, 1), otherwise: flat("1") }, {})).toEqual([])
  })
})

describe("a stay without a price says which", () => {
  const why = (rate: object, exit: Instant.Instant) => {
    const made = Result.getOrThrow(PriceFunction.compile(tariff(rate))).from(entry).at(exit)
    return Result.isFailure(made) ? made.failure.message : undefined
  }
  it("ends before it begins", () => expect(why(flat("1"), Instant.Instant.make(entry - 60_000))).toBe("the exit 2026-06-01T07:59:00Z lies before the entry 2026-06-01T08:00:00Z"))
  it("is too long", () => {
    const short = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1" }], beyond: "unavailable" }
    expect(why(short, after("1:30"))).toBe("the tariff offers no price for a stay from 2026-06-01T08:00:00Z to 2026-06-01T09:30:00Z: lint shows where it has none")
  })
})

describe("a bill's lines", () => {
  const made = (rate: object, rest: object) => bill(tariff(rate, rest), "1:00")
  const sides = (rate: object, rest: object) => made(rate, rest).lines.map(({ gross, kind, net }) => [kind, net, gross])
  const line = (mode: string) => ({ currency: "CHF", ...rounding(mode, "1", "line") })

  it("that are rounded one by one below nothing come to nothing", () => {
    // Each 0.40 is 0; the maximum takes 0.50 off, which is 1.00.
    const rate = { type: "each", per: "stay", max: "0.70", rate: { type: "sum", of: [flat("0.40"), flat("0.40"), flat("0.40")] } }
    expect(made(rate, line("half-up"))).toMatchObject({ net: 0, gross: 0 })
    expect(sides(rate, line("half-up"))).toEqual([["charge", 0, 0], ["charge", 0, 0], ["charge", 0, 0], ["maximum", -100, -100], ["rounding", 100, 100]])
  })

  it("show half a cent as one, however the sum is rounded", () => {
    expect(sides(flat("0.125"), rounding("half-even"))).toEqual([["charge", 13, 13], ["rounding", -1, -1]])
  })

  it("show what rounding left on one side of the tax", () => {
    const francs = { currency: "CHF", ...rounding("half-up", "0.05") }
    // 10.40 / 1.25 = 8.32, to 8.30.
    expect(made(flat("10.40", { tax: "0.25" }), { ...francs, tax: "included" }).lines[1]).toEqual(
      { kind: "rounding", rule: "rounding", label: "rounding", from: entry, to: after("1:00"), quantity: "1", unitPrice: "0", unit: "0.05", taxRate: "0", net: -2, gross: 0 })
    expect(sides(flat("10.00", { tax: "0.071" }), { ...francs, tax: "added" })).toEqual([["charge", 1_000, 1_071], ["rounding", 0, -1]])
  })

  it("hold no amount that is none in what is paid", () => {
    const forints = { currency: "HUF", minorUnits: 0, ...rounding("half-up", "1") }
    const due = (price: string) => Result.getOrThrow(PriceFunction.compile(tariff(flat(price), forints))).from(entry).at(after("1:00"))
    expect(Result.map(due("90071992547409"), ({ gross }) => gross)).toEqual(Result.succeed(90_071_992_547_409))
    const more = due("90071992547410")
    expect(Result.isFailure(more) && more.failure).toMatchObject({ _tag: "AmountTooLarge", amount: "9007199254741000", currency: "HUF" })
  })
})

describe("the price changes", () => {
  it("with each line that is rounded, also where a maximum holds them all", () => {
    // Half a cent each second, twice: at odd ones both are rounded up, and the maximum takes the whole of it.
    const half = { type: "hourly", price: "18.00", count: "exact" }
    const { steps } = Result.getOrThrow(PriceFunction.compile(tariff({ type: "each", per: "stay", max: "0.10", rate: { type: "sum", of: [half, half] } }, rounding("half-up", "0.01", "line")))).from(entry)
    expect(steps(after("0:00:25")).slice(-5).map(({ from, price }) => [(from - entry) / 1_000, price?.gross])).toEqual([[20, 10], [21, 11], [22, 10], [23, 11], [24, 10]])
  })

  it("in the last second that there is", () => {
    const last = at("9999-12-31T23:59:59Z")
    const { nextChange } = Result.getOrThrow(PriceFunction.compile(tariff(hourly("started")))).from(Instant.Instant.make(last - 3_601_000))
    expect([nextChange(Instant.Instant.make(last - 3_600_000)), nextChange(last)]).toEqual([last, undefined])
  })
})
