/**
 * What happened in a lot, in numbers.
 *
 * Contract: `reportsContract` in @parkade/testing. Periods are closed-open; figures may be as old as the adapter says,
 * those of the adapters here are current.
 */
import { Context, type Effect } from "effect"
import type { Lot } from "../lot/index.ts"
import type { Money } from "../money/index.ts"
import type { Ticket } from "../ticket/index.ts"
import type { Instant } from "../time/index.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

export interface Activity {
  /** Vehicles that came and went in the period. */
  readonly admitted: number
  readonly exited: number
  /** Mean stay of those that went in the period, in milliseconds; zero when none did. */
  readonly meanStayMillis: number
  /** Payments taken in the period, one sum per currency. */
  readonly revenue: ReadonlyArray<Money.Money>
}

export class Reports extends Context.Service<Reports, {
  readonly activity: (
    lotId: Lot.LotId,
    period: { readonly from: Instant.Instant; readonly to: Instant.Instant }
  ) => Effect.Effect<Activity, StorageUnavailable>
  /** The tickets of a lot, latest entry first. */
  readonly recent: (lotId: Lot.LotId, limit: number) => Effect.Effect<ReadonlyArray<Ticket.Ticket>, StorageUnavailable>
}>()("@parkade/core/ports/Reports") {}
