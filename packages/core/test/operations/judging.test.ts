/** What a person settles: payments and refunds that contradict themselves. */
import { Ids } from "@parkade/core/lifecycle"
import { Plate } from "@parkade/core/lot"
import { cancelReservation, confirmViolation, hear, judgePayment, judgeRefund, pay, quote, reconcilePayments, refund, release, reportViolation, reserve, startPayment } from "@parkade/core/operations"
import { type News, RefundRequest } from "@parkade/core/payment"
import { Gateways, Journal, Tickets } from "@parkade/core/ports"
import { Gateway } from "@parkade/testing/memory"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { euros, minute } from "../tickets.ts"
import { audited, car, ofStay, oneSpot, opened, parked, pass, person, reservations, scene, settled, staff, standing, total, trial, uuid } from "./scene.ts"

const paymentId = Ids.PaymentId.make(uuid(1))
const refundId = RefundRequest.RefundId.make(uuid(2))
const card = { gateway: "simulated", method: { _tag: "Card" }, paymentId } as const
const mood = (next: Gateway.Mood) => Effect.flatMap(Gateway.GatewayControl, ({ setMood }) => setMood(next))
const gatewayHolds = Effect.flatMap(Gateway.GatewayControl, ({ holds }) => holds)
const paymentOf = Effect.flatMap(Journal, (journal) => journal.load("Payment", paymentId))
const ticketOf = (id: Ids.TicketId) => Effect.flatMap(Tickets, (tickets) => tickets.find({ id }))
const refused: Exclude<News.News, { readonly _tag: "Missing" }> = { _tag: "Failed", reason: "a late refusal", retry: false }
const captured = (cents: number) => ({ _tag: "Captured", amount: euros(cents), reference: "r" }) as const
const judge = (verdict: ReturnType<typeof captured> | { readonly _tag: "NotCaptured" }) => judgePayment({ paymentId, verdict, note: "looked it up", by: staff })
const notCaptured = { _tag: "NotCaptured" } as const
const contradicted = Effect.gen(function*() {
  yield* hear({ paymentId, news: refused })
  expect(yield* paymentOf).toMatchObject({ _tag: "Quarantined" })
})

/** A car that owes 2.00, and whose payment was declined and taken. */
const doubted = Effect.gen(function*() {
  const { id } = yield* parked()
  yield* pass("1:30")
  yield* mood("declines")
  yield* startPayment({ ticket: { id }, ...card })
  yield* hear({ paymentId, news: captured(200) })
  yield* mood("takes")
  return id
})

/** A car that paid 2.00, of which the gateway says that it failed. */
const paid = Effect.gen(function*() {
  const { id } = yield* parked()
  yield* pass("1:30")
  yield* startPayment({ ticket: { id }, ...card })
  yield* contradicted
  return id
})

describe("a payment in doubt that nobody has counted", () => {
  scene("pays its stay where it was captured", Effect.gen(function*() {
    const id = yield* doubted
    expect(yield* judge(captured(200))).toMatchObject({ _tag: "Captured" })
    expect(yield* ticketOf(id)).toMatchObject({ _tag: "Paid", leaveBy: minute(105), payments: [{ amount: euros(200) }] })
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("Clearing")).toBe(200)
    expect(yield* trial).toBe(0)
    expect(yield* audited).toContain("payment.judge")
  }))

  scene("counts towards its stay where another amount was captured", Effect.gen(function*() {
    const id = yield* doubted
    yield* judge(captured(150))
    expect(yield* quote({ ticket: { id } })).toMatchObject({ paid: euros(150), due: euros(50) })
    expect(yield* trial).toBe(0)
  }))

  scene("leaves it due where nothing was", Effect.gen(function*() {
    const id = yield* doubted
    expect(yield* judge(notCaptured)).toMatchObject({ _tag: "Failed" })
    expect(yield* quote({ ticket: { id } })).toMatchObject({ due: euros(200) })
    expect(yield* total("Clearing")).toBe(0)
  }))

  scene("is judged once, and by nobody before it is in doubt", Effect.gen(function*() {
    const id = yield* doubted
    yield* judge(captured(200))
    expect(yield* Effect.flip(judge(captured(200)))).toMatchObject({ _tag: "WrongState", state: "Captured" })
    expect((yield* ticketOf(id)).payments).toHaveLength(1)
    expect(yield* total("Clearing")).toBe(200)
  }))
})

describe("a payment in doubt that has paid a stay", () => {
  scene("has paid it, where it was captured", Effect.gen(function*() {
    const id = yield* paid
    yield* judge(captured(200))
    expect((yield* ticketOf(id)).payments).toHaveLength(1)
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("Clearing")).toBe(200)
    expect(yield* trial).toBe(0)
  }))

  scene("is due again, where it was not", Effect.gen(function*() {
    const id = yield* paid
    yield* judge(notCaptured)
    expect(yield* total("Clearing")).toBe(0)
    expect(yield* quote({ ticket: { id } })).toMatchObject({ due: euros(200) })
    yield* pay({ ticket: { id }, method: "cash" })
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("Cash")).toBe(200)
    expect(yield* trial).toBe(0)
  }))

  scene("is due again in part, where a part was", Effect.gen(function*() {
    const id = yield* paid
    yield* judge(captured(150))
    expect(yield* total("Clearing")).toBe(150)
    expect(yield* quote({ ticket: { id } })).toMatchObject({ due: euros(50) })
    expect(yield* trial).toBe(0)
  }))

  scene("owes back what is more", Effect.gen(function*() {
    const id = yield* paid
    yield* judge(captured(230))
    expect(yield* standing(ofStay(id))).toMatchObject({ overpaid: 30 })
    yield* release({ ticket: { id } })
    yield* refund({ paymentId, amount: euros(30), reason: "too much", by: staff })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("WriteOff")).toBe(0)
    expect(yield* total("Clearing")).toBe(200)
  }))

  scene("is owed still by who has left", Effect.gen(function*() {
    const id = yield* paid
    yield* release({ ticket: { id } })
    yield* judge(notCaptured)
    expect(yield* standing(ofStay(id))).toEqual({ ...settled, due: 200 })
    expect(yield* trial).toBe(0)
  }))
})

/** A reservation that was paid, and cancelled in time while its payment was in doubt. */
const cancelled = (percent = "100") => Effect.gen(function*() {
  const cancellation = { steps: [], otherwise: percent }
  const lot = yield* opened({ zones: oneSpot, reservations: reservations({ cancellation }) })
  const { reservation: { id } } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder: { _tag: "Person", id: person }, vehicle: car("R 1") })
  yield* startPayment({ reservationId: id, ...card })
  yield* contradicted
  yield* cancelReservation({ reservationId: id })
  return { _tag: "Reservation", reservationId: id } as const
})

describe("what is given back of a payment in doubt", () => {
  scene("is owed, and asked of no gateway", Effect.gen(function*() {
    const subject = yield* cancelled()
    expect(yield* standing(subject)).toEqual({ ...settled, overpaid: 200 })
    expect(yield* paymentOf).toMatchObject({ _tag: "Quarantined", refunds: [{ _tag: "Owed", amount: euros(200) }] })
    expect(yield* total("Revenue")).toBe(0)
    yield* pass("1:00")
    expect(yield* reconcilePayments({})).toBe(0)
    expect(yield* gatewayHolds).toBe(200)
    expect(yield* trial).toBe(0)
  }))

  scene("goes back once it is judged, and once", Effect.gen(function*() {
    const subject = yield* cancelled("50")
    expect(yield* standing(subject)).toEqual({ ...settled, overpaid: 100 })
    expect(yield* judge(captured(200))).toMatchObject({ _tag: "Captured", refunds: [{ _tag: "Succeeded", amount: euros(100) }] })
    yield* pass("1:00")
    expect(yield* reconcilePayments({})).toBe(0)
    expect(yield* standing(subject)).toEqual(settled)
    expect(yield* total("RefundClearing")).toBe(0)
    expect(yield* total("Clearing")).toBe(yield* gatewayHolds)
    expect(yield* gatewayHolds).toBe(100)
    expect(yield* trial).toBe(0)
  }))

  scene("goes back later, where the gateway is away as it is judged", Effect.gen(function*() {
    const subject = yield* cancelled()
    yield* mood("away")
    expect(yield* judge(captured(200))).toMatchObject({ refunds: [{ _tag: "Unknown" }] })
    yield* mood("takes")
    yield* pass("0:02")
    expect(yield* reconcilePayments({})).toBe(1)
    expect(yield* paymentOf).toMatchObject({ _tag: "Refunded" })
    expect(yield* standing(subject)).toEqual(settled)
    expect(yield* gatewayHolds).toBe(0)
  }))

  scene("is nothing where nothing was captured", Effect.gen(function*() {
    const subject = yield* cancelled()
    yield* judge(notCaptured)
    expect(yield* standing(subject)).toEqual(settled)
    expect(yield* total("Clearing", "RefundClearing", "Revenue")).toBe(0)
    expect(yield* gatewayHolds).toBe(200)
  }))

  scene("is what was captured, where that is less", Effect.gen(function*() {
    const subject = yield* cancelled()
    yield* judge(captured(150))
    expect(yield* standing(subject)).toEqual(settled)
    expect(yield* total("Clearing", "RefundClearing")).toBe(0)
    expect(yield* gatewayHolds).toBe(50)
  }))
})

type Told = RefundRequest.Outcome
const left = (cents: number): Told => ({ _tag: "Succeeded", amount: euros(cents) })
const stayed: Told = { _tag: "Failed", because: "account closed" }

/** A paid stay that is over, whose refund of 1.00 the gateway tells of in this order. */
const refunding = (first: Told, second?: Told) => Effect.gen(function*() {
  const { id } = yield* parked()
  yield* pass("1:30")
  yield* startPayment({ ticket: { id }, ...card })
  yield* release({ ticket: { id } })
  const said = (outcome: Told) => Effect.map(Gateways, (gateways) => Gateways.of({ ...gateways, refund: () => Effect.succeed(outcome) }))
  yield* Effect.provideServiceEffect(refund({ paymentId, amount: euros(100), refundId, reason: "asked for it", by: staff }), Gateways, said(first))
  const journal = yield* Journal
  if (second !== undefined) {
    const before = yield* journal.load("Payment", paymentId)
    yield* journal.commit({ changes: [{ kind: "Payment", id: paymentId, before, events: [{ _tag: "PaymentRefundAnswered", at: minute(90), refundId, outcome: second }] }] })
  }
  expect(yield* paymentOf).toMatchObject({ refunds: [{ _tag: "Conflicting" }] })
  return ofStay(id)
})

describe.each([
  ["of another amount", left(70), undefined],
  ["as left and then as failed", left(100), stayed],
  ["as failed and then as left", stayed, left(100)]
])("a refund that is told of %s", (_, first, second) => {
  const judging = (verdict: RefundRequest.Verdict) => judgeRefund({ paymentId, refundId, verdict, note: "asked the bank", by: staff })

  scene.each([0, 70, 100, 130])("is booked as it is judged: %i cents left", (cents) => Effect.gen(function*() {
    const subject = yield* refunding(first, second)
    const verdict = cents === 0 ? { _tag: "Failed", because: "came back" } as const : { _tag: "Succeeded", amount: euros(cents) } as const
    expect(yield* judging(verdict)).toMatchObject({ refunds: [{ _tag: verdict._tag, judgedBy: staff }] })
    expect(yield* total("RefundClearing")).toBe(0)
    expect(yield* total("Clearing")).toBe(200 - cents)
    expect(yield* standing(subject)).toEqual({ ...settled, overpaid: Math.max(0, 100 - cents) })
    expect(yield* total("WriteOff")).toBe(Math.max(100, cents))
    expect(yield* trial).toBe(0)
    expect(yield* Effect.flip(judging(verdict))).toMatchObject({ _tag: "NotInDoubt" })
  }))
})

describe("a refund of a penalty that was paid", () => {
  scene("is given away by who decides it, and due by nobody", Effect.gen(function*() {
    const lot = yield* opened({ penalties: [{ kind: "blocking", charge: { amount: "40.00" }, steps: [], disputes: { clock: "runs", most: 0 } }] })
    const { id: violationId } = yield* reportViolation({ by: staff, kind: "blocking", severity: "minor", lotId: lot.id, plate: Plate.Plate.make("BAB1") })
    yield* confirmViolation({ violationId, by: staff })
    yield* startPayment({ violationId, ...card })
    yield* refund({ paymentId, amount: euros(1_500), reason: "goodwill", by: staff })
    expect(yield* standing({ _tag: "Violation", violationId })).toEqual(settled)
    expect(yield* total("WriteOff")).toBe(1_500)
    expect(yield* total("Clearing")).toBe(yield* gatewayHolds)
    expect(yield* trial).toBe(0)
  }))
})
