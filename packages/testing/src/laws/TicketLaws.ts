/** Laws of the ticket and of what it owes, over everything drivers may try on any terms. */
import type { Decider } from "@parkade/core/lifecycle"
import { Money } from "@parkade/core/money"
import { type PriceFunction, Tariff } from "@parkade/core/pricing"
import { Settlement, type Terms, Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { type Intent, intents, terms, ticketEvent } from "../arbitraries/Ticket.ts"
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
    const settled: Result.Result<Money.Money, Unsettled> = isOpen(state) && intent.at >= Ticket.lastChange(state)
      ? Result.map(Settlement.settle(state, terms, intent.at), ({ due }) => due)
      : Result.succeed(Money.zero(terms.tariff.currency))
    return Result.flatMap(settled, (due): Result.Result<ReadonlyArray<Ticket.Event>, Ticket.Rejection> =>
      Ticket.decide({ ...intent, due, ...terms.exitPolicy }, state))
  }
})

const isOpen = (state: Ticket.State): state is Ticket.Open => state._tag === "Parked" || state._tag === "Paid"

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

type Step = Played<Intent, Ticket.State, Ticket.Event>

const eachStep = (name: string, look: (step: Step, input: TicketCase) => string | undefined): Law<TicketCase> => ({
  name,
  counterexample: (input) => {
    for (const step of play(settling(input.terms), input.intents)) {
      const found = look(step, input)
      if (found !== undefined) return found
    }
    return undefined
  }
})

/** Looks at every open ticket of the history, some time after its last change. */
const eachSettlement = (name: string, look: (settlement: Settlement.Settlement, ticket: Ticket.Open, input: TicketCase) => string | undefined): Law<TicketCase> =>
  eachStep(name, ({ after }, input) => {
    if (!isOpen(after)) return undefined
    const settled = Settlement.settle(after, input.terms, Instant.Instant.make(Ticket.lastChange(after) + input.lookAfter))
    return Result.isSuccess(settled) ? look(settled.success, after, input) : undefined
  })

/**
 * What is due by the books, without asking the engine: nothing in the grace, else the reference's price of the whole
 * stay less what was paid, or of what follows the last payment.
 */
const owed = (state: Ticket.Open, { terms }: TicketCase, at: Instant.Instant): number => {
  if (state._tag === "Paid" && at < state.leaveBy) return 0
  const firstSecond = state.enteredAt + 1_000
  const last = terms.exitPolicy.afterGrace === "anew" ? state.payments.at(-1) : undefined
  const entry = last === undefined ? state.enteredAt : Math.max(last.at, firstSecond)
  const price = Reference.priceOf(terms.tariff, { visits: [[entry, Math.max(at, firstSecond)]], facts: { vehicle: state.vehicle.kind } }, { zone: "UTC" })
  if (price === "unavailable") throw new RangeError("these laws are of tariffs that always have a price")
  const credit = terms.exitPolicy.afterGrace === "anew" ? 0 : state.payments.reduce((sum, { amount }) => sum + amount.amount, 0)
  const places = Money.minorUnits(terms.tariff.currency) - Tariff.minorUnits(terms.tariff)
  return Math.max(0, Number(price.gross) * 10 ** places - credit)
}

/** What an admission fixes for good. */
const fixed = (ticket: Ticket.Ticket) => {
  const { enteredAt, id, lotId, number, spotId, termsId, vehicle } = ticket
  return { enteredAt, id, lotId, number, spotId, termsId, vehicle }
}

/** Laws of the ticket. */
export const ticketLaws: ReadonlyArray<Law<TicketCase>> = [
  eachStep("no exit with a balance due", ({ before, events }, input) => {
    const exit = events.find((event) => event._tag === "TicketExited")
    if (exit === undefined || !isOpen(before)) return undefined
    return owed(before, input, exit.at) === 0 ? undefined : show({ before, exit })
  }),
  eachStep("a payment is always for exactly what is due", ({ before, events }, input) => {
    const paid = events.find((event) => event._tag === "TicketPaid")
    if (paid === undefined || !isOpen(before)) return undefined
    return paid.amount.amount > 0 && owed(before, input, paid.at) === paid.amount.amount ? undefined : show({ before, paid })
  }),
  eachStep("an exited ticket never changes", ({ after, before, rejection }) => {
    if (before._tag !== "Exited") return undefined
    const again = Ticket.evolve(before, { _tag: "TicketExited", at: later(before.exitedAt, 1) })
    return Equal.equals(before, after) && Equal.equals(before, again) && rejection !== undefined ? undefined : show({ before, after, again })
  }),
  eachStep("what an admission fixed stays fixed", ({ after, before, events }) => {
    if (before._tag === "Unissued" || after._tag === "Unissued") return undefined
    return Equal.equals(fixed(before), fixed(after)) ? undefined : show({ before, after, events })
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
  eachStep("nothing is due within the exit grace", ({ after }, input) => {
    if (after._tag !== "Paid") return undefined
    const within = [Ticket.lastChange(after), Math.min(after.leaveBy - 1, Ticket.lastChange(after) + input.lookAfter), after.leaveBy - 1]
    const costly = within.find((at) => at >= Ticket.lastChange(after) && at < after.leaveBy && owed(after, input, Instant.Instant.make(at)) !== 0)
    return costly === undefined ? undefined : show({ at: costly, after })
  }),
  eachSettlement("the price follows the terms pinned at entry", ({ at, due }, ticket, input) =>
    due.amount === owed(ticket, input, at) ? undefined : `${show(due)} is due, ${owed(ticket, input, at)} by the books, at ${at} on ${show(ticket)}`),
  eachSettlement("what is due is never negative", ({ due }) => (due.amount >= 0 ? undefined : show(due))),
  eachSettlement("due is the same at every instant from at up to until", ({ at, due, until }, ticket, input) => {
    if (until !== undefined && until <= at) return `until ${until} is not after ${at}`
    const end = until ?? later(at, 100_000_000)
    const other = [at + 1, at + 999, Math.floor((at + end) / 2), end - 1_000, end - 1]
      .find((probe) => probe >= at && probe < end && owed(ticket, input, Instant.Instant.make(probe)) !== due.amount)
    return other === undefined ? undefined : `${show(due)} from ${at} until ${until}, but not at ${other}`
  }),
  eachSettlement("a quote paid at once leaves nothing due", ({ at, due }, ticket, { terms }) => {
    if (due.amount === 0) return undefined
    const paid = settling(terms).decide({ _tag: "Pay", at, method: "cash" }, ticket)
    if (Result.isFailure(paid)) return show(paid.failure)
    const after = paid.success.reduce(Ticket.evolve, ticket)
    const left = isOpen(after) ? Settlement.settle(after, terms, at) : undefined
    return left !== undefined && Result.isSuccess(left) && left.success.due.amount === 0 ? undefined : show({ after, left })
  })
]
