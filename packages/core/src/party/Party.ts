/**
 * Who takes part: operators run lots, people and devices act.
 *
 * Source: DATEX II and APDS "Party"; an operator is the tenant of a host that serves several.
 */
import { Schema } from "effect"

const uuid = Schema.String.pipe(Schema.check(Schema.isUUID()))

export const OperatorId = uuid.pipe(Schema.brand("OperatorId"))
export type OperatorId = typeof OperatorId.Type

export const PersonId = uuid.pipe(Schema.brand("PersonId"))
export type PersonId = typeof PersonId.Type

/** A lane's terminal, a camera, a sensor, a charger, a pay station. */
export const DeviceId = uuid.pipe(Schema.brand("DeviceId"))
export type DeviceId = typeof DeviceId.Type

/** A merchant who validates tickets, a platform that sells reservations, a company with a pool of passes. */
export const PartnerId = uuid.pipe(Schema.brand("PartnerId"))
export type PartnerId = typeof PartnerId.Type

/** Who did it. `Routine` is work that the host does by itself: a sweep, a reconciler. */
export const Actor = Schema.TaggedUnion({
  Person: { id: PersonId },
  Device: { id: DeviceId },
  Partner: { id: PartnerId },
  Routine: { name: Schema.String.pipe(Schema.check(Schema.isBetweenLength(1, 80, { expected: "a text of 1 to 80 characters" }))) }
})
export type Actor = typeof Actor.Type
