/**
 * A flight of stairs: over some lengths of a stay a rate costs so much, and so much more with each step. Flat and hourly
 * rates are one flight, slabs of them several.
 *
 * Units: seconds; amounts as a meter's (see Meter).
 */
import { Whole } from "../../money/index.ts"

export interface Flight {
  /** The longest stay that it is for. The flights of a meter rise, the first from the first second on. */
  readonly upTo: number
  /** A stay has floor((length + ahead) / step) steps. */
  readonly step: number
  readonly ahead: number
  readonly base: Whole.Whole
  readonly each: Whole.Whole
}

/** What a rate is of whose flights are known, up to the last of them. */
export type Flights = ReadonlyArray<Flight>

interface Bracket {
  readonly upTo: number
  readonly flights: Flights
}

/** What a stay of `length` costs, by the last flight. */
const amountAt = (length: number, flights: Flights): Whole.Whole => {
  const { ahead = 0, base = 0, each = 0, step = 1 } = flights.at(-1) ?? {}
  return Whole.add(base, Whole.multiply(each, Math.floor((length + ahead) / step)))
}

/** Of flights in a row those above `after`, up to `upTo`. */
const between = (after: number, upTo: number, flights: Flights): Flights =>
  flights.filter((flight, index) => flight.upTo > after && (flights[index - 1]?.upTo ?? 0) < upTo).map((flight) => ({ ...flight, upTo: Math.min(flight.upTo, upTo) }))

/** Flights that begin after `after` seconds, where a stay has cost `before`. */
const raised = (after: number, before: Whole.Whole, flights: Flights): Flights =>
  flights.map((flight) => ({ ...flight, upTo: flight.upTo + after, ahead: flight.ahead - after, base: Whole.add(before, flight.base) }))

/** Brackets in a row, as far as their flights are known without a gap. */
const row = (brackets: ReadonlyArray<Bracket>, flightsOf: (bracket: Bracket, after: number, below: Flights) => Flights): Flights => {
  let [after, found]: [number, Flights] = [0, []]
  for (const bracket of brackets) {
    const { upTo } = bracket
    const own = between(after, upTo, flightsOf(bracket, after, found))
    found = [...found, ...own]
    if (own.at(-1)?.upTo !== upTo) break
    after = upTo
  }
  return found
}

/** The first bracket that is long enough prices the stay. */
export const ladder = (brackets: ReadonlyArray<Bracket>): Flights => row(brackets, ({ flights }) => flights)

/** Each bracket prices its own part of the stay. */
export const graduated = (brackets: ReadonlyArray<Bracket>): Flights => row(brackets, ({ flights }, after, below) => raised(after, amountAt(after, below), flights))
