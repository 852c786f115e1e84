/**
 * Storage of lots, their layout and the terms they are parked on. Whatever changes one brings the audit log's entry of it, which
 * is written in the same step, or not where nothing changes.
 *
 * Contract: `lotsContract` in @parkade/testing. The adapter owns timeouts; every method may be repeated safely but
 * `create` and `setTerms`, whose ids make a repetition visible.
 */
import { Context, type Effect, Schema } from "effect"
import type { AuditEntry } from "../account/index.ts"
import { Lot, Spot } from "../lot/index.ts"
import type { Terms } from "../ticket/index.ts"
import type { Instant } from "../time/index.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

export class LotNotFound extends Schema.TaggedError<LotNotFound>()("LotNotFound", { lotId: Lot.LotId }) {
  override get message() {
    return `there is no lot ${this.lotId}: look at its id`
  }
}

export class SpotNotFound extends Schema.TaggedError<SpotNotFound>()("SpotNotFound", { lotId: Lot.LotId, spotId: Spot.SpotId }) {
  override get message() {
    return `there is no spot ${this.spotId} in lot ${this.lotId}: look at its layout`
  }
}

export interface NewLot {
  readonly lot: Lot.Lot
  readonly layout: Lot.Layout
  readonly terms: Terms.Terms
}

export class Lots extends Context.Service<Lots, {
  /** All of it or nothing; dies on ids that were used before. Spots are offered by best fit; like spots in the order given here. */
  readonly create: (lot: NewLot, entry: AuditEntry.AuditEntry) => Effect.Effect<void, StorageUnavailable>
  readonly find: (id: Lot.LotId) => Effect.Effect<Lot.Lot, LotNotFound | StorageUnavailable>
  /** In the order of their ids, which is that of their making; at most `limit`, those after `after`. */
  readonly list: (page: {
    readonly after?: Lot.LotId | undefined
    readonly limit: number
  }) => Effect.Effect<ReadonlyArray<Lot.Lot>, StorageUnavailable>
  /** Zones and spots in the order they were given. */
  readonly layout: (id: Lot.LotId) => Effect.Effect<Lot.Layout, LotNotFound | StorageUnavailable>
  /** What is free at an instant that is now: no vehicle is there, and it is in service then. */
  readonly availability: (id: Lot.LotId, at: Instant.Instant) => Effect.Effect<Lot.Availability, LotNotFound | StorageUnavailable>
  /** One version of some lot's terms. Dies on an id that no lot and no ticket ever named. */
  readonly terms: (id: Lot.TermsId) => Effect.Effect<Terms.Terms, StorageUnavailable>
  /** Says all of this of the lot, and nothing that was said before; its terms stay. Returns the lot as it is now. */
  readonly update: (lot: Omit<Lot.Lot, "termsId">, entry: AuditEntry.AuditEntry) => Effect.Effect<Lot.Lot, LotNotFound | StorageUnavailable>
  /** Stores a version of terms, and new tickets pin it; tickets issued before keep theirs. Dies on an id that was used before. */
  readonly setTerms: (id: Lot.LotId, terms: Terms.Terms, entry: AuditEntry.AuditEntry) => Effect.Effect<void, LotNotFound | StorageUnavailable>
  /** When a spot is out of service, in place of what was said before: none, and it is in service. Who stands on it stays. */
  readonly setOutages: (spot: {
    readonly lotId: Lot.LotId
    readonly spotId: Spot.SpotId
    readonly outages: ReadonlyArray<Spot.Outage>
  }, entry: AuditEntry.AuditEntry) => Effect.Effect<void, SpotNotFound | StorageUnavailable>
}>()("@parkade/core/ports/Lots") {}
