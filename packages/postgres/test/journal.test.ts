/** What the tables hold by themselves, and the feed while transactions overlap. */
import { layer as suite } from "@effect/vitest"
import { admit, payOnExit } from "@parkade/core/operations"
import { Journal, Spots } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Deferred, Effect, Fiber, Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { describe, expect } from "vitest"
import { layerThrowAway, server } from "./Databases.ts"
import { cars, expectLawful, openLot, vehicle } from "./Garage.ts"

const live = Layer.merge(layerThrowAway(6), SecureRandom.layerWebCrypto)
const hour = (count: number): Instant.Instant => Instant.Instant.make(1_780_000_000_000 + count * 3_600_000)

describe.skipIf(server === undefined)("on a server", () => {
  suite(live, { excludeTestServices: true })("the journal's tables", (it) => {
    it.effect("have money and audit of an exit, every transaction balanced, and take none that is not", () =>
      Effect.gen(function*() {
        const sql = yield* SqlClient.SqlClient
        const { lot } = yield* openLot(cars(1))
        const { id } = yield* admit({ lotId: lot.id, vehicle: vehicle("BOOKS 1") })
        yield* payOnExit({ ticket: { id }, method: "cash" })
        const [{ transactions } = { transactions: 0 }] = yield* sql<{ readonly transactions: number }>`select count(*)::int as transactions from ledger where balanced(entries)`
        expect(transactions).toBeGreaterThan(0)
        const audited = yield* sql<{ readonly kind: string }>`select kind from audit where id = ${id} or entry -> 'events' ? 'PaymentStarted' order by position`
        expect(audited[0]).toEqual({ kind: "Ticket" })
        const spoilt = sql`
          insert into ledger (transaction_id, at, entries, details)
          select gen_random_uuid(), at, jsonb_set(entries, '{0,amount,amount}', '12345678'), details from ledger limit 1`
        expect(yield* Effect.flip(spoilt)).toMatchObject({ reason: { _tag: "ConstraintError" } })
      }))

    it.effect("refuse a claim that overlaps another on the spot, whoever writes it", () =>
      Effect.gen(function*() {
        const [sql, spots] = [yield* SqlClient.SqlClient, yield* Spots]
        const { layout, lot } = yield* openLot(cars(1))
        const spotId = layout.spots[0]?.id
        if (spotId === undefined) return expect.unreachable()
        yield* spots.claim({ lotId: lot.id, claimant: "first", place: { spotId }, from: hour(1), to: hour(3) }, { changes: [] })
        const write = (claimant: string, from: number, to: number) =>
          sql`insert into claim values (${claimant}, ${lot.id}, ${spotId}, ${new Date(hour(from))}, ${new Date(hour(to))})`
        yield* Effect.flip(write("second", 2, 4))
        yield* write("third", 3, 4)
        yield* sql`delete from claim where claimant = 'first'`
        yield* write("fourth", 2, 3)
        yield* expectLawful
      }))

    it.effect("are fed no further than to the first transaction that still runs, so that none is missed", () =>
      Effect.gen(function*() {
        const [sql, journal] = [yield* SqlClient.SqlClient, yield* Journal]
        const { lot } = yield* openLot(cars(2))
        const [wrote, end] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        const late = yield* Effect.forkChild(sql.withTransaction(Effect.gen(function*() {
          const { id } = yield* admit({ lotId: lot.id, vehicle: vehicle("LATE 1") })
          yield* Deferred.succeed(wrote, undefined)
          yield* Deferred.await(end)
          return id
        })))
        yield* Deferred.await(wrote)
        const { id: early } = yield* admit({ lotId: lot.id, vehicle: vehicle("EARLY 1") })
        const before = yield* journal.feed(undefined, 1_000)
        expect(before.map(({ id }) => id)).not.toContain(early)
        yield* Deferred.succeed(end, undefined)
        const id = yield* Fiber.join(late)
        const fed = Effect.map(journal.feed(before.at(-1)?.position, 1_000), (entries) => entries.map((entry) => entry.id))
        // Transactions of other databases on the server count as well.
        let ids = yield* fed
        for (let tries = 0; !ids.includes(early) && tries < 200; tries++) {
          yield* Effect.sleep("25 millis")
          ids = yield* fed
        }
        expect(ids.slice(-2)).toEqual([id, early])
      }))
  })
})
