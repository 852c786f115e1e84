/** The audit log in memory, for reading. */
import type { AuditLog, Page } from "@parkade/core/ports"
import { Effect } from "effect"
import type { Store } from "./Store.ts"

export const auditLog = ({ audit }: Store): AuditLog["Service"] => {
  const page = ({ after = "0", limit }: Page, isMeant: (entry: Store["audit"][number]) => boolean) =>
    Effect.sync(() =>
      audit.map((entry, index) => ({ position: `${index + 1}`, entry }))
        .filter(({ entry, position }) => Number(position) > Number(after) && isMeant(entry))
        .slice(0, limit))
  return {
    of: ({ id, kind }, asked) => page(asked, ({ resource }) => resource.id === id && resource.kind === kind),
    all: (asked) => page(asked, () => true)
  }
}
