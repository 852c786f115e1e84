/** Where a price changes: at the seconds at which asking at every second finds that it does, and at no other. */
import { PriceFunction } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { entry, tariff } from "./pricing.ts"

type Rate = object | "unavailable"

const flat = (price: string, more: object = {}) => ({ type: "flat", price, ...more })
const steps = (price: string, per: string, more: object = {}) => ({ type: "hourly", price, per, count: "started", ...more })
const exact = (price: string, more: object = {}) => ({ type: "hourly", price, count: "exact", ...more })
const energy = (price: string) => ({ type: "energy", price })
const sum = (...of: ReadonlyArray<object>) => ({ type: "sum", of })
const cheapest = (...of: ReadonlyArray<object>) => ({ type: "cheapest", of })
const slab = (mode: string) => (brackets: ReadonlyArray<readonly [string, object]>, beyond: Rate) => ({ type: "slab", mode, brackets: brackets.map(([upTo, rate]) => ({ upTo, rate })), beyond })
const ladder = slab("ladder")
const graduated = slab("graduated")
const dynamic = (crossing: unknown, windows: ReadonlyArray<readonly [object, object]>, otherwise: Rate) => ({ type: "dynamic", crossing, windows: windows.map(([during, rate]) => ({ during, rate })), otherwise })
const choose = (cases: ReadonlyArray<readonly [object, object]>, otherwise: Rate) => ({ type: "choose", cases: cases.map(([asked, rate]) => ({ if: asked, rate })), otherwise })
const each = (per: unknown, partial: string | undefined, bounds: object, rate: object) => ({ type: "each", per, ...(partial !== undefined && { partial }), ...bounds, rate })
const pass = (covers: object, rest: object) => ({ type: "subscription", pass: "p", covers, rest })
const billed = (step: string, count: string, rate: object) => ({ type: "billed", step, count, rate })

const clock = (from: number, to: number, more: object = {}) => ({ from: `08:${`${from}`.padStart(2, "0")}`, to: `08:${`${to}`.padStart(2, "0")}`, ...more })
const at = (seconds: number) => Instant.Instant.make(entry + seconds * 1_000)
const phases = [{ name: "charging", from: at(150), to: at(780), kwh: "5", amps: "16" }, { name: "idle", from: at(780), to: at(1_200) }, { name: "charging", from: at(1_290), to: at(1_500), kwh: "0.7", amps: "32" }]

/** Half an hour from 08:00 on a Monday, with phases, and with a visit of ten minutes an hour earlier. */
const contexts: ReadonlyArray<readonly [string, PriceFunction.Context]> = [
  ["alone", { facts: { pass: "p" } }],
  ["with phases", { facts: { pass: "p" }, phases }],
  ["after an earlier visit", { facts: { pass: "p" }, earlier: [{ from: at(-3_600), to: at(-3_000) }] }]
]

const halfAnHour = 1_800

const priceOf = (price: Result.Result<PriceFunction.Price, PriceFunction.Rejection>) => Result.match(price, { onFailure: ({ _tag }) => _tag, onSuccess: ({ gross, net }) => `${net} ${gross}` })

/** The seconds at which the price is another than the second before; and that the bill, asked for now and then, says so too. */
const found = (made: PriceFunction.PriceFunction) => {
  const prices = Array.from({ length: halfAnHour + 1 }, (_, second) => priceOf(made.priceAt(at(second))))
  const now = prices.map((_, second) => second).filter((second) => second % 13 === 0)
  expect(now.map((second) => priceOf(made.at(at(second))))).toEqual(now.map((second) => prices[second]))
  return prices.flatMap((price, second) => second > 0 && price !== prices[second - 1] ? [second] : [])
}

/** The seconds that are told. Who looks long and finds none tells a second up to which there is none. */
const told = ({ nextChange, priceAt }: PriceFunction.PriceFunction) => {
  const all: Array<number> = []
  for (let last = entry, next = nextChange(entry); next !== undefined && next <= at(halfAnHour); last = next, next = nextChange(next)) {
    if (priceOf(priceAt(next)) !== priceOf(priceAt(last))) all.push((next - entry) / 1_000)
    expect(next).toBeGreaterThan(last)
  }
  return all
}

const crossings = ["split", "accumulate", "entry", "most", { follow: "PT4M" }]
const rung = ladder([["PT3M", flat("1.00")], ["PT6M", flat("3.00")]], flat("2.00"))
const hump = ladder([["PT2M", flat("1.00")], ["PT4M", flat("5.00")], ["PT9M", flat("1.00")]], flat("0.50"))
const twoTaxes = sum(exact("6.00", { tax: "0.25" }), flat("1.00", { tax: "0.05" }))
const added = { tax: "added" }
const perLine = { rounding: { mode: "half-up", to: "0.01", where: "line" } }

const rates: ReadonlyArray<readonly [name: string, rate: object, rest?: object]> = [
  ["a ladder", hump],
  ["a ladder of steps", ladder([["PT5M", steps("0.10", "PT2M")], ["PT11M", exact("3.00")]], steps("0.30", "PT4M", { count: "nearest" }))],
  ["a graduated of ladders", graduated([["PT5M", hump], ["PT11M", rung], ["PT13M", exact("6.00")]], hump)],
  ["a ladder without an end", ladder([["PT20M", hump]], "unavailable")],
  ["a graduated without an end", graduated([["PT7M", rung]], "unavailable")],
  ["a sum", sum(hump, steps("0.20", "PT7M"), rung)],
  ["the cheapest of crossing rates", cheapest(exact("12.00"), steps("1.00", "PT6M"), flat("2.50"))],
  ["the cheapest of humps", cheapest(sum(hump, flat("1.00")), rung, ladder([["PT8M", flat("0.80")]], "unavailable"))],
  ["the cheapest of windows", cheapest(dynamic("split", [[clock(3, 9), flat("0.10")]], exact("9.00")), steps("0.40", "PT5M"))],
  ...crossings.flatMap((crossing): ReadonlyArray<readonly [string, object]> => [
    [`windows, ${JSON.stringify(crossing)}`, dynamic(crossing, [[clock(5, 10), rung], [[clock(8, 15), clock(20, 25)], steps("0.70", "PT3M")]], hump)],
    [`windows of flats, ${JSON.stringify(crossing)}`, dynamic(crossing, [[clock(0, 4), flat("1.00")], [clock(9, 14), flat("3.00")]], flat("2.00"))],
    [`windows of slopes, ${JSON.stringify(crossing)}`, dynamic(crossing, [[clock(5, 6, { ends: "inclusive" }), exact("30.00")]], exact("6.00"))],
    [`phases, ${JSON.stringify(crossing)}`, dynamic(crossing, [[{ phase: "charging" }, rung], [{ phase: "idle", ...clock(14, 19) }, steps("0.70", "PT2M")]], hump)],
    [`currents, ${JSON.stringify(crossing)}`, dynamic(crossing, [[{ current: { from: "20" } }, sum(energy("2.00"), flat("0.50"))]], energy("1.00"))],
    [`no price in a window, ${JSON.stringify(crossing)}`, dynamic(crossing, [[clock(0, 7), rung], [clock(12, 30), hump]], "unavailable")]
  ]),
  ...["restart", "continue", "full"].flatMap((partial): ReadonlyArray<readonly [string, object, object?]> => [
    [`periods, ${partial}`, each({ every: "PT7M" }, partial, { max: "2.50", min: "0.30" }, steps("0.40", "PT1M"))],
    [`periods of windows, ${partial}`, each({ every: "PT7M" }, partial, { max: "2.50", min: "1.30" }, dynamic("split", [[clock(5, 10), rung]], steps("0.10", "PT2M")))],
    [`periods of humps, ${partial}`, each({ every: "PT11M" }, partial, { max: "4.00" }, hump)],
    [`periods without a price, ${partial}`, each({ every: "PT9M" }, partial, { max: "4.00" }, dynamic("accumulate", [[clock(0, 12), rung]], ladder([["PT5M", flat("1.00")]], "unavailable")))],
    [`periods of phases, ${partial}`, each({ every: "PT8M" }, partial, { max: "2.00" }, dynamic("accumulate", [[{ phase: "charging" }, steps("0.20", "PT1M")]], flat("0.30")))],
    [`days from a quarter past, ${partial}`, each({ every: "day", at: "08:15" }, partial, { max: "2.00" }, steps("0.40", "PT2M"))],
    [`periods of two tax rates, ${partial}`, each({ every: "PT10M" }, partial, { max: "1.20" }, twoTaxes), added],
    [`periods of lines, ${partial}`, each({ every: "PT10M" }, partial, { max: "0.50" }, exact("4.00")), perLine]
  ]),
  ...["restart", "continue"].flatMap((partial): ReadonlyArray<readonly [string, object]> => [
    [`a first period, ${partial}`, each({ first: "PT7M" }, partial, { max: "1.50" }, steps("0.40", "PT1M"))],
    [`a first period of humps, ${partial}`, each({ first: "PT7M" }, partial, { min: "2.00" }, hump)],
    [`a first day to a quarter past, ${partial}`, each({ first: "day", at: "08:15" }, partial, { max: "1.50" }, dynamic("split", [[clock(5, 10), rung]], steps("0.10", "PT2M")))]
  ]),
  ["a stay within bounds", each("stay", undefined, { min: "0.50", max: "3.00" }, exact("12.00"))],
  ["a hump within bounds", each("stay", undefined, { min: "1.50", max: "3.00" }, hump)],
  ["a hump and a flat within bounds", each("stay", undefined, { max: "3.00" }, sum(flat("0.50"), hump))],
  ["the longest of humps within bounds", each("stay", undefined, { max: "2.00" }, dynamic("most", [[clock(0, 4), flat("3.00")]], flat("1.00")))],
  ["periods to their end within bounds", each("stay", undefined, { max: "2.00" }, each({ every: "PT10M" }, "full", {}, ladder([["PT5M", flat("3.00")]], flat("1.00"))))],
  ["time billed within bounds", each("stay", undefined, { max: "2.00" }, billed("PT7M", "started", dynamic("split", [[clock(6, 8), flat("3.00")], [clock(11, 30), hump]], flat("0.50"))))],
  ["two tax rates within bounds", each("stay", undefined, { max: "1.50" }, twoTaxes), added],
  ["two tax rates of steps within bounds", each("stay", undefined, { max: "1.50", maxIncl: "1.70" }, sum(steps("0.20", "PT2M", { tax: "0.25" }), flat("1.00", { tax: "0.05" }))), added],
  ["lines within bounds", each("stay", undefined, { max: "0.50" }, exact("4.00")), perLine],
  ["no price within bounds", each("stay", undefined, { min: "0.50", max: "3.00" }, dynamic("split", [[clock(0, 12), rung]], "unavailable"))],
  ["an exit in a window", choose([[{ exit: clock(5, 10) }, flat("5.00")], [{ exit: [clock(12, 13, { ends: "inclusive" }), clock(20, 21)] }, rung]], steps("0.10", "PT4M"))],
  ["an exit in a phase", choose([[{ exit: { phase: "idle" } }, flat("5.00")], [{ exit: { phase: "charging", ...clock(6, 24) } }, rung]], flat("1.00"))],
  ["inside windows", choose([[{ inside: [clock(0, 6), clock(6, 9)] }, rung], [{ inside: clock(0, 20) }, hump]], flat("1.00"))],
  ["inside a phase", choose([[{ inside: { phase: "charging" } }, rung], [{ entry: { phase: "charging" } }, hump]], flat("1.00"))],
  ["by length", choose([[{ lasting: { over: "PT3M", upTo: "PT8M" } }, flat("5.00")], [{ lasting: { upTo: "PT5M" } }, flat("2.00")], [{ lasting: { over: "PT13M" } }, hump]], rung)],
  ["a case by case choice within a sum", sum(choose([[{ inside: clock(0, 6) }, flat("1.00")]], flat("2.00")), choose([[{ exit: clock(4, 9) }, flat("1.00")]], flat("2.50")))],
  ["a pass for minutes", pass({ upTo: "PT6M" }, hump)],
  ["a pass for minutes of a window", pass({ upTo: "PT4M", during: clock(3, 12) }, hump)],
  ["a pass for a window", pass({ during: [clock(3, 7), clock(10, 15)] }, hump)],
  ["a pass for a phase", pass({ during: { phase: "charging" } }, hump)],
  ["a pass for minutes of each period", pass({ upTo: "PT2M", per: { every: "PT5M" } }, hump)],
  ["a pass for minutes of the first period", pass({ upTo: "PT2M", per: { first: "PT5M" } }, hump)],
  ["a pass for minutes of each day", pass({ upTo: "PT4M", per: { every: "day", at: "08:10" } }, hump)],
  ["a pass for all", pass({}, hump)],
  ...["started", "completed", "nearest"].flatMap((count): ReadonlyArray<readonly [string, object]> => [
    [`time billed, ${count}`, billed("PT5M", count, hump)],
    [`time billed of windows, ${count}`, billed("PT5M", count, dynamic("split", [[clock(5, 12), rung]], exact("6.00")))],
    [`time billed of phases, ${count}`, billed("PT5M", count, dynamic("accumulate", [[{ phase: "idle" }, exact("6.00")]], energy("1.00")))],
    [`energy billed, ${count}`, billed("1 kWh", count, sum(energy("0.50"), hump))]
  ]),
  ["energy", sum(energy("0.40"), flat("0.35"))],
  ["nothing of it", { type: "scale", by: "0", rate: ladder([["PT10M", exact("3.00")]], "unavailable") }]
]

describe("a price changes where asking at each second finds it", () => {
  // Each rate alone or, by turns, in another context; phases where they are asked for.
  const cases = rates.flatMap(([name, rate, rest = {}], index) => {
    const asksPhases = /phase|current|energy/.test(name)
    return contexts.flatMap(([context, given], turn) => turn === index % 3 || (turn === 1 && asksPhases) ? [[`${name}, ${context}`, rate, rest, given] as const] : [])
  })
  it.each(cases)("%s", (_, rate, rest, given) => {
    const made = Result.getOrThrow(PriceFunction.compile(tariff(rate, { visits: "accumulate", ...rest }), { zone: TimeZone.utc })).from(entry, given)
    expect(told(made)).toEqual(found(made))
  })
})

describe("a price that changes once in years", () => {
  const dates = (rate: object, count = 3) => {
    const { nextChange } = Result.getOrThrow(PriceFunction.compile(tariff(rate), { zone: TimeZone.utc })).from(entry)
    const all: Array<string> = []
    for (let next = nextChange(entry); next !== undefined && all.length < count; next = nextChange(next)) all.push(Instant.toIso(next))
    return all
  }
  const first = "2026-06-01T08:00:01Z"
  const from = (date: string, rate: Rate = flat("2.00")) => dynamic("split", typeof rate === "string" ? [] : [[{ dates: { from: date } }, rate]], flat("1.00"))

  it.each<readonly [string, object, ReadonlyArray<string>]>([
    ["next month", from("2026-07-01"), [first, "2026-07-01T00:00:01Z"]],
    ["after the next change of chunks", from("2027-09-01"), [first, "2027-09-01T00:00:01Z"]],
    ["in six years", from("2032-02-29"), [first, "2032-02-29T00:00:01Z"]],
    ["not within ten years", from("2036-07-01"), [first]],
    ["each month", each({ every: "month" }, "restart", { max: "9" }, flat("1.00")), [first, "2026-07-01T00:00:01Z", "2026-08-01T00:00:01Z"]],
    ["each week", each({ every: "week", at: "06:00" }, "continue", { max: "1" }, steps("1.00", "PT1H")), [first, "2026-06-08T06:00:01Z", "2026-06-15T06:00:01Z"]],
    ["the first month", each({ first: "month" }, "continue", { max: "1" }, exact("0.01")), ["2026-06-01T08:30:00Z", "2026-06-01T09:30:00Z"]]
  ])("%s", (_, rate, expected) => expect(dates(rate).slice(0, expected.length)).toEqual(expected))
})
