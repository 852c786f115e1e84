import { Instant } from "@parkade/core/time"
import { garage, instant } from "./tariff.ts"

const price = garage.from(instant("2026-11-21T08:00:00+01:00"))
const change = price.nextChange(instant("2026-11-21T10:30:00+01:00"))

if (change !== undefined) console.log(`the price is good before ${Instant.toIso(change, garage.zone)}`)
