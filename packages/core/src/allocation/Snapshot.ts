/** What an allocator knows that its layout does not say, as JSON. */
import { Schema } from "effect"
import { Spot } from "../lot/index.ts"
import { Instant } from "../time/index.ts"
import { Hold } from "./Schedule.ts"

export const Snapshot = Schema.Struct({
  clock: Instant.Instant,
  taken: Schema.Array(Spot.SpotId),
  /** Of spots that have either; those of the layout no longer count. */
  periods: Schema.Array(Schema.Struct({ spotId: Spot.SpotId, outages: Schema.Array(Spot.Outage), holds: Schema.Array(Hold) }))
}).annotate({ identifier: "AllocatorSnapshot" })
export type Snapshot = typeof Snapshot.Type
