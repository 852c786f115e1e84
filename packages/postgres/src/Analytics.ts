/**
 * What lots were like over time, read from tickets and the ledger: figures are current. Clocks are core's to read, not
 * SQL's: a zone that the database has not heard of is no obstacle.
 */
import type { Lot } from "@parkade/core/lot"
import { Money } from "@parkade/core/money"
import { Account } from "@parkade/core/payment"
import { Analytics, LotNotFound, type Span } from "@parkade/core/ports"
import { Calendar, Instant } from "@parkade/core/time"
import { Effect, Layer, Result, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { storage } from "./Storage.ts"

/** Every offset of a zone is a multiple of it. */
const quarterMillis = 900_000
const hourMillis = 3_600_000

type Read<Name extends keyof Analytics["Service"]> = Parameters<Analytics["Service"][Name]>

interface Steps {
  readonly index: number
  readonly change: number
}

/** Who comes or goes between two steps is counted at the later one. */
const occupancy = (sql: SqlClient.SqlClient) => Effect.fnUntraced(function*(...[lotId, { from, step, to }]: Read<"occupancy">) {
  const [begin, end] = [new Date(from), new Date(to)]
  const rows = yield* sql<Steps>`
    select greatest(0, ceil(extract(epoch from at - ${begin}::timestamptz) * 1000 / ${step}::bigint))::int as index, sum(change)::int as change
    from (
      select entered_at, exited_at from ticket
      where lot_id = ${lotId} and (exited_at is null or exited_at > ${begin}) and entered_at < ${end}
    ) as stay, lateral (values (entered_at, 1), (exited_at, -1)) as moved (at, change)
    where at is not null group by 1`
  const changes = new Map(rows.map(({ change, index }) => [index, change]))
  let vehicles = 0
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, index) => {
    vehicles += changes.get(index) ?? 0
    return { at: Instant.Instant.make(from + index * step), vehicles }
  })
})

interface Booked {
  readonly tag: "Revenue" | "Tax" | "WriteOff"
  readonly source: string | null
  readonly currency: string
  readonly units: string
}

const decodeCurrency = Schema.decodeUnknownSync(Money.Currency)
const decodeSource = Schema.decodeUnknownSync(Account.Source)

const amount = ({ currency, tag, units }: Booked): Money.Money =>
  Result.getOrThrow(Money.fromMinorUnits(tag === "WriteOff" ? BigInt(units) : -BigInt(units), decodeCurrency(currency)))

const revenue = (sql: SqlClient.SqlClient) => (...[lotId, { from, to }]: Read<"revenue">) =>
  Effect.map(
    sql<Booked>`
      select account ->> '_tag' as tag, account ->> 'source' as source, entry -> 'amount' ->> 'currency' as currency,
        sum((entry -> 'amount' ->> 'amount')::numeric)::text as units
      from ledger, jsonb_array_elements(entries) as entry, lateral (values (entry -> 'account')) as of (account)
      where at >= ${new Date(from)} and at < ${new Date(to)}
        and account ->> 'lotId' = ${lotId}::text and account ->> '_tag' in ('Revenue', 'Tax', 'WriteOff')
      group by 1, 2, 3 having sum((entry -> 'amount' ->> 'amount')::numeric) <> 0 order by 1, 2, 3`,
    (rows) => {
      const of = (tag: Booked["tag"]) => rows.filter((row) => row.tag === tag)
      return {
        earned: of("Revenue").map((row) => ({ source: decodeSource(row.source), amount: amount(row) })),
        tax: of("Tax").map(amount),
        writtenOff: of("WriteOff").map(amount)
      }
    }
  )

interface Lengths {
  readonly count: number
  readonly total: string
  readonly median: string
  readonly longest: string
  readonly vehicles: number
  readonly returning: number
}

interface Quarter {
  readonly quarter: string
  readonly entries: number
}

const stays = (sql: SqlClient.SqlClient, zone: string) => Effect.fnUntraced(function*(lotId: Lot.LotId, { from, to }: Span) {
  const ended = sql`lot_id = ${lotId} and state = 'Exited' and exited_at >= ${new Date(from)} and exited_at < ${new Date(to)}`
  const quarters = yield* sql<Quarter>`
    select floor(extract(epoch from entered_at) * 1000 / ${quarterMillis}::bigint)::text as quarter, count(*)::int as entries from ticket where ${ended} group by 1`
  const [lengths] = yield* sql<Lengths>`
    with ended as (select plate, (extract(epoch from exited_at - entered_at) * 1000)::bigint as millis from ticket where ${ended})
    select count(*)::int as count, coalesce(sum(millis), 0)::text as total, coalesce(max(millis), 0)::text as longest,
      coalesce(percentile_disc(0.5) within group (order by millis), 0)::text as median, count(distinct plate)::int as vehicles,
      (select count(*)::int from (select distinct plate from ended) as vehicle where exists (
        select from ticket where lot_id = ${lotId} and ticket.plate = vehicle.plate and state = 'Exited' and exited_at < ${new Date(to)} offset 1)) as returning
    from ended`
  const entriesByHour = Array.from({ length: 24 }, () => 0)
  for (const { entries, quarter } of quarters) {
    const at = Number(quarter) * quarterMillis
    const hour = Math.floor((at + Calendar.offsetMillis(zone, at)) / hourMillis) % 24
    entriesByHour[hour] = (entriesByHour[hour] ?? 0) + entries
  }
  const { count, longest, median, returning, total, vehicles } = lengths ?? { count: 0, longest: 0, median: 0, returning: 0, total: 0, vehicles: 0 }
  return {
    count,
    meanMillis: count === 0 ? 0 : Number(total) / count,
    medianMillis: Number(median),
    longestMillis: Number(longest),
    entriesByHour,
    vehicles,
    returning
  }
})

export const layer: Layer.Layer<Analytics, never, SqlClient.SqlClient> = Layer.effect(Analytics, Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const [counting, summing] = [occupancy(sql), revenue(sql)]
  const ofLot = <A, E>(lotId: Lot.LotId, read: (zone: string) => Effect.Effect<A, E>) =>
    storage(Effect.gen(function*() {
      const [lot] = yield* sql<{ readonly time_zone: string }>`select time_zone from lot where lot_id = ${lotId}`
      return lot === undefined ? yield* new LotNotFound({ lotId }) : yield* read(lot.time_zone)
    }))
  return Analytics.of({
    occupancy: (lotId, span) => ofLot(lotId, () => counting(lotId, span)),
    revenue: (lotId, span) => ofLot(lotId, () => summing(lotId, span)),
    stays: (lotId, span) => ofLot(lotId, (zone) => stays(sql, zone)(lotId, span))
  })
}))
