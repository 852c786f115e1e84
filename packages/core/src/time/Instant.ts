/**
 * A point on the time line, in epoch milliseconds inside and ISO 8601 with an offset on the wire.
 *
 * Guarantees: parsing refuses a text without an offset, a date no calendar has, and a clock no day has; formatting
 * and parsing round-trip to the millisecond in every zone.
 * Source: ISO 8601-1, RFC 3339.
 */
import { Result, Schema, SchemaTransformation } from "effect"
import * as Calendar from "./Calendar.ts"
import { type TimeZone, utc } from "./TimeZone.ts"

const expected = "an instant in epoch milliseconds such as 1795161600000, as Date.now() gives"

/** Epoch milliseconds from 1970 to the end of 9999. */
export const Instant = Schema.Number.pipe(
  Schema.check(Schema.isInt({ expected }), Schema.isBetween({ minimum: 0, maximum: 253_402_300_799_999 }, { expected })),
  Schema.brand("Instant")
)
export type Instant = typeof Instant.Type

const isInstant = Schema.is(Instant)

/** The last second that is an instant, in epoch seconds. */
export const lastSecond = 253_402_300_799

/** The instant of whole epoch seconds; the first or the last there is for those beyond. Unchecked: bills make them by the million. */
export const ofSeconds = (seconds: number): Instant => Math.min(Math.max(0, seconds), lastSecond) * 1_000 as Instant

/** Epoch seconds, floored. */
export const seconds = (instant: number): number => Math.floor(instant / 1_000)

/** A text that is not an instant. */
export class NotAnInstant extends Schema.TaggedError<NotAnInstant>()("NotAnInstant", { text: Schema.String }) {
  override get message() {
    return `expected a date and time with an offset such as 2026-11-21T08:30:00+01:00, found ${JSON.stringify(this.text)}`
  }
}

const iso =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d{0,6})?)?(?:Z|([+-])(\d{2}):?(\d{2}))$/

/** Reads "2026-11-21T08:30:00+01:00" or "...Z"; seconds may be absent, digits after milliseconds are cut. */
export const fromIso = (text: string): Result.Result<Instant, NotAnInstant> => {
  // Made only where it is needed: an error costs twenty times what reading does.
  const fail = () => Result.fail(new NotAnInstant({ text: text.slice(0, 64) }))
  const match = text.length > 40 ? null : iso.exec(text)
  if (match === null) return fail()
  const [, year, month, day, hour, minute, second = "0", fraction = "0", sign, offsetHours = "0", offsetMinutes = "0"] = match
  const local = Calendar.utcMillis({
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.padEnd(3, "0"))
  })
  if (local === undefined || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return fail()
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000
  const millis = local - (sign === "-" ? -offset : offset)
  return isInstant(millis) ? Result.succeed(millis) : fail()
}

const two = (value: number) => value.toString().padStart(2, "0")

/**
 * "2026-11-21T08:30:00+01:00" on the clock of `timeZone`; milliseconds only where there are any. "...Z" for UTC, and
 * for what ISO 8601 cannot write otherwise: the few zones and years whose offset was not a whole minute, and clocks
 * that show the year 10000 already.
 */
export const toIso = (instant: Instant, timeZone: TimeZone = utc): string => {
  const local = Calendar.offsetMillis(timeZone, instant)
  const inUtc = timeZone === utc || local % 60_000 !== 0 || !isInstant(Math.max(0, instant + local))
  const offset = inUtc ? 0 : local
  const { year, month, day, hour, minute, second, millisecond } = Calendar.utcFields(instant + offset)
  const fraction = millisecond === 0 ? "" : `.${millisecond.toString().padStart(3, "0")}`
  const minutes = Math.trunc(Math.abs(offset) / 60_000)
  const suffix = inUtc ? "Z" : `${offset < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`
  return `${year.toString().padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${suffix}`
}

/** ISO 8601 text on the wire, epoch milliseconds inside. */
export const FromIso = Schema.String.pipe(
  Schema.check(
    Schema.makeFilter((text: string) => Result.isSuccess(fromIso(text)), {
      expected: "a date and time with an offset such as 2026-11-21T08:30:00+01:00"
    })
  ),
  Schema.annotate({ identifier: "DateTime", format: "date-time", description: "ISO 8601 date and time with offset" }),
  Schema.decodeTo(
    Instant,
    SchemaTransformation.transform({
      decode: (text: string): number => Result.getOrThrow(fromIso(text)),
      encode: (millis: number) => toIso(Instant.make(millis))
    })
  )
)
