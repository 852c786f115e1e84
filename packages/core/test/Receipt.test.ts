import { Bill, Fee, Language, PriceFunction } from "@parkade/core/pricing"
import { TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, bill, entry, tariff } from "./pricing.ts"

const text = (made: Bill.Bill, written?: Bill.Written) => `\n${Bill.render(made, written)}\n`

const capped = bill(tariff({ type: "each", per: "stay", max: "5", rate: { type: "hourly", price: "2.5", count: "started", tax: "0.19" } }, { tax: "included" }), "2:30")
const yen = bill(tariff({ type: "each", per: "stay", max: "1200", rate: { type: "hourly", price: "400", per: "PT20M", count: "started", label: "駐車料金" } }, { currency: "JPY", rounding: { mode: "down", to: "1", where: "total" } }), "2:00")
const zone = TimeZone.TimeZone.make("Europe/Berlin")

describe("a receipt", () => {
  it.each<[Language.Language, string]>([
    ["en", `
hourly        3 x 2.5 per hour   7.50
maximum                         -2.50
total EUR                        5.00
of which tax                     0.80
`],
    ["de", `
Parkzeit      3 x 2,5 je Stunde   7,50
Höchstpreis                      -2,50
Summe EUR                         5,00
davon Steuer                      0,80
`],
    ["fr", `
durée      3 x 2,5 par heure   7,50
maximum                       -2,50
total EUR                      5,00
dont taxe                      0,80
`],
    ["nl", `
parkeertijd        3 x 2,5 per uur   7,50
maximum                             -2,50
totaal EUR                           5,00
waarvan belasting                    0,80
`]
  ])("in %s", (language, expected) => expect(text(capped, { language })).toBe(expected))

  it.each(Language.languages)("has the same rows in %s", (language) => {
    const rows = Bill.render(capped, { language }).split("\n")
    expect(rows).toHaveLength(4)
    expect(rows.map((row) => row.slice(row.lastIndexOf(" ")).trim().replace(",", "."))).toEqual(["7.50", "-2.50", "5.00", "0.80"])
    expect(new Set(rows.map(Language.columns)).size).toBe(1)
  })

  it("aligns characters that are two columns wide", () => {
    expect(text(yen, { language: "ja" })).toBe(`
駐車料金  6 x 400 / 20分   2,400
上限料金                  -1,200
合計 JPY                   1,200
`)
  })

  it("keeps what the operator wrote", () => {
    expect(Bill.render(yen, { language: "de" })).toContain("駐車料金     6 x 400 je 20 min   2.400")
  })

  it("says when the stay was, on the clocks of a zone", () => {
    expect(Bill.render(capped, { zone }).split("\n")[0]).toBe("2026-06-01 10:00 - 12:30")
    expect(Bill.render(bill(tariff({ type: "flat", price: "1" }), "20:00"), { zone }).split("\n")[0]).toBe("2026-06-01 10:00 - 2026-06-02 06:00")
  })
})

describe("a receipt as wide as its paper", () => {
  it("has its amounts at the right", () => {
    expect(text(capped, { width: 42 })).toBe(`
hourly        3 x 2.5 per hour        7.50
maximum                              -2.50
total EUR                             5.00
of which tax                          0.80
`)
  })

  it("goes on over more rows where the paper is narrow", () => {
    const long = bill(tariff({ type: "hourly", price: "2.50", count: "started", label: "Parken in der Tiefgarage am Hauptbahnhof" }), "2:30")
    expect(text(long, { language: "de", width: 24, zone })).toBe(`
2026-06-01 10:00 - 12:30
Parken in der Tiefgarage
am Hauptbahnhof
  3 x 2,50 je Stunde
                    7,50
Summe EUR           7,50
`)
  })

  it("breaks text without blanks", () => {
    const long = bill(tariff({ type: "flat", price: "2.50", label: "駐車場".repeat(4) }, { currency: "USD" }), "2:30")
    expect(text(long, { language: "ja", width: 16 })).toBe(`
駐車場駐車場駐車
場駐車場
  1 x 2.50 / 回
            2.50
合計 USD    2.50
`)
  })
})

describe("grouped lines", () => {
  const week = bill(tariff({
    type: "dynamic",
    crossing: "split",
    windows: [{ during: { from: "08:00", to: "20:00" }, rate: { type: "hourly", price: "0.333", count: "exact", label: "day", tax: "0.19" } }],
    otherwise: { type: "hourly", price: "0.1", count: "exact", label: "night" }
  }, { zone: "UTC", tax: "included" }), "167:20")

  it("are one row for each rule and price, with what was counted of them", () => {
    expect(week.lines.filter(({ kind }) => kind === "charge")).toHaveLength(14)
    expect(text(week, { lines: "grouped" })).toBe(`
day           84 x 0.333 per hour   28.00
night         250/3 x 0.1 per hour   8.33
rounding                            -0.02
total EUR                           36.31
of which tax                         4.47
`)
  })
})

it("lines of one label and other prices stay apart", () => {
  const two = bill(tariff({ type: "sum", of: [{ type: "flat", price: "1", label: "a" }, { type: "flat", price: "2", label: "a" }] }), "1:00")
  expect(Bill.render(two, { lines: "grouped" })).toBe(Bill.render(two))
})

describe("numbers", () => {
  it.each<[Language.Language, string, string]>([
    ["en", "1234567.89", "1,234,567.89"],
    ["de", "1234567.89", "1.234.567,89"],
    ["fr", "1234.5", "1\u202f234,5"],
    ["es", "1234.5", "1234,5"],
    ["es", "12345", "12.345"],
    ["ja", "-1200", "-1,200"],
    ["de", "0.05", "0,05"],
    ["de", "7/120", "7/120"]
  ])("%s: %s is %s", (language, given, expected) => expect(Language.number(Language.of(language), given)).toBe(expected))
})

describe("units", () => {
  it.each<[Language.Language, string, string]>([
    ["en", "PT1H", "per hour"],
    ["en", "PT1H30M", "per 1 h 30 min"],
    ["en", "PT24H", "per 24 h"],
    ["en", "PT45S", "per 45 s"],
    ["de", "stay", "je Parkvorgang"],
    ["fr", "kWh", "par kWh"],
    ["es", "month", "por mes"],
    ["ja", "PT1H30M", "/ 1時間30分"],
    ["nl", "P30D", "per 30 dagen"],
    ["ja", "P30D", "/ 30日"],
    ["en", "toString", "per toString"],
    ["it", "visits", "per visits"]
  ])("%s: %s is %s", (language, unit, expected) => expect(Language.perUnit(Language.of(language), unit)).toBe(expected))
})

it("takes two columns for wide characters, none for marks", () => {
  expect(["abc", "駐車", "ﾊﾟｰｸ", "ＡＢ", "e\u0301", "한국", "🅿️", "Ä"].map(Language.columns)).toEqual([3, 4, 4, 4, 1, 4, 1, 1])
})

describe("why not", () => {
  const made = Result.getOrThrow(PriceFunction.compile(tariff({
    type: "cheapest",
    of: [
      { type: "hourly", price: "2", count: "started" },
      { type: "flat", price: "9", label: "Day ticket" },
      { type: "choose", label: "Early bird", cases: [{ if: { entry: { to: "07:00" }, validation: "shop" }, rate: { type: "flat", price: "4" } }], otherwise: "unavailable" }
    ]
  }, { zone: "UTC" })))
  const others = made.from(entry).whyNot(after("3:00"))

  it("says what else there was, in a language", () => {
    expect(`\n${Bill.renderWhyNot(others, { minorUnits: 2 })}\n`).toBe(`
Day ticket  3.00 more                             9.00
Early bird                                    no price
Early bird  does not hold: validation, entry      4.00
`)
    expect(`\n${Bill.renderWhyNot(others, { minorUnits: 2 }, { language: "de" })}\n`).toBe(`
Day ticket  3,00 mehr                                    9,00
Early bird                                         kein Preis
Early bird  trifft nicht zu: Ermäßigung, Einfahrt        4,00
`)
  })

  it("aligns what has no price in wide characters", () => {
    const rows = Bill.renderWhyNot([{ label: "A", unmet: [] }, { label: "B", amount: 400, more: 100, unmet: [] }], { minorUnits: 2 }, { language: "ja" })
    expect(new Set(rows.split("\n").map(Language.columns)).size).toBe(1)
  })

  it("compares with what was charged", () => {
    const than = (more: number) => Bill.renderWhyNot([{ label: "flat", amount: 100, more, unmet: ["pass"] }], { minorUnits: 2 })
    expect([than(0), than(-5)]).toEqual(["flat  the same; does not hold: pass  1.00", "flat  0.05 less; does not hold: pass  1.00"])
  })

  it("is nothing where there was nothing else", () => expect(Bill.renderWhyNot([], { minorUnits: 2 })).toBe(""))
})

describe("rows", () => {
  const flats = (...of: ReadonlyArray<object>) => tariff({ type: "sum", of: of.map((each) => ({ type: "flat", ...each })) }, { tax: "added" })

  it("are one for each line, unless they are to be grouped, with the net of all of them where tax is added", () => {
    const halves = tariff({ type: "each", per: { every: "PT1H" }, partial: "restart", max: "9", rate: { type: "flat", price: "1.50", tax: "0.2" } }, { tax: "added" })
    expect(text(bill(halves, "3:00"))).toBe(`
flat       1 x 1.50 per stay  1.50
flat       1 x 1.50 per stay  1.50
flat       1 x 1.50 per stay  1.50
net                           4.50
tax                           0.90
total EUR                     5.40
`)
    expect(text(bill(halves, "3:00"), { lines: "grouped" })).toBe(`
flat       3 x 1.50 per stay  4.50
net                           4.50
tax                           0.90
total EUR                     5.40
`)
  })

  it("show what cost nothing, and no rounding where it is not shown", () => {
    expect(text(bill(flats({ price: "0", label: "free" }, { price: "1.03", tax: "0.5" }), "1:00"))).toContain("free       1 x 0 per stay     0.00\n")
    // 1.03 x 1.071 = 1.10313: the net has nothing to round, the gross has 0.00313.
    const gross = bill(tariff({ type: "flat", price: "10.00", tax: "0.071" }, { currency: "CHF", tax: "added", rounding: { mode: "half-up", to: "0.05", where: "total" } }), "1:00")
    expect(gross.lines.map(({ kind, net }) => [kind, net])).toEqual([["charge", 1_000], ["rounding", 0]])
    expect(text(gross)).toBe(`
flat       1 x 10.00 per stay  10.00
net                            10.00
tax                             0.70
total CHF                      10.70
`)
  })

  it("say what a fee is of", () => {
    const made = tariff({ type: "flat", price: "3.00" })
    const fee = Result.getOrThrow(Fee.compile({ kind: "event", label: "Concert", charge: { amount: "5.00" }, stay: "added", tax: "0" }, made))
    expect(text(Result.getOrThrow(fee.on(bill(made, "1:00"), { from: entry, to: after("1:00") })))).toBe(`
flat       1 x 3.00 per stay  3.00
Concert    1 x 5.00 per stay  5.00
total EUR                     8.00
`)
  })

  it("of quantities too long to be summed stay apart", () => {
    const [line = expect.fail("a bill has a line")] = bill(tariff({ type: "flat", price: "1.00" }), "1:00").lines
    const made = (...quantities: ReadonlyArray<string>) => {
      const lines = quantities.map((quantity) => ({ ...line, quantity }))
      return Bill.render({ ...bill(tariff({ type: "flat", price: "1.00" }), "1:00"), lines }, { lines: "grouped" }).split("\n").slice(0, -1).map((row) => row.trim().split(/ {2,}/)[1])
    }
    const long = "1000000000000000000"
    expect(made("1", long, "2", long, "4")).toEqual(["7 x 1.00 per stay", "1,000,000,000,000,000,000 x 1.00 per stay", "1,000,000,000,000,000,000 x 1.00 per stay"])
    // Their sum has a denominator that no quantity has.
    const [one, two] = ["1/999999999999999989", "1/999999999999999967"]
    expect(made(one, two, "1")).toEqual(["1999999999999999956/999999999999999956000000000000000363 x 1.00 per stay", "1 x 1.00 per stay"])
  })
})

describe("paper", () => {
  const short = bill(tariff({ type: "flat", price: "2.50" }), "1:00")
  const rows = (width: number, written: Bill.Written = {}) => Bill.render(short, { width, ...written }).split("\n")

  it("that is just wide enough has one row for each line", () => {
    expect(rows(34)).toEqual(["flat       1 x 2.50 per stay  2.50", "total EUR                     2.50"])
    expect(rows(33)).toEqual(["flat", "  1 x 2.50 per stay          2.50", "total EUR                    2.50"])
  })

  it("has the amount beside what was counted where both fit with two blanks, and what was counted two blanks in", () => {
    expect(rows(25)).toEqual(["flat", "  1 x 2.50 per stay  2.50", "total EUR            2.50"])
    expect(rows(24)).toEqual(["flat", "  1 x 2.50 per stay", "                    2.50", "total EUR           2.50"])
    expect(rows(19)).toEqual(["flat", "  1 x 2.50 per stay", "               2.50", "total EUR      2.50"])
    expect(rows(18)).toEqual(["flat", "  1 x 2.50 per", "  stay        2.50", "total EUR     2.50"])
  })

  it("that is narrower than the times of the stay has them on more rows", () => {
    expect(rows(18, { zone }).slice(0, 2)).toEqual(["2026-06-01 10:00 -", "11:00"])
  })

  it("of a label that is empty has the amount alone", () => {
    const made = Bill.renderWhyNot([{ label: "", amount: 100, unmet: [] }, { label: "a label that is wider than the paper", amount: 200, unmet: [] }], { minorUnits: 2 }, { width: 24 })
    expect(made.split("\n")).toEqual(["                    1.00", "a label that is wider", "than the paper      2.00"])
  })
})

describe("a text is wrapped", () => {
  it.each<[string, number, ReadonlyArray<string>]>([
    ["one two three", 9, ["one two", "three"]],
    ["ab abcd", 4, ["ab", "abcd"]],
    ["ab abcd x", 4, ["ab", "abcd", "x"]],
    ["abcdef gh", 4, ["abcd", "ef", "gh"]],
    ["駐車", 1, ["駐", "車"]],
    ["ab ", 9, ["ab"]],
    ["   ", 9, []],
    ["", 9, []]
  ])("%j in %i columns", (given, width, lines) => expect(Language.wrap(given, width)).toEqual(lines))
})

it.each(["XP30D", "P30DX", "P30D12"])("a unit that is nearly one of days is written as it is: %s", (unit) => expect(Language.perUnit(Language.of("en"), unit)).toBe(`per ${unit}`))

it("what has no price is compared with nothing", () => {
  expect(Bill.renderWhyNot([{ label: "A", more: 100, unmet: [] }], { minorUnits: 2 })).toBe("A    no price")
})
