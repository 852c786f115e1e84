/**
 * A spot: the place for one vehicle.
 *
 * Source: APDS "Space"; sizes and features as the field names them.
 */
import { Schema } from "effect"
import { Instant } from "../time/index.ts"
import { Distances } from "./Distance.ts"
import * as Name from "./Name.ts"
import { Centimetres, ZoneId } from "./Zone.ts"

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

/** Plugs and sockets for electric vehicles. Source: IEC 62196, SAE J3400, GB/T 20234; OCPI "ConnectorType". */
export const connectors = ["type-1", "type-2", "ccs-1", "ccs-2", "chademo", "nacs", "gb-t-ac", "gb-t-dc", "schuko"] as const
export const ConnectorKind = Schema.Literals(connectors).annotate({ identifier: "ConnectorKind" })
export type ConnectorKind = typeof ConnectorKind.Type

export const Connector = Schema.Struct({
  kind: ConnectorKind,
  powerWatts: Schema.Int.pipe(Schema.check(Schema.isBetween({ minimum: 1, maximum: 10_000_000 })))
}).annotate({ identifier: "Connector" })
export type Connector = typeof Connector.Type

/** Why and when nobody is put on a spot. Closed-open; without an end until it is taken back. */
export const Outage = Schema.Struct({
  reason: Schema.Literals(["maintenance", "damage", "cleaning", "event", "blocked", "other"]),
  note: Schema.optionalKey(Name.upTo(200)),
  from: Instant.Instant,
  until: Schema.optionalKey(Instant.Instant)
}).pipe(
  Schema.check(Schema.makeFilter(({ from, until }) => until === undefined || from < until || { path: ["until"], issue: "expected later than from" })),
  Schema.annotate({ identifier: "Outage" })
)
export type Outage = typeof Outage.Type

/** Why a spot is out of service at `instant`; nothing when it is in service. */
export const outageAt = ({ outages = [] }: { readonly outages?: ReadonlyArray<Outage> }, instant: Instant.Instant): Outage | undefined =>
  outages.find(({ from, until }) => from <= instant && (until === undefined || instant < until))

/** A charger is told by its feature, too. */
export const chargersAreTold = Schema.makeFilter(({ connectors, features = [] }: { readonly connectors?: ReadonlyArray<Connector>; readonly features?: ReadonlyArray<Feature> }) =>
  connectors === undefined || features.includes("ev") || { path: ["features"], issue: "expected ev: the spot has connectors" })

export const Spot = Schema.Struct({
  id: SpotId,
  zoneId: ZoneId,
  /** What is painted on the ground: "A-12". Unique within its zone. */
  label: Name.upTo(32),
  size: Size,
  features: Schema.Array(Feature).pipe(Schema.check(Schema.isUnique())),
  /** Chargers at the spot; it then has the feature `ev`. */
  connectors: Schema.optionalKey(Schema.Array(Connector).pipe(Schema.check(Schema.isMinLength(1)))),
  maxHeightCentimetres: Schema.optionalKey(Centimetres),
  /** From entrances of its lot; those of its zones hold where it has none of its own. */
  distances: Schema.optionalKey(Distances),
  /** When it is out of service, in any order. */
  outages: Schema.optionalKey(Schema.Array(Outage).pipe(Schema.check(Schema.isMinLength(1))))
}).pipe(
  Schema.check(chargersAreTold),
  Schema.annotate({ identifier: "Spot" })
)
export type Spot = typeof Spot.Type
