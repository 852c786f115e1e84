/** The ledger in memory, for reading. */
import { Account, type Ledger } from "@parkade/core/payment"
import { type Books, key, type Sought } from "@parkade/core/ports"
import { Effect, Equal } from "effect"
import type { Store } from "./Store.ts"

const isSought = ({ account, after, from, subject, to }: Sought, transaction: Ledger.Transaction): boolean =>
  (account === undefined || transaction.entries.some((entry) => Account.code(entry.account) === Account.code(account))) &&
  (subject === undefined || Equal.equals(transaction.subject, subject)) &&
  (from === undefined || transaction.at >= from) &&
  (to === undefined || transaction.at < to) &&
  (after === undefined || transaction.id > after)

export const books = ({ about, balances, transactions }: Store): Books["Service"] => ({
  transactions: (sought) =>
    Effect.sync(() => (sought.subject === undefined ? transactions : about.get(key.subject(sought.subject)) ?? []).filter((each) => isSought(sought, each)).toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, sought.limit)),
  balance: (account) => Effect.sync(() => [...balances.get(Account.code(account))?.values() ?? []])
})
