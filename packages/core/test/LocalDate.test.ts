import { Calendar, LocalDate } from "@parkade/core/time"
import { localDate, runs, timeZone } from "@parkade/testing/arbitraries"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const date = (text: string): LocalDate.LocalDate => LocalDate.parse(text) ?? expect.unreachable(text)
const utc = (text: string) => Date.parse(`${text}Z`)

describe("a date as text", () => {
  it.each([
    ["1970-01-01", 0],
    ["1969-12-31", -1],
    ["2000-02-29", 11_016],
    ["2026-11-21", 20_778],
    ["0000-02-29", -719_469],
    ["9999-12-31", 2_932_896]
  ])("%s is day %i", (text, day) => {
    expect(LocalDate.parse(text)).toBe(day)
    expect(LocalDate.format(day)).toBe(text)
  })

  it.each([
    "2026-02-29", "1900-02-29", "2026-02-30", "2026-11-31", "2026-00-10", "2026-13-01", "2026-01-00", "2026-01-32", "26-01-01", "2026-1-1",
    "20260101", "+002026-01-01", "2026-01-01T00:00", " 2026-01-01", "2026-01-01\n", "２０２６-01-01", "01-01-2026", ""
  ])("%j is none", (text) => expect(LocalDate.parse(text)).toBeUndefined())
})

describe("the calendar", () => {
  it("is the one of Date, on each day from 1599 to 2401", () => {
    for (let day = LocalDate.make(1599, 1, 1); day <= LocalDate.make(2401, 12, 31); day++) {
      const same = new Date(day * 86_400_000)
      const { year, month, day: dayOfMonth } = LocalDate.fields(day)
      const right = year === same.getUTCFullYear() && month === same.getUTCMonth() + 1 && dayOfMonth === same.getUTCDate() &&
        LocalDate.make(year, month, dayOfMonth) === day && LocalDate.weekday(day) === (same.getUTCDay() + 6) % 7
      if (!right) expect.unreachable(`day ${day}`)
    }
  })

  it("is the one of Date in every year that can be written", () => {
    fc.assert(fc.property(localDate(), (day) => {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10)
      expect([LocalDate.format(day), LocalDate.parse(text)]).toEqual([text, day])
    }), runs(1_000))
  })

  it.each([
    ["2026-11-21", 5, "2026-11-16", "2026-11-01", "2026-12-01"],
    ["2026-11-16", 0, "2026-11-16", "2026-11-01", "2026-12-01"],
    ["2026-03-01", 6, "2026-02-23", "2026-03-01", "2026-04-01"],
    ["2024-02-29", 3, "2024-02-26", "2024-02-01", "2024-03-01"],
    ["2027-01-01", 4, "2026-12-28", "2027-01-01", "2027-02-01"],
    ["2026-12-31", 3, "2026-12-28", "2026-12-01", "2027-01-01"],
    ["1969-12-31", 2, "1969-12-29", "1969-12-01", "1970-01-01"]
  ])("%s is weekday %i, of the week from %s, of the month from %s to %s", (text, weekday, week, month, next) => {
    const day = date(text)
    expect([LocalDate.weekday(day), ...[LocalDate.startOfWeek(day), LocalDate.startOfMonth(day), LocalDate.nextMonth(day)].map(LocalDate.format)])
      .toEqual([weekday, week, month, next])
  })
})

describe("a date in a zone", () => {
  it.each([
    ["UTC", "2026-06-01", 24],
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Antarctica/Troll", "2026-03-29", 22],
    ["Antarctica/Troll", "2026-10-25", 26],
    ["Africa/Casablanca", "2026-02-15", 25],
    ["Africa/Casablanca", "2026-03-22", 23],
    ["Asia/Beirut", "2026-03-29", 23],
    ["Asia/Beirut", "2026-10-24", 25],
    ["America/Sao_Paulo", "2018-11-04", 23],
    ["America/Sao_Paulo", "2018-02-17", 25],
    ["America/St_Johns", "2010-11-07", 25],
    ["Asia/Kathmandu", "2026-06-01", 24],
    ["Pacific/Apia", "2011-12-29", 24],
    ["Pacific/Apia", "2011-12-30", 0],
    ["Pacific/Apia", "2011-12-31", 24],
    ["Pacific/Kwajalein", "1993-08-21", 0]
  ])("%s, %s: %f hours", (zone, text, hours) => {
    const day = date(text)
    expect((LocalDate.at(zone, day, 86_400) - LocalDate.at(zone, day, 0)) / 3_600_000).toBe(hours)
    expect(LocalDate.exists(zone, day)).toBe(hours > 0)
  })

  it.each([
    ["Europe/Berlin", "2026-11-21", 28_800, "2026-11-21T07:00:00"],
    ["Europe/Berlin", "2026-03-29", 9_000, "2026-03-29T01:30:00"],
    ["Europe/Berlin", "2026-10-25", 9_000, "2026-10-25T00:30:00"],
    ["Asia/Kathmandu", "2026-01-01", 86_400, "2026-01-01T18:15:00"],
    ["America/Sao_Paulo", "2018-11-04", 0, "2018-11-04T03:00:00"],
    ["Pacific/Apia", "2011-12-30", 43_200, "2011-12-30T22:00:00"]
  ])("the clock of %s shows %s, second %i, at %s", (zone, text, secondsOfDay, instant) => {
    expect(LocalDate.at(zone, date(text), secondsOfDay)).toBe(utc(instant))
  })

  it.each([
    ["Pacific/Apia", "2011-12-30T09:59:59.999", "2011-12-29"],
    ["Pacific/Apia", "2011-12-30T10:00:00", "2011-12-31"],
    ["Europe/Berlin", "2025-12-31T23:00:00", "2026-01-01"],
    ["America/New_York", "2026-01-01T04:59:59.999", "2025-12-31"],
    ["UTC", "1969-12-31T23:59:59.999", "1969-12-31"],
    // The clock went back over midnight: the sixth came again.
    ["America/St_Johns", "2010-11-07T02:30:59", "2010-11-07"],
    ["America/St_Johns", "2010-11-07T02:31:00", "2010-11-06"],
    ["America/St_Johns", "2010-11-07T03:30:00", "2010-11-07"]
  ])("calendars in %s show at %s %s", (zone, instant, text) => {
    expect(LocalDate.format(LocalDate.of(zone, utc(instant)))).toBe(text)
  })

  it("is what the runtime's calendar shows at each of its readings that exists", () => {
    const readings = timeZone().chain((zone) => fc.tuple(fc.constant(zone), localDate({ zone }), fc.integer({ min: 0, max: 86_399 })))
    fc.assert(fc.property(readings, ([zone, day, secondsOfDay]) => {
      fc.pre(day >= LocalDate.make(1, 1, 2))
      const instant = LocalDate.at(zone, day, secondsOfDay)
      const skipped = instant + Calendar.offsetMillis(zone, instant) !== (day * 86_400 + secondsOfDay) * 1_000
      const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(instant).padStart(10, "0")
      expect(LocalDate.format(LocalDate.of(zone, instant))).toBe(shown)
      if (!skipped) expect(shown).toBe(LocalDate.format(day))
    }), runs(300))
  })
})
