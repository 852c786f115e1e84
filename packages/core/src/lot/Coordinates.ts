/**
 * A point on the earth. Units: decimal degrees; north and east are positive.
 *
 * Source: WGS 84 (EPSG:4326), as GPS receivers show it.
 */
import { Schema } from "effect"

const degrees = (most: number) =>
  Schema.Finite.pipe(Schema.check(Schema.isBetween({ minimum: -most, maximum: most }, { expected: `degrees from -${most} to ${most}` })))

export const Coordinates = Schema.Struct({ latitude: degrees(90), longitude: degrees(180) }).annotate({
  identifier: "Coordinates",
  description: "WGS 84, decimal degrees"
})
export type Coordinates = typeof Coordinates.Type
