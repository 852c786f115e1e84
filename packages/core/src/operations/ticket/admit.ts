import { Effect, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import type { AuditEntry } from "../../account/index.ts"
import { Fit } from "../../allocation/index.ts"
import { Lot, Spot, Vehicle, Zone } from "../../lot/index.ts"
import { Rational } from "../../money/index.ts"
import { Party } from "../../party/index.ts"
import { type Admission, AlreadyParked, Changed, type Commit, Lots, StorageUnavailable, Tickets } from "../../ports/index.ts"
import { Settlement, type Terms, Ticket, TicketNumber } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { audited } from "../store.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"

/** Who comes, to which lot, and what is asked for. */
export const Arriving = Schema.Struct({
  ...by,
  lotId: Lot.LotId,
  vehicle: Vehicle.FromGiven,
  /** Features the driver asks for. */
  needs: Schema.optional(Schema.Array(Spot.Feature)),
  /** One of these plugs, with this power at least. */
  connector: Schema.optional(Schema.Struct({ kinds: Schema.Array(Spot.ConnectorKind), minPowerWatts: Spot.Connector.fields.powerWatts })),
  /** What the driver may use besides what is open to all. */
  access: Schema.optional(Schema.Array(Zone.AccessGroup)),
  zoneId: Schema.optional(Zone.ZoneId),
  credential: Schema.optional(Ticket.Credential),
  personId: Schema.optional(Party.PersonId),
  /** When the stay is meant to end. */
  until: Schema.optional(Instant.Instant),
  /** What the driver chose of what the tariff offers. */
  product: Schema.optional(Schema.String)
})
export type Arriving = typeof Arriving.Type

/** The share of the lot that is taken, of what is in service, as tariffs ask for it. */
const occupancy = Effect.fnUntraced(function*(lotId: Lot.LotId, at: Instant.Instant) {
  const { free, outOfService, total } = yield* (yield* Lots).availability(lotId, at)
  const inService = total - outOfService
  return inService === 0 ? "0" : Rational.format(Rational.make(BigInt(inService - free), BigInt(inService)))
})

/** What the price depends on and is known from the entry on, as far as the tariff asks. */
const factsOf = Effect.fnUntraced(function*({ lotId, needs = [], product }: Arriving, terms: Terms.Terms, at: Instant.Instant) {
  const { asks } = Settlement.ready(terms)
  const facts = {
    ...(product !== undefined && { product }),
    ...(asks.has("spot") && needs.length > 0 && { spot: needs }),
    ...(asks.has("occupancy") && { occupancy: yield* occupancy(lotId, at) })
  }
  return Object.keys(facts).length === 0 ? undefined : facts
})

/** What somebody has who does not simply drive in: a reservation, a pass. */
export interface Entitled {
  readonly basis?: Ticket.Basis
  readonly until?: Instant.Instant
  readonly spotId?: Spot.SpotId
  readonly facts?: NonNullable<Ticket.Admitted["facts"]>
  readonly alongside?: Commit
}

/** The ticket's entry of the audit log: what is admitted is decided by storage. */
const admitted = (id: Ticket.TicketId, lotId: Lot.LotId, by: Party.Actor, at: Instant.Instant): AuditEntry.AuditEntry => ({
  at,
  by,
  action: "ticket.admit",
  resource: { kind: "Ticket", id },
  lotId,
  events: ["TicketAdmitted"],
  after: { state: "Parked", version: 1 }
})

/** Lets a vehicle in on `terms`: the best spot that fits, or the one that is kept for it, and a ticket for it. */
export const letIn = Effect.fnUntraced(function*(given: Arriving, terms: Terms.Terms, id: Ticket.TicketId, at: Instant.Instant, entitled: Entitled) {
  const { credential, lotId, needs, personId, vehicle } = given
  const random = yield* SecureRandom.SecureRandom
  const known = yield* factsOf(given, terms, at)
  const facts = known === undefined && entitled.facts === undefined ? undefined : { ...known, ...entitled.facts }
  const until = entitled.until ?? given.until
  const end = until ?? (terms.assumedStay === undefined ? undefined : at + terms.assumedStay)
  // Who says an end that is over is here all the same.
  const assumedUntil = end === undefined ? undefined : Instant.Instant.make(Math.max(end, at + 1))
  const alongside = audited({ action: "ticket.admit", by: actor(given) }, at, entitled.alongside ?? { changes: [] })
  const admission: Admission = {
    id,
    number: TicketNumber.make(yield* random.randomBytes(TicketNumber.randomBytes)),
    lotId,
    termsId: terms.id,
    vehicle,
    enteredAt: at,
    requirement: Fit.requirement(vehicle, { ...given, needs }),
    ...(entitled.basis !== undefined && { basis: entitled.basis }),
    ...(credential !== undefined && { credential }),
    ...(personId !== undefined && { personId }),
    ...(until !== undefined && { until }),
    ...(facts !== undefined && { facts }),
    assumedUntil,
    spotId: entitled.spotId,
    alongside: { ...alongside, audit: [admitted(id, lotId, actor(given), at), ...alongside.audit ?? []] }
  }
  return yield* (yield* Tickets).admit(admission).pipe(
    // The number that was drawn is another ticket's: the next one will do. What goes alongside is decided again.
    Effect.catchTag("KeyTaken", ({ key: id, kind }) => Effect.fail(kind === "Ticket" ? new StorageUnavailable({ reason: "busy" }) : new Changed({ kind, id })))
  )
})

/** Where the vehicle is inside already, the refusal names its ticket: whoever did not hear the answer goes on with that. */
export const unlessInside = <E extends { readonly _tag: string }>({ lotId, vehicle: { plate } }: Pick<Arriving, "lotId" | "vehicle">, refusal: E) =>
  Effect.gen(function*() {
    const inside = yield* Effect.catchTag((yield* Tickets).find({ lotId, plate }), "TicketNotFound", () => Effect.undefined)
    return yield* inside === undefined ? Effect.fail(refusal) : new AlreadyParked({ lotId, plate, ticketId: inside.id, number: inside.number })
  })

/** Lets a vehicle in: the best spot that fits, and a ticket for it. */
export const admit = operation("admit", Arriving, Effect.fnUntraced(function*(given) {
  const lots = yield* Lots
  const { termsId } = yield* lots.find(given.lotId)
  const id = Ticket.TicketId.make(yield* newId)
  return yield* letIn(given, yield* lots.terms(termsId), id, yield* now, {}).pipe(
    // No spot is named, and nothing changes alongside.
    Effect.catchTag(["Changed", "SpotTaken"], Effect.die)
  )
}))
