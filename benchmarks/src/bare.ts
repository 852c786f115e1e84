/**
 * The baseline of the http benchmark: the least a server can do for the same entry. node:http, the pg driver with
 * prepared statements, and the statement Parkade runs; no routing, schema, problems, ids for requests, log or metrics.
 */
import { randomBytes, randomUUID } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import pg from "pg"

// Planned once, as ours is.
const options = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off"
const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 10, options })

const millis = (instant: string): string => `extract(epoch from ${instant}) * 1000`

const names = { sizes: "$3", needs: "$4", barred: "$5", rare: "$10", from: "$8::timestamptz", until: "($8 + interval '1 millisecond')" }
const claimed = "claimed is not null and claimed && tstzrange($8, $13)"

const fits = ({ barred, from, needs, rare, sizes, until }: typeof names, kept?: string): string => `
  size = any(${sizes}::text[]) and features @> ${needs}::text[] and not features && ${barred}::text[]
  and case
    when clearance < (${rare}::jsonb -> 'height')::integer then false
    when ${rare} ? 'zone' and zone_id <> (${rare} ->> 'zone')::uuid and ((${rare} ->> 'zone')::uuid = any(sections)) is not true then false
    when ${rare} ? 'kinds' and jsonb_path_exists(connectors, '$[*] ? (@.powerWatts >= $watts && @.kind == $kinds[*])', ${rare}) is not true then false
    when access is not null and jsonb_path_exists(access, 'strict $[*] ? (!(@[*] == $held[*]))', coalesce(${rare}, '{"held": []}')) then false
    when outages is not null and jsonb_path_exists(outages, '$[*] ? (@.from < $until && (!exists(@.until) || @.until > $from))',
      jsonb_build_object('from', ${millis(from)}, 'until', ${millis(until)})) then false${kept === undefined ? "" : `
    when ${kept} then false`}
    else true
  end`

const text = `
  with pinned as (
    select coalesce($15::uuid, terms_id) as terms_id, case when opening_hours is not null
        then nullif(jsonb_build_object('timeZone', time_zone, 'openingHours', opening_hours), $11::jsonb) end as unjudged
    from lot where lot_id = $1
  ), parked as (
    select ticket_id, number from ticket where lot_id = $1 and plate = $2 and exited_at is null
  ), picked as (
    select spot_id from spot
    where lot_id = $1 and ticket_id is null and ${fits(names, claimed)} and not exists (select from parked)
      and exists (select from pinned where unjudged is null)
    order by rank limit 1
    for no key update skip locked
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
      (count(*) filter (where ${fits(names, claimed)}))::int as open
    from spot
    where issued.spot_id is null and parked.ticket_id is null and pinned.unjudged is null and lot_id = $1 and spot.ticket_id is null
  ) as seen`

const sizes = ["medium", "large", "extra-large"]
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/** Version 7, as ours: ids that follow each other fall into one page of the index, random ones into any. */
const uuidV7 = (): string => {
  const time = Date.now().toString(16).padStart(12, "0")
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

const number = (): string => Array.from(randomBytes(12), (byte) => alphabet[byte & 31]).join("")

const read = async (request: IncomingMessage): Promise<{ readonly plate: string; readonly vehicle: { readonly kind: string } }> => {
  let body = ""
  for await (const chunk of request) body += String(chunk)
  return JSON.parse(body)
}

const audited = ({ enteredAt, id, lotId }: { readonly id: string; readonly lotId: string | undefined; readonly enteredAt: number }) => ({
  at: enteredAt,
  by: { _tag: "Routine", name: "parkade" },
  action: "ticket.admit",
  resource: { kind: "Ticket", id },
  lotId,
  events: ["TicketAdmitted"],
  after: { state: "Parked", version: 1 }
})

const enter = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const lotId = request.url?.split("/")[4]
  const { plate, vehicle: { kind } } = await read(request)
  const ticket = {
    id: uuidV7(),
    number: number(),
    lotId,
    vehicle: { plate: plate.replace(/[ -]/g, "").toUpperCase(), plateAsGiven: plate, kind, size: "medium" },
    enteredAt: Date.now()
  }
  const values = [
    lotId, ticket.vehicle.plate, sizes, [], ["accessible", "valet"], ticket.id, ticket.number,
    new Date(ticket.enteredAt), JSON.stringify(ticket), null, null, JSON.stringify({ changedAt: ticket.enteredAt, refunds: [], validations: [] }), null,
    JSON.stringify([{ at: new Date(ticket.enteredAt), entry: audited(ticket) }]), null
  ]
  const { rows: [row] } = await pool.query({ name: "enter", text, values })
  const status = row?.spot_id ? 201 : 409
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ ...ticket, spotId: row?.spot_id }))
}

createServer((request, response) => {
  enter(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
}).listen(Number(process.env["PORT"]), "127.0.0.1", () => console.log(`http://127.0.0.1:${process.env["PORT"]}`))
