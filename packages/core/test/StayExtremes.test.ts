/** Stays that nobody means: no instants at all, ten years, and none of it slow. */
import { useCases } from "@parkade/core/operations"
import { PriceFunction } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Effect, Result } from "effect"
import { expect, it } from "vitest"
import { after, bill, entry, tariff } from "./pricing.ts"

const lotId = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
const vehicle = { plate: "B AB 1", kind: "car" }

it.each([Number.NaN, Infinity, -Infinity, -1, 0.5, 1e20])("an instant that is %d is refused, by the field's name", (until) => {
  const read: Effect.Effect<unknown, { readonly message: string }> = Effect.catchDefect(useCases.admit.fromJson({ lotId, vehicle, until }), () => Effect.void) as never
  expect(Effect.runSync(Effect.flip(read)).message).toMatch(/^until: expected an instant/)
  expect(() => Instant.Instant.make(until)).toThrow()
})

/** Every hour of ten years, by windows, with a maximum a day that rolls. */
const busy = tariff({
  type: "each", per: { every: "PT24H" }, partial: "restart", max: "9",
  rate: { type: "dynamic", crossing: "split", windows: [{ during: { days: ["mon", "tue", "wed", "thu", "fri"], from: "07:00", to: "19:00" }, rate: { type: "hourly", price: "1", count: "started" } }], otherwise: { type: "hourly", price: "0.50", count: "started" } }
}, { zone: "Europe/Berlin" })

it("ten years cost what ten years of days cost", () => expect(bill(busy, "87600:00").gross).toBe(3_650 * 900))

it("a year is priced in less than five milliseconds", () => {
  const { at } = Result.getOrThrow(PriceFunction.compile(busy)).from(entry)
  const times = Array.from({ length: 20 }, (_, index) => {
    const start = process.cpuUsage()
    Result.getOrThrow(at(after(`${8_760 - index}:00`)))
    const { system, user } = process.cpuUsage(start)
    return (system + user) / 1_000
  })
  console.log(`a year of days, each with its lines: ${times.toSorted((a, b) => a - b).map((each) => each.toFixed(1)).join(" ")} ms`)
  expect(times.toSorted((a, b) => a - b)[4]).toBeLessThan(5)
})
