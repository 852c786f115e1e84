import { Effect, Schema } from "effect"
import type { AuditEntry } from "../../account/index.ts"
import { Lot, Spot } from "../../lot/index.ts"
import { Lots } from "../../ports/index.ts"
import { actor, by } from "../acting.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"

export const SettingOutages = Schema.Struct({ ...by, lotId: Lot.LotId, spotId: Spot.SpotId, outages: Schema.Array(Spot.Outage) })
export type SettingOutages = typeof SettingOutages.Type

/** Says when a spot is out of service, in place of what was said before: nobody is put on it then. Who stands on it stays. */
export const setOutages = operation("setOutages", SettingOutages, Effect.fnUntraced(function*({ by: who, ...given }) {
  const { lotId, outages, spotId } = given
  const entry: AuditEntry.AuditEntry = {
    at: yield* now,
    by: actor({ by: who }),
    action: "spot.set-status",
    resource: { kind: "Spot", id: spotId },
    lotId,
    events: ["SpotOutagesSet"],
    after: { state: outages.length === 0 ? "InService" : "OutOfService" }
  }
  yield* (yield* Lots).setOutages(given, entry)
  return given
}))
