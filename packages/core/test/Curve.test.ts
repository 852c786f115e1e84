/** What is read off a price function: its steps, the line to draw, and where two of them differ. */
import { Curve, PriceFunction } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const from = (rate: object, rest: object = {}, at = entry) => Result.getOrThrow(PriceFunction.compile(tariff(rate, rest))).from(at)
const hourly = { type: "hourly", price: "1.00", count: "started" }
const upTo = (hours: string, beyond: object | "unavailable") => ({ type: "slab", mode: "ladder", brackets: [{ upTo: hours, price: "1.00" }], beyond })

/** Seconds after the entry, and the gross there. */
const told = (steps: ReadonlyArray<PriceFunction.Step>) => steps.map(({ from, price, to }) => [(from - entry) / 1_000, (to - entry) / 1_000, price?.gross])

describe("steps", () => {
  it("begin where the price changes, and end where it does or where one stops looking", () => {
    expect(told(from(hourly).steps(after("1:30")))).toEqual([[0, 1, 0], [1, 3_601, 100], [3_601, 5_400, 200]])
    expect(told(from(hourly).steps(after("1:00:01")))).toEqual([[0, 1, 0], [1, 3_601, 100]])
    expect(told(from(hourly).steps(entry))).toEqual([])
  })

  it("are no more than asked for", () => {
    expect(told(from(hourly).steps(after("9:00"), 2))).toEqual([[0, 1, 0], [1, 3_601, 100]])
  })

  it("have no price where none is offered", () => {
    expect(told(from(upTo("PT1H", "unavailable")).steps(after("2:00")))).toEqual([[0, 1, 0], [1, 3_601, 100], [3_601, 7_200, undefined]])
  })

  it("are one where nothing changes, whatever prices it", () => {
    expect(told(from(upTo("PT1H", { type: "flat", price: "1.00" })).steps(after("2:00")))).toEqual([[0, 1, 0], [1, 7_200, 100]])
  })

  it("differ where only the tax does", () => {
    const taxed = (tax: string) => ({ type: "flat", price: "1.00", tax })
    const steps = from(upTo("PT1H", taxed("0.5")), { tax: "included" }).steps(after("2:00"))
    expect(steps.map(({ price }) => price)).toEqual([{ net: 0, gross: 0 }, { net: 100, gross: 100 }, { net: 67, gross: 100 }])
  })
})

describe("pieces", () => {
  const drawn = (rate: object, until: string, limit?: number) =>
    from(rate).pieces(after(until), limit).map(({ first, from, last, to }) => [(from - entry) / 1_000, (to - entry) / 1_000, first?.gross, last?.gross])
  const exact = { type: "hourly", price: "36.00", count: "exact" }

  it("go straight from the first second to the last, as amounts do", () => {
    expect(drawn(exact, "0:01:40")).toEqual([[1, 100, 1, 99]])
    expect(drawn({ type: "sum", of: [exact, { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1M", price: "0" }], beyond: exact }] }, "0:01:40")).toEqual([[1, 61, 1, 60], [61, 100, 122, 198]])
  })

  it("have no price where none is offered, in part or at all", () => {
    expect(drawn({ ...upTo("PT1M", "unavailable") }, "0:02:00")).toEqual([[1, 61, 100, 100], [61, 120, undefined, undefined]])
  })

  it("may be a second long", () => expect(drawn({ type: "hourly", price: "1.00", count: "started", per: "PT1S" }, "0:00:03").slice(0, 2)).toEqual([[1, 2, 100, 100], [2, 3, 200, 200]]))

  it("are no more than asked for, and none of no time", () => {
    expect(drawn(hourly, "5:00", 2)).toHaveLength(2)
    expect(drawn(hourly, "0:00:01")).toEqual([])
    expect(drawn(hourly, "0:00")).toEqual([])
  })
})

describe("a curve", () => {
  it("is drawn from corner to corner, with nothing where there is no price", () => {
    const points = Curve.points(from(upTo("PT1H", "unavailable")).steps(after("2:00")))
    expect(points.map(({ at, price }) => [(at - entry) / 1_000, price?.gross])).toEqual([[0, 0], [1, 0], [1, 100], [3_601, 100], [3_601, undefined], [7_200, undefined]])
  })

  const shown = (compared: ReadonlyArray<Curve.Compared>) => compared.map(({ from, left, right, to }) => [(from - entry) / 1_000, (to - entry) / 1_000, left?.gross, right?.gross])
  const capped = { type: "each", per: "stay", max: "1.50", rate: hourly }

  it("lies beside another", () => {
    expect(shown(Curve.compare(from(hourly), from(capped), after("2:30")))).toEqual([[0, 1, 0, 0], [1, 3_601, 100, 100], [3_601, 7_201, 200, 150], [7_201, 9_000, 300, 150]])
    expect(shown(Curve.compare(from(capped), from(hourly), after("2:30")))).toEqual([[0, 1, 0, 0], [1, 3_601, 100, 100], [3_601, 7_201, 150, 200], [7_201, 9_000, 150, 300]])
  })

  it("lies beside another from the later entry on", () => {
    expect(shown(Curve.compare(from(hourly), from({ type: "flat", price: "1.00" }, {}, after("0:30")), after("1:30")))).toEqual([[1_800, 1_801, 100, 0], [1_801, 3_601, 100, 100], [3_601, 5_400, 200, 100]])
  })

  it("lies beside another from the second on in which that one begins, where its own price changes", () => {
    expect(shown(Curve.compare(from(hourly), from(hourly, {}, after("1:00:01")), after("2:00")))).toEqual([[3_601, 3_602, 200, 0], [3_602, 7_200, 200, 100]])
  })

  it("lies beside nothing where one of them begins later than one looks", () => {
    expect(Curve.compare(from(hourly), from(hourly, {}, after("3:00")), after("2:00"))).toEqual([])
    expect(Curve.compare(from(hourly, {}, after("3:00")), from(hourly), after("2:00"))).toEqual([])
  })

  it("differs where only the tax that is added does", () => {
    const taxed = (tax: string) => from({ type: "flat", price: "1.00", tax }, { tax: "added" })
    expect(Curve.differences(taxed("0.25"), taxed("0.5"), after("1:00")).map(({ left, right }) => [left, right])).toEqual([[{ net: 100, gross: 125 }, { net: 100, gross: 150 }]])
  })

  it("differs from another where either price does, or one has none", () => {
    expect(shown(Curve.differences(from(hourly), from(capped), after("2:30")))).toEqual([[3_601, 7_201, 200, 150], [7_201, 9_000, 300, 150]])
    expect(shown(Curve.differences(from(upTo("PT1H", "unavailable")), from({ type: "flat", price: "1.00" }), after("2:00")))).toEqual([[3_601, 7_200, undefined, 100]])
    expect(shown(Curve.differences(from({ type: "flat", price: "1.00" }), from(upTo("PT1H", "unavailable")), after("2:00")))).toEqual([[3_601, 7_200, 100, undefined]])
    expect(Curve.differences(from(upTo("PT1H", "unavailable")), from(upTo("PT1H", "unavailable")), after("2:00"))).toEqual([])
  })

  it("is another's where they differ nowhere", () => {
    expect(Curve.equal(from(hourly), from(hourly), after("5:00"))).toBe(true)
    expect(Curve.equal(from(hourly), from(capped), after("1:00"))).toBe(true)
    expect(Curve.equal(from(hourly), from(capped), after("1:00:02"))).toBe(false)
    const taxed = from({ type: "flat", price: "1.00", tax: "0.25" }, { tax: "included" })
    expect(Curve.equal(taxed, from({ type: "flat", price: "1.00" }), after("1:00"))).toBe(false)
    expect(Curve.equal(taxed, from({ type: "flat", price: "0.80", tax: "0.25" }, { tax: "included" }), after("1:00"))).toBe(false)
    expect(Curve.equal(from(hourly), from(hourly, {}, Instant.Instant.make(entry + 1_000)), entry)).toBe(false)
  })
})
