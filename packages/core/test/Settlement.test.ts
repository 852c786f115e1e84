import { Bill, type Fee, type Validation } from "@parkade/core/pricing"
import { Settlement, type Terms, type Ticket } from "@parkade/core/ticket"
import { Elapsed, Instant } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { tariff } from "./pricing.ts"
import { admission, admitted, euros, extended, lost, minute, open, overstayed, paid, prepaid, refunded, reopened, terms, validated } from "./tickets.ts"

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

const hourly = { type: "hourly", price: "1.00", count: "started" }
const ruled = (afterGrace: "whole" | "anew", rules: Omit<Partial<Terms.Terms>, "id" | "tariff">, rate: object = hourly) => terms(afterGrace, 15, rate, rules)
const amounts = (...given: Parameters<typeof settle>) => {
  const { due, refund } = settle(...given)
  return [due.amount, refund.amount]
}

/** Instants between two minutes at which something else is due although `until` says no: every minute, and every second before it. */
const late = (policy: Terms.Terms, events: ReadonlyArray<Ticket.Event>, from: number, to: number) => {
  const ticket = open(...events)
  const at = (instant: number) => Result.getOrThrow(Settlement.settle(ticket, policy, Instant.Instant.make(instant)))
  const found: Array<string> = []
  let start: number = minute(from)
  while (start < minute(to)) {
    const { due, until } = at(start)
    const end = Math.min(until ?? Infinity, minute(to))
    const probes = [...Array.from({ length: Math.ceil((end - start) / 60_000) }, (_, n) => start + n * 60_000), end - 3_000, end - 2_000, end - 1_000, end - 1]
    const other = probes.find((probe) => probe > start && probe < end && at(probe).due.amount !== due.amount)
    if (other !== undefined) found.push(`${due.amount} until ${(end - minute(0)) / 60_000}, but not at ${(other - minute(0)) / 60_000}`)
    if (end <= start) return [...found, `until ${end} at ${start}`]
    start = end
  }
  return found
}

describe("validations", () => {
  const off: Validation.Validation = { type: "amount", off: "1.50", code: "SPA" }
  const half: Validation.Validation = { type: "percent", percent: "50", of: "rest", code: "CINEMA" }
  const hour: Validation.Validation = { type: "time", upTo: "PT1H", code: "SHOP" }
  const half2: Validation.Validation = { type: "time", upTo: "PT30M", code: "CAFE" }
  const [all, best, first] = [ruled("whole", { validations: "all" }), ruled("whole", { validations: "best" }), ruled("whole", { validations: "first" })]
  const again = ruled("anew", { validations: "all" })
  it.each([
    ["an amount", all, 121, [admitted, validated(5, off)], 150],
    ["a percent", all, 121, [admitted, validated(5, half)], 150],
    ["an hour", all, 121, [admitted, validated(5, hour)], 200],
    ["several: time, then the others in their order", all, 121, [admitted, validated(5, off), validated(6, half), validated(7, hour)], 25],
    ["several: in another order", all, 121, [admitted, validated(5, half), validated(6, off)], 0],
    ["more than there is", all, 5, [admitted, validated(5, off)], 0],
    ["the best of several", best, 241, [admitted, validated(5, off), validated(6, half), validated(7, hour)], 250],
    ["the first of several that takes anything off", first, 121, [admitted, validated(5, off), validated(6, half)], 150],
    ["none where terms take none", whole, 121, [admitted, validated(5, off)], 300],
    ["before a payment of the whole: it stays off", all, 130, [admitted, validated(5, off), paid(10, 0)], 150],
    ["after a payment of the whole: it comes off", all, 130, [admitted, paid(10, 100), validated(11, off)], 50],
    ["before a payment, anew: used up", again, 130, [admitted, validated(5, off), paid(61, 50)], 200],
    ["after a payment, anew: comes off what follows", again, 130, [admitted, paid(61, 200), validated(62, off)], 50],
    ["in the instant of the payment, anew, before it: used up", again, 130, [admitted, validated(61, off), paid(61, 50)], 200],
    ["in the instant of the payment, anew, after it: comes off what follows", again, 130, [admitted, paid(61, 200), validated(61, off)], 50]
  ] as const)("%s", (_, policy, after, events, due) => expect(settle(policy, after, events).due.amount).toBe(due))

  it("say what each took off", () => {
    expect(settle(all, 121, [admitted, validated(5, off), validated(6, half)]).validated).toEqual([
      { code: "SPA", off: { net: 150, gross: 150 } },
      { code: "CINEMA", off: { net: 75, gross: 75 } }
    ])
    expect(settle(all, 121, [admitted, validated(5, hour)]).bill).toMatchObject({ gross: 200 })
  })

  it("are facts that a tariff asks for, with those that were known at the entry", () => {
    const rate = { type: "choose", cases: [{ if: { validation: "SPA" }, rate: { type: "flat", price: "2" } }, { if: { validation: "hotel" }, rate: { type: "flat", price: "3" } }], otherwise: { type: "flat", price: "9" } }
    const policy = terms("whole", 15, rate)
    const guest: Ticket.Event = { _tag: "TicketAdmitted", ...admission, facts: { validation: "hotel" } }
    const other: Validation.Validation = { ...off, code: "OTHER" }
    expect([[admitted], [admitted, validated(1, off)], [guest], [guest, validated(1, other)]].map((events) => settle(policy, 5, events).due.amount)).toEqual([900, 200, 300, 300])
  })

  it("change what is due when they say", () => {
    const events = [admitted, validated(0, hour), validated(1, half2), validated(2, off), validated(3, half)]
    expect(standing(all, 30, events)).toEqual([0, minutes(60, 1_000)])
    for (const policy of [all, best, first, again]) {
      expect(late(policy, events, 3, 400)).toEqual([])
      expect(late(policy, [...events.slice(0, 2), paid(70, 100), validated(75, half2), validated(76, off)], 76, 300)).toEqual([])
    }
  })

  it("of which one covers free time first change when they say", () => {
    const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "0" }, { upTo: "PT3H", price: "4" }], beyond: { type: "hourly", price: "2.00", count: "started" } }
    const free = { type: "time", during: [{ from: "08:00", to: "08:40" }], code: "a" } as const
    for (const combine of ["all", "best", "first"] as const) {
      for (const made of [hourly, rate]) {
        const policy = ruled("whole", { validations: combine }, made)
        expect(late(policy, [admitted, validated(0, free), validated(0, half2), validated(0, hour)], 0, 300)).toEqual([])
        expect(late(policy, [admitted, validated(0, hour), validated(0, free), validated(0, half2), validated(0, off)], 0, 300)).toEqual([])
      }
    }
  })
})

describe("fees", () => {
  const fee = (kind: Fee.Kind, charge: Fee.Fee["charge"], stay: Fee.Fee["stay"] = "added", more: Partial<Fee.Fee> = {}): Fee.Fee => ({ kind, label: kind, charge, stay, tax: "0", ...more })
  const lostTicket = { fees: [fee("lost-ticket", { amount: "25.00" })] }
  const perHour: Fee.Fee["charge"] = { rate: { type: "hourly", price: "5.00", count: "started" } }
  const overstay = { fees: [fee("overstay", perHour)] }
  const fined = { fees: [fee("overstay", { amount: "40.00" })] }
  const event = { fees: [fee("event", { amount: "7.00" })] }
  it.each([
    ["of no lost ticket", ruled("whole", lostTicket), 30, [admitted], 100],
    ["of a lost ticket", ruled("whole", lostTicket), 30, [admitted, lost(20)], 2_600],
    ["of one lost before the payment, whole: paid", ruled("whole", lostTicket), 70, [admitted, lost(20), paid(30, 2_600), reopened(45)], 100],
    ["of one lost after the payment, whole", ruled("whole", lostTicket), 70, [admitted, paid(30, 100), lost(31)], 2_600],
    ["of one lost before the payment, anew: paid", ruled("anew", lostTicket), 70, [admitted, lost(20), paid(30, 2_600)], 100],
    ["of one lost after the payment, anew", ruled("anew", lostTicket), 70, [admitted, paid(30, 100), lost(31)], 2_600],
    ["of one lost in the instant of the payment, anew, before it: paid", ruled("anew", lostTicket), 70, [admitted, lost(30), paid(30, 2_600)], 100],
    ["of one lost in the instant of the payment, anew, after it", ruled("anew", lostTicket), 70, [admitted, paid(30, 100), lost(30)], 2_600],
    ["of an overstay that begins: a second is an hour", ruled("whole", overstay), 61, [admitted, overstayed(60)], 700],
    ["of an overstay by the hour", ruled("whole", overstay), 125, [admitted, overstayed(60)], 300 + 1_000],
    ["of an overstay, whole, once it was paid", ruled("whole", overstay), 125, [admitted, overstayed(60), paid(61, 700)], 300 + 1_000 - 700],
    ["of an overstay, anew, from the payment on", ruled("anew", overstay), 125, [admitted, overstayed(60), paid(61, 700)], 200 + 1_000],
    ["of an overstay that was noticed after the payment, anew: from its beginning", ruled("anew", overstay), 125, [admitted, paid(61, 200), overstayed(60, 70)], 200 + 1_000],
    ["of an overstay by an amount, anew: once", ruled("anew", fined), 125, [admitted, overstayed(60), paid(61, 4_200)], 200],
    ["of an overstay by an amount, noticed after the payment", ruled("anew", fined), 125, [admitted, paid(61, 200), overstayed(60, 70)], 4_200],
    ["of an event", ruled("whole", event), 30, [admitted], 800],
    ["of an event, anew: once", ruled("anew", event), 70, [admitted, paid(30, 800)], 100],
    ["instead of the stay", ruled("whole", { fees: [fee("lost-ticket", { amount: "25.00" }, "instead")] }), 200, [admitted, lost(20)], 2_500],
    ["that is none of a stay", ruled("whole", { fees: [fee("no-show", { amount: "9" }), fee("late-payment", { amount: "9" })] }), 30, [admitted], 100]
  ] as const)("%s", (_, policy, after, events, due) => expect(settle(policy, after, events).due.amount).toBe(due))

  it("by the hour hold for the hour, and amounts for ever", () => {
    const flat = { type: "flat", price: "1" }
    expect(standing(ruled("whole", overstay, flat), 61, [admitted, overstayed(60)])).toEqual([600, minutes(120, 1_000)])
    expect(standing(ruled("whole", fined, flat), 61, [admitted, overstayed(60)])).toEqual([4_100, undefined])
  })

  const when = (condition: NonNullable<Fee.Fee["when"]>, charge: Fee.Fee["charge"] = perHour, stay: Fee.Fee["stay"] = "added") =>
    ruled("whole", { validations: "all", fees: [fee("overstay", charge, stay, { when: condition }), fee("event", { amount: "3" }, stay, { when: condition })] })
  it.each([
    ["by the hour", ruled("whole", overstay)],
    ["by the hour, anew", ruled("anew", overstay)],
    ["by an amount", ruled("anew", fined)],
    ["that begin after an hour and a half", when({ lasting: { over: "PT1H30M" } })],
    ["that end after an hour and a half", when({ lasting: { upTo: "PT1H30M" } }, { amount: "2" })],
    ["that stand instead for an hour", when({ lasting: { upTo: "PT1H30M" } }, { amount: "0" }, "instead")],
    ["that are a share from an hour and a half on", when({ lasting: { over: "PT1H30M" } }, { percent: "50" })],
    ["that are a share, of what is rounded to five euros", { ...when({ lasting: { over: "PT1H30M" } }, { percent: "50" }), tariff: tariff({ type: "flat", price: "20" }, { zone: "UTC", rounding: { mode: "half-up", to: "5", where: "total" } }) }],
    ["that depend on the window of the entry", when({ entry: [{ from: "09:00", to: "10:00" }] })],
    ["that depend on the window of the exit", when({ exit: [{ from: "09:30", to: "10:00" }] })],
    ["that are a minimum", when({ inside: [{ from: "08:00", to: "10:00" }] }, { amount: "30" }, "minimum")]
  ])("%s change what is due when they say", (_, policy) => {
    const events = [admitted, overstayed(25, 61)]
    expect(late(policy, events, 61, 125)).toEqual([])
    expect(late(policy, [...events, paid(70, 50_000)], 70, 125)).toEqual([])
    expect(late(policy, [admitted, paid(10, 100), overstayed(25, 70)], 70, 125)).toEqual([])
  })

  it("an overstay that is to begin is awaited", () => {
    const ticket = { ...open(admitted), overstay: { since: minute(20, 500), paymentsBefore: 0 } }
    const settled = Result.getOrThrow(Settlement.settle(ticket, ruled("whole", overstay), minute(10)))
    expect([settled.due.amount, settled.until]).toEqual([100, minute(20, 500)])
  })
})

describe("what was paid ahead", () => {
  const unused = (policy: object = {}) => ruled("whole", { refund: { refund: "unused", ...policy } })
  it.each([
    ["more than the stay costs", unused(), 61, [admitted, prepaid(0, 500)], [0, 300]],
    ["just what it costs", unused(), 61, [admitted, prepaid(0, 200)], [0, 0]],
    ["less than it costs", unused(), 61, [admitted, prepaid(0, 150)], [50, 0]],
    ["more, where terms keep it", ruled("whole", { refund: { refund: "none" } }), 61, [admitted, prepaid(0, 500)], [0, 0]],
    ["more, where terms say nothing", whole, 61, [admitted, prepaid(0, 500)], [0, 0]],
    ["more, for a fee", unused({ fee: "1.00" }), 61, [admitted, prepaid(0, 500)], [0, 200]],
    ["a little more, for a fee", unused({ fee: "1.00" }), 61, [admitted, prepaid(0, 250)], [0, 0]],
    ["more, in whole euros", unused({ roundDownTo: "1" }), 61, [admitted, prepaid(0, 555)], [0, 300]],
    ["more, less than is paid out", unused({ minimum: "4" }), 61, [admitted, prepaid(0, 500)], [0, 0]],
    ["more, and given back", unused(), 61, [admitted, prepaid(0, 500), refunded(61, 300)], [0, 0]],
    ["anew, before a payment", ruled("anew", { refund: { refund: "unused" } }), 61, [admitted, prepaid(0, 500)], [0, 300]],
    ["anew, and paid the rest: used up", ruled("anew", { refund: { refund: "unused" } }), 90, [admitted, prepaid(0, 100), paid(61, 100)], [100, 0]],
    ["anew, after a payment: counts", ruled("anew", { refund: { refund: "unused" } }), 90, [admitted, paid(61, 200), prepaid(62, 500)], [0, 400]],
    ["within the grace: unused", unused(), 65, [admitted, paid(61, 200), prepaid(62, 500)], [0, 500]]
  ] as const)("%s", (_, policy, after, events, expected) => expect(amounts(policy, after, events)).toEqual(expected))

  it("brings no grace", () => {
    expect(standing(whole, 61, [admitted, prepaid(0, 200)])).toEqual([0, minutes(120, 1_000)])
    expect(amounts(whole, 121, [admitted, prepaid(0, 200)])[0]).toBe(100)
  })
})

describe("what was given back while it is parked is due again", () => {
  it.each([
    ["all of it, whole", whole, 12, [admitted, paid(10, 100), refunded(11, 100)], 100],
    ["some of it, whole", whole, 12, [admitted, paid(10, 100), refunded(11, 40)], 40],
    ["all of it, anew, with what follows", anew, 65, [admitted, paid(61, 200), refunded(62, 200)], 200 + 100],
    ["and settled by the next payment, anew", anew, 130, [admitted, paid(61, 200), refunded(62, 200), paid(65, 300)], 200],
    ["in the instant of the next payment, anew", anew, 130, [admitted, paid(61, 200), refunded(65, 200), paid(65, 300)], 200],
    ["what was paid ahead, anew", anew, 61, [admitted, prepaid(0, 200), refunded(1, 200)], 200]
  ] as const)("%s", (_, policy, after, events, due) => expect(amounts(policy, after, events)).toEqual([due, 0]))
})

describe("within the grace the bill shows what the payment settled", () => {
  const policy = (afterGrace: "whole" | "anew") => ruled(afterGrace, {
    validations: "all",
    fees: [{ kind: "lost-ticket", label: "lost", charge: { amount: "25" }, stay: "added", tax: "0" }, { kind: "overstay", label: "overstay", charge: { amount: "40" }, stay: "added", tax: "0" }]
  })
  const off: Validation.Validation = { type: "amount", off: "1.50", code: "SPA" }
  const later = [validated(62, { ...off, code: "NEXT" }), lost(63), overstayed(60, 64)]
  it.each(["whole", "anew"] as const)("with what was known then and no more (%s)", (afterGrace) => {
    const events = [admitted, validated(5, off), prepaid(6, 20), paid(61, 30), ...later]
    const { bill, due, validated: took } = settle(policy(afterGrace), 65, events)
    expect([Bill.total(bill).amount, due.amount, took.map(({ code }) => code)]).toEqual([50, 0, ["SPA"]])
    expect(bill.to).toBe(minute(61))
  })
  it("and all of it when the grace is over", () => {
    expect(settle(policy("whole"), 76, [admitted, paid(61, 200), ...later]).due.amount).toBe(200 - 150 + 6_500 - 200)
    expect(settle(policy("anew"), 76, [admitted, paid(61, 200), ...later]).due.amount).toBe(0 + 6_500)
  })
})

describe("what the price depends on", () => {
  const choose = (condition: object) => terms("whole", 15, { type: "choose", cases: [{ if: condition, rate: { type: "flat", price: "2" } }], otherwise: { type: "flat", price: "9" } })
  it.each([
    ["the product", { product: "day" }, { product: "day" }],
    ["how full the lot was", { occupancy: { from: "0.8" } }, { occupancy: "0.9" }],
    ["a pass", { pass: "resident" }, { pass: ["resident"] }]
  ])("%s, as it was at the entry", (_, condition, facts) => {
    const made: Ticket.Event = { _tag: "TicketAdmitted", ...admission, facts }
    expect([settle(choose(condition), 5, [made]).due.amount, settle(choose(condition), 5, [admitted]).due.amount]).toEqual([200, 900])
  })
  it("the vehicle, whatever the facts say", () => {
    const made: Ticket.Event = { _tag: "TicketAdmitted", ...admission, facts: { vehicle: "bus" } }
    expect(settle(choose({ vehicle: ["bus"] }), 5, [made]).due.amount).toBe(900)
  })
  it("that the ticket was lost", () => {
    expect([settle(choose({ lost: true }), 5, [admitted, lost(1)]).due.amount, settle(choose({ lost: true }), 5, [admitted]).due.amount]).toEqual([200, 900])
  })
  it("what a charger says", () => {
    const policy = terms("whole", 15, { type: "energy", price: "0.50" })
    const phases = [{ name: "charging", from: minute(0), to: minute(30), kwh: "10" }]
    expect(Result.getOrThrow(Settlement.settle(open(admitted), policy, minute(40), { phases })).due.amount).toBe(500)
    expect(settle(policy, 40, [admitted]).due.amount).toBe(0)
  })
  it("earlier visits; nobody is given back what these paid", () => {
    const rate = { type: "slab", mode: "ladder", brackets: [{ upTo: "PT1H", price: "5.00" }], beyond: { type: "flat", price: "3.00" } }
    const policy: Terms.Terms = { ...terms("whole"), tariff: tariff(rate, { visits: "accumulate", zone: "UTC" }), refund: { refund: "unused" } }
    const known = { earlier: [{ from: minute(-90), to: minute(-60) }] }
    const settled = (...events: ReadonlyArray<Ticket.Event>) => {
      const { bill, due, refund } = Result.getOrThrow(Settlement.settle(open(...events), policy, minute(45), known))
      return [bill.gross, due.amount, refund.amount]
    }
    expect(settle(policy, 45, [admitted]).due.amount).toBe(500)
    expect(settled(admitted)).toEqual([-200, 0, 0])
    expect(settled(admitted, prepaid(0, 100))).toEqual([-200, 0, 100])
  })
})

describe("terms", () => {
  it("are made ready once", () => {
    const made = ruled("whole", { fees: [{ kind: "lost-ticket", label: "lost", charge: { amount: "25" }, stay: "added", tax: "0" }] })
    expect(Settlement.ready(made)).toBe(Settlement.ready(made))
    expect(Settlement.ready(made).fees[0]).toBe(Settlement.ready(made).fees[0])
    expect(Settlement.ready({ ...made })).not.toBe(Settlement.ready(made))
  })

  const [longest, lateStop] = [Elapsed.ofHours(4), Elapsed.ofMinutes(10)]
  it.each([
    ["nothing", {}, [admitted], undefined],
    ["a limit that says nothing", { stayLimit: {} }, [admitted], undefined],
    ["how long a stay may be", { stayLimit: { longest } }, [admitted], minute(240)],
    ["how late it may end, of a stay without an end", { stayLimit: { lateStop } }, [admitted], undefined],
    ["how late it may end", { stayLimit: { lateStop } }, [admitted, extended(1, 60)], minute(70)],
    ["both: the earlier", { stayLimit: { longest, lateStop } }, [admitted, extended(1, 60)], minute(70)],
    ["both: the earlier, the other way", { stayLimit: { longest, lateStop } }, [admitted, extended(1, 600)], minute(240)]
  ] as const)("that say %s about an overstay", (_, rules, events, expected) => {
    expect(Settlement.mayStayUntil(open(...events), ruled("whole", rules))).toBe(expected)
  })
})
