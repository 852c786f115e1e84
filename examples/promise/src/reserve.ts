import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, now, parkade, pass } from "./parkade.ts"

const vehicle = { plate: "B-AB 123", kind: "car" }
const hour = 3_600_000
const holder = { _tag: "Person", id: randomUUID() } as const
const period = { from: now() + hour, to: now() + 3 * hour }

const { reservation } = await done(parkade.reserve({ lotId, vehicle, holder, period }))
const reservationId = reservation.id
console.log(reservation._tag, reservation.price.amount)
await done(parkade.payReservation({ reservationId, method: "card" }))

const { text } = await done(parkade.issueCode({ reservationId }))
console.log(text.split(".").slice(0, 2).join("."))

pass(60)
const inside = await done(parkade.scanEntry({ text, lotId, vehicle, scanId: randomUUID() }))
console.log(inside._tag, "by reservation")

const again = await parkade.scanEntry({ text, lotId, vehicle, scanId: randomUUID() })
if (!again.ok && again.error._tag === "CodeRefused") console.log("the lane stays shut:", again.error.reason._tag)

pass(60)
await done(parkade.scanExit({ text, lotId, scanId: randomUUID() }))
const { earned } = await done(parkade.revenueReport({ lotId, from: period.from, to: now() + 1 }))
console.log(earned.map(({ amount, source }) => `${amount.amount} from ${source}`).join(", "))
