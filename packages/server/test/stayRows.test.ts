import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import * as StayRows from "#StayRows"

/** What a row of an entry alone is read as. */
const entryOf = (zone: TimeZone.TimeZone | undefined) => {
  const read = StayRows.reader(zone, StayRows.columnsOf({}, undefined))
  return (entry: string) => {
    const stay = read(StayRows.fields.map((field) => field === "entry" ? entry : field === "exit" ? "9999-12-31T23:59:59Z" : ""), 1)
    return typeof stay === "string" ? undefined : stay.entry
  }
}

const dates = ["2026-11-21", "2024-02-29", "2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "1969-12-31", "1970-01-01", "9999-12-31", "0000-01-01", "26-11-21", "2026/11/21", "２０２６-11-21"]
const clocks = ["08:30:00", "00:00:00", "23:59:59", "24:00:00", "08:60:00", "08:30:60", "8:30:00", "08:30", "08.30.00", "08:30:00.5", "0 :30:00", "-1:30:00"]
const offsets = ["Z", "+01:00", "-11:30", "+00:00", "+23:59", "+24:00", "+01:60", "+0100", "+01", "z", "", "X", "+01:000", "±01:00"]

describe("times of stays", () => {
  it("are what they are everywhere else, in whatever form", () => {
    const read = entryOf(undefined)
    const texts = dates.flatMap((date) => clocks.flatMap((clock) => offsets.map((offset) => `${date}T${clock}${offset}`)))
    const other = texts.filter((text) => read(text) !== Result.getOrElse(Instant.fromIso(text), () => undefined))
    expect(other).toEqual([])
    expect(texts.filter((text) => read(text) !== undefined).length).toBeGreaterThan(100)
  })

  it("without an offset are read on the clock that is named, or not at all", () => {
    const [berlin, nowhere] = [entryOf(TimeZone.TimeZone.make("Europe/Berlin")), entryOf(undefined)]
    const instants = [
      ["2026-11-21 08:30:00", "2026-11-21T08:30:00+01:00"],
      ["2026-11-21T08:30", "2026-11-21T08:30:00+01:00"],
      ["2026-06-21 08:30:00", "2026-06-21T08:30:00+02:00"],
      // Clocks go forward over 02:30, and back to it.
      ["2026-03-29 02:30:00", "2026-03-29T03:30:00+02:00"],
      ["2026-10-25 02:30:00", "2026-10-25T02:30:00+02:00"],
      ["2026-10-25 02:30", "2026-10-25T02:30:00+02:00"],
      ["2026-10-25 02:30:00Z", "2026-10-25T02:30:00Z"],
      ["2026-10-25 02:30:00+01:00", "2026-10-25T02:30:00+01:00"]
    ] as const
    for (const [text, instant] of instants) expect([text, berlin(text)]).toEqual([text, Result.getOrThrow(Instant.fromIso(instant))])
    expect(instants.slice(0, 6).map(([text]) => nowhere(text))).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
    expect(["2026-02-30 08:30:00", "2026-11-21 24:00:00", "21.11.2026 08:30", "1970-01-01 00:30:00", "1970-01-01 00:30", ""].map(berlin)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
  })
})
