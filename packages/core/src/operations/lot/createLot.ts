import { Effect, Result, Schema } from "effect"
import type { AuditEntry } from "../../account/index.ts"
import { LayoutDraft, Lot } from "../../lot/index.ts"
import { Lots } from "../../ports/index.ts"
import { Diagnosis } from "../../pricing/index.ts"
import { actor, by } from "../acting.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { TermsDraft, termsOf } from "./changeTerms.ts"
import { InvalidLot } from "./priceable.ts"
import * as told from "../told.ts"

/** A lot as its operator describes it, before anything in it has an id. */
export const LotDraft = Schema.Struct({ ...Lot.facts, ...TermsDraft.fields, zones: LayoutDraft.Zones }).annotate({ identifier: "LotDraft" })
export type LotDraft = typeof LotDraft.Type

const check = Diagnosis.decoder(Schema.toType(LotDraft))

/** Types promise less than the schema does: a draft written in code is checked like one that came over the wire. */
const checked = (draft: LotDraft): Result.Result<LotDraft, InvalidLot> =>
  Result.mapError(check(draft), (issues) => new InvalidLot({ issues }))

/** What is said of the lot, and of the terms it is parked on. */
const apart = (draft: Omit<LotDraft, "zones">) => {
  const { assumedStay, exitPolicy, fees, penalties, plateReads, refund, reservations, stayLimit, tariff, validations, ...facts } = draft
  const rules = { assumedStay, fees, penalties, plateReads, refund, reservations, stayLimit, validations }
  const said = Object.fromEntries(Object.entries(rules).filter(([, value]) => value !== undefined))
  return { facts, terms: { tariff, exitPolicy, ...said } satisfies TermsDraft }
}

const Creating = Schema.Struct({ ...by, ...LotDraft.fields })

/** Opens a lot: the lot, its zones and spots, and its first terms, all or none. */
export const createLot = operation("createLot", Creating, Effect.fnUntraced(function*({ by: who, ...given }) {
  const { zones, ...draft } = yield* Effect.fromResult(checked(given))
  const { facts, terms: drafted } = apart(draft)
  const terms = yield* termsOf(drafted, facts.timeZone)
  const lot: Lot.Lot = { id: Lot.LotId.make(yield* newId), ...facts, termsId: terms.id }
  const ids: Array<string> = []
  for (let needed = LayoutDraft.idsNeeded(zones); needed > 0; needed--) ids.push(yield* newId)
  const created = { lot, layout: LayoutDraft.layout(zones, ids), terms }
  const { id } = lot
  const entry: AuditEntry.AuditEntry = {
    at: yield* now,
    by: actor({ by: who }),
    action: "lot.create",
    resource: { kind: "Lot", id },
    lotId: id,
    events: ["LotCreated"],
    after: { state: terms.id }
  }
  yield* (yield* Lots).create(created, entry)
  return created
}), told.withTerms)
