/**
 * Values as they are written on the wire where that differs from the domain: instants and ticket numbers are text for
 * people, so both ends see the same characters.
 */
import { Schema } from "effect"

/**
 * Text, not an instant: the offset is what the clock of the lot showed, and decoding would lose it.
 * `Instant.fromIso` of @parkade/core/time and `new Date` both read it.
 */
export const DateTime = Schema.String.annotate({
  identifier: "DateTime",
  format: "date-time",
  description: "ISO 8601 date and time, with the offset of the lot's clock where there is one",
  examples: ["2026-11-21T08:30:00+01:00"]
})

/** Any case, with or without hyphens and spaces; the API writes it as "K7QX-9M2P-4RTD". */
export const TicketNumberText = Schema.String.pipe(
  Schema.check(Schema.isBetweenLength(12, 40)),
  Schema.annotate({
    identifier: "TicketNumberText",
    description: "The number printed on the ticket; case, hyphens and spaces do not matter when it is given",
    examples: ["K7QX-9M2P-4RTD"]
  })
)

/** A licence plate as it was typed or read. */
export const PlateText = Schema.String.pipe(
  Schema.check(Schema.isBetweenLength(1, 32)),
  Schema.annotate({
    identifier: "PlateText",
    description: "A licence plate as typed or read; case, spaces and hyphens do not matter",
    examples: ["B-AB 123"]
  })
)
