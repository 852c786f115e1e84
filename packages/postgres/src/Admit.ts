/**
 * An admission in one SQL statement: the lot's terms, the plate, the spot, the ticket, its event and its entry of the audit
 * log. What else is stored alongside makes it a transaction.
 *
 * Races, all under READ COMMITTED. The statement sees the database as it was when it began, so:
 * - two that want one spot: the row lock decides; who skips or waits checks again that the spot is free;
 * - two of one plate: the unique index decides; the loser waits for the winner, inserts nothing and starts over;
 * - nothing could be picked although the snapshot shows a free spot that fits (others held it): start over, and wait
 *   for the locks instead of skipping them, because a holder may be about to give the spot back.
 * "Full" is only said when one snapshot shows no free spot. Claims on a spot stand in its row, so that the row's lock
 * shows them as they are.
 *
 * Opening hours are core's to read, not SQL's: the statement admits into a lot without hours, or with those that the
 * caller says it has judged. It hands back hours that were not judged; they are judged, kept, and the statement is run
 * again. So a lot with hours costs one statement as well, and hours that another process changed are never missed.
 */
import { Lot, OpeningHours, Spot } from "@parkade/core/lot"
import {
  type Admission,
  AlreadyParked,
  HeldForReservations,
  key,
  KeyTaken,
  LotFull,
  LotNotFound,
  NothingFits,
  refusedByHours,
  SpotTaken,
  StorageUnavailable
} from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { TimeZone } from "@parkade/core/time"
import { Effect, Schema } from "effect"
import type { SqlClient, Statement } from "effect/sql"
import { attempted, auditRows, commitWithin, release } from "./Commit.ts"
import { asked, fits } from "./Fits.ts"

interface Outcome {
  /** Null when there is no such lot. */
  readonly terms_id: string | null
  /** Hours that were not judged; nothing was done then. */
  readonly unjudged: unknown
  /** The ticket the plate is parked on. */
  readonly parked_id: string | null
  readonly parked_number: string | null
  /** Null when no ticket was issued; then the numbers say how many spots the snapshot shows. */
  readonly spot_id: string | null
  readonly free: number
  readonly fitting: number
  /** Of those that fit, the ones that nobody has claimed too soon. */
  readonly open: number
}

const names = { sizes: "$3", needs: "$4", barred: "$5", rare: "$10", from: "$8::timestamptz", until: "($8 + interval '1 millisecond')" }
const claimed = "claimed is not null and claimed && tstzrange($8, $13)"

/**
 * The statement. Written once, each value a parameter once: what PostgreSQL takes for an admission is mostly planning
 * and parameters.
 */
const text = (whenLocked: "" | "skip locked", which = ""): string => `
  with pinned as (
    select coalesce($15::uuid, terms_id) as terms_id, case when opening_hours is not null
        then nullif(jsonb_build_object('timeZone', time_zone, 'openingHours', opening_hours), $11::jsonb) end as unjudged
    from lot where lot_id = $1
  ), parked as (
    select ticket_id, number from ticket where lot_id = $1 and plate = $2 and exited_at is null
  ), picked as (
    select spot_id from spot
    where lot_id = $1 and ticket_id is null ${which} and ${fits(names, claimed)} and not exists (select from parked)
      and exists (select from pinned where unjudged is null)
    order by rank limit 1
    for no key update ${whenLocked}
  ), issued as (
    insert into ticket (ticket_id, lot_id, number, spot_id, terms_id, vehicle, state, version, payments, entered_at, details)
    select $6::uuid, $1::uuid, $7, spot_id, terms_id, $9::jsonb -> 'vehicle', 'Parked', 1, '[]', $8, $12::jsonb
    from pinned, picked
    on conflict do nothing
    returning spot_id, terms_id
  ), taken as (
    update spot set ticket_id = $6 from issued where spot.lot_id = $1 and spot.spot_id = issued.spot_id
  ), recorded as (
    insert into event (lot_id, ticket_id, version, type, at, data)
    select $1::uuid, $6::uuid, 1, 'TicketAdmitted', $8,
      $9::jsonb || jsonb_build_object('spotId', spot_id, 'termsId', terms_id)
    from issued
  ), audited as (
    insert into audit (at, kind, id, entry)
    select new.at, new.entry -> 'resource' ->> 'kind', new.entry -> 'resource' ->> 'id', new.entry
    from issued, jsonb_to_recordset($14::jsonb) as new (at timestamptz, entry jsonb)
  )
  select pinned.terms_id, pinned.unjudged, parked.ticket_id as parked_id, parked.number as parked_number, issued.spot_id, seen.*
  from (values (0)) as one
  left join pinned on true left join parked on true left join issued on true
  cross join lateral (
    select count(*)::int as free, (count(*) filter (where ${fits(names)}))::int as fitting,
      (count(*) filter (where ${fits(names, claimed)} ${which}))::int as open
    from spot
    where issued.spot_id is null and parked.ticket_id is null and pinned.unjudged is null and lot_id = $1 and spot.ticket_id is null
  ) as seen`

const skipping = text("skip locked")
const waiting = text("")
const named = text("", "and spot_id = $16::uuid")

const parameters = (
  { alongside, assumedUntil, enteredAt, id, lotId, number, requirement, spotId, termsId, vehicle, ...more }: Admission,
  judged: string | null
): ReadonlyArray<unknown> => {
  const { barred, needs, rare, sizes } = asked(requirement)
  // The event's data, as its JSON codec writes it; completed with spotId and termsId by the statement.
  const data = JSON.stringify({ id, number, lotId, vehicle, enteredAt, ...more })
  const details = JSON.stringify({ changedAt: enteredAt, refunds: [], validations: [], ...more })
  const until = assumedUntil === undefined ? null : new Date(assumedUntil)
  const audit = alongside?.audit === undefined ? null : auditRows(alongside.audit)
  const given = [lotId, vehicle.plate, sizes, needs, barred, id, number, new Date(enteredAt), data, rare, judged, details, until, audit, termsId ?? null]
  return spotId === undefined ? given : [...given, spotId]
}

export interface Trying {
  /** Waits for spots that others hold, instead of skipping them. */
  readonly patient: boolean
  /** The hours, as JSON, by which the lot is open at the entry; null when none were judged. */
  readonly judged: string | null
}

/** The statement. */
export const statement = (sql: SqlClient.SqlClient, admission: Admission, { judged, patient }: Trying): Statement.Statement<Outcome> =>
  sql.unsafe<Outcome>(admission.spotId !== undefined ? named : patient ? waiting : skipping, parameters(admission, judged))

/** The statement, and what is stored in the same step if it issues the ticket. */
const admitted = (sql: SqlClient.SqlClient, admission: Admission, trying: Trying) => {
  const { alongside } = admission
  const issuing = Effect.flatMap(statement(sql, admission, trying), ([outcome]) =>
    outcome === undefined ? Effect.die(new Error("the admission returned no row")) : Effect.succeed(outcome))
  // The entry of the audit log is the statement's own.
  const { changes = [], releases = [], transactions = [], unchanged = [] } = alongside ?? {}
  if (changes.length + releases.length + transactions.length + unchanged.length === 0) return issuing
  const rest = { changes, transactions, unchanged }
  const together = sql.withTransaction(Effect.gen(function*() {
    yield* release(sql, releases)
    const outcome = yield* issuing
    if (outcome.spot_id === null) return yield* Effect.fail(new NotIssued(outcome))
    yield* commitWithin(sql, rest)
    return outcome
  }))
  return attempted(sql, { ...rest, releases }, together).pipe(Effect.catchIf((error) => error instanceof NotIssued, ({ outcome }) => Effect.succeed(outcome)))
}

/** Undoes what was done for a ticket that was not issued. */
class NotIssued {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    this.outcome = outcome
  }
}

const issue = ({ alongside: _, assumedUntil: __, requirement: ___, ...admission }: Admission, spotId: string, termsId: string): Effect.Effect<Ticket.Ticket> => {
  const given = { spotId: Spot.SpotId.make(spotId), termsId: Lot.TermsId.make(termsId) }
  const ticket = Ticket.evolve(Ticket.initial, { _tag: "TicketAdmitted", ...admission, ...given })
  return ticket._tag === "Unissued" ? Effect.die(new Error("an admission issues its ticket")) : Effect.succeed(ticket)
}

/** How often it starts over before it says that storage is busy; only the first time skips locked spots. */
const attempts = 8

const Hours = Schema.Struct({ timeZone: TimeZone.TimeZone, openingHours: OpeningHours.OpeningHours })
const decodeHours = Schema.decodeUnknownSync(Hours)

interface Kept {
  readonly json: string
  readonly hours: typeof Hours.Type
}

/** Lots whose hours are kept. */
const lotsKept = 10_000

/** The refusal that an outcome is, but for hours that are to be judged, and spots that others held. */
const refusal = ({ lotId, spotId, vehicle: { plate } }: Admission, outcome: Outcome) => {
  const { fitting, free, open, parked_id: ticketId, parked_number: number } = outcome
  if (outcome.terms_id === null) return new LotNotFound({ lotId })
  if (ticketId !== null && number !== null) {
    return new AlreadyParked({ lotId, plate, ticketId: ticketId as Ticket.TicketId, number: number as Admission["number"] })
  }
  if (outcome.spot_id !== null || outcome.unjudged !== null) return undefined
  if (open > 0) return undefined
  if (spotId !== undefined) return new SpotTaken({ lotId, spotId })
  if (free === 0) return new LotFull({ lotId })
  return fitting === 0 ? new NothingFits({ lotId, free }) : new HeldForReservations({ lotId, held: fitting })
}

export const admit = (sql: SqlClient.SqlClient) => {
  const kept = new Map<Lot.LotId, Kept>()
  const keep = (lotId: Lot.LotId, unjudged: unknown): Kept => {
    if (kept.size >= lotsKept) kept.clear()
    const known = { json: JSON.stringify(unjudged), hours: decodeHours(unjudged) }
    kept.set(lotId, known)
    return known
  }
  return Effect.fnUntraced(function*(admission: Admission) {
    const { enteredAt, lotId } = admission
    const closedBy = ({ hours }: Kept) => refusedByHours({ id: lotId, ...hours }, enteredAt)
    const known = kept.get(lotId)
    // Hours that are kept may have changed: by themselves they refuse nobody.
    let judged = known === undefined || closedBy(known) !== undefined ? null : known.json
    let patient = false
    for (let attempt = 0; attempt < attempts; attempt++) {
      const outcome = yield* admitted(sql, admission, { patient, judged })
      const refused = refusal(admission, outcome)
      if (refused !== undefined) return yield* refused
      if (outcome.spot_id !== null && outcome.terms_id !== null) return yield* issue(admission, outcome.spot_id, outcome.terms_id)
      if (outcome.unjudged === null) {
        patient = true
        continue
      }
      const found = keep(lotId, outcome.unjudged)
      const closed = closedBy(found)
      if (closed !== undefined) return yield* closed
      judged = found.json
    }
    const { number } = admission
    const [other] = yield* sql`select from ticket where number = ${number}`
    return yield* other === undefined ? new StorageUnavailable({ reason: "busy" }) : new KeyTaken({ kind: "Ticket", key: key.number(number) })
  })
}
