import { PriceFunction, type Tariff, Validation } from "@parkade/core/pricing"
import { Instant, TimeZone } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { after, entry, length, tariff } from "./pricing.ts"

const decode = Schema.decodeUnknownResult(Validation.Validations, { onExcessProperty: "error" })

const validate = (made: Tariff.Tariff, stay: string, of: ReadonlyArray<object>, combine = "all") =>
  Result.getOrThrow(Validation.price(Result.getOrThrow(PriceFunction.compile(made)), { entry, exit: after(stay) }, Result.getOrThrow(decode({ combine, of }))))

const hourly = (rest: object = {}) => tariff({ type: "hourly", price: "2.00", count: "started", tax: "0.19" }, rest)
const gross = (made: Tariff.Tariff, stay: string, ...of: ReadonlyArray<object>) => validate(made, stay, of).bill.gross

const time = (upTo: string, code = "hour") => ({ type: "time", code, upTo })
const off = (amount: string, code = "off") => ({ type: "amount", code, off: amount })
const percent = (share: string, of: "rest" | "whole" = "rest", code = "percent") => ({ type: "percent", code, percent: share, of })

describe("what a validation takes off", () => {
  it.each<[string, Tariff.Tariff, ReadonlyArray<object>, number]>([
    ["nothing", hourly(), [], 600],
    ["the first hour", hourly(), [time("PT1H")], 400],
    ["two hours, one after the other", hourly(), [time("PT1H"), time("PT1H", "another")], 200],
    ["more time than there is", hourly(), [time("PT9H")], 0],
    ["the first two hours, 3.00 at most", hourly(), [{ ...time("PT2H"), max: "3.00" }], 300],
    ["the first two hours, 4.00 at most", hourly(), [{ ...time("PT2H"), max: "4.00" }], 200],
    ["time before ten", hourly({ zone: "UTC" }), [{ type: "time", code: "early", during: { to: "10:00" } }], 200],
    ["the first hour after nine", hourly({ zone: "UTC" }), [{ ...time("PT1H"), during: { from: "09:00" } }], 400],
    ["an amount", hourly(), [off("1.50")], 450],
    ["an amount above the price", hourly(), [off("600")], 0],
    ["an eighth", hourly(), [percent("12.5")], 525],
    ["all", hourly(), [percent("100")], 0],
    ["a tenth, 1.00 at least", hourly(), [{ ...percent("10"), min: "1.00" }], 500],
    ["a half, 1.00 at most", hourly(), [{ ...percent("50"), max: "1.00" }], 500]
  ])("%s", (_, made, of, left) => expect(gross(made, "3:00", ...of)).toBe(left))

  it("an amount and a percent in their order", () => {
    expect(gross(hourly(), "3:00", off("2.00"), percent("50"))).toBe(200)
    expect(gross(hourly(), "3:00", percent("50"), off("2.00"))).toBe(100)
  })

  it("a percent of the whole wherever it stands, of what time left", () => {
    expect(gross(hourly(), "3:00", off("2.00"), percent("50", "whole"))).toBe(100)
    expect(gross(hourly(), "3:00", off("2.00"), percent("50", "whole"), time("PT1H"))).toBe(0)
    expect(gross(hourly(), "4:00", off("2.00"), percent("50", "whole"), time("PT1H"))).toBe(100)
  })
})

describe("rounding", () => {
  const francs = (where: "line" | "total") => tariff({ type: "flat", price: "10" }, { currency: "CHF", rounding: { mode: "half-up", to: "1", where } })
  const thrice = [percent("4", "rest", "a"), percent("4", "rest", "b"), percent("4", "rest", "c")]

  it("is done once where totals are rounded", () => {
    expect(validate(francs("total"), "1:00", thrice).bill.gross).toBe(900)
  })

  it("is done for each line where lines are rounded", () => {
    const { bill, refused } = validate(francs("line"), "1:00", thrice)
    expect([bill.gross, refused.map(({ reason }) => reason)]).toEqual([1_000, ["no effect", "no effect", "no effect"]])
  })

  it("leaves an amount that can be paid", () => {
    const coins = tariff({ type: "flat", price: "4.95" }, { currency: "CHF", rounding: { mode: "half-up", to: "0.05", where: "total" } })
    expect(gross(coins, "1:00", percent("10"))).toBe(445)
  })
})

describe("tax", () => {
  it("is what the rate makes of the rest, where prices include it", () => {
    const { applied, bill } = validate(hourly({ tax: "included" }), "3:00", [{ ...off("1.50"), label: "Café Mole", payer: "mole" }])
    expect([bill.gross, bill.net]).toEqual([450, 378])
    expect(bill.lines.at(-1)).toMatchObject({ kind: "validation", rule: "validation.off", label: "Café Mole", taxRate: "0.19", gross: -150, net: -126 })
    expect(applied).toEqual([{ code: "off", payer: "mole", off: { net: 126, gross: 150 } }])
  })

  it("is added to the rest, where it is added: amounts are net", () => {
    const { bill } = validate(hourly({ tax: "added" }), "3:00", [off("1.50")])
    expect([bill.net, bill.gross]).toEqual([450, 536])
  })

  it("is taken from every rate in proportion", () => {
    const both = tariff({ type: "sum", of: [{ type: "flat", price: "10", tax: "0.19" }, { type: "flat", price: "5", tax: "0.07" }] }, { tax: "included" })
    const { bill } = validate(both, "1:00", [off("3.00")])
    expect(bill.lines.filter(({ kind }) => kind === "validation").map(({ gross, net, taxRate }) => [taxRate, gross, net])).toEqual([["0.19", -200, -169], ["0.07", -100, -93]])
    // 10.00 / 1.19 + 5.00 / 1.07 = 13.076; 8.00 / 1.19 + 4.00 / 1.07 = 10.461
    expect([bill.gross, bill.net]).toEqual([1_200, 1_046])
  })

  it("is a share of what it was, where earlier visits took theirs away", () => {
    const rate = { type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", rate: { type: "flat", price: "10", tax: "0.19" } }], beyond: { type: "flat", price: "5", tax: "0.07" } }
    const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, { tax: "included", visits: "accumulate" }), { zone: TimeZone.utc }))
    const earlier = [{ from: Instant.Instant.make(entry - length("2:00")), to: Instant.Instant.make(entry - length("1:00")) }]
    const { bill } = Result.getOrThrow(Validation.price(compiled, { entry, exit: after("1:00"), context: { earlier } }, Result.getOrThrow(decode({ combine: "all", of: [percent("20")] }))))
    // 5.00 at 7 % is 4.67 net; four fifths of it are 3.74.
    expect([bill.gross, bill.net]).toEqual([400, 374])
  })

  const perRate = (made: Tariff.Tariff, ...of: ReadonlyArray<object>) => {
    const { bill } = validate(made, "1:00", of)
    return [bill.gross, bill.net, bill.lines.filter(({ kind }) => kind === "validation").map(({ gross, net, taxRate }) => [taxRate, gross, net])]
  }
  const two = (one: readonly [price: string, tax: string], other: readonly [price: string, tax: string], rest: object = {}) =>
    tariff({ type: "sum", of: [one, other].map(([price, tax]) => ({ type: "flat", price, tax })) }, { tax: "included", ...rest })
  const down = { rounding: { mode: "down", to: "0.01", where: "total" } }

  it.each<[string, Tariff.Tariff, string, unknown]>([
    // 7.00 / 1.19 = 5.882
    ["nothing from what costs nothing", two(["0", "0.07"], ["10", "0.19"]), "3.00", [700, 588, [["0.19", -300, -252]]]],
    // 6.00 + 4.00 / 2
    ["a cent, and its tax, from one rate", two(["4", "0"], ["6.01", "1"]), "0.01", [1_000, 700, [["1", -1, -1]]]],
    // 0.02 / 1.9 + 0.05 / 2 = 0.0355, rounded down; neither rate's tax changes by a cent of its own.
    ["a cent of rounding from the rate that gives more", two(["0.02", "0.9"], ["0.06", "1"], down), "0.01", [7, 3, [["1", -1, -1]]]],
    // Each is shown as nothing, and both together cost a cent.
    ["what only the sum has", two(["0.004", "0.19"], ["0.004", "0.07"]), "1.00", [0, 0, [["0.19", -1, -1]]]]
  ])("is taken with %s", (_, made, amount, expected) => expect(perRate(made, off(amount))).toEqual(expected))

  it("is what is left of it, though a cent of it is of a rate of which nothing is taken", () => {
    // 4.00 + 6.05 / 2 = 7.025, rounded down, of 4.00 + 6.06 / 2.
    expect(perRate(two(["4", "0"], ["6.06", "1"], down), off("0.01")).slice(0, 2)).toEqual([1_005, 702])
  })

  it("is what the rate makes of the rest, though rounding left more", () => {
    // 10.40 / 1.25 = 8.32, up to 8.35; 5.25 / 1.25 = 4.20.
    const francs = tariff({ type: "flat", price: "10.40", tax: "0.25" }, { currency: "CHF", tax: "included", rounding: { mode: "up", to: "0.05", where: "total" } })
    expect(perRate(francs, off("5.15"))).toEqual([525, 420, [["0.25", -515, -415]]])
  })

  it("is a share of what it was, where that is no rate's", () => {
    // 1000.00 / 1.19 = 840.34, which is 800; of 700.00 it is 560, and not 588.24, which is 600.
    const whole = tariff({ type: "flat", price: "1000", tax: "0.19" }, { currency: "CHF", tax: "included", rounding: { mode: "half-up", to: "100", where: "total" } })
    expect(perRate(whole, off("300"))[1]).toBe(56_000 + 4_000)
    expect(perRate(whole, off("500"))[1]).toBe(40_000)
  })

  it("goes with what a minimum with tax has added", () => {
    const least = tariff({ type: "each", per: "stay", minIncl: "5.00", rate: { type: "sum", of: [{ type: "flat", price: "3.00", tax: "0.20" }, { type: "flat", price: "1.00", tax: "0.10" }] } }, { tax: "added" })
    // 2.25 x 1.2 + 0.75 x 1.1 = 3.525; the minimum's 0.30 have no net to stay for.
    expect(perRate(least, off("1.00"))).toEqual([353, 300, [["0.2", -90, -75], ["0.1", -27, -25], ["0", -30, 0]]])
  })

  it("is taken from what this visit adds, also of what bears none", () => {
    const rate = { type: "sum", of: [{ type: "hourly", price: "2.00", count: "started", tax: "0.19" }, { type: "hourly", price: "2.00", count: "started" }] }
    const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, { tax: "included", visits: "accumulate" }), { zone: TimeZone.utc }))
    const earlier = [{ from: Instant.Instant.make(entry - length("2:00")), to: Instant.Instant.make(entry - length("1:00")) }]
    const { bill } = Result.getOrThrow(Validation.price(compiled, { entry, exit: after("1:00"), context: { earlier } }, Result.getOrThrow(decode({ combine: "all", of: [off("1.00")] }))))
    // Of 2.00 with 19 % and 2.00 without tax, a half each: 1.50 / 1.19 + 1.50 = 2.76.
    expect([bill.gross, bill.net]).toEqual([300, 276])
    expect(bill.lines.filter(({ kind }) => kind === "validation").map(({ gross, net, taxRate }) => [taxRate, gross, net])).toEqual([["0.19", -50, -42], ["0", -50, -50]])
  })

  it("is nothing of nothing", () => {
    const { bill } = validate(hourly({ tax: "included" }), "3:00", [percent("100")])
    expect([bill.gross, bill.net]).toEqual([0, 0])
  })
})

describe("several validations", () => {
  const of = [off("1.00", "a"), percent("50", "rest", "b"), time("PT2H", "c")]

  it("all of them", () => {
    const { applied, refused } = validate(hourly(), "3:00", of)
    expect(applied.map(({ code, off: { gross } }) => [code, gross])).toEqual([["c", 400], ["a", 100], ["b", 50]])
    expect(refused).toEqual([])
  })

  it("the best of them", () => {
    const { applied, bill, refused } = validate(hourly(), "3:00", of, "best")
    expect([bill.gross, applied.map(({ code }) => code)]).toEqual([200, ["c"]])
    expect(refused).toEqual([{ code: "a", reason: "another applies" }, { code: "b", reason: "another applies" }])
  })

  it("the first of them that takes anything off", () => {
    const { applied, refused } = validate(hourly(), "3:00", [off("0", "nothing"), ...of], "first")
    expect(applied.map(({ code }) => code)).toEqual(["a"])
    expect(refused.map(({ code, reason }) => `${code}: ${reason}`)).toEqual(["nothing: no effect", "b: another applies", "c: another applies"])
  })

  it("the first of equals, where they are the best", () => {
    expect(validate(hourly(), "3:00", [percent("50"), off("3.00")], "best").applied.map(({ code }) => code)).toEqual(["percent"])
  })

  it("each code once", () => {
    const { bill, refused } = validate(hourly(), "3:00", [off("1.00"), off("1.00")])
    expect([bill.gross, refused]).toEqual([500, [{ code: "off", reason: "presented twice" }]])
  })

  it("none of a bill of nothing", () => {
    expect(validate(hourly(), "0:00", of).refused.map(({ reason }) => reason)).toEqual(["no effect", "no effect", "no effect"])
  })
})

describe("time whose price has a maximum", () => {
  const rising = tariff({ type: "slab", mode: "graduated", brackets: [{ upTo: "PT1H", price: "1.00" }, { upTo: "PT2H", price: "2.00" }], beyond: { type: "flat", price: "3.00" } })
  const most = { ...time("PT2H", "most"), max: "3.00" }
  const taken = (...of: ReadonlyArray<object>) => validate(rising, "3:00", of).applied.map(({ code, off: { gross } }) => [code, gross])

  it("acts in its place: what comes after it takes off what is left to it", () => {
    // One hour is left of three, which costs 1.00; 3.00 of the 6.00 are gone.
    expect(taken(most, time("PT1H"))).toEqual([["most", 300], ["hour", 100]])
    expect(taken(time("PT1H"), most)).toEqual([["hour", 300], ["most", 300]])
    expect(taken(time("PT1H"), most, time("PT1H", "another"))).toEqual([["hour", 300], ["most", 300]])
  })

  it("acts before amounts and percents, as other time does", () => {
    expect(gross(rising, "3:00", percent("50"), most)).toBe(150)
  })
})

describe("visits that accumulate", () => {
  const at = (text: string) => Instant.Instant.make(entry + length(text))
  const second = (made: Tariff.Tariff, of: ReadonlyArray<object>) =>
    Result.getOrThrow(Validation.price(Result.getOrThrow(PriceFunction.compile(made, { zone: TimeZone.utc })), { entry: at("3:00"), exit: at("5:00"), context: { earlier: [{ from: entry, to: at("2:00") }] } }, Result.getOrThrow(decode({ combine: "all", of }))))

  it("are covered from where this one begins", () => {
    const made = hourly({ visits: "accumulate" })
    expect([second(made, []), second(made, [time("PT1H")]), second(made, [time("PT9H")])].map(({ bill }) => bill.gross)).toEqual([400, 200, 0])
    const windows = { type: "time", code: "early", during: { to: "12:00" } }
    expect(second(made, [windows]).bill.gross).toBe(200)
  })

  it("pay nothing out", () => {
    // Two hours cost 5.00, four 6.00, and three 4.00.
    const odd = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "1.00" }, { upTo: "PT2H", price: "5.00" }, { upTo: "PT3H", price: "4.00" }], beyond: { type: "flat", price: "6.00" } }, { visits: "accumulate" })
    const { applied, bill } = second(odd, [time("PT1H")])
    expect([bill.gross, applied.map(({ off }) => off.gross)]).toEqual([0, [100]])
    const falling = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT2H", price: "5.00" }], beyond: { type: "flat", price: "3.00" } }, { visits: "accumulate" })
    const given = second(falling, [off("1.00"), percent("50"), percent("50", "whole", "whole"), time("PT1H")])
    expect([given.bill.gross, given.applied, given.refused.map(({ reason }) => reason)]).toEqual([-200, [], ["no effect", "no effect", "no effect", "no effect"]])
  })
})

it("a bill that gives back stays what it is", () => {
  const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT2H", rate: { type: "hourly", price: "3.33", count: "started", tax: "0.19" } }], beyond: { type: "flat", price: "1", tax: "0.07" } }
  const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone: "Europe/Berlin", tax: "added", visits: "accumulate" })))
  const context = { earlier: [{ from: Instant.ofSeconds(Instant.seconds(entry) - 7_200 - 60), to: Instant.ofSeconds(Instant.seconds(entry) - 60) }] }
  for (const of of [[percent("50")], [off("1")]]) {
    const { applied, bill, refused } = Result.getOrThrow(Validation.price(compiled, { entry, exit: after("1:30"), context }, Result.getOrThrow(decode({ combine: "all", of }))))
    expect([bill.net, bill.gross, applied, refused.map(({ reason }) => reason)]).toEqual([-566, -686, [], ["no effect"]])
  }
})

describe("a bill whose gross", () => {
  const priced = (first: object, beyond: object) => {
    const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT2H", rate: { type: "flat", ...first } }], beyond: { type: "flat", ...beyond } }
    const compiled = Result.getOrThrow(PriceFunction.compile(tariff(rate, { zone: "UTC", tax: "included", visits: "accumulate" })))
    const context = { earlier: [{ from: Instant.Instant.make(entry - length("3:00")), to: Instant.Instant.make(entry - length("1:00")) }] }
    const { applied, bill } = Result.getOrThrow(Validation.price(compiled, { entry, exit: after("1:00"), context }, Result.getOrThrow(decode({ combine: "all", of: [percent("50")] }))))
    return [bill.gross, bill.net, applied]
  }
  // 10.00 and 5.00 with a quarter of tax are 8.00 and 4.00.
  it("is given back keeps its tax", () => expect(priced({ price: "10", tax: "0.25" }, { price: "5", tax: "0.25" })).toEqual([-500, -400, []]))
  it("is nothing keeps its tax", () => expect(priced({ price: "10", tax: "0.25" }, { price: "10" })).toEqual([0, 200, []]))
})

describe("a time validation is refused", () => {
  it("when the stay it leaves is dearer", () => {
    const odd = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5.00" }], beyond: { type: "flat", price: "3.00" } })
    const { bill, refused } = validate(odd, "2:00", [time("PT1H")])
    expect([bill.gross, refused]).toEqual([300, [{ code: "hour", reason: "dearer" }]])
  })

  it("when the stay it leaves has no price", () => {
    const long = tariff({ type: "choose", cases: [{ if: { lasting: { over: "PT1H" } }, rate: { type: "flat", price: "3.00" } }], otherwise: "unavailable" }, { zone: "UTC" })
    const { bill, refused } = validate(long, "2:00", [time("PT1H")])
    expect([bill.gross, refused]).toEqual([300, [{ code: "hour", reason: "no price" }]])
  })
})

it("a stay without a price has none with validations", () => {
  const short = tariff({ type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5.00" }], beyond: "unavailable" })
  const made = Validation.price(Result.getOrThrow(PriceFunction.compile(short)), { entry, exit: after("2:00") }, { combine: "all", of: [] })
  expect(Result.isFailure(made) && made.failure._tag).toBe("Unavailable")
})

it.each<[string, object]>([
  ["time without a measure", { type: "time", code: "a" }],
  ["no percent", percent("0")],
  ["more than all", percent("100.1")],
  ["an unknown field", { ...off("1"), by: "2" }],
  ["no code", { type: "amount", off: "1" }],
  ["a minimum above its maximum", { ...percent("1"), min: "2", max: "1" }],
  ["less than nothing", off("-1")]
])("is not a validation: %s", (_, validation) => {
  expect(Result.isFailure(decode({ combine: "all", of: [validation] }))).toBe(true)
})

describe("the line of a validation says", () => {
  const line = (of: object) => validate(hourly({ tax: "included" }), "3:00", [of]).bill.lines.at(-1)
  const stay = { kind: "validation", from: entry, to: after("3:00"), taxRate: "0.19" }

  it("an amount", () => {
    expect(line(off("1.50"))).toEqual({ ...stay, rule: "validation.off", label: "validation", quantity: "1", unitPrice: "1.50", unit: "validation", gross: -150, net: -126 })
  })

  it("a percent", () => {
    // 5.25 / 1.19 = 4.41, of 5.04.
    expect(line({ ...percent("12.5"), label: "Kino" })).toEqual({ ...stay, rule: "validation.percent", label: "Kino", quantity: "12.5", unitPrice: "0", unit: "percent", gross: -75, net: -63 })
  })

  it("time that has a maximum, as an amount, with who pays it", () => {
    const made = { ...time("PT2H"), max: "3.00", label: "Kino", payer: "cinema" }
    expect(line(made)).toMatchObject({ rule: "validation.hour", label: "Kino", quantity: "1", unitPrice: "3", unit: "validation", gross: -300 })
    expect(validate(hourly(), "3:00", [made]).applied).toStrictEqual([{ code: "hour", payer: "cinema", off: { net: 300, gross: 300 } }])
    expect(validate(hourly(), "3:00", [{ ...time("PT2H"), max: "3.00" }]).applied).toStrictEqual([{ code: "hour", off: { net: 300, gross: 300 } }])
  })

  it("nothing of time that its maximum covers: that is not charged", () => {
    for (const max of ["4.00", "4.01"]) expect(validate(hourly(), "3:00", [{ ...time("PT2H"), max }]).bill.lines.map(({ kind }) => kind)).not.toContain("validation")
    expect(validate(hourly(), "3:00", [{ ...time("PT2H"), max: "3.99" }]).bill.lines.map(({ kind }) => kind)).toContain("validation")
  })
})

it("what takes off a cent of gross, and nothing of net, has an effect", () => {
  // 0.02 / 2 = 0.01; 0.01 / 2 is rounded to 0.01.
  const { applied, refused } = validate(tariff({ type: "flat", price: "0.02", tax: "1" }, { tax: "included" }), "1:00", [off("0.01")])
  expect([applied, refused]).toStrictEqual([[{ code: "off", off: { net: 0, gross: 1 } }], []])
})

it.each(["best", "first"])("the %s of those without an effect is none", (combine) => {
  const { applied, bill, refused } = validate(hourly(), "3:00", [off("0", "a"), percent("0.01", "rest", "b")], combine)
  expect([bill.gross, applied, refused]).toEqual([600, [], [{ code: "a", reason: "no effect" }, { code: "b", reason: "no effect" }]])
})

it.each<[string, object, RegExp]>([
  ["that covers nothing", { type: "time", code: "a" }, /expected how much time it covers: upTo, during or both[^]*\["of"\]\[0\]/],
  ["whose minimum is above its maximum", { ...percent("1"), min: "2.50", max: "2" }, /expected no more than max, found 2\.50 above 2[^]*\["min"\]/]
])("a validation %s is refused with why", (_, validation, message) => {
  const made = decode({ combine: "all", of: [validation] })
  expect(Result.isFailure(made) && made.failure.message).toMatch(message)
})

it("a percent may have a minimum that is its maximum", () => expect(gross(hourly(), "3:00", { ...percent("50"), min: "1.00", max: "1.00" })).toBe(500))
