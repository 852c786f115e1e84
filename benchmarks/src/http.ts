/**
 * Entries over HTTP: the reference server beside {@link ./bare.ts}, on one database, in alternating rounds of the same
 * number of entries. The database is aged first: closed tickets with their events, analysed.
 */
import { spawn } from "node:child_process"
import { createServer } from "node:net"
import { constants } from "node:os"
import { fileURLToPath } from "node:url"
import autocannon from "autocannon"
import pg from "pg"
import { median, type Row } from "./Row.ts"

const admin = process.env["PARKADE_BENCH_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:5432/postgres"
const closedTickets = 200_000
const connections = 32
const entriesPerRound = 6_000
const rounds = 7

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => done(typeof address === "object" && address !== null ? address.port : 0))
    })
  })

/** A server in a process of its own; resolves once it printed its address. */
const launch = async (file: string, args: ReadonlyArray<string>, url: string) => {
  const port = await freePort()
  const child = spawn(process.execPath, ["--conditions=@parkade/source", path(file), ...args], {
    env: { ...process.env, DATABASE_URL: url, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"]
  })
  process.once("exit", () => child.kill())
  await new Promise<void>((ready, failed) => {
    child.stdout.on("data", (text: Buffer) => /http:\/\//.test(text.toString()) && ready())
    child.on("exit", (code) => failed(new Error(`${file} ended with ${code}`)))
  })
  return { base: `http://127.0.0.1:${port}`, stop: () => child.kill("SIGTERM") }
}

/** Opens one lot large enough for a round, over the API. */
const openLot = async (base: string): Promise<string> => {
  const spots = Array.from({ length: entriesPerRound + 1_000 }, (_, index) => ({ label: `${index}`, size: "medium" }))
  const response = await fetch(`${base}/api/v1/parking-lots`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      name: "Bench",
      timeZone: "Europe/Berlin",
      tariff: {
        currency: "EUR", tax: "none", rounding: { mode: "half-up", to: "0.01", where: "total" }, seconds: "counted", visits: "apart",
        rate: { type: "hourly", price: "2.00", count: "started" }
      },
      exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
      zones: [{ name: "All", spots }]
    })
  })
  const lot: unknown = await response.json()
  if (response.status !== 201 || typeof lot !== "object" || lot === null || !("id" in lot)) throw new Error(`no lot: ${JSON.stringify(lot)}`)
  return String(lot.id)
}

/** Stays of the past year, with their events, as a year of business leaves them. */
const age = async (db: pg.Pool, lotId: string): Promise<void> => {
  await db.query(`
    insert into ticket (ticket_id, lot_id, number, spot_id, terms_id, vehicle, state, version, payments, entered_at, exited_at, details)
    select gen_random_uuid(), lot_id, 'OLD' || n, spot_id, terms_id,
      jsonb_build_object('plate', 'OLD' || n, 'plateAsGiven', 'OLD' || n, 'kind', 'car', 'size', 'medium'),
      'Exited', 3, '[]', now() - n * interval '2 minutes' - interval '1 hour', now() - n * interval '2 minutes',
      '{"refunds":[],"validations":[],"changedAt":0}'
    from generate_series(1, ${closedTickets}) as n, lot, lateral (select spot_id from spot where spot.lot_id = lot.lot_id and rank = n % 1000) as s
    where lot_id = $1`, [lotId])
  await db.query(`
    insert into event (lot_id, ticket_id, version, type, at, data)
    select lot_id, ticket_id, v, (array['TicketAdmitted', 'TicketPaid', 'TicketExited'])[v], exited_at, '{}'
    from ticket, generate_series(1, 3) as v where state = 'Exited'`)
}

/** Everybody leaves: the next round finds the lot as the last one did. */
const empty = async (db: pg.Pool): Promise<void> => {
  await db.query(`update ticket set state = 'Exited', exited_at = now() where exited_at is null`)
  await db.query(`update spot set ticket_id = null where ticket_id is not null`)
  await db.query(`vacuum analyze spot, ticket, event`)
  await db.query(`checkpoint`)
}

let plates = 0

/** One round of entries, each of a plate of its own; from its begin to the last answer (the tool's own clock ticks in seconds). */
const enter = async (base: string, lotId: string) => {
  let last = performance.now()
  const begin = last
  const options: autocannon.Options = {
    url: base,
    connections,
    amount: entriesPerRound,
    requests: [{
      method: "POST",
      path: `/api/v1/parking-lots/${lotId}/entry`,
      headers: { "content-type": "application/json" },
      setupRequest: (request) => ({ ...request, body: JSON.stringify({ plate: `B-${(plates += 1)}`, vehicle: { kind: "car" } }) })
    }],
    setupClient: (client) => client.on("response", () => (last = performance.now()))
  }
  const result = await autocannon(options)
  if (result["2xx"] !== entriesPerRound) throw new Error(`${base}: only ${result["2xx"]} of ${entriesPerRound} entered`)
  return { perSecond: entriesPerRound / ((last - begin) / 1_000), p97: result.latency.p97_5 }
}

const pairs = async (db: pg.Pool, url: string) => {
  const ours = await launch("../../packages/server/src/main.ts", ["serve", "--log-level", "none"], url)
  const bare = await launch("./bare.ts", [], url)
  try {
    const lotId = await openLot(ours.base)
    await age(db, lotId)
    const measured = []
    for (let round = 0; round <= rounds; round++) {
      const order = round % 2 === 0 ? [ours, bare] : [bare, ours]
      const results = new Map<typeof ours, Awaited<ReturnType<typeof enter>>>()
      for (const side of order) {
        await empty(db)
        results.set(side, await enter(side.base, lotId))
      }
      const [a, b] = [results.get(ours), results.get(bare)]
      if (a === undefined || b === undefined) throw new Error("a side was not measured")
      console.log(`round ${round}${round === 0 ? " (warm-up)" : ""}: ours ${a.perSecond.toFixed(0)}/s, bare ${b.perSecond.toFixed(0)}/s`)
      if (round > 0) measured.push({ ours: a, bare: b })
    }
    return measured
  } finally {
    ours.stop()
    bare.stop()
  }
}

export const http = async (): Promise<ReadonlyArray<Row>> => {
  const name = `parkade_bench_${process.pid}`
  const root = new pg.Pool({ connectionString: admin, max: 1 })
  await root.query(`create database ${name}`)
  const url = Object.assign(new URL(admin), { pathname: `/${name}` }).href
  const db = new pg.Pool({ connectionString: url, max: 1 })
  const drop = async () => {
    await root.query(`drop database if exists ${name} with (force)`)
    await root.end()
  }
  const interrupted = (signal: NodeJS.Signals) => void drop().finally(() => process.exit(128 + constants.signals[signal]))
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted)
  // A connection that the drop cuts says so.
  db.on("error", () => {})
  try {
    const measured = await pairs(db, url)
    const rate = median(measured.map(({ bare, ours }) => ours.perSecond / bare.perSecond))
    const latency = median(measured.map(({ bare, ours }) => ours.p97 / bare.p97))
    const p97 = median(measured.map(({ ours }) => ours.p97))
    return [
      {
        name: `entries over HTTP, ${connections} connections`,
        value: median(measured.map(({ ours }) => ours.perSecond)),
        unit: "entries/s",
        baseline: median(measured.map(({ bare }) => bare.perSecond)),
        ratio: rate,
        goal: ">= 0.8 of bare",
        ok: rate >= 0.8
      },
      {
        name: "p97.5 of an entry",
        value: p97,
        unit: "ms",
        baseline: median(measured.map(({ bare }) => bare.p97)),
        ratio: latency,
        goal: "< 20 ms",
        ok: p97 < 20
      }
    ]
  } finally {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted)
    await db.end()
    await drop()
  }
}
