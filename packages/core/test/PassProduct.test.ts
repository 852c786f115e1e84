import { Bill, PassProduct } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const zone = TimeZone.TimeZone.make("Europe/Berlin")
const decode = Schema.decodeUnknownResult(PassProduct.PassProduct, { onExcessProperty: "error" })

const json = (more: object = {}): object => ({
  code: "resident",
  label: "Monthly pass",
  fee: "50.00",
  period: { every: "month" },
  proration: "daily",
  currency: "EUR",
  tax: "included",
  taxRate: "0.19",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  ...more
})
const product = (more: object = {}) => Result.getOrThrow(decode(json(more)))
const bill = (more: object, from: string, until?: string) => Result.getOrThrow(PassProduct.price(product(more), { from, ...(until !== undefined && { until }), zone }))
const daily = {}
const none = { proration: "none" }
const remaining = { proration: "remaining" }
const weekly = { period: { every: "week" }, fee: "14" }
const rolling = { period: { days: 30 }, fee: "30" }

describe("the price of a pass", () => {
  it.each<[string, object, string, string | undefined, number]>([
    ["a whole month", daily, "2026-06-01", "2026-07-01", 5_000],
    ["a month joined on its 19th", daily, "2026-06-19", undefined, 2_000],
    ["a month left on its 13th", daily, "2026-06-01", "2026-06-13", 2_000],
    ["a day of February", daily, "2026-02-28", undefined, 179],
    ["a day of a longer February", daily, "2028-02-29", undefined, 172],
    ["joined in one month and left in the next but one", daily, "2026-01-31", "2026-03-02", 161 + 5_000 + 162],
    ["a month joined late, in full", none, "2026-06-30", undefined, 5_000],
    ["two months that are touched, in full", none, "2026-06-30", "2026-07-02", 10_000],
    ["a month joined late, for what remains", remaining, "2026-06-19", undefined, 2_000],
    ["a month left early, in full", remaining, "2026-06-01", "2026-06-13", 5_000],
    ["a month joined late and left early, for what remained", remaining, "2026-06-19", "2026-06-20", 2_000],
    ["joined late, renewed, left early", remaining, "2026-06-19", "2026-07-05", 7_000],
    ["a week from Friday", { ...daily, ...weekly }, "2026-06-05", undefined, 600],
    ["a month of days", { ...daily, period: { every: "day" }, fee: "3" }, "2026-06-01", "2026-07-01", 9_000],
    ["thirty days", { ...daily, ...rolling }, "2026-06-19", undefined, 3_000],
    ["thirty days and ten", { ...daily, ...rolling }, "2026-06-19", "2026-07-29", 4_000],
    ["thirty days and ten, in full", { ...remaining, ...rolling }, "2026-06-19", "2026-07-29", 6_000]
  ])("%s", (_, more, from, until, gross) => expect(bill(more, from, until).gross).toBe(gross))

  it("adds tax, and is rounded as it declares", () => {
    const made = bill({ tax: "added", rounding: { mode: "up", to: "0.50", where: "total" } }, "2026-02-28")
    expect([made.net, made.gross]).toEqual([200, 250])
  })
})

describe("its money", () => {
  it("has the decimals that it declares", () => {
    const made = bill({ currency: "HUF", minorUnits: 0, fee: "15000", rounding: { mode: "half-up", to: "5", where: "total" } }, "2026-06-21")
    // A third of 15,000.
    expect([made.minorUnits, made.gross]).toEqual([0, 5_000])
    expect(bill({ currency: "HUF", fee: "15000" }, "2026-06-21").gross).toBe(500_000)
  })

  it("bears no tax where there is none, whatever rate is named", () => {
    const made = bill({ tax: "none" }, "2026-06-01", "2026-07-01")
    expect([made.net, made.gross, made.lines.map(({ taxRate }) => taxRate)]).toEqual([5_000, 5_000, ["0"]])
    expect(bill({ tax: "added" }, "2026-06-01").lines.map(({ taxRate }) => taxRate)).toEqual(["0.19"])
  })

  it("may be tax by half", () => expect(bill({ taxRate: "1" }, "2026-06-01")).toMatchObject({ net: 2_500, gross: 5_000 }))
})

describe("its bill", () => {
  it("says the days, how many they are of how many, and the share", () => {
    expect(`\n${Bill.render(bill(daily, "2026-06-19", "2026-09-01"))}\n`).toBe(`
Monthly pass 2026-06-19 - 2026-06-30 (12/30)  0.4 x 50.00 per month   20.00
Monthly pass 2026-07-01 - 2026-07-31          1 x 50.00 per month     50.00
Monthly pass 2026-08-01 - 2026-08-31          1 x 50.00 per month     50.00
total EUR                                                            120.00
of which tax                                                          19.16
`)
  })

  it("lasts from local midnight to local midnight", () => {
    const made = bill(daily, "2026-10-25", "2026-10-26")
    expect([made.from, made.to].map((at) => Instant.toIso(at, zone))).toEqual(["2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"])
    expect(made.gross).toBe(bill(daily, "2026-10-24", "2026-10-25").gross)
  })

  it("says that a period left early was paid in full", () => {
    expect(bill(remaining, "2026-06-01", "2026-06-13").lines[0]).toMatchObject({ label: "Monthly pass 2026-06-01 - 2026-06-12 (12/30)", quantity: "1", rule: "pass.resident", unit: "month" })
  })

  it("counts days where those make its period", () => {
    expect(bill({ ...daily, ...rolling }, "2026-06-19").lines[0]?.unit).toBe("P30D")
  })
})

describe("a renewal", () => {
  it.each<[string, object, string, string]>([
    ["the next month", daily, "2026-07-01", "2026-08-01"],
    ["the rest of a month", daily, "2026-07-15", "2026-08-01"],
    ["the next week", weekly, "2026-06-08", "2026-06-15"],
    ["thirty days more", rolling, "2026-02-15", "2026-03-17"]
  ])("is %s", (_, more, from, until) => expect(PassProduct.renewal(product(more), from)).toEqual(Result.succeed({ from, until })))
})

describe("is refused", () => {
  it.each<[string, object, string, string | undefined, string]>([
    ["no date", daily, "2026-02-29", undefined, "no date from 1970-01-02 to 9999-12-30"],
    ["no date at its end", daily, "2026-02-01", "2026-02-30", "no date from 1970-01-02 to 9999-12-30"],
    ["too early", daily, "1969-12-31", undefined, "no date from 1970-01-02 to 9999-12-30"],
    ["too late", daily, "9999-12-31", undefined, "no date from 1970-01-02 to 9999-12-30"],
    ["no days", daily, "2026-06-01", "2026-06-01", "ends before it begins"],
    ["too many days", { ...daily, period: { every: "day" } }, "2026-06-01", "2046-06-01", "more than 4,000 periods"]
  ])("%s", (_, more, from, until, reason) => {
    const made = PassProduct.price(product(more), { from, ...(until !== undefined && { until }), zone })
    expect(Result.isFailure(made) && made.failure._tag === "InvalidPassDates" && made.failure.reason).toBe(reason)
  })

  it.each<[string, object, string]>([
    ["a product rounded to less than a cent", { rounding: { mode: "up", to: "0.001", where: "total" } }, "expected a multiple of 0.01"],
    ["a period of no days", { period: { days: 0 } }, "period"],
    ["a tax above the price", { taxRate: "1.01" }, "a fraction of at most 1"],
    ["no proration", { proration: undefined }, "proration"]
  ])("%s", (_, more, message) => {
    const made = decode(json(more))
    expect(Result.isFailure(made) && made.failure.message).toContain(message)
  })

  it.each<[string, string, string | undefined, string | undefined]>([
    ["on the first day that a pass has", "1970-01-02", "1970-01-03", undefined],
    ["before it", "1970-01-01", "1970-01-03", "a pass from 1970-01-01 until 1970-01-03: no date from 1970-01-02 to 9999-12-30"],
    ["up to the last day that a pass has", "9999-12-01", "9999-12-30", undefined],
    ["after it", "9999-12-01", "9999-12-31", "a pass from 9999-12-01 until 9999-12-31: no date from 1970-01-02 to 9999-12-30"],
    ["with no end that is a date", "9999-12-31", undefined, "a pass from 9999-12-31: no date from 1970-01-02 to 9999-12-30"]
  ])("or not, %s", (_, from, until, message) => {
    const made = PassProduct.price(product(), { from, ...(until !== undefined && { until }), zone: TimeZone.utc })
    expect(Result.isFailure(made) ? made.failure.message : undefined).toBe(message)
  })

  it("what cannot be paid, with where it says so", () => {
    const made = decode(json({ rounding: { mode: "up", to: "0.001", where: "total" } }))
    expect(Result.isFailure(made) && made.failure.message).toMatch(/expected a multiple of 0\.01[^]*\["rounding"\]\["to"\]/)
  })

  it("more than an amount", () => {
    const made = PassProduct.price(product({ fee: "90071992547409.91" }), { from: "2026-01-01", until: "2026-03-01", zone })
    expect(Result.isFailure(made) && made.failure._tag).toBe("AmountTooLarge")
  })
})
