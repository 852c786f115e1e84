/**
 * Elapsed time: so many milliseconds by a stopwatch, whatever the clocks do. Written as ISO 8601 hours, minutes and
 * seconds ("PT15M", "PT1H30M").
 *
 * "P1D" and "P1W" are refused: a day is a calendar thing of 23, 24 or 25 hours. Who means 24 hours writes PT24H.
 *
 * Source: ISO 8601-1 durations; OCPI and APDS write the same.
 */
import { Schema, SchemaTransformation } from "effect"

/** Milliseconds of whole seconds, zero or more, at most about a hundred years. */
export const Elapsed = Schema.Int.pipe(
  Schema.check(Schema.isBetween({ minimum: 0, maximum: 3_155_760_000_000 }), Schema.isMultipleOf(1_000)),
  Schema.brand("Elapsed")
)
export type Elapsed = typeof Elapsed.Type

export const ofSeconds = (seconds: number): Elapsed => Elapsed.make(seconds * 1_000)
export const ofMinutes = (minutes: number): Elapsed => Elapsed.make(minutes * 60_000)
export const ofHours = (hours: number): Elapsed => Elapsed.make(hours * 3_600_000)

const iso = /^PT(?=\d)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,10})S)?$/
const isElapsed = Schema.is(Elapsed)

/** Reads "PT1H30M"; `undefined` for anything else, days and weeks included. */
export const parse = (text: string): Elapsed | undefined => {
  const match = iso.exec(text)
  if (match === null) return undefined
  const [, hours = "0", minutes = "0", seconds = "0"] = match
  const millis = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000
  return isElapsed(millis) ? millis : undefined
}

/** "PT1H30M". */
export const format = (elapsed: Elapsed): string => {
  const total = elapsed / 1_000
  const [hours, minutes, seconds] = [Math.trunc(total / 3_600), Math.trunc(total / 60) % 60, total % 60]
  const text = `${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${seconds ? `${seconds}S` : ""}`
  return `PT${text || "0S"}`
}

const refusal = (text: string): string | boolean => {
  if (parse(text) !== undefined) return true
  const [, count, unit] = /^P(\d{1,4})([DW])$/.exec(text) ?? []
  if (count === undefined) return false
  const hours = Number(count) * (unit === "D" ? 24 : 168)
  return `${text} is calendar time: write PT${hours}H for elapsed time, or {"every": "${unit === "D" ? "day" : "week"}"} for the calendar's`
}

/** Elapsed time that stays the text it is. */
export const Text = Schema.String.pipe(
  Schema.check(Schema.makeFilter(refusal, { expected: "elapsed time in hours, minutes or seconds, such as PT15M", toJsonSchema: () => [{ pattern: iso.source }, true] })),
  Schema.annotate({ identifier: "Elapsed", description: "Elapsed time, ISO 8601 without days: PT15M, PT24H" })
)

/** ISO 8601 text on the wire, milliseconds inside. */
export const FromIso = Text.pipe(
  Schema.decodeTo(
    Elapsed,
    SchemaTransformation.transform({
      decode: (text: string): number => parse(text) ?? 0,
      encode: (millis: number) => format(Elapsed.make(millis))
    })
  )
)
