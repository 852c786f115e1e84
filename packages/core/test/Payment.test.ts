import { Ids } from "@parkade/core/lifecycle"
import { Money } from "@parkade/core/money"
import { Payment, Reconciliation } from "@parkade/core/payment"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { answered, asked, authorised, back, bounced, cancelled, captured, declined, given, held, intended, intent, onRequest, pending, quarantined, refund, refundId, refused, staff, taken, unknown } from "./payments.ts"
import { euros, minute } from "./tickets.ts"

const by = staff
const answerBy = minute(30)
const dollars = (amount: number): Money.Money => ({ amount, currency: Money.Currency.make("USD") })
const hear = (news: Extract<Payment.Command, { readonly _tag: "Hear" }>["news"], at = minute(20)): Payment.Command => ({ _tag: "Hear", at, news })
const reconcile = (found: Extract<Payment.Command, { readonly _tag: "Reconcile" }>["found"], at = minute(20)): Payment.Command => ({ _tag: "Reconcile", at, found })
const giveBack = (amount: Money.Money | undefined, digit = 7, at = minute(20)): Payment.Command => ({ _tag: "RequestRefund", at, by, answerBy, refundId: refundId(digit), amount, reason: "left early" })
const judge = (verdict: Payment.Verdict): Payment.Command => ({ _tag: "Judge", at: minute(20), by, note: "looked it up", verdict })

const states: Readonly<Record<string, ReadonlyArray<Payment.Event>>> = {
  absent: [],
  intended: [intended],
  pending: [intended, pending],
  authorised: [intended, held],
  "to capture later": [onRequest, held],
  "capture asked": [onRequest, held, asked(500)],
  unknown: [intended, unknown],
  captured: [intended, taken],
  "refund open": [intended, taken, refund(300)],
  "refund in doubt": [intended, taken, refund(300), answered(back(300)), answered(bounced)],
  refunded: [intended, taken, refund(500), answered(back(500))],
  failed: [intended, refused],
  cancelled: [intended, cancelled],
  quarantined: [intended, quarantined]
}

const commands: Readonly<Record<string, Payment.Command>> = {
  intend: { _tag: "Intend", intent, at: minute(20), answerBy },
  "another intent": { _tag: "Intend", intent: { ...intent, idempotencyKey: "k2" }, at: minute(20), answerBy },
  await: { _tag: "Await", at: minute(20), answerBy },
  "request capture": { _tag: "RequestCapture", at: minute(20), amount: euros(500), by, answerBy },
  "hear authorised": hear(authorised),
  "hear captured": hear(captured),
  "hear failed": hear(declined),
  "hear voided": hear({ _tag: "Voided" }),
  "mark unknown": { _tag: "MarkUnknown", at: minute(20), answerBy },
  "reconcile captured": reconcile(captured),
  "reconcile missing": reconcile({ _tag: "Missing" }),
  void: { _tag: "Void", at: minute(20), by },
  "judge captured": judge(captured),
  "judge not captured": judge({ _tag: "NotCaptured" }),
  "request refund": giveBack(euros(300)),
  "answer refund": { _tag: "AnswerRefund", at: minute(20), refundId: refundId(), outcome: back(300) },
  "judge refund": { _tag: "JudgeRefund", at: minute(20), by, note: "asked the bank", refundId: refundId(), verdict: { _tag: "Succeeded", amount: euros(300) } }
}

/** What became of a command: the events' names without "Payment", "-" for none, or "!" and the rejection. */
const outcome = (command: Payment.Command, ...before: ReadonlyArray<Payment.Event>): string => {
  const decided = Payment.decide(command, given(...before))
  if (Result.isFailure(decided)) return `!${decided.failure._tag}`
  return decided.success.map(({ _tag }) => _tag.replace("Payment", "")).join("+") || "-"
}

/** What every command comes to in every state. */
const matrix: ReadonlyArray<readonly [state: string, outcomes: string]> = [
  ["absent", `
    intend: Intended; another intent: Intended; await: !NotBegun; request capture: !NotBegun; hear authorised: !NotBegun; hear captured: !NotBegun;
    hear failed: !NotBegun; hear voided: !NotBegun; mark unknown: !NotBegun; reconcile captured: !NotBegun; reconcile missing: !NotBegun;
    void: !NotBegun; judge captured: !NotBegun; judge not captured: !NotBegun; request refund: !NotBegun; answer refund: !NotBegun;
    judge refund: !NotBegun
  `],
  ["intended", `
    intend: -; another intent: !AlreadyBegun; await: Awaited; request capture: -; hear authorised: Authorised; hear captured: Captured;
    hear failed: Failed; hear voided: Cancelled; mark unknown: LeftUnknown; reconcile captured: Captured+Reconciled;
    reconcile missing: Failed+Reconciled; void: Cancelled; judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState;
    answer refund: !NoSuchRefund; judge refund: !WrongState
  `],
  ["pending", `
    intend: -; another intent: !AlreadyBegun; await: Awaited; request capture: -; hear authorised: Authorised; hear captured: Captured;
    hear failed: Failed; hear voided: Cancelled; mark unknown: LeftUnknown; reconcile captured: Captured+Reconciled;
    reconcile missing: Failed+Reconciled; void: Cancelled; judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState;
    answer refund: !NoSuchRefund; judge refund: !WrongState
  `],
  ["authorised", `
    intend: -; another intent: !AlreadyBegun; await: Awaited; request capture: -; hear authorised: -; hear captured: Captured; hear failed: Failed;
    hear voided: Cancelled; mark unknown: LeftUnknown; reconcile captured: Captured+Reconciled; reconcile missing: Quarantined; void: Cancelled;
    judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState; answer refund: !NoSuchRefund; judge refund: !WrongState
  `],
  ["to capture later", `
    intend: !AlreadyBegun; another intent: !AlreadyBegun; await: -; request capture: CaptureRequested; hear authorised: -; hear captured: Quarantined;
    hear failed: Failed; hear voided: Cancelled; mark unknown: LeftUnknown; reconcile captured: Quarantined; reconcile missing: Quarantined;
    void: Cancelled; judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState; answer refund: !NoSuchRefund;
    judge refund: !WrongState
  `],
  ["capture asked", `
    intend: !AlreadyBegun; another intent: !AlreadyBegun; await: Awaited; request capture: -; hear authorised: -; hear captured: Captured;
    hear failed: Failed; hear voided: Cancelled; mark unknown: LeftUnknown; reconcile captured: Captured+Reconciled; reconcile missing: Quarantined;
    void: Cancelled; judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState; answer refund: !NoSuchRefund;
    judge refund: !WrongState
  `],
  ["unknown", `
    intend: -; another intent: !AlreadyBegun; await: Awaited; request capture: -; hear authorised: Authorised; hear captured: Captured;
    hear failed: Failed; hear voided: Cancelled; mark unknown: LeftUnknown; reconcile captured: Captured+Reconciled;
    reconcile missing: Failed+Reconciled; void: !WrongState; judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState;
    answer refund: !NoSuchRefund; judge refund: !WrongState
  `],
  ["captured", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: -; hear authorised: -; hear captured: -; hear failed: Quarantined;
    hear voided: Quarantined; mark unknown: -; reconcile captured: Reconciled; reconcile missing: Quarantined; void: !WrongState;
    judge captured: !WrongState; judge not captured: !WrongState; request refund: RefundRequested; answer refund: !NoSuchRefund;
    judge refund: !NoSuchRefund
  `],
  ["refund open", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: -; hear authorised: -; hear captured: -; hear failed: Quarantined;
    hear voided: Quarantined; mark unknown: -; reconcile captured: Reconciled; reconcile missing: Quarantined; void: !WrongState;
    judge captured: !WrongState; judge not captured: !WrongState; request refund: -; answer refund: RefundAnswered; judge refund: !NotInDoubt
  `],
  ["refund in doubt", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: -; hear authorised: -; hear captured: -; hear failed: Quarantined;
    hear voided: Quarantined; mark unknown: -; reconcile captured: Reconciled; reconcile missing: Quarantined; void: !WrongState;
    judge captured: !WrongState; judge not captured: !WrongState; request refund: -; answer refund: -; judge refund: RefundJudged
  `],
  ["refunded", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: -; hear authorised: -; hear captured: -; hear failed: Quarantined;
    hear voided: Quarantined; mark unknown: -; reconcile captured: Reconciled; reconcile missing: Quarantined; void: !WrongState;
    judge captured: !WrongState; judge not captured: !WrongState; request refund: !RefundDiffers; answer refund: RefundAnswered;
    judge refund: !NotInDoubt
  `],
  ["failed", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: !WrongState; hear authorised: -; hear captured: Quarantined; hear failed: -;
    hear voided: Cancelled; mark unknown: -; reconcile captured: Quarantined; reconcile missing: Reconciled; void: !WrongState;
    judge captured: !WrongState; judge not captured: !WrongState; request refund: !WrongState; answer refund: !NoSuchRefund; judge refund: !WrongState
  `],
  ["cancelled", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: !WrongState; hear authorised: -; hear captured: Quarantined; hear failed: -;
    hear voided: -; mark unknown: -; reconcile captured: Quarantined; reconcile missing: Reconciled; void: -; judge captured: !WrongState;
    judge not captured: !WrongState; request refund: !WrongState; answer refund: !NoSuchRefund; judge refund: !WrongState
  `],
  ["quarantined", `
    intend: -; another intent: !AlreadyBegun; await: -; request capture: !WrongState; hear authorised: -; hear captured: -; hear failed: -;
    hear voided: Quarantined; mark unknown: -; reconcile captured: -; reconcile missing: Quarantined; void: !WrongState; judge captured: Judged;
    judge not captured: Judged; request refund: !WrongState; answer refund: !NoSuchRefund; judge refund: !WrongState
  `]
]

const owe = (amount: Money.Money): Payment.Command => ({ _tag: "OweRefund", at: minute(20), refundId: refundId(), amount, reason: "cancelled", by })
const owed = (cents: number, at = 4): Payment.Event => ({ _tag: "PaymentRefundOwed", at: minute(at), refundId: refundId(), amount: euros(cents), reason: "cancelled", by })

type Then = { readonly events: ReadonlyArray<Payment.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Payment.Event>): Then => ({ events: stored })
const rejected = (_tag: Payment.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })
const quarantine = (...news: Extract<Payment.Event, { readonly _tag: "PaymentQuarantined" }>["news"]): Then => events({ _tag: "PaymentQuarantined", at: minute(20), news })
const capture = (amount?: Money.Money): Payment.Command => ({ _tag: "RequestCapture", at: minute(20), amount, by, answerBy })
const nothing = events()

const table: ReadonlyArray<[name: string, given: ReadonlyArray<Payment.Event>, when: Payment.Command, then: Then]> = [
  ["writes the intent first", [], { _tag: "Intend", intent, at: minute(0), answerBy: minute(1) }, events(intended)],
  ["moves more than nothing", [], { _tag: "Intend", intent: { ...intent, amount: euros(0) }, at: minute(0), answerBy }, rejected("NotPositive", { amount: euros(0) })],
  ["takes the gateway's word when the money is taken", [intended], hear(captured), events({ _tag: "PaymentCaptured", at: minute(20), amount: euros(500), reference: "r1" })],
  ["is quarantined when a cent more is taken", [intended], hear({ ...captured, amount: euros(501) }), quarantine({ ...captured, amount: euros(501) })],
  ["is quarantined when a cent less is taken", [intended], hear({ ...captured, amount: euros(499) }), quarantine({ ...captured, amount: euros(499) })],
  ["is quarantined when other money is taken", [intended], hear({ ...captured, amount: dollars(500) }), quarantine({ ...captured, amount: dollars(500) })],
  ["is quarantined when other money is held", [intended], hear({ ...authorised, amount: dollars(500) }), quarantine({ ...authorised, amount: dollars(500) })],
  ["is quarantined when it is taken twice", [intended, taken], hear({ ...captured, reference: "r2" }), quarantine(captured, { ...captured, reference: "r2" })],
  ["is quarantined when it failed after it was taken", [intended, taken], hear(declined), quarantine(captured, declined)],
  ["is quarantined when it is taken after it failed", [intended, refused], hear(captured), quarantine(captured, declined)],
  ["is quarantined when it is taken before that was asked for", [onRequest, held], hear(captured), quarantine(captured)],
  ["captures a part of what is held, where that was asked for", [onRequest, held, asked(200)], hear({ ...captured, amount: euros(200) }), events({ _tag: "PaymentCaptured", at: minute(20), amount: euros(200), reference: "r1" })],
  ["and not all of it then", [onRequest, held, asked(200)], hear(captured), quarantine(captured)],
  ["asks for a capture of all that is held", [onRequest, held], capture(euros(500)), events({ _tag: "PaymentCaptureRequested", at: minute(20), amount: euros(500), by, answerBy })],
  ["asks for all that is held, where no amount is said", [onRequest, held], capture(), events({ _tag: "PaymentCaptureRequested", at: minute(20), amount: euros(500), by, answerBy })],
  ["and for what was asked for before, said again", [onRequest, held, asked(200)], capture(), nothing],
  ["asks for no more than is held", [onRequest, held], capture(euros(501)), rejected("AboveAuthorised", { asked: euros(501), authorised: euros(500) })],
  ["asks for one capture", [onRequest, held, asked(200)], capture(euros(100)), rejected("CaptureRequestedBefore", { before: euros(200) })],
  ["asks for it in the money that is held", [onRequest, held], capture(dollars(500)), rejected("CurrencyMismatch")],
  ["asks for more than nothing", [onRequest, held], capture(euros(0)), rejected("NotPositive")],
  ["raises what is held", [onRequest, held], hear({ ...authorised, amount: euros(700) }), events({ _tag: "PaymentAuthorised", at: minute(20), amount: euros(700) })],
  ["lowers it for no late message", [onRequest, held], hear({ ...authorised, amount: euros(300) }), nothing],
  ["waits for as long as was said last", [intended, pending], { _tag: "Await", at: minute(5), answerBy: minute(9) }, nothing],
  ["may be asked about before its deadline", [intended, unknown], reconcile({ _tag: "Missing" }, minute(5, -1)), rejected("TooSoon", { answerBy: minute(5) })],
  ["is given up at its deadline", [intended, unknown], reconcile({ _tag: "Missing" }, minute(5)), events({ _tag: "PaymentFailed", at: minute(5), reason: "the gateway knows of no such payment", retry: true }, { _tag: "PaymentReconciled", at: minute(5) })],
  ["notes once that the gateway agrees", [intended, taken, { _tag: "PaymentReconciled", at: minute(3) }], reconcile(captured), nothing],
  ["notes it again after a change", [intended, taken, { _tag: "PaymentReconciled", at: minute(3) }, refund(300)], reconcile(captured), events({ _tag: "PaymentReconciled", at: minute(20) })],
  ["does not agree with what is only held", [intended, taken], reconcile(authorised), nothing],
  ["takes in nothing at a time before the last", [intended, held], hear(captured, minute(1, -1)), rejected("OutOfOrder", { notBefore: minute(1) })],
  ["takes it in at the same time", [intended, held], hear(captured, minute(1)), events({ _tag: "PaymentCaptured", at: minute(1), amount: euros(500), reference: "r1" })],
  ["has heard it already, whenever that was", [intended, taken], hear(captured, minute(0)), nothing],
  ["keeps what was judged, whatever is said again", [intended, quarantined, { _tag: "PaymentJudged", at: minute(3), verdict: captured, note: "taken", by }], hear(declined), nothing],
  ["is quarantined again for what is new", [intended, quarantined, { _tag: "PaymentJudged", at: minute(3), verdict: captured, note: "taken", by }], hear({ _tag: "Voided" }), quarantine(captured, { _tag: "Voided" })],
  ["refunds all of it", [intended, taken], giveBack(euros(500)), events({ _tag: "PaymentRefundRequested", at: minute(20), refundId: refundId(), amount: euros(500), reason: "left early", by, answerBy })],
  ["refunds the rest of it, where no amount is said", [intended, taken, refund(300, 8)], giveBack(undefined), events({ _tag: "PaymentRefundRequested", at: minute(20), refundId: refundId(), amount: euros(200), reason: "left early", by, answerBy })],
  ["and what was asked for before, said again", [intended, taken, refund(300)], giveBack(undefined), nothing],
  ["refunds nothing that is not there, where no amount is said", [intended, taken, refund(500, 8)], giveBack(undefined), rejected("NothingToRefund")],
  ["refunds no cent more", [intended, taken], giveBack(euros(501)), rejected("RefundAboveCaptured", { asked: euros(501), refundable: euros(500) })],
  ["counts refunds that are still open", [intended, taken, refund(300, 8)], giveBack(euros(201)), rejected("RefundAboveCaptured", { refundable: euros(200) })],
  ["refunds the rest of it", [intended, taken, refund(300, 8)], giveBack(euros(200)), events({ _tag: "PaymentRefundRequested", at: minute(20), refundId: refundId(), amount: euros(200), reason: "left early", by, answerBy })],
  ["counts no refund that failed", [intended, taken, refund(300, 8), answered(bounced, 8)], giveBack(euros(500)), events({ _tag: "PaymentRefundRequested", at: minute(20), refundId: refundId(), amount: euros(500), reason: "left early", by, answerBy })],
  ["counts one that is in doubt", [intended, taken, refund(300, 8), answered(bounced, 8), answered(back(300), 8)], giveBack(euros(201)), rejected("RefundAboveCaptured")],
  ["counts one of another amount as in doubt", [intended, taken, refund(300, 8), answered(back(299), 8)], giveBack(euros(201)), rejected("RefundAboveCaptured")],
  ["refunds in the money that was taken", [intended, taken], giveBack(dollars(1)), rejected("CurrencyMismatch", { left: "EUR", right: "USD" })],
  ["refunds more than nothing", [intended, taken], giveBack(euros(-1)), rejected("NotPositive")],
  ["does not refund twice", [intended, taken, refund(300)], giveBack(euros(300), 7, minute(0)), nothing],
  ["wants an id for every refund", [intended, taken, refund(300)], giveBack(euros(200)), rejected("RefundDiffers", { before: euros(300) })],
  ["judges that a part of it went back", [intended, taken, refund(300), answered(back(299))], { _tag: "JudgeRefund", at: minute(20), by, note: "n", refundId: refundId(), verdict: { _tag: "Succeeded", amount: euros(501) } }, rejected("RefundAboveCaptured", { refundable: euros(500) })],
  ["judges no refund that it does not have", [intended, taken], { _tag: "JudgeRefund", at: minute(20), by, note: "n", refundId: refundId(), verdict: { _tag: "Failed", because: "n" } }, rejected("NoSuchRefund")],
  ["judges nothing away that went back", [intended, taken, refund(300), quarantined], judge({ _tag: "NotCaptured" }), rejected("RefundAboveCaptured")],
  ["judges no less than went back", [intended, taken, refund(300), quarantined], judge({ ...captured, amount: euros(299) }), rejected("RefundAboveCaptured", { asked: euros(300), refundable: euros(299) })],
  ["owes a refund while it is in doubt, and sends nothing", [intended, taken, quarantined], owe(euros(300)), events(owed(300, 20))],
  ["owes it once", [intended, taken, quarantined, owed(300)], owe(euros(300)), nothing],
  ["owes one amount under one id", [intended, taken, quarantined, owed(300)], owe(euros(200)), rejected("RefundDiffers", { before: euros(300) })],
  ["owes more than nothing", [intended, taken, quarantined], owe(euros(0)), rejected("NotPositive")],
  ["owes nothing while nothing is in doubt", [intended, taken], owe(euros(300)), rejected("WrongState", { state: "Captured" })],
  ["is judged as it was, whatever is owed of it", [intended, taken, quarantined, owed(300)], judge({ _tag: "NotCaptured" }), events({ _tag: "PaymentJudged", at: minute(20), verdict: { _tag: "NotCaptured" }, note: "looked it up", by })],
  ["judges no other money than went back", [intended, taken, refund(300), quarantined], judge({ ...captured, amount: dollars(500) }), rejected("CurrencyMismatch")]
]

describe("what is owed of a payment in doubt", () => {
  const judged = (cents: number, ...before: ReadonlyArray<Payment.Event>) =>
    given(intended, taken, ...before, quarantined, owed(300), { _tag: "PaymentJudged", at: minute(20), verdict: { ...captured, amount: euros(cents) }, note: "n", by })
  const owing = Result.getOrThrow(Schema.decodeUnknownResult(Schema.toType(Payment.Payment))(given(intended, taken, quarantined, owed(300))))
  const askedFor = (cents: number) => ({ _tag: "Captured", refunds: [expect.anything(), { _tag: "Requested", amount: euros(cents), answerBy: minute(20) }] })

  it("is asked for as soon as it is judged", () => expect(judged(500)).toMatchObject({ _tag: "Captured", captured: euros(500), refunds: [{ _tag: "Requested", amount: euros(300) }] }))
  it("is no more than was captured", () => expect(judged(200)).toMatchObject({ _tag: "Captured", refunds: [{ _tag: "Requested", amount: euros(200) }] }))
  it("is no more than is left of it", () => expect(judged(500, refund(400, 8))).toMatchObject(askedFor(100)))
  it("is nothing where nothing is left", () => expect(judged(400, refund(400, 8))).toMatchObject({ refunds: [{ _tag: "Requested", refundId: refundId(8) }, { _tag: "Failed", because: "it was not captured" }] }))
  it("is in no list of money that moves", () => expect(Reconciliation.movements(owing)).toMatchObject([{ kind: "capture" }]))
  it("waits for nobody's answer", () => expect(Payment.deadline(owing)).toBeUndefined())
})

describe("a payment that may have been let go", () => {
  const letGo = [onRequest, held, unknown] as const
  it("is asked about", () => expect(Payment.deadline(given(...letGo))).toBe(minute(5)))
  it("is held still, where the gateway says so", () => expect(given(...letGo, { ...held, at: minute(6) })).toMatchObject({ _tag: "Authorised", authorised: euros(500) }))
})

const reject = (command: Payment.Command, ...before: ReadonlyArray<Payment.Event>) => {
  const decided = Payment.decide(command, given(...before))
  return Result.isFailure(decided) ? decided.failure.message : undefined
}

describe("a payment", () => {
  it.each(matrix)("that is %s", (state, row) => {
    expect(Object.keys(commands).map((name) => `${name}: ${outcome(commands[name] ?? expect.fail(), ...(states[state] ?? expect.fail()))}`).join("\n"))
      .toBe(row.trim().split(/;\s+/).join("\n"))
  })
  it("is tried in every state", () => expect(matrix.map(([state]) => state)).toEqual(Object.keys(states)))

  it.each(table)("%s", (_, before, command, then) => {
    const decided = Payment.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  it("keeps what was held while the capture of it is unknown", () => {
    expect(given(intended, unknown, held)).toMatchObject({ _tag: "Unknown", authorised: euros(500), answerBy: minute(5) })
    expect(given(intended, held, unknown)).toMatchObject({ _tag: "Unknown", authorised: euros(500), answerBy: minute(5) })
    expect(given(onRequest, unknown, held)).not.toHaveProperty("answerBy")
  })

  it("says what is left of it", () => {
    const left = (...more: ReadonlyArray<Payment.Event>) => {
      const state = given(intended, taken, refund(300), ...more)
      return state._tag === "Captured" || state._tag === "Refunded" ? [Payment.refundable(state).amount, Payment.refunded(state).amount, Payment.deadline(state)] : expect.fail()
    }
    expect(left()).toEqual([200, 0, minute(9)])
    expect(left(answered(back(300)))).toEqual([200, 300, undefined])
    expect(left(answered({ _tag: "Unknown", answerBy: minute(12) }))).toEqual([200, 0, minute(12)])
    expect(left(answered(bounced))).toEqual([500, 0, undefined])
    // What failed may be asked for again; should it turn out to have succeeded, nothing is left.
    expect(left(answered(bounced), refund(500, 8), answered(back(300)))).toEqual([0, 0, minute(9)])
  })

  it("says what is wrong as a person would", () => {
    expect(reject(giveBack(euros(501)), intended, taken)).toBe("5.00 EUR can be refunded, not 5.01 EUR")
    expect(reject(capture(euros(501)), onRequest, held)).toBe("5.00 EUR is authorised: 5.01 EUR needs another payment for the difference")
    expect(reject(capture(euros(1)), intended)).toBe("the capture of 5.00 EUR was asked for before: 0.01 EUR is another payment")
    expect(reject(giveBack(euros(200)), intended, taken, refund(300))).toBe("this refund is of 3.00 EUR: 2.00 EUR needs an id of its own")
    expect(reject(reconcile({ _tag: "Missing" }, minute(2)), intended, unknown)).toBe("the gateway may answer until 2026-06-01T08:05:00Z: ask again then")
    expect(reject(commands["judge refund"] ?? expect.fail(), intended, taken, refund(300))).toBe("this refund is Requested: there is nothing to judge")
    expect(reject(commands["answer refund"] ?? expect.fail(), intended, taken)).toContain("it was asked for elsewhere, or never")
    expect(reject({ _tag: "Intend", intent: { ...intent, amount: euros(-5), id: Ids.PaymentId.make("00000000-0000-7000-8000-00000000000a") }, at: minute(0), answerBy })).toBe("expected more than zero, found -0.05 EUR")
  })
})
