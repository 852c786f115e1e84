import { acquirer } from "./acquirer.ts"
import { parkade } from "./gateway.ts"
import { done } from "./parkade.ts"

const { lot } = await done(parkade.createLot({
  name: "Event car park", timeZone: "Europe/Berlin",
  tariff: {
    currency: "EUR", tax: "none", seconds: "counted", visits: "apart",
    rounding: { mode: "half-up", to: "0.01", where: "total" }, rate: { type: "flat", price: "12.00" }
  },
  exitPolicy: { exitGrace: "PT30M", afterGrace: "whole" },
  zones: [{ name: "Field", spots: [{ label: "1", size: "medium" }] }]
}))

const { id } = await done(parkade.admit({ lotId: lot.id, vehicle: { plate: "B-OG 1", kind: "car" } }))
const { payment } = await done(parkade.startPayment({ ticket: { id }, gateway: "cards", method: "card" }))
console.log(payment._tag, payment._tag === "Captured" ? payment.reference : "")

const refunded = await done(parkade.refund({ paymentId: payment.id, reason: "the concert was cancelled", by: { _tag: "Routine", name: "box office" } }))
console.log(refunded._tag)

await parkade.close()
acquirer.close()
