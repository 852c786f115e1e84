/** A database with a year of business in it, as an earlier version left it, is brought up to date. */
import { PgClient } from "@effect/sql-pg"
import { layer as suite } from "@effect/vitest"
import { Lot, Plate } from "@parkade/core/lot"
import { Journal, Lots, Tickets } from "@parkade/core/ports"
import { Settlement, Ticket, TicketNumber } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { layerServer, migrations } from "@parkade/postgres"
import { Effect, Layer, Result } from "effect"
import { Migrator, SqlClient } from "effect/sql"
import { describe, expect } from "vitest"
import { Database, layerDatabase, server } from "./Databases.ts"

const id = (digit: number) => `0199aa01-7c10-7a3e-8d5f-2b1c9e4f6a7${digit}`
const entered = Date.parse("2026-06-01T06:00:00.003Z")
const minute = (count: number) => Instant.Instant.make(entered + count * 60_000)
const vehicle = (plate: string) => ({ plate, plateAsGiven: plate, kind: "car", size: "medium" })
const payment = (after: number, amount: number) => ({ amount: { amount, currency: "EUR" }, method: "card", at: minute(after) })
const tariff = { currency: "EUR", tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart", zone: "Europe/Berlin", rate: { type: "hourly", price: "1.00", count: "started" } }

interface Old {
  readonly digit: number
  readonly state: "Parked" | "Paid" | "Exited"
  readonly payments: ReadonlyArray<ReturnType<typeof payment>>
  readonly exitedAt?: Instant.Instant
}

const old: ReadonlyArray<Old> = [
  { digit: 4, state: "Parked", payments: [] },
  { digit: 5, state: "Paid", payments: [payment(10, 100), payment(70, 100)] },
  { digit: 6, state: "Exited", payments: [payment(10, 100)], exitedAt: minute(12) },
  { digit: 7, state: "Exited", payments: [], exitedAt: minute(1) }
]

/** A lot, its spots and the tickets of {@link old}, as version 2 wrote them. */
const business = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* Migrator.make({})({ loader: Effect.map(migrations, (all) => all.filter(([version]) => version <= 2)), table: "parkade_migration" })
  yield* sql.withTransaction(Effect.gen(function*() {
    yield* sql`insert into lot values (${id(1)}, 'Old lot', 'Europe/Berlin', ${id(2)})`
    yield* sql`insert into terms values (${id(2)}, ${id(1)}, ${JSON.stringify(tariff)}::jsonb, '{"exitGrace":"PT15M","afterGrace":"whole"}')`
    yield* sql`insert into zone values (${id(1)}, ${id(3)}, 'Level 1', 0)`
    for (const { digit, exitedAt, payments, state } of old) {
      const [ticket, number] = [id(digit), TicketNumber.make(new Uint8Array(11).fill(digit))]
      const leaveBy = state === "Paid" ? new Date(minute(85)) : null
      const events = [
        ["TicketAdmitted", minute(0), { id: ticket, number, lotId: id(1), spotId: ticket, termsId: id(2), vehicle: vehicle(`B${digit}`), enteredAt: entered }],
        ...payments.map((each) => ["TicketPaid", each.at, { ...each, leaveBy: each.at + 900_000 }] as const),
        ...(exitedAt === undefined ? [] : [["TicketExited", exitedAt, { at: exitedAt }] as const])
      ] as const
      yield* sql`insert into spot values (${id(1)}, ${ticket}, ${id(3)}, ${`${digit}`}, 'medium', '{}', ${digit}, ${digit}, ${state === "Exited" ? null : ticket})`
      yield* sql`
        insert into ticket (ticket_id, lot_id, number, spot_id, terms_id, vehicle, state, version, payments, entered_at, leave_by, exited_at)
        values (${ticket}, ${id(1)}, ${number}, ${ticket}, ${id(2)}, ${JSON.stringify(vehicle(`B${digit}`))}::jsonb, ${state}, ${events.length},
          ${JSON.stringify(payments)}::jsonb, ${new Date(entered)}, ${leaveBy}, ${exitedAt === undefined ? null : new Date(exitedAt)})`
      for (const [index, [type, at, data]] of events.entries()) {
        yield* sql`
          insert into event (lot_id, ticket_id, version, type, at, data)
          values (${id(1)}, ${ticket}, ${index + 1}, ${type}, ${new Date(at)}, ${JSON.stringify(data)}::jsonb)`
      }
    }
  }))
})

describe.skipIf(server === undefined)("on a server", () => {
  suite(layerDatabase, { excludeTestServices: true })("a database at version 2", (it) => {
    it.effect("keeps its tickets, terms and histories, and goes on", () =>
      Effect.gen(function*() {
        const { url } = yield* Database
        yield* Effect.provide(business, PgClient.layer({ url, maxConnections: 1 }))
        yield* Effect.provide(afterwards, Layer.fresh(layerServer({ url, maxConnections: 2 })))
      }))
  })
})

const afterwards = Effect.gen(function*() {
  const [tickets, lots, sql] = [yield* Tickets, yield* Lots, yield* SqlClient.SqlClient]
  const terms = yield* lots.terms(Lot.TermsId.make(id(2)))
  expect(terms).toMatchObject({ id: id(2), exitPolicy: { afterGrace: "whole" } })
  expect(Object.keys(terms).toSorted()).toEqual(["exitPolicy", "id", "tariff"])
  const found = yield* Effect.forEach(old, ({ digit }) => tickets.find({ id: Ticket.TicketId.make(id(digit)) }))
  expect(found.map(({ _tag, changedAt }) => [_tag, changedAt])).toEqual([["Parked", minute(0)], ["Paid", minute(70)], ["Exited", minute(12)], ["Exited", minute(1)]])
  for (const ticket of found) {
    expect((yield* (yield* Journal).history("Ticket", ticket.id)).reduce(Ticket.evolve, Ticket.initial)).toEqual(ticket)
  }
  const [parked, paid] = found
  if (parked === undefined || !Ticket.isOpen(parked) || paid === undefined || !Ticket.isOpen(paid)) return expect.unreachable()
  expect(Result.getOrThrow(Settlement.settle(paid, terms, minute(121))).due.amount).toBe(100)
  const by = { _tag: "Routine", name: "migration" } as const
  yield* (yield* Journal).commit({ changes: [{ kind: "Ticket", id: parked.id, before: parked, events: [{ _tag: "TicketLost", at: minute(90), by }, { _tag: "TicketVoided", at: minute(90), by, reason: "a ghost" }] }] })
  expect(yield* tickets.find({ id: parked.id })).toMatchObject({ _tag: "Voided" })
  expect(yield* lots.availability(parked.lotId, minute(0))).toMatchObject({ total: 4, free: 3 })
  expect(yield* Effect.flip(tickets.find({ lotId: parked.lotId, plate: Plate.Plate.make("B4") }))).toMatchObject({ _tag: "TicketNotFound" })
  for (const broken of [sql`update ticket set state = 'Lost'`, sql`update ticket set exited_at = null`, sql`update event set type = 'TicketEaten'`, sql`update ticket set state = 'Parked', exited_at = null`]) {
    expect((yield* Effect.flip(broken))._tag).toBe("SqlError")
  }
})
