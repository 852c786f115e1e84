import { lotId } from "./garage.ts"
import { done, gateway, parkade, pass } from "./parkade.ts"

const park = async (plate: string) => {
  const { id } = await done(parkade.admit({ lotId, vehicle: { plate, kind: "car" } }))
  pass(60)
  return { ticket: { id } }
}
const card = { gateway: "simulated", method: "card" }

const first = await park("B-GW 1")
gateway.setMood("declines")
const declined = await done(parkade.startPayment({ ...first, ...card }))
console.log("declined:", declined.payment._tag)

gateway.setMood("away")
const away = await done(parkade.startPayment({ ...first, ...card }))
console.log("not reached:", away.payment._tag, away.payment._tag === "Failed" && away.payment.retry ? "- try again" : "")

gateway.setMood("awaits")
const { page, payment: { _tag, id: paymentId } } = await done(parkade.startPayment({ ...first, ...card }))
console.log("the payer acts first:", _tag, page?.startsWith("https://"))
await done(parkade.hear({ paymentId, news: gateway.payerPays(paymentId) }))
console.log("and has acted:", (await done(parkade.release(first)))._tag)

const second = await park("B-GW 2")
gateway.setMood("lost")
const lost = await done(parkade.startPayment({ ...second, ...card }))
console.log("no answer in time:", lost.payment._tag, "- the ticket is", (await done(parkade.findTicket(second)))._tag)

gateway.setMood("takes")
pass(2)
console.log("asked again of", await done(parkade.reconcilePayments({})), "- the ticket is", (await done(parkade.findTicket(second)))._tag)
await done(parkade.release(second))
