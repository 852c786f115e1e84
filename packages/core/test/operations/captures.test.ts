/** Money that is held first: taken when somebody asks for it, or let go. */
import { Ids } from "@parkade/core/lifecycle"
import { capturePayment, hear, pay, quote, reconcilePayments, release, reserve, startPayment, voidPayment } from "@parkade/core/operations"
import { Gateways, Journal } from "@parkade/core/ports"
import { Gateway } from "@parkade/testing/memory"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { euros, minute } from "../tickets.ts"
import { audited, car, held, ofStay, oneSpot, opened, parked, pass, person, reservations, scene, settled, standing, trial, uuid } from "./scene.ts"

const paymentId = Ids.PaymentId.make(uuid(1))
const later = { gateway: "simulated", method: { _tag: "Card" }, capture: "later", paymentId } as const
const mood = (next: Gateway.Mood) => Effect.flatMap(Gateway.GatewayControl, ({ setMood }) => setMood(next))
const gatewayHolds = Effect.flatMap(Gateway.GatewayControl, ({ holds }) => holds)
const paymentOf = Effect.flatMap(Journal, (journal) => journal.load("Payment", paymentId))
const capture = (cents?: number) => capturePayment({ paymentId, ...(cents !== undefined && { amount: euros(cents) }) })

/** A car that owes 2.00, which its payer's bank holds ready. */
const holding = Effect.gen(function*() {
  const { id } = yield* parked()
  yield* pass("1:30")
  expect((yield* startPayment({ ticket: { id }, ...later })).payment).toMatchObject({ _tag: "Authorised", authorised: euros(200) })
  return { ticket: { id }, subject: ofStay(id) }
})

const agrees = Effect.gen(function*() {
  expect(yield* trial).toBe(0)
  expect(yield* held).toBe(yield* gatewayHolds)
})

describe("money that is held", () => {
  scene("pays nothing before it is taken, and all of it then", Effect.gen(function*() {
    const { subject, ticket } = yield* holding
    expect(yield* quote({ ticket })).toMatchObject({ due: euros(200) })
    expect(yield* gatewayHolds).toBe(0)
    for (const _ of [1, 2]) expect(yield* capture()).toMatchObject({ _tag: "Captured", captured: euros(200) })
    expect(yield* quote({ ticket })).toMatchObject({ due: euros(0), ticket: { _tag: "Paid", leaveBy: minute(105) } })
    yield* release({ ticket })
    expect(yield* standing(subject)).toEqual(settled)
    yield* agrees
  }))

  scene("pays what is due as it is taken, not what was due as it was held", Effect.gen(function*() {
    const { ticket } = yield* holding
    yield* pass("1:00")
    yield* capture()
    expect(yield* quote({ ticket })).toMatchObject({ paid: euros(200), due: euros(100) })
    yield* agrees
  }))

  scene("is taken in part, once, and never above what is held", Effect.gen(function*() {
    const { ticket } = yield* holding
    expect(yield* Effect.flip(capture(201))).toMatchObject({ _tag: "AboveAuthorised" })
    expect(yield* capture(150)).toMatchObject({ _tag: "Captured", captured: euros(150) })
    expect(yield* Effect.flip(capture(50))).toMatchObject({ _tag: "CaptureRequestedBefore" })
    expect(yield* capture()).toMatchObject({ captured: euros(150) })
    expect(yield* quote({ ticket })).toMatchObject({ due: euros(50) })
    yield* agrees
  }))

  scene("confirms its reservation as it is taken", Effect.gen(function*() {
    const lot = yield* opened({ zones: oneSpot, reservations: reservations() })
    const { reservation: { id } } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder: { _tag: "Person", id: person }, vehicle: car("R 1") })
    yield* startPayment({ reservationId: id, ...later })
    const journal = yield* Journal
    expect(yield* journal.load("Reservation", id)).toMatchObject({ _tag: "Held" })
    yield* capture()
    expect(yield* journal.load("Reservation", id)).toMatchObject({ _tag: "Confirmed" })
    yield* agrees
  }))

  scene("whose capture is declined is not taken", Effect.gen(function*() {
    const { ticket } = yield* holding
    yield* mood("declines")
    expect(yield* capture()).toMatchObject({ _tag: "Failed" })
    expect(yield* quote({ ticket })).toMatchObject({ due: euros(200) })
    yield* agrees
  }))

  scene.each(["lost", "away"] as const)("is found to be taken, once, where the gateway is %s", (away) => Effect.gen(function*() {
    const { ticket } = yield* holding
    yield* mood(away)
    expect(yield* capture()).toMatchObject({ _tag: "Unknown" })
    yield* mood("takes")
    yield* pass("0:02")
    for (const looked of [1, 0]) expect(yield* reconcilePayments({})).toBe(looked)
    expect(yield* paymentOf).toMatchObject({ _tag: "Captured", captured: euros(200) })
    expect(yield* quote({ ticket })).toMatchObject({ due: euros(0) })
    yield* agrees
  }))

  scene("that nobody began is not taken", Effect.gen(function*() {
    expect(yield* Effect.flip(capture())).toMatchObject({ _tag: "NotBegun" })
  }))
})

const letGo = voidPayment({ paymentId })

describe("a payment that is given up", () => {
  scene("holds nothing, and is taken no more", Effect.gen(function*() {
    const { ticket } = yield* holding
    for (const _ of [1, 2]) expect(yield* letGo).toMatchObject({ _tag: "Cancelled" })
    expect(yield* Effect.flip(capture())).toMatchObject({ _tag: "WrongState", state: "Cancelled" })
    expect(yield* (yield* Gateway.GatewayControl).news(paymentId)).toEqual({ _tag: "Voided" })
    expect(yield* audited).toContain("payment.void")
    expect(yield* quote({ ticket })).toMatchObject({ due: euros(200) })
    yield* agrees
  }))

  scene("once it is captured is refused", Effect.gen(function*() {
    yield* holding
    yield* capture()
    expect(yield* Effect.flip(letGo)).toMatchObject({ _tag: "WrongState", state: "Captured" })
    yield* agrees
  }))

  scene("while its payer looks at a page asks no more", Effect.gen(function*() {
    const { id } = yield* parked()
    yield* pass("1:30")
    yield* mood("awaits")
    yield* startPayment({ ticket: { id }, ...later, capture: "at-once" })
    expect(yield* letGo).toMatchObject({ _tag: "Cancelled" })
    expect(yield* (yield* Gateway.GatewayControl).payerPays(paymentId)).toEqual({ _tag: "Voided" })
  }))

  scene("after its payer has paid is paid", Effect.gen(function*() {
    const { id } = yield* parked()
    yield* pass("1:30")
    yield* mood("awaits")
    yield* startPayment({ ticket: { id }, ...later, capture: "at-once" })
    const news = yield* (yield* Gateway.GatewayControl).payerPays(paymentId)
    expect(yield* letGo).toMatchObject({ _tag: "Captured" })
    expect(yield* quote({ ticket: { id } })).toMatchObject({ due: euros(0) })
    yield* hear({ paymentId, news })
    yield* agrees
  }))

  scene("that its gateway never heard of is given up here", Effect.gen(function*() {
    yield* holding
    const unheard = Gateways.of({ ...yield* Gateways, void: () => Effect.succeed({ _tag: "Missing" }) })
    expect(yield* Effect.provideService(letGo, Gateways, unheard)).toMatchObject({ _tag: "Cancelled" })
  }))

  scene("to a gateway that is away is as it was", Effect.gen(function*() {
    yield* holding
    yield* mood("away")
    expect(yield* Effect.flip(letGo)).toMatchObject({ _tag: "GatewayUnreachable" })
    expect(yield* paymentOf).toMatchObject({ _tag: "Authorised" })
  }))

  scene("is found to be let go where the answer is lost", Effect.gen(function*() {
    yield* holding
    yield* mood("lost")
    expect(yield* letGo).toMatchObject({ _tag: "Unknown" })
    yield* mood("takes")
    yield* pass("0:02")
    for (const looked of [1, 0]) expect(yield* reconcilePayments({})).toBe(looked)
    expect(yield* paymentOf).toMatchObject({ _tag: "Cancelled" })
    yield* agrees
  }))

  scene("is found to be held still where the gateway did not hear it", Effect.gen(function*() {
    yield* holding
    const news = yield* (yield* Gateway.GatewayControl).news(paymentId)
    yield* mood("lost")
    yield* letGo
    yield* pass("0:02")
    const deaf = Gateways.of({ ...yield* Gateways, find: () => Effect.succeed(news) })
    for (const looked of [1, 0]) expect(yield* Effect.provideService(reconcilePayments({}), Gateways, deaf)).toBe(looked)
    expect(yield* paymentOf).toMatchObject({ _tag: "Authorised" })
  }))

  scene("of cash is refused: it is taken as soon as it is known of", Effect.gen(function*() {
    const { id } = yield* parked()
    yield* pass("1:30")
    yield* pay({ ticket: { id }, method: "cash", paymentId })
    expect(yield* Effect.flip(letGo)).toMatchObject({ _tag: "WrongState" })
  }))
})
