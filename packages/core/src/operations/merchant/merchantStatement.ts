import { Effect, Schema } from "effect"
import { Money } from "../../money/index.ts"
import { Party } from "../../party/index.ts"
import { type Account, Ledger } from "../../payment/index.ts"
import { Books, type Sought } from "../../ports/index.ts"
import { Instant } from "../../time/index.ts"
import { everyPage } from "../everyPage.ts"
import { operation } from "../operation.ts"

type Page = Pick<Sought, "after" | "limit">

/** Whose statement, of which time: from `from` up to `to`. */
export const Stating = Schema.Struct({ partnerId: Party.PartnerId, currency: Money.Currency, from: Instant.Instant, to: Instant.Instant })
export type Stating = typeof Stating.Type

/** What a merchant owed before, what came to it in that time, and what it owes at its end. */
export const merchantStatement = operation("merchantStatement", Stating, Effect.fnUntraced(function*({ currency, from, partnerId, to }) {
  const account: Account.Account = { _tag: "PartnerReceivable", partnerId }
  const { transactions } = yield* Books
  const all = yield* everyPage((page: Page) => transactions({ account, to, ...page }))
  return yield* Effect.fromResult(Ledger.statement(all, account, { currency, from, to }))
}))
