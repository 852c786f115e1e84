/**
 * What the contracts are played on: lots of their own, vehicles, and a clock that shows what it is told.
 *
 * Every test opens its own lot, so tests share one started adapter and nothing else.
 */
import type { Vitest } from "@effect/vitest"
import type { AuditEntry } from "@parkade/core/account"
import { Fit } from "@parkade/core/allocation"
import { type Lot, type Spot, Vehicle } from "@parkade/core/lot"
import { createLot, LotDraft } from "@parkade/core/operations"
import { type Admission, type Analytics, type AuditLog, type Books, Journal, type Lots, type Reports, type Spots, type Tickets } from "@parkade/core/ports"
import { type Terms, Ticket, TicketNumber } from "@parkade/core/ticket"
import { Instant } from "@parkade/core/time"
import { Clock, Effect, Result, Schema } from "effect"
import { SecureRandom } from "effect/crypto"

/** What a storage adapter provides. */
export type Storage = Lots | Tickets | Spots | Journal | Books | AuditLog | Reports | Analytics
export type Services = Storage | SecureRandom.SecureRandom
/** The `it` that a suite registers its tests with. */
export type It = Vitest.MethodsNonLive<Services>

/** Minute zero of every test: a Monday morning, far from any change of clocks. */
export const morning: Instant.Instant = Result.getOrThrow(Instant.fromIso("2026-06-01T06:00:00Z"))

export const minutes = (count: number): Instant.Instant => Instant.Instant.make(morning + count * 60_000)

/**
 * Runs `effect` with the clock standing still at an instant. Only reading the clock is fixed: sleeping takes real
 * time, so that the timeouts and retries of a database driver go on.
 */
export const at = <A, E, R>(instant: Instant.Instant, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.flatMap(Clock.Clock, (live) => {
    const nanos = BigInt(instant) * 1_000_000n
    return Effect.provideService(effect, Clock.Clock, {
      currentTimeMillisUnsafe: () => instant,
      currentTimeMillis: Effect.succeed(instant),
      currentTimeNanosUnsafe: () => nanos,
      currentTimeNanos: Effect.succeed(nanos),
      monotonicTimeNanosUnsafe: () => live.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: live.monotonicTimeNanos,
      sleep: (duration) => live.sleep(duration)
    })
  })

export interface DraftedSpot {
  readonly size: Spot.Size
  readonly features?: ReadonlyArray<Spot.Feature>
}

/** What the audit log is told of a lot, by tests that speak to the port itself. */
export const noted = (id: Lot.LotId, reason = "contract"): AuditEntry.AuditEntry =>
  ({ at: morning, by: { _tag: "Routine", name: "contract" }, action: "lot.edit", resource: { kind: "Lot", id }, lotId: id, events: [], reason })

const decodeDraft = Schema.decodeUnknownSync(LotDraft)

/** 1.00 an hour or part of it, fifteen minutes to leave after paying. */
export const draft = (
  zones: ReadonlyArray<ReadonlyArray<DraftedSpot>>,
  { afterGrace = "whole", name = "Contract lot" }: { readonly afterGrace?: "whole" | "anew"; readonly name?: string } = {}
): LotDraft =>
  decodeDraft({
    name,
    timeZone: "Europe/Berlin",
    tariff: {
      currency: "EUR",
      tax: "included",
      rounding: { mode: "half-up", to: "0.01", where: "total" },
      seconds: "counted",
      visits: "apart",
      rate: { type: "hourly", price: "1.00", count: "started", tax: "0.19" }
    },
    exitPolicy: { exitGrace: "PT15M", afterGrace },
    zones: zones.map((spots, zone) => ({
      name: `Level ${zone}`,
      spots: spots.map((spot, index) => ({ label: `${index + 1}`, ...spot }))
    }))
  })

const same = (count: number, spot: DraftedSpot): ReadonlyArray<DraftedSpot> => Array.from({ length: count }, () => spot)

type Opening = ReturnType<typeof createLot>

export interface OpenedLot {
  readonly id: Lot.LotId
  readonly lot: Lot.Lot
  readonly spots: Lot.Layout["spots"]
  readonly zones: Lot.Layout["zones"]
  readonly layout: Lot.Layout
  readonly terms: Terms.Terms
}

/** Opens a lot of one zone with `count` medium spots. */
export const openPlainLot = (count: number) => openLot([same(count, { size: "medium" })])

/** Opens a lot. */
export const openLot = (zones: Parameters<typeof draft>[0], options: Parameters<typeof draft>[1] = {}): Effect.Effect<OpenedLot, Effect.Error<Opening>, Effect.Services<Opening>> =>
  Effect.map(createLot(draft(zones, options)), ({ layout, lot, terms }) => ({ id: lot.id, lot, spots: layout.spots, zones: layout.zones, layout, terms }))

/** A vehicle of a standard kind. */
export const vehicle = (plate: string, kind: keyof typeof Vehicle.standardSizes = "car"): Vehicle.Vehicle =>
  Result.getOrThrow(Vehicle.make({ plate, kind }))

/** An admission as the operation makes it, for tests that speak to the port itself. */
export const admission = Effect.fnUntraced(function*(
  lotId: Lot.LotId,
  who: Vehicle.Vehicle,
  { enteredAt = morning, needs = [] }: { readonly enteredAt?: Instant.Instant; readonly needs?: ReadonlyArray<Spot.Feature> } = {}
) {
  const random = yield* SecureRandom.SecureRandom
  return {
    id: Ticket.TicketId.make(yield* random.uuidV7()),
    number: TicketNumber.make(yield* random.randomBytes(TicketNumber.randomBytes)),
    lotId,
    vehicle: who,
    enteredAt,
    requirement: Fit.requirement(who, { needs })
  } satisfies Admission
})

/** The plates of many cars. */
export const plates = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, index) => `CON${index + 100}`)

/** Stores what happened to a ticket, and nothing else; what it becomes. */
export const append = Effect.fnUntraced(function*(before: Ticket.Open, events: ReadonlyArray<Ticket.Event>) {
  yield* (yield* Journal).commit({ changes: [{ kind: "Ticket", id: before.id, before, events }] })
  return events.reduce(Ticket.evolve, before as Ticket.State) as Ticket.Ticket
})
