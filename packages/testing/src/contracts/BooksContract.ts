/** What every adapter of the port Books does: each test is a sentence of the port. */
import { Operator } from "@parkade/core/account"
import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { type Account, Ledger } from "@parkade/core/payment"
import { Books, type Change, Journal } from "@parkade/core/ports"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { type It, minutes } from "./Scene.ts"

const fresh = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())
const euros = (amount: number): Money.Money => ({ amount, currency: Money.Currency.make("EUR") })
const by: Party.Actor = { _tag: "Routine", name: "contract" }

/** An account of nobody else's, and what puts something on it. */
const scene = Effect.gen(function*() {
  const partnerId = Party.PartnerId.make(yield* fresh)
  const lotId = Lot.LotId.make(yield* fresh)
  const account: Account.Account = { _tag: "PartnerReceivable", partnerId }
  const transaction = Effect.fnUntraced(function*(minute: number, amount: Money.Money, subject?: Ids.Subject) {
    const head = { id: Ledger.TransactionId.make(yield* fresh), at: minutes(minute), by, memo: `minute ${minute}`, ...(subject !== undefined && { subject }) }
    const revenue: Account.Account = { _tag: "Revenue", lotId, source: "stay" }
    return Result.getOrThrow(Ledger.post(head, [{ account, amount }, { account: revenue, amount: { ...amount, amount: 0 - amount.amount } }]))
  })
  return { account, transaction }
})

/** Something that is begun, since a commit is of changes. */
const opened = Effect.map(fresh, (text): Change => {
  const id = Party.OperatorId.make(text)
  return { kind: "Operator", id, before: Operator.initial, events: [{ _tag: "OperatorOpened", id, name: "Contract", by, at: minutes(0) }] }
})

const written = Effect.fnUntraced(function*(transactions: ReadonlyArray<Ledger.Transaction>) {
  yield* (yield* Journal).commit({ changes: [yield* opened], transactions })
})

const read = (it: It) => {
  it.effect("in balances of each currency, and in transactions", () =>
    Effect.gen(function*() {
      const [books, { account, transaction }] = [yield* Books, yield* scene]
      expect(yield* books.balance(account)).toEqual([])
      const [one, two] = [yield* transaction(0, euros(300)), yield* transaction(1, euros(-100))]
      const francs = yield* transaction(2, { amount: 7, currency: Money.Currency.make("CHF") })
      yield* written([one])
      expect(yield* books.balance(account)).toEqual([euros(300)])
      yield* written([two, francs])
      const balances = yield* books.balance(account)
      expect(balances.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([{ amount: 7, currency: "CHF" }, euros(200)])
      expect(yield* books.transactions({ account, limit: 10 })).toEqual([one, two, francs])
    }))

  it.effect("and nothing of a commit that was refused", () =>
    Effect.gen(function*() {
      const [books, journal, { account, transaction }] = [yield* Books, yield* Journal, yield* scene]
      const change = yield* opened
      yield* journal.commit({ changes: [change], transactions: [yield* transaction(0, euros(1))] })
      expect(yield* Effect.flip(journal.commit({ changes: [change], transactions: [yield* transaction(1, euros(2))] }))).toMatchObject({ _tag: "Changed" })
      expect(yield* books.balance(account)).toEqual([euros(1)])
    }))
}

const pages = (it: It) => {
  it.effect("page by page", () =>
    Effect.gen(function*() {
      const [books, { account, transaction }] = [yield* Books, yield* scene]
      const all = yield* Effect.forEach([4, 2, 3, 1, 0], (minute) => transaction(minute, euros(minute + 1)))
      yield* written(all)
      const found: Array<Ledger.Transaction> = []
      for (let page = yield* books.transactions({ account, limit: 2 }); page.length > 0 && found.length <= all.length; page = yield* books.transactions({ account, limit: 2, after: found.at(-1)?.id })) found.push(...page)
      expect(found).toEqual(all.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    }))

  it.effect("by its time, closed-open, and by what it is about", () =>
    Effect.gen(function*() {
      const [books, { account, transaction }] = [yield* Books, yield* scene]
      const subject: Ids.Subject = { _tag: "Stay", ticketId: Ids.TicketId.make(yield* fresh) }
      const [early, own, late] = [yield* transaction(0, euros(1)), yield* transaction(1, euros(2), subject), yield* transaction(2, euros(3))]
      yield* written([early, own, late])
      expect(yield* books.transactions({ account, from: minutes(0), to: minutes(2), limit: 10 })).toEqual([early, own])
      expect(yield* books.transactions({ account, from: minutes(1), limit: 10 })).toEqual([own, late])
      expect(yield* books.transactions({ subject, limit: 10 })).toEqual([own])
      expect(yield* books.transactions({ subject, to: minutes(1), limit: 10 })).toEqual([])
    }))
}

/** Tests of the port Books. */
export const booksTests = (it: It): void => {
  it.describe("what a commit wrote is read by whoever reads after it", () => read(it))
  it.describe("every transaction is there once, as it was written", () => pages(it))
}
