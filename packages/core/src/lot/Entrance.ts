/**
 * Where people enter a lot on foot, or leave it for where they are going: a stair, a lift, a terminal's door.
 *
 * Source: APDS "Access", for pedestrians.
 */
import { Schema } from "effect"
import { EntranceId } from "./Distance.ts"
import * as Name from "./Name.ts"
import { ZoneId } from "./Zone.ts"

export const Entrance = Schema.Struct({
  id: EntranceId,
  /** Unique within its lot: "North stair". */
  name: Name.upTo(80),
  /** The zone that it opens into. */
  zoneId: Schema.optionalKey(ZoneId)
}).annotate({ identifier: "Entrance" })
export type Entrance = typeof Entrance.Type
