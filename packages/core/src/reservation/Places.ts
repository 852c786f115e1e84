/**
 * The spots of a lot as capacity sees them: spots that no claim tells apart are one kind, with so many of them.
 *
 * Units: instants; what is taken is closed-open.
 */
import { Fit } from "../allocation/index.ts"
import type { Spot } from "../lot/index.ts"
import type { Instant } from "../time/index.ts"
import type { Period, Place } from "./Booking.ts"

export interface Placed extends Fit.Placed {
  readonly id: Spot.SpotId
}

/** Who wants a place and when: a reservation with its tolerances, or a vehicle at the entry. */
export interface Claim {
  readonly id: string
  readonly period: Period
  readonly place: Place
}

/** A vehicle on a spot. */
export interface Inside {
  readonly spotId: Spot.SpotId
  /** When it is expected to leave; until further notice when absent, or past. */
  readonly until?: Instant.Instant | undefined
}

/** A lot as it is `now`. */
export interface Situation {
  readonly spots: ReadonlyArray<Placed>
  readonly inside: ReadonlyArray<Inside>
  /** What was promised and has not come yet. */
  readonly claims: ReadonlyArray<Claim>
  readonly now: Instant.Instant
}

/** Closed-open, in epoch milliseconds; to `Infinity` until further notice. */
export interface Taken {
  readonly from: number
  readonly to: number
}

export const overlaps = (one: Taken, other: Taken): boolean => one.from < other.to && other.from < one.to

/** A spot with when it is out of service, or promised by itself. */
export interface Own {
  readonly spot: Placed
  readonly blocks: ReadonlyArray<Taken>
  /** Until when the vehicle that is there now stays; nothing where there is none. */
  readonly occupied: number | undefined
}

/** Spots that suit the same claims at the same times. */
export interface Kind {
  readonly spots: ReadonlyArray<Own>
  readonly blocks: ReadonlyArray<Taken>
}

/** A claim of any spot that suits, from now on. */
export interface Wanted extends Taken {
  readonly id: string
  /** Which of the kinds would do for all of it, those that few others could use first. */
  readonly kinds: ReadonlyArray<number>
}

/** What a claim takes, from now on: who is late has not had the place yet. */
export const taken = ({ period: { from, to } }: Claim, now: number): Taken => ({ from: Math.max(now, from), to })

/** Each spot with what is certain of it. */
export const owned = ({ claims, inside, now, spots }: Situation): ReadonlyArray<Own> => {
  const stays = new Map<string, number>()
  for (const { spotId, until } of inside) stays.set(spotId, Math.max(stays.get(spotId) ?? 0, until === undefined || until <= now ? Infinity : until))
  const promised = Map.groupBy(claims, ({ place }) => (place._tag === "Spot" ? place.spotId : ""))
  return spots.map((spot) => {
    const outages = (spot.outages ?? []).map(({ from, until = Infinity }) => ({ from: Math.max(now, from), to: until }))
    const own = (promised.get(spot.id) ?? []).map((claim) => taken(claim, now))
    const blocks = [...outages, ...own].filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from || a.to - b.to)
    return { spot, blocks, occupied: stays.get(spot.id) }
  })
}

const look = ({ connectors, features, maxHeightCentimetres, size, zones }: Placed): string =>
  JSON.stringify([size, features, connectors, maxHeightCentimetres, zones?.map(({ access, id, maxHeightCentimetres: height }) => [id, access, height])])

const requirementOf = ({ place }: Claim) => (place._tag === "Class" ? place.requirement : undefined)

/** The kinds of spots, and the claims that any spot of a kind would do for, in the order in which they begin. */
export const sorted = (situation: Situation): { readonly kinds: ReadonlyArray<Kind>; readonly wanted: ReadonlyArray<Wanted> } => {
  const { claims, now } = situation
  const asked = new Map(claims.flatMap((claim) => {
    const requirement = requirementOf(claim)
    return requirement === undefined ? [] : [[JSON.stringify(requirement), requirement] as const]
  }))
  const suits = new Map<string, ReadonlySet<string>>()
  const suiting = (spot: Placed): ReadonlySet<string> => {
    const known = suits.get(look(spot))
    if (known !== undefined) return known
    const found = new Set([...asked].filter(([, requirement]) => Fit.fit(spot, requirement).length === 0).map(([key]) => key))
    suits.set(look(spot), found)
    return found
  }
  const able = owned(situation).map((own) => ({ ...own, suits: suiting(own.spot) }))
  const groups = [...Map.groupBy(able, (own) => JSON.stringify([[...own.suits], own.blocks.map(({ from, to }) => [from, String(to)])])).values()]
  const alike = groups.flatMap((spots) => (spots[0] === undefined ? [] : [{ spots, suits: spots[0].suits, blocks: spots[0].blocks }]))
  // Those that suit few claims, or are often promised already, go first: the others can do more.
  const kinds = alike.toSorted((a, b) => a.suits.size - b.suits.size || b.blocks.length - a.blocks.length)
  const wanted = claims.flatMap((claim) => {
    const requirement = requirementOf(claim)
    if (requirement === undefined) return []
    const [key, time] = [JSON.stringify(requirement), taken(claim, now)]
    const would = kinds.flatMap(({ blocks, suits: keys }, index) => (keys.has(key) && !blocks.some((block) => overlaps(block, time)) ? [index] : []))
    return time.from < time.to ? [{ id: claim.id, ...time, kinds: would }] : []
  })
  return { kinds, wanted: wanted.toSorted((a, b) => a.from - b.from || b.to - a.to) }
}
