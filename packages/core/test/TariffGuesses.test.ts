/** What people write instead of a tariff's texts, and what they are told. */
import { Tariff } from "@parkade/core/pricing"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { tariffJson as json } from "./pricing.ts"

const flat = { type: "flat", price: "4.00" }
const hint = (given: object): string =>
  Result.match(Tariff.decode(given), { onSuccess: () => "taken", onFailure: ({ issues }) => issues.map(({ message }) => / (?:did you mean|write) (.+?)\??$/.exec(message)?.[1] ?? "nothing").join("; ") })

type Cases = ReadonlyArray<readonly [given: unknown, told: string]>

describe("an amount", () => {
  it.each([
    ["1.500,00", '"1500.00"'], ["1,500.00", '"1500.00"'], ["1.234.567", '"1234567"'], ["1 500,00", '"1500.00"'], ["1'500.00", '"1500.00"'],
    ["1,500", '"1.500" or "1500"'], ["0,500", '"0.500"'], ["1,50", '"1.50"'], ["1,5", '"1.5"'], ["€4", '"4"'], ["4.00 EUR", '"4.00"'], ["USD 3", '"3"'], ["4,-", '"4"'],
    ["1.50/h", '"1.50"'], ["1/3 EUR", '"1/3"'], [4, '"4", numbers are texts so that they are exact'],
    ["10/3 EUR", '"10/3"'], ["1/30 EUR", '"1/30"'], ["12 000", '"12000"'], ["12,345.6", '"12345.6"'], ["1,234,567", '"1234567"'],
    ["1,2,3", "nothing"], ["1.5e3", "nothing"], ["2-3", "nothing"], ["-1", "nothing"], ["1,50,000.1.2", "nothing"], ["free", "nothing"], [`${"9,".repeat(40)}9`, "nothing"], [`4.00${"€".repeat(44)}`, '"4.00"'], [`4.00${"€".repeat(45)}`, "nothing"], [["4.00"], '"4.00"'], [["4.00", "5.00"], "nothing"], [[], "nothing"]
  ] satisfies Cases)("%j: %s", (price, told) => expect(hint(json({ ...flat, price }))).toBe(told))
})

describe("a tax", () => {
  it.each([
    [19, '"0.19"'], ["19", '"0.19"'], ["19%", '"0.19"'], ["19 %", '"0.19"'], ["7.7%", '"0.077"'], ["7,7", '"0.077"'], ["0,19", '"0.19"'], ["100", '"1"'],
    ["2", '"0.02"'], [" 19 ", '"0.19"'], ["100.5", "nothing"],
    ["1.19", "nothing"], ["119", "nothing"], ["150%", "nothing"], [0.19, '"0.19", numbers are texts so that they are exact']
  ] satisfies Cases)("%j: %s", (tax, told) => expect(hint(json({ ...flat, tax }))).toBe(told))
})

describe("a period", () => {
  it.each([
    ["day", '{"every":"day"} or {"every":"PT24H"}'], ["week", '{"every":"week"} or {"every":"PT168H"}'], ["month", '{"every":"month"}'], ["daily", '{"every":"day"}'],
    ["P1D", '{"every":"day"} or {"every":"PT24H"}'], ["24h", '{"every":"PT24H"}'], ["PT24H", '{"every":"PT24H"}'], [{ every: "daily" }, '"day"'], [{ every: ["day"] }, '"day"'], ["visit", "nothing"]
  ] satisfies Cases)("%j: %s", (per, told) => expect(hint(json({ type: "each", per, partial: "restart", rate: flat }))).toBe(told))

  it("of visits, and of a step that is followed", () => {
    expect(hint(json(flat, { visits: "day" }))).toBe('{"accumulate":"day"} or {"accumulate":"PT24H"}')
    expect(hint(json({ type: "dynamic", crossing: "1h", windows: [{ during: {}, rate: flat }], otherwise: flat }))).toBe('{"follow":"PT1H"}')
  })
})

describe("days", () => {
  const week = '["mon","tue","wed","thu","fri"]'
  it.each([
    ["mon-fri", week], ["Mon - Fri", week], ["Monday to Friday", week], ["mo-fr", week], ["weekdays", week], ["weekend", '["sat","sun"]'], ["fri-mon", '["fri","sat","sun","mon"]'],
    ["workdays", week], ["working days", week], ["weekday", week], ["weekends", '["sat","sun"]'], [" Weekend ", '["sat","sun"]'], ["sun to sun", '["sun"]'], ["tue through thu", '["tue","wed","thu"]'],
    ["fri until sat", '["fri","sat"]'], ["mon \u2013 tue", '["mon","tue"]'], ["m-f", "nothing"], ["mon-", '["mon"]'], ["-fri", '["fri"]'],
    ["sat,sun", '["sat","sun"]'], ["sat & sun", '["sat","sun"]'], ["Saturday and holidays", '["sat","holiday"]'], ["mon", '["mon"]'],
    [["mon-fri"], '"mon", "tue", "wed", "thu", "fri", each by itself'], [["weekend", "mon"], '"sat", "sun", each by itself'], [["Monday"], '"mon"'], [["thurs"], '"thu"'], ["summer", "nothing"], ["sat, sun,", '["sat","sun"]'], ["never sat, sun", "nothing"], [["never sat, sun"], "nothing"],
    [`sat,${" ".repeat(41)}sun`, '["sat","sun"]'], [`sat,${" ".repeat(42)}sun`, "nothing"]
  ] satisfies Cases)("%j: %s", (days, told) => expect(hint(json({ type: "dynamic", crossing: "split", windows: [{ during: { days }, rate: flat }], otherwise: flat }))).toBe(told))
})

describe("elapsed time", () => {
  it.each([
    ["15m", '"PT15M"'], ["15 min", '"PT15M"'], ["15 minutes", '"PT15M"'], ["90m", '"PT1H30M"'], ["1h30", '"PT1H30M"'], ["1:30", '"PT1H30M"'], ["1h 30m", '"PT1H30M"'], ["1 hour and 30 min", '"PT1H30M"'],
    ["1.5h", '"PT1H30M"'], ["1,5 h", '"PT1H30M"'], ["PT1.5H", '"PT1H30M"'], ["30s", '"PT30S"'], ["hour", '"PT1H"'], ["per minute", '"PT1M"'], ["pt15m", '"PT15M"'], ["2 days", '"PT48H"'],
    ["90", '"PT90M", "PT90H" or "PT90S"'], [15, '"PT15M", "PT15H" or "PT15S"'], ["P1D", 'PT24H for elapsed time, or {"every": "day"} for the calendar\'s'],
    ["60000", '"PT1M"'], ["900000", '"PT15M"'], [5_400_000, '"PT1H30M"'], ["20000", '"PT20000M", "PT20000H" or "PT20000S"'], ["59000", '"PT59000M", "PT59000H" or "PT59000S"'],
    ["12h30", '"PT12H30M"'], ["per day", '"PT24H"'], ["an hour", '"PT1H"'], ["a week", '"PT168H"'], ["0h00", "nothing"], ["h", "nothing"], ["super hour", "nothing"], ["hourly", "nothing"], ["x1:30", "nothing"], ["1:300", "nothing"],
    ["1 1/2 h", "nothing"], ["15 parsecs", "nothing"], ["1 std", "nothing"], ["0", "nothing"]
  ] satisfies Cases)("%j: %s", (per, told) => expect(hint(json({ type: "hourly", price: "1", per, count: "started" }))).toBe(told))
})

describe("a clock", () => {
  it.each([
    ["8:00", '"08:00"'], ["8am", '"08:00"'], ["8 a.m.", '"08:00"'], ["8", '"08:00"'], [8, '"08:00"'], ["24", '"24:00"'], ["8.30", '"08:30"'], ["0800", '"08:00"'], ["08:00:00", '"08:00"'], ["17h", '"17:00"'],
    ["17h30", '"17:30"'], ["8:00 Uhr", '"08:00"'], ["5 pm", '"17:00"'], ["12am", '"00:00"'], ["12pm", '"12:00"'], ["noon", '"12:00"'], ["midnight", '"00:00" or "24:00"'],
    ["at 8:00", "nothing"], ["8:00 sharp", "nothing"], ["12:30 am", '"00:30"'], ["5 PM", '"17:00"'], ["11 p.m.", '"23:00"'],
    ["25:00", "nothing"], ["13pm", "nothing"], ["23:60", "nothing"]
  ] satisfies Cases)("%j: %s", (from, told) => expect(hint(json({ type: "dynamic", crossing: "split", windows: [{ during: { from, to: "20:00" }, rate: flat }], otherwise: flat }))).toBe(told))
})

describe("a name", () => {
  it.each([
    ["a date's end", json(flat, { valid: { from: "2026-01-01", to: "2026-02-01" } }), '"until"'],
    ["a date with dots", json(flat, { valid: { from: "24.12.2026" } }), '"2026-12-24"'],
    ["a date with one digit each", json(flat, { valid: { from: "1.2.2026" } }), '"2026-02-01"'],
    ["a date with slashes", json(flat, { valid: { from: "2026/12/24" } }), '"2026-12-24"'],
    ["a yearly date with dots", json({ type: "dynamic", crossing: "split", windows: [{ during: { dates: { from: "24.12.", to: "01-02" } }, rate: flat }], otherwise: flat }), '"12-24"'],
    ["no date", json(flat, { valid: { from: "on 1.2.2026" } }), "nothing"],
    ["a date and more", json(flat, { valid: { from: "1.2.2026x" } }), "nothing"],
    ["a field", json({ ...flat, lable: "x" }), '"label"'],
    ["a rate's type", json({ ...flat, type: "flatt" }), '"flat"'],
    ["a rate's name", json({ type: "named", name: "nihgt" }, { rates: { night: flat, day: flat } }), '"night"'],
    ["a rate's name in other letters", json({ type: "named", name: "Night" }, { rates: { night: flat, day: flat } }), '"night"'],
    ["a currency", json(flat, { currency: "€" }), '"EUR"'],
    ["a zone", json(flat, { zone: "Berlin" }), '"Europe/Berlin"'],
    ["a zone of two words", json(flat, { zone: "New York" }), '"America/New_York"'],
    ["a zone with blanks around it", json(flat, { zone: " Europe/Berlin " }), '"Europe/Berlin"'],
    ["a currency in a word", json(flat, { currency: "euro" }), '"EUR"'],
    ["a currency with blanks around it", json(flat, { currency: " eur " }), '"EUR"'],
    ["a currency and a digit", json(flat, { currency: "4 eur" }), "nothing"],
    ["a currency in no word", json(flat, { currency: `euro${"o".repeat(50)}` }), "nothing"],
    ["the nearer of two", json({ type: "named", name: "nigt" }, { rates: { nights: flat, night: flat } }), '"night"'],
    ["one in other letters, before what is called so elsewhere", json({ type: "named", name: "Max" }, { rates: { each: flat, max: flat } }), '"max"'],
    ["a way to round that ends in a word of the language", json(flat, { rounding: { mode: "upwards", to: "0.01", where: "total" } }), "nothing"],
    ["a way to round with a slip", json(flat, { rounding: { mode: "uq", to: "0.01", where: "total" } }), '"up"']
  ])("%s", (_, given, told) => expect(hint(given)).toBe(told))
})

describe("a type of rate", () => {
  it.each([
    ["free", '"flat"'], ["zero", '"flat"'], ["fixed", '"flat"'], ["hour", '"hourly"'], ["per hour", '"hourly"'], ["minute", '"hourly"'], ["tiered", '"slab"'], ["night", '"dynamic"'], ["max", '"each"'],
    ["dailycap", "nothing"], ["add", '"sum"'], ["lowest", '"cheapest"'], ["discount", '"scale"'], ["monthly", '"subscription"'], ["Hourly", '"hourly"'], ["houly", '"hourly"'], ["banana", "nothing"], ["lfat", '"flat"'], ["lfatx", "nothing"], ["xlfat", "nothing"], ["faot", "nothing"], ["folt", "nothing"],
    ["f", "nothing"], ["cheepist", '"cheapest"'], [`flat${"x".repeat(20)}`, '"flat"'], [`flat${"x".repeat(21)}`, "nothing"]
  ] satisfies Cases)("%j: %s", (type, told) => expect(hint(json({ ...flat, type }))).toBe(told))

  it.each([["free", '{"type": "flat", ...}'], ["hourly", '{"type": "hourly", ...}'], ["2.00", "nothing"]])("that stands alone, %j: %s", (rate, told) => {
    expect(hint(json(flat, { rate }))).toBe(told)
  })
})

describe("a text", () => {
  const label = (label: unknown) => json({ ...flat, label })
  const condition = (condition: object) => json({ type: "choose", cases: [{ if: condition, rate: flat }], otherwise: flat })
  it.each([
    ["a number where any text stands", label(5), '"5"'],
    ["a text in a list", label(["Night"]), '"Night"'],
    ["two texts", label(["Night", "Day"]), "nothing"],
    ["truth", label(true), "nothing"],
    ["the wrong truth", condition({ lost: "false" }), "false"],
    ["truth in other words", condition({ lost: "yes" }), "nothing"],
    ["truth in other letters", condition({ lost: "True" }), "nothing"],
    ["kinds of vehicles as a text", condition({ vehicle: "bus" }), '["bus"]'],
    ["a kind of vehicle with a mark", condition({ vehicle: ["bus!"] }), "nothing"],
    ["no text where a list stands", condition({ spot: {} }), "nothing"]
  ])("%s", (_, given, told) => expect(hint(given)).toBe(told))

  it("that is a number is exact only where numbers are meant", () => {
    const told = (given: object) => Result.match(Tariff.decode(given), { onSuccess: () => [], onFailure: ({ issues }) => issues.map(({ message }) => message) })
    expect(told(label(5))).toEqual(['expected a text of 1 to 120 characters, found 5: did you mean "5"?'])
  })
})
