/**
 * Every storage port in memory: for tests, demos and as the exact measure of other adapters.
 *
 * One process, nothing kept. Each method runs without yielding to another fiber, which is what makes it atomic.
 */
import { BestFit, Fit } from "@parkade/core/allocation"
import { type Lot, type Spot, Zone } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import {
  type Admission,
  AlreadyParked,
  LotFull,
  LotNotFound,
  Lots,
  type NewLot,
  NothingFits,
  refusedByHours,
  Reports,
  SpotNotFound,
  TicketChanged,
  TicketNotFound,
  type TicketRef,
  Tickets
} from "@parkade/core/ports"
import { type Terms, Ticket } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect, Layer, Result } from "effect"

interface StoredLot extends NewLot {
  /** All spots with the zones they are in, as best fit takes them. */
  readonly inOrder: ReadonlyArray<Spot.Spot & Fit.Placed>
  readonly taken: Set<Spot.SpotId>
}

interface StoredTicket {
  readonly ticket: Ticket.Ticket
  readonly history: ReadonlyArray<Ticket.Event>
}

interface Memory {
  readonly lots: Map<Lot.LotId, StoredLot>
  readonly terms: Map<Lot.TermsId, Terms.Terms>
  /** In the order of admission. */
  readonly tickets: Map<Ticket.TicketId, StoredTicket>
}

const lotOf = (memory: Memory, id: Lot.LotId): Effect.Effect<StoredLot, LotNotFound> =>
  Effect.suspend(() => {
    const lot = memory.lots.get(id)
    return lot === undefined ? Effect.fail(new LotNotFound({ lotId: id })) : Effect.succeed(lot)
  })

const placed = ({ spots, zones }: Lot.Layout): StoredLot["inOrder"] => {
  const outwards = Zone.outwards(zones)
  return BestFit.inOrder(spots.map((spot) => ({ ...spot, zones: outwards.get(spot.zoneId) })))
}

const isOpen = (ticket: Ticket.Ticket): ticket is Ticket.Open => ticket._tag !== "Exited"

const matches = (ref: TicketRef) => (ticket: Ticket.Ticket): boolean => {
  if ("id" in ref) return ticket.id === ref.id
  if ("number" in ref) return ticket.number === ref.number
  return isOpen(ticket) && ticket.lotId === ref.lotId && ticket.vehicle.plate === ref.plate
}

const findTicket = (memory: Memory, ref: TicketRef): Ticket.Ticket | undefined =>
  [...memory.tickets.values()].map(({ ticket }) => ticket).find(matches(ref))

const byAge = <A extends { readonly id: string }>(a: A, b: A): number => (a.id < b.id ? -1 : 1)

const differ = (things: ReadonlyArray<{ readonly id: string }>): boolean => new Set(things.map(({ id }) => id)).size === things.length

/** What is written of a lot after it was created. */
const changes = (memory: Memory): Pick<Lots["Service"], "update" | "setTerms" | "setOutages"> => ({
  update: (facts) =>
    Effect.map(lotOf(memory, facts.id), (stored) => {
      const lot = { ...facts, termsId: stored.lot.termsId }
      memory.lots.set(lot.id, { ...stored, lot })
      return lot
    }),
  setTerms: (id, terms) =>
    Effect.flatMap(lotOf(memory, id), (stored) => {
      if (memory.terms.has(terms.id)) return Effect.die(new Error(`terms ${terms.id} were stored before`))
      memory.terms.set(terms.id, terms)
      memory.lots.set(id, { ...stored, lot: { ...stored.lot, termsId: terms.id } })
      return Effect.void
    }),
  setOutages: ({ lotId, outages, spotId }) =>
    Effect.suspend(() => {
      const stored = memory.lots.get(lotId)
      if (stored === undefined || !stored.layout.spots.some(({ id }) => id === spotId)) return Effect.fail(new SpotNotFound({ lotId, spotId }))
      const spots = stored.layout.spots.map(({ outages: before, ...spot }) =>
        spot.id !== spotId ? { ...spot, ...(before !== undefined && { outages: before }) } : { ...spot, ...(outages.length > 0 && { outages }) })
      const layout = { ...stored.layout, spots }
      memory.lots.set(lotId, { ...stored, layout, inOrder: placed(layout) })
      return Effect.void
    })
})

const lots = (memory: Memory): Lots["Service"] => ({
  ...changes(memory),
  create: (created) =>
    Effect.suspend(() => {
      const { layout, lot, terms } = created
      const fresh = !memory.lots.has(lot.id) && !memory.terms.has(terms.id) && differ(layout.zones) && differ(layout.spots)
      if (!fresh) return Effect.die(new Error(`lot ${lot.id}, its terms, or something in it was created before`))
      memory.lots.set(lot.id, { ...created, inOrder: placed(layout), taken: new Set() })
      memory.terms.set(terms.id, terms)
      return Effect.void
    }),
  find: (id) => Effect.map(lotOf(memory, id), ({ lot }) => lot),
  list: ({ after, limit }) =>
    Effect.sync(() =>
      [...memory.lots.values()].map(({ lot }) => lot).toSorted(byAge)
        .filter((lot) => after === undefined || lot.id > after).slice(0, limit)
    ),
  layout: (id) => Effect.map(lotOf(memory, id), ({ layout }) => layout),
  availability: (id) =>
    Effect.map(lotOf(memory, id), ({ layout, taken }) => {
      const count = (spots: ReadonlyArray<Spot.Spot>) => ({
        total: spots.length,
        free: spots.filter((spot) => !taken.has(spot.id)).length
      })
      const zones = layout.zones.map((zone) => ({
        zoneId: zone.id,
        name: zone.name,
        ...count(layout.spots.filter((spot) => spot.zoneId === zone.id))
      }))
      return { lotId: id, ...count(layout.spots), zones }
    }),
  terms: (id) =>
    Effect.suspend(() => {
      const terms = memory.terms.get(id)
      return terms === undefined ? Effect.die(new Error(`no terms ${id} were ever stored`)) : Effect.succeed(terms)
    })
})

const admit = (memory: Memory) => Effect.fnUntraced(function*({ requirement, ...admission }: Admission) {
  const { lotId, vehicle: { plate } } = admission
  const { inOrder, lot, taken } = yield* lotOf(memory, lotId)
  const parked = findTicket(memory, { lotId, plate })
  if (parked !== undefined) {
    return yield* new AlreadyParked({ lotId, plate, ticketId: parked.id, number: parked.number })
  }
  const closed = refusedByHours(lot, admission.enteredAt)
  if (closed !== undefined) return yield* closed
  const free = inOrder.filter((spot) => !taken.has(spot.id))
  const during = { from: admission.enteredAt, until: Instant.Instant.make(admission.enteredAt + 1) }
  const spot = free.find((each) => Fit.fit(each, requirement, during).length === 0)
  if (spot === undefined) {
    return yield* free.length === 0 ? new LotFull({ lotId }) : new NothingFits({ lotId, free: free.length })
  }
  const issued = Ticket.admit(
    { _tag: "Admit", admission: { ...admission, spotId: spot.id, termsId: lot.termsId } },
    Ticket.initial
  )
  taken.add(spot.id)
  return yield* store(memory, Ticket.initial, Result.getOrThrow(issued))
})

/** Folds `events` into `state` and keeps both; dies on events that cannot follow. */
const store = (memory: Memory, state: Ticket.State, events: ReadonlyArray<Ticket.Event>): Effect.Effect<Ticket.Ticket> => {
  const ticket = events.reduce(Ticket.evolve, state)
  const before = state._tag === "Unissued" ? 0 : state.version
  if (ticket._tag === "Unissued" || ticket.version !== before + events.length) return Effect.die(new Error("these events cannot follow"))
  const history = memory.tickets.get(ticket.id)?.history ?? []
  memory.tickets.set(ticket.id, { ticket, history: [...history, ...events] })
  if (!isOpen(ticket)) memory.lots.get(ticket.lotId)?.taken.delete(ticket.spotId)
  return Effect.succeed(ticket)
}

const tickets = (memory: Memory): Tickets["Service"] => ({
  admit: admit(memory),
  find: (ref) =>
    Effect.suspend(() => {
      const ticket = findTicket(memory, ref)
      return ticket === undefined ? Effect.fail(new TicketNotFound({ ref })) : Effect.succeed(ticket)
    }),
  append: (ticket, events) =>
    Effect.suspend((): Effect.Effect<Ticket.Ticket, TicketChanged> =>
      memory.tickets.get(ticket.id)?.ticket.version === ticket.version
        ? store(memory, ticket, events)
        : Effect.fail(new TicketChanged({ id: ticket.id }))
    ),
  history: (id) => Effect.sync(() => memory.tickets.get(id)?.history ?? [])
})

const reports = (memory: Memory): Reports["Service"] => {
  const ofLot = (lotId: Lot.LotId) => [...memory.tickets.values()].map(({ ticket }) => ticket).filter((ticket) => ticket.lotId === lotId)
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
      Effect.sync(() => ofLot(lotId).toReversed().toSorted((a, b) => b.enteredAt - a.enteredAt).slice(0, limit))
  }
}

/** Lots, Tickets and Reports over one memory, empty at first. */
export const layer: Layer.Layer<Lots | Tickets | Reports> = Layer.unwrap(Effect.sync(() => {
  const memory: Memory = { lots: new Map(), terms: new Map(), tickets: new Map() }
  return Layer.mergeAll(
    Layer.succeed(Lots, lots(memory)),
    Layer.succeed(Tickets, tickets(memory)),
    Layer.succeed(Reports, reports(memory))
  )
}))
