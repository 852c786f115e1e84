import { Instant } from "@parkade/core/time"
import { garage, instant } from "./tariff.ts"

const price = garage.from(instant("2026-11-21T08:00:00+01:00"))

for (const { from, price: paid } of price.steps(instant("2026-11-21T11:30:00+01:00"))) {
  console.log(Instant.toIso(from, garage.zone), paid === undefined ? "no price" : paid.gross)
}
