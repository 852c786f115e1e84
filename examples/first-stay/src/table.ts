import { PriceTable } from "@parkade/core/pricing"
import { Result, Schema } from "effect"
import { garage, instant } from "./tariff.ts"

const span = { entry: instant("2026-11-21T08:00:00+01:00"), until: instant("2026-11-24T08:00:00+01:00") }
const table = Result.getOrThrow(PriceTable.make(garage, span))
console.log(JSON.stringify(Schema.encodeSync(PriceTable.PriceTable)(table)))

console.log(Result.getOrThrow(PriceTable.priceAt(table, instant("2026-11-21T10:30:00+01:00"))))
