/** Every branch of the admission under READ COMMITTED, each interleaving played step by step on real connections. */
import { layer as suite } from "@effect/vitest"
import type { Lot, Spot } from "@parkade/core/lot"
import { admit, payOnExit } from "@parkade/core/operations"
import { key, KeyTaken, Lots, StorageUnavailable, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Deferred, Effect, Fiber, Layer, Schedule } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { describe, expect } from "vitest"
import { statement } from "#Admit"
import { layerThrowAway, server } from "./Databases.ts"
import { admission, cars, expectLawful, openLot, vehicle } from "./Garage.ts"

/** Another client: does something in a transaction and holds it open until told how to end it. */
const other = Effect.fnUntraced(function*<A, E, R>(work: Effect.Effect<A, E, R>) {
  const sql = yield* SqlClient.SqlClient
  const [did, end] = [yield* Deferred.make<void>(), yield* Deferred.make<"commit" | "rollback">()]
  const fiber = yield* Effect.forkChild(Effect.exit(sql.withTransaction(Effect.gen(function*() {
    yield* work
    yield* Deferred.succeed(did, undefined)
    if ((yield* Deferred.await(end)) === "rollback") yield* Effect.fail("rollback")
  }))))
  yield* Deferred.await(did)
  return (how: "commit" | "rollback") => Effect.andThen(Deferred.succeed(end, how), Fiber.join(fiber))
})

/** Waits until `count` of our statements wait for a lock. */
const untilBlocked = (count: number) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const [row] = yield* sql<{ readonly waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    if (row?.waiting !== count) yield* Effect.fail("not yet")
  }).pipe(Effect.retry({ times: 2_000, schedule: Schedule.spaced("5 millis") }), Effect.orDie)

const start = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(Effect.result(effect), { startImmediately: true })

const lock = (spot: Spot.Spot | undefined) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) => sql`select from spot where spot_id = ${spot?.id ?? null} for update`)

const insertTicket = (lotId: Lot.LotId, plate: string) =>
  Effect.gen(function*() {
    const asked = yield* admission(lotId, plate)
    const [outcome] = yield* statement(yield* SqlClient.SqlClient, asked, { patient: false, judged: null })
    expect(outcome?.spot_id).not.toBe(null)
  })

const free = (lotId: Lot.LotId) => Effect.flatMap(Lots, (lots) => Effect.map(lots.availability(lotId, Instant.Instant.make(0)), (found) => found.free))

const live = Layer.merge(layerThrowAway(12), SecureRandom.layerWebCrypto)

describe.skipIf(server === undefined)("on a server", () => {
  suite(live, { excludeTestServices: true })("an admission meets", (it) => {
    it.effect("a spot that another holds: takes the next without waiting", () =>
      Effect.gen(function*() {
        const { layout, lot } = yield* openLot(cars(2))
        const end = yield* other(lock(layout.spots[0]))
        const ticket = yield* admit({ lotId: lot.id, vehicle: vehicle("A 1") })
        expect(ticket.spotId).toBe(layout.spots[1]?.id)
        yield* end("rollback")
      }))

    it.effect("the last spot held by one who gives it back: waits and takes it, and never says full", () =>
      Effect.gen(function*() {
        const { layout, lot } = yield* openLot(cars(1))
        const end = yield* other(insertTicket(lot.id, "B 0"))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("B 1") }))
        yield* untilBlocked(1)
        yield* end("rollback")
        expect(yield* Fiber.join(entry)).toMatchObject({ _tag: "Success", success: { spotId: layout.spots[0]?.id } })
      }))

    it.effect("the last spot held by one who takes it: says full", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(1))
        const end = yield* other(insertTicket(lot.id, "C 0"))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("C 1") }))
        yield* untilBlocked(1)
        yield* end("commit")
        expect(yield* Fiber.join(entry)).toMatchObject({ _tag: "Failure", failure: { _tag: "LotFull" } })
      }))

    it.effect("the last fitting spot held by one who takes it: says nothing fits, and how many are free", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot([{ size: "small" }, { size: "medium" }, { size: "large", features: ["valet"] }])
        const end = yield* other(insertTicket(lot.id, "D 0"))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("D 1") }))
        yield* untilBlocked(1)
        yield* end("commit")
        expect(yield* Fiber.join(entry)).toMatchObject({ _tag: "Failure", failure: { _tag: "NothingFits", free: 2 } })
      }))

    it.effect("a spot that was taken and left while it waited: takes it as it is now", () =>
      Effect.gen(function*() {
        const { layout, lot } = yield* openLot(cars(1))
        const sql = yield* SqlClient.SqlClient
        const spotId = layout.spots[0]?.id ?? null
        const end = yield* other(Effect.andThen(
          sql`update spot set ticket_id = ${spotId} where spot_id = ${spotId}`,
          sql`update spot set ticket_id = null where spot_id = ${spotId}`
        ))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("E 1") }))
        yield* untilBlocked(1)
        yield* end("commit")
        expect(yield* Fiber.join(entry)).toMatchObject({ _tag: "Success", success: { spotId } })
        expect(yield* free(lot.id)).toBe(0)
      }))

    it.effect("its plate being admitted: waits, names the winner's ticket, and leaves its own spot free", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(3))
        const end = yield* other(insertTicket(lot.id, "F 1"))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("F 1") }))
        yield* untilBlocked(1)
        yield* end("commit")
        const winner = yield* (yield* Tickets).find({ lotId: lot.id, plate: vehicle("F 1").plate })
        expect(yield* Fiber.join(entry)).toMatchObject({
          _tag: "Failure",
          failure: { _tag: "AlreadyParked", ticketId: winner.id, number: winner.number }
        })
        expect(yield* free(lot.id)).toBe(2)
      }))

    it.effect("its plate being admitted by one who gives up: is admitted", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(3))
        const end = yield* other(insertTicket(lot.id, "G 1"))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("G 1") }))
        yield* untilBlocked(1)
        yield* end("rollback")
        expect(yield* Fiber.join(entry)).toMatchObject({ _tag: "Success" })
        expect(yield* free(lot.id)).toBe(2)
      }))

    it.effect("a last spot held by the loser of a plate: waits for the loser and gets it", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(2))
        const end = yield* other(insertTicket(lot.id, "H 1"))
        const loser = yield* start(admit({ lotId: lot.id, vehicle: vehicle("H 1") }))
        yield* untilBlocked(1)
        const third = yield* start(admit({ lotId: lot.id, vehicle: vehicle("H 2") }))
        yield* untilBlocked(2)
        yield* end("commit")
        expect(yield* Fiber.join(loser)).toMatchObject({ _tag: "Failure", failure: { _tag: "AlreadyParked" } })
        expect(yield* Fiber.join(third)).toMatchObject({ _tag: "Success" })
        expect(yield* free(lot.id)).toBe(0)
      }))

    it.effect("a number that another ticket has: says so, since another number will do, and keeps no spot", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(2))
        const tickets = yield* Tickets
        const first = yield* tickets.admit(yield* admission(lot.id, "I 1"))
        const again = { ...(yield* admission(lot.id, "I 2")), number: first.number }
        expect(yield* Effect.flip(tickets.admit(again))).toEqual(new KeyTaken({ kind: "Ticket", key: key.number(first.number) }))
        expect(yield* free(lot.id)).toBe(1)
      }))

    it.effect("a lock that is never released: says busy within the lock timeout", () =>
      Effect.gen(function*() {
        const { layout, lot } = yield* openLot(cars(1))
        const end = yield* other(lock(layout.spots[0]))
        const began = performance.now()
        expect(yield* Effect.flip(admit({ lotId: lot.id, vehicle: vehicle("J 1") }))).toEqual(new StorageUnavailable({ reason: "busy" }))
        expect(performance.now() - began).toBeLessThan(4_000)
        yield* end("rollback")
        yield* admit({ lotId: lot.id, vehicle: vehicle("J 1") })
      }))

    it.effect("a killed connection: says unreachable, and the next finds a new one", () =>
      Effect.gen(function*() {
        const { layout, lot } = yield* openLot(cars(1))
        const sql = yield* SqlClient.SqlClient
        const end = yield* other(lock(layout.spots[0]))
        const entry = yield* start(admit({ lotId: lot.id, vehicle: vehicle("K 1") }))
        yield* untilBlocked(1)
        yield* sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
        expect(yield* Fiber.join(entry)).toMatchObject({ _tag: "Failure", failure: { _tag: "StorageUnavailable", reason: "unreachable" } })
        yield* end("rollback")
        yield* admit({ lotId: lot.id, vehicle: vehicle("K 1") })
      }))

    it.effect("an exit that deadlocks with another transaction: one of them is tried again, and the vehicle leaves", () =>
      Effect.gen(function*() {
        const { layout, lot } = yield* openLot(cars(1))
        const sql = yield* SqlClient.SqlClient
        const { id } = yield* admit({ lotId: lot.id, vehicle: vehicle("L 1") })
        const [locked, go] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        // Locks the spot, then the ticket; an exit locks them the other way round.
        const opposite = yield* start(sql.withTransaction(Effect.gen(function*() {
          yield* sql`set local deadlock_timeout = '10s'`
          yield* lock(layout.spots[0])
          yield* Deferred.succeed(locked, undefined)
          yield* Deferred.await(go)
          yield* sql`select from ticket where ticket_id = ${id} for update`
        })))
        yield* Deferred.await(locked)
        const exit = yield* start(payOnExit({ ticket: { id }, method: "cash" }))
        yield* untilBlocked(1)
        yield* Deferred.succeed(go, undefined)
        // The exit notices after a second (its deadlock_timeout), long before the other would: the exit is the victim.
        expect(yield* Fiber.join(opposite)).toMatchObject({ _tag: "Success" })
        expect(yield* Fiber.join(exit)).toMatchObject({ _tag: "Success", success: { _tag: "Exited" } })
        expect(yield* free(lot.id)).toBe(1)
      }))

    it.effect("leaves a lawful database", () => expectLawful)
  })
})
