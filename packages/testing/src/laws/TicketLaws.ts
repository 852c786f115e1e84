/** Laws of the ticket and of what it owes, over everything drivers and staff may try on any terms. */
import type { Decider } from "@parkade/core/lifecycle"
import { Money } from "@parkade/core/money"
import { type Fee, type PriceFunction, Tariff, type Validation } from "@parkade/core/pricing"
import { Settlement, type Terms, Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { commandOf, type Intent, intents, terms, ticketEvent } from "../arbitraries/Ticket.ts"
import { type DeciderCase, type DeciderSchemas, play, type Played } from "./DeciderLaws.ts"
import { Reference } from "../reference/index.ts"
import { type Law, show } from "./Law.ts"

/** Every state of a ticket, and its events. */
export const ticketSchemas: DeciderSchemas<Ticket.State, Ticket.Event> = {
  state: Schema.toType(Schema.Union([Schema.Struct({ _tag: Schema.Literal("Unissued") }), Ticket.Ticket])),
  event: Schema.toType(Ticket.Event)
}

type Unsettled = PriceFunction.Rejection

/** The ticket's decider as the operations use it: what is due is settled on `terms` first, then it is decided. */
export const settling = (terms: Terms.Terms): Decider<Intent, Ticket.State, Ticket.Event, Ticket.Rejection | Unsettled> => ({
  ...Ticket.decider,
  decide: (intent, state) => {
    if (intent._tag === "Admit") return Ticket.decide(intent, state)
    const settled: Result.Result<Money.Money, Unsettled> = Ticket.isOpen(state) && intent.at >= Ticket.lastChange(state)
      ? Result.map(Settlement.settle(state, terms, intent.at), ({ due }) => due)
      : Result.succeed(Money.zero(terms.tariff.currency))
    const since = Ticket.isOpen(state) ? Settlement.mayStayUntil(state, terms) : undefined
    return Result.flatMap(settled, (due): Result.Result<ReadonlyArray<Ticket.Event>, Ticket.Rejection> =>
      Ticket.decide(commandOf(intent, state, due, { ...terms.exitPolicy, since }), state))
  }
})

export interface TicketCase {
  readonly terms: Terms.Terms
  readonly intents: ReadonlyArray<Intent>
  /** Milliseconds after the last change at which a ticket is looked at. */
  readonly lookAfter: number
}

/** Histories on any terms. */
export const ticketCase = (): fc.Arbitrary<TicketCase> =>
  fc.record({ terms: terms(), intents: intents(), lookAfter: fc.oneof(fc.constantFrom(0, 1, 500, 1_000), fc.integer({ min: 0, max: 9_000_000 }), fc.integer({ min: 0, max: 2_000_000_000 })) })

/** Cases for the decider laws of {@link settling}. */
export const settlingCase = (): fc.Arbitrary<DeciderCase<Intent, Ticket.Event>> =>
  fc.record({ commands: intents(), event: ticketEvent(), cut: fc.nat(6) })

const later = (instant: number, millis: number) => Instant.Instant.make(instant + millis)

interface Step extends Played<Intent, Ticket.State, Ticket.Event> {
  /** All that happened before. */
  readonly past: ReadonlyArray<Ticket.Event>
}

const eachStep = (name: string, look: (step: Step, input: TicketCase) => string | undefined): Law<TicketCase> => ({
  name,
  counterexample: (input) => {
    let past: ReadonlyArray<Ticket.Event> = []
    for (const step of play(settling(input.terms), input.intents)) {
      const found = look({ ...step, past }, input)
      if (found !== undefined) return found
      past = [...past, ...step.events]
    }
    return undefined
  }
})

interface Looked {
  readonly settlement: Settlement.Settlement
  readonly ticket: Ticket.Open
  readonly books: Books
  readonly input: TicketCase
}

/** Looks at every open ticket of the history, some time after its last change. */
const eachSettlement = (name: string, look: (looked: Looked) => string | undefined): Law<TicketCase> =>
  eachStep(name, ({ after, events, past }, input) => {
    if (!Ticket.isOpen(after)) return undefined
    const settled = Settlement.settle(after, input.terms, later(Ticket.lastChange(after), input.lookAfter))
    return Result.isSuccess(settled) ? look({ settlement: settled.success, ticket: after, books: booksOf([...past, ...events], input.terms), input }) : undefined
  })

/** What a bookkeeper knows of a ticket who reads its events in their order, and no more of the code than their names. */
interface Books {
  readonly vehicle: string
  readonly enteredAt: number
  /** Where the part of the stay begins that is not settled. */
  readonly from: number
  /** Paid for that part, less what was given back. */
  readonly credit: number
  readonly validations: ReadonlyArray<Validation.Validation>
  readonly isLost: boolean
  /** When it overstayed; `to` is missing while it does. What is charged once is charged with the first. */
  readonly overstays: ReadonlyArray<{ readonly since: number; readonly to?: number }>
  readonly hasOverstayed: boolean
  /** The first is not settled. */
  readonly isNew: boolean
  readonly isContinued: boolean
  /** Nothing is due before this. */
  readonly leaveBy: number
}

const nobody: Books = { vehicle: "", enteredAt: 0, from: 0, credit: 0, validations: [], isLost: false, overstays: [], hasOverstayed: false, isNew: false, isContinued: false, leaveBy: -Infinity }

const booked = (terms: Terms.Terms) => (books: Books, event: Ticket.Event): Books => {
  switch (event._tag) {
    case "TicketAdmitted":
      return { ...nobody, vehicle: event.vehicle.kind, enteredAt: event.enteredAt, from: event.enteredAt }
    case "TicketPaid": {
      const paid = { ...books, credit: books.credit + event.amount.amount, leaveBy: event.leaveBy }
      if (terms.exitPolicy.afterGrace === "whole") return paid
      const from = Math.max(event.at, books.enteredAt + 1_000)
      const overstays = books.overstays.map((one) => ({ ...one, since: Math.max(one.since, from) })).filter(({ since, to = Infinity }) => since < to)
      return { ...paid, from, credit: 0, validations: [], isLost: false, overstays, isNew: false, isContinued: true }
    }
    case "TicketPrepaid":
      return { ...books, credit: books.credit + event.amount.amount }
    case "TicketRefunded":
      return { ...books, credit: books.credit - event.amount.amount, leaveBy: -Infinity }
    case "TicketReopened":
      return { ...books, leaveBy: -Infinity }
    case "TicketValidated":
      return { ...books, validations: [...books.validations, event.validation] }
    case "TicketLost":
      return { ...books, isLost: true }
    case "TicketOverstayed":
      return { ...books, overstays: [...books.overstays, { since: event.since }], isNew: books.isNew || !books.hasOverstayed, hasOverstayed: true }
    case "TicketOverstayEnded":
      return { ...books, overstays: books.overstays.map((one) => ({ to: event.at, ...one })) }
    default:
      return books
  }
}

const booksOf = (events: ReadonlyArray<Ticket.Event>, terms: Terms.Terms): Books => events.reduce(booked(terms), nobody)

const reference = (tariff: Tariff.Tariff, from: number, to: number, { vehicle }: Books): number => {
  const price = Reference.priceOf(tariff, { visits: [[from, to]], facts: { vehicle } }, { zone: "UTC" })
  if (price === "unavailable") throw new RangeError("these laws are of tariffs that always have a price")
  return Number(price.gross)
}

/** Amounts off a price: by hand where none of it is rounded again; `undefined` where it is, or where time is covered. */
const validated = ({ tariff, validations: combine }: Terms.Terms, price: number, validations: ReadonlyArray<Validation.Validation>): number | undefined => {
  if (combine === undefined || validations.length === 0) return price
  const unit = 10 ** Tariff.minorUnits(tariff)
  const quantum = Math.round(Number(tariff.rounding.to) * unit)
  const offs = validations.map((each) => each.type === "amount" ? Math.round(Number(each.off) * unit * 1_000) / 1_000 : Number.NaN)
  if (tariff.tax === "added" || tariff.rounding.where === "line" || !offs.every((off) => off % quantum === 0)) return undefined
  const taken = combine === "all" ? offs.reduce((a, b) => a + b, 0) : combine === "best" ? Math.max(...offs) : offs[0] ?? 0
  return Math.max(0, price - taken)
}

/** A fee on `price`, priced as a tariff of its own; `undefined` where it asks for more than that it is due. */
const charged = (terms: Terms.Terms, fee: Fee.Fee, price: number, books: Books, end: number): number | undefined => {
  const { from, isContinued, isLost, isNew, overstays } = books
  const isOnce = "amount" in fee.charge
  const times: Books["overstays"] = fee.kind === "lost-ticket" ? (isLost ? [{ since: from }] : [])
    : fee.kind === "overstay" ? (isOnce ? (isNew ? overstays.slice(0, 1) : []) : overstays)
    : isContinued && isOnce ? [] : [{ since: from }]
  return times.reduce<number | undefined>((sum, { since, to = Infinity }) =>
    sum === undefined ? undefined : chargedFor(terms, fee, sum, books, since, Math.min(end, to)), price)
}

/** The same, over one time. */
const chargedFor = (terms: Terms.Terms, fee: Fee.Fee, price: number, books: Books, since: number, end: number): number | undefined => {
  const isOnce = "amount" in fee.charge
  if (end < since) return price
  if ("percent" in fee.charge || fee.when !== undefined || fee.stay !== "added") return undefined
  const { valid: _, ...tariff } = terms.tariff
  const rate = "amount" in fee.charge ? { type: "flat" as const, price: fee.charge.amount } : fee.charge.rate
  const own = { ...tariff, ...(isOnce && { seconds: "counted" as const }), rate: { ...rate, tax: fee.tax } } as Tariff.Tariff
  return price + (isOnce || end > since ? reference(own, since, isOnce ? Math.max(end, since + 1_000) : end, books) : 0)
}

/**
 * What is due by the books, without asking the engine: nothing in the grace, else the reference's price of what is not
 * settled, less validations, with fees, less what was paid. `undefined` where a person could not tell by hand.
 */
const owed = (books: Books, terms: Terms.Terms, at: number): number | undefined => {
  if (at < books.leaveBy) return 0
  const end = Math.max(at, books.enteredAt + 1_000)
  const stay = validated(terms, reference(terms.tariff, books.from, end, books), books.validations)
  const price = (terms.fees ?? []).reduce<number | undefined>((sum, fee) => sum === undefined ? undefined : charged(terms, fee, sum, books, end), stay)
  const places = Money.minorUnits(terms.tariff.currency) - Tariff.minorUnits(terms.tariff)
  return price === undefined ? undefined : Math.max(0, Math.round(price * 10 ** places) - books.credit)
}

/** By the books, or where they cannot tell, as the settlement says. */
const isOwed = (books: Books, terms: Terms.Terms, ticket: Ticket.Open, at: Instant.Instant, amount: number): boolean => {
  const byBooks = owed(books, terms, at)
  if (byBooks !== undefined) return byBooks === amount
  const settled = Settlement.settle(ticket, terms, at)
  return Result.isSuccess(settled) && settled.success.due.amount === amount
}

/** What an admission fixes for good; the spot, and when the stay is meant to end, may change. */
const fixed = (ticket: Ticket.Ticket | Ticket.Admitted) => {
  const { basis, credential, enteredAt, facts, id, lotId, number, personId, termsId, vehicle } = ticket
  return { basis, credential, enteredAt, facts, id, lotId, number, personId, termsId, vehicle }
}

/** Minor units of every currency, paid and given back. */
const moved = (events: ReadonlyArray<Ticket.Event>): number =>
  events.reduce((sum, event) =>
    event._tag === "TicketPaid" || event._tag === "TicketPrepaid" ? sum + event.amount.amount
    : event._tag === "TicketRefunded" ? sum - event.amount.amount
    : sum, 0)

const isClosed = (state: Ticket.State): state is Ticket.Closed => state._tag === "Exited" || state._tag === "Voided"

/** Every change that could be tried on a closed ticket. */
const changes = (id: Ticket.Ticket, at: Instant.Instant): ReadonlyArray<Ticket.Event> => {
  const amount = Money.zero(Money.Currency.make("EUR"))
  const by = { _tag: "Routine", name: "sweep" } as const
  return [
    { _tag: "TicketExited", at },
    { _tag: "TicketVoided", at, by, reason: "again" },
    { _tag: "TicketReopened", at },
    { _tag: "TicketLost", at, by },
    { _tag: "TicketMoved", at, by, spotId: id.spotId },
    { _tag: "TicketPaid", amount, method: "cash", at, leaveBy: at },
    { _tag: "TicketRefunded", amount, at },
    { _tag: "TicketOverstayed", since: at, at },
    { _tag: "TicketOverstayEnded", at }
  ]
}

/** Laws of the ticket. */
export const ticketLaws: ReadonlyArray<Law<TicketCase>> = [
  eachStep("no exit with a balance due, unless somebody with the right to waive it says so, and then it is on record", ({ before, command, events, past }, { terms }) => {
    const exit = events.find((event) => event._tag === "TicketExited")
    if (exit === undefined || !Ticket.isOpen(before)) return undefined
    const waived = exit.waived?.amount.amount ?? 0
    const allowed = command._tag === "Release" ? command.waive : undefined
    const told = exit.waived === undefined || (allowed !== undefined && exit.waived.reason === allowed.reason && Equal.equals(exit.waived.by, allowed.by))
    return told && isOwed(booksOf(past, terms), terms, before, exit.at, waived) ? undefined : show({ before, exit })
  }),
  eachStep("a payment is always for exactly what is due", ({ before, events, past }, { terms }) => {
    const paid = events.find((event) => event._tag === "TicketPaid")
    if (paid === undefined || !Ticket.isOpen(before)) return undefined
    return paid.amount.amount > 0 && isOwed(booksOf(past, terms), terms, before, paid.at, paid.amount.amount) ? undefined : show({ before, paid })
  }),
  eachStep("an exited ticket never changes, nor does a voided one", ({ after, before, events, rejection }) => {
    if (!isClosed(before)) return undefined
    const again = changes(before, later(Ticket.lastChange(before), 1)).map((event) => Ticket.evolve(before, event))
    return Equal.equals(before, after) && events.length === 0 && rejection !== undefined && again.every((one) => Equal.equals(one, before)) ? undefined : show({ before, after, again })
  }),
  eachStep("what an admission fixed stays fixed", ({ after, events, past }) => {
    const [admitted] = [...past, ...events]
    if (admitted?._tag !== "TicketAdmitted" || after._tag === "Unissued") return undefined
    return Equal.equals(fixed(admitted), fixed(after)) ? undefined : show({ admitted, after })
  }),
  eachStep("no more is given back than was paid", ({ events, past }) => {
    const left = moved([...past, ...events])
    return left >= 0 ? undefined : show([...past, ...events])
  }),
  eachStep("what was paid is what the ticket says, and none is left on a voided one", ({ after, events, past }, { terms }) => {
    if (after._tag === "Unissued") return undefined
    const left = moved([...past, ...events])
    const paid = Ticket.paid(after, terms.tariff.currency).amount
    return paid === left && (after._tag !== "Voided" || left === 0) ? undefined : show({ paid, left, after })
  }),
  eachStep("the version counts the events", ({ after, before, events }) => {
    const version = (state: Ticket.State) => (state._tag === "Unissued" ? 0 : state.version)
    return version(after) === version(before) + events.length ? undefined : show({ before, after, events })
  }),
  eachStep("time runs forwards on a ticket", ({ after, before }) =>
    before._tag === "Unissued" || after._tag === "Unissued" || Ticket.lastChange(before) <= Ticket.lastChange(after) ? undefined : show({ before, after }))
]

/** Laws of what a ticket owes. */
export const settlementLaws: ReadonlyArray<Law<TicketCase>> = [
  eachStep("nothing is due within the exit grace", ({ after }, { lookAfter, terms }) => {
    if (after._tag !== "Paid") return undefined
    const within = [Ticket.lastChange(after), Math.min(after.leaveBy - 1, Ticket.lastChange(after) + lookAfter), after.leaveBy - 1]
    const costly = within.find((at) => {
      const settled = at >= Ticket.lastChange(after) && at < after.leaveBy ? Settlement.settle(after, terms, Instant.Instant.make(at)) : undefined
      return settled !== undefined && !(Result.isSuccess(settled) && settled.success.due.amount === 0)
    })
    return costly === undefined ? undefined : show({ at: costly, after })
  }),
  eachSettlement("the price follows the terms pinned at entry", ({ books, input: { terms }, settlement: { at, due }, ticket }) => {
    const byBooks = owed(books, terms, at)
    return byBooks === undefined || due.amount === byBooks ? undefined : `${show(due)} is due, ${byBooks} by the books, at ${at} on ${show(ticket)}`
  }),
  eachSettlement("what is due is never negative", ({ settlement: { due } }) => (due.amount >= 0 ? undefined : show(due))),
  eachSettlement("due is the same at every instant from at up to until", ({ books, input: { terms }, settlement: { at, due, until }, ticket }) => {
    if (until !== undefined && until <= at) return `until ${until} is not after ${at}`
    const end = until ?? later(at, 100_000_000)
    const other = [at + 1, at + 999, Math.floor((at + end) / 2), end - 1_000, end - 1]
      .find((probe) => probe >= at && probe < end && !isOwed(books, terms, ticket, Instant.Instant.make(probe), due.amount))
    return other === undefined ? undefined : `${show(due)} from ${at} until ${until}, but not at ${other} on ${show(ticket)}`
  }),
  eachStep("within the exit grace the bill comes to what the payment settled", ({ after, events, past }, { terms }) => {
    if (after._tag !== "Paid" || Ticket.lastChange(after) >= after.leaveBy) return undefined
    const all = [...past, ...events]
    const last = all.findLastIndex(({ _tag }) => _tag === "TicketPaid")
    const [payment] = all.slice(last)
    if (payment?._tag !== "TicketPaid") return undefined
    const settled = Settlement.settle(after, terms, Ticket.lastChange(after))
    if (Result.isFailure(settled)) return show(settled.failure)
    const { bill, due } = settled.success
    const cost = bill.gross * 10 ** (Money.minorUnits(bill.currency) - bill.minorUnits)
    const credit = booksOf(all.slice(0, last), terms).credit
    return due.amount === 0 && Math.round(cost) === credit + payment.amount.amount ? undefined : show({ cost, credit, payment, after })
  }),
  eachSettlement("nothing is both due and given back", ({ settlement }) =>
    settlement.due.amount > 0 && settlement.refund.amount > 0 ? show(settlement) : undefined),
  eachSettlement("what is given back is never above what was paid", ({ settlement }) =>
    settlement.refund.amount < 0 || settlement.refund.amount > settlement.paid.amount ? show(settlement) : undefined),
  eachSettlement("what is given back is given back once", ({ input: { terms }, settlement: { at, refund }, ticket }) => {
    if (refund.amount === 0) return undefined
    const [after] = [{ _tag: "TicketRefunded", amount: refund, at } as const].map((event) => Ticket.evolve(ticket, event))
    const again = after !== undefined && Ticket.isOpen(after) ? Settlement.settle(after, terms, at) : undefined
    return again !== undefined && Result.isSuccess(again) && again.success.refund.amount === 0 ? undefined : show({ refund, again })
  }),
  eachSettlement("a quote paid at once leaves nothing due", ({ input: { terms }, settlement: { at, due }, ticket }) => {
    if (due.amount === 0) return undefined
    const paid = settling(terms).decide({ _tag: "Pay", at, method: "cash" }, ticket)
    if (Result.isFailure(paid)) return show(paid.failure)
    const after = paid.success.reduce(Ticket.evolve, ticket)
    const left = Ticket.isOpen(after) ? Settlement.settle(after, terms, at) : undefined
    return left !== undefined && Result.isSuccess(left) && left.success.due.amount === 0 ? undefined : show({ after, left })
  })
]
