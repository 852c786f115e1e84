/** What happens to a vehicle between hand-over and return, each its own use-case. */
import { Effect, type Result, Schema } from "effect"
import { Ids, NotBegun } from "../../lifecycle/index.ts"
import { type Lot, Name, Spot } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { type Commit, Journal, Lots, SpotNotFound, Spots } from "../../ports/index.ts"
import { Ticket } from "../../ticket/index.ts"
import { Instant } from "../../time/index.ts"
import { Custody } from "../../valet/index.ts"
import { actor, by } from "../acting.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { type Act, audited, store } from "../store.ts"

const found = Effect.fnUntraced(function*(id: Ids.CustodyId) {
  const custody = yield* (yield* Journal).load("Custody", id)
  return custody._tag === "Absent" ? yield* new NotBegun({ subject: "custody" }) : custody
})

const person = (id: Party.PersonId): Party.Actor => ({ _tag: "Person", id })

/** Decides on the custody that is meant, and stores it; a vehicle that leaves its spot claims it no more. */
const handling = <E>(act: Act, id: Ids.CustodyId, decide: (custody: Custody.Custody, at: Instant.Instant) => Result.Result<ReadonlyArray<Custody.Event>, E>) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(id)
    const changed = change("Custody", id, before, yield* Effect.fromResult(decide(before, yield* now)))
    const after = outcome(changed)
    const releases = after._tag === "Ready" || after._tag === "Returned" ? [id] : []
    yield* store(act, { changes: [changed], releases }).pipe(Effect.catchTag(["KeyTaken", "SpotTaken"], Effect.die))
    return after
  }))

/** The stay that the vehicle is billed with takes the spot that the vehicle is on. */
const ticketMoved = Effect.fnUntraced(function*({ ticketId }: Custody.Custody, spotId: Spot.SpotId, by: Party.Actor, at: Instant.Instant) {
  const ticket = ticketId === undefined ? undefined : yield* (yield* Journal).load("Ticket", ticketId)
  if (ticket === undefined || !Ticket.isOpen(ticket)) return undefined
  const events = yield* Effect.fromResult(Ticket.move({ _tag: "Move", at, by, spotId }, ticket))
  return events.length === 0 ? [] : [change("Ticket", ticket.id, ticket, events)]
})

/** A vehicle without a stay has no end: it claims its spot until it is brought. */
const claimed = Effect.fnUntraced(function*({ custodyId, lotId, spotId }: { readonly custodyId: string; readonly lotId: Lot.LotId; readonly spotId: Spot.SpotId }, at: Instant.Instant, commit: Commit) {
  const wanted = { lotId, claimant: custodyId, place: { spotId }, from: at, to: Instant.ofSeconds(Instant.lastSecond) }
  // It is of this lot, and is named.
  yield* (yield* Spots).claim(wanted, commit).pipe(Effect.catchTag(["KeyTaken", "LotNotFound", "AllHeld", "NoneSuits"], Effect.die))
})

const placing = { custodyId: Ids.CustodyId, spotId: Spot.SpotId, by: Party.PersonId }

/** Where an attendant puts the vehicle. */
export const Placing = Schema.Struct(placing)
export type Placing = typeof Placing.Type

const placed = <E>({ by, custodyId, spotId }: Placing, decide: (custody: Custody.Custody, at: Instant.Instant) => Result.Result<ReadonlyArray<Custody.Event>, E>) =>
  decideAgain(Effect.gen(function*() {
    const before = yield* found(custodyId)
    const { lotId } = before
    const { spots } = yield* (yield* Lots).layout(lotId)
    if (!spots.some(({ id }) => id === spotId)) return yield* new SpotNotFound({ lotId, spotId })
    const at = yield* now
    const changed = change("Custody", custodyId, before, yield* Effect.fromResult(decide(before, at)))
    if (changed.events.length === 0) return before
    const moved = yield* ticketMoved(before, spotId, person(by), at)
    const act: Act = { action: "valet.handle", by: person(by) }
    if (moved === undefined) yield* claimed({ custodyId, lotId, spotId }, at, audited(act, at, { changes: [changed] }))
    else yield* store(act, { changes: [changed, ...moved] }).pipe(Effect.catchTag("KeyTaken", Effect.die))
    return outcome(changed)
  }))

/** Parks a vehicle that was handed over, on a spot that is nobody else's: its ticket, if it has one, is there from now on. */
export const parkVehicle = operation("parkVehicle", Placing, (given) =>
  placed(given, (custody, at) => Custody.park({ _tag: "Park", at, by: given.by, spotId: given.spotId }, custody)))

/** Moves a vehicle to another spot, its ticket with it. */
export const moveCustody = operation("moveCustody", Placing, (given) =>
  placed(given, (custody, at) => Custody.move({ _tag: "Move", at, by: given.by, spotId: given.spotId }, custody)))

const PassingKey = Schema.Struct({ custodyId: Ids.CustodyId, to: Custody.KeyHolder, by: Party.PersonId })

/** The key goes to another attendant, or to the board and from it. */
export const passKey = operation("passKey", PassingKey, ({ by, custodyId, to }) =>
  handling({ action: "valet.handle", by: person(by) }, custodyId, (custody, at) => Custody.passKey({ _tag: "PassKey", at, by, to }, custody)))

const RequestingVehicle = Schema.Struct({
  ...by,
  custodyId: Ids.CustodyId,
  /** As soon as can be, when absent. */
  pickUpAt: Schema.optional(Instant.Instant)
})

/** The driver wants the vehicle, at a time or as soon as can be. */
export const requestVehicle = operation("requestVehicle", RequestingVehicle, (given) =>
  handling({ action: "valet.request", by: actor(given) }, given.custodyId, (custody, at) =>
    Custody.request({ _tag: "Request", at, by: actor(given), pickUpAt: given.pickUpAt ?? at }, custody)))

const MakingReady = Schema.Struct({ custodyId: Ids.CustodyId, by: Party.PersonId })

/** The vehicle stands at the pick-up, and waits for its driver. */
export const makeReady = operation("makeReady", MakingReady, ({ by, custodyId }) =>
  handling({ action: "valet.handle", by: person(by) }, custodyId, (custody, at) => Custody.makeReady({ _tag: "MakeReady", at, by }, custody)))

const Returning = Schema.Struct({
  custodyId: Ids.CustodyId,
  /** Who takes the vehicle. */
  to: Name.upTo(120),
  claim: Custody.Claim,
  condition: Custody.Condition,
  by: Party.PersonId
})

/** Gives vehicle and key to who shows the tag, or was identified. */
export const returnVehicle = operation("returnVehicle", Returning, ({ by, custodyId, ...given }) =>
  handling({ action: "valet.return", by: person(by) }, custodyId, (custody, at) => Custody.giveBack({ _tag: "Return", at, by, ...given }, custody)))
