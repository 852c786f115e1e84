/**
 * A zone: a level, or a section of one.
 *
 * Source: APDS hierarchy elements below Place.
 */
import { Schema } from "effect"
import { Distances } from "./Distance.ts"
import * as Name from "./Name.ts"

export const ZoneId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("ZoneId"))
export type ZoneId = typeof ZoneId.Type

/** Who may park where not everybody may: "staff", "residents", "level P2". Passes and people hold them. */
export const AccessGroup = Name.upTo(40)
export type AccessGroup = typeof AccessGroup.Type

/** How high something is, or may be at most. */
export const Centimetres = Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 10_000 })))

export const Zone = Schema.Struct({
  id: ZoneId,
  /** Unique within its lot: "Level 2". */
  name: Name.upTo(80),
  /** The zone that this one is a section of. */
  within: Schema.optionalKey(ZoneId),
  /** Storeys above the ground: -1 is the first basement. */
  level: Schema.optionalKey(Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: -100, maximum: 200 })))),
  /** Only for vehicles no higher than this. */
  maxHeightCentimetres: Schema.optionalKey(Centimetres),
  /** Only for those who hold one of these; for all when absent. */
  access: Schema.optionalKey(Schema.Array(AccessGroup).pipe(Schema.check(Schema.isMinLength(1)))),
  /** From entrances of its lot, for spots that say none of their own. */
  distances: Schema.optionalKey(Distances)
}).annotate({ identifier: "Zone" })
export type Zone = typeof Zone.Type

/** Each zone with those that it is a section of, from the innermost out. A circle, which no draft has, ends where it closes. */
export const outwards = (zones: ReadonlyArray<Zone>): ReadonlyMap<ZoneId, ReadonlyArray<Zone>> => {
  const byId = new Map(zones.map((zone) => [zone.id, zone]))
  return new Map(zones.map((zone) => {
    const found = [zone]
    for (let outer = zone.within; outer !== undefined;) {
      const next = byId.get(outer)
      if (next === undefined || found.includes(next)) break
      found.push(next)
      outer = next.within
    }
    return [zone.id, found]
  }))
}
