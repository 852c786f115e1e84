import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, parkade } from "./parkade.ts"

const holder = { _tag: "Person", id: randomUUID() } as const
const { made, seriesId } = await done(parkade.reserveSeries({
  lotId, holder, vehicle: { plate: "B-SE 7", kind: "car" },
  series: { every: { _tag: "Week", on: ["mon"] }, start: "2027-03-15", end: { _tag: "Count", count: 3 }, from: "08:00", to: "10:00" }
}))
for (const { date, reservation: { id, period, price } } of made) {
  await done(parkade.payReservation({ reservationId: id, method: "card" }))
  console.log(date, new Date(period.from).toISOString(), price.amount)
}

const [first] = made
if (first !== undefined) {
  const { id: reservationId, period: { to } } = first.reservation
  const longer = { reservationId, to: to + 3_600_000 }
  const asked = await parkade.extendReservation(longer)
  if (!asked.ok && asked.error._tag === "PaymentNeeded") console.log("an hour more is", asked.error.due.amount)
  await done(parkade.extendReservation({ ...longer, method: "card" }))
  const { reservation: { price } } = await done(parkade.findReservation({ reservationId }))
  console.log("in all", price.amount)
}

const { cancelled } = await done(parkade.cancelSeries({ seriesId }))
console.log(cancelled.length, "cancelled,", cancelled.flatMap(({ refunds }) => refunds).reduce((sum, { amount }) => sum + amount, 0), "back")
