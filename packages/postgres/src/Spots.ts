/**
 * Claims on spots. Who claims locks the row of the spot, as an admission does, and looks at it again before taking it.
 */
import { AllHeld, type Claim, type Commit, LotNotFound, NoneSuits, Spots, SpotTaken, StorageUnavailable, type Wanted } from "@parkade/core/ports"
import { Lot, Spot } from "@parkade/core/lot"
import { Instant } from "@parkade/core/time"
import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import { attempted, commitWithin, release } from "./Commit.ts"
import { asked, fits } from "./Fits.ts"
import { storage } from "./Storage.ts"

const names = { sizes: "$4", needs: "$5", barred: "$6", rare: "$7", from: "$2::timestamptz", until: "$3::timestamptz" }

/** Spots that suit: by name, or by what is asked. */
const suiting = (place: Wanted["place"]): string => "spotId" in place ? "spot_id = $4::uuid" : fits(names)

/** The vehicle on the spot is gone by then, and nobody else has claimed it for some of the time. */
const unheld = (assumed: string): string => `(claimed && tstzrange($2, $3)) is not true and (spot.ticket_id is null or coalesce((
    select coalesce(to_timestamp((details ->> 'until')::numeric / 1000), entered_at + ${assumed}::bigint * interval '1 millisecond') <= $2
    from ticket where ticket.lot_id = $1 and ticket.ticket_id = spot.ticket_id and exited_at is null), false))`

type Looked = Omit<Wanted, "claimant">

const valuesOf = ({ from, lotId, place, to }: Looked): ReadonlyArray<unknown> => {
  const time = [lotId, new Date(from), new Date(to)]
  if ("spotId" in place) return [...time, place.spotId]
  const { barred, needs, rare, sizes } = asked(place.requirement)
  return [...time, sizes, needs, barred, rare]
}

interface SpotRow {
  readonly spot_id: string
}

/** Spots that suit and nobody has in that time, best first, from that which the claimant had. */
const looking = (sql: SqlClient.SqlClient, wanted: Looked, had: string | null, limit: number, locking: "" | "for no key update") => {
  const given = valuesOf(wanted)
  const [assumed, kept, most] = [given.length + 1, given.length + 2, given.length + 3].map((nth) => `$${nth}`)
  return sql.unsafe<SpotRow>(
    `select spot_id from spot where lot_id = $1 and ${suiting(wanted.place)} and ${unheld(assumed ?? "")}
      order by spot_id is distinct from ${kept}::uuid, rank limit ${most}::integer ${locking}`,
    [...given, wanted.assumedStay ?? null, had, limit]
  )
}

/** Why there is none to claim, as one snapshot shows it; nothing, when it shows one. */
const refused = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, wanted: Looked) {
  const { lotId, place } = wanted
  const given = valuesOf(wanted)
  const [row] = yield* sql.unsafe<{ readonly suitable: number; readonly open: number; readonly lots: number }>(
    `select count(*)::int as suitable, (count(*) filter (where ${unheld(`$${given.length + 1}`)}))::int as open, (select count(*) from lot where lot_id = $1)::int as lots
      from spot where lot_id = $1 and ${suiting(place)}`,
    [...given, wanted.assumedStay ?? null]
  )
  if (row?.lots === 0) return new LotNotFound({ lotId })
  if (row === undefined || row.open > 0) return undefined
  if ("spotId" in place) return new SpotTaken({ lotId, spotId: place.spotId })
  return row.suitable === 0 ? new NoneSuits({ lotId }) : new AllHeld({ lotId, suitable: row.suitable })
})

/** How often it looks again for one that others do not take in between. */
const attempts = 8

const chosen = Effect.fnUntraced(function*(sql: SqlClient.SqlClient, wanted: Wanted, had: string | null) {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [locked] = yield* looking(sql, wanted, had, 1, "for no key update")
    if (locked !== undefined) {
      const spotId = Spot.SpotId.make(locked.spot_id)
      // The lock may have come late: now that it is ours, the spot is as it is.
      const [same] = yield* looking(sql, { ...wanted, place: { spotId } }, null, 1, "")
      if (same !== undefined) return spotId
    }
    const why = yield* refused(sql, wanted)
    if (why !== undefined) return yield* why
  }
  return yield* new StorageUnavailable({ reason: "busy" })
})

const claim = (sql: SqlClient.SqlClient) => (wanted: Wanted, commit: Commit) => {
  const { claimant, from, lotId, to } = wanted
  return attempted(sql, commit, sql.withTransaction(Effect.gen(function*() {
    const [had] = yield* sql<SpotRow>`delete from claim where claimant = ${claimant} returning spot_id`
    yield* release(sql, commit.releases ?? [])
    const spotId = yield* chosen(sql, wanted, had?.spot_id ?? null)
    yield* commitWithin(sql, commit)
    yield* sql`insert into claim (claimant, lot_id, spot_id, from_at, to_at) values (${claimant}, ${lotId}, ${spotId}, ${new Date(from)}, ${new Date(to)})`
    return spotId
  })))
}

interface ClaimRow extends SpotRow {
  readonly claimant: string
  readonly lot_id: string
  readonly from_at: Date
  readonly to_at: Date
}

const claimOf = (sql: SqlClient.SqlClient) => (claimant: string) =>
  Effect.map(sql<ClaimRow>`select * from claim where claimant = ${claimant}`, ([row]): Claim | undefined =>
    row && {
      lotId: Lot.LotId.make(row.lot_id),
      spotId: Spot.SpotId.make(row.spot_id),
      claimant: row.claimant,
      from: Instant.Instant.make(row.from_at.getTime()),
      to: Instant.Instant.make(row.to_at.getTime())
    })

const free = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*({ limit, requirement, ...wanted }: Parameters<Spots["Service"]["free"]>[0]) {
  const { lotId } = wanted
  const found = yield* looking(sql, { ...wanted, place: { requirement } }, null, limit, "")
  if (found.length > 0) return found.map(({ spot_id }) => Spot.SpotId.make(spot_id))
  const lots = yield* sql`select from lot where lot_id = ${lotId}`
  return lots.length === 0 ? yield* new LotNotFound({ lotId }) : []
})

export const layer: Layer.Layer<Spots, never, SqlClient.SqlClient> = Layer.effect(Spots, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [claiming, finding, looking] = [claim(sql), claimOf(sql), free(sql)]
  return Spots.of({
    claim: (wanted, commit) => storage(claiming(wanted, commit)),
    claimOf: (claimant) => storage(finding(claimant)),
    free: (wanted) => storage(looking(wanted))
  })
}))
