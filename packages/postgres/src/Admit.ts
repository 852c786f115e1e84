/**
 * An admission in one SQL statement: the lot's terms, the plate, the spot, the ticket and its event.
 *
 * Races, all under READ COMMITTED. The statement sees the database as it was when it began, so:
 * - two that want one spot: the row lock decides; who skips or waits checks again that the spot is free;
 * - two of one plate: the unique index decides; the loser waits for the winner, inserts nothing and starts over;
 * - nothing could be picked although the snapshot shows a free spot that fits (others held it): start over, and wait
 *   for the locks instead of skipping them, because a holder may be about to give the spot back.
 * "Full" is only said when one snapshot shows no free spot.
 */
import { Lot, Spot } from "@parkade/core/lot"
import { type Admission, AlreadyParked, LotFull, LotNotFound, NothingFits, StorageUnavailable } from "@parkade/core/ports"
import { Ticket } from "@parkade/core/ticket"
import { Effect } from "effect"
import type { SqlClient, Statement } from "effect/sql"

interface Outcome {
  /** Null when there is no such lot. */
  readonly terms_id: string | null
  /** The ticket the plate is parked on. */
  readonly parked_id: string | null
  readonly parked_number: string | null
  /** Null when no ticket was issued; then `free` and `fitting` say how many spots the snapshot shows. */
  readonly spot_id: string | null
  readonly free: number
  readonly fitting: number
}

/** `Fit.fit` as a predicate: the storage contract proves that both agree. */
const fits = "size = any($3::text[]) and features @> $4::text[] and not features && $5::text[]"

/**
 * The statement. Written once, each value a parameter once: what PostgreSQL takes for an admission is mostly planning
 * and parameters.
 */
const text = (whenLocked: "" | "skip locked"): string => `
  with pinned as (
    select terms_id from lot where lot_id = $1
  ), parked as (
    select ticket_id, number from ticket where lot_id = $1 and plate = $2 and exited_at is null
  ), picked as (
    select spot_id from spot
    where lot_id = $1 and ticket_id is null and ${fits} and not exists (select from parked)
    order by rank limit 1
    for no key update ${whenLocked}
  ), issued as (
    insert into ticket (ticket_id, lot_id, number, spot_id, terms_id, vehicle, state, version, payments, entered_at, details)
    select $6::uuid, $1::uuid, $7, spot_id, terms_id, $9::jsonb -> 'vehicle', 'Parked', 1, '[]', $8, $10::jsonb
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
  select pinned.terms_id, parked.ticket_id as parked_id, parked.number as parked_number, issued.spot_id, seen.*
  from (values (0)) as one
  left join pinned on true left join parked on true left join issued on true
  cross join lateral (
    select count(*)::int as free, (count(*) filter (where ${fits}))::int as fitting
    from spot
    where issued.spot_id is null and parked.ticket_id is null and lot_id = $1 and spot.ticket_id is null
  ) as seen`

const skipping = text("skip locked")
const waiting = text("")

const parameters = ({ enteredAt, id, lotId, number, requirement, vehicle, ...more }: Admission): ReadonlyArray<unknown> => {
  const { barred, needs, size } = requirement
  const sizes = Spot.sizes.slice(Spot.sizes.indexOf(size))
  // The event's data, as its JSON codec writes it; completed with spotId and termsId by the statement.
  const data = JSON.stringify({ id, number, lotId, vehicle, enteredAt, ...more })
  const details = JSON.stringify({ changedAt: enteredAt, refunds: [], validations: [], ...more })
  return [lotId, vehicle.plate, sizes, needs, barred, id, number, new Date(enteredAt), data, details]
}

/** The statement; `patient` waits for spots that others hold, instead of skipping them. */
export const statement = (sql: SqlClient.SqlClient, admission: Admission, patient: boolean): Statement.Statement<Outcome> =>
  sql.unsafe<Outcome>(patient ? waiting : skipping, parameters(admission))

const issue = ({ requirement: _, ...admission }: Admission, spotId: string, termsId: string): Effect.Effect<Ticket.Ticket> => {
  const given = { spotId: Spot.SpotId.make(spotId), termsId: Lot.TermsId.make(termsId) }
  const ticket = Ticket.evolve(Ticket.initial, { _tag: "TicketAdmitted", ...admission, ...given })
  return ticket._tag === "Unissued" ? Effect.die(new Error("an admission issues its ticket")) : Effect.succeed(ticket)
}

/** How often it starts over before it says that storage is busy; only the first time skips locked spots. */
const attempts = 8

export const admit = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(admission: Admission) {
  const { lotId, vehicle: { plate } } = admission
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [outcome] = yield* statement(sql, admission, attempt > 0)
    if (outcome === undefined) return yield* Effect.die(new Error("the admission returned no row"))
    if (outcome.terms_id === null) return yield* new LotNotFound({ lotId })
    if (outcome.parked_id !== null && outcome.parked_number !== null) {
      return yield* new AlreadyParked({
        lotId,
        plate,
        ticketId: outcome.parked_id as Ticket.TicketId,
        number: outcome.parked_number as Admission["number"]
      })
    }
    if (outcome.spot_id !== null) return yield* issue(admission, outcome.spot_id, outcome.terms_id)
    if (outcome.free === 0) return yield* new LotFull({ lotId })
    if (outcome.fitting === 0) return yield* new NothingFits({ lotId, free: outcome.free })
  }
  return yield* new StorageUnavailable({ reason: "busy" })
})
