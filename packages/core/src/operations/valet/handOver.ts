import { Effect, Schema } from "effect"
import { Ids } from "../../lifecycle/index.ts"
import { Lot, Vehicle } from "../../lot/index.ts"
import { Party } from "../../party/index.ts"
import { Journal, Lots } from "../../ports/index.ts"
import { Custody } from "../../valet/index.ts"
import { change, outcome } from "../change.ts"
import { decideAgain } from "../decideAgain.ts"
import { newId } from "../newId.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { store } from "../store.ts"

/** Another vehicle of the lot has this tag. */
export class TagInUse extends Schema.TaggedError<TagInUse>()("TagInUse", { lotId: Lot.LotId, tag: Custody.KeyTag }) {
  override get message() {
    return `tag ${this.tag} is on another vehicle's key: take another`
  }
}

/** What an attendant takes, and from whom. */
export const HandingOver = Schema.Struct({
  lotId: Lot.LotId,
  vehicle: Vehicle.FromGiven,
  tag: Custody.KeyTag,
  condition: Custody.Condition,
  /** The stay that it is billed with. */
  ticketId: Schema.optional(Ids.TicketId),
  /** The attendant. */
  by: Party.PersonId,
  /** An id of the caller's: the same vehicle said twice is taken once. */
  custodyId: Schema.optional(Ids.CustodyId)
})
export type HandingOver = typeof HandingOver.Type

/** An attendant takes a vehicle and its key, and gives the driver the tag. */
export const handOver = operation("handOver", HandingOver, (given) =>
  decideAgain(Effect.gen(function*() {
    const { by, condition, lotId, tag, ticketId, vehicle } = given
    yield* (yield* Lots).find(lotId)
    const id = given.custodyId ?? Ids.CustodyId.make(yield* newId)
    const before = yield* (yield* Journal).load("Custody", id)
    // Said twice, it was when it was said first.
    const at = before._tag === "Absent" ? yield* now : before.handedOverAt
    const custody = { id, lotId, vehicle, tag, condition, ...(ticketId !== undefined && { ticketId }), by, at }
    const changed = change("Custody", id, before, yield* Effect.fromResult(Custody.handOver({ _tag: "HandOver", custody }, before)))
    yield* store({ action: "valet.hand-over", by: { _tag: "Person", id: by } }, { changes: [changed] }).pipe(
      Effect.catchTag("KeyTaken", () => Effect.fail(new TagInUse({ lotId, tag }))),
      Effect.catchTag("SpotTaken", Effect.die)
    )
    return outcome(changed)
  })))
