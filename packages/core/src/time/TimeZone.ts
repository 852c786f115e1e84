/**
 * An IANA time zone: where a lot's clocks, days and windows are read. The machine's own zone plays no part.
 *
 * Source: IANA time zone database.
 */
import { Schema } from "effect"
import * as Calendar from "./Calendar.ts"

export const TimeZone = Schema.String.pipe(
  Schema.check(Schema.makeFilter(Calendar.isTimeZone, { expected: "an IANA time zone such as Europe/Berlin" })),
  Schema.brand("TimeZone"),
  Schema.annotate({ identifier: "TimeZone", description: "IANA time zone, e.g. Europe/Berlin" })
)
export type TimeZone = typeof TimeZone.Type

export const utc: TimeZone = TimeZone.make("UTC")
