import { Elapsed, Instant, TimeZone } from "@parkade/core/time"
import { elapsed, instant, runs, timeZone } from "@parkade/testing/arbitraries"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

describe("Instant", () => {
  it.each([
    ["2026-11-21T08:30:00+01:00", "2026-11-21T07:30:00.000Z"],
    ["2026-11-21T08:30:00Z", "2026-11-21T08:30:00.000Z"],
    ["2026-11-21T08:30Z", "2026-11-21T08:30:00.000Z"],
    ["2026-11-21T08:30:00-0330", "2026-11-21T12:00:00.000Z"],
    ["2026-11-21T08:30:00.5Z", "2026-11-21T08:30:00.500Z"],
    ["2026-11-21T08:30:00.123456789Z", "2026-11-21T08:30:00.123Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
    ["2026-01-01T00:00:00+05:45", "2025-12-31T18:15:00.000Z"],
    ["1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"],
    ["1970-01-01T05:00:00+05:00", "1970-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"]
  ])("reads %s", (text, utc) => {
    expect(Instant.fromIso(text)).toEqual(Result.succeed(Date.parse(utc)))
  })

  it.each([
    ["no offset", "2026-11-21T08:30:00"],
    ["a zone's name", "2026-11-21T08:30:00[Europe/Berlin]"],
    ["a date alone", "2026-11-21"],
    ["30 February", "2026-02-30T00:00:00Z"],
    ["29 February of a common year", "2026-02-29T00:00:00Z"],
    ["31 November", "2026-11-31T00:00:00Z"],
    ["month 13", "2026-13-01T00:00:00Z"],
    ["day 0", "2026-01-00T00:00:00Z"],
    ["hour 24", "2026-11-21T24:00:00Z"],
    ["minute 60", "2026-11-21T08:60:00Z"],
    ["a leap second", "2016-12-31T23:59:60Z"],
    ["an offset of a day", "2026-11-21T08:30:00+24:00"],
    ["an offset of 60 minutes", "2026-11-21T08:30:00+01:60"],
    ["before 1970", "1969-12-31T23:59:59Z"],
    ["before 1970 by its offset", "1970-01-01T00:00:00+00:01"],
    ["after 9999 by its offset", "9999-12-31T23:59:59-00:01"],
    ["a space for the T", "2026-11-21 08:30:00Z"],
    ["a space before", " 2026-11-21T08:30:00Z"],
    ["a line after", "2026-11-21T08:30:00Z\n"],
    ["small letters", "2026-11-21t08:30:00z"],
    ["a number", "1780300800000"],
    ["nothing", ""],
    ["something long", "2026-11-21T08:30:00Z".repeat(10_000)]
  ])("refuses %s", (_, text) => {
    const read = Instant.fromIso(text)
    expect(Result.isFailure(read) && read.failure.text.length).toBeLessThanOrEqual(64)
  })

  it.each([
    ["2026-11-21T07:30:00Z", "Europe/Berlin", "2026-11-21T08:30:00+01:00"],
    ["2026-11-21T07:30:00.250Z", "UTC", "2026-11-21T07:30:00.250Z"],
    ["2026-11-21T07:30:00Z", "America/St_Johns", "2026-11-21T04:00:00-03:30"],
    ["2026-11-21T18:30:00Z", "Asia/Kathmandu", "2026-11-22T00:15:00+05:45"],
    ["2026-10-25T00:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00+02:00"],
    ["2026-10-25T01:30:00Z", "Europe/Berlin", "2026-10-25T02:30:00+01:00"],
    ["1970-01-01T00:00:00Z", "America/New_York", "1969-12-31T19:00:00-05:00"],
    ["1970-01-01T00:00:00Z", "Africa/Monrovia", "1970-01-01T00:00:00Z"],
    ["9999-12-31T23:30:00Z", "Europe/Berlin", "9999-12-31T23:30:00Z"]
  ])("writes %s in %s as %s", (utc, zone, text) => {
    expect(Instant.toIso(Instant.Instant.make(Date.parse(utc)), TimeZone.TimeZone.make(zone))).toBe(text)
  })

  it("writes what the zone's clock shows, as the runtime prints it", () => {
    fc.assert(fc.property(timeZone(), instant(), (zone, at) => {
      const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(at)
      expect(Instant.toIso(at, zone).slice(0, 19).replace("T", " ")).toBe(shown)
    }), runs(300))
  })

  it("is text on the wire", () => {
    expect(Schema.decodeUnknownSync(Instant.FromIso)("2026-11-21T08:30:00+01:00")).toBe(Date.parse("2026-11-21T07:30:00Z"))
    expect(() => Schema.decodeUnknownSync(Instant.FromIso)("2026-11-21")).toThrow("a date and time with an offset")
    fc.assert(fc.property(instant(), (at) => {
      expect(Schema.decodeUnknownSync(Instant.FromIso)(Schema.encodeSync(Instant.FromIso)(at))).toBe(at)
    }), runs(100))
  })
})

describe("Elapsed", () => {
  it.each([["PT15M", 900], ["PT1H30M", 5_400], ["PT24H", 86_400], ["PT0S", 0], ["PT90S", 90], ["PT1H0M1S", 3_601], ["PT876600H", 3_155_760_000]])(
    "reads %s as %i seconds",
    (text, seconds) => expect(Elapsed.parse(text)).toBe(seconds * 1_000)
  )
  it.each(["P1D", "P1W", "P1M", "PT", "P", "", "15M", "PT1.5H", "PT-1H", "-PT1H", "PT1M1H", "P1DT1H", "PT1H ", "pt1h", "PT876601H", "PT99999999H", "PT１H"])(
    "refuses %j",
    (text) => expect(Elapsed.parse(text)).toBeUndefined()
  )
  it.each([[900, "PT15M"], [5_400, "PT1H30M"], [86_400, "PT24H"], [0, "PT0S"], [3_601, "PT1H1S"]])("writes %i seconds as %s", (seconds, text) => {
    expect(Elapsed.format(Elapsed.ofSeconds(seconds))).toBe(text)
  })
  it("has hours, minutes and seconds", () => {
    expect([Elapsed.ofHours(1), Elapsed.ofMinutes(60), Elapsed.ofSeconds(3_600)]).toEqual(Array(3).fill(3_600_000))
    expect(() => Elapsed.ofSeconds(-1)).toThrow()
  })
  it.each([["P1D", "P1D is calendar time: write PT24H for elapsed time, or {\"every\": \"day\"} for the calendar's"], ["P2W", "write PT336H"], ["soon", "such as PT15M"]])("says why %s is refused", (text, words) => {
    expect(() => Schema.decodeUnknownSync(Elapsed.FromIso)(text)).toThrow(words)
  })
  it("reads what it writes", () => {
    fc.assert(fc.property(elapsed({ max: Elapsed.ofHours(876_600) }), (length) => {
      expect(Elapsed.parse(Elapsed.format(length))).toBe(length)
      expect(Schema.decodeUnknownSync(Elapsed.FromIso)(Schema.encodeSync(Elapsed.FromIso)(length))).toBe(length)
    }), runs(300))
  })
})
