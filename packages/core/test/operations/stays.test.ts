/** Whatever happens to one ticket, the books of its stay come out even. */
import type { Ids } from "@parkade/core/lifecycle"
import { hear, judgePayment, pay, payOnExit, reconcilePayments, refund, release, reportLost, startPayment, sweepStays, voidTicket } from "@parkade/core/operations"
import { Payment } from "@parkade/core/payment"
import { Journal, key } from "@parkade/core/ports"
import type { Ticket } from "@parkade/core/ticket"
import { runs } from "@parkade/testing/arbitraries"
import { Gateway } from "@parkade/testing/memory"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { euros } from "../tickets.ts"
import { type Live, live, ofStay, parked, staff, standing, total, trial } from "./scene.ts"

type Step =
  | { readonly _tag: "Wait"; readonly minutes: number }
  | { readonly _tag: "Pay" | "PayOnExit" | "Lose" | "Sweep" | "Reconcile" | "Void" | "Release" | "Judge" }
  | { readonly _tag: "Waive" }
  | { readonly _tag: "Start"; readonly mood: Gateway.Mood }
  /** The payer of one payment acts, or it is heard of again. */
  | { readonly _tag: "Hear" | "Contradict"; readonly which: number }
  | { readonly _tag: "Refund"; readonly which: number; readonly cents: number; readonly mood: Gateway.Mood }

const mood = fc.constantFrom("takes" as const, "declines" as const, "awaits" as const, "lost" as const, "away" as const)
const which = fc.nat({ max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ _tag: fc.constant("Wait" as const), minutes: fc.constantFrom(1, 7, 14, 15, 16, 59, 60, 61, 200) }) },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constantFrom("Pay" as const, "Reconcile" as const) }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constantFrom("Lose" as const, "Sweep" as const) }) },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant("Start" as const), mood }) },
  { weight: 2, arbitrary: fc.record({ _tag: fc.constantFrom("Hear" as const, "Hear" as const, "Contradict" as const), which }) },
  { weight: 1, arbitrary: fc.record({ _tag: fc.constant("Judge" as const) }) },
  { weight: 3, arbitrary: fc.record({ _tag: fc.constant("Refund" as const), which, cents: fc.constantFrom(1, 50, 100, 0), mood }) }
)
const last: fc.Arbitrary<Step> = fc.record({ _tag: fc.constantFrom("Waive" as const, "PayOnExit" as const, "Void" as const, "Release" as const) })

const paymentsOf = (id: Ids.TicketId) => Effect.flatMap(Journal, (journal) => journal.under("Payment", key.ticket(id), { limit: 100 }))

const refundOf = (id: Ids.TicketId, { cents, which }: Extract<Step, { readonly _tag: "Refund" }>) => Effect.gen(function*() {
  const taken = (yield* paymentsOf(id)).filter(Payment.isTaken)
  const payment = taken[which % Math.max(1, taken.length)]
  if (payment === undefined) return
  yield* refund({ paymentId: payment.id, reason: "asked for it", by: staff, ...(cents > 0 && { amount: euros(cents) }) })
})

const heardOf = (id: Ids.TicketId, which: number) => Effect.gen(function*() {
  const payments = yield* paymentsOf(id)
  const payment = payments[which % Math.max(1, payments.length)]
  if (payment === undefined) return
  const news = yield* (yield* Gateway.GatewayControl).payerPays(payment.id)
  if (news._tag !== "Missing") yield* hear({ paymentId: payment.id, news })
})

const contradicted = (id: Ids.TicketId, which: number) => Effect.gen(function*() {
  const taken = (yield* paymentsOf(id)).filter((payment) => Payment.isTaken(payment) && payment.gateway !== undefined)
  const payment = taken[which % Math.max(1, taken.length)]
  if (payment !== undefined) yield* hear({ paymentId: payment.id, news: { _tag: "Failed", reason: "a late refusal", retry: false } })
})

/** Staff finds out what is in doubt, from the gateway's own list. */
const judged = (id: Ids.TicketId) => Effect.gen(function*() {
  const control = yield* Gateway.GatewayControl
  for (const { _tag, id: paymentId } of yield* paymentsOf(id)) {
    if (_tag !== "Quarantined") continue
    const news = yield* control.news(paymentId)
    yield* judgePayment({ paymentId, verdict: news._tag === "Captured" ? news : { _tag: "NotCaptured" }, note: "looked it up", by: staff })
  }
})

const done = (ticket: Ticket.Ticket, step: Step): Effect.Effect<unknown, unknown, Live> => {
  const { id, lotId } = ticket
  const asked = { ticket: { id } }
  switch (step._tag) {
    case "Wait":
      return TestClock.adjust(step.minutes * 60_000)
    case "Pay":
      return pay({ ...asked, method: "cash" })
    case "PayOnExit":
      return payOnExit({ ...asked, method: "cash" })
    case "Lose":
      return reportLost({ ...asked, by: staff })
    case "Sweep":
      return sweepStays({ lotId })
    case "Reconcile":
      return reconcilePayments({})
    case "Void":
      return voidTicket({ ...asked, by: staff, reason: "issued by mistake" })
    case "Release":
      return release(asked)
    case "Waive":
      return release({ ...asked, waive: { by: staff, reason: "a gift" } })
    case "Start":
      return startPayment({ ...asked, gateway: "simulated", method: { _tag: "Card" } })
    case "Hear":
      return heardOf(id, step.which)
    case "Contradict":
      return contradicted(id, step.which)
    case "Judge":
      return judged(id)
    case "Refund":
      return refundOf(id, step)
  }
}

/** An hour begun is 1.00. */
const hours = (from: number, to: number): number => Math.ceil((to - from) / 3_600_000) * 100
const fee = 700

interface Bills {
  /** The end of the first second: who took a ticket has parked. */
  readonly begun: number
  readonly from: number
  readonly billed: number
  readonly isLost: boolean
  /** The bill as it was paid, while the grace lasts. */
  readonly paid?: { readonly leaveBy: number; readonly bill: number } | undefined
}

/** What the stay was to cost, told from what happened and the board alone. */
const revenueOf = (history: ReadonlyArray<Ticket.Event>, isAnew: boolean): number =>
  history.reduce<Bills>((before, event) => {
    const { begun, billed, from, isLost, paid } = before
    const billAt = (at: number) => hours(from, Math.max(at, begun)) + (isLost ? fee : 0)
    switch (event._tag) {
      case "TicketAdmitted":
        return { ...before, begun: event.enteredAt + 1_000, from: event.enteredAt }
      case "TicketLost":
        return { ...before, isLost: true }
      case "TicketPaid": {
        const { at, leaveBy } = event
        const bill = billAt(at)
        return isAnew ? { begun, billed: billed + bill, from: Math.max(at, begun), isLost: false, paid: { leaveBy, bill: 0 } } : { ...before, paid: { leaveBy, bill } }
      }
      case "TicketRefunded":
      case "TicketReopened":
        return { ...before, paid: undefined }
      case "TicketExited":
        return { ...before, billed: billed + (paid !== undefined && event.at < paid.leaveBy ? paid.bill : billAt(event.at)) }
      default:
        return before
    }
  }, { begun: 0, from: 0, billed: 0, isLost: false }).billed

const story = (afterGrace: string, steps: ReadonlyArray<Step>, end: Step, after: ReadonlyArray<Step>) => Effect.gen(function*() {
  const control = yield* Gateway.GatewayControl
  const ticket = yield* parked({ exitPolicy: { exitGrace: "PT15M", afterGrace }, fees: [{ kind: "lost-ticket", label: "Lost ticket", charge: { amount: "7" }, stay: "added", tax: "0" }] })
  const { id } = ticket
  const take = (step: Step) => Effect.gen(function*() {
    yield* control.setMood("mood" in step ? step.mood : "takes")
    const outcome = yield* Effect.result(done(ticket, step))
    expect(yield* trial, step._tag).toBe(0)
    return outcome._tag === "Success"
  })
  for (const step of steps) yield* take(step)
  if (!(yield* take(end))) yield* take({ _tag: "PayOnExit" })
  for (const step of after) yield* take(step)
  for (const _tag of ["Judge", "Reconcile"] as const) {
    yield* TestClock.adjust(3_600_000)
    yield* take({ _tag })
  }
  const journal = yield* Journal
  const gone = yield* journal.load("Ticket", id)
  expect(gone._tag).toMatch(/Exited|Voided/)
  const standings = yield* standing(ofStay(id))
  expect(standings).toMatchObject({ due: 0, deferred: 0 })
  expect(standings.overpaid).toBeGreaterThanOrEqual(0)
  expect(yield* total("RefundClearing")).toBe(0)
  expect(yield* total("Clearing")).toBe(yield* control.holds)
  if (gone._tag === "Exited") expect(0 - (yield* total("Revenue", "Tax"))).toBe(revenueOf(yield* journal.history("Ticket", id), afterGrace === "anew"))
  else expect(yield* total("Revenue", "Tax", "WriteOff")).toBe(0)
  return gone
})

describe.each(["whole", "anew"])("a stay that goes on %s after the grace", (afterGrace) => {
  it("is billed, paid and given back to the cent, whatever happens to it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), last, fc.array(step, { maxLength: 4 }), (steps, end, after) =>
        Effect.runPromise(Effect.asVoid(story(afterGrace, steps, end, after)).pipe(Effect.provide(live), Effect.provide(TestClock.layer())))),
      runs(150)
    )
  })
})
