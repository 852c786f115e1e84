import { Effect, Schema } from "effect"
import { Money } from "../../money/index.ts"
import { Party } from "../../party/index.ts"
import { type Account, Ledger } from "../../payment/index.ts"
import { Books } from "../../ports/index.ts"
import { Instant } from "../../time/index.ts"
import { operation } from "../operation.ts"

const pageSize = 500

/** Whose statement, of which time: from `from` up to `to`. */
export const Stating = Schema.Struct({ partnerId: Party.PartnerId, currency: Money.Currency, from: Instant.Instant, to: Instant.Instant })
export type Stating = typeof Stating.Type

/** What a merchant owed before, what came to it in that time, and what it owes at its end. */
export const merchantStatement = operation("merchantStatement", Stating, Effect.fnUntraced(function*({ currency, from, partnerId, to }) {
  const account: Account.Account = { _tag: "PartnerReceivable", partnerId }
  const all: Array<Ledger.Transaction> = []
  let after: Ledger.TransactionId | undefined
  do {
    const page = yield* (yield* Books).transactions({ account, to, after, limit: pageSize })
    all.push(...page)
    after = page.length < pageSize ? undefined : page.at(-1)?.id
  } while (after !== undefined)
  return yield* Effect.fromResult(Ledger.statement(all, account, { currency, from, to }))
}))
