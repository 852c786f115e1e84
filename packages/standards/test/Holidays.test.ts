import { Holidays } from "@parkade/standards/holidays"
import DateHolidays from "date-holidays"
import { Result } from "effect"
import { describe, expect, it } from "vitest"

const instant = (text: string) => new Date(text)
const christmas = { date: "2026-12-25 00:00:00", start: instant("2026-12-24T23:00:00Z"), end: instant("2026-12-25T23:00:00Z"), name: "Christmas", type: "public" }
const of = (...holidays: ReadonlyArray<Holidays.Holiday>): Holidays.Source => ({ getHolidays: () => holidays })
const gather = (source: Holidays.Source, years: ReadonlyArray<number> = [2026], types: ReadonlyArray<string> = ["public"]) =>
  Holidays.gather({ id: "here", source, years, types })
const dates = (source: Holidays.Source, years?: ReadonlyArray<number>) => Result.getOrThrow(gather(source, years)).calendar.dates

describe("what date-holidays 3 says becomes dates", () => {
  it("of a state, over two years", () => {
    expect(Result.getOrThrow(Holidays.gather({ id: "de-by", source: new DateHolidays("DE", "by"), years: [2026, 2027], types: ["public"] })).calendar).toEqual({
      id: "de-by",
      dates: [
        "2026-01-01", "2026-01-06", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-06-04", "2026-10-03", "2026-11-01", "2026-12-25", "2026-12-26",
        "2027-01-01", "2027-01-06", "2027-03-26", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-17", "2027-05-27", "2027-10-03", "2027-11-01", "2027-12-25", "2027-12-26"
      ]
    })
  })

  it("with days in lieu beside the days they stand for", () => {
    const year = dates(new DateHolidays("US"))
    expect(year.filter((date) => date.startsWith("2026-07"))).toEqual(["2026-07-03", "2026-07-04"])
  })

  it("of several days, that begin at sunset and are written so", () => {
    expect(dates(new DateHolidays("SA")).filter((date) => date.startsWith("2026-03"))).toEqual(["2026-03-19", "2026-03-20", "2026-03-21", "2026-03-22"])
  })

  it("and a place it does not know is refused", () => {
    const gathered = gather(new DateHolidays("XX"))
    expect(Result.isFailure(gathered) && gathered.failure.message).toBe("here: no public holiday in 2026; does the source know the place?")
  })
})

describe("whatever the source", () => {
  it("dates come once, in order", () => expect(dates(of({ ...christmas, date: "2026-12-26 00:00:00" }, christmas, christmas), [2026, 2027])).toEqual(["2026-12-25", "2026-12-26"]))

  it("a day of 23 or of 25 hours is one day", () => {
    expect(dates(of({ ...christmas, end: instant("2026-12-25T22:00:00Z") }))).toEqual(["2026-12-25"])
    expect(dates(of({ ...christmas, end: instant("2026-12-26T00:00:00Z") }))).toEqual(["2026-12-25"])
  })

  it("other types and half days are losses", () => {
    const eve = { ...christmas, date: "2026-12-24 14:00:00", name: "Christmas Eve" }
    expect(Result.getOrThrow(gather(of(christmas, eve, { ...christmas, name: "Bank day", type: "bank" }))).losses).toEqual([
      { path: "2026.1", message: "Christmas Eve is not a whole day: it begins at 14:00" },
      { path: "2026.2", message: "Bank day is of type bank" }
    ])
  })

  it.each([
    ["a date in words", { ...christmas, date: "Christmas" }],
    ["a date no calendar has", { ...christmas, date: "2026-02-30 00:00:00" }],
    ["no end", { ...christmas, end: new Date(Number.NaN) }]
  ])("%s is refused", (_, holiday) => {
    const gathered = gather(of(christmas, holiday))
    expect(Result.isFailure(gathered) && gathered.failure.message).toBe('2026.1: expected a holiday with a date such as "2026-12-25 00:00:00", a start and an end')
  })
})
