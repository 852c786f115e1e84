/** What the arbitraries make: tariffs by the grammar with every construct and option, and stays at their edges. */
import { calendars, constants, constructs, demandsOf, nodesOf, runs, stayIn, tariffJson } from "@parkade/testing/arbitraries"
import { Tariff } from "@parkade/core/pricing"
import { Calendar, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { problems } from "./grammar.ts"

const sampled = fc.sample(tariffJson(), { numRuns: 3_000, seed: 20_260_615 })

/** Every "key" and "key: value" written in `json`, values only where they are one of a few words. */
const wordsIn = (json: unknown, key = ""): ReadonlyArray<string> => {
  if (Array.isArray(json)) return json.flatMap((item) => wordsIn(item, key))
  if (typeof json === "object" && json !== null) return Object.entries(json).flatMap(([name, value]) => [name, ...wordsIn(value, name)])
  return typeof json === "string" ? [`${key}: ${json}`] : []
}

describe("tariffs", () => {
  it("are valid by the grammar, and by the language", () => {
    fc.assert(fc.property(tariffJson(), (tariff) => {
      expect(problems(tariff)).toEqual([])
      const decoded = Tariff.decode(tariff)
      expect(Result.isFailure(decoded) ? decoded.failure.issues : []).toEqual([])
    }), runs(5_000))
  }, 300_000)

  const words = new Map<string, number>()
  for (const word of sampled.flatMap((tariff) => [...new Set(wordsIn(tariff))])) words.set(word, (words.get(word) ?? 0) + 1)

  it.each(Object.entries({
    type: constructs,
    count: ["started", "completed", "nearest", "exact"],
    mode: ["ladder", "graduated", "half-up", "half-even", "up", "down"],
    crossing: ["split", "accumulate", "entry", "most"],
    partial: ["restart", "continue", "full"],
    every: ["PT24H", "day", "week", "month", "entry", "P28D"],
    first: ["PT24H", "day", "week", "month"],
    per: ["stay"],
    where: ["line"],
    seconds: ["dropped"],
    visits: ["apart", "accumulate"],
    accumulate: ["day"],
    holidays: ["public", "none"],
    step: ["10 kWh"],
    days: ["sun", "holiday"],
    ends: ["inclusive", "exclusive"],
    phase: ["charging", "idle", "reserved", "overstay"],
    from: ["24:00"],
    to: ["24:00"],
    beyond: ["unavailable"],
    otherwise: ["unavailable"],
    tax: ["included", "added", "none"]
  }).flatMap(([key, values]) => values.map((value) => `${key}: ${value}`)).concat(
    ["at", "max", "min", "maxIncl", "minIncl", "follow", "minInterruption", "valid", "until", "rates", "label", "by", "bands", "change", "factor"],
    ["dates", "current", "power", "during", "upTo", "covers", "entry", "exit", "inside", "lasting", "over", "vehicle", "spot", "product", "pass"],
    ["validation", "visit", "occupancy", "lost", "expired", "unpaid"]
  ))("say %s", (word) => expect(words.get(word) ?? 0).toBeGreaterThanOrEqual(5))

  it("are small: three rates in the median", () => {
    const sizes = sampled.map(nodesOf).toSorted((a, b) => a - b)
    expect([sizes[1_500], sizes.at(-1)]).toEqual([expect.toSatisfy((median: number) => median >= 2 && median <= 5), expect.toSatisfy((most: number) => most <= 16)])
  })

  it("shrink to a flat one", () => {
    const found = fc.check(fc.property(tariffJson(), (tariff) => problems(tariff).length > 0), { seed: 1 })
    expect(found.counterexample?.[0]).toMatchObject({ rate: { type: "flat", price: "1.00" }, visits: "apart" })
    const dynamic = fc.check(fc.property(tariffJson(), (tariff) => !wordsIn(tariff).includes("type: dynamic")), { seed: 1, numRuns: 1_000 })
    expect(nodesOf(dynamic.counterexample?.[0])).toBeLessThanOrEqual(8)
  })

  it("are made of what is asked for", () => {
    const clockless = tariffJson({ clockless: true, energy: false, unavailable: false, demand: false, visits: "apart" })
    const never = ["type: dynamic", "type: energy", "entry", "exit", "inside", "visit", "bands", "every: day", "valid", "holidays", "beyond: unavailable", "during"]
    fc.assert(fc.property(clockless, (tariff) => { expect(wordsIn(tariff).filter((word) => never.includes(word))).toEqual([]) }), runs(1_000))
    const two = tariffJson({ constructs: ["hourly", "each"], tax: ["added"], zones: [TimeZone.TimeZone.make("Asia/Tokyo")] })
    fc.assert(fc.property(two, (tariff) => {
      const types = wordsIn(tariff).filter((word) => word.startsWith("type: "))
      expect(types.filter((type) => !["type: hourly", "type: each"].includes(type))).toEqual([])
      expect(tariff).toMatchObject({ tax: "added", zone: "Asia/Tokyo" })
    }), runs(300))
  })
})

describe("constants", () => {
  it("are the tariff's own", () => {
    const tariff = {
      visits: { accumulate: "PT24H" },
      rate: { type: "choose", cases: [{ if: { entry: { from: "18:00", dates: { from: "12-24" } }, occupancy: { from: "0.8" }, lost: true, unpaid: { over: "PT1464H" } }, rate: { type: "energy", price: "1" } }],
        otherwise: { type: "hourly", price: { start: "1", min: "1", max: "2", bands: [{ from: "0.6", change: "1" }], every: "entry" }, per: "PT90M", count: "started" } }
    }
    expect(constants(tariff)).toEqual({
      lengths: [86_400, 5_270_400, 5_400],
      clocks: ["18:00"],
      dates: ["12-24"],
      facts: { occupancy: ["0.8", "0.6"], lost: ["true"], unpaid: ["PT1464H"] },
      amps: [],
      kw: [],
      phases: [],
      energy: true,
      history: true
    })
    expect(demandsOf(tariff)).toEqual([{ path: "rate.otherwise.price", start: "1", min: "1", max: "2" }])
  })
})

describe("stays", () => {
  const cases = tariffJson().chain((tariff) => fc.record({ tariff: fc.constant(tariff), stay: stayIn(tariff) }))

  it("end after they begin, after the earlier visits, and have phases one after another", () => {
    fc.assert(fc.property(cases, ({ stay }) => {
      expect(stay.exit).toBeGreaterThanOrEqual(stay.entry)
      for (const parts of [stay.phases, stay.earlier]) {
        for (const [index, { from, to }] of parts.entries()) {
          expect(from).toBeLessThan(to)
          expect(from).toBeGreaterThanOrEqual(parts[index - 1]?.to ?? 0)
        }
      }
      expect(stay.earlier.at(-1)?.to ?? 0).toBeLessThanOrEqual(stay.entry)
    }), runs(3_000))
  }, 300_000)

  it("are at the edges", () => {
    const seen = new Map<string, number>()
    const tally = (name: string, is: boolean) => seen.set(name, (seen.get(name) ?? 0) + (is ? 1 : 0))
    for (const { stay: { earlier, entry, exit, facts, levels, phases }, tariff } of fc.sample(cases, { numRuns: 4_000, seed: 7 })) {
      const zone = typeof tariff["zone"] === "string" ? tariff["zone"] : "UTC"
      const local = (instant: number) => instant + Calendar.offsetMillis(zone, instant)
      const { lengths } = constants(tariff)
      tally("no length", exit === entry)
      tally("over a change of clocks", Calendar.offsetMillis(zone, entry) !== Calendar.offsetMillis(zone, exit))
      tally("a second about a change of clocks", Calendar.offsetMillis(zone, exit - 1_001) !== Calendar.offsetMillis(zone, exit + 1_001))
      tally("enters at midnight", local(entry) % 86_400_000 === 0)
      tally("over a year's end", new Date(local(entry)).getUTCFullYear() !== new Date(local(exit)).getUTCFullYear())
      tally("a constant long", lengths.includes((exit - entry) / 1_000))
      tally("a constant and a second long", lengths.includes((exit - entry) / 1_000 - 1))
      tally("longer than three weeks", exit - entry > 21 * 86_400_000)
      tally("with milliseconds", entry % 1_000 !== 0 || exit % 1_000 !== 0)
      tally("with facts", Object.keys(facts).length > 0)
      tally("with levels", Object.keys(levels).length > 0)
      tally("with phases", phases.length > 1)
      tally("with earlier visits", earlier.length > 1)
    }
    expect([...seen].filter(([, count]) => count < 20)).toEqual([])
  })

  it("name calendars that exist", () => expect(Object.keys(calendars)).toEqual(["public", "none"]))
})
