/** Payments: what hosts and gateways do in what order, and what a gateway says of one outcome. */
import { Ids } from "@parkade/core/lifecycle"
import { Money } from "@parkade/core/money"
import { Party } from "@parkade/core/party"
import { Method, News, Payment, RefundRequest } from "@parkade/core/payment"
import { Instant } from "@parkade/core/time"
import * as fc from "fast-check"
import { instant } from "./Time.ts"

const uuid = (digit: number): string => `00000000-0000-7000-8000-${digit.toString().padStart(12, "0")}`

/** Two refunds, so that the same one is meant often. */
const refundId = fc.integer({ min: 1, max: 2 }).map((digit) => RefundRequest.RefundId.make(uuid(digit)))

/** A person, a device, a partner or a routine; the same few. */
export const actor = (): fc.Arbitrary<Party.Actor> =>
  fc.constantFrom(
    { _tag: "Person", id: Party.PersonId.make(uuid(11)) },
    { _tag: "Device", id: Party.DeviceId.make(uuid(12)) },
    { _tag: "Partner", id: Party.PartnerId.make(uuid(13)) },
    { _tag: "Routine", name: "reconciler" }
  )

/** What is paid for. */
export const paymentSubject = (): fc.Arbitrary<Ids.Subject> =>
  fc.tuple(fc.uuid(), fc.constantFrom("Stay", "Reservation", "Pass", "Violation")).map(([id, _tag]): Ids.Subject => {
    switch (_tag) {
      case "Stay":
        return { _tag, ticketId: Ids.TicketId.make(id) }
      case "Reservation":
        return { _tag, reservationId: Ids.ReservationId.make(id) }
      case "Pass":
        return { _tag, passId: Ids.PassId.make(id) }
      default:
        return { _tag: "Violation", violationId: Ids.ViolationId.make(id) }
    }
  })

const method = (): fc.Arbitrary<Method.Method> =>
  fc.oneof(
    fc.constantFrom<Method.Method>({ _tag: "Card" }, { _tag: "Upi" }, { _tag: "Cash", till: "pay station 1" }, { _tag: "Wallet", name: "purse" }, { _tag: "Wallet" }, { _tag: "Other", name: "voucher" }),
    fc.uuid().map((id): Method.Method => ({ _tag: "Mandate", mandateId: Method.MandateId.make(id) })),
    fc.uuid().map((id): Method.Method => ({ _tag: "Account", partnerId: Party.PartnerId.make(id) }))
  )

const EUR = Money.Currency.make("EUR")
const USD = Money.Currency.make("USD")
/** The intent's amount, usually; a part of it, more, nothing, or other money. */
const near = ({ amount, currency }: Money.Money): fc.Arbitrary<Money.Money> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant({ amount, currency }) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: Math.max(1, amount) }).map((part) => ({ amount: part, currency })) },
    { weight: 2, arbitrary: fc.constantFrom({ amount: amount + 1, currency }, { amount: 0, currency }, { amount, currency: currency === USD ? EUR : USD }) }
  )

const paid = fc.record({
  amount: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 10_000 }) }, { weight: 1, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER - 1) }),
  currency: fc.constantFrom(EUR, USD, Money.Currency.make("JPY"))
})

/** What is about to be tried. */
export const paymentIntent = (): fc.Arbitrary<Payment.Intent> =>
  fc.record({
    id: fc.uuid().map((id) => Ids.PaymentId.make(id)),
    subject: paymentSubject(),
    amount: paid,
    method: method(),
    gateway: fc.constantFrom("stripe", "razorpay"),
    idempotencyKey: fc.uuid(),
    capture: fc.constantFrom("at-once", "at-once", "on-request"),
    by: actor()
  }, { requiredKeys: ["id", "subject", "amount", "method", "idempotencyKey", "capture", "by"] })

type Said = Extract<Payment.Command, { readonly _tag: "Hear" }>["news"]

const reference = fc.constantFrom("r1", "r1", "r1", "r2")
const failed: fc.Arbitrary<Said> = fc.constantFrom<Said>({ _tag: "Failed", reason: "declined", retry: false }, { _tag: "Failed", reason: "insufficient funds", retry: true })

/** What a gateway says of its own accord about a payment of `amount`. */
const news = (amount: Money.Money): fc.Arbitrary<Said> =>
  fc.oneof(
    { weight: 4, arbitrary: near(amount).map((found): Said => ({ _tag: "Authorised", amount: found })) },
    { weight: 4, arbitrary: fc.tuple(near(amount), reference).map(([found, id]): Said => ({ _tag: "Captured", amount: found, reference: id })) },
    { weight: 1, arbitrary: failed },
    { weight: 1, arbitrary: fc.constant<Said>({ _tag: "Voided" }) }
  )

const outcome = (amount: Money.Money, answerBy: Instant.Instant): fc.Arbitrary<RefundRequest.Outcome> =>
  fc.oneof(
    { weight: 3, arbitrary: near(amount).map((found): RefundRequest.Outcome => ({ _tag: "Succeeded", amount: found })) },
    { weight: 2, arbitrary: fc.constantFrom<RefundRequest.Outcome>({ _tag: "Failed", because: "account closed" }, { _tag: "Unknown", answerBy }) }
  )

const refundVerdict = (amount: Money.Money): fc.Arbitrary<RefundRequest.Verdict> =>
  fc.oneof(near(amount).map((found): RefundRequest.Verdict => ({ _tag: "Succeeded", amount: found })), fc.constant<RefundRequest.Verdict>({ _tag: "Failed", because: "came back" }))

const verdict = (amount: Money.Money): fc.Arbitrary<Payment.Verdict> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(near(amount), reference).map(([found, id]): Payment.Verdict => ({ _tag: "Captured", amount: found, reference: id })) },
    { weight: 1, arbitrary: fc.constant<Payment.Verdict>({ _tag: "NotCaptured" }) }
  )

/** What hosts and gateways do until something is captured, on a payment of `intent`, at `at`; deadlines are an hour later. */
const moving = (intent: Payment.Intent, at: Instant.Instant): fc.Arbitrary<Payment.Command> => {
  const { amount } = intent
  const answerBy = Instant.Instant.make(at + 3_600_000)
  const found = fc.oneof({ weight: 4, arbitrary: news(amount) }, { weight: 1, arbitrary: fc.constant<News.News>({ _tag: "Missing" }) })
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<Payment.Command>({ _tag: "Intend", intent, at, answerBy }, { _tag: "Intend", intent: { ...intent, idempotencyKey: "another" }, at, answerBy }) },
    { weight: 2, arbitrary: fc.constant<Payment.Command>({ _tag: "Await", at, answerBy }) },
    { weight: 4, arbitrary: fc.tuple(fc.oneof(near(amount), fc.constant({ ...amount, amount: amount.amount + 1 })), actor()).map(([of, by]): Payment.Command => ({ _tag: "RequestCapture", amount: of, at, by, answerBy })) },
    { weight: 8, arbitrary: news(amount).map((said): Payment.Command => ({ _tag: "Hear", news: said, at })) },
    { weight: 2, arbitrary: fc.constant<Payment.Command>({ _tag: "MarkUnknown", at, answerBy }) },
    { weight: 3, arbitrary: found.map((said): Payment.Command => ({ _tag: "Reconcile", found: said, at })) },
    { weight: 1, arbitrary: actor().map((by): Payment.Command => ({ _tag: "Void", at, by })) },
    { weight: 3, arbitrary: fc.tuple(verdict(amount), actor()).map(([said, by]): Payment.Command => ({ _tag: "Judge", verdict: said, note: "looked it up", at, by })) }
  )
}

/** What is tried with refunds: the first of all that was paid, the others of a half, now and then of something else. */
const refunding = ({ amount }: Payment.Intent, at: Instant.Instant): fc.Arbitrary<Payment.Command> =>
  fc.tuple(refundId, actor()).chain(([id, by]) => {
    const usual = id.endsWith("1") ? amount : { ...amount, amount: Math.max(1, Math.floor(amount.amount / 2)) }
    const of = fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: near(amount) })
    const answerBy = Instant.Instant.make(at + 3_600_000)
    return fc.oneof(
      { weight: 4, arbitrary: of.map((asked): Payment.Command => ({ _tag: "RequestRefund", refundId: id, amount: asked, reason: "left early", at, by, answerBy })) },
      { weight: 2, arbitrary: of.map((owed): Payment.Command => ({ _tag: "OweRefund", refundId: id, amount: owed, reason: "cancelled", at, by })) },
      { weight: 4, arbitrary: of.chain((asked) => outcome(asked, answerBy)).map((said): Payment.Command => ({ _tag: "AnswerRefund", refundId: id, outcome: said, at })) },
      { weight: 4, arbitrary: of.chain(refundVerdict).map((said): Payment.Command => ({ _tag: "JudgeRefund", refundId: id, verdict: said, note: "asked the bank", at, by })) }
    )
  })

/** How far a history has come before anything is tried. */
const courses = ({ amount }: Payment.Intent, at: Instant.Instant): fc.Arbitrary<ReadonlyArray<Payment.Command>> => {
  const authorised: Payment.Command = { _tag: "Hear", at, news: { _tag: "Authorised", amount } }
  const asked: Payment.Command = { _tag: "RequestCapture", amount, at, by: { _tag: "Routine", name: "exit" }, answerBy: at }
  const captured: Payment.Command = { _tag: "Hear", at, news: { _tag: "Captured", amount, reference: "r1" } }
  return fc.constantFrom([], [authorised], [captured], [authorised, asked, captured], [authorised, asked, captured])
}

/**
 * What is tried on one payment, in this order: the intent first (usually), then anything that hosts, staff and gateways
 * may do, much of it with refunds where something was captured. Up to two hours pass between them, or none, or the clock
 * runs backwards now and then; `maxLength` is 12 by default.
 */
export const paymentCommands = ({ maxLength = 12 }: { readonly maxLength?: number } = {}): fc.Arbitrary<ReadonlyArray<Payment.Command>> =>
  fc.tuple(paymentIntent(), instant(), fc.array(fc.constantFrom(0, 0, 1_000, 1_800_000, 3_600_000, 7_200_000, -1_000), { maxLength, size: "max" }), fc.integer({ min: 0, max: 9 }))
    .chain(([intent, start, gaps, roll]) =>
      courses(intent, start).chain((course) => {
        let at = start
        const tries = gaps.map((gap) => {
          at = Instant.Instant.make(at + gap)
          return fc.oneof({ weight: 1, arbitrary: moving(intent, at) }, { weight: course.length, arbitrary: refunding(intent, at) })
        })
        const first: Payment.Command = { _tag: "Intend", intent, at: start, answerBy: Instant.Instant.make(start + 60_000) }
        return fc.tuple(...tries).map((rest) => (roll > 0 ? [first, ...course, ...rest] : rest))
      }))

/** Any event, whether or not it can follow. */
export const paymentEvent = (): fc.Arbitrary<Payment.Event> =>
  fc.tuple(paymentIntent(), instant()).chain(([intent, at]) => {
    const answerBy = Instant.Instant.make(at + 60_000)
    const { amount } = intent
    return fc.oneof(
      fc.constantFrom<Payment.Event>({ _tag: "PaymentIntended", at, ...intent, answerBy }, { _tag: "PaymentAwaited", at, answerBy }, { _tag: "PaymentLeftUnknown", at, answerBy }, { _tag: "PaymentCancelled", at }, { _tag: "PaymentReconciled", at }, { _tag: "PaymentFailed", at, reason: "declined", retry: true }),
      near(amount).map((of): Payment.Event => ({ _tag: "PaymentAuthorised", at, amount: of })),
      fc.tuple(near(amount), actor()).map(([of, by]): Payment.Event => ({ _tag: "PaymentCaptureRequested", at, amount: of, by, answerBy })),
      near(amount).map((of): Payment.Event => ({ _tag: "PaymentCaptured", at, amount: of, reference: "r1" })),
      fc.array(news(amount), { maxLength: 3 }).map((said): Payment.Event => ({ _tag: "PaymentQuarantined", at, news: said })),
      fc.tuple(verdict(amount), actor()).map(([said, by]): Payment.Event => ({ _tag: "PaymentJudged", at, verdict: said, note: "judged", by })),
      fc.tuple(refundId, near(amount), actor()).map(([id, of, by]): Payment.Event => ({ _tag: "PaymentRefundRequested", at, refundId: id, amount: of, reason: "wrong", by, answerBy })),
      fc.tuple(refundId, near(amount), actor()).map(([id, of, by]): Payment.Event => ({ _tag: "PaymentRefundOwed", at, refundId: id, amount: of, reason: "owed", by })),
      fc.tuple(refundId, outcome(amount, answerBy)).map(([id, said]): Payment.Event => ({ _tag: "PaymentRefundAnswered", at, refundId: id, outcome: said })),
      fc.tuple(refundId, refundVerdict(amount), actor()).map(([id, said, by]): Payment.Event => ({ _tag: "PaymentRefundJudged", at, refundId: id, verdict: said, note: "judged", by }))
    )
  })

/** What a gateway says of a payment that went one way, and an order to say it in. */
export interface Telling {
  readonly intent: Payment.Intent
  /** What the host did before it heard anything of the outcome. */
  readonly before: ReadonlyArray<Payment.Command>
  /** Each once, in the order in which it happened. */
  readonly told: ReadonlyArray<Payment.Command>
  /** Indices of `told`: every one at least once, in any order. */
  readonly order: ReadonlyArray<number>
}

const orderOf = (length: number): fc.Arbitrary<ReadonlyArray<number>> => {
  const all = Array.from({ length }, (_, index) => index)
  return fc.array(fc.nat(Math.max(0, length - 1)), { maxLength: length === 0 ? 0 : 6 }).chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: length + again.length }))
}

/** One outcome: taken, declined, let go, never answered; or what should not be, money of another amount, twice, or after a refusal. */
const outcomes = (due: Money.Money): fc.Arbitrary<ReadonlyArray<Said>> => {
  const authorised: Said = { _tag: "Authorised", amount: due }
  const captured: Said = { _tag: "Captured", amount: due, reference: "r1" }
  const refusal: Said = { _tag: "Failed", reason: "declined", retry: false }
  const other: Said = { _tag: "Captured", amount: { ...due, amount: due.amount + 1 }, reference: "r1" }
  return fc.constantFrom<ReadonlyArray<Said>>(
    [authorised, captured],
    [authorised, captured],
    [captured],
    [authorised],
    [refusal],
    [authorised, refusal],
    [authorised, { _tag: "Voided" }],
    [authorised, refusal, { _tag: "Voided" }],
    [authorised, other],
    [captured, { ...captured, reference: "r2" }],
    [authorised, captured, refusal],
    [authorised, captured, { _tag: "Voided" }],
    [{ _tag: "Authorised", amount: { ...due, currency: due.currency === USD ? EUR : USD } }, captured]
  )
}

/** What a gateway says of one payment, and of the refunds of one that was captured, shuffled and repeated. */
export const telling = (): fc.Arbitrary<Telling> =>
  fc.tuple(paymentIntent(), instant(), fc.boolean(), fc.boolean(), fc.boolean(), actor()).chain(([intent, at, isUnknown, isAsked, isRefunded, by]) => {
    const { amount } = intent
    const until = (hours: number) => Instant.Instant.make(at + hours * 3_600_000)
    const authorised: Payment.Command = { _tag: "Hear", at, news: { _tag: "Authorised", amount } }
    const before: Array<Payment.Command> = [{ _tag: "Intend", intent, at, answerBy: until(1) }]
    if (intent.capture === "on-request" && isAsked) before.push(authorised, { _tag: "RequestCapture", amount, at, by, answerBy: until(1) })
    if (isUnknown) before.push({ _tag: "MarkUnknown", at, answerBy: until(2) })
    const hear = (said: Said): Payment.Command => ({ _tag: "Hear", at, news: said })
    const pending: Payment.Command = { _tag: "Await", at, answerBy: until(3) }
    if (!isRefunded) {
      return fc.tuple(outcomes(amount), fc.boolean()).chain(([said, waits]) => {
        const told = [...(waits ? [pending] : []), ...said.map(hear)]
        return orderOf(told.length).map((order) => ({ intent, before, told, order }))
      })
    }
    const captured = hear({ _tag: "Captured", amount, reference: "r1" })
    const ids = [1, 2].map((digit) => RefundRequest.RefundId.make(uuid(digit)))
    const half = { ...amount, amount: Math.floor(amount.amount / 2) }
    const requests = ids.map((id): Payment.Command => ({ _tag: "RequestRefund", refundId: id, amount: half, reason: "left early", at, by, answerBy: until(4) }))
    const answers = ids.map((id) => fc.subarray<Payment.Command>([
      { _tag: "AnswerRefund", at, refundId: id, outcome: { _tag: "Unknown", answerBy: until(5) } },
      { _tag: "AnswerRefund", at, refundId: id, outcome: { _tag: "Succeeded", amount: half } },
      { _tag: "AnswerRefund", at, refundId: id, outcome: { _tag: "Failed", because: "account closed" } }
    ]))
    return fc.tuple(...answers).chain((parts) => {
      const told = [authorised, captured, ...parts.flat()]
      return orderOf(told.length).map((order) => ({ intent, before: [...before, authorised, captured, ...requests], told, order }))
    })
  })
