/**
 * Accounts of the ledger, each with a text that names it for good.
 *
 * Guarantees: an account's code reads back as the account.
 */
import { Schema } from "effect"
import { Lot, Name } from "../lot/index.ts"
import { Rational } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { Ids } from "../lifecycle/index.ts"
import { Till } from "./Method.ts"

const name = Name.upTo(80)

/** What revenue is for. */
export const Source = Schema.Literals(["stay", "reservation", "pass", "violation", "fee", "charging"])
export type Source = typeof Source.Type

/** A tax rate as a fraction in lowest terms: "0.19", never "0.190". */
export const Rate = Schema.String.pipe(Schema.check(Schema.makeFilter((text: string) => {
  const rate = Rational.parse(text)
  return (rate !== undefined && rate.numerator >= 0n && Rational.format(rate) === text) || `expected a tax rate as a fraction in lowest terms, such as "0.19"`
})))

export const Account = Schema.TaggedUnion({
  /** What a gateway took and has not paid out. */
  Clearing: { gateway: name },
  Cash: { till: Till },
  Bank: { name },
  /** What a driver owes for a stay, a reservation, a pass, a violation. */
  Receivable: { subject: Ids.Subject },
  /** What a merchant, a company, a platform owes. */
  PartnerReceivable: { partnerId: Party.PartnerId },
  Revenue: { lotId: Lot.LotId, source: Source },
  Tax: { lotId: Lot.LotId, rate: Rate },
  /** Paid ahead and not earned. */
  Deferred: { subject: Ids.Subject },
  /** Owed to who paid too much. */
  Overpayment: { subject: Ids.Subject },
  WriteOff: { lotId: Lot.LotId },
  /** Refunds asked for, of the gateway or till `of`, that have not left. */
  RefundClearing: { of: name },
  /** Taken back by payers' banks. */
  Chargeback: { gateway: name },
  /** What gateways keep for their work. */
  GatewayFee: { gateway: name }
}).annotate({ identifier: "LedgerAccount" })
export type Account = typeof Account.Type
export type Of<Tag extends Account["_tag"]> = Extract<Account, { readonly _tag: Tag }>

const escape = (text: string): string => text.replaceAll("%", "%25").replaceAll(":", "%3A")
const unescape = (text: string): string => text.replaceAll("%3A", ":").replaceAll("%25", "%")

const subjectParts = (subject: Ids.Subject): ReadonlyArray<string> => {
  switch (subject._tag) {
    case "Stay":
      return ["stay", subject.ticketId]
    case "Reservation":
      return ["reservation", subject.reservationId]
    case "Pass":
      return ["pass", subject.passId]
    case "Violation":
      return ["violation", subject.violationId]
  }
}

const parts = (account: Account): ReadonlyArray<string> => {
  switch (account._tag) {
    case "Clearing":
      return ["clearing", account.gateway]
    case "Cash":
      return ["cash", account.till]
    case "Bank":
      return ["bank", account.name]
    case "Receivable":
      return ["receivable", ...subjectParts(account.subject)]
    case "PartnerReceivable":
      return ["partner", account.partnerId]
    case "Revenue":
      return ["revenue", account.lotId, account.source]
    case "Tax":
      return ["tax", account.lotId, account.rate]
    case "Deferred":
      return ["deferred", ...subjectParts(account.subject)]
    case "Overpayment":
      return ["overpayment", ...subjectParts(account.subject)]
    case "WriteOff":
      return ["write-off", account.lotId]
    case "RefundClearing":
      return ["refunds", account.of]
    case "Chargeback":
      return ["chargeback", account.gateway]
    case "GatewayFee":
      return ["gateway-fee", account.gateway]
  }
}

/** "clearing:stripe", "revenue:<lot>:stay": never changed, since it is stored. */
export const code = (account: Account): string => parts(account).map(escape).join(":")

const subjectOf = (kind: string | undefined, id: string | undefined): unknown => {
  switch (kind) {
    case "stay":
      return { _tag: "Stay", ticketId: id }
    case "reservation":
      return { _tag: "Reservation", reservationId: id }
    case "pass":
      return { _tag: "Pass", passId: id }
    default:
      return { _tag: "Violation", violationId: id }
  }
}

const untyped = (kind: string | undefined, one: string | undefined, two: string | undefined): unknown => {
  switch (kind) {
    case "clearing":
      return { _tag: "Clearing", gateway: one }
    case "cash":
      return { _tag: "Cash", till: one }
    case "bank":
      return { _tag: "Bank", name: one }
    case "receivable":
      return { _tag: "Receivable", subject: subjectOf(one, two) }
    case "partner":
      return { _tag: "PartnerReceivable", partnerId: one }
    case "revenue":
      return { _tag: "Revenue", lotId: one, source: two }
    case "tax":
      return { _tag: "Tax", lotId: one, rate: two }
    case "deferred":
      return { _tag: "Deferred", subject: subjectOf(one, two) }
    case "overpayment":
      return { _tag: "Overpayment", subject: subjectOf(one, two) }
    case "write-off":
      return { _tag: "WriteOff", lotId: one }
    case "refunds":
      return { _tag: "RefundClearing", of: one }
    case "chargeback":
      return { _tag: "Chargeback", gateway: one }
    case "gateway-fee":
      return { _tag: "GatewayFee", gateway: one }
    default:
      return undefined
  }
}

const isAccount = Schema.is(Account)

/** The account that `text` names; `undefined` where it names none. */
export const parse = (text: string): Account | undefined => {
  const [kind, one, two] = text.split(":").map(unescape)
  const account = untyped(kind, one, two)
  // One text for each account: what is written otherwise, or goes on, is none.
  return isAccount(account) && code(account) === text ? account : undefined
}
