/** Laws of the ledger, of what is posted to it, and of reconciliation. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money, Rational } from "@parkade/core/money"
import { Account, Ledger, Posting, Reconciliation } from "@parkade/core/payment"
import { Bill } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import type { Listed } from "../arbitraries/Ledger.ts"
import { type Law, show } from "./Law.ts"

export interface LedgerCase {
  /** Each to be written, balanced or not. */
  readonly drafts: ReadonlyArray<readonly [head: Ledger.Head, entries: ReadonlyArray<Ledger.Entry>]>
  readonly account: Account.Account
  /** Where the list is cut. */
  readonly cut: number
}

type Amounts = ReadonlyArray<{ readonly amount: Money.Money }>

/** Sums by currency, those of zero left out. */
const sums = (entries: Amounts): ReadonlyMap<string, bigint> => {
  const all = new Map<string, bigint>()
  for (const { amount: { amount, currency } } of entries) all.set(currency, (all.get(currency) ?? 0n) + BigInt(amount))
  return new Map([...all].filter(([, sum]) => sum !== 0n))
}

const written = ({ drafts }: LedgerCase): ReadonlyArray<Ledger.Transaction> =>
  drafts.flatMap(([head, entries]) => {
    const posted = Ledger.post(head, entries)
    return Result.isSuccess(posted) ? [posted.success] : []
  })

const isTransaction = Schema.is(Schema.toType(Ledger.Transaction))

/** Balances as plain text, in one order. */
const told = (all: Ledger.Balances): string => show([...all.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)))

/** Laws of accounts. */
export const accountLaws: ReadonlyArray<Law<readonly [Account.Account, Account.Account]>> = [
  {
    name: "an account's code reads back as the account",
    counterexample: ([one, two]) => {
      const [a, b] = [Account.code(one), Account.code(two)]
      const isOne = Equal.equals(Account.parse(a), one) && Account.parse(`${a}:x`) === undefined
      return isOne && (a === b) === Equal.equals(one, two) ? undefined : show({ one, two, a, b, read: Account.parse(a) })
    }
  }
]

/** Laws of the ledger. */
export const ledgerLaws: ReadonlyArray<Law<LedgerCase>> = [
  {
    name: "every transaction sums to zero in every currency",
    counterexample: ({ drafts }) => {
      for (const [head, entries] of drafts) {
        const posted = Ledger.post(head, entries)
        const off = sums(entries)
        const isFine = Result.isSuccess(posted)
          ? off.size === 0 && sums(posted.success.entries).size === 0 && isTransaction(posted.success)
          : posted.failure._tag === "AmountTooLarge" || off.get(posted.failure.currency)?.toString() === posted.failure.difference
        if (!isFine) return show({ entries, posted })
      }
      return undefined
    }
  },
  {
    name: "the ledger sums to zero, whatever was written",
    counterexample: (input) => {
      const rows = Ledger.trialBalance(Ledger.balances(written(input)))
      if (Result.isFailure(rows)) return undefined
      const off = sums(rows.success.map(({ balance }) => ({ amount: balance })))
      const isExact = rows.success.every(({ balance, credit, debit }) => BigInt(debit.amount) - BigInt(credit.amount) === BigInt(balance.amount))
      return off.size === 0 && isExact ? undefined : show({ rows, off: [...off] })
    }
  },
  {
    name: "balances are the same in any order",
    counterexample: (input) => {
      const all = written(input)
      const at = input.cut % (all.length + 1)
      const whole = told(Ledger.balances(all))
      const others = [all.toReversed(), [...all.slice(at), ...all.slice(0, at)]].map((other) => told(Ledger.balances(other)))
      const folded = told(Ledger.balances(all.slice(at), Ledger.balances(all.slice(0, at))))
      return [...others, folded].every((other) => other === whole) ? undefined : show({ whole, others, folded })
    }
  },
  {
    name: "a statement's lines lead from its opening to its closing balance",
    counterexample: (input) => {
      const all = written(input)
      const account = all[input.cut % Math.max(1, all.length)]?.entries[0]?.account ?? input.account
      const currency = Money.Currency.make("EUR")
      const [from, to] = [Instant.Instant.make(1_780_200_000_000), Instant.Instant.make(1_780_600_000_000)]
      const made = Ledger.statement(all.toReversed(), account, { currency, from, to })
      const ends = [from, to].map((end) => Ledger.balance(Ledger.balances(all.filter(({ at }) => at < end)), account, currency))
      if (Result.isFailure(made)) return ends.some(Result.isFailure) ? undefined : show(made)
      const { closing, lines, opening } = made.success
      const total = lines.reduce((sum, { amount }) => sum + BigInt(amount.amount), BigInt(opening.amount))
      const isFine = total === BigInt(closing.amount) && Equal.equals(ends, [Result.succeed(opening), Result.succeed(closing)]) && lines.every(({ at }, index) => at >= from && at < to && at >= (lines[index - 1]?.at ?? from))
      return isFine ? undefined : show({ account, made, ends })
    }
  }
]

export interface PostingCase {
  readonly head: Ledger.Head
  readonly bill: Bill.Bill
  /** Minor units that were paid ahead. */
  readonly prepaid: number
}

const lotId = Lot.LotId.make("00000000-0000-7000-8000-000000000001")
const subject: Ids.Subject = { _tag: "Stay", ticketId: Ids.TicketId.make("00000000-0000-7000-8000-000000000002") }
const place = { lotId, source: "stay", subject } as const

const unitsOf = ({ entries }: Ledger.Transaction, of: (account: Account.Account) => boolean): bigint =>
  entries.reduce((sum, { account, amount }) => (of(account) ? sum + BigInt(amount.amount) : sum), 0n)

const isRate = (account: Account.Account, rate: string): boolean =>
  account._tag === "Tax" && Rational.compare(Rational.parse(account.rate) ?? Rational.zero, Rational.parse(rate) ?? Rational.zero) === 0

/** Laws of what is posted. */
export const postingLaws: ReadonlyArray<Law<PostingCase>> = [
  {
    name: "a bill is posted without losing a unit",
    counterexample: ({ bill, head }) => {
      const posted = Result.getOrThrow(Posting.charged(head, { ...place, bill }))
      const total = BigInt(Bill.total(bill).amount)
      const owed = unitsOf(posted, ({ _tag }) => _tag === "Receivable")
      const earned = unitsOf(posted, ({ _tag }) => _tag === "Revenue" || _tag === "Tax")
      return owed === total && earned === -total ? undefined : show({ posted, total })
    }
  },
  {
    name: "the tax of each rate is posted as the bill has it",
    counterexample: ({ bill, head }) => {
      const posted = Result.getOrThrow(Posting.charged(head, { ...place, bill }))
      const places = Money.minorUnits(bill.currency) - bill.minorUnits
      for (const rate of ["0", "0.07", "0.19", "1/3"]) {
        const lines = bill.lines.filter(({ taxRate }) => Number(Rational.compare(Rational.parse(taxRate) ?? Rational.zero, Rational.parse(rate) ?? Rational.zero)) === 0)
        const tax = lines.reduce((sum, { gross, net }) => sum + gross - net, 0)
        const booked = -Number(unitsOf(posted, (account) => isRate(account, rate)))
        // A unit of the currency may be many of the bill's: half of one is what rounding may leave.
        const isFine = places >= 0 ? booked === tax * 10 ** places : Math.abs(booked * 10 ** -places - tax) * 2 <= 10 ** -places
        if (!isFine) return show({ rate, tax, booked, posted })
      }
      return undefined
    }
  },
  {
    name: "prepaid money is earned, owed back or kept as deferred, to the unit",
    counterexample: ({ bill, head, prepaid }) => {
      const total = Bill.total(bill)
      const { currency } = total
      const paid = { amount: prepaid, currency }
      const transactions = [
        Result.getOrThrow(Posting.prepaid(head, { subject, amount: paid, into: { _tag: "Clearing", gateway: "stripe" } })),
        Result.getOrThrow(Posting.earned(head, { ...place, bill, deferred: paid }))
      ]
      const between = Result.getOrThrow(Ledger.standing(Ledger.balances(transactions), subject, currency))
      const left = Math.max(0, prepaid - Math.max(0, total.amount))
      const after = Result.getOrThrow(Ledger.standing(Ledger.balances([...transactions, Result.getOrThrow(Posting.unused(head, { subject, amount: between.deferred }))]), subject, currency))
      const due = total.amount < 0 ? total.amount : Math.max(0, total.amount - prepaid)
      const isFine = between.deferred.amount === left && after.deferred.amount === 0 && after.overpaid.amount === left && after.due.amount === due
      return isFine ? undefined : show({ between, after, total, prepaid })
    }
  },
  {
    name: "what is posted and reversed leaves every balance at zero",
    counterexample: ({ bill, head }) => {
      const posted = Result.getOrThrow(Posting.charged(head, { ...place, bill }))
      const rows = Result.getOrThrow(Ledger.trialBalance(Ledger.balances([posted, Result.getOrThrow(Posting.credited(head, { ...place, bill }))])))
      return rows.every(({ balance }) => balance.amount === 0) ? undefined : show(rows)
    }
  }
]

type Movement = Reconciliation.Movement

/** Both lists, and what is to be found. */
const lists = ({ movements }: Listed) => {
  const [ours, theirs, expected]: [Array<Movement>, Array<Movement>, Array<string>] = [[], [], []]
  for (const { planted, ...movement } of movements) {
    const { amount, id, kind, outcome } = movement
    const moved = outcome !== "failed"
    const find = (...tags: ReadonlyArray<string>) => expected.push(...tags.map((tag) => `${kind} ${id} ${tag}`))
    if (planted !== "missing with us") ours.push(movement)
    if (planted === "missing with us" && moved) find("MissingWithUs")
    if (planted === "missing at the gateway" && moved) find("MissingAtGateway")
    if (planted === "twice with us") ours.push(movement)
    if (planted === "twice at the gateway") theirs.push({ ...movement, reference: "again" })
    if (planted === "twice with us" || planted === "twice at the gateway") find("Duplicated")
    if (planted === "amount" && moved) find("AmountDiffers")
    if (planted === "currency" && moved) find("CurrencyDiffers")
    if (planted === "outcome") find("OutcomeDiffers")
    if (planted === "missing at the gateway") continue
    theirs.push({
      ...movement,
      ...(planted === "amount" && { amount: { ...amount, amount: amount.amount + 1 } }),
      ...(planted === "currency" && { amount: { ...amount, currency: Money.Currency.make("GBP") } }),
      ...(planted === "outcome" && { outcome: outcome === "succeeded" ? "failed" : "succeeded" })
    })
  }
  return { ours, theirs, expected: expected.toSorted() }
}

const found = (difference: Reconciliation.Difference): string => {
  const movement = difference._tag === "Duplicated" ? [...difference.ours, ...difference.theirs][0] : "ours" in difference ? difference.ours : difference.theirs
  return `${movement?.kind} ${movement?.id} ${difference._tag}`
}

/** Any order at all, by a number. */
const shuffled = <A>(list: ReadonlyArray<A>, seed: number): ReadonlyArray<A> =>
  list.map((each, index) => [(index * 7_919 + seed * 104_729) % 1_009, each] as const).toSorted(([a], [b]) => a - b).map(([, each]) => each)

/** Laws of reconciliation. */
export const reconciliationLaws: ReadonlyArray<Law<Listed>> = [
  {
    name: "a reconciliation finds exactly what differs",
    counterexample: (input) => {
      const { expected, ours, theirs } = lists(input)
      const { differences, matched } = Reconciliation.reconcile(ours, theirs)
      const names = differences.map(found).toSorted()
      const differing = new Set(expected.map((name) => name.split(" ").slice(0, 2).join(" ")))
      const all = new Set([...ours, ...theirs].map(({ id, kind }) => `${kind} ${id}`))
      return Equal.equals(names, expected) && matched.length === all.size - differing.size ? undefined : show({ names, expected, matched })
    }
  },
  {
    name: "reconciling in parts finds the same",
    counterexample: (input) => {
      const { ours, theirs } = lists(input)
      const whole = Reconciliation.reconcile(ours, theirs)
      const parts = Array.from({ length: input.parts }, (_, index) => Reconciliation.reconcile(ours, theirs, { index, of: input.parts }))
      const text = (values: ReadonlyArray<unknown>) => values.map(show).toSorted().join("\n")
      const isSame = text(whole.differences) === text(parts.flatMap(({ differences }) => differences)) && text(whole.matched) === text(parts.flatMap(({ matched }) => matched))
      return isSame ? undefined : show({ whole, parts })
    }
  },
  {
    name: "the order of the lists does not matter",
    counterexample: (input) => {
      const { ours, theirs } = lists(input)
      const [one, other] = [Reconciliation.reconcile(ours, theirs), Reconciliation.reconcile(shuffled(ours, input.seed), shuffled(theirs, input.seed + 1))]
      return show(one) === show(other) ? undefined : show({ one, other })
    }
  }
]
