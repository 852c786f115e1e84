import { layer } from "@effect/vitest"
import { Vehicle } from "@parkade/core/lot"
import { cancelReservation, checkIn, createLot, LotDraft, payReservation, quote, release, reserve, sweepReservations } from "@parkade/core/operations"
import { Journal, Spots } from "@parkade/core/ports"
import { Party } from "@parkade/core/party"
import { Memory } from "@parkade/testing/memory"
import { Effect, Layer, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { expect } from "vitest"
import { entry, length, tariffJson } from "../pricing.ts"
import { euros, minute } from "../tickets.ts"

const draft = Schema.decodeUnknownSync(LotDraft)
const draftJson = (change: object = {}): unknown => ({
  name: "Garage",
  timeZone: "Europe/Berlin",
  tariff: tariffJson({ type: "hourly", price: "1.00", count: "started" }),
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  zones: [{ name: "Level 1", spots: [{ label: "1", size: "medium" }] }],
  reservations: {
    holdFor: "PT5M",
    accepts: ["Payment"],
    earlyArrival: "PT10M",
    lateStop: "PT10M",
    cancellation: { steps: [{ bookedWithin: "PT5M", percent: "100" }], otherwise: "0" },
    bookedAt: "hold",
    noShow: { refund: { steps: [], otherwise: "0" } },
    extension: "allowed",
    overtime: { as: "whole" },
    unused: { refund: "unused" }
  },
  ...change
})
const car = (plate: string) => Result.getOrThrow(Vehicle.make({ plate, kind: "car" }))
const holder = { _tag: "Person", id: Party.PersonId.make("0190b0a0-0000-7000-8000-0000000000aa") } as const
const pass = (time: string) => TestClock.adjust(length(time))

const opened = Effect.gen(function*() {
  yield* TestClock.setTime(entry)
  return yield* createLot(draft(draftJson()))
})

layer(Layer.merge(Memory.layer, SecureRandom.layerWebCrypto))("reservations over memory", (it) => {
  it.effect("book, pay, enter, leave early: unused time is asked back", () =>
    Effect.gen(function*() {
      const { lot } = yield* opened
      const { reservation, spotId } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder, vehicle: car("R 1") })
      expect(reservation).toMatchObject({ _tag: "Held", price: euros(200) })
      expect(yield* Effect.flip(reserve({ lotId: lot.id, period: { from: minute(100), to: minute(120) }, holder, vehicle: car("R 2") }))).toMatchObject({ _tag: "AllHeld" })
      expect(yield* payReservation({ reservationId: reservation.id, method: "card" })).toMatchObject({ _tag: "Confirmed" })
      yield* pass("1:00")
      const ticket = yield* checkIn({ lotId: lot.id, reservationId: reservation.id, vehicle: car("R 1") })
      expect(ticket).toMatchObject({ spotId, basis: { _tag: "Reservation" } })
      yield* pass("1:00")
      expect(yield* quote({ ticket: { id: ticket.id } })).toMatchObject({ due: euros(0) })
      expect(yield* release({ ticket: { id: ticket.id } })).toMatchObject({ _tag: "Exited" })
      const journal = yield* Journal
      expect(yield* journal.load("Reservation", reservation.id)).toMatchObject({ _tag: "Completed", refunds: [euros(100)] })
      expect(yield* (yield* Spots).claimOf(reservation.id)).toBeUndefined()
    }))
  it.effect("an unpaid hold ends and gives its place back", () =>
    Effect.gen(function*() {
      const { lot } = yield* opened
      const { reservation } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder, vehicle: car("R 1") })
      yield* pass("0:05")
      expect(yield* sweepReservations({})).toMatchObject([{ _tag: "Expired", id: reservation.id }])
      yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder, vehicle: car("R 2") })
    }))
  it.effect("cancelled within five minutes gives all back", () =>
    Effect.gen(function*() {
      const { lot } = yield* opened
      const { reservation } = yield* reserve({ lotId: lot.id, period: { from: minute(60), to: minute(180) }, holder, vehicle: car("R 1") })
      yield* payReservation({ reservationId: reservation.id, method: "card" })
      yield* pass("0:04")
      expect(yield* cancelReservation({ reservationId: reservation.id })).toMatchObject({ _tag: "Cancelled", refunds: [euros(200)] })
    }))
})
