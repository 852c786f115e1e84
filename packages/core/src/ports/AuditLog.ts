/**
 * The audit log as it was written: by the journal, one entry for everything that changed.
 *
 * Contract: `auditLogContract` in @parkade/testing. The adapter owns timeouts. Guarantees of every adapter: entries are told in
 * the order in which they were written, each once, as it was written.
 */
import { Context, type Effect } from "effect"
import type { AuditEntry } from "../account/index.ts"
import type { Page } from "./Journal.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

export interface Audited {
  /** Where it stands in the log: nothing but what to ask for the entries after it with. */
  readonly position: string
  readonly entry: AuditEntry.AuditEntry
}

export class AuditLog extends Context.Service<AuditLog, {
  /** What was done to one thing. */
  readonly of: (resource: AuditEntry.AuditEntry["resource"], page: Page) => Effect.Effect<ReadonlyArray<Audited>, StorageUnavailable>
  readonly all: (page: Page) => Effect.Effect<ReadonlyArray<Audited>, StorageUnavailable>
}>()("@parkade/core/ports/AuditLog") {}
