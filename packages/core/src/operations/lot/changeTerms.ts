import { Effect, Result, Schema } from "effect"
import type { AuditEntry } from "../../account/index.ts"
import { Lot } from "../../lot/index.ts"
import { Lots } from "../../ports/index.ts"
import { Diagnosis } from "../../pricing/index.ts"
import { Terms } from "../../ticket/index.ts"
import type { TimeZone } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { InvalidLot, priceable } from "./priceable.ts"
import * as told from "../told.ts"

/** Terms as an operator describes them. */
export const TermsDraft = Schema.Struct(Terms.clauses).annotate({ identifier: "TermsDraft" })
export type TermsDraft = typeof TermsDraft.Type

/** Terms that every stay has a price by, with an id. Pinned with the lot's zone: a lot that moves its clocks reprices nobody. */
export const termsOf = Effect.fnUntraced(function*({ tariff, ...rules }: TermsDraft, timeZone: TimeZone.TimeZone) {
  yield* Effect.fromResult(priceable({ tariff, ...rules, timeZone }))
  return { id: Lot.TermsId.make(yield* newId), tariff: { ...tariff, zone: tariff.zone ?? timeZone }, ...rules } satisfies Terms.Terms
})

const Changing = Schema.Struct({ ...by, lotId: Lot.LotId, terms: TermsDraft })
const check = Diagnosis.decoder(Schema.toType(TermsDraft))

/** Gives a lot another version of its terms, checked like the first; who is parked keeps the version of the entry. */
export const changeTerms = operation("changeTerms", Changing, Effect.fnUntraced(function*(given) {
  const { lotId } = given
  const draft = yield* Effect.fromResult(Result.mapError(check(given.terms), (issues) => new InvalidLot({ issues })))
  const lots = yield* Lots
  const { termsId: before, timeZone } = yield* lots.find(lotId)
  const terms = yield* termsOf(draft, timeZone)
  const entry: AuditEntry.AuditEntry = {
    at: yield* now,
    by: actor(given),
    action: "tariff.publish",
    resource: { kind: "Lot", id: lotId },
    lotId,
    events: ["LotTermsChanged"],
    before: { state: before },
    after: { state: terms.id }
  }
  yield* lots.setTerms(lotId, terms, entry)
  return terms
}), told.terms)
