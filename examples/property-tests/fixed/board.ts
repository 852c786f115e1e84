import { PriceFunction, Tariff } from "@parkade/core/pricing"
import { Result } from "effect"

/** By day 2.00 for each started hour, 5.00 for a night; 12.00 at most in 24 hours. */
export const board = Result.getOrThrow(Tariff.decode({
  zone: "Europe/Berlin", currency: "EUR", tax: "none", seconds: "counted", visits: "apart",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  rate: {
    type: "each", per: { every: "PT24H" }, partial: "restart", max: "12.00",
    rate: {
      type: "dynamic", crossing: "split",
      windows: [{ during: { from: "08:00", to: "20:00" }, rate: { type: "hourly", price: "2.00", count: "started", label: "day" } }],
      otherwise: { type: "flat", price: "5.00", label: "night" }
    }
  }
}))

export const prices = Result.getOrThrow(PriceFunction.compile(board))
