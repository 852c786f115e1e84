/**
 * Claims on a lot's spots over time: may a reservation be accepted, may a vehicle that is at the entry come in, such that
 * everybody who was promised a place gets one, and keeps it for all of the time?
 *
 * Reservations for a class are promised no spot: they are seated anew whenever the question is asked, until their
 * drivers come. Vehicles inside stay where they are. The answer is one of three:
 *
 * - `Seated`, with a spot for everybody: exact, the seating is its own proof.
 * - `Short`, with an instant at which some claims have too few spots between them, whoever sits where: exact as well.
 * - `Undecided`: every instant by itself would do, but the search went back `effort` times and found no seating, or tried
 *   everything (nobody changes spots during a stay): `exhausted` says that, and it is exact then. Without, it is conservative:
 *   it counts as no.
 *
 * Where the spots are of one kind the first two are all there is, and the search never goes back.
 * A vehicle without an end, or past it, stays until further notice. Who outstays what was assumed breaks the promise. A
 * claim whose time has begun is seated from `now` on, and one whose time is over takes no place.
 *
 * Units: closed-open periods; `effort` in times that the search goes back.
 * Guarantees: a seating puts everybody on a spot that suits, one vehicle on a spot at a time; what is short has no
 * seating; a search that was exhausted missed no seating; a vehicle that leaves and a claim that is given up take
 * nobody's place.
 * Source: Kolen, Lenstra, Papadimitriou, Spieksma, "Interval scheduling: a survey" (2007): with spots that differ, seating
 * is NP-complete; Hall's theorem (1935).
 */
import { Result, Schema } from "effect"
import { Spot } from "../lot/index.ts"
import { Instant } from "../time/index.ts"
import { type Claim, type Kind, overlaps, owned, type Situation, sorted, taken, type Wanted } from "./Places.ts"
import * as Seats from "./Seats.ts"

export type { Claim, Inside, Placed, Situation } from "./Places.ts"

export type Seating =
  | { readonly _tag: "Seated"; readonly spots: ReadonlyMap<string, Spot.SpotId> }
  | { readonly _tag: "Short"; readonly at: Instant.Instant; readonly claims: ReadonlyArray<string>; readonly spots: ReadonlyArray<Spot.SpotId> }
  | { readonly _tag: "Undecided"; readonly exhausted: boolean }

/** These claims want one of these spots at this instant, and they are more than the spots that are left. */
export class CapacityShort extends Schema.TaggedError<CapacityShort>()("CapacityShort", {
  at: Instant.Instant,
  claims: Schema.Array(Schema.String),
  spots: Schema.Array(Spot.SpotId)
}) {
  override get message() {
    return `at ${Instant.toIso(this.at)} there are ${this.claims.length} claims on ${this.spots.length} spots: choose another time or another class`
  }
}

/** No seating was found: there is none where `exhausted`, else none after so much effort. */
export class NoSeating extends Schema.TaggedError<NoSeating>()("NoSeating", { exhausted: Schema.Boolean }) {
  override get message() {
    return this.exhausted
      ? "somebody would have to change spots during a stay: choose another time or another class"
      : "no seating was found with this effort: choose another time or another class, or try with more"
  }
}

/** Claims on spots of their own that are taken already. */
const conflict = (situation: Situation): Seating | undefined => {
  const { claims, inside, now, spots } = situation
  const own = claims.flatMap((claim) => (claim.place._tag === "Spot" ? [{ ...taken(claim, now), id: claim.id, spotId: claim.place.spotId }] : []))
  if (own.length === 0) return undefined
  const places = new Map(owned({ spots, inside, now, claims: [] }).map((place) => [place.spot.id, place]))
  for (const [index, claim] of own.entries()) {
    if (claim.from >= claim.to) continue
    const place = places.get(claim.spotId)
    const others = own.slice(0, index).filter((other) => other.spotId === claim.spotId && other.from < other.to)
    const clash = [...others, ...(place?.blocks ?? []), ...(place?.occupied === undefined ? [] : [{ from: now, to: place.occupied }])].find((each) => overlaps(each, claim))
    if (place !== undefined && clash === undefined) continue
    const other = others.find((each) => each === clash)
    const free = place !== undefined && other !== undefined
    return { _tag: "Short", at: at(Math.max(claim.from, clash?.from ?? 0)), claims: free ? [other.id, claim.id] : [claim.id], spots: free ? [claim.spotId] : [] }
  }
  return undefined
}

const at = (millis: number): Instant.Instant => Instant.Instant.make(millis)

/** Spots by their claims, of a seating in kinds: who comes takes any spot of the kind that is free. */
const spotsOf = (kinds: ReadonlyArray<Kind>, wanted: ReadonlyArray<Wanted>, seats: ReadonlyArray<number>): ReadonlyMap<string, Spot.SpotId> => {
  const freeFrom = kinds.map(({ spots }) => spots.map(({ occupied = 0 }) => occupied))
  return new Map(wanted.flatMap(({ from, id, to }, index) => {
    const kind = seats[index] ?? -1
    const free = freeFrom[kind] ?? []
    const place = free.findIndex((since) => since <= from)
    const spot = kinds[kind]?.spots[place]?.spot
    if (spot === undefined) return []
    free[place] = to
    return [[id, spot.id] as const]
  }))
}

/** A spot for everybody, or why not. */
export const seat = (situation: Situation, effort: number): Seating => {
  const clash = conflict(situation)
  if (clash !== undefined) return clash
  const { kinds, wanted } = sorted(situation)
  // Nearly always the first try does; a shortage is cheaper to prove than a search is to exhaust.
  const first = Seats.search(kinds, wanted, 0)
  const short = first._tag === "Found" ? undefined : Seats.shortage(kinds, wanted)
  if (short !== undefined) return { _tag: "Short", ...short, at: at(short.at) }
  const found = first._tag === "Found" ? first : Seats.search(kinds, wanted, effort)
  if (found._tag !== "Found") return { _tag: "Undecided", exhausted: found._tag === "None" }
  const own = situation.claims.flatMap(({ id, place }) => (place._tag === "Spot" ? [[id, place.spotId] as const] : []))
  return { _tag: "Seated", spots: new Map([...own, ...spotsOf(kinds, wanted, found.seats)]) }
}

/**
 * The seating with `claim` in it: a reservation to be accepted, or a vehicle at the entry with the longest stay that its
 * terms assume (until the end of time, where they assume nothing). A vehicle at the entry may be sent to its spot.
 */
export const accept = (situation: Situation, claim: Claim, effort: number): Result.Result<ReadonlyMap<string, Spot.SpotId>, CapacityShort | NoSeating> => {
  const others = situation.claims.filter(({ id }) => id !== claim.id)
  const seating = seat({ ...situation, claims: [...others, claim] }, effort)
  switch (seating._tag) {
    case "Seated": return Result.succeed(seating.spots)
    case "Short": return Result.fail(new CapacityShort({ at: seating.at, claims: seating.claims, spots: seating.spots }))
    case "Undecided": return Result.fail(new NoSeating({ exhausted: seating.exhausted }))
  }
}

/** The claim of a vehicle that comes in at `now` and is assumed to stay for `longest`, or until further notice. */
export const driveIn = ({ id, longest, now, place }: Pick<Claim, "id" | "place"> & { readonly now: Instant.Instant; readonly longest?: number | undefined }): Claim =>
  ({ id, place, period: { from: now, to: at(Math.min(Instant.lastSecond * 1_000, longest === undefined ? Infinity : now + longest)) } })

