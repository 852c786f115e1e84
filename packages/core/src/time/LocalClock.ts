/** What a wall clock shows, without a date or a zone: "08:30". "24:00" is the midnight that ends a date. */
import { Schema } from "effect"

export const LocalClock = Schema.String.pipe(
  Schema.check(Schema.isPattern(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/u, { expected: "a local clock from 00:00 to 24:00, such as 08:30" })),
  Schema.annotate({ identifier: "Clock", description: "Local clock, HH:MM, 00:00 to 24:00" })
)

/** Seconds after midnight that a clock shows. */
export const secondsOfDay = (clock: string): number => Number(clock.slice(0, 2)) * 3_600 + Number(clock.slice(3)) * 60
