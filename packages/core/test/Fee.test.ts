import { type Bill, Fee, type Tariff } from "@parkade/core/pricing"
import { Instant } from "@parkade/core/time"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { after, bill, entry, tariff } from "./pricing.ts"

const decode = Schema.decodeUnknownResult(Fee.Fee, { onExcessProperty: "error" })
const hourly = (rest: object = {}) => tariff({ type: "hourly", price: "2.00", count: "started", label: "parking", tax: "0.19" }, rest)

const fee = (more: object): object => ({ kind: "event", label: "Concert", charge: { amount: "5.00" }, stay: "added", tax: "0", ...more })

const compiled = (json: object, made: Tariff.Tariff = hourly()) => Result.getOrThrow(Fee.compile(Result.getOrThrow(decode(json)), made))

interface Given {
  readonly stay?: string
  readonly over?: Partial<Fee.Over>
  readonly made?: Tariff.Tariff
}

const charged = (json: object, { made = hourly(), over, stay = "3:00" }: Given = {}): Bill.Bill =>
  Result.getOrThrow(compiled(json, made).on(bill(made, stay), { from: entry, to: after(stay), ...over }))

const lines = (made: Bill.Bill) => made.lines.map(({ gross, kind, label, net, rule }) => [kind, rule, label, net, gross])

describe("a fee", () => {
  it("is added", () => {
    const made = charged(fee({}))
    expect(lines(made)).toEqual([["charge", "rate", "parking", 600, 600], ["fee", "fee.event", "Concert", 500, 500]])
    expect(made.gross).toBe(1_100)
  })

  it("stands instead of the stay", () => {
    const made = charged(fee({ kind: "lost-ticket", label: "Lost ticket", charge: { amount: "25.00" }, stay: "instead" }))
    expect([made.gross, lines(made)]).toEqual([2_500, [["fee", "fee.lost-ticket", "Lost ticket", 2_500, 2_500]]])
    expect([made.from, made.to]).toEqual([entry, after("3:00")])
  })

  it("is the least the stay costs", () => {
    const lost = fee({ kind: "lost-ticket", charge: { amount: "25.00" }, stay: "minimum" })
    expect(lines(charged(lost))).toEqual([["charge", "rate", "parking", 600, 600], ["fee", "fee.lost-ticket", "Concert", 1_900, 1_900]])
    expect(charged(lost, { stay: "20:00" }).gross).toBe(4_000)
    expect(charged(lost, { stay: "20:00" }).lines).toHaveLength(1)
  })

  it("is owed whatever the length: by who never came, and within a minute whose seconds are dropped", () => {
    const noShow = compiled(fee({ kind: "no-show", label: "No-show", when: { expired: true } }))
    expect(Result.getOrThrow(noShow.alone({ from: entry, to: entry, facts: { expired: true } })).gross).toBe(500)
    expect(Result.getOrThrow(noShow.alone({ from: entry, to: entry })).gross).toBe(0)
    const dropped = tariff({ type: "hourly", price: "2.00", count: "started" }, { seconds: "dropped" })
    expect(charged(fee({ stay: "instead", charge: { amount: "30.00" } }), { stay: "0:00:50", made: dropped }).gross).toBe(3_000)
  })

  it("is a named rate of the tariff, where its condition holds", () => {
    const made = tariff({ type: "flat", price: "1" }, { rates: { over: { type: "hourly", price: "6", count: "started" } } })
    const overstay = fee({ kind: "overstay", charge: { rate: { type: "named", name: "over" } }, when: { lost: true } })
    expect([charged(overstay, { stay: "1:00", made, over: { facts: { lost: true } } }).gross, charged(overstay, { stay: "1:00", made }).gross]).toEqual([700, 100])
  })

  it("is a share of the stay's price", () => {
    expect(charged(fee({ charge: { percent: "12.5" } })).gross).toBe(675)
    expect(charged(fee({ charge: { percent: "50" }, stay: "instead" })).gross).toBe(300)
  })

  it("is a share of the stay's price, whatever other fees there are", () => {
    const [event, share] = [compiled(fee({})), compiled(fee({ kind: "late-payment", charge: { percent: "10" } }))]
    const over = { from: entry, to: after("3:00") }
    const both = (first: Fee.Compiled, then: Fee.Compiled) => Result.getOrThrow(Result.flatMap(first.on(bill(hourly(), "3:00"), over), (made) => then.on(made, over)))
    expect([both(event, share).gross, both(share, event).gross, both(share, share).gross]).toEqual([1_160, 1_160, 720])
  })

  it("is no share of what a visit gives back", () => {
    const given = { ...bill(hourly(), "3:00"), lines: bill(hourly(), "3:00").lines.map((line) => ({ ...line, net: -600, gross: -600 })), net: -600, gross: -600 }
    expect(Result.getOrThrow(compiled(fee({ charge: { percent: "50" } })).on(given, { from: entry, to: after("3:00") })).gross).toBe(-600)
  })

  it("is a rate over its own time", () => {
    const overstay = fee({ kind: "overstay", label: "Overstay", charge: { rate: { type: "hourly", price: "10", count: "started" } } })
    const over = { from: after("2:00"), to: after("3:20") }
    const made = charged(overstay, { over })
    expect(made.lines[1]).toMatchObject({ kind: "fee", rule: "fee.overstay", label: "Overstay", ...over, quantity: "2", unitPrice: "10", unit: "PT1H", gross: 2_000 })
    expect(charged(overstay, { over: { from: after("2:00"), to: after("2:00") } }).gross).toBe(600)
  })

  it("is what its rate says otherwise", () => {
    const rate = { type: "choose", cases: [{ if: { vehicle: ["bus"] }, rate: { type: "hourly", price: "10", count: "started" } }], otherwise: { type: "hourly", price: "5", count: "started" } }
    expect(charged(fee({ charge: { rate } }), { over: { from: after("1:00") } }).gross).toBe(600 + 1_000)
  })

  it("has the bounds of its rate, and its labels", () => {
    const overstay = fee({ kind: "overstay", charge: { rate: { type: "each", per: "stay", max: "15", rate: { type: "hourly", price: "10", count: "started", label: "per hour over" } } } })
    expect(lines(charged(overstay)).slice(1)).toEqual([["fee", "fee.overstay.rate", "per hour over", 3_000, 3_000], ["maximum", "fee.overstay", "maximum", -1_500, -1_500]])
  })

  it("has the label and tax of its rate, where that has some", () => {
    const made = charged(fee({ tax: "0.19", charge: { rate: { type: "flat", price: "10", label: "Anlass", tax: "0.07" } } }), { made: hourly({ tax: "added" }) })
    expect(made.lines[1]).toMatchObject({ label: "Anlass", taxRate: "0.07", net: 1_000, gross: 1_070 })
  })

  it("has a tax of its own", () => {
    const included = charged(fee({ charge: { amount: "11.90" }, tax: "0.19" }), { made: hourly({ tax: "included" }) })
    expect([included.lines[1]?.net, included.lines[1]?.taxRate, included.gross]).toEqual([1_000, "0.19", 1_790])
    const untaxed = charged(fee({ charge: { amount: "11.90" } }), { made: hourly({ tax: "added" }) })
    expect([untaxed.net, untaxed.gross]).toEqual([1_790, 1_904])
    const least = charged(fee({ charge: { amount: "17.90" }, stay: "minimum", tax: "0.19" }), { made: hourly({ tax: "included" }) })
    expect([least.gross, least.net]).toEqual([1_790, 1_504])
    const share = charged(fee({ charge: { percent: "100" }, tax: "0.19" }), { made: hourly({ tax: "added" }) })
    expect([share.net, share.gross]).toEqual([1_200, 1_428])
  })

  it("is rounded as the tariff declares", () => {
    const francs = hourly({ currency: "CHF", rounding: { mode: "up", to: "0.05", where: "total" } })
    expect(charged(fee({ charge: { amount: "5.01" } }), { made: francs }).gross).toBe(1_105)
    expect(charged(fee({ charge: { percent: "0.1" } }), { made: francs }).gross).toBe(605)
  })
})

describe("the condition of a fee", () => {
  const inTown = hourly({ zone: "UTC" })

  it("is one of facts", () => {
    const lost = fee({ when: { lost: true } })
    expect(charged(lost, { made: inTown }).gross).toBe(600)
    expect(charged(lost, { made: inTown, over: { facts: { lost: true } } }).gross).toBe(1_100)
    const late = fee({ kind: "late-payment", charge: { percent: "50" }, when: { unpaid: { over: "PT336H" } } })
    expect(charged(late, { made: inTown, over: { facts: { unpaid: "PT300H" } } }).gross).toBe(600)
    expect(charged(late, { made: inTown, over: { facts: { unpaid: "PT400H" } } }).gross).toBe(900)
  })

  it("is one of time", () => {
    const evening = fee({ when: { entry: { from: "18:00" } }, stay: "instead" })
    expect(charged(evening, { made: inTown }).gross).toBe(600)
    expect(charged(evening, { made: inTown, over: { from: after("10:00"), to: after("13:00") } }).gross).toBe(500)
  })
})

describe("a fee alone", () => {
  it("is a bill", () => {
    const made = Result.getOrThrow(compiled(fee({ kind: "no-show", label: "No-show" })).alone({ from: entry, to: after("2:00"), facts: { expired: true } }))
    expect([made.gross, lines(made)]).toEqual([500, [["fee", "fee.no-show", "No-show", 500, 500]]])
  })

  it("is nothing where it is a share of nothing", () => {
    const made = Result.getOrThrow(compiled(fee({ charge: { percent: "10" } })).alone({ from: entry, to: after("2:00") }))
    expect([made.gross, made.lines]).toEqual([0, []])
  })
})

it("takes over the tariff's named rates", () => {
  const made = hourly({ rates: { night: { type: "flat", price: "7" } } })
  const named = { charge: { rate: { type: "named", name: "night" } } }
  expect(lines(charged(fee(named), { made })).at(-1)).toEqual(["fee", "fee.event.rates.night", "Concert", 700, 700])
  expect(lines(charged(fee({ ...named, when: { lost: true } }), { made, over: { facts: { lost: true } } })).at(-1)).toEqual(["fee", "fee.event.rates.night", "Concert", 700, 700])
  const none = Fee.compile(Result.getOrThrow(decode(fee({ charge: { rate: { type: "named", name: "day" } } }))), made)
  expect(Result.isFailure(none) && none.failure.message).toContain(`rate.name: expected the name of one of the tariff's rates (night)`)
})

it("needs a zone where its condition reads clocks", () => {
  const none = Fee.compile(Result.getOrThrow(decode(fee({ when: { entry: { to: "10:00" } } }))), hourly())
  expect(Result.isFailure(none) && none.failure.message).toContain("zone: expected a time zone")
})

it("fails where its rate has no price", () => {
  const short = fee({ charge: { rate: { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5" }], beyond: "unavailable" } } })
  const made = compiled(short).on(bill(hourly(), "3:00"), { from: entry, to: after("3:00") })
  expect(Result.isFailure(made) && made.failure._tag).toBe("Unavailable")
})

it("fails where the sum is no amount any more", () => {
  const much = fee({ charge: { amount: "90071992547409.91" } })
  const made = compiled(much).on(bill(hourly(), "3:00"), { from: entry, to: after("3:00") })
  expect(Result.isFailure(made) && made.failure._tag).toBe("AmountTooLarge")
})

it.each<[string, object]>([["without a tax", { tax: undefined }], ["without how it meets the stay", { stay: "also" }], ["of another kind", { kind: "bribe" }], ["below zero", { charge: { amount: "-1" } }], ["of no percent", { charge: { percent: "0" } }], ["of more than the price", { charge: { percent: "101" } }]])("is no fee %s", (_, more) => {
  expect(Result.isFailure(decode(fee(more)))).toBe(true)
})

describe("the line of a fee says", () => {
  const hour = { type: "hourly", price: "10", count: "started" }
  const overstay = (rate: object, more: object = {}) => fee({ kind: "overstay", label: "Overstay", charge: { rate }, ...more })
  const rules = (json: object, given: Given = {}) => charged(json, given).lines.slice(1).map(({ rule }) => rule)

  it("a share of the stay's price", () => {
    expect(charged(fee({ charge: { percent: "12.5" }, tax: "0.19" }), { made: hourly({ tax: "added" }) }).lines.at(-1)).toEqual(
      { kind: "fee", rule: "fee.event", label: "Concert", from: entry, to: after("3:00"), quantity: "12.5", unitPrice: "0", unit: "percent", taxRate: "0.19", net: 75, gross: 89 })
  })

  it("what the stay lacks of a minimum", () => {
    expect(charged(fee({ charge: { amount: "25.00" }, stay: "minimum", tax: "0.19" }), { made: hourly({ tax: "added" }) }).lines.at(-1)).toEqual(
      { kind: "fee", rule: "fee.event", label: "Concert", from: entry, to: after("3:00"), quantity: "1", unitPrice: "25.00", unit: "minimum", taxRate: "0.19", net: 1_900, gross: 2_261 })
  })

  it("no tax where the tariff has none", () => {
    expect(charged(fee({ charge: { percent: "50" }, tax: "0.19" })).lines.at(-1)).toMatchObject({ taxRate: "0", net: 300, gross: 300 })
  })

  it("which rule of its rate made it", () => {
    expect(rules(overstay(hour))).toEqual(["fee.overstay"])
    expect(rules(overstay({ type: "sum", of: [hour, { type: "flat", price: "1" }] }))).toEqual(["fee.overstay.of.0", "fee.overstay.of.1"])
    const bounded = { type: "each", per: "stay", max: "15", rate: hour }
    const lost = { over: { facts: { lost: true } } }
    expect(rules(overstay(bounded, { when: { lost: true } }), lost)).toEqual(["fee.overstay.rate", "fee.overstay"])
  })

  it("what rounding took of it", () => {
    const francs = hourly({ currency: "CHF", rounding: { mode: "up", to: "0.05", where: "total" } })
    expect(lines(charged(fee({ charge: { amount: "5.01" } }), { made: francs })).slice(1)).toEqual([["fee", "fee.event", "Concert", 501, 501], ["rounding", "fee.event.rounding", "rounding", 4, 4]])
  })

  it.each([
    // A tenth of 0.10 is a cent, of which half is tax; 4 % are less than half a cent, and more than that with tax.
    ["a gross without a net", "10", { tax: "included", rounding: { mode: "down", to: "0.01", where: "total" } }, [0, 1]],
    ["a tax without a net", "4", { tax: "added" }, [0, 1]]
  ])("%s", (_, percent, rest, sides) => {
    const made = tariff({ type: "flat", price: "0.10" }, rest)
    expect(charged(fee({ charge: { percent }, tax: "1" }), { made }).lines.slice(1).map(({ gross, net }) => [net, gross])).toEqual([sides])
  })

  it("nothing where it comes to nothing", () => expect(charged(fee({ charge: { percent: "0.01" } })).lines).toHaveLength(1))
})

describe("a fee changes", () => {
  const hour = { type: "hourly", price: "10", count: "started" }
  /** Seconds after the entry of a stay of an hour and a half. */
  const next = (more: object, over: Partial<Fee.Over> = {}) => {
    const at = compiled(fee(more)).nextChange({ from: entry, to: after("1:30"), ...over })
    return at === undefined ? undefined : (at - entry) / 1_000
  }
  const lasting = { lasting: { over: "PT2H" } }

  it.each<[string, object, number | undefined]>([
    ["never, an amount", {}, undefined],
    ["never, an amount instead of the stay", { stay: "instead" }, undefined],
    ["never, a minimum", { stay: "minimum" }, undefined],
    ["never, a share of a bill that stays what it is", { charge: { percent: "10" } }, undefined],
    ["never, such a share instead of the stay", { charge: { percent: "10" }, stay: "instead" }, undefined],
    ["as its rate does", { charge: { rate: hour } }, 7_201],
    ["where its condition begins to hold", { when: lasting }, 7_201],
    ["where the condition of its rate does", { charge: { rate: hour }, when: lasting }, 7_201],
    ["at any time, a share under a condition", { charge: { percent: "10" }, when: lasting }, 5_401],
    ["at any time, an amount that may stand instead of the stay", { stay: "instead", when: lasting }, 5_401],
    ["at any time, a rate that stands instead of the stay", { charge: { rate: hour }, stay: "instead" }, 5_401]
  ])("%s", (_, more, expected) => expect(next(more)).toBe(expected))

  it("from the time on that it is charged for", () => expect(next({ charge: { rate: hour } }, { from: after("1:15") })).toBe(75 * 60 + 3_601))
})

it("counts the seconds of its rate as the tariff does", () => {
  const overstay = fee({ charge: { rate: { type: "hourly", price: "10", count: "started" } } })
  const due = (seconds: string) => charged(overstay, { stay: "1:00:30", made: tariff({ type: "flat", price: "1" }, { seconds }) }).gross
  expect([due("dropped"), due("counted")]).toEqual([1_100, 2_100])
})

it("is charged for no time that ends before it begins", () => {
  const made = compiled(fee({})).alone({ from: after("1:00"), to: Instant.Instant.make(entry) })
  expect(Result.isFailure(made) && made.failure._tag).toBe("ExitBeforeEntry")
})

it.each<[string, object, RegExp | undefined]>([
  ["all of the price as tax", { tax: "1" }, undefined],
  ["more tax than price", { tax: "1.01" }, /a fraction of at most 1 \(19 % is "0\.19"\)[^]*\["tax"\]/],
  ["a condition that lasts no time", { when: { lasting: { over: "PT2H", upTo: "PT1H" } } }, /expected more than PT2H, found PT1H[^]*\["when"\]\["lasting"\]\["upTo"\]/],
  ["a condition of a single length", { when: { lasting: { over: "PT2H", upTo: "PT2H" } } }, /expected more than PT2H, found PT2H/],
  ["a condition of some length", { when: { lasting: { over: "PT2H", upTo: "PT3H" } } }, undefined],
  ["a condition of any length above", { when: { lasting: { over: "PT2H" } } }, undefined],
  ["a condition of any length below", { when: { lasting: { upTo: "PT2H" } } }, undefined]
])("says whether it may have %s", (_, more, message) => {
  const made = decode(fee(more))
  if (message === undefined) expect(Result.isSuccess(made)).toBe(true)
  else expect(Result.isFailure(made) && made.failure.message).toMatch(message)
})
