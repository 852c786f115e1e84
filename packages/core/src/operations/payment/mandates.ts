/** Stored payment methods, and exits that pay themselves. */
import { Effect, Result, Schema } from "effect"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { Name } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Mandate, Method, Payment } from "../../payment/index.ts"
import { Changed, type EventOf, Journal, key, Lots } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Instant, TimeZone } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain, unlessBehind } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { store } from "../store.ts"
import { Asked, openTicket, type Quote, settleAt } from "../ticket/quote.ts"
import { releaseWith } from "../ticket/release.ts"
import { intend, request } from "./request.ts"

/** Stores what was decided on a mandate. */
const stored = Effect.fnUntraced(function*(who: Party.Actor, id: Method.MandateId, before: Mandate.State, events: ReadonlyArray<EventOf<"Mandate">>) {
  const changed = change("Mandate", id, before, events)
  yield* store({ action: "payment-method.manage", by: who }, { changes: [changed] }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
  return outcome(changed)
})

/** What a driver allows to be charged, by a gateway's token for the stored method. */
const Registering = Schema.Struct({
  ...by,
  holder: Party.PersonId,
  gateway: Name.upTo(60),
  token: Schema.String,
  limits: Mandate.Limits,
  scope: Mandate.Scope,
  zone: TimeZone.TimeZone,
  expiresAt: Schema.optional(Instant.Instant),
  /** An id of the caller's: the same mandate said twice is stored once. */
  mandateId: Schema.optional(Method.MandateId)
})

/** Stores a payment method that may be charged without asking again. */
export const registerMandate = operation("registerMandate", Registering, (given) =>
  decideAgain(Effect.gen(function*() {
    const { expiresAt, gateway, holder, limits, scope, token, zone } = given
    const [id, who] = [given.mandateId ?? Method.MandateId.make(yield* newId), actor(given)]
    const before = yield* (yield* Journal).load("Mandate", id)
    const registration = { id, holder, gateway, token, limits, scope, zone, by: who, ...(expiresAt !== undefined && { expiresAt }) }
    return yield* stored(who, id, before, yield* Effect.fromResult(Mandate.register({ _tag: "Register", at: yield* now, registration }, before)))
  })))

const OfMandate = { ...by, mandateId: Method.MandateId }

const changing = (given: { readonly mandateId: Method.MandateId; readonly by?: Party.Actor | undefined }, command: (at: Instant.Instant, who: Party.Actor) => Parameters<typeof Mandate.manage>[0]) =>
  decideAgain(Effect.gen(function*() {
    const { mandateId } = given
    const before = yield* (yield* Journal).load("Mandate", mandateId)
    if (before._tag === "Absent") return yield* new NotBegun({ subject: "mandate" })
    const events = yield* Effect.fromResult(Mandate.manage(command(yield* now, actor(given)), before))
    return events.length === 0 ? before : yield* stored(actor(given), mandateId, before, events)
  }))

const Revoking = Schema.Struct({ ...OfMandate, reason: Name.upTo(200) })

/** A stored method is charged no more, for good. */
export const revokeMandate = operation("revokeMandate", Revoking, (given) => changing(given, (at, who) => ({ _tag: "Revoke", at, by: who, reason: given.reason })))

/** A stored method is not charged until it is resumed. */
export const suspendMandate = operation("suspendMandate", Revoking, (given) => changing(given, (at, who) => ({ _tag: "Suspend", at, by: who, reason: given.reason })))

/** A suspended method is charged again. */
export const resumeMandate = operation("resumeMandate", Schema.Struct(OfMandate), (given) => changing(given, (at, who) => ({ _tag: "Resume", at, by: who })))

/** What a mandate was charged so far, each when it was. */
const chargesOf = Effect.fnUntraced(function*(id: Method.MandateId) {
  const history = yield* (yield* Journal).history("Mandate", id)
  const charges = new Map(history.flatMap((event) => event._tag === "MandateCharged" ? [[event.paymentId, event.at]] : []))
  const payments = yield* allUnder("Payment", key.mandate(id))
  return payments.filter((payment) => !Payment.hasFailed(payment)).map(({ amount, changedAt, id }) => ({ amount, at: charges.get(id) ?? changedAt }))
})

/** The charge of what is due to a mandate of the driver that allows it, if one does. */
const chargeable = Effect.fnUntraced(function*({ at, due, ticket }: Quote) {
  const { lotId, personId } = ticket
  if (personId === undefined) return undefined
  const lot = yield* (yield* Lots).find(lotId)
  const paymentId = Ids.PaymentId.make(yield* newId)
  for (const mandate of yield* allUnder("Mandate", key.person(personId))) {
    const charge = { _tag: "Charge", paymentId, amount: due, at, lot, soFar: yield* chargesOf(mandate.id) } as const
    const charged = yield* unlessBehind(Mandate.charge(charge, mandate), at)
    if (Result.isSuccess(charged)) return { mandate, paymentId, charge: change("Mandate", mandate.id, mandate, charged.success) }
  }
  return undefined
})

/** The stored method was charged, and the answer is not there or was no: the driver pays otherwise, or waits. */
export class NotCharged extends Schema.TaggedError<NotCharged>()("NotCharged", { paymentId: Ids.PaymentId, state: Schema.String }) {
  override get message() {
    return `the stored payment method was not charged (${this.state}): pay another way`
  }
}

/** Charges of stored methods for this stay so far: none while the answer to another is awaited. */
const triesBefore = Effect.fnUntraced(function*({ ticket }: Quote) {
  const payments = yield* allUnder("Payment", key.ticket(ticket.id))
  const tries = payments.filter(({ method }) => method._tag === "Mandate")
  const open = tries.find(Payment.isOpen)
  return open === undefined ? tries.length : yield* new NotCharged({ paymentId: open.id, state: open._tag })
})

/** Charges what is due to the mandate. Two cameras that read the same plate charge once. */
const charged = Effect.fnUntraced(function*(quoted: Quote, { charge, mandate, paymentId: id }: NonNullable<Effect.Success<ReturnType<typeof chargeable>>>, who: Party.Actor) {
  const { due, ticket } = quoted
  const idempotencyKey = `exit/${ticket.id}/${yield* triesBefore(quoted)}`
  const method = { _tag: "Mandate", mandateId: mandate.id } as const
  const intent = { id, subject: { _tag: "Stay", ticketId: ticket.id }, amount: due, method, gateway: mandate.gateway, idempotencyKey, capture: "at-once", by: who } as const
  const payment = yield* intend(intent, [charge])
  const { payment: asked } = yield* request(payment, true, mandate.token)
  return Payment.isTaken(asked) ? asked : yield* new NotCharged({ paymentId: id, state: asked._tag })
})

/** Who drives up to the exit: a camera read the plate, or a ticket was shown. */
const Exiting = Schema.Struct({ ...Asked.fields, ...by })

const paying = Effect.fnUntraced(function*(given: typeof Exiting.Type) {
  const quoted = yield* settleAt(yield* openTicket(given), yield* now)
  if (quoted.due.amount === 0) return
  const charge = yield* chargeable(quoted)
  if (charge === undefined) return yield* new Ticket.BalanceDue({ id: quoted.ticket.id, due: quoted.due })
  yield* charged(quoted, charge, actor(given))
})

/** Charges what is due, if anything is. Where another camera was first, what became of its charge is looked up. */
export const paidByMandate = (given: typeof Exiting.Type) =>
  Effect.catchTag(paying(given), "KeyTaken", ({ key: id, kind }) => Effect.fail(new Changed({ kind, id })))

/**
 * Lets out who owes nothing, or whose stored method pays for it now. Who has chosen none is told what is due: a payment
 * request.
 */
export const exit = operation("exit", Exiting, (given) => Effect.andThen(decideAgain(paidByMandate(given)), decideAgain(releaseWith(given, []))))
