/**
 * The tables Parkade keeps, one set for every PostgreSQL from 15 on, embedded ones included.
 *
 * `lot_id` is part of every key but the ticket number's, so that a distributed PostgreSQL can keep a lot on one node.
 * Guarantees by the schema alone, whatever the code does: one open ticket per spot, one per lot and plate, no number
 * twice, no event twice, states that are complete.
 *
 * Migrations are never edited once released: a change is another entry.
 */
import { Effect } from "effect"
import { Migrator, SqlClient } from "effect/sql"

const lots = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table lot (
      lot_id uuid primary key,
      name text not null,
      time_zone text not null,
      -- What new tickets pin.
      terms_id uuid not null
    )`
  yield* sql`
    create table terms (
      terms_id uuid not null,
      lot_id uuid not null references lot,
      tariff jsonb not null,
      exit_policy jsonb not null,
      primary key (terms_id, lot_id)
    )`
  // A lot and its first terms name each other: checked at commit.
  yield* sql`
    alter table lot add foreign key (terms_id, lot_id) references terms (terms_id, lot_id) deferrable initially deferred`
  yield* sql`
    create table zone (
      lot_id uuid not null references lot,
      zone_id uuid not null,
      name text not null,
      -- Where it stands in the layout.
      place integer not null,
      primary key (lot_id, zone_id),
      unique (lot_id, name)
    )`
  yield* sql`
    create table spot (
      lot_id uuid not null,
      spot_id uuid not null,
      zone_id uuid not null,
      label text not null,
      size text not null check (size in ('small', 'medium', 'large', 'extra-large')),
      features text[] not null check (features <@ array['ev', 'covered', 'accessible', 'valet']),
      -- Where it stands in the layout, and when best fit's turn comes to it.
      place integer not null,
      rank integer not null,
      -- The open ticket on it; null while it is free. No foreign key: every entry and exit would pay for it.
      ticket_id uuid,
      primary key (lot_id, spot_id),
      foreign key (lot_id, zone_id) references zone,
      unique (lot_id, zone_id, label)
    )`
  yield* sql`create unique index spot_free on spot (lot_id, rank) where ticket_id is null`
})

const tickets = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  // No foreign keys to lot and terms: each entry would lock the same two rows of a busy lot. The spot's key implies
  // the lot, and the statement that admits reads the terms from it.
  yield* sql`
    create table ticket (
      ticket_id uuid not null,
      lot_id uuid not null,
      number text not null unique,
      spot_id uuid not null,
      terms_id uuid not null,
      vehicle jsonb not null,
      plate text not null generated always as (vehicle ->> 'plate') stored,
      state text not null check (state in ('Parked', 'Paid', 'Exited')),
      version integer not null check (version >= 1),
      payments jsonb not null,
      entered_at timestamptz not null,
      leave_by timestamptz check ((leave_by is not null) = (state = 'Paid')),
      exited_at timestamptz check ((exited_at is not null) = (state = 'Exited')),
      primary key (ticket_id, lot_id),
      foreign key (lot_id, spot_id) references spot
    )`
  // Two ways to say "open": looking for a plate must not take the other index, whose price looks the same.
  yield* sql`create unique index ticket_open_plate on ticket (lot_id, plate) where exited_at is null`
  yield* sql`create unique index ticket_open_spot on ticket (lot_id, spot_id) where state <> 'Exited'`
  yield* sql`
    create table event (
      lot_id uuid not null,
      ticket_id uuid not null,
      version integer not null,
      type text not null check (type in ('TicketAdmitted', 'TicketPaid', 'TicketExited')),
      at timestamptz not null,
      data jsonb not null,
      -- The order in which events are relayed; it has gaps, and a later one may become visible first.
      position bigint not null generated always as identity,
      relayed_at timestamptz,
      primary key (lot_id, ticket_id, version),
      foreign key (lot_id, ticket_id) references ticket (lot_id, ticket_id)
    )`
  yield* sql`create index event_unrelayed on event (position) where relayed_at is null`
  yield* sql`create index event_reported on event (lot_id, type, at, position)`
})

/** What columns of terms and tickets do not say, states and events of a ticket's whole life. */
const lives = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  // Validations, fees, refunds, the longest stay: of terms that say something of them.
  yield* sql`alter table terms add column rules jsonb not null default '{}'`
  yield* sql`alter table terms alter column rules drop default`
  yield* sql`alter table ticket add column details jsonb not null default '{}'`
  yield* sql`
    update ticket set details = jsonb_build_object('refunds', jsonb_build_array(), 'validations', jsonb_build_array(), 'changedAt', greatest(
      round(extract(epoch from coalesce(exited_at, entered_at)) * 1000)::bigint, coalesce((payments -> -1 ->> 'at')::bigint, 0)))`
  yield* sql`alter table ticket alter column details drop default`
  yield* sql`alter table ticket drop constraint ticket_state_check, drop constraint ticket_check1`
  yield* sql`alter table ticket add constraint ticket_state check (state in ('Parked', 'Paid', 'Exited', 'Voided'))`
  // When it was closed, whichever way.
  yield* sql`alter table ticket add constraint ticket_closed check ((exited_at is not null) = (state in ('Exited', 'Voided')))`
  yield* sql`drop index ticket_open_spot`
  yield* sql`create unique index ticket_open_spot on ticket (lot_id, spot_id) where state in ('Parked', 'Paid')`
  yield* sql`alter table event drop constraint event_type_check`
  yield* sql`
    alter table event add constraint event_type check (type in ('TicketAdmitted', 'TicketMoved', 'TicketExtended', 'TicketValidated', 'TicketPaid',
      'TicketPrepaid', 'TicketRefunded', 'TicketReopened', 'TicketLost', 'TicketOverstayed', 'TicketExited', 'TicketVoided'))`
})

const layouts = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    alter table lot
      add column type text,
      add column address jsonb,
      add column coordinates jsonb,
      -- Null: never closed.
      add column opening_hours jsonb,
      add column operator_id uuid`
  yield* sql`
    alter table zone
      add column within uuid,
      add column level integer,
      add column max_height integer,
      add column access text[],
      add foreign key (lot_id, within) references zone (lot_id, zone_id)`
  yield* sql`
    alter table spot
      add column connectors jsonb,
      add column max_height integer,
      -- Of its zone and those around it, so that an admission reads no other table; each null where nothing is said,
      -- which keeps the row of a plain spot as short as it was. The zones that its zone is a section of.
      add column sections uuid[],
      -- The lowest of its own height and theirs.
      add column clearance integer,
      -- An array for each zone that is not open to all: one group of each is to be held.
      add column access jsonb,
      add column outages jsonb`
})

/** Every lifecycle but the ticket's, whose tables stay: states, by what they are found, and what happened. */
const things = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  // Ids and keys are compared as the host compares them, whatever language the database speaks.
  yield* sql`
    create table thing (
      kind text not null,
      id text collate "C" not null,
      version integer not null check (version >= 1),
      state jsonb not null,
      -- When a routine is to look at it, in epoch milliseconds.
      due_millis bigint,
      primary key (kind, id)
    )`
  yield* sql`create index thing_due on thing (kind, due_millis, id) where due_millis is not null`
  yield* sql`create table thing_key (kind text not null, key text collate "C" not null, id text collate "C" not null, primary key (kind, key, id))`
  yield* sql`create table thing_unique (kind text not null, key text collate "C" not null, id text collate "C" not null, primary key (kind, key))`
  yield* sql`create index ticket_person on ticket ((details ->> 'personId'), ticket_id) where details ->> 'personId' is not null`
  yield* sql`create index ticket_left on ticket (lot_id, exited_at) where exited_at is not null`
  yield* sql`create index ticket_visited on ticket (lot_id, plate, exited_at) where state = 'Exited'`
  // The feed is read in the order of transactions, and only as far as all have ended: positions become visible in
  // another order than they are given. Events of before are fed first.
  yield* sql`drop index event_unrelayed`
  yield* sql`alter table event drop column relayed_at, add column xid xid8 not null default '0'`
  yield* sql`alter table event alter column xid set default pg_current_xact_id()`
  yield* sql`create index event_fed on event (xid, position)`
  yield* sql`
    create table journal (
      kind text not null,
      id text collate "C" not null,
      version integer not null check (version >= 1),
      event jsonb not null,
      xid xid8 not null default pg_current_xact_id(),
      -- Of the sequence that counts events of tickets, too.
      position bigint not null default nextval('event_position_seq'),
      primary key (kind, id, version)
    )`
  yield* sql`create index journal_fed on journal (xid, position)`
})

const claims = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create table claim (
      claimant text collate "C" primary key,
      lot_id uuid not null,
      spot_id uuid not null,
      from_at timestamptz not null,
      to_at timestamptz not null check (from_at < to_at),
      foreign key (lot_id, spot_id) references spot
    )`
  // All claims on a spot, on its own row: who locks the row sees them as they are, and an admission pays nothing for a
  // spot that has none.
  yield* sql`alter table spot add column claimed tstzmultirange check (not isempty(claimed))`
  // The one writer of that column. No exclusion constraint: it would ask every server for an extension.
  yield* sql`
    create function claim_spot() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'INSERT' then
        update spot set claimed = nullif(claimed - tstzmultirange(tstzrange(old.from_at, old.to_at)), '{}')
        where lot_id = old.lot_id and spot_id = old.spot_id;
      end if;
      if tg_op <> 'DELETE' then
        update spot set claimed = coalesce(claimed, '{}') + tstzmultirange(tstzrange(new.from_at, new.to_at))
        where lot_id = new.lot_id and spot_id = new.spot_id and (claimed && tstzrange(new.from_at, new.to_at)) is not true;
        if not found then
          raise exclusion_violation using message = 'spot ' || new.spot_id || ' is claimed for some of the time';
        end if;
      end if;
      return null;
    end $$`
  yield* sql`create trigger claim_spot after insert or update or delete on claim for each row execute function claim_spot()`
})

const books = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`
    create function balanced(entries jsonb) returns boolean language sql immutable strict as $$
      select not exists (
        select from jsonb_array_elements(entries) as entry
        group by entry -> 'amount' ->> 'currency'
        having sum((entry -> 'amount' ->> 'amount')::numeric) <> 0
      )
    $$`
  yield* sql`
    create table ledger (
      transaction_id uuid primary key,
      at timestamptz not null,
      entries jsonb not null check (balanced(entries)),
      -- What it is for, who wrote it, and a memo, where they are told.
      details jsonb not null,
      position bigint not null generated always as identity
    )`
  yield* sql`create index ledger_account on ledger using gin (entries jsonb_path_ops)`
  yield* sql`create index ledger_subject on ledger using hash ((details -> 'subject'))`
  yield* sql`create index ledger_at on ledger (at)`
  yield* sql`
    create table audit (
      xid xid8 not null default pg_current_xact_id(),
      position bigint generated always as identity,
      at timestamptz not null,
      kind text not null,
      id text collate "C" not null,
      entry jsonb not null,
      primary key (xid, position)
    )`
  yield* sql`create index audit_of on audit (kind, id, xid, position)`
})

/** Overstays end. */
const overstays = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  yield* sql`alter table event drop constraint event_type`
  yield* sql`
    alter table event add constraint event_type check (type in ('TicketAdmitted', 'TicketMoved', 'TicketExtended', 'TicketValidated', 'TicketPaid',
      'TicketPrepaid', 'TicketRefunded', 'TicketReopened', 'TicketLost', 'TicketOverstayed', 'TicketOverstayEnded', 'TicketExited', 'TicketVoided'))`
})

/** All migrations in order, for effect/sql's Migrator. */
export const migrations: Migrator.Loader = Migrator.fromRecord({
  "0001_lots": lots,
  "0002_tickets": tickets,
  "0003_layouts": layouts,
  "0004_lives": lives,
  "0005_journal": Effect.andThen(things, Effect.andThen(claims, books)),
  "0006_overstays": overstays
})

/** Brings the database up to date; of several that start at once, the others wait for the first. */
export const migrate = Effect.asVoid(Migrator.make({})({ loader: migrations, table: "parkade_migration" }))
