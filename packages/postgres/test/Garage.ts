/** A lot to race in, vehicles, and the laws that a whole database must obey whatever was done to it. */
import { Fit } from "@parkade/core/allocation"
import { type Lot, type Spot, Vehicle } from "@parkade/core/lot"
import { createLot, LotDraft } from "@parkade/core/operations"
import type { Admission } from "@parkade/core/ports"
import { Ticket, TicketNumber } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Effect, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import { SqlClient } from "effect/sql"
import { expect } from "vitest"
import { columns, type EventRow, type TicketRow, toEvent, toTicket } from "#TicketRow"

const decodeDraft = Schema.decodeUnknownSync(LotDraft)

export interface DraftedSpot {
  readonly size: Spot.Size
  readonly features?: ReadonlyArray<Spot.Feature>
}

/** Opens a lot of one zone. */
export const openLot = (spots: ReadonlyArray<DraftedSpot>) =>
  createLot(decodeDraft({
    name: "Race track",
    timeZone: "Europe/Berlin",
    tariff: {
      currency: "EUR",
      tax: "included",
      rounding: { mode: "half-up", to: "0.01", where: "total" },
      seconds: "counted",
      visits: "apart",
      rate: { type: "hourly", price: "1.00", count: "started" }
    },
    exitPolicy: { exitGrace: "PT15M", afterGrace: "whole" },
    zones: [{ name: "A", spots: spots.map((spot, index) => ({ label: `${index}`, ...spot })) }]
  }))

export const cars = (count: number): ReadonlyArray<DraftedSpot> => Array.from({ length: count }, () => ({ size: "medium" }))

export const vehicle = (plate: string, kind: keyof typeof Vehicle.standardSizes = "car") =>
  Result.getOrThrow(Vehicle.make({ plate, kind }))

/** An admission as the operation makes it. */
export const admission = Effect.fnUntraced(function*(lotId: Lot.LotId, plate: string, enteredAt = Date.now()) {
  const random = yield* SecureRandom.SecureRandom
  const who = vehicle(plate)
  return {
    id: Ticket.TicketId.make(yield* random.uuidV7()),
    number: TicketNumber.make(yield* random.randomBytes(TicketNumber.randomBytes)),
    lotId,
    vehicle: who,
    enteredAt: Instant.Instant.make(enteredAt),
    requirement: Fit.requirement(who)
  } satisfies Admission
})

/** How often each outcome was had. */
export const tally = <A, E extends { readonly _tag: string }>(results: ReadonlyArray<Result.Result<A, E>>) =>
  Object.fromEntries(
    [...Map.groupBy(results, (result) => (Result.isSuccess(result) ? "won" : result.failure._tag))].map(([tag, all]) => [tag, all.length])
  )

/** Over the whole database: histories fold to tickets, spots and open tickets name each other, and spots know their claims. */
export const expectLawful = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<TicketRow>`select ${columns(sql)} from ticket`
  const events = yield* sql<EventRow & { readonly ticket_id: string; readonly version: number }>`
    select ticket_id, version, type, data from event order by ticket_id, version`
  const histories = Map.groupBy(events, ({ ticket_id }) => ticket_id)
  for (const row of rows) {
    const history = histories.get(row.ticket_id) ?? []
    expect(history.map(({ version }) => version)).toEqual(history.map((_, index) => index + 1))
    expect(history.map(toEvent).reduce(Ticket.evolve, Ticket.initial)).toEqual(toTicket(row))
  }
  expect(histories.size).toBe(rows.length)
  const strays = yield* sql`
    select spot.spot_id, ticket.ticket_id
    from spot full join (select * from ticket where exited_at is null) as ticket
      on spot.lot_id = ticket.lot_id and spot.spot_id = ticket.spot_id and spot.ticket_id = ticket.ticket_id
    where (spot.ticket_id is not null and ticket.ticket_id is null) or spot.spot_id is null`
  expect(strays).toEqual([])
  const misclaimed = yield* sql`
    select spot_id from spot where claimed is distinct from (
      select range_agg(tstzrange(from_at, to_at)) from claim where claim.lot_id = spot.lot_id and claim.spot_id = spot.spot_id)`
  expect(misclaimed).toEqual([])
  expect(yield* sql`select id from thing where version <> (select count(*) from journal where journal.kind = thing.kind and journal.id = thing.id)`).toEqual([])
  expect(yield* sql`select ticket_id from ticket where not exists (select from terms where terms.terms_id = ticket.terms_id)`).toEqual([])
  return rows.length
})
