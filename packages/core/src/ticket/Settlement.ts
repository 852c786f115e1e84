/**
 * Where a ticket stands at an instant: what its stay costs, what was paid, what is due, and until when that holds.
 *
 * Guarantees: nothing is due within the exit grace; what is due is never negative; `due` is the same at every instant
 * from `at` up to `until`; within the exit grace the bill comes to what the payment settled; nothing is both due and
 * given back; what is given back is never above what was paid.
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
  /** What the bill comes to, less what was paid for it; what was given back is due again. */
  readonly due: Money.Money
  /** What was paid for it above what the bill comes to: the payer's, if the vehicle leaves now. */
  readonly surplus: Money.Money
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

const made = new WeakMap<Terms, Ready>()

/** Terms made ready to price, once. No lot is opened on terms that cannot be. */
export const ready = (terms: Terms): Ready => {
  const before = made.get(terms)
  if (before !== undefined) return before
  const now: Ready = {
    tariff: Result.getOrThrow(PriceFunction.compile(terms.tariff)),
    fees: (terms.fees ?? []).map((fee) => Result.getOrThrow(Fee.compile(fee, terms.tariff))),
    asks: new Set(Gaps.askedBy(terms.tariff))
  }
  made.set(terms, now)
  return now
}

/** Who took a ticket has parked: a stay counts one second at least, so none slips out within the second it came in. */
const begun = (ticket: Ticket.Open, at: Instant.Instant): Instant.Instant =>
  Instant.Instant.make(Math.max(at, ticket.enteredAt + 1_000))

/** A time that a fee is charged for; up to now, where it has no end. */
interface Span {
  readonly from: Instant.Instant
  readonly to?: Instant.Instant | undefined
}

/** When a ticket overstayed, from an instant on. */
const overstays = ({ earlier = [], since, until }: NonNullable<Ticket.Open["overstay"]>, from: Instant.Instant): ReadonlyArray<Span> =>
  [...earlier, { since, until }].flatMap((one) => {
    const begin = Instant.Instant.make(Math.max(one.since, from))
    return one.until !== undefined && one.until <= begin ? [] : [{ from: begin, to: one.until }]
  })

/** A part of a stay, and what belongs to it. */
interface Part {
  readonly from: Instant.Instant
  /** What was before it is settled. */
  readonly isContinued: boolean
  readonly validations: ReadonlyArray<Validation.Validation>
  readonly lost: boolean
  readonly overstay: { readonly spans: ReadonlyArray<Span>; readonly isSettled: boolean } | undefined
  /** What was paid for it, less what was given back. */
  readonly credit: Money.Money
}

/** Where the last payment at the place stands among a ticket's payments: the exit grace begins with it. */
const lastAtThePlace = ({ payments }: Ticket.Open): number => payments.findLastIndex(({ ahead }) => ahead !== true)

/** The part that is to be settled after its payments: where terms say `anew`, what follows the last at the place. */
const partAfter = (ticket: Ticket.Open, terms: Terms): Part => {
  const { lost, overstay, payments, refunds, validations } = ticket
  const settled = terms.exitPolicy.afterGrace === "anew" ? lastAtThePlace(ticket) : -1
  const isLater = ({ paymentsBefore }: { readonly paymentsBefore: number }) => paymentsBefore > settled
  const last = payments[settled]
  // A payment in the second of the entry paid for that second.
  const from = last === undefined ? ticket.enteredAt : begun(ticket, last.at)
  return {
    from,
    isContinued: last !== undefined,
    validations: validations.filter(isLater).map(({ validation }) => validation),
    lost: lost !== undefined && isLater(lost),
    overstay: overstay === undefined ? undefined
      : isLater(overstay) ? { spans: overstays(overstay, Instant.Instant.make(0)), isSettled: false }
      : { spans: overstays(overstay, from), isSettled: true },
    credit: Ticket.paid({ payments: payments.slice(settled + 1), refunds: refunds.filter(isLater) }, terms.tariff.currency)
  }
}

const factsOf = ({ facts = {}, vehicle }: Ticket.Open, { lost, validations }: Part): Facts.Facts => {
  const codes = [...[facts.validation ?? []].flat(), ...validations.map(({ code }) => code)]
  return {
    ...facts,
    vehicle: vehicle.kind,
    ...(codes.length > 0 && { validation: codes }),
    ...(lost && { lost: true })
  }
}

interface Priced extends Pick<Settlement, "bill" | "validated"> {
  /** The first instant at which the bill may come to something else. */
  readonly until: Instant.Instant | undefined
}

const earliest = (instants: ReadonlyArray<Instant.Instant | undefined>): Instant.Instant | undefined =>
  instants.reduce((least, each) => (least === undefined || (each !== undefined && each < least) ? each : least), undefined)

/** When a fee is charged; never where it is none of this part. */
const chargedFor = ({ fee }: Fee.Compiled, { from, isContinued, lost, overstay }: Part): ReadonlyArray<Span> => {
  if (fee.kind === "lost-ticket") return lost ? [{ from }] : []
  // An amount is charged once of a ticket, a rate for as long as it lasts.
  const isOnce = "amount" in fee.charge
  if (fee.kind === "overstay") return overstay === undefined || (overstay.isSettled && isOnce) ? [] : isOnce ? overstay.spans.slice(0, 1) : overstay.spans
  return fee.kind === "event" && !(isContinued && isOnce) ? [{ from }] : []
}

/** `priced` with `fee` on it, for as long as it is charged. */
const withFee = (fee: Fee.Compiled, priced: Priced, part: Part, over: Omit<Fee.Over, "from">): Result.Result<Priced, PriceFunction.Rejection> =>
  chargedFor(fee, part).reduce<Result.Result<Priced, PriceFunction.Rejection>>((before, { from, to }) => Result.flatMap(before, (sum) => {
    if (over.to < from) return Result.succeed({ ...sum, until: earliest([sum.until, from]) })
    const isOver = to !== undefined && to <= over.to
    const during = { ...over, from, to: isOver ? to : over.to }
    return Result.map(fee.on(sum.bill, during), (bill) => ({ ...sum, bill, until: isOver ? sum.until : earliest([sum.until, to, fee.nextChange(during)]) }))
  }), Result.succeed(priced))

/** The bill of `part` as it is at `end`, with its validations and fees. */
const price = (terms: Terms, ticket: Ticket.Open, part: Part, { earlier, phases }: Known, end: Instant.Instant): Result.Result<Priced, PriceFunction.Rejection> => {
  const { fees, tariff } = ready(terms)
  const facts = factsOf(ticket, part)
  const context: PriceFunction.Context = { facts, earlier, phases }
  // Every price that is asked for: as long as none of them changes, what is made of them does not.
  const asked: Array<PriceFunction.PriceFunction> = []
  const watched: PriceFunction.Compiled = {
    ...tariff,
    from: (...given) => {
      const one = tariff.from(...given)
      asked.push(one)
      return one
    }
  }
  const { validations: combine } = terms
  const stay = Validation.price(watched, { entry: part.from, exit: end, context }, combine === undefined ? { combine: "all", of: [] } : { combine, of: part.validations })
  return fees.reduce<Result.Result<Priced, PriceFunction.Rejection>>(
    (before, fee) => Result.flatMap(before, (priced) => withFee(fee, priced, part, { to: end, facts, ...(phases !== undefined && { phases }) })),
    Result.map(stay, ({ applied, bill }) => ({ bill, validated: applied, until: earliest(asked.map((each) => each.nextChange(end))) }))
  )
}

/** The ticket as payment number `index` found it. */
const before = (ticket: Ticket.Open, index: number): Ticket.Open => {
  const { lost, overstay, ...rest } = ticket
  const isBefore = ({ paymentsBefore }: { readonly paymentsBefore: number }) => paymentsBefore <= index
  return {
    ...rest,
    ...(lost !== undefined && isBefore(lost) && { lost }),
    ...(overstay !== undefined && isBefore(overstay) && { overstay }),
    payments: ticket.payments.slice(0, index),
    refunds: ticket.refunds.filter(isBefore),
    validations: ticket.validations.filter(isBefore)
  }
}

/** What the terms give back of `surplus`, as far as it was paid. */
const givenBack = ({ refund, tariff: { currency } }: Terms, surplus: number): Money.Money =>
  refund === undefined || surplus <= 0 ? Money.zero(currency) : Refund.payOut(refund, { amount: surplus, currency })

/** What `ticket` owes at `at` on its `terms`. */
export const settle = (ticket: Ticket.Open, terms: Terms, at: Instant.Instant, known: Known = {}): Result.Result<Settlement, PriceFunction.Rejection> => {
  const { currency } = terms.tariff
  const paid = Ticket.paid(ticket, currency)
  const index = lastAtThePlace(ticket)
  const payment = ticket.payments[index]
  if (ticket._tag === "Paid" && payment !== undefined && at < ticket.leaveBy) {
    const found = before(ticket, index)
    const since = Ticket.paid({ payments: ticket.payments.slice(index + 1), refunds: [] }, currency)
    return Result.map(price(terms, found, partAfter(found, terms), known, begun(ticket, payment.at)), ({ bill, validated }) =>
      ({ at, bill, validated, paid, due: Money.zero(currency), surplus: since, refund: givenBack(terms, since.amount), until: ticket.leaveBy }))
  }
  const part = partAfter(ticket, terms)
  return Result.map(price(terms, ticket, part, known, begun(ticket, at)), ({ bill, until, validated }) => {
    const balance = Bill.total(bill).amount - part.credit.amount
    return {
      at,
      bill,
      validated,
      paid,
      due: { amount: Math.max(0, balance), currency },
      surplus: { amount: Math.max(0, 0 - balance), currency },
      // What a visit adds to earlier ones may be negative: nobody is given back what was not paid.
      refund: givenBack(terms, Math.min(part.credit.amount, 0 - balance)),
      ...(until === undefined ? {} : { until })
    }
  })
}

/** From when on the stay is an overstay, by its terms. The end of a reservation has its tolerance in it. */
export const mayStayUntil = ({ basis, enteredAt, until }: Ticket.Open, { stayLimit }: Terms): Instant.Instant | undefined => {
  if (stayLimit === undefined) return undefined
  const { lateStop, longest } = stayLimit
  const isReserved = basis?._tag === "Reservation"
  return earliest([
    longest === undefined ? undefined : Instant.Instant.make(enteredAt + longest),
    until === undefined || lateStop === undefined ? undefined : Instant.Instant.make(isReserved ? until : until + lateStop)
  ])
}
