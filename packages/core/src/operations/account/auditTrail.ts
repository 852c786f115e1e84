import { Effect, Schema } from "effect"
import { AuditEntry } from "../../account/index.ts"
import { AuditLog } from "../../ports/index.ts"
import { operation } from "../operation.ts"

const pageSize = 100

/** What of the audit log is read: of one thing, or all of it. */
export const Trailing = Schema.Struct({
  resource: Schema.optional(AuditEntry.AuditEntry.fields.resource),
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
