import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, now, parkade, pass } from "./parkade.ts"

const partnerId = randomUUID()
const { id: programmeId } = await done(parkade.agreeProgramme({
  partnerId, name: "Bakery", zone: "Europe/Berlin", period: { from: now() }, limits: { perTicket: 1 },
  offers: [{ code: "one-hour", validation: { type: "time", upTo: "PT1H", code: "bakery", payer: partnerId } }]
}))

const { id } = await done(parkade.admit({ lotId, vehicle: { plate: "B-EF 789", kind: "car" } }))
pass(80)
await done(parkade.validateTicket({ ticket: { id }, programmeId, offer: "one-hour" }))
const { due } = await done(parkade.quote({ ticket: { id } }))
console.log("the driver pays", due.amount)
await done(parkade.payOnExit({ ticket: { id }, method: "card", agreed: due }))

const { closing } = await done(parkade.merchantStatement({ partnerId, currency: "EUR", from: 0, to: now() + 1 }))
console.log("the bakery owes", closing.amount)
