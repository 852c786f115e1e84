import { Effect, Schema } from "effect"
import { AuditEntry } from "../../account/index.ts"
import { AuditLog, type Kind } from "../../ports/index.ts"
import { operation } from "../operation.ts"

const pageSize = 100

/** What entries of the audit log are of. */
const kinds = [
  "Lot", "Spot", "Ticket", "Payment", "Mandate", "Violation", "Custody", "ChargingSession", "Reservation", "Code", "Pass", "Waitlist", "Programme",
  "Coupon", "Person", "Operator", "OwnedVehicle", "Passage"
] as const satisfies ReadonlyArray<Kind | "Lot" | "Spot">

/** What of the audit log is read: of one thing, or all of it. */
export const Trailing = Schema.Struct({
  resource: Schema.optional(Schema.Struct({ kind: Schema.Literals(kinds), id: AuditEntry.AuditEntry.fields.resource.fields.id })),
  /** Entries after this position only. */
  after: Schema.optional(Schema.String),
  limit: Schema.optional(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 1_000 }))))
})
export type Trailing = typeof Trailing.Type

/** Who did what, when and why, in the order in which it was written. */
export const auditTrail = operation("auditTrail", Trailing, Effect.fnUntraced(function*({ after, limit = pageSize, resource }) {
  const log = yield* AuditLog
  return yield* resource === undefined ? log.all({ after, limit }) : log.of(resource, { after, limit })
}))
