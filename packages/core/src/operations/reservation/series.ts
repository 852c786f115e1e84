/** Reservations that recur: made together, each by itself from then on. */
import { Effect, Equal, Predicate, Schema } from "effect"
import { AlreadyBegun, Ids, NotBegun } from "../../lifecycle/index.ts"
import { Changed, key, Lots, Spots } from "../../ports/index.ts"
import { FullDate } from "../../pricing/Window.ts"
import { Reservation, Series } from "../../reservation/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { clause } from "./booking.ts"
import { cancelReservation } from "./cancelReservation.ts"
import { held, Reserving } from "./reserve.ts"
import * as told from "../told.ts"

const { period: _period, reservationId: _reservationId, ...common } = Reserving.fields

/** A place to be kept at times that recur, by the lot's clocks. */
export const ReservingSeries = Schema.Struct({
  ...common,
  series: Series.Series,
  /** All of them or none, when absent; or those that can be had. */
  accept: Schema.optional(Schema.Literals(["all", "possible"])),
  /** An id of the caller's: the same series said twice is made once. */
  seriesId: Schema.optional(Ids.SeriesId)
})
export type ReservingSeries = typeof ReservingSeries.Type

const Refused = Schema.Struct({ date: FullDate, reason: Schema.String, message: Schema.String })
type Refused = typeof Refused.Type

/** Not all of a series can be had: none of it is reserved. */
export class SeriesRefused extends Schema.TaggedError<SeriesRefused>()("SeriesRefused", { refused: Schema.Array(Refused) }) {
  override get message() {
    const [first] = this.refused
    return `${this.refused.length} of the dates cannot be reserved, the first of them ${first?.date}: ${first?.message}`
  }
}

/** Those of a series that may still be used. */
const openOf = (id: Ids.SeriesId) => Effect.map(allUnder("Reservation", key.series(id)), (all) => all.filter(Reservation.isOpen))

interface Made {
  readonly date: string
  readonly reservation: Reservation.Reservation
  /** Of a vehicle that is in, its ticket knows it. */
  readonly spotId?: string
}

const made = Effect.fnUntraced(function*(date: string, reservation: Reservation.Reservation) {
  const claim = yield* (yield* Spots).claimOf(reservation.id)
  return { date, reservation, ...(claim !== undefined && { spotId: claim.spotId }) } satisfies Made
})

/** Reserves one date; where somebody else said the same series at once, theirs is it. */
const reserved = (given: ReservingSeries, id: Ids.SeriesId, { date, period }: Series.Occurrence) =>
  decideAgain(Effect.map(held({ ...given, period }, { id, date }), (one): Made => ({ date, ...one })).pipe(
    Effect.catchTag("KeyTaken", Effect.fnUntraced(function*({ key: taken, kind }) {
      const theirs = (yield* openOf(id)).find(({ series }) => series?.date === date)
      return theirs === undefined ? yield* new Changed({ kind, id: taken }) : yield* made(date, theirs)
    }))
  ))

/** Takes back what was reserved of a series that cannot be had: it was held only, and what is missed here ends as holds do. */
const takenBack = (all: ReadonlyArray<Made>, given: ReservingSeries) =>
  Effect.forEach(all, ({ reservation: { id: reservationId } }) =>
    Effect.catchIf(cancelReservation({ reservationId, by: given.by }), (error) => error._tag !== "StorageUnavailable", () => Effect.void), { discard: true })

/**
 * Reserves every date of a series, each as a reservation of its own that is paid, changed and cancelled by itself: all of them
 * or none, or those that can be had, with why the others cannot.
 */
export const reserveSeries = operation("reserveSeries", ReservingSeries, Effect.fnUntraced(function*(given) {
  const { accept = "all", holder, lotId } = given
  const id = given.seriesId ?? Ids.SeriesId.make(yield* newId)
  yield* clause(lotId)
  const { timeZone } = yield* (yield* Lots).find(lotId)
  const occurrences = yield* Effect.fromResult(Series.occurrences(given.series, timeZone))
  const before = yield* openOf(id)
  if (before.some((one) => !Equal.equals([one.lotId, one.holder], [lotId, holder]))) return yield* new AlreadyBegun({ subject: "series", id })
  const [known, fresh, refused]: [Array<Made>, Array<Made>, Array<Refused>] = [[], [], []]
  for (const occurrence of occurrences) {
    const { date } = occurrence
    const one = before.find(({ series }) => series?.date === date)
    if (one !== undefined) {
      known.push(yield* made(date, one))
      continue
    }
    const outcome = yield* reserved(given, id, occurrence).pipe(
      Effect.catchIf((error) => error._tag !== "StorageUnavailable", ({ _tag: reason, message }) => Effect.succeed<Refused>({ date, reason, message }))
    )
    if (Predicate.hasProperty(outcome, "reason")) refused.push(outcome)
    else fresh.push(outcome)
  }
  if (accept === "all" && refused.length > 0) {
    yield* takenBack(fresh, given)
    return yield* new SeriesRefused({ refused })
  }
  return { seriesId: id, made: [...known, ...fresh].toSorted((a, b) => (a.date < b.date ? -1 : 1)), refused }
}), ({ made, ...rest }) => ({ ...rest, made: made.map(told.withReservation) }))

const CancellingSeries = Schema.Struct({ ...by, seriesId: Ids.SeriesId })

/** Cancels those of a series that have not begun, as the terms of each say. Tells those, and those that go on. */
export const cancelSeries = operation("cancelSeries", CancellingSeries, Effect.fnUntraced(function*(given) {
  const { seriesId } = given
  const all = yield* allUnder("Reservation", key.series(seriesId))
  if (all.length === 0) return yield* new NotBegun({ subject: "series" })
  const at = yield* now
  const [cancelled, kept]: [Array<Reservation.Reservation>, Array<Reservation.Reservation>] = [[], []]
  const isOver = (one: Reservation.Reservation) => one._tag === "Held" && at >= one.expiresAt
  for (const reservation of all.filter((one) => Reservation.isOpen(one) && !isOver(one))) {
    const isAhead = reservation._tag !== "CheckedIn" && at < reservation.period.from
    // Its driver came meanwhile, say.
    const ended = isAhead ? cancelReservation({ reservationId: reservation.id, by: actor(given) }) : Effect.succeed(undefined)
    const one = yield* Effect.catchIf(ended, (error) => error._tag !== "StorageUnavailable", () => Effect.succeed(undefined))
    if (one === undefined) kept.push(reservation)
    else cancelled.push(one)
  }
  return { cancelled, kept }
}), ({ cancelled, kept }) => ({ cancelled: cancelled.map((one) => told.reservation(one)), kept: kept.map((one) => told.reservation(one)) }))
