/**
 * Where a ticket stands at an instant: what its stay costs, what was paid, what is due, and until when that holds.
 *
 * Guarantees: nothing is due within the exit grace; what is due is never negative; `due` is the same at every instant
 * from `at` up to `until`; nothing is both due and given back; what is given back is never above what was paid.
 */
import { Result } from "effect"
import { Money } from "../money/index.ts"
import { Bill, type Facts, Fee, Gaps, PriceFunction, Refund, Validation } from "../pricing/index.ts"
import { Instant } from "../time/index.ts"
import type { Terms } from "./Terms.ts"
import * as Ticket from "./Ticket.ts"

export interface Settlement {
  readonly at: Instant.Instant
  /**
   * The part of the stay that is being settled: all of it, or what follows the payment where terms say `anew`. Within
   * the exit grace, the part that the last payment settled.
   */
  readonly bill: Bill.Bill
  readonly paid: Money.Money
  readonly due: Money.Money
  /** What the terms give back of what was paid, if the vehicle leaves now. */
  readonly refund: Money.Money
  /** Validations that took something off, and what. */
  readonly validated: ReadonlyArray<Validation.Applied>
  /** The first instant at which something else may be due; absent when nothing will ever change. */
  readonly until?: Instant.Instant
}

/** What is known of the stay besides its ticket. */
export interface Known {
  /** What the vehicle did, as a charger says. */
  readonly phases?: ReadonlyArray<PriceFunction.Phase> | undefined
  /** Earlier visits of the same vehicle, where the tariff counts them with this one. */
  readonly earlier?: ReadonlyArray<PriceFunction.Visit> | undefined
}

/** Terms made ready to price. */
export interface Ready {
  readonly tariff: PriceFunction.Compiled
  readonly fees: ReadonlyArray<Fee.Compiled>
  /** What the tariff asks of a stay besides its time. */
  readonly asks: ReadonlySet<Gaps.Gap>
}

const known = new WeakMap<Terms, Ready>()

/** Terms made ready to price, once. No lot is opened on terms that cannot be. */
export const ready = (terms: Terms): Ready => {
  const before = known.get(terms)
  if (before !== undefined) return before
  const made: Ready = {
    tariff: Result.getOrThrow(PriceFunction.compile(terms.tariff)),
    fees: (terms.fees ?? []).map((fee) => Result.getOrThrow(Fee.compile(fee, terms.tariff))),
    asks: new Set(Gaps.askedBy(terms.tariff))
  }
  known.set(terms, made)
  return made
}

/** Who took a ticket has parked: a stay counts one second at least, so none slips out within the second it came in. */
const begun = (ticket: Ticket.Open, at: Instant.Instant): Instant.Instant =>
  Instant.Instant.make(Math.max(at, ticket.enteredAt + 1_000))

/** A part of a stay, and what belongs to it. */
interface Part {
  readonly from: Instant.Instant
  readonly validations: ReadonlyArray<Validation.Validation>
  readonly lost: boolean
  readonly overstayedFrom: Instant.Instant | undefined
  /** What was paid for it. */
  readonly credit: Money.Money
}

/** The part that is to be settled after its payments: where terms say `anew`, what follows the last of them. */
const partAfter = (ticket: Ticket.Open, terms: Terms): Part => {
  const { lostAt, overstayedFrom, validations } = ticket
  const credit = Ticket.paid(ticket, terms.tariff.currency)
  const last = terms.exitPolicy.afterGrace === "anew" ? Ticket.lastPayment(ticket) : undefined
  if (last === undefined) {
    return { from: ticket.enteredAt, validations: validations.map(({ validation }) => validation), lost: lostAt !== undefined, overstayedFrom, credit }
  }
  // A payment in the second of the entry paid for that second.
  const from = begun(ticket, last.at)
  return {
    from,
    validations: validations.filter(({ at }) => at >= last.at).map(({ validation }) => validation),
    lost: lostAt !== undefined && lostAt >= last.at,
    overstayedFrom: overstayedFrom === undefined ? undefined : Instant.Instant.make(Math.max(overstayedFrom, from)),
    credit: Ticket.paid({ payments: ticket.payments.filter(({ ahead, at }) => ahead === true && at >= last.at), refunds: [] }, terms.tariff.currency)
  }
}

const factsOf = ({ facts = {}, vehicle }: Ticket.Open, { lost, validations }: Part): Facts.Facts => ({
  ...facts,
  vehicle: vehicle.kind,
  ...(validations.length > 0 && { validation: validations.map(({ code }) => code) }),
  ...(lost && { lost: true })
})

interface Priced extends Pick<Settlement, "bill" | "validated"> {
  /** The first second at which the bill may come to something else. */
  readonly until: Instant.Instant | undefined
}

const earliest = (instants: ReadonlyArray<Instant.Instant | undefined>): Instant.Instant | undefined =>
  instants.reduce((least, each) => (least === undefined || (each !== undefined && each < least) ? each : least), undefined)

/** The stay's price alone, and with what validations that cover time leave of it, in their order. */
const pricesOf = ({ tariff }: Ready, from: Instant.Instant, context: PriceFunction.Context, validations: ReadonlyArray<Validation.Validation>): ReadonlyArray<PriceFunction.PriceFunction> => {
  const covers = validations.flatMap((each) => each.type !== "time" ? [] : [{ ...(each.upTo !== undefined && { upTo: each.upTo }), ...(each.during !== undefined && { during: each.during }) }])
  const prefixes = covers.map((_, index) => covers.slice(0, index + 1))
  return [undefined, ...prefixes, ...covers.map((cover) => [cover])].map((each) => tariff.from(from, each === undefined ? context : { ...context, covers: each }))
}

/** The time that a fee is charged for, if it is charged. */
const overOf = ({ fee }: Fee.Compiled, { from, lost, overstayedFrom }: Part, end: Instant.Instant): Fee.Over | undefined => {
  if (fee.kind === "lost-ticket") return lost ? { from, to: end } : undefined
  if (fee.kind === "overstay") return overstayedFrom === undefined || end <= overstayedFrom ? undefined : { from: overstayedFrom, to: end }
  return fee.kind === "event" ? { from, to: end } : undefined
}

/** The bill of `part` as it is at `end`, with its validations and fees. */
const price = (terms: Terms, ticket: Ticket.Open, part: Part, known: Known, end: Instant.Instant): Result.Result<Priced, PriceFunction.Rejection> => {
  const made = ready(terms)
  const { validations } = part
  const facts = factsOf(ticket, part)
  const context: PriceFunction.Context = { ...known, facts }
  const prices = pricesOf(made, part.from, context, validations)
  const changes = earliest(prices.map((each) => each.nextChange(end)))
  const stay = Validation.price(made.tariff, { entry: part.from, exit: end, context }, { combine: terms.validations ?? "all", of: validations })
  return made.fees.reduce<Result.Result<Priced, PriceFunction.Rejection>>(
    (before, fee) => Result.flatMap(before, (priced) => {
      const over = overOf(fee, part, end)
      if (over === undefined) return Result.succeed(priced)
      const moves = "rate" in fee.fee.charge || fee.fee.when !== undefined
      return Result.map(fee.on(priced.bill, { ...over, facts, ...(known.phases !== undefined && { phases: known.phases }) }), (bill) =>
        ({ ...priced, bill, until: moves ? earliest([priced.until, Instant.ofSeconds(Instant.seconds(end) + 1)]) : priced.until }))
    }),
    Result.map(stay, ({ applied, bill }) => ({ bill, validated: applied, until: changes }))
  )
}

/** The ticket as the payment at `at` found it, but for the payment. */
const paidFor = (ticket: Ticket.Open, payment: Ticket.Payment): Ticket.Open => {
  const { lostAt, overstayedFrom, ...rest } = ticket
  return {
    ...rest,
    ...(lostAt !== undefined && lostAt <= payment.at && { lostAt }),
    ...(overstayedFrom !== undefined && overstayedFrom <= payment.at && { overstayedFrom }),
    payments: ticket.payments.filter((each) => each !== payment),
    validations: ticket.validations.filter(({ at }) => at <= payment.at)
  }
}

/** What `ticket` owes at `at` on its `terms`. */
export const settle = (ticket: Ticket.Open, terms: Terms, at: Instant.Instant, more: Known = {}): Result.Result<Settlement, PriceFunction.Rejection> => {
  const paid = Ticket.paid(ticket, terms.tariff.currency)
  const nothing = Money.zero(paid.currency)
  const last = Ticket.lastPayment(ticket)
  if (ticket._tag === "Paid" && last !== undefined && at < ticket.leaveBy) {
    const before = paidFor(ticket, last)
    return Result.map(price(terms, before, partAfter(before, terms), more, begun(ticket, last.at)), ({ bill, validated }) =>
      ({ at, bill, validated, paid, due: nothing, refund: nothing, until: ticket.leaveBy }))
  }
  const part = partAfter(ticket, terms)
  return Result.map(price(terms, ticket, part, more, begun(ticket, at)), ({ bill, until, validated }) => {
    const balance = Bill.total(bill).amount - part.credit.amount
    return {
      at,
      bill,
      validated,
      paid,
      due: { amount: Math.max(0, balance), currency: bill.currency },
      refund: balance >= 0 || terms.refund === undefined ? nothing : Refund.payOut(terms.refund, { amount: 0 - balance, currency: bill.currency }),
      ...(until === undefined ? {} : { until })
    }
  })
}

/** From when on the stay is an overstay, by its terms. */
export const mayStayUntil = ({ enteredAt, until }: Ticket.Open, { stayLimit }: Terms): Instant.Instant | undefined => {
  if (stayLimit === undefined) return undefined
  const { lateStop, longest } = stayLimit
  return earliest([
    longest === undefined ? undefined : Instant.Instant.make(enteredAt + longest),
    until === undefined || lateStop === undefined ? undefined : Instant.Instant.make(until + lateStop)
  ])
}
