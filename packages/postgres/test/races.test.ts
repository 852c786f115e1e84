/** Many at once on real connections; and a naive program under the same load, to see that the load tells them apart. */
import { layer as suite } from "@effect/vitest"
import { admit, payOnExit } from "@parkade/core/operations"
import { Journal, Lots, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import { Effect, Layer, Result } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { describe, expect } from "vitest"
import { layerThrowAway, server } from "./Databases.ts"
import { admission, cars, expectLawful, openLot, tally, vehicle } from "./Garage.ts"

const rounds = process.env["PARKADE_LONG"] === "1" ? 50 : 5
const live = Layer.merge(layerThrowAway(32), SecureRandom.layerWebCrypto)
const atOnce = <A, E, R>(runners: ReadonlyArray<Effect.Effect<A, E, R>>) =>
  Effect.all(runners.map(Effect.result), { concurrency: "unbounded" })
const count = (length: number) => Array.from({ length }, (_, index) => index)

describe.skipIf(server === undefined)("on a server", () => {
  suite(live, { excludeTestServices: true })("races over 32 connections", (it) => {
    it.effect.each(count(rounds))("admits 140 of 300 to 140 spots and tells 160 the lot is full, round %i", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(140))
        const results = yield* atOnce(count(300).map((n) => admit({ lotId: lot.id, vehicle: vehicle(`R${n}`) })))
        expect(tally(results)).toEqual({ won: 140, LotFull: 160 })
        const spots = results.filter(Result.isSuccess).map(({ success }) => success.spotId)
        expect(new Set(spots).size).toBe(140)
        expect(yield* (yield* Lots).availability(lot.id, Instant.Instant.make(0))).toMatchObject({ total: 140, free: 0 })
      }))

    it.effect.each([1, 2, 60])("admits a plate once that comes 50 times at once (%i spots)", (spots) =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(spots))
        const results = yield* atOnce(count(50).map(() => admit({ lotId: lot.id, vehicle: vehicle("SAME 1") })))
        expect(tally(results)).toEqual({ won: 1, AlreadyParked: 49 })
        const [winner] = results.filter(Result.isSuccess)
        for (const loser of results.filter(Result.isFailure)) {
          expect(loser.failure).toMatchObject({ ticketId: winner?.success.id, number: winner?.success.number })
        }
        expect(yield* (yield* Lots).availability(lot.id, Instant.Instant.make(0))).toMatchObject({ free: spots - 1 })
      }))

    it.effect("lets one of 50 out who pay on exit at once", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(1))
        const { id } = yield* (yield* Tickets).admit(yield* admission(lot.id, "EXIT 1", Date.now() - 90 * 60_000))
        expect(tally(yield* atOnce(count(50).map(() => payOnExit({ ticket: { id }, method: "card" }))))).toEqual({ won: 1, AlreadyExited: 49 })
        expect((yield* (yield* Journal).history("Ticket", id)).map(({ _tag }) => _tag)).toEqual(["TicketAdmitted", "TicketPaid", "TicketExited"])
      }))

    it.effect("never says full while 20 plates come and go in 20 spots, each in two lanes at once", () =>
      Effect.gen(function*() {
        const { lot } = yield* openLot(cars(20))
        const tickets = yield* Tickets
        // Who finds no spot free finds all plates parked, its own among them. But the loser of two lanes holds a spot for
        // a moment, and it may be the last one.
        const visits = count(40).map((lane) =>
          Effect.forEach(count(20), () =>
            Effect.gen(function*() {
              const entry = yield* Effect.result(Effect.flatMap(admission(lot.id, `TWIN ${lane % 20}`), tickets.admit))
              if (Result.isFailure(entry)) return entry.failure._tag
              yield* payOnExit({ ticket: { id: entry.success.id }, method: "cash" })
              return "visited"
            }))
        )
        const outcomes = (yield* Effect.all(visits, { concurrency: "unbounded" })).flat()
        expect(new Set(outcomes)).toEqual(new Set(["visited", "AlreadyParked"]))
        expect(yield* (yield* Lots).availability(lot.id, Instant.Instant.make(0))).toMatchObject({ free: 20 })
      }))

    it.effect("leaves a lawful database", () => Effect.map(expectLawful, (tickets) => expect(tickets).toBeGreaterThan(700)))

    it.effect("control: a program that looks first and inserts after oversells under the same load", () =>
      Effect.gen(function*() {
        const sql = yield* SqlClient.SqlClient
        yield* sql`create table naive_spot (spot integer primary key)`
        yield* sql`create table naive_ticket (spot integer, plate text)`
        yield* sql`insert into naive_spot select generate_series(1, 140)`
        const enter = (plate: string) =>
          Effect.gen(function*() {
            const [free] = yield* sql<{ readonly spot: number }>`
              select spot from naive_spot where spot not in (select spot from naive_ticket) order by spot limit 1`
            if (free === undefined) return false
            yield* sql`insert into naive_ticket values (${free.spot}, ${plate})`
            return true
          })
        const admitted = (yield* Effect.all(count(300).map((n) => enter(`N${n}`)), { concurrency: "unbounded" })).filter((entered) => entered)
        const [found] = yield* sql<{ readonly spots: number }>`select count(distinct spot)::int as spots from naive_ticket`
        expect(admitted.length).toBeGreaterThan(140)
        expect(found?.spots).toBeLessThan(admitted.length)
      }))
  })
})
