/**
 * The ledger as it was written: by the journal, with what it belongs to.
 *
 * Contract: `booksContract` in @parkade/testing. The adapter owns timeouts. Guarantees of every adapter: what a commit wrote
 * is read by whoever reads after it; every transaction is there once, as it was written.
 */
import { Context, type Effect } from "effect"
import type { Ids } from "../lifecycle/index.ts"
import type { Money } from "../money/index.ts"
import type { Account, Ledger } from "../payment/index.ts"
import type { Instant } from "../time/index.ts"
import type { StorageUnavailable } from "./StorageUnavailable.ts"

/** Transactions that post to an account, are about a subject, and are of a time from `from` up to `to`; all of it that is said. */
export interface Sought {
  readonly account?: Account.Account | undefined
  readonly subject?: Ids.Subject | undefined
  readonly from?: Instant.Instant | undefined
  readonly to?: Instant.Instant | undefined
  /** Ids after this one only. */
  readonly after?: Ledger.TransactionId | undefined
  readonly limit: number
}

export class Books extends Context.Service<Books, {
  /** In the order of their ids. */
  readonly transactions: (sought: Sought) => Effect.Effect<ReadonlyArray<Ledger.Transaction>, StorageUnavailable>
  /** Debits less credits of an account, one sum for each currency that was posted to it. */
  readonly balance: (account: Account.Account) => Effect.Effect<ReadonlyArray<Money.Money>, StorageUnavailable>
}>()("@parkade/core/ports/Books") {}
