/**
 * Lots, their layout and terms. Terms never change, so they are read once and kept.
 */
import type { AuditEntry } from "@parkade/core/account"
import { BestFit } from "@parkade/core/allocation"
import { Lot, Zone } from "@parkade/core/lot"
import { LotNotFound, Lots, type NewLot, SpotNotFound } from "@parkade/core/ports"
import { Terms } from "@parkade/core/ticket"
import type { Instant } from "@parkade/core/time"
import { Cache, Effect, Exit, Layer, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { auditRows } from "./Commit.ts"
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

const lotRows = (sql: SqlClient.SqlClient) =>
  sql.literal(`lot_id as id, name, time_zone as "timeZone", terms_id as "termsId", type, address, coordinates, opening_hours as "openingHours", operator_id as "operatorId"`)

/** A row without the columns in which nothing is said. */
const said = (row: object): object => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** The columns of what is said of a lot. */
const factColumns = ({ address, coordinates, name, openingHours, operatorId, timeZone, type }: Omit<Lot.Lot, "termsId">) => ({
  name,
  time_zone: timeZone,
  type: type ?? null,
  address: json(address),
  coordinates: json(coordinates),
  opening_hours: json(openingHours),
  operator_id: operatorId ?? null
})

const insertTerms = (sql: SqlClient.SqlClient, lotId: Lot.LotId, terms: Terms.Terms) => {
  const { exitPolicy, id: _, tariff, ...rules } = encodeTerms(terms)
  return sql`
    insert into terms (terms_id, lot_id, tariff, exit_policy, rules)
    values (${terms.id}, ${lotId}, ${JSON.stringify(tariff)}::jsonb, ${JSON.stringify(exitPolicy)}::jsonb, ${JSON.stringify(rules)}::jsonb)`
}

const insertZones = (sql: SqlClient.SqlClient, lotId: Lot.LotId, zones: ReadonlyArray<Zone.Zone>) =>
  sql`
    insert into zone (lot_id, zone_id, name, place, within, level, max_height, access)
    select ${lotId}::uuid, id, name, place, within, level, "maxHeightCentimetres", access
    from jsonb_to_recordset(${JSON.stringify(zones.map((zone, place) => ({ ...zone, place })))}::jsonb)
      as new (id uuid, name text, place integer, within uuid, level integer, "maxHeightCentimetres" integer, access text[])`

/** Spots as rows, with what their zones say of them. */
const spotRows = ({ spots, zones }: Lot.Layout) => {
  const ranks = new Map(BestFit.inOrder(spots).map(({ id }, rank) => [id, rank]))
  const outwards = Zone.outwards(zones)
  return spots.map((spot, place) => {
    const around = outwards.get(spot.zoneId) ?? []
    const heights = [spot, ...around].flatMap(({ maxHeightCentimetres }) => maxHeightCentimetres ?? [])
    const access = around.flatMap((zone) => (zone.access === undefined ? [] : [zone.access]))
    return {
      ...spot,
      place,
      rank: ranks.get(spot.id),
      ...(around.length > 1 && { sections: around.slice(1).map(({ id }) => id) }),
      ...(heights.length > 0 && { clearance: Math.min(...heights) }),
      ...(access.length > 0 && { access })
    }
  })
}

/** The entry of the audit log, in the transaction of what it is about. */
const noted = (sql: SqlClient.SqlClient, entry: AuditEntry.AuditEntry) =>
  sql`
    insert into audit (at, kind, id, entry)
    select new.at, new.entry -> 'resource' ->> 'kind', new.entry -> 'resource' ->> 'id', new.entry
    from jsonb_to_recordset(${auditRows([entry])}::jsonb) as new (at timestamptz, entry jsonb)`

const create = (sql: SqlClient.SqlClient) => ({ layout, lot, terms }: NewLot, entry: AuditEntry.AuditEntry) => {
  const rows = spotRows(layout)
  const batches = Array.from({ length: Math.ceil(rows.length / batch) }, (_, n) => rows.slice(n * batch, (n + 1) * batch))
  const stored = sql.withTransaction(Effect.gen(function*() {
    yield* sql`insert into lot ${sql.insert({ lot_id: lot.id, terms_id: lot.termsId, ...factColumns(lot) })}`
    yield* insertTerms(sql, lot.id, terms)
    yield* insertZones(sql, lot.id, layout.zones)
    yield* noted(sql, entry)
    for (const some of batches) {
      yield* sql`
        insert into spot (lot_id, spot_id, zone_id, label, size, features, place, rank, connectors, max_height, outages, sections, clearance, access)
        select ${lot.id}::uuid, id, "zoneId", label, size, features, place, rank, connectors, "maxHeightCentimetres", outages, sections, clearance, access
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as new (
          id uuid, "zoneId" uuid, label text, size text, features text[], place integer, rank integer,
          connectors jsonb, "maxHeightCentimetres" integer, outages jsonb, sections uuid[], clearance integer, access jsonb
        )`
    }
  }))
  // The lot is stored, whatever becomes of this.
  return rows.length < large ? stored : Effect.tap(stored, () => Effect.ignore(sql`analyze spot`))
}

const find = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.LotId) {
  const [row] = yield* sql`select ${lotRows(sql)} from lot where lot_id = ${id}`
  return row === undefined ? yield* new LotNotFound({ lotId: id }) : decodeLot(said(row))
})

const update = (sql: SqlClient.SqlClient) => (facts: Omit<Lot.Lot, "termsId">, entry: AuditEntry.AuditEntry) =>
  sql.withTransaction(Effect.gen(function*() {
    const [row] = yield* sql`update lot set ${sql.update(factColumns(facts))} where lot_id = ${facts.id} returning ${lotRows(sql)}`
    if (row === undefined) return yield* new LotNotFound({ lotId: facts.id })
    yield* noted(sql, entry)
    return decodeLot(said(row))
  }))

const setTerms = (sql: SqlClient.SqlClient) => (id: Lot.LotId, terms: Terms.Terms, entry: AuditEntry.AuditEntry) =>
  sql.withTransaction(Effect.gen(function*() {
    const changed = yield* sql`update lot set terms_id = ${terms.id} where lot_id = ${id} returning lot_id`
    if (changed.length === 0) return yield* new LotNotFound({ lotId: id })
    yield* insertTerms(sql, id, terms)
    yield* noted(sql, entry)
  }))

const setOutages = (sql: SqlClient.SqlClient) => (...[{ lotId, outages, spotId }, entry]: Parameters<Lots["Service"]["setOutages"]>) =>
  sql.withTransaction(Effect.gen(function*() {
    const told = outages.length === 0 ? null : JSON.stringify(outages)
    const changed = yield* sql`update spot set outages = ${told}::jsonb where lot_id = ${lotId} and spot_id = ${spotId} returning spot_id`
    if (changed.length === 0) return yield* new SpotNotFound({ lotId, spotId })
    yield* noted(sql, entry)
  }))

const list = (sql: SqlClient.SqlClient) => ({ after, limit }: { readonly after?: Lot.LotId | undefined; readonly limit: number }) => {
  const from = after === undefined ? sql`true` : sql`lot_id > ${after}`
  return Effect.map(
    sql`select ${lotRows(sql)} from lot where ${from} order by lot_id limit ${limit}`,
    (rows) => rows.map((row) => decodeLot(said(row)))
  )
}

const layout = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.LotId) {
  yield* find(sql)(id)
  const zones = yield* sql`
    select zone_id as id, name, within, level, max_height as "maxHeightCentimetres", access from zone where lot_id = ${id} order by place`
  const spots = yield* sql`
    select spot_id as id, zone_id as "zoneId", label, size, features, connectors, max_height as "maxHeightCentimetres", outages
    from spot where lot_id = ${id} order by place`
  return decodeLayout({ zones: zones.map(said), spots: spots.map(said) })
})

interface ZoneRow {
  readonly zoneId: string | null
  readonly name: string
  readonly total: number
  readonly free: number
  readonly outOfService: number
}

const decodeAvailability = Schema.decodeUnknownSync(Lot.Availability)

const availability = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(id: Lot.LotId, at: Instant.Instant) {
  const rows = yield* sql<ZoneRow>`
    select zone.zone_id as "zoneId", zone.name, coalesce(counted.total, 0) as total, coalesce(counted.free, 0) as free,
      coalesce(counted.out, 0) as "outOfService"
    from lot
    left join zone on zone.lot_id = lot.lot_id
    left join (
      select zone_id, count(*)::int as total, (count(*) filter (where ticket_id is null and not out))::int as free,
        (count(*) filter (where ticket_id is null and out))::int as out
      from (
        select zone_id, ticket_id, outages is not null
          and jsonb_path_exists(outages, '$[*] ? (@.from <= $at && (!exists(@.until) || @.until > $at))', jsonb_build_object('at', ${at}::bigint)) as out
        from spot where lot_id = ${id}
      ) as each
      group by zone_id
    ) as counted on counted.zone_id = zone.zone_id
    where lot.lot_id = ${id}
    order by zone.place`
  if (rows.length === 0) return yield* new LotNotFound({ lotId: id })
  const zones = rows.filter(({ zoneId }) => zoneId !== null)
  const sum = (count: (zone: ZoneRow) => number) => zones.reduce((all, zone) => all + count(zone), 0)
  return decodeAvailability({ lotId: id, total: sum(({ total }) => total), free: sum(({ free }) => free), outOfService: sum(({ outOfService }) => outOfService), zones })
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
  const [updating, settingTerms, settingOutages] = [update(sql), setTerms(sql), setOutages(sql)]
  const read = terms(sql)
  const kept = yield* Cache.makeWith((id: Lot.TermsId) => storage(read(id)), {
    capacity: termsKept,
    timeToLive: (exit) => (Exit.isSuccess(exit) ? "1 day" : 0)
  })
  return Lots.of({
    create: (...given) => storage(creating(...given)),
    find: (id) => storage(finding(id)),
    list: (page) => storage(listing(page)),
    layout: (id) => storage(laying(id)),
    availability: (...given) => storage(counting(...given)),
    terms: (id) => Cache.get(kept, id),
    update: (...given) => storage(updating(...given)),
    setTerms: (...given) => storage(settingTerms(...given)),
    setOutages: (...given) => storage(settingOutages(...given))
  })
}))
