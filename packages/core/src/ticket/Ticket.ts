/**
 * A ticket: one stay of one vehicle in one lot, from entry to exit.
 *
 * Guarantees: no exit with a balance due, unless somebody with the right to waive it says so, and then it is on record;
 * a payment is always for exactly what is due; an exited ticket never changes, nor does a voided one; what an admission
 * fixed stays fixed; no more is given back than was paid.
 * Source: APDS "Session".
 */
import { Result, Schema } from "effect"
import type { Decider, Ids } from "../lifecycle/index.ts"
import type { Spot } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import type { Party } from "../party/index.ts"
import type { Validation } from "../pricing/index.ts"
import { type Elapsed, Instant } from "../time/index.ts"
import {
  AlreadyExited,
  AlreadyIssued,
  AmountDiffers,
  BalanceDue,
  EndsEarlier,
  GraceRuns,
  NotAPaymentMethod,
  NotAReason,
  NothingDue,
  NotIssued,
  OutOfOrder,
  PaidAlready,
  RefundTooLarge,
  TicketVoid,
  WithinLimit
} from "./Rejection.ts"
import { type Admitted, type Event, type Open, type Payment, PaymentMethod, Reason, type Redeemed, type Refund, type State, type Ticket } from "./State.ts"

export * from "./Rejection.ts"
export * from "./State.ts"

/** What is due now and by which lot's policy, worked out before the decision (see Settlement). */
type Command =
  | { readonly _tag: "Admit"; readonly admission: Omit<Admitted, "_tag"> }
  | { readonly _tag: "Move"; readonly at: Instant.Instant; readonly spotId: Spot.SpotId; readonly by: Party.Actor }
  | { readonly _tag: "Extend"; readonly at: Instant.Instant; readonly until: Instant.Instant }
  | { readonly _tag: "Validate"; readonly at: Instant.Instant; readonly validation: Validation.Validation; readonly by?: Party.Actor | undefined; readonly redeemed?: Redeemed | undefined }
  | {
    readonly _tag: "Pay"
    readonly at: Instant.Instant
    readonly due: Money.Money
    /** What the payer agreed to; refused when it is not what is due. */
    readonly agreed?: Money.Money | undefined
    readonly method: string
    readonly exitGrace: Elapsed.Elapsed
    readonly id?: Ids.PaymentId | undefined
  }
  | {
    readonly _tag: "Prepay"
    readonly at: Instant.Instant
    readonly amount: Money.Money
    readonly method: string
    /** Of the ticket's terms: what is paid in another cannot count towards the stay. */
    readonly currency: Money.Currency
    readonly id: Ids.PaymentId
  }
  | { readonly _tag: "Refund"; readonly at: Instant.Instant; readonly amount: Money.Money; readonly id: Ids.PaymentId }
  | { readonly _tag: "Reopen"; readonly at: Instant.Instant }
  | { readonly _tag: "ReportLost"; readonly at: Instant.Instant; readonly by: Party.Actor }
  | { readonly _tag: "MarkOverstayed"; readonly at: Instant.Instant; readonly since: Instant.Instant }
  /** `since` is when it would be an overstay now, if ever. */
  | { readonly _tag: "EndOverstay"; readonly at: Instant.Instant; readonly since?: Instant.Instant | undefined }
  | {
    readonly _tag: "Release"
    readonly at: Instant.Instant
    readonly due: Money.Money
    /** Who lets it out although something is due, and why. */
    readonly waive?: { readonly by: Party.Actor; readonly reason: string } | undefined
  }
  | { readonly _tag: "Void"; readonly at: Instant.Instant; readonly by: Party.Actor; readonly reason: string }
export type { Command }

type Closing = NotIssued | AlreadyExited | TicketVoid | OutOfOrder
export type PayRejection = Closing | NotAPaymentMethod | NothingDue | AmountDiffers
export type ExtendRejection = Closing | EndsEarlier
export type ReleaseRejection = Closing | BalanceDue | NotAReason
export type PrepayRejection = Closing | NotAPaymentMethod | NothingDue | Money.CurrencyMismatch | Money.AmountTooLarge
export type Rejection = AlreadyIssued | PayRejection | PrepayRejection | ReleaseRejection | RefundTooLarge | GraceRuns | EndsEarlier | WithinLimit | PaidAlready

export const initial: State = { _tag: "Unissued" }

export const isOpen = (state: State): state is Open => state._tag === "Parked" || state._tag === "Paid"

/** When the ticket last changed. */
export const lastChange = ({ changedAt }: Ticket): Instant.Instant => changedAt

/** Amounts of a ticket. */
export interface Amounts {
  readonly payments: ReadonlyArray<Pick<Payment, "amount">>
  readonly refunds: ReadonlyArray<Pick<Refund, "amount">>
}

const sum = (amounts: ReadonlyArray<{ readonly amount: Money.Money }>, currency: Money.Currency): bigint =>
  amounts.reduce((all, { amount }) => amount.currency === currency ? all + BigInt(amount.amount) : all, 0n)

/** What was paid, less what was given back, in `currency`: a ticket has but that of its terms. */
export const paid = ({ payments, refunds }: Amounts, currency: Money.Currency): Money.Money =>
  Result.getOrThrow(Money.fromMinorUnits(sum(payments, currency) - sum(refunds, currency), currency))

type Issued = Omit<Extract<Ticket, { readonly _tag: "Parked" }>, "_tag">

const withoutEnd = (ticket: Open): Issued => {
  const { _tag, ...rest } = ticket
  if (!("leaveBy" in rest)) return rest
  const { leaveBy: _, ...kept } = rest
  return kept
}

const withPayment = (ticket: Issued, { amount, at, id, method }: Payment, ahead: boolean): ReadonlyArray<Payment> => [
  ...ticket.payments,
  { amount, method, at, ...(id !== undefined && { id }), ...(ahead && { ahead: true as const }) }
]

type Overstay = NonNullable<Open["overstay"]>

/** The first, or another after one that ended; what is charged once is charged with the first. */
const overstayed = (before: Overstay | undefined, since: Instant.Instant, order: Pick<Overstay, "paymentsBefore">): Overstay => {
  if (before === undefined) return { since, ...order }
  const { earlier = [], paymentsBefore, until } = before
  return until === undefined ? before : { since, earlier: [...earlier, { since: before.since, until }], paymentsBefore }
}

/** Of an open ticket. */
const after = (state: Open, event: Exclude<Event, Admitted>): Ticket => {
  const kept: Issued = { ...withoutEnd(state), version: state.version + 1, changedAt: event.at }
  const order = { paymentsBefore: kept.payments.length }
  const stays = (change: Partial<Issued>): Ticket => state._tag === "Paid" ? { ...kept, ...change, _tag: "Paid", leaveBy: state.leaveBy } : { ...kept, ...change, _tag: "Parked" }
  switch (event._tag) {
    case "TicketMoved":
      return stays({ spotId: event.spotId })
    case "TicketExtended":
      return stays({ until: event.until })
    case "TicketValidated": {
      const { _tag, ...presented } = event
      return stays({ validations: [...kept.validations, { ...presented, ...order }] })
    }
    case "TicketPaid":
      return { ...kept, _tag: "Paid", payments: withPayment(kept, event, false), leaveBy: event.leaveBy }
    case "TicketPrepaid":
      return stays({ payments: withPayment(kept, event, true) })
    case "TicketRefunded": {
      const { _tag, ...refund } = event
      return { ...kept, _tag: "Parked", refunds: [...kept.refunds, { ...refund, ...order }] }
    }
    case "TicketReopened":
      return { ...kept, _tag: "Parked" }
    case "TicketLost":
      return stays({ lost: { at: event.at, ...order } })
    case "TicketOverstayed":
      return stays({ overstay: overstayed(kept.overstay, event.since, order) })
    case "TicketOverstayEnded":
      return stays(kept.overstay === undefined || kept.overstay.until !== undefined ? {} : { overstay: { ...kept.overstay, until: event.at } })
    case "TicketExited":
      return { ...kept, _tag: "Exited", exitedAt: event.at, ...(event.waived !== undefined && { waived: event.waived }) }
    case "TicketVoided":
      return { ...kept, _tag: "Voided", voidedAt: event.at, by: event.by, reason: event.reason }
  }
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "TicketAdmitted") {
    return state._tag === "Unissued"
      ? { ...event, _tag: "Parked", version: 1, changedAt: event.enteredAt, payments: [], refunds: [], validations: [] }
      : state
  }
  return isOpen(state) ? after(state, event) : state
}

/** The ticket as it is open at `at`, or why it cannot be changed then. */
const open = (state: State, at: Instant.Instant): Result.Result<Open, Closing> => {
  switch (state._tag) {
    case "Unissued":
      return Result.fail(new NotIssued())
    case "Exited":
      return Result.fail(new AlreadyExited({ id: state.id, exitedAt: state.exitedAt }))
    case "Voided":
      return Result.fail(new TicketVoid({ id: state.id, voidedAt: state.voidedAt }))
    default:
      return at < state.changedAt ? Result.fail(new OutOfOrder({ id: state.id, at, notBefore: state.changedAt })) : Result.succeed(state)
  }
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected = Closing> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

const isMethod: (text: string) => boolean = Schema.is(PaymentMethod)
const isReason: (text: string) => boolean = Schema.is(Reason)
const notAReason = (reason: string) => Result.fail(new NotAReason({ reason: reason.slice(0, 400) }))

/** Issues the ticket. */
export const admit = ({ admission }: Only<"Admit">, state: State): Decision<"TicketAdmitted", AlreadyIssued> =>
  state._tag === "Unissued"
    ? Result.succeed([{ _tag: "TicketAdmitted", ...admission }])
    : Result.fail(new AlreadyIssued({ id: state.id }))

/** The vehicle stands on another spot now. */
export const move = ({ at, by, spotId }: Only<"Move">, state: State): Decision<"TicketMoved"> =>
  Result.map(open(state, at), (ticket) => ticket.spotId === spotId ? [] : [{ _tag: "TicketMoved", spotId, at, by }])

/** Puts the end that the stay is meant to have later. */
export const extend = ({ at, until: wanted }: Only<"Extend">, state: State): Decision<"TicketExtended", ExtendRejection> =>
  Result.flatMap(open(state, at), ({ id, until }): Decision<"TicketExtended", EndsEarlier> => {
    if (until === wanted) return Result.succeed([])
    return wanted < (until ?? at) ? Result.fail(new EndsEarlier({ id, until: until ?? at, wanted })) : Result.succeed([{ _tag: "TicketExtended", until: wanted, at }])
  })

/** Presents a validation; each code counts once. */
export const validate = ({ at, by, redeemed, validation }: Only<"Validate">, state: State): Decision<"TicketValidated"> =>
  Result.map(open(state, at), ({ validations }) => {
    if (validations.some((each) => each.validation.code === validation.code)) return []
    return [{ _tag: "TicketValidated", validation, at, ...(by !== undefined && { by }), ...(redeemed !== undefined && { redeemed }) }]
  })

/** Takes the payment of what is due; the exit grace starts. */
export const pay = (command: Only<"Pay">, state: State): Decision<"TicketPaid", PayRejection> =>
  Result.flatMap(open(state, command.at), ({ id: ticketId, payments }): Decision<"TicketPaid", PayRejection> => {
    const { agreed, at, due, exitGrace, id, method } = command
    // The payment that is on the ticket already: said twice.
    if (id !== undefined && payments.some((each) => each.id === id)) return Result.succeed([])
    if (!isMethod(method)) return Result.fail(new NotAPaymentMethod({ method: method.slice(0, 64) }))
    if (due.amount <= 0) return Result.fail(new NothingDue({ id: ticketId }))
    if (agreed !== undefined && (agreed.amount !== due.amount || agreed.currency !== due.currency)) {
      return Result.fail(new AmountDiffers({ id: ticketId, due, agreed }))
    }
    const leaveBy = Instant.Instant.make(at + exitGrace)
    return Result.succeed([{ _tag: "TicketPaid", amount: due, method, at, leaveBy, ...(id !== undefined && { id }) }])
  })

/** Counts what was paid before the entry towards the stay. */
export const prepay = ({ amount, at, currency, id, method }: Only<"Prepay">, state: State): Decision<"TicketPrepaid", PrepayRejection> =>
  Result.flatMap(open(state, at), ({ id: ticketId, payments }): Decision<"TicketPrepaid", PrepayRejection> => {
    if (payments.some((each) => each.id === id)) return Result.succeed([])
    if (!isMethod(method)) return Result.fail(new NotAPaymentMethod({ method: method.slice(0, 64) }))
    if (amount.amount <= 0) return Result.fail(new NothingDue({ id: ticketId }))
    const all = Result.flatMap(Money.fromMinorUnits(sum(payments, currency), currency), (before) => Money.add(before, amount))
    return Result.map(all, () => [{ _tag: "TicketPrepaid", amount, method, at, id }])
  })

/** Gives money back while the vehicle is parked: it is due again. */
export const refund = ({ amount, at, id }: Only<"Refund">, state: State): Decision<"TicketRefunded", Closing | RefundTooLarge | NothingDue> =>
  Result.flatMap(open(state, at), (ticket): Decision<"TicketRefunded", RefundTooLarge | NothingDue> => {
    if (ticket.refunds.some((each) => each.id === id)) return Result.succeed([])
    if (amount.amount <= 0) return Result.fail(new NothingDue({ id: ticket.id }))
    const left = paid(ticket, amount.currency)
    return amount.amount > left.amount
      ? Result.fail(new RefundTooLarge({ id: ticket.id, refund: amount, paid: left }))
      : Result.succeed([{ _tag: "TicketRefunded", amount, at, id }])
  })

/** Puts on record that the exit grace ran out. */
export const reopen = ({ at }: Only<"Reopen">, state: State): Decision<"TicketReopened", Closing | GraceRuns> =>
  Result.flatMap(open(state, at), (ticket): Decision<"TicketReopened", GraceRuns> => {
    if (ticket._tag === "Parked") return Result.succeed([])
    return at < ticket.leaveBy ? Result.fail(new GraceRuns({ id: ticket.id, leaveBy: ticket.leaveBy })) : Result.succeed([{ _tag: "TicketReopened", at }])
  })

/** The driver has no ticket any more. */
export const reportLost = ({ at, by }: Only<"ReportLost">, state: State): Decision<"TicketLost"> =>
  Result.map(open(state, at), ({ lost }) => lost === undefined ? [{ _tag: "TicketLost", at, by }] : [])

/** It is parked longer than it may be since `since`. */
export const markOverstayed = ({ at, since }: Only<"MarkOverstayed">, state: State): Decision<"TicketOverstayed", Closing | WithinLimit> =>
  Result.flatMap(open(state, at), ({ id, overstay }): Decision<"TicketOverstayed", WithinLimit> => {
    if (overstay !== undefined && overstay.until === undefined) return Result.succeed([])
    // Another begins no earlier than the last ended.
    const begun = Instant.Instant.make(Math.max(since, overstay?.until ?? 0))
    return at < since ? Result.fail(new WithinLimit({ id, until: since })) : Result.succeed([{ _tag: "TicketOverstayed", since: begun, at }])
  })

/** It may stay longer now than it did: the overstay that was is charged no further. */
export const endOverstay = ({ at, since }: Only<"EndOverstay">, state: State): Decision<"TicketOverstayEnded"> =>
  Result.map(open(state, at), ({ overstay }) =>
    overstay === undefined || overstay.until !== undefined || (since !== undefined && at >= since) ? [] : [{ _tag: "TicketOverstayEnded", at }])

/** Lets the vehicle out when nothing is due, or when somebody waives what is. */
export const release = ({ at, due, waive }: Only<"Release">, state: State): Decision<"TicketExited", ReleaseRejection> =>
  Result.flatMap(open(state, at), ({ id }): Decision<"TicketExited", BalanceDue | NotAReason> => {
    if (due.amount <= 0) return Result.succeed([{ _tag: "TicketExited", at }])
    if (waive === undefined) return Result.fail(new BalanceDue({ id, due }))
    if (!isReason(waive.reason)) return notAReason(waive.reason)
    return Result.succeed([{ _tag: "TicketExited", at, waived: { amount: due, by: waive.by, reason: waive.reason } }])
  })

/** Takes the ticket back: issued by mistake, say. */
const take = ({ at, by, reason }: Only<"Void">, state: State): Decision<"TicketVoided", Closing | NotAReason | PaidAlready> =>
  Result.flatMap(open(state, at), (ticket): Decision<"TicketVoided", NotAReason | PaidAlready> => {
    if (!isReason(reason)) return notAReason(reason)
    const left = ticket.payments.map(({ amount }) => paid(ticket, amount.currency)).find(({ amount }) => amount > 0)
    return left !== undefined
      ? Result.fail(new PaidAlready({ id: ticket.id, paid: left }))
      : Result.succeed([{ _tag: "TicketVoided", at, by, reason }])
  })
export { take as void }

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Admit":
      return admit(command, state)
    case "Move":
      return move(command, state)
    case "Extend":
      return extend(command, state)
    case "Validate":
      return validate(command, state)
    case "Pay":
      return pay(command, state)
    case "Prepay":
      return prepay(command, state)
    case "Refund":
      return refund(command, state)
    case "Reopen":
      return reopen(command, state)
    case "ReportLost":
      return reportLost(command, state)
    case "MarkOverstayed":
      return markOverstayed(command, state)
    case "EndOverstay":
      return endOverstay(command, state)
    case "Release":
      return release(command, state)
    case "Void":
      return take(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
