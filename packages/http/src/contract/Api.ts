/** The whole contract: what a server serves and a client calls. Safe in a browser. */
import { HttpApi, OpenApi } from "effect/http-api"
import { document } from "./Document.ts"
import { Health } from "./Health.ts"
import { ParkingLots } from "./Lots.ts"
import { Tickets } from "./Tickets.ts"

export class Api extends HttpApi.make("parkade")
  .add(ParkingLots, Tickets, Health)
  .annotateMerge(OpenApi.annotations({
    title: "Parkade",
    version: "1.0.0",
    license: { name: "MIT" },
    summary: "Parking lots, tickets, prices",
    description: [
      "Amounts are integer minor units with an ISO 4217 currency. Instants are ISO 8601 with an offset.",
      "Every error is a problem (RFC 9457, application/problem+json) whose `type` is a path that documents it.",
      "X-Request-Id is echoed on every response, and made up where none was sent."
    ].join("\n\n"),
    transform: document
  }))
{}
