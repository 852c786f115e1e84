import { Ids } from "@parkade/core/lifecycle"
import { Method } from "@parkade/core/payment"
import { admit, exit, hear, pay, payOnExit, quote, reconcilePayments, refund, registerMandate, release, reportLost, resumeMandate, revokeMandate, startPayment, suspendMandate, voidTicket } from "@parkade/core/operations"
import { type News, Payment, RefundRequest } from "@parkade/core/payment"
import { Gateways, Journal, Tickets } from "@parkade/core/ports"
import { type Instant, TimeZone } from "@parkade/core/time"
import { Gateway } from "@parkade/testing/memory"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { EUR, euros, minute } from "../tickets.ts"
import { overtaken } from "./lanes.ts"
import { audited, car, held, type Live, ofStay, parked, pass, person, scene, settled, staff, standing, total, trial, uuid } from "./scene.ts"

const mood = (next: Gateway.Mood) => Effect.flatMap(Gateway.GatewayControl, ({ setMood }) => setMood(next))
const gatewayHolds = Effect.flatMap(Gateway.GatewayControl, ({ holds }) => holds)
const paymentId = (count: number) => Ids.PaymentId.make(uuid(count))
const refundId = (count: number) => RefundRequest.RefundId.make(uuid(count))
const card = { gateway: "simulated", method: { _tag: "Card" } } as const
const start = (id: Ids.TicketId, more: { readonly paymentId?: Ids.PaymentId } = {}) => startPayment({ ticket: { id }, ...card, ...more })
const paymentOf = (id: Ids.PaymentId) => Effect.flatMap(Journal, (journal) => journal.load("Payment", id))
const ticketOf = (id: Ids.TicketId) => Effect.flatMap(Tickets, (tickets) => tickets.find({ id }))
const dueOf = (id: Ids.TicketId) => Effect.map(quote({ ticket: { id } }), ({ due }) => due.amount)
const back = { reason: "asked for it", by: staff }
const given = (cents: number, id: number) => ({ ...back, amount: euros(cents), refundId: refundId(id) })

/** A car that owes 2.00. */
const owing = (change: object = {}, more: { readonly personId?: typeof person } = {}) => Effect.gen(function*() {
  const { id } = yield* parked(change, more)
  yield* pass("1:30")
  return id
})

/** The ledger balances, and what it says of the gateway is what the gateway has. */
const agrees = Effect.gen(function*() {
  expect(yield* trial).toBe(0)
  expect(yield* held).toBe(yield* gatewayHolds)
})

describe("a payment through a gateway", () => {
  scene("that takes the money pays the ticket", Effect.gen(function*() {
    const id = yield* owing()
    const { payment } = yield* start(id)
    expect(payment).toMatchObject({ _tag: "Captured", captured: euros(200) })
    expect(yield* ticketOf(id)).toMatchObject({ _tag: "Paid", leaveBy: minute(105), payments: [{ id: payment.id, amount: euros(200) }] })
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* audited).toEqual(["ticket.admit", "payment.take", "payment.take", "payment.take", "ticket.release"])
    yield* agrees
  }))

  scene("that declines leaves it due", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("declines")
    expect((yield* start(id)).payment).toMatchObject({ _tag: "Failed", retry: false })
    expect(yield* dueOf(id)).toBe(200)
    expect(yield* gatewayHolds).toBe(0)
    yield* agrees
  }))

  scene("that is away moves nothing, and may be tried again", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("away")
    expect((yield* start(id)).payment).toMatchObject({ _tag: "Failed", retry: true })
    yield* mood("takes")
    expect((yield* start(id)).payment._tag).toBe("Captured")
    yield* agrees
  }))

  scene("waits for the payer, on a page", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("awaits")
    const { page, payment } = yield* start(id)
    expect(payment._tag).toBe("Pending")
    expect(page).toContain(payment.id)
    expect(yield* dueOf(id)).toBe(200)
    const news = yield* (yield* Gateway.GatewayControl).payerPays(payment.id)
    expect(yield* hear({ paymentId: payment.id, news })).toMatchObject({ _tag: "Captured" })
    expect(yield* dueOf(id)).toBe(0)
    yield* agrees
  }))

  scene("that says so fifty times takes it once", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("awaits")
    const { payment } = yield* start(id)
    const news = yield* (yield* Gateway.GatewayControl).payerPays(payment.id)
    yield* Effect.forEach(Array.from({ length: 50 }), () => hear({ paymentId: payment.id, news }), { concurrency: "unbounded" })
    expect((yield* ticketOf(id)).payments).toHaveLength(1)
    expect(yield* held).toBe(200)
    yield* agrees
  }))

  scene("is the same in whatever order it is heard of", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("awaits")
    const { payment } = yield* start(id)
    const captured = yield* (yield* Gateway.GatewayControl).payerPays(payment.id)
    const news: ReadonlyArray<News.News> = [{ _tag: "Authorised", amount: euros(200) }, captured]
    for (const each of [...news.toReversed(), ...news]) yield* hear({ paymentId: payment.id, news: each })
    expect(yield* paymentOf(payment.id)).toMatchObject({ _tag: "Captured", captured: euros(200) })
    expect((yield* ticketOf(id)).payments).toHaveLength(1)
    yield* agrees
  }))

  scene("that contradicts itself is settled by nobody", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("declines")
    const { payment } = yield* start(id)
    yield* hear({ paymentId: payment.id, news: { _tag: "Captured", amount: euros(200), reference: "r" } })
    expect(yield* paymentOf(payment.id)).toMatchObject({ _tag: "Quarantined" })
    expect(yield* dueOf(id)).toBe(200)
    expect(yield* held).toBe(0)
  }))

  scene("whose answer is lost is found out, once", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("lost")
    const { payment } = yield* start(id)
    expect(payment._tag).toBe("Unknown")
    expect(yield* reconcilePayments({})).toBe(0)
    yield* pass("0:01")
    expect(yield* reconcilePayments({})).toBe(1)
    expect(yield* paymentOf(payment.id)).toMatchObject({ _tag: "Unknown" })
    yield* mood("takes")
    yield* pass("0:01")
    for (const looked of [1, 0, 0]) expect(yield* reconcilePayments({})).toBe(looked)
    expect(yield* paymentOf(payment.id)).toMatchObject({ _tag: "Captured" })
    expect(yield* ticketOf(id)).toMatchObject({ _tag: "Paid", leaveBy: minute(107), payments: [{ amount: euros(200) }] })
    expect(yield* gatewayHolds).toBe(200)
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("that two look for at once stops neither from finding the others", Effect.gen(function*() {
    const ids = [yield* owing(), yield* owing()]
    yield* mood("lost")
    for (const [index, id] of ids.entries()) yield* start(id, { paymentId: paymentId(index + 1) })
    yield* pass("0:02")
    const [gateways, context] = [yield* Gateways, yield* Effect.context<Live>()]
    const other = Effect.andThen(mood("away"), Effect.andThen(reconcilePayments({ limit: 1 }), mood("takes")))
    const slow = Gateways.of({ ...gateways, find: (payment) => payment.id === paymentId(1) ? Effect.as(Effect.orDie(Effect.provideContext(other, context)), { _tag: "Missing" }) : gateways.find(payment) })
    expect(yield* Effect.provideService(reconcilePayments({}), Gateways, slow)).toBe(2)
    expect([yield* paymentOf(paymentId(1)), yield* paymentOf(paymentId(2))]).toMatchObject([{ _tag: "Unknown" }, { _tag: "Captured" }])
  }))

  scene("that the gateway never got has failed", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("awaits")
    const { payment } = yield* start(id)
    yield* pass("0:11")
    yield* reconcilePayments({})
    expect(yield* paymentOf(payment.id)).toMatchObject({ _tag: "Failed", retry: true })
  }))
})

describe("a payment that is said again", () => {
  scene("is tried once", Effect.gen(function*() {
    const id = yield* owing()
    const first = yield* start(id, { paymentId: paymentId(1) })
    yield* pass("2:00")
    const unasked = Gateways.of({ ...yield* Gateways, request: () => Effect.die("asked again") })
    expect(yield* Effect.provideService(start(id, { paymentId: paymentId(1) }), Gateways, unasked)).toEqual(first)
    expect(yield* gatewayHolds).toBe(200)
    yield* agrees
  }))

  scene("after its answer was lost is asked for under the same key", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("lost")
    yield* start(id, { paymentId: paymentId(1) })
    yield* mood("takes")
    yield* pass("1:00")
    expect((yield* start(id, { paymentId: paymentId(1) })).payment._tag).toBe("Captured")
    expect(yield* gatewayHolds).toBe(200)
    yield* agrees
  }))

  scene("of a gateway that took it and is away now is not called a failure", Effect.gen(function*() {
    const id = yield* owing()
    yield* mood("lost")
    yield* start(id, { paymentId: paymentId(1) })
    yield* mood("away")
    expect((yield* start(id, { paymentId: paymentId(1) })).payment._tag).toBe("Unknown")
    yield* mood("takes")
    yield* pass("0:02")
    yield* reconcilePayments({})
    expect(yield* paymentOf(paymentId(1))).toMatchObject({ _tag: "Captured" })
    yield* agrees
  }))

  scene("said twice at once is one payment", Effect.gen(function*() {
    const id = yield* owing()
    const journal = yield* Journal
    const slow = Journal.of({ ...journal, load: (kind, id) => Effect.tap(journal.load(kind, id), () => Effect.yieldNow) })
    const both = yield* Effect.provideService(Effect.all([start(id, { paymentId: paymentId(1) }), start(id, { paymentId: paymentId(1) })], { concurrency: "unbounded" }), Journal, slow)
    expect(both.map(({ payment }) => payment.id)).toEqual([paymentId(1), paymentId(1)])
    expect(yield* gatewayHolds).toBe(200)
    yield* agrees
  }))

  scene("for another ticket is refused", Effect.gen(function*() {
    const id = yield* owing()
    yield* start(id, { paymentId: paymentId(1) })
    const other = yield* owing()
    expect(yield* Effect.flip(start(other, { paymentId: paymentId(1) }))).toMatchObject({ _tag: "AlreadyBegun" })
    expect(yield* Effect.flip(pay({ ticket: { id: other }, method: "cash", paymentId: paymentId(1) }))).toMatchObject({ _tag: "AlreadyBegun" })
    expect(yield* gatewayHolds).toBe(200)
  }))

  scene("at the place is taken once", Effect.gen(function*() {
    const id = yield* owing()
    for (const _ of [1, 2, 3]) expect((yield* pay({ ticket: { id }, method: "cash", paymentId: paymentId(1) })).payments).toHaveLength(1)
    yield* pass("1:00")
    expect((yield* pay({ ticket: { id }, method: "cash", paymentId: paymentId(1) })).payments).toHaveLength(1)
    expect(yield* held).toBe(200)
  }))

  scene("at the exit opens no gate for what came after it", Effect.gen(function*() {
    const id = yield* owing()
    yield* pay({ ticket: { id }, method: "card", paymentId: paymentId(1) })
    yield* pass("1:00")
    expect(yield* Effect.flip(payOnExit({ ticket: { id }, method: "card", paymentId: paymentId(1) }))).toMatchObject({ _tag: "BalanceDue", due: euros(100) })
    expect(yield* payOnExit({ ticket: { id }, method: "card", paymentId: paymentId(2) })).toMatchObject({ _tag: "Exited" })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* held).toBe(300)
  }))
})

describe.each(["whole", "anew"])("money that comes late, where a stay goes on %s", (afterGrace) => {
  const terms = { exitPolicy: { exitGrace: "PT15M", afterGrace } }

  /** A payment of 2.00 that was asked for, and whose payer pays when `between` is over. */
  const late = <E, R>(between: (id: Ids.TicketId) => Effect.Effect<unknown, E, R>) => Effect.gen(function*() {
    const id = yield* owing(terms)
    yield* mood("awaits")
    const { payment } = yield* start(id)
    yield* between(id)
    yield* mood("takes")
    yield* hear({ paymentId: payment.id, news: yield* (yield* Gateway.GatewayControl).payerPays(payment.id) })
    return { id, payment }
  })

  scene("settles what was due when the payer was asked", Effect.gen(function*() {
    const { id } = yield* late(() => pass("2:00"))
    expect(yield* ticketOf(id)).toMatchObject({ _tag: "Paid", leaveBy: minute(90 + 120 + 15) })
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("after the ticket changed counts towards the stay", Effect.gen(function*() {
    const { id } = yield* late((id) => Effect.andThen(pass("0:01"), reportLost({ ticket: { id }, by: staff })))
    expect(yield* quote({ ticket: { id } })).toMatchObject({ paid: euros(200), due: euros(0) })
    expect(yield* ticketOf(id)).toMatchObject({ _tag: "Parked", payments: [{ ahead: true }] })
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("after the stay was paid is owed back at the exit", Effect.gen(function*() {
    const { id, payment } = yield* late((id) => Effect.andThen(mood("takes"), start(id)))
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual({ ...settled, overpaid: 200 })
    yield* refund({ paymentId: payment.id, ...back })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("Revenue", "Tax")).toBe(-200)
    expect(yield* total("WriteOff")).toBe(0)
    yield* agrees
  }))

  scene("is owed back once, by two who give money back at once", Effect.gen(function*() {
    const other = paymentId(7)
    const { id, payment } = yield* late((id) => Effect.andThen(mood("takes"), start(id, { paymentId: other })))
    yield* release({ ticket: { id } })
    expect(yield* standing(ofStay(id))).toEqual({ ...settled, overpaid: 200 })
    yield* overtaken(refund({ paymentId: payment.id, ...back }), refund({ paymentId: other, ...back }))
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("WriteOff")).toBe(200)
    yield* agrees
  }))

  scene("after the vehicle left is owed back", Effect.gen(function*() {
    const { id, payment } = yield* late((id) => payOnExit({ ticket: { id }, method: "card" }))
    expect(yield* standing(ofStay(id))).toEqual({ ...settled, overpaid: 200 })
    expect(yield* refund({ paymentId: payment.id, ...back })).toMatchObject({ _tag: "Refunded" })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("WriteOff")).toBe(0)
    expect(yield* trial).toBe(0)
  }))

  scene("after the ticket was taken back is owed back", Effect.gen(function*() {
    const { id } = yield* late((id) => voidTicket({ ticket: { id }, ...back }))
    expect(yield* standing(ofStay(id))).toEqual({ ...settled, overpaid: 200 })
    yield* agrees
  }))
})

describe.each(["whole", "anew"])("a refund, where a stay goes on %s", (afterGrace) => {
  const terms = { exitPolicy: { exitGrace: "PT15M", afterGrace } }
  const paid = Effect.gen(function*() {
    const id = yield* owing(terms)
    yield* start(id, { paymentId: paymentId(1) })
    return id
  })
  const refunding = (cents: number, count: number) => refund({ paymentId: paymentId(1), ...given(cents, count) })

  scene("of some is due again, and made once", Effect.gen(function*() {
    const id = yield* paid
    for (const _ of [1, 2, 3]) yield* refunding(50, 1)
    expect(yield* dueOf(id)).toBe(50)
    expect(yield* gatewayHolds).toBe(150)
    yield* payOnExit({ ticket: { id }, method: { _tag: "Cash", till: "desk" } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("Revenue", "Tax")).toBe(-200)
    expect(yield* trial).toBe(0)
  }))

  scene("of all needs no amount, also when it is said again", Effect.gen(function*() {
    const id = yield* paid
    for (const _ of [1, 2]) expect(yield* refund({ paymentId: paymentId(1), ...back, refundId: refundId(1) })).toMatchObject({ _tag: "Refunded" })
    expect(yield* dueOf(id)).toBe(200)
    yield* release({ ticket: { id }, waive: { by: staff, reason: "a gift" } })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("of all, and the ticket is taken back", Effect.gen(function*() {
    const id = yield* paid
    yield* refund({ paymentId: paymentId(1), ...back })
    yield* voidTicket({ ticket: { id }, ...back })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("twenty at a time give back no more than was taken", Effect.gen(function*() {
    const id = yield* paid
    const all = yield* Effect.forEach(Array.from({ length: 20 }, (_, index) => index + 10), (index) => Effect.result(refunding(30, index)), { concurrency: "unbounded" })
    expect(all.filter(({ _tag }) => _tag === "Success").length).toBeLessThanOrEqual(6)
    const left = yield* gatewayHolds
    expect(left).toBeGreaterThanOrEqual(20)
    expect(yield* dueOf(id)).toBe(200 - left)
    yield* agrees
  }))

  scene("that is declined is owed still, and may be asked for again", Effect.gen(function*() {
    const id = yield* paid
    yield* mood("declines")
    expect(yield* refunding(200, 1)).toMatchObject({ _tag: "Captured", refunds: [{ _tag: "Failed" }] })
    expect(yield* standing(ofStay(id))).toMatchObject({ overpaid: 200 })
    yield* mood("takes")
    expect(yield* refunding(200, 2)).toMatchObject({ _tag: "Refunded" })
    expect(yield* standing(ofStay(id))).toMatchObject({ overpaid: 0 })
    expect(yield* dueOf(id)).toBe(200)
    yield* agrees
  }))

  scene("that is told to be of another amount is in doubt, and booked as nothing that is certain", Effect.gen(function*() {
    const id = yield* paid
    const gateways = Gateways.of({ ...yield* Gateways, refund: () => Effect.succeed({ _tag: "Succeeded", amount: euros(100) }) })
    expect(yield* Effect.provideService(refunding(200, 1), Gateways, gateways)).toMatchObject({ refunds: [{ _tag: "Conflicting", amount: euros(200) }] })
    expect(yield* total("Clearing")).toBe(200)
    expect(yield* total("RefundClearing")).toBe(-200)
    expect(yield* standing(ofStay(id))).toMatchObject({ overpaid: 0 })
    expect(yield* trial).toBe(0)
  }))

  scene("whose answer is lost is found out, and made once", Effect.gen(function*() {
    yield* paid
    yield* mood("lost")
    expect(yield* refunding(200, 1)).toMatchObject({ refunds: [{ _tag: "Unknown" }] })
    yield* mood("takes")
    yield* pass("0:02")
    expect(yield* reconcilePayments({})).toBe(1)
    expect(yield* reconcilePayments({})).toBe(0)
    expect(yield* paymentOf(paymentId(1))).toMatchObject({ _tag: "Refunded" })
    expect(yield* gatewayHolds).toBe(0)
    yield* agrees
  }))

  scene("after the exit is given away by who decides it, and due by nobody", Effect.gen(function*() {
    const id = yield* paid
    yield* release({ ticket: { id } })
    yield* refunding(70, 1)
    expect(yield* standing(ofStay(id))).toEqual(settled)
    expect(yield* total("WriteOff")).toBe(70)
    yield* agrees
  }))

  scene("above what was taken, of nothing, or of another currency is refused", Effect.gen(function*() {
    yield* paid
    for (const cents of [201, 0, -1]) expect((yield* Effect.flip(refunding(cents, 1)))._tag).toMatch(/RefundAboveCaptured|NotPositive/)
    expect(yield* gatewayHolds).toBe(200)
  }))

  scene("of what is left, where nothing is, is refused", Effect.gen(function*() {
    yield* paid
    for (const _ of [1, 2]) expect(yield* refund({ paymentId: paymentId(1), refundId: RefundRequest.RefundId.make(uuid(0xf1)), ...back })).toMatchObject({ _tag: "Refunded" })
    const refused = yield* Effect.flip(refund({ paymentId: paymentId(1), ...back }))
    expect(refused).toMatchObject({ _tag: "NothingToRefund", paymentId: paymentId(1) })
    expect(yield* gatewayHolds).toBe(0)
  }))

  scene("of what was never taken is refused", Effect.gen(function*() {
    const id = yield* owing(terms)
    yield* mood("declines")
    yield* start(id, { paymentId: paymentId(1) })
    expect(yield* Effect.flip(refunding(1, 1))).toMatchObject({ _tag: "WrongState" })
    expect(yield* Effect.flip(refund({ paymentId: paymentId(2), ...back }))).toMatchObject({ _tag: "NotBegun" })
  }))
})

describe("an exit that pays itself", () => {
  const mandateId = Method.MandateId.make(uuid(0xcc))
  const method = { holder: person, gateway: "simulated", token: "pm_1NxYzAbc", scope: { _tag: "Anywhere" }, zone: TimeZone.TimeZone.make("Europe/Berlin") } as const
  const withMandate = (limits: object = {}) => Effect.gen(function*() {
    const id = yield* owing({}, { personId: person })
    yield* registerMandate({ ...method, limits: { currency: EUR, ...limits }, mandateId })
    return id
  })

  scene("within its limits", Effect.gen(function*() {
    const id = yield* withMandate({ perCharge: 200 })
    expect(yield* exit({ ticket: { id } })).toMatchObject({ _tag: "Exited", payments: [{ amount: euros(200), method: "mandate" }] })
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("needs none where nothing is due", Effect.gen(function*() {
    const { id } = yield* parked()
    yield* pay({ ticket: { id }, method: "cash" })
    expect(yield* exit({ ticket: { id } })).toMatchObject({ _tag: "Exited" })
  }))

  scene("above its limits tells what is due", Effect.gen(function*() {
    const id = yield* withMandate({ perCharge: 199 })
    expect(yield* Effect.flip(exit({ ticket: { id } }))).toMatchObject({ _tag: "BalanceDue", due: euros(200) })
    expect(yield* gatewayHolds).toBe(0)
  }))

  scene("counts what the day had already, however much the mandate was charged before", Effect.gen(function*() {
    const id = yield* withMandate({ perDay: 300 })
    const journal = yield* Journal
    const charged = (count: number, at: Instant.Instant, cents: number) => journal.commit({
      changes: [{
        kind: "Payment",
        id: paymentId(count),
        before: Payment.initial,
        events: [{ _tag: "PaymentIntended", at, answerBy: at, id: paymentId(count), subject: ofStay(Ids.TicketId.make(uuid(count))), amount: euros(cents), method: { _tag: "Mandate", mandateId }, gateway: "simulated", idempotencyKey: `${count}`, capture: "at-once", by: staff }]
      }]
    })
    for (let count = 1; count <= 1_000; count++) yield* charged(count, minute(-5_000), 1)
    yield* charged(1_001, minute(0), 200)
    expect((yield* Effect.flip(exit({ ticket: { id } })))._tag).toBe("BalanceDue")
  }))

  scene("counts what the day had already", Effect.gen(function*() {
    const first = yield* withMandate({ perDay: 300 })
    yield* exit({ ticket: { id: first } })
    const second = yield* owing({}, { personId: person })
    expect((yield* Effect.flip(exit({ ticket: { id: second } })))._tag).toBe("BalanceDue")
    expect(yield* gatewayHolds).toBe(200)
  }))

  scene("is none once it is suspended or revoked, and one again once it is resumed", Effect.gen(function*() {
    const id = yield* withMandate()
    yield* suspendMandate({ mandateId, reason: "bounced" })
    expect((yield* Effect.flip(exit({ ticket: { id } })))._tag).toBe("BalanceDue")
    yield* resumeMandate({ mandateId })
    yield* mood("declines")
    expect(yield* Effect.flip(exit({ ticket: { id } }))).toMatchObject({ _tag: "NotCharged", state: "Failed" })
    yield* revokeMandate({ mandateId, reason: "sold the car" })
    yield* mood("takes")
    expect((yield* Effect.flip(exit({ ticket: { id } })))._tag).toBe("BalanceDue")
    expect(yield* gatewayHolds).toBe(0)
  }))

  scene("that was declined may be tried again", Effect.gen(function*() {
    const id = yield* withMandate()
    yield* mood("declines")
    yield* Effect.flip(exit({ ticket: { id } }))
    yield* mood("takes")
    expect(yield* exit({ ticket: { id } })).toMatchObject({ _tag: "Exited" })
    expect(yield* gatewayHolds).toBe(200)
    yield* agrees
  }))

  scene("whose answer is lost is not charged a second time", Effect.gen(function*() {
    const id = yield* withMandate()
    yield* mood("lost")
    expect(yield* Effect.flip(exit({ ticket: { id } }))).toMatchObject({ _tag: "NotCharged", state: "Unknown" })
    yield* mood("takes")
    expect(yield* Effect.flip(exit({ ticket: { id } }))).toMatchObject({ _tag: "NotCharged", state: "Unknown" })
    yield* pass("0:02")
    yield* reconcilePayments({})
    expect(yield* exit({ ticket: { id } })).toMatchObject({ _tag: "Exited" })
    expect(yield* gatewayHolds).toBe(200)
    yield* agrees
  }))

  scene("at two cameras is charged once", Effect.gen(function*() {
    const id = yield* withMandate()
    const journal = yield* Journal
    const slow = Journal.of({ ...journal, under: (kind, key, page) => Effect.tap(journal.under(kind, key, page), () => Effect.yieldNow) })
    const all = yield* Effect.provideService(Effect.forEach(Array.from({ length: 8 }), () => Effect.result(exit({ ticket: { id } })), { concurrency: "unbounded" }), Journal, slow)
    expect(all.filter(({ _tag }) => _tag === "Success")).toHaveLength(1)
    expect(yield* gatewayHolds).toBe(200)
    expect(yield* standing(ofStay(id))).toEqual(settled)
    yield* agrees
  }))

  scene("counts a charge in the month in which it was made, whenever it is given back", Effect.gen(function*() {
    const first = yield* withMandate({ perMonth: 300 })
    const { payments: [charged] } = yield* exit({ ticket: { id: first } })
    yield* TestClock.setTime(minute(60 * 24 * 30))
    yield* refund({ paymentId: charged?.id ?? paymentId(0), ...given(50, 1) })
    const { id: second } = yield* admit({ lotId: (yield* ticketOf(first)).lotId, vehicle: car("B-AB 1"), personId: person })
    yield* pass("1:30")
    expect(yield* exit({ ticket: { id: second } })).toMatchObject({ _tag: "Exited" })
  }))

  scene("is charged however many were revoked before", Effect.gen(function*() {
    const id = yield* owing({}, { personId: person })
    for (let count = 0; count < 21; count++) {
      const gone = Method.MandateId.make(uuid(count))
      yield* registerMandate({ ...method, limits: { currency: EUR }, mandateId: gone })
      yield* revokeMandate({ mandateId: gone, reason: "another card" })
    }
    yield* registerMandate({ ...method, limits: { currency: EUR }, mandateId })
    expect(yield* exit({ ticket: { id } })).toMatchObject({ _tag: "Exited" })
  }))

  scene("is not charged beyond its limits by two cars that leave at once", Effect.gen(function*() {
    const first = yield* withMandate({ perDay: 300 })
    const { id: second } = yield* admit({ lotId: (yield* ticketOf(first)).lotId, vehicle: car("B-AB 2"), personId: person })
    yield* pass("1:00")
    const { first: leaves, later: stays } = yield* overtaken(Effect.result(exit({ ticket: { id: first } })), exit({ ticket: { id: second } }))
    expect(leaves).toMatchObject({ _tag: "Exited" })
    expect(stays).toMatchObject({ _tag: "Failure", failure: { _tag: "BalanceDue" } })
    expect(yield* gatewayHolds).toBe(100)
    yield* agrees
  }))

  scene("is not charged that is revoked just before", Effect.gen(function*() {
    const id = yield* withMandate()
    const { later } = yield* overtaken(Effect.result(exit({ ticket: { id } })), revokeMandate({ mandateId, reason: "sold the car" }))
    expect(later).toMatchObject({ _tag: "Failure", failure: { _tag: "BalanceDue" } })
    expect(yield* gatewayHolds).toBe(0)
  }))
})
