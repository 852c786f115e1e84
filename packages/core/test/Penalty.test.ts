import { Overstay, Penalty } from "@parkade/core/enforcement"
import { Lot } from "@parkade/core/lot"
import { Elapsed } from "@parkade/core/time"
import { runs } from "@parkade/testing/arbitraries"
import { obey, overstayCase, overstayLaws, penaltyCase, penaltyLaws } from "@parkade/testing/laws"
import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { tariff } from "./pricing.ts"
import { admission, EUR, euros, minute } from "./tickets.ts"

const decode = Schema.decodeUnknownSync(Penalty.Rule)
const json = {
  kind: "overstay",
  charge: { amount: "70.00" },
  reduced: { within: "PT336H", by: { percent: "50" } },
  steps: [{ type: "remind", after: "PT672H" }, { type: "increase", after: "PT840H", by: { percent: "50" } }, { type: "increase", after: "PT1008H", by: { amount: "9" } }, { type: "refer", after: "PT1200H", to: "county court" }],
  disputes: { clock: "stops", most: 1, within: "PT672H" }
}
const rule = decode(json)

describe("penalties and tolerances are refused", () => {
  const said = (schema: Schema.Codec<unknown, unknown>, value: unknown) => {
    const decoded = Schema.decodeUnknownResult(schema)(value)
    return Result.isFailure(decoded) ? `${decoded.failure.message}` : "taken"
  }
  const tolerance = (...steps: ReadonlyArray<readonly [over: string, severity: string]>) => ({ tolerance: "PT10M", severities: steps.map(([over, severity]) => ({ over, severity })) })

  it.each([
    ["none", tolerance(), "taken"],
    ["one", tolerance(["PT0S", "severe"]), "taken"],
    ["two that rise", tolerance(["PT1H", "serious"], ["PT2H", "severe"]), "taken"],
    ["two of one time", tolerance(["PT1H", "serious"], ["PT1H", "severe"]), "expected rising times and severities"],
    ["two of one severity", tolerance(["PT1H", "severe"], ["PT2H", "severe"]), "expected rising times and severities"],
    ["two that fall", tolerance(["PT1H", "severe"], ["PT2H", "serious"]), "expected rising times and severities"],
    ["a last one that does not rise", tolerance(["PT1H", "serious"], ["PT3H", "severe"], ["PT2H", "severe"]), "expected rising times and severities"]
  ])("severities of an overstay: %s", (_, value, expected) => expect(said(Overstay.Tolerance, value)).toContain(expected))

  const penalty = (amount: number, reduced: number, more: number, currency = "EUR") => ({
    amount: { amount, currency: "EUR" },
    reduced: { within: "PT1H", amount: { amount: reduced, currency } },
    steps: [{ type: "increase", after: "PT2H", amount: { amount: more, currency: "EUR" } }],
    disputes: json.disputes
  })

  it.each([
    ["amounts that rise", penalty(200, 100, 300), "taken"],
    ["amounts that stay", penalty(200, 200, 200), "taken"],
    ["a reduction that is none", penalty(200, 201, 300), "expected amounts of one currency that never fall"],
    ["an increase that is none", penalty(200, 100, 199), "expected amounts of one currency that never fall"],
    ["money of another currency", penalty(200, 100, 300, "CHF"), "expected amounts of one currency that never fall"],
    ["a penalty of nothing", penalty(0, 0, 300), "expected more than nothing"]
  ])("%s", (_, value, expected) => expect(said(Penalty.Penalty, value)).toContain(expected))

  it.each([["PT1H", "PT1H"], ["PT2H", "PT1H"]])("steps after %s and %s", (first, second) => {
    const steps = [first, second].map((after) => ({ type: "remind", after }))
    expect(said(Penalty.Rule, { ...json, steps })).toContain("expected rising times")
  })
})

describe("a penalty", () => {
  it("comes of its rule", () => {
    expect(Penalty.assess(rule, euros(7_000))).toEqual(Result.succeed({
      amount: euros(7_000),
      reduced: { within: Elapsed.ofHours(336), amount: euros(3_500) },
      steps: [
        { type: "remind", after: Elapsed.ofHours(672) },
        { type: "increase", after: Elapsed.ofHours(840), amount: euros(10_500) },
        { type: "increase", after: Elapsed.ofHours(1_008), amount: euros(11_400) },
        { type: "refer", after: Elapsed.ofHours(1_200), to: "county court" }
      ],
      disputes: { clock: "stops", most: 1, within: Elapsed.ofHours(672) }
    }))
  })

  it("rounds shares half up to the cent", () => {
    const assessed = Result.getOrThrow(Penalty.assess(decode({ ...json, reduced: { within: "PT1H", by: { percent: "50" } } }), euros(7_001)))
    expect(assessed.reduced?.amount).toEqual(euros(3_500))
    expect(assessed.steps[1]).toMatchObject({ amount: euros(10_502) })
  })

  it("is never reduced below nothing", () => {
    expect(Result.getOrThrow(Penalty.assess(decode({ ...json, reduced: { within: "PT1H", by: { amount: "90.00" } } }), euros(7_000))).reduced?.amount).toEqual(euros(0))
  })

  it("comes to no more money than there is", () => {
    const failed = (made: Penalty.Rule, amount = euros(7_000)) => {
      const assessed = Penalty.assess(made, amount)
      return Result.isFailure(assessed) ? assessed.failure._tag : undefined
    }
    expect(failed(decode({ ...json, steps: [{ type: "increase", after: "PT1H", by: { amount: "90071992547409.92" } }] }))).toBe("AmountTooLarge")
    expect(failed(rule, euros(Number.MAX_SAFE_INTEGER))).toBe("AmountTooLarge")
  })

  it.each([
    ["an amount of nothing", { ...json, charge: { amount: "0.00" } }],
    ["steps that do not rise", { ...json, steps: [json.steps[1], json.steps[0]] }],
    ["two steps at once", { ...json, steps: [json.steps[0], { ...json.steps[1], after: "PT672H" }] }],
    ["a share above the whole", { ...json, reduced: { within: "PT1H", by: { percent: "101" } } }],
    ["days of the calendar", { ...json, reduced: { within: "P14D", by: { percent: "50" } } }],
    ["lots, but none", { ...json, lotIds: [] }],
    ["a kind in capitals", { ...json, kind: "Overstay" }]
  ])("comes of no rule with %s", (_, wrong) => expect(() => decode(wrong)).toThrow())

  it("is one of rising amounts in one currency", () => {
    const is = Schema.is(Schema.toType(Penalty.Penalty))
    const penalty = Result.getOrThrow(Penalty.assess(rule, euros(7_000)))
    expect(is(penalty)).toBe(true)
    expect(is({ ...penalty, amount: euros(3_499) })).toBe(false)
    expect(is({ ...penalty, amount: { amount: 7_000, currency: "USD" } as never })).toBe(false)
    expect(is({ ...penalty, steps: [{ type: "increase", after: Elapsed.ofHours(1), amount: euros(6_999) }] })).toBe(false)
  })

  it("is looked up by kind, and by lot before all lots", () => {
    const other = Lot.LotId.make("00000000-0000-7000-8000-0000000000aa")
    const here: Penalty.Rule = { ...rule, lotIds: [admission.lotId] }
    const blocking: Penalty.Rule = { ...rule, kind: "blocking" }
    expect(Penalty.ruleFor([blocking, rule, here], "overstay", admission.lotId)).toBe(here)
    expect(Penalty.ruleFor([blocking, rule, here], "overstay", other)).toBe(rule)
    expect(Penalty.ruleFor([here], "overstay", other)).toBeUndefined()
    expect(Penalty.ruleFor([rule], "unpaid", other)).toBeUndefined()
  })

  it("may be charged by the hour of an overstay", () => {
    const fee = { kind: "overstay", label: "overstay", charge: { rate: { type: "hourly", price: "5.00", count: "started" } }, stay: "added", tax: "0" }
    const over = { from: minute(0), to: minute(61), tariff: tariff({ type: "flat", price: "4.00" }) }
    expect(Penalty.charge(decode({ ...json, charge: { fee } }), over)).toEqual(Result.succeed(euros(1_000)))
    expect(Penalty.charge(rule, over)).toEqual(Result.succeed({ amount: 7_000, currency: EUR }))
  })

  it.each(penaltyLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(penaltyCase(), (input) => obey([law], input)), runs(500))
  })
})

describe("overstays", () => {
  const tolerance = Schema.decodeUnknownSync(Overstay.Tolerance)({ tolerance: "PT10M", severities: [{ over: "PT1H", severity: "serious" }, { over: "PT24H", severity: "severe" }] })
  const stay = (allowed: number, millis = 0): Overstay.Stay => ({ ticketId: admission.id, lotId: admission.lotId, plate: admission.vehicle.plate, allowedUntil: minute(allowed, millis) })
  const told = (at: number, ...stays: ReadonlyArray<Overstay.Stay>) => Overstay.overstays(stays, minute(at), tolerance).map(({ overMillis, severity }) => [overMillis / 60_000, severity])

  it("begin when the tolerance ends", () => {
    expect(told(10, stay(0))).toEqual([[10, "minor"]])
    expect(told(10, stay(0, 1))).toEqual([])
  })
  it("become serious, and severe", () => expect(told(1_500, stay(60), stay(1_441), stay(1_440), stay(61), stay(1_495))).toEqual([[1_440, "severe"], [1_439, "serious"], [60, "serious"], [59, "minor"]]))
  it("are of a tolerance that rises", () => {
    expect(() => Schema.decodeUnknownSync(Overstay.Tolerance)({ tolerance: "PT0S", severities: [{ over: "PT2H", severity: "serious" }, { over: "PT1H", severity: "severe" }] })).toThrow()
    expect(() => Schema.decodeUnknownSync(Overstay.Tolerance)({ tolerance: "PT0S", severities: [{ over: "PT1H", severity: "severe" }, { over: "PT2H", severity: "serious" }] })).toThrow()
  })

  it.each(overstayLaws.map((law) => [law.name, law] as const))("%s", (_, law) => {
    fc.assert(fc.property(overstayCase(), (input) => obey([law], input)), runs(500))
  })
})
