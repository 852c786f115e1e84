import { Series } from "@parkade/core/reservation"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"

const berlin = TimeZone.TimeZone.make("Europe/Berlin")
const decode = Schema.decodeUnknownSync(Series.Series)
const series = (more: object): Series.Series =>
  decode({ every: { _tag: "Day", step: 1 }, from: "08:00", to: "18:00", start: "2026-03-27", end: { _tag: "Count", count: 4 }, except: [], moved: [], ...more })
const weekly = (on: ReadonlyArray<string>, step = 1) => ({ every: { _tag: "Week", step, on } })
const monthly = (day: number, short: string, step = 1) => ({ every: { _tag: "Month", step, day, short } })
const dates = (more: object) => Result.getOrThrow(Series.dates(series(more)))
const told = (made: Series.Series, zone = berlin) => Result.getOrThrow(Series.occurrences(made, zone)).map(({ period: { from, to } }) => `${Instant.toIso(from, zone)} ${Instant.toIso(to, zone)}`)

describe("the dates of a series", () => {
  it.each([
    ["every day", {}, ["2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30"]],
    ["every third day", { every: { _tag: "Day", step: 3 } }, ["2026-03-27", "2026-03-30", "2026-04-02", "2026-04-05"]],
    ["until a date, which is out", { end: { _tag: "Until", date: "2026-03-29" } }, ["2026-03-27", "2026-03-28"]],
    ["until before it starts: none", { end: { _tag: "Until", date: "2026-03-01" } }, []],
    ["on weekdays", weekly(["mon", "fri"]), ["2026-03-27", "2026-03-30", "2026-04-03", "2026-04-06"]],
    ["every other week, counted from the week of the start", weekly(["mon", "fri"], 2), ["2026-03-27", "2026-04-06", "2026-04-10", "2026-04-20"]],
    ["on a day of the month", monthly(15, "skip"), ["2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15"]],
    ["on the 31st, where there is one", monthly(31, "skip"), ["2026-03-31", "2026-05-31", "2026-07-31", "2026-08-31"]],
    ["on the 31st, or the last day", monthly(31, "last"), ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]],
    ["every other month", monthly(1, "skip", 2), ["2026-05-01", "2026-07-01", "2026-09-01", "2026-11-01"]]
  ])("%s", (_, more, expected) => expect(dates(more)).toEqual(expected))

  it("are every one of them, none left out and none moved, where that is not said", () => {
    const bare = decode({ every: { _tag: "Week", on: ["fri"] }, from: "08:00", to: "18:00", start: "2026-03-27", end: { _tag: "Count", count: 3 } })
    const [first = "", second = ""] = Result.getOrThrow(Series.dates(bare))
    expect(Result.getOrThrow(Series.dates(bare))).toEqual(dates({ ...weekly(["fri"]), end: { _tag: "Count", count: 3 } }))
    expect(told(Result.getOrThrow(Series.leaveOut(bare, first)))).toEqual(told(bare).slice(1))
    expect(told(Result.getOrThrow(Series.move(bare, { date: second, onto: second, from: "09:00", to: "10:00" })))[1]).toContain("T09:00")
    const { after, before } = Result.getOrThrow(Series.splitAt(bare, second))
    expect([...before === undefined ? [] : told(before), ...told(after)]).toEqual(told(bare))
  })

  it("reach ten years at most", () => {
    expect(Series.dates(series({ ...monthly(1, "skip", 12), end: { _tag: "Count", count: 11 } }))).toMatchObject({ failure: { _tag: "SeriesTooLong", count: 11 } })
    expect(() => series({ end: { _tag: "Until", date: "2036-04-30" } })).toThrow("3660 days")
    expect(() => series({ start: "9981-01-01" })).toThrow("9980")
  })
})

describe("the occurrences of a series", () => {
  it("keep their time of day over a change of clocks", () => {
    expect(told(series({}))).toEqual([
      "2026-03-27T08:00:00+01:00 2026-03-27T18:00:00+01:00",
      "2026-03-28T08:00:00+01:00 2026-03-28T18:00:00+01:00",
      "2026-03-29T08:00:00+02:00 2026-03-29T18:00:00+02:00",
      "2026-03-30T08:00:00+02:00 2026-03-30T18:00:00+02:00"
    ])
  })

  it.each([
    ["over night", { start: "2026-03-28", from: "22:00", to: "06:00" }, "2026-03-28T22:00:00+01:00 2026-03-29T06:00:00+02:00"],
    ["a whole day of 23 hours", { start: "2026-03-29", from: "00:00", to: "24:00" }, "2026-03-29T00:00:00+01:00 2026-03-30T00:00:00+02:00"],
    ["from one clock to the same, a day later", { start: "2026-03-28", from: "08:00", to: "08:00" }, "2026-03-28T08:00:00+01:00 2026-03-29T08:00:00+02:00"],
    ["from a time that is skipped", { start: "2026-03-29", from: "02:30", to: "04:00" }, "2026-03-29T03:30:00+02:00 2026-03-29T04:00:00+02:00"],
    ["from a time that comes twice", { start: "2026-10-25", from: "02:30", to: "04:00" }, "2026-10-25T02:30:00+02:00 2026-10-25T04:00:00+01:00"]
  ])("%s", (_, more, expected) => expect(told(series({ ...more, end: { _tag: "Count", count: 1 } }))).toEqual([expected]))

  it("are none where the clocks skip all of the time, or the date", () => {
    expect(told(series({ start: "2026-03-29", from: "02:30", to: "03:00", end: { _tag: "Count", count: 1 } }))).toEqual([])
    expect(told(series({ start: "2011-12-29", end: { _tag: "Count", count: 3 } }), TimeZone.TimeZone.make("Pacific/Apia")).map((line) => line.slice(0, 10))).toEqual(["2011-12-29", "2011-12-31"])
  })
})

describe("a series that changes", () => {
  const daily = series({})
  const keysOf = (made: Series.Series) => Result.getOrThrow(Series.occurrences(made, berlin)).map(({ date }) => date.slice(5))
  const moved = { date: "2026-03-28", onto: "2026-04-01", from: "09:00", to: "10:00" }

  it("leaves a date out, which still counts", () => {
    expect(keysOf(Result.getOrThrow(Series.leaveOut(daily, "2026-03-28")))).toEqual(["03-27", "03-29", "03-30"])
  })

  it("moves a date, once more, and leaves it out after all", () => {
    const once = Result.getOrThrow(Series.move(daily, moved))
    expect(told(once)[1]).toBe("2026-04-01T09:00:00+02:00 2026-04-01T10:00:00+02:00")
    const twice = Result.getOrThrow(Series.move(once, { ...moved, from: "09:30" }))
    expect(told(twice)[1]).toBe("2026-04-01T09:30:00+02:00 2026-04-01T10:00:00+02:00")
    expect(keysOf(Result.getOrThrow(Series.leaveOut(twice, "2026-03-28")))).toEqual(["03-27", "03-29", "03-30"])
  })

  it("changes this and following", () => {
    const { after, before } = Result.getOrThrow(Series.splitAt(Result.getOrThrow(Series.move(daily, moved)), "2026-03-29"))
    expect(before === undefined ? [] : keysOf(before)).toEqual(["03-27", "03-28"])
    expect(keysOf(after)).toEqual(["03-29", "03-30"])
    expect(told({ ...after, from: "10:00" })).toEqual(["2026-03-29T10:00:00+02:00 2026-03-29T18:00:00+02:00", "2026-03-30T10:00:00+02:00 2026-03-30T18:00:00+02:00"])
  })

  it("has nothing before its first date", () => {
    expect(Result.getOrThrow(Series.splitAt(daily, "2026-03-27"))).toEqual({ before: undefined, after: daily })
  })

  it("knows no other dates", () => {
    const without = Result.getOrThrow(Series.leaveOut(daily, "2026-03-28"))
    for (const attempt of [Series.leaveOut(daily, "2026-04-01"), Series.leaveOut(without, "2026-03-28"), Series.move(without, moved), Series.splitAt(daily, "2026-03-26")]) {
      expect(attempt).toMatchObject({ failure: { _tag: "NotInSeries" } })
    }
  })
})
