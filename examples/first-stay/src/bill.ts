import { Bill } from "@parkade/core/pricing"
import { Result } from "effect"
import { garage, instant } from "./tariff.ts"

const price = garage.from(instant("2026-11-21T08:00:00+01:00"))
const bill = Result.getOrThrow(price.at(instant("2026-11-22T09:30:00+01:00")))

console.log(Bill.render(bill))
console.log(bill.gross, bill.net, bill.lines.map(({ gross, kind }) => `${kind} ${gross}`).join(", "))
