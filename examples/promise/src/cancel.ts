import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, now, parkade, pass } from "./parkade.ts"

const hour = 3_600_000
const holder = { _tag: "Person", id: randomUUID() } as const

for (const ahead of [48, 3]) {
  const period = { from: now() + ahead * hour, to: now() + (ahead + 2) * hour }
  const { reservation } = await done(parkade.reserve({ lotId, vehicle: { plate: `B-GH ${ahead}`, kind: "car" }, holder, period }))
  const { payment } = await done(parkade.startPayment({ reservationId: reservation.id, gateway: "simulated", method: "card" }))
  const { refunds } = await done(parkade.cancelReservation({ reservationId: reservation.id }))
  console.log(`${ahead} h ahead:`, payment._tag, refunds.map(({ amount }) => `${amount} back`).join() || "nothing back")
}
pass(1)
console.log("refunds carried out:", await done(parkade.reconcilePayments({})))
