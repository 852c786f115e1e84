/** The ledger's transactions of what happens to a stay. */
import { Effect, type Result } from "effect"
import type { Ids } from "../../lifecycle/index.ts"
import type { Money } from "../../money/index.ts"
import type { Party } from "../../party/index.ts"
import { Ledger, type Payment, Posting } from "../../payment/index.ts"
import { Books, key, type Sought } from "../../ports/index.ts"
import { Bill } from "../../pricing/index.ts"
import type { Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { seen } from "../change.ts"
import { allUnder, everyPage } from "../everyPage.ts"
import { newId } from "../newId.ts"
import type { Quote } from "../ticket/quote.ts"

/** The head of a transaction, with an id of its own. */
export const head = (at: Instant.Instant, by: Party.Actor) => Effect.map(newId, (id) => ({ id: Ledger.TransactionId.make(id), at, by }))

/** Transactions of amounts that bills and payments were made of: they are no larger. */
export const written = (transaction: Result.Result<Ledger.Transaction, Money.AmountTooLarge | Money.CurrencyMismatch>) => Effect.orDie(Effect.fromResult(transaction))

export const stay = ({ id }: Pick<Ticket.Ticket, "id">): { readonly subject: Ids.Subject } => ({ subject: { _tag: "Stay", ticketId: id } })

const billOf = ({ bill, ticket }: Quote) => ({ ...stay(ticket), lotId: ticket.lotId, source: "stay" as const, bill })

/** A part of the stay is over and paid. Overtime of a reservation is always of the whole stay. */
export const isPartly = ({ terms, ticket }: Quote): boolean => terms.exitPolicy.afterGrace === "anew" && ticket.basis?._tag !== "Reservation"

/** What is due was paid. Where terms say `anew`, the part of the stay that it was for is billed with it. */
export const paidBooked = Effect.fnUntraced(function*(quoted: Quote, payment: Parameters<typeof Posting.landing>[0], by: Party.Actor) {
  const { at, due, ticket } = quoted
  const captured = yield* written(Posting.captured(yield* head(at, by), { ...stay(ticket), amount: due, into: Posting.landing(payment) }))
  return isPartly(quoted) ? [yield* written(Posting.charged(yield* head(at, by), billOf(quoted))), captured] : [captured]
})

/** The part that is settled was billed with its payment, which is not long ago. */
const isWithinGrace = (quoted: Quote): boolean => isPartly(quoted) && quoted.ticket._tag === "Paid" && quoted.at < quoted.ticket.leaveBy

/** The part that is settled was billed before, or is with what is committed. */
export const isBilled = (quoted: Quote, isPaidNow: boolean): boolean => isWithinGrace(quoted) || (isPaidNow && isPartly(quoted))

/** The stay is over: it is billed as far as it was not, what is waived is written off, and what was paid too much is owed back. */
export const exitBooked = Effect.fnUntraced(function*(quoted: Quote, by: Party.Actor, isPaidNow = false) {
  const { at, bill, due, surplus, ticket } = quoted
  return yield* Effect.all([
    ...(isBilled(quoted, isPaidNow) || Bill.total(bill).amount === 0 ? [] : [Effect.flatMap(head(at, by), (each) => written(Posting.charged(each, billOf(quoted))))]),
    ...(due.amount === 0 ? [] : [Effect.flatMap(head(at, by), (each) => written(Posting.writtenOff({ ...each, by }, { ...stay(ticket), lotId: ticket.lotId, amount: due })))]),
    ...(surplus.amount === 0 ? [] : [Effect.flatMap(head(at, by), (each) => written(Posting.overpaid(each, { ...stay(ticket), amount: surplus })))])
  ])
})

/** What is owed back of payments that are in doubt: it goes back once they are judged. */
const claimed = (payments: ReadonlyArray<Payment.Payment>): number =>
  payments.flatMap((payment) => "refunds" in payment ? payment.refunds : []).reduce((sum, { _tag, amount }) => _tag === "Owed" ? sum + amount.amount : sum, 0)

/**
 * How something stands in the ledger: `unclaimed` of what is owed to its payer waits for no judgement, and goes back first.
 * And what must not change for it to stand so: who gives money back changes its payment.
 */
export const standingOf = Effect.fnUntraced(function*(subject: Ids.Subject, currency: Money.Currency) {
  // Before the ledger: what is booked after they were read has changed one of them.
  const payments = yield* allUnder("Payment", key.subject(subject))
  const { transactions } = yield* Books
  const all = yield* everyPage((page: Pick<Sought, "after" | "limit">) => transactions({ subject, ...page }))
  // Sums of amounts of one subject: each was checked when it was written.
  const standing = yield* Effect.orDie(Effect.fromResult(Ledger.standing(Ledger.balances(all), subject, currency)))
  return { ...standing, payments, unclaimed: Math.max(0, standing.overpaid.amount - claimed(payments)), unchanged: payments.map((payment) => seen("Payment", payment)) }
})
