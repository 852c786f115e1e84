/** The ledger: accounts, entries that balance or do not, bills of any tax, and lists to reconcile. */
import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Account, Ledger, type Reconciliation } from "@parkade/core/payment"
import type { Bill } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { currencies, currency, money } from "./Money.ts"
import { paymentSubject } from "./Payment.ts"
import { instant } from "./Time.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-${digit.toString().padStart(12, "0")}`
const lotId = fc.integer({ min: 1, max: 2 }).map((digit) => Lot.LotId.make(uuid(digit)))
const partnerId = fc.integer({ min: 1, max: 2 }).map((digit) => Party.PartnerId.make(uuid(digit)))
const name = fc.constantFrom("stripe", "desk 1", "a:b", "50%", "%3A", "Zürich")
const stay = fc.integer({ min: 1, max: 2 }).map((digit): Ids.Subject => ({ _tag: "Stay", ticketId: Ids.TicketId.make(uuid(digit)) }))
const subject = fc.oneof(stay, stay, paymentSubject())

/** Any account; names have the characters that codes are made with. */
export const account = (): fc.Arbitrary<Account.Account> =>
  fc.oneof(
    name.chain((of) => fc.constantFrom<Account.Account>({ _tag: "Clearing", gateway: of }, { _tag: "Cash", till: of }, { _tag: "Bank", name: of }, { _tag: "RefundClearing", of }, { _tag: "Chargeback", gateway: of }, { _tag: "GatewayFee", gateway: of })),
    subject.chain((of) => fc.constantFrom<Account.Account>({ _tag: "Receivable", subject: of }, { _tag: "Deferred", subject: of }, { _tag: "Overpayment", subject: of })),
    fc.tuple(lotId, fc.constantFrom(...Account.Source.literals)).map(([lot, source]): Account.Account => ({ _tag: "Revenue", lotId: lot, source })),
    fc.tuple(lotId, fc.constantFrom("0", "0.07", "0.19", "1/3")).map(([lot, rate]): Account.Account => ({ _tag: "Tax", lotId: lot, rate })),
    lotId.map((lot): Account.Account => ({ _tag: "WriteOff", lotId: lot })),
    partnerId.map((partner): Account.Account => ({ _tag: "PartnerReceivable", partnerId: partner }))
  )

/** An id and an instant, within ten days. */
export const ledgerHead = (): fc.Arbitrary<Ledger.Head> =>
  fc.record({
    id: fc.uuid().map((id) => Ledger.TransactionId.make(id)),
    at: fc.integer({ min: 0, max: 864_000_000 }).map((after) => Instant.Instant.make(1_780_000_000_000 + after)),
    memo: fc.constantFrom("exit", "refund")
  }, { requiredKeys: ["id", "at"] })

/** Entries of up to two currencies: balanced, or a unit or more wrong. */
export const ledgerEntries = (): fc.Arbitrary<ReadonlyArray<Ledger.Entry>> =>
  fc.tuple(
    fc.array(fc.record({ account: account(), amount: money({ among: currencies.slice(0, 2) }) }), { maxLength: 6 }),
    fc.tuple(account(), account()),
    fc.constantFrom(0, 0, 0, 1, -7)
  ).map(([entries, ends, wrong]) => {
    const balancing = currencies.slice(0, 2).flatMap((of, index) => {
      const left = -entries.reduce((sum, { amount }) => (amount.currency === of ? sum + BigInt(amount.amount) : sum), 0n) + BigInt(index === 0 ? wrong : 0)
      const units = Number(left)
      const [into] = [ends[index] ?? ends[0]]
      return Number.isSafeInteger(units) ? [{ account: into, amount: { amount: units, currency: of } }] : []
    })
    return [...entries, ...balancing]
  })

const rates = ["0", "0.07", "0.19", "0.190", "1/3"] as const
const kinds = ["charge", "charge", "fee", "maximum", "validation"] as const

/** A bill of any lines, also of a tariff that counts in other decimals than its currency; its total is one that can be paid. */
export const bill = (): fc.Arbitrary<Bill.Bill> =>
  fc.tuple(
    currency(),
    fc.constantFrom(0, 0, 1, -1, 2),
    fc.array(fc.record({ net: fc.integer({ min: -2_000, max: 10_000 }), tax: fc.nat(1_900), rate: fc.constantFrom(...rates), kind: fc.constantFrom(...kinds) }), { maxLength: 6 }),
    instant()
  ).map(([of, more, drawn, from]) => {
    const minorUnits = Math.max(0, Money.minorUnits(of) + more)
    const words = { rule: "rate", label: "parking", from, to: from, quantity: "1", unitPrice: "1", unit: "stay" }
    const lines = drawn.map(({ kind, net, rate, tax }): Bill.Line => ({ ...words, kind, taxRate: rate, net, gross: rate === "0" ? net : net + tax }))
    const gross = lines.reduce((sum, line) => sum + line.gross, 0)
    const step = 10 ** Math.max(0, minorUnits - Money.minorUnits(of))
    const odd = gross % step
    const all = odd === 0 ? lines : [...lines, { ...words, kind: "rounding" as const, taxRate: "0", net: -odd, gross: -odd }]
    return { from, to: from, currency: of, minorUnits, tax: "included" as const, lines: all, net: all.reduce((sum, line) => sum + line.net, 0), gross: gross - odd }
  })

/** What was done to a list that agreed with the other. */
export type Planted = "nothing" | "missing at the gateway" | "missing with us" | "amount" | "currency" | "outcome" | "twice at the gateway" | "twice with us"

const planted: ReadonlyArray<Planted> = ["nothing", "missing at the gateway", "missing with us", "amount", "currency", "outcome", "twice at the gateway", "twice with us"]

/** Movements of different ids, what is to differ about each, and orders to list them in. */
export interface Listed {
  readonly movements: ReadonlyArray<Reconciliation.Movement & { readonly planted: Planted }>
  readonly seed: number
  readonly parts: number
}

/** Up to thirty movements, each with what is planted of it, in an order and in parts. */
export const listed = (): fc.Arbitrary<Listed> =>
  fc.record({
    movements: fc.uniqueArray(
      fc.record({
        kind: fc.constantFrom("capture", "refund"),
        id: fc.nat(60).map((digit) => uuid(digit)),
        amount: money({ min: 1, max: 9_000, among: currencies.slice(0, 2) }),
        outcome: fc.constantFrom("succeeded", "succeeded", "succeeded", "failed", "pending"),
        planted: fc.constantFrom(...planted)
      }),
      { selector: ({ id, kind }) => `${kind} ${id}`, maxLength: 30 }
    ),
    seed: fc.nat(1_000),
    parts: fc.integer({ min: 1, max: 5 })
  })
