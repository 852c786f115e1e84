import { Bill } from "@parkade/core/pricing"
import { Result } from "effect"
import { garage, instant } from "./tariff.ts"

const price = garage.from(instant("2026-11-21T08:00:00+01:00"), { facts: { lost: true } })

console.log(Bill.render(Result.getOrThrow(price.at(instant("2026-11-21T10:30:00+01:00")))))
