/**
 * The ledger: every movement of money and of what is owed, in double entry. Transactions are values that are written
 * once; what was wrong is reversed by another one.
 *
 * Units: minor units of each currency, debits above zero and credits below.
 * Fails: Unbalanced; AmountTooLarge where a sum goes beyond the safe integers.
 * Guarantees: every transaction sums to zero in every currency; the ledger sums to zero, whatever was written; balances
 * are the same in any order; a statement's lines lead from its opening to its closing balance.
 * Source: double entry since Pacioli (1494); Ellerman, "The Mathematics of Double Entry Bookkeeping" (1985).
 */
import { Result, Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Instant } from "../time/index.ts"
import { Ids } from "../lifecycle/index.ts"
import * as Account from "./Account.ts"

export const TransactionId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("TransactionId"))
export type TransactionId = typeof TransactionId.Type

/** Debits are above zero, credits below. */
export const Entry = Schema.Struct({ account: Account.Account, amount: Money.Money })
export type Entry = typeof Entry.Type

const key = (account: Account.Account, currency: Money.Currency): string => `${currency} ${Account.code(account)}`

/** What the entries of each currency sum to, where that is not zero. */
const differences = (entries: ReadonlyArray<Entry>): ReadonlyArray<readonly [Money.Currency, bigint]> => {
  const sums = new Map<Money.Currency, bigint>()
  for (const { amount: { amount, currency } } of entries) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount))
  return [...sums].filter(([, sum]) => sum !== 0n)
}

const head = {
  id: TransactionId,
  at: Instant.Instant,
  subject: Schema.optionalKey(Ids.Subject),
  memo: Schema.optionalKey(Name.upTo(200)),
  by: Schema.optionalKey(Party.Actor)
}
export type Head = Schema.Struct.Type<typeof head>

export const Transaction = Schema.Struct({ ...head, entries: Schema.Array(Entry) }).pipe(
  Schema.check(Schema.makeFilter(({ entries }) => differences(entries).length === 0 || { path: ["entries"], issue: "expected entries that sum to zero in every currency" })),
  Schema.annotate({ identifier: "LedgerTransaction" })
)
export type Transaction = typeof Transaction.Type

/** Debits and credits differ: nothing is written. */
export class Unbalanced extends Schema.TaggedError<Unbalanced>()("Unbalanced", {
  currency: Money.Currency,
  /** What the entries sum to, in minor units. */
  difference: Schema.String
}) {
  override get message() {
    return `debits and credits differ by ${this.difference} minor units of ${this.currency}`
  }
}

/** Units on an account, of any size until they are written. */
export interface Posting {
  readonly account: Account.Account
  readonly currency: Money.Currency
  readonly units: bigint
}

/** One posting for each account and currency, in the order in which they came; those of nothing are left out. */
const merged = (postings: Iterable<Posting>): ReadonlyArray<Posting> => {
  const all = new Map<string, Posting>()
  for (const posting of postings) {
    const name = key(posting.account, posting.currency)
    const before = all.get(name)
    all.set(name, before === undefined ? posting : { ...before, units: before.units + posting.units })
  }
  return [...all.values()].filter(({ units }) => units !== 0n)
}

const posting = ({ account, amount }: Entry): Posting => ({ account, currency: amount.currency, units: BigInt(amount.amount) })

/** The transaction of `postings`, one entry for each account and currency. */
export const write = (head: Head, postings: Iterable<Posting>): Result.Result<Transaction, Unbalanced | Money.AmountTooLarge> => {
  const entries: Array<Entry> = []
  for (const { account, currency, units } of merged(postings)) {
    const amount = Money.fromMinorUnits(units, currency)
    if (Result.isFailure(amount)) return Result.fail(amount.failure)
    entries.push({ account, amount: amount.success })
  }
  const [wrong] = differences(entries)
  if (wrong !== undefined) return Result.fail(new Unbalanced({ currency: wrong[0], difference: wrong[1].toString() }))
  return Result.succeed({ ...head, entries })
}

/** The transaction of `entries`; what is posted twice to an account is added. */
export const post = (head: Head, entries: ReadonlyArray<Entry>): Result.Result<Transaction, Unbalanced | Money.AmountTooLarge> =>
  write(head, entries.map(posting))

/** What undoes `transaction`: the same amounts on the other sides. */
export const reversed = (head: Head, { entries, subject }: Transaction): Transaction => ({
  ...(subject !== undefined && { subject }),
  ...head,
  entries: entries.map(({ account, amount }) => ({ account, amount: { ...amount, amount: 0 - amount.amount } }))
})

interface Sums {
  readonly account: Account.Account
  readonly currency: Money.Currency
  readonly debit: bigint
  readonly credit: bigint
}

/** Debits and credits of every account and currency: exact at any size, mergeable, for folds over any number of transactions. */
export type Balances = ReadonlyMap<string, Sums>

const noted = (all: Map<string, Sums>, { account, credit, currency, debit }: Sums): void => {
  const name = key(account, currency)
  const before = all.get(name)
  all.set(name, { account, currency, debit: (before?.debit ?? 0n) + debit, credit: (before?.credit ?? 0n) + credit })
}

/** The balances that `transactions` make, added to those of `before`. */
export const balances = (transactions: Iterable<Pick<Transaction, "entries">>, before: Balances = new Map()): Balances => {
  const all = new Map(before)
  for (const { entries } of transactions) {
    for (const { account, amount: { amount, currency } } of entries) {
      noted(all, { account, currency, debit: BigInt(Math.max(0, amount)), credit: BigInt(Math.max(0, -amount)) })
    }
  }
  return all
}

/** Debits less credits of one account: above zero is owed to the house or held by it. */
export const balance = (all: Balances, account: Account.Account, currency: Money.Currency): Result.Result<Money.Money, Money.AmountTooLarge> => {
  const { credit, debit } = all.get(key(account, currency)) ?? { credit: 0n, debit: 0n }
  return Money.fromMinorUnits(debit - credit, currency)
}

export interface Row {
  readonly code: string
  readonly account: Account.Account
  readonly debit: Money.Money
  readonly credit: Money.Money
  readonly balance: Money.Money
}

/** Every account with what was debited and credited, by currency and code. The balances of each currency sum to zero. */
export const trialBalance = (all: Balances): Result.Result<ReadonlyArray<Row>, Money.AmountTooLarge> => {
  const rows: Array<Row> = []
  for (const [, { account, credit, currency, debit }] of [...all].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [one, two, three] = [debit, credit, debit - credit].map((units) => Money.fromMinorUnits(units, currency))
    if (one === undefined || two === undefined || three === undefined) continue
    if (Result.isFailure(one)) return Result.fail(one.failure)
    if (Result.isFailure(two)) return Result.fail(two.failure)
    if (Result.isFailure(three)) return Result.fail(three.failure)
    rows.push({ code: Account.code(account), account, debit: one.success, credit: two.success, balance: three.success })
  }
  return Result.succeed(rows)
}

/** How a stay, a reservation, a pass or a violation stands. */
export interface Standing {
  /** What is owed for it; below zero where more was paid than charged. */
  readonly due: Money.Money
  /** Paid ahead and not earned. */
  readonly deferred: Money.Money
  /** Owed to the payer. */
  readonly overpaid: Money.Money
}

export const standing = (all: Balances, subject: Ids.Subject, currency: Money.Currency): Result.Result<Standing, Money.AmountTooLarge> =>
  Result.all({
    due: balance(all, { _tag: "Receivable", subject }, currency),
    deferred: Result.map(balance(all, { _tag: "Deferred", subject }, currency), owed),
    overpaid: Result.map(balance(all, { _tag: "Overpayment", subject }, currency), owed)
  })

/** A credit as what is owed. */
const owed = ({ amount, currency }: Money.Money): Money.Money => ({ amount: 0 - amount, currency })

export interface Statement {
  readonly opening: Money.Money
  readonly lines: ReadonlyArray<{ readonly id: TransactionId; readonly at: Instant.Instant; readonly memo?: string; readonly amount: Money.Money }>
  readonly closing: Money.Money
}

/** What happened on `account` from `from` up to `to`, closed-open: what a merchant owes for a month, say. Any order of transactions will do. */
export const statement = (
  transactions: Iterable<Transaction>,
  account: Account.Account,
  { currency, from, to }: { readonly currency: Money.Currency; readonly from: Instant.Instant; readonly to: Instant.Instant }
): Result.Result<Statement, Money.AmountTooLarge> => {
  const name = key(account, currency)
  const lines: Array<Statement["lines"][number]> = []
  let [opening, moved] = [0n, 0n]
  for (const { at, entries, id, memo } of transactions) {
    if (at >= to) continue
    for (const { account: other, amount } of entries) {
      if (key(other, amount.currency) !== name) continue
      if (at < from) opening += BigInt(amount.amount)
      else {
        moved += BigInt(amount.amount)
        lines.push({ id, at, ...(memo !== undefined && { memo }), amount })
      }
    }
  }
  lines.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return Result.map(Result.all({ opening: Money.fromMinorUnits(opening, currency), closing: Money.fromMinorUnits(opening + moved, currency) }), (ends) => ({ ...ends, lines }))
}
