/** The ledger in memory, for reading. */
import { Money } from "@parkade/core/money"
import { Account, type Ledger } from "@parkade/core/payment"
import type { Books, Sought } from "@parkade/core/ports"
import { Effect, Equal, Result } from "effect"
import type { Store } from "./Store.ts"

const isSought = ({ account, after, from, subject, to }: Sought, transaction: Ledger.Transaction): boolean =>
  (account === undefined || transaction.entries.some((entry) => Account.code(entry.account) === Account.code(account))) &&
  (subject === undefined || Equal.equals(transaction.subject, subject)) &&
  (from === undefined || transaction.at >= from) &&
  (to === undefined || transaction.at < to) &&
  (after === undefined || transaction.id > after)

export const books = ({ transactions }: Store): Books["Service"] => ({
  transactions: (sought) =>
    Effect.sync(() => transactions.filter((each) => isSought(sought, each)).toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, sought.limit)),
  balance: (account) =>
    Effect.sync(() => {
      const code = Account.code(account)
      const amounts = transactions.flatMap(({ entries }) => entries.filter((entry) => Account.code(entry.account) === code).map(({ amount }) => amount))
      return [...Map.groupBy(amounts, ({ currency }) => currency)].map(([currency, all]) =>
        all.reduce((sum, amount) => Result.getOrThrow(Money.add(sum, amount)), Money.zero(currency)))
    })
})
