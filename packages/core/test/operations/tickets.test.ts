import { layer } from "@effect/vitest"
import { Ids } from "@parkade/core/lifecycle"
import { Lot, Vehicle } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { admit, createLot, LotDraft, pay, payOnExit, plug, quote, registerMandate, release, revokeMandate, startCharging } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Method } from "@parkade/core/payment"
import { type Books, Changed, Journal, KeyTaken, type Lots, StorageUnavailable, Tickets } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { TimeZone } from "@parkade/core/time"
import { Memory } from "@parkade/testing/memory"
import { Effect, Layer, Ref, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"
import { describe, expect, it as test } from "vitest"
import { entry, length, tariffJson } from "../pricing.ts"
import { euros, minute } from "../tickets.ts"

const draftJson = (change: object = {}): unknown => ({
  name: "Garage",
  timeZone: "Europe/Berlin",
  tariff: tariffJson({ type: "hourly", price: "1.00", count: "started" }),
  exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
  zones: [{ name: "Level 1", spots: [{ label: "1", size: "medium" }, { label: "2", size: "medium" }] }],
  ...change
})
const draft = Schema.decodeUnknownSync(LotDraft)
const car = (plate: string) => Result.getOrThrow(Vehicle.make({ plate, kind: "car" }))

/** A lot with one car in it, since {@link entry}. */
const parked = Effect.gen(function*() {
  yield* TestClock.setTime(entry)
  const { lot } = yield* createLot(draft(draftJson()))
  return yield* admit({ lotId: lot.id, vehicle: car("B-AB 1") })
})

const pass = (time: string) => TestClock.adjust(length(time))

layer(Layer.merge(Memory.layer, SecureRandom.layerWebCrypto))("operations over memory", (it) => {
  it.effect("a stay: enter, see the price, pay, leave", () =>
    Effect.gen(function*() {
      const ticket = yield* parked
      expect(ticket).toMatchObject({ _tag: "Parked", enteredAt: entry, vehicle: { plate: "BAB1" } })
      yield* pass("1:01")
      const quoted = yield* quote({ ticket: { id: ticket.id } })
      expect(quoted).toMatchObject({ ticket, at: minute(61), due: euros(200), until: minute(120, 1_000), bill: { gross: 200 } })
      expect(yield* pay({ ticket: { number: ticket.number }, method: "card", agreed: quoted.due })).toMatchObject({ _tag: "Paid", leaveBy: minute(76) })
      yield* pass("0:14:59")
      expect(yield* release({ ticket: { id: ticket.id } })).toMatchObject({ _tag: "Exited", exitedAt: minute(75, 59_000) })
    }))

  it.effect("the gate stays shut until paid, and again after the grace", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* pass("0:50")
      expect(yield* Effect.flip(release({ ticket: { id } }))).toMatchObject({ _tag: "BalanceDue", due: euros(100) })
      yield* pay({ ticket: { id }, method: "cash" })
      yield* pass("0:15")
      expect(yield* Effect.flip(release({ ticket: { id } }))).toMatchObject({ _tag: "BalanceDue", due: euros(100) })
    }))

  it.effect("a payer who agreed to another amount is not charged", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* pass("0:59")
      const { due } = yield* quote({ ticket: { id } })
      yield* pass("0:02")
      expect(yield* Effect.flip(pay({ ticket: { id }, method: "card", agreed: due }))).toMatchObject({ _tag: "AmountDiffers", due: euros(200), agreed: euros(100) })
      expect(yield* (yield* Tickets).find({ id })).toMatchObject({ version: 1 })
    }))

  it.effect("payment and exit in one step store both", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* pass("2:00")
      expect(yield* payOnExit({ ticket: { id }, method: "card" })).toMatchObject({ _tag: "Exited", payments: [{ amount: euros(200), method: "card" }] })
      for (const again of [payOnExit({ ticket: { id }, method: "card" }), pay({ ticket: { id }, method: "card" }), release({ ticket: { id } }), quote({ ticket: { id } })]) {
        expect(yield* Effect.flip<unknown, unknown, Books | Journal | Lots | SecureRandom.SecureRandom | Tickets>(again)).toMatchObject({ _tag: "AlreadyExited", exitedAt: minute(120) })
      }
    }))

  it.effect("a payment said again after the exit is answered as it was", () =>
    Effect.gen(function*() {
      const { id, lotId, vehicle: { plate } } = yield* parked
      yield* pass("2:00")
      const paymentId = Ids.PaymentId.make("0190b0a0-0000-7000-8000-000000000050")
      const left = yield* payOnExit({ ticket: { id }, method: "card", paymentId })
      yield* pass("0:01")
      for (const again of [payOnExit({ ticket: { id }, method: "card", paymentId }), payOnExit({ ticket: { lotId, plate }, method: "card", paymentId }), pay({ ticket: { id }, method: "card", paymentId })]) {
        expect(yield* again).toEqual(left)
      }
      const { id: neighbour } = yield* admit({ lotId, vehicle: car("B-AB 2") })
      yield* payOnExit({ ticket: { id: neighbour }, method: "card" })
      expect(yield* Effect.flip(pay({ ticket: { id: neighbour }, method: "card", paymentId }))).toMatchObject({ _tag: "AlreadyExited", id: neighbour })
      const other = Ids.PaymentId.make("0190b0a0-0000-7000-8000-000000000051")
      expect(yield* Effect.flip(payOnExit({ ticket: { id }, method: "card", paymentId: other }))).toMatchObject({ _tag: "AlreadyExited" })
    }))

  it.effect("a server whose clock is behind another's decides as of the last change", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      const mandateId = Method.MandateId.make("0190b0a0-0000-7000-8000-000000000060")
      const given = { gateway: "stripe", holder: Party.PersonId.make("0190b0a0-0000-7000-8000-000000000061"), token: "pm_1", limits: { currency: Money.Currency.make("EUR") }, scope: { _tag: "Lots", ids: [] } as const, zone: TimeZone.TimeZone.make("Europe/Berlin"), mandateId }
      yield* registerMandate({ ...given, scope: { _tag: "Lots", ids: [(yield* (yield* Tickets).find({ id })).lotId] } })
      yield* TestClock.setTime(entry - 5 * 60_000)
      expect(yield* revokeMandate({ mandateId, reason: "sold the car" })).toMatchObject({ _tag: "Revoked", changedAt: entry })
      expect(yield* release({ ticket: { id }, waive: { by: { _tag: "Routine", name: "test" }, reason: "test" } })).toMatchObject({ _tag: "Exited", exitedAt: entry })
    }))

  it.effect("an instant that somebody said stays out of order", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      const { id: chargingId } = yield* plug({ deviceId: Party.DeviceId.make("0190b0a0-0000-7000-8000-000000000070"), connector: 1, ticketId: id })
      expect(yield* Effect.flip(startCharging({ chargingId, at: minute(-5) }))).toMatchObject({ _tag: "OutOfOrder", notBefore: entry })
    }))

  it.effect("payment on exit takes nothing when nothing is due", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* pass("0:10")
      yield* pay({ ticket: { id }, method: "cash" })
      expect((yield* payOnExit({ ticket: { id }, method: "card" })).payments).toHaveLength(1)
    }))

  it.effect("a ticket of another lot is not found at this gate", () =>
    Effect.gen(function*() {
      const ticket = yield* parked
      yield* pay({ ticket: { id: ticket.id }, method: "cash" })
      const elsewhere = Lot.LotId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
      expect((yield* Effect.flip(release({ ticket: { id: ticket.id }, lotId: elsewhere })))._tag).toBe("TicketNotFound")
      expect(yield* release({ ticket: { id: ticket.id }, lotId: ticket.lotId })).toMatchObject({ _tag: "Exited" })
    }))

  it.effect("nor is one that has left", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* payOnExit({ ticket: { id }, method: "cash" })
      const elsewhere = Lot.LotId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
      expect((yield* Effect.flip(release({ ticket: { id }, lotId: elsewhere })))._tag).toBe("TicketNotFound")
    }))

  it.effect.each(["", "a\u0000b", "\ud800", "x".repeat(41)])("%j is no way to pay, and nothing is taken", (method) =>
    Effect.gen(function*() {
      const { id } = yield* parked
      expect((yield* Effect.flip(pay({ ticket: { id }, method })))._tag).toBe("NotAPaymentMethod")
      expect(yield* (yield* Tickets).find({ id })).toMatchObject({ version: 1 })
    }))

  it.effect("a draft written in code is checked like one that came over the wire", () =>
    Effect.gen(function*() {
      const [zone] = draft(draftJson()).zones
      const twice = { ...draft(draftJson()), name: "a\u0000b", zones: zone === undefined ? [] : [zone, zone] }
      const { issues } = yield* Effect.flip(Effect.catchTag(createLot(twice), "StorageUnavailable", Effect.die))
      expect(issues.map(({ path }) => path)).toEqual(["name", "zones"])
    }))

  it.effect("a lot whose price could trap a driver is not opened", () =>
    Effect.gen(function*() {
      const dear = draft(draftJson({ tariff: tariffJson({ type: "flat", price: "99999999999999999" }) }))
      const { issues } = yield* Effect.flip(Effect.catchTag(createLot(dear), "StorageUnavailable", Effect.die))
      expect(issues).toMatchObject([{ path: "tariff.rate" }])
    }))

  it.effect("ten years of minutes with a maximum each are tried without a line for each", () =>
    Effect.gen(function*() {
      const minutes = { type: "each", per: { every: "PT1M" }, partial: "restart", max: "0.01", rate: { type: "sum", of: [{ type: "flat", price: "1", tax: "0.2" }, { type: "flat", price: "1", tax: "0.1" }] } }
      const tariff = { ...tariffJson(minutes), tax: "added", rounding: { mode: "half-up", to: "0.01", where: "line" } }
      const { lot } = yield* createLot(draft(draftJson({ tariff })))
      expect(lot.name).toBe(draft(draftJson()).name)
    }), 5_000)

  it.effect("terms pin the zone whose clocks they are read by", () =>
    Effect.gen(function*() {
      const { lot, terms } = yield* createLot(draft(draftJson()))
      expect(terms.tariff.zone).toBe(lot.timeZone)
    }))

  it.effect("a clock that steps back reads as the last change", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* pass("0:30")
      yield* pay({ ticket: { id }, method: "cash" })
      yield* TestClock.setTime(entry - 1_000)
      expect(yield* quote({ ticket: { id } })).toMatchObject({ at: minute(30), due: euros(0) })
      expect(yield* release({ ticket: { id } })).toMatchObject({ _tag: "Exited", exitedAt: minute(30) })
    }))

  it.effect("a race is decided again on the ticket as it is now, a few times, then storage is busy", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      const real = yield* Journal
      const attempts = yield* Ref.make(0)
      const losing = (times: number) => Journal.of({
        ...real,
        commit: (commit) =>
          Effect.flatMap(Ref.updateAndGet(attempts, (count) => count + 1), (count) =>
            count <= times ? Effect.fail(new Changed({ kind: "Ticket", id })) : real.commit(commit))
      })
      const payment = pay({ ticket: { id }, method: "cash" })
      expect(yield* Effect.flip(Effect.provideService(payment, Journal, losing(100)))).toEqual(new StorageUnavailable({ reason: "busy" }))
      expect(yield* Ref.getAndSet(attempts, 0)).toBe(5)
      expect(yield* Effect.provideService(payment, Journal, losing(4))).toMatchObject({ _tag: "Paid", version: 2 })
    }))

  it.effect("a number that another ticket has already is no word for who enters: they may try again", () =>
    Effect.gen(function*() {
      const real = yield* Tickets
      const { id } = yield* parked
      const { lotId } = yield* real.find({ id })
      const taken = Tickets.of({ ...real, admit: () => Effect.fail(new KeyTaken({ kind: "Ticket", key: "number/2JT8T30NYMS4" })) })
      const entering = admit({ lotId, vehicle: car("B-AB 2") })
      expect(yield* Effect.flip(Effect.provideService(entering, Tickets, taken))).toMatchObject({ _tag: "StorageUnavailable", reason: "busy" })
      expect(yield* entering).toMatchObject({ _tag: "Parked" })
    }))

  it.effect("storage that is away says so, once", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      const away = Journal.of({ ...(yield* Journal), commit: () => Effect.fail(new StorageUnavailable({ reason: "unreachable" })) })
      const failure = yield* Effect.flip(Effect.provideService(pay({ ticket: { id }, method: "cash" }), Journal, away))
      expect(failure).toEqual(new StorageUnavailable({ reason: "unreachable" }))
    }))

  it.effect("a lot has ids in the order of its draft and everything in it belongs together", () =>
    Effect.gen(function*() {
      const { layout, lot, terms } = yield* createLot(draft(draftJson()))
      expect(lot.termsId).toBe(terms.id)
      expect(layout.spots.map(({ zoneId }) => zoneId)).toEqual(Array(2).fill(layout.zones[0]?.id))
      const ids = layout.spots.map(({ id }) => id)
      expect(ids).toEqual(ids.toSorted())
      expect(layout.spots.map(({ features, label }) => [label, features])).toEqual([["1", []], ["2", []]])
    }))

  it.effect("a ticket folds from its history", () =>
    Effect.gen(function*() {
      const { id } = yield* parked
      yield* pass("3:00")
      const gone = yield* payOnExit({ ticket: { id }, method: "card" })
      expect((yield* (yield* Journal).history("Ticket", id)).reduce(Ticket.evolve, Ticket.initial)).toEqual(gone)
    }))
})

describe("a draft of a lot", () => {
  const spots = (...labels: ReadonlyArray<string>) => labels.map((label) => ({ label, size: "medium" }))
  test.each([
    ["no zones", { zones: [] }, "zones"],
    ["two zones of one name", { zones: [{ name: "A", spots: [] }, { name: "A", spots: [] }] }, "zone names that differ"],
    ["two spots of one label in a zone", { zones: [{ name: "A", spots: spots("1", "1") }] }, "labels that differ within the zone"],
    ["a feature twice", { zones: [{ name: "A", spots: [{ label: "1", size: "medium", features: ["ev", "ev"] }] }] }, "features"],
    ["no name", { name: "" }, "name"],
    ["an unknown zone of time", { timeZone: "Berlin" }, "IANA time zone"],
    ["a grace of a day", { exitPolicy: { exitGrace: "P1D", afterGrace: "whole" } }, "calendar time"]
  ])("with %s is refused", (_, change, words) => {
    expect(() => draft(draftJson(change))).toThrow(words)
  })
  test("may use a label again in another zone", () => {
    expect(() => draft(draftJson({ zones: [{ name: "A", spots: spots("1") }, { name: "B", spots: spots("1") }] }))).not.toThrow()
  })
})
