/** What every adapter of the port Reports does: each test is a sentence of the port. */
import { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { admit, pay, payOnExit } from "@parkade/core/operations"
import { Journal, Reports } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { expect } from "vitest"
import { at, type It, minutes, morning, openPlainLot, vehicle } from "./Scene.ts"

const quiet = { admitted: 0, exited: 0, meanStayMillis: 0, revenue: [] }
const always = { from: Instant.Instant.make(0), to: minutes(1_000_000) }

const visit = Effect.fnUntraced(function*(lotId: Lot.LotId, plate: string, from: number, to?: number) {
  const ticket = yield* at(minutes(from), admit({ lotId, vehicle: vehicle(plate) }))
  return to === undefined ? ticket : yield* at(minutes(to), payOnExit({ ticket: { id: ticket.id }, method: "cash" }))
})

const activity = (it: It) => {
  it.effect("is nothing for a lot where nothing happened, and for one that does not exist", () =>
    Effect.gen(function*() {
      const [lot, reports] = [yield* openPlainLot(1), yield* Reports]
      expect(yield* reports.activity(lot.id, always)).toEqual(quiet)
      const unknown = Lot.LotId.make(yield* (yield* SecureRandom.SecureRandom).uuidV7())
      expect(yield* reports.activity(unknown, always)).toEqual(quiet)
    }))

  it.effect("counts who came and went, their mean stay, and what was paid, each in its own period", () =>
    Effect.gen(function*() {
      const [lot, reports] = [yield* openPlainLot(5), yield* Reports]
      yield* visit(lot.id, "REP 1", 0, 60)
      yield* visit(lot.id, "REP 2", 30, 150)
      yield* visit(lot.id, "REP 3", 100)
      const within = (from: number, to: number) => reports.activity(lot.id, { from: minutes(from), to: minutes(to) })
      const euros = (amount: number) => [{ amount, currency: "EUR" }]
      const hour = 3_600_000
      expect(yield* within(0, 1_000)).toEqual({ admitted: 3, exited: 2, meanStayMillis: 1.5 * hour, revenue: euros(300) })
      expect(yield* within(0, 61)).toEqual({ admitted: 2, exited: 1, meanStayMillis: hour, revenue: euros(100) })
      // A stay counts in full where it ends, and a payment where it is taken.
      expect(yield* within(140, 160)).toEqual({ admitted: 0, exited: 1, meanStayMillis: 2 * hour, revenue: euros(200) })
      expect(yield* within(200, 300)).toEqual(quiet)
    }))

  it.effect("counts closed-open periods, to the millisecond: touching periods share nothing and miss nothing", () =>
    Effect.gen(function*() {
      const [lot, reports] = [yield* openPlainLot(1), yield* Reports]
      yield* visit(lot.id, "EDGE 1", 10, 70)
      const [entry, exit] = [minutes(10), minutes(70)]
      const after = (instant: number, millis: number) => Instant.Instant.make(instant + millis)
      const within = (from: Instant.Instant, to: Instant.Instant) => reports.activity(lot.id, { from, to })
      expect(yield* within(morning, entry)).toEqual(quiet)
      expect(yield* within(morning, after(entry, 1))).toMatchObject({ admitted: 1, exited: 0 })
      expect(yield* within(entry, exit)).toEqual({ ...quiet, admitted: 1 })
      expect(yield* within(exit, after(exit, 1))).toEqual({
        admitted: 0,
        exited: 1,
        meanStayMillis: 3_600_000,
        revenue: [{ amount: 100, currency: "EUR" }]
      })
      expect(yield* within(after(exit, 1), minutes(1_000))).toEqual(quiet)
      expect(yield* within(exit, exit)).toEqual(quiet)
    }))

  it.effect("counts payments of tickets that are still open, each at its time", () =>
    Effect.gen(function*() {
      const [lot, reports] = [yield* openPlainLot(1), yield* Reports]
      const { id } = yield* visit(lot.id, "OPEN 1", 0)
      yield* at(minutes(30), pay({ ticket: { id }, method: "cash" }))
      yield* at(minutes(200), pay({ ticket: { id }, method: "cash" }))
      const revenue = (from: number, to: number) =>
        Effect.map(reports.activity(lot.id, { from: minutes(from), to: minutes(to) }), (found) => found.revenue)
      expect(yield* revenue(0, 60)).toEqual([{ amount: 100, currency: "EUR" }])
      expect(yield* revenue(60, 300)).toEqual([{ amount: 300, currency: "EUR" }])
    }))

  it.effect("sums revenue per currency, and exactly where sums are large", () =>
    Effect.gen(function*() {
      const [lot, journal, reports] = [yield* openPlainLot(3), yield* Journal, yield* Reports]
      const large = 4_503_599_627_370_495
      for (const [index, [amount, code]] of ([[large, "EUR"], [7, "JPY"], [large, "EUR"]] as const).entries()) {
        const ticket = yield* visit(lot.id, `SUM ${index}`, 0)
        if (!Ticket.isOpen(ticket)) return expect.unreachable()
        const currency = Money.Currency.make(code)
        const paid: Ticket.Event = { _tag: "TicketPaid", amount: { amount, currency }, method: "cash", at: minutes(1), leaveBy: minutes(2) }
        yield* journal.commit({ changes: [{ kind: "Ticket", id: ticket.id, before: ticket, events: [paid] }] })
      }
      const { revenue } = yield* reports.activity(lot.id, always)
      expect(revenue.toSorted((a, b) => (a.currency < b.currency ? -1 : 1))).toEqual([
        { amount: 2 * large, currency: "EUR" },
        { amount: 7, currency: "JPY" }
      ])
    }))

  it.effect("counts one lot only", () =>
    Effect.gen(function*() {
      const [here, there, reports] = [yield* openPlainLot(1), yield* openPlainLot(1), yield* Reports]
      yield* visit(here.id, "HERE 1", 0, 30)
      expect(yield* reports.activity(there.id, always)).toEqual(quiet)
      expect(yield* reports.recent(there.id, 10)).toEqual([])
    }))
}

const recent = (it: It) => {
  it.effect("lists tickets as they are now, latest entry first, at most so many", () =>
    Effect.gen(function*() {
      const [lot, reports] = [yield* openPlainLot(4), yield* Reports]
      const first = yield* visit(lot.id, "REC 1", 20, 90)
      const second = yield* visit(lot.id, "REC 2", 40)
      const early = yield* visit(lot.id, "REC 3", 0)
      const paid = yield* at(minutes(50), pay({ ticket: { id: second.id }, method: "card" }))
      expect(yield* reports.recent(lot.id, 10)).toEqual([paid, first, early])
      expect(yield* reports.recent(lot.id, 2)).toEqual([paid, first])
    }))
}

export const reportsTests = (it: It): void => {
  activity(it)
  recent(it)
}
