/**
 * Every storage port in memory: for tests, demos and as the exact measure of other adapters.
 *
 * One process, nothing kept. Each method runs without yielding to another fiber, which is what makes it atomic.
 */
import { BestFit, Fit } from "@parkade/core/allocation"
import { type Lot, Spot, Zone } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import {
  type Admission,
  AllHeld,
  AlreadyParked,
  Analytics,
  AuditLog,
  Books,
  type Changed,
  type Claim,
  HeldForReservations,
  Journal,
  key,
  type KeyTaken,
  LotFull,
  LotNotFound,
  Lots,
  NoneSuits,
  NothingFits,
  refusedByHours,
  Reports,
  SpotNotFound,
  Spots,
  SpotTaken,
  TicketNotFound,
  type TicketRef,
  Tickets,
  type Wanted
} from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Context, Effect, Layer, Result } from "effect"
import { analytics } from "./Analytics.ts"
import { auditLog } from "./AuditLog.ts"
import { books } from "./Books.ts"
import * as Store from "./Store.ts"

const lotOf = ({ lots }: Store.Store, id: Lot.LotId): Effect.Effect<Store.StoredLot, LotNotFound> =>
  Effect.suspend(() => {
    const lot = lots.get(id)
    return lot === undefined ? Effect.fail(new LotNotFound({ lotId: id })) : Effect.succeed(lot)
  })

const placed = ({ spots, zones }: Lot.Layout): Store.StoredLot["inOrder"] => {
  const outwards = Zone.outwards(zones)
  return BestFit.inOrder(spots.map((spot) => ({ ...spot, zones: outwards.get(spot.zoneId) })))
}

const findTicket = (store: Store.Store, ref: TicketRef): Ticket.Ticket | undefined => {
  if ("number" in ref) return Store.holder(store, "Ticket", key.number(ref.number))
  if ("plate" in ref) return Store.holder(store, "Ticket", key.plate(ref.lotId, ref.plate))
  const found = Store.load(store, "Ticket", ref.id)
  return found._tag === "Unissued" ? undefined : found
}

const byAge = <A extends { readonly id: string }>(a: A, b: A): number => (a.id < b.id ? -1 : 1)

const differ = (things: ReadonlyArray<{ readonly id: string }>): boolean => new Set(things.map(({ id }) => id)).size === things.length

const committed = (store: Store.Store, commit: Parameters<typeof Store.commit>[1]): Effect.Effect<void, Changed | KeyTaken | SpotTaken> =>
  Effect.suspend(() => {
    const refused = Store.commit(store, commit)
    return refused === undefined ? Effect.void : Effect.fail(refused)
  })

/** What is written of a lot after it was created. */
const changes = (store: Store.Store): Pick<Lots["Service"], "update" | "setTerms" | "setOutages"> => ({
  update: (facts, entry) =>
    Effect.map(lotOf(store, facts.id), (stored) => {
      const lot = { ...facts, termsId: stored.lot.termsId }
      store.lots.set(lot.id, { ...stored, lot })
      store.audit.push(entry)
      return lot
    }),
  setTerms: (id, terms, entry) =>
    Effect.flatMap(lotOf(store, id), (stored) => {
      if (store.terms.has(terms.id)) return Effect.die(new Error(`terms ${terms.id} were stored before`))
      store.terms.set(terms.id, terms)
      store.lots.set(id, { ...stored, lot: { ...stored.lot, termsId: terms.id } })
      store.audit.push(entry)
      return Effect.void
    }),
  setOutages: ({ lotId, outages, spotId }, entry) =>
    Effect.suspend(() => {
      const stored = store.lots.get(lotId)
      if (stored === undefined || !stored.layout.spots.some(({ id }) => id === spotId)) return Effect.fail(new SpotNotFound({ lotId, spotId }))
      const spots = stored.layout.spots.map(({ outages: before, ...spot }) =>
        spot.id !== spotId ? { ...spot, ...(before !== undefined && { outages: before }) } : { ...spot, ...(outages.length > 0 && { outages }) })
      const layout = { ...stored.layout, spots }
      store.lots.set(lotId, { ...stored, layout, inOrder: placed(layout) })
      store.audit.push(entry)
      return Effect.void
    })
})

const lots = (store: Store.Store): Lots["Service"] => ({
  ...changes(store),
  create: (created, entry) =>
    Effect.suspend(() => {
      const { layout, lot, terms } = created
      const fresh = !store.lots.has(lot.id) && !store.terms.has(terms.id) && differ(layout.zones) && differ(layout.spots)
      if (!fresh) return Effect.die(new Error(`lot ${lot.id}, its terms, or something in it was created before`))
      store.lots.set(lot.id, { ...created, inOrder: placed(layout), taken: new Map() })
      store.terms.set(terms.id, terms)
      store.audit.push(entry)
      return Effect.void
    }),
  find: (id) => Effect.map(lotOf(store, id), ({ lot }) => lot),
  list: ({ after, limit }) =>
    Effect.sync(() =>
      [...store.lots.values()].map(({ lot }) => lot).toSorted(byAge)
        .filter((lot) => after === undefined || lot.id > after).slice(0, limit)
    ),
  layout: (id) => Effect.map(lotOf(store, id), ({ layout }) => layout),
  availability: (id, at) =>
    Effect.map(lotOf(store, id), ({ layout, taken }) => {
      const count = (spots: ReadonlyArray<Spot.Spot>) => {
        const empty = spots.filter((spot) => !taken.has(spot.id))
        const free = empty.filter((spot) => Spot.outageAt(spot, at) === undefined).length
        return { total: spots.length, free, outOfService: empty.length - free }
      }
      const zones = layout.zones.map((zone) => ({
        zoneId: zone.id,
        name: zone.name,
        ...count(layout.spots.filter((spot) => spot.zoneId === zone.id))
      }))
      return { lotId: id, ...count(layout.spots), zones }
    }),
  terms: (id) =>
    Effect.suspend(() => {
      const terms = store.terms.get(id)
      return terms === undefined ? Effect.die(new Error(`no terms ${id} were ever stored`)) : Effect.succeed(terms)
    })
})

/** A claim of others on `spotId` in that time. */
const claimed = ({ claims }: Store.Store, spotId: Spot.SpotId, from: number, until: number, but: ReadonlyArray<string>): boolean =>
  [...claims.values()].some((claim) => claim.spotId === spotId && claim.from < until && from < claim.to && !but.includes(claim.claimant))

const admit = (store: Store.Store) => Effect.fnUntraced(function*(given: Admission) {
  const { alongside, assumedUntil, requirement, spotId, termsId, ...admission } = given
  const { enteredAt, lotId, vehicle: { plate } } = admission
  const { inOrder, lot, taken } = yield* lotOf(store, lotId)
  const parked = findTicket(store, { lotId, plate })
  if (parked !== undefined) {
    return yield* new AlreadyParked({ lotId, plate, ticketId: parked.id, number: parked.number })
  }
  const closed = refusedByHours(lot, admission.enteredAt)
  if (closed !== undefined) return yield* closed
  const free = inOrder.filter((spot) => !taken.has(spot.id))
  const during = { from: enteredAt, until: Instant.Instant.make(enteredAt + 1) }
  const suiting = free.filter((spot) => Fit.fit(spot, requirement, during).length === 0)
  const isOpen = ({ id }: Spot.Spot) => !claimed(store, id, enteredAt, assumedUntil ?? Infinity, alongside?.releases ?? [])
  const spot = suiting.find((each) => (spotId === undefined || each.id === spotId) && isOpen(each))
  if (spot === undefined) {
    if (spotId !== undefined) return yield* new SpotTaken({ lotId, spotId })
    if (free.length === 0) return yield* new LotFull({ lotId })
    return yield* suiting.length === 0 ? new NothingFits({ lotId, free: free.length }) : new HeldForReservations({ lotId, held: suiting.length })
  }
  const issued = Result.getOrThrow(Ticket.admit({ _tag: "Admit", admission: { ...admission, spotId: spot.id, termsId: termsId ?? lot.termsId } }, Ticket.initial))
  const change = { kind: "Ticket", id: admission.id, before: Ticket.initial, events: issued } as const
  yield* committed(store, { ...alongside, changes: [change, ...alongside?.changes ?? []] })
  return issued.reduce<Ticket.State>(Ticket.evolve, Ticket.initial) as Ticket.Ticket
})

const tickets = (store: Store.Store): Tickets["Service"] => ({
  admit: admit(store),
  find: (ref) =>
    Effect.suspend(() => {
      const ticket = findTicket(store, ref)
      return ticket === undefined ? Effect.fail(new TicketNotFound({ ref })) : Effect.succeed(ticket)
    }),
  visits: ({ lotId, plate, since }) =>
    Effect.sync(() =>
      Store.all(store, "Ticket").flatMap((ticket) =>
        ticket._tag === "Exited" && ticket.lotId === lotId && ticket.vehicle.plate === plate && ticket.exitedAt > since ? [{ from: ticket.enteredAt, to: ticket.exitedAt }] : [])
        .toSorted((a, b) => a.from - b.from))
})

const journal = (store: Store.Store): Journal["Service"] => ({
  load: (kind, id) => Effect.sync(() => Store.load(store, kind, id)),
  under: (kind, key, { after, limit }) => Effect.sync(() => Store.under(store, kind, key).filter(({ id }) => after === undefined || id > after).slice(0, limit)),
  due: (kind, at, limit) => Effect.sync(() => Store.due(store, kind, at).slice(0, limit)),
  commit: (commit) => committed(store, commit),
  history: (kind, id) => Effect.sync(() => Store.history(store, kind, id)),
  feed: (after, limit) => Effect.sync(() => store.feed.slice(Number(after ?? 0), Number(after ?? 0) + limit))
})

/** When the vehicle on each spot is assumed to leave. */
const assumedEnds = (store: Store.Store, lotId: Lot.LotId, assumedStay: number): ReadonlyMap<Spot.SpotId, number> =>
  new Map(Store.under(store, "Ticket", key.open(lotId)).map((ticket) => [ticket.spotId, ticket.until ?? ticket.enteredAt + assumedStay]))

type Looked = Omit<Wanted, "claimant">

/** Spots that suit, and those of them that are neither taken nor claimed by others in that time. */
const looked = (store: Store.Store, { inOrder }: Store.StoredLot, wanted: Looked, but: ReadonlyArray<string>) => {
  const { from, lotId, place, to } = wanted
  const ends = assumedEnds(store, lotId, wanted.assumedStay ?? Infinity)
  const suiting = inOrder.filter((spot) => "spotId" in place ? spot.id === place.spotId : Fit.fit(spot, place.requirement, { from, until: to }).length === 0)
  return { suiting, free: suiting.filter(({ id }) => (ends.get(id) ?? 0) <= from && !claimed(store, id, from, to, but)) }
}

const spots = (store: Store.Store): Spots["Service"] => ({
  claim: Effect.fnUntraced(function*(wanted, commit) {
    const { claimant, from, lotId, place, to } = wanted
    const lot = yield* lotOf(store, lotId)
    const { free, suiting } = looked(store, lot, wanted, [claimant, ...commit.releases ?? []])
    const had = store.claims.get(claimant)?.spotId
    const spot = free.find(({ id }) => id === had) ?? free[0]
    if (spot === undefined) {
      if ("spotId" in place) return yield* new SpotTaken({ lotId, spotId: place.spotId })
      return yield* suiting.length === 0 ? new NoneSuits({ lotId }) : new AllHeld({ lotId, suitable: suiting.length })
    }
    // The claim that the claimant had is in nobody's way.
    yield* committed(store, { ...commit, releases: [...commit.releases ?? [], claimant] })
    store.claims.set(claimant, { lotId, spotId: spot.id, claimant, from, to } satisfies Claim)
    return spot.id
  }),
  claimOf: (claimant) => Effect.sync(() => store.claims.get(claimant)),
  free: ({ limit, requirement, ...wanted }) =>
    Effect.map(lotOf(store, wanted.lotId), (lot) => looked(store, lot, { ...wanted, place: { requirement } }, []).free.slice(0, limit).map(({ id }) => id))
})

const reports = (store: Store.Store): Reports["Service"] => {
  const ofLot = (lotId: Lot.LotId) => Store.all(store, "Ticket").filter((ticket) => ticket.lotId === lotId)
  return {
    activity: (lotId, { from, to }) =>
      Effect.sync(() => {
        const within = (at: number) => at >= from && at < to
        const all = ofLot(lotId)
        const gone = all.flatMap((ticket) => ticket._tag === "Exited" && within(ticket.exitedAt) ? [ticket.exitedAt - ticket.enteredAt] : [])
        const paid = Map.groupBy(
          all.flatMap(({ payments }) => payments.filter(({ at }) => within(at)).map(({ amount }) => amount)),
          ({ currency }) => currency
        )
        return {
          admitted: all.filter(({ enteredAt }) => within(enteredAt)).length,
          exited: gone.length,
          meanStayMillis: gone.length === 0 ? 0 : gone.reduce((sum, stay) => sum + stay, 0) / gone.length,
          revenue: [...paid].map(([currency, amounts]) =>
            amounts.reduce((sum, amount) => Result.getOrThrow(Money.add(sum, amount)), Money.zero(currency))
          )
        }
      }),
    recent: (lotId, limit) =>
      Effect.sync(() => (store.entered.get(lotId) ?? []).slice(-limit).toReversed().flatMap(({ id }) => store.shelves.Ticket.things.get(id)?.state ?? []))
  }
}

/** What storage provides. */
export type Ports = Analytics | AuditLog | Books | Lots | Tickets | Spots | Journal | Reports

/** All of storage over `store`. */
export const over = (store: Store.Store): Context.Context<Ports> =>
  Context.make(Analytics, analytics(store)).pipe(
    Context.add(AuditLog, auditLog(store)),
    Context.add(Books, books(store)),
    Context.add(Lots, lots(store)),
    Context.add(Tickets, tickets(store)),
    Context.add(Spots, spots(store)),
    Context.add(Journal, journal(store)),
    Context.add(Reports, reports(store))
  )

/** All of storage over one memory, empty at first. */
export const layer: Layer.Layer<Ports> = Layer.effectContext(Effect.sync(() => over(Store.empty())))
