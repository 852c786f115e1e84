/** A price as a table, for a kiosk without a network. */
import { PriceFunction, PriceTable } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const compiled = (rate: object, rest: object = {}) => Result.getOrThrow(PriceFunction.compile(tariff(rate, rest)))
const hourly = { type: "hourly", price: "1.00", count: "started", tax: "0.25" }
const included = compiled(hourly, { tax: "included" })
const before = (at: Instant.Instant): Instant.Instant => Instant.Instant.make(at - 1)

describe("a price table", () => {
  const table = Result.getOrThrow(PriceTable.make(included, { entry, until: after("2:30") }))

  it("has a row for each price, in seconds after the entry, net and gross", () => {
    expect(table).toEqual({
      format: "parkade.price-table/1",
      entry,
      until: after("2:30"),
      currency: "EUR",
      minorUnits: 2,
      rows: [[0, 0, 0], [1, 80, 100], [3_601, 160, 200], [7_201, 240, 300]]
    })
  })

  it.each([
    ["the entry", "0:00", 0],
    ["the first second", "0:00:01", 100],
    ["the last second of an hour", "1:00:00", 100],
    ["the first of the next", "1:00:01", 200],
    ["the last second of all", "2:29:59", 300]
  ])("knows %s", (_, stay, gross) => expect(Result.getOrThrow(PriceTable.priceAt(table, after(stay)))?.gross).toBe(gross))

  it("knows exits up to its end, without it, and from its entry on", () => {
    expect(Result.getOrThrow(PriceTable.priceAt(table, before(after("2:30"))))).toEqual({ net: 240, gross: 300 })
    const late = Result.getOrThrow(Result.flip(PriceTable.priceAt(table, after("2:30"))))
    expect(late).toMatchObject({ _tag: "NotInTable", entry, until: after("2:30"), exit: after("2:30") })
    expect(late.message).toBe("the table knows exits from 2026-06-01T08:00:00Z up to 2026-06-01T10:30:00Z, not 2026-06-01T10:30:00Z")
    expect(Result.isFailure(PriceTable.priceAt(table, before(entry)))).toBe(true)
  })

  it("has no price where none is offered", () => {
    const gap = compiled({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1.00" }], beyond: "unavailable" })
    const made = Result.getOrThrow(PriceTable.make(gap, { entry, until: after("2:00") }))
    expect(made.rows).toEqual([[0, 0, 0], [1, 100, 100], [3_601, null, null]])
    expect(Result.getOrThrow(PriceTable.priceAt(made, after("1:30")))).toBeUndefined()
  })

  it("is refused where it would not reach as far", () => {
    const short = Result.getOrThrow(Result.flip(PriceTable.make(included, { entry, until: after("2:30"), rows: 2 })))
    expect(short).toMatchObject({ _tag: "TableTooLarge", rows: 2, reached: after("1:00:01") })
    expect(short.message).toBe("2 rows reach no further than 2026-06-01T09:00:01Z: ask for less time, or allow more rows")
    expect(Result.isSuccess(PriceTable.make(included, { entry, until: after("2:30"), rows: 4 }))).toBe(true)
    expect(Result.isFailure(PriceTable.make(included, { entry, until: after("2:30"), rows: 3 }))).toBe(true)
  })

  it("is of the stay that is asked for", () => {
    const follows = compiled({ type: "choose", cases: [{ if: { vehicle: ["bus"] }, rate: { type: "flat", price: "9.00" } }], otherwise: { type: "flat", price: "1.00" } })
    const rows = (context?: PriceFunction.Context) => Result.getOrThrow(PriceTable.make(follows, { entry, until: after("1:00"), ...(context !== undefined && { context }) })).rows
    expect(rows({ facts: { vehicle: "bus" } })).toEqual([[0, 0, 0], [1, 900, 900]])
    expect(rows()).toEqual([[0, 0, 0], [1, 100, 100]])
  })

  it("of no time has no rows, and knows nothing", () => {
    const none = Result.getOrThrow(PriceTable.make(included, { entry, until: entry }))
    expect(none.rows).toEqual([])
    expect(Result.isFailure(PriceTable.priceAt(none, entry))).toBe(true)
  })
})
