/** Bugs that are planted in the garage, each in the territory of an invariant: somebody must notice. */
import type { Lot } from "@parkade/core/lot"
import { type Change, Gateways, Journal, Lots, OutcomeUnknown, Spots, Tickets } from "@parkade/core/ports"
import { Instant } from "@parkade/core/time"
import type { Bug } from "@parkade/testing/simulator"
import { Context, Effect } from "effect"

type Storage = Parameters<NonNullable<Bug["storage"]>>[0]
type Store = Parameters<NonNullable<Bug["storage"]>>[1]

const journal = (change: (journal: Journal["Service"], store: Store) => Partial<Journal["Service"]>): Bug => ({
  storage: (storage: Storage, store) => {
    const whole = Context.get(storage, Journal)
    return Context.add(storage, Journal, { ...whole, ...change(whole, store) })
  }
})

const lots = (change: (lots: Lots["Service"], store: Store) => Partial<Lots["Service"]>): Bug => ({
  storage: (storage, store) => {
    const whole = Context.get(storage, Lots)
    return Context.add(storage, Lots, { ...whole, ...change(whole, store) })
  }
})

const gateways = (change: (gateways: Gateways["Service"]) => Partial<Gateways["Service"]>): Bug => ({ gateways: (whole) => ({ ...whole, ...change(whole) }) })

/** Runs `effect` while `hide` hides something, which is there again afterwards. */
const blind = <A, E, R>(hide: () => () => void, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const back = hide()
    return Effect.ensuring(effect, Effect.sync(back))
  })

const withoutClaims = (store: Store) => (): (() => void) => {
  const claims = [...store.claims]
  store.claims.clear()
  return () => {
    for (const [claimant, claim] of claims) if (!store.claims.has(claimant)) store.claims.set(claimant, claim)
  }
}

const withoutTaken = (store: Store, lotId: Lot.LotId) => (): (() => void) => {
  const taken = store.lots.get(lotId)?.taken
  const before = [...taken ?? []]
  taken?.clear()
  return () => {
    for (const [spotId, ticketId] of before) if (taken?.has(spotId) === false) taken.set(spotId, ticketId)
  }
}

/** Payments on a mandate that are not known. */
const withoutLater = (store: Store, key: string, known: ReadonlySet<string> | undefined) => (): (() => void) => {
  const found = key.startsWith("mandate/") ? store.shelves.Payment.found.get(key) : undefined
  const later = [...found ?? []].filter((id) => known?.has(id) === false)
  for (const id of later) found?.delete(id)
  return () => {
    for (const id of later) found?.add(id)
  }
}

export interface Planted {
  readonly name: string
  /** Those that may notice. */
  readonly by: ReadonlyArray<string>
  readonly bug: Bug
}

let last: unknown
let count = 0
/** Every `n`th time. */
const nth = (n: number): boolean => (count += 1) % n === 0

const filled = <A>(found: ReadonlyArray<A>, length: number): ReadonlyArray<A> => Array.from({ length: Math.ceil(length / found.length) }, () => found).flat().slice(0, length) as ReadonlyArray<A>

export const planted: ReadonlyArray<Planted> = [
  {
    name: "a reservation is given a spot that another has claimed",
    by: ["I1"],
    bug: {
      storage: (storage, store) => {
        const whole = Context.get(storage, Spots)
        return Context.add(storage, Spots, { ...whole, claim: (...given) => blind(withoutClaims(store), whole.claim(...given)) })
      }
    }
  },
  {
    name: "who drives in is given a spot that is reserved",
    by: ["I1"],
    bug: {
      storage: (storage, store) => {
        const whole = Context.get(storage, Tickets)
        return Context.add(storage, Tickets, { ...whole, admit: (admission) => blind(withoutClaims(store), whole.admit(admission)) })
      }
    }
  },
  {
    name: "who drives in is given a spot on which another stands",
    by: ["I1"],
    bug: {
      storage: (storage, store) => {
        const whole = Context.get(storage, Tickets)
        return Context.add(storage, Tickets, { ...whole, admit: (admission) => blind(withoutTaken(store, admission.lotId), whole.admit(admission)) })
      }
    }
  },
  { name: "the count of free spots is one behind", by: ["I2"], bug: lots((whole) => ({ availability: (id, at) => Effect.map(whole.availability(id, at), (found) => found.free > 3 ? { ...found, free: found.free - 1 } : found) })) },
  { name: "an exit does not count in its zone", by: ["I2"], bug: lots((whole) => ({ availability: (id, at) => Effect.map(whole.availability(id, at), (found) => ({ ...found, zones: found.zones.map((zone, index) => index === 0 && zone.free > 0 ? { ...zone, free: zone.free - 1 } : zone) })) })) },
  {
    name: "a plate that is inside is let in again",
    by: ["I3"],
    bug: {
      storage: (storage, store) => {
        const whole = Context.get(storage, Tickets)
        const { unique } = store.shelves.Ticket
        const forget = ({ lotId, vehicle: { plate } }: Parameters<typeof whole.admit>[0]) => () => {
          unique.delete(`plate/${lotId}/${plate}`)
          return () => undefined
        }
        return Context.add(storage, Tickets, { ...whole, admit: (admission) => blind(forget(admission), whole.admit(admission)) })
      }
    }
  },
  {
    name: "the tax of a bill is not written down",
    by: ["I4"],
    bug: journal((whole) => ({ commit: (commit) => whole.commit({ ...commit, transactions: commit.transactions?.map((each) => ({ ...each, entries: each.entries.filter(({ account }) => account._tag !== "Tax") })) }) }))
  },
  {
    name: "of several transactions the last one is not written down",
    by: ["I4", "I5"],
    bug: journal((whole) => ({ commit: (commit) => whole.commit({ ...commit, transactions: (commit.transactions?.length ?? 0) > 1 ? commit.transactions?.slice(0, -1) : commit.transactions }) }))
  },
  { name: "a refund is sent under another key each time", by: ["I5"], bug: gateways((whole) => ({ refund: (payment, refund) => whole.refund(payment, { ...refund, refundId: `${refund.refundId.slice(0, -4)}${(count += 1).toString(16).padStart(4, "0")}` as typeof refund.refundId }) })) },
  {
    name: "a gateway's silence is taken for money",
    by: ["I5"],
    bug: gateways((whole) => ({
      request: (payment, token) => Effect.catchTag(whole.request(payment, token), "OutcomeUnknown", () => Effect.succeed({ _tag: "Said", news: { _tag: "Captured", amount: payment.amount, reference: "surely" } } as const))
    }))
  },
  {
    name: "of two charges on a mandate at once neither hinders the other",
    by: ["I5"],
    bug: journal((whole, store) => ({
      commit: (commit) => Effect.suspend(() => {
        const late = (change: Change): Change => change.kind === "Mandate" ? { ...change, before: store.shelves.Mandate.things.get(change.id)?.state ?? change.before } : change
        return whole.commit({ ...commit, changes: commit.changes.map(late) })
      })
    }))
  },
  {
    name: "what was charged on a mandate is read as it was when the ticket was",
    by: ["I5"],
    bug: {
      storage: (storage, store) => {
        const [tickets, whole] = [Context.get(storage, Tickets), Context.get(storage, Journal)]
        // By commands: each is a fiber of its own.
        const copies = new WeakMap<object, ReadonlySet<string>>()
        return storage.pipe(
          Context.add(Tickets, {
            ...tickets,
            find: (ref) => Effect.withFiber((fiber) => {
              copies.set(fiber, new Set(store.shelves.Payment.things.keys()))
              return tickets.find(ref)
            })
          }),
          Context.add(Journal, {
            ...whole,
            under: (kind, key, page) => Effect.withFiber((fiber) => blind(withoutLater(store, key, copies.get(fiber)), whole.under(kind, key, page)))
          })
        )
      }
    }
  },
  { name: "an order to open goes out under another id each time", by: ["I6"], bug: { gates: ({ open }) => ({ open: (order) => open({ ...order, id: `${order.id}-${(count += 1)}` }) }) } },
  { name: "an order to open is told to be good for an hour", by: ["I6"], bug: { gates: ({ open }) => ({ open: (order) => open({ ...order, expiresAt: Instant.Instant.make(order.expiresAt + 3_600_000) }) }) } },
  {
    name: "what a camera reads is told of the car that comes next",
    by: ["I6"],
    bug: {
      given: (name, input) => {
        if (name !== "readPlate" || typeof input !== "object" || input === null || !("plate" in input) || !("direction" in input) || input.direction !== "exit") return input
        const before = last ?? input.plate
        last = input.plate
        return { ...input, plate: before }
      }
    }
  },
  {
    name: "the feed leaves out what is last on a page",
    by: ["I7"],
    bug: journal((whole) => ({ feed: (after, limit) => Effect.map(whole.feed(after, limit + 1), (page) => page.length > limit ? [...page.slice(0, limit - 1), ...page.slice(limit)] : page) }))
  },
  {
    name: "an event is stored that is not folded",
    by: ["I7"],
    bug: journal((whole, store) => ({
      commit: (commit) => Effect.tap(whole.commit(commit), () => Effect.sync(() => {
        for (const { id, kind } of commit.changes) {
          const kept = store.shelves.Ticket.things.get(id)
          if (kind === "Ticket" && kept !== undefined && kept.state.version > 2) store.shelves.Ticket.things.set(id, { ...kept, state: { ...kept.state, payments: [] } })
        }
      }))
    }))
  },
  {
    name: "a stay is priced on the terms of today",
    by: ["I8"],
    bug: lots((whole, store) => ({
      terms: (id) => Effect.suspend(() => {
        const lot = [...store.lots.values()].find(({ terms }) => terms.id === id)
        return whole.terms(lot?.lot.termsId ?? id)
      })
    }))
  },
  {
    name: "who comes with a reservation is parked on the terms of today",
    by: ["I8"],
    bug: {
      storage: (storage, store) => {
        const whole = Context.get(storage, Tickets)
        const today = ({ termsId: _, ...admission }: Parameters<typeof whole.admit>[0]) => whole.admit({ ...admission, termsId: store.lots.get(admission.lotId)?.lot.termsId })
        return Context.add(storage, Tickets, { ...whole, admit: today })
      }
    }
  },
  {
    name: "a commit is acknowledged and not made",
    by: ["I9", "L", "I10", "I2"],
    bug: journal((whole) => ({ commit: (commit) => commit.changes.some(({ events, kind }) => kind === "Payment" && events.some(({ _tag }) => _tag === "PaymentCaptured")) && nth(5) ? Effect.void : whole.commit(commit) }))
  },
  {
    name: "the host forgets the key of a payment",
    by: ["I10"],
    bug: {
      given: (name, input) => {
        if (name !== "pay" || typeof input !== "object" || input === null) return input
        return Object.fromEntries(Object.entries(input).filter(([key]) => key !== "paymentId"))
      }
    }
  },
  {
    name: "the host makes a key of its own for every reservation",
    by: ["I10", "L"],
    bug: {
      given: (name, input) => {
        if (name !== "reserve" || typeof input !== "object" || input === null) return input
        return Object.fromEntries(Object.entries(input).filter(([key]) => key !== "reservationId"))
      }
    }
  },
  {
    name: "exits are not in the audit log",
    by: ["I11"],
    bug: journal((whole) => ({ commit: (commit) => whole.commit({ ...commit, audit: commit.audit?.filter(({ action }) => action !== "ticket.release") }) }))
  },
  {
    name: "a card number is written down as a reason",
    by: ["I12"],
    bug: {
      given: (name, input) => {
        if (name !== "voidTicket" || typeof input !== "object" || input === null) return input
        return { ...input, reason: "the driver paid by 4111 1111 1111 1111" }
      }
    }
  },
  { name: "nobody finds out what became of a payment", by: ["L"], bug: gateways(() => ({ find: ({ gateway = "simulated" }) => Effect.fail(new OutcomeUnknown({ gateway })) })) },
  { name: "a command breaks on a ticket that is lost", by: ["I0"], bug: journal((whole) => ({ commit: (commit) => commit.changes.some(({ events }) => events.some(({ _tag }) => _tag === "TicketLost")) ? Effect.die(new Error("planted")) : whole.commit(commit) })) },
  {
    name: "a page is the first one each time, and full, so that reading them never ends",
    by: ["I0"],
    bug: journal((whole) => ({
      under: (kind, key, page) => Effect.map(whole.under(kind, key, { limit: page.limit }), (found) => found.length > 1 ? filled(found, page.limit) : found)
    }))
  },
  { name: "holds never run out", by: ["L"], bug: journal((whole) => ({ due: (kind, at, limit) => kind === "Reservation" ? Effect.succeed([]) : whole.due(kind, Instant.Instant.make(at), limit) })) }
]
