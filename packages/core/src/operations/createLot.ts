import { Effect, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { LayoutDraft, Lot } from "../lot/index.ts"
import { Lots } from "../ports/index.ts"
import { Diagnosis, Tariff } from "../pricing/index.ts"
import { Terms } from "../ticket/index.ts"
import { InvalidLot, priceable } from "./priceable.ts"

/** A lot as its operator describes it, before anything in it has an id. */
export const LotDraft = Schema.Struct({
  ...Lot.facts,
  tariff: Tariff.Tariff,
  exitPolicy: Terms.ExitPolicy,
  zones: LayoutDraft.Zones
}).annotate({ identifier: "LotDraft" })
export type LotDraft = typeof LotDraft.Type

const check = Diagnosis.decoder(Schema.toType(LotDraft))

/** Types promise less than the schema does: a draft written in code is checked like one that came over the wire. */
const checked = (draft: LotDraft): Result.Result<LotDraft, InvalidLot> =>
  Result.mapError(check(draft), (issues) => new InvalidLot({ issues }))

/** Opens a lot: the lot, its zones and spots, and its first terms, all or none. */
export const createLot = Effect.fn("createLot")(function*(given: LotDraft) {
  const { exitPolicy, tariff, zones, ...facts } = yield* Effect.fromResult(checked(given))
  yield* Effect.fromResult(priceable({ tariff, timeZone: facts.timeZone }))
  const id = (yield* SecureRandom.SecureRandom).uuidV7()
  const terms: Terms.Terms = {
    id: Lot.TermsId.make(yield* id),
    // Pinned like the rest: a lot that moves its clocks reprices nobody.
    tariff: { ...tariff, zone: tariff.zone ?? facts.timeZone },
    exitPolicy
  }
  const lot: Lot.Lot = { id: Lot.LotId.make(yield* id), ...facts, termsId: terms.id }
  const ids: Array<string> = []
  for (let needed = LayoutDraft.idsNeeded(zones); needed > 0; needed--) ids.push(yield* id)
  const created = { lot, layout: LayoutDraft.layout(zones, ids), terms }
  yield* (yield* Lots).create(created)
  return created
})
