/** What becomes of validations that were redeemed: given back with a voided ticket, settled with a stay that is billed. */
import { Effect, Result, Schema } from "effect"
import { Coupon, Programme } from "../../merchant/index.ts"
import { Party } from "../../party/index.ts"
import { type Ledger, Posting } from "../../payment/index.ts"
import { type Change, type Commit, Journal } from "../../ports/index.ts"
import { Bill, type Validation } from "../../pricing/index.ts"
import type { Ticket } from "../../ticket/index.ts"
import type { Instant } from "../../time/index.ts"
import { change } from "../change.ts"
import { unlessBehind } from "../decideAgain.ts"
import { head, isBilled, isPartly, stay, written } from "../payment/booked.ts"
import { type Quote, settleOn } from "../ticket/quote.ts"

type Of<Tag extends Ticket.Redeemed["_tag"]> = Extract<Ticket.Redeemed, { readonly _tag: Tag }>

/** What a ticket carries with what it was redeemed of, by whom that is. */
const redeemedOf = <Tag extends Ticket.Redeemed["_tag"]>({ validations }: Ticket.Open, tag: Tag, id: (redeemed: Of<Tag>) => string) => {
  const isOf = (redeemed: Ticket.Redeemed | undefined): redeemed is Of<Tag> => redeemed?._tag === tag
  const all = validations.flatMap(({ redeemed, validation: { code } }) => isOf(redeemed) ? [{ code, redeemed }] : [])
  return Map.groupBy(all, ({ redeemed }) => id(redeemed))
}

/** What follows of each; nothing where it is refused. */
const followed = <A, E, R>(all: ReadonlyArray<A>, at: Instant.Instant, decide: (one: A) => Result.Result<ReadonlyArray<R>, E>) =>
  Effect.map(Effect.forEach(all, (one) => unlessBehind(decide(one), at)), (decided) => decided.flatMap((each) => Result.getOrElse(each, () => [])))

const ofCoupons = (ticket: Ticket.Open) => redeemedOf(ticket, "Coupon", ({ couponId }) => couponId)
const ofProgrammes = (ticket: Ticket.Open) => redeemedOf(ticket, "Programme", ({ programmeId }) => programmeId)

/** A ticket is voided: what was redeemed on it may be used again. Redemptions that nobody remembers any more stay. */
export const givenBack = Effect.fnUntraced(function*(ticket: Ticket.Open, at: Instant.Instant) {
  const journal = yield* Journal
  const changes: Array<Change> = []
  for (const [id, all] of ofCoupons(ticket)) {
    const before = yield* journal.load("Coupon", id)
    if (before._tag === "Absent") continue
    const events = yield* followed(all, at, ({ redeemed: { redemptionId } }) => Coupon.release({ _tag: "Release", at, redemptionId }, before))
    changes.push(change("Coupon", id, before, events))
  }
  for (const [id, all] of ofProgrammes(ticket)) {
    const before = yield* journal.load("Programme", id)
    if (before._tag === "Absent") continue
    const events = yield* followed(all, at, ({ redeemed: { redemptionId } }) => Programme.release({ _tag: "Release", at, redemptionId }, before))
    changes.push(change("Programme", id, before, events))
  }
  return changes
})

/** What was taken off, in units of the currency. */
const amountOf = (bill: Bill.Bill, off: Validation.Applied["off"] | undefined) => Bill.total({ ...bill, gross: off?.gross ?? 0 })

/** What is held for the ticket counts what it took off from now on. */
const settled = Effect.fnUntraced(function*({ at, bill, ticket }: Quote, applied: ReadonlyArray<Validation.Applied>) {
  const changes: Array<Change> = []
  for (const [id, all] of ofProgrammes(ticket)) {
    const before = yield* (yield* Journal).load("Programme", id)
    if (before._tag === "Absent") continue
    const events = yield* followed(all, at, ({ code, redeemed: { redemptionId } }) => {
      const held = before.grants.find((grant) => grant.id === redemptionId)
      if (held?._tag !== "Held") return Result.succeed([])
      const { amount, currency } = amountOf(bill, applied.find((each) => each.code === code)?.off)
      const took = { amount: Math.min(amount, held.worth.amount), currency }
      return Programme.settle({ _tag: "Settle", at, redemptionId, applied: took }, before)
    })
    changes.push(change("Programme", id, before, events))
  }
  return changes
})

const isPartner = Schema.is(Party.PartnerId)

/** The bill before anything was taken off it: what was taken off has its taxes. */
const unvalidated = Effect.fnUntraced(function*({ at, bill, terms, ticket }: Quote) {
  const { fees: _fees, validations: _validations, ...bare } = terms
  return yield* Effect.match(settleOn(ticket, bare, at), { onSuccess: (quoted) => quoted.bill, onFailure: () => bill })
})

/** What was taken off is owed by the merchants who gave it. */
const owed = Effect.fnUntraced(function*(quoted: Quote, applied: ReadonlyArray<Validation.Applied>, by: Party.Actor) {
  const transactions: Array<Ledger.Transaction> = []
  const merchants = applied.flatMap((each) => isPartner(each.payer) && each.off.gross > 0 ? [{ applied: each, partnerId: each.payer }] : [])
  if (merchants.length === 0) return transactions
  const { at, ticket } = quoted
  const bill = yield* unvalidated(quoted)
  for (const merchant of merchants) {
    const about = { ...yield* head(at, by), ...stay(ticket), memo: merchant.applied.code }
    transactions.push(yield* written(Posting.validated(about, { ...merchant, lotId: ticket.lotId, source: "stay", bill })))
  }
  return transactions
})

const billed = Effect.fnUntraced(function*(quoted: Quote, applied: ReadonlyArray<Validation.Applied>, by: Party.Actor) {
  if (quoted.ticket.validations.length === 0) return { changes: [], transactions: [] }
  return { changes: yield* settled(quoted, applied), transactions: yield* owed(quoted, applied, by) } satisfies Partial<Commit>
})

/** A part of the stay is paid, and billed with it where terms say `anew`: so is what was taken off it. */
export const settledByPart = (quoted: Quote, by: Party.Actor) => billed(isPartly(quoted) ? quoted : { ...quoted, ticket: { ...quoted.ticket, validations: [] } }, quoted.validated, by)

/** The stay is over: what was taken off is settled as far as it was not, and what took off nothing is free again. */
export const settledByExit = (quoted: Quote, by: Party.Actor, isPaidNow: boolean) => {
  const isSettled = isPaidNow && isPartly(quoted)
  const left = isSettled ? { ...quoted, ticket: { ...quoted.ticket, validations: [] } } : quoted
  return billed(left, isBilled(quoted, isPaidNow) ? [] : quoted.validated, by)
}
