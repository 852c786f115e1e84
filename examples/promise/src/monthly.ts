import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, parkade, pass } from "./parkade.ts"

const { id: passId, periods } = await done(parkade.requestPass({
  holder: { _tag: "Person", id: randomUUID() }, vehicles: ["B-JK 12"], from: "2026-11-21",
  terms: {
    product: {
      code: "monthly", label: "Monthly pass", fee: "90.00", period: { every: "month" }, proration: "remaining",
      currency: "EUR", tax: "included", taxRate: "0.19", rounding: { mode: "half-up", to: "0.01", where: "total" }
    },
    zone: "Europe/Berlin", lots: [lotId], vehicles: 1, places: 1, antiPassback: "hard", suspension: "extends",
    cancellation: { refund: "unused" }
  }
}))
console.log(periods.map(({ from, until, price }) => `${from} to ${until}: ${price.amount}`).join())
await done(parkade.payPass({ passId, method: "card" }))

await done(parkade.enterOnPass({ lotId, passId, vehicle: { plate: "B-JK 12", kind: "car" } }))
pass(300)
const { _tag, payments } = await done(parkade.release({ ticket: { lotId, plate: "B-JK 12" } }))
console.log(_tag, "with", payments.length, "payments")

await done(parkade.startPayment({ passId, renewFrom: "2026-12-01", gateway: "simulated", method: "card" }))
const renewed = await done(parkade.findPass({ passId }))
console.log("and renewed until", renewed.periods.at(-1)?.until)
