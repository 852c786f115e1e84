/** Reservations that recur. */
import { Ids } from "@parkade/core/lifecycle"
import type { Lot } from "@parkade/core/lot"
import { cancelReservation, cancelSeries, checkIn, payReservation, reserve, reserveSeries, startPayment } from "@parkade/core/operations"
import { Party } from "@parkade/core/party"
import { Journal, key, Spots } from "@parkade/core/ports"
import { Series } from "@parkade/core/reservation"
import { Instant, TimeZone } from "@parkade/core/time"
import { Effect, Result, Schema } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect } from "vitest"
import { euros, minute } from "../tickets.ts"
import { car, oneSpot, opened, pass, person, reservations, scene, settled, standing, total, trial, uuid } from "./scene.ts"

const berlin = TimeZone.TimeZone.make("Europe/Berlin")
const at = (iso: string) => Result.getOrThrow(Instant.fromIso(iso))
const holder = { _tag: "Person", id: person } as const
const seriesId = Ids.SeriesId.make(uuid(0x51))
/** Mondays from ten to noon. */
const mondays = (more: object = {}) =>
  Schema.decodeUnknownSync(Series.Series)({ every: { _tag: "Week", step: 1, on: ["mon"] }, from: "12:00", to: "14:00", start: "2026-06-01", end: { _tag: "Count", count: 3 }, except: [], moved: [], ...more })
const given = (lotId: Lot.LotId, more: object = {}) => ({ lotId, holder, vehicle: car("R 1"), series: mondays(), seriesId, ...more })
const lot = (clause: object = {}) => Effect.map(opened({ zones: oneSpot, reservations: reservations(clause) }), ({ id }) => id)
const all = Effect.flatMap(Journal, (journal) => journal.under("Reservation", key.series(seriesId), { limit: 100 }))
const other = (lotId: Lot.LotId, from: string, to: string) => reserve({ lotId, holder, vehicle: car("R 2"), period: { from: at(from), to: at(to) } })
const second = (lotId: Lot.LotId) => other(lotId, "2026-06-08T11:00:00Z", "2026-06-08T13:00:00Z")

describe("a series", () => {
  scene("is a reservation for each date, at the same time by the lot's clocks", Effect.gen(function*() {
    const lotId = yield* lot()
    const { made, refused, seriesId: id } = yield* reserveSeries({ ...given(lotId), series: mondays({ start: "2026-10-19" }) })
    expect([id, refused]).toEqual([seriesId, []])
    expect(made.map(({ reservation: { period: { from, to }, series } }) => [series, Instant.toIso(from, berlin), Instant.toIso(to, berlin)])).toEqual([
      [{ id, date: "2026-10-19" }, "2026-10-19T12:00:00+02:00", "2026-10-19T14:00:00+02:00"],
      [{ id, date: "2026-10-26" }, "2026-10-26T12:00:00+01:00", "2026-10-26T14:00:00+01:00"],
      [{ id, date: "2026-11-02" }, "2026-11-02T12:00:00+01:00", "2026-11-02T14:00:00+01:00"]
    ])
    for (const { reservation: { id: one }, spotId } of made) expect(yield* (yield* Spots).claimOf(one)).toMatchObject({ spotId })
  }))

  scene("is refused where a date of it cannot be had, and keeps no other", Effect.gen(function*() {
    const lotId = yield* lot()
    yield* second(lotId)
    const refused = yield* Effect.flip(reserveSeries(given(lotId)))
    expect(refused).toMatchObject({ _tag: "SeriesRefused", refused: [{ date: "2026-06-08", reason: "AllHeld" }] })
    expect(refused.message).toContain("2026-06-08: all 1 spots that suit are taken")
    for (const day of ["01", "15"]) yield* other(lotId, `2026-06-${day}T10:00:00Z`, `2026-06-${day}T12:00:00Z`)
    expect((yield* all).map(({ _tag }) => _tag)).toEqual(["Cancelled", "Cancelled"])
  }))

  scene("that was refused may be said again under its id", Effect.gen(function*() {
    const lotId = yield* lot()
    const { reservation: { id } } = yield* second(lotId)
    yield* Effect.flip(reserveSeries(given(lotId)))
    yield* cancelReservation({ reservationId: id })
    expect((yield* reserveSeries(given(lotId))).made).toHaveLength(3)
  }))

  scene("keeps what can be had where that is said, and says why the rest cannot", Effect.gen(function*() {
    const lotId = yield* lot()
    yield* second(lotId)
    yield* TestClock.setTime(at("2026-06-01T13:00:00Z"))
    const { made, refused } = yield* reserveSeries(given(lotId, { accept: "possible" }))
    expect(made.map(({ date }) => date)).toEqual(["2026-06-15"])
    expect(refused).toMatchObject([{ date: "2026-06-01", reason: "PeriodOver" }, { date: "2026-06-08", reason: "AllHeld", message: expect.stringContaining("all 1 spots") }])
  }))

  scene("said twice is made once", Effect.gen(function*() {
    const lotId = yield* lot()
    const first = yield* reserveSeries(given(lotId))
    expect(yield* reserveSeries(given(lotId))).toEqual(first)
    expect(yield* all).toHaveLength(3)
    const another = { _tag: "Person", id: Party.PersonId.make(uuid(0xbb)) } as const
    expect(yield* Effect.flip(reserveSeries({ ...given(lotId), holder: another }))).toMatchObject({ _tag: "AlreadyBegun", subject: "series" })
  }))

  scene("said twice at once is made once", Effect.gen(function*() {
    const { id: lotId } = yield* opened({ reservations: reservations() })
    const journal = yield* Journal
    const slow = Journal.of({ ...journal, under: (kind, by, page) => Effect.tap(journal.under(kind, by, page), () => Effect.yieldNow) })
    const [one, two] = yield* Effect.provideService(Effect.all([reserveSeries(given(lotId)), reserveSeries(given(lotId))], { concurrency: "unbounded" }), Journal, slow)
    const ids = ({ made }: typeof one) => made.map(({ reservation }) => reservation.id)
    expect(ids(one)).toEqual(ids(two))
    expect(yield* all).toHaveLength(3)
  }))

  scene("keeps a date that was moved", Effect.gen(function*() {
    const lotId = yield* lot()
    const moved = mondays({ moved: [{ date: "2026-06-08", onto: "2026-06-09", from: "08:00", to: "09:00" }] })
    const { made } = yield* reserveSeries({ ...given(lotId), series: moved })
    expect(made[1]).toMatchObject({ date: "2026-06-08", reservation: { period: { from: at("2026-06-09T06:00:00Z") }, series: { date: "2026-06-08" } } })
  }))

  scene("in a lot that takes no reservations, or longer than ten years, is refused", Effect.gen(function*() {
    const { id: without } = yield* opened()
    expect((yield* Effect.flip(reserveSeries(given(without))))._tag).toBe("NotReservable")
    const lotId = yield* lot()
    expect((yield* Effect.flip(reserveSeries({ ...given(lotId), series: mondays({ end: { _tag: "Count", count: 3_000 } }) })))._tag).toBe("SeriesTooLong")
  }))
})

describe("the end of a series", () => {
  scene("is of those that have not begun, each by its own terms", Effect.gen(function*() {
    const lotId = yield* lot({ holdFor: "PT8H", cancellation: { steps: [], otherwise: "50" } })
    const { made } = yield* reserveSeries(given(lotId))
    const [first, next, last] = made.map(({ reservation }) => reservation.id)
    if (first === undefined || next === undefined || last === undefined) return expect.unreachable()
    yield* payReservation({ reservationId: first, method: "cash" })
    yield* startPayment({ reservationId: next, gateway: "simulated", method: { _tag: "Card" } })
    yield* TestClock.setTime(at("2026-06-01T10:00:00Z"))
    yield* checkIn({ lotId, reservationId: first, vehicle: car("R 1") })
    const { cancelled, kept } = yield* cancelSeries({ seriesId })
    expect(cancelled).toMatchObject([{ _tag: "Cancelled", id: next, refunds: [euros(100)] }, { _tag: "Cancelled", id: last, refunds: [] }])
    expect(kept).toMatchObject([{ _tag: "CheckedIn", id: first }])
    expect(yield* cancelSeries({ seriesId })).toMatchObject({ cancelled: [], kept: [{ id: first }] })
    yield* second(lotId)
    expect(yield* standing({ _tag: "Reservation", reservationId: next })).toEqual(settled)
    expect(yield* total("Revenue", "Tax")).toBe(-100)
    expect(yield* trial).toBe(0)
  }))

  scene("says nothing of holds that ran out", Effect.gen(function*() {
    const lotId = yield* lot()
    yield* reserveSeries(given(lotId))
    yield* pass("0:05")
    expect(yield* cancelSeries({ seriesId })).toEqual({ cancelled: [], kept: [] })
  }))

  scene("of one that was never made is refused", Effect.gen(function*() {
    yield* TestClock.setTime(minute(0))
    expect(yield* Effect.flip(cancelSeries({ seriesId }))).toMatchObject({ _tag: "NotBegun", subject: "series" })
  }))
})
