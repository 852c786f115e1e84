/**
 * What the ports keep, in one process: states, histories, the feed, spots and the books. Each function runs to its end
 * without yielding, which is what makes it atomic.
 */
import type { AuditEntry } from "@parkade/core/account"
import type { Fit } from "@parkade/core/allocation"
import type { Lot, Spot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Account, type Ledger } from "@parkade/core/payment"
import {
  type Change,
  Changed,
  type Claim,
  type Commit,
  type Entry,
  type EventOf,
  type Key,
  key,
  KeyTaken,
  type KeptOf,
  type Kind,
  lifecycles,
  type NewLot,
  SpotTaken,
  type StateOf
} from "@parkade/core/ports"
import { type Terms, Ticket } from "@parkade/core/ticket"
import type { Instant } from "@parkade/core/time"
import { Result } from "effect"

export interface StoredLot extends NewLot {
  /** All spots with the zones they are in, as best fit takes them. */
  readonly inOrder: ReadonlyArray<Spot.Spot & Fit.Placed>
  /** The open ticket on each taken spot. */
  readonly taken: Map<Spot.SpotId, Ticket.TicketId>
}

interface Stored<K extends Kind> {
  readonly state: KeptOf<K>
  readonly history: ReadonlyArray<EventOf<K>>
}

/** Things of one kind, by their ids, and the ids by their keys. */
interface Shelf<K extends Kind> {
  readonly things: Map<string, Stored<K>>
  readonly unique: Map<Key, string>
  readonly found: Map<Key, Set<string>>
  /** When a routine is to look at those that wait for one. */
  readonly waiting: Map<string, Instant.Instant>
}

export interface Store {
  readonly lots: Map<Lot.LotId, StoredLot>
  readonly terms: Map<Lot.TermsId, Terms.Terms>
  readonly shelves: { readonly [K in Kind]: Shelf<K> }
  readonly feed: Array<Entry>
  readonly claims: Map<string, Claim>
  readonly transactions: Array<Ledger.Transaction>
  /** The ids of all transactions, and those that are about something by its key. */
  readonly written: Set<Ledger.TransactionId>
  readonly about: Map<Key, Array<Ledger.Transaction>>
  /** Debits less credits of each account by its code, for each currency. */
  readonly balances: Map<string, Map<Money.Currency, Money.Money>>
  /** Tickets of each lot, by when they came in. */
  readonly entered: Map<Lot.LotId, Array<Pick<Ticket.Ticket, "id" | "enteredAt">>>
  readonly audit: Array<AuditEntry.AuditEntry>
}

const shelf = <K extends Kind>(): Shelf<K> => ({ things: new Map(), unique: new Map(), found: new Map(), waiting: new Map() })

export const empty = (): Store => ({
  lots: new Map(),
  terms: new Map(),
  shelves: {
    Ticket: shelf(),
    Payment: shelf(),
    Mandate: shelf(),
    Violation: shelf(),
    Custody: shelf(),
    ChargingSession: shelf(),
    Reservation: shelf(),
    Code: shelf(),
    Pass: shelf(),
    Waitlist: shelf(),
    Programme: shelf(),
    Coupon: shelf(),
    Person: shelf(),
    Operator: shelf(),
    OwnedVehicle: shelf(),
    Passage: shelf()
  },
  feed: [],
  claims: new Map(),
  transactions: [],
  written: new Set(),
  about: new Map(),
  balances: new Map(),
  entered: new Map(),
  audit: []
})

const shelfOf = <K extends Kind>({ shelves }: Store, kind: K): Shelf<K> => shelves[kind]

export const load = <K extends Kind>(store: Store, kind: K, id: string): StateOf<K> =>
  shelfOf(store, kind).things.get(id)?.state ?? lifecycles[kind].decider.initial

export const history = <K extends Kind>(store: Store, kind: K, id: string): ReadonlyArray<EventOf<K>> =>
  shelfOf(store, kind).things.get(id)?.history ?? []

export const under = <K extends Kind>(store: Store, kind: K, key: Key): ReadonlyArray<KeptOf<K>> => {
  const { found, things } = shelfOf(store, kind)
  return [...found.get(key) ?? []].toSorted().flatMap((id) => things.get(id)?.state ?? [])
}

/** Those that a routine is to look at by `at`, longest overdue first. */
export const due = <K extends Kind>(store: Store, kind: K, at: Instant.Instant): ReadonlyArray<KeptOf<K>> => {
  const { things, waiting } = shelfOf(store, kind)
  return [...waiting].filter(([, since]) => since <= at).toSorted(([, a], [, b]) => a - b).flatMap(([id]) => things.get(id)?.state ?? [])
}

/** The one that has a unique key. */
export const holder = <K extends Kind>(store: Store, kind: K, key: Key): KeptOf<K> | undefined => {
  const { things, unique } = shelfOf(store, kind)
  const id = unique.get(key)
  return id === undefined ? undefined : things.get(id)?.state
}

export const all = <K extends Kind>(store: Store, kind: K): ReadonlyArray<KeptOf<K>> => [...shelfOf(store, kind).things.values()].map(({ state }) => state)

const versionOf = <K extends Kind>(kind: K, state: StateOf<K>): number => lifecycles[kind].kept(state)?.version ?? 0

/** What becomes of it; dies on events that cannot follow. */
const fold = <K extends Kind>({ before, events, id, kind }: Change<K>): KeptOf<K> => {
  const lifecycle = lifecycles[kind]
  const after = lifecycle.kept(events.reduce(lifecycle.decider.evolve, before))
  if (after === undefined || after.id !== id || after.version !== versionOf(kind, before) + events.length) throw new Error(`these events cannot follow: ${kind} ${id}`)
  return after
}

/** The spot that a ticket takes. */
const spotOf = (state: Ticket.State): Spot.SpotId | undefined => Ticket.isOpen(state) ? state.spotId : undefined

type Refused = Changed | KeyTaken | SpotTaken

/** Unique keys that a change takes and gives back. */
const uniqueOf = <K extends Kind>(change: Change<K>) => {
  const { kept, unique } = lifecycles[change.kind]
  const [old, after] = [kept(change.before), fold(change)]
  return { before: old === undefined ? [] : unique(old), now: unique(after) }
}

/** Whether some change before it is of the same thing, or takes the same key. */
const anew = (changes: ReadonlyArray<Change>, index: number): Refused | undefined => {
  const change = changes[index]
  if (change === undefined) return undefined
  const { id, kind } = change
  const earlier = changes.slice(0, index).filter((other) => other.kind === kind)
  if (earlier.some((other) => other.id === id)) return new Changed({ kind, id })
  const taken = earlier.flatMap((other) => uniqueOf(other).now)
  const key = uniqueOf(change).now.find((each) => taken.includes(each))
  return key === undefined ? undefined : new KeyTaken({ kind, key })
}

/** Somebody else changed it since it was read. */
const isOther = <K extends Kind>(store: Store, kind: K, id: string, version: number): boolean => versionOf(kind, load(store, kind, id)) !== version

/** Why a change cannot be made now, beside those that are made with it. */
const refusal = <K extends Kind>(store: Store, change: Change<K>, changes: ReadonlyArray<Change>): Refused | undefined => {
  const { before, id, kind } = change
  const { unique } = shelfOf(store, kind)
  if (isOther(store, kind, id, versionOf(kind, before))) return new Changed({ kind, id })
  const givenBack = (key: Key) => changes.some((other) => other.kind === kind && other.id === unique.get(key) && uniqueOf(other).before.includes(key) && !uniqueOf(other).now.includes(key))
  const taken = uniqueOf(change).now.find((key) => (unique.get(key) ?? id) !== id && !givenBack(key))
  return taken === undefined ? undefined : new KeyTaken({ kind, key: taken })
}

/** A ticket that takes another spot than before, the same for longer, or none any more. */
interface Move {
  readonly after: Ticket.Ticket
  /** Until when the spot must not be claimed by others. */
  readonly until: number
  readonly left: Spot.SpotId | undefined
  readonly taken: Spot.SpotId | undefined
}

const movesOf = ({ changes }: Commit): ReadonlyArray<Move> =>
  changes.flatMap((change) => {
    if (change.kind !== "Ticket") return []
    const after = fold(change)
    const [left, taken] = [spotOf(change.before), spotOf(after)]
    const isLonger = Ticket.isOpen(change.before) && Ticket.isOpen(after) && after.until !== change.before.until
    // How long one that is issued stays, its admission has looked after.
    const end = change.before._tag === "Unissued" ? undefined : after.until
    return left === taken && !isLonger ? [] : [{ after, until: Math.max(end ?? 0, after.changedAt + 1), left, taken }]
  })

/** A spot that is not free for who would take it. */
const blocked = ({ claims, lots }: Store, moves: ReadonlyArray<Move>, releases: ReadonlyArray<string>): SpotTaken | undefined => {
  const left = new Set(moves.map(({ left }) => left))
  const move = moves.find(({ after: { changedAt, lotId }, taken, until }, index) => taken !== undefined && (
    moves.slice(0, index).some((other) => other.taken === taken) ||
    (lots.get(lotId)?.taken.has(taken) === true && !left.has(taken)) ||
    lots.get(lotId)?.inOrder.some(({ id }) => id === taken) !== true ||
    [...claims.values()].some(({ claimant, from, spotId, to }) => spotId === taken && from < until && changedAt < to && !releases.includes(claimant))))
  return move?.taken === undefined ? undefined : new SpotTaken({ lotId: move.after.lotId, spotId: move.taken })
}

const put = <K extends Kind>(store: Store, change: Change<K>): void => {
  const { before, events, id, kind } = change
  const { found, things, unique, waiting } = shelfOf(store, kind)
  const lifecycle = lifecycles[kind]
  const after = fold(change)
  const old = lifecycle.kept(before)
  if (old !== undefined) {
    for (const each of lifecycle.unique(old)) if (unique.get(each) === id) unique.delete(each)
    for (const each of lifecycle.keys(old)) found.get(each)?.delete(id)
  }
  for (const each of lifecycle.unique(after)) unique.set(each, id)
  for (const each of lifecycle.keys(after)) found.set(each, (found.get(each) ?? new Set()).add(id))
  const since = lifecycle.due(after)
  if (since === undefined) waiting.delete(id)
  else waiting.set(id, since)
  things.set(id, { state: after, history: [...history(store, kind, id), ...events] })
}

/** Tickets come in order, but for clocks that differ. */
const enter = ({ entered }: Store, { enteredAt, id, lotId }: Ticket.Admitted): void => {
  const all = entered.get(lotId) ?? []
  all.splice(all.findLastIndex((each) => each.enteredAt <= enteredAt) + 1, 0, { id, enteredAt })
  entered.set(lotId, all)
}

const post = ({ balances }: Store, { account, amount }: Ledger.Entry): void => {
  const code = Account.code(account)
  const sums = balances.get(code) ?? new Map<Money.Currency, Money.Money>()
  sums.set(amount.currency, Result.getOrThrow(Money.add(sums.get(amount.currency) ?? Money.zero(amount.currency), amount)))
  balances.set(code, sums)
}

/** The books are only ever written on. */
const write = (store: Store, transaction: Ledger.Transaction): void => {
  const { about, transactions, written } = store
  const { entries, id, subject } = transaction
  written.add(id)
  transactions.push(transaction)
  for (const entry of entries) post(store, entry)
  if (subject === undefined) return
  const same = about.get(key.subject(subject)) ?? []
  same.push(transaction)
  about.set(key.subject(subject), same)
}

/** All of it, or nothing and why. */
export const commit = (store: Store, given: Commit): Refused | undefined => {
  const { audit = [], changes, releases = [], transactions = [], unchanged = [] } = given
  const real = changes.filter(({ events }) => events.length > 0)
  const moves = movesOf({ changes: real })
  for (const [index, change] of real.entries()) {
    const refused = anew(real, index) ?? refusal(store, change, real)
    if (refused !== undefined) return refused
  }
  const other = unchanged.find(({ before: { version }, id, kind }) => isOther(store, kind, id, version))
  if (other !== undefined) return new Changed({ kind: other.kind, id: other.id })
  const taken = blocked(store, moves, releases)
  if (taken !== undefined) return taken
  const ids = new Set(transactions.map(({ id }) => id))
  if (ids.size < transactions.length || transactions.some(({ id }) => store.written.has(id))) throw new Error("a transaction is written once")
  for (const { after, left } of moves) if (left !== undefined) store.lots.get(after.lotId)?.taken.delete(left)
  for (const { after, taken } of moves) if (taken !== undefined) store.lots.get(after.lotId)?.taken.set(taken, after.id)
  for (const change of real) {
    publish(store, change)
    put(store, change)
    for (const event of change.events) if (event._tag === "TicketAdmitted") enter(store, event)
  }
  for (const claimant of releases) store.claims.delete(claimant)
  for (const transaction of transactions) write(store, transaction)
  store.audit.push(...audit)
  return undefined
}

const publish = <K extends Kind>({ feed }: Store, { before, events, id, kind }: Change<K>): void => {
  const version = versionOf(kind, before)
  events.forEach((event, index) => feed.push({ position: `${feed.length + 1}`, kind, id, version: version + index + 1, event }))
}
