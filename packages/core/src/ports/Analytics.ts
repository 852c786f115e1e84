/**
 * What a lot was like over time: how full, what it earned, how long vehicles stayed.
 *
 * Contract: `analyticsContract` in @parkade/testing. Periods are closed-open; figures may be as old as the adapter says,
 * those of the adapters here are current. The adapter owns timeouts.
 */
import { Context, type Effect } from "effect"
import type { Lot } from "../lot/index.ts"
import type { Money } from "../money/index.ts"
import type { Account } from "../payment/index.ts"
import type { Elapsed, Instant } from "../time/index.ts"
import type { LotNotFound } from "./Lots.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

export interface Span {
  readonly from: Instant.Instant
  readonly to: Instant.Instant
}

/** Vehicles that were in the lot at an instant. */
export interface Occupied {
  readonly at: Instant.Instant
  readonly vehicles: number
}

/** What was booked in a time, one sum for each source and currency: net of tax, less what was taken back; none that is zero. */
export interface Revenue {
  readonly earned: ReadonlyArray<{ readonly source: Account.Source; readonly amount: Money.Money }>
  readonly tax: ReadonlyArray<Money.Money>
  /** Of what was earned, what nobody will pay. */
  readonly writtenOff: ReadonlyArray<Money.Money>
}

/** Stays that ended in a time. All is zero when there were none. */
export interface Stays {
  readonly count: number
  readonly meanMillis: number
  /** Of an even number, the shorter of the two in the middle. */
  readonly medianMillis: number
  readonly longestMillis: number
  /** How many of them began in each hour of the lot's clock: 24 numbers. */
  readonly entriesByHour: ReadonlyArray<number>
  readonly vehicles: number
  /** Of the vehicles, those that had been in the lot before, or more than once. */
  readonly returning: number
}

type Read<A> = Effect.Effect<A, LotNotFound | StorageUnavailable>

export class Analytics extends Context.Service<Analytics, {
  /** At `from` and every `step` after it, before `to`. */
  readonly occupancy: (lotId: Lot.LotId, span: Span & { readonly step: Elapsed.Elapsed }) => Read<ReadonlyArray<Occupied>>
  /** From the ledger, by when it was booked. */
  readonly revenue: (lotId: Lot.LotId, span: Span) => Read<Revenue>
  readonly stays: (lotId: Lot.LotId, span: Span) => Read<Stays>
}>()("@parkade/core/ports/Analytics") {}
