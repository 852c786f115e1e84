/**
 * Which spots are promised to whom, and when. A vehicle takes its spot by its ticket (see Tickets); what is reserved takes
 * one by a claim.
 *
 * A vehicle is on its spot up to the end that its stay is assumed to have: nobody is moved onto a spot, or stays longer on
 * theirs, into a claim that the commit does not release. Contract: `spotsContract` in @parkade/testing. Guarantees of every
 * adapter, under any concurrency: no two claims on a spot overlap; nobody drives onto a spot that is claimed too soon, and
 * none is claimed while a vehicle is assumed there; one has the last spot of many who want it.
 */
import { Context, type Effect, Schema } from "effect"
import type { Fit } from "../allocation/index.ts"
import { Lot, type Spot } from "../lot/index.ts"
import type { Elapsed, Instant } from "../time/index.ts"
import type { Changed, Commit, KeyTaken, SpotTaken } from "./Journal.ts"
import type { LotNotFound } from "./Lots.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

/** Whose claim it is: the id of a reservation, or of a vehicle that valets have parked without a ticket. */
export type Claimant = string

export interface Claim {
  readonly lotId: Lot.LotId
  readonly spotId: Spot.SpotId
  readonly claimant: Claimant
  readonly from: Instant.Instant
  readonly to: Instant.Instant
}

/** Spots suit, but each is taken or claimed for some of the time. */
export class AllHeld extends Schema.TaggedError<AllHeld>()("AllHeld", { lotId: Lot.LotId, suitable: Schema.Int }) {
  override get message() {
    return `all ${this.suitable} spots that suit are taken or reserved in that time: choose another time`
  }
}

/** No spot of the lot suits, free or not. */
export class NoneSuits extends Schema.TaggedError<NoneSuits>()("NoneSuits", { lotId: Lot.LotId }) {
  override get message() {
    return "no spot of this lot suits this vehicle and what it asked for: ask for less, or choose another lot"
  }
}

/** A spot by name, or any that suits; one that the claimant has already is kept where it can be. */
export interface Wanted {
  readonly lotId: Lot.LotId
  readonly claimant: Claimant
  readonly place: { readonly spotId: Spot.SpotId } | { readonly requirement: Fit.Requirement }
  readonly from: Instant.Instant
  readonly to: Instant.Instant
  /** How long a vehicle is assumed to stay that has not said until when; for good when absent. */
  readonly assumedStay?: Elapsed.Elapsed | undefined
}

export class Spots extends Context.Service<Spots, {
  /** Claims a spot and commits, in one step; a claim that the claimant had is given up for it. */
  readonly claim: (
    wanted: Wanted,
    commit: Commit
  ) => Effect.Effect<Spot.SpotId, LotNotFound | AllHeld | NoneSuits | SpotTaken | Changed | KeyTaken | StorageUnavailable>
  readonly claimOf: (claimant: Claimant) => Effect.Effect<Claim | undefined, StorageUnavailable>
  /** Spots that suit and are neither taken nor claimed in that time, best first, at most `limit`. */
  readonly free: (
    wanted: Omit<Wanted, "claimant" | "place"> & { readonly requirement: Fit.Requirement; readonly limit: number }
  ) => Effect.Effect<ReadonlyArray<Spot.SpotId>, LotNotFound | StorageUnavailable>
}>()("@parkade/core/ports/Spots") {}
