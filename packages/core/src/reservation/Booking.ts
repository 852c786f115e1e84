/**
 * What is booked: a spot or any of a class, for a time, for a plate or whatever its holder drives, at a price.
 *
 * Units: periods closed-open; amounts in minor units.
 * Source: APDS "Assigned Right".
 */
import { Schema } from "effect"
import { Means } from "../lifecycle/index.ts"
import { Name, Plate, Spot, Zone } from "../lot/index.ts"
import { Money } from "../money/index.ts"
import { Party } from "../party/index.ts"
import { type Elapsed, Instant } from "../time/index.ts"
import type { ReservationTerms } from "./ReservationTerms.ts"

export const Period = Schema.Struct({ from: Instant.Instant, to: Instant.Instant }).pipe(
  Schema.check(Schema.makeFilter(({ from, to }) => from < to || { path: ["to"], issue: "expected later than from" })),
  Schema.annotate({ identifier: "BookedPeriod" })
)
export type Period = typeof Period.Type

/** What a vehicle needs of a spot, as a value that is stored: allocation's `Fit.Requirement`. */
export const Requirement = Schema.Struct({
  size: Spot.Size,
  needs: Schema.Array(Spot.Feature),
  barred: Schema.Array(Spot.Feature),
  heightCentimetres: Schema.optionalKey(Zone.Centimetres),
  connector: Schema.optionalKey(Schema.Struct({ kinds: Schema.Array(Spot.ConnectorKind), minPowerWatts: Spot.Connector.fields.powerWatts })),
  access: Schema.optionalKey(Schema.Array(Zone.AccessGroup)),
  zoneId: Schema.optionalKey(Zone.ZoneId)
})
export type Requirement = typeof Requirement.Type

/** This spot, or any spot that suits. */
export const Place = Schema.TaggedUnion({ Spot: { spotId: Spot.SpotId }, Class: { requirement: Requirement } })
export type Place = typeof Place.Type

/** The vehicle of this plate, or any that the holder comes with. */
export const Vehicle = Schema.TaggedUnion({ Plate: { plate: Plate.Plate }, AnyOfHolder: {} })
export type Vehicle = typeof Vehicle.Type

/** A person with an account, a platform that sold it on, or a guest, by an e-mail address or a telephone number. */
export const Holder = Schema.TaggedUnion({ Person: { id: Party.PersonId }, Partner: { id: Party.PartnerId }, Guest: { contact: Name.upTo(200) } })
export type Holder = typeof Holder.Type

export const Charge = Schema.Struct({
  amount: Money.Money.pipe(Schema.check(Schema.makeFilter(({ amount }) => amount > 0 || "expected more than nothing"))),
  by: Means.Means
})
export type Charge = typeof Charge.Type

const within = (millis: number): Instant.Instant => Instant.Instant.make(Math.min(Math.max(0, millis), Instant.lastSecond * 1_000))

/** So much after `instant`, as far as there are instants. */
export const later = (instant: Instant.Instant, by: Elapsed.Elapsed): Instant.Instant => within(instant + by)

/** So much before `instant`, as far as there are instants. */
export const earlier = (instant: Instant.Instant, by: Elapsed.Elapsed): Instant.Instant => within(instant - by)

/** Time in which the place is kept: with the tolerances of its terms. */
export const keptTime = ({ period, terms }: { readonly period: Period; readonly terms: Pick<ReservationTerms, "earlyArrival" | "lateStop"> }): Period => ({
  from: earlier(period.from, terms.earlyArrival),
  to: later(period.to, terms.lateStop)
})
