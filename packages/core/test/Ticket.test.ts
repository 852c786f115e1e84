import { Ticket } from "@parkade/core/ticket"
import { Elapsed } from "@parkade/core/time"
import { Result } from "effect"
import { describe, expect, it } from "vitest"
import { admission, admitted, EUR, euros, exited, given, minute, paid } from "./tickets.ts"

const exitGrace = Elapsed.ofMinutes(15)
const pay = (after: number, cents: number, more: { readonly agreed?: ReturnType<typeof euros> } = {}): Ticket.Command => ({ _tag: "Pay", at: minute(after), due: euros(cents), method: "card", exitGrace, ...more })
const release = (after: number, cents = 0): Ticket.Command => ({ _tag: "Release", at: minute(after), due: euros(cents) })
const admit: Ticket.Command = { _tag: "Admit", admission }

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
  ["lets nothing out that was never issued", [], release(5), rejected("NotIssued")]
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
    expect(told(release(20, 100), admitted)).toBe("1.00 EUR is to be paid before the exit")
    expect(told(pay(61, 200, { agreed: euros(100) }), admitted)).toBe("2.00 EUR is due, not 1.00 EUR")
    expect(told(pay(5, 0), admitted)).toBe("nothing is due on this ticket")
    expect(told(release(6), admitted, exited(5))).toBe("this ticket left at 2026-06-01T08:05:00Z")
    expect(told(pay(-1, 1), admitted)).toContain("2026-06-01T07:59:00Z lies before 2026-06-01T08:00:00Z")
  })
})
