import { Ids } from "@parkade/core/lifecycle"
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Account, Ledger, Payment, Posting, Reconciliation } from "@parkade/core/payment"
import { PriceFunction, Validation } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { answered, back, bounced, cancelled, given, intended, intent, quarantined, refund, refused, staff, taken, ticketId, unknown } from "./payments.ts"
import { after, bill, entry, tariff } from "./pricing.ts"
import { EUR, euros, minute } from "./tickets.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`
const lotId = Lot.LotId.make(uuid(1))
const partnerId = Party.PartnerId.make(uuid(2))
const subject: Ids.Subject = { _tag: "Stay", ticketId }
const stripe = { _tag: "Clearing", gateway: "stripe" } as const
const till = { _tag: "Cash", till: "desk 1" } as const
const place = { lotId, source: "stay", subject } as const
const head: Ledger.Head = { id: Ledger.TransactionId.make(uuid(3)), at: minute(0) }
const byStaff = { ...head, by: staff }

/** 1.19 an hour, 19 % of it within. */
const taxed = tariff({ type: "hourly", price: "1.19", count: "started", tax: "0.19" }, { tax: "included" })
const twoHours = bill(taxed, "2:00")

/** "receivable 2.38, revenue -2.00": entries in words, in their order. */
const words = (posted: Result.Result<Ledger.Transaction, { readonly message: string }>): string =>
  Result.isFailure(posted) ? posted.failure.message : posted.success.entries.map(({ account, amount }) => `${account._tag}${"source" in account ? ` ${account.source}` : ""}${"rate" in account ? ` ${account.rate}` : ""} ${Money.toDecimal(amount)}`).join(", ")

const money = { subject, amount: euros(238) }
const violation = { _tag: "Violation", violationId: Ids.ViolationId.make(uuid(4)), lotId, amount: euros(3_000) } as const
const free: Validation.Validation = { type: "time", upTo: "PT1H", code: "shop" }
const ten: Validation.Validation = { type: "percent", percent: "10", of: "rest", code: "ten" }
const off = (...of: ReadonlyArray<Validation.Validation>) =>
  Result.getOrThrow(Validation.price(Result.getOrThrow(PriceFunction.compile(taxed)), { entry, exit: after("2:00") }, { combine: "all", of }))
const validated = (...of: ReadonlyArray<Validation.Validation>) => {
  const [applied] = off(...of).applied
  return applied === undefined ? expect.fail() : Posting.validated(head, { ...place, partnerId, applied, bill: twoHours })
}

const postings: ReadonlyArray<[name: string, posted: Result.Result<Ledger.Transaction, { readonly message: string }>, entries: string]> = [
  ["a bill", Posting.charged(head, { ...place, bill: twoHours }), "Receivable 2.38, Revenue stay -2.00, Tax 0.19 -0.38"],
  ["a bill taken back", Posting.credited(head, { ...place, bill: twoHours }), "Receivable -2.38, Revenue stay 2.00, Tax 0.19 0.38"],
  ["a bill of nothing", Posting.charged(head, { ...place, bill: bill(taxed, "0:00") }), ""],
  ["money by card", Posting.captured(head, { ...money, into: stripe }), "Clearing 2.38, Receivable -2.38"],
  ["money in cash", Posting.captured(head, { ...money, into: till }), "Cash 2.38, Receivable -2.38"],
  ["too much of it", Posting.overpaid(head, money), "Receivable 2.38, Overpayment -2.38"],
  ["money ahead", Posting.prepaid(head, { ...money, into: stripe }), "Clearing 2.38, Deferred -2.38"],
  ["a stay that it was for", Posting.earned(head, { ...place, bill: twoHours, deferred: euros(238) }), "Deferred 2.38, Revenue stay -2.00, Tax 0.19 -0.38"],
  ["a stay longer than it", Posting.earned(head, { ...place, bill: twoHours, deferred: euros(119) }), "Deferred 1.19, Receivable 1.19, Revenue stay -2.00, Tax 0.19 -0.38"],
  ["a stay shorter than it", Posting.earned(head, { ...place, bill: twoHours, deferred: euros(500) }), "Deferred 2.38, Revenue stay -2.00, Tax 0.19 -0.38"],
  ["other money ahead", Posting.earned(head, { ...place, bill: twoHours, deferred: { amount: 1, currency: Money.Currency.make("USD") } }), "EUR and USD do not mix"],
  ["the rest of it", Posting.unused(head, money), "Deferred 2.38, Overpayment -2.38"],
  ["a refund that was asked for", Posting.refundRequested(head, { ...money, from: stripe }), "Overpayment 2.38, RefundClearing -2.38"],
  ["a refund that left", Posting.refunded(head, { ...money, from: till }), "RefundClearing 2.38, Cash -2.38"],
  ["what somebody let go", Posting.writtenOff(byStaff, { ...money, lotId }), "WriteOff 2.38, Receivable -2.38"],
  ["a penalty", Posting.penalised(head, violation), "Receivable 30.00, Revenue violation -30.00"],
  ["a penalty waived", Posting.waived(byStaff, violation), "Receivable -30.00, Revenue violation 30.00"],
  ["an hour that a shop pays", validated(free), "PartnerReceivable 1.19, Revenue stay -1.00, Tax 0.19 -0.19"],
  ["a tenth that a shop pays", validated(ten), "PartnerReceivable 0.24, Revenue stay -0.20, Tax 0.19 -0.04"],
  ["what the shop pays", Posting.partnerPaid(head, { partnerId, amount: euros(119), into: { _tag: "Bank", name: "main" } }), "Bank 1.19, PartnerReceivable -1.19"],
  ["money that a bank took back", Posting.chargedBack(head, { gateway: "stripe", amount: euros(238) }), "Chargeback 2.38, Clearing -2.38"],
  ["and gave again", Posting.chargebackWon(head, { gateway: "stripe", amount: euros(238) }), "Clearing 2.38, Chargeback -2.38"],
  ["or did not", Posting.chargebackLost(head, { ...money, gateway: "stripe" }), "Receivable 2.38, Chargeback -2.38"],
  ["a payout", Posting.paidOut(head, { gateway: "stripe", bank: "main", amount: euros(238), fee: euros(8) }), "Bank 2.30, GatewayFee 0.08, Clearing -2.38"],
  ["a payout with a fee of other money", Posting.paidOut(head, { gateway: "stripe", bank: "main", amount: euros(238), fee: { amount: 1, currency: Money.Currency.make("USD") } }), "EUR and USD do not mix"],
  ["debits only", Ledger.post(head, [{ account: till, amount: euros(5) }]), "debits and credits differ by 5 minor units of EUR"],
  ["more than can be counted", Ledger.post(head, [{ account: till, amount: euros(Number.MAX_SAFE_INTEGER) }, { account: till, amount: euros(1) }, { account: stripe, amount: euros(-1) }]), "9007199254740992 minor units of EUR exceed 9007199254740991"]
]

describe("the ledger", () => {
  it.each(postings)("is posted %s", (_, posted, entries) => expect(words(posted)).toBe(entries))

  it("books fees apart, and the tax of two rates", () => {
    const [line] = twoHours.lines
    if (line === undefined) return expect.fail()
    const fee = { ...line, kind: "fee" as const, net: 2_500, gross: 2_500, taxRate: "0" }
    const low = { ...line, net: 100, gross: 107, taxRate: "0.070" }
    const both = { ...twoHours, lines: [line, low, fee], net: 2_800, gross: 2_845 }
    expect(words(Posting.charged(head, { ...place, bill: both }))).toBe("Receivable 28.45, Revenue stay -3.00, Tax 0.19 -0.38, Tax 0.07 -0.07, Revenue fee -25.00")
  })

  it("books a tariff of other decimals in those of its currency", () => {
    const coarse = { ...twoHours, minorUnits: 0, lines: twoHours.lines.map((line) => ({ ...line, net: 2, gross: 3 })), net: 2, gross: 3 }
    expect(words(Posting.charged(head, { ...place, bill: coarse }))).toBe("Receivable 3.00, Revenue stay -2.00, Tax 0.19 -1.00")
    const fine = { ...twoHours, minorUnits: 3, lines: twoHours.lines.map((line) => ({ ...line, net: 2_003, gross: 2_380 })), net: 2_003, gross: 2_380 }
    expect(words(Posting.charged(head, { ...place, bill: fine }))).toBe("Receivable 2.38, Revenue stay -2.00, Tax 0.19 -0.38")
  })

  it("knows what a merchant takes over: with the driver's bill, the whole price", () => {
    const { applied, bill: rest } = off(free, ten)
    const all = applied.map((each) => Result.getOrThrow(Posting.validated(head, { ...place, partnerId, applied: each, bill: twoHours })))
    const balances = Ledger.balances([Result.getOrThrow(Posting.charged(head, { ...place, bill: rest })), ...all])
    const of = (account: Account.Account) => Result.getOrThrow(Ledger.balance(balances, account, EUR)).amount
    expect(of({ _tag: "Receivable", subject }) + of({ _tag: "PartnerReceivable", partnerId })).toBe(238)
    expect(of({ _tag: "Revenue", lotId, source: "stay" })).toBe(-200)
    expect(of({ _tag: "Tax", lotId, rate: "0.19" })).toBe(-38)
  })

  it("says how a stay stands, and what a partner owes for a month", () => {
    const owes = (id: number, at: Instant.Instant, cents: number) =>
      Result.getOrThrow(Ledger.post({ id: Ledger.TransactionId.make(uuid(id)), at, memo: `stay ${id}` }, [{ account: { _tag: "PartnerReceivable", partnerId }, amount: euros(cents) }, { account: { _tag: "Revenue", lotId, source: "stay" }, amount: euros(-cents) }]))
    const made = Ledger.statement([owes(4, minute(10), 400), owes(2, minute(1), 200), owes(3, minute(9), 300), owes(1, minute(0), 100)], { _tag: "PartnerReceivable", partnerId }, { currency: EUR, from: minute(1), to: minute(10) })
    expect(made).toEqual(Result.succeed({
      opening: euros(100),
      lines: [{ id: uuid(2), at: minute(1), memo: "stay 2", amount: euros(200) }, { id: uuid(3), at: minute(9), memo: "stay 3", amount: euros(300) }],
      closing: euros(600)
    }))
    const stay = [Posting.prepaid(head, { subject, amount: euros(500), into: stripe }), Posting.earned(head, { ...place, bill: twoHours, deferred: euros(500) })].map(Result.getOrThrow)
    expect(Ledger.standing(Ledger.balances(stay), subject, EUR)).toEqual(Result.succeed({ due: euros(0), deferred: euros(262), overpaid: euros(0) }))
  })

  it("lists accounts by currency and code, debits and credits apart", () => {
    const rows = Result.getOrThrow(Ledger.trialBalance(Ledger.balances([Posting.captured(head, { ...money, into: stripe }), Posting.refunded(head, { ...money, amount: euros(38), from: stripe })].map(Result.getOrThrow))))
    expect(rows.map(({ balance, code, credit, debit }) => [code, debit.amount, credit.amount, balance.amount])).toEqual([
      ["clearing:stripe", 238, 38, 200],
      [`receivable:stay:${ticketId}`, 0, 238, -238],
      ["refunds:stripe", 38, 0, 38]
    ])
  })

  it("refuses sums beyond what can be counted", () => {
    const huge = Ledger.balances(Array(2).fill(Result.getOrThrow(Ledger.post(head, [{ account: till, amount: euros(Number.MAX_SAFE_INTEGER) }, { account: stripe, amount: euros(-Number.MAX_SAFE_INTEGER) }]))) as Array<Ledger.Transaction>)
    expect(Ledger.balance(huge, till, EUR)).toMatchObject({ failure: { _tag: "AmountTooLarge", amount: "18014398509481982" } })
    expect(Ledger.trialBalance(huge)).toMatchObject({ failure: { _tag: "AmountTooLarge" } })
  })

  it.each(["clearing", "clearing:", "clearing:a:b", "clearing:%3a", "tax:x:0.19", `tax:${lotId}:0.190`, `revenue:${lotId}:gifts`, "gold:1", ""])("knows no account %j", (text) => expect(Account.parse(text)).toBeUndefined())

  it("knows where a payment lands", () => {
    const landing = (more: object) => Account.code(Posting.landing({ ...intent, ...more }))
    expect(landing({})).toBe("clearing:stripe")
    expect(landing({ method: { _tag: "Cash", till: "desk 1" } })).toBe("cash:desk 1")
    expect(landing({ method: { _tag: "Account", partnerId } })).toBe(`partner:${partnerId}`)
    const { gateway: _, ...bare } = intent
    expect(Account.code(Posting.landing({ ...bare, method: { _tag: "Upi" } }))).toBe("clearing:upi")
    expect(Account.code(Posting.landing({ ...bare, method: { _tag: "Other", name: "voucher" } }))).toBe("clearing:voucher")
  })
})

describe("reconciliation", () => {
  it.each([
    ["open", [intended], "capture pending 500"],
    ["unknown", [intended, unknown], "capture pending 500"],
    ["captured", [intended, taken], "capture succeeded 500"],
    ["failed", [intended, refused], "capture failed 500"],
    ["cancelled", [intended, cancelled], "capture failed 500"],
    ["quarantined", [intended, quarantined], "capture pending 500"],
    ["refunded in part", [intended, taken, refund(300), answered(back(300))], "capture succeeded 500, refund succeeded 300"],
    ["refunded in vain", [intended, taken, refund(300), answered(bounced)], "capture succeeded 500, refund failed 300"],
    ["refunded, perhaps", [intended, taken, refund(300), answered(bounced), answered(back(300))], "capture succeeded 500, refund pending 300"]
  ] as const)("of a payment that is %s", (_, events, expected) => {
    const state = given(...events)
    const found = state._tag === "Absent" ? [] : Reconciliation.movements(state as Payment.Payment)
    expect(found.map(({ amount, kind, outcome }) => `${kind} ${outcome} ${amount.amount}`).join(", ")).toBe(expected)
  })

  it("names both sides of what is listed twice", () => {
    const one = { kind: "capture", id: "p", amount: euros(1), outcome: "succeeded" } as const
    const again = { ...one, reference: "r2" }
    expect(Reconciliation.reconcile([one], [again, one])).toEqual({ matched: [], differences: [{ _tag: "Duplicated", ours: [one], theirs: [again, one] }] })
  })
})
