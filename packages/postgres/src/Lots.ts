/**
 * Lots, their layout and terms. Terms never change, so they are read once and kept.
 */
import { BestFit } from "@parkade/core/allocation"
import { Lot } from "@parkade/core/lot"
import { LotNotFound, Lots, type NewLot } from "@parkade/core/ports"
import { Terms } from "@parkade/core/ticket"
import { Cache, Effect, Exit, Layer, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { storage } from "./Storage.ts"

/** Spots in one insert: some hundred kilobytes of JSON. */
const batch = 5_000
/** From so many spots on, a lot changes what plans must be made from, and is not left to be noticed in a minute. */
const large = 1_000
/** Versions of terms kept in memory. */
const termsKept = 10_000

const encodeTerms = Schema.encodeSync(Terms.Terms)
const decodeTerms = Schema.decodeUnknownSync(Terms.Terms)
const decodeLot = Schema.decodeUnknownSync(Lot.Lot)
const decodeLayout = Schema.decodeUnknownSync(Lot.Layout)

interface LotRow {
  readonly id: string
  readonly name: string
  readonly timeZone: string
  readonly termsId: string
}

const lotRows = (sql: SqlClient.SqlClient) =>
  sql.literal(`lot_id as id, name, time_zone as "timeZone", terms_id as "termsId"`)

const create = (sql: SqlClient.SqlClient) => ({ layout: { spots, zones }, lot, terms }: NewLot) => {
  const ranks = new Map(BestFit.inOrder(spots).map(({ id }, rank) => [id, rank]))
  const rows = spots.map((spot, place) => ({ ...spot, place, rank: ranks.get(spot.id) }))
  const batches = Array.from({ length: Math.ceil(rows.length / batch) }, (_, n) => rows.slice(n * batch, (n + 1) * batch))
  const { exitPolicy, id: _, tariff, ...rules } = encodeTerms(terms)
  const stored = sql.withTransaction(Effect.gen(function*() {
    yield* sql`insert into lot (lot_id, name, time_zone, terms_id) values (${lot.id}, ${lot.name}, ${lot.timeZone}, ${lot.termsId})`
    yield* sql`
      insert into terms (terms_id, lot_id, tariff, exit_policy, rules)
      values (${terms.id}, ${lot.id}, ${JSON.stringify(tariff)}::jsonb, ${JSON.stringify(exitPolicy)}::jsonb, ${JSON.stringify(rules)}::jsonb)`
    yield* sql`
      insert into zone (lot_id, zone_id, name, place)
      select ${lot.id}::uuid, id, name, place
      from jsonb_to_recordset(${JSON.stringify(zones.map((zone, place) => ({ ...zone, place })))}::jsonb)
        as new (id uuid, name text, place integer)`
    for (const some of batches) {
      yield* sql`
        insert into spot (lot_id, spot_id, zone_id, label, size, features, place, rank)
        select ${lot.id}::uuid, id, "zoneId", label, size, features, place, rank
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
          as new (id uuid, "zoneId" uuid, label text, size text, features text[], place integer, rank integer)`
    }
  }))
  // The lot is stored, whatever becomes of this.
  return spots.length < large ? stored : Effect.tap(stored, () => Effect.ignore(sql`analyze spot`))
}

const find = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.LotId) {
  const [row] = yield* sql<LotRow>`select ${lotRows(sql)} from lot where lot_id = ${id}`
  return row === undefined ? yield* new LotNotFound({ lotId: id }) : decodeLot(row)
})

const list = (sql: SqlClient.SqlClient) => ({ after, limit }: { readonly after?: Lot.LotId | undefined; readonly limit: number }) => {
  const from = after === undefined ? sql`true` : sql`lot_id > ${after}`
  return Effect.map(
    sql<LotRow>`select ${lotRows(sql)} from lot where ${from} order by lot_id limit ${limit}`,
    (rows) => rows.map((row) => decodeLot(row))
  )
}

const layout = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.LotId) {
  yield* find(sql)(id)
  const zones = yield* sql`select zone_id as id, name from zone where lot_id = ${id} order by place`
  const spots = yield* sql`
    select spot_id as id, zone_id as "zoneId", label, size, features from spot where lot_id = ${id} order by place`
  return decodeLayout({ zones, spots })
})

interface ZoneRow {
  readonly zoneId: string | null
  readonly name: string
  readonly total: number
  readonly free: number
}

const decodeAvailability = Schema.decodeUnknownSync(Lot.Availability)

const availability = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.LotId) {
  const rows = yield* sql<ZoneRow>`
    select zone.zone_id as "zoneId", zone.name, coalesce(counted.total, 0) as total, coalesce(counted.free, 0) as free
    from lot
    left join zone on zone.lot_id = lot.lot_id
    left join (
      select zone_id, count(*)::int as total, (count(*) filter (where ticket_id is null))::int as free
      from spot where lot_id = ${id} group by zone_id
    ) as counted on counted.zone_id = zone.zone_id
    where lot.lot_id = ${id}
    order by zone.place`
  if (rows.length === 0) return yield* new LotNotFound({ lotId: id })
  const zones = rows.filter(({ zoneId }) => zoneId !== null)
  const sum = (count: (zone: ZoneRow) => number) => zones.reduce((all, zone) => all + count(zone), 0)
  return decodeAvailability({ lotId: id, total: sum(({ total }) => total), free: sum(({ free }) => free), zones })
})

const terms = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.TermsId) {
  const [row] = yield* sql<{ readonly rules: object }>`
    select rules, terms_id as id, tariff, exit_policy as "exitPolicy" from terms where terms_id = ${id}`
  if (row === undefined) return yield* Effect.die(new Error(`no terms ${id} were ever stored`))
  const { rules, ...columns } = row
  return decodeTerms({ ...rules, ...columns })
})

export const layer: Layer.Layer<Lots, never, SqlClient.SqlClient> = Layer.effect(Lots, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [creating, finding, listing, laying, counting] = [create(sql), find(sql), list(sql), layout(sql), availability(sql)]
  const read = terms(sql)
  const kept = yield* Cache.makeWith((id: Lot.TermsId) => storage(read(id)), {
    capacity: termsKept,
    timeToLive: (exit) => (Exit.isSuccess(exit) ? "1 day" : 0)
  })
  return Lots.of({
    create: (lot) => storage(creating(lot)),
    find: (id) => storage(finding(id)),
    list: (page) => storage(listing(page)),
    layout: (id) => storage(laying(id)),
    availability: (id) => storage(counting(id)),
    terms: (id) => Cache.get(kept, id)
  })
}))
