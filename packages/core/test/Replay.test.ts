import { PriceFunction } from "@parkade/core/pricing"
import { Replay } from "@parkade/core/replay"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, tariff } from "./pricing.ts"

const compiled = (rate: object, rest: object = {}) => Result.getOrThrow(PriceFunction.compile(tariff(rate, rest)))
const hourly = (price: string) => compiled({ type: "hourly", price, count: "started" })
const dayTicket = compiled({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT12H", price: "5.00" }], beyond: "unavailable" })

const replay = (lengths: ReadonlyArray<string>, options: Replay.Options = {}) => {
  const made = Result.getOrThrow(Replay.start({ a: hourly("2.00"), b: dayTicket }, options))
  lengths.forEach((length, index) => made.add({ id: `t${index + 1}`, entry, exit: after(length), group: Number(length.split(":")[0]) < 3 ? "short" : "long" }))
  return made.report()
}

describe("a replay", () => {
  it("tells who pays more, less and the same, and by how much", () => {
    // Under A: 2.00, 4.00, 10.00 (of five hours), 16.00 (of eight); under B 5.00 each.
    const { total } = replay(["1:00", "2:00", "2:30", "5:00", "8:00"])
    expect(total).toEqual({
      stays: 5,
      both: { a: { stays: 5, net: 3_800, gross: 3_800 }, b: { stays: 5, net: 2_500, gross: 2_500 } },
      more: { stays: 2, amount: 400 },
      less: { stays: 3, amount: 1_700 },
      same: 0,
      onlyA: { stays: 0, net: 0, gross: 0 },
      onlyB: { stays: 0, net: 0, gross: 0 },
      neither: 0,
      refused: 0
    })
  })

  it("keeps those that change most, with their bills", () => {
    const { losers, winners } = replay(["1:00", "2:00", "0:30", "5:00", "8:00"], { examples: 2 })
    expect(losers.map(({ difference, number, stay }) => [number, stay.id, difference])).toEqual([[1, "t1", 300], [3, "t3", 300]])
    expect(winners.map(({ a, b, difference, number }) => [number, a.gross, b.gross, difference])).toEqual([[5, 1_600, 500, -1_100], [4, 1_000, 500, -500]])
    expect(winners[0]?.a.lines).toHaveLength(1)
  })

  it("drops nothing: stays without a price, and those that end before they begin, are counted and shown", () => {
    const { total, unpriced } = replay(["13:00", "1:00", "-1:00"])
    expect({ stays: total.stays, onlyA: total.onlyA, both: total.both.a.stays, refused: total.refused }).toEqual({ stays: 3, onlyA: { stays: 1, net: 2_600, gross: 2_600 }, both: 1, refused: 1 })
    expect(unpriced.b.map(({ reason, stay }) => [stay.id, reason._tag])).toEqual([["t1", "Unavailable"]])
    expect(unpriced.refused.map(({ reason, stay }) => [stay.id, reason._tag])).toEqual([["t3", "ExitBeforeEntry"]])
  })

  it("sums by group, and those beyond the groups that are told apart together", () => {
    const { groups, others } = replay(["1:00", "4:00", "2:00"], { groups: 1 })
    expect(groups.map(({ name, tally }) => [name, tally.stays, tally.both.a.gross])).toEqual([["short", 2, 600]])
    expect([others?.stays, others?.both.a.gross]).toEqual([1, 800])
    expect(replay(["1:00"]).others).toBeUndefined()
  })

  it("counts stays by how much they change, over bars without gaps", () => {
    const { histogram } = replay(["1:00", "2:00", "5:00"])
    const filled = histogram.filter(({ stays }) => stays > 0)
    expect(filled).toEqual([
      { direction: "less", from: 500, below: 1_000, stays: 1 },
      { direction: "more", from: 100, below: 200, stays: 1 },
      { direction: "more", from: 200, below: 500, stays: 1 }
    ])
    expect(histogram[0]?.from).toBe(500)
    expect(histogram.map(({ direction, from, below }) => direction === "less" ? 0 - below : from).every((from, index, all) => index === 0 || from > (all[index - 1] ?? 0))).toBe(true)
  })

  it("prices past stays under one tariff alone", () => {
    const made = Result.getOrThrow(Replay.start({ a: dayTicket }))
    for (const length of ["1:00", "13:00"]) made.add({ entry, exit: after(length) })
    const { histogram, losers, total } = made.report()
    expect({ histogram, losers, onlyA: total.onlyA, neither: total.neither }).toEqual({ histogram: [], losers: [], onlyA: { stays: 1, net: 500, gross: 500 }, neither: 1 })
  })

  it("sums beyond the safe integers are exact", () => {
    const made = Result.getOrThrow(Replay.start({ a: compiled({ type: "flat", price: "90000000000000.01" }) }))
    for (let stays = 0; stays < 3; stays += 1) made.add({ entry, exit: after("1:00") })
    expect(made.report().total.onlyA.gross).toBe(27_000_000_000_000_003n)
  })

  it("goes on after a report, which stays as it was", () => {
    const made = Result.getOrThrow(Replay.start({ a: hourly("2.00"), b: hourly("3.00") }))
    made.add({ entry, exit: after("1:00") })
    const first = made.report()
    made.add({ entry, exit: after("2:00") })
    expect([first.total.stays, first.losers.length, made.report().total.stays]).toEqual([1, 1, 2])
  })

  it("knows the facts and the earlier visits of a stay", () => {
    const lost = compiled({ type: "choose", cases: [{ if: { lost: true }, rate: { type: "flat", price: "50" } }], otherwise: { type: "flat", price: "1" } })
    const perDay = compiled({ type: "flat", price: "4.00" }, { zone: "Europe/Berlin", visits: "accumulate" })
    const made = Result.getOrThrow(Replay.start({ a: lost, b: perDay }))
    made.add({ entry, exit: after("1:00"), context: { facts: { lost: true }, earlier: [{ from: Instant.Instant.make(entry - 7_200_000), to: Instant.Instant.make(entry - 3_600_000) }] } })
    expect(made.report().total.both).toEqual({ a: { stays: 1, net: 5_000, gross: 5_000 }, b: { stays: 1, net: 0, gross: 0 } })
  })

  it("refuses tariffs whose prices cannot be compared", () => {
    const yen = compiled({ type: "flat", price: "400" }, { currency: "JPY", rounding: { mode: "half-up", to: "1", where: "total" } })
    const started = Replay.start({ a: dayTicket, b: yen })
    expect(Result.isFailure(started) && started.failure.message).toBe("prices of A are in EUR with 2 decimals, of B in JPY with 0 decimals: they cannot be compared")
  })
})
