/**
 * A lot: a place with spots, a clock and terms on which it is parked in.
 *
 * Source: APDS "Place".
 */
import { Schema } from "effect"
import { Party } from "../party/index.ts"
import { TimeZone } from "../time/index.ts"
import { Address } from "./Address.ts"
import { Coordinates } from "./Coordinates.ts"
import { Entrance } from "./Entrance.ts"
import * as Name from "./Name.ts"
import { OpeningHours } from "./OpeningHours.ts"
import { Spot } from "./Spot.ts"
import { Zone } from "./Zone.ts"

export const LotId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("LotId"))
export type LotId = typeof LotId.Type

/** Names one version of the terms a lot is parked on; versions are never edited. */
export const TermsId = Schema.String.pipe(Schema.check(Schema.isUUID()), Schema.brand("TermsId"))
export type TermsId = typeof TermsId.Type

/** What lots usually belong to. */
export const types = ["mall", "airport", "office", "hospital", "hotel", "residential", "street", "stadium"] as const

/** One of {@link types}, or the integrator's own. */
export const LotType = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u, { expected: "a type of lot of 1 to 40 letters, such as mall" })),
  Schema.annotate({ identifier: "LotType", description: `${types.join(", ")}, or a type of your own` })
)

/** What is said of a lot, and may be changed at any time. */
export const facts = {
  name: Name.upTo(120),
  timeZone: TimeZone.TimeZone,
  type: Schema.optionalKey(LotType),
  address: Schema.optionalKey(Address),
  coordinates: Schema.optionalKey(Coordinates),
  /** When vehicles are let in; always where absent. */
  openingHours: Schema.optionalKey(OpeningHours),
  /** Who runs it; absent where a host serves one operator only. */
  operatorId: Schema.optionalKey(Party.OperatorId)
}

export const Lot = Schema.Struct({
  id: LotId,
  ...facts,
  /** The terms that new tickets pin. */
  termsId: TermsId
}).annotate({ identifier: "Lot" })
export type Lot = typeof Lot.Type

/** What a lot is made of. */
export const Layout = Schema.Struct({
  zones: Schema.Array(Zone),
  spots: Schema.Array(Spot),
  entrances: Schema.optionalKey(Schema.Array(Entrance))
})
export type Layout = typeof Layout.Type

const counts = {
  total: Schema.Int,
  /** Neither taken nor out of service. */
  free: Schema.Int,
  /** Without a vehicle, and nobody is put on them. */
  outOfService: Schema.Int
}

/** Spots in all, those free and those out of service, over the lot and per zone. */
export const Availability = Schema.Struct({
  lotId: LotId,
  ...counts,
  zones: Schema.Array(Schema.Struct({ zoneId: Zone.fields.id, name: Zone.fields.name, ...counts }))
})
export type Availability = typeof Availability.Type
