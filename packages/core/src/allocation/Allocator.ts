/**
 * Gives spots of one lot, in memory: says which, or why none, and knows what is free.
 *
 * Time goes forward: the clock of an allocator is the latest instant it was told; a stay that begins earlier is taken to begin
 * then. Opening hours are the caller's. A spot is spoken of by its place, its index in the layout; `place` finds it.
 *
 * Costs: choosing looks at the kinds of spots that suit, not at spots; where zones are balanced, at those of the zone of which most
 * is free, and of others that tie with it or follow while nothing suits. Some things take longer: a refusal also looks at spots that
 * have an outage or a hold; a stay with an end looks at spots that come first and are free for now, but not later; each entrance
 * and each zone that requests name is ranked when it is first named, and kept up from then on; occupancy is summed up when asked for.
 *
 * Fails: InvalidLayout, and UnknownSpots for a snapshot of another layout.
 * Guarantees: a spot that is given is free, suits, and is the first of those in the ordering; no spot is given twice before it is
 * released; never a refusal while a spot that suits is free; a refusal says which of the three it is; occupancy counts every
 * spot once, in each of its zones and in its kind; the same history gives the same spots; an allocator restored from its snapshot
 * goes on as it would have; zones of one size are filled alike by balance, within one spot.
 */
import { Result } from "effect"
import { type Distance, Layout, type Lot, type Spot, type Zone } from "../lot/index.ts"
import { Instant } from "../time/index.ts"
import * as Explanation from "./Explanation.ts"
import { type During, type Misfit, overlaps, type Requirement } from "./Fit.ts"
import * as Kinds from "./Kinds.ts"
import * as Occupancy from "./Occupancy.ts"
import type { Ordering } from "./Ordering.ts"
import * as Ranking from "./Ranking.ts"
import { AlreadyHeld, AlreadyTaken, NotHeld, NotTaken, type Refusal, UnknownSpots } from "./Refusal.ts"
import * as Schedule from "./Schedule.ts"
import * as Shares from "./Shares.ts"
import type { Snapshot } from "./Snapshot.ts"
import * as Views from "./Views.ts"

/** Who asks, and from when on. */
export interface Request {
  /** Not changed once it was asked with: one that comes again is not looked at again. */
  readonly needed: Requirement
  readonly during: During
  /** Where the driver comes from or goes to on foot, for orderings that ask for the nearest. */
  readonly entranceId?: Distance.EntranceId | undefined
}

export interface Allocator {
  readonly place: (spotId: Spot.SpotId) => number | undefined
  readonly spot: (place: number) => Layout.PlacedSpot
  /** Gives the first spot that suits, and takes it: its place. */
  readonly allocate: (request: Request) => Result.Result<number, Refusal>
  /** The spot that `allocate` would give, left free. */
  readonly choose: (request: Request) => Result.Result<number, Refusal>
  /** Somebody stands there, whoever it is kept for: a fact. Ask `whyNot` whether somebody may. */
  readonly take: (place: number) => Result.Result<void, AlreadyTaken>
  readonly release: (place: number) => Result.Result<void, NotTaken>
  /** All outages the spot has, those before are forgotten. */
  readonly setOutages: (place: number, outages: ReadonlyArray<Spot.Outage>) => void
  /** Kept for a holder: not given to anybody whose stay overlaps. When the holder comes: `unhold`, then `take`. */
  readonly hold: (place: number, hold: Schedule.Hold) => Result.Result<void, AlreadyHeld>
  /** Takes back all holds of this holder on the spot. */
  readonly unhold: (place: number, holder: string) => Result.Result<void, NotHeld>
  /** What began or ended by then has. Requests do the same. */
  readonly advance: (to: Instant.Instant) => void
  /** Of the lot, at the clock. */
  readonly occupancy: () => Occupancy.Occupancy
  readonly occupancyOf: (zoneId: Zone.ZoneId) => Occupancy.Occupancy | undefined
  readonly occupancyByKind: () => ReadonlyArray<Occupancy.Occupancy & { readonly kind: Kinds.Kind }>
  /** Why this spot, which was given or would be. */
  readonly why: (place: number, request: Request) => Explanation.Why
  readonly whyNot: (place: number, request: Request) => Explanation.WhyNot
  readonly snapshot: () => Snapshot
}

interface State {
  readonly layout: Lot.Layout
  readonly spots: ReadonlyArray<Layout.PlacedSpot>
  readonly ordering: Ordering
  readonly kinds: Kinds.Kinds
  readonly counts: Occupancy.Counts
  readonly schedule: Schedule.Schedule
  readonly shares: Shares.Shares
  /** Does the ordering look at shares? */
  readonly weighs: boolean
  readonly views: Views.Views
}

const put = (state: State, place: number, is: number): void => {
  const was = Occupancy.set(state.counts, place, is)
  if (was === is) return
  Views.show(state.views, place, was, is)
  if (state.weighs) weigh(state, place, was, is)
}

const weigh = ({ counts, shares }: State, place: number, was: number, is: number): void => {
  if (Occupancy.isFree(was) !== Occupancy.isFree(is)) Shares.change(shares, Occupancy.groupOf(counts, place), Occupancy.isFree(is) ? 1 : -1)
}

/** A spot on which nobody stands is what its periods say. */
const settle = (state: State, place: number): void => {
  if (Occupancy.statusOf(state.counts, place) !== Occupancy.taken) put(state, place, state.schedule.status(place))
}

const advance = (state: State, to: Instant.Instant): void => {
  const woken = state.schedule.advance(to)
  if (woken.length > 0) for (const place of woken) settle(state, place)
}

const suitingFor = ({ kinds }: State, ranking: Ranking.Ranking, needed: Requirement): Ranking.Suiting => {
  // A requirement is not changed: one that comes again is not looked at again.
  if (ranking.lastNeeded !== needed) {
    const key = kinds.keyOf(needed)
    ranking.last = ranking.suiting.get(key) ?? Ranking.suitable(ranking, key, suits(kinds, key, needed))
    ranking.lastNeeded = needed
  }
  return ranking.last
}

const suits = (kinds: Kinds.Kinds, key: Kinds.Key, needed: Requirement) => (kind: number): boolean => kinds.misfits(key, needed)[kind]?.length === 0

/** From the clock on. */
const onwards = ({ schedule }: State, { from, until }: During): During => {
  const begins = from > schedule.now() ? from : schedule.now()
  return { from: begins, until: until === undefined || until > begins ? until : begins + 1 as Instant.Instant }
}

/** May a vehicle that asks for such a stay have a spot that is free for now only? */
const until = ({ schedule }: State, stay: During) => (place: number): boolean => Schedule.isOpen(schedule.of(place), stay)

/** The place of the first spot that suits; -1 when there is none. */
const find = (state: State, { during, entranceId, needed }: Request): number => {
  const { schedule, shares, views } = state
  if (during.from > schedule.now()) advance(state, during.from)
  const ranking = needed.zoneId === undefined ? Views.whole(views, entranceId) : Views.zone(views, needed.zoneId, entranceId)
  if (ranking === undefined) return -1
  // Whatever comes later is in the way of a stay without an end.
  const willDo = during.until !== undefined && views.laterCount > 0 ? until(state, onwards(state, during)) : undefined
  return Ranking.choose(ranking, suitingFor(state, ranking, needed), shares, willDo)
}

/** Why nothing was found, told from what is there: kinds of spots, and spots with outages or holds. */
const refuse = (state: State, { during, needed }: Request): Refusal => {
  const { counts, kinds, schedule, spots } = state
  const stay = onwards(state, during)
  const misfits = kinds.misfits(kinds.keyOf(needed), needed)
  const isInside = (place: number) => needed.zoneId === undefined || spots[place]?.zones.some(({ id }) => id === needed.zoneId) === true
  let [heldFromIt, interrupted] = [0, 0]
  for (const place of schedule.places()) {
    if (Occupancy.statusOf(state.counts, place) === Occupancy.taken) continue
    const { holds, outages } = schedule.of(place)
    const suits = misfits[kinds.kindAt[place] ?? 0]?.length === 0 && isInside(place)
    if (!Schedule.isOpen({ outages, holds: [] }, stay)) interrupted += Occupancy.statusOf(state.counts, place) === Occupancy.outOfService ? 0 : 1
    else if (suits && !Schedule.isOpen({ outages: [], holds }, stay)) heldFromIt += 1
  }
  if (heldFromIt > 0) return { _tag: "HeldForOthers", held: heldFromIt }
  const untaken = ({ free, held }: Occupancy.Occupancy): number => free + held
  const lot = counts.lot()
  if (untaken(lot) === 0) return { _tag: "LotFull", total: lot.total, taken: lot.taken, outOfService: lot.outOfService }
  const tally: Partial<Record<Misfit["_tag"], number>> = {}
  for (const [kind, against] of misfits.entries()) {
    const spots = untaken(counts.kind(kind))
    if (spots > 0) Explanation.addTo(tally, against.map(({ _tag }) => _tag), spots)
  }
  const inside = needed.zoneId === undefined ? lot : counts.zone(needed.zoneId)
  const outside = untaken(lot) - (inside === undefined ? 0 : untaken(inside))
  if (outside > 0) Explanation.addTo(tally, ["OtherZone"], outside)
  if (interrupted > 0) Explanation.addTo(tally, ["OutOfService"], interrupted)
  return { _tag: "NothingFits", free: untaken(lot), misfits: tally }
}

/** For where something is wrong, or is to be told: of a hundred thousand spots, the next one is seldom in the cache. */
const spotAt = ({ spots }: State, place: number): Layout.PlacedSpot => {
  const spot = spots[place]
  if (spot === undefined) throw new RangeError(`the layout has ${spots.length} spots, none at place ${place}`)
  return spot
}

const give = (state: State, request: Request, takes: boolean): Result.Result<number, Refusal> => {
  const place = find(state, request)
  if (place === -1) return Result.fail(refuse(state, request))
  if (takes) put(state, place, Occupancy.taken)
  return Result.succeed(place)
}

const isTaken = (state: State, place: number): boolean => {
  if (state.counts.rows[place] === undefined) spotAt(state, place)
  return Occupancy.statusOf(state.counts, place) === Occupancy.taken
}

const take = (state: State, place: number): Result.Result<void, AlreadyTaken> => {
  if (isTaken(state, place)) return Result.fail(new AlreadyTaken({ spotId: spotAt(state, place).id }))
  put(state, place, Occupancy.taken)
  return Result.void
}

const release = (state: State, place: number): Result.Result<void, NotTaken> => {
  if (!isTaken(state, place)) return Result.fail(new NotTaken({ spotId: spotAt(state, place).id }))
  put(state, place, state.schedule.status(place))
  return Result.void
}

const setPeriods = (state: State, place: number, periods: Schedule.Periods): void => {
  state.schedule.set(place, periods)
  settle(state, place)
}

const hold = (state: State, place: number, asked: Schedule.Hold): Result.Result<void, AlreadyHeld> => {
  const [spot, { holds, outages }] = [spotAt(state, place), state.schedule.of(place)]
  const other = holds.find((each) => overlaps(each, asked))
  if (other !== undefined) return Result.fail(new AlreadyHeld({ spotId: spot.id, ...other }))
  setPeriods(state, place, { outages, holds: [...holds, asked] })
  return Result.void
}

const unhold = (state: State, place: number, holder: string): Result.Result<void, NotHeld> => {
  const [spot, { holds, outages }] = [spotAt(state, place), state.schedule.of(place)]
  const left = holds.filter((each) => each.holder !== holder)
  if (left.length === holds.length) return Result.fail(new NotHeld({ spotId: spot.id, holder }))
  setPeriods(state, place, { outages, holds: left })
  return Result.void
}

/** The lot as it was when `given` was still free. */
const sceneOf = (state: State, { during, entranceId, needed }: Request, given?: Layout.PlacedSpot): Explanation.Scene => ({
  spots: state.spots,
  ordering: state.ordering,
  entrances: state.layout.entrances ?? [],
  needed,
  during: onwards(state, during),
  status: (place) => Occupancy.statusOf(state.counts, place),
  periods: state.schedule.of,
  sight: {
    entranceId,
    share: ({ id }) => {
      const { free: left, total } = state.counts.zone(id) ?? { free: 0, total: 0 }
      const back = given !== undefined && Occupancy.statusOf(state.counts, given.place) === Occupancy.taken && given.zones.some((zone) => zone.id === id) ? 1 : 0
      return { free: left + back, total }
    }
  }
})

const whyNot = (state: State, place: number, request: Request): Explanation.WhyNot => {
  const [first, spot] = [find(state, request), spotAt(state, place)]
  return Explanation.whyNot(sceneOf(state, request), spot, state.spots[first])
}

const snapshot = (state: State): Snapshot => ({
  clock: state.schedule.now(),
  taken: state.spots.flatMap(({ id, place }) => Occupancy.statusOf(state.counts, place) === Occupancy.taken ? [id] : []),
  periods: [...state.schedule.places()].toSorted((a, b) => a - b).map((place) => ({ spotId: spotAt(state, place).id, ...state.schedule.of(place) }))
})

const stateOf = (layout: Lot.Layout, spots: ReadonlyArray<Layout.PlacedSpot>, ordering: Ordering, clock: Instant.Instant): State => {
  const kinds = Kinds.kinds(spots)
  const counts = Occupancy.counts(spots, layout.zones, kinds.kindAt)
  const { zoneNumber } = counts
  const shares = Shares.make({ spots, ordering, zoneNumber, zoneCount: layout.zones.length, groupOf: (place) => Occupancy.groupOf(counts, place) })
  const views = Views.views({ layout, spots, ordering, kindAt: kinds.kindAt, zoneNumber, statusOf: (place) => Occupancy.statusOf(counts, place) })
  return { layout, spots, ordering, kinds, counts, shares, weighs: shares.order.length > 0, views, schedule: Schedule.start(clock) }
}

const facade = (state: State, placeOf: ReadonlyMap<Spot.SpotId, number>): Allocator => ({
  place: (spotId) => placeOf.get(spotId),
  spot: (place) => spotAt(state, place),
  allocate: (request) => give(state, request, true),
  choose: (request) => give(state, request, false),
  take: (place) => take(state, place),
  release: (place) => release(state, place),
  setOutages: (place, outages) => setPeriods(state, spotAt(state, place).place, { outages, holds: state.schedule.of(place).holds }),
  hold: (place, asked) => hold(state, place, asked),
  unhold: (place, holder) => unhold(state, place, holder),
  advance: (to) => advance(state, to),
  occupancy: state.counts.lot,
  occupancyOf: state.counts.zone,
  occupancyByKind: () => state.kinds.kinds.map((kind, number) => ({ kind, ...state.counts.kind(number) })),
  why: (place, request) => {
    const spot = spotAt(state, place)
    return Explanation.why(sceneOf(state, request, spot), spot)
  },
  whyNot: (place, request) => whyNot(state, place, request),
  snapshot: () => snapshot(state)
})

export interface Options {
  readonly ordering: Ordering
  /** Goes on from here; outages are then those of the snapshot. Otherwise all spots are free, and the clock is at zero. */
  readonly snapshot?: Snapshot | undefined
}

/** An allocator of the spots of `layout`. */
export const open = (layout: Lot.Layout, { ordering, snapshot }: Options): Result.Result<Allocator, Layout.InvalidLayout | UnknownSpots> =>
  Result.flatMap(Layout.placed(layout), (spots) => {
    const placeOf = new Map(spots.map(({ id, place }) => [id, place]))
    const named = snapshot === undefined ? [] : [...snapshot.taken, ...snapshot.periods.map(({ spotId }) => spotId)]
    const unknown = named.filter((spotId) => !placeOf.has(spotId))
    if (unknown.length > 0) return Result.fail(new UnknownSpots({ spotIds: unknown }))
    const state = stateOf(layout, spots, ordering, snapshot?.clock ?? Instant.Instant.make(0))
    const periods = snapshot?.periods ?? spots.map(({ id, outages = [] }) => ({ spotId: id, outages, holds: [] }))
    for (const { spotId, ...of } of periods) if (of.outages.length + of.holds.length > 0) setPeriods(state, placeOf.get(spotId) ?? 0, of)
    for (const spotId of snapshot?.taken ?? []) take(state, placeOf.get(spotId) ?? 0)
    return Result.succeed(facade(state, placeOf))
  })
