import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"

const tariff = Tariff.decode({
  zone: "Europe/Berlin", currency: "EUR", tax: "included", seconds: "counted", visits: "apart",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  rate: {
    type: "choose", tax: "0.19",
    cases: [{ if: { lost: true }, rate: { type: "flat", price: "25.00", label: "lost ticket" } }],
    otherwise: {
      type: "each", per: { every: "PT24H" }, partial: "restart", max: "12.00",
      rate: {
        type: "slab", mode: "ladder", label: "parking",
        brackets: [{ upTo: "PT15M", price: "0" }],
        beyond: { type: "hourly", price: "2.00", count: "started" }
      }
    }
  }
})

/** Compile once, price any number of stays. */
export const garage = Result.getOrThrow(Result.flatMap(tariff, (checked) => PriceFunction.compile(checked)))

export const instant = (text: string): Instant.Instant => Result.getOrThrow(Instant.fromIso(text))
