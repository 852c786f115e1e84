import { Settlement, type Terms, type Ticket } from "@parkade/core/ticket"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { admitted, euros, minute, open, paid, terms } from "./tickets.ts"

const settle = (policy: Terms.Terms, after: number, events: ReadonlyArray<Ticket.Event>, millis = 0) =>
  Result.getOrThrow(Settlement.settle(open(...events), policy, minute(after, millis)))

const [whole, anew] = [terms("whole"), terms("anew")]
/** What is due, and until how many minutes (and milliseconds) after the entry. */
const standing = (...given: Parameters<typeof settle>) => {
  const { due, until } = settle(...given)
  return [due.amount, until === undefined ? undefined : until - minute(0)]
}
const minutes = (count: number, millis = 0) => count * 60_000 + millis

describe("what is due", () => {
  const once = [admitted, paid(50, 100)]
  it.each([
    ["at the entry: a second is parked at least", whole, 0, [admitted], [100, minutes(60, 1_000)]],
    ["within the first hour", whole, 20, [admitted], [100, minutes(60, 1_000)]],
    ["at the hour's end", whole, 60, [admitted], [100, minutes(60, 1_000)]],
    ["after two hours and a minute", whole, 121, [admitted], [300, minutes(180, 1_000)]],
    ["when just paid", whole, 50, once, [0, minutes(65)]],
    ["in the last minute of the grace, though an hour has begun", whole, 64, once, [0, minutes(65)]],
    ["when the grace ends: the whole stay less what was paid", whole, 65, once, [100, minutes(120, 1_000)]],
    ["when the grace ends within the paid hour: nothing", whole, 25, [admitted, paid(10, 100)], [0, minutes(60, 1_000)]],
    ["when the grace ends, anew: a stay from the payment", anew, 65, once, [100, minutes(110, 1_000)]],
    ["an hour after the payment, anew", anew, 110, once, [100, minutes(110, 1_000)]],
    ["more than an hour after the payment, anew", anew, 111, once, [200, minutes(170, 1_000)]],
    ["after two payments, whole", whole, 180, [...once, paid(70, 100)], [100, minutes(180, 1_000)]],
    ["after two payments, anew: from the second", anew, 180, [...once, paid(70, 100)], [200, minutes(190, 1_000)]],
    ["when more was paid than the whole costs: nothing, never less", whole, 90, [admitted, paid(50, 900)], [0, minutes(120, 1_000)]],
    ["without any payment, anew is the same as whole", anew, 121, [admitted], [300, minutes(180, 1_000)]]
  ])("%s", (_, policy, after, events, expected) => expect(standing(policy, after, events)).toEqual(expected))

  it("is closed-open in the grace: nothing a millisecond before its end, the rest at its end", () => {
    expect(standing(whole, 65, once, -1)[0]).toBe(0)
    expect(standing(whole, 65, once, 0)[0]).toBe(100)
  })

  it("has no grace where terms give none", () => {
    expect(standing(terms("whole", 0), 50, [admitted, paid(50, 100, 0)])).toEqual([0, minutes(60, 1_000)])
    expect(standing(terms("anew", 0), 50, [admitted, paid(50, 100, 0)])).toEqual([0, minutes(50, 1_000)])
    expect(standing(terms("anew", 0), 51, [admitted, paid(50, 100, 0)])[0]).toBe(100)
  })

  it("is not asked for twice in the second of the entry", () => {
    expect(standing(terms("anew", 0), 0, [admitted, paid(0, 100, 0)])).toEqual([0, minutes(0, 2_000)])
    expect(standing(terms("anew", 0), 0, [admitted, paid(0, 100, 0)], 1_999)[0]).toBe(0)
    expect(standing(terms("anew", 0), 0, [admitted, paid(0, 100, 0)], 2_000)[0]).toBe(100)
  })

  it("never changes again on a flat tariff", () => {
    expect(settle(terms("whole", 15, { type: "flat", price: "4" }), 500, [admitted, paid(10, 400)])).not.toHaveProperty("until")
  })
})

describe("the bill of a settlement", () => {
  const once = [admitted, paid(50, 100)]
  it("is the whole stay while it is not paid", () => {
    expect(settle(whole, 121, [admitted])).toMatchObject({ at: minute(121), paid: euros(0), bill: { from: minute(0), to: minute(121), gross: 300 } })
  })
  it("ends at the payment while the grace runs", () => {
    expect(settle(whole, 60, once)).toMatchObject({ paid: euros(100), bill: { from: minute(0), to: minute(50), gross: 100 } })
  })
  it("is what the last payment settled while its grace runs, anew", () => {
    const thrice = [admitted, paid(50, 100), paid(66, 100), paid(82, 100)]
    expect(settle(anew, 83, thrice)).toMatchObject({ paid: euros(300), bill: { from: minute(66), to: minute(82), gross: 100 } })
    expect(settle(whole, 83, thrice)).toMatchObject({ bill: { from: minute(0), to: minute(82), gross: 200 } })
  })
  it("shows what was paid for, also in the second of the entry", () => {
    expect(settle(whole, 1, [admitted, paid(0, 100)])).toMatchObject({ paid: euros(100), bill: { gross: 100 } })
  })
  it("is the whole stay again after the grace, or the stay from the payment", () => {
    expect(settle(whole, 65, once)).toMatchObject({ paid: euros(100), due: euros(100), bill: { from: minute(0), to: minute(65), gross: 200 } })
    expect(settle(anew, 65, once)).toMatchObject({ paid: euros(100), due: euros(100), bill: { from: minute(50), to: minute(65), gross: 100 } })
  })
})
