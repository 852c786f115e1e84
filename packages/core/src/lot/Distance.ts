/**
 * How far it is to walk from a lot's entrances.
 *
 * Units: metres on foot, as a driver walks them.
 */
import { Schema } from "effect"

export const EntranceId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("EntranceId"))
export type EntranceId = typeof EntranceId.Type

export const Metres = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 0, maximum: 100_000 })))

/** By entrance; those that are not named are not known. */
export const Distances = Schema.Record(EntranceId, Metres).annotate({ identifier: "Distances" })
export type Distances = typeof Distances.Type
