import type { Analytics, AuditLog, Books, Journal, Lots, Reports, Spots, Tickets } from "@parkade/core/ports"
import { Layer } from "effect"
import type { SqlClient } from "effect/sql"
import * as AnalyticsLayer from "./Analytics.ts"
import * as AuditLogLayer from "./AuditLog.ts"
import * as BooksLayer from "./Books.ts"
import * as JournalLayer from "./Journal.ts"
import * as LotsLayer from "./Lots.ts"
import * as ReportsLayer from "./Reports.ts"
import * as SpotsLayer from "./Spots.ts"
import * as TicketsLayer from "./Tickets.ts"

/** The ports that PostgreSQL serves. */
export type Ports = Lots | Tickets | Spots | Journal | Books | AuditLog | Reports | Analytics

/** All ports on a database that {@link migrate} brought up to date. */
export const layer: Layer.Layer<Ports, never, SqlClient.SqlClient> = Layer.mergeAll(
  LotsLayer.layer,
  TicketsLayer.layer,
  SpotsLayer.layer,
  JournalLayer.layer,
  BooksLayer.layer,
  AuditLogLayer.layer,
  ReportsLayer.layer,
  AnalyticsLayer.layer
)
