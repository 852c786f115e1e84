/** What every adapter of the port Tickets does: each test is a sentence of the port. */
import { BestFit, Fit } from "@parkade/core/allocation"
import { Lot, Plate, Spot } from "@parkade/core/lot"
import { admit, pay, payOnExit, quote, release } from "@parkade/core/operations"
import { type Commit, Journal, Lots, Tickets } from "@parkade/core/ports"
import { Ticket, TicketNumber } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { admission, at, type It, minutes, morning, openLot, openPlainLot, vehicle } from "./Scene.ts"
import { livesTests } from "./TicketLivesContract.ts"

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())

const plate = (text: string) => Result.getOrThrow(Plate.fromText(text))

/** One spot of each size and of some features, in no good order. */
const mixed: ReadonlyArray<{ readonly size: Spot.Size; readonly features?: ReadonlyArray<Spot.Feature> }> = [
  { size: "extra-large", features: ["covered"] },
  { size: "large" },
  { size: "medium", features: ["ev"] },
  { size: "medium", features: ["accessible"] },
  { size: "medium" },
  { size: "large", features: ["ev", "covered"] },
  { size: "small" },
  { size: "medium" },
  { size: "extra-large" }
]

const admitting = (it: It) => {
  it.effect("issues the ticket that was asked for: ids, number, vehicle, entry; terms of the lot", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(2)
      const asked = yield* admission(lot.id, { ...vehicle("b ab 12"), kind: "Wohnmobil ö" }, { enteredAt: minutes(3) })
      const { requirement: _, ...issued } = asked
      const ticket = yield* (yield* Tickets).admit(asked)
      expect(ticket).toEqual({
        _tag: "Parked",
        ...issued,
        spotId: lot.spots[0]?.id,
        termsId: lot.lot.termsId,
        version: 1,
        changedAt: minutes(3),
        payments: [],
        refunds: [],
        validations: []
      })
      expect(yield* (yield* Tickets).find({ id: asked.id })).toEqual(ticket)
    }))

  it.effect("keeps milliseconds of the entry", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(1)
      const ticket = yield* at(Instant.Instant.make(morning + 60_003), admit({ lotId: lot.id, vehicle: vehicle("MS 1") }))
      expect(ticket.enteredAt % 1_000).toBe(3)
      expect((yield* (yield* Tickets).find({ id: ticket.id })).enteredAt).toBe(ticket.enteredAt)
    }))

  it.effect("takes the plainest, then the smallest, then the first spot that fits", () =>
    Effect.gen(function*() {
      const lot = yield* openLot([mixed])
      const expected = BestFit.inOrder(lot.spots)
      const order = expected.filter((spot) => Fit.fit(spot, Fit.requirement(vehicle("X"))).length === 0)
      for (const [index, spot] of order.entries()) {
        expect((yield* admit({ lotId: lot.id, vehicle: vehicle(`FIT ${index}`) })).spotId).toBe(spot.id)
      }
    }))

  it.effect("takes an accessible or valet spot only for those who ask, and has every feature asked for", () =>
    Effect.gen(function*() {
      const lot = yield* openLot([[{ size: "medium", features: ["accessible"] }, { size: "medium", features: ["valet", "ev"] }, { size: "large", features: ["ev"] }]])
      const [accessible, valet, charger] = lot.spots.map(({ id }) => id)
      const spotOf = (text: string, needs: ReadonlyArray<Spot.Feature>) =>
        Effect.map(admit({ lotId: lot.id, vehicle: vehicle(text), needs }), ({ spotId }) => spotId)
      expect(yield* spotOf("ANY 1", [])).toBe(charger)
      expect((yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("ANY 2") })))._tag).toBe("NothingFits")
      expect(yield* spotOf("VAL 1", ["ev", "valet"])).toBe(valet)
      expect(yield* spotOf("ACC 1", ["accessible"])).toBe(accessible)
    }))

  it.effect("takes a freed spot again", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(1)
      for (const round of [0, 1, 2]) {
        const { id, spotId } = yield* at(minutes(round * 10), admit({ lotId: lot.id, vehicle: vehicle(`ROUND ${round}`) }))
        expect(spotId).toBe(lot.spots[0]?.id)
        yield* at(minutes(round * 10 + 5), payOnExit({ ticket: { id }, method: "cash" }))
      }
    }))
}

const refusing = (it: It) => {
  it.effect("tells a full lot, a lot without a fitting spot and a lot that does not exist apart", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(2)
      const tooLarge = yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("BUS 1", "bus") }))
      expect(tooLarge).toMatchObject({ _tag: "NothingFits", lotId: lot.id, free: 2 })
      yield* admit({ lotId: lot.id, vehicle: vehicle("CAR 1") })
      expect(yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("BUS 1", "bus") }))).toMatchObject({ _tag: "NothingFits", free: 1 })
      yield* admit({ lotId: lot.id, vehicle: vehicle("CAR 2") })
      for (const kind of ["car", "bus"] as const) {
        expect(yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("LATE 1", kind) }))).toMatchObject({ _tag: "LotFull", lotId: lot.id })
      }
      const lotId = Lot.LotId.make(yield* uuid)
      expect(yield* Effect.flip(admit({ lotId, vehicle: vehicle("CAR 1") }))).toMatchObject({ _tag: "LotNotFound", lotId })
    }))

  it.effect("calls a lot without spots full", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(0)
      expect((yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("CAR 1") })))._tag).toBe("LotFull")
    }))

  it.effect("refuses a plate that is parked, names its ticket, and does so even when the lot is full or nothing fits", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(2)
      const first = yield* admit({ lotId: lot.id, vehicle: vehicle("M ÜB 1") })
      const named = { _tag: "AlreadyParked", lotId: lot.id, plate: "MÜB1", ticketId: first.id, number: first.number }
      expect(yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("mü-b1") }))).toMatchObject(named)
      expect(yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("MÜB1", "bus") }))).toMatchObject(named)
      yield* admit({ lotId: lot.id, vehicle: vehicle("OTHER 1") })
      expect(yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("MÜB1") }))).toMatchObject(named)
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 0 })
    }))

  it.effect("stores nothing of an admission it refuses", () =>
    Effect.gen(function*() {
      const [lot, tickets] = [yield* openPlainLot(1), yield* Tickets]
      const full = yield* admission(lot.id, vehicle("NO 1", "truck"))
      yield* Effect.flip(tickets.admit(full))
      expect((yield* Effect.flip(tickets.find({ id: full.id })))._tag).toBe("TicketNotFound")
      expect((yield* Effect.flip(tickets.find({ number: full.number })))._tag).toBe("TicketNotFound")
      expect(yield* (yield* Journal).history("Ticket", full.id)).toEqual([])
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
    }))

  it.effect("lets a plate in again once it has left, on a ticket of its own", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(1)
      const first = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("BACK 1") }))
      yield* at(minutes(5), payOnExit({ ticket: { id: first.id }, method: "cash" }))
      const second = yield* at(minutes(6), admit({ lotId: lot.id, vehicle: vehicle("BACK 1") }))
      expect(second.id).not.toBe(first.id)
      expect(yield* (yield* Tickets).find({ lotId: lot.id, plate: plate("BACK 1") })).toEqual(second)
    }))
}

const finding = (it: It) => {
  it.effect("finds a ticket by id, by number and by its plate; by plate only in its lot and while it is open", () =>
    Effect.gen(function*() {
      const [lot, elsewhere, tickets] = [yield* openPlainLot(2), yield* openPlainLot(1), yield* Tickets]
      const open = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("FIND 1") }))
      yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("FIND 2") }))
      const byPlate = { lotId: lot.id, plate: plate("find-1") }
      for (const ref of [{ id: open.id }, { number: open.number }, byPlate]) expect(yield* tickets.find(ref)).toEqual(open)
      const wrongLot = { lotId: elsewhere.id, plate: plate("FIND 1") }
      expect(yield* Effect.flip(tickets.find(wrongLot))).toMatchObject({ _tag: "TicketNotFound", ref: wrongLot })
      const paid = yield* at(minutes(30), pay({ ticket: byPlate, method: "card" }))
      expect(yield* tickets.find(byPlate)).toEqual(paid)
      const gone = yield* at(minutes(31), release({ ticket: byPlate }))
      for (const ref of [{ id: open.id }, { number: open.number }]) expect(yield* tickets.find(ref)).toEqual(gone)
      expect((yield* Effect.flip(tickets.find(byPlate)))._tag).toBe("TicketNotFound")
    }))

  it.effect("says which ticket it does not know", () =>
    Effect.gen(function*() {
      const [random, tickets] = [yield* SecureRandom.SecureRandom, yield* Tickets]
      const refs = [
        { id: Ticket.TicketId.make(yield* uuid) },
        { number: TicketNumber.make(yield* random.randomBytes(TicketNumber.randomBytes)) },
        { lotId: Lot.LotId.make(yield* uuid), plate: plate("NOBODY 1") }
      ]
      for (const ref of refs) {
        expect(yield* Effect.flip(tickets.find(ref))).toMatchObject({ _tag: "TicketNotFound", ref })
      }
    }))
}

/** One change of a ticket. */
const changing = (before: Ticket.Open, events: ReadonlyArray<Ticket.Event>): Commit => ({ changes: [{ kind: "Ticket", id: before.id, before, events }] })

const appending = (it: It) => {
  it.effect("stores a payment, then an exit, and frees the spot with the exit", () =>
    Effect.gen(function*() {
      const [lot, lots, tickets] = [yield* openPlainLot(1), yield* Lots, yield* Tickets]
      const parked = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("PAY 1") }))
      const { due } = yield* at(minutes(61), quote({ ticket: { id: parked.id } }))
      expect(due).toEqual({ amount: 200, currency: "EUR" })
      const paid = yield* at(minutes(61), pay({ ticket: { id: parked.id }, method: "Kreditkarte ü" }))
      expect(paid).toEqual({
        ...parked,
        _tag: "Paid",
        version: 2,
        changedAt: minutes(61),
        payments: [{ amount: due, method: "Kreditkarte ü", at: minutes(61), id: expect.any(String) }],
        leaveBy: minutes(76)
      })
      expect(yield* lots.availability(lot.id, morning)).toMatchObject({ free: 0 })
      const gone = yield* at(minutes(75), release({ ticket: { id: parked.id } }))
      expect(gone).toEqual({ ...parked, _tag: "Exited", version: 3, changedAt: minutes(75), payments: paid.payments, exitedAt: minutes(75) })
      expect(yield* tickets.find({ id: parked.id })).toEqual(gone)
      expect(yield* lots.availability(lot.id, morning)).toMatchObject({ free: 1 })
    }))

  it.effect("keeps every payment of a ticket that outstayed its grace", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(1)
      const { id } = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("PAY 2") }))
      yield* at(minutes(30), pay({ ticket: { id }, method: "cash" }))
      expect((yield* Effect.flip(at(minutes(90), release({ ticket: { id } }))))._tag).toBe("BalanceDue")
      yield* at(minutes(90), pay({ ticket: { id }, method: "card" }))
      const found = yield* (yield* Tickets).find({ id })
      expect(found).toMatchObject({
        _tag: "Paid",
        version: 3,
        leaveBy: minutes(105),
        payments: [{ amount: { amount: 100 }, method: "cash", at: minutes(30) }, { amount: { amount: 100 }, method: "card", at: minutes(90) }]
      })
    }))

  it.effect("refuses what was decided on a ticket as it no longer is, and stores none of it", () =>
    Effect.gen(function*() {
      const [lot, tickets, journal] = [yield* openPlainLot(1), yield* Tickets, yield* Journal]
      const parked = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("OLD 1") }))
      if (!Ticket.isOpen(parked)) return expect.unreachable()
      const paid = yield* at(minutes(5), pay({ ticket: { id: parked.id }, method: "cash" }))
      const before = yield* journal.history("Ticket", parked.id)
      const late = yield* Effect.flip(journal.commit(changing(parked, [
        { _tag: "TicketPaid", amount: { amount: 100, currency: lot.terms.tariff.currency }, method: "card", at: minutes(6), leaveBy: minutes(21) },
        { _tag: "TicketExited", at: minutes(6) }
      ])))
      expect(late).toMatchObject({ _tag: "Changed", kind: "Ticket", id: parked.id })
      expect(yield* tickets.find({ id: parked.id })).toEqual(paid)
      expect(yield* journal.history("Ticket", parked.id)).toEqual(before)
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 0 })
    }))

  it.effect("refuses a change to a ticket that was never issued", () =>
    Effect.gen(function*() {
      const [lot, journal] = [yield* openPlainLot(2), yield* Journal]
      const parked = yield* admit({ lotId: lot.id, vehicle: vehicle("GHOST 1") })
      if (!Ticket.isOpen(parked)) return expect.unreachable()
      const ghost = { ...parked, id: Ticket.TicketId.make(yield* uuid) }
      const failure = yield* Effect.flip(journal.commit(changing(ghost, [{ _tag: "TicketExited", at: morning }])))
      expect(failure).toMatchObject({ _tag: "Changed", kind: "Ticket", id: ghost.id })
      expect(yield* journal.history("Ticket", ghost.id)).toEqual([])
    }))
}

const history = (it: It) => {
  it.effect("keeps all that happened, oldest first, and it folds to the stored ticket", () =>
    Effect.gen(function*() {
      const [lot, tickets] = [yield* openPlainLot(1), yield* Tickets]
      const { id } = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("HIST 1") }))
      yield* at(minutes(10), pay({ ticket: { id }, method: "cash" }))
      yield* at(minutes(70), payOnExit({ ticket: { id }, method: "card" }))
      const events = yield* (yield* Journal).history("Ticket", id)
      expect(events.map(({ _tag }) => _tag)).toEqual(["TicketAdmitted", "TicketPaid", "TicketPaid", "TicketExited"])
      expect(events.reduce(Ticket.evolve, Ticket.initial)).toEqual(yield* tickets.find({ id }))
    }))

  it.effect("is empty for a ticket that does not exist", () =>
    Effect.gen(function*() {
      expect(yield* (yield* Journal).history("Ticket", yield* uuid)).toEqual([])
    }))
}

export const ticketsTests = (it: It): void => {
  it.describe("admits", () => admitting(it))
  it.describe("refuses", () => refusing(it))
  it.describe("finds", () => finding(it))
  it.describe("a change, its events and the spot's occupancy are stored together or not at all", () => appending(it))
  livesTests(it)
  it.describe("folding a ticket's history gives the stored ticket", () => history(it))
}
