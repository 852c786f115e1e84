/**
 * The journal: what happened in every lifecycle, and the states that follow from it.
 *
 * One command may change several things: a payment is captured, its ticket is paid, and money moves in the ledger. They
 * are committed together or not at all, if each is still as it was when the command was decided; and so is whatever else
 * was looked at for it, where the commit says so.
 *
 * Contract: `journalContract` in @parkade/testing. The adapter owns timeouts and retries of lost races between transactions;
 * a repeated commit is refused with {@link Changed}. Guarantees of every adapter, under any concurrency: a commit is all or
 * nothing; no change is lost under concurrency; no two states share a unique key, no two open tickets a spot; folding a
 * history gives the stored state; every event is fed, those of one thing in their order.
 */
import { Context, type Effect, Schema } from "effect"
import type { AuditEntry } from "../account/index.ts"
import { Lot, Spot } from "../lot/index.ts"
import type { Ledger } from "../payment/index.ts"
import { Instant } from "../time/index.ts"
import type { EventOf, KeptOf, Key, Kind, StateOf } from "./Lifecycles.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

/** What is to happen to one thing, decided on the state `before`. */
export type Change<K extends Kind = Kind> = { readonly [Each in K]: { readonly kind: Each; readonly id: string; readonly before: StateOf<Each>; readonly events: ReadonlyArray<EventOf<Each>> } }[K]

/** A thing that was begun, as it was when something else was decided on it besides. */
export type Seen<K extends Kind = Kind> = { readonly [Each in K]: { readonly kind: Each; readonly id: string; readonly before: KeptOf<Each> } }[K]

export interface Commit {
  readonly changes: ReadonlyArray<Change>
  /** What must be as it was, though the commit does not change it. */
  readonly unchanged?: ReadonlyArray<Seen> | undefined
  readonly transactions?: ReadonlyArray<Ledger.Transaction> | undefined
  readonly audit?: ReadonlyArray<AuditEntry.AuditEntry> | undefined
  /** Whose claims on spots end with it. */
  readonly releases?: ReadonlyArray<string> | undefined
}

/** Somebody else changed it since it was read: read it again and decide anew. */
export class Changed extends Schema.TaggedError<Changed>()("Changed", { kind: Schema.String, id: Schema.String }) {}

/** Another of the kind has this key already. */
export class KeyTaken extends Schema.TaggedError<KeyTaken>()("KeyTaken", { kind: Schema.String, key: Schema.String }) {}

/** Another is on the spot, or has claimed it for some of the time; or it is none of the lot. */
export class SpotTaken extends Schema.TaggedError<SpotTaken>()("SpotTaken", { lotId: Lot.LotId, spotId: Spot.SpotId }) {
  override get message() {
    return `the spot ${this.spotId} cannot be taken: choose another that is free`
  }
}

/** One event as readers of the feed get it. */
export interface Entry {
  /** Where it stands in the feed: nothing but what to ask for the entries after it with. */
  readonly position: string
  readonly kind: Kind
  readonly id: string
  /** Which event of the thing it is, from 1. */
  readonly version: number
  readonly event: EventOf<Kind>
}

export interface Page {
  /** Those after this id or position only. */
  readonly after?: string | undefined
  readonly limit: number
}

export class Journal extends Context.Service<Journal, {
  /** The state of one thing; the lifecycle's initial one where nothing was begun. */
  readonly load: <K extends Kind>(kind: K, id: string) => Effect.Effect<StateOf<K>, StorageUnavailable>
  /** Those found by `key`, in the order of their ids. */
  readonly under: <K extends Kind>(kind: K, key: Key, page: Page) => Effect.Effect<ReadonlyArray<KeptOf<K>>, StorageUnavailable>
  /** Those that a routine is to look at by now, longest overdue first. */
  readonly due: <K extends Kind>(kind: K, at: Instant.Instant, limit: number) => Effect.Effect<ReadonlyArray<KeptOf<K>>, StorageUnavailable>
  readonly commit: (commit: Commit) => Effect.Effect<void, Changed | KeyTaken | SpotTaken | StorageUnavailable>
  readonly history: <K extends Kind>(kind: K, id: string) => Effect.Effect<ReadonlyArray<EventOf<K>>, StorageUnavailable>
  /** Events after `position`, or from the first on. */
  readonly feed: (after: string | undefined, limit: number) => Effect.Effect<ReadonlyArray<Entry>, StorageUnavailable>
}>()("@parkade/core/ports/Journal") {}
