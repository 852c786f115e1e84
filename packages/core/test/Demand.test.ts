/** Demand prices: which a tariff has, where they stand, and how one look at how full the lot is moves them. */
import { Demand, PriceFunction } from "@parkade/core/pricing"
import { Instant, type TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const berlin = "Europe/Berlin" as TimeZone.TimeZone
const bands = [{ from: "0", change: "-0.50" }, { from: "0.3" }, { from: "0.6", change: "-0.25" }, { from: "0.8", change: "0.25" }]
const demand = (rest: object = {}) => ({ start: "2.00", every: "P28D", min: "0.50", max: "3.00", bands, ...rest })
const flat = (price: object | string) => ({ type: "flat", price })
const hourly = (price: object | string) => ({ type: "hourly", price, count: "started" })

const paths = (rate: object) => Demand.pricesOf(tariff(rate)).map(({ path }) => path)
const moved = (current: string, occupancy: string, rest: object = {}) => {
  const [{ price } = expect.fail("no demand price")] = Demand.pricesOf(tariff(flat(demand(rest))))
  return Demand.adjust(price, current, occupancy)
}

describe("the demand prices of a tariff", () => {
  it("are named by where they stand", () => {
    expect(paths(flat("1.00"))).toEqual([])
    expect(paths(flat(demand()))).toEqual(["rate.price"])
    expect(paths(hourly(demand()))).toEqual(["rate.price"])
    expect(paths({ type: "energy", price: demand() })).toEqual(["rate.price"])
    expect(paths({ type: "sum", of: [flat("1.00"), hourly(demand())] })).toEqual(["rate.of.1.price"])
  })

  it("are found once in a slab, also in its eleventh bracket and beyond it", () => {
    const brackets = Array.from({ length: 11 }, (_, index) => ({ upTo: `PT${index + 1}H`, price: index === 0 || index === 10 ? demand() : "1.00" }))
    expect(paths({ type: "slab", mode: "ladder", brackets, beyond: hourly(demand()) }).toSorted()).toEqual(["rate.beyond.price", "rate.brackets.0.price", "rate.brackets.10.price"])
  })
})

describe("a level that is moved", () => {
  it.each([
    ["by the band that the share lies in", "2.00", "0.1", "1.5"],
    ["by nothing, where its band changes nothing", "2.00", "0.59", "2"],
    ["from where a band begins on", "2.00", "0.6", "1.75"],
    ["by the highest band, when full", "2.00", "1", "2.25"],
    ["no lower than its least", "0.75", "0", "0.5"],
    ["no higher than its most", "2.90", "0.9", "3"],
    ["to its least exactly", "1.00", "0", "0.5"],
    ["to its most exactly", "2.75", "0.8", "3"]
  ])("%s", (_, current, occupancy, expected) => expect(moved(current, occupancy)).toBe(expected))

  it("is by bands in whatever order they are written", () => {
    expect(moved("2.00", "0.7", { bands: [...bands].reverse() })).toBe("1.75")
    expect(moved("2.00", "0.1", { bands: [...bands].reverse() })).toBe("1.5")
  })

  it("stays where no band begins as low", () => expect(moved("2.00", "0.2", { bands: [{ from: "0.5", change: "1.00" }] })).toBe("2"))

  it("is multiplied where its band says so", () => expect(moved("2.00", "0.9", { bands: [{ from: "0.8", factor: "1.1" }] })).toBe("2.2"))

  it("is rounded to twelve decimals where factors made it longer than a tariff can write", () => {
    const factor = "0.999999999999"
    const longer = moved("1.999999999999", "0.9", { bands: [{ from: "0", factor }] })
    // 1.999999999999 x 0.999999999999 = 1.999999999997000000000001
    expect(longer).toBe("1.999999999997")
    expect(moved("1.5", "0.9", { bands: [{ from: "0", factor }] })).toBe("1.4999999999985")
  })
})

describe("levels", () => {
  const made = tariff({ type: "sum", of: [hourly(demand()), flat(demand({ start: "1.00", every: "entry" }))] })
  const look = (levels: Demand.Levels, at: string, occupancy: string) =>
    Demand.evolve(made, levels, { at: Result.getOrThrow(Instant.fromIso(at)), occupancy, zone: berlin })
  const [keeping, following] = ["rate.of.0.price", "rate.of.1.price"]

  it("start where their prices do", () => {
    expect(Demand.initial(made)).toEqual({ [keeping]: { level: "2.00" }, [following]: { level: "1.00" } })
  })

  it("move at the first look, and are held from then on", () => {
    const at = "2026-06-01T08:00:00Z"
    const moved = { [keeping]: { level: "2.25", since: Instant.Instant.make(Date.parse(at)) }, [following]: { level: "1.00" } }
    expect(look(Demand.initial(made), at, "0.9")).toEqual(moved)
    expect(look({}, at, "0.9")).toEqual(moved)
  })

  it("move again after their period of local days, not before", () => {
    const first = look({}, "2026-06-01T08:00:00Z", "0.9")
    // The 28th day after begins in Berlin at 22:00 in UTC.
    expect(look(first, "2026-06-28T21:59:59Z", "0.9")).toEqual(first)
    expect(look(first, "2026-06-28T22:00:00Z", "0.9")[keeping]?.level).toBe("2.5")
  })

  it("are not kept of a price that follows each entry", () => {
    const stood = { [keeping]: { level: "2.00" }, [following]: { level: "1.00", since: Instant.Instant.make(Date.parse("2026-01-01T00:00:00Z")) } }
    expect(look(stood, "2026-06-01T08:00:00Z", "0.9")[following]).toEqual(stood[following])
  })
})

describe("a stay at a demand price", () => {
  const price = (rate: object, context: PriceFunction.Context) => Result.getOrThrow(Result.getOrThrow(PriceFunction.compile(tariff(rate))).from(entry, context).at(after("1:00"))).gross

  it("costs its level, and what it starts at where none is known", () => {
    expect(price(flat(demand()), { levels: { "rate.price": "2.75" } })).toBe(275)
    expect(price(flat(demand()), { levels: { "rate.of.0.price": "2.75" } })).toBe(200)
    expect(price(flat(demand()), {})).toBe(200)
  })

  it("follows how full the lot is at its entry, where it is told", () => {
    const follows = flat(demand({ every: "entry" }))
    expect(price(follows, { facts: { occupancy: "0.9" } })).toBe(225)
    expect(price(follows, { facts: { occupancy: "0.9" }, levels: { "rate.price": "2.75" } })).toBe(225)
    expect(price(follows, {})).toBe(200)
  })
})
