/**
 * An admission in one SQL statement: the lot's terms, the plate, the spot, the ticket and its event.
 *
 * Races, all under READ COMMITTED. The statement sees the database as it was when it began, so:
 * - two that want one spot: the row lock decides; who skips or waits checks again that the spot is free;
 * - two of one plate: the unique index decides; the loser waits for the winner, inserts nothing and starts over;
 * - nothing could be picked although the snapshot shows a free spot that fits (others held it): start over, and wait
 *   for the locks instead of skipping them, because a holder may be about to give the spot back.
 * "Full" is only said when one snapshot shows no free spot.
 *
 * Opening hours are core's to read, not SQL's: the statement admits into a lot without hours, or with those that the
 * caller says it has judged. It hands back hours that were not judged; they are judged, kept, and the statement is run
 * again. So a lot with hours costs one statement as well, and hours that another process changed are never missed.
 */
import { Lot, OpeningHours, Spot } from "@parkade/core/lot"
import { type Admission, AlreadyParked, LotFull, LotNotFound, NothingFits, refusedByHours, StorageUnavailable } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { TimeZone } from "@parkade/core/time"
import { Effect, Schema } from "effect"
import type { SqlClient, Statement } from "effect/sql"

interface Outcome {
  /** Null when there is no such lot. */
  readonly terms_id: string | null
  /** Hours that were not judged; nothing was done then. */
  readonly unjudged: unknown
  /** The ticket the plate is parked on. */
  readonly parked_id: string | null
  readonly parked_number: string | null
  /** Null when no ticket was issued; then `free` and `fitting` say how many spots the snapshot shows. */
  readonly spot_id: string | null
  readonly free: number
  readonly fitting: number
}

/**
 * `Fit.fit` at the instant of the entry as a predicate: the storage contract proves that both agree. What few spots say,
 * and few drivers ask, is one expression, which PostgreSQL expects to hold for every other spot: of several it would
 * expect that hardly any spot fits, and no longer take them in their order.
 */
const fits = `
  size = any($3::text[]) and features @> $4::text[] and not features && $5::text[]
  and case
    when clearance < ($10::jsonb -> 'height')::integer then false
    when $10 ? 'zone' and zone_id <> ($10 ->> 'zone')::uuid and (($10 ->> 'zone')::uuid = any(sections)) is not true then false
    when $10 ? 'kinds' and jsonb_path_exists(connectors, '$[*] ? (@.powerWatts >= $watts && @.kind == $kinds[*])', $10) is not true then false
    when access is not null and jsonb_path_exists(access, 'strict $[*] ? (!(@[*] == $held[*]))', coalesce($10, '{"held": []}')) then false
    when outages is not null and jsonb_path_exists(outages, '$[*] ? (@.from <= $at && (!exists(@.until) || @.until > $at))',
      jsonb_build_object('at', extract(epoch from $8::timestamptz) * 1000)) then false
    else true
  end`

/**
 * The statement. Written once, each value a parameter once: what PostgreSQL takes for an admission is mostly planning
 * and parameters.
 */
const text = (whenLocked: "" | "skip locked"): string => `
  with pinned as (
    select terms_id, case when opening_hours is not null
        then nullif(jsonb_build_object('timeZone', time_zone, 'openingHours', opening_hours), $11::jsonb) end as unjudged
    from lot where lot_id = $1
  ), parked as (
    select ticket_id, number from ticket where lot_id = $1 and plate = $2 and exited_at is null
  ), picked as (
    select spot_id from spot
    where lot_id = $1 and ticket_id is null and ${fits} and not exists (select from parked)
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
  )
  select pinned.terms_id, pinned.unjudged, parked.ticket_id as parked_id, parked.number as parked_number, issued.spot_id, seen.*
  from (values (0)) as one
  left join pinned on true left join parked on true left join issued on true
  cross join lateral (
    select count(*)::int as free, (count(*) filter (where ${fits}))::int as fitting
    from spot
    where issued.spot_id is null and parked.ticket_id is null and pinned.unjudged is null and lot_id = $1 and spot.ticket_id is null
  ) as seen`

const skipping = text("skip locked")
const waiting = text("")

/** What is asked of the columns that few lots fill, as the predicate names it; null when nothing is. */
const rare = ({ access, connector, heightCentimetres: height, zoneId: zone }: Admission["requirement"]): string | null =>
  access === undefined && connector === undefined && height === undefined && zone === undefined
    ? null
    : JSON.stringify({ height, zone, held: access ?? [], ...(connector !== undefined && { kinds: connector.kinds, watts: connector.minPowerWatts }) })

const parameters = ({ enteredAt, id, lotId, number, requirement, vehicle, ...more }: Admission, judged: string | null): ReadonlyArray<unknown> => {
  const { barred, needs, size } = requirement
  const sizes = Spot.sizes.slice(Spot.sizes.indexOf(size))
  // The event's data, as its JSON codec writes it; completed with spotId and termsId by the statement.
  const data = JSON.stringify({ id, number, lotId, vehicle, enteredAt, ...more })
  const details = JSON.stringify({ changedAt: enteredAt, refunds: [], validations: [], ...more })
  return [lotId, vehicle.plate, sizes, needs, barred, id, number, new Date(enteredAt), data, rare(requirement), judged, details]
}

export interface Trying {
  /** Waits for spots that others hold, instead of skipping them. */
  readonly patient: boolean
  /** The hours, as JSON, by which the lot is open at the entry; null when none were judged. */
  readonly judged: string | null
}

/** The statement. */
export const statement = (sql: SqlClient.SqlClient, admission: Admission, { judged, patient }: Trying): Statement.Statement<Outcome> =>
  sql.unsafe<Outcome>(patient ? waiting : skipping, parameters(admission, judged))

const issue = ({ requirement: _, ...admission }: Admission, spotId: string, termsId: string): Effect.Effect<Ticket.Ticket> => {
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
const refusal = ({ lotId, vehicle: { plate } }: Admission, outcome: Outcome) => {
  const { fitting, free, parked_id: ticketId, parked_number: number } = outcome
  if (outcome.terms_id === null) return new LotNotFound({ lotId })
  if (ticketId !== null && number !== null) {
    return new AlreadyParked({ lotId, plate, ticketId: ticketId as Ticket.TicketId, number: number as Admission["number"] })
  }
  if (outcome.spot_id !== null || outcome.unjudged !== null) return undefined
  if (free === 0) return new LotFull({ lotId })
  return fitting === 0 ? new NothingFits({ lotId, free }) : undefined
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
      const [outcome] = yield* statement(sql, admission, { patient, judged })
      if (outcome === undefined) return yield* Effect.die(new Error("the admission returned no row"))
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
    return yield* new StorageUnavailable({ reason: "busy" })
  })
}
