import { may } from "@parkade/core/facade"
import { lotId } from "./garage.ts"
import { done, parkade } from "./parkade.ts"

const clerk = { _tag: "Routine", name: "front desk" } as const
const { id: operatorId } = await done(parkade.openOperator({ name: "Markt Parken", by: clerk }))
const { id } = await done(parkade.registerPerson({ name: "Ben", email: "ben@example.com" }))
const person = await done(parkade.grantRole({ personId: id, grant: { role: "staff", operatorId, lotIds: [lotId] }, by: clerk }))

const ben = { party: { _tag: "Person", id }, grants: person._tag === "Active" ? person.grants : [] } as const
const here = { operatorId, lotId }
for (const action of ["ticket.void", "tariff.publish"] as const) {
  const answer = may(ben, action, here)
  console.log(answer.ok ? `${action}: as ${answer.value.role}` : answer.error.message)
}

const limits = [{ role: "staff", action: "payment.refund", upTo: { amount: 2_000, currency: "EUR" } }] as const
const refund = may(ben, "payment.refund", { ...here, amount: { amount: 5_000, currency: "EUR" } }, { limits })
console.log(refund.ok ? "refunded" : refund.error.reason)
