import type { Lots, Reports, Tickets } from "@parkade/core/ports"
import { Layer } from "effect"
import type { SqlClient } from "effect/sql"
import * as LotsLayer from "./Lots.ts"
import * as ReportsLayer from "./Reports.ts"
import * as TicketsLayer from "./Tickets.ts"

/** The ports that PostgreSQL serves. */
export type Ports = Lots | Tickets | Reports

/** All ports on a database that {@link migrate} brought up to date. */
export const layer: Layer.Layer<Ports, never, SqlClient.SqlClient> = Layer.mergeAll(
  LotsLayer.layer,
  TicketsLayer.layer,
  ReportsLayer.layer
)
