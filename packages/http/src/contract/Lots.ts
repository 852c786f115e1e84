/** Lots on the wire: nested as an operator draws them, zones with their spots. */
import { Lot, Spot, Vehicle, Zone } from "@parkade/core/lot"
import { LotDraft } from "@parkade/core/operations"
import { Terms } from "@parkade/core/ticket"
import { Schema, Struct } from "effect"
import { HttpApi, HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import * as Problems from "./Problems.ts"
import { Ticket } from "./Tickets.ts"
import { DateTime, PlateText, TicketNumberText } from "./Values.ts"

export { LotDraft }

export const Outage = Schema.Struct({
  reason: Spot.Outage.fields.reason,
  note: Spot.Outage.fields.note,
  from: DateTime,
  until: Schema.optionalKey(DateTime)
}).annotate({ identifier: "Outage" })

export const SpotDetails = Schema.Struct({
  ...Struct.omit(Spot.Spot.fields, ["zoneId", "outages"]),
  status: Schema.Literals(["in-service", "out-of-service"]).pipe(Schema.annotateKey({ description: "at the time of the answer" })),
  outages: Schema.optionalKey(Schema.Array(Outage))
}).annotate({ identifier: "Spot" })

export const ZoneDetails = Zone.Zone.mapFields((fields) => ({ ...fields, spots: Schema.Array(SpotDetails) })).annotate({ identifier: "Zone" })

/** A lot with all that is in it, and the terms new tickets pin. */
export const LotDetails = Schema.Struct({
  id: Lot.LotId,
  ...Lot.facts,
  terms: Terms.Terms.annotate({ identifier: "Terms" }),
  zones: Schema.Array(ZoneDetails)
}).annotate({ identifier: "LotDetails" })
export type LotDetails = typeof LotDetails.Type

export const LotSummary = Schema.Struct({
  id: Lot.LotId,
  name: Lot.Lot.fields.name,
  timeZone: Lot.Lot.fields.timeZone
}).annotate({ identifier: "LotSummary" })

/** A page in the order in which lots were made. */
export const LotPage = Schema.Struct({
  items: Schema.Array(LotSummary),
  next: Schema.optionalKey(Schema.String.annotate({ description: "cursor of the page after this one; absent on the last" }))
}).annotate({ identifier: "LotPage" })
export type LotPage = typeof LotPage.Type

export const Availability = Lot.Availability.annotate({ identifier: "Availability" })

export const Entry = Schema.Struct({
  plate: PlateText,
  vehicle: Schema.Struct({
    kind: Vehicle.VehicleKind,
    size: Schema.optionalKey(Spot.Size.pipe(Schema.annotateKey({ description: "needed for kinds of your own; overrides the standard one" }))),
    dimensions: Vehicle.Vehicle.fields.dimensions,
    fuel: Vehicle.Vehicle.fields.fuel
  }),
  needs: Schema.optionalKey(Spot.Spot.fields.features.pipe(Schema.annotateKey({ description: "features the driver asks for" }))),
  connector: Schema.optionalKey(
    Schema.Struct({ kinds: Schema.Array(Spot.ConnectorKind).pipe(Schema.check(Schema.isMinLength(1))), minPowerWatts: Spot.Connector.fields.powerWatts }).pipe(
      Schema.annotateKey({ description: "a charger of one of these kinds, with this power at least" })
    )
  ),
  access: Schema.optionalKey(
    Schema.Array(Zone.AccessGroup).pipe(Schema.check(Schema.isMaxLength(50)), Schema.annotateKey({ description: "groups the driver belongs to, as whoever asks has made sure" }))
  ),
  zoneId: Schema.optionalKey(Zone.ZoneId.pipe(Schema.annotateKey({ description: "only this zone, or a section of it" })))
}).annotate({ identifier: "Entry" })

export const Exit = Schema.Struct({
  ticket: Schema.optionalKey(TicketNumberText),
  plate: Schema.optionalKey(PlateText)
}).pipe(
  Schema.check(Schema.isBetweenProperties(1, 1, { message: "expected either `ticket` or `plate`" })),
  Schema.annotate({ identifier: "Exit", description: "By the ticket's number or by the plate: one of them" })
)

const inLot = { params: { lotId: Lot.LotId } }

/** Millions of faults fit in the body of a large lot; see Faults for how small ones are told all of theirs. */
const firstFault = { errors: "first", onExcessProperty: "error" } as const

const create = HttpApiEndpoint.post("create", "/", {
  payload: LotDraft,
  success: LotDetails.pipe(HttpApiSchema.status(201)),
  error: [...Problems.withBody]
}).annotateMerge(OpenApi.annotations({
  identifier: "createParkingLot",
  summary: "Open a lot",
  description: "The lot, its zones and spots and its first terms in one call: all of it is stored, or nothing."
})).annotate(HttpApi.PayloadParseOptions, firstFault)

const list = HttpApiEndpoint.get("list", "/", {
  query: {
    limit: Schema.optionalKey(
      Schema.NumberFromString.pipe(
        Schema.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 200 })),
        Schema.annotate({ description: "lots per page, 1 to 200; 50 when absent" })
      )
    ),
    cursor: Schema.optionalKey(Schema.String.annotate({ description: "`next` of the page before" }))
  },
  success: LotPage,
  error: [...Problems.withParameters]
}).annotateMerge(OpenApi.annotations({ identifier: "listParkingLots", summary: "List lots" }))

const get = HttpApiEndpoint.get("get", "/:lotId", {
  ...inLot,
  success: LotDetails,
  error: [Problems.LotNotFound, ...Problems.withParameters]
}).annotateMerge(OpenApi.annotations({ identifier: "getParkingLot", summary: "A lot with its zones, spots and terms" }))

const availability = HttpApiEndpoint.get("availability", "/:lotId/availability", {
  ...inLot,
  success: Availability,
  error: [Problems.LotNotFound, ...Problems.withParameters]
}).annotateMerge(OpenApi.annotations({ identifier: "getAvailability", summary: "Spots free, over the lot and per zone" }))

const enter = HttpApiEndpoint.post("enter", "/:lotId/entry", {
  ...inLot,
  payload: Entry,
  success: Ticket.pipe(HttpApiSchema.status(201)),
  error: [Problems.LotNotFound, Problems.LotClosed, Problems.LotFull, Problems.NothingFits, Problems.HeldForReservations, Problems.AlreadyParked, ...Problems.withBody]
}).annotateMerge(OpenApi.annotations({
  identifier: "enterLot",
  summary: "Let a vehicle in",
  description: "Takes the best spot that fits and issues the ticket, in one step. A repetition is refused with the first one's ticket."
}))

const exit = HttpApiEndpoint.post("exit", "/:lotId/exit", {
  ...inLot,
  payload: Exit,
  success: Ticket,
  error: [
    Problems.LotNotFound,
    Problems.TicketNotFound,
    Problems.BalanceDue,
    Problems.AlreadyExited,
    Problems.TicketVoid,
    Problems.OutOfOrder,
    Problems.AmountTooLarge,
    Problems.PriceUnavailable,
    ...Problems.withBody
  ]
}).annotateMerge(OpenApi.annotations({
  identifier: "exitLot",
  summary: "Let a vehicle out",
  description: "Frees the spot, if nothing is due."
}))

export class ParkingLots extends HttpApiGroup.make("parkingLots")
  .add(create, list, get, availability, enter, exit)
  .prefix("/api/v1/parking-lots")
  .annotate(HttpApi.PayloadParseOptions, { errors: "all", onExcessProperty: "error" })
  .annotateMerge(OpenApi.annotations({ title: "parking-lots", description: "Lots, who comes in and who goes out" }))
{}
