/** Refusals deep within the language: the innermost place, and only of the shape that was meant. */
import { Tariff } from "@parkade/core/pricing"
import { runs, tariffJson as anyTariff } from "@parkade/testing/arbitraries"
import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { tariffJson as json } from "./pricing.ts"

const flat = { type: "flat", price: "4.00" }
const hourly = { type: "hourly", price: "1.50", count: "started" }
const day = { every: "day" }

const issues = (given: unknown) => Result.match(Tariff.decode(given), { onSuccess: () => [], onFailure: (failure) => failure.issues })
const lines = (rate: unknown, rest: object = {}) => issues(json(rate as object, rest)).map(({ message, path }) => `${path}: ${message}`)

const slab = (...brackets: ReadonlyArray<object>) => ({ type: "slab", mode: "ladder", brackets, beyond: "unavailable" })
const each = (more: object) => ({ type: "each", per: day, partial: "restart", rate: flat, ...more })
const during = (window: unknown) => ({ type: "dynamic", crossing: "split", windows: [{ during: window, rate: flat }], otherwise: "unavailable" })
const when = (condition: object) => ({ type: "choose", cases: [{ if: condition, rate: flat }], otherwise: "unavailable" })
const demand = (more: object = {}) => ({ ...flat, price: { start: "3", bands: [{ from: "0.8", change: "0.25" }], min: "0.5", max: "10", every: "P28D", ...more } })

describe("takes", () => {
  it.each([
    ["a demand price that stays where it is", json(demand({ start: "3", min: "3", max: "3.00", bands: [{ from: "1" }] }))],
    ["holidays given twice", json(flat, { holidays: ["2026-12-25", "2026-12-25"] })],
    ["a condition that asks for nothing", json(when({}))],
    ["a pass that covers everything", json({ type: "subscription", pass: "staff", covers: {}, rest: flat })],
    ["names that objects have by nature", json({ type: "named", name: "constructor" }, { rates: { constructor: flat, toString: flat } })],
    ["yearly dates over the year's end", json(during({ dates: { from: "12-24", to: "01-02" } }))],
    ["a window around the clock", json(during({ from: "08:00", to: "08:00" }))],
    ["the hours after a day's end", json(during({ from: "24:00", to: "06:00" }))],
    ["bounds that meet", json(each({ min: "5", max: "5.00" }))],
    ["yearly dates of the first leap day", json(during({ dates: { from: "02-29" } }))],
    ["yearly dates without an end", json(during({ dates: { from: "12-24" } }))],
    ["yearly dates without a beginning", json(during({ dates: { to: "01-02" } }))],
    ["dates without an end", json(during({ dates: { from: "2026-12-24" } }))],
    ["dates without a beginning", json(during({ dates: { to: "2026-12-24" } }))],
    ["a date that it is valid from", json(flat, { valid: { from: "2026-02-01" } })],
    ["a date that it is valid until", json(flat, { valid: { until: "2026-02-01" } })],
    ["a month that it is valid in", json(flat, { valid: { from: "2026-02-01", until: "2026-03-01" } })],
    ["a pass that covers the whole stay", json({ type: "subscription", pass: "staff", covers: { per: "stay" }, rest: flat })],
    ["periods of a minute", json(each({ per: { every: "PT1M" } }))],
    ["time in steps of a minute", json({ type: "billed", step: "PT1M", count: "started", rate: flat })],
    ["amounts of a bound with tax that one rate lacks and another has", json(each({ max: "10", maxIncl: "12", rate: { type: "sum", of: [flat, { ...hourly, tax: "0.2" }] } }), { tax: "added" })],
    ["fifty names, one leading to the next", json({ type: "named", name: "r0" }, { rates: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`r${index}`, index === 49 ? flat : { type: "named", name: `r${index + 1}` }])) })]
  ])("%s", (_, given) => expect(issues(given)).toEqual([]))
})

describe("a maximum with tax over several tax rates", () => {
  const added = { tax: "added" }
  const two = (more: object, rates: ReadonlyArray<object> = [{ ...flat, tax: "0.20" }, { ...hourly, tax: "0.1" }]) => each({ rate: { type: "sum", of: rates }, ...more })
  const why = "below are several tax rates (0.1, 0.2), and what is paid with tax could come to less than what is paid without"

  it("needs one without tax beside it that is no more", () => {
    expect(lines(two({ maxIncl: "1.00" }), added)).toEqual([`rate.maxIncl: expected a "max" beside it that is no more: ${why}`])
    expect(lines(two({ max: "12", maxIncl: "11.99" }), added)).toEqual([`rate.maxIncl: expected no less than max, found 11.99 below 12: ${why}`])
    expect(lines(two({ max: "12", maxIncl: "12.00" }), added)).toEqual([])
  })

  it("is found through names, and by the tax that a rate inherits", () => {
    const rates = { start: flat, time: { ...hourly, tax: "0.1" } }
    const names = [{ type: "named", name: "start" }, { type: "named", name: "time" }]
    expect(lines({ ...two({ maxIncl: "1.00" }, names), tax: "0.2" }, { ...added, rates })).toEqual([`rate.maxIncl: expected a "max" beside it that is no more: ${why}`])
    expect(lines({ ...two({ maxIncl: "1.00" }, names), tax: "0.10" }, { ...added, rates })).toEqual([])
  })

  it("stands within no other maximum", () => {
    const inner = two({ max: "10", maxIncl: "11" })
    expect(lines({ ...inner, max: "5", maxIncl: "6", rate: inner }, added)).toEqual([`rate.rate.maxIncl: expected it beside the outer "max" (5), not within it: ${why}`])
    expect(lines(each({ min: "5", rate: inner }), added)).toEqual([])
  })

  it("counts what has no tax, and energy, among them", () => {
    const half = "below are several tax rates (0, 0.2), and what is paid with tax could come to less than what is paid without"
    expect(lines(two({ maxIncl: "1.00" }, [flat, { ...hourly, tax: "0.2" }]), added)).toEqual([`rate.maxIncl: expected a "max" beside it that is no more: ${half}`])
    expect(lines(two({ maxIncl: "1.00" }, [{ ...flat, tax: "0.1" }, { type: "energy", price: "0.25", tax: "0.2" }]), added)).toEqual([`rate.maxIncl: expected a "max" beside it that is no more: ${why}`])
  })

  it("is told where it is written, when a name leads there", () => {
    expect(lines({ type: "named", name: "day" }, { ...added, rates: { day: two({ maxIncl: "1.00" }) } })).toEqual([`rates.day.maxIncl: expected a "max" beside it that is no more: ${why}`])
  })

  it("is as good as any over one tax rate", () => {
    expect(lines(two({ max: "12", maxIncl: "1.00" }, [{ ...flat, tax: "0.20" }, { ...hourly, tax: "1/5" }]), added)).toEqual([])
  })
})

describe("refuses", () => {
  const type = 'expected a rate, or "unavailable", found'
  const kinds = '"flat", "hourly", "energy", "slab", "dynamic", "subscription", "choose", "each", "sum", "cheapest", "scale", "billed" or "named"'
  const rate = `expected a rate, an object with a "type": ${kinds.replaceAll('"', "").replace(" or", ",")}`
  const length = 'expected "day", "week", "month" or elapsed time such as PT24H, found'
  it.each([
    ["a bracket without a price", slab({ upTo: "PT1H" }), 'rate.brackets.0.price: expected an amount such as "1.50", or a demand price {start, bands, min, max, every}, found nothing'],
    ["a bracket's price as a number", slab({ upTo: "PT1H", price: 2 }), 'rate.brackets.0.price: expected an amount such as "1.50", or a demand price {start, bands, min, max, every}, found 2: write "2", numbers are texts so that they are exact'],
    ["a fault in a bracket's rate", slab({ upTo: "PT1H", rate: { ...flat, price: "x" } }), 'rate.brackets.0.rate.price: expected an amount in major units such as "1.50" or "7/120", found "x"'],
    ["a bracket's other name for upTo", slab({ until: "PT1H", upTo: "PT2H", price: "1" }), 'rate.brackets.0.until: expected no field "until" here: did you mean "upTo"?'],
    ["brackets that fall", slab({ upTo: "PT2H", price: "1" }, { upTo: "PT60M", price: "2" }), "rate.brackets.1.upTo: expected more than the bracket before, PT2H, found PT60M"],
    ["no brackets", slab(), "rate.brackets: expected a list of at least one, found []"],
    ["another word for unavailable", { ...slab({ upTo: "PT1H", price: "1" }), beyond: "unavailble" }, `rate.beyond: ${type} "unavailble": did you mean "unavailable"?`],
    ["a period of a P1D", each({ per: { every: "P1D" } }), `rate.per.every: ${length} "P1D": did you mean "day" or "PT24H"?`],
    ["a period in words", each({ per: { every: "daily" } }), `rate.per.every: ${length} "daily": did you mean "day"?`],
    ["a period that is a text", each({ per: "day" }), 'rate.per: expected "stay", {"every": "day"} or {"first": "PT24H"}, found "day": did you mean {"every":"day"} or {"every":"PT24H"}?'],
    ["a period's clock", each({ per: { every: "day", at: "6:00" } }), 'rate.per.at: expected a local clock from 00:00 to 24:00, such as 08:30, found "6:00": did you mean "06:00"?'],
    ["a clock for rolling time", each({ per: { every: "PT24H", at: "06:00" } }), "rate.per.at: a period of PT24H rolls: it begins with the stay, at no clock"],
    ["a partial stay", each({ per: "stay" }), "rate.partial: expected nothing: a stay has no partial period"],
    ["a day without its partial", { type: "each", per: day, rate: flat }, 'rate.partial: expected "restart", "continue" or "full": how a period that the stay does not fill is priced'],
    ["an end of the first period", each({ per: { first: "day" }, partial: "full" }), 'rate.partial: expected "restart" or "continue": what follows the first period has no end to be priced to'],
    ["a minimum above the maximum", each({ min: "6", max: "5" }), "rate.min: expected no more than max, found 6 above 5"],
    ["a bound with tax where none is added", each({ maxIncl: "5" }), 'rate.maxIncl: expected only where tax is "added": elsewhere write "max"'],
    ["another crossing", { ...during({}), crossing: "splt" }, 'rate.crossing: expected "split", "accumulate", "entry", "most" or {"follow": "PT1H"}, found "splt": did you mean "split"?'],
    ["a crossing's wrong step", { ...during({}), crossing: { follow: "PT0S" } }, 'rate.crossing.follow: expected at least one second, found "PT0S"'],
    ["no window", during([]), "rate.windows.0.during: expected a list of at least one, found []"],
    ["a day in full", during({ days: ["Monday"] }), 'rate.windows.0.during.days.0: expected "mon", "tue", "wed", "thu", "fri", "sat", "sun" or "holiday", found "Monday": did you mean "mon"?'],
    ["a day that is no list", during({ days: "mon" }), 'rate.windows.0.during.days: expected a list of at least one, found "mon": did you mean ["mon"]?'],
    ["one of several windows", during([{ from: "08:00" }, { from: "8am" }]), 'rate.windows.0.during.1.from: expected a local clock from 00:00 to 24:00, such as 08:30, found "8am": did you mean "08:00"?'],
    ["midnight alone", during({ from: "24:00" }), 'rate.windows.0.during.from: expected a clock before 24:00, or a "to" on the next date, found "24:00" alone'],
    ["a band of nothing", during({ power: { from: "16", to: "16.0" } }), 'rate.windows.0.during.power.to: expected more than 16, found 16.0: "to" is the first that is out'],
    ["dates of no length", during({ dates: { from: "12-24", to: "12-24" } }), "rate.windows.0.during.dates.to: expected another date than 12-24, found 12-24: it is the first date that is out"],
    ["dates that end before they begin", during({ dates: { from: "2026-12-24", to: "2026-01-01" } }), "rate.windows.0.during.dates.to: expected a date after 2026-12-24, found 2026-01-01: it is the first date that is out"],
    ["dates with and without a year", during({ dates: { from: "12-24", to: "2027-01-01" } }), 'rate.windows.0.during.dates.to: expected a date without a year, as "from" is, found 2027-01-01'],
    ["a date as Germans write it", during({ dates: { from: "24.12.2026" } }), 'rate.windows.0.during.dates.from: expected a date such as 2026-12-24, or 12-24 for every year, found "24.12.2026": did you mean "2026-12-24"?'],
    ["a length of nothing", when({ lasting: { over: "PT2H", upTo: "PT120M" } }), "rate.cases.0.if.lasting.upTo: expected more than PT2H, found PT120M"],
    ["a fact as a text", when({ lost: "true" }), 'rate.cases.0.if.lost: expected true or false, found "true": did you mean true?'],
    ["a fact there is not", when({ visits: { from: "2" } }), 'rate.cases.0.if.visits: expected no field "visits" here: did you mean "visit"?'],
    ["a band of numbers", when({ visit: { from: 2 } }), 'rate.cases.0.if.visit.from: expected a number as a text such as "16", "0.8" or "1/3", found 2: write "2", numbers are texts so that they are exact'],
    ["a pass that counts anew without a limit", { type: "subscription", pass: "staff", covers: { per: day }, rest: flat }, 'rate.covers.per: expected only with "upTo": a pass without a limit covers every period'],
    ["energy in other letters", { type: "billed", step: "10kwh", count: "started", rate: flat }, 'rate.step: expected elapsed time such as PT15M, or energy such as "10 kWh", found "10kwh": did you mean "10 kWh"?'],
    ["steps of no energy", { type: "billed", step: "0 kWh", count: "started", rate: flat }, "rate.step: expected more than zero"],
    ["a demand price whose least is above its most", demand({ min: "11" }), "rate.price.min: expected no more than max, found 11 above 10"],
    ["a demand price that starts below its least", demand({ start: "0.49" }), "rate.price.start: expected 0.5 to 10, found 0.49"],
    ["a demand price that starts above its most", demand({ start: "10.01" }), "rate.price.start: expected 0.5 to 10, found 10.01"],
    ["bands that begin alike", demand({ bands: [{ from: "0.5" }, { from: "0.50", change: "1" }] }), "rate.price.bands: expected bands that begin at different occupancies"],
    ["a band that adds and multiplies", demand({ bands: [{ from: "0", change: "1", factor: "2" }] }), "rate.price.bands.0: expected a change or a factor, not both"],
    ["a band above full", demand({ bands: [{ from: "1.01" }] }), 'rate.price.bands.0.from: expected an occupancy of 0 to 1, found "1.01"'],
    ["a demand price's fault", demand({ min: 1 }), 'rate.price.min: expected an amount in major units such as "1.50" or "7/120", found 1: write "1", numbers are texts so that they are exact'],
    ["a demand price that starts too high", demand({ start: "11" }), "rate.price.start: expected 0.5 to 10, found 11"],
    ["an occupancy above all", demand({ bands: [{ from: "80" }] }), 'rate.price.bands.0.from: expected an occupancy of 0 to 1, found "80": did you mean "0.8"?'],
    ["a sum of nothing", { type: "sum", of: [] }, "rate.of: expected a list of at least one, found []"],
    ["one rate where a list stands", { type: "sum", of: flat }, "rate.of: expected a list of at least one, found an object"],
    ["a step of exact time", { ...hourly, step: "PT30M", count: "exact" }, 'rate.step: expected nothing: "exact" counts to the second, in no steps: leave it out, or count "started", "completed" or "nearest"'],
    ["a step of exact time in a list", { type: "sum", of: [flat, { ...hourly, step: "PT1H", count: "exact" }] }, 'rate.of.1.step: expected nothing: "exact" counts to the second, in no steps: leave it out, or count "started", "completed" or "nearest"'],
    ["brackets of one length", slab({ upTo: "PT1H", price: "1" }, { upTo: "PT60M", price: "2" }), "rate.brackets.1.upTo: expected more than the bracket before, PT1H, found PT60M"],
    ["a yearly date that no year has", during({ dates: { from: "02-30" } }), 'rate.windows.0.during.dates.from: expected a date such as 2026-12-24, or 12-24 for every year, found "02-30"'],
    ["dates with a year that end on one without", during({ dates: { from: "2026-12-24", to: "01-02" } }), 'rate.windows.0.during.dates.to: expected a date with a year, as "from" is, found 01-02'],
    ["dates of no length, with a year", during({ dates: { from: "2026-12-24", to: "2026-12-24" } }), "rate.windows.0.during.dates.to: expected a date after 2026-12-24, found 2026-12-24: it is the first date that is out"],
    ["a text for what a pass covers", { type: "subscription", pass: "staff", covers: "day", rest: flat }, 'rate.covers: expected an object {during?, upTo?, per?}, found "day"'],
    ["a period that is a number", each({ per: { every: 24 } }), `rate.per.every: ${length} 24: did you mean "PT24M", "PT24H" or "PT24S"?`],
    ["a period of other fields", each({ per: { length: "day" } }), 'rate.per: expected "stay", {"every": "day"} or {"first": "PT24H"}, found an object'],
    ["a demand price of nothing", { ...flat, price: { bands: [{ from: "0" }], min: "1", max: "2", every: "entry" } }, "rate.price.start: expected an amount in major units such as \"1.50\" or \"7/120\", found nothing"],
    ["an object where a length stands", { ...hourly, per: {} }, "rate.per: expected elapsed time in hours, minutes or seconds, such as PT15M, found {}"],
    ["a rate's lack of the one in it", { type: "scale", by: "2" }, `rate.rate: ${rate}, found nothing`],
    ["a list of rates where one stands", [flat], `rate: ${rate}, found a list`],
    ["a number where a rate stands", 5, `rate: ${rate}, found 5`],
    ["nothing where a rate stands", null, `rate: ${rate}, found null`],
    ["truth where a rate stands", true, `rate: ${rate}, found true`],
    ["no kind, and slips in the fields", { prise: "1", cuont: "started" }, `rate.type: expected ${kinds}, found nothing: did you mean "hourly"?`],
    ["no kind, and fields of several", { price: "1" }, `rate.type: expected ${kinds}, found nothing`],
    ["a kind that is a number", { ...hourly, type: 5 }, `rate.type: expected ${kinds}, found 5`],
    ["a field of two letters, begun like another", { type: "scale", byline: "2", by: "2", rate: flat }, 'rate.byline: expected no field "byline" here: there are type, by, rate, label, tax'],
    ["a field of forty letters", { ...flat, ["x".repeat(40)]: 1 }, `rate.${"x".repeat(40)}: expected no field "${"x".repeat(40)}" here: there are type, price, label, tax`],
    ["a field of more letters", { ...flat, ["x".repeat(41)]: 1 }, `rate.${"x".repeat(41)}: expected no field "${"x".repeat(40)}..." here: there are type, price, label, tax`],
    ["a name that leads nowhere", { type: "named", name: "toString" }, 'rate.name: expected the name of one of the tariff\'s rates (there are none), found "toString"']
  ])("%s", (_, rate, line) => expect(lines(rate)).toEqual([line]))

  it("names that lead nowhere, with those that there are, and forty letters of a long one", () => {
    const known = "expected the name of one of the tariff's rates (day, night), found"
    expect(lines({ type: "named", name: "x".repeat(41) }, { rates: { day: flat, night: flat } })).toEqual([`rate.name: ${known} "${"x".repeat(40)}"`])
    expect(lines({ type: "named", name: "nigth" }, { rates: { day: flat, night: flat } })).toEqual([`rate.name: ${known} "nigth": did you mean "night"?`])
    expect(lines({ type: "named", name: "" }, { rates: { x: flat } })).toEqual([`rate.name: expected the name of one of the tariff's rates (x), found ""`])
  })

  it("a minimum with tax above the maximum with tax", () => {
    expect(lines(each({ minIncl: "6", maxIncl: "5" }), { tax: "added" })).toEqual(["rate.minIncl: expected no more than maxIncl, found 6 above 5"])
    expect(lines(each({ minIncl: "5" }))).toEqual(['rate.minIncl: expected only where tax is "added": elsewhere write "min"'])
  })

  it("rounding to what cannot be paid, or is no unit of the tariff's", () => {
    const rounding = { mode: "half-up", to: "0.005", where: "total" }
    expect(lines(flat, { minorUnits: 3, rounding })).toEqual(["rounding.to: expected a multiple of 0.01, the smallest amount of EUR"])
    expect(lines(flat, { minorUnits: 0, rounding: { ...rounding, to: "0.50" } })).toEqual(["rounding.to: expected a multiple of 1, the smallest amount of EUR"])
  })

  it("texts and objects in the places of others", () => {
    expect(lines(flat, { rates: 5 })).toEqual(["rates: expected an object, found 5"])
    expect(lines(flat, { visits: { accumulate: {} } })).toEqual(['visits.accumulate: expected "day", or elapsed time such as PT24H, found {}'])
    expect(lines(flat, { $schema: true })).toEqual(["$schema: expected a text, found true"])
    expect(lines(flat, { holidays: true })).toEqual(['holidays: expected a list of dates such as ["2026-12-25"], or the name of a calendar, found true'])
  })

  it("accumulation by a P1D", () => {
    expect(lines(flat, { visits: { accumulate: "P1D" } })).toEqual(['visits.accumulate: expected "day", or elapsed time such as PT24H, found "P1D": did you mean "day" or "PT24H"?'])
  })

  const circle = { a: { type: "named", name: "b" }, b: { type: "scale", by: "2", rate: { type: "named", name: "a" } } }
  it.each([
    ["in what is used", circle, { type: "named", name: "a" }, "rates.b.rate.name", "a -> b -> a"],
    ["in what is not", circle, flat, "rates.b.rate.name", "a -> b -> a"],
    ["of one", { a: { type: "sum", of: [flat, { type: "named", name: "a" }] } }, flat, "rates.a.of.1.name", "a -> a"],
    ["to which another leads", { outside: { type: "named", name: "a" }, ...circle }, { type: "named", name: "outside" }, "rates.b.rate.name", "a -> b -> a"]
  ])("names in a circle, %s", (_, rates, rate, path, names) => {
    expect(lines(rate, { rates })).toEqual([`${path}: expected names that do not lead in a circle, found ${names}`])
  })

  const unclear = { type: "each", per: day, rate: flat }
  it.each([
    ["a bracket", slab({ upTo: "PT1H", price: "1" }, { upTo: "PT2H", rate: unclear }), "rate.brackets.1.rate"],
    ["what is beyond brackets", { ...slab({ upTo: "PT1H", price: "1" }), beyond: unclear }, "rate.beyond"],
    ["a window", { ...during({}), windows: [{ during: {}, rate: flat }, { during: {}, rate: unclear }] }, "rate.windows.1.rate"],
    ["what is outside of windows", { ...during({}), otherwise: unclear }, "rate.otherwise"],
    ["a case", { ...when({}), cases: [{ if: {}, rate: flat }, { if: {}, rate: unclear }] }, "rate.cases.1.rate"],
    ["no case", { ...when({}), otherwise: unclear }, "rate.otherwise"],
    ["what a pass does not cover", { type: "subscription", pass: "staff", covers: {}, rest: unclear }, "rate.rest"],
    ["a sum", { type: "sum", of: [flat, unclear] }, "rate.of.1"],
    ["the cheapest", { type: "cheapest", of: [flat, unclear] }, "rate.of.1"],
    ["a period", each({ rate: unclear }), "rate.rate"],
    ["a scale", { type: "scale", by: "2", rate: unclear }, "rate.rate"],
    ["steps", { type: "billed", step: "PT15M", count: "started", rate: unclear }, "rate.rate"]
  ])("what is unclear, where it is, in %s", (_, rate, path) => {
    expect(lines(rate)).toEqual([`${path}.partial: expected "restart", "continue" or "full": how a period that the stay does not fill is priced`])
  })

  it("only what the shape meant lacks, not what the others do", () => {
    expect(lines({ ...hourly, price: undefined, count: 1 })).toEqual([
      "rate.price: expected an amount such as \"1.50\", or a demand price {start, bands, min, max, every}, found nothing",
      'rate.count: expected "started", "completed", "nearest" or "exact", found 1'
    ])
  })
})

describe("tells at once", () => {
  const lacksPartial = 'partial: expected "restart", "continue" or "full": how a period that the stay does not fill is priced'
  const free = { type: "each", per: day, rate: flat }
  const noCurrency = "currency: expected an ISO 4217 currency code such as EUR, found nothing"

  it.each([
    ["what a rate lacks, and what a tariff lacks", free, { currency: undefined }, ["currency: expected an ISO 4217 currency code such as EUR, found nothing", `rate.${lacksPartial}`]],
    ["two faults of one rate", { ...free, max: "1,5" }, {}, ['rate.max: expected an amount in major units such as "1.50" or "7/120", found "1,5": did you mean "1.5"?', `rate.${lacksPartial}`]],
    ["a field that is misspelt, and the one that it should be", { ...free, prtial: "full" }, {}, ['rate.prtial: expected no field "prtial" here: did you mean "partial"?', `rate.${lacksPartial}`]],
    ["a rate around one that is wrong", { ...free, rate: { ...flat, price: "x" } }, {}, ['rate.rate.price: expected an amount in major units such as "1.50" or "7/120", found "x"', `rate.${lacksPartial}`]],
    ["a rate within one that is wrong", { type: "scale", by: "x", rate: free }, {}, ['rate.by: expected a number as a text such as "16", "0.8" or "1/3", found "x"', `rate.rate.${lacksPartial}`]],
    ["rates of names, and names that lead nowhere", { type: "named", name: "nihgt" }, { tax: "no", rates: { night: free } }, ['tax: expected "included", "added" or "none", found "no": did you mean "none"?', 'rate.name: expected the name of one of the tariff\'s rates (night), found "nihgt": did you mean "night"?', `rates.night.${lacksPartial}`]],
    ["dates that are no time, beside a rate's fault", { ...flat, price: "x" }, { valid: { from: "2026-02-01", until: "2026-01-01" } }, ['rate.price: expected an amount in major units such as "1.50" or "7/120", found "x"', "valid.until: expected a date after 2026-02-01, found 2026-01-01: it is the first date that is not valid"]],
    ["no bound as out of place where it is not known how tax is meant", each({ maxIncl: "5" }), { tax: undefined }, ['tax: expected "included", "added" or "none", found nothing']]
  ])("%s", (_, rate, rest, told) => expect(lines(rate, rest).toSorted()).toEqual(told.toSorted()))

  it("nothing of a rate in a place where there is none", () => {
    expect(lines({ ...flat, surcharge: free })).toEqual([expect.stringMatching(/^rate\.surcharge: expected no field "surcharge"/)])
    expect(issues({ rate: free }).map(({ message, path }) => `${path}: ${message}`)).toContain(noCurrency)
  })
})

type Path = ReadonlyArray<string>

/** Every place in `json`. */
const places = (json: unknown, path: Path = []): ReadonlyArray<Path> =>
  typeof json === "object" && json !== null ? [path, ...Object.entries(json).flatMap(([key, value]) => places(value, [...path, key]))] : [path]

/** `json` with another value, or none, at `path`. */
const replaced = (json: unknown, [key, ...rest]: Path, value: { readonly value: unknown } | undefined): unknown => {
  if (key === undefined) return value?.value
  if (Array.isArray(json)) return json.map((item: unknown, index) => `${index}` === key ? replaced(item, rest, value) : item)
  const entries = Object.entries(json as object).flatMap(([name, inner]) => name !== key ? [[name, inner]] : rest.length === 0 && value === undefined ? [] : [[name, replaced(inner, rest, value)]])
  return Object.fromEntries(entries)
}

describe("anything at any place of any tariff", () => {
  const anything = fc.oneof(
    fc.constant({ value: [] }), fc.constant({ value: {} }), fc.constant({ value: null }), fc.constant({ value: 2 }), fc.constant({ value: true }),
    fc.constantFrom("P1D", "15 min", "8:00", "2,50", "mon", "day", "PT1H", "begun", "24.12.2026", "10kwh", "", "-1").map((value) => ({ value })),
    fc.constant({ value: { surprise: 1 } }), fc.constant({ value: { type: "hourley" } }), fc.constant(undefined)
  )
  const cases = anyTariff().chain((tariff) => fc.record({ tariff: fc.constant(tariff), place: fc.constantFrom(...places(tariff).slice(1)), value: anything }))

  it("is taken, or refused at that place, below it, or beside it where two disagree", () => {
    fc.assert(fc.property(cases, ({ place, tariff, value }) => {
      const around = place.slice(0, -2).join(".")
      for (const { message, path } of issues(replaced(tariff, place, value))) {
        expect(message).toMatch(/^(expected|a period|P1D is)/)
        if (place[0] !== "rates" && !place.some((key) => key === "currency" || key === "minorUnits" || key === "tax")) expect(path.startsWith(around)).toBe(true)
      }
    }), runs(1_000))
  }, 60_000)

  const textAt = (json: unknown, path: Path): string | undefined =>
    path.reduce<unknown>((inner, key) => (inner as { readonly [key: string]: unknown })[key], json) as string | undefined

  it("is refused with what would have been taken, if with anything", () => {
    let suggested = 0
    const slips = [(text: string) => text.slice(0, -1), (text: string) => ` ${text}`, (text: string) => text.toUpperCase(), (text: string) => text.replace(".", ","), (text: string) => text.replace("PT", "")]
    const slipped = anyTariff().chain((tariff) => fc.record({
      tariff: fc.constant(tariff),
      place: fc.constantFrom(...places(tariff).filter((place) => typeof textAt(tariff, place) === "string")),
      slip: fc.constantFrom(...slips)
    }))
    fc.assert(fc.property(slipped, ({ place, slip, tariff }) => {
      const given = replaced(tariff, place, { value: slip(textAt(tariff, place) ?? "") })
      for (const { message, path } of issues(given)) {
        const [, json] = / did you mean (.+?)(?: or .*|, .*)?\?$/.exec(message) ?? []
        if (json === undefined || message.includes("no field") || path.endsWith(".type")) continue
        suggested += 1
        const better = issues(replaced(given, path.split("."), { value: JSON.parse(json) }))
        expect(better.filter((issue) => issue.path === path && issue.message.includes(`found ${json}`) && !/than|the first|multiple|above/.test(issue.message))).toEqual([])
      }
    }), runs(1_000))
    expect(suggested).toBeGreaterThan(100)
  }, 60_000)
})
