import { it } from "@effect/vitest"
import { Evidence } from "@parkade/core/enforcement"
import { Ids } from "@parkade/core/lifecycle"
import { Plate } from "@parkade/core/lot"
import {
  addEvidence,
  confirmViolation,
  decideDispute,
  detectOverstays,
  disputeViolation,
  escalateViolations,
  hear,
  payOnExit,
  payViolation,
  reportViolation,
  reserve,
  startPayment,
  sweepStays,
  waiveViolation
} from "@parkade/core/operations"
import { Method, type Payment } from "@parkade/core/payment"
import { Gateways, Journal } from "@parkade/core/ports"
import { Elapsed } from "@parkade/core/time"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { entry } from "../pricing.ts"
import { euros, minute } from "../tickets.ts"
import { alone, balance, car, done, ledger, opened, parked, pass, someone, standing, uuid } from "./lots.ts"

const [guard, driver, judge] = [someone(11), someone(12), someone(13)]

/** 20.00 within a day, else 40.00; 60.00 after ten days; then somebody else's business. */
const blocking = {
  kind: "blocking",
  charge: { amount: "40.00" },
  reduced: { within: "PT24H", by: { percent: "50" } },
  steps: [{ type: "remind", after: "PT48H" }, { type: "increase", after: "PT240H", by: { amount: "20.00" } }, { type: "refer", after: "PT480H", to: "the court" }],
  disputes: { clock: "stops", most: 1, within: "PT336H" }
}
const overstay = {
  kind: "overstay",
  charge: { fee: { kind: "overstay", label: "overstay", tax: "0", stay: "added", charge: { rate: { type: "hourly", price: "5.00", count: "started" } } } },
  steps: [],
  disputes: { clock: "runs", most: 0 }
}
const strict = { penalties: [blocking, overstay], stayLimit: { longest: "PT2H" } }

const reported = (change: object = {}) =>
  Effect.gen(function*() {
    const { lot: { id: lotId } } = yield* opened(strict)
    return yield* reportViolation({ by: guard, kind: "blocking", severity: "minor", lotId, plate: Plate.Plate.make("BAB1"), ...change })
  })

const confirmed = Effect.flatMap(reported(), ({ id }) => confirmViolation({ violationId: id, by: guard }))
const stands = (violationId: Ids.ViolationId) => standing({ _tag: "Violation", violationId })
const paid = (due: number) => ({ due, deferred: 0, overpaid: 0 })

const evidence = (count: number): Evidence.Evidence => ({
  id: Evidence.EvidenceId.make(uuid(count)),
  kind: "photo",
  takenAt: minute(0),
  digest: "0".repeat(64),
  mediaType: "image/jpeg",
  by: guard
})

/** A gateway that lets the payer act first. */
const gateway = Gateways.of({
  request: () => Effect.succeed({ _tag: "Awaits", answerBy: minute(100_000) }),
  capture: () => Effect.die("not asked"),
  void: () => Effect.die("not asked"),
  refund: () => Effect.die("not asked"),
  find: () => Effect.die("not asked")
})
const start = (given: Parameters<typeof startPayment>[0]) => Effect.provideService(startPayment(given), Gateways, gateway)
const through = { gateway: "sim", method: { _tag: "Card" } } as const
const captured = ({ amount, id }: Payment.Payment) => hear({ paymentId: id, news: { _tag: "Captured", amount, reference: "r" } })

describe("violations over memory", () => {
  it.effect("reported, confirmed, paid within the reduction", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* reported()
      expect(yield* stands(id)).toEqual(paid(0))
      expect(yield* confirmViolation({ violationId: id, by: guard })).toMatchObject({ _tag: "Confirmed", penalty: { amount: euros(4_000), reduced: { amount: euros(2_000) } } })
      expect(yield* stands(id)).toEqual(paid(2_000))
      expect(yield* payViolation({ violationId: id, method: "cash" })).toMatchObject({ _tag: "Resolved", paid: { amount: euros(2_000) } })
      expect(yield* stands(id)).toEqual(paid(0))
      expect(yield* done("Violation", id)).toEqual([["violation.report", "ViolationReported"], ["violation.confirm", "ViolationConfirmed"], ["violation.pay", "ViolationPaid"]])
      expect(yield* Effect.flip(payViolation({ violationId: id, method: "cash" }))).toMatchObject({ _tag: "NothingDue" })
    })))

  it.effect("the ledger follows the schedule: the reduction that ran out, the increase, and the payment of exactly that", () =>
    alone(Effect.gen(function*() {
      const { id, lotId } = yield* confirmed
      yield* pass("30:00")
      expect(yield* escalateViolations({})).toEqual([])
      yield* pass("20:00")
      expect(yield* escalateViolations({})).toMatchObject([{ id, stepsTaken: 1 }])
      expect(yield* stands(id)).toEqual(paid(4_000))
      expect(yield* escalateViolations({})).toEqual([])
      yield* pass("200:00")
      expect(yield* escalateViolations({})).toMatchObject([{ stepsTaken: 2 }])
      expect(yield* stands(id)).toEqual(paid(6_000))
      expect(yield* Effect.flip(payViolation({ violationId: id, method: "card", agreed: euros(4_000) }))).toMatchObject({ _tag: "PenaltyDiffers", due: euros(6_000) })
      yield* payViolation({ violationId: id, method: "card", agreed: euros(6_000) })
      expect(yield* stands(id)).toEqual(paid(0))
      expect(yield* balance({ _tag: "Revenue", lotId, source: "violation" })).toBe(-6_000)
      yield* pass("400:00")
      expect(yield* escalateViolations({})).toEqual([])
    })))

  it.effect("a payment that is said twice is taken once", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* confirmed
      const given = { violationId: id, method: "cash", paymentId: Ids.PaymentId.make(uuid(50)) }
      const first = yield* payViolation(given)
      expect(yield* payViolation(given)).toEqual(first)
      expect(yield* balance({ _tag: "Cash", till: Method.Till.make("desk") })).toBe(2_000)
    })))

  it.effect("disputed, and decided by somebody who is no party to it", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* confirmed
      yield* disputeViolation({ violationId: id, by: driver, reason: "I was loading" })
      expect(yield* Effect.flip(payViolation({ violationId: id, method: "cash" }))).toMatchObject({ _tag: "NothingDue" })
      expect(yield* Effect.flip(decideDispute({ violationId: id, by: guard, reason: "no", decision: { _tag: "Uphold" } }))).toMatchObject({ _tag: "FourEyes", who: "reported" })
      expect(yield* Effect.flip(decideDispute({ violationId: id, by: driver, reason: "yes", decision: { _tag: "Waive", authority: "me" } }))).toMatchObject({ _tag: "FourEyes", who: "disputes" })
      // The notice's clock stood still.
      yield* pass("100:00")
      expect(yield* escalateViolations({})).toEqual([])
      expect(yield* decideDispute({ violationId: id, by: judge, reason: "no sign of that", decision: { _tag: "Uphold" } })).toMatchObject({ _tag: "Confirmed" })
      expect(yield* stands(id)).toEqual(paid(2_000))
      expect(yield* Effect.flip(disputeViolation({ violationId: id, by: driver, reason: "still" }))).toMatchObject({ _tag: "DisputedEnough" })
      expect(yield* Effect.flip(decideDispute({ violationId: id, by: judge, reason: "now", decision: { _tag: "Waive", authority: "office" } }))).toMatchObject({ _tag: "WrongState", state: "Confirmed" })
    })))

  it.effect("waived, nothing is owed, and the revenue is taken back", () =>
    alone(Effect.gen(function*() {
      const { id, lotId } = yield* confirmed
      yield* disputeViolation({ violationId: id, by: driver, reason: "I was loading" })
      expect(yield* decideDispute({ violationId: id, by: judge, reason: "so it was", decision: { _tag: "Waive", authority: "office" } })).toMatchObject({ _tag: "Waived" })
      expect(yield* stands(id)).toEqual(paid(0))
      expect(yield* balance({ _tag: "Revenue", lotId, source: "violation" })).toBe(0)
      expect(yield* Effect.flip(payViolation({ violationId: id, method: "cash" }))).toMatchObject({ _tag: "NothingDue" })
    })))

  it.effect("one that was never confirmed is let go without a trace in the ledger", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* reported()
      expect(yield* waiveViolation({ violationId: id, by: guard, reason: "a delivery", authority: "rule 4" })).toMatchObject({ _tag: "Waived" })
      expect(yield* ledger).toEqual([])
      expect(yield* Effect.flip(confirmViolation({ violationId: id, by: guard }))).toMatchObject({ _tag: "WrongState", state: "Waived" })
    })))

  it.effect("without a rule for its kind nothing is confirmed", () =>
    alone(Effect.gen(function*() {
      const { id, lotId } = yield* reported({ kind: "engine-idling" })
      expect(yield* Effect.flip(confirmViolation({ violationId: id, by: guard }))).toMatchObject({ _tag: "NoPenaltyRule", lotId, kind: "engine-idling" })
      expect(yield* Effect.flip(confirmViolation({ violationId: Ids.ViolationId.make(uuid(1)), by: guard }))).toMatchObject({ _tag: "NotBegun" })
    })))

  it.effect("evidence is added and never changed", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* reported()
      yield* addEvidence({ violationId: id, evidence: evidence(1) })
      expect(yield* addEvidence({ violationId: id, evidence: evidence(1) })).toMatchObject({ evidence: [evidence(1)], version: 2 })
      expect(yield* Effect.flip(addEvidence({ violationId: id, evidence: { ...evidence(1), digest: "1".repeat(64) } }))).toMatchObject({ _tag: "EvidenceDiffers" })
    })))

  it.effect("the same report said twice is one, also later", () =>
    alone(Effect.gen(function*() {
      const { id, lotId } = yield* reported({ violationId: uuid(60) })
      yield* pass("0:05")
      const again = { by: guard, kind: "blocking", severity: "minor", lotId, plate: Plate.Plate.make("BAB1"), violationId: id } as const
      expect(yield* reportViolation(again)).toMatchObject({ version: 1, occurredAt: entry })
      expect(yield* Effect.flip(reportViolation({ ...again, severity: "severe" }))).toMatchObject({ _tag: "AlreadyBegun" })
    })))
})

describe("overstays over memory", () => {
  it.effect("who stays longer than they may is reported once, and pays for the time that it lasted", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId }, ticket } = yield* parked(strict)
      yield* pass("1:59")
      expect(yield* detectOverstays({ lotId })).toEqual([])
      yield* pass("0:11")
      const tolerance = { tolerance: Elapsed.ofMinutes(15), severities: [] }
      expect(yield* detectOverstays({ lotId, tolerance })).toEqual([])
      const [violation] = yield* detectOverstays({ lotId })
      expect(violation).toMatchObject({ kind: "overstay", severity: "minor", ticketId: ticket.id, plate: "BAB1", spotId: ticket.spotId, occurredAt: minute(120) })
      yield* sweepStays({ lotId })
      expect(yield* detectOverstays({ lotId })).toEqual([])
      yield* pass("1:00")
      yield* payOnExit({ ticket: { id: ticket.id }, method: "card" })
      yield* pass("5:00")
      // Two started hours beyond the two that were allowed, whenever it is confirmed.
      expect(yield* confirmViolation({ violationId: violation?.id ?? Ids.ViolationId.make(uuid(1)), by: guard })).toMatchObject({ penalty: { amount: euros(1_000) } })
    })))

  it.effect("nor by hand a second time", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId }, ticket } = yield* parked(strict)
      yield* pass("3:00")
      yield* detectOverstays({ lotId })
      const again = reportViolation({ by: guard, kind: "overstay", severity: "minor", lotId, plate: ticket.vehicle.plate, ticketId: ticket.id })
      expect(yield* Effect.flip(again)).toMatchObject({ _tag: "ReportedAlready", ticketId: ticket.id })
    })))
})

describe("penalties through a gateway", () => {
  it.effect("what was due when the payer was asked is paid, though it is dearer by now", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* confirmed
      const { payment } = yield* start({ violationId: id, agreed: euros(2_000), ...through })
      yield* pass("60:00")
      yield* escalateViolations({})
      expect(yield* stands(id)).toEqual(paid(4_000))
      yield* captured(payment)
      expect(yield* (yield* Journal).load("Violation", id)).toMatchObject({ _tag: "Resolved", paid: { amount: euros(2_000), paymentId: payment.id } })
      expect(yield* stands(id)).toEqual(paid(0))
      expect(yield* balance({ _tag: "Clearing", gateway: "sim" })).toBe(2_000)
      // News comes twice.
      yield* captured(payment)
      expect(yield* balance({ _tag: "Clearing", gateway: "sim" })).toBe(2_000)
    })))

  it.effect("money for what was waived meanwhile is the payer's", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* confirmed
      const { payment } = yield* start({ violationId: id, ...through })
      yield* waiveViolation({ violationId: id, by: judge, reason: "let go", authority: "office" })
      yield* captured(payment)
      expect(yield* stands(id)).toEqual({ due: 0, deferred: 0, overpaid: 2_000 })
    })))

  it.effect("another amount than is due is refused, and so is what is not due", () =>
    alone(Effect.gen(function*() {
      const { id } = yield* reported()
      expect(yield* Effect.flip(start({ violationId: id, ...through }))).toMatchObject({ _tag: "NothingDue" })
      yield* confirmViolation({ violationId: id, by: guard })
      expect(yield* Effect.flip(start({ violationId: id, agreed: euros(1), ...through }))).toMatchObject({ _tag: "PenaltyDiffers", due: euros(2_000) })
    })))

  it.effect("a reservation that is held is confirmed as the money comes", () =>
    alone(Effect.gen(function*() {
      const { lot: { id: lotId } } = yield* opened({
        reservations: {
          holdFor: "PT30M", accepts: ["Payment"], earlyArrival: "PT0M", lateStop: "PT0M", cancellation: { steps: [], otherwise: "0" }, bookedAt: "hold",
          noShow: { refund: { steps: [], otherwise: "0" } }, extension: "allowed", overtime: { as: "whole" }, unused: { refund: "unused" }
        }
      })
      const { reservation } = yield* reserve({ lotId, period: { from: minute(60), to: minute(180) }, holder: driver, vehicle: car("R 1") })
      const { payment } = yield* start({ reservationId: reservation.id, ...through })
      yield* captured(payment)
      expect(yield* (yield* Journal).load("Reservation", reservation.id)).toMatchObject({ _tag: "Confirmed" })
      expect(yield* Effect.flip(start({ reservationId: reservation.id, ...through }))).toMatchObject({ _tag: "WrongState", state: "Confirmed" })
    })))
})
