/** Two tariffs side by side: who pays more, by how much, and from which length on. */
import { Comparison, PriceFunction } from "@parkade/core/pricing"
import { Elapsed, Instant, LocalDate, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { tariff } from "./pricing.ts"

const instant = (text: string) => Result.getOrThrow(Instant.fromIso(text))
const hourly = (price: string) => ({ type: "hourly", price, count: "started" })
const of = (rate: object, rest: object = {}) => Result.getOrThrow(PriceFunction.compile(tariff(rate, rest)))
const hours = Elapsed.ofHours
const entry = instant("2026-11-16T08:00:00Z")

const one = (before: object, after: object, longest = hours(24)) => Comparison.compare({ before: of(before), after: of(after), entries: [entry], longest })

describe("for one entry", () => {
  it("says from which length on a stay costs more, and where most", () => {
    const { cheaper, dearer, equal } = one(hourly("2.00"), { type: "slab", mode: "graduated", brackets: [{ upTo: "PT2H", rate: hourly("2.00") }], beyond: hourly("3.00") }, hours(5))
    expect({ cheaper, equal }).toEqual({ cheaper: undefined, equal: false })
    expect(dearer).toEqual({
      from: Elapsed.ofSeconds(7_201),
      most: { entry, exit: entry + (4 * 3_600 + 1) * 1_000, before: { net: 1_000, gross: 1_000 }, after: { net: 1_300, gross: 1_300 }, by: 300 }
    })
  })

  it("tells more and less apart by length", () => {
    const { cheaper, dearer } = one(hourly("2.00"), { type: "flat", price: "5.00" }, hours(4))
    expect([dearer?.from, dearer?.most.by]).toEqual([1_000, 300])
    expect([cheaper?.from, cheaper?.most.by]).toEqual([7_201_000, -300])
  })

  it("looks at the longest stay and no further", () => {
    const after = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT2H", rate: hourly("2.00") }], beyond: { type: "flat", price: "99.00" } }
    expect(one(hourly("2.00"), after, hours(2)).equal).toBe(true)
    expect(one(hourly("2.00"), after, Elapsed.ofSeconds(7_201)).dearer?.from).toBe(7_201_000)
  })

  it("says where a price is lost, and where one is found", () => {
    const short = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: hourly("2.00") }], beyond: "unavailable" }
    expect(one(hourly("2.00"), short).entries).toEqual([{ entry, withdrawn: 3_601_000 }])
    expect(one(short, hourly("2.00")).entries).toEqual([{ entry, offered: 3_601_000 }])
  })

  it("sees another tax in the same price", () => {
    const taxed = (tax: string) => of({ ...hourly("2.00"), tax }, { tax: "included" })
    expect(Comparison.compare({ before: taxed("0.07"), after: taxed("0.19"), entries: [entry] })).toMatchObject({ equal: false, entries: [{ entry, taxed: 1_000 }] })
  })
})

describe("what a tariff asks and nobody tells", () => {
  const flat = { type: "flat", price: "3.00" }
  const cases = (...conditions: ReadonlyArray<object>) => ({ type: "choose", cases: conditions.map((each) => ({ if: each, rate: flat })), otherwise: flat })
  const at = (rate: object, rest: object = {}) => of(rate, { zone: "Europe/Berlin", ...rest })
  const demand = { start: "3", bands: [{ from: "0.8", change: "0.25" }], min: "0.5", max: "10" }

  it.for([
    ["facts", cases({ vehicle: ["bus"], lost: true }, { lost: true, lasting: { over: "PT1H" } }), {}, ["vehicle", "lost"]],
    ["a pass", { type: "subscription", pass: "a", covers: { during: { phase: "idle" } }, rest: flat }, {}, ["pass", "phases"]],
    ["energy", { type: "sum", of: [flat, { type: "energy", price: "0.40" }] }, {}, ["phases"]],
    ["energy in steps", { type: "billed", step: "10 kWh", count: "started", rate: flat }, {}, ["phases"]],
    ["power", { type: "dynamic", crossing: "split", windows: [{ during: { power: { from: "50" } }, rate: flat }], otherwise: flat }, {}, ["phases"]],
    ["a phase at the entry", cases({ entry: { phase: "idle" } }), {}, ["phases"]],
    ["visits that accumulate", flat, { visits: "accumulate" }, ["earlier"]],
    ["levels", { type: "flat", price: { ...demand, every: "P28D" } }, {}, ["levels"]],
    ["the occupancy of each entry", { type: "flat", price: { ...demand, every: "entry" } }, {}, ["occupancy"]],
    ["a phase or the clock", cases({ inside: [{ from: "08:00" }, { phase: "idle" }] }), {}, ["phases"]],
    ["time in steps", { type: "billed", step: "PT1H", count: "started", rate: flat }, {}, []],
    ["nothing", cases({ lasting: { over: "PT1H" } }), {}, []]
  ] as const)("%s", ([, rate, rest, gaps]) => {
    const compared = (before: PriceFunction.Compiled, after: PriceFunction.Compiled) => Comparison.compare({ before, after, entries: [entry], longest: hours(1) })
    expect(compared(at(rate, rest), at(flat))).toMatchObject({ gaps, equal: gaps.length === 0 })
    expect(compared(at(flat), at(rate, rest)).gaps).toEqual(gaps)
    expect(compared(at(rate, rest), at(rate, rest))).toMatchObject({ gaps: [], equal: true })
  })

  it("is asked where one tariff is read on two clocks", () => {
    const lost = tariff(cases({ lost: true }))
    const [utc, berlin] = ["UTC", "Europe/Berlin"].map((zone) => Result.getOrThrow(PriceFunction.compile(lost, { zone: TimeZone.TimeZone.make(zone) })))
    if (utc === undefined || berlin === undefined) return expect.fail("two zones")
    expect(Comparison.compare({ before: utc, after: berlin, entries: [entry] }).gaps).toEqual(["lost"])
    expect(Comparison.compare({ before: utc, after: utc, entries: [entry] }).gaps).toEqual([])
  })

  it("is no gap once it is told", () => {
    const asked = { before: at(cases({ vehicle: ["bus"], visit: { from: "2" } })), after: at({ type: "energy", price: "1" }, { visits: "accumulate" }), entries: [entry] }
    expect(Comparison.compare(asked).gaps).toEqual(["vehicle", "visit", "phases", "earlier"])
    expect(Comparison.compare({ ...asked, context: { facts: { vehicle: "car" } } }).gaps).toEqual(["visit", "phases", "earlier"])
    expect(Comparison.compare({ ...asked, context: { facts: { vehicle: "car" }, earlier: [], phases: [] } }).gaps).toEqual([])
  })
})

describe("for a week", () => {
  const zone = TimeZone.TimeZone.make("Europe/Berlin")
  const monday = LocalDate.parse("2026-11-16") ?? 0

  it("has entries at the local clock, also where the clocks change", () => {
    expect(Comparison.week(zone, monday)).toHaveLength(336)
    const spring = Comparison.week(zone, LocalDate.parse("2026-03-23") ?? 0, hours(1))
    expect(spring).toHaveLength(167)
    expect(spring).not.toContain(instant("2026-03-29T03:30:00+02:00"))
    expect(Comparison.week(zone, LocalDate.parse("2026-10-19") ?? 0, hours(1))).toHaveLength(168)
  })

  it("counts the entries and the stays of each length that cost more and less", () => {
    const day = { type: "dynamic", crossing: "entry", windows: [{ during: { from: "08:00", to: "20:00" }, rate: hourly("3.00") }], otherwise: hourly("1.00") }
    const clocked = (rate: object) => of(rate, { zone })
    const found = Comparison.compare({ before: clocked(hourly("2.00")), after: clocked(day), entries: Comparison.week(zone, monday, hours(1)), longest: hours(3), lengths: [hours(1), hours(3)] })
    expect(found.entries.filter(({ dearer }) => dearer !== undefined)).toHaveLength(84)
    expect(found.lengths).toEqual([
      { length: hours(1), by: { least: -100, most: 100 }, dearer: 84, cheaper: 84, otherwise: 0 },
      { length: hours(3), by: { least: -300, most: 300 }, dearer: 84, cheaper: 84, otherwise: 0 }
    ])
    expect(found.dearer?.most.entry).toBe(instant("2026-11-16T08:00:00+01:00"))
  })
})

describe("for several entries", () => {
  const zone = TimeZone.utc
  const at = (clock: string) => instant(`2026-11-16T${clock}:00Z`)
  const clocked = (rate: object) => of(rate, { zone })
  const from = (clock: string, rate: object, otherwise: object | "unavailable" = hourly("2.00")) => clocked({ type: "choose", cases: [{ if: { entry: { from: clock } }, rate }], otherwise })
  const between = (before: PriceFunction.Compiled, after: PriceFunction.Compiled, lengths: ReadonlyArray<Elapsed.Elapsed> = [], longest = hours(3)) =>
    Comparison.compare({ before, after, entries: [at("08:00"), at("12:00")], longest, lengths })
  const short = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: hourly("2.00") }], beyond: "unavailable" }
  const same = clocked(hourly("2.00"))

  it("says the earliest length and the largest difference, whichever entry has them", () => {
    // From noon on the first hour is dearer already, and the second much more so; in the morning only the third.
    const morning = { type: "slab", mode: "graduated", brackets: [{ upTo: "PT2H", rate: hourly("2.00") }], beyond: hourly("9.00") }
    const noon = { type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", rate: hourly("3.00") }], beyond: hourly("2.00") }
    expect(between(same, from("12:00", noon, morning)).dearer).toMatchObject({ from: 1_000, most: { entry: at("08:00"), by: 700 } })
    expect(between(same, from("12:00", morning, noon)).dearer).toMatchObject({ from: 1_000, most: { entry: at("12:00"), by: 700 } })
    expect(between(from("12:00", morning, noon), same).cheaper).toMatchObject({ from: 1_000, most: { entry: at("12:00"), by: -700 } })
  })

  it("says the first of equal differences, of the entry that it is of", () => {
    expect(between(same, clocked(hourly("3.00")), [], hours(1)).dearer).toMatchObject({ from: 1_000, most: { entry: at("08:00"), exit: at("08:00") + 1_000, by: 100 } })
  })

  it("is one difference though only one of them has it", () => {
    const compared = between(same, from("12:00", hourly("3.00")))
    expect([compared.equal, Comparison.isSame(compared), "cheaper" in compared]).toEqual([false, false, false])
    expect(compared.entries.map((each) => Object.keys(each))).toEqual([["entry"], ["entry", "dearer"]])
    expect("dearer" in between(from("12:00", hourly("3.00")), same)).toBe(false)
  })

  it("has no difference where neither has a price", () => {
    expect(between(clocked(short), clocked(short), [hours(2)])).toMatchObject({ equal: true, lengths: [{ length: hours(2), dearer: 0, cheaper: 0, otherwise: 0 }] })
  })

  it("counts stays of a length that lose their price or find one apart from those that cost more or less", () => {
    const counted = (before: PriceFunction.Compiled, after: PriceFunction.Compiled) => between(before, after, [hours(1), hours(2)]).lengths
    const [one, two] = [hours(1), hours(2)]
    expect(counted(same, from("12:00", short))).toEqual([{ length: one, by: { least: 0, most: 0 }, dearer: 0, cheaper: 0, otherwise: 0 }, { length: two, by: { least: 0, most: 0 }, dearer: 0, cheaper: 0, otherwise: 1 }])
    expect(counted(clocked(short), same)[1]).toEqual({ length: two, dearer: 0, cheaper: 0, otherwise: 2 })
    expect(counted(same, from("12:00", hourly("2.50")))).toEqual([{ length: one, by: { least: 0, most: 50 }, dearer: 1, cheaper: 0, otherwise: 0 }, { length: two, by: { least: 0, most: 100 }, dearer: 1, cheaper: 0, otherwise: 0 }])
    expect(counted(from("12:00", hourly("2.50")), same)[1]).toEqual({ length: two, by: { least: -100, most: 0 }, dearer: 0, cheaper: 1, otherwise: 0 })
  })

  it("counts a length at its very second, and none beyond the longest", () => {
    const after = clocked({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", rate: hourly("2.00") }], beyond: hourly("3.00") })
    const just = Elapsed.ofSeconds(3_601)
    expect(between(same, after, [hours(1), just, hours(4)]).lengths.map(({ by, dearer }) => [by?.most, dearer])).toEqual([[0, 0], [200, 2], [undefined, 0]])
  })

  it("has no lengths unless they are asked for", () => expect(Comparison.compare({ before: same, after: same, entries: [entry] }).lengths).toEqual([]))
})

it("a week has no entries on a date that its clocks left out", () => {
  // Samoa went from the 29th of December 2011 to the 31st.
  const zone = TimeZone.TimeZone.make("Pacific/Apia")
  for (const first of ["2011-12-26", "2011-12-24"]) {
    const week = Comparison.week(zone, LocalDate.parse(first) ?? 0, hours(1))
    expect(week).toHaveLength(6 * 24)
    expect(new Set(week.map((at) => LocalDate.format(LocalDate.of(zone, at)))).size).toBe(6)
  }
})
