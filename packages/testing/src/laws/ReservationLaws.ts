/** Laws of reservations and of leaving on one, over everything people may try. */
import { Ids } from "@parkade/core/lifecycle"
import { PriceFunction, Refund } from "@parkade/core/pricing"
import { Leaving, Reservation } from "@parkade/core/reservation"
import { Instant, TimeZone } from "@parkade/core/time"
import { Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { holdCommand } from "../arbitraries/Reservation.ts"
import { simple, tariff } from "../arbitraries/Tariff.ts"
import type { DeciderSchemas } from "./DeciderLaws.ts"
import { type Law, show } from "./Law.ts"
import { countingLaw, type History, stepsOf, type Told } from "./Steps.ts"

/** Every state of a reservation, and its events. */
export const reservationSchemas: DeciderSchemas<Reservation.State, Reservation.Event> = {
  state: Schema.toType(Reservation.State),
  event: Schema.toType(Reservation.Event)
}

type Step = Told<Reservation.Command, Reservation.State, Reservation.Event>
type Events = ReadonlyArray<Reservation.Event>
const eachStep = stepsOf(Reservation.decider)

/** What was charged and given back, by the events. */
const moneyOf = (events: Events) => ({
  charged: events.reduce((sum, event) => sum + ("charge" in event ? event.charge?.amount.amount ?? 0 : 0), 0),
  refunded: events.reduce((sum, event) => sum + ("refund" in event ? event.refund.amount : 0), 0)
})

const holdOf = (events: Events) => events.find((event) => event._tag === "ReservationHeld")
const isConfirmed = (events: Events) => events.some(({ _tag }) => _tag === "ReservationConfirmed")
const fixed = ({ expiresAt, heldAt, holder, id, lotId, series, terms, vehicleKind }: Reservation.Reservation) => ({ expiresAt, heldAt, holder, id, lotId, series, terms, vehicleKind })
const bill = (at: Reservation.Command["at"], state: Reservation.State) => Reservation.cancel({ _tag: "Cancel", at, by: { _tag: "Routine", name: "law" } }, state)
const givenBack = (at: Reservation.Command["at"], state: Reservation.State) => Result.getOrElse(bill(at, state), () => []).reduce((sum, { refund }) => sum + refund.amount, 0)

const holdLaw = ({ command, past, rejection }: Step): string | undefined => {
  const hold = holdOf(past)
  if (hold === undefined) return undefined
  const end = hold.at + hold.terms.holdFor
  for (const [index, event] of past.entries()) {
    if (isConfirmed(past.slice(0, index))) break
    if (event._tag === "ReservationExpired" ? event.at < end : event.at >= end) return show({ end, event })
  }
  if (command._tag !== "Confirm" || command.at < end || isConfirmed(past) || past.some(({ _tag }) => _tag === "ReservationCancelled")) return undefined
  const told = rejection as { readonly _tag?: string; readonly refund?: { readonly amount: number } } | undefined
  if (told?._tag === "OutOfOrder") return undefined
  return told?._tag === "HoldEnded" && told.refund?.amount === (command.charge?.amount.amount ?? 0) ? undefined : show({ command, rejection })
}

const windowLaw = ({ before, events }: Step): string | undefined => {
  const entered = events.find((event) => event._tag === "ReservationCheckedIn")
  if (entered === undefined) return undefined
  if (before._tag !== "Confirmed") return show({ before, entered })
  const { period, terms } = before
  return entered.at >= period.from - terms.earlyArrival && entered.at < period.to ? undefined : show({ period, entered })
}

/** A change to a start that is no earlier, and a cancellation with it, give back what a cancellation would, and what the change cost. */
const movingLaw = ({ after, before, events }: Step): string | undefined => {
  const moved = events.find((event) => event._tag === "ReservationModified")
  if (moved === undefined || before._tag !== "Confirmed" || after._tag !== "Confirmed" || moved.period.from < before.earliestFrom || moved.at >= before.period.to) return undefined
  const [one, both] = [givenBack(moved.at, before), moved.refund.amount + givenBack(moved.at, after)]
  return both <= one + (moved.charge?.amount.amount ?? 0) ? undefined : show({ before, moved, one, both })
}

/** Whoever moves it by three days gets no more back than who does not. */
const movedAwayLaw = ({ after }: Step): string | undefined => {
  if (after._tag !== "Confirmed" || after.changedAt >= after.period.to) return undefined
  const { changedAt: at, fees, period, place, price, vehicle } = after
  const away = { from: Instant.Instant.make(period.from + 259_200_000), to: Instant.Instant.make(period.to + 259_200_000) }
  const moved = Reservation.evolve(after, { _tag: "ReservationModified", at, by: { _tag: "Routine", name: "law" }, period: away, place, vehicle, price, fees, refund: { ...price, amount: 0 } })
  const [one, other] = [givenBack(at, after), givenBack(at, moved)]
  return other <= one ? undefined : show({ after, one, other })
}

/** Refunds are worked out from the earliest start that was ever confirmed. */
const earliestLaw = ({ events, past }: Step): string | undefined => {
  const cancelled = events.find((event) => event._tag === "ReservationCancelled")
  const confirmed = past.find((event) => event._tag === "ReservationConfirmed")
  const hold = holdOf(past)
  if (cancelled === undefined || confirmed === undefined || hold === undefined) return undefined
  const changes = past.filter((event) => event._tag === "ReservationModified" || event._tag === "ReservationExtended")
  const price = changes.at(-1)?.price ?? hold.price
  const held = changes.filter((event) => past.indexOf(event) < past.indexOf(confirmed)).at(-1)?.period.from ?? hold.period.from
  const startsAt = Instant.Instant.make(Math.min(held, ...changes.filter((event) => past.indexOf(event) > past.indexOf(confirmed)).map(({ period }) => period.from)))
  const bookedAt = hold.terms.bookedAt === "hold" ? hold.at : confirmed.at
  const expected = Result.getOrThrow(Refund.cancel(hold.terms.cancellation, { paid: price, bookedAt, startsAt }, cancelled.at))
  return Equal.equals(expected, cancelled.refund) ? undefined : show({ expected, cancelled })
}

/** Laws of reservations. */
export const reservationLaws: ReadonlyArray<Law<History<Reservation.Command>>> = [
  eachStep("a hold is over at the instant at which it expires", holdLaw),
  eachStep("what was charged less what was given back is the price with its fees", ({ after, past }) => {
    if (after._tag !== "Confirmed" && after._tag !== "CheckedIn") return undefined
    const { charged, refunded } = moneyOf(past)
    return charged - refunded === after.price.amount + after.fees.amount ? undefined : show({ charged, refunded, after })
  }),
  eachStep("a reservation never gives back more than was charged", ({ past }) => {
    const { charged, refunded } = moneyOf(past)
    return refunded <= charged && past.every((event) => !("refund" in event) || event.refund.amount >= 0) ? undefined : show({ charged, refunded, past })
  }),
  eachStep("nobody checks in outside the window", windowLaw),
  eachStep("nothing is cancelled after check-in", ({ past }) => {
    const entered = past.findIndex(({ _tag }) => _tag === "ReservationCheckedIn")
    return entered === -1 || past.slice(entered).every(({ _tag }) => _tag !== "ReservationCancelled") ? undefined : show(past)
  }),
  eachStep("moving a reservation earns no larger refund", (step) => movingLaw(step) ?? movedAwayLaw(step) ?? earliestLaw(step)),
  eachStep("what a hold fixed stays fixed", ({ after, before }) =>
    before._tag === "Absent" || after._tag === "Absent" || Equal.equals(fixed(before), fixed(after)) ? undefined : show({ before, after })),
  countingLaw(Reservation.decider, (state) => (state._tag === "Absent" ? undefined : state))
]

export interface LeavingCase {
  readonly reservation: Reservation.CheckedIn
  readonly tariff: PriceFunction.Compiled
  readonly at: Instant.Instant
}

/** Exits on reservations in any simple tariff, often at the end and its tolerance. */
export const leavingCase = (): fc.Arbitrary<LeavingCase> =>
  fc.record({ hold: holdCommand(), rates: tariff(simple), edge: fc.nat(3), beside: fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: -100_000_000, max: 100_000_000 })) }).map(({ beside, edge, hold: { _tag: _, at: heldAt, by: __, ...hold }, rates }) => {
    const { from, to } = hold.period
    const base = [from, to, to + hold.terms.lateStop, Math.floor((from + to) / 2)][edge] ?? to
    const checkedInAt = Instant.Instant.make(from - hold.terms.earlyArrival)
    const price = { ...hold.price, currency: rates.currency }
    const reservation: Reservation.CheckedIn = {
      _tag: "CheckedIn",
      ...hold,
      price,
      fees: { ...price, amount: 0 },
      charges: [],
      refunds: [],
      heldAt,
      expiresAt: heldAt,
      confirmedAt: heldAt,
      earliestFrom: from,
      checkedInAt,
      ticketId: Ids.TicketId.make("0000000e-0000-7000-8000-000000000001"),
      version: 3,
      changedAt: heldAt
    }
    const compiled = Result.getOrThrow(PriceFunction.compile(rates, { zone: TimeZone.utc }))
    return { reservation, tariff: compiled, at: Instant.Instant.make(Math.max(checkedInAt, base + beside)) }
  })

const eachExit = (name: string, look: (left: Leaving.Leaving, input: LeavingCase) => boolean): Law<LeavingCase> => ({
  name,
  counterexample: (input) => {
    const left = Leaving.settle(input.reservation, input.tariff, input.at)
    return Result.isFailure(left) || look(left.success, input) ? undefined : show({ left, at: input.at, reservation: input.reservation })
  }
})

/** Laws of leaving. */
export const leavingLaws: ReadonlyArray<Law<LeavingCase>> = [
  eachExit("within the tolerance no overtime is due", ({ overtime }, { at, reservation: { period, terms } }) =>
    overtime.amount >= 0 && (overtime.amount === 0 || (at >= period.to + terms.lateStop && at > period.to))),
  eachExit("nobody owes overtime and is given back unused time", ({ overtime, unused }) => overtime.amount === 0 || unused.amount === 0),
  eachExit("unused time never gives back more than the price", ({ unused }, { reservation: { price } }) => unused.amount >= 0 && unused.amount <= price.amount),
  eachExit("overtime is the price of the time that was not booked", ({ overtime }, { at, reservation: { period, price, terms }, tariff: rates }) => {
    if (at <= period.to || at < period.to + terms.lateStop) return true
    const [entry, credit] = terms.overtime.as === "anew" ? [period.to, 0] : [period.from, price.amount]
    const costs = rates.from(entry).priceAt(at)
    return Result.isFailure(costs) || rates.tariff.minorUnits !== undefined || overtime.amount === Math.max(0, costs.success.gross - credit)
  })
]
