import { Bill, Versions } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { tariff } from "./pricing.ts"

const zone = "Europe/Berlin"
const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))

/** "2.00 an hour" in force on the dates. */
const version = (id: string, price: string, valid: object | undefined, rest: object = {}): Versions.Version => ({
  id,
  tariff: tariff({ type: "hourly", price, count: "started", label: id }, { zone, ...(valid !== undefined && { valid }), ...rest })
})

const old = version("old", "2", { until: "2026-07-01" })
const now = version("now", "3", { from: "2026-07-01", until: "2027-01-01" })
const next = version("next", "4", { from: "2027-01-01" })
const compiled = (...list: ReadonlyArray<Versions.Version>) => Result.getOrThrow(Versions.compile(list))
const succession = compiled(next, old, now)

const tagOf = <A, E extends { readonly _tag: string }>(result: Result.Result<A, E>) => (Result.isFailure(result) ? result.failure._tag : "fine")

describe("the version in force", () => {
  it.each([
    ["2026-06-30T23:59:59+02:00", "old"],
    ["2026-07-01T00:00:00+02:00", "now"],
    ["2026-12-31T23:59:59+01:00", "now"],
    ["2027-01-01T00:00:00+01:00", "next"],
    ["1999-01-01T00:00:00Z", "old"]
  ])("at %s is %s", (entry, id) => expect(Result.map(Versions.inForce(succession, instant(entry)), (found) => found.id)).toEqual(Result.succeed(id)))

  it("is none before the first and after the last", () => {
    const only = compiled(now)
    const missing = Versions.inForce(only, instant("2027-01-01T00:00:00+01:00"))
    expect(Result.isFailure(missing) && missing.failure.message).toBe("no version of the tariff is in force on 2027-01-01")
    expect(tagOf(Versions.inForce(only, instant("2026-06-30T23:59:59+02:00")))).toBe("NoVersionInForce")
    expect(tagOf(Versions.inForce(compiled(), instant("2026-06-30T23:59:59+02:00")))).toBe("NoVersionInForce")
  })
})

it("begins at the first of two midnights", () => {
  // On 2010-11-07 clocks in St. John's went back from 00:01 to 23:01 of the day before.
  const there = { zone: "America/St_Johns" }
  const made = compiled(version("a", "2", { until: "2010-11-07" }, there), version("b", "3", { from: "2010-11-07" }, there))
  const again = { entry: instant("2010-11-06T23:30:00-03:30"), exit: instant("2010-11-07T00:30:00-03:30") }
  expect(Result.getOrThrow(Versions.price(made, again, "switch")).parts.map(({ id }) => id)).toEqual(["b"])
  const before = { entry: instant("2010-11-06T23:30:00-02:30"), exit: again.exit }
  expect(Result.getOrThrow(Versions.price(made, before, "switch")).parts.map(({ bill, id }) => [id, bill.gross])).toEqual([["a", 200], ["b", 600]])
})

describe("a succession", () => {
  const messages = (...list: ReadonlyArray<Versions.Version>) => Versions.faults(list).map(({ message }) => message)

  it("has no gaps and no overlaps", () => expect(messages(next, old, now)).toEqual([]))

  it.each<[string, ReadonlyArray<Versions.Version>, ReadonlyArray<string>]>([
    ["a gap", [old, next], ["no version is in force from 2026-07-01 until 2027-01-01, between old and next"]],
    ["an overlap", [old, version("early", "3", { from: "2026-06-15", until: "2027-01-01" }), next], ["versions old and early are both in force from 2026-06-15 until 2026-07-01"]],
    ["an overlap without end", [version("a", "1", { from: "2026-01-01" }), version("b", "1", { from: "2026-02-01" })], ["versions a and b are both in force from 2026-02-01 on"]],
    ["two that are always in force", [version("a", "1", undefined), version("b", "1", undefined)], ["versions a and b are both in force from ever on"]],
    ["one within another, and what follows it", [version("a", "1", { from: "2026-01-01", until: "2026-12-01" }), version("b", "1", { from: "2026-02-01", until: "2026-03-01" }), version("c", "1", { from: "2026-12-01" })], ["versions a and b are both in force from 2026-02-01 until 2026-03-01"]],
    ["one that is never in force", [old, { ...version("x", "1", undefined), tariff: { ...old.tariff, valid: { from: "2026-08-01", until: "2026-08-01" } } }, now], ["version x is in force on no date: from 2026-08-01 until 2026-08-01"]],
    ["another zone", [old, version("now", "3", { from: "2026-07-01" }, { zone: "UTC" })], ["versions old and now differ in zone"]],
    ["a gap and an overlap", [old, version("b", "1", { from: "2026-08-01" }), version("c", "1", { from: "2026-09-01" })], ["no version is in force from 2026-07-01 until 2026-08-01, between old and b", "versions b and c are both in force from 2026-09-01 on"]]
  ])("tells %s", (_, list, expected) => {
    expect(messages(...list)).toEqual(expected)
    expect(Result.isFailure(Versions.compile(list))).toBe(true)
  })

  it("of tariffs that need a zone has one", () => {
    const clocked: Versions.Version = { id: "a", tariff: tariff({ type: "each", per: { every: "day" }, partial: "restart", max: "9", rate: { type: "flat", price: "1" } }) }
    expect(tagOf(Versions.compile([clocked]))).toBe("InvalidTariff")
    expect(tagOf(Versions.compile([clocked], { zone: TimeZone.utc }))).toBe("fine")
  })
})

describe("a stay over a change of version", () => {
  const stay = { entry: instant("2026-06-30T22:30:00+02:00"), exit: instant("2026-07-01T01:30:00+02:00") }

  it("keeps the version of its entry", () => {
    const { bill, parts } = Result.getOrThrow(Versions.price(succession, stay, "keep"))
    expect([bill.gross, parts.map(({ id }) => id)]).toEqual([600, ["old"]])
  })

  it("is priced in parts, split at the local midnight, where it says so", () => {
    const { bill, parts } = Result.getOrThrow(Versions.price(succession, stay, "switch"))
    expect(parts.map(({ bill, id, to }) => [id, Instant.toIso(to, TimeZone.TimeZone.make(zone)), bill.gross])).toEqual([["old", "2026-07-01T00:00:00+02:00", 400], ["now", "2026-07-01T01:30:00+02:00", 600]])
    expect([bill.from, bill.to, bill.gross]).toEqual([stay.entry, stay.exit, 1_000])
    expect(`\n${Bill.render(bill)}\n`).toBe(`
old        2 x 2 per hour   4.00
now        2 x 3 per hour   6.00
total EUR                  10.00
`)
  })

  it("has one part when it begins at the midnight", () => {
    const { bill, parts } = Result.getOrThrow(Versions.price(succession, { entry: instant("2026-07-01T00:00:00+02:00"), exit: stay.exit }, "switch"))
    expect([bill.gross, parts.map(({ id }) => id)]).toEqual([600, ["now"]])
  })

  it("is as long and as dear as its parts together, also without tax", () => {
    const taxed = (id: string, price: string, valid: object) => ({ id, tariff: tariff({ type: "hourly", price, count: "started", tax: "0.5" }, { zone, valid, tax: "added" }) })
    const three = compiled(taxed("a", "1", { until: "2026-07-01" }), taxed("b", "2", { from: "2026-07-01", until: "2026-07-02" }), taxed("c", "3", { from: "2026-07-02" }))
    const { bill } = Result.getOrThrow(Versions.price(three, { entry: instant("2026-06-30T23:00:00+02:00"), exit: instant("2026-07-02T01:00:00+02:00") }, "switch"))
    expect([bill.to, bill.net, bill.gross]).toEqual([instant("2026-07-02T01:00:00+02:00"), 5_200, 7_800])
  })

  it("has one part when it ends at the midnight, or at once", () => {
    const midnight = instant("2026-07-01T00:00:00+02:00")
    expect(Result.getOrThrow(Versions.price(succession, { ...stay, exit: midnight }, "switch")).parts.map(({ id }) => id)).toEqual(["old"])
    expect(Result.getOrThrow(Versions.price(succession, { entry: midnight, exit: midnight }, "switch")).bill.gross).toBe(0)
  })

  it("has a part for each of many versions", () => {
    const year = { entry: instant("2026-06-30T23:30:00+02:00"), exit: instant("2027-01-01T00:30:00+01:00") }
    // 184 days and a clock that is turned back.
    expect(Result.getOrThrow(Versions.price(succession, year, "switch")).parts.map(({ bill, id }) => [id, bill.gross])).toEqual([["old", 200], ["now", (184 * 24 + 1) * 300], ["next", 400]])
  })

  it("counts a time validation with the part of its entry", () => {
    const covered = { ...stay, context: { covers: [{ upTo: "PT1H" }] } }
    expect(Result.getOrThrow(Versions.price(succession, covered, "switch")).parts.map(({ bill }) => bill.gross)).toEqual([200, 600])
  })

  it("keeps the last version where none follows, and who comes later finds none", () => {
    const { bill, parts } = Result.getOrThrow(Versions.price(compiled(old), stay, "switch"))
    expect([bill.gross, parts.map(({ id }) => id)]).toEqual([600, ["old"]])
    const over = { entry: instant("2026-06-30T23:00:00+02:00"), exit: instant("2027-01-01T01:00:00+01:00") }
    expect(Result.getOrThrow(Versions.price(compiled(old, now), over, "switch")).parts.map(({ id, to }) => [id, to])).toEqual([["old", instant("2026-07-01T00:00:00+02:00")], ["now", over.exit]])
    const late = Versions.price(compiled(old), { entry: stay.exit, exit: stay.exit }, "switch")
    expect(Result.isFailure(late) && late.failure.message).toBe("no version of the tariff is in force on 2026-07-01")
  })

  it("drops its seconds once, not in each part", () => {
    const exact = (id: string, price: string, valid: object, seconds: string) => ({ id, tariff: tariff({ type: "hourly", price, per: "PT1M", count: "completed", label: id }, { zone, valid, seconds }) })
    const parts = (seconds: string, exit: string) => {
      const made = compiled(exact("old", "1", { until: "2026-07-01" }, seconds), exact("now", "1", { from: "2026-07-01" }, seconds))
      const { bill, parts } = Result.getOrThrow(Versions.price(made, { entry: instant("2026-06-30T23:58:30+02:00"), exit: instant(exit) }, "switch"))
      expect(bill.to).toBe(instant(exit))
      return parts.map(({ bill, id }) => [id, bill.lines.map(({ to }) => Instant.toIso(to, TimeZone.TimeZone.make(zone)))])
    }
    // 3 min 59 s are 3 min: 90 s before midnight, and 90 s of the 149 after it.
    expect(parts("dropped", "2026-07-01T00:02:29+02:00")).toEqual([["old", ["2026-07-01T00:00:00+02:00"]], ["now", ["2026-07-01T00:01:30+02:00"]]])
    expect(parts("counted", "2026-07-01T00:02:29+02:00")).toEqual([["old", ["2026-07-01T00:00:00+02:00"]], ["now", ["2026-07-01T00:02:29+02:00"]]])
    // 1 min 59 s are 1 min, which ends before midnight.
    expect(parts("dropped", "2026-07-01T00:00:29+02:00")).toEqual([["old", ["2026-06-30T23:59:30+02:00"]]])
  })

  it("has no price where other money follows, or it ends before it begins", () => {
    const francs = compiled(old, version("francs", "3", { from: "2026-07-01" }, { currency: "CHF" }))
    expect(tagOf(Versions.price(francs, stay, "switch"))).toBe("OtherTerms")
    expect(tagOf(Versions.price(francs, stay, "keep"))).toBe("fine")
    expect(tagOf(Versions.price(succession, { entry: stay.exit, exit: stay.entry }, "switch"))).toBe("ExitBeforeEntry")
  })
})
