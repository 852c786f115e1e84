/** A small garage to try things on: what a server that has no lot yet opens by itself. */
import { createLot, type LotDraft } from "@parkade/core/operations"
import { Lots } from "@parkade/core/ports"
import { Tariff } from "@parkade/core/pricing"
import { Elapsed, TimeZone } from "@parkade/core/time"
import { Effect, Result } from "effect"

type SpotDraft = LotDraft["zones"][number]["spots"][number]

const spots = (level: string): ReadonlyArray<SpotDraft> => [
  ...Array.from({ length: 12 }, (_, index): SpotDraft => ({ label: `${level}-${index + 1}`, size: "medium" })),
  ...Array.from({ length: 4 }, (_, index): SpotDraft => ({ label: `${level}-${index + 13}`, size: "large" })),
  { label: `${level}-E1`, size: "medium", features: ["ev"] },
  { label: `${level}-E2`, size: "medium", features: ["ev"] },
  { label: `${level}-A1`, size: "large", features: ["accessible"] }
]

const demoLot: LotDraft = {
  name: "Demo Garage",
  timeZone: TimeZone.TimeZone.make("Europe/Berlin"),
  tariff: Result.getOrThrow(Tariff.decode({
    currency: "EUR",
    tax: "included",
    rounding: { mode: "half-up", to: "0.01", where: "total" },
    seconds: "counted",
    visits: "apart",
    rate: { type: "hourly", price: "2.00", count: "started", label: "parking", tax: "0.19" }
  })),
  exitPolicy: { exitGrace: Elapsed.ofMinutes(15), afterGrace: "whole" },
  zones: [{ name: "Level 1", spots: spots("1") }, { name: "Level 2", spots: spots("2") }]
}

/** The first lot there is; the demo lot when there is none. */
export const firstLot = Effect.gen(function*() {
  const [first] = yield* (yield* Lots).list({ limit: 1 })
  return first ?? (yield* createLot(demoLot)).lot
}).pipe(Effect.catchTag("InvalidLot", Effect.die))
