import { Effect } from "effect"
import { AuditEntry, type Matrix } from "../account/index.ts"
import type { Party } from "../party/index.ts"
import { type Change, type Commit, Journal, type Kind } from "../ports/index.ts"
import { outcome } from "./change.ts"
import { now } from "./now.ts"

/** Who did what, and why: what the audit log says of it. */
export interface Act {
  readonly action: Matrix.Action
  readonly by: Party.Actor
  readonly reason?: string | undefined
}

const entryOf = <K extends Kind>({ action, by, reason }: Act, at: AuditEntry.AuditEntry["at"], change: Change<K>): AuditEntry.AuditEntry => {
  const { before, events, id, kind } = change
  const after = outcome(change)
  return AuditEntry.of({
    at,
    by,
    action,
    resource: { kind, id },
    ...("lotId" in after && { lotId: after.lotId }),
    ...(reason !== undefined && { reason })
  }, { before, events, after })
}

/** What is to be committed, with an entry of the audit log for everything that changes. */
export const audited = (act: Act, at: AuditEntry.AuditEntry["at"], commit: Commit): Commit => {
  const changes = commit.changes.filter(({ events }) => events.length > 0)
  return { ...commit, changes, audit: changes.map((change) => entryOf(act, at, change)) }
}

/** Commits, with an entry of the audit log for everything that changes. */
export const store = Effect.fnUntraced(function*(act: Act, commit: Commit) {
  return yield* (yield* Journal).commit(audited(act, yield* now, commit))
})
