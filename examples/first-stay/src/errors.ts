import { Tariff } from "@parkade/core/pricing"
import { Result } from "effect"
import { garage, instant } from "./tariff.ts"

const price = garage.from(instant("2026-11-21T08:00:00+01:00"))
const early = price.at(instant("2026-11-21T07:00:00+01:00"))
if (Result.isFailure(early)) console.log(early.failure._tag, early.failure.message)

const broken = Tariff.decode({ currency: "EUR", rate: { type: "hourly", price: 2, count: "started" } })
if (Result.isFailure(broken)) console.log(broken.failure.issues.map(({ path }) => path).join(", "))
