/**
 * What answers say about a lot beyond what a ticket holds: its clock, its currency, what its spots are called.
 *
 * Kept in memory for an hour at most, so that an entry or an exit reads no lot again. Only for showing: nothing is
 * decided by them.
 */
import type { Lot, Spot } from "@parkade/core/lot"
import type { Money } from "@parkade/core/money"
import { type LotNotFound, Lots, type StorageUnavailable } from "@parkade/core/ports"
import type { TimeZone } from "@parkade/core/time"
import { Cache, Context, Effect, Exit, Layer } from "effect"

export interface LotFacts {
  readonly timeZone: TimeZone.TimeZone
  readonly currency: Money.Currency
  readonly spots: ReadonlyMap<Spot.SpotId, { readonly label: string; readonly zone: string }>
}

const load = Effect.fnUntraced(function*(lots: Lots["Service"], id: Lot.LotId) {
  const lot = yield* lots.find(id)
  const { spots, zones } = yield* lots.layout(id)
  const { tariff } = yield* lots.terms(lot.termsId)
  const names = new Map(zones.map((zone) => [zone.id, zone.name]))
  return {
    timeZone: lot.timeZone,
    currency: tariff.currency,
    spots: new Map(spots.map(({ id, label, zoneId }) => [id, { label, zone: names.get(zoneId) ?? "" }]))
  } satisfies LotFacts
})

/** The facts of a lot; failures are not kept. */
export class LotFactsOf extends Context.Service<
  LotFactsOf,
  (id: Lot.LotId) => Effect.Effect<LotFacts, LotNotFound | StorageUnavailable>
>()("@parkade/http/LotFactsOf") {
  static readonly layer = Layer.effect(
    LotFactsOf,
    Effect.gen(function*() {
      const lots = yield* Lots
      const cache = yield* Cache.makeWith((id: Lot.LotId) => load(lots, id), {
        capacity: 2_000,
        // What may change, its clock and the currency of no payment yet, is only shown.
        timeToLive: (exit) => (Exit.isSuccess(exit) ? "1 hour" : 0)
      })
      return (id: Lot.LotId) => Cache.get(cache, id)
    })
  )
}
