/**
 * What the port Tickets guarantees when many act at once: at most one open ticket per spot, and per lot and plate;
 * one winner of every race, and everybody else told exactly why not. The same on one database connection.
 */
import { Fit } from "@parkade/core/allocation"
import { Plate } from "@parkade/core/lot"
import { admit, pay, payOnExit } from "@parkade/core/operations"
import type { Party } from "@parkade/core/party"
import { Journal, Lots, Tickets } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Effect, Option, Result } from "effect"
import { expect } from "vitest"
import { append, at, type It, minutes, morning, openLot, openPlainLot, plates, type Services, vehicle } from "./Scene.ts"

/** Runs all at once; who won, and how often each reason was given. */
const race = <A, E extends { readonly _tag: string }>(runners: ReadonlyArray<Effect.Effect<A, E, Services>>) =>
  Effect.map(Effect.all(runners.map(Effect.result), { concurrency: "unbounded" }), (results) => {
    const lost = results.filter(Result.isFailure).map(({ failure }) => failure)
    return {
      won: results.filter(Result.isSuccess).map(({ success }) => success),
      lost,
      reasons: Object.fromEntries([...Map.groupBy(lost, ({ _tag }) => _tag)].map(([tag, all]) => [tag, all.length]))
    }
  })

const entering = (it: It) => {
  it.effect("gives each of the last spots to one of many who come at once, and tells the rest the lot is full", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(12)
      const { reasons, won } = yield* race(plates(40).map((plate) => admit({ lotId: lot.id, vehicle: vehicle(plate) })))
      expect(new Set(won.map(({ spotId }) => spotId)).size).toBe(12)
      expect({ won: won.length, ...reasons }).toEqual({ won: 12, LotFull: 28 })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ total: 12, free: 0 })
      for (const ticket of won) expect(yield* (yield* Tickets).find({ id: ticket.id })).toEqual(ticket)
    }))

  it.effect("gives nobody a spot that does not fit, however many come at once", () =>
    Effect.gen(function*() {
      const lot = yield* openLot([[
        ...Array.from({ length: 4 }, () => ({ size: "large" as const, features: ["ev" as const] })),
        ...Array.from({ length: 4 }, () => ({ size: "medium" as const })),
        { size: "medium" as const, features: ["accessible" as const] }
      ]])
      const asked = plates(24).map((plate, index) => ({
        vehicle: vehicle(plate, index % 2 === 0 ? "car" : "suv"),
        needs: index % 3 === 0 ? ["ev" as const] : []
      }))
      const { reasons, won } = yield* race(asked.map((request) =>
        Effect.map(admit({ lotId: lot.id, ...request }), ({ spotId }) => ({ ...request, spot: lot.spots.find(({ id }) => id === spotId) }))
      ))
      expect({ won: won.length, ...reasons }).toEqual({ won: 8, NothingFits: 16 })
      expect(new Set(won.map(({ spot }) => spot?.id)).size).toBe(8)
      for (const { needs, spot, vehicle } of won) expect(spot && Fit.fit(spot, Fit.requirement(vehicle, { needs }))).toEqual([])
    }))

  it.effect.each([1, 30])("issues one ticket for a plate that comes twenty times at once (%i spots)", (spots) =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(spots)
      const { lost, reasons, won } = yield* race(Array.from({ length: 20 }, () => admit({ lotId: lot.id, vehicle: vehicle("SAME 1") })))
      expect({ won: won.length, ...reasons }).toEqual({ won: 1, AlreadyParked: 19 })
      for (const failure of lost) expect(failure).toMatchObject({ ticketId: won[0]?.id, number: won[0]?.number })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: spots - 1 })
    }))
}

const leaving = (it: It) => {
  it.effect("takes one payment of fifty who pay on exit at once, and tells the others the ticket has left", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(2)
      const { id } = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("EXIT 1") }))
      const { lost, reasons, won } = yield* race(
        Array.from({ length: 50 }, () => at(minutes(90), payOnExit({ ticket: { id }, method: "card" })))
      )
      expect({ won: won.length, ...reasons }).toEqual({ won: 1, AlreadyExited: 49 })
      for (const failure of lost) expect(failure).toMatchObject({ id, exitedAt: minutes(90) })
      expect((yield* (yield* Journal).history("Ticket", id)).map(({ _tag }) => _tag)).toEqual(["TicketAdmitted", "TicketPaid", "TicketExited"])
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 2 })
    }))

  it.effect("takes one payment of twenty at once, and tells the others nothing is due", () =>
    Effect.gen(function*() {
      const lot = yield* openPlainLot(1)
      const { id } = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("PAY 1") }))
      const { reasons, won } = yield* race(
        Array.from({ length: 20 }, () => at(minutes(90), pay({ ticket: { id }, method: "card" })))
      )
      expect({ won: won.length, ...reasons }).toEqual({ won: 1, NothingDue: 19 })
      expect((yield* (yield* Tickets).find({ id })).payments).toHaveLength(1)
    }))

  it.effect("stores one of twenty changes decided on the same ticket", () =>
    Effect.gen(function*() {
      const [lot, tickets, journal] = [yield* openPlainLot(1), yield* Tickets, yield* Journal]
      const ticket = yield* at(morning, admit({ lotId: lot.id, vehicle: vehicle("APPEND 1") }))
      if (!Ticket.isOpen(ticket)) return expect.unreachable()
      const { reasons, won } = yield* race(Array.from({ length: 20 }, (_, index) => {
        const paid: Ticket.Event = { _tag: "TicketPaid", amount: { amount: 100 + index, currency: lot.terms.tariff.currency }, method: "cash", at: minutes(1), leaveBy: minutes(16) }
        return Effect.as(journal.commit({ changes: [{ kind: "Ticket", id: ticket.id, before: ticket, events: [paid] }] }), Ticket.evolve(ticket, paid))
      }))
      expect({ won: won.length, ...reasons }).toEqual({ won: 1, Changed: 19 })
      expect(yield* tickets.find({ id: ticket.id })).toEqual(won[0])
      expect((yield* journal.history("Ticket", ticket.id)).reduce(Ticket.evolve, Ticket.initial)).toEqual(won[0])
    }))
}

const moving = (it: It) => {
  const by: Party.Actor = { _tag: "Routine", name: "valet" }
  it.effect("gives a free spot to one of twenty cars that move to it at once, and leaves the others where they were", () =>
    Effect.gen(function*() {
      const [lot, tickets] = [yield* openPlainLot(21), yield* Tickets]
      const parked = yield* Effect.forEach(plates(20), (plate) => at(morning, admit({ lotId: lot.id, vehicle: vehicle(plate) })))
      const taken = new Set(parked.map(({ spotId }) => spotId))
      const free = lot.spots.find(({ id }) => !taken.has(id))?.id
      if (free === undefined) return expect.unreachable()
      const { reasons, won } = yield* race(parked.filter(Ticket.isOpen).map((ticket) => append(ticket, [{ _tag: "TicketMoved", spotId: free, at: minutes(1), by }])))
      expect({ won: won.length, ...reasons }).toEqual({ won: 1, SpotTaken: 19 })
      for (const before of parked) {
        const found = yield* tickets.find({ id: before.id })
        expect(found).toEqual(won.find(({ id }) => id === before.id) ?? before)
      }
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ free: 1 })
    }))

  it.effect("neither waits for ever nor doubles up when a full row moves round while others enter", () =>
    Effect.gen(function*() {
      const [lot, tickets] = [yield* openPlainLot(6), yield* Tickets]
      const parked = yield* Effect.forEach(plates(5), (plate) => at(morning, admit({ lotId: lot.id, vehicle: vehicle(plate) })))
      const moves = parked.filter(Ticket.isOpen).flatMap((ticket) => lot.spots.map(({ id }) => append(ticket, [{ _tag: "TicketMoved", spotId: id, at: minutes(1), by }])))
      const enters = plates(12).slice(5).map((plate) => admit({ lotId: lot.id, vehicle: vehicle(plate) }))
      yield* race<Ticket.Ticket, { readonly _tag: string }>([...moves, ...enters])
      const open = (yield* Effect.forEach(plates(12), (plate) => Effect.option(tickets.find({ lotId: lot.id, plate: Result.getOrThrow(Plate.fromText(plate)) })))).flatMap(Option.toArray)
      const { free } = yield* (yield* Lots).availability(lot.id, morning)
      expect(new Set(open.map(({ spotId }) => spotId)).size).toBe(open.length)
      expect(open.length + free).toBe(6)
    }))
}

const churning = (it: It) => {
  it.effect("never has two vehicles on one spot while many come and go", () =>
    Effect.gen(function*() {
      const [lot, journal, tickets] = [yield* openPlainLot(4), yield* Journal, yield* Tickets]
      const occupied = new Set<string>()
      const visit = Effect.fnUntraced(function*(plate: string, round: number) {
        const entry = yield* Effect.result(at(minutes(round * 30), admit({ lotId: lot.id, vehicle: vehicle(plate) })))
        if (Result.isFailure(entry)) return expect(entry.failure._tag).toBe("LotFull")
        const { id, spotId } = entry.success
        // Between the admission's answer and the exit's request the spot is ours alone.
        expect(occupied.has(spotId)).toBe(false)
        occupied.add(spotId)
        yield* Effect.yieldNow
        occupied.delete(spotId)
        yield* at(minutes(round * 30 + 20), payOnExit({ ticket: { lotId: lot.id, plate: Plate.Plate.make(plate) }, method: "cash" }))
        const events = yield* journal.history("Ticket", id)
        expect(events.reduce(Ticket.evolve, Ticket.initial)).toEqual(yield* tickets.find({ id }))
      })
      yield* Effect.forEach(plates(16), (plate) => Effect.forEach([0, 1, 2, 3], (round) => visit(plate, round)), { concurrency: "unbounded" })
      expect(yield* (yield* Lots).availability(lot.id, morning)).toMatchObject({ total: 4, free: 4 })
    }))
}

export const concurrencyTests = (it: It): void => {
  it.describe("at most one open ticket per spot, and per lot and plate, under any concurrency", () => {
    entering(it)
    moving(it)
    churning(it)
  })
  it.describe("one winner of every race", () => leaving(it))
}
