/**
 * Rolling periods of a long stay are priced a week's worth at a time where weeks are alike: the price is what its bill,
 * which goes through every period, comes to.
 */
import { PriceFunction } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { tariff } from "./pricing.ts"

const zones = ["Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca", "Asia/Tokyo"]
const clocks = ["00:00", "02:30", "08:00", "18:00", "22:30"]
const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holiday"]

const window = fc.record({
  days: fc.subarray(days, { minLength: 1 }),
  from: fc.constantFrom(...clocks),
  to: fc.constantFrom(...clocks),
  dates: fc.constantFrom({ from: "03-15", to: "10-20" }, { from: "11-20", to: "01-10" }, { from: "2024-02-29" })
}, { requiredKeys: [] })

const clock = fc.record({
  type: fc.constant("dynamic"),
  crossing: fc.constantFrom("split", "accumulate", "entry", "most", { follow: "PT1H" }),
  windows: fc.array(fc.record({ during: window, rate: fc.constant({ type: "hourly", price: "0.70", count: "started" }) }), { minLength: 1, maxLength: 3 }),
  otherwise: fc.constantFrom({ type: "hourly", price: "0.10", per: "PT10M", count: "exact" }, { type: "flat", price: "2" })
})

const chosen = fc.record({
  type: fc.constant("choose"),
  cases: fc.tuple(fc.record({ if: fc.record({ entry: window, exit: window, inside: window }, { requiredKeys: [] }).filter((asked) => Object.keys(asked).length > 0), rate: clock })),
  otherwise: fc.constant({ type: "flat", price: "3" })
})

const passed = fc.record({ type: fc.constant("subscription"), pass: fc.constant("night"), covers: fc.record({ during: window, upTo: fc.constant("PT2H"), per: fc.constant({ every: "day", at: "06:00" }) }), rest: clock })

const daily = fc.record({ type: fc.constant("each"), per: fc.constantFrom({ every: "day" }, { every: "day", at: "06:00" }, { every: "week" }, { every: "month" }), partial: fc.constant("restart"), max: fc.constant("4"), rate: clock })

/** Those that price more than the set has. */
const beyond = fc.oneof(
  fc.record({ type: fc.constant("billed"), step: fc.constantFrom("PT45M", "PT96H"), count: fc.constant("started"), rate: clock }),
  fc.record({ type: fc.constant("each"), per: fc.constantFrom({ every: "PT10H" }, { every: "PT100H" }, { every: "day" }, { every: "week" }, { every: "month" }), partial: fc.constant("full"), max: fc.constant("9"), rate: fc.oneof(clock, fc.constant({ type: "hourly", price: "0.20", count: "started" })) })
)

const rolling = fc.record({
  type: fc.constant("each"),
  per: fc.constantFrom("PT24H", "PT12H", "PT25H", "PT7H", "PT168H", "PT100M").map((every) => ({ every })),
  partial: fc.constantFrom("restart", "restart", "full"),
  max: fc.constantFrom("5", "11.30"),
  rate: fc.oneof(clock, chosen, passed, daily, beyond)
})

const hour = 3_600_000
const stay = fc.record({ entry: fc.integer({ min: Date.parse("2008-01-01"), max: Date.parse("2027-01-01") }), length: fc.integer({ min: 10 * 24 * hour, max: 500 * 24 * hour }) })
const holidays = ["2011-12-25", "2016-12-25", "2020-01-01", "2024-05-01", "2024-05-09", "2026-12-25", "2026-12-26"]

it("what weeks alike come to is what every period comes to", { timeout: 120_000 }, () => {
  let skipped = 0
  fc.assert(
    fc.property(rolling, fc.constantFrom(...zones), stay, (rate, zone, { entry, length }) => {
      const { from, total } = Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone, holidays })))
      const [begin, end] = [Schema.decodeSync(Instant.Instant)(entry), Schema.decodeSync(Instant.Instant)(entry + length)]
      const facts = { pass: "night" }
      const bill = Result.getOrThrow(from(begin, { facts }).at(end))
      skipped += length > 60 * 24 * hour ? 1 : 0
      expect(total(begin, end, { facts })?.net).toBe(bill.net)
    }),
    { numRuns: 400 }
  )
  expect(skipped).toBeGreaterThan(200)
})

it("days, weeks and months that are priced to their end are the calendar's, also around a rate without clocks", () => {
  const full = (every: string) => ({ type: "each", per: { every }, partial: "full", max: "40", rate: { type: "hourly", price: "1.00", count: "started" } })
  const [begin, end] = [Result.getOrThrow(Instant.fromIso("2026-01-10T12:00:00Z")), Result.getOrThrow(Instant.fromIso("2026-04-20T12:00:07Z"))]
  for (const every of ["day", "week", "month"]) {
    const { from, total } = Result.getOrThrow(PriceFunction.compile(tariff({ type: "each", per: { every: "PT24H" }, partial: "restart", rate: full(every) }), { zone: TimeZone.TimeZone.make("Europe/Berlin") }))
    expect(total(begin, end)?.net, every).toBe(Result.getOrThrow(from(begin).at(end)).net)
  }
})
