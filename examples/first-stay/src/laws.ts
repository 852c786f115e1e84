import { Tariff } from "@parkade/core/pricing"
import { monotoneLaws, priceCase, priceLaws, search } from "@parkade/testing/laws"
import { Result } from "effect"

const tariff = Result.getOrThrow(Tariff.decode({
  zone: "Europe/Berlin", currency: "EUR", tax: "included", seconds: "counted", visits: "apart",
  rounding: { mode: "half-up", to: "0.01", where: "total" },
  rate: {
    type: "slab", mode: "ladder",
    brackets: [{ upTo: "PT3H", rate: { type: "hourly", price: "2.00", count: "started" } }],
    beyond: { type: "flat", price: "5.00" }
  }
}))

console.log("laws of every tariff, broken:", search(priceLaws, priceCase(tariff), { seed: 1 }).length)
for (const { counterexample, law } of search(monotoneLaws, priceCase(tariff), { seed: 1 })) console.log(`${law}: ${counterexample}`)
