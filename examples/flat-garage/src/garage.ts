/** The garage: 140 spaces, 10 dollars per started hour, as Parkade sees it. */
import { Result } from "effect"
import type { LotDraft } from "@parkade/core/operations"
import { Tariff } from "@parkade/core/pricing"
import { Elapsed, TimeZone } from "@parkade/core/time"

export const hourlyRate = 10

export const garage: LotDraft = {
  name: "Flat Garage",
  timeZone: TimeZone.TimeZone.make("America/New_York"),
  tariff: Result.getOrThrow(Tariff.decode({
    currency: "USD",
    tax: "included",
    rounding: { mode: "half-up", to: "0.01", where: "total" },
    seconds: "counted",
    visits: "apart",
    rate: { type: "hourly", price: `${hourlyRate}.00`, count: "started" }
  })),
  exitPolicy: { exitGrace: Elapsed.ofMinutes(0), afterGrace: "whole" },
  zones: [{ name: "Garage", spots: Array.from({ length: 140 }, (_, index) => ({ label: `${index + 1}`, size: "medium" })) }]
}
