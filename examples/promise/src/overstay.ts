import { randomUUID } from "node:crypto"
import { lotId } from "./garage.ts"
import { done, now, parkade, pass } from "./parkade.ts"

const [driver, warden] = [{ _tag: "Person", id: randomUUID() }, { _tag: "Person", id: randomUUID() }] as const
const { id } = await done(parkade.admit({ lotId, vehicle: { plate: "B-LM 34", kind: "car" } }))
pass(13 * 60)

for (const { id: violationId, kind } of await done(parkade.detectOverstays({ lotId }))) {
  await done(parkade.confirmViolation({ violationId, by: warden }))
  await done(parkade.disputeViolation({ violationId, by: driver, reason: "The machine was broken" }))
  const decision = { _tag: "Waive", authority: "manager" } as const
  const decided = await done(parkade.decideDispute({ violationId, by: warden, reason: "So it was", decision }))
  console.log(kind, decided._tag)
}

const { due } = await done(parkade.quote({ ticket: { id } }))
await done(parkade.payOnExit({ ticket: { id }, method: "card", agreed: due }))
const { earned, tax } = await done(parkade.revenueReport({ lotId, from: now() - 24 * 3_600_000, to: now() + 1 }))
console.log(earned.map(({ source, amount }) => `${source} ${amount.amount}`).join(), "and tax", tax.map(({ amount }) => amount).join())
for (const { entry } of await done(parkade.auditTrail({ limit: 100 }))) console.log(entry.action, entry.events.join(" "))
