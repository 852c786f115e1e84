import { ParkMe } from "@parkade/standards/parkme"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { answered, bare, imported, issues, peak, rate, slabs, workdays } from "./parkme.ts"

const hourly = (price: string) => ({ type: "hourly", price, count: "started" })
const flat = (price: string) => ({ type: "flat", price })
const rows = (...given: ReadonlyArray<object>) => given
const flatRow = (price: number | string, rest: object = {}) => ({ strategy: "FLAT_RATE", config: { flat_rate: price }, ...rest })
const ladder = {
  type: "slab",
  mode: "ladder",
  brackets: [{ upTo: "PT1H", price: "5" }, { upTo: "PT3H", price: "12" }, { upTo: "PT6H", price: "20" }],
  beyond: flat("30")
}
const free = (mode: string, beyond: object) => ({ type: "slab", mode, brackets: [{ upTo: "PT15M", price: "0" }], beyond })

// The sixth, an exit before its entry that costs nothing, shows in no tariff: the engine refuses such a stay.
describe("the faults of ParkMe's program are not in the tariff", () => {
  it("free minutes apply to a flat rate and to slabs too", () => {
    expect(rate(flatRow(10, { free_minutes: 15 }))).toEqual(free("ladder", flat("10")))
    expect(rate({ strategy: "SLAB", config: slabs, free_minutes: 15 })).toEqual(free("graduated", ladder))
    expect(rate({ strategy: "SLAB", config: slabs, free_minutes: 15 }, { ...answered, freeMinutes: "threshold" })).toEqual(free("ladder", ladder))
  })

  it("a stay is divided between peak and off-peak by its time, not priced by the hour it began in", () => {
    expect(rate(peak("08:00", "18:00"))).toEqual({
      type: "dynamic",
      crossing: "split",
      windows: [{ during: { days: ["mon", "tue", "wed", "thu", "fri"], from: "08:00", to: "18:00" }, rate: hourly("8") }],
      otherwise: hourly("4.00")
    })
    expect(rate(peak("08:00", "18:00"), { ...answered, crossing: "accumulate" })).toMatchObject({ crossing: "accumulate" })
    expect(rate(peak("08:00", "18:00"), { ...answered, crossing: "follow" })).toMatchObject({ crossing: { follow: "PT1H" } })
  })

  it("half past eight is half past eight", () => {
    expect(rate(peak("08:30", "17:45"))).toMatchObject({ windows: [{ during: { from: "08:30", to: "17:45" } }] })
    expect(rate(peak("8:30", "17:45:00"))).toMatchObject({ windows: [{ during: { from: "08:30", to: "17:45" } }] })
  })

  it("from 22:00 to 06:00 is a night", () => {
    const { decisions, tariff } = imported(peak("22:00", "06:00"))
    expect(tariff).toMatchObject({ rate: { windows: [{ during: { from: "22:00", to: "06:00" } }] } })
    expect(decisions).toContainEqual({ path: "peak_hours.0.end", message: "22:00-06:00 runs past midnight and belongs to the day it starts on" })
  })

  it("clocks are the lot's", () => {
    expect(imported(peak("08:30", "18:00")).tariff).toMatchObject({ zone: "Europe/Berlin" })
    expect(issues(peak("08:30", "18:00"), { ...answered, zone: "Berlin" })).toEqual(["options.zone: expected an IANA time zone such as Europe/Berlin, found \"Berlin\": did you mean \"Europe/Berlin\"?"])
  })
})

describe("the five forms", () => {
  it("a whole tariff", () => {
    expect(imported(flatRow("10.00", { name: "Visitors" })).tariff).toEqual({
      zone: "Europe/Berlin",
      currency: "EUR",
      tax: "none",
      rounding: { mode: "half-up", to: "0.01", where: "total" },
      seconds: "counted",
      visits: "apart",
      rate: { type: "flat", price: "10.00", label: "Visitors" }
    })
  })

  it.each([
    ["flat by its key", { flat_rate: 10 }, flat("10")],
    ["flat as an amount", { amount: "7.50" }, flat("7.50")],
    ["hourly, base once", { base_rate: 5.0, after_hours: 3, hourly_rate: 3.0 }, { type: "slab", mode: "graduated", brackets: [{ upTo: "PT3H", price: "5" }], beyond: hourly("3") }],
    ["hourly, one hour", { base_rate: 5, after_hours: 1, hourly_rate: 3 }, { type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", rate: hourly("5") }], beyond: hourly("3") }],
    ["hourly, no base", { base_rate: 5, after_hours: 0, hourly_rate: 3 }, hourly("3")],
    ["the summary's slabs", slabs, ladder],
    ["slabs that end", { slabs: [{ max_hours: "0.5", price: 1 }] }, { type: "slab", mode: "ladder", brackets: [{ upTo: "PT30M", price: "1" }], beyond: "unavailable" }],
    ["one endless slab", { slabs: [{ max_hours: null, price: 9 }] }, flat("9")],
    ["no peak at all", { peak_hours: [], off_peak_rate: 4 }, hourly("4")],
    ["a pass alone", { pass: "monthly", price: 50 }, { type: "choose", cases: [{ if: { pass: "monthly" }, rate: flat("0") }], otherwise: "unavailable" }]
  ])("%s", (_, config, expected) => expect(rate(config)).toEqual(expected))

  it("a base rate for each hour, when that is meant", () => {
    expect(rate({ base_rate: 5, after_hours: 3, hourly_rate: 3 }, { ...answered, baseRate: "per-hour" }))
      .toMatchObject({ brackets: [{ upTo: "PT3H", rate: hourly("5") }], beyond: hourly("3") })
  })

  it("the same alone and in a row, in one page of the API and in an array", () => {
    const row = { strategy: "SLAB", config: slabs }
    for (const document of [slabs, row, { ...slabs, strategy: "slab" }, rows(row), { count: 1, next: null, previous: null, results: rows(row) }]) {
      expect(rate(document)).toEqual(ladder)
    }
  })

  it("peaks in order, with every name of a day, once each", () => {
    const document = { peak_hours: [{ days: ["Sat", "SUNDAY", "sat"], start: "00:00", end: "24:00", rate: 2 }, { days: workdays, start: "08:00", end: "18:00", rate: 8 }], off_peak_rate: 4 }
    expect(rate(document, { ...answered, ends: "inclusive" })).toMatchObject({
      windows: [{ during: { days: ["sat", "sun"], from: "00:00", to: "24:00", ends: "inclusive" } }, { during: { from: "08:00" } }]
    })
  })
})

describe("prices are read as they were written", () => {
  it.each([
    [0.1, "0.1"], ["0.10", "0.10"], [5.0, "5"], [1e-7, "0.0000001"], [1.5e-7, "0.00000015"], [123456.789, "123456.789"], [0, "0"], ["123456789012345678.5", "123456789012345678.5"]
  ])("%s is %s", (given, text) => expect(rate({ flat_rate: given })).toEqual(flat(text)))

  const decimal = `expected zero or more, as a decimal such as 5 or "5.00"`
  const digits = "has more digits than a JSON number holds for certain: write it as a string"
  it.each([
    [-1, decimal], ["-0.01", decimal], ["1,50", decimal], ["", decimal], ["5 EUR", decimal], ["1e3", decimal], ["1/3", decimal], [null, decimal], [true, decimal],
    [Number.NaN, decimal], [Number.POSITIVE_INFINITY, decimal], [1e21, decimal], [0.1 + 0.2, digits], [1_234_567_890_123_456, digits]
  ])("%s is refused", (given, message) => expect(issues({ strategy: "FLAT_RATE", config: { flat_rate: given } })).toEqual([`config.flat_rate: ${message}`]))
})

describe("several rules", () => {
  const document = rows(
    flatRow(10),
    flatRow(2, { priority: 5, applies_to_vehicle_types: ["MOTORCYCLE", "BICYCLE"] }),
    flatRow(3, { priority: 9, applies_to_vehicle_types: ["ELECTRIC_CAR"], valid_from: "2026-12-31T23:00:00Z", valid_until: "2027-06-30T21:59:59.999999Z" })
  )

  it("are tried from the highest priority down, and dates are the lot's", () => {
    expect(rate(document)).toEqual({
      type: "choose",
      cases: [
        { if: { vehicle: ["electric-car"], entry: { dates: { from: "2027-01-01", to: "2027-07-01" } } }, rate: flat("3") },
        { if: { vehicle: ["motorcycle", "bicycle"] }, rate: flat("2") }
      ],
      otherwise: flat("10")
    })
  })

  it.each([
    ["from an hour", { valid_from: "2026-01-01T08:00:00Z" }, [{ dates: { from: "2026-01-01", to: "2026-01-02" }, from: "09:00" }, { dates: { from: "2026-01-02" } }]],
    ["to an hour", { valid_until: "2026-01-01T08:00:00Z" }, [{ dates: { to: "2026-01-01" } }, { dates: { from: "2026-01-01", to: "2026-01-02" }, to: "09:00" }]],
    ["of one day", { valid_from: "2026-01-01T08:00:00Z", valid_until: "2026-01-01T09:29:59Z" }, { dates: { from: "2026-01-01", to: "2026-01-02" }, from: "09:00", to: "10:30" }],
    ["over a midnight", { valid_from: "2026-01-01T08:00:00Z", valid_until: "2026-01-02T09:29:59Z" }, [{ dates: { from: "2026-01-01", to: "2026-01-02" }, from: "09:00" }, { dates: { from: "2026-01-02", to: "2026-01-03" }, to: "10:30" }]]
  ])("hours %s", (_, dates, entry) => expect(rate(flatRow(1, dates))).toMatchObject({ cases: [{ if: { entry } }], otherwise: "unavailable" }))

  it("say which never apply, and which come first among equals", () => {
    const { decisions, losses } = imported(rows(flatRow(10), flatRow(2, { applies_to_vehicle_types: ["BUS"] })))
    expect(losses).toEqual([{ path: "1", message: "never applies: 0 goes first and is for everybody, always" }])
    expect(decisions).toEqual([{ path: "1.priority", message: "equal to that of 0, which is listed earlier and goes first" }])
  })

  it("leave out the inactive, and need one that is active", () => {
    expect(imported(rows(flatRow(10), flatRow(2, { priority: 9, is_active: false })))).toMatchObject({
      tariff: { rate: flat("10") }, losses: [{ path: "1", message: "is not active and was left out" }]
    })
    expect(issues(flatRow(10, { is_active: false }))).toEqual([": expected a rule that is active and not left out"])
  })

  it("offer no price where none applies", () => {
    const { losses, tariff } = imported(flatRow(2, { applies_to_vehicle_types: ["BUS"] }))
    expect(tariff).toMatchObject({ rate: { otherwise: "unavailable" } })
    expect(losses.map(({ message }) => message)).toEqual(["no price is offered where no rule applies (ParkMe's program charges 5.00 per started hour there)"])
  })

  it("for spot sizes are for all, or left out, as the options say", () => {
    const sized = rows(flatRow(10), flatRow(2, { priority: 1, applies_to_spot_sizes: ["LARGE", "XLARGE"] }))
    expect(rate(sized)).toEqual(flat("2"))
    expect(rate(sized, { ...answered, spotSizes: "skip-rule" })).toEqual(flat("10"))
    expect(imported(sized, { ...answered, spotSizes: "skip-rule" }).losses).toEqual([{ path: "1.applies_to_spot_sizes", message: "the rule is left out: a tariff knows no spot sizes" }])
    expect(imported(flatRow(2, { applies_to_spot_sizes: ["SMALL", "MEDIUM", "LARGE", "XLARGE"] })).losses).toEqual([])
  })

  it("keep vehicle kinds of one's own, and read EV as both", () => {
    const { decisions, tariff } = imported(flatRow(2, { applies_to_vehicle_types: ["EV", "CAMPER_VAN"] }))
    expect(tariff).toMatchObject({ rate: { cases: [{ if: { vehicle: ["electric-car", "electric-suv", "camper-van"] } }] } })
    expect(decisions.map(({ path }) => path)).toEqual(["applies_to_vehicle_types.0", "applies_to_vehicle_types.1"])
  })
})

describe("passes", () => {
  const monthly = { name: "Monthly", strategy: "SUBSCRIPTION", config: { price: "50.00", duration_days: 30, entry_count: null } }

  it("go before every rule, whatever its priority", () => {
    const { losses, tariff } = imported(rows(flatRow(10, { priority: 9 }), monthly))
    expect(tariff).toMatchObject({ rate: { type: "subscription", pass: "Monthly", covers: {}, rest: flat("10") } })
    expect(losses).toEqual([
      { path: "1.config.price", message: "50.00 is a term of the pass, not of a tariff" },
      { path: "1.config.duration_days", message: "30 is a term of the pass, not of a tariff" }
    ])
  })

  it("of limited length leave the rest to the rule, without free minutes in its middle", () => {
    const limited = { name: "Night", max_duration_per_entry: 8 }
    expect(rate(rows(flatRow(10, { free_minutes: 15 }), limited))).toEqual({
      type: "choose",
      cases: [{ if: { pass: "Night" }, rate: { type: "subscription", pass: "Night", covers: { upTo: "PT8H" }, rest: flat("10") } }],
      otherwise: free("ladder", flat("10"))
    })
  })

  it("for some vehicles only are for those", () => {
    expect(rate(rows(flatRow(10), { ...monthly, applies_to_vehicle_types: ["MOTORCYCLE"] }))).toEqual({
      type: "choose",
      cases: [{ if: { vehicle: ["motorcycle"], pass: "Monthly" }, rate: { type: "subscription", pass: "Monthly", covers: {}, rest: flat("10") } }],
      otherwise: flat("10")
    })
  })

  it("need a name", () => {
    const pass = (config: object, rest: object = {}) => rows(flatRow(1), { strategy: "SUBSCRIPTION", config, ...rest })
    expect(issues(pass({}))).toEqual(["1.name: expected the name of the pass, up to 120 characters"])
    expect(issues(pass({}, { name: "x".repeat(121) }))).toEqual(["1.name: expected the name of the pass, up to 120 characters"])
    expect(issues(pass({ pass: "a\nb" }))).toEqual(["1.config.pass: expected a name, up to 120 characters"])
    expect(issues(pass({ pass: "ok" }, { name: "x".repeat(121) }))).toEqual([])
  })
})

describe("what a document leaves open is asked for, once, where a rule needs it", () => {
  it.each([
    ["free minutes", { ...slabs, free_minutes: 15 }, ["freeMinutes: needed: free_minutes is 15, deducted from every stay or a threshold"]],
    ["a base of several hours", { base_rate: 5, after_hours: 3, hourly_rate: 3 }, ["hours: needed: hourly_rate is a rate per hour", "baseRate: needed: base_rate is 5 for each of 3 hours, or once for all"]],
    ["peaks", peak("08:00", "18:00"), ["hours: needed: off_peak_rate is a rate per hour", "crossing: needed: peak_hours divides a stay at its clock times", "ends: needed: peak_hours ends at clock times"]],
    ["spot sizes", flatRow(1, { applies_to_spot_sizes: ["SMALL"] }), ["spotSizes: needed: applies_to_spot_sizes is SMALL, and a tariff knows no spot sizes"]],
    ["flat rates with free minutes, which have one reading", flatRow(1, { free_minutes: 15 }), []],
    ["slabs", slabs, []]
  ])("%s", (_, document, expected) => expect(issues(document, bare)).toEqual(expected.map((text) => `options.${text}`)))

  it("a rate of tax, when there is tax", () => {
    expect(issues(flatRow(1), { ...bare, tax: "added" })).toEqual(["options.taxRate: needed: a fraction, because tax is added"])
    expect(issues(flatRow(1), { ...bare, taxRate: "0.19" })).toEqual(["options.taxRate: expected none: tax is none"])
    expect(issues(flatRow(1), { ...bare, tax: "added", taxRate: "19" })).toEqual([`options.taxRate: expected a fraction of at most 1: 19 % is "0.19"`])
    expect(rate(flatRow(1), { ...bare, tax: "included", taxRate: "0.19" })).toEqual({ ...flat("1"), tax: "0.19" })
  })
})

describe("a refusal names its place", () => {
  it.each([
    ["a typing error", { strategy: "SLAB", config: { slabz: [] } }, [`config.slabz: expected no field "slabz" here: did you mean "slabs"?`, "config.slabs: expected a list of at least one, found nothing"]],
    ["an unknown field", flatRow(1, { free_minuts: 5 }), [`free_minuts: expected no field "free_minuts" here: did you mean "free_minutes"?`]],
    ["no rate for the first hours, which ParkMe makes 5.00", { after_hours: 1, hourly_rate: 3 }, [`base_rate: expected zero or more, as a decimal such as 5 or "5.00", found nothing`]],
    ["two flat rates", { flat_rate: 1, amount: 2 }, ["flat_rate: expected either flat_rate or amount"]],
    ["slabs out of order", rows(flatRow(1), { slabs: [{ max_hours: 3, price: 12 }, { max_hours: 1, price: 5 }] }), ["1.slabs.1.max_hours: expected more hours than the slab before: it would never apply"]],
    ["a slab after the endless one", { slabs: [{ max_hours: null, price: 12 }, { max_hours: 1, price: 5 }] }, ["slabs.1.max_hours: expected more hours than the slab before: it would never apply"]],
    ["a slab of no hours", { slabs: [{ max_hours: 0, price: 1 }] }, ["slabs.0.max_hours: expected hours above zero that are whole seconds, at most a year's"]],
    ["a third of an hour, roughly", { slabs: [{ max_hours: 0.3333, price: 1 }] }, ["slabs.0.max_hours: expected hours above zero that are whole seconds, at most a year's"]],
    ["no slabs", { slabs: [] }, ["slabs: expected a list of at least one, found []"]],
    ["parts of hours", { base_rate: 5, after_hours: 1.5, hourly_rate: 3 }, ["after_hours: expected whole hours, at most 8784"]],
    ["parts of minutes", { flat_rate: 5, free_minutes: 7.5 }, ["free_minutes: expected whole minutes, at most 527040"]],
    ["a day there is not", peak("08:00", "18:00", { days: ["mon", "weekend"] }), ["peak_hours.0.days.1: expected a day of the week such as monday or mon"]],
    ["days by number, which count from where?", peak("08:00", "18:00", { days: [0] }), ["peak_hours.0.days.0: expected a day of the week such as monday or mon, found 0"]],
    ["no days", peak("08:00", "18:00", { days: [] }), ["peak_hours.0.days: expected a list of at least one, found []"]],
    ["a time there is not", peak("08:60", "25:00"), ["peak_hours.0.start: expected a time of day in whole minutes such as 08:30", "peak_hours.0.end: expected a time of day in whole minutes such as 08:30"]],
    ["a peak of no length, or of a day", peak("08:00", "08:00"), ["peak_hours.0.end: expected another time than start: a whole day is 00:00 to 24:00"]],
    ["dates the wrong way round", flatRow(1, { valid_from: "2026-02-01T00:00:00Z", valid_until: "2026-01-01T00:00:00Z" }), ["valid_until: expected a time after valid_from"]],
    ["a date without an offset", flatRow(1, { valid_from: "2026-02-01T00:00:00" }), ["valid_from: expected a date and time with an offset such as 2026-11-21T08:30:00+01:00, found \"2026-02-01T00:00:00\""]],
    ["a size there is not", flatRow(1, { applies_to_spot_sizes: ["HUGE"] }), ["applies_to_spot_sizes: expected SMALL, MEDIUM, LARGE, XLARGE, found HUGE"]],
    ["a vehicle type that is none", flatRow(1, { applies_to_vehicle_types: ["$"] }), ["applies_to_vehicle_types.0: expected a vehicle type such as CAR"]],
    ["a strategy there is not", { strategy: "AUCTION", config: {} }, ["strategy: expected FLAT_RATE, HOURLY, SLAB, DYNAMIC or SUBSCRIPTION"]],
    ["no strategy and nothing to tell it by", {}, ["strategy: expected FLAT_RATE, HOURLY, SLAB, DYNAMIC or SUBSCRIPTION"]],
    ["a config that is none", { strategy: "SLAB", config: null }, ["config: expected an object"]],
    ["half of the rules", { next: "?page=2", results: [slabs] }, ["next: expected the last page: the rules on the others are missing"]],
    ["no rules", [], [": expected at least one pricing rule"]],
    ["text", "5.00", [": expected a pricing rule: an object"]],
    ["nothing", null, [": expected a pricing rule: an object"]]
  ])("%s", (_, document, expected) => expect(issues(document)).toEqual(expected))

  it("and all of them are told at once, in words", () => {
    const failed = ParkMe.toTariff(rows({ flat_rate: "x" }, { slabs: [{ max_hours: 1, price: "y" }] }), { ...bare, zone: "Nowhere" })
    expect(Result.isFailure(failed) && failed.failure.message.split("\n").map((line) => line.split(":")[0])).toEqual(["0.flat_rate", "1.slabs.0.price", "options.zone"])
  })
})

describe("a tariff that is returned decodes", () => {
  it("so a rounding that the currency cannot pay is refused", () => {
    expect(issues(flatRow(1), { ...bare, rounding: { mode: "half-up", to: "0.005", where: "total" } }))
      .toEqual(["tariff.rounding.to: expected a multiple of 0.01, the smallest amount of EUR"])
  })
})

describe("what is not carried over is a loss", () => {
  it.each([
    ["a penalty", flatRow(1, { overstay_penalty_rate: "20.00" }), ["overstay_penalty_rate: 20.00 is not charged: it says not for what, and ParkMe's program never charges it"]],
    ["no penalty", flatRow(1, { overstay_penalty_rate: "0.00" }), []],
    ["whose row it was", flatRow(1, { id: "7", facility: "f", facility_name: "F", created_at: "x", updated_at: "y" }), [": not carried over: id, facility, facility_name, created_at, updated_at"]],
    ["a long name", flatRow(1, { name: `A\tB${"c".repeat(197)}` }), [`name: on bills it reads "A B${"c".repeat(117)}"`]],
    ["what lies beyond the slabs", { slabs: [{ max_hours: 2, price: 1 }] }, ["slabs: no price is offered beyond PT2H: no slab has max_hours null (ParkMe's program charges 10.00 there)"]],
    ["a base for no hours", { base_rate: 5, after_hours: 0, hourly_rate: 3 }, ["base_rate: 5 is never charged: after_hours is 0"]]
  ])("%s", (_, document, expected) => expect(imported(document).losses.map(({ message, path }) => `${path}: ${message}`)).toEqual(expected))
})

describe("what admits two readings is a decision", () => {
  it.each([
    ["free minutes", { ...slabs, free_minutes: 15 }, ["free_minutes: the first 15 minutes of every stay are free and the rule prices the rest"]],
    ["a base rate", { base_rate: 5, after_hours: 3, hourly_rate: 3 }, ["base_rate: 5 once for the first 3 hours"]],
    ["a peak to a minute before midnight", peak("18:00", "23:59"), [
      "peak_hours: each part of a stay is paid at the rate of its own time (crossing: split), on the clocks of Europe/Berlin",
      "peak_hours.0.end: the last minute of the day is off-peak: write 24:00 if the day was meant"
    ]],
    ["dates", flatRow(1, { valid_until: "2026-12-31T22:59:59Z" }), ["valid_until: judged once, at the entry, on the clocks of Europe/Berlin: a price does not change while a vehicle stays"]]
  ])("%s", (_, document, expected) => expect(imported(document).decisions.map(({ message, path }) => `${path}: ${message}`)).toEqual(expected))
})
