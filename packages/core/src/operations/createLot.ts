import { Effect, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { Lot, Spot, Zone } from "../lot/index.ts"
import { Lots } from "../ports/index.ts"
import { Tariff } from "../pricing/index.ts"
import { Terms } from "../ticket/index.ts"

const labelsDiffer = (spots: ReadonlyArray<{ readonly label: string }>) =>
  new Set(spots.map(({ label }) => label)).size === spots.length || "expected labels that differ within the zone"

const namesDiffer = (zones: ReadonlyArray<{ readonly name: string }>) =>
  new Set(zones.map(({ name }) => name)).size === zones.length || "expected zone names that differ"

/** A lot as its operator describes it, before anything in it has an id. */
export const LotDraft = Schema.Struct({
  name: Lot.Lot.fields.name,
  timeZone: Lot.Lot.fields.timeZone,
  tariff: Tariff.Tariff,
  exitPolicy: Terms.ExitPolicy,
  zones: Schema.Array(Schema.Struct({
    name: Zone.Zone.fields.name,
    spots: Schema.Array(Schema.Struct({
      label: Spot.Spot.fields.label,
      size: Spot.Size,
      features: Schema.optionalKey(Spot.Spot.fields.features)
    })).pipe(Schema.check(Schema.makeFilter(labelsDiffer)))
  })).pipe(Schema.check(Schema.isMinLength(1), Schema.makeFilter(namesDiffer)))
}).annotate({ identifier: "LotDraft" })
export type LotDraft = typeof LotDraft.Type

/** Opens a lot: the lot, its zones and spots, and its first terms, all or none. */
export const createLot = Effect.fn("createLot")(function*(draft: LotDraft) {
  const id = (yield* SecureRandom.SecureRandom).uuidV7()
  const terms: Terms.Terms = {
    id: Lot.TermsId.make(yield* id),
    tariff: draft.tariff,
    exitPolicy: draft.exitPolicy
  }
  const lot: Lot.Lot = { id: Lot.LotId.make(yield* id), name: draft.name, timeZone: draft.timeZone, termsId: terms.id }
  const zones: Array<Zone.Zone> = []
  const spots: Array<Spot.Spot> = []
  for (const { name, spots: drafted } of draft.zones) {
    const zoneId = Zone.ZoneId.make(yield* id)
    zones.push({ id: zoneId, name })
    for (const { features = [], label, size } of drafted) {
      spots.push({ id: Spot.SpotId.make(yield* id), zoneId, label, size, features })
    }
  }
  const created = { lot, layout: { zones, spots }, terms }
  yield* (yield* Lots).create(created)
  return created
})
