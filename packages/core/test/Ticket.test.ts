import { Ticket } from "@parkade/core/ticket"
import { Elapsed } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { admission, admitted, by, elsewhere, EUR, euros, exited, extended, given, lost, minute, moved, overstayed, paid, paymentId, prepaid, refunded, reopened, validated, voided } from "./tickets.ts"

const exitGrace = Elapsed.ofMinutes(15)
const pay = (after: number, cents: number, more: { readonly agreed?: ReturnType<typeof euros> } = {}): Ticket.Command => ({ _tag: "Pay", at: minute(after), due: euros(cents), method: "card", exitGrace, ...more })
const release = (after: number, cents = 0): Ticket.Command => ({ _tag: "Release", at: minute(after), due: euros(cents) })
const admit: Ticket.Command = { _tag: "Admit", admission }
const coupon = { type: "amount", off: "1.00", code: "SPA" } as const
const reason = "issued by mistake"
const move = (after: number, spotId = elsewhere): Ticket.Command => ({ _tag: "Move", at: minute(after), spotId, by })
const extend = (after: number, until: number): Ticket.Command => ({ _tag: "Extend", at: minute(after), until: minute(until) })
const validate = (after: number): Ticket.Command => ({ _tag: "Validate", at: minute(after), validation: coupon, by })
const prepay = (after: number, cents: number, digit = "5"): Ticket.Command => ({ _tag: "Prepay", at: minute(after), amount: euros(cents), method: "app", currency: EUR, id: paymentId(digit) })
const refund = (after: number, cents: number, digit = "6"): Ticket.Command => ({ _tag: "Refund", at: minute(after), amount: euros(cents), id: paymentId(digit) })
const reopen = (after: number): Ticket.Command => ({ _tag: "Reopen", at: minute(after) })
const reportLost = (after: number): Ticket.Command => ({ _tag: "ReportLost", at: minute(after), by })
const endOverstay = (after: number, since?: number): Ticket.Command => ({ _tag: "EndOverstay", at: minute(after), ...(since !== undefined && { since: minute(since) }) })
const overstayEnded = (after: number): Ticket.Event => ({ _tag: "TicketOverstayEnded", at: minute(after) })
const markOverstayed = (after: number, since: number): Ticket.Command => ({ _tag: "MarkOverstayed", at: minute(after), since: minute(since) })
const waive = (after: number, cents: number, words = "broken gate"): Ticket.Command => ({ _tag: "Release", at: minute(after), due: euros(cents), waive: { by, reason: words } })
const voiding = (after: number, words = reason): Ticket.Command => ({ _tag: "Void", at: minute(after), by, reason: words })

type Then = { readonly events: ReadonlyArray<Ticket.Event> } | { readonly rejected: Record<string, unknown> }
const events = (...stored: ReadonlyArray<Ticket.Event>): Then => ({ events: stored })
const rejected = (_tag: Ticket.Rejection["_tag"], data: Record<string, unknown> = {}): Then => ({ rejected: { _tag, ...data } })
const { id } = admission

const table: ReadonlyArray<readonly [words: string, given: ReadonlyArray<Ticket.Event>, when: Ticket.Command, then: Then]> = [
  ["admits", [], admit, events(admitted)],
  ["does not admit twice", [admitted], admit, rejected("AlreadyIssued", { id })],
  ["does not admit what has left", [admitted, exited(5)], admit, rejected("AlreadyIssued", { id })],
  ["takes what is due; the grace starts", [admitted], pay(61, 200), events(paid(61, 200))],
  ["takes what was agreed to", [admitted], pay(61, 200, { agreed: euros(200) }), events(paid(61, 200))],
  ["takes a second payment", [admitted, paid(10, 100)], pay(90, 100), events(paid(90, 100))],
  ["takes a payment at the instant of the entry", [admitted], pay(0, 100), events(paid(0, 100))],
  ["refuses another amount than was agreed to", [admitted], pay(61, 200, { agreed: euros(100) }), rejected("AmountDiffers", { id, due: euros(200), agreed: euros(100) })],
  ["refuses the right number of another currency", [admitted], { ...pay(61, 200), agreed: { amount: 200, currency: "USD" } } as Ticket.Command, rejected("AmountDiffers")],
  ["refuses more than is due", [admitted], pay(61, 200, { agreed: euros(300) }), rejected("AmountDiffers")],
  ["refuses a payment of nothing", [admitted], pay(0, 0), rejected("NothingDue", { id })],
  ["refuses to pay out", [admitted], pay(0, -100), rejected("NothingDue")],
  ["says that nothing is due before it compares amounts", [admitted], pay(0, 0, { agreed: euros(100) }), rejected("NothingDue")],
  ["refuses a payment before the entry", [admitted], pay(-1, 100), rejected("OutOfOrder", { id, at: minute(-1), notBefore: minute(0) })],
  ["refuses a payment before the last one", [admitted, paid(10, 100)], pay(9, 100), rejected("OutOfOrder", { notBefore: minute(10) })],
  ["refuses payment for what was never issued", [], pay(0, 100), rejected("NotIssued")],
  ["refuses payment for what has left", [admitted, paid(10, 100), exited(12)], pay(13, 100), rejected("AlreadyExited", { id, exitedAt: minute(12) })],
  ["says that it left, whenever that is asked", [admitted, exited(12)], pay(5, 100), rejected("AlreadyExited")],
  ["lets out when nothing is due", [admitted, paid(10, 100)], release(20), events(exited(20))],
  ["lets out what never owed anything", [admitted], release(1), events(exited(1))],
  ["lets out at the instant of the payment", [admitted, paid(10, 100)], release(10), events(exited(10))],
  ["keeps the gate shut while something is due", [admitted], release(20, 100), rejected("BalanceDue", { id, due: euros(100) })],
  ["keeps it shut for a single cent", [admitted, paid(10, 100)], release(90, 1), rejected("BalanceDue")],
  ["refuses an exit before the entry", [admitted], release(-1), rejected("OutOfOrder")],
  ["refuses an exit before the payment", [admitted, paid(10, 100)], release(9), rejected("OutOfOrder", { notBefore: minute(10) })],
  ["names the clock before the balance", [admitted, paid(10, 100)], release(9, 100), rejected("OutOfOrder")],
  ["lets nothing out twice", [admitted, exited(5)], release(6), rejected("AlreadyExited", { id, exitedAt: minute(5) })],
  ["lets nothing out that was never issued", [], release(5), rejected("NotIssued")],

  ["moves to another spot", [admitted], move(5), events(moved(5))],
  ["moves when it is paid", [admitted, paid(10, 100)], move(12), events(moved(12))],
  ["moves to where it stands: nothing happens", [admitted, moved(5)], move(6), events()],
  ["extends a stay that was to have no end", [admitted], extend(5, 60), events(extended(5, 60))],
  ["extends when it is paid", [admitted, paid(10, 100)], extend(11, 60), events(extended(11, 60))],
  ["extends again", [admitted, extended(5, 60)], extend(6, 61), events(extended(6, 61))],
  ["extends to the same end: nothing happens", [admitted, extended(5, 60)], extend(6, 60), events()],
  ["does not shorten", [admitted, extended(5, 60)], extend(6, 59), rejected("EndsEarlier", { id, until: minute(60), wanted: minute(59) })],
  ["does not extend into the past", [admitted], extend(5, 4), rejected("EndsEarlier", { until: minute(5), wanted: minute(4) })],
  ["takes a validation", [admitted], validate(5), events(validated(5, coupon))],
  ["takes a validation when it is paid", [admitted, paid(10, 100)], validate(11), events(validated(11, coupon))],
  ["takes a code once", [admitted, validated(5, coupon)], validate(6), events()],
  ["takes one that nobody presented", [admitted], { _tag: "Validate", at: minute(5), validation: coupon }, events({ _tag: "TicketValidated", validation: coupon, at: minute(5) })],
  ["takes a payment said twice once", [admitted, { ...paid(10, 100), id: paymentId("5") } as Ticket.Event], { ...pay(10, 100), id: paymentId("5") } as Ticket.Command, events()],
  ["keeps a payment's id", [admitted], { ...pay(10, 100), id: paymentId("5") } as Ticket.Command, events({ ...paid(10, 100), id: paymentId("5") } as Ticket.Event)],

  ["counts what was paid ahead", [admitted], prepay(0, 500), events(prepaid(0, 500))],
  ["counts it when it is paid", [admitted, paid(10, 100)], prepay(11, 500), events(prepaid(11, 500))],
  ["counts it once", [admitted, prepaid(0, 500)], prepay(1, 500), events()],
  ["counts another", [admitted, prepaid(0, 500)], prepay(1, 500, "7"), events(prepaid(1, 500, "7"))],
  ["counts nothing that is nothing", [admitted], prepay(0, 0), rejected("NothingDue", { id })],
  ["counts nothing below nothing", [admitted], prepay(0, -1), rejected("NothingDue")],
  ["refuses what was paid ahead in another currency", [admitted], { ...prepay(0, 500), amount: { amount: 500, currency: "USD" } } as Ticket.Command, rejected("CurrencyMismatch", { left: "EUR", right: "USD" })],
  ["refuses what was paid ahead beyond the integers", [admitted, prepaid(0, Number.MAX_SAFE_INTEGER)], prepay(0, 1, "7"), rejected("AmountTooLarge")],
  ["refuses what was paid ahead by no method", [admitted], { ...prepay(0, 500), method: "" } as Ticket.Command, rejected("NotAPaymentMethod")],

  ["gives back all that was paid", [admitted, paid(10, 100)], refund(11, 100), events(refunded(11, 100))],
  ["gives back what was paid ahead", [admitted, prepaid(0, 500)], refund(11, 400), events(refunded(11, 400))],
  ["gives back no cent more", [admitted, paid(10, 100)], refund(11, 101), rejected("RefundTooLarge", { id, refund: euros(101), paid: euros(100) })],
  ["gives back no more than is left", [admitted, paid(10, 100), refunded(11, 60)], refund(12, 41, "7"), rejected("RefundTooLarge", { paid: euros(40) })],
  ["gives back what is left", [admitted, paid(10, 100), refunded(11, 60)], refund(12, 40, "7"), events(refunded(12, 40, "7"))],
  ["gives back once", [admitted, paid(10, 100), refunded(11, 60)], refund(12, 60), events()],
  ["gives nothing back in another currency", [admitted, paid(10, 100)], { ...refund(11, 1), amount: { amount: 1, currency: "USD" } } as Ticket.Command, rejected("RefundTooLarge", { paid: { amount: 0, currency: "USD" } })],
  ["gives nothing back where nothing was paid", [admitted], refund(11, 1), rejected("RefundTooLarge")],
  ["gives back nothing: no", [admitted, paid(10, 100)], refund(11, 0), rejected("NothingDue")],

  ["opens again when the grace ends", [admitted, paid(10, 100)], reopen(25), events(reopened(25))],
  ["does not open a millisecond before", [admitted, paid(10, 100)], { _tag: "Reopen", at: minute(25, -1) }, rejected("GraceRuns", { id, leaveBy: minute(25) })],
  ["is open already", [admitted, paid(10, 100), reopened(25)], reopen(30), events()],
  ["was never paid: open already", [admitted], reopen(30), events()],
  ["is lost", [admitted], reportLost(5), events(lost(5))],
  ["is lost when it is paid", [admitted, paid(10, 100)], reportLost(11), events(lost(11))],
  ["is lost once", [admitted, lost(5)], reportLost(6), events()],
  ["is an overstay from the instant on that it may not stay", [admitted], markOverstayed(60, 60), events(overstayed(60))],
  ["is no overstay a millisecond before", [admitted], { _tag: "MarkOverstayed", at: minute(60, -1), since: minute(60) }, rejected("WithinLimit", { id, until: minute(60) })],
  ["is an overstay that is noticed later, paid or not", [admitted, paid(10, 100)], markOverstayed(90, 60), events(overstayed(60, 90))],
  ["is an overstay once", [admitted, overstayed(60)], markOverstayed(90, 80), events()],
  ["is no overstay any more where it may stay", [admitted, overstayed(60)], endOverstay(90), events(overstayEnded(90))],
  ["is one still where it may not", [admitted, overstayed(60)], endOverstay(90, 90), events()],
  ["ends an overstay once", [admitted, overstayed(60), overstayEnded(90)], endOverstay(95), events()],
  ["is an overstay again, no earlier than the last ended", [admitted, overstayed(60), overstayEnded(90)], markOverstayed(120, 80), events(overstayed(90, 120))],

  ["lets out what somebody waives, on record", [admitted], waive(20, 100), events({ _tag: "TicketExited", at: minute(20), waived: { amount: euros(100), by, reason: "broken gate" } })],
  ["puts nothing on record where nothing is due", [admitted], waive(20, 0), events(exited(20))],
  ["keeps it shut without a reason", [admitted], waive(20, 100, ""), rejected("NotAReason", { reason: "" })],
  ["keeps it shut for a reason too long", [admitted], waive(20, 100, "x".repeat(401)), rejected("NotAReason")],
  ["voids", [admitted], voiding(5), events(voided(5))],
  ["voids what was given back", [admitted, paid(10, 100), refunded(11, 100)], voiding(12), events(voided(12))],
  ["voids nothing that was paid for", [admitted, paid(10, 100)], voiding(12), rejected("PaidAlready", { id, paid: euros(100) })],
  ["voids nothing that was paid ahead", [admitted, prepaid(0, 500), refunded(1, 499)], voiding(12), rejected("PaidAlready", { paid: euros(1) })],
  ["voids nothing without a reason", [admitted], voiding(5, "\u0000"), rejected("NotAReason")]
]

/** Commands at some minute that an open ticket takes. */
const anything: ReadonlyArray<readonly [Ticket.Command["_tag"], (after: number) => Ticket.Command]> = [
  ["Move", move],
  ["Extend", (after) => extend(after, 500)],
  ["Validate", validate],
  ["Pay", (after) => pay(after, 100)],
  ["Prepay", (after) => prepay(after, 100)],
  ["Refund", (after) => refund(after, 1)],
  ["Reopen", reopen],
  ["ReportLost", reportLost],
  ["MarkOverstayed", (after) => markOverstayed(after, after)],
  ["EndOverstay", (after) => endOverstay(after)],
  ["Release", release],
  ["Void", voiding]
]

/** Every event but the admission, at that minute. */
const happenings = (after: number): ReadonlyArray<Ticket.Event> => [
  moved(after), extended(after, 500), validated(after, coupon), paid(after, 100), prepaid(after, 100), refunded(after, 1), reopened(after), lost(after), overstayed(after), exited(after), voided(after)
]

describe("a ticket", () => {
  it.each(table)("%s", (_, before, command, then) => {
    const decided = Ticket.decide(command, given(...before))
    if ("events" in then) expect(decided).toEqual(Result.succeed(then.events))
    else expect(Result.isFailure(decided) && decided.failure).toMatchObject(then.rejected)
  })

  it("is parked, then paid, then exited, and counts its events", () => {
    const { enteredAt: _, ...rest } = admission
    expect(given(admitted)).toEqual({ _tag: "Parked", ...rest, enteredAt: minute(0), version: 1, changedAt: minute(0), payments: [], refunds: [], validations: [] })
    const payments = [{ amount: euros(100), method: "card", at: minute(10) }, { amount: euros(200), method: "card", at: minute(90) }]
    expect(given(admitted, paid(10, 100))).toMatchObject({ _tag: "Paid", version: 2, leaveBy: minute(25), payments: payments.slice(0, 1) })
    expect(given(admitted, paid(10, 100), paid(90, 200))).toMatchObject({ _tag: "Paid", version: 3, leaveBy: minute(105), payments })
    const gone = given(admitted, paid(10, 100), paid(90, 200), exited(91))
    expect(gone).toMatchObject({ _tag: "Exited", version: 4, exitedAt: minute(91), payments })
    expect(gone).not.toHaveProperty("leaveBy")
  })

  it.each([
    ["a payment of nothing issued", [], paid(10, 100)],
    ["an exit of nothing issued", [], exited(10)],
    ["a second admission", [admitted, paid(10, 100)], admitted],
    ["a payment after the exit", [admitted, exited(5)], paid(10, 100)],
    ["a second exit", [admitted, exited(5)], exited(6)]
  ])("is left alone by %s", (_, before, event) => {
    expect(Ticket.evolve(given(...before), event)).toEqual(given(...before))
  })

  it.each(anything)("%s is refused of what was never issued, has left or was voided, and when its time has passed", (_, command) => {
    const of = (after: number, ...before: ReadonlyArray<Ticket.Event>) => Result.getOrUndefined(Result.flip(Ticket.decide(command(after), given(...before))))
    expect(of(20)).toMatchObject({ _tag: "NotIssued" })
    expect(of(20, admitted, paid(1, 100), exited(5))).toMatchObject({ _tag: "AlreadyExited", id, exitedAt: minute(5) })
    expect(of(20, admitted, voided(5))).toMatchObject({ _tag: "TicketVoid", id, voidedAt: minute(5) })
    expect(of(-1, admitted)).toMatchObject({ _tag: "OutOfOrder", id, at: minute(-1), notBefore: minute(0) })
    expect(of(4, admitted, paid(1, 100), lost(5))).toMatchObject({ _tag: "OutOfOrder", notBefore: minute(5) })
  })

  it("is not admitted again once it was voided", () => {
    expect(Ticket.decide(admit, given(admitted, voided(5)))).toEqual(Result.fail(new Ticket.AlreadyIssued({ id })))
  })

  it.each(happenings(20).map((event) => [event._tag, event] as const))("%s leaves alone what was never issued, has left or was voided", (_, event) => {
    for (const before of [[], [admitted, exited(5)], [admitted, voided(5)]]) expect(Ticket.evolve(given(...before), event)).toEqual(given(...before))
  })

  it("carries what happened to it", () => {
    const { enteredAt, ...rest } = admission
    const parked = { _tag: "Parked", ...rest, enteredAt, payments: [], refunds: [], validations: [] }
    expect(given(admitted, moved(5))).toEqual({ ...parked, version: 2, changedAt: minute(5), spotId: elsewhere })
    expect(given(admitted, extended(5, 60))).toEqual({ ...parked, version: 2, changedAt: minute(5), until: minute(60) })
    expect(given(admitted, lost(5))).toEqual({ ...parked, version: 2, changedAt: minute(5), lost: { at: minute(5), paymentsBefore: 0 } })
    expect(given(admitted, overstayed(5, 6))).toEqual({ ...parked, version: 2, changedAt: minute(6), overstay: { since: minute(5), paymentsBefore: 0 } })
    expect(given(admitted, validated(5, coupon))).toEqual({ ...parked, version: 2, changedAt: minute(5), validations: [{ validation: coupon, at: minute(5), by, paymentsBefore: 0 }] })
    expect(given(admitted, prepaid(0, 500))).toEqual({ ...parked, version: 2, changedAt: minute(0), payments: [{ amount: euros(500), method: "app", at: minute(0), id: paymentId("5"), ahead: true }] })
    expect(given(admitted, voided(5))).toEqual({ ...parked, _tag: "Voided", version: 2, changedAt: minute(5), voidedAt: minute(5), by, reason })
    const waived = { amount: euros(100), by, reason: "broken gate" }
    expect(given(admitted, { _tag: "TicketExited", at: minute(20), waived })).toEqual({ ...parked, _tag: "Exited", version: 2, changedAt: minute(20), exitedAt: minute(20), waived })
  })

  it("stays paid through everything but a refund, and the end of the grace", () => {
    for (const event of [moved(12), extended(12, 60), validated(12, coupon), prepaid(12, 100), lost(12), overstayed(12)]) {
      expect(given(admitted, paid(10, 100), event)).toMatchObject({ _tag: "Paid", leaveBy: minute(25), version: 3 })
    }
    for (const event of [refunded(12, 1), reopened(25)]) {
      expect(given(admitted, paid(10, 100), event)).toMatchObject({ _tag: "Parked", version: 3, payments: [{ amount: euros(100) }] })
      expect(given(admitted, paid(10, 100), event)).not.toHaveProperty("leaveBy")
    }
  })

  it("knows what came before which payment, in one instant too", () => {
    expect(given(admitted, lost(10), paid(10, 100), validated(10, coupon), refunded(10, 1))).toMatchObject({
      lost: { paymentsBefore: 0 },
      validations: [{ paymentsBefore: 1 }],
      refunds: [{ paymentsBefore: 1, amount: euros(1) }]
    })
  })

  it("knows when it last changed and what was paid", () => {
    const last = (...events: ReadonlyArray<Ticket.Event>) => {
      const state = given(...events)
      return state._tag === "Unissued" ? undefined : [Ticket.lastChange(state), Ticket.paid(state, EUR).amount]
    }
    expect(last(admitted)).toEqual([minute(0), 0])
    expect(last(admitted, paid(10, 100), paid(90, 200))).toEqual([minute(90), 300])
    expect(last(admitted, paid(10, 100), exited(12))).toEqual([minute(12), 100])
  })

  it("says what is wrong as a person would", () => {
    const told = (command: Ticket.Command, ...before: ReadonlyArray<Ticket.Event>) => {
      const decided = Ticket.decide(command, given(...before))
      return Result.isFailure(decided) ? decided.failure.message : undefined
    }
    expect(told(release(20, 100), admitted)).toBe("1.00 EUR is to be paid before the exit: pay it, or have somebody waive it")
    expect(told(pay(61, 200, { agreed: euros(100) }), admitted)).toBe("2.00 EUR is due, not 1.00 EUR: quote again, and have the payer agree")
    expect(told(pay(5, 0), admitted)).toBe("nothing is due on this ticket: let the vehicle out without a payment")
    expect(told(release(6), admitted, exited(5))).toBe("this ticket left at 2026-06-01T08:05:00Z: its payments can be refunded, nothing else changes")
    expect(told(release(6), admitted, voided(5))).toBe("this ticket was voided at 2026-06-01T08:05:00Z: admit the vehicle anew")
    expect(told(refund(6, 200), admitted, paid(5, 100))).toBe("2.00 EUR cannot be given back: 1.00 EUR was paid, ask for that at most")
    expect(told(voiding(6), admitted, paid(5, 100))).toBe("1.00 EUR was paid for this ticket: refund it first")
    expect(told(reopen(6), admitted, paid(5, 100))).toBe("this ticket is paid until 2026-06-01T08:20:00Z: more is due only after that")
    expect(told(extend(6, 9), admitted, extended(5, 10))).toBe("this stay ends at 2026-06-01T08:10:00Z; 2026-06-01T08:09:00Z is no later: choose a later end")
    expect(told(markOverstayed(6, 10), admitted)).toBe("this stay may last until 2026-06-01T08:10:00Z: it is no overstay before that")
    expect(told(waive(6, 1, ""), admitted)).toBe('"" is no reason: say in 1 to 400 characters why')
    expect(told(pay(-1, 1), admitted)).toContain("2026-06-01T07:59:00Z lies before 2026-06-01T08:00:00Z")
  })
})
