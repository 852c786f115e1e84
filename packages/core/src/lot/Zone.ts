/**
 * A zone: a level or a section of a lot.
 *
 * Source: APDS hierarchy elements below Place.
 */
import { Schema } from "effect"
import * as Name from "./Name.ts"

export const ZoneId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("ZoneId"))
export type ZoneId = typeof ZoneId.Type

export const Zone = Schema.Struct({
  id: ZoneId,
  /** Unique within its lot: "Level 2". */
  name: Name.upTo(80)
}).annotate({ identifier: "Zone" })
export type Zone = typeof Zone.Type
