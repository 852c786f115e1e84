/** Tariffs in words: the JSON of published boards, as one would write it by hand. */
import { Build, Tariff } from "@parkade/core/pricing"
import { Result } from "effect"
import { describe, expect, it } from "vitest"

const { byWindow, calendarDay, calendarMonth, calendarWeek, cheapest, energy, firstOf, flat, free, graduated, hourly, ladder, named, per, rolling, rolling24h, stay, sum, unavailable, when } = Build

const terms = { currency: "EUR", tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart", zone: "Europe/Berlin" } as const

/** What is built is built in each test: what acts while tests are collected is no test of it. */
describe("a board in words is the board in JSON", () => {
  const workdays = ["mon", "tue", "wed", "thu", "fri"] as const
  const evening = { from: "18:00", to: "02:00" }
  it.each([
    ["5.00 an hour", () => hourly("5.00").counting("started"), { type: "hourly", price: "5.00", count: "started" }],
    ["1.50 per half hour", () => per("PT30M", "1.50").counting("started"), { type: "hourly", price: "1.50", per: "PT30M", count: "started" }],
    ["200 per 20 minutes, at most 800 a calendar day", () => per("PT20M", "200").counting("started").cappedAt("800", calendarDay("restart", { at: "00:00" })),
      { type: "each", per: { every: "day", at: "00:00" }, partial: "restart", max: "800", rate: { type: "hourly", price: "200", per: "PT20M", count: "started" } }],
    ["7.00 an hour, at most 43.00 per 24 hours", () => hourly("7.00").counting("started").cappedAt("43.00", rolling24h("restart")),
      { type: "each", per: { every: "PT24H" }, partial: "restart", max: "43.00", rate: { type: "hourly", price: "7.00", count: "started" } }],
    ["at most 9.00 a day and 54.00 a week", () => hourly("2.00").counting("started").cappedAt("9.00", rolling24h("restart")).cappedAt("54.00", rolling("PT168H", "restart")),
      { type: "each", per: { every: "PT168H" }, partial: "restart", max: "54.00", rate: { type: "each", per: { every: "PT24H" }, partial: "restart", max: "9.00", rate: { type: "hourly", price: "2.00", count: "started" } } }],
    ["12.00 up to 5 hours, 18.00 a day, whole days", () => ladder.upTo("PT5H", "12.00").beyond(flat("18.00")).each(rolling24h("full")),
      { type: "each", per: { every: "PT24H" }, partial: "full", rate: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT5H", price: "12.00" }], beyond: { type: "flat", price: "18.00" } } }],
    ["5, 12, 20, 30 by length", () => ladder.upTo("PT1H", "5").upTo("PT3H", "12").upTo("PT6H", "20").beyond(flat("30")),
      { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5" }, { upTo: "PT3H", price: "12" }, { upTo: "PT6H", price: "20" }], beyond: { type: "flat", price: "30" } }],
    ["2.745 up to 61 minutes, 0.045 a minute up to two hours", () => graduated.upTo("PT61M", "2.745").upTo("PT120M", per("PT1M", "0.045").counting("started")).beyond(unavailable),
      { type: "slab", mode: "graduated", brackets: [{ upTo: "PT61M", price: "2.745" }, { upTo: "PT120M", rate: { type: "hourly", price: "0.045", per: "PT1M", count: "started" } }], beyond: "unavailable" }],
    ["2 hours free, then all is paid", () => graduated.upTo("PT24H", "30").beyond(per("PT24H", "25").counting("started")).afterFree("PT2H", "threshold"),
      { type: "slab", mode: "ladder", brackets: [{ upTo: "PT2H", price: "0" }], beyond: { type: "slab", mode: "graduated", brackets: [{ upTo: "PT24H", price: "30" }], beyond: { type: "hourly", price: "25", per: "PT24H", count: "started" } } }],
    ["5 minutes free, then 1 an hour", () => hourly("1").counting("started").afterFree("PT5M", "deducted").atLeast("0", stay),
      { type: "each", per: "stay", min: "0", rate: { type: "slab", mode: "graduated", brackets: [{ upTo: "PT5M", price: "0" }], beyond: { type: "hourly", price: "1", count: "started" } } }],
    ["an evening's flat price, else by the hour", () => when({ product: "evening-flat", inside: evening }, flat("4.00")).otherwise(graduated.upTo("PT40M", "1.00").beyond(per("PT20M", "0.50").counting("started")).cappedAt("10.00", rolling24h("restart"))),
      { type: "choose", cases: [{ if: { product: "evening-flat", inside: { from: "18:00", to: "02:00" } }, rate: { type: "flat", price: "4.00" } }], otherwise: { type: "each", per: { every: "PT24H" }, partial: "restart", max: "10.00", rate: { type: "slab", mode: "graduated", brackets: [{ upTo: "PT40M", price: "1.00" }], beyond: { type: "hourly", price: "0.50", per: "PT20M", count: "started" } } } }],
    ["3.00 and, on workdays until 19:00, 1.00 per half hour", () => sum(flat("3.00").labelled("culture flat"), byWindow("split").during({ days: workdays, from: "00:00", to: "19:00" }, per("PT30M", "1.00").counting("started")).otherwise(free)),
      { type: "sum", of: [{ type: "flat", price: "3.00", label: "culture flat" }, { type: "dynamic", crossing: "split", windows: [{ during: { days: ["mon", "tue", "wed", "thu", "fri"], from: "00:00", to: "19:00" }, rate: { type: "hourly", price: "1.00", per: "PT30M", count: "started" } }], otherwise: { type: "flat", price: "0" } }] }],
    ["a start fee and energy, between two bounds with tax", () => sum(flat("0.50").labelled("start").taxed("0.20"), energy("0.25").labelled("energy").taxed("0.10")).each(stay, { max: "10.00", maxIncl: "11.00" }),
      { type: "each", per: "stay", max: "10.00", maxIncl: "11.00", rate: { type: "sum", of: [{ type: "flat", price: "0.50", label: "start", tax: "0.20" }, { type: "energy", price: "0.25", label: "energy", tax: "0.10" }] } }],
    ["energy in steps of 10 kWh", () => byWindow("accumulate").during({ current: { to: "20" } }, energy("2.00")).otherwise(energy("5.00")).billedIn("10 kWh", "started"),
      { type: "billed", step: "10 kWh", count: "started", rate: { type: "dynamic", crossing: "accumulate", windows: [{ during: { current: { to: "20" } }, rate: { type: "energy", price: "2.00" } }], otherwise: { type: "energy", price: "5.00" } } }],
    ["charging by started minutes", () => byWindow("accumulate").during({ phase: "charging" }, hourly("2.00").counting("started", { inStepsOf: "PT1M" }).taxed("0.10")).otherwise(free),
      { type: "dynamic", crossing: "accumulate", windows: [{ during: { phase: "charging" }, rate: { type: "hourly", price: "2.00", step: "PT1M", count: "started", tax: "0.10" } }], otherwise: { type: "flat", price: "0" } }],
    ["a price that follows demand", () => hourly({ start: "3.00", bands: [{ from: "0.8", change: "0.25" }, { from: "0.6" }], min: "0.50", max: "10.00", every: "P28D" }).counting("started"),
      { type: "hourly", price: { start: "3.00", bands: [{ from: "0.8", change: "0.25" }, { from: "0.6" }], min: "0.50", max: "10.00", every: "P28D" }, count: "started" }]
  ])("%s", (_, build, rate) => {
    const built = build()
    expect(built.rate).toStrictEqual(rate)
    const tax = JSON.stringify(rate).includes("Incl") ? "added" : "none"
    expect(Build.tariff({ ...terms, tax, rate: built })).toEqual(Tariff.decode({ ...terms, tax, rate }))
    expect(Result.isSuccess(Build.tariff({ ...terms, tax, rate: built }))).toBe(true)
  })
})

describe("and what no board has", () => {
  const base = () => hourly("2.00").counting("exact")
  const exact = { type: "hourly", price: "2.00", count: "exact" }
  it.each([
    ["a pass", () => base().coveredBy("resident", { during: { days: ["sat"] } }), { type: "subscription", pass: "resident", covers: { during: { days: ["sat"] } }, rest: exact }],
    ["two hours a day of a pass", () => base().coveredBy("staff", { upTo: "PT2H", per: { every: "day" } }), { type: "subscription", pass: "staff", covers: { upTo: "PT2H", per: { every: "day" } }, rest: exact }],
    ["20 % off", () => base().times("0.8"), { type: "scale", by: "0.8", rate: exact }],
    ["the cheaper", () => cheapest(flat("9"), base()), { type: "cheapest", of: [{ type: "flat", price: "9" }, exact] }],
    ["the first day only", () => base().cappedAt("8", firstOf(calendarDay("continue", { at: "06:00" }))), { type: "each", per: { first: "day", at: "06:00" }, partial: "continue", max: "8", rate: exact }],
    ["a week", () => base().cappedAt("50", calendarWeek("continue")), { type: "each", per: { every: "week" }, partial: "continue", max: "50", rate: exact }],
    ["a month", () => base().cappedAt("200", calendarMonth("full")), { type: "each", per: { every: "month" }, partial: "full", max: "200", rate: exact }],
    ["a step that is finished", () => byWindow({ follow: "PT1H" }).during([{ from: "08:00" }], base()).otherwise(unavailable), { type: "dynamic", crossing: { follow: "PT1H" }, windows: [{ during: [{ from: "08:00" }], rate: exact }], otherwise: "unavailable" }],
    ["two cases", () => when({ lost: true }, flat("20")).when({ visit: { from: "2" } }, base()).otherwise(free), { type: "choose", cases: [{ if: { lost: true }, rate: { type: "flat", price: "20" } }, { if: { visit: { from: "2" } }, rate: exact }], otherwise: { type: "flat", price: "0" } }]
  ])("%s", (_, build, rate) => {
    const built = build()
    expect(built.rate).toStrictEqual(rate)
    expect(Result.isSuccess(Build.tariff({ ...terms, rate: built }))).toBe(true)
  })

  it("named rates", () => {
    expect(Build.tariff({ ...terms, rates: { night: flat("3") }, rate: sum(named("night"), base()) }))
      .toEqual(Tariff.decode({ ...terms, rates: { night: { type: "flat", price: "3" } }, rate: { type: "sum", of: [{ type: "named", name: "night" }, exact] } }))
  })
})

it("changes nothing that was built before", () => {
  const base = hourly("2.00").counting("started")
  const before = JSON.stringify(base.rate)
  base.labelled("x").taxed("0.19").cappedAt("5", stay)
  const two = ladder.upTo("PT1H", "1")
  two.upTo("PT2H", "2")
  expect([JSON.stringify(base.rate), two.beyond(unavailable).rate]).toEqual([before, { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1" }], beyond: "unavailable" }])
})

it("is checked as what is written by hand", () => {
  const refused = Build.tariff({ ...terms, rate: per("P1D", "2.00").counting("started").cappedAt("5,00", calendarDay("restart")) })
  expect(Result.isFailure(refused) && refused.failure.issues.map(({ path }) => path)).toEqual(["rate.max", "rate.rate.per"])
})

/** What the compiler refuses; a line that compiled after all would fail the check. */
export const refusedByTypes = () => [
  // @ts-expect-error what counts was not said
  Build.tariff({ ...terms, rate: hourly("2.00") }),
  // @ts-expect-error what counts was not said
  sum(per("PT15M", "0.50")),
  // @ts-expect-error nor is there a cap before it
  hourly("2.00").cappedAt("24.00", stay),
  // @ts-expect-error no such count
  hourly("2.00").counting("begun"),
  // @ts-expect-error calendar or rolling?
  flat("2.00").cappedAt("24.00", "day"),
  // @ts-expect-error restart, continue or full?
  flat("2.00").cappedAt("24.00", calendarDay()),
  // @ts-expect-error restart, continue or full?
  flat("2.00").cappedAt("24.00", rolling24h()),
  // @ts-expect-error restart, continue or full?
  flat("2.00").cappedAt("24.00", { per: { every: "day" } }),
  // @ts-expect-error restart, continue or full?
  flat("2.00").each({ per: { every: "PT24H" } }),
  // @ts-expect-error a stay has no partial period
  flat("2.00").atLeast("1.00", { per: "stay", partial: "restart" }),
  // @ts-expect-error what follows the first day has no end to be priced to
  flat("2.00").cappedAt("24.00", { per: { first: "day" }, partial: "full" }),
  // @ts-expect-error what follows the first day has no end to be priced to
  flat("2.00").cappedAt("24.00", firstOf(calendarDay("full"))),
  // @ts-expect-error deducted, or a threshold?
  flat("2.00").afterFree("PT15M"),
  // @ts-expect-error how is a stay in two windows priced?
  byWindow().during({ from: "18:00" }, free).otherwise(free),
  // @ts-expect-error and outside of the windows?
  Build.tariff({ ...terms, rate: byWindow("split").during({ from: "18:00" }, free) }),
  // @ts-expect-error no brackets
  ladder.beyond(free),
  // @ts-expect-error a period without a limit
  flat("2.00").coveredBy("staff", { per: { every: "day" } }),
  // @ts-expect-error no sum of nothing
  sum(),
  // @ts-expect-error no rounding
  Build.tariff({ currency: "EUR", tax: "none", seconds: "counted", visits: "apart", rate: free })
]
