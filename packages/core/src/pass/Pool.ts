/**
 * Who is inside on a pass: no more vehicles at once than it has places, and none twice.
 *
 * Guarantees: a pool never holds more vehicles than it has places; nobody is inside twice.
 */
import { Result, Schema } from "effect"
import { Ids } from "../lifecycle/index.ts"
import { Lot, Plate } from "../lot/index.ts"
import { Instant } from "../time/index.ts"
import type { PassTerms } from "./PassTerms.ts"

/** A vehicle that entered on the pass. */
export const Presence = Schema.Struct({ plate: Plate.Plate, lotId: Lot.LotId, ticketId: Ids.TicketId, since: Instant.Instant })
export type Presence = typeof Presence.Type

/** All places of the pass are taken. */
export class PoolFull extends Schema.TaggedError<PoolFull>()("PoolFull", { id: Ids.PassId, places: Schema.Int, inside: Schema.Array(Plate.Plate) }) {
  override get message() {
    return `all ${this.places} places of this pass are taken, by ${this.inside.join(", ")}: pay for this stay, or wait for an exit`
  }
}

/** The vehicle is inside by the pass. */
export class AntiPassback extends Schema.TaggedError<AntiPassback>()("AntiPassback", { id: Ids.PassId, plate: Plate.Plate, since: Instant.Instant, lotId: Lot.LotId }) {
  override get message() {
    return `${this.plate} is inside since ${Instant.toIso(this.since)}: record its exit first`
  }
}

type Inside = ReadonlyArray<Presence>

export const presenceOf = (inside: Inside, plate: Plate.Plate): Presence | undefined => inside.find((each) => each.plate === plate)

export const without = (inside: Inside, plate: Plate.Plate): Inside => inside.filter((each) => each.plate !== plate)

/** The vehicle's earlier presence whose exit was not seen, where `plate` may enter; or why it may not. */
export const admit = (
  { id, inside, terms }: { readonly id: Ids.PassId; readonly inside: Inside; readonly terms: Pick<PassTerms, "places" | "antiPassback"> },
  plate: Plate.Plate
): Result.Result<Presence | undefined, PoolFull | AntiPassback> => {
  const present = presenceOf(inside, plate)
  if (present !== undefined && terms.antiPassback === "hard") return Result.fail(new AntiPassback({ id, plate, since: present.since, lotId: present.lotId }))
  const others = without(inside, plate)
  return others.length >= terms.places
    ? Result.fail(new PoolFull({ id, places: terms.places, inside: others.map((each) => each.plate) }))
    : Result.succeed(present)
}
