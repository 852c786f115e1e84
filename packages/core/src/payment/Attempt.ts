/**
 * What a payment is at any time, and what made it so: the states and events of {@link Payment}, folded.
 */
import { Schema } from "effect"
import { Name } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { FullDate } from "../pricing/Window.ts"
import { Instant } from "../time/index.ts"
import { Absent, Ids } from "../lifecycle/index.ts"
import { Method } from "./Method.ts"
import * as News from "./News.ts"
import * as RefundRequest from "./RefundRequest.ts"

/** What a person writes who judges. */
const Note = Name.upTo(400)

const intent = {
  id: Ids.PaymentId,
  subject: Ids.Subject,
  /** The first day of the period that a pass is renewed by; absent where its first period is paid. */
  renewFrom: Schema.optionalKey(FullDate),
  amount: Money.Money,
  method: Method,
  /** Who moves the money; absent where nobody does: cash, an account. */
  gateway: Schema.optionalKey(Name.upTo(60)),
  /** The same for every request that this payment makes to its gateway. */
  idempotencyKey: Name.upTo(120),
  /** All of the amount at once, or up to it when the capture is asked for. */
  capture: Schema.Literals(["at-once", "on-request"]),
  by: Party.Actor
}
export type Intent = Schema.Struct.Type<typeof intent>

const answerBy = Instant.Instant
const begun = {
  ...intent,
  /** What is to be captured; absent until it is asked for. */
  due: Schema.optionalKey(Money.Money),
  /** News that contradicted others and were judged: they add nothing any more. */
  settled: Schema.Array(News.News),
  /** When the gateway was last asked, and agreed with this state. */
  reconciledAt: Schema.optionalKey(Instant.Instant),
  version: Schema.Int,
  changedAt: Instant.Instant
}
const refunds = Schema.Array(RefundRequest.RefundRequest)
const taken = { captured: Money.Money, reference: News.Reference, refunds }

export const Payment = Schema.TaggedUnion({
  Intended: { ...begun, answerBy },
  /** The request was sent, or the payer has to act. */
  Pending: { ...begun, answerBy },
  /** With a deadline where a capture was asked for. */
  Authorised: { ...begun, authorised: Money.Money, answerBy: Schema.optionalKey(answerBy) },
  /** The gateway did not answer in time: money may have moved. */
  Unknown: { ...begun, authorised: Schema.optionalKey(Money.Money), answerBy },
  Captured: { ...begun, ...taken },
  /** All that was captured went back. */
  Refunded: { ...begun, ...taken },
  Failed: { ...begun, reason: Name.upTo(200), retry: Schema.Boolean },
  Cancelled: begun,
  /** What the gateway says contradicts itself or the intent; staff is to judge. */
  Quarantined: { ...begun, news: Schema.Array(News.News), refunds }
}).annotate({ identifier: "Payment" })
export type Payment = typeof Payment.Type

export const State = Schema.Union([Absent, Payment])
export type State = typeof State.Type

/** What a person found out about a quarantined payment. */
export const Verdict = Schema.TaggedUnion({ Captured: { amount: Money.Money, reference: News.Reference }, NotCaptured: {} })
export type Verdict = typeof Verdict.Type

const at = Instant.Instant

/** What happened. These names are stored: they are never changed. */
export const Event = Schema.TaggedUnion({
  PaymentIntended: { at, ...intent, answerBy },
  PaymentAwaited: { at, answerBy },
  PaymentAuthorised: { at, amount: Money.Money },
  PaymentCaptureRequested: { at, amount: Money.Money, by: Party.Actor, answerBy },
  PaymentCaptured: { at, amount: Money.Money, reference: News.Reference },
  PaymentFailed: { at, reason: Name.upTo(200), retry: Schema.Boolean },
  PaymentCancelled: { at, by: Schema.optionalKey(Party.Actor) },
  PaymentLeftUnknown: { at, answerBy },
  PaymentQuarantined: { at, news: Schema.Array(News.News) },
  PaymentJudged: { at, verdict: Verdict, note: Note, by: Party.Actor },
  PaymentReconciled: { at },
  PaymentRefundRequested: { at, ...RefundRequest.asked, answerBy },
  PaymentRefundOwed: { at, ...RefundRequest.asked },
  PaymentRefundAnswered: { at, refundId: RefundRequest.RefundId, outcome: RefundRequest.Outcome },
  PaymentRefundJudged: { at, refundId: RefundRequest.RefundId, verdict: RefundRequest.Verdict, note: Note, by: Party.Actor }
}).annotate({ identifier: "PaymentEvent" })
export type Event = typeof Event.Type

export const initial: State = { _tag: "Absent" }

export type In<Tag extends Payment["_tag"]> = Extract<Payment, { readonly _tag: Tag }>
export type Happened<Tag extends Event["_tag"]> = Extract<Event, { readonly _tag: Tag }>

export const isOpen = (state: State): state is In<"Intended" | "Pending" | "Authorised" | "Unknown"> =>
  state._tag === "Intended" || state._tag === "Pending" || state._tag === "Authorised" || state._tag === "Unknown"

export const isTaken = (state: State): state is In<"Captured" | "Refunded"> => state._tag === "Captured" || state._tag === "Refunded"

/** Nothing was taken, as far as is known, and nothing is awaited. */
export const hasFailed = (state: State): boolean => state._tag === "Failed" || state._tag === "Cancelled"

export const isEqual = (a: Money.Money, b: Money.Money): boolean => a.amount === b.amount && a.currency === b.currency

/** Money of `units`, which were checked to be within what was captured. */
const units = (amount: bigint, currency: Money.Currency): Money.Money => ({ amount: Number(amount), currency })

/** What may still be refunded, refunds that are open or in doubt taken off. */
export const refundable = ({ captured, refunds }: In<"Captured" | "Refunded">): Money.Money => {
  const left = BigInt(captured.amount) - RefundRequest.claimed(refunds)
  return units(left < 0n ? 0n : left, captured.currency)
}

/** What went back so far. */
export const refunded = ({ captured, refunds }: In<"Captured" | "Refunded">): Money.Money =>
  units(RefundRequest.succeeded(refunds), captured.currency)

/** When somebody is to ask the gateway, where something waits for an answer. */
export const deadline = (state: State): Instant.Instant | undefined => {
  if (isOpen(state)) return state.answerBy
  if (!("refunds" in state)) return undefined
  const waiting = state.refunds.flatMap((refund) => ("answerBy" in refund ? [refund.answerBy] : []))
  return waiting.length === 0 ? undefined : Instant.Instant.make(Math.min(...waiting))
}

/** What every state keeps, one event later. What the gateway agreed to was the state before. */
const kept = (state: Payment, changedAt: Instant.Instant): Schema.Struct.Type<typeof begun> => {
  const { amount, by, capture, due, gateway, id, idempotencyKey, method, renewFrom, settled, subject, version } = state
  const always = { id, subject, amount, method, idempotencyKey, capture, by, settled, version: version + 1, changedAt }
  return { ...always, ...(renewFrom !== undefined && { renewFrom }), ...(gateway !== undefined && { gateway }), ...(due !== undefined && { due }) }
}

const later = (one: Instant.Instant | undefined, other: Instant.Instant): Instant.Instant => (one === undefined || one < other ? other : one)

export const authorisedIn = (state: Payment): Money.Money | undefined => ("authorised" in state ? state.authorised : undefined)

type Open = In<"Intended" | "Pending" | "Authorised" | "Unknown">

const authorise = (state: Open, { amount, at }: Happened<"PaymentAuthorised">): Payment => {
  const before = authorisedIn(state)
  // Held still, where it was to be let go and nobody knew whether it was.
  const isBack = state._tag === "Unknown" && state.due === undefined && before?.amount === amount.amount
  if (amount.currency !== state.amount.currency || (before !== undefined && before.amount >= amount.amount && !isBack)) return state
  const rest = { ...kept(state, at), authorised: amount }
  // Whether it was captured is known no better than before.
  if (state._tag === "Unknown" && state.due !== undefined) return { _tag: "Unknown", ...rest, answerBy: state.answerBy }
  const waits = state.due !== undefined && state.answerBy !== undefined
  return { _tag: "Authorised", ...rest, ...(waits && { answerBy: state.answerBy }) }
}

const awaits = (state: Open, { answerBy, at }: Happened<"PaymentAwaited">): Payment => {
  if (state.answerBy === undefined) return state
  const until = later(state.answerBy, answerBy)
  if (state._tag === "Intended") return { _tag: "Pending", ...kept(state, at), answerBy: until }
  return until === state.answerBy ? state : { ...state, ...kept(state, at), answerBy: until }
}

const leaveUnknown = (state: Open, { answerBy, at }: Happened<"PaymentLeftUnknown">): Payment => {
  const authorised = authorisedIn(state)
  if (state._tag === "Unknown" && answerBy <= state.answerBy) return state
  return { _tag: "Unknown", ...kept(state, at), ...(authorised !== undefined && { authorised }), answerBy }
}

const requestedCapture = (state: Open, { amount, answerBy, at }: Happened<"PaymentCaptureRequested">): Payment => {
  if (state._tag !== "Authorised" || state.due !== undefined) return state
  const { authorised } = state
  if (amount.currency !== authorised.currency || amount.amount > authorised.amount) return state
  return { _tag: "Authorised", ...kept(state, at), authorised, due: amount, answerBy }
}

const evolveOpen = (state: Open, event: Event): Payment => {
  switch (event._tag) {
    case "PaymentAwaited":
      return awaits(state, event)
    case "PaymentAuthorised":
      return authorise(state, event)
    case "PaymentCaptureRequested":
      return requestedCapture(state, event)
    case "PaymentCaptured": {
      const { amount, at, reference } = event
      return state.due !== undefined && isEqual(state.due, amount) ? { _tag: "Captured", ...kept(state, at), captured: amount, reference, refunds: [] } : state
    }
    case "PaymentFailed":
      return { _tag: "Failed", ...kept(state, event.at), reason: event.reason, retry: event.retry }
    case "PaymentCancelled":
      return { _tag: "Cancelled", ...kept(state, event.at) }
    case "PaymentLeftUnknown":
      return leaveUnknown(state, event)
    default:
      return state
  }
}

type Refundable = In<"Captured" | "Refunded" | "Quarantined">

/** The payment with these refunds: refunded when all of it went back. */
const withRefunds = (state: Refundable, refunds: ReadonlyArray<RefundRequest.RefundRequest>, at: Instant.Instant): Payment => {
  if (state._tag === "Quarantined") return { _tag: "Quarantined", ...kept(state, at), news: state.news, refunds }
  const { captured, reference } = state
  const isAll = RefundRequest.succeeded(refunds) === BigInt(captured.amount)
  return { _tag: isAll ? "Refunded" : "Captured", ...kept(state, at), captured, reference, refunds }
}

/** Whether a capture of `amount` is enough for all refunds that are not in doubt. */
export const covers = (amount: Money.Money, refunds: ReadonlyArray<RefundRequest.RefundRequest>): boolean =>
  amount.amount > 0 && refunds.every((refund) => refund._tag === "Owed" || refund.amount.currency === amount.currency) && RefundRequest.certain(refunds) <= BigInt(amount.amount)

/** Whether `amount` more may go back, `refunds` being all others. */
export const fits = (captured: Money.Money, refunds: ReadonlyArray<RefundRequest.RefundRequest>, amount: Money.Money): boolean =>
  amount.currency === captured.currency && amount.amount > 0 && RefundRequest.claimed(refunds) + BigInt(amount.amount) <= BigInt(captured.amount)

const evolveRefund = (state: Refundable, event: Happened<"PaymentRefundRequested" | "PaymentRefundAnswered" | "PaymentRefundJudged">): Payment => {
  const others = state.refunds.filter(({ refundId }) => refundId !== event.refundId)
  const refund = state.refunds.find(({ refundId }) => refundId === event.refundId)
  if (event._tag === "PaymentRefundRequested") {
    const { amount, answerBy, at, by, reason, refundId } = event
    if (refund !== undefined || !isTaken(state) || !fits(state.captured, others, amount)) return state
    return withRefunds(state, [...others, { _tag: "Requested", refundId, amount, reason, by, answerBy }], at)
  }
  if (refund === undefined) return state
  if (event._tag === "PaymentRefundAnswered") {
    const next = RefundRequest.answered(refund, event.outcome)
    return next === refund ? state : withRefunds(state, state.refunds.map((each) => (each === refund ? next : each)), event.at)
  }
  const { at, by, verdict } = event
  if (!isTaken(state) || refund._tag !== "Conflicting" || (verdict._tag === "Succeeded" && !fits(state.captured, others, verdict.amount))) return state
  return withRefunds(state, state.refunds.map((each) => (each === refund ? RefundRequest.judged(refund, verdict, by) : each)), at)
}

const owes = (state: In<"Quarantined">, { amount, at, by, reason, refundId }: Happened<"PaymentRefundOwed">): Payment =>
  amount.amount <= 0 || state.refunds.some((each) => each.refundId === refundId) ? state : withRefunds(state, [...state.refunds, { _tag: "Owed", refundId, amount, reason, by }], at)

const judgedAs = (state: In<"Quarantined">, { at, verdict }: Happened<"PaymentJudged">): Payment => {
  const rest = { ...kept(state, at), settled: News.union(state.settled, state.news) }
  if (verdict._tag === "NotCaptured") {
    return RefundRequest.certain(state.refunds) === 0n ? { _tag: "Failed", ...rest, reason: "judged: nothing was captured", retry: false } : state
  }
  const { amount: captured, reference } = verdict
  if (!covers(captured, state.refunds)) return state
  return withRefunds({ ...rest, _tag: "Captured", captured, reference, refunds: state.refunds, version: state.version }, RefundRequest.released(state.refunds, captured, at), at)
}

/** Total: an event that cannot follow leaves the state alone. */
export const evolve = (state: State, event: Event): State => {
  if (event._tag === "PaymentIntended") {
    const { _tag, at, ...rest } = event
    if (state._tag !== "Absent") return state
    return { _tag: "Intended", ...rest, ...(rest.capture === "at-once" && { due: rest.amount }), settled: [], version: 1, changedAt: at }
  }
  if (state._tag === "Absent") return state
  switch (event._tag) {
    case "PaymentQuarantined": {
      const before = state._tag === "Quarantined" ? state.news : []
      const news = News.union(before, event.news)
      if (news.length === before.length) return state
      return { _tag: "Quarantined", ...kept(state, event.at), news, refunds: "refunds" in state ? state.refunds : [] }
    }
    case "PaymentJudged":
      return state._tag === "Quarantined" ? judgedAs(state, event) : state
    case "PaymentRefundOwed":
      return state._tag === "Quarantined" ? owes(state, event) : state
    case "PaymentReconciled":
      return { ...state, ...kept(state, event.at), reconciledAt: event.at }
    case "PaymentRefundRequested":
    case "PaymentRefundAnswered":
    case "PaymentRefundJudged":
      return "refunds" in state ? evolveRefund(state, event) : state
    case "PaymentCancelled":
      return state._tag === "Failed" ? { _tag: "Cancelled", ...kept(state, event.at) } : isOpen(state) ? evolveOpen(state, event) : state
    default:
      return isOpen(state) ? evolveOpen(state, event) : state
  }
}
