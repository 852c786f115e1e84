import { Effect, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { Lot } from "../lot/index.ts"
import { Lots } from "../ports/index.ts"
import { Diagnosis, Tariff } from "../pricing/index.ts"
import { Terms } from "../ticket/index.ts"
import { InvalidLot, priceable } from "./priceable.ts"

/** Terms as an operator describes them. */
export const TermsDraft = Schema.Struct({ tariff: Tariff.Tariff, exitPolicy: Terms.ExitPolicy }).annotate({ identifier: "TermsDraft" })
export type TermsDraft = typeof TermsDraft.Type

const check = Diagnosis.decoder(Schema.toType(TermsDraft))

/** Gives a lot another version of its terms, checked like the first; who is parked keeps the version of the entry. */
export const changeTerms = Effect.fn("changeTerms")(function*({ lotId, terms: given }: { readonly lotId: Lot.LotId; readonly terms: TermsDraft }) {
  const { exitPolicy, tariff } = yield* Effect.fromResult(Result.mapError(check(given), (issues) => new InvalidLot({ issues })))
  const lots = yield* Lots
  const { timeZone } = yield* lots.find(lotId)
  yield* Effect.fromResult(priceable({ tariff, timeZone }))
  const id = Lot.TermsId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
  const terms: Terms.Terms = { id, tariff: { ...tariff, zone: tariff.zone ?? timeZone }, exitPolicy }
  yield* lots.setTerms(lotId, terms)
  return terms
})
