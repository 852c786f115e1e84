/** How PostgreSQL runs the real statements on a table as it is after years: small fresh tables would show nothing. */
import { PgClient } from "@effect/sql-pg"
import { layer as suite } from "@effect/vitest"
import type { Lot } from "@parkade/core/lot"
import { admit } from "@parkade/core/operations"
import { Effect, Layer, Predicate } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { describe, expect } from "vitest"
import { statement } from "#Admit"
import { Database, layerThrowAway, server } from "./Databases.ts"
import { admission, cars, openLot, vehicle } from "./Garage.ts"

const history = 100_000

/** Closed tickets and their events, by a client without our limits: it takes a while on a busy machine. */
const fill = Effect.fnUntraced(function*({ id, termsId }: Lot.Lot) {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    insert into ticket (ticket_id, lot_id, number, spot_id, terms_id, vehicle, state, version, payments, entered_at, exited_at, details)
    select gen_random_uuid(), ${id}::uuid, lpad(n::text, 12, '0'), spot.spot_id, ${termsId}::uuid,
      jsonb_build_object('plate', 'OLD' || n % 30000, 'plateAsGiven', 'OLD', 'kind', 'car', 'size', 'medium'),
      'Exited', 2, '[]', now() - n * interval '1 minute', now() - n * interval '1 minute' + interval '1 hour',
      '{"refunds":[],"validations":[],"changedAt":0}'
    from generate_series(1, ${history}) as n join spot on spot.lot_id = ${id} and spot.place = n % 1000`
  yield* sql`
    insert into event (lot_id, ticket_id, version, type, at, data)
    select lot_id, ticket_id, version, case version when 1 then 'TicketAdmitted' else 'TicketExited' end,
      case version when 1 then entered_at else exited_at end, '{}'
    from (select lot_id, ticket_id, generate_series(1, 2) as version, entered_at, exited_at from ticket where state = 'Exited') as happened`
  yield* sql`vacuum analyze`
}, Effect.provide(Layer.unwrap(Effect.map(Database, ({ url }) => PgClient.layer({ url, maxConnections: 1 })))))

/** Ten lots of 1,000 spots; the last with `history` closed tickets and a hundred parked vehicles; analysed. */
const aged = Effect.gen(function*() {
  yield* Effect.forEach(Array.from({ length: 9 }), () => openLot(cars(1_000)))
  const { lot } = yield* openLot(cars(1_000))
  yield* Effect.forEach(Array.from({ length: 100 }, (_, n) => n), (n) => admit({ lotId: lot.id, vehicle: vehicle(`NEW ${n}`) }), { concurrency: 8 })
  yield* fill(lot)
  return lot
})

interface Node {
  readonly "Node Type": string
  readonly "Relation Name"?: string
  readonly "Index Name"?: string
  readonly "Actual Loops"?: number
  readonly Plans?: ReadonlyArray<Node>
}

const nodesOf = (node: Node): ReadonlyArray<Node> => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** "Index Scan spot_free", one for each table read. */
const readsOf = (nodes: ReadonlyArray<Node>) =>
  nodes.filter((node) => node["Node Type"].includes("Scan") && node["Relation Name"] !== undefined)
    .map((node) => `${node["Node Type"]} ${node["Index Name"] ?? node["Relation Name"]}`)

const literal = (value: unknown): string => {
  if (value === null) return "null"
  if (Array.isArray(value)) return literal(`{${value.map((item) => JSON.stringify(item)).join(",")}}`)
  if (value instanceof Date) return literal(value.toISOString())
  return typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}

const planOf = (rows: ReadonlyArray<object>): Node => {
  const [row] = rows
  if (!Predicate.hasProperty(row, "QUERY PLAN") || !Array.isArray(row["QUERY PLAN"])) throw new Error("no plan")
  return row["QUERY PLAN"][0].Plan
}

const plain = { patient: false, judged: null }

/** What was done of the plan when a vehicle was let in; undone afterwards. */
const done = Effect.fnUntraced(function*(lotId: Lot.LotId) {
  const sql = yield* SqlClient.SqlClient
  const [text, parameters] = statement(sql, yield* admission(lotId, "PLAN 2"), plain).compile()
  const explained = sql.withTransaction(Effect.flatMap(
    sql.unsafe(`explain (analyze, format json) ${text}`, parameters),
    (rows) => Effect.fail({ plan: planOf(rows) })
  ))
  const undone = yield* Effect.flip(explained)
  return "plan" in undone ? readsOf(nodesOf(undone.plan).filter((node) => node["Actual Loops"] !== 0)) : []
})

/** The plan for these parameters, and the one for any, which a prepared statement may settle for. */
const plans = Effect.fnUntraced(function*(lotId: Lot.LotId, patient: boolean) {
  const sql = yield* SqlClient.SqlClient
  const [text, parameters] = statement(sql, yield* admission(lotId, "PLAN 1"), { ...plain, patient }).compile()
  const custom = planOf(yield* sql.unsafe(`explain (format json) ${text}`, parameters))
  const generic = yield* sql.withTransaction(Effect.gen(function*() {
    yield* sql`set local plan_cache_mode = force_generic_plan`
    yield* sql.unsafe(`prepare admission as ${text}`)
    const rows = yield* sql.unsafe(`explain (format json) execute admission (${parameters.map(literal).join(", ")})`)
    yield* sql`deallocate admission`
    return planOf(rows)
  }))
  return { custom, generic }
})

const live = Layer.merge(layerThrowAway(8), SecureRandom.layerWebCrypto)

describe.skipIf(server === undefined)("on a server", () => {
  suite(live, { excludeTestServices: true, timeout: "2 minutes" })(`with ${history} closed tickets and 10,000 spots in ten lots`, (it) => {
    it.effect("an admission finds its spot in best-fit order and its plate by partial indexes, and scans no table", () =>
      Effect.gen(function*() {
        const lot = yield* aged
        // Counting what is free is left out when a spot was found.
        expect((yield* done(lot.id)).toSorted()).toEqual([
          "Index Scan lot_pkey",
          "Index Scan spot_free",
          "Index Scan spot_pkey",
          "Index Scan ticket_open_plate"
        ])
        for (const patient of [false, true]) {
          for (const [kind, plan] of Object.entries(yield* plans(lot.id, patient))) {
            const nodes = nodesOf(plan)
            const reads = readsOf(nodes)
            expect(reads, kind).toContain("Index Scan spot_free")
            expect(reads.some((read) => read.endsWith("ticket_open_plate")), kind).toBe(true)
            expect(reads.filter((read) => read.startsWith("Seq Scan")), kind).toEqual([])
            // In index order: nothing is sorted before the first free spot is known.
            expect(nodes.filter((node) => node["Node Type"] === "Sort"), kind).toEqual([])
          }
        }
      }))
  })
})
