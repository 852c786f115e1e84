import { OpeningHours } from "@parkade/core/lot"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const at = (iso: string) => Result.getOrThrow(Instant.fromIso(iso))
const decode = Schema.decodeUnknownResult(OpeningHours.OpeningHours)
const hours = (weekly: ReadonlyArray<object>, exceptions?: ReadonlyArray<object>) =>
  Result.getOrThrow(decode({ weekly, ...(exceptions !== undefined && { exceptions }) }))
const daily = (from: string, to: string) => ({ days: OpeningHours.weekdays, from, to })
const zone = (name: string) => TimeZone.TimeZone.make(name)

const office = hours([{ days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "12:00" }, { days: ["mon", "tue", "wed", "thu"], from: "13:00", to: "18:00" }])
const club = hours([{ days: ["fri", "sat"], from: "22:00", to: "02:00" }])
const christmas = hours([daily("08:00", "20:00")], [{ date: "2026-12-24", hours: [{ from: "08:00", to: "13:00" }] }, { date: "2026-12-25", hours: [], note: "closed" }])
const closedFriday = hours([daily("00:00", "24:00")], [{ date: "2030-06-14", hours: [] }])
const guarded = hours([daily("20:00", "06:00")], [{ date: "2026-11-21", hours: [] }])
const repeated = hours([daily("02:30", "03:00")])
const skipped = hours([daily("02:30", "02:45")])
const swallowed = hours([daily("02:30", "03:00")])
const seamless = hours([daily("00:00", "03:10"), daily("02:50", "24:00")])
const fridays = hours([{ days: ["fri"], from: "08:00", to: "20:00" }])

describe("OpeningHours", () => {
  it.each([
    ["a Monday morning", office, "Europe/Berlin", "2026-11-23T08:00:00+01:00", true, "2026-11-23T12:00:00+01:00"],
    ["the last second of the night", office, "Europe/Berlin", "2026-11-23T07:59:59+01:00", false, "2026-11-23T08:00:00+01:00"],
    ["noon", office, "Europe/Berlin", "2026-11-23T12:00:00+01:00", false, "2026-11-23T13:00:00+01:00"],
    ["a Friday afternoon: until Monday", office, "Europe/Berlin", "2026-11-27T14:00:00+01:00", false, "2026-11-30T08:00:00+01:00"],
    ["the same instant by another clock", office, "America/New_York", "2026-11-23T08:00:00+01:00", false, "2026-11-23T08:00:00-05:00"],
    ["over midnight", club, "Europe/Berlin", "2026-11-21T23:00:00+01:00", true, "2026-11-22T02:00:00+01:00"],
    ["after midnight, by the hours of the day before", club, "Europe/Berlin", "2026-11-22T01:59:59.999+01:00", true, "2026-11-22T02:00:00+01:00"],
    ["a Thursday after midnight", club, "Europe/Berlin", "2026-11-20T01:00:00+01:00", false, "2026-11-20T22:00:00+01:00"],
    ["Christmas Eve, by its own hours", christmas, "Europe/Berlin", "2026-12-24T12:00:00+01:00", true, "2026-12-24T13:00:00+01:00"],
    ["Christmas Eve, closed until Boxing Day", christmas, "Europe/Berlin", "2026-12-24T13:00:00+01:00", false, "2026-12-26T08:00:00+01:00"],
    ["day and night, but for a day in years", closedFriday, "Europe/Berlin", "2026-11-21T00:00:00+01:00", true, "2030-06-14T00:00:00+02:00"],
    ["that day", closedFriday, "Europe/Berlin", "2030-06-14T12:00:00+02:00", false, "2030-06-15T00:00:00+02:00"],
    ["an exception leaves the night before its end", guarded, "Europe/Berlin", "2026-11-21T05:00:00+01:00", true, "2026-11-21T06:00:00+01:00"],
    ["and takes away what would have begun", guarded, "Europe/Berlin", "2026-11-21T21:00:00+01:00", false, "2026-11-22T20:00:00+01:00"],
    ["day and night", OpeningHours.always, "Europe/Berlin", "2026-11-21T00:00:00+01:00", true, undefined],
    ["never", hours([]), "Europe/Berlin", "2026-11-21T00:00:00+01:00", false, undefined],
    ["only on a day that is over", hours([], [{ date: "2026-11-20", hours: [{ from: "08:00", to: "20:00" }] }]), "Europe/Berlin", "2026-11-21T00:00:00+01:00", false, undefined],
    ["from the same clock to the same clock, a day and night", hours([daily("06:00", "06:00")]), "Europe/Berlin", "2026-11-21T05:00:00+01:00", true, undefined],
    ["the hour that autumn repeats: from the first to the last", repeated, "Europe/Berlin", "2026-10-25T02:10:00+01:00", true, "2026-10-25T03:00:00+01:00"],
    ["a quarter that spring skips: an hour later", skipped, "Europe/Berlin", "2026-03-29T03:30:00+02:00", true, "2026-03-29T03:45:00+02:00"],
    ["a half hour that spring swallows: the next night", swallowed, "Europe/Berlin", "2026-03-28T12:00:00+01:00", false, "2026-03-30T02:30:00+02:00"],
    ["hours that overlap have no hole in spring", seamless, "Europe/Berlin", "2026-03-28T12:00:00+01:00", true, undefined],
    ["a midnight that is skipped", hours([daily("00:00", "24:00")]), "Asia/Beirut", "2026-03-28T12:00:00Z", true, undefined],
    ["a Friday that Apia skipped is nobody's", fridays, "Pacific/Apia", "2011-12-31T10:00:00+14:00", false, "2012-01-06T08:00:00+14:00"],
    ["the night before it lasts into the day after it", hours([{ days: ["thu"], from: "22:00", to: "02:00" }]), "Pacific/Apia", "2011-12-31T01:00:00+14:00", true, "2011-12-31T02:00:00+14:00"]
  ])("%s", (_, given, clock, instant, open, change) => {
    expect(OpeningHours.isOpen(given, zone(clock), at(instant))).toBe(open)
    const next = OpeningHours.nextChange(given, zone(clock), at(instant))
    expect(next === undefined ? undefined : Instant.toIso(next, zone(clock))).toBe(change)
    expect(OpeningHours.closesAt(given, zone(clock), at(instant))).toBe(open ? next : undefined)
  })

  it("ends where time does", () => {
    const last = at("9999-12-31T23:00:00Z")
    expect(OpeningHours.nextChange(hours([daily("01:00", "22:00")]), zone("UTC"), last)).toBeUndefined()
    expect(OpeningHours.isOpen(hours([daily("20:00", "06:00")]), zone("Pacific/Apia"), Instant.Instant.make(0))).toBe(false)
  })

  it("answers soon whatever the exceptions: a thousand, one in each of the coming years", () => {
    const exceptions = Array.from({ length: 1_000 }, (_, n) => ({ date: `${3_000 + n}-06-15`, hours: [{ from: "00:00", to: "24:00" }] }))
    const given = hours([daily("00:00", "24:00")], exceptions)
    const before = process.cpuUsage()
    expect(OpeningHours.nextChange(given, zone("UTC"), at("2026-11-21T00:00:00Z"))).toBeUndefined()
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000)
  })

  it.each([
    ["a day twice", { weekly: [{ days: ["mon", "mon"], from: "08:00", to: "20:00" }] }],
    ["no day", { weekly: [{ days: [], from: "08:00", to: "20:00" }] }],
    ["a day that no week has", { weekly: [{ days: ["holiday"], from: "08:00", to: "20:00" }] }],
    ["a clock that no day shows", { weekly: [{ days: ["mon"], from: "08:00", to: "24:01" }] }],
    ["a beginning at the end", { weekly: [{ days: ["mon"], from: "24:00", to: "08:00" }] }],
    ["a date that no calendar has", { weekly: [], exceptions: [{ date: "2026-02-29", hours: [] }] }],
    ["a date twice", { weekly: [], exceptions: [{ date: "2026-12-24", hours: [] }, { date: "2026-12-24", hours: [] }] }]
  ])("refuses %s", (_, json) => expect(Result.isFailure(decode(json))).toBe(true))
})
