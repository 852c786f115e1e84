/** Lint: for each code a planted defect that is found, with stays that show it, and the same without the defect. */
import { Finding, Law, Lint } from "@parkade/core/lint"
import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Elapsed } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const terms = { zone: "Europe/Berlin", currency: "EUR", tax: "included", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart" }

const tariffOf = (rate: object, more: object = {}): Tariff.Tariff => Result.getOrThrow(Tariff.decode({ ...terms, ...more, rate }))
const report = (rate: object, options: Lint.Options = {}, more: object = {}): Finding.Report => Result.getOrThrow(Lint.lint(tariffOf(rate, more), options))

const found = (rate: object, code: Finding.Code, options: Lint.Options = {}, more: object = {}) => report(rate, options, more).findings.filter((finding) => finding.code === code)
/** Prices of the stays of a finding, in order. */
const grosses = ({ stays }: Finding.Finding) => stays.map(({ price }) => price?.gross ?? null)

const hour = { type: "hourly", price: "2.00", count: "started" }
const ladder = (...brackets: ReadonlyArray<readonly [upTo: string, price: string]>) => ({ type: "slab", mode: "ladder", brackets: brackets.map(([upTo, price]) => ({ upTo, price })) })
const split = (windows: ReadonlyArray<readonly [during: object, rate: object]>, otherwise: object | string) => ({ type: "dynamic", crossing: "split", windows: windows.map(([during, rate]) => ({ during, rate })), otherwise })
const choose = (cases: ReadonlyArray<readonly [asked: object, rate: object]>, otherwise: object | string) => ({ type: "choose", cases: cases.map(([asked, rate]) => ({ if: asked, rate })), otherwise })
const flat = (price: string) => ({ type: "flat", price })

interface Planted {
  readonly code: Finding.Code
  readonly why: string
  readonly defect: object
  readonly clean: object
  readonly rule: string
  /** What the stays that show it cost. */
  readonly prices: ReadonlyArray<number | null>
  readonly options?: Lint.Options
}

const planted: ReadonlyArray<Planted> = [
  {
    code: "longer-costs-less",
    why: "the day's price is below the last hour's",
    defect: { ...ladder(["PT1H", "2.00"], ["PT3H", "6.00"]), beyond: flat("5.00") },
    clean: { ...ladder(["PT1H", "2.00"], ["PT3H", "6.00"]), beyond: flat("6.00") },
    rule: "rate",
    prices: [600, 500]
  },
  {
    code: "longer-costs-less",
    why: "an early bird must stay until the afternoon",
    defect: choose([[{ entry: { from: "06:00", to: "09:00" }, inside: { from: "06:00", to: "19:00" }, exit: { from: "15:30", to: "19:00" } }, flat("8.00")]], hour),
    clean: choose([[{ entry: { from: "06:00", to: "09:00" } }, flat("8.00")]], hour),
    rule: "rate",
    prices: [2_000, 800]
  },
  {
    code: "longer-costs-less",
    why: "only who enters between two points of the grid pays two hours for one",
    defect: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: split([[{ from: "09:00", to: "18:00" }, hour]], hour) }], beyond: flat("3.00") },
    clean: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: split([[{ from: "09:00", to: "18:00" }, hour]], hour) }], beyond: flat("4.00") },
    rule: "rate",
    prices: [400, 300]
  },
  {
    code: "no-price",
    why: "the ladder ends",
    defect: { ...ladder(["PT1H", "2.00"], ["PT3H", "6.00"]), beyond: "unavailable" },
    clean: { ...ladder(["PT1H", "2.00"], ["PT3H", "6.00"]), beyond: flat("9.00") },
    rule: "rate.beyond",
    prices: [600, null]
  },
  {
    code: "no-price",
    why: "the windows leave a minute out",
    defect: split([[{ from: "08:00", to: "18:00" }, hour], [{ from: "18:01", to: "08:00" }, flat("1.00")]], "unavailable"),
    clean: split([[{ from: "08:00", to: "18:00" }, hour], [{ from: "18:00", to: "08:00" }, flat("1.00")]], "unavailable"),
    rule: "rate.otherwise",
    prices: [2_100, null]
  },
  {
    code: "cliff",
    why: "after free time the whole stay is charged",
    defect: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT2H", price: "0" }], beyond: hour },
    clean: { type: "slab", mode: "graduated", brackets: [{ upTo: "PT2H", price: "0" }], beyond: hour },
    rule: "rate",
    prices: [0, 600],
    options: { cliff: "5.00" }
  },
  {
    code: "dead-rule",
    why: "a window lies wholly in the one before",
    defect: split([[{ from: "08:00", to: "18:00" }, hour], [{ from: "10:00", to: "12:00" }, flat("1.00")]], flat("0")),
    clean: split([[{ from: "10:00", to: "12:00" }, flat("1.00")], [{ from: "08:00", to: "18:00" }, hour]], flat("0")),
    rule: "rate.windows.1",
    prices: []
  },
  {
    code: "dead-rule",
    why: "no day period is as long as a bracket begins at",
    defect: { type: "each", per: { every: "PT24H" }, partial: "restart", rate: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT12H", rate: hour }, { upTo: "PT24H", price: "24.00" }], beyond: flat("30.00") } },
    clean: { type: "each", per: { every: "PT36H" }, partial: "restart", rate: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT12H", rate: hour }, { upTo: "PT24H", price: "24.00" }], beyond: flat("30.00") } },
    rule: "rate.rate.beyond",
    prices: []
  },
  {
    code: "dead-rule",
    why: "conditions contradict each other",
    defect: choose([[{ entry: { days: ["sat"] }, inside: { days: ["mon"] } }, flat("1.00")]], hour),
    clean: choose([[{ entry: { days: ["sat"] }, inside: { days: ["sat"] } }, flat("1.00")]], hour),
    rule: "rate.cases.0",
    prices: []
  },
  {
    code: "shadowed-case",
    why: "an earlier case asks for less",
    defect: choose([[{ vehicle: ["bus", "truck"] }, flat("20.00")], [{ vehicle: ["bus"], lost: true }, flat("50.00")]], hour),
    clean: choose([[{ vehicle: ["bus"], lost: true }, flat("50.00")], [{ vehicle: ["bus", "truck"] }, flat("20.00")]], hour),
    rule: "rate.cases.1",
    prices: [2_000]
  },
  {
    code: "dominated-branch",
    why: "a day ticket is dearer than the capped hours",
    defect: { type: "cheapest", of: [{ type: "each", per: { every: "PT24H" }, partial: "restart", max: "10.00", rate: hour }, { type: "hourly", price: "12.00", per: "PT24H", count: "started" }] },
    clean: { type: "cheapest", of: [{ type: "each", per: { every: "PT24H" }, partial: "restart", max: "10.00", rate: hour }, { type: "hourly", price: "9.00", per: "PT24H", count: "started" }] },
    rule: "rate.of.1",
    prices: []
  },
  {
    code: "overlapping-windows",
    why: "an evening begins before the day ends",
    defect: split([[{ from: "08:00", to: "18:00" }, hour], [{ from: "17:00", to: "22:00" }, flat("3.00")]], flat("0")),
    clean: split([[{ from: "08:00", to: "18:00" }, hour], [{ from: "18:00", to: "22:00" }, flat("3.00")]], flat("0")),
    rule: "rate.windows.1",
    prices: [200]
  },
  {
    code: "minimum-never-binds",
    why: "the first hour costs as much",
    defect: { type: "each", per: "stay", min: "2.00", rate: hour },
    clean: { type: "each", per: "stay", min: "3.00", rate: hour },
    rule: "rate",
    prices: []
  },
  {
    code: "maximum-never-binds",
    why: "24 hours cost no more",
    defect: { type: "each", per: { every: "PT24H" }, partial: "restart", max: "48.00", rate: hour },
    clean: { type: "each", per: { every: "PT24H" }, partial: "restart", max: "47.00", rate: hour },
    rule: "rate",
    prices: []
  },
  {
    code: "leave-and-return",
    why: "each stay has free minutes",
    defect: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT30M", price: "0" }], beyond: hour },
    clean: hour,
    rule: "rate",
    prices: [200, 0, 0]
  },
  {
    code: "dst-dependent",
    why: "only the day of 25 hours comes to the maximum",
    defect: { type: "each", per: { every: "day" }, partial: "restart", max: "9.80", rate: { ...hour, price: "0.40" } },
    clean: { type: "each", per: { every: "PT24H" }, partial: "restart", max: "9.80", rate: { ...hour, price: "0.40" } },
    rule: "rate.rate",
    prices: [1_960, 1_940]
  },
  {
    code: "unlawful",
    why: "France: an hour is more than a quarter of one",
    defect: hour,
    clean: { type: "hourly", price: "0.50", per: "PT15M", count: "started" },
    rule: "rate",
    prices: [200, 200, 400],
    options: { laws: [Law.franceQuarterHours] }
  },
  {
    code: "unlawful",
    why: "Spain: a quarter of an hour is more than a minute",
    defect: { type: "hourly", price: "0.50", per: "PT15M", count: "started" },
    clean: { type: "hourly", price: "0.04", per: "PT1M", count: "started" },
    rule: "rate",
    prices: [50, 50, 100],
    options: { laws: [Law.spainByTheMinute] }
  }
]

describe("a planted defect", () => {
  it.each(planted)("$code: $why", ({ clean, code, defect, options, prices, rule }) => {
    const [finding = expect.fail("not found")] = found(defect, code, options)
    expect(finding).toMatchObject({ code, rule })
    expect(grosses(finding)).toEqual(prices)
    expect(found(clean, code, options)).toEqual([])
  })

  it("is planted of every code", () => expect(new Set(planted.map(({ code }) => code))).toEqual(new Set(Finding.codes)))

  it.each(planted)("$code, $why: the stays are priced as they are told", ({ defect, options }) => {
    const { from } = Result.getOrThrow(PriceFunction.compile(tariffOf(defect)))
    for (const { entry, exit, price, ...context } of report(defect, options).findings.flatMap(({ stays }) => stays)) {
      expect(Result.match(from(entry, context).at(exit), { onSuccess: ({ gross, net }) => ({ net, gross }), onFailure: () => null })).toEqual(price)
    }
  })
})

describe("a report", () => {
  const ladderDown = { ...ladder(["PT3H", "6.00"]), beyond: flat("5.00") }

  it("says in words and figures what is wrong", () => {
    expect(report(ladderDown).findings[0]?.message).toBe("a stay from Thu 2026-01-01 00:00 costs 6.00 EUR after 3 h, and 5.00 EUR after 3 h 1 s: 1.00 EUR less")
  })

  it("is JSON that is read back", () => {
    const made = report(ladderDown)
    const codec = Schema.toCodecJson(Finding.Report)
    expect(Schema.decodeUnknownSync(codec)(JSON.parse(JSON.stringify(Schema.encodeSync(codec)(made))))).toEqual(made)
  })

  it("decides everything but leaving and coming back of a tariff that reads no clock", () => {
    expect(report(hour).decided).toEqual(Finding.codes.filter((code) => !["leave-and-return", "cliff", "unlawful"].includes(code)))
  })

  it("puts errors before warnings before notices", () => {
    const rate = { type: "each", per: "stay", max: "99.00", rate: { type: "sum", of: [ladderDown, { ...ladder(["PT6H", "1.00"]), beyond: "unavailable" }] } }
    expect(report(rate).findings.map(({ severity }) => severity)).toEqual(["error", "warning", "notice"])
  })

  it("is of the dates for which the tariff is valid", () => {
    const { looked } = report(hour, {}, { valid: { from: "2027-03-01", until: "2027-06-01" } })
    expect([looked.from, looked.until]).toEqual(["2027-03-01", "2027-06-01"])
    expect(report(hour, { from: "2030-01-01", dates: 30 }).looked).toMatchObject({ from: "2030-01-01", until: "2030-01-31" })
  })

  it("looks as long as a maximum takes to be reached", () => {
    const capped = { type: "each", per: "stay", max: "300.00", rate: { ...hour, price: "1.00" } }
    expect(found(capped, "maximum-never-binds")).toEqual([])
    expect(found(capped, "maximum-never-binds", { longest: Elapsed.ofHours(48) })).toHaveLength(1)
  })

  it("fails where the tariff cannot be priced", () => {
    const { zone: _zone, ...rest } = terms
    const tariff = Result.getOrThrow(Tariff.decode({ ...rest, rate: split([[{ from: "08:00" }, hour]], flat("0")) }))
    expect(Result.isFailure(Lint.lint(tariff))).toBe(true)
  })
})

describe("what a tariff leaves open", () => {
  it("is tried: who holds a pass, presents a validation, drives a bus, loses a ticket", () => {
    const rate = choose([[{ lost: true }, flat("20.00")], [{ validation: "cinema" }, { ...ladder(["PT2H", "3.00"]), beyond: flat("1.00") }], [{ vehicle: ["bus"] }, flat("30.00")]], hour)
    const [fall = expect.fail("not found")] = found(rate, "longer-costs-less")
    expect(fall.stays[0]?.facts).toEqual({ validation: "cinema" })
    expect(report(rate).findings.filter(({ code }) => code === "dead-rule" || code === "shadowed-case")).toEqual([])
  })

  it("is tried: demand prices at their least and at their most, and says that what lies between is not", () => {
    const demand = { start: "2.00", bands: [{ from: "0.8", change: "1.00" }], min: "1.00", max: "9.00", every: "P28D" }
    const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: { type: "flat", price: demand } }], beyond: flat("5.00") }
    const [fall = expect.fail("not found")] = found(rate, "longer-costs-less")
    expect(fall.stays[0]?.levels).toEqual({ "rate.brackets.0.rate.price": "9.00" })
    expect(report(rate).gaps).toEqual(["demand levels between the least and the most"])
  })

  it("is counted: who leaves and comes back is on a second visit", () => {
    const free = { ...ladder(["PT30M", "0"]), beyond: hour }
    const again = choose([[{ visit: { from: "2" } }, flat("900.00")]], free)
    expect(found(free, "leave-and-return").map(grosses)).toEqual([[200, 0, 0]])
    expect(found(again, "leave-and-return", { longest: Elapsed.ofHours(12) })).toEqual([])
    // The next day it is the first again.
    expect(found(again, "leave-and-return").map(grosses)).toEqual([[5_000, 4_800, 0]])
  })

  it("is not judged where phases decide", () => {
    const rate = { type: "dynamic", crossing: "accumulate", windows: [{ during: { phase: "idle" }, rate: { type: "each", per: "stay", max: "9.00", rate: hour } }], otherwise: { type: "energy", price: "0.40" } }
    const { findings, gaps } = report(rate)
    expect(findings).toEqual([])
    expect(gaps).toEqual(["rate.windows.0: what a vehicle does meanwhile decides"])
  })
})

describe("a law", () => {
  const capped = { type: "each", per: { every: "PT24H" }, partial: "restart", max: "10.00", rate: { type: "hourly", price: "0.50", per: "PT15M", count: "started" } }

  it("has nothing against free time, a maximum, or what comes after its hours", () => {
    expect(found(capped, "unlawful", { laws: [Law.franceQuarterHours] })).toEqual([])
    expect(found({ type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", price: "0" }], beyond: capped }, "unlawful", { laws: [Law.franceQuarterHours] })).toEqual([])
    expect(found(flat("10.00"), "unlawful", { laws: Law.laws })).toEqual([])
  })

  it("is told by its name and source", () => {
    const [finding = expect.fail("not found")] = found(hour, "unlawful", { laws: [Law.franceQuarterHours] })
    expect(finding.law).toEqual({ name: Law.franceQuarterHours.name, source: Law.franceQuarterHours.source })
  })
})

describe("the search", () => {
  /** Steps of a second over clocks that share no grid. */
  const hostile = choose([[{ inside: { from: "08:01", to: "17:59" } }, { type: "hourly", price: "1.00", per: "PT1S", count: "started" }]], { type: "hourly", price: "0.50", per: "PT1S", count: "started" })

  it("ends with the prices it may ask, and says what it did not look at", () => {
    const { decided, gaps, looked } = report(hostile, { prices: 20_000 })
    expect(looked.prices).toBeLessThan(60_000)
    expect(decided).not.toContain("longer-costs-less")
    expect(gaps).not.toEqual([])
  })

  it("calls nothing dead that it did not look for everywhere", () => {
    const christmas = split([[{ dates: { from: "12-25", to: "12-26" } }, flat("0")]], hour)
    expect(found(christmas, "dead-rule")).toEqual([])
    expect(report(christmas, { prices: 100 })).toMatchObject({ findings: [], decided: ["longer-costs-less", "no-price", "overlapping-windows"] })
    expect(report(christmas, { from: "2026-02-01", dates: 60 })).toMatchObject({ findings: [], gaps: ["rate.windows.0: its dates lie outside those that were looked at"] })
    const never = split([[{ dates: { from: "2026-12-25", to: "2026-12-26" }, days: ["mon"] }, flat("0")]], hour)
    expect(found(never, "dead-rule", { from: "2026-01-01" })).toHaveLength(1)
  })

  it("looks at the dates that it is asked for, though the tariff is over", () => {
    expect(report(hour, { from: "2027-01-01" }, { valid: { until: "2024-10-15" } }).looked).toMatchObject({ from: "2027-01-01", until: "2028-01-01" })
    expect(report(hour, {}, { valid: { until: "2024-10-15" } }).looked.until).toBe("2024-10-15")
  })

  it("looks at the last day of a leap year, too", () => {
    const { findings, looked } = report(split([[{ dates: { from: "12-31", to: "01-01" } }, flat("9.00")]], hour), {}, { valid: { from: "2028-01-01" } })
    expect([findings, looked.until]).toEqual([[], "2029-01-01"])
  })

  it("says that windows speak of holidays which nobody names", () => {
    const sundays = split([[{ days: ["sun", "holiday"] }, flat("0")]], hour)
    expect(report(sundays).gaps).toEqual(["holidays: windows speak of them, and none are named"])
    expect(report(sundays, {}, { holidays: ["2026-12-25"] }).gaps).toEqual([])
  })

  it.each<[string, Lint.Options, object, string]>([
    ["a date that is none", { from: "x" }, {}, 'expected a date such as 2026-12-24, found "x"'],
    ["an amount that is none", { cliff: "abc" }, {}, 'expected an amount such as "5.00", found "abc"']
  ])("refuses %s", (_, options, more, message) => {
    expect(Result.getFailure(Lint.lint(tariffOf(hour, more), options))).toMatchObject({ value: { _tag: "InvalidOption", message } })
  })

  it("tells no cent that rounding twice saves", () => {
    const exact = { type: "hourly", price: "1.80", count: "exact" }
    expect(found({ type: "slab", mode: "graduated", brackets: [{ upTo: "PT9S", rate: exact }], beyond: exact }, "leave-and-return")).toEqual([])
  })

  it("tells how far it is, and ends when it is told to", () => {
    const asked: Array<number> = []
    report(hostile, { progress: (prices) => asked.push(prices) < 2 })
    expect(asked).toEqual(asked.toSorted((a, b) => a - b))
    expect(asked.length).toBeGreaterThanOrEqual(2)
    const { looked } = report(hostile, { progress: () => false })
    expect(looked.prices).toBeLessThan(60_000)
  })
})
