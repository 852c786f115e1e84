import { Calendar, TimeZone } from "@parkade/core/time"
import { clockChanges, instant, runs, timeZone, timeZones } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

/** What the zone's clock shows, by the runtime's own spelling of the offset: "GMT+05:45", "GMT" for none. */
const spelt = (zone: string, at: number): number => {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at)
  const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? ""
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text) ?? expect.unreachable(text)
  return (sign === "-" ? -1_000 : 1_000) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds))
}

describe("the offset of a zone's clock", () => {
  const hour = 3_600_000
  it.each([
    ["America/New_York", "2026-03-08T06:59:59Z", -5],
    ["America/New_York", "2026-03-08T07:00:00Z", -4],
    ["America/New_York", "2026-03-08T03:00:00Z", -5],
    ["America/New_York", "2026-11-01T05:59:59Z", -4],
    ["America/New_York", "2026-11-01T06:00:00Z", -5],
    ["Europe/Berlin", "2026-03-29T00:59:59.999Z", 1],
    ["Europe/Berlin", "2026-03-29T01:00:00Z", 2],
    ["Australia/Lord_Howe", "2026-04-04T14:59:59Z", 11],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z", 10.5],
    ["Asia/Kathmandu", "2026-01-01T00:00:00Z", 5.75],
    ["Pacific/Apia", "2011-12-30T09:59:59Z", -10],
    ["Pacific/Apia", "2011-12-30T10:00:00Z", 14],
    ["Antarctica/Troll", "2026-07-01T00:00:00Z", 2],
    ["UTC", "2026-07-01T00:00:00Z", 0]
  ])("%s at %s is %f hours", (zone, at, hours) => {
    expect(Calendar.offsetMillis(zone, Date.parse(at))).toBe(hours * hour)
  })

  it("is what the runtime spells, in every zone, close to changes above all", () => {
    fc.assert(fc.property(timeZone(), instant(), (zone, at) => {
      expect(Calendar.offsetMillis(zone, at)).toBe(spelt(zone, at))
    }), runs(300))
  })

  it.each(timeZones)("is right on both sides of every change of %s since 2010", (zone) => {
    for (const change of clockChanges(zone)) {
      for (const at of [change - 7_200_000, change - 1, change, change + 1, change + 7_200_000]) {
        expect([at, Calendar.offsetMillis(zone, at)]).toEqual([at, spelt(zone, at)])
      }
    }
  })

  it("has seconds where clocks had", () => {
    expect(Calendar.offsetMillis("Africa/Monrovia", 0)).toBe(-2_670_000)
  })
})

describe("a clock reading as an instant", () => {
  const utc = (text: string) => Date.parse(`${text}Z`)
  it.each([
    ["plain", "Europe/Berlin", "2026-06-01T08:00:00", "2026-06-01T06:00:00"],
    ["skipped: moved forward", "Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:30:00"],
    ["the last before the gap", "Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59"],
    ["the first after the gap", "Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00"],
    ["repeated: the first time", "Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00"],
    ["the first after the fold", "Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00"],
    ["skipped west of Greenwich", "America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00"],
    ["repeated west of Greenwich", "America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00"],
    ["half an hour skipped", "Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00"],
    ["half an hour repeated", "Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00"]
  ])("%s: %s %s", (_, zone, local, instant) => {
    expect(new Date(Calendar.resolve(zone, utc(local))).toISOString()).toBe(new Date(utc(instant)).toISOString())
  })

  it.each([
    ["Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-28T23:00:00Z"],
    ["America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04T03:00:00Z"],
    ["Asia/Kathmandu", "2026-01-01T18:14:59Z", "2025-12-31T18:15:00Z"]
  ])("the day in %s that %s lies in begins at %s", (zone, at, start) => {
    expect(new Date(Calendar.startOfDay(zone, Date.parse(at))).toISOString()).toBe(new Date(start).toISOString())
  })

  it("is read back by the clock, unless the clock skips it", () => {
    fc.assert(fc.property(timeZone(), instant({ min: Date.parse("2012-01-01T00:00:00Z") }), (zone, at) => {
      const local = at + Calendar.offsetMillis(zone, at)
      const resolved = Calendar.resolve(zone, local)
      expect(resolved + Calendar.offsetMillis(zone, resolved)).toBe(local)
      expect(resolved).toBeLessThanOrEqual(at)
    }), runs(300))
  })
})

describe("a time zone", () => {
  it.each([["Europe/Berlin", true], ["America/Argentina/Buenos_Aires", true], ["UTC", true], ["Etc/GMT+5", true], ["CET", false], ["+01:00", false], ["Europe/Nowhere", false], ["", false], ["europe/berlin", false], ["Europe/Berlin\n", false]])(
    "%j: %s",
    (name, known) => expect(Calendar.isTimeZone(name)).toBe(known)
  )
  it("is branded only when known", () => expect(() => TimeZone.TimeZone.make("Mars/Olympus")).toThrow())
})
