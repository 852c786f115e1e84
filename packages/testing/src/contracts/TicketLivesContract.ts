/** What every adapter of the port Tickets keeps of a ticket's life: spots that it moves between, and all that happens to it. */
import { Ids } from "@parkade/core/lifecycle"
import { Spot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { admit, payOnExit, release } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { type Admission, Journal, Lots, Tickets } from "@parkade/core/ports"
import type { Validation } from "@parkade/core/pricing"
import { Ticket } from "@parkade/core/ticket"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { admission, append, at, type It, minutes, morning, openPlainLot, vehicle } from "./Scene.ts"

const uuid = Effect.flatMap(SecureRandom.SecureRandom, (random) => random.uuidV7())

const by: Party.Actor = { _tag: "Person", id: Party.PersonId.make("0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a71") }

/** A car on the first of `spots` since {@link morning}, and the lot. */
const parkedIn = Effect.fnUntraced(function*(spots: number, plate: string) {
  const lot = yield* openPlainLot(spots)
  const ticket = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle(plate) }))
  return Ticket.isOpen(ticket) ? { lot, ticket } : expect.unreachable()
})

const moving = (it: It) => {
  const moved = (spotId: Spot.SpotId, after: number): Ticket.Event => ({ _tag: "TicketMoved", spotId, at: minutes(after), by })

  it.effect("takes the new spot and frees the old", () =>
    Effect.gen(function*() {
      const [{ lot, ticket }, tickets] = [yield* parkedIn(2, "MOVE 1"), yield* Tickets]
      const [first, second] = lot.spots.map(({ id }) => id)
      if (first === undefined || second === undefined) return expect.unreachable()
      const there = yield* append(ticket, [moved(second, 5)])
      expect(there).toEqual({ ...ticket, spotId: second, version: 2, changedAt: minutes(5) })
      expect(yield* tickets.find({ id: ticket.id })).toEqual(there)
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
      expect((yield* admit({ lotId: lot.id, vehicle: vehicle("NEXT 1") })).spotId).toBe(first)
      yield* at(minutes(6), payOnExit({ ticket: { id: ticket.id }, method: "cash" }))
      expect((yield* admit({ lotId: lot.id, vehicle: vehicle("NEXT 2") })).spotId).toBe(second)
    }))

  it.effect("refuses a spot that is taken, or none of the lot, and leaves everything as it was", () =>
    Effect.gen(function*() {
      const [{ lot, ticket }, elsewhere, tickets] = [yield* parkedIn(2, "MOVE 2"), yield* openPlainLot(1), yield* Tickets]
      const other = yield* admit({ lotId: lot.id, vehicle: vehicle("THERE 1") })
      const [foreign] = elsewhere.spots.map(({ id }) => id)
      if (foreign === undefined) return expect.unreachable()
      for (const spotId of [other.spotId, foreign, Spot.SpotId.make(yield* uuid)]) {
        const failure = yield* Effect.flip(append(ticket, [{ _tag: "TicketLost", at: minutes(4), by }, moved(spotId, 5)]))
        expect(failure).toMatchObject({ _tag: "SpotTaken", lotId: lot.id, spotId })
      }
      expect(yield* tickets.find({ id: ticket.id })).toEqual(ticket)
      expect(yield* tickets.find({ id: other.id })).toEqual(other)
      expect(yield* (yield* Journal).history("Ticket", ticket.id)).toHaveLength(1)
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 0 })
      expect(yield* (yield* Lots).availability(elsewhere.id, morning)).toMatchObject({ free: 1 })
    }))

  it.effect("says that the ticket changed where it moved there before", () =>
    Effect.gen(function*() {
      const { lot, ticket } = yield* parkedIn(2, "MOVE 3")
      const second = lot.spots[1]?.id
      if (second === undefined) return expect.unreachable()
      yield* append(ticket, [moved(second, 5)])
      expect(yield* Effect.flip(append(ticket, [moved(second, 5)]))).toMatchObject({ _tag: "Changed", kind: "Ticket", id: ticket.id })
      expect(yield* (yield* Journal).history("Ticket", ticket.id)).toHaveLength(2)
    }))

  it.effect("moves away and leaves in one step, and frees the spot it stood on", () =>
    Effect.gen(function*() {
      const { lot, ticket } = yield* parkedIn(2, "MOVE 4")
      const second = lot.spots[1]?.id
      if (second === undefined) return expect.unreachable()
      expect(yield* append(ticket, [moved(second, 5), { _tag: "TicketExited", at: minutes(6) }])).toMatchObject({ _tag: "Exited", spotId: second })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 2 })
    }))
}

const validation: Validation.Validation = { type: "time", upTo: "PT1H", code: "SPA ü", label: "an hour", payer: "shop" }

/** Everything that can happen to an open ticket of these euros, one after the other. */
const everything = (currency: Money.Currency, spotId: Spot.SpotId, paymentId: Ids.PaymentId): ReadonlyArray<Ticket.Event> => [
  { _tag: "TicketPrepaid", amount: { amount: 500, currency }, method: "app", at: minutes(1), id: paymentId },
  { _tag: "TicketMoved", spotId, at: minutes(2), by },
  { _tag: "TicketExtended", until: minutes(240), at: minutes(3) },
  { _tag: "TicketValidated", validation, at: minutes(4), by },
  { _tag: "TicketValidated", validation: { type: "percent", percent: "12.5", of: "rest", code: "B" }, at: minutes(4) },
  { _tag: "TicketPaid", amount: { amount: 100, currency }, method: "card", at: minutes(61), leaveBy: minutes(76), id: paymentId },
  { _tag: "TicketRefunded", amount: { amount: 40, currency }, at: minutes(62), id: paymentId },
  { _tag: "TicketRefunded", amount: { amount: 10, currency }, at: minutes(62) },
  { _tag: "TicketLost", at: minutes(63), by: { _tag: "Device", id: Party.DeviceId.make(paymentId) } },
  { _tag: "TicketOverstayed", since: minutes(60), at: minutes(64) },
  { _tag: "TicketPaid", amount: { amount: 50, currency }, method: "card", at: minutes(65), leaveBy: minutes(80) },
  { _tag: "TicketReopened", at: minutes(80) }
]

const whole = (it: It) => {
  const endings: ReadonlyArray<readonly [string, Ticket.Event]> = [
    ["is waived", { _tag: "TicketExited", at: minutes(90), waived: { amount: { amount: 300, currency: Money.Currency.make("EUR") }, by: { _tag: "Routine", name: "sweep" }, reason: "gate broken ü" } }],
    ["leaves", { _tag: "TicketExited", at: minutes(90) }],
    ["is voided", { _tag: "TicketVoided", at: minutes(90), by, reason: "issued by mistake" }]
  ]
  it.effect.each(endings)("reads everything back as it was stored, of one that %s", ([, ending]) =>
    Effect.gen(function*() {
      const [lot, tickets, id] = [yield* openPlainLot(2), yield* Tickets, yield* uuid]
      const asked: Admission = {
        ...(yield* admission(lot.id, vehicle("WHOLE 1"))),
        basis: { _tag: "Reservation", reservationId: Ids.ReservationId.make(id) },
        credential: "qr",
        personId: Party.PersonId.make(id),
        until: minutes(120),
        facts: { product: "day", occupancy: "0.5", pass: ["resident", "staff"] }
      }
      const { requirement: _, ...issued } = asked
      const spotId = lot.spots[1]?.id
      if (spotId === undefined) return expect.unreachable()
      let ticket = yield* tickets.admit(asked)
      expect(ticket).toMatchObject(issued)
      for (const event of [...everything(Money.Currency.make("EUR"), spotId, Ids.PaymentId.make(id)), ending]) {
        if (!Ticket.isOpen(ticket)) return expect.unreachable()
        const expected = Ticket.evolve(ticket, event)
        ticket = yield* append(ticket, [event])
        expect(ticket).toEqual(expected)
        expect(yield* tickets.find({ id: ticket.id })).toEqual(expected)
      }
      expect((yield* (yield* Journal).history("Ticket", ticket.id)).reduce(Ticket.evolve, Ticket.initial)).toEqual(ticket)
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 2 })
    }))

  it.effect("frees the spot and the plate of a voided ticket, and refuses a change to it", () =>
    Effect.gen(function*() {
      const [{ lot, ticket }, tickets] = [yield* parkedIn(1, "VOID 1"), yield* Tickets]
      const voided = yield* append(ticket, [{ _tag: "TicketVoided", at: minutes(5), by, reason: "issued by mistake" }])
      expect(voided).toMatchObject({ _tag: "Voided", voidedAt: minutes(5), by, reason: "issued by mistake" })
      expect((yield* Effect.flip(tickets.find({ lotId: lot.id, plate: ticket.vehicle.plate })))._tag).toBe("TicketNotFound")
      expect((yield* Effect.flip(release({ ticket: { id: ticket.id } })))._tag).toBe("TicketVoid")
      expect((yield* Effect.flip(append(ticket, [{ _tag: "TicketLost", at: minutes(6), by }])))._tag).toBe("Changed")
      const again = yield* at(minutes(6), admit({ lotId: lot.id, vehicle: vehicle("VOID 1") }))
      expect(again).toMatchObject({ _tag: "Parked", spotId: ticket.spotId })
      expect(again.id).not.toBe(ticket.id)
    }))

  it.effect("lets out what somebody waives, on record", () =>
    Effect.gen(function*() {
      const { lot, ticket: { id } } = yield* parkedIn(1, "WAIVE 1")
      const gone = yield* at(minutes(90), release({ ticket: { id }, waive: { by, reason: "gate broken" } }))
      expect(gone).toMatchObject({ _tag: "Exited", waived: { amount: { amount: 200, currency: "EUR" }, by, reason: "gate broken" } })
      expect(yield* (yield* Tickets).find({ id })).toEqual(gone)
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
    }))
}

export const livesTests = (it: It): void => {
  it.describe("moves", () => moving(it))
  it.describe("keeps a ticket whole", () => whole(it))
}
