/**
 * The ledger's transactions of everything that happens with money in parking. Ids and instants arrive with them; a bill
 * is posted as it was made, its tax by rate.
 *
 * Units: minor units of ISO 4217; bills of tariffs with other decimals are converted, what is less than a unit going to revenue.
 * Fails: AmountTooLarge; CurrencyMismatch where two amounts of one posting differ.
 * Guarantees: a bill is posted without losing a unit; the tax of each rate is posted as the bill has it; prepaid money is
 * earned, owed back or kept as deferred, to the unit; what is posted and reversed leaves every balance at zero.
 */
import { Result } from "effect"
import type { Lot } from "../lot/index.ts"
import { Money, Rational } from "../money/index.ts"
import type { Party } from "../party/index.ts"
import { Bill, type Validation } from "../pricing/index.ts"
import type { Ids } from "../lifecycle/index.ts"
import type * as Account from "./Account.ts"
import * as Ledger from "./Ledger.ts"
import type { Payment } from "./Payment.ts"

type Posted = Result.Result<Ledger.Transaction, Money.AmountTooLarge>
type Head = Ledger.Head
type Subject = { readonly subject: Ids.Subject }
type Amount = { readonly amount: Money.Money }

/** Where money lands, or is promised. */
export type Landing = Account.Of<"Clearing" | "Cash" | "Bank" | "PartnerReceivable">

/** Where the money of a payment lands. */
export const landing = ({ gateway, method }: Pick<Payment, "gateway" | "method">): Landing => {
  if (method._tag === "Cash") return { _tag: "Cash", till: method.till }
  if (method._tag === "Account") return { _tag: "PartnerReceivable", partnerId: method.partnerId }
  return { _tag: "Clearing", gateway: gateway ?? (method._tag === "Other" ? method.name : method._tag.toLowerCase()) }
}

/** Balanced by construction: what could be unbalanced here is a defect. */
const balanced = (head: Head, postings: Iterable<Ledger.Posting>): Posted =>
  Result.mapError(Ledger.write(head, postings), (error) => {
    if (error._tag === "Unbalanced") throw new RangeError(error.message)
    return error
  })

const about = (head: Head, { subject }: Subject): Head => ({ ...head, subject })

/** `amount` from one account to the other. */
const move = (head: Head, { amount: { amount, currency } }: Amount, debit: Account.Account, credit: Account.Account): Posted =>
  balanced(head, [{ account: debit, currency, units: BigInt(amount) }, { account: credit, currency, units: -BigInt(amount) }])

const receivable = ({ subject }: Subject): Account.Account => ({ _tag: "Receivable", subject })
const deferred = ({ subject }: Subject): Account.Account => ({ _tag: "Deferred", subject })
const overpayment = ({ subject }: Subject): Account.Account => ({ _tag: "Overpayment", subject })

/** Where revenue is booked: the lot, and what it is for. Lines of fees are booked as fees. */
export interface Place {
  readonly lotId: Lot.LotId
  readonly source: Account.Source
}

/** `minor` units of the bill in units of ISO 4217. */
const inUnits = (bill: Pick<Bill.Bill, "currency" | "minorUnits">, minor: bigint): bigint => {
  const places = Money.minorUnits(bill.currency) - bill.minorUnits
  return places >= 0 ? minor * 10n ** BigInt(places) : Rational.round(Rational.make(minor, 10n ** BigInt(-places)), "half-even")
}

const canonicalRate = (text: string): string => Rational.format(Rational.parse(text) ?? Rational.zero)

/** What the lines of a bill sum to, by a name of theirs. */
const sums = <A extends string>(lines: ReadonlyArray<Bill.Line>, name: (line: Bill.Line) => A, value: (line: Bill.Line) => bigint): ReadonlyMap<A, bigint> => {
  const all = new Map<A, bigint>()
  for (const line of lines) all.set(name(line), (all.get(name(line)) ?? 0n) + value(line))
  return all
}

const taxOf = (line: Bill.Line): bigint => BigInt(line.gross) - BigInt(line.net)

/** Credits of a bill: tax by rate, fees, and the rest to the revenue of `source`. They sum to its total. */
const earnings = ({ lotId, source }: Place, bill: Bill.Bill): ReadonlyArray<Ledger.Posting> => {
  const { currency } = bill
  const taxes = [...sums(bill.lines, ({ taxRate }) => canonicalRate(taxRate), taxOf)]
    .map(([rate, tax]): Ledger.Posting => ({ account: { _tag: "Tax", lotId, rate }, currency, units: -inUnits(bill, tax) }))
  const fees = bill.lines.reduce((sum, line) => (line.kind === "fee" ? sum + BigInt(line.net) : sum), 0n)
  const apart: ReadonlyArray<Ledger.Posting> = [...taxes, { account: { _tag: "Revenue", lotId, source: "fee" }, currency, units: -inUnits(bill, fees) }]
  const rest = -BigInt(Bill.total(bill).amount) - apart.reduce((sum, { units }) => sum + units, 0n)
  return [{ account: { _tag: "Revenue", lotId, source }, currency, units: rest }, ...apart]
}

type Billed = Subject & Place & { readonly bill: Bill.Bill }

/** A bill is owed: for a stay that ends, a fee, a pass. */
export const charged = (head: Head, billed: Billed): Posted => {
  const { amount, currency } = Bill.total(billed.bill)
  return balanced(about(head, billed), [{ account: receivable(billed), currency, units: BigInt(amount) }, ...earnings(billed, billed.bill)])
}

/** A bill is taken back: the stay was priced anew, or cancelled. */
export const credited = (head: Head, billed: Billed): Posted =>
  Result.map(charged(head, billed), (transaction) => Ledger.reversed(head, transaction))

/** Money was taken for what is owed. */
export const captured = (head: Head, payment: Subject & Amount & { readonly into: Landing }): Posted =>
  move(about(head, payment), payment, payment.into, receivable(payment))

/** What was booked as taken was not: of it, so much was `overpaid`, so much `deferred`, and the rest is owed again. */
export const notCaptured = (head: Head, payment: Subject & Amount & { readonly from: Landing; readonly overpaid: number; readonly deferred: number }): Posted => {
  const { amount: { amount, currency }, from } = payment
  const [unowed, unearned] = [BigInt(payment.overpaid), BigInt(payment.deferred)]
  return balanced(about(head, payment), [
    { account: overpayment(payment), currency, units: unowed },
    { account: deferred(payment), currency, units: unearned },
    { account: receivable(payment), currency, units: BigInt(amount) - unowed - unearned },
    { account: from, currency, units: -BigInt(amount) }
  ])
}

/** More was taken than is owed: it is the payer's. */
export const overpaid = (head: Head, surplus: Subject & Amount): Posted => move(about(head, surplus), surplus, receivable(surplus), overpayment(surplus))

/** Money was taken before it is earned. */
export const prepaid = (head: Head, payment: Subject & Amount & { readonly into: Landing }): Posted =>
  move(about(head, payment), payment, payment.into, deferred(payment))

/** What was prepaid is earned by a bill; what the bill is above it is owed. */
export const earned = (head: Head, billed: Billed & { readonly deferred: Money.Money }): Result.Result<Ledger.Transaction, Money.AmountTooLarge | Money.CurrencyMismatch> => {
  const { amount, currency } = Bill.total(billed.bill)
  if (billed.deferred.currency !== currency) return Result.fail(new Money.CurrencyMismatch({ left: currency, right: billed.deferred.currency }))
  const used = BigInt(Math.max(0, Math.min(amount, billed.deferred.amount)))
  return balanced(about(head, billed), [
    { account: deferred(billed), currency, units: used },
    { account: receivable(billed), currency, units: BigInt(amount) - used },
    ...earnings(billed, billed.bill)
  ])
}

/** Prepaid time was not used, and is owed to the payer. */
export const unused = (head: Head, rest: Subject & Amount): Posted => move(about(head, rest), rest, deferred(rest), overpayment(rest))

const refunds = (from: Landing): Account.Account => {
  switch (from._tag) {
    case "Cash":
      return { _tag: "RefundClearing", of: from.till }
    case "Clearing":
      return { _tag: "RefundClearing", of: from.gateway }
    case "Bank":
      return { _tag: "RefundClearing", of: from.name }
    case "PartnerReceivable":
      return { _tag: "RefundClearing", of: from.partnerId }
  }
}

type Back = Subject & Amount & { readonly from: Landing }

/**
 * What was prepaid is the house's, whatever becomes of it: of a cancellation, a time that was not used, a pass. Where it is
 * said to be taxed, the tax is in it, and half a minor unit of it goes to the even one.
 */
export const kept = (head: Head, rest: Subject & Amount & Place & { readonly taxRate?: string }): Posted => {
  const { amount: { amount, currency }, lotId, source, taxRate = "0" } = rest
  const { denominator, numerator } = Rational.parse(taxRate) ?? Rational.zero
  const units = BigInt(amount)
  const tax = Rational.round(Rational.make(units * numerator, numerator + denominator), "half-even")
  return balanced(about(head, rest), [
    { account: deferred(rest), currency, units },
    { account: { _tag: "Tax", lotId, rate: canonicalRate(taxRate) }, currency, units: 0n - tax },
    { account: { _tag: "Revenue", lotId, source }, currency, units: tax - units }
  ])
}

/** What is owed to the payer was asked to be refunded; a refund that fails is reversed. */
export const refundRequested = (head: Head, refund: Back): Posted => move(about(head, refund), refund, overpayment(refund), refunds(refund.from))

/** The refund left. */
export const refunded = (head: Head, refund: Back): Posted => move(about(head, refund), refund, refunds(refund.from), refund.from)

/** It was booked as left, and is on its way still. */
export const notRefunded = (head: Head, refund: Back): Posted => Result.map(refunded(head, refund), (transaction) => Ledger.reversed(head, transaction))

/** It did not leave: it is owed to the payer still. */
export const refundFailed = (head: Head, refund: Back): Posted => Result.map(refundRequested(head, refund), (transaction) => Ledger.reversed(head, transaction))

/** Who decided it is on record. */
type Authorised = Head & { readonly by: Party.Actor }

/** What is owed will not be paid: an exit with a balance that somebody allowed. */
export const writtenOff = (head: Authorised, loss: Subject & Amount & Pick<Place, "lotId">): Posted =>
  move(about(head, loss), loss, { _tag: "WriteOff", lotId: loss.lotId }, receivable(loss))

type Penalty = Amount & Pick<Place, "lotId"> & Extract<Ids.Subject, { readonly _tag: "Violation" }>
const violation = ({ violationId }: Penalty): Subject => ({ subject: { _tag: "Violation", violationId } })

/** A penalty is owed; it bears no tax. */
export const penalised = (head: Head, penalty: Penalty): Posted => {
  const of = violation(penalty)
  return move(about(head, of), penalty, receivable(of), { _tag: "Revenue", lotId: penalty.lotId, source: "violation" })
}

/** A penalty is owed no more. */
export const waived = (head: Authorised, penalty: Penalty): Posted => Result.map(penalised(head, penalty), (transaction) => Ledger.reversed(head, transaction))

/**
 * A merchant owes what its validation took off. `bill` is of the stay before validations: the tax that was taken off has
 * its rates, in its proportions.
 */
export const validated = (
  head: Head,
  { applied: { off }, bill, lotId, partnerId, source }: Place & { readonly partnerId: Party.PartnerId; readonly applied: Validation.Applied; readonly bill: Bill.Bill }
): Posted => {
  const { currency } = bill
  const gross = inUnits(bill, BigInt(off.gross))
  const tax = gross - inUnits(bill, BigInt(off.net))
  const weights = [...sums(bill.lines, ({ taxRate }) => canonicalRate(taxRate), taxOf)].filter(([, weight]) => weight > 0n)
  const [first = 1, ...others] = weights.map(([, weight]) => Number(weight))
  const shares = Money.split({ amount: Number(tax), currency }, [first, ...others])
  return balanced(head, [
    { account: { _tag: "PartnerReceivable", partnerId }, currency, units: gross },
    { account: { _tag: "Revenue", lotId, source }, currency, units: tax - gross },
    ...shares.map((share, index): Ledger.Posting => ({ account: { _tag: "Tax", lotId, rate: weights[index]?.[0] ?? "0" }, currency, units: -BigInt(share.amount) }))
  ])
}

/** A partner paid what it owes. */
export const partnerPaid = (head: Head, payment: Amount & { readonly partnerId: Party.PartnerId; readonly into: Landing }): Posted =>
  move(head, payment, payment.into, { _tag: "PartnerReceivable", partnerId: payment.partnerId })

type Disputed = Amount & { readonly gateway: string }
const chargeback = ({ gateway }: Disputed): Account.Account => ({ _tag: "Chargeback", gateway })

/** A payer's bank took the money back. */
export const chargedBack = (head: Head, disputed: Disputed): Posted => move(head, disputed, chargeback(disputed), { _tag: "Clearing", gateway: disputed.gateway })

/** It came back. */
export const chargebackWon = (head: Head, disputed: Disputed): Posted => move(head, disputed, { _tag: "Clearing", gateway: disputed.gateway }, chargeback(disputed))

/** It did not: it is owed again. */
export const chargebackLost = (head: Head, disputed: Disputed & Subject): Posted => move(about(head, disputed), disputed, receivable(disputed), chargeback(disputed))

/** A gateway paid out `amount`, and kept `fee` of it. */
export const paidOut = (
  head: Head,
  { amount, bank, fee, gateway }: Amount & { readonly gateway: string; readonly bank: string; readonly fee: Money.Money }
): Result.Result<Ledger.Transaction, Money.AmountTooLarge | Money.CurrencyMismatch> => {
  const { currency } = amount
  if (fee.currency !== currency) return Result.fail(new Money.CurrencyMismatch({ left: currency, right: fee.currency }))
  return balanced(head, [
    { account: { _tag: "Bank", name: bank }, currency, units: BigInt(amount.amount) - BigInt(fee.amount) },
    { account: { _tag: "GatewayFee", gateway }, currency, units: BigInt(fee.amount) },
    { account: { _tag: "Clearing", gateway }, currency, units: -BigInt(amount.amount) }
  ])
}
