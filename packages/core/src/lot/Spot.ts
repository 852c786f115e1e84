/**
 * A spot: the place for one vehicle.
 *
 * Source: APDS "Space"; sizes and features as the field names them.
 */
import { Schema } from "effect"
import * as Name from "./Name.ts"
import { ZoneId } from "./Zone.ts"

export const SpotId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("SpotId"))
export type SpotId = typeof SpotId.Type

/** In order: whatever fits a smaller spot fits a larger one. */
export const sizes = ["small", "medium", "large", "extra-large"] as const
export const Size = Schema.Literals(sizes).annotate({ identifier: "SpotSize" })
export type Size = typeof Size.Type

/**
 * What a spot offers. `accessible` and `valet` also reserve it: nobody is put there who did not ask.
 */
export const features = ["ev", "covered", "accessible", "valet"] as const
export const Feature = Schema.Literals(features).annotate({ identifier: "SpotFeature" })
export type Feature = typeof Feature.Type

export const reservedFor: ReadonlySet<Feature> = new Set<Feature>(["accessible", "valet"])

export const Spot = Schema.Struct({
  id: SpotId,
  zoneId: ZoneId,
  /** What is painted on the ground: "A-12". Unique within its zone. */
  label: Name.upTo(32),
  size: Size,
  features: Schema.Array(Feature).pipe(Schema.check(Schema.isUnique()))
}).annotate({ identifier: "Spot" })
export type Spot = typeof Spot.Type
