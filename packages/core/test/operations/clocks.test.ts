/** Two servers, one of them ahead: what one has just changed, the other decides on as of that change. */
import { Ids } from "@parkade/core/lifecycle"
import { Plate } from "@parkade/core/lot"
import { addPassVehicle, enterOnPass, handOver, hear, modifyReservation, parkVehicle, payPass, payReservation, release, reportLost, reportViolation, requestPass, reserve, startPayment, voidPayment } from "@parkade/core/operations"
import { PassTerms } from "@parkade/core/pass"
import type { News, Payment } from "@parkade/core/payment"
import { Journal, Lots, Tickets } from "@parkade/core/ports"
import { Custody } from "@parkade/core/valet"
import { Gateway } from "@parkade/testing/memory"
import { Clock, Effect, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { tariffJson } from "../pricing.ts"
import { minute } from "../tickets.ts"
import { garage, lane } from "./lanes.ts"
import { car, type Live, oneSpot, opened, parked, person, reservations, scene, settled, staff, standing } from "./scene.ts"

const holder = { _tag: "Person", id: person } as const
const card = { gateway: "simulated", method: { _tag: "Card" } } as const

/** What the server does that is two minutes ahead, or so much. */
const ahead = <A, E, R>(change: Effect.Effect<A, E, R>, millis = 120_000) => Effect.gen(function*() {
  const now = yield* Clock.currentTimeMillis
  yield* TestClock.setTime(now + millis)
  const done = yield* change
  yield* TestClock.setTime(now)
  return done
})

const captured = ({ amount, id }: Payment.Payment): { readonly paymentId: Ids.PaymentId; readonly news: News.News } => ({ paymentId: id, news: { _tag: "Captured", amount, reference: id } })

describe("money that is heard of on a server that is behind", () => {
  scene("confirms the reservation that the other has just changed", Effect.gen(function*() {
    const lot = yield* opened({ reservations: reservations() })
    const { reservation: { id } } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder, vehicle: car("R 1") })
    yield* (yield* Gateway.GatewayControl).setMood("awaits")
    const { payment } = yield* startPayment({ reservationId: id, ...card })
    const { spots } = yield* (yield* Lots).layout(lot.id)
    yield* ahead(modifyReservation({ reservationId: id, place: { vehicle: car("R 1"), spotId: spots[1]?.id } }))
    yield* hear(captured(payment))
    expect(yield* (yield* Journal).load("Reservation", id)).toMatchObject({ _tag: "Confirmed" })
    expect(yield* standing({ _tag: "Reservation", reservationId: id })).toEqual({ ...settled, deferred: 200 })
  }))

  // Found by seed 5042 of the simulator: it was decided as of the payment's change for ever.
  scene("confirms the reservation that was changed after the payment", Effect.gen(function*() {
    const lot = yield* opened({ reservations: reservations() })
    const { reservation: { id } } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder, vehicle: car("R 1") })
    yield* (yield* Gateway.GatewayControl).setMood("awaits")
    const { payment } = yield* ahead(startPayment({ reservationId: id, ...card }), 60_000)
    const { spots } = yield* (yield* Lots).layout(lot.id)
    yield* ahead(modifyReservation({ reservationId: id, place: { vehicle: car("R 1"), spotId: spots[1]?.id } }))
    yield* hear(captured(payment))
    expect(yield* (yield* Journal).load("Reservation", id)).toMatchObject({ _tag: "Confirmed", confirmedAt: minute(2) })
  }))

  scene("makes the pass good that the other has just changed", Effect.gen(function*() {
    const { passId } = yield* requested
    yield* (yield* Gateway.GatewayControl).setMood("awaits")
    const { payment } = yield* startPayment({ passId, ...card })
    yield* ahead(addPassVehicle({ passId, plate: Plate.Plate.make("C3") }))
    yield* hear(captured(payment))
    expect(yield* (yield* Journal).load("Pass", passId)).toMatchObject({ _tag: "Active" })
    expect(yield* standing({ _tag: "Pass", passId })).toEqual({ ...settled, deferred: 6_000 })
  }))
})

scene("a payment that the other has just begun is given up", Effect.gen(function*() {
  const { id } = yield* parked()
  yield* (yield* Gateway.GatewayControl).setMood("awaits")
  const { payment } = yield* ahead(startPayment({ ticket: { id }, ...card }))
  expect(yield* voidPayment({ paymentId: payment.id })).toMatchObject({ _tag: "Cancelled" })
}))

describe("a vehicle", () => {
  scene("that leaves gives its place back on the pass that another has just entered on", Effect.gen(function*() {
    const { lotId, passId } = yield* requested
    yield* payPass({ passId, method: "cash" })
    const first = yield* enterOnPass({ lotId, passId, vehicle: car("A 1") })
    yield* ahead(enterOnPass({ lotId, passId, vehicle: car("B 2") }))
    yield* release({ ticket: { id: first.id } })
    expect(yield* (yield* Journal).load("Pass", passId)).toMatchObject({ inside: [{ plate: "B2" }] })
  }))

  lane("comes in on the reservation that has just been paid", Effect.gen(function*() {
    const { comes, lotId } = yield* garage({ zones: oneSpot, reservations: reservations() })
    const { reservation: { id } } = yield* reserve({ lotId, period: { from: minute(0), to: minute(180) }, holder, vehicle: car("R 1") })
    yield* ahead(payReservation({ reservationId: id, method: "cash" }))
    yield* comes("R 1")
    expect(yield* (yield* Tickets).find({ lotId, plate: Plate.Plate.make("R1") })).toMatchObject({ basis: { _tag: "Reservation", reservationId: id } })
  }))
})

scene("what changes after the clock was read is decided on as of then", Effect.gen(function*() {
  const { id: ticketId, lotId, spotId, vehicle } = yield* parked()
  const attendant = person
  const { id: custodyId } = yield* handOver({ lotId, vehicle, tag: Custody.KeyTag.make("7"), condition: { notes: [], photos: [] }, ticketId, by: attendant })
  const { spots } = yield* (yield* Lots).layout(lotId)
  const other = spots.find(({ id }) => id !== spotId)?.id ?? spotId
  const journal = yield* Journal
  let isFirst = true
  const meanwhile = Effect.suspend(() => {
    if (!isFirst) return Effect.void
    isFirst = false
    return Effect.andThen(TestClock.adjust(1_000), Effect.orDie(reportLost({ ticket: { id: ticketId }, by: staff })))
  }).pipe(Effect.provideContext(yield* Effect.context<Live>()))
  const slow = Journal.of({ ...journal, load: (kind, id) => Effect.andThen(kind === "Ticket" ? meanwhile : Effect.void, journal.load(kind, id)) })
  expect(yield* Effect.provideService(parkVehicle({ custodyId, spotId: other, by: attendant }), Journal, slow)).toMatchObject({ _tag: "Parked", spotId: other })
  expect(yield* journal.load("Ticket", ticketId)).toMatchObject({ spotId: other, lost: { at: minute(0, 1_000) } })
}))

scene("what is said to have happened later than now is reported by nobody", Effect.gen(function*() {
  const { id: lotId } = yield* opened()
  const report = reportViolation({ by: staff, kind: "blocking", severity: "minor", lotId, plate: Plate.Plate.make("BAB1"), occurredAt: minute(60) })
  expect(yield* Effect.flip(report)).toMatchObject({ _tag: "OutOfOrder", notBefore: minute(60) })
}))

/** A pass for three vehicles, two of them at a time; not paid. */
const requested = Effect.gen(function*() {
  const { id: lotId } = yield* opened({ tariff: tariffJson({ type: "subscription", pass: "m", covers: {}, rest: { type: "hourly", price: "1.00", count: "started" } }), zones: [{ name: "Level 1", spots: ["1", "2", "3"].map((label) => ({ label, size: "medium" })) }] })
  const terms = Schema.decodeUnknownSync(PassTerms.PassTerms)({
    product: { code: "m", label: "Month", fee: "60", period: { every: "month" }, proration: "daily", currency: "EUR", tax: "none", taxRate: "0", rounding: { mode: "half-up", to: "0.01", where: "total" } },
    zone: "Europe/Berlin", lots: [lotId], vehicles: 3, places: 2, antiPassback: "hard", suspension: "extends", cancellation: { refund: "unused" }
  })
  const { id: passId } = yield* requestPass({ holder, terms, vehicles: ["A1", "B2"].map((plate) => Plate.Plate.make(plate)), from: "2026-06-01" })
  return { lotId, passId }
})
