/**
 * A payment: one attempt to move money for a stay, a reservation, a pass or a violation.
 *
 * The intent is written before the gateway is called, so that a crash leaves something to reconcile. What the gateway
 * says may come twice and in any order: what is known already adds nothing, and what contradicts it is never settled
 * silently: the payment is quarantined until a person has judged it. `at` is when the host learnt of something, not when it happened.
 *
 * Units: minor units; a deadline has passed at its instant (closed-open).
 * Fails: NotBegun, AlreadyBegun, WrongState, OutOfOrder; NotPositive, CurrencyMismatch, AboveAuthorised, CaptureRequestedBefore;
 * RefundAboveCaptured, RefundDiffers, NoSuchRefund, NotInDoubt; TooSoon.
 * Guarantees: captured minus refunded is never negative; refunds asked for never exceed what was captured; what a gateway
 * says of one outcome ends in one state, in any order and however often it is said; captured is only what was to be
 * captured, or what a person judged; whatever waits for an answer has a deadline.
 * Source: PCI DSS SAQ A (no card data here); the authorise-capture-refund model of card schemes (ISO 8583).
 */
import { Equal, Result } from "effect"
import { Money } from "../money/index.ts"
import type { Party } from "../party/index.ts"
import type { Instant } from "../time/index.ts"
import { AlreadyBegun, type Decider, NotBegun, OutOfOrder, WrongState } from "../lifecycle/index.ts"
import { authorisedIn, covers, type Event, evolve, fits, type Happened, type In, initial, type Intent, isEqual, isOpen, isTaken, type Payment, refundable, type State, Verdict } from "./Attempt.ts"
import * as News from "./News.ts"
import { AboveAuthorised, CaptureRequestedBefore, NoSuchRefund, NotInDoubt, NotPositive, RefundAboveCaptured, RefundDiffers, TooSoon } from "./Refusal.ts"
import * as RefundRequest from "./RefundRequest.ts"

export { deadline, Event, evolve, hasFailed, initial, type Intent, isOpen, isTaken, Payment, refundable, refunded, State, Verdict } from "./Attempt.ts"

type At = { readonly at: Instant.Instant }
type Until = At & { readonly answerBy: Instant.Instant }
type By = At & { readonly by: Party.Actor }

type Command =
  | { readonly _tag: "Intend"; readonly intent: Intent } & Until
  /** The request is on its way, or the payer sees a page. */
  | { readonly _tag: "Await" } & Until
  | { readonly _tag: "RequestCapture"; readonly amount: Money.Money } & By & Until
  /** What the gateway says of its own accord. */
  | { readonly _tag: "Hear"; readonly news: Exclude<News.News, { readonly _tag: "Missing" }> } & At
  | { readonly _tag: "MarkUnknown" } & Until
  /** What the gateway says when it is asked. */
  | { readonly _tag: "Reconcile"; readonly found: News.News } & At
  | { readonly _tag: "Void" } & By
  | { readonly _tag: "Judge"; readonly verdict: Verdict; readonly note: string } & By
  | { readonly _tag: "RequestRefund"; readonly refundId: RefundRequest.RefundId; readonly amount: Money.Money; readonly reason: string } & By & Until
  /** Of a payment that is in doubt: sent once a person has judged that it was captured. */
  | { readonly _tag: "OweRefund"; readonly refundId: RefundRequest.RefundId; readonly amount: Money.Money; readonly reason: string } & By
  | { readonly _tag: "AnswerRefund"; readonly refundId: RefundRequest.RefundId; readonly outcome: RefundRequest.Outcome } & At
  | { readonly _tag: "JudgeRefund"; readonly refundId: RefundRequest.RefundId; readonly verdict: RefundRequest.Verdict; readonly note: string } & By
export type { Command }

type Closed = NotBegun | WrongState | OutOfOrder
export type IntendRejection = AlreadyBegun | NotPositive
export type CaptureRejection = Closed | NotPositive | Money.CurrencyMismatch | AboveAuthorised | CaptureRequestedBefore
export type ReconcileRejection = NotBegun | OutOfOrder | TooSoon
export type JudgeRejection = Closed | RefundAboveCaptured | Money.CurrencyMismatch | NotPositive
export type RefundRejection = JudgeRejection | RefundDiffers
export type JudgeRefundRejection = JudgeRejection | NoSuchRefund | NotInDoubt
export type Rejection = IntendRejection | CaptureRejection | ReconcileRejection | RefundRejection | JudgeRefundRejection


type Only<Tag extends Command["_tag"]> = Extract<Command, { readonly _tag: Tag }>
type Decision<Tag extends Event["_tag"], Rejected> = Result.Result<ReadonlyArray<Happened<Tag>>, Rejected>

const none: ReadonlyArray<never> = []

const wrong = (state: Payment, command: Command["_tag"]): WrongState => new WrongState({ subject: "payment", id: state.id, state: state._tag, command })

/** `decided`, unless it would change something before the last change. What changes nothing may come at any time. */
const inOrder = <E extends Event, Rejected>(
  state: Payment,
  at: Instant.Instant,
  decided: Result.Result<ReadonlyArray<E>, Rejected>
): Result.Result<ReadonlyArray<E>, Rejected | OutOfOrder> =>
  Result.isSuccess(decided) && decided.success.length > 0 && at < state.changedAt
    ? Result.fail(new OutOfOrder({ subject: "payment", id: state.id, at, notBefore: state.changedAt }))
    : decided

/** Decides on a payment that was begun. */
const decideOn = <E extends Event, Rejected>(
  state: State,
  at: Instant.Instant,
  decision: (payment: Payment) => Result.Result<ReadonlyArray<E>, Rejected>
): Result.Result<ReadonlyArray<E>, Rejected | NotBegun | OutOfOrder> =>
  state._tag === "Absent" ? Result.fail(new NotBegun({ subject: "payment" })) : inOrder(state, at, decision(state))

/** The event, where it would change anything. */
const where = <E extends Event>(state: Payment, event: E): Result.Result<ReadonlyArray<E>> =>
  Result.succeed(evolve(state, event) === state ? none : [event])

const isSameIntent = (state: Payment, intent: Intent): boolean =>
  Object.entries(intent).every(([name, value]) => Equal.equals(Reflect.get(state, name), value)) &&
  ("gateway" in state) === ("gateway" in intent) && ("renewFrom" in state) === ("renewFrom" in intent)

/** Writes down what is about to be tried. */
export const intend = ({ answerBy, at, intent }: Only<"Intend">, state: State): Decision<"PaymentIntended", IntendRejection> => {
  if (state._tag !== "Absent") return isSameIntent(state, intent) ? Result.succeed(none) : Result.fail(new AlreadyBegun({ subject: "payment", id: state.id }))
  return intent.amount.amount > 0 ? Result.succeed([{ _tag: "PaymentIntended", at, ...intent, answerBy }]) : Result.fail(new NotPositive({ amount: intent.amount }))
}

/** Waits for the payer or the gateway until `answerBy`; who has answered already is not waited for. */
export const waitFor = ({ answerBy, at }: Only<"Await">, state: State): Decision<"PaymentAwaited", NotBegun | OutOfOrder> =>
  decideOn(state, at, (payment) => where(payment, { _tag: "PaymentAwaited", at, answerBy }))

/** Asks for the one capture of what was authorised. */
export const requestCapture = (command: Only<"RequestCapture">, state: State): Decision<"PaymentCaptureRequested", CaptureRejection> =>
  decideOn(state, command.at, (payment): Decision<"PaymentCaptureRequested", CaptureRejection> => {
    const { amount, answerBy, at, by } = command
    const canBe = isOpen(payment) || isTaken(payment)
    if (canBe && payment.due !== undefined) return isEqual(payment.due, amount) ? Result.succeed(none) : Result.fail(new CaptureRequestedBefore({ asked: amount, before: payment.due }))
    if (payment._tag !== "Authorised") return Result.fail(wrong(payment, command._tag))
    const { authorised } = payment
    if (amount.currency !== authorised.currency) return Result.fail(new Money.CurrencyMismatch({ left: authorised.currency, right: amount.currency }))
    if (amount.amount <= 0) return Result.fail(new NotPositive({ amount }))
    if (amount.amount > authorised.amount) return Result.fail(new AboveAuthorised({ asked: amount, authorised }))
    return Result.succeed([{ _tag: "PaymentCaptureRequested", at, amount, by, answerBy }])
  })

type Heard = Happened<"PaymentAuthorised" | "PaymentCaptured" | "PaymentFailed" | "PaymentCancelled" | "PaymentQuarantined">

/** The state as the news that made it. */
const evidence = (state: Payment): ReadonlyArray<News.News> => {
  if (isTaken(state)) return [{ _tag: "Captured", amount: state.captured, reference: state.reference }]
  if (state._tag === "Failed") return [{ _tag: "Failed", reason: state.reason, retry: state.retry }]
  return state._tag === "Cancelled" ? [{ _tag: "Voided" }] : []
}

/** What follows when what the state says is not contradicted; `undefined` where it is. */
const agreed = (state: Payment, news: News.News, at: Instant.Instant): Heard | "nothing new" | undefined => {
  const old = "nothing new"
  switch (news._tag) {
    case "Authorised":
      if (news.amount.currency !== state.amount.currency) return undefined
      return isOpen(state) ? { _tag: "PaymentAuthorised", at, amount: news.amount } : old
    case "Captured":
      if (isTaken(state)) return isEqual(state.captured, news.amount) && state.reference === news.reference ? old : undefined
      if (!isOpen(state) || state.due === undefined || !isEqual(state.due, news.amount)) return undefined
      return { _tag: "PaymentCaptured", at, amount: news.amount, reference: news.reference }
    case "Failed":
      if (isTaken(state)) return undefined
      return isOpen(state) ? { _tag: "PaymentFailed", at, reason: news.reason, retry: news.retry } : old
    case "Voided":
      return isTaken(state) ? undefined : { _tag: "PaymentCancelled", at }
    case "Missing":
      if (isTaken(state) || authorisedIn(state) !== undefined) return undefined
      return isOpen(state) ? { _tag: "PaymentFailed", at, reason: "the gateway knows of no such payment", retry: true } : old
  }
}

const heard = (state: Payment, news: News.News, at: Instant.Instant): ReadonlyArray<Heard> => {
  if (News.has(state.settled, news)) return none
  // An authorisation that contradicts nothing is no evidence, whether it came before or after.
  const isPlain = news._tag === "Authorised" && news.amount.currency === state.amount.currency
  const event = state._tag === "Quarantined" ? (isPlain ? "nothing new" : undefined) : agreed(state, news, at)
  if (event === "nothing new") return none
  const next: Heard = event ?? { _tag: "PaymentQuarantined", at, news: News.union(evidence(state), [news]) }
  return evolve(state, next) === state ? none : [next]
}

/** Takes in what the gateway says: in any order, however often. */
export const hear = ({ at, news }: Only<"Hear">, state: State): Decision<Heard["_tag"], NotBegun | OutOfOrder> =>
  decideOn(state, at, (payment) => Result.succeed(heard(payment, news, at)))

/** The gateway did not answer in time: somebody asks it again by `answerBy`. */
export const markUnknown = ({ answerBy, at }: Only<"MarkUnknown">, state: State): Decision<"PaymentLeftUnknown", NotBegun | OutOfOrder> =>
  decideOn(state, at, (payment) => where(payment, { _tag: "PaymentLeftUnknown", at, answerBy }))

const agreeing: { readonly [Tag in News.News["_tag"]]: ReadonlyArray<Payment["_tag"]> } = {
  Authorised: ["Authorised"],
  Captured: ["Captured", "Refunded"],
  Failed: ["Failed"],
  Voided: ["Cancelled"],
  Missing: ["Failed", "Cancelled"]
}

/** Takes in what the gateway answered when it was asked, and notes where it agrees. */
export const reconcile = ({ at, found }: Only<"Reconcile">, state: State): Decision<Heard["_tag"] | "PaymentReconciled", ReconcileRejection> =>
  decideOn(state, at, (payment): Decision<Heard["_tag"] | "PaymentReconciled", ReconcileRejection> => {
    if (found._tag === "Missing" && isOpen(payment) && payment.answerBy !== undefined && at < payment.answerBy) {
      return Result.fail(new TooSoon({ at, answerBy: payment.answerBy }))
    }
    const events = heard(payment, found, at)
    const after = events.reduce(evolve, payment as State)
    const isNoted = after._tag === "Absent" || after.reconciledAt !== undefined || !agreeing[found._tag].includes(after._tag)
    return Result.succeed(isNoted ? events : [...events, { _tag: "PaymentReconciled", at }])
  })

/** Gives up before anything was captured. */
export const cancel = ({ at, by, _tag }: Only<"Void">, state: State): Decision<"PaymentCancelled", Closed> =>
  decideOn(state, at, (payment): Decision<"PaymentCancelled", Closed> => {
    if (payment._tag === "Cancelled") return Result.succeed(none)
    return isOpen(payment) && payment._tag !== "Unknown" ? Result.succeed([{ _tag: "PaymentCancelled", at, by }]) : Result.fail(wrong(payment, _tag))
  })

/** Settles a quarantined payment as a person found it to be. */
export const judge = ({ _tag, at, by, note, verdict }: Only<"Judge">, state: State): Decision<"PaymentJudged", JudgeRejection> =>
  decideOn(state, at, (payment): Decision<"PaymentJudged", JudgeRejection> => {
    if (payment._tag !== "Quarantined") return Result.fail(wrong(payment, _tag))
    const sent = payment.refunds.filter((refund) => refund._tag !== "Owed")
    const asked = { amount: Number(RefundRequest.certain(sent)), currency: sent[0]?.amount.currency ?? payment.amount.currency }
    const captured = verdict._tag === "Captured" ? verdict.amount : { ...asked, amount: 0 }
    if (verdict._tag === "Captured" && captured.amount <= 0) return Result.fail(new NotPositive({ amount: captured }))
    if (asked.amount > 0 && captured.currency !== asked.currency) return Result.fail(new Money.CurrencyMismatch({ left: asked.currency, right: captured.currency }))
    const isEnough = verdict._tag === "Captured" ? covers(captured, payment.refunds) : asked.amount === 0
    return isEnough ? Result.succeed([{ _tag: "PaymentJudged", at, verdict, note, by }]) : Result.fail(new RefundAboveCaptured({ asked, refundable: captured }))
  })

/** Whether `amount` may go back of what was captured, `refundable` being left of it. */
const payable = (
  payment: In<"Captured" | "Refunded">,
  amount: Money.Money,
  except?: RefundRequest.RefundId
): Result.Result<Money.Money, Money.CurrencyMismatch | NotPositive | RefundAboveCaptured> => {
  const others = payment.refunds.filter(({ refundId }) => refundId !== except)
  if (amount.currency !== payment.captured.currency) return Result.fail(new Money.CurrencyMismatch({ left: payment.captured.currency, right: amount.currency }))
  if (amount.amount <= 0) return Result.fail(new NotPositive({ amount }))
  return fits(payment.captured, others, amount) ? Result.succeed(amount) : Result.fail(new RefundAboveCaptured({ asked: amount, refundable: refundable({ ...payment, refunds: others }) }))
}

/** Asks for a refund; nothing is sent before this is written. */
export const requestRefund = (command: Only<"RequestRefund">, state: State): Decision<"PaymentRefundRequested", RefundRejection> =>
  decideOn(state, command.at, (payment): Decision<"PaymentRefundRequested", RefundRejection> => {
    const { amount, refundId } = command
    const before = "refunds" in payment ? payment.refunds.find((refund) => refund.refundId === refundId) : undefined
    if (before !== undefined) return isEqual(before.amount, amount) ? Result.succeed(none) : Result.fail(new RefundDiffers({ refundId, asked: amount, before: before.amount }))
    if (!isTaken(payment)) return Result.fail(wrong(payment, command._tag))
    const { _tag: _, ...asked } = command
    return Result.map(payable(payment, amount), () => [{ _tag: "PaymentRefundRequested", ...asked }])
  })

/** Takes in what the gateway says of a refund: in any order, however often. */
export const answerRefund = ({ at, outcome, refundId }: Only<"AnswerRefund">, state: State): Decision<"PaymentRefundAnswered", NotBegun | OutOfOrder | NoSuchRefund> =>
  decideOn(state, at, (payment): Decision<"PaymentRefundAnswered", NoSuchRefund> => {
    const isKnown = "refunds" in payment && payment.refunds.some((refund) => refund.refundId === refundId)
    return isKnown ? where(payment, { _tag: "PaymentRefundAnswered", at, refundId, outcome }) : Result.fail(new NoSuchRefund({ refundId }))
  })

/** Notes what is owed back of a payment that is in doubt; nobody is asked for it yet. */
export const oweRefund = (command: Only<"OweRefund">, state: State): Decision<"PaymentRefundOwed", Closed | NotPositive | RefundDiffers> =>
  decideOn(state, command.at, (payment): Decision<"PaymentRefundOwed", Closed | NotPositive | RefundDiffers> => {
    const { amount, refundId } = command
    if (payment._tag !== "Quarantined") return Result.fail(wrong(payment, command._tag))
    const before = payment.refunds.find((refund) => refund.refundId === refundId)
    if (before !== undefined) return isEqual(before.amount, amount) ? Result.succeed(none) : Result.fail(new RefundDiffers({ refundId, asked: amount, before: before.amount }))
    return amount.amount > 0 ? Result.succeed([{ ...command, _tag: "PaymentRefundOwed" }]) : Result.fail(new NotPositive({ amount }))
  })

/** Settles a conflicting refund as a person found it to be. */
export const judgeRefund = (command: Only<"JudgeRefund">, state: State): Decision<"PaymentRefundJudged", JudgeRefundRejection> =>
  decideOn(state, command.at, (payment): Decision<"PaymentRefundJudged", JudgeRefundRejection> => {
    const { refundId, verdict } = command
    if (!isTaken(payment)) return Result.fail(wrong(payment, command._tag))
    const refund = payment.refunds.find((each) => each.refundId === refundId)
    if (refund === undefined) return Result.fail(new NoSuchRefund({ refundId }))
    if (refund._tag !== "Conflicting") return Result.fail(new NotInDoubt({ refundId, state: refund._tag }))
    const judged: Decision<"PaymentRefundJudged", never> = Result.succeed([{ ...command, _tag: "PaymentRefundJudged" }])
    return verdict._tag === "Failed" ? judged : Result.flatMap(payable(payment, verdict.amount, refundId), () => judged)
  })

export const decide = (command: Command, state: State): Result.Result<ReadonlyArray<Event>, Rejection> => {
  switch (command._tag) {
    case "Intend":
      return intend(command, state)
    case "Await":
      return waitFor(command, state)
    case "RequestCapture":
      return requestCapture(command, state)
    case "Hear":
      return hear(command, state)
    case "MarkUnknown":
      return markUnknown(command, state)
    case "Reconcile":
      return reconcile(command, state)
    case "Void":
      return cancel(command, state)
    case "Judge":
      return judge(command, state)
    case "RequestRefund":
      return requestRefund(command, state)
    case "OweRefund":
      return oweRefund(command, state)
    case "AnswerRefund":
      return answerRefund(command, state)
    case "JudgeRefund":
      return judgeRefund(command, state)
  }
}

export const decider: Decider<Command, State, Event, Rejection> = { initial, decide, evolve }
