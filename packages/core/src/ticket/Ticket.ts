/**
 * A ticket: one stay of one vehicle in one lot, from entry to exit.
 *
 * Guarantees: no exit with a balance due; a payment is always for exactly what is due; an exited ticket never changes;
 * the price follows the terms pinned at entry.
 * Source: APDS "Session".
 */
import { Result, Schema } from "effect"
import { Lot, Name, Spot, Vehicle } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Elapsed, Instant } from "../time/index.ts"
import { type Decider, Ids } from "../lifecycle/index.ts"
import { TicketNumber } from "./TicketNumber.ts"

export const TicketId = Ids.TicketId
export type TicketId = typeof TicketId.Type

/** "cash", "card", "Credit Card": as the payer or the gateway names it. */
export const PaymentMethod = Name.upTo(40)

export const Payment = Schema.Struct({ amount: Money.Money, method: PaymentMethod, at: Instant.Instant })
export type Payment = typeof Payment.Type

const admission = {
  id: TicketId,
  number: TicketNumber,
  lotId: Lot.LotId,
  spotId: Spot.SpotId,
  termsId: Lot.TermsId,
  vehicle: Vehicle.Vehicle,
  enteredAt: Instant.Instant
}
const issued = {
  ...admission,
  /** Events so far: what an optimistic writer compares. */
  version: Schema.Int,
  payments: Schema.Array(Payment)
}

/** Before admission; then parked, paid (until `leaveBy` nothing more is due), and at last exited. */
export const Ticket = Schema.TaggedUnion({
  Parked: issued,
  Paid: { ...issued, leaveBy: Instant.Instant },
  Exited: { ...issued, exitedAt: Instant.Instant }
})
export type Ticket = typeof Ticket.Type
export type Open = Exclude<Ticket, { readonly _tag: "Exited" }>
export type State = { readonly _tag: "Unissued" } | Ticket

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  TicketAdmitted: admission,
  TicketPaid: { ...Payment.fields, leaveBy: Instant.Instant },
  TicketExited: { at: Instant.Instant }
})
export type Event = typeof Event.Type
export type Admitted = Extract<Event, { readonly _tag: "TicketAdmitted" }>

/** What is due now and by which lot's policy, worked out before the decision (see Settlement). */
type Command =
  | { readonly _tag: "Admit"; readonly admission: Omit<Admitted, "_tag"> }
  | {
    readonly _tag: "Pay"
    readonly at: Instant.Instant
    readonly due: Money.Money
    /** What the payer agreed to; refused when it is not what is due. */
    readonly agreed?: Money.Money | undefined
    readonly method: string
    readonly exitGrace: Elapsed.Elapsed
  }
  | { readonly _tag: "Release"; readonly at: Instant.Instant; readonly due: Money.Money }
export type { Command }

/** The command needs a ticket that was issued. */
export class NotIssued extends Schema.TaggedError<NotIssued>()("NotIssued", {}) {}

/** The ticket was issued before. */
export class AlreadyIssued extends Schema.TaggedError<AlreadyIssued>()("AlreadyIssued", { id: TicketId }) {}

/** The vehicle has left; the ticket is history. */
export class AlreadyExited extends Schema.TaggedError<AlreadyExited>()("AlreadyExited", {
  id: TicketId,
  exitedAt: Instant.Instant
}) {
  override get message() {
    return `this ticket left at ${Instant.toIso(this.exitedAt)}`
  }
}

/** A payment method is named in 1 to 40 characters. */
export class NotAPaymentMethod extends Schema.TaggedError<NotAPaymentMethod>()("NotAPaymentMethod", { method: Schema.String }) {
  override get message() {
    return `${JSON.stringify(this.method)} names no way to pay: expected 1 to 40 characters`
  }
}

const isMethod: (text: string) => boolean = Schema.is(PaymentMethod)

/** There is nothing to pay. */
export class NothingDue extends Schema.TaggedError<NothingDue>()("NothingDue", { id: TicketId }) {
  override get message() {
    return "nothing is due on this ticket"
  }
}

/** The payer agreed to another amount than is due now: quote again. */
export class AmountDiffers extends Schema.TaggedError<AmountDiffers>()("AmountDiffers", {
  id: TicketId,
  due: Money.Money,
  agreed: Money.Money
}) {
  override get message() {
    return `${Money.format(this.due)} is due, not ${Money.format(this.agreed)}`
  }
}

/** The gate stays shut: this much is to be paid first. */
export class BalanceDue extends Schema.TaggedError<BalanceDue>()("BalanceDue", { id: TicketId, due: Money.Money }) {
  override get message() {
    return `${Money.format(this.due)} is to be paid before the exit`
  }
}

/** The command's time lies before what it follows: a clock ran backwards. */
export class OutOfOrder extends Schema.TaggedError<OutOfOrder>()("OutOfOrder", {
  id: TicketId,
  at: Instant.Instant,
  notBefore: Instant.Instant
}) {
  override get message() {
    return `${Instant.toIso(this.at)} lies before ${Instant.toIso(this.notBefore)}, the last thing that happened to this ticket`
  }
}

type Closed = NotIssued | AlreadyExited | OutOfOrder
export type PayRejection = Closed | NotAPaymentMethod | NothingDue | AmountDiffers
export type ReleaseRejection = Closed | BalanceDue
export type Rejection = AlreadyIssued | PayRejection | ReleaseRejection

export const initial: State = { _tag: "Unissued" }

/** When the ticket last changed. */
export const lastChange = (ticket: Ticket): Instant.Instant =>
  ticket._tag === "Exited" ? ticket.exitedAt : ticket.payments.at(-1)?.at ?? ticket.enteredAt

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "TicketAdmitted") {
    return state._tag === "Unissued" ? { ...event, _tag: "Parked", version: 1, payments: [] } : state
  }
  if (state._tag === "Unissued" || state._tag === "Exited") return state
  const { id, number, lotId, spotId, termsId, vehicle, enteredAt } = state
  const kept = { id, number, lotId, spotId, termsId, vehicle, enteredAt, version: state.version + 1 }
  if (event._tag === "TicketExited") return { _tag: "Exited", ...kept, payments: state.payments, exitedAt: event.at }
  const { amount, at, leaveBy, method } = event
  return { _tag: "Paid", ...kept, payments: [...state.payments, { amount, method, at }], leaveBy }
}

/** The ticket as it is open at `at`, or why it cannot be changed then. */
const open = (state: State, at: Instant.Instant): Result.Result<Open, Closed> => {
  if (state._tag === "Unissued") return Result.fail(new NotIssued())
  if (state._tag === "Exited") return Result.fail(new AlreadyExited({ id: state.id, exitedAt: state.exitedAt }))
  const notBefore = lastChange(state)
  return at < notBefore ? Result.fail(new OutOfOrder({ id: state.id, at, notBefore })) : Result.succeed(state)
}

type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Extract<Event, { readonly _tag: Tag }>>, Rejected>

/** Issues the ticket. */
export const admit = ({ admission }: Only<"Admit">, state: State): Decision<"TicketAdmitted", AlreadyIssued> =>
  state._tag === "Unissued"
    ? Result.succeed([{ _tag: "TicketAdmitted", ...admission }])
    : Result.fail(new AlreadyIssued({ id: state.id }))

/** Takes the payment of what is due; the exit grace starts. */
export const pay = (command: Only<"Pay">, state: State): Decision<"TicketPaid", PayRejection> =>
  Result.flatMap(open(state, command.at), ({ id }): Decision<"TicketPaid", PayRejection> => {
    const { agreed, at, due, exitGrace, method } = command
    if (!isMethod(method)) return Result.fail(new NotAPaymentMethod({ method: method.slice(0, 64) }))
    if (due.amount <= 0) return Result.fail(new NothingDue({ id }))
    if (agreed !== undefined && (agreed.amount !== due.amount || agreed.currency !== due.currency)) {
      return Result.fail(new AmountDiffers({ id, due, agreed }))
    }
    return Result.succeed([{ _tag: "TicketPaid", amount: due, method, at, leaveBy: Instant.Instant.make(at + exitGrace) }])
  })

/** Lets the vehicle out when nothing is due. */
export const release = (command: Only<"Release">, state: State): Decision<"TicketExited", ReleaseRejection> =>
  Result.flatMap(open(state, command.at), ({ id }) =>
    command.due.amount > 0
      ? Result.fail(new BalanceDue({ id, due: command.due }))
      : Result.succeed([{ _tag: "TicketExited", at: command.at }]))

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Admit":
      return admit(command, state)
    case "Pay":
      return pay(command, state)
    case "Release":
      return release(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }

/** What was paid so far, in the currency of the ticket's terms. */
export const paid = (ticket: Ticket, currency: Money.Currency): Money.Money =>
  ticket.payments.reduce((sum, { amount }) => Result.getOrThrow(Money.add(sum, amount)), Money.zero(currency))
