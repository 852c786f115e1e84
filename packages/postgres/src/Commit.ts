/**
 * A commit of the journal in one SQL statement, which is made for what the commit has in it: few forms in all, each
 * planned once. What exists is found by its version, under its row's lock; all else hangs on that, so it is all stored
 * or nothing is. What must be out of the way before (claims that are given up, tickets that change their spots with each
 * other) is a statement of its own, and both are a transaction.
 *
 * A statement that did nothing, or met a key that another has, does not say why: that is looked up, and the commit is
 * tried again when there is no reason any more.
 */
import { AuditEntry } from "@parkade/core/account"
import { type Change, Changed, type Commit, key, KeyTaken, type Kind, lifecycles, SpotTaken, StorageUnavailable } from "@parkade/core/ports"
import { Ledger } from "@parkade/core/payment"
import { Ticket } from "@parkade/core/ticket"
import { Effect, Result, Schema } from "effect"
import type { SqlClient } from "effect/sql"
import { isSqlError, type SqlError } from "effect/sql/SqlError"
import { codec, fold, type Folded } from "./Kept.ts"
import { detailsOf, fromEvent } from "./TicketRow.ts"

/** Values of a statement, as they are named in its text. */
interface Values {
  readonly given: ReadonlyArray<unknown>
  readonly name: (value: unknown, type: string) => string
}

const values = (): Values => {
  const given: Array<unknown> = []
  return {
    given,
    name: (value, type) => {
      given.push(value)
      return `$${given.length}::${type}`
    }
  }
}

const json = ({ name }: Values, value: unknown): string => name(JSON.stringify(value), "jsonb")

const isKind = <K extends Kind>(folded: Folded, kind: K): folded is Folded<K> => folded.kind === kind

/** Spots by who leaves them and who takes them, or stays on them for longer: the same ticket does both then. */
interface Move {
  readonly lotId: string
  readonly spotId: string
  /** Who takes it must not meet a claim in that time. */
  readonly at: number
  readonly until: number
  readonly leaves: string | undefined
  readonly takes: string | undefined
}

const spotOf = (state: Ticket.State | undefined): string | undefined => state !== undefined && Ticket.isOpen(state) ? state.spotId : undefined

const isLonger = ({ after, old }: Folded<"Ticket">): boolean => Ticket.isOpen(after) && old !== undefined && after.until !== old.until

const movesOf = (tickets: ReadonlyArray<Folded<"Ticket">>): ReadonlyArray<Move> => {
  const moves = new Map<string, Move>()
  const note = (spotId: string | undefined, { after: { changedAt: at, lotId, until: end = at }, old }: Folded<"Ticket">, who: Partial<Move>) => {
    // How long one that is issued stays, its admission has looked after.
    const time = { at, until: Math.max(old === undefined ? at : end, at + 1) }
    const known = spotId === undefined ? undefined : moves.get(spotId)
    if (spotId !== undefined) moves.set(spotId, { leaves: undefined, takes: undefined, lotId, spotId, ...time, ...known, ...(who.takes !== undefined && time), ...who })
  }
  for (const ticket of tickets) {
    const [left, taken] = [spotOf(ticket.old), spotOf(ticket.after)]
    if (left === taken && !isLonger(ticket)) continue
    note(left, ticket, { leaves: ticket.id })
    note(taken, ticket, { takes: ticket.id })
  }
  return [...moves.values()]
}

/** A commit as it is written. */
interface Plan {
  readonly tickets: ReadonlyArray<Folded<"Ticket">>
  readonly things: ReadonlyArray<Folded>
  /** What is to be as it was, and is not changed. */
  readonly unchanged: ReadonlyArray<Folded>
  readonly moves: ReadonlyArray<Move>
  readonly commit: Commit
}

const real = ({ changes }: Commit): ReadonlyArray<Change> => changes.filter(({ events }) => events.length > 0)

const planOf = (commit: Commit): Plan => {
  const folded = real(commit).map((change): Folded => fold(change))
  const tickets = folded.flatMap((each) => isKind(each, "Ticket") ? [each] : [])
  const unchanged = (commit.unchanged ?? []).filter((seen) => !folded.some(({ id, kind }) => id === seen.id && kind === seen.kind)).map((seen): Folded => fold({ ...seen, events: [] } as Change))
  return { tickets, unchanged, things: folded.filter(({ kind }) => kind !== "Ticket"), moves: movesOf(tickets), commit }
}

const encodePayments = Schema.encodeSync(Schema.Array(Ticket.Payment))
const encodeEntries = Schema.encodeSync(Schema.toCodecJson(Schema.Array(Ledger.Entry)))
const encodeAudit = Schema.encodeSync(Schema.toCodecJson(AuditEntry.AuditEntry))

/** The columns of a ticket that change. */
const ticketColumns = (v: Values, ticket: Ticket.Ticket): ReadonlyArray<readonly [string, string]> => {
  const closedAt = ticket._tag === "Exited" ? ticket.exitedAt : ticket._tag === "Voided" ? ticket.voidedAt : undefined
  return [
    ["state", v.name(ticket._tag, "text")],
    ["version", v.name(ticket.version, "integer")],
    ["spot_id", v.name(ticket.spotId, "uuid")],
    ["leave_by", v.name(ticket._tag === "Paid" ? new Date(ticket.leaveBy) : null, "timestamptz")],
    ["exited_at", v.name(closedAt === undefined ? null : new Date(closedAt), "timestamptz")],
    ["payments", json(v, encodePayments(ticket.payments))],
    ["details", v.name(detailsOf(ticket), "jsonb")]
  ]
}

const dueOf = <K extends Kind>({ after, kind }: Folded<K>) => lifecycles[kind].due(after)

const thingColumns = (v: Values, folded: Folded): ReadonlyArray<readonly [string, string]> => [
  ["version", v.name(folded.after.version, "integer")],
  ["state", json(v, codec(folded.kind).encodeState(folded.after))],
  ["due_millis", v.name(dueOf(folded) ?? null, "bigint")]
]

const columnsOf = (v: Values, folded: Folded) => isKind(folded, "Ticket") ? ticketColumns(v, folded.after) : thingColumns(v, folded)

const tableOf = ({ kind }: Folded): string => kind === "Ticket" ? "ticket" : "thing"

/** The row, if it is as it was. */
const asItWas = (v: Values, folded: Folded): string =>
  isKind(folded, "Ticket")
    ? `lot_id = ${v.name(folded.after.lotId, "uuid")} and ticket_id = ${v.name(folded.id, "uuid")} and version = ${v.name(folded.from, "integer")}`
    : `kind = ${v.name(folded.kind, "text")} and id = ${v.name(folded.id, "text")} and version = ${v.name(folded.from, "integer")}`

const updated = (v: Values, folded: Folded, condition: string): string =>
  `update ${tableOf(folded)} set ${columnsOf(v, folded).map(([column, value]) => `${column} = ${value}`).join(", ")} where ${asItWas(v, folded)}${condition}`

const inserted = (v: Values, folded: Folded): string => {
  const fixed: ReadonlyArray<readonly [string, string]> = isKind(folded, "Ticket")
    ? [
      ["ticket_id", v.name(folded.id, "uuid")],
      ["lot_id", v.name(folded.after.lotId, "uuid")],
      ["number", v.name(folded.after.number, "text")],
      ["terms_id", v.name(folded.after.termsId, "uuid")],
      ["vehicle", json(v, folded.after.vehicle)],
      ["entered_at", v.name(new Date(folded.after.enteredAt), "timestamptz")]
    ]
    : [["kind", v.name(folded.kind, "text")], ["id", v.name(folded.id, "text")]]
  const all = [...fixed, ...columnsOf(v, folded)]
  return `insert into ${tableOf(folded)} (${all.map(([column]) => column).join(", ")}) select ${all.map(([, value]) => value).join(", ")} from gate`
}

type Parts = Array<readonly [string, string]>

/** In the same order whoever asks: nobody waits for who waits for him. */
const inOrder = (all: ReadonlyArray<Folded>): ReadonlyArray<Folded> => {
  const name = ({ id, kind }: Folded): string => `${kind} ${id}`
  return all.toSorted((a, b) => (name(a) < name(b) ? -1 : 1))
}

/** Locks, and the gate: one row if everything that exists is as it was, and every spot that is taken is free. */
const gate = (v: Values, { moves, things, tickets, unchanged }: Plan): Parts => {
  const existing = inOrder([...tickets, ...things].filter(({ from }) => from > 0))
  // Where something else is to be as it was, all are locked in their order before one is changed.
  const [first, others] = unchanged.length === 0 ? [existing[0], existing.slice(1)] : [undefined, existing]
  const spots = moves.filter(({ takes }) => takes !== undefined)
  const locked: Parts = [
    ...spots.map(({ at, leaves, lotId, spotId, until }, index) => [`wanted_${index}`, `
      select from spot where lot_id = ${v.name(lotId, "uuid")} and spot_id = ${v.name(spotId, "uuid")}
        and ticket_id ${leaves === undefined ? "is null" : `= ${v.name(leaves, "uuid")}`} and (claimed && tstzrange(${v.name(new Date(at), "timestamptz")}, ${v.name(new Date(until), "timestamptz")})) is not true
      for no key update`] as const),
    ...inOrder([...others, ...unchanged]).map((other, index) => [`other_${index}`, `select from ${tableOf(other)} where ${asItWas(v, other)} for no key update`] as const)
  ]
  const condition = locked.map(([name]) => `exists (select from ${name})`)
  const opened = first === undefined
    ? `select 1 as open${condition.length === 0 ? "" : ` where ${condition.join(" and ")}`}`
    : `${updated(v, first, condition.map((each) => ` and ${each}`).join(""))} returning 1 as open`
  return [...locked, ["gate", opened], ...others.map((other, index) => [`changed_${index}`, updated(v, other, " and exists (select from gate)")] as const)]
}

const isChange = ({ leaves, takes }: Move): boolean => leaves !== takes

const occupied = (v: Values, { moves }: Plan): Parts =>
  moves.filter(isChange).map(({ leaves, lotId, spotId, takes }, index) => [`spot_${index}`, `
    update spot set ticket_id = ${v.name(takes ?? null, "uuid")} from gate where lot_id = ${v.name(lotId, "uuid")} and spot_id = ${v.name(spotId, "uuid")}
      and ticket_id ${leaves === undefined ? "is null" : `= ${v.name(leaves, "uuid")}`}`])

/** What happened, in order. */
const recorded = (v: Values, { things, tickets }: Plan): Parts => [
  ...tickets.map(({ after, events, from, id }, index): Parts[number] => [`recorded_${index}`, `
    insert into event (lot_id, ticket_id, version, type, at, data)
    select ${v.name(after.lotId, "uuid")}, ${v.name(id, "uuid")}, new.version, new.type, new.at, new.data
    from gate, jsonb_to_recordset(${json(v, events.map((event, nth) => ({ version: from + nth + 1, ...fromEvent(event) })))}) as new (version integer, type text, at timestamptz, data jsonb)
    order by new.version`]),
  ...(things.length === 0 ? [] : [["journaled", `
    insert into journal (kind, id, version, event)
    select new.kind, new.id, new.version, new.event
    from gate, rows from (jsonb_to_recordset(${json(v, things.flatMap(({ events, from, id, kind }) =>
      events.map((event, nth) => ({ kind, id, version: from + nth + 1, event: codec(kind).encodeEvent(event) }))))})
      as (kind text, id text, version integer, event jsonb)) with ordinality as new (kind, id, version, event, nth)
    order by new.nth`] as const])
]

const keysOf = <K extends Kind>({ after, kind, old }: Folded<K>, of: "keys" | "unique") => {
  const tell = lifecycles[kind][of]
  const [before, now] = [new Set(old === undefined ? [] : tell(old)), new Set(tell(after))]
  return { gone: [...before].filter((each) => !now.has(each)), come: [...now].filter((each) => !before.has(each)) }
}

/** By what things are found. A unique key is taken when all that are given back are back. */
const keyed = (v: Values, { things }: Plan): Parts => {
  const changes = things.map((thing) => ({ ...thing, keys: keysOf(thing, "keys"), unique: keysOf(thing, "unique") }))
  const [kind, id] = [(of: Folded) => v.name(of.kind, "text"), (of: Folded) => v.name(of.id, "text")]
  const back = changes.filter(({ unique }) => unique.gone.length > 0).map((each, index) => [`back_${index}`, `
    delete from thing_unique using gate where kind = ${kind(each)} and key = any(${v.name(each.unique.gone, "text[]")}) returning key`] as const)
  const allBack = back.map(([name]) => ` and (select count(*) from ${name}) >= 0`).join("")
  return [
    ...back,
    ...changes.filter(({ unique }) => unique.come.length > 0).map((each, index) => [`owned_${index}`, `
      insert into thing_unique (kind, key, id) select ${kind(each)}, new.key, ${id(each)} from gate, unnest(${v.name(each.unique.come, "text[]")}) as new (key) where true${allBack}`] as const),
    ...changes.filter(({ keys }) => keys.gone.length > 0).map((each, index) => [`unlisted_${index}`, `
      delete from thing_key using gate where kind = ${kind(each)} and key = any(${v.name(each.keys.gone, "text[]")}) and id = ${id(each)}`] as const),
    ...changes.filter(({ keys }) => keys.come.length > 0).map((each, index) => [`listed_${index}`, `
      insert into thing_key (kind, key, id) select ${kind(each)}, new.key, ${id(each)} from gate, unnest(${v.name(each.keys.come, "text[]")}) as new (key)`] as const)
  ]
}

/** Entries of the audit log as rows. */
export const auditRows = (audit: ReadonlyArray<AuditEntry.AuditEntry>): string =>
  JSON.stringify(audit.map((entry) => ({ at: new Date(entry.at), entry: encodeAudit(entry) })))

/** Money and the audit log. */
const booked = (v: Values, { commit: { audit = [], transactions = [] } }: Plan): Parts => [
  ...(transactions.length === 0 ? [] : [["booked", `
    insert into ledger (transaction_id, at, entries, details)
    select new.id, new.at, new.entries, new.details
    from gate, jsonb_to_recordset(${json(v, transactions.map(({ at, entries, id, ...details }) =>
      ({ id, at: new Date(at), entries: encodeEntries(entries), details })))}) as new (id uuid, at timestamptz, entries jsonb, details jsonb)`] as const]),
  ...(audit.length === 0 ? [] : [["audited", `
    insert into audit (at, kind, id, entry)
    select new.at, new.entry -> 'resource' ->> 'kind', new.entry -> 'resource' ->> 'id', new.entry
    from gate, jsonb_to_recordset(${v.name(auditRows(audit), "jsonb")}) as new (at timestamptz, entry jsonb)`] as const])
]

/** The statement of a commit, and its values. */
const statementOf = (plan: Plan): readonly [text: string, values: ReadonlyArray<unknown>] => {
  const v = values()
  const begun = [...plan.tickets, ...plan.things].filter(({ from }) => from === 0)
  const parts = [
    ...gate(v, plan),
    ...begun.map((each, index) => [`begun_${index}`, inserted(v, each)] as const),
    ...occupied(v, plan),
    ...recorded(v, plan),
    ...keyed(v, plan),
    ...booked(v, plan)
  ]
  return [`with ${parts.map(([name, text]) => `${name} as (${text})`).join(", ")} select exists (select from gate) as done`, v.given]
}

/** The statement found something that is not as it was. */
class NotDone {
  readonly _tag = "NotDone"
}

/** Gives up claims. */
export const release = (sql: SqlClient.SqlClient, claimants: ReadonlyArray<string>) =>
  claimants.length === 0 ? Effect.void : Effect.asVoid(sql`delete from claim where claimant = any(${claimants}::text[])`)

/** Tickets whose spot another takes in the same commit. */
const exchanged = ({ moves }: Plan): ReadonlyArray<string> => moves.filter(isChange).flatMap(({ leaves, takes }) => leaves !== undefined && takes !== undefined ? [leaves] : [])

/** For a moment they are closed, so that no two are on a spot. */
const away = (sql: SqlClient.SqlClient, tickets: ReadonlyArray<string>) =>
  tickets.length === 0
    ? Effect.void
    : Effect.asVoid(sql`update ticket set state = 'Voided', leave_by = null, exited_at = now() where ticket_id = any(${tickets}::uuid[]) and exited_at is null`)

/** Stores `commit` within a transaction, or alone when nothing is to be out of the way before. Its claims are given up already. */
export const commitWithin = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, commit: Commit) {
  const plan = planOf(commit)
  if (plan.moves.length + plan.tickets.length + plan.things.length + (commit.transactions?.length ?? 0) + (commit.audit?.length ?? 0) === 0) return
  const [text, given] = statementOf(plan)
  const [row] = yield* sql.unsafe<{ readonly done: boolean }>(text, given)
  if (row?.done !== true) return yield* Effect.fail(new NotDone())
})

/** What no adapter could store: one thing changed twice, or a key or a spot taken twice. */
const contradiction = ({ things, tickets }: Plan): Changed | KeyTaken | SpotTaken | undefined => {
  const [names, keys, spots] = [new Set<string>(), new Set<string>(), new Set<string>()]
  for (const folded of [...tickets, ...things]) {
    const { id, kind } = folded
    if (names.has(`${kind} ${id}`)) return new Changed({ kind, id })
    names.add(`${kind} ${id}`)
    for (const key of keysOf(folded, "unique").come) {
      if (keys.has(`${kind} ${key}`)) return new KeyTaken({ kind, key })
      keys.add(`${kind} ${key}`)
    }
  }
  for (const { after, old } of tickets) {
    if (!Ticket.isOpen(after) || after.spotId === spotOf(old)) continue
    if (spots.has(after.spotId)) return new SpotTaken({ lotId: after.lotId, spotId: after.spotId })
    spots.add(after.spotId)
  }
  return undefined
}

const changed = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, { from, id, kind }: Folded) {
  const [row] = kind === "Ticket"
    ? yield* sql<{ readonly version: number }>`select version from ticket where ticket_id = ${id}`
    : yield* sql<{ readonly version: number }>`select version from thing where kind = ${kind} and id = ${id}`
  return (row?.version ?? 0) === from ? undefined : new Changed({ kind, id })
})

const keyTaken = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, folded: Folded, { things }: Plan) {
  const { id, kind } = folded
  for (const wanted of keysOf(folded, "unique").come) {
    const givenBack = things.some((other) => other.kind === kind && keysOf(other, "unique").gone.includes(wanted))
    if (givenBack) continue
    const others = isKind(folded, "Ticket")
      ? wanted === key.number(folded.after.number)
        ? yield* sql`select from ticket where number = ${folded.after.number} and ticket_id <> ${id}`
        : yield* sql`select from ticket where lot_id = ${folded.after.lotId} and plate = ${folded.after.vehicle.plate} and exited_at is null and ticket_id <> ${id}`
      : yield* sql`select from thing_unique where kind = ${kind} and key = ${wanted} and id <> ${id}`
    if (others.length > 0) return new KeyTaken({ kind, key: wanted })
  }
  return undefined
})

const spotTaken = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, { commit: { releases = [] }, moves, tickets }: Plan) {
  for (const { at, leaves, lotId, spotId, takes, until } of moves) {
    if (takes === undefined) continue
    const free = yield* sql`
      select from spot where lot_id = ${lotId} and spot_id = ${spotId} and ticket_id is not distinct from ${leaves ?? null}::uuid and not exists (
        select from claim where claim.lot_id = ${lotId} and claim.spot_id = ${spotId} and claimant <> all(${releases}::text[])
          and from_at < ${new Date(until)} and to_at > ${new Date(at)})`
    const ticket = tickets.find(({ id }) => id === takes)
    if (free.length === 0 && ticket !== undefined) return new SpotTaken({ lotId: ticket.after.lotId, spotId: ticket.after.spotId })
  }
  return undefined
})

/** Why a commit cannot be stored now, if it cannot. */
const whyNot = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, plan: Plan) {
  const all = [...plan.tickets, ...plan.things]
  for (const folded of [...all, ...plan.unchanged]) {
    const found = yield* changed(sql, folded)
    if (found !== undefined) return found
  }
  for (const folded of all) {
    const found = yield* keyTaken(sql, folded, plan)
    if (found !== undefined) return found
  }
  return yield* spotTaken(sql, plan)
})

/** How often it is tried before it says that storage is busy. */
const attempts = 8

const isRefused = (error: unknown): error is NotDone | SqlError =>
  error instanceof NotDone || (isSqlError(error) && error.reason._tag === "UniqueViolation")

/** Does `attempt`, which stores `commit` or nothing, and says why not; what it lost to nobody who is still there is done again. */
export const attempted = Effect.fnUntraced(function*<A, E>(sql: SqlClient.SqlClient, commit: Commit, attempt: Effect.Effect<A, E | NotDone | SqlError>) {
  const plan = planOf(commit)
  const impossible = contradiction(plan)
  if (impossible !== undefined) return yield* impossible
  let refused: NotDone | SqlError | undefined
  for (let count = 0; count < attempts; count++) {
    const result = yield* Effect.result(attempt)
    if (Result.isSuccess(result)) return result.success
    const { failure } = result
    if (!isRefused(failure)) return yield* Effect.fail(failure as Exclude<E, NotDone>)
    const why = yield* whyNot(sql, plan)
    if (why !== undefined) return yield* why
    refused = failure
  }
  return yield* refused === undefined || refused instanceof NotDone ? new StorageUnavailable({ reason: "busy" }) : Effect.fail(refused)
})

/** All of it, or nothing and why. */
export const commit = (sql: SqlClient.SqlClient) => (given: Commit) =>
  Effect.suspend(() => {
    const { releases = [] } = given
    const leaving = exchanged(planOf(given))
    const stored = commitWithin(sql, given)
    if (releases.length + leaving.length === 0) return attempted(sql, given, stored)
    return attempted(sql, given, sql.withTransaction(Effect.gen(function*() {
      yield* release(sql, releases)
      yield* away(sql, leaving)
      yield* stored
    })))
  })
