import { Bill } from "@parkade/core/pricing"
import { describe, expect, it } from "vitest"
import { bill, tariff } from "./pricing.ts"

const rendered = (rate: object, rest: object, stay: string) => `\n${Bill.render(bill(tariff(rate, rest), stay))}\n`

describe("a bill as text", () => {
  it("has a line for every charge, the total, and the tax within it", () => {
    expect(rendered({ type: "hourly", price: "1.50", count: "started", tax: "0.19", label: "Parken" }, { tax: "included" }, "2:00:01")).toBe(`
Parken        3 x 1.50 per hour  4.50
total EUR                        4.50
of which tax                     0.72
`)
  })

  it("adds tax below the net", () => {
    expect(rendered({ type: "hourly", price: "0.333", per: "PT10M", step: "PT1M", count: "completed", tax: "0.19" }, { tax: "added" }, "0:07:59")).toBe(`
hourly     0.7 x 0.333 per 10 min  0.23
net                                0.23
tax                                0.05
total EUR                          0.28
`)
  })

  it("shows what rounding took or gave", () => {
    expect(rendered({ type: "flat", price: "1.03" }, { rounding: { mode: "down", to: "0.05", where: "total" } }, "1:00")).toBe(`
flat       1 x 1.03 per stay   1.03
rounding                      -0.03
total EUR                      1.00
`)
  })

  it("writes yen without and dinars with three decimals", () => {
    const to = (to: string) => ({ rounding: { mode: "up", to, where: "line" } })
    expect(rendered({ type: "flat", price: "333" }, { currency: "JPY", ...to("10") }, "1:00")).toBe(`
flat       1 x 333 per stay  340
total JPY                    340
`)
    expect(rendered({ type: "flat", price: "0.005" }, { currency: "KWD", ...to("0.001") }, "1:00")).toBe(`
flat       1 x 0.005 per stay  0.005
total KWD                      0.005
`)
  })

  it("is one line for a stay of no length", () => {
    expect(rendered({ type: "flat", price: "1.03" }, {}, "0:00")).toBe(`
total EUR    0.00
`)
  })
})

it("its total is what the driver pays", () => {
  expect(Bill.total(bill(tariff({ type: "flat", price: "1", tax: "0.19" }, { tax: "added" }), "1:00"))).toEqual({ amount: 119, currency: "EUR" })
})

it("its total is exact, however many decimals it has", () => {
  const made = bill(tariff({ type: "flat", price: "1" }), "1:00")
  expect(Bill.total({ ...made, minorUnits: 7, gross: 300_000 })).toEqual({ amount: 3, currency: "EUR" })
})

it.each([
  ["fewer decimals than it is paid in", { currency: "HUF", minorUnits: 0, rounding: { mode: "half-up", to: "1", where: "total" } }, "500", 500, { amount: 50_000, currency: "HUF" }],
  ["more decimals than it is paid in", { currency: "EUR", minorUnits: 3, rounding: { mode: "half-up", to: "0.05", where: "total" } }, "1.234", 1250, { amount: 125, currency: "EUR" }],
  ["more decimals than it is paid in, and little to pay", { currency: "EUR", minorUnits: 3, rounding: { mode: "half-up", to: "0.01", where: "total" } }, "0.07", 70, { amount: 7, currency: "EUR" }],
  ["no currency at all", { currency: "XXX", minorUnits: 0, rounding: { mode: "half-up", to: "1", where: "total" } }, "7", 7, { amount: 7, currency: "XXX" }]
])("its total is in the units the currency is paid in: a tariff with %s", (_, rest, price, gross, total) => {
  const made = bill(tariff({ type: "flat", price }, rest), "1:00")
  expect([made.gross, Bill.total(made)]).toEqual([gross, total])
})
