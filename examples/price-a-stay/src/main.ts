import { Bill, PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"

const tariff = Result.getOrThrow(Tariff.decode({
  currency: "EUR", tax: "included", seconds: "counted", visits: "apart",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  rate: { type: "hourly", price: "2.00", count: "started", label: "parking", tax: "0.19" }
}))
const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))
const price = Result.getOrThrow(PriceFunction.compile(tariff)).from(instant("2026-11-21T08:00:00+01:00"))
console.log(Bill.render(Result.getOrThrow(price.at(instant("2026-11-21T10:30:00+01:00")))))
