import { Effect, Result, Schema } from "effect"
import { Passage, PlateReads } from "../../lane/index.ts"
import { Lane, Lot, Plate, Spot, Vehicle } from "../../lot/index.ts"
import { Journal, key } from "../../ports/index.ts"
import { Instant } from "../../time/index.ts"
import { actor, by } from "../acting.ts"
import { decideAgain } from "../decideAgain.ts"
import { allUnder } from "../everyPage.ts"
import { now } from "../now.ts"
import { operation } from "../operation.ts"
import { arrival } from "./arrival.ts"
import { departure } from "./departure.ts"
import { openGate } from "./openGate.ts"
import { asked, ordersIn, refused, rulesOf, standingOf } from "./standing.ts"
import * as told from "../told.ts"

/** What a camera read before a gate. */
export const Reading = Schema.Struct({
  ...by,
  lotId: Lot.LotId,
  laneId: Lane.LaneId,
  direction: Passage.Direction,
  /** As it was read; empty where nothing was. */
  plate: Passage.ReadText,
  confidencePerMille: PlateReads.PerMille,
  /** By the camera's clock. */
  seenAt: Instant.Instant,
  /** The camera's own name of the read: the same read said twice is one. */
  readId: Passage.ReadId,
  /** A car, where nothing is said. */
  vehicleKind: Schema.optional(Vehicle.VehicleKind),
  /** The spot that it needs, for a kind of your own. */
  size: Schema.optional(Spot.Size)
})
export type Reading = typeof Reading.Type

const readOf = ({ confidencePerMille, plate: text, readId: id, seenAt }: Reading): Passage.Read => {
  const plate = Plate.fromText(text)
  return { id, text, confidencePerMille, seenAt, ...(Result.isSuccess(plate) && { plate: plate.success }) }
}

/** The passage of the vehicle that was read, by this read or another of it in the lane; and those near that are of others. */
const knownBefore = Effect.fnUntraced(function*({ laneId, readId }: Reading, read: Passage.Read, { duplicateWithin }: PlateReads.Rules) {
  const journal = yield* Journal
  const [said] = yield* journal.under("Passage", key.read(laneId, readId), { limit: 1 })
  if (said !== undefined) return { same: said, others: [] }
  const days = new Set([-2, 2].map((times) => key.seen(laneId, read.plate, Instant.Instant.make(read.seenAt + times * duplicateWithin))))
  const near = (yield* Effect.forEach(days, (day) => allUnder("Passage", day))).flat()
  const same = near.findLast((passage) => Passage.isSameVehicle(passage.read, read, duplicateWithin))
  return { same, others: near.filter((passage) => passage !== same) }
})

const reading = Effect.fnUntraced(function*(given: Reading, rules: PlateReads.Rules, isLate: boolean) {
  const { laneId, lotId, size, vehicleKind: kind = "car" } = given
  const read = readOf(given)
  const { others, same: known } = yield* knownBefore(given, read, rules)
  // It stands there since it was read first.
  const direction = known?.direction ?? given.direction
  if (known !== undefined && (isLate || known.read.id === read.id || !Passage.isAwaiting(known))) return known
  const standing = yield* standingOf(known ?? Passage.initial, { lotId, laneId, direction, read, stretches: Passage.stretches(read.seenAt, rules.duplicateWithin, others) }, rules, actor(given))
  if (isLate) return yield* refused(standing, { _tag: "TooLate" })
  const { plate } = read
  if (plate === undefined) return yield* refused(standing, { _tag: "Unreadable" })
  const { gives, running } = yield* ordersIn(standing.seen, standing.at)
  if (running !== undefined) return yield* asked(standing, { _tag: "AnotherBefore", passageId: running.id })
  const alone = { ...standing, gives }
  if (direction === "exit") return yield* departure(alone, plate)
  if (read.confidencePerMille < rules.minConfidencePerMille) return yield* asked(standing, { _tag: "LowConfidence", alike: [] })
  // What was read is a plate.
  const vehicle = yield* Effect.fromResult(Vehicle.make({ plate: read.text, kind, size })).pipe(Effect.catchTag("NotAPlate", Effect.die))
  return yield* arrival(alone, vehicle)
})

/**
 * A vehicle stands before a gate, and a camera read its plate: it is let in or out and the gate opens, or a person is asked,
 * or it stays shut; the passage says which. Reads said twice, and reads of the same vehicle, are one passage; where it
 * still stands there, each read decides anew.
 */
export const readPlate = operation("readPlate", Reading, Effect.fnUntraced(function*(given) {
  const rules = yield* rulesOf(given.lotId)
  const isLate = (yield* now) - given.seenAt > rules.lateAfter
  return yield* openGate(yield* decideAgain(reading(given, rules, isLate)))
}), told.passage)
